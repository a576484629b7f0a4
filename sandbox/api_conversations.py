"""conversations.*: what the bot sees of channels and direct messages."""

from collections import defaultdict

from sandbox.answering import channel_for_bot, flag, member_of, need, number, page
from sandbox.answers import SlackError
from sandbox.api_users import wanted_kinds
from sandbox.records import Channel, channel_object
from sandbox.workspace import Workspace


def info(ws: Workspace, args: dict) -> dict:
    """conversations.info."""
    channel = channel_for_bot(ws, args.get("channel"), family="read")
    return {
        "ok": True,
        "channel": channel_object(channel, viewer=ws.bot_user, members=flag(args, "include_num_members")),
    }


def listed(ws: Workspace, args: dict) -> dict:
    """conversations.list."""
    kinds = wanted_kinds(ws, args)
    found = [
        each for each in ws.channels.values()
        if each.kind in kinds and ws.sees(ws.bot_user, each) and not (flag(args, "exclude_archived") and each.archived)
    ]
    shown, cursor = page(found, args)
    rows = [channel_object(each, viewer=ws.bot_user, members=True) for each in shown]
    return {"ok": True, "channels": rows, "response_metadata": {"next_cursor": cursor}}


def members(ws: Workspace, args: dict) -> dict:
    """conversations.members."""
    channel = channel_for_bot(ws, args.get("channel"), family="read")
    shown, cursor = page(list(channel.members), args)
    return {"ok": True, "members": shown, "response_metadata": {"next_cursor": cursor}}


def opened(ws: Workspace, args: dict) -> dict:
    """conversations.open: a direct message with one user, or a group one with up to eight."""
    if args.get("channel"):
        channel = channel_for_bot(ws, args["channel"])
        if channel.kind not in {"im", "mpim"}:
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(ws, channel, args, already=True)
    given = args.get("users") or ""
    users = [each.strip() for each in (given if isinstance(given, list) else given.split(",")) if each.strip()]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 8:
        raise SlackError("too_many_users")
    for each in users:
        if each not in ws.users:
            raise SlackError("user_not_found")
        if ws.users[each].deleted:
            raise SlackError("user_disabled")
    need(ws, "im:write" if len(users) == 1 else "mpim:write")
    before = len(ws.channels)
    if len(users) == 1:
        if ws.users[users[0]].is_bot:
            raise SlackError("cannot_dm_bot")
        channel = ws.direct(ws.bot_user, users[0])
    else:
        everyone = {ws.bot_user, *users}
        held = (each for each in ws.channels.values() if each.kind == "mpim" and set(each.members) == everyone)
        channel = next(held, None) or ws.add_channel(
            name=f"mpdm-{'--'.join(ws.users[each].name for each in users)}-1", kind="mpim", members=(ws.bot_user, *users)
        )
    return _opened(ws, channel, args, already=len(ws.channels) == before)


def _opened(ws: Workspace, channel: Channel, args: dict, *, already: bool) -> dict:
    shown = channel_object(channel, viewer=ws.bot_user) if flag(args, "return_im") else {"id": channel.id}
    return {"ok": True, "no_op": already, "already_open": already, "channel": shown}


def joined(ws: Workspace, args: dict) -> dict:
    """conversations.join: public channels only."""
    channel = channel_for_bot(ws, args.get("channel"))
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    ws.join(channel.id, ws.bot_user)
    return {"ok": True, "channel": channel_object(ws.channels[channel.id], viewer=ws.bot_user)}


def threaded(ws: Workspace, channel_id: str) -> list[dict]:
    """The top-level messages of a conversation, oldest first, each parent with its thread's figures."""
    replies: dict[str, list[dict]] = defaultdict(list)
    tops = []
    for message in ws.messages[channel_id].values():
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            replies[thread].append(message)
            if message.get("subtype") != "thread_broadcast":
                continue
        tops.append(message)
    return [_with_figures(each, replies.get(each["ts"], [])) for each in tops]


def _with_figures(message: dict, replies: list[dict]) -> dict:
    if not replies:
        return {key: value for key, value in message.items() if key != "thread_ts" or value != message["ts"]}
    authors = list(dict.fromkeys(each["user"] for each in replies if each.get("user")))
    return message | {
        "thread_ts": message["ts"], "reply_count": len(replies), "reply_users": authors[:5],
        "reply_users_count": len(authors), "latest_reply": replies[-1]["ts"], "is_locked": False, "subscribed": False,
    }


def _between(messages: list[dict], args: dict) -> list[dict]:
    for name, error in (("oldest", "invalid_ts_oldest"), ("latest", "invalid_ts_latest")):
        try:
            float(args.get(name) or 0)
        except (TypeError, ValueError):
            raise SlackError(error) from None
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or "inf")
    if flag(args, "inclusive"):
        return [each for each in messages if oldest <= float(each["ts"]) <= latest]
    return [each for each in messages if oldest < float(each["ts"]) < latest]


def _shown(ws: Workspace, messages: list[dict], args: dict) -> list[dict]:
    """Slack leaves the metadata payload out unless include_all_metadata is given."""
    lag = ws.now().timestamp() - ws.trouble.history_lag if ws.trouble.history_lag else float("inf")
    seen = [each for each in messages if float(each["ts"]) <= lag]
    if flag(args, "include_all_metadata"):
        return seen
    return [
        each | {"metadata": {"event_type": each["metadata"]["event_type"]}} if "metadata" in each else each
        for each in seen
    ]


def history(ws: Workspace, args: dict) -> dict:
    """conversations.history: newest first, by pages."""
    channel = channel_for_bot(ws, args.get("channel"), family="history")
    member_of(ws, channel)
    found = _between(threaded(ws, channel.id), args)[::-1]
    if ws.trouble.page_size:   # Slack may give fewer than were asked for, and a cursor to the rest
        args = args | {"limit": min(number(args, "limit", 100), ws.trouble.page_size)}
    shown, cursor = page(_shown(ws, found, args), args, most=999)
    answer = {"ok": True, "messages": shown, "has_more": bool(cursor), "pin_count": len(ws.pins[channel.id])}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def replies(ws: Workspace, args: dict) -> dict:
    """conversations.replies: the parent and its replies, oldest first."""
    channel = channel_for_bot(ws, args.get("channel"), family="history")
    member_of(ws, channel)
    parent = ws.parent(channel.id, str(args.get("ts")))
    if parent is None:
        raise SlackError("thread_not_found")
    below = ws.replies(channel.id, parent["ts"])
    rest = _between(below, args)
    shown, cursor = page([_with_figures(parent, below), *_shown(ws, rest, args)], args, default=1000)
    answer = {"ok": True, "messages": _shown(ws, shown, args), "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


METHODS = {
    "conversations.info": info, "conversations.list": listed, "conversations.members": members,
    "conversations.open": opened, "conversations.join": joined, "conversations.history": history,
    "conversations.replies": replies,
}
