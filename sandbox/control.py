"""What a person sees, as JSON for the page (the control API's reading half)."""

from datetime import datetime
from typing import Any

from sandbox import modals
from sandbox.answers import NotAllowed
from sandbox.api_conversations import threaded
from sandbox.records import Channel, User, zone_label
from sandbox.talk import channel_for
from sandbox.workspace import Workspace


def user_of(ws: Workspace, user_id: str | None) -> User:
    """The acting user; nobody named is the first member there is. NotAllowed when there is no such person."""
    user = ws.users.get(user_id) if user_id else next(
        (each for each in ws.users.values() if not (each.is_bot or each.is_guest or each.deleted)), None)
    if user is None:
        raise NotAllowed("there is no such person here")
    return user


def person(ws: Workspace, user: User) -> dict:
    """A user for the page."""
    label, offset = zone_label(user.tz, ws.now())
    return {
        "id": user.id, "name": user.name, "real_name": user.real_name, "title": user.title, "tz": user.tz,
        "tz_label": label, "tz_offset": offset, "is_bot": user.is_bot, "is_guest": user.is_guest,
        "deleted": user.deleted, "color": user.color,
    }


def conversation(ws: Workspace, user: User, channel: Channel) -> dict:
    """A conversation for the page, with what is unread in it."""
    mark = ws.read_marks[user.id].get(channel.id, "0")
    messages = ws.messages[channel.id]
    unread = 0
    for ts in reversed(messages):
        if ts <= mark:
            break
        unread += messages[ts].get("user") != user.id
    return {
        "id": channel.id, "name": channel.name, "kind": channel.kind, "members": list(channel.members),
        "with": next((each for each in channel.members if each != user.id), user.id) if channel.kind == "im" else None,
        "is_member": user.id in channel.members, "archived": channel.archived, "topic": channel.topic,
        "purpose": channel.purpose, "unread": unread if user.id in channel.members else 0,
        "last_ts": next(reversed(messages), None),
    }


def state(ws: Workspace, user: User, *, connected: bool, next_due: datetime | None) -> dict[str, Any]:
    """GET /sandbox/state."""
    with ws.lock:
        manifest = ws.manifest
        return {
            "ok": True, "team": ws.team, "me": person(ws, user), "now": ws.now().isoformat(),
            "last_stamp": ws.last_stamp,
            "next_due": next_due.isoformat() if next_due else None,
            "users": [person(ws, each) for each in ws.users.values()],
            "channels": [conversation(ws, user, each) for each in ws.channels.values() if ws.sees(user.id, each)],
            "app": {
                "name": manifest.name, "description": manifest.description, "bot_user_id": ws.bot_user,
                "home_tab": manifest.home_tab, "messages_tab": manifest.messages_tab, "connected": connected,
                "background_color": manifest.background_color,
                "commands": [
                    {key: each.get(key, "") for key in ("command", "description", "usage_hint")}
                    for each in manifest.commands.values()
                ],
                "shortcuts": [
                    {key: each.get(key, "") for key in ("name", "type", "callback_id", "description")}
                    for each in manifest.shortcuts
                ],
            },
        }


def history(ws: Workspace, user: User, channel_id: str, thread: str | None = None) -> list[dict]:
    """GET /sandbox/history: what this person sees in a conversation, oldest first, their ephemerals included."""
    with ws.lock:
        channel = channel_for(ws, user, channel_id, member=False)
        own = ws.whispers(channel.id, user.id)
        if thread:
            parent = ws.parent(channel.id, thread)
            if parent is None:
                raise NotAllowed("there is no such thread")
            below = ws.replies(channel.id, parent["ts"])
            found = [parent, *below, *(each for each in own if each.get("thread_ts") == parent["ts"])]
        else:
            found = [*threaded(ws, channel.id), *(each for each in own if not each.get("thread_ts"))]
        return sorted((dict(each) for each in found), key=lambda each: each["ts"])


def home(ws: Workspace, user: User) -> dict | None:
    """GET /sandbox/home."""
    with ws.lock:
        held = ws.views.get(ws.homes.get(user.id, ""))
        return modals.shown(ws, held) if held else None


def stack(ws: Workspace, user: User) -> list[dict]:
    """GET /sandbox/modals: the last is on top."""
    with ws.lock:
        return [modals.shown(ws, ws.views[each]) for each in ws.stacks[user.id] if each in ws.views]
