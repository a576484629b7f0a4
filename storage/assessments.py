"""Needs assessments as they are kept: sealed answers while one is open, counts afterwards."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mentoring.assessments import Round
from storage.schema import needs_answers, needs_rounds, people
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody has said so far, sealed. ``whole``: they have sent it off."""

    person_id: int
    workspace: str
    user: str
    seal: str
    sealed: bytes
    whole: bool


def _round(row) -> Round:
    return Round(id=row.id, group_id=row.group_id, begun=row.begun, due=row.due, begun_by=row.begun_by, closed=row.closed,
                 answered=row.answered, members=row.members, results=row.results, own=tuple(row.own or ()))


def begin(tx: Tx, one: Round) -> int:
    """A round is open; its id."""
    return tx.execute(sa.insert(needs_rounds).values(group_id=one.group_id, begun=one.begun, due=one.due, begun_by=one.begun_by, answered=0,
                                                     members=one.members).returning(needs_rounds.c.id)).scalar_one()


def by_id(tx: Tx, round_id: int, *, lock: bool = False) -> Round | None:
    """One, whosever group's it is."""
    query = sa.select(needs_rounds).where(needs_rounds.c.id == round_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _round(row) if row else None


def of_group(tx: Tx, group_id: int) -> list[Round]:
    """A group's rounds, newest first."""
    query = (sa.select(needs_rounds).where(needs_rounds.c.group_id == group_id)
             .order_by(needs_rounds.c.begun.desc(), needs_rounds.c.id.desc()))
    return [_round(row) for row in tx.execute(query)]


def due(tx: Tx, now: datetime) -> list[Round]:
    """The open rounds whose time is over."""
    query = sa.select(needs_rounds).where(needs_rounds.c.closed.is_(None), needs_rounds.c.due <= now)
    return [_round(row) for row in tx.execute(query)]


def put(tx: Tx, round_id: int, person_id: int, seal: str, sealed: bytes, *, whole: bool) -> None:
    """What somebody has said so far takes the place of what they had said."""
    tx.execute(sa.delete(needs_answers).where(needs_answers.c.round_id == round_id, needs_answers.c.person_id == person_id))
    tx.execute(sa.insert(needs_answers).values(round_id=round_id, person_id=person_id, seal=seal, sealed=sealed, whole=whole))


def answers(tx: Tx, round_id: int, *, person_id: int | None = None) -> list[Answer]:
    """The sealed answers of a round, or somebody's own."""
    query = (sa.select(needs_answers, people.c.workspace, people.c.user).join(people, people.c.id == needs_answers.c.person_id)
             .where(needs_answers.c.round_id == round_id))
    if person_id is not None:
        query = query.where(needs_answers.c.person_id == person_id)
    return [Answer(person_id=r.person_id, workspace=r.workspace, user=r.user, seal=r.seal, sealed=r.sealed, whole=r.whole)
            for r in tx.execute(query)]


def close(tx: Tx, round_id: int, now: datetime, *, answered: int, members: int, results: Mapping[str, list[int]] | None,
          own: Sequence[str]) -> None:
    """Only counts are left: the answers are gone, and nobody can tell any more who gave one."""
    shuffled = list(own)
    random.shuffle(shuffled)
    tx.execute(sa.delete(needs_answers).where(needs_answers.c.round_id == round_id))
    tx.execute(sa.update(needs_rounds).where(needs_rounds.c.id == round_id).values(
        closed=now, answered=answered, members=members, results=results, own=shuffled))
