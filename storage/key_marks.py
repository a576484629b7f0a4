"""What the database knows of the keys that stand outside it: names and fingerprints, and whether somebody keeps a copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from storage.once import insert_once
from storage.schema import key_marks, reflection_drafts, reflections
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A key by its name. ``confirmed``: when somebody said that they keep a copy."""

    name: str
    fingerprint: str
    since: datetime
    confirmed: datetime | None


def every(tx: Tx) -> list[Mark]:
    """The keys that texts may be sealed under, by name."""
    return [Mark(**row._mapping) for row in tx.execute(sa.select(key_marks).order_by(key_marks.c.name))]


def note(tx: Tx, name: str, fingerprint: str, now: datetime) -> bool:
    """A key is in use from now on; False: it was."""
    return insert_once(tx, key_marks, name=name, fingerprint=fingerprint, since=now)


def confirm(tx: Tx, now: datetime) -> int:
    """Somebody keeps a copy of every key; how many that was news for."""
    return tx.execute(sa.update(key_marks).where(key_marks.c.confirmed.is_(None)).values(confirmed=now)).rowcount


def forget(tx: Tx, name: str) -> None:
    """Nothing is sealed under a key any more."""
    tx.execute(sa.delete(key_marks).where(key_marks.c.name == name))


def anything_sealed(tx: Tx) -> bool:
    """Whether the database holds texts that need their keys."""
    return any(tx.execute(sa.select(sa.exists().select_from(table))).scalar() for table in (reflections, reflection_drafts))
