"""Who comes: counts, whether enough do, and what may be said about a meeting when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentoring.meetings import Meeting, Reply
from mentoring.refused import Refused

ASK_ORGANISERS = timedelta(days=30)   # features 4.6: a date that too few can make is looked at this long before


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Who of a group comes to a meeting; each holds Slack ids, in the order of the members."""

    yes: tuple[str, ...]
    late: tuple[str, ...]
    no: tuple[str, ...]
    away: tuple[str, ...]
    silent: tuple[str, ...]

    @property
    def coming(self) -> int:
        """How many have said that they come, on time or late."""
        return len(self.yes) + len(self.late)

    @property
    def few(self) -> bool:
        """Whether fewer than half of those who are not away can come at all: nobody who is silent is counted out."""
        return 2 * (self.coming + len(self.silent)) < self.coming + len(self.silent) + len(self.no)


def count(members: Iterable[tuple[int, str]], replies: Iterable[Reply], away: Collection[int] = ()) -> Count:
    """The members (person id, Slack id) by what they have said. Whoever is away is neither absent nor silent (features 2.10)."""
    said = {r.person_id: r.answer for r in replies}
    by: dict[str, list[str]] = {"yes": [], "late": [], "no": [], "away": [], "silent": []}
    for person_id, user in members:
        answer = said.get(person_id)
        key = answer.value if answer else "away" if person_id in away else "silent"
        by[key].append(user)
    return Count(**{k: tuple(v) for k, v in by.items()})


def may_answer(meeting: Meeting, *, now: datetime) -> None:
    """Refused when it no longer matters whether somebody comes."""
    if not meeting.is_on:
        raise Refused("That meeting was called off; there is nothing to answer.")
    if now >= meeting.ends:
        raise Refused("That meeting is over. If you were there, say so with *I was there* under its message.")


def may_say_present(meeting: Meeting, *, now: datetime) -> None:
    """Refused before a meeting has begun, or when there was none."""
    if not meeting.is_on:
        raise Refused("That meeting was called off.")
    if now < meeting.starts - timedelta(minutes=15):
        raise Refused("That meeting has not begun yet.")
