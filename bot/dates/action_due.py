"""When an action item is due: the due phrase of its text, read on top of `bot.dates.due` for the grammar of the minutes."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dates.due import split_due
from bot.dates.outcomes import Ask, No, Reading, Recurrence
from mentoring.minutes import Due, ReadDue
from mentoring.minutes.lexicon import VERBS
from mentoring.minutes.people import fold as fold_name

_NEXT_MEETING = re.compile(r"[\s,(]*\b(?:(?P<by>by|before|at|for|until|in time for|on|due)\s+(?:the |our )?)?"
                           r"next (?:meeting|session|call|(?(by)time|call))\b[\s.)]*$", re.I)
_TAKES_A_MEETING = VERBS | {"the", "our", "a", "of", "about", "to", "with", "and", "or", "from", "in", "after", "since", "this"}


def due_reader(next_meeting: datetime | None = None) -> ReadDue:
    """A reader of due phrases on top of `bot.dates`. ``next_meeting`` is when the group meets next."""
    def read(text: str, at: datetime, zone: str) -> Due:
        found = _NEXT_MEETING.search(text) if next_meeting else None
        if found and (before := fold_name(text[:found.start()]).split()) and (found["by"] or before[-1] not in _TAKES_A_MEETING):
            day = next_meeting.astimezone(ZoneInfo(zone)).date()
            return Due(text=text[:found.start()].rstrip(), phrase=found[0].strip(" ,.()"), due=day)
        split = split_due(text, now=at.astimezone(ZoneInfo(zone)), tz=zone)
        match split.when:
            case Reading(at=None, date=day):
                return Due(text=split.text, phrase=split.phrase, due=day)
            case Reading(at=instant):
                return Due(text=split.text, phrase=split.phrase, due=instant)
            case No(code="past"):
                return Due(text=split.text, phrase=split.phrase, past=True)
            case Ask(choices=choices):
                return _likeliest(split.text, split.phrase, tuple((each.label, each.value) for each in choices))
            case Recurrence(first=first):
                return Due(text=split.text, phrase=split.phrase, due=first)
        return Due(text=split.text, phrase=split.phrase)
    return read


def _likeliest(text: str, phrase: str | None, choices: tuple[tuple[str, date | datetime], ...]) -> Due:
    """An action's date that could mean several days is taken as the likeliest and shown so that it can be put right: the later one for
    "next Friday" (the Friday of the coming week), else the first.
    """
    later = re.match(r"(?:by |on |before )?next\b", phrase or "", re.I)
    likely = max(choices, key=lambda each: each[1].isoformat()) if later and choices else choices[0] if choices else None
    return Due(text=text, phrase=phrase, due=likely[1] if likely else None, choices=choices)
