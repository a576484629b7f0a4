"""files.*: the upload in three steps, what Slack knows of a file, and its end."""

import base64
import mimetypes
from dataclasses import replace

from sandbox import events
from sandbox.answering import channel_for_bot, member_of, number, structure
from sandbox.answers import SlackError
from sandbox.api_chat import signed
from sandbox.records import File
from sandbox.workspace import Workspace


def upload_url(ws: Workspace, args: dict) -> dict:
    """files.getUploadURLExternal."""
    length = number(args, "length", 0, error="invalid_arguments")
    if length < 1:
        raise SlackError("missing_argument")
    if len(str(args.get("alt_txt") or "")) > 1000:
        raise SlackError("alt_txt_too_large")
    name = str(args["filename"])
    file = File(
        id=ws.new_id("F"), name=name, title=name, user=ws.bot_user, created=ws.seconds(), length=length,
        ticket=ws.new_id("up"), alt_txt=str(args.get("alt_txt") or ""),
    )
    ws.files[file.id] = file
    return {"ok": True, "upload_url": f"{ws.origin}/files/upload/{file.ticket}", "file_id": file.id}


def receive(ws: Workspace, ticket: str, data: bytes) -> str:
    """Take the bytes of an upload; the answer's text. SlackError when the ticket or the length is wrong."""
    with ws.lock:
        file = next((each for each in ws.files.values() if each.ticket == ticket and not each.complete), None)
        if file is None:
            raise SlackError("file_not_found", status=404)
        if len(data) != file.length:
            raise SlackError("file_upload_size_restricted", status=400)
        ws.files[file.id] = replace(file, content=base64.b64encode(data).decode())
        return f"OK - {len(data)}"


def file_object(ws: Workspace, file: File) -> dict:
    """Slack's file object."""
    mime = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = file.name.rsplit(".", 1)[-1].lower() if "." in file.name else "binary"
    private = f"{ws.origin}/files/{file.id}/{file.name}"
    shares: dict[str, dict] = {}
    for channel_id, ts in file.shares.items():
        side = "public" if ws.channels[channel_id].kind == "channel" else "private"
        shares.setdefault(side, {})[channel_id] = [{"ts": ts, "channel_name": ws.channels[channel_id].name}]
    by_kind = {"channel": "channels", "private": "groups", "im": "ims", "mpim": "groups"}
    places: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
    for channel_id in file.shares:
        places[by_kind[ws.channels[channel_id].kind]].append(channel_id)
    return {
        "id": file.id, "created": file.created, "timestamp": file.created, "name": file.name, "title": file.title,
        "mimetype": mime, "filetype": kind, "pretty_type": kind.upper(), "user": file.user, "size": file.length,
        "mode": "hosted", "is_external": False, "is_public": bool(places["channels"]), "alt_txt": file.alt_txt,
        "url_private": private, "url_private_download": private, "permalink": private, "shares": shares, **places,
    }


def complete(ws: Workspace, args: dict) -> dict:
    """files.completeUploadExternal: shares the files as one message when a channel is given."""
    wanted = structure(args, "files", list, "invalid_arguments") or []
    done = []
    for each in wanted:
        file = ws.files.get(str(each.get("id"))) if isinstance(each, dict) else None
        if file is None or file.deleted or not file.content:
            raise SlackError("file_not_found")
        done.append(replace(file, title=str(each.get("title") or file.name), complete=True))
    ids = [args["channel_id"]] if args.get("channel_id") else []
    ids += [each for each in str(args.get("channels") or "").split(",") if each]
    if len(ids) > 100:
        raise SlackError("channels_limit_exceeded")
    targets = []
    for channel_id in ids:
        if channel_id not in ws.channels:
            # A user id or a name is not enough here, unlike in chat.postMessage.
            raise SlackError("invalid_channel")
        channel = channel_for_bot(ws, channel_id)
        member_of(ws, channel)
        targets.append(channel)
    for file in done:
        ws.files[file.id] = file
    for channel in targets:
        _share(ws, channel.id, [file.id for file in done], args)
    return {"ok": True, "files": [file_object(ws, ws.files[file.id]) for file in done]}


def _share(ws: Workspace, channel_id: str, ids: list[str], args: dict) -> None:
    thread = {"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}
    shown = [file_object(ws, ws.files[each]) for each in ids]
    fields = {"text": str(args.get("initial_comment") or ""), "files": shown, "upload": True, **thread}
    stored = ws.post(channel_id, signed(ws, fields))
    for each in ids:
        ws.files[each] = replace(ws.files[each], shares=ws.files[each].shares | {channel_id: stored["ts"]})
    stored["files"] = [file_object(ws, ws.files[each]) for each in ids]
    for each in ids:
        events.file_shared(ws, ws.channels[channel_id], each)


def _file(ws: Workspace, args: dict) -> File:
    file = ws.files.get(str(args.get("file")))
    if file is None or not file.complete:
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def info(ws: Workspace, args: dict) -> dict:
    """files.info."""
    return {"ok": True, "file": file_object(ws, _file(ws, args)), "comments": []}


def delete(ws: Workspace, args: dict) -> dict:
    """files.delete: only the app's own files; they vanish from the messages that share them."""
    file = _file(ws, args)
    if file.user != ws.bot_user:
        raise SlackError("cant_delete_file")
    ws.files[file.id] = replace(file, deleted=True, content="")
    for channel_id, ts in file.shares.items():
        message = ws.messages[channel_id].get(ts)
        if message:
            message["files"] = [each for each in message.get("files", []) if each["id"] != file.id]
            ws.change("channel", channel=channel_id)
    return {"ok": True}


METHODS = {
    "files.getUploadURLExternal": upload_url, "files.completeUploadExternal": complete,
    "files.info": info, "files.delete": delete,
}
