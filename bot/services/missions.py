"""The mission: the first wording is the organiser's, every later one is proposed by a member and adopted by vote."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deps import Deps
from bot.services import charter_points, charter_post
from bot.services.mission_votes import adopt, follow, key, settle
from bot.views import missions as views
from mentoring import missions as rules
from mentoring.missions import Mission, Proposal, State
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import missions as rows
from storage import outbox
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The mission of a group with the wordings that wait for votes. ``review``: the yearly question is open."""

    group: Group
    mission: Mission | None
    proposals: list[Proposal]
    organiser: bool
    review: bool = False


def of(deps: Deps, actor: Actor, group: Group) -> Shown:
    """A group's mission, for its members."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return _shown(tx, actor, group)


def _shown(tx: Tx, actor: Actor, group: Group) -> Shown:
    return Shown(group=group, mission=rows.present(tx, group.id), proposals=rows.open_of(tx, group.id, reader=actor.person.id),
                 organiser=actor.organises(group.id), review=charter_points.is_open(tx, group.id))


def say_first(deps: Deps, actor: Actor, group: Group, exist: str | None, gain: str | None, why: str | None = "", *,
              once: str | None = None) -> tuple[Shown, bool]:
    """The organiser's first wording holds at once; where there is a mission, or for a member, it is proposed. True: it holds."""
    actor.need(group.id)
    exist, gain, why = rules.check(exist, gain, why)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        holds = rows.present(tx, group.id) is None and actor.organises(group.id)
        if holds:
            adopt(tx, group, exist, gain, by_id=actor.person.id, decided="the first wording, by an organiser", now=now)
        else:
            _propose(tx, actor, group, exist, gain, why, now)
        return _shown(tx, actor, group), holds


def _propose(tx: Tx, actor: Actor, group: Group, exist: str, gain: str, why: str, now: datetime) -> None:
    if len(rows.open_of(tx, group.id)) >= rules.MOST_OPEN:
        raise Refused(f"{rules.MOST_OPEN} wordings wait for votes already. Please vote on them first: `/mentor mission`.", field="exist")
    proposal = Proposal(group_id=group.id, exist=exist, gain=gain, why=why, by_id=actor.person.id, created=now)
    proposal = replace(proposal, id=rows.add(tx, proposal))
    rows.vote(tx, proposal.id, actor.person.id, "yes", now)
    proposal = rows.by_id(tx, proposal.id)
    outbox.put(tx, key(proposal), "chat.postMessage", now=now, channel=group.channel, body=views.proposed(proposal).body())
    if rules.outcome(proposal) is not State.OPEN:
        settle(tx, group, proposal, now)


def vote(deps: Deps, actor: Actor, proposal_id: int, choice: str, *, once: str | None = None) -> Proposal:
    """Yes or no; it can be changed until the votes have decided."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        proposal = rules.need_open(actor, rows.by_id(tx, proposal_id, lock=True))
        group = next(g for g in actor.groups if g.id == proposal.group_id)
        group_rows.lock(tx, group.id)
        rows.vote(tx, proposal.id, actor.person.id, "yes" if choice == "yes" else "no", now)
        settle(tx, group, rows.by_id(tx, proposal.id), now)
        return rows.by_id(tx, proposal.id, reader=actor.person.id)


def withdraw(deps: Deps, actor: Actor, proposal_id: int, *, once: str | None = None) -> Proposal:
    """Off the table, by whoever proposed it or an organiser."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        proposal = rules.need_open(actor, rows.by_id(tx, proposal_id, lock=True))
        if proposal.by_id != actor.person.id and not actor.organises(proposal.group_id):
            raise Refused("Who proposed a wording, or an organiser, can take it back.")
        rows.settle(tx, proposal.id, State.WITHDRAWN, now)
        group = next(g for g in actor.groups if g.id == proposal.group_id)
        proposal = rows.by_id(tx, proposal.id, reader=actor.person.id)
        follow(tx, group, proposal, now)
        return proposal


def one(deps: Deps, actor: Actor, proposal_id: int) -> Proposal:
    """An open proposal of one of the actor's groups."""
    with deps.store.read() as tx:
        return rules.need_open(actor, rows.by_id(tx, proposal_id, reader=actor.person.id))


def comment(deps: Deps, actor: Actor, proposal_id: int, text: str | None, *, once: str) -> Proposal:
    """A word about a wording, in the thread under it, with the name of who says it."""
    words = tidy(text, name="comment", longest=rules.LONGEST_COMMENT, field="text")
    if not words:
        raise Refused("What would you like to say about it?", field="text")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        proposal = rules.need_open(actor, rows.by_id(tx, proposal_id, reader=actor.person.id))
        group = next(g for g in actor.groups if g.id == proposal.group_id)
        outbox.put(tx, f"{key(proposal)}:says:{secrets.token_hex(8)}", "chat.postMessage", now=now, channel=group.channel,
                   edits=key(proposal), body=views.comment(actor.person.name, words).body())
        return proposal


def kept(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Shown:
    """The yearly review: the group keeps its mission and goals as they are. An organiser writes down what was agreed."""
    actor.need(group.id)
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} writes down that you keep it. You can propose another wording.")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        mission = rows.present(tx, group.id)
        if mission is None:
            raise Refused("There is no mission to keep yet. `/mentor mission propose` writes one.")
        charter_rows.log(tx, group.id, "review", f"Mission and goals are kept: {rules.sentences(mission.exist, mission.gain)[0]}",
                         decided="kept by the group, written down by an organiser", by_id=actor.person.id, now=now)
        charter_points.over(tx, group, now)
        charter_post.follow_if_posted(tx, group, now)
        return _shown(tx, actor, group)
