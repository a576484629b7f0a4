"""What Slack's client makes of what a person types: mentions, channels, links, and the three escaped characters."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

PICKED = re.compile(r"<([@#])([A-Z0-9]{3,})(?:\|[^<>]*)?>")
LINK = re.compile(r"https?://[^\s<>|]+")   # a bar would begin a label, which nobody can type
BROADCAST = re.compile(r"@(here|channel|everyone)\b")
NAMED = re.compile(r"[@#](?=[^\W_])")


def escaped(text: str) -> str:
    """The text with &, < and > as Slack escapes them."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The reverse of escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_message(ws: "Workspace", user_id: str, text: str) -> str:
    """A message's text as Slack stores it: <@U…>, <#C…|name>, <https://…>, and the rest escaped."""
    return _walk(ws, user_id, text, command=False)


def as_command(ws: "Workspace", user_id: str, text: str, *, should_escape: bool) -> str:
    """The text of a slash command as the app gets it.

    With should_escape users and channels arrive as <@U…|name> and <#C…|name> (a private one as <#C…|>) and the rest
    is escaped; without it the app gets what was typed.
    """
    if should_escape:
        return _walk(ws, user_id, text, command=True)

    def plain(match: re.Match) -> str:
        sign, wanted = match.groups()
        held = (ws.users if sign == "@" else ws.channels).get(wanted)
        return f"{sign}{held.name}" if held else match.group(0)

    return PICKED.sub(plain, text)


def _walk(ws: "Workspace", user_id: str, text: str, *, command: bool) -> str:
    done, place = [], 0
    while place < len(text):
        made, taken = _token(ws, user_id, text, place, command=command)
        if not taken:
            made, taken = escaped(text[place]), 1
        done.append(made)
        place += taken
    return "".join(done)


def _token(ws: "Workspace", user_id: str, text: str, place: int, *, command: bool) -> tuple[str, int]:
    """The token that starts at a place, as (what Slack makes of it, its length); length 0 when there is none."""
    if match := PICKED.match(text, place):
        made = _pick(ws, user_id, match.group(1), match.group(2), command)
        return (made, len(match.group(0))) if made else ("", 0)
    if place and (text[place - 1].isalnum() or text[place - 1] in "_-"):
        return "", 0
    if match := LINK.match(text, place):
        return f"<{escaped(match.group(0))}>", len(match.group(0))
    if match := BROADCAST.match(text, place):
        return f"<!{match.group(1)}>", len(match.group(0))
    if NAMED.match(text, place):
        return _named(ws, user_id, text, place, command)
    return "", 0


def _pick(ws: "Workspace", user_id: str, sign: str, wanted: str, command: bool) -> str | None:
    if sign == "@":
        user = ws.users.get(wanted)
        if user is None:
            return None
        return f"<@{user.id}|{user.name}>" if command else f"<@{user.id}>"
    channel = ws.channels.get(wanted)
    if channel is None or not ws.sees(user_id, channel):
        return None
    return f"<#{channel.id}|{channel.name if channel.kind == 'channel' else ''}>"


def _named(ws: "Workspace", user_id: str, text: str, place: int, command: bool) -> tuple[str, int]:
    rest = text[place + 1:]
    if text[place] == "@":
        names = [(name, user.id) for user in ws.users.values() if not user.deleted
                 for name in (user.real_name, user.name)]
    else:
        names = [(each.name, each.id) for each in ws.channels.values() if each.name and ws.sees(user_id, each)]
    for name, wanted in sorted(names, key=lambda pair: -len(pair[0])):
        ends = len(rest) == len(name) or not (rest[len(name):len(name) + 1].isalnum())
        if name and rest.lower().startswith(name.lower()) and ends:
            return _pick(ws, user_id, text[place], wanted, command) or "", len(name) + 1
    return "", 0
