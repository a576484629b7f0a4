"""Missions, the wordings that were proposed, and the votes for them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from mentoring.missions import Mission, Proposal, State
from storage.once import insert_once
from storage.schema import groups, memberships, mission_proposals, mission_votes, missions, people
from storage.store import Tx

_HERE = sa.and_(memberships.c.group_id == mission_proposals.c.group_id, memberships.c.left.is_(None))


def versions(tx: Tx, group_id: int, limit: int = 50) -> list[Mission]:
    """Every wording that was adopted, newest first."""
    query = (sa.select(missions, people.c.name).outerjoin(people, people.c.id == missions.c.by_id)
             .where(missions.c.group_id == group_id).order_by(missions.c.number.desc()).limit(limit))
    return [Mission(group_id=r.group_id, number=r.number, exist=r.exist, gain=r.gain, decided=r.decided, by_id=r.by_id, by=r.name or "",
                    adopted=r.adopted) for r in tx.execute(query)]


def present(tx: Tx, group_id: int) -> Mission | None:
    """The wording that holds now."""
    return next(iter(versions(tx, group_id, 1)), None)


def of_workspace(tx: Tx, workspace: str) -> dict[int, tuple[str, str]]:
    """Both halves of the mission of every group of a workspace that has one, by group."""
    newest = sa.select(missions.c.group_id, sa.func.max(missions.c.number).label("number")).group_by(missions.c.group_id).subquery()
    query = (sa.select(missions.c.group_id, missions.c.exist, missions.c.gain)
             .join(newest, sa.and_(newest.c.group_id == missions.c.group_id, newest.c.number == missions.c.number))
             .join(groups, groups.c.id == missions.c.group_id).where(groups.c.workspace == workspace))
    return {r.group_id: (r.exist, r.gain) for r in tx.execute(query)}


def adopt(tx: Tx, group_id: int, exist: str, gain: str, *, decided: str, by_id: int | None, now: datetime) -> Mission:
    """The next version."""
    last = tx.execute(sa.select(sa.func.max(missions.c.number)).where(missions.c.group_id == group_id)).scalar() or 0
    tx.execute(sa.insert(missions).values(group_id=group_id, number=last + 1, exist=exist, gain=gain, decided=decided, by_id=by_id,
                                          adopted=now))
    return present(tx, group_id)


# ---- proposals -------------------------------------------------------------------------------------------------------------

def add(tx: Tx, proposal: Proposal) -> int:
    """A new one; its id."""
    return tx.execute(sa.insert(mission_proposals).values(
        group_id=proposal.group_id, exist=proposal.exist, gain=proposal.gain, why=proposal.why, state=proposal.state.value,
        by_id=proposal.by_id, created=proposal.created, version=1).returning(mission_proposals.c.id)).scalar_one()


def _query(reader: int):
    def votes(choice: str):
        return (sa.select(sa.func.count()).select_from(mission_votes)
                .join(memberships, sa.and_(memberships.c.person_id == mission_votes.c.person_id, _HERE))
                .where(mission_votes.c.proposal_id == mission_proposals.c.id, mission_votes.c.choice == choice)
                .correlate(mission_proposals).scalar_subquery())
    everyone = sa.select(sa.func.count()).select_from(memberships).where(_HERE).correlate(mission_proposals).scalar_subquery()
    mine = (sa.select(mission_votes.c.choice)
            .where(mission_votes.c.proposal_id == mission_proposals.c.id, mission_votes.c.person_id == reader)
            .correlate(mission_proposals).scalar_subquery())
    return (sa.select(mission_proposals, people.c.name, votes("yes").label("yes"), votes("no").label("no"), everyone.label("members"),
                      mine.label("mine"))
            .outerjoin(people, people.c.id == mission_proposals.c.by_id))


def _proposal(r) -> Proposal:
    return Proposal(id=r.id, group_id=r.group_id, exist=r.exist, gain=r.gain, why=r.why, state=State(r.state), by_id=r.by_id,
                    by=r.name or "", created=r.created, settled=r.settled, version=r.version, yes=r.yes, no=r.no, members=r.members,
                    mine=r.mine or "")


def by_id(tx: Tx, proposal_id: int, *, reader: int = 0, lock: bool = False) -> Proposal | None:
    """One, whoever's it is: the caller asks ``mentoring.missions`` whether it may be seen. ``lock`` holds the row for a change."""
    if lock:
        tx.execute(sa.select(mission_proposals.c.id).where(mission_proposals.c.id == proposal_id).with_for_update())
    row = tx.execute(_query(reader).where(mission_proposals.c.id == proposal_id)).first()
    return _proposal(row) if row else None


def open_of(tx: Tx, group_id: int, *, reader: int = 0) -> list[Proposal]:
    """Those that wait for votes, oldest first."""
    here = sa.and_(mission_proposals.c.group_id == group_id, mission_proposals.c.state == State.OPEN.value)
    return [_proposal(r) for r in tx.execute(_query(reader).where(here).order_by(mission_proposals.c.id))]


def settle(tx: Tx, proposal_id: int, state: State, now: datetime) -> None:
    """It waits no more."""
    tx.execute(sa.update(mission_proposals).where(mission_proposals.c.id == proposal_id)
               .values(state=state.value, settled=now, version=mission_proposals.c.version + 1))


def vote(tx: Tx, proposal_id: int, person_id: int, choice: str, now: datetime) -> None:
    """Somebody's vote; the last one counts."""
    if not insert_once(tx, mission_votes, proposal_id=proposal_id, person_id=person_id, choice=choice, since=now):
        tx.execute(sa.update(mission_votes).where(mission_votes.c.proposal_id == proposal_id, mission_votes.c.person_id == person_id)
                   .values(choice=choice, since=now))
