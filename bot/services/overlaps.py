"""Shared goals that are alike: their two owners are asked, each alone; what one says is told only when both want something.

Called with every change of a goal (`bot.services.goals`), in its transaction.
"""

from __future__ import annotations

from datetime import datetime

from bot.deps import Deps
from bot.services import quiet
from bot.views import overlaps as views
from mentoring import overlaps as rules
from mentoring.goals import Goal
from mentoring.overlaps import Overlap, Wish
from mentoring.people import Actor, Kind, Person
from storage import goals as goal_rows
from storage import groups as group_rows
from storage import outbox
from storage import overlaps as rows
from storage import people as people_rows
from storage.store import Tx

MOST = 500      # shared goals of a group that are compared


def follow(tx: Tx, goal: Goal, now: datetime) -> None:
    """After a change: a goal that is seen meets those it is like; one that is not seen any more is taken out of every question."""
    for known in rows.of_goal(tx, goal.id):
        if not known.stands:
            _drop(tx, known, now)
    if not rules.is_seen(goal, goal.group_id):
        return
    group = group_rows.by_id(tx, goal.group_id)
    members = {p.id: p for p, _ in people_rows.members_of(tx, group.id)}
    others = [o for o in goal_rows.seen_in(tx, group.id, but=goal.owner_id, limit=MOST)
              if rules.is_seen(o, group.id) and members[o.owner_id].kind is not Kind.GONE]
    for other in rules.alike(goal, others):
        made = rows.add(tx, group.id, goal.id, other.id, now)
        if made is None:
            continue
        overlap = rows.by_id(tx, made)
        for person in (members[goal.owner_id], members[other.owner_id]):
            mine, theirs = overlap.sides(person.id)
            quiet.write(tx, person, key(overlap, person.id), views.asked(overlap, mine, theirs, members[theirs.owner_id], group),
                        tz=group.tz, now=now)


def key(overlap: Overlap, person_id: int) -> str:
    """The letter that asks one of the two."""
    return f"overlap:{overlap.id}:{person_id}"


def _drop(tx: Tx, overlap: Overlap, now: datetime) -> None:
    """Letters that wait are not sent; a question that was asked says that there is nothing left to decide, without the goals' words."""
    people = [overlap.goal.owner_id, overlap.other.owner_id]
    waited = [outbox.withdraw(tx, key(overlap, p), now=now, reason="not shared any more") for p in people]
    for person_id, withdrawn in zip(people, waited, strict=True):
        person = people_rows.by_id(tx, person_id)
        if not withdrawn and person.dm:
            outbox.put(tx, f"{key(overlap, person_id)}:over:{now:%Y%m%d%H%M%S}", "chat.update", now=now, channel=person.dm,
                       edits=key(overlap, person_id), body=views.over().body())
    if all(waited):
        rows.remove(tx, overlap.id)


def gone(tx: Tx, goal_id: int, now: datetime) -> None:
    """A goal is about to be taken out altogether."""
    for overlap in rows.of_goal(tx, goal_id):
        _drop(tx, overlap, now)


def left(tx: Tx, group_id: int, person_ids: list[int], now: datetime) -> None:
    """They are in the group no longer: whatever was asked about their goals in it is over. Call it after their goals are unshared."""
    for overlap in rows.of_people(tx, group_id, person_ids):
        _drop(tx, overlap, now)


def say(deps: Deps, actor: Actor, overlap_id: int, wish: Wish, *, once: str | None = None) -> tuple[Overlap, Person]:
    """What one of the two would like, and who the other is. When both want something, each hears what the other said."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        overlap = rules.need_sight(actor, rows.by_id(tx, overlap_id, lock=True))
        rules.check(overlap, actor.person.id)
        rows.say(tx, overlap.id, actor.person.id, wish)
        after = rows.by_id(tx, overlap.id)
        _, theirs = after.sides(actor.person.id)
        peer = people_rows.by_id(tx, theirs.owner_id)
        if after.both_want:
            group = next(g for g in actor.groups if g.id == after.group_id)
            quiet.write(tx, peer, f"overlap:{overlap.id}:both:{peer.id}", views.both(after, peer.id, actor.person), tz=group.tz, now=now)
        return after, peer
