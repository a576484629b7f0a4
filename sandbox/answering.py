"""Arguments as the Web API takes them: JSON or form, numbers and lists as text, pages by cursor."""

import base64
import binascii
import json
from typing import Any

from sandbox.answers import SlackError
from sandbox.records import Channel
from sandbox.workspace import Workspace

KIND_WORD = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


def flag(args: dict, name: str) -> bool:
    """A boolean argument: true, 1, "true" and "1" are true."""
    return str(args.get(name, "")).lower() in {"1", "true"}


def number(args: dict, name: str, default: int, *, error: str = "invalid_arguments") -> int:
    """An integer argument, or the default when it is missing; SlackError when it is no number."""
    value = args.get(name)
    if value in (None, ""):
        return default
    try:
        return int(value)
    except (TypeError, ValueError):
        raise SlackError(error, messages=[f"must provide a number [json-pointer:/{name}]"]) from None


def structure(args: dict, name: str, kind: type, error: str) -> Any:
    """A JSON argument given as an object or as JSON text; SlackError(error) when it is not of that kind."""
    value = args.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise SlackError(error) from None
    if not isinstance(value, kind):
        raise SlackError(error)
    return value


def page(items: list, args: dict, *, default: int = 100, most: int = 1000) -> tuple[list, str]:
    """One page of a list and the cursor of the next ("" at the end), by `limit` and `cursor`."""
    limit = number(args, "limit", default, error="invalid_limit") or default
    if not 1 <= limit <= most:
        raise SlackError("invalid_limit")
    start = _offset(args.get("cursor"))
    rest = start + limit
    cursor = base64.b64encode(f"offset:{rest}".encode()).decode() if rest < len(items) else ""
    return items[start:rest], cursor


def _offset(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        word, _, place = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "offset":
            return int(place)
    except (binascii.Error, ValueError, UnicodeDecodeError):
        pass
    raise SlackError("invalid_cursor")


def need(ws: Workspace, *scopes: str) -> None:
    """SlackError missing_scope unless the bot token has one of the scopes."""
    if scopes and not any(ws.manifest.has(each) for each in scopes):
        raise missing(ws, scopes)


def missing(ws: Workspace, scopes: tuple[str, ...]) -> SlackError:
    """The missing_scope refusal, with what was needed and what the token provides."""
    return SlackError("missing_scope", needed=",".join(scopes), provided=",".join(ws.manifest.scopes))


def channel_for_bot(ws: Workspace, channel_id: Any, *, family: str | None = None) -> Channel:
    """The conversation the bot names by id. What it may not see does not exist (channel_not_found).

    `family` is "read" or "history": then the scope of the conversation's own kind is needed too.
    """
    channel = ws.channels.get(str(channel_id or ""))
    if channel is None or (channel.kind != "channel" and ws.bot_user not in channel.members):
        raise SlackError("channel_not_found")
    if family:
        need(ws, f"{KIND_WORD[channel.kind]}:{family}")
    return channel


def member_of(ws: Workspace, channel: Channel) -> None:
    """SlackError not_in_channel unless the bot is a member."""
    if ws.bot_user not in channel.members:
        raise SlackError("not_in_channel")
