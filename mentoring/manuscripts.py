"""Reading each other's manuscripts (roadmap step 6, scholarly productivity): asked for by a day, taken by two, tracked until it is back.

The file stays where it is; only its link is kept. Whose turn it is follows from who has read how much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.people import Actor
from mentoring.readings import checked
from mentoring.refused import NotFound, Refused

READERS = 2                             # peers who take one
MOST_OPEN = 5                           # of one author
YEAR = timedelta(days=365)
ASKED_AFTER = timedelta(days=2)         # those whose turn it is are asked when nobody has taken it by then
REMINDED = timedelta(days=2)            # before the day it should be back
FURTHEST = timedelta(days=180)


class State(StrEnum):
    """Where one stands."""

    OPEN = "open"
    BACK = "back"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who has taken one, and when it came back."""

    person_id: int
    user: str
    name: str = ""
    taken: datetime
    returned: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """Something a member asks peers to read by ``due``."""

    id: int = 0
    group_id: int
    author_id: int
    author: str = ""
    title: str
    link: str
    due: date
    state: State = State.OPEN
    created: datetime
    readers: tuple[Reader, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether readers are wanted, or have not all returned it."""
        return self.state is State.OPEN

    @property
    def is_full(self) -> bool:
        """Whether it has its readers."""
        return len(self.readers) >= READERS

    @property
    def is_back(self) -> bool:
        """Whether all its readers have returned it."""
        return self.is_full and all(r.returned for r in self.readers)

    def reader(self, person_id: int) -> Reader | None:
        """What somebody has to do with it."""
        return next((r for r in self.readers if r.person_id == person_id), None)


def need_sight(actor: Actor, one: Manuscript | None) -> Manuscript:
    """The manuscript, for members of its group; for all others there is none."""
    if one is None or not actor.is_in(one.group_id):
        raise NotFound("that manuscript", "manuscript")
    return one


def check(title: str, link: str, due: date | None, *, today: date) -> tuple[str, str, date]:
    """Title, link and day as they will be kept; Refused names the field."""
    title, link, _ = checked(title, link, "")
    if due is None:
        raise Refused("By which day would you like it back? For example “by 12 December”.", field="due")
    if due <= today:
        raise Refused("That day is not ahead. Give your readers at least until tomorrow.", field="due")
    if due > today + FURTHEST:
        raise Refused("That is more than half a year ahead. Ask again nearer the time.", field="due")
    return title, link, due


def turns(members: Collection[int], counts: Mapping[int, int], last: Mapping[int, datetime], wanted: int) -> list[int]:
    """Whose turn it is: who has read least in the last twelve months; where that ties, whose last was longest ago (never first)."""
    return sorted(members, key=lambda p: (counts.get(p, 0), last[p].timestamp() if p in last else 0.0, p))[:max(0, wanted)]


def wanted(one: Manuscript) -> int:
    """How many readers it still needs."""
    return max(0, READERS - len(one.readers))


def may_take(actor: Actor, one: Manuscript) -> None:
    """Refused: it is one's own, taken already, full, or not open."""
    if not one.is_open:
        raise Refused(f"“{one.title}” needs no reader any more.")
    if one.author_id == actor.person.id:
        raise Refused("It is yours: others read it.")
    if one.reader(actor.person.id):
        raise Refused("You have it already. Tap “It is back with them” when you have sent your comments.")
    if one.is_full:
        raise Refused(f"{READERS} peers have it already. Thank you all the same; the next one will come.")


def names(people: Sequence[Reader]) -> str:
    """``Bob and Carol``."""
    said = [p.name or "somebody" for p in people]
    return " and ".join(said) if len(said) < 3 else f"{', '.join(said[:-1])} and {said[-1]}"
