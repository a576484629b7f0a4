"""Reading what people type: numbers of goals, mentions, and Slack's own escaping undone."""

from __future__ import annotations

import re

from bot.dates import Reading
from bot.views.wire import mentions, readable
from mentoring.goals import Scope
from mentoring.patterns import regex

__all__ = ["corrections", "mentions", "numbered", "readable"]
_NUMBER = regex(r"#? ?(g?)#?(\d{1,6})\b[:.]?\s*", re.IGNORECASE)


def corrections(*readings: Reading) -> str:
    """What was corrected while dates were read, as sentences to say with the answer: ``I read “tusday” as tuesday.``"""
    return " ".join(f"I {note}." for note in dict.fromkeys(note for reading in readings for note in reading.notes))


def numbered(text: str) -> tuple[Scope, int, str] | None:
    """``3 drafted it`` or ``#g2 …`` → (scope, number, rest); None when it does not begin with a number."""
    found = _NUMBER.match(text.strip())
    if not found:
        return None
    return (Scope.GROUP if found[1] else Scope.OWN), int(found[2]), text.strip()[found.end():].strip()
