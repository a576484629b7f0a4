"""``mentor explain when``: one phrase in, one JSON object out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bot.dates.outcomes import Ask, No, Outcome, Reading, Recurrence
from bot.dates.reading import read_when
from bot.dates.saying import rhythm_words
from bot.dates.zones import twelve


def explain_when(lines: Iterable[str], *, tz: str, now: datetime) -> Iterator[dict]:
    """For each phrase: ``kind`` (date, instant, recurrence or None), ``value`` or ``occurrences``, and when None the ``outcome``."""
    for line in lines:
        yield {"phrase": line, **_explained(read_when(line, now=now, tz=tz))}


def _explained(outcome: Outcome) -> dict:
    match outcome:
        case Reading(at=None):
            return {"kind": "date", "value": outcome.date.isoformat(), **_notes(outcome)}
        case Reading():
            ends = {"ends": outcome.ends.isoformat()} if outcome.ends else {}
            return {"kind": "instant", "value": outcome.at.isoformat(), **ends, **_notes(outcome)}
        case Recurrence():
            shown = [_iso(each) for each in outcome.occurrences]
            return {"kind": "recurrence", "occurrences": shown, **_rhythm(outcome), **_notes(outcome)}
        case Ask():
            choices = [{"label": each.label, "value": _iso(each.value)} for each in outcome.choices]
            return {"kind": None, "outcome": "ask", "question": outcome.question, "choices": choices}
        case No():
            return {"kind": None, "outcome": "refuse", "reason": outcome.reason, "code": outcome.code}


def _rhythm(found: Recurrence) -> dict:
    """The rhythm in words and as a rule, what bounds it, and the wall time with its zone: what the echo says."""
    at = {"time": twelve(found.time)} if found.time else {}
    until = found.until.isoformat() if found.until else None
    bounds = {"minutes": found.minutes, "until": until, "count": found.count, "rrule": found.rrule}
    return {"words": rhythm_words(found), **at, "zone": found.tz, **{name: value for name, value in bounds.items() if value}}


def _notes(found: Reading | Recurrence) -> dict:
    return {"notes": list(found.notes)} if found.notes else {}


def _iso(value: date | datetime) -> str:
    return value.isoformat()
