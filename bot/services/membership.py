"""Coming into a group: invitations, requests, the waiting list. Every change holds the group, so that no place is given twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import charter_post, people
from bot.services import membership_news as news
from bot.views.membership import Shown
from mentoring import membership as rules
from mentoring.charter import Charter, Joining
from mentoring.membership import Candidacy, Full, Origin, Places, State
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import NotFound, Refused
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import membership as rows
from storage import people as people_rows
from storage.store import Tx

INSTANT = timedelta(microseconds=1)      # two who come at the same one have an order all the same

# ---- looking ---------------------------------------------------------------------------------------------------------------


def listed(deps: Deps, actor: Actor, group: Group) -> Shown:
    """Who is in the group, for its members; organisers see who is on the way into it."""
    actor.need(group.id)
    today = people.groups_today(deps, group)
    with deps.store.read() as tx:
        charter, open_ones = charter_rows.of(tx, group.id), rows.open_of_group(tx, group.id)
        members = rows.standing(tx, group.id, today)
    organiser = actor.organises(group.id)
    return Shown(group=group, charter=charter, members=rules.alphabetical(members), places=rules.places(charter, len(members), open_ones),
                 open=_in_order(open_ones) if organiser else (), organiser=organiser, today=today,
                 may_invite=charter.joining is Joining.OPEN or (organiser and charter.joining is Joining.ORGANISER))


def _in_order(open_ones: Sequence[Candidacy]) -> list[Candidacy]:
    """What waits for a decision first, then votes, invitations, and the waiting list in its order."""
    first = [c for state in (State.ASKED, State.VOTING, State.INVITED) for c in open_ones if c.state is state]
    return [*first, *rules.in_line(open_ones)]


def own(deps: Deps, actor: Actor) -> list[tuple[Candidacy, Group, int | None]]:
    """The actor's own ways into groups that they know of, each with the place on the waiting list."""
    with deps.store.read() as tx:
        mine = [c for c in rows.open_of_person(tx, actor.person.id) if known_to_them(c)]
        return [(c, group_rows.by_id(tx, c.group_id), rules.place_of(rows.open_of_group(tx, c.group_id), c.person_id)) for c in mine]


def known_to_them(one: Candidacy) -> bool:
    """Whether somebody may know of their own candidacy: who was nominated, or would be invited, hears of it by the invitation."""
    return one.origin is Origin.ASKED or one.state is State.INVITED


def group_to_ask(deps: Deps, actor: Actor, group_id: int) -> Group:
    """A group that can be asked; the same words for one that is not there and one that the actor cannot ask."""
    with deps.store.read() as tx:
        group = group_rows.by_id(tx, group_id)
        present = group and rows.member_count(tx, group_id)
    if not present or group.workspace != deps.workspace.team or actor.person.kind is Kind.GUEST:
        raise NotFound("that group", "join")
    if actor.is_in(group.id):
        raise Refused(f"You are in {group.name} already.")
    return group


def place_in(deps: Deps, actor: Actor, group: Group) -> Places:
    """How full a group of the actor's is."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return places(tx, group.id)[0]


def places(tx: Tx, group_id: int) -> tuple[Places, Charter, list[Candidacy]]:
    """How full a group is, by which charter, with the ways into it that are open."""
    charter, open_ones = charter_rows.of(tx, group_id), rows.open_of_group(tx, group_id)
    return rules.places(charter, rows.member_count(tx, group_id), open_ones), charter, open_ones


# ---- inviting --------------------------------------------------------------------------------------------------------------

def need_inviter(deps: Deps, actor: Actor, group: Group) -> None:
    """Raise unless the charter lets the actor invite."""
    with deps.store.read() as tx:
        joining = charter_rows.of(tx, group.id).joining
    rules.may_invite(actor, group.id, group.name, joining)


def invite(deps: Deps, actor: Actor, group: Group, user: str, *, enlist: bool = False, once: str | None = None) -> Candidacy:
    """Invite somebody; with ``enlist`` they come onto the waiting list where no place is free. ``Full`` otherwise."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        here, charter, open_ones = places(tx, group.id)
        rules.may_invite(actor, group.id, group.name, charter.joining)
        person = newcomer(tx, deps, group, user)
        known = next((c for c in open_ones if c.person_id == person.id), None)
        if known and known.state is not State.ASKED:
            raise Refused(_ALREADY[known.state].format(person.name or "This person"), field="person")
        one = known or _new(tx, group, person, Origin.INVITED, actor, now)
        if here.open:
            return send(tx, group, one, now)
        if not enlist:
            rules.need_room(here, group.name)
        return enlisted(tx, group, one, now)


_ALREADY = {State.VOTING: "The members are voting on {0} just now.",
            State.WAITING: "{0} is on the waiting list already; places go in its order.",
            State.INVITED: "{0} is invited already; the place is held."}


def newcomer(tx: Tx, deps: Deps, group: Group, user: str) -> Person:
    """Somebody who could come into a group; Refused for members, bots and accounts that are gone."""
    person = people_rows.meet(tx, deps.workspace.team, user)
    rules.need_human(person, deps.workspace.bot_user)
    if any(p.id == person.id for p, _ in people_rows.members_of(tx, group.id)):
        raise Refused(f"{person.name or 'This person'} is in {group.name} already.", field="person")
    return person


def _new(tx: Tx, group: Group, person: Person, origin: Origin, by: Actor, now: datetime, *, why: str = "") -> Candidacy:
    if len(rows.open_of_group(tx, group.id)) >= rules.MOST_OPEN:
        raise Refused(f"{rules.MOST_OPEN} people are on their way into {group.name} already; that is as many as I can keep.")
    one = Candidacy(group_id=group.id, person_id=person.id, origin=origin, state=State.ASKED, by_id=by.person.id, why=rules.why(why),
                    created=now)
    return rows.by_id(tx, rows.add(tx, one))


def new(tx: Tx, group: Group, person: Person, origin: Origin, by: Actor, now: datetime, *, why: str = "") -> Candidacy:
    """A new way into a group, within a transaction that holds the group."""
    return _new(tx, group, person, origin, by, now, why=why)


def send(tx: Tx, group: Group, one: Candidacy, now: datetime) -> Candidacy:
    """The invitation goes out and holds a place, within a transaction that holds the group and has seen that one is free."""
    one = keep(tx, rules.invited(one, now))
    news.invitation(tx, group, one, now)
    return one


def enlisted(tx: Tx, group: Group, one: Candidacy, now: datetime) -> Candidacy:
    """At the end of the waiting list; who asked by themselves is told the place."""
    line = rules.in_line(rows.open_of_group(tx, group.id))
    one = keep(tx, rules.waiting(one, max(now, line[-1].since + INSTANT) if line else now))
    if one.origin is Origin.ASKED:
        news.on_the_list(tx, group, one, rules.place_of(rows.open_of_group(tx, group.id), one.person_id), now)
    return one


def keep(tx: Tx, one: Candidacy) -> Candidacy:
    """Store a step; Refused when somebody was quicker."""
    if not rows.change(tx, one):
        raise Refused("Somebody decided that a moment ago; please look at it again.")
    people_rows.homes_stale_in(tx, one.group_id)
    return rows.by_id(tx, one.id)


def fill(tx: Tx, group: Group, now: datetime) -> None:
    """Whoever waits first is invited to each free place, and the channel is told by which rule."""
    here, charter, open_ones = places(tx, group.id)
    for one in rules.in_line(open_ones)[:here.free]:
        send(tx, group, one, now)
        news.opening(tx, group, charter, places(tx, group.id)[0], one, now)


# ---- answering an invitation -------------------------------------------------------------------------------------------------

def join(deps: Deps, actor: Actor, candidacy_id: int, *, once: str | None = None) -> Group:
    """The actor takes the place that is held for them."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _own(tx, actor, candidacy_id)
        if one.state is not State.INVITED:
            raise Refused(f"That invitation to {group.name} is not open any more. `/mentor join` shows how things stand.")
        keep(tx, rules.settled(one, State.JOINED, now))
        news.taken(tx, group, one, now)
        enter(tx, deps, group, actor.person, one, now)
        return group


def enter(tx: Tx, deps: Deps, group: Group, person: Person, one: Candidacy, now: datetime) -> None:
    """Somebody becomes a member: the welcome, the buddy, the channel, the organisers, the history."""
    people_rows.join(tx, group.id, [person.id], news.MEMBER, now)
    charter_rows.log(tx, group.id, "members", "Has joined.", by_id=person.id, now=now)
    charter_post.members_changed(tx, group.id, now)
    people_rows.home_stale(tx, person.id)
    people_rows.homes_stale_in(tx, group.id)
    news.joined(tx, deps, group, person, one, now)


def not_now(deps: Deps, actor: Actor, candidacy_id: int, *, once: str | None = None) -> Group:
    """The actor does not take it, or takes a request back; the place goes to who is next."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _own(tx, actor, candidacy_id)
        if one.is_open:
            keep(tx, rules.settled(one, State.DECLINED if one.state is State.INVITED else State.WITHDRAWN, now))
            news.withdrawn(tx, group, one, now)
            fill(tx, group, now)
        return group


def _own(tx: Tx, actor: Actor, candidacy_id: int) -> tuple[Candidacy, Group]:
    one = rules.need_own(actor, rows.by_id(tx, candidacy_id))
    group_rows.lock(tx, one.group_id)
    one = rules.need_own(actor, rows.by_id(tx, candidacy_id))
    if not known_to_them(one) and one.is_open:
        rules.need_own(actor, None)
    return one, group_rows.by_id(tx, one.group_id)


# ---- asking, and deciding --------------------------------------------------------------------------------------------------

def ask(deps: Deps, actor: Actor, group_id: int, why: str = "", *, once: str | None = None) -> tuple[Candidacy, Group, int | None]:
    """Ask to join a group. Where whoever asks may come, the invitation or the place on the list is there at once."""
    group, now = group_to_ask(deps, actor, group_id), deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        here, charter, open_ones = places(tx, group.id)
        known = next((c for c in open_ones if c.person_id == actor.person.id), None)
        if known and known_to_them(known):
            return known, group, rules.place_of(open_ones, actor.person.id)
        if known:   # nominated, and now they ask by themselves: the same way, which they may know of from here on
            one = keep(tx, replace(known, origin=Origin.ASKED))
        else:
            one = _new(tx, group, actor.person, Origin.ASKED, actor, now, why=why)
            if charter.joining is Joining.OPEN:
                one = send(tx, group, one, now) if here.open else enlisted(tx, group, one, now)
            else:
                news.requested(tx, group, one, now)
        return one, group, rules.place_of(rows.open_of_group(tx, group.id), actor.person.id)


def decide(deps: Deps, actor: Actor, candidacy_id: int, to: State, *, once: str | None = None) -> tuple[Candidacy, Group]:
    """An organiser answers a request: INVITED (a vote where the charter wants one, the list where it is full), WAITING or REFUSED."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = theirs(tx, actor, candidacy_id)
        if one.state is not State.ASKED:
            raise Refused(f"That is decided already: {one.name} {SAID[one.state]}.")
        here, charter, _ = places(tx, group.id)
        if to is State.REFUSED:
            one = keep(tx, rules.settled(one, State.REFUSED, now))
            news.refused(tx, group, one, now)
        elif charter.joining is Joining.VOTE:
            one = opened(tx, group, one, now)
        elif to is State.WAITING or not here.open:
            one = enlisted(tx, group, one, now)
        else:
            one = send(tx, group, one, now)
        news.decided(tx, group, one, actor, now)
        return one, group


def opened(tx: Tx, group: Group, one: Candidacy, now: datetime) -> Candidacy:
    """The members are asked in secret, each by a message of their own."""
    one = keep(tx, replace(one, state=State.VOTING, until=now + rules.VOTE_FOR))
    news.vote(tx, group, one, now)
    return one


SAID = {State.ASKED: "waits for an answer", State.VOTING: "is being voted on", State.WAITING: "is on the waiting list",
        State.INVITED: "is invited", State.JOINED: "has joined", State.DECLINED: "said not now", State.REFUSED: "was told no",
        State.LAPSED: "did not answer", State.WITHDRAWN: "does not want to any more"}


def theirs(tx: Tx, actor: Actor, candidacy_id: int) -> tuple[Candidacy, Group]:
    """One of a group that the actor organises, held."""
    one = rules.need_sight(actor, rows.by_id(tx, candidacy_id))
    group_rows.lock(tx, one.group_id)
    group = group_rows.by_id(tx, one.group_id)
    rules.need_lead(actor, group.id, group.name)
    return rows.by_id(tx, one.id), group


def cancel(deps: Deps, actor: Actor, candidacy_id: int, *, once: str | None = None) -> tuple[Candidacy, Group]:
    """An organiser takes an invitation, a vote or a place on the list back; a place that was held goes to who is next."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = theirs(tx, actor, candidacy_id)
        if one.is_open:
            was, one = one, keep(tx, rules.settled(one, State.WITHDRAWN, now))
            news.cancelled(tx, group, was, now)
            fill(tx, group, now)
        return one, group


__all__ = ["Full", "ask", "cancel", "decide", "invite", "join", "listed", "not_now", "own"]
