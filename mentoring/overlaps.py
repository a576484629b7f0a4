"""Shared goals of two members that are alike (roadmap step 9: overlapping interests, finding a niche): divide, join, or pass? No clock.

Only the two hear of it, and of each other's answer only when both want something: a "pass" looks like no answer yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mentoring.goals import Goal, Scope, Visibility
from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.words import meaningful, shared_part, stems

ALIKE = 0.5     # of the shorter one's words
ASKED = 2       # overlaps a goal brings up when it is shared
# Words of goals that say nothing of their field.
_DEEDS = frozenset(stems("write finish submit complete start begin learn improve become get do make give run lead more better new first "
                         "next one two three four year month week by before until within least"))


class Wish(StrEnum):
    """What one of the two would like."""

    DIVIDE = "divide"
    JOIN = "join"
    PASS = "pass"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two goals that are alike, and what their owners have said; ``said`` by the owner's id."""

    id: int = 0
    group_id: int
    goal: Goal
    other: Goal
    said: Mapping[int, Wish] = field(default_factory=dict)

    def sides(self, person_id: int) -> tuple[Goal, Goal]:
        """One's own goal and the other's."""
        return (self.goal, self.other) if self.goal.owner_id == person_id else (self.other, self.goal)

    @property
    def stands(self) -> bool:
        """Whether both goals are still open and shared with the group."""
        return all(is_seen(g, self.group_id) for g in (self.goal, self.other))

    @property
    def both_want(self) -> bool:
        """Whether both have spoken and nobody passed: only then each hears what the other said."""
        return len(self.said) == 2 and Wish.PASS not in self.said.values()


def is_seen(goal: Goal, group_id: int | None) -> bool:
    """Whether a goal is somebody's own, open and shared with this group."""
    return goal.scope is Scope.OWN and goal.is_open and goal.visibility is Visibility.SHARED and goal.group_id == group_id


def alike(goal: Goal, others: Iterable[Goal]) -> list[Goal]:
    """The goals of other people whose words are nearly these, nearest first, at most `ASKED`."""
    words = meaningful(goal.what, _DEEDS)
    near = [(shared_part(words, meaningful(o.what, _DEEDS)), o) for o in others if o.owner_id != goal.owner_id]
    return [o for share, o in sorted(near, key=lambda n: (-n[0], n[1].id)) if share >= ALIKE][:ASKED]


def need_sight(actor: Actor, found: Overlap | None) -> Overlap:
    """The overlap, for its two people while both are in the group; for all others there is none."""
    if found is None or actor.person.id not in (found.goal.owner_id, found.other.owner_id) or not actor.is_in(found.group_id):
        raise NotFound("that question")
    return found


def check(found: Overlap, person_id: int) -> None:
    """Refused: one of the goals is not shared any more, or both have been told already."""
    if not found.stands:
        raise Refused("One of the two goals is closed or not shared any more, so there is nothing to decide.")
    if found.both_want:
        raise Refused("You have both been told already. The rest is yours to talk about.")
