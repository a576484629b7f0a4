"""Which coming meeting is meant by what somebody types."""

from __future__ import annotations

import re

from bot import dates
from bot.services import topics
from handlers.call import Call
from mentoring.meetings import Meeting
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused

_FOR = regex(r"(?P<rest>^|.*\s)(?:for|on|at|to|before)\s+(?:the\s+)?(?P<when>[^:]+?)(?:\s+meeting)?\s*$", re.IGNORECASE | re.DOTALL)
_NEXT = ("", "next", "next meeting", "next one")


def split(words: str) -> tuple[str, str]:
    """``How to give feedback for the January meeting`` as (``How to give feedback``, ``January``); "" where no meeting is named."""
    found = _FOR.match(words)
    return (found["rest"].strip(" ,;·-–"), found["when"]) if found else (words, "")


def meeting(call: Call, group: Group, words: str) -> Meeting:
    """``the next meeting``, ``meeting 4``, ``January``, ``2 February``, nothing for the next; Refused when it is none of them."""
    ahead = topics.ahead(call.deps, call.actor, group)
    said = (split(words)[1] or words).strip().lower().removeprefix("the ").removesuffix(" meeting")
    said = said.removeprefix("meeting ").lstrip("#")
    if not ahead:
        raise Refused(f"{group.name} has no coming meeting. `/mentor meeting plan` makes some.", field="meeting")
    if said in _NEXT:
        return ahead[0]
    if said.isascii() and said.isdigit():
        here = next((m for m in ahead if m.number == int(said)), None)
    else:
        here = next((m for m in ahead if said in (f"{m.day:%B}".lower(), f"{m.day:%b}".lower())), None) or _on_day(call, group, ahead, said)
    if here is None:
        raise Refused(f"Which meeting is “{said[:60]}”? Say its number, its month or its day; `/mentor meeting list` shows them.",
                      field="meeting")
    return here


def _on_day(call: Call, group: Group, ahead: list[Meeting], said: str) -> Meeting | None:
    read = dates.read_when(said, now=call.deps.clock.now(), tz=group.tz)
    return next((m for m in ahead if isinstance(read, dates.Reading) and m.day == read.date), None)
