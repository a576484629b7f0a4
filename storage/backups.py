"""Backups of a SQLite database while the bot runs: taken, proved, thinned out, and put back. (reliability.md 4.4)

A copy holds no keys: what is sealed opens only beside `mentor.keys` and the persons' keys, and who was forgotten stays forgotten
(`bot.services.own_data.replay`). PostgreSQL has its own tools, which this module names instead of copying them badly.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from mentoring.patterns import regex
from storage import files, sqlite, version
from storage.backup import back_up
from storage.errors import Refuse
from storage.schema import outbox
from storage.store import parse

FOLDER, LABEL = "backups", "daily"
DAILY, WEEKLY, MONTHLY = 7, 4, 6
RESTORED = "may have been sent after the backup was made"
_NAME = regex(rf"-{LABEL}-(\d{{8}}T\d{{6}}Z)(?:-\d+)?\.db\Z")
_POSTGRES = ("This is PostgreSQL: {what} it with its own tools, such as pg_dump --format=custom and pg_restore, without the schema "
             "mentor_keys.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What a backup turned out to be."""

    path: Path
    schema: int
    people: int
    groups: int
    meetings: int


def take(url: str, *, now: datetime) -> Path:
    """A proved copy in ``backups/`` beside the database, whether or not the bot runs. Refuse: no room, not SQLite, or not good."""
    path = _file(url, "back up")
    if not path.exists():
        raise Refuse(f"There is no database at {path} yet.")
    with closing(sqlite3.connect(f"file:{sqlite.quote(str(path))}?mode=ro", uri=True, isolation_level=None)) as raw:
        return back_up(raw, path, label=LABEL, now=now, exact=False)


def verify(path: Path) -> Proved:
    """Look through a backup. Refuse: it is not whole, not ours, or newer than this program."""
    if not path.is_file():
        raise Refuse(f"There is no file {path}.")
    try:
        with closing(sqlite3.connect(f"file:{sqlite.quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)) as raw:
            schema = files.version_of(raw, path)
            files.refuse_newer(schema, version.HEAD, str(path))
            verdict = raw.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok" or raw.execute("PRAGMA foreign_key_check").fetchone() is not None or not schema:
                raise Refuse(f"{path} is not a whole backup ({verdict}). Take another one.")
            people, groups, meetings = (raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608 - our own names
                                        for name in ("people", "groups", "meetings" if schema > 1 else "groups"))
    except sqlite3.DatabaseError as error:
        raise Refuse(f"{path} is not a whole backup ({error}). Take another one.") from None
    return Proved(path=path, schema=schema, people=people, groups=groups, meetings=meetings)


def restore(url: str, backup: Path, *, now: datetime) -> Path:
    """Put a backup in the place of the database, with the bot stopped; where the database that stood there lies now.

    Nothing that was due before ``now`` is sent from it: it may have been sent already. Locked: the bot runs. Refuse: see `verify`.
    """
    path = _file(url, "put back")
    verify(backup)
    files.prepare(path)
    lock = files.Lock(path)
    try:
        aside = path.with_name(f"{path.stem}-before-restore-{now:%Y%m%dT%H%M%SZ}{path.suffix}")
        draft = path.with_name(f".{path.name}.restoring")
        shutil.copyfile(backup, draft)
        draft.chmod(0o600)
        _settle(draft, now)
        for ending in ("", "-wal", "-shm"):
            beside = path.with_name(path.name + ending)
            if beside.exists():
                os.replace(beside, aside.with_name(aside.name + ending))
        os.replace(draft, path)
        return aside
    finally:
        lock.release()


def _settle(path: Path, now: datetime) -> None:
    """What was due before now is not sent from this copy."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).where(outbox.c.state.in_(("waiting", "claimed", "sending")), outbox.c.due <= now)
                           .values(state="skipped", reason=RESTORED, settled=now, body=sa.null(), claim=None, lease=None))
    engine.dispose()


def thin_out(url: str, *, now: datetime) -> list[Path]:
    """Keep the newest of each of 7 days, 4 weeks and 6 months; which copies went."""
    folder = _file(url, "back up").parent / FOLDER
    taken = sorted(((_moment(p), p) for p in folder.glob(f"*-{LABEL}-*.db") if _NAME.search(p.name)), reverse=True)
    kept = {p for p, _ in _newest(taken, lambda at: (at.date(),), DAILY)}
    kept |= {p for p, _ in _newest(taken, lambda at: at.isocalendar()[:2], WEEKLY)}
    kept |= {p for p, _ in _newest(taken, lambda at: (at.year, at.month), MONTHLY)}
    gone = [p for _, p in taken if p not in kept]
    for path in gone:
        path.unlink()
    return gone


def _newest(taken: Iterable[tuple[datetime, Path]], of, most: int) -> list[tuple[Path, tuple]]:
    found: dict[tuple, Path] = {}
    for at, path in taken:
        if of(at) not in found and len(found) < most:
            found[of(at)] = path
    return [(path, span) for span, path in found.items()]


def newest(url: str) -> tuple[datetime, Path] | None:
    """The newest daily copy, and when it was taken; None without one, and on PostgreSQL."""
    if parse(url).get_backend_name() != "sqlite":
        return None
    folder = _file(url, "back up").parent / FOLDER
    return max(((_moment(p), p) for p in folder.glob(f"*-{LABEL}-*.db") if _NAME.search(p.name)), default=None)


def is_due(url: str, *, now: datetime) -> bool:
    """Whether the last daily copy is a day old, or there is none."""
    last = newest(url)
    return parse(url).get_backend_name() == "sqlite" and (last is None or now - last[0] >= timedelta(hours=23))


def _moment(path: Path) -> datetime:
    return datetime.strptime(_NAME.search(path.name)[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def _file(url: str, what: str) -> Path:
    parsed = parse(url)
    if parsed.get_backend_name() != "sqlite":
        raise Refuse(_POSTGRES.format(what=what))
    return sqlite.file_of(parsed)
