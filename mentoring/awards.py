"""Nominating members for awards (roadmap step 6, professional growth): deadlines ahead, who fits, who writes, how it ended. No clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.people import Actor
from mentoring.readings import checked
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy

LONGEST_NAME, LONGEST_NOTE, MOST_OPEN = 120, 300, 30
WHO_FITS = timedelta(days=45)       # before the deadline the group is asked
WRITTEN_BEFORE = timedelta(days=7)  # the nomination is written a week before the deadline
ANSWER_AFTER = timedelta(days=45)   # after the deadline the writer is asked how it ended
FURTHEST = timedelta(days=550)


class State(StrEnum):
    """Where one stands."""

    OPEN = "open"
    CHOSEN = "chosen"
    WON = "won"
    NOT_THIS_TIME = "not"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """An award with its deadline; ``nominee`` is who shall have it, ``writer`` who writes, as ``action_id``."""

    id: int = 0
    group_id: int
    name: str
    link: str = ""
    note: str = ""
    deadline: date
    state: State = State.OPEN
    nominee_id: int | None = None
    nominee: str = ""
    writer_id: int | None = None
    writer: str = ""
    action_id: int | None = None
    added_by: int | None = None
    created: datetime
    settled: datetime | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether something is still to be done for it."""
        return self.state in (State.OPEN, State.CHOSEN)


def need_sight(actor: Actor, award: Award | None) -> Award:
    """The award, for members of its group; for all others there is none."""
    if award is None or not actor.is_in(award.group_id):
        raise NotFound("that award", "award")
    return award


def check(name: str, link: str, note: str, deadline: date | None, *, today: date) -> tuple[str, str, str, date]:
    """Name, link, note and deadline as they will be kept; Refused names the field."""
    name = one_line(tidy(name, name="name", longest=LONGEST_NAME, field="name"))
    if not name:
        raise Refused("What is the award called?", field="name")
    link = checked(name, link, "")[1] if link.strip() else ""
    if deadline is None:
        raise Refused("When is its deadline? For example “by 15 March”.", field="deadline")
    if deadline <= today:
        raise Refused("That deadline is over. Is it another year?", field="deadline")
    if deadline > today + FURTHEST:
        raise Refused("That is more than a year and a half ahead. Put it in nearer the time.", field="deadline")
    return name, link, one_line(tidy(note, name="note", longest=LONGEST_NOTE, field="note")), deadline


def writes_until(deadline: date, today: date) -> date:
    """The day by which the nomination is written: a week before the deadline, if that is still ahead."""
    before = deadline - WRITTEN_BEFORE
    return before if before > today else deadline


def next_year(award: Award) -> date:
    """The same day a year later; the 29th of February becomes the 28th."""
    try:
        return award.deadline.replace(year=award.deadline.year + 1)
    except ValueError:
        return award.deadline.replace(year=award.deadline.year + 1, day=28)
