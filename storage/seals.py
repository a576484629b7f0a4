"""Every person's own key, kept apart from the database, and what is sealed under it. (reliability.md 5.3, 5.4)

The keys of persons are wrapped by the key ring and lie in a file of their own beside the SQLite database, or in a schema of their own
on PostgreSQL (``mentor_keys``): destroying one makes everything that person wrote unreadable, in every copy of the database too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa

from storage import key_marks, keyring
from storage.errors import Refuse
from storage.keyring import Ring, Unreadable
from storage.once import insert_once
from storage.store import Store, parse

SCHEMA = "mentor_keys"
_LEDGER = "#erased"     # the owner of the key that marks are made with; no person is called so
_metadata = sa.MetaData()
_persons = sa.Table("person_keys", _metadata, sa.Column("owner", sa.String(80), primary_key=True),
                    sa.Column("ring", sa.String(8), nullable=False), sa.Column("wrapped", sa.LargeBinary, nullable=False))
# Who was forgotten, as marks that tell nobody who it was: a database that is put back from a copy forgets them again.
_erased = sa.Table("erased", _metadata, sa.Column("id", sa.String(32), primary_key=True), sa.Column("mark", sa.String(64), nullable=False),
                   sa.Column("at", sa.String(32), nullable=False))


def beside(url: str) -> tuple[Path, Path | None]:
    """Where the ring's file is without a setting, and the file of persons' keys (None on PostgreSQL)."""
    parsed = parse(url)
    if parsed.get_backend_name() != "sqlite":
        return Path("data/mentor.keys"), None
    database = Path(parsed.database or "").absolute()
    return database.with_name("mentor.keys"), database.with_name(f"{database.stem}-keys.db")


def open_seals(store: Store, url: str, given: str, *, now: datetime) -> Seals:
    """The seals of a database, with the ring that ``given`` (a setting) or the usual file holds; the first start makes a ring.

    Refuse: the ring is missing, or is not the one that this database's texts were sealed under.
    """
    usual, persons = beside(url)
    ring = keyring.load(given, usual)
    with store.read() as tx:
        marks, texts = key_marks.every(tx), key_marks.anything_sealed(tx)
    where = keyring.place(given, usual)
    if ring is None:
        if marks:
            raise Refuse(f"The keys in {where} are missing, and what members wrote cannot be read without them. Put back the copy that you "
                         "keep, or name it with MENTOR_KEYS.")
        ring = keyring.keep(where, keyring.fresh(), new=True)
    for mark in marks:
        key = ring.by_name(mark.name)
        if key is None or key.fingerprint != mark.fingerprint:
            raise Refuse(f"The keys in {ring.path or 'MENTOR_KEYS'} are not those of this database: {mark.name} "
                         f"{'is missing' if key is None else 'is another key'}. Put back the copy that you keep of them.")
    if texts and persons and not persons.exists():
        raise Refuse(f"The file {persons} is missing, and what members wrote cannot be read without it. Put back its newest copy.")
    with store.write() as tx:
        for key in ring.keys:
            key_marks.note(tx, key.name, key.fingerprint, now)
    return Seals(url, ring)


class Seals:
    """Seals and opens what is somebody's own. Safe to use from many threads."""

    def __init__(self, url: str, ring: Ring):
        self._url, self.ring, self._lock = url, ring, threading.Lock()

    @cached_property
    def _engine(self) -> sa.Engine:
        _, persons = beside(self._url)
        if persons is None:
            from storage import postgres
            made = postgres.engine(parse(self._url), size=2, spare=4, isolation="READ COMMITTED")
            with made.begin() as connection:
                connection.execute(sa.schema.CreateSchema(SCHEMA, if_not_exists=True))
            made = made.execution_options(schema_translate_map={None: SCHEMA})
        else:
            made = sa.create_engine("sqlite://", creator=lambda: _connect(persons), poolclass=sa.pool.NullPool, hide_parameters=True)
        _metadata.create_all(made)
        return made

    def _open(self) -> sa.Engine:
        with self._lock:
            return self._engine

    def seal(self, owner: str, data: bytes, about: str) -> bytes:
        """Seal what belongs to ``owner`` (``workspace|user``); ``about`` names the row, and only that row opens it again."""
        return keyring.seal(self._key(owner), data, f"{owner}|{about}")

    def unseal(self, owner: str, sealed: bytes, about: str) -> bytes:
        """What `seal` was given. Unreadable: the owner's key has been destroyed, it is another row's, or damaged."""
        with self._open().connect() as connection:
            key = self._found(connection, owner)
        if key is None:
            raise Unreadable
        return keyring.unseal(key, sealed, f"{owner}|{about}")

    def reader(self, owner: str) -> Callable[[bytes, str], bytes]:
        """What opens many texts of one owner: the key is fetched once. Raises as `unseal`, at each."""
        with self._open().connect() as connection:
            key = self._found(connection, owner)

        def unseal(sealed: bytes, about: str) -> bytes:
            if key is None:
                raise Unreadable
            return keyring.unseal(key, sealed, f"{owner}|{about}")
        return unseal

    def _key(self, owner: str) -> bytes:
        with self._open().begin() as connection:
            if (key := self._found(connection, owner)) is not None:
                return key
            made = secrets.token_bytes(keyring.KEY_BYTES)
            insert_once(connection, _persons, owner=owner, ring=self.ring.active.name,
                        wrapped=keyring.seal(self.ring.active.secret, made, f"person|{owner}"))
            return self._found(connection, owner)

    def _found(self, connection: sa.Connection, owner: str) -> bytes | None:
        row = connection.execute(sa.select(_persons).where(_persons.c.owner == owner)).first()
        return self._unwrapped(row) if row else None

    def _unwrapped(self, row) -> bytes:
        key = self.ring.by_name(row.ring)
        if key is None:
            raise Unreadable
        return keyring.unseal(key.secret, row.wrapped, f"person|{row.owner}")

    def _mark(self, owner: str) -> str:
        """A word that stands for somebody and tells nobody without these keys who it is."""
        return hmac.new(self._key(_LEDGER), owner.encode(), hashlib.sha256).hexdigest()

    def erased(self, owner: str) -> datetime | None:
        """When this person was forgotten last, though a database that was put back from a copy may know them again; None: never."""
        with self._open().connect() as connection:
            if connection.execute(sa.select(_erased.c.id).limit(1)).first() is None:
                return None
            last = connection.execute(sa.select(sa.func.max(_erased.c.at)).where(_erased.c.mark == self._mark(owner))).scalar()
        return datetime.fromisoformat(last) if last else None

    def destroy(self, owner: str, *, now: datetime) -> None:
        """Nothing that ``owner`` wrote can be read any more, anywhere; a mark of it stays, which names nobody."""
        mark = self._mark(owner)
        with self._open().begin() as connection:
            connection.execute(sa.delete(_persons).where(_persons.c.owner == owner))
            connection.execute(sa.insert(_erased).values(id=secrets.token_hex(16), mark=mark, at=now.isoformat(timespec="microseconds")))

    def left(self) -> int:
        """How many persons' keys are wrapped with another key than the active one."""
        with self._open().connect() as connection:
            return connection.execute(sa.select(sa.func.count()).where(_persons.c.ring != self.ring.active.name)).scalar_one()

    def put_by(self, body: dict, key: str) -> dict:
        """What came in, as it waits in the inbox: sealed, because people write to us there."""
        return {"sealed": base64.b64encode(keyring.seal(self.ring.inbox, json.dumps(body).encode(), f"inbox|{key}")).decode()}

    def taken_up(self, body: dict, key: str) -> dict:
        """What `put_by` was given. Unreadable: it waited under a key that is not in the ring any more."""
        if set(body) != {"sealed"}:
            return body
        for secret in self.ring.inboxes:
            try:
                return json.loads(keyring.unseal(secret, base64.b64decode(body["sealed"]), f"inbox|{key}"))
            except Unreadable:
                continue
        raise Unreadable

    def rewrap(self) -> int:
        """Wrap every person's key with the active key of the ring; how many were not. May be stopped and begun again at any moment."""
        done = 0
        while True:
            with self._open().begin() as connection:
                rows = connection.execute(sa.select(_persons).where(_persons.c.ring != self.ring.active.name).limit(500)).all()
                for row in rows:
                    wrapped = keyring.seal(self.ring.active.secret, self._unwrapped(row), f"person|{row.owner}")
                    connection.execute(sa.update(_persons).where(_persons.c.owner == row.owner, _persons.c.ring == row.ring)
                                       .values(ring=self.ring.active.name, wrapped=wrapped))
            done += len(rows)
            if not rows:
                return done

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            if "_engine" in self.__dict__:
                self._engine.dispose()


def _connect(path: Path) -> sqlite3.Connection:
    new = not path.exists()
    raw = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
    # No write-ahead log: a key that was destroyed shall stand nowhere a moment later.
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON"):
        raw.execute(f"PRAGMA {pragma}")
    if new:
        path.chmod(0o600)
    return raw
