"""Meetings and the rhythms they come from: query functions, dataclasses out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp, Series, SeriesState
from storage.schema import attendance, groups, meetings, people, series

_SERIES = tuple(f.name for f in fields(Series))
_MEETING = tuple(f.name for f in fields(Meeting))
MEETING = tuple(meetings.c[name] for name in _MEETING)


def _one_series(row) -> Series:
    values = {name: row._mapping[name] for name in _SERIES}
    days = {name: tuple(date.fromisoformat(d) for d in values[name] or ()) for name in ("dates", "without")}
    return Series(**values | days | {"state": SeriesState(values["state"])})


def _days(one: Series) -> dict:
    """The lists of days as they are kept."""
    return {name: [d.isoformat() for d in getattr(one, name)] or sa.null() for name in ("dates", "without")}


def meeting_of(row) -> Meeting:
    """A row that holds the columns ``MEETING`` as a meeting."""
    values = {name: row._mapping[name] for name in _MEETING}
    return Meeting(**values | {"state": MeetingState(values["state"])})


def living_series(tx: Connection, group_id: int, *, lock: bool = False) -> Series | None:
    """The rhythm of a group that is active or paused, or None. ``lock`` holds it until the end of the transaction."""
    query = sa.select(series).where(series.c.group_id == group_id, series.c.state != "ended")
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _one_series(row) if row else None


def add_series(tx: Connection, new: Series) -> int:
    """Write a rhythm down; its id."""
    values = _values(new, _SERIES) | _days(new)
    return tx.execute(sa.insert(series).values(values).returning(series.c.id)).scalar_one()


def change_series(tx: Connection, after: Series, *, was: int) -> bool:
    """Write a rhythm's new state over version ``was``; False when somebody was quicker. The version rises by one."""
    values = _values(after, _SERIES) | _days(after) | {"version": was + 1}
    return tx.execute(sa.update(series).where(series.c.id == after.id, series.c.version == was).values(values)).rowcount > 0


def series_to_extend(tx: Connection, through: date, limit: int) -> list[Series]:
    """Active rhythms without an end whose meetings stand only up to a day before ``through``, oldest first."""
    query = (sa.select(series).where(series.c.state == "active", series.c.through < through,
                                     sa.or_(series.c.until.is_(None), series.c.until > series.c.through))
             .order_by(series.c.through, series.c.id).limit(limit))
    return [_one_series(row) for row in tx.execute(query)]


def next_number(tx: Connection, group_id: int) -> int:
    """The number for a group's next meeting; numbers are never used twice."""
    return tx.execute(sa.update(groups).where(groups.c.id == group_id).values(last_meeting=groups.c.last_meeting + 1)
                      .returning(groups.c.last_meeting)).scalar_one()


def add(tx: Connection, new: Meeting) -> int:
    """Write a meeting down; its id. IntegrityError when its rhythm has one of that nominal day."""
    return tx.execute(sa.insert(meetings).values(_values(new, _MEETING)).returning(meetings.c.id)).scalar_one()


def change(tx: Connection, after: Meeting, *, was: int) -> bool:
    """Write a meeting's new state over version ``was``; False when somebody was quicker. The version rises by one."""
    values = _values(after, _MEETING) | {"version": was + 1}
    return tx.execute(sa.update(meetings).where(meetings.c.id == after.id, meetings.c.version == was).values(values)).rowcount > 0


def by_id(tx: Connection, meeting_id: int, *, lock: bool = False) -> Meeting | None:
    """The meeting with this id, or None."""
    query = sa.select(meetings).where(meetings.c.id == meeting_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return meeting_of(row) if row else None


def by_number(tx: Connection, group_id: int, number: int) -> Meeting | None:
    """The meeting of a group with this number, or None."""
    row = tx.execute(sa.select(meetings).where(meetings.c.group_id == group_id, meetings.c.number == number)).first()
    return meeting_of(row) if row else None


def between(tx: Connection, group_ids: Sequence[int], after: datetime, before: datetime | None = None) -> list[Meeting]:
    """The meetings of these groups, of any state, that begin at ``after`` or later and before ``before``; by time."""
    query = sa.select(meetings).where(meetings.c.group_id.in_(group_ids), meetings.c.starts >= after)
    if before is not None:
        query = query.where(meetings.c.starts < before)
    return [meeting_of(row) for row in tx.execute(query.order_by(meetings.c.starts, meetings.c.id))]


def of_other_zone_data(tx: Connection, version: str, now: datetime, limit: int) -> list[Meeting]:
    """Meetings ahead whose instant was reckoned with another version of the zones' rules."""
    query = (sa.select(meetings).where(meetings.c.starts > now, meetings.c.tzdata != version)
             .order_by(meetings.c.starts, meetings.c.id).limit(limit))
    return [meeting_of(row) for row in tx.execute(query)]


def series_to_resume(tx: Connection, latest: date, limit: int) -> list[Series]:
    """Paused rhythms that go on again on ``latest`` or earlier."""
    query = sa.select(series).where(series.c.state == "paused", series.c.resumes <= latest).order_by(series.c.id).limit(limit)
    return [_one_series(row) for row in tx.execute(query)]


def replies(tx: Connection, meeting_id: int) -> list[Reply]:
    """What members have said about a meeting, by name."""
    query = (sa.select(attendance, people.c.user).join(people, people.c.id == attendance.c.person_id)
             .where(attendance.c.meeting_id == meeting_id).order_by(people.c.name, people.c.id))
    return [Reply(person_id=r.person_id, user=r.user, answer=Rsvp(r.answer) if r.answer else None, word=r.word, present=r.present)
            for r in tx.execute(query)]


def _values(thing: object, names: Sequence[str]) -> dict:
    return {name: getattr(thing, name) for name in names if name != "id"}
