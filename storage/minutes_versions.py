"""Versions of minutes that were approved: each whole, none ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from mentoring.records import Record, as_json, of_json
from storage.schema import minutes, minutes_versions
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What was approved, by whom (None: by silence) and when; ``why`` says what it changed."""

    meeting_id: int
    version: int
    at: datetime
    person_id: int | None
    record: Record
    why: str


def add(tx: Tx, meeting_id: int, version: int, at: datetime, person_id: int | None, record: Record, why: str) -> None:
    """Keep a version for good. A version that is there already is an error of the database: none is written over."""
    tx.execute(sa.insert(minutes_versions).values(meeting_id=meeting_id, version=version, at=at, person_id=person_id,
                                                  body=as_json(record), why=why))


def _version(row) -> Version:
    return Version(meeting_id=row.meeting_id, version=row.version, at=row.at, person_id=row.person_id, record=of_json(row.body),
                   why=row.why)


def latest(tx: Tx, meeting_id: int) -> Version | None:
    """The version that counts, or None before the first approval."""
    query = (sa.select(minutes_versions).where(minutes_versions.c.meeting_id == meeting_id)
             .order_by(minutes_versions.c.version.desc()).limit(1))
    row = tx.execute(query).first()
    return _version(row) if row else None


def every(tx: Tx, meeting_id: int) -> list[Version]:
    """All versions of a meeting's minutes, the first one first."""
    query = sa.select(minutes_versions).where(minutes_versions.c.meeting_id == meeting_id).order_by(minutes_versions.c.version)
    return [_version(row) for row in tx.execute(query)]


def of_group(tx: Tx, group_id: int, *, limit: int = 200, since: datetime | None = None) -> list[Version]:
    """The version that counts of each meeting of a group, newest meeting first; ``since``: only meetings that opened after it."""
    here = sa.and_(minutes.c.group_id == group_id, *([minutes.c.opened > since] if since else []))
    query = (sa.select(minutes_versions)
             .join(minutes, sa.and_(minutes.c.meeting_id == minutes_versions.c.meeting_id,
                                    minutes.c.version == minutes_versions.c.version))
             .where(here).order_by(minutes.c.opened.desc()).limit(limit))
    return [_version(row) for row in tx.execute(query)]
