"""Reading what people type: numbers of goals, mentions, and Slack's own escaping undone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.dates import Reading
from mentoring.goals import Scope

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!([^>|]*)(?:\|([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]*)(?:\|([^>]*))?>")
_NUMBER = re.compile(r"#? ?(g?)#?(\d{1,6})\b[:.]?\s*", re.IGNORECASE)


def mentions(raw: str) -> tuple[str, ...]:
    """The ids of the people mentioned, in order, each once."""
    return tuple(dict.fromkeys(m[1] for m in _MENTION.finditer(raw)))


def readable(raw: str, names: Mapping[str, str] | None = None) -> str:
    """Text as the person typed it: Slack's tokens become words, its three escapes become characters.

    ``<@U1|ann>`` → ``@ann``; ``<!channel>`` → ``@channel``, which is only a word from here on; ``&lt;`` → ``<``.
    ``names`` gives names for mentions that come without one.
    """
    names = names or {}
    text = _MENTION.sub(lambda m: "@" + (m[2] or names.get(m[1]) or m[1]), raw)
    text = _CHANNEL.sub(lambda m: "#" + (m[2] or m[1]), text)
    text = _SPECIAL.sub(lambda m: m[2] or "@" + m[1].split("^")[0], text)
    text = _LINK.sub(lambda m: m[1] if not m[2] or m[2] in m[1] else f"{m[2]} ({m[1]})", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def corrections(*readings: Reading) -> str:
    """What was corrected while dates were read, as sentences to say with the answer: ``I read “tusday” as tuesday.``"""
    return " ".join(f"I {note}." for note in dict.fromkeys(note for reading in readings for note in reading.notes))


def numbered(text: str) -> tuple[Scope, int, str] | None:
    """``3 drafted it`` or ``#g2 …`` → (scope, number, rest); None when it does not begin with a number."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    return (Scope.GROUP if found[1] else Scope.OWN), int(found[2]), text.strip()[found.end():].strip()
