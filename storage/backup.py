"""A copy of a SQLite database that is known to be good before it is called a backup. (reliability.md 4.4)"""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from storage.errors import Refuse


def back_up(raw: sqlite3.Connection, database: Path, *, label: str, now: datetime, exact: bool = True) -> Path:
    """Copy ``database``, open on ``raw`` outside a transaction, into ``backups/`` beside it.

    ``label`` becomes part of the name. The copy is opened, checked and compared before it gets its name; Refuse when
    there is no room or the copy is not good. Without ``exact`` somebody may write meanwhile, and rows are not compared.
    """
    folder = database.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    size = database.stat().st_size
    if shutil.disk_usage(folder).free < 2 * size:
        raise Refuse(f"There is no room for a backup of {database} ({size // 1024 // 1024} MB) in {folder}. "
                     "Free some disk space and try again.")
    unproved = folder / f".{database.stem}-{os.getpid()}.tmp"
    unproved.unlink(missing_ok=True)
    # An empty file of our own, because VACUUM INTO would make one that everybody may read.
    os.close(os.open(unproved, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        raw.execute("VACUUM INTO ?", (str(unproved),))
        _prove(unproved, counts(raw) if exact else None)
        with unproved.open("rb") as copy:
            os.fsync(copy.fileno())
        proved = _free_name(folder, f"{database.stem}-{label}-{now:%Y%m%dT%H%M%SZ}")
        unproved.rename(proved)
    finally:
        unproved.unlink(missing_ok=True)
    _sync_folder(folder)
    return proved


def counts(raw: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = [name for (name,) in raw.execute(query)]
    # The names come from the catalogue, not from anybody's words.
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _prove(copy: Path, expected: dict[str, int] | None) -> None:
    raw = sqlite3.connect(copy)
    try:
        verdict = raw.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok" or (expected is not None and counts(raw) != expected):
            raise Refuse(f"The backup did not come out right ({verdict}), so nothing was begun. Run mentor doctor.")
    finally:
        raw.close()


def _free_name(folder: Path, stem: str) -> Path:
    path, n = folder / f"{stem}.db", 1
    while path.exists():
        n += 1
        path = folder / f"{stem}-{n}.db"
    return path


def _sync_folder(folder: Path) -> None:
    # The new name itself must survive a power cut too.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
