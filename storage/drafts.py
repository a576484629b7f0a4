"""Drafts: what somebody typed and has not finished saying. Nothing typed is lost while a question is open."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection

from storage.schema import drafts


def put(tx: Connection, person_id: int, body: dict, *, now: datetime) -> int:
    """Keep a draft; its id, which goes into the buttons of the question."""
    return tx.execute(sa.insert(drafts).values(person_id=person_id, body=body, created=now)
                      .returning(drafts.c.id)).scalar_one()


def get(tx: Connection, person_id: int, draft_id: int) -> dict | None:
    """A person's own draft, or None: somebody else's does not exist."""
    return tx.execute(sa.select(drafts.c.body).where(drafts.c.id == draft_id, drafts.c.person_id == person_id)).scalar()


def change(tx: Connection, person_id: int, draft_id: int, body: dict) -> None:
    """A draft that is being worked on now reads like this."""
    tx.execute(sa.update(drafts).where(drafts.c.id == draft_id, drafts.c.person_id == person_id).values(body=body))


def drop(tx: Connection, person_id: int, draft_id: int) -> None:
    """The draft has become what it was for."""
    tx.execute(sa.delete(drafts).where(drafts.c.id == draft_id, drafts.c.person_id == person_id))


def prune(tx: Connection, before: datetime) -> int:
    """Forget drafts older than ``before``."""
    return tx.execute(sa.delete(drafts).where(drafts.c.created < before)).rowcount
