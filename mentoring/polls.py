"""Date polls: a few slots over several weeks, everybody marks what they can do; the slots that most can do come first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.refused import Refused

MOST_SLOTS = 10                     # Slack shows ten checkboxes at most
SHORTEST_POLL = timedelta(hours=1)
USUAL_DAYS = 5


class PollState(StrEnum):
    """Whether answers are still taken."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time that is offered: wall time in the group's zone, and where ("" when that is open)."""

    slot: int
    day: date
    time: str
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A date poll. ``meeting_id`` is the meeting that it may move; ``chosen`` the slot that was taken in the end."""

    id: int = 0
    group_id: int
    meeting_id: int | None = None
    question: str
    minutes: int
    closes: datetime
    state: PollState = PollState.OPEN
    chosen: int | None = None
    version: int = 1
    created: datetime
    created_by: int
    slots: tuple[Slot, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether answers are still taken."""
        return self.state is PollState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One member's word on one slot."""

    slot: int
    person_id: int
    user: str
    can: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A slot with the Slack ids of who can and who cannot. ``everyone``: all members of the group can."""

    slot: Slot
    can: tuple[str, ...]
    cannot: tuple[str, ...]
    everyone: bool


def tally(poll: Poll, votes: Iterable[Vote], members: Sequence[str]) -> list[Tally]:
    """The slots, best first: most who can, then fewest who cannot, then the earliest.

    ``members`` are the Slack ids of who is in the group now; the votes of others do not count.
    """
    there = set(members)
    counted = [v for v in votes if v.user in there]
    made = [Tally(slot=slot, can=tuple(v.user for v in counted if v.slot == slot.slot and v.can),
                  cannot=tuple(v.user for v in counted if v.slot == slot.slot and not v.can),
                  everyone=bool(there) and {v.user for v in counted if v.slot == slot.slot and v.can} == there)
            for slot in poll.slots]
    return sorted(made, key=lambda t: (-len(t.can), len(t.cannot), t.slot.day, t.slot.time, t.slot.slot))


def answered(votes: Iterable[Vote], members: Sequence[str]) -> list[str]:
    """The members who have answered, in the order of ``members``."""
    said = {v.user for v in votes}
    return [m for m in members if m in said]


def check_slots(slots: Sequence[Slot], *, field: str = "slots") -> tuple[Slot, ...]:
    """The slots by time, numbered from 0, each once; Refused when they are fewer than two or more than ten."""
    once = sorted({(s.day, s.time, s.site) for s in slots})
    if len(once) < 2:
        raise Refused("A poll needs at least two times to choose from.", field=field)
    if len(once) > MOST_SLOTS:
        raise Refused(f"That is {len(once)} times; {MOST_SLOTS} are the most that a phone shows at once. Please take fewer weekdays, "
                      "times or weeks.", field=field)
    return tuple(Slot(slot=n, day=day, time=time, site=site) for n, (day, time, site) in enumerate(once))


def spread(first: date, weeks: int, weekdays: Iterable[int], times: Iterable[str], site: str = "") -> list[Slot]:
    """Every chosen weekday and time (0 is Monday, "07:30") in ``weeks`` weeks from the day ``first`` on."""
    chosen, clock = set(weekdays), sorted(set(times))
    days = [first + timedelta(days=n) for n in range(7 * weeks)]
    return [Slot(slot=0, day=day, time=time, site=site) for day in days if day.weekday() in chosen for time in clock]
