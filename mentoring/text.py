"""What people type, made safe to keep: nothing visible is lost, nothing invisible gets in."""

from __future__ import annotations

import unicodedata

from mentoring.refused import Refused

LONGEST = 3000
MOST_LINES = 60

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_KEPT_FORMAT = {"\u200c", "\u200d", "\u200e", "\u200f", "\ufe0f"}


def tidy(text: str | None, *, name: str = "text", longest: int = LONGEST, field: str | None = None,
         lines: int = MOST_LINES) -> str:
    """Typed text as it is kept: NFC, without control characters or bidirectional overrides, outer space trimmed.

    Line breaks stay (at most ``lines``), joiners and variation selectors stay so that emoji and scripts survive.
    Raises ``Refused`` when it is longer than ``longest`` characters; nothing is ever cut silently.
    """
    text = text or ""
    if text.isascii() and text.isprintable():   # most of what people type: nothing in it needs a second look
        text = text.strip()
    else:
        text = _cleaned(text)
    if len(text) > longest:
        over = len(text) - longest
        raise Refused(f"That {name} is {over:,} character{'s' if over != 1 else ''} too long; "
                      f"{longest:,} is the most I can keep.", field=field)
    if text.count("\n") >= lines:
        raise Refused(f"That {name} has more than {lines} lines; please shorten it.", field=field)
    return text


def _cleaned(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = visible(text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def visible(text: str) -> str:
    """The text without control characters, bidirectional overrides and other signs nobody sees; line breaks and joiners stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text.translate(_BIDI) if c == "\n" or c in _KEPT_FORMAT or unicodedata.category(c) not in ("Cc", "Cs", "Cf"))


def without_end(text: str, edge: str) -> str:
    """``text`` without the characters of ``edge`` at its end; the semicolon of one of Slack's three escapes (``&gt;``) is none of them."""
    bare = text.rstrip(edge)
    return bare + ";" if text[len(bare):len(bare) + 1] == ";" and bare.endswith(("&amp", "&lt", "&gt")) else bare


def one_line(text: str) -> str:
    """The same text on one line, for lists and notifications."""
    return " ".join(text.split())


def clip(text: str, longest: int) -> str:
    """At most ``longest`` characters, cut at a grapheme's border and marked with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = longest - 1
    while cut > 0 and _sticks(text[cut - 1], text[cut]):
        cut -= 1
    return text[:cut].rstrip() + "…"


def _sticks(before: str, after: str) -> bool:
    """Whether a cut between two characters would split what a person sees as one."""
    joined = "\u200d" in (before, after) or after == "\ufe0f" or 0x1F3FB <= ord(after) <= 0x1F3FF
    flags = 0x1F1E6 <= ord(before) <= 0x1F1FF and 0x1F1E6 <= ord(after) <= 0x1F1FF
    return joined or flags or unicodedata.combining(after) != 0
