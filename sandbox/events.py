"""Which events Slack sends, to whom and in what shape. An event needs its subscription and its scope.

Source: docs.slack.dev/reference/events (names and scopes in the recorded events list).
"""

from typing import TYPE_CHECKING

from sandbox.records import Channel, User, user_object

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

# The event of a message, and the scope it needs, by kind of conversation.
MESSAGE_EVENTS = {
    "channel": ("message.channels", "channels:history", "channel"),
    "private": ("message.groups", "groups:history", "group"),
    "im": ("message.im", "im:history", "im"),
    "mpim": ("message.mpim", "mpim:history", "mpim"),
}
READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "im": "im:read", "mpim": "mpim:read"}


def _hears(ws: "Workspace", event: str, scope: str | None = None) -> bool:
    if event not in ws.manifest.events:
        return False
    if ws.token_state != "live":
        return event in {"tokens_revoked", "app_uninstalled"}
    return scope is None or ws.manifest.has(scope)


def message(ws: "Workspace", channel: Channel, stored: dict) -> None:
    """A message was posted: message.* for conversations the bot is in, app_mention where it was named."""
    if ws.bot_user not in channel.members:
        return
    shown = {key: value for key, value in stored.items() if key != "metadata"}
    event, scope, kind = MESSAGE_EVENTS[channel.kind]
    if _hears(ws, event, scope):
        ws.emit({**shown, "channel": channel.id, "channel_type": kind, "event_ts": stored["ts"]})
    named = f"<@{ws.bot_user}>" in (stored.get("text") or "") and not stored.get("subtype")
    by_another = channel.kind != "im" and stored.get("user") != ws.bot_user
    if named and by_another and _hears(ws, "app_mention", "app_mentions:read"):
        ws.emit({**shown, "type": "app_mention", "channel": channel.id, "event_ts": stored["ts"]})


def _hidden(ws: "Workspace", channel: Channel, subtype: str, **fields: object) -> None:
    event, scope, kind = MESSAGE_EVENTS[channel.kind]
    if ws.bot_user in channel.members and _hears(ws, event, scope):
        stamp = ws.stamp()
        ws.emit({
            "type": "message", "subtype": subtype, "hidden": True, "channel": channel.id, "channel_type": kind,
            "ts": stamp, "event_ts": stamp, **fields,
        })


def message_changed(ws: "Workspace", channel: Channel, after: dict, before: dict) -> None:
    """A message was edited (subtype message_changed)."""
    _hidden(ws, channel, "message_changed", message=after, previous_message=before)


def message_deleted(ws: "Workspace", channel: Channel, before: dict) -> None:
    """A message was deleted (subtype message_deleted)."""
    _hidden(ws, channel, "message_deleted", deleted_ts=before["ts"], previous_message=before)


def member_joined(ws: "Workspace", channel: Channel, user_id: str, inviter: str | None) -> None:
    """Somebody, perhaps the bot, joined a channel the bot is in."""
    if ws.bot_user in channel.members and _hears(ws, "member_joined_channel", READ_SCOPES[channel.kind]):
        ws.emit({
            "type": "member_joined_channel", "user": user_id, "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C", "team": ws.team["id"],
            **({"inviter": inviter} if inviter else {}), "event_ts": ws.stamp(),
        })


def member_left(ws: "Workspace", channel: Channel, user_id: str) -> None:
    """Somebody left a channel. The bot's own going is channel_left or group_left; it gets no member_left_channel."""
    stamp, scope = ws.stamp(), READ_SCOPES[channel.kind]
    if user_id == ws.bot_user:
        name = "group_left" if channel.kind == "private" else "channel_left"
        if _hears(ws, name, scope):
            ws.emit({"type": name, "channel": channel.id, "event_ts": stamp})
    elif ws.bot_user in channel.members and _hears(ws, "member_left_channel", scope):
        ws.emit({
            "type": "member_left_channel", "user": user_id, "channel": channel.id,
            "channel_type": "G" if channel.kind == "private" else "C", "team": ws.team["id"], "event_ts": stamp,
        })


def user_change(ws: "Workspace", user: User) -> None:
    """A member's record changed: name, zone, deactivated, …"""
    if _hears(ws, "user_change", "users:read"):
        email = ws.manifest.has("users:read.email")
        shown = user_object(user, team=ws.team["id"], now=ws.now(), email=email, locale=True)
        ws.emit({"type": "user_change", "user": shown, "cache_ts": ws.seconds(), "event_ts": ws.stamp()})


def app_home_opened(ws: "Workspace", user_id: str, channel: Channel, tab: str, view: dict | None) -> None:
    """Somebody opened the app's Home or Messages tab. The view comes along when one was published."""
    if _hears(ws, "app_home_opened"):
        shown = {"view": view} if view and tab == "home" else {}
        ws.emit({
            "type": "app_home_opened", "user": user_id, "channel": channel.id, "tab": tab, **shown,
            "event_ts": ws.stamp(),
        })


def reaction(ws: "Workspace", channel: Channel, ts: str, user_id: str, name: str, *, added: bool) -> None:
    """A reaction came or went on a message in a conversation the bot is in."""
    kind = "reaction_added" if added else "reaction_removed"
    if ws.bot_user in channel.members and _hears(ws, kind, "reactions:read"):
        author = ws.messages[channel.id][ts].get("user")
        ws.emit({
            "type": kind, "user": user_id, "reaction": name, "item_user": author,
            "item": {"type": "message", "channel": channel.id, "ts": ts}, "event_ts": ws.stamp(),
        })


def pin(ws: "Workspace", channel: Channel, user_id: str, item: dict, *, added: bool) -> None:
    """A message was pinned or unpinned."""
    kind = "pin_added" if added else "pin_removed"
    if ws.bot_user in channel.members and _hears(ws, kind, "pins:read"):
        ws.emit({"type": kind, "user": user_id, "channel_id": channel.id, "item": item, "event_ts": ws.stamp()})


def channel_life(ws: "Workspace", channel: Channel, name: str, **fields: object) -> None:
    """channel_archive, channel_unarchive, channel_rename, channel_created and their group_ twins."""
    if channel.kind == "private":
        name = name.replace("channel_", "group_")
    about = ws.bot_user in channel.members or name == "channel_created"
    if about and _hears(ws, name, READ_SCOPES[channel.kind]):
        ws.emit({"type": name, "channel": channel.id, "event_ts": ws.stamp(), **fields})


def uninstalled(ws: "Workspace") -> None:
    """The app was removed from the workspace: its tokens die first, then it hears so."""
    ws.token_state = "account_inactive"
    if _hears(ws, "tokens_revoked"):
        ws.emit({"type": "tokens_revoked", "tokens": {"bot": [ws.bot_user]}, "event_ts": ws.stamp()})
    if _hears(ws, "app_uninstalled"):
        ws.emit({"type": "app_uninstalled", "event_ts": ws.stamp()})


def file_shared(ws: "Workspace", channel: Channel, file_id: str) -> None:
    """A file was shared in a conversation the bot is in."""
    if ws.bot_user in channel.members and _hears(ws, "file_shared", "files:read"):
        ws.emit({
            "type": "file_shared", "file_id": file_id, "user_id": ws.bot_user, "file": {"id": file_id},
            "channel_id": channel.id, "event_ts": ws.stamp(),
        })
