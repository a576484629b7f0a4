"""Whose turn it is: a rotation that is fair by count and then by load, and says why. Pure, deterministic, no clock. (features 4.14)

The next is whoever has done it least often of those who can come. Of several, whoever stood there before, so that a plan that was
shown does not change for nothing; then who has carried least altogether, then who did it longest ago. Two people who can always come
to the same meetings are therefore never more than one turn apart in any role.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A role that somebody had or has at a meeting: both by id. ``at``: when."""

    role: int
    person: int
    at: datetime


@dataclass(slots=True, kw_only=True)
class Tally:
    """Who has done what so far: turns by (role, person), the load by person, and the place in time of the last turn."""

    counts: dict[tuple[int, int], int] = field(default_factory=dict)
    load: dict[int, int] = field(default_factory=dict)
    last: dict[tuple[int, int], int] = field(default_factory=dict)
    clock: int = 0

    def add(self, role: int, person: int, weight: int = 1) -> None:
        """One more turn."""
        self.counts[role, person] = self.counts.get((role, person), 0) + 1
        self.load[person] = self.load.get(person, 0) + weight
        self.last[role, person] = self.clock

    def next_meeting(self) -> None:
        """Turns from here on are later than those before."""
        self.clock += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One meeting whose roles are to be given: who can come, who will not have which role there, and who has one for certain.

    ``fixed``: (role, person) that nobody changes. ``before``: who stood there so far, by role. ``free``: the roles to be given.
    """

    meeting: int
    can: tuple[int, ...]
    free: tuple[int, ...]
    fixed: tuple[tuple[int, int], ...] = ()
    before: Mapping[int, int] = field(default_factory=dict)
    barred: frozenset[tuple[int, int]] = frozenset()


def tally(turns: Iterable[Turn], joined: Mapping[int, datetime], weights: Mapping[int, int]) -> Tally:
    """What present members have done since they joined. A newcomer begins where the one with the least stands: nobody is made to
    catch up with years in which they were not there.
    """
    made, here, roles = Tally(), [], tuple(weights)
    events = sorted([(at, 0, person, None) for person, at in joined.items()] + [(t.at, 1, t.person, t.role) for t in turns],
                    key=lambda e: (e[0], e[1], e[2], e[3] or 0))
    for at, what, person, role in events:
        if what == 0:
            for each in roles:
                made.counts[each, person] = min((made.counts[each, p] for p in here), default=0)
            made.load[person] = min((made.load[p] for p in here), default=0)
            here.append(person)
        elif role in weights and person in joined and at >= joined[person]:
            made.next_meeting()
            made.add(role, person, weights[role])
    made.next_meeting()
    return made


def plan(slots: Sequence[Slot], so_far: Tally, weights: Mapping[int, int]) -> dict[tuple[int, int], int | None]:
    """Who has which role at which meeting, by (meeting, role); None where nobody can. ``slots`` by time; ``so_far`` grows with them.

    What is fixed at a later meeting counts from the beginning: whoever leads in May for certain need not lead in April.
    """
    for slot in slots:
        for role, person in slot.fixed:
            so_far.add(role, person, weights.get(role, 1))
    given: dict[tuple[int, int], int | None] = {}
    for slot in slots:
        so_far.next_meeting()
        for role, person in _given(slot, so_far).items():
            given[slot.meeting, role] = person
            if person is not None:
                so_far.add(role, person, weights.get(role, 1))
    return given


def _given(slot: Slot, so_far: Tally) -> dict[int, int | None]:
    """The roles of one meeting: each goes to one of those with the fewest turns, and where it can be, to different people."""
    wishes = {role: fewest(role, slot, so_far) for role in slot.free}
    busy = {person: role for role, person in slot.fixed}
    taken: dict[int, int] = {}
    for role in slot.free:
        _match(role, wishes, taken, busy, set())
    by_role = {role: person for person, role in taken.items()}
    alone = len(slot.can) < 2
    return {role: by_role.get(role, wishes[role][0] if wishes[role] and not alone else None) for role in slot.free}


def _match(role: int, wishes: Mapping[int, Sequence[int]], taken: dict[int, int], busy: Collection[int], seen: set[int]) -> bool:
    """Give ``role`` to one of those it may go to, moving others where that helps (augmenting paths)."""
    for person in sorted(wishes[role], key=lambda p: p in taken):   # whoever is free before anybody is moved
        if person in busy or person in seen:
            continue
        seen.add(person)
        if person not in taken or _match(taken[person], wishes, taken, busy, seen):
            taken[person] = role
            return True
    return False


def fewest(role: int, slot: Slot, so_far: Tally) -> list[int]:
    """Those with the fewest turns of a role among who can come, whose turn it is most of all first."""
    can = [p for p in slot.can if (role, p) not in slot.barred]
    least = min((so_far.counts.get((role, p), 0) for p in can), default=0)
    tied = [p for p in can if so_far.counts.get((role, p), 0) == least]
    return sorted(tied, key=lambda p: (slot.before.get(role) != p, so_far.load.get(p, 0), so_far.last.get((role, p), -1), p))


_TIMES = {0: "not yet", 1: "once", 2: "twice"}


def why(times: int, meetings: int) -> str:
    """How often somebody has done something, said: ``twice in 9 meetings``."""
    if not meetings:
        return "the first time"
    return f"{_TIMES.get(times, f'{times} times')} in {meetings} meeting{'s' * (meetings != 1)}"
