"""What people do without the app's answer: talk, edit, react, come and go. The app hears of it by events."""

from typing import Any

from sandbox import api_marks, events
from sandbox.answers import NotAllowed, SlackError
from sandbox.records import Channel, User
from sandbox.typed import as_message
from sandbox.workspace import Workspace


def channel_for(ws: Workspace, user: User, channel_id: str, *, member: bool = True) -> Channel:
    """The conversation a person acts in. NotAllowed when they do not see it, are not in it, or it is archived."""
    channel = ws.channels.get(channel_id)
    if channel is None or not ws.sees(user.id, channel):
        raise NotAllowed("there is no such conversation")
    if member and user.id not in channel.members:
        raise NotAllowed(f"You are not in #{channel.name}. Join the channel first.")
    if member and channel.archived:
        raise NotAllowed(f"#{channel.name} is archived.")
    return channel


def say(ws: Workspace, user: User, *, channel: str, text: str, thread: str | None = None) -> None:
    """Send a message, perhaps into a thread."""
    where = channel_for(ws, user, channel)
    to_app = where.kind == "im" and ws.bot_user in where.members
    if to_app and (not ws.manifest.messages_tab or ws.manifest.messages_read_only):
        raise NotAllowed("Sending messages to this app has been turned off.")
    if not text.strip():
        raise NotAllowed("there is nothing to send")
    fields: dict[str, Any] = {"user": user.id, "text": as_message(ws, user.id, text)}
    with ws.lock:
        fields["client_msg_id"] = ws.new_id("m")
        if thread:
            parent = ws.parent(channel, thread)
            if parent is None:
                raise NotAllowed("there is no such thread")
            parent.setdefault("thread_ts", parent["ts"])
            fields["thread_ts"] = parent["ts"]
        ws.post(channel, fields)


def _own(ws: Workspace, user: User, channel: str, ts: str) -> None:
    channel_for(ws, user, channel)
    message = ws.messages[channel].get(ts)
    if message is None or message.get("user") != user.id:
        raise NotAllowed("only one's own messages can be changed")


def edit(ws: Workspace, user: User, *, channel: str, ts: str, text: str) -> None:
    """Edit one's own message."""
    _own(ws, user, channel, ts)
    ws.edit(channel, ts, {"text": as_message(ws, user.id, text)}, editor=user.id)


def delete(ws: Workspace, user: User, *, channel: str, ts: str) -> None:
    """Delete one's own message."""
    _own(ws, user, channel, ts)
    ws.remove(channel, ts)


def react(ws: Workspace, user: User, *, channel: str, ts: str, name: str, remove: bool = False) -> None:
    """Put a reaction on a message, or take it off."""
    where = channel_for(ws, user, channel)
    message = ws.messages[channel].get(ts)
    if message is None:
        raise NotAllowed("there is no such message")
    try:
        with ws.lock:
            (api_marks.unreact if remove else api_marks.react)(ws, where, message, user.id, name.strip(":"))
    except SlackError as refusal:
        raise NotAllowed(refusal.error) from None


def join(ws: Workspace, user: User, *, channel: str) -> None:
    """Join a public channel."""
    where = channel_for(ws, user, channel, member=False)
    if where.kind != "channel" or where.archived:
        raise NotAllowed("this channel cannot be joined")
    ws.join(channel, user.id)


def leave(ws: Workspace, user: User, *, channel: str) -> None:
    """Leave a channel."""
    if channel_for(ws, user, channel, member=False).kind in {"im", "mpim"}:
        raise NotAllowed("a direct message cannot be left")
    ws.leave(channel, user.id)


def invite(ws: Workspace, user: User, *, channel: str, whom: str) -> None:
    """Bring somebody, or the app, into a channel one is in."""
    where = channel_for(ws, user, channel)
    if where.kind in {"im", "mpim"} or whom not in ws.users or ws.users[whom].deleted:
        raise NotAllowed("that person cannot be added here")
    ws.join(channel, whom, inviter=user.id)


def kick(ws: Workspace, user: User, *, channel: str, whom: str) -> None:
    """Take somebody, or the app, out of a channel one is in."""
    if channel_for(ws, user, channel).kind in {"im", "mpim"}:
        raise NotAllowed("a direct message cannot be left")
    ws.leave(channel, whom)


def create_channel(ws: Workspace, user: User, *, name: str, private: bool = False) -> None:
    """Create a channel: lower-case letters, digits, hyphens and underscores, at most 80."""
    plain = all(each.isalnum() or each in "-_" for each in name) and name == name.lower()
    if not 0 < len(name) <= 80 or not plain or user.is_guest:
        raise NotAllowed("Channel names can’t contain spaces, periods, or most punctuation.")
    if any(each.name == name for each in ws.channels.values()):
        raise NotAllowed("That name is already taken by a channel.")
    with ws.lock:
        made = ws.add_channel(name=name, kind="private" if private else "channel", members=[user.id], creator=user.id)
        events.channel_life(ws, made, "channel_created")


def archive(ws: Workspace, user: User, *, channel: str, undo: bool = False) -> None:
    """Archive a channel one is in, or bring it back."""
    where = channel_for(ws, user, channel, member=False)
    if where.kind in {"im", "mpim"} or where.general:
        raise NotAllowed("this conversation cannot be archived")
    with ws.lock:
        changed = ws.change_channel(channel, archived=not undo)
        events.channel_life(ws, changed, "channel_unarchive" if undo else "channel_archive", user=user.id)


def rename(ws: Workspace, user: User, *, channel: str, name: str) -> None:
    """Rename a channel one is in."""
    channel_for(ws, user, channel)
    with ws.lock:
        changed = ws.change_channel(channel, name=name)
        events.channel_life(ws, changed, "channel_rename")


def mark_read(ws: Workspace, user: User, *, channel: str) -> None:
    """Mark everything in a conversation as read."""
    with ws.lock:
        channel_for(ws, user, channel, member=False)
        newest = next(reversed(ws.messages[channel]), None)
        if newest and ws.read_marks[user.id].get(channel) != newest:
            ws.read_marks[user.id][channel] = newest
            ws.change("state", user=user.id)


ACTS = {
    "say": say, "edit": edit, "delete": delete, "react": react, "join": join, "leave": leave, "invite": invite,
    "kick": kick, "create_channel": create_channel, "archive": archive, "rename": rename, "mark_read": mark_read,
}
