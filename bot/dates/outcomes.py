"""What reading a phrase can give: understood, repeating, to be asked back, or refused. Values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


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
    """It repeats. ``occurrences``: the next six, local and without a zone; plain dates when no time was named."""

    phrase: str
    occurrences: tuple[date | datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may have been meant."""

    label: str
    value: date | datetime


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


def ask(question: str, *choices: tuple[str, date | datetime]) -> Unclear:
    """It has to be asked back."""
    return Unclear(Ask(question=question, choices=tuple(Choice(label=label, value=value) for label, value in choices)))
