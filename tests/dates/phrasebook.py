"""Phrases and their answers, from the file beside this one, and outcomes written the same way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.dates import Ask, No, Outcome, Reading, Recurrence

FILE = Path(__file__).with_name("phrases.txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A phrase typed at ``now`` in ``tz``, and what it means."""

    phrase: str
    answer: str
    now: datetime
    tz: str


def entries() -> Iterator[Entry]:
    """Every phrase of the file."""
    now, tz = datetime.min, ""
    for line in FILE.read_text().splitlines():
        if line.startswith("@ "):
            moment, tz = line[2:].split()
            now = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(tz))
        elif line and not line.startswith("#"):
            phrase, answer = line.split(" => ")
            yield Entry(phrase=phrase, answer=answer, now=now, tz=tz)


def written(outcome: Outcome) -> str:
    """An outcome as the file writes it: local times, ``ask`` with its candidates, ``no`` with its code."""
    match outcome:
        case Reading():
            return _iso(outcome.at or outcome.date)
        case Recurrence():
            return ", ".join(map(_iso, outcome.occurrences))
        case Ask():
            return " ".join(["ask", *(_iso(choice.value) for choice in outcome.choices)])
        case No():
            return f"no {outcome.code}"


def agrees(outcome: Outcome, answer: str) -> bool:
    """Whether the outcome is the answer; an ``ask`` has to offer every candidate that the answer names."""
    got = written(outcome)
    if answer.startswith("ask"):
        return isinstance(outcome, Ask) and set(answer.split()) <= set(got.split())
    return got == answer or answer == "no" and isinstance(outcome, No)


def _iso(value: date | datetime) -> str:
    return value.replace(tzinfo=None).isoformat()[:16] if isinstance(value, datetime) else value.isoformat()
