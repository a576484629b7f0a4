"""What reading a phrase can give: understood, repeating, to be asked back, or refused. Values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Understood. ``kind`` is ``date`` or ``instant``; ``at`` is aware and in the zone; ``ends`` the end of a range.

    ``notes`` say what was corrected, so that the echo can.
    """

    kind: str
    date: date
    at: datetime | None = None
    ends: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """It repeats. ``occurrences``: the next six, local to the reader and without a zone; plain dates when no time was named.

    ``rrule`` is an RFC 5545 rule without COUNT and UNTIL, anchored at ``first``; None for a list, whose days are ``dates``. These days
    and ``time`` are wall time in ``tz``, the zone that was named, or the reader's. ``until`` is the last day there may be one, however
    the end was said; ``count`` and ``months`` (calendar months) repeat what was said. ``minutes`` is the length. Days in ``except_days``
    are in the rule and are to be shown as left out; months that were left out are not in it. ``notes`` are for the echo.
    """

    phrase: str
    occurrences: tuple[date | datetime, ...]
    first: date
    tz: str
    rrule: str | None = None
    dates: tuple[date, ...] = ()
    time: time | None = None
    minutes: int | None = None
    until: date | None = None
    count: int | None = None
    months: int | None = None
    except_days: tuple[date, ...] = ()
    except_holidays: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may have been meant: the day or the first moment of it. ``phrase``, where there is one, is the whole line with this
    choice made, fit to be read again by what asked.
    """

    label: str
    value: date | datetime
    phrase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """It could mean several things, or lacks one: the question, and what may be chosen."""

    question: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class No:
    """It cannot be used. ``code``: past, impossible, nonsense, empty or too_long."""

    reason: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A typed line, parted into what to do and by when. Without a due phrase ``when`` and ``phrase`` are None."""

    text: str
    when: Reading | Recurrence | Ask | No | None = None
    phrase: str | None = None


Outcome = Reading | Recurrence | Ask | No


class Unclear(Exception):
    """Carries an Ask or a No out of nested reading; caught in `reading.read_when`."""

    def __init__(self, outcome: Ask | No):
        super().__init__()
        self.outcome = outcome


def impossible(reason: str) -> Unclear:
    """There is no such day or time."""
    return Unclear(No(reason=reason, code="impossible"))


def past(reason: str = "That has passed already.") -> Unclear:
    """It lies behind us; nothing is moved to next year without a word."""
    return Unclear(No(reason=reason, code="past"))


def ask(question: str, *choices: tuple[str, date | datetime] | tuple[str, date | datetime, str]) -> Unclear:
    """It has to be asked back. A choice: its label, what it means, and perhaps the phrase that says so."""
    return Unclear(Ask(question=question, choices=tuple(
        Choice(label=label, value=value, phrase="".join(phrase)) for label, value, *phrase in choices)))
