"""Ways into a group, ballots, terms, buddies, and who stands how long."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from mentoring.membership import OPEN, Candidacy, Member, Origin, State
from mentoring.people import Group
from storage import people as people_rows
from storage.once import insert_once
from storage.schema import absences, ballots, buddies, candidacies, groups, memberships, outsiders, people, stay_answers, stay_rounds, terms
from storage.store import Tx

_KEPT = tuple(c.name for c in candidacies.columns if c.name not in ("id", "state", "origin"))
_WHO, _BY = people.alias("who"), people.alias("by_whom")
_OPEN = candidacies.c.settled.is_(None)


def _values(one: Candidacy) -> dict:
    return {k: getattr(one, k) for k in _KEPT} | {"state": one.state.value, "origin": one.origin.value}


def add(tx: Tx, one: Candidacy) -> int:
    """Store a new one; its id. The schema allows one open way of a person into a group."""
    return tx.execute(sa.insert(candidacies).values(_values(one)).returning(candidacies.c.id)).scalar_one()


def change(tx: Tx, one: Candidacy) -> bool:
    """Store it one version on if it is still at ``one.version``; False when somebody was quicker."""
    here = sa.and_(candidacies.c.id == one.id, candidacies.c.version == one.version)
    return tx.execute(sa.update(candidacies).where(here).values(_values(one) | {"version": one.version + 1})).rowcount > 0


def _query():
    return (sa.select(candidacies, _WHO.c.user, _WHO.c.name, _BY.c.name.label("by"))
            .join(_WHO, _WHO.c.id == candidacies.c.person_id).outerjoin(_BY, _BY.c.id == candidacies.c.by_id))


def _candidacy(row) -> Candidacy:
    return Candidacy(id=row.id, state=State(row.state), origin=Origin(row.origin), user=row.user, name=row.name or row.user,
                     by=row.by or "", **{k: getattr(row, k) for k in _KEPT})


def by_id(tx: Tx, candidacy_id: int) -> Candidacy | None:
    """One, whoever's it is: the caller asks ``mentoring.membership`` who may see it."""
    row = tx.execute(_query().where(candidacies.c.id == candidacy_id)).first()
    return _candidacy(row) if row else None


def open_of_group(tx: Tx, group_id: int, states: Collection[State] = OPEN) -> list[Candidacy]:
    """The open ones of a group, oldest first."""
    query = _query().where(candidacies.c.group_id == group_id, _OPEN, candidacies.c.state.in_([s.value for s in states]))
    return [_candidacy(row) for row in tx.execute(query.order_by(candidacies.c.id))]


def open_of_person(tx: Tx, person_id: int) -> list[Candidacy]:
    """The open ones of a person, oldest first."""
    return [_candidacy(row) for row in tx.execute(_query().where(candidacies.c.person_id == person_id, _OPEN).order_by(candidacies.c.id))]


def open_of_members(tx: Tx) -> list[Candidacy]:
    """Open ones of people who are in the group meanwhile: the settings have put them there."""
    present = sa.exists().where(memberships.c.group_id == candidacies.c.group_id, memberships.c.person_id == candidacies.c.person_id,
                                memberships.c.left.is_(None))
    return [_candidacy(row) for row in tx.execute(_query().where(_OPEN, present))]


def due(tx: Tx, now: datetime) -> list[Candidacy]:
    """Votes that close and invitations that lapse by now, oldest first."""
    return [_candidacy(row) for row in tx.execute(_query().where(_OPEN, candidacies.c.until <= now).order_by(candidacies.c.until))]


def groups_with(tx: Tx, workspace: str, state: State) -> list[Group]:
    """The groups that have an open one in this state."""
    query = (sa.select(groups).where(groups.c.workspace == workspace, groups.c.id.in_(
        sa.select(candidacies.c.group_id).where(_OPEN, candidacies.c.state == state.value))).order_by(groups.c.id))
    return [_group(r) for r in tx.execute(query)]


def _group(row) -> Group:
    return Group(id=row.id, workspace=row.workspace, channel=row.channel, name=row.name, tz=row.tz)


def groups_of(tx: Tx, workspace: str) -> list[Group]:
    """Every group of the workspace that has a member, by name: who asks to join one sees their cards."""
    present = sa.select(memberships.c.group_id).where(memberships.c.left.is_(None))
    query = sa.select(groups).where(groups.c.workspace == workspace, groups.c.id.in_(present)).order_by(groups.c.name, groups.c.id)
    return [_group(r) for r in tx.execute(query)]


def ballot(tx: Tx, candidacy_id: int, person_id: int) -> bool:
    """Somebody votes; False: they have voted already. How is not written here."""
    return insert_once(tx, ballots, candidacy_id=candidacy_id, person_id=person_id)


def voters(tx: Tx, candidacy_id: int) -> set[int]:
    """Who has voted."""
    return set(tx.execute(sa.select(ballots.c.person_id).where(ballots.c.candidacy_id == candidacy_id)).scalars())


# ---- members ----------------------------------------------------------------------------------------------------------------

def standing(tx: Tx, group_id: int, day: date) -> list[Member]:
    """Who is in a group now, with since when, until when, and who is away on ``day``, by name."""
    since = dict(tx.execute(sa.select(memberships.c.person_id, memberships.c.joined)
                            .where(memberships.c.group_id == group_id, memberships.c.left.is_(None))).all())
    ends = {r.person_id: r.ends for r in tx.execute(sa.select(terms).where(terms.c.group_id == group_id))}
    gone = {r.person_id: date.fromordinal(r.last.toordinal() + 1) for r in tx.execute(
        sa.select(absences).where(absences.c.person_id.in_(list(since)), absences.c.back.is_(None), absences.c.first <= day,
                                  absences.c.last >= day))}
    return [Member(person=p, role=role, joined=since[p.id], until=ends.get(p.id), away=gone.get(p.id))
            for p, role in people_rows.members_of(tx, group_id)]


def member_count(tx: Tx, group_id: int) -> int:
    """How many are in a group now."""
    return tx.execute(sa.select(sa.func.count()).select_from(memberships)
                      .where(memberships.c.group_id == group_id, memberships.c.left.is_(None))).scalar_one()


def forget(tx: Tx, group_id: int, person_ids: Collection[int]) -> None:
    """People who have left: their term, their buddy, the question about the channel and an open yearly question go."""
    ids = list(person_ids)
    for table in (terms, buddies, outsiders):
        tx.execute(sa.delete(table).where(table.c.group_id == group_id, table.c.person_id.in_(ids)))
    going_on = sa.select(stay_rounds.c.id).where(stay_rounds.c.group_id == group_id, stay_rounds.c.closed.is_(None))
    tx.execute(sa.delete(stay_answers).where(stay_answers.c.round_id.in_(going_on), stay_answers.c.person_id.in_(ids),
                                             stay_answers.c.answer.is_(None)))


def buddies_so_far(tx: Tx, group_id: int) -> dict[int, int]:
    """How many newcomers each member looks after or has looked after."""
    query = sa.select(buddies.c.buddy_id, sa.func.count()).where(buddies.c.group_id == group_id).group_by(buddies.c.buddy_id)
    return dict(tx.execute(query).all())


def give_buddy(tx: Tx, group_id: int, person_id: int, buddy_id: int, now: datetime) -> None:
    """From now on somebody looks after a newcomer."""
    tx.execute(sa.delete(buddies).where(buddies.c.group_id == group_id, buddies.c.person_id == person_id))
    tx.execute(sa.insert(buddies).values(group_id=group_id, person_id=person_id, buddy_id=buddy_id, since=now))
