"""Being away: no direct messages, not counted absent, and back by itself (features 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mentoring.refused import Refused

LONGEST = timedelta(days=731)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One person is away from ``first`` to ``last``, both included; on the day after they are back."""

    id: int = 0
    person_id: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Whether the person is away on this day."""
        return self.first <= day <= self.last

    @property
    def returns(self) -> date:
        """The first day on which they are back."""
        return self.last + timedelta(days=1)


def check(first: date, returns: date, *, today: date) -> tuple[date, date]:
    """The first and the last day of an absence that ends before ``returns``. Refused when there is no day in between."""
    if returns <= today:
        raise Refused("That day has come already. Until when are you away? For example: `/mentor away until 1 April`", field="returns")
    if returns <= first:
        raise Refused("You would be back before you left. Please look at the two days again.", field="returns")
    if returns - first > LONGEST:
        raise Refused("Two years is the longest I can keep in mind. Please choose an earlier day.", field="returns")
    return max(first, today), returns - timedelta(days=1)
