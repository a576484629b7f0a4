"""reactions.* and pins.*: what hangs on a message."""

from sandbox import events
from sandbox.answering import channel_for_bot, member_of
from sandbox.answers import SlackError
from sandbox.records import Channel
from sandbox.workspace import Workspace


def _item(ws: Workspace, args: dict) -> tuple[Channel, dict]:
    if not args.get("channel") or not args.get("timestamp"):
        raise SlackError("no_item_specified")
    channel = channel_for_bot(ws, args["channel"])
    message = ws.messages[channel.id].get(str(args["timestamp"]))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message


def react(ws: Workspace, channel: Channel, message: dict, user_id: str, name: str) -> None:
    """Put a user's reaction on a message. SlackError already_reacted, is_archived."""
    if channel.archived:
        raise SlackError("is_archived")
    rows = message.setdefault("reactions", [])
    row = next((each for each in rows if each["name"] == name), None)
    if row is None:
        row = {"name": name, "users": [], "count": 0}
        rows.append(row)
    if user_id in row["users"]:
        raise SlackError("already_reacted")
    row["users"].append(user_id)
    row["count"] = len(row["users"])
    events.reaction(ws, channel, message["ts"], user_id, name, added=True)
    ws.change("channel", channel=channel.id)


def unreact(ws: Workspace, channel: Channel, message: dict, user_id: str, name: str) -> None:
    """Take a user's reaction off a message. SlackError no_reaction."""
    row = next((each for each in message.get("reactions", []) if each["name"] == name), None)
    if row is None or user_id not in row["users"]:
        raise SlackError("no_reaction")
    row["users"].remove(user_id)
    row["count"] = len(row["users"])
    if not row["users"]:
        message["reactions"].remove(row)
    events.reaction(ws, channel, message["ts"], user_id, name, added=False)
    ws.change("channel", channel=channel.id)


def add(ws: Workspace, args: dict) -> dict:
    """reactions.add."""
    channel, message = _item(ws, args)
    react(ws, channel, message, ws.bot_user, str(args["name"]).strip(":"))
    return {"ok": True}


def remove(ws: Workspace, args: dict) -> dict:
    """reactions.remove."""
    channel, message = _item(ws, args)
    unreact(ws, channel, message, ws.bot_user, str(args["name"]).strip(":"))
    return {"ok": True}


def get(ws: Workspace, args: dict) -> dict:
    """reactions.get."""
    channel, message = _item(ws, args)
    return {"ok": True, "type": "message", "channel": channel.id, "message": message}


def pin(ws: Workspace, args: dict) -> dict:
    """pins.add."""
    channel, message = _item(ws, args)
    member_of(ws, channel)
    pins = ws.pins[channel.id]
    if any(each["ts"] == message["ts"] for each in pins):
        raise SlackError("already_pinned")
    pins.append({"ts": message["ts"], "created": ws.seconds(), "created_by": ws.bot_user})
    events.pin(ws, channel, ws.bot_user, _pinned(ws, channel, pins[-1]), added=True)
    return {"ok": True}


def unpin(ws: Workspace, args: dict) -> dict:
    """pins.remove."""
    channel, message = _item(ws, args)
    held = next((each for each in ws.pins[channel.id] if each["ts"] == message["ts"]), None)
    if held is None:
        raise SlackError("no_pin")
    ws.pins[channel.id].remove(held)
    events.pin(ws, channel, ws.bot_user, _pinned(ws, channel, held), added=False)
    return {"ok": True}


def _pinned(ws: Workspace, channel: Channel, held: dict) -> dict:
    message = ws.messages[channel.id][held["ts"]]
    about = {"created": held["created"], "created_by": held["created_by"]}
    return {"type": "message", "channel": channel.id, "message": message, **about}


def pinned(ws: Workspace, args: dict) -> dict:
    """pins.list."""
    channel = channel_for_bot(ws, args["channel"])
    held = [each for each in ws.pins[channel.id] if each["ts"] in ws.messages[channel.id]]
    return {"ok": True, "items": [_pinned(ws, channel, each) for each in held]}


METHODS = {
    "reactions.add": add, "reactions.remove": remove, "reactions.get": get,
    "pins.add": pin, "pins.remove": unpin, "pins.list": pinned,
}
