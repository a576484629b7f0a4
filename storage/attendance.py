"""Who comes to a meeting, what they want said there, and who keeps the dates of a rhythm free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.meetings import Reply, Rsvp
from storage.once import insert_once
from storage.schema import attendance, commitments, meetings, people


def _reply(row) -> Reply:
    return Reply(person_id=row.person_id, user=row.user, answer=Rsvp(row.answer) if row.answer else None, word=row.word,
                 present=row.present)


_READ = sa.select(attendance, people.c.user).join(people, people.c.id == attendance.c.person_id)


def of_person(tx: Connection, person_id: int, meeting_ids: Sequence[int]) -> dict[int, Reply]:
    """What one person has said about these meetings, by meeting."""
    query = _READ.where(attendance.c.person_id == person_id, attendance.c.meeting_id.in_(meeting_ids))
    return {row.meeting_id: _reply(row) for row in tx.execute(query)}


def answer(tx: Connection, meeting_id: int, person_id: int, said: Rsvp, *, now: datetime) -> None:
    """Yes, late or no; the last word counts."""
    _set(tx, meeting_id, person_id, answer=said.value, answered=now)


def word(tx: Connection, meeting_id: int, person_id: int, text: str) -> None:
    """What somebody who cannot come wants said there; "" takes it back."""
    _set(tx, meeting_id, person_id, word=text)


def present(tx: Connection, meeting_id: int, person_id: int, there: bool | None) -> None:
    """Whether somebody was there; None when nobody has said."""
    _set(tx, meeting_id, person_id, present=there)


def _set(tx: Connection, meeting_id: int, person_id: int, **values) -> None:
    if insert_once(tx, attendance, meeting_id=meeting_id, person_id=person_id, **{"word": ""} | values):
        return
    tx.execute(sa.update(attendance).where(attendance.c.meeting_id == meeting_id, attendance.c.person_id == person_id).values(values))


def commit(tx: Connection, series_id: int, person_id: int, through: date, *, now: datetime) -> None:
    """A member keeps the dates of a rhythm free, up to ``through``."""
    if not insert_once(tx, commitments, series_id=series_id, person_id=person_id, through=through, at=now):
        tx.execute(sa.update(commitments).where(commitments.c.series_id == series_id, commitments.c.person_id == person_id)
                   .values(through=through, at=now))


def committed(tx: Connection, series_id: int) -> dict[int, date]:
    """Who has said that they keep the dates free, and up to which day, by person."""
    query = sa.select(commitments.c.person_id, commitments.c.through).where(commitments.c.series_id == series_id)
    return {row.person_id: row.through for row in tx.execute(query)}


def forget_after_move(tx: Connection, meeting_id: int) -> int:
    """A meeting stands at another time: what was said about the old one no longer counts; how many answers there were."""
    done = sa.update(attendance).where(attendance.c.meeting_id == meeting_id, attendance.c.answer.is_not(None))
    return tx.execute(done.values(answer=sa.null(), answered=sa.null())).rowcount


def seen_less(tx: Connection, group_id: int, person_id: int, since: datetime, before: datetime) -> list[int]:
    """The numbers of meetings between two instants to which a person said yes and at which nobody saw them, by time."""
    query = (sa.select(meetings.c.number).join(attendance, attendance.c.meeting_id == meetings.c.id)
             .where(meetings.c.group_id == group_id, attendance.c.person_id == person_id, attendance.c.answer.in_(("yes", "late")),
                    attendance.c.present.is_(sa.false()), meetings.c.starts >= since, meetings.c.starts < before)
             .order_by(meetings.c.starts))
    return list(tx.execute(query).scalars())
