"""The guided path of a setup (features 3.10): its steps, which are done, which comes next. No clock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from mentoring.charter import Charter
from mentoring.refused import Refused


class Step(StrEnum):
    """What a group decides at its beginning, in the order of asking."""

    PEERS = "peers"
    SIZE = "size"
    JOINING = "joining"
    MISSION = "mission"
    DATES = "dates"
    EXPECTATIONS = "expectations"
    ROLES = "roles"
    INVITE = "invite"


NAMES = {Step.PEERS: "who is a peer", Step.SIZE: "how many", Step.JOINING: "how people join", Step.MISSION: "the mission",
         Step.DATES: "six months of dates", Step.EXPECTATIONS: "what we expect of each other", Step.ROLES: "roles",
         Step.INVITE: "who else to invite"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """How far a group is. ``next``: the first step that is neither done nor set aside, None when there is none."""

    done: frozenset[Step]
    aside: frozenset[Step]

    @property
    def next(self) -> Step | None:
        """What comes now."""
        return next((s for s in Step if s not in self.done and s not in self.aside), None)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left."""
        return len(self.done) == len(Step)


def path(facts: Collection[str], charter: Charter) -> Path:
    """How far a group is. ``facts``: the names of the steps that the group's data shows as done."""
    done = frozenset(s for s in Step if s.value in facts)
    return Path(done=done, aside=frozenset(s for s in Step if s.value in charter.set_aside) - done)


def unfinished(facts: Collection[str], charter: Charter) -> list[str]:
    """What is left to decide, in words; what was set aside is not nagged about."""
    found = path(facts, charter)
    return [NAMES[s] for s in Step if s not in found.done and s not in found.aside]


def skipped(charter: Charter, step: str, *, back: bool = False) -> Charter:
    """A step is set aside, or taken up after all."""
    if step not in set(Step):
        raise Refused("That step is not one of the setup's. `/mentor setup` shows them.")
    others = tuple(s for s in charter.set_aside if s != step)
    return replace(charter, set_aside=others if back else (*others, step))
