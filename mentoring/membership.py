"""Who comes into a group and who goes (roadmap step 2): places, invitations, requests, nominations, the waiting list. No clock.

Every way into a group ends in an invitation that the person answers; an invitation holds its place until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.charter import Charter, Joining
from mentoring.people import Actor, Kind, Person, Role
from mentoring.refused import NotFound, Refused
from mentoring.text import tidy

ANSWER_FOR = timedelta(days=7)      # an invitation; then it lapses and the next in line has the place
VOTE_FOR = timedelta(days=7)
LONGEST_WHY = 1000
MOST_OPEN = 100                     # of one group: more is no list that anybody reads


class Origin(StrEnum):
    """How somebody came near a group."""

    INVITED = "invited"
    ASKED = "asked"
    NOMINATED = "nominated"


class State(StrEnum):
    """Where a way into a group stands. The first four are open."""

    ASKED = "asked"
    VOTING = "voting"
    WAITING = "waiting"
    INVITED = "invited"
    JOINED = "joined"
    DECLINED = "declined"       # by the person
    REFUSED = "refused"         # by the group
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


OPEN = (State.ASKED, State.VOTING, State.WAITING, State.INVITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """A way of one person into one group. ``since``: on the waiting list from then on; ``until``: a vote closes, or an invitation lapses.

    ``yes`` and ``no`` count a vote; who voted how is kept nowhere.
    """

    id: int = 0
    group_id: int
    person_id: int
    user: str = ""
    name: str = ""
    origin: Origin
    state: State
    by_id: int | None = None
    by: str = ""
    why: str = ""
    created: datetime
    since: datetime | None = None
    until: datetime | None = None
    yes: int = 0
    no: int = 0
    settled: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it may still lead into the group."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a group, as its list shows them. ``until``: the end of a time-limited membership; ``away``: back on that day."""

    person: Person
    role: Role
    joined: datetime
    until: date | None = None
    away: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How full a group is: present members, invitations that hold a place, people who wait, and the most the charter allows."""

    members: int
    invited: int
    waiting: int
    most: int

    @property
    def free(self) -> int:
        """Places that somebody can be invited to now."""
        return max(0, self.most - self.members - self.invited)

    @property
    def open(self) -> bool:
        """Whether somebody new can be invited at once: a place is free, and nobody waits for it."""
        return self.free > 0 and not self.waiting


class Full(Refused):
    """No place is free: the two ways on are to raise the most by decision, or the waiting list."""


def places(charter: Charter, members: int, candidacies: Iterable[Candidacy]) -> Places:
    """The places of a group."""
    states = [c.state for c in candidacies]
    return Places(members=members, invited=states.count(State.INVITED), waiting=states.count(State.WAITING), most=charter.size_max)


def in_line(candidacies: Iterable[Candidacy]) -> list[Candidacy]:
    """The waiting list in its order: by the day on which each came onto it, so that a place that was told never gets worse."""
    return sorted((c for c in candidacies if c.state is State.WAITING), key=lambda c: (c.since, c.id))


def place_of(candidacies: Iterable[Candidacy], person_id: int) -> int | None:
    """Somebody's place on the waiting list, from 1; None when they are not on it."""
    return next((n for n, c in enumerate(in_line(candidacies), 1) if c.person_id == person_id), None)


def alphabetical(members: Iterable[Member]) -> list[Member]:
    """By name, whoever they are: no ranks."""
    return sorted(members, key=lambda m: (m.person.name.casefold(), m.person.id))


# ---- who may ----------------------------------------------------------------------------------------------------------------

def need_lead(actor: Actor, group_id: int | None, name: str) -> None:
    """Raise unless the actor organises the group."""
    actor.need(group_id)
    if not actor.organises(group_id):
        raise Refused(f"An organiser of {name} decides that.")


def may_invite(actor: Actor, group_id: int, name: str, joining: Joining) -> None:
    """By the charter's rule: organisers invite, or every member does, or nobody before the members have voted."""
    actor.need(group_id)
    if joining is Joining.VOTE:
        raise Refused(f"In {name} the members vote on who joins. `/mentor nominate @name why` begins a vote.")
    if joining is Joining.ORGANISER and not actor.organises(group_id):
        raise Refused(f"In {name} an organiser invites. `/mentor nominate @name why` puts somebody before the group.")


def need_human(person: Person, bot_user: str) -> None:
    """Raise when an account cannot be a member."""
    if person.kind in (Kind.BOT, Kind.GONE) or person.user == bot_user:
        raise Refused("That account cannot join a group. Please choose one of your colleagues.", field="person")


def need_own(actor: Actor, found: Candidacy | None) -> Candidacy:
    """The actor's own way into a group, in the same words for "does not exist" and "somebody else's"."""
    if found is None or found.person_id != actor.person.id:
        raise NotFound("that invitation", "join")
    return found


def need_sight(actor: Actor, found: Candidacy | None) -> Candidacy:
    """A way into one of the actor's groups, in the same words for what is not there and what is not theirs."""
    if found is None or not actor.is_in(found.group_id):
        raise NotFound("that request", "members")
    return found


def need_room(here: Places, name: str) -> None:
    """Raise ``Full`` when no place is free for somebody new."""
    if not here.open:
        held = f", and {here.invited} more {'is' if here.invited == 1 else 'are'} held by invitations" if here.invited else ""
        raise Full(f"{name} is full: {here.members} of at most {here.most} places are taken{held}. "
                   "There are two ways on: the group decides on more places, or the waiting list.", field="person")


def why(text: str | None) -> str:
    """A reason as it is kept."""
    return tidy(text, name="reason", longest=LONGEST_WHY, field="why")


# ---- steps ------------------------------------------------------------------------------------------------------------------

def invited(one: Candidacy, now: datetime) -> Candidacy:
    """An invitation goes out and holds a place."""
    return replace(one, state=State.INVITED, until=now + ANSWER_FOR)


def waiting(one: Candidacy, now: datetime) -> Candidacy:
    """At the end of the waiting list."""
    return replace(one, state=State.WAITING, since=now, until=None)


def settled(one: Candidacy, state: State, now: datetime) -> Candidacy:
    """It has come to an end."""
    return replace(one, state=state, settled=now)


RULE_OF_YES = "A yes takes the votes of half of the members, and two thirds of the votes."
RULE_OF_VOTE = f"A vote is secret and closes after seven days, or once everybody has voted. {RULE_OF_YES}"


def passed(one: Candidacy, members: int) -> bool:
    """Whether the members have said yes: half of them at least have voted, and two thirds of the votes are yes."""
    votes = one.yes + one.no
    return votes > 0 and 2 * votes >= members and 3 * one.yes >= 2 * votes


def buddy(members: Sequence[Member], so_far: dict[int, int], newcomer: int, away: frozenset[int] = frozenset()) -> Member | None:
    """Who looks after a newcomer: whoever has done it least often and is not away; ties go to who has been here longest."""
    others = [m for m in members if m.person.id != newcomer]
    here = [m for m in others if m.person.id not in away] or others
    return min(here, key=lambda m: (so_far.get(m.person.id, 0), m.joined, m.person.id), default=None)


def successor(members: Sequence[Member], leaving: int, away: frozenset[int] = frozenset()) -> Member | None:
    """Who organises when the last organiser goes: the member of longest standing who is here; guests cannot."""
    able = [m for m in members if m.person.id != leaving and m.person.kind is not Kind.GUEST]
    here = [m for m in able if m.person.id not in away] or able
    return min(here, key=lambda m: (m.joined, m.person.id), default=None)


STEPS = {
    Joining.ORGANISER: "an organiser invites; every member can nominate, and the members vote in secret",
    Joining.VOTE: "a member nominates, the members vote in secret, and who is chosen is invited",
    Joining.OPEN: "whoever asks first is invited, and every member can invite",
}
