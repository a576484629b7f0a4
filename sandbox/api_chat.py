"""chat.*: posting, updating, deleting, whispering, scheduling."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import blocks
from sandbox.answering import channel_for_bot, member_of, number, page, structure
from sandbox.answers import SlackError
from sandbox.records import Channel
from sandbox.workspace import Workspace

LONGEST_TEXT, LONGEST_UPDATE, LONGEST_MARKDOWN = 40_000, 4_000, 12_000


def content(ws: Workspace, args: dict, *, update: bool = False) -> dict:
    """The checked content of a message (text, blocks, attachments, metadata) from an API call, ack or hook.

    Raises SlackError no_text, msg_too_long, markdown_text_conflict, invalid_blocks, invalid_attachments, …
    """
    text, markdown = args.get("text"), args.get("markdown_text")
    rows = structure(args, "blocks", list, "invalid_blocks_format")
    attachments = structure(args, "attachments", list, "invalid_attachments")
    if text is not None and not isinstance(text, str):
        text = str(text)
    if markdown and (text or rows):
        raise SlackError("markdown_text_conflict")
    emptied = update and text is None and (rows == [] or attachments == [])
    if emptied or not ((text or "").strip() or rows or attachments or markdown):
        raise SlackError("no_text")
    if (update and len(text or "") > LONGEST_UPDATE) or len(markdown or "") > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    if attachments and len(attachments) > 100:
        raise SlackError("too_many_attachments")
    stored: dict[str, Any] = {"text": (text or markdown or "")[:LONGEST_TEXT]}
    if rows:
        stored["blocks"] = blocks.accept(ws, rows, surface="message")
    for place, attachment in enumerate(attachments or []):
        if not isinstance(attachment, dict):
            raise SlackError("invalid_attachments")
        if attachment.get("blocks"):
            checked = blocks.accept(ws, attachment["blocks"], surface="message", at=f"/attachments/{place}/blocks")
            attachments[place] = attachment | {"blocks": checked}
    if attachments:
        stored["attachments"] = attachments
    metadata = _metadata(args)
    return stored | ({"metadata": metadata} if metadata else {})


def _metadata(args: dict) -> dict | None:
    metadata = structure(args, "metadata", dict, "invalid_metadata_format")
    if metadata is None:
        return None
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if any(isinstance(value, dict) for value in metadata["event_payload"].values()):
        # Payload values are strings, numbers, booleans or lists; nested objects are refused.
        raise SlackError("invalid_metadata_schema")
    return {"event_type": metadata["event_type"], "event_payload": metadata["event_payload"]}


def signed(ws: Workspace, fields: dict) -> dict:
    """A message of the app: the fields with the bot as its author."""
    profile = {
        "id": ws.bot_id, "app_id": ws.app_id, "user_id": ws.bot_user, "name": ws.manifest.name, "deleted": False,
        "team_id": ws.team["id"], "updated": 0, "icons": {},
    }
    return {"user": ws.bot_user, "bot_id": ws.bot_id, "app_id": ws.app_id, "bot_profile": profile, **fields}


def _target(ws: Workspace, args: dict) -> Channel:
    """Where a post goes: an id, a name of a public channel, or a user id, which opens the direct message."""
    wanted = str(args.get("channel") or "")
    user = ws.users.get(wanted)
    if user is not None:
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        if user.deleted:
            raise SlackError("user_disabled")
        channel = ws.direct(ws.bot_user, user.id)
    else:
        name = wanted.removeprefix("#")
        by_name = [each.id for each in ws.channels.values() if each.name == name and ws.sees(ws.bot_user, each)]
        channel = channel_for_bot(ws, by_name[0] if name and by_name else wanted)
    if channel.archived:
        raise SlackError("is_archived")
    if ws.bot_user not in channel.members and not ws.manifest.has("chat:write.public"):
        raise SlackError("not_in_channel")
    if channel.kind == "im" and not ws.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel


def _thread(ws: Workspace, channel: Channel, args: dict) -> dict:
    thread = args.get("thread_ts")
    if not thread:
        return {}
    parent = ws.parent(channel.id, str(thread))
    if parent is None or parent.get("subtype") in {"channel_join", "group_join"}:
        raise SlackError("cannot_reply_to_message")
    parent.setdefault("thread_ts", parent["ts"])
    return {"thread_ts": parent["ts"]} | ({"subtype": "thread_broadcast"} if args.get("reply_broadcast") else {})


def post(ws: Workspace, args: dict) -> dict:
    """chat.postMessage."""
    channel = _target(ws, args)
    fields = content(ws, args)
    ws.limits.take(channel.id, ws.now())
    stored = ws.post(channel.id, signed(ws, fields | _thread(ws, channel, args)))
    answer = {"ok": True, "channel": channel.id, "ts": stored["ts"], "message": stored}
    warnings = []
    if not (args.get("text") or args.get("markdown_text") or "").strip():
        warnings.append("missing_text_in_message")
    if len(args.get("text") or "") > LONGEST_TEXT:
        warnings.append("message_truncated")
    return answer | ({"warning": ",".join(warnings), "response_metadata": {"warnings": warnings}} if warnings else {})


def whisper(ws: Workspace, args: dict) -> dict:
    """chat.postEphemeral."""
    channel = channel_for_bot(ws, args.get("channel"))
    if channel.archived:
        raise SlackError("is_archived")
    member_of(ws, channel)
    user = ws.users.get(str(args.get("user")))
    if user is None or user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    stored = ws.whisper(channel.id, user.id, signed(ws, content(ws, args) | _thread(ws, channel, args)))
    return {"ok": True, "message_ts": stored["ts"]}


def _own(ws: Workspace, args: dict, refusal: str) -> tuple[Channel, dict]:
    channel = channel_for_bot(ws, args.get("channel"))
    message = ws.messages[channel.id].get(str(args.get("ts")))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != ws.bot_id:
        raise SlackError(refusal)
    return channel, message


def update(ws: Workspace, args: dict) -> dict:
    """chat.update: only the app's own messages. Blocks that are not given stay; an empty list removes them."""
    channel, message = _own(ws, args, "cant_update_message")
    fields = content(ws, args, update=True)
    if args.get("text") is None:
        del fields["text"]
    gone = {name: None for name in ("blocks", "attachments") if name not in fields and args.get(name) in ([], "[]")}
    stored = ws.edit(channel.id, message["ts"], gone | fields, editor=ws.bot_user)
    return {"ok": True, "channel": channel.id, "ts": stored["ts"], "text": stored["text"], "message": stored}


def delete(ws: Workspace, args: dict) -> dict:
    """chat.delete: only the app's own messages."""
    channel, message = _own(ws, args, "cant_delete_message")
    ws.remove(channel.id, message["ts"])
    return {"ok": True, "channel": channel.id, "ts": message["ts"]}


def permalink(ws: Workspace, args: dict) -> dict:
    """chat.getPermalink."""
    channel = channel_for_bot(ws, args.get("channel"))
    message = ws.messages[channel.id].get(str(args.get("message_ts")))
    if message is None:
        raise SlackError("message_not_found")
    link = f"https://{ws.team['domain']}.slack.com/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    thread = message.get("thread_ts")
    if thread and thread != message["ts"]:
        link += f"?thread_ts={thread}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def schedule(ws: Workspace, args: dict) -> dict:
    """chat.scheduleMessage: at most 120 days ahead, 30 messages in five minutes of a channel."""
    channel = _target(ws, args)
    fields = content(ws, args)
    due, now = number(args, "post_at", 0, error="invalid_time"), ws.seconds()
    if due <= now:
        raise SlackError("time_in_past")
    if due > now + timedelta(days=120).total_seconds():
        raise SlackError("time_too_far")
    near = [each for each in ws.scheduled.values() if each["channel"] == channel.id and abs(each["post_at"] - due) < 300]
    if len(near) >= 30:
        raise SlackError("restricted_too_many")
    made = {
        "id": ws.new_id("Q"), "channel": channel.id, "post_at": due, "date_created": now,
        "fields": fields | _thread(ws, channel, args),
    }
    ws.scheduled[made["id"]] = made
    return {
        "ok": True, "channel": channel.id, "scheduled_message_id": made["id"], "post_at": due,
        "message": signed(ws, made["fields"]),
    }


def unschedule(ws: Workspace, args: dict) -> dict:
    """chat.deleteScheduledMessage."""
    channel = channel_for_bot(ws, args.get("channel"))
    made = ws.scheduled.get(str(args.get("scheduled_message_id")))
    # Slack no longer takes a message back in its last minute.
    if made is None or made.get("ghost") or made["channel"] != channel.id or made["post_at"] - ws.seconds() <= 60:
        raise SlackError("invalid_scheduled_message_id")
    if ws.trouble.spend("ghosts"):
        # Reported and never explained: the delete is confirmed and the message appears anyway (bolt-python issue 355).
        made["ghost"] = True
    else:
        del ws.scheduled[made["id"]]
    return {"ok": True}


def scheduled(ws: Workspace, args: dict) -> dict:
    """chat.scheduledMessages.list."""
    wanted = args.get("channel")
    if wanted and wanted not in ws.channels:
        raise SlackError("invalid_channel")
    oldest, latest = number(args, "oldest", 0), number(args, "latest", 2**62)
    found = sorted(
        (each for each in ws.scheduled.values()
         if not each.get("ghost") and wanted in (None, "", each["channel"]) and oldest <= each["post_at"] <= latest),
        key=lambda each: each["post_at"],
    )
    shown, cursor = page(found, args)
    rows = [
        {"id": each["id"], "channel_id": each["channel"], "post_at": each["post_at"],
         "date_created": each["date_created"], "text": each["fields"]["text"]}
        for each in shown
    ]
    return {"ok": True, "scheduled_messages": rows, "response_metadata": {"next_cursor": cursor}}


def post_due(ws: Workspace) -> int:
    """Post every scheduled message whose time has come; how many. One with metadata never posts, as in Slack."""
    with ws.lock:
        due = [each for each in ws.scheduled.values() if each["post_at"] <= ws.seconds()]
        for each in sorted(due, key=lambda each: each["post_at"]):
            del ws.scheduled[each["id"]]
            channel = ws.channels[each["channel"]]
            if "metadata" not in each["fields"] and not channel.archived:
                ws.post(channel.id, signed(ws, each["fields"]))
        return len(due)


def next_scheduled(ws: Workspace) -> datetime | None:
    """When the next scheduled message is due, aware UTC."""
    due = [each["post_at"] for each in ws.scheduled.values()]
    return datetime.fromtimestamp(min(due), UTC) if due else None


def readable(body: Any) -> Any:
    """An ack or hook body as an object: JSON text is parsed, other text becomes {"text": …}."""
    if isinstance(body, (bytes, str)):
        text = body.decode() if isinstance(body, bytes) else body
        try:
            parsed = json.loads(text)
        except ValueError:
            return {"text": text} if text else None
        return parsed if isinstance(parsed, dict) else {"text": text}
    return body or None


METHODS = {
    "chat.postMessage": post,
    "chat.postEphemeral": whisper,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
    "chat.scheduleMessage": schedule,
    "chat.deleteScheduledMessage": unschedule,
    "chat.scheduledMessages.list": scheduled,
}
