"""Planned deliveries: letters whose words are found when they are sent. They stand in the outbox like every other.

A key names kind, subject, nominal date and recipient, never an instant: however often somebody plans, and in however many
processes, there is one row (reliability.md 2.3). What became of a row stays in it, with the reason.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from mentoring.reminders import Kind
from storage.outbox import READ, Letter, letter_of
from storage.schema import Instant, outbox
from storage.store import Tx, wake

POST = "chat.postMessage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is to be sent, to whom and when. ``person_id`` None: to the group's channel. ``reason``: it is skipped from the start.

    ``day`` is the nominal date, or week, in the key; ``nominal`` the wall time in ``tz`` that is shown. ``body`` holds facts
    that cannot be looked up later, never words. ``edits`` is the key of the delivery whose message is made anew.
    """

    kind: Kind
    subject_id: int | None
    day: str
    nominal: str
    tz: str
    due: datetime
    not_after: datetime
    group_id: int | None = None
    person_id: int | None = None
    channel: str | None = None
    body: dict | None = None
    method: str = POST
    edits: str | None = None
    reason: str | None = None

    @property
    def key(self) -> str:
        """What makes it one delivery; an edit has the key of what it edits, and a part of its own."""
        return f"{self.edits}|{self.day}" if self.edits else key(self.kind, self.subject_id, self.day, self.person_id)


def key(kind: Kind, subject_id: int | None, day: str, person_id: int | None) -> str:
    """kind | subject | nominal date | recipient."""
    return f"{kind.value}|{subject_id or 0}|{day}|{person_id or 'channel'}"


def mark(now: datetime) -> str:
    """A nominal day for a piece of news, by which it is told from the next: two changes may be made in one moment."""
    return f"{now:%Y-%m-%dT%H:%M:%S}.{secrets.token_hex(4)}"


def plan(tx: Tx, deliveries: Iterable[Delivery], *, now: datetime) -> int:
    """Write deliveries down, each once for ever; how many are new. Those that have been planned before stay as they are."""
    rows = [{"key": d.key, "method": d.method, "edits": d.edits, "channel": d.channel, "body": d.body, "attempt": 0, "due": d.due,
             "state": "skipped" if d.reason else "waiting", "reason": d.reason, "settled": now if d.reason else None, "created": now,
             "nonce": secrets.token_hex(16), "kind": d.kind.value, "group_id": d.group_id, "person_id": d.person_id,
             "subject_id": d.subject_id, "nominal": d.nominal, "tz": d.tz, "not_after": d.not_after} for d in deliveries]
    if not rows:
        return 0
    wake(tx)
    return tx.execute(_insert(tx.dialect.name), rows).rowcount


def _insert(dialect: str):
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert
    else:
        from sqlalchemy.dialects.postgresql import insert
    return insert(outbox).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def of_subject(tx: Tx, subject_id: int, kinds: Collection[Kind], *, states: Collection[str] = ()) -> list[Letter]:
    """The deliveries about one thing, in ``states`` or in any, by due time."""
    query = READ.where(outbox.c.subject_id == subject_id, outbox.c.kind.in_([k.value for k in kinds]))
    if states:
        query = query.where(outbox.c.state.in_(list(states)))
    return [letter_of(row) for row in tx.execute(query.order_by(outbox.c.due, outbox.c.id))]


def of_person(tx: Tx, person_id: int, *, since: datetime, until: datetime | None = None, states: Collection[str] = ("waiting",)
              ) -> list[Letter]:
    """The planned deliveries to one person that are due from ``since`` on and before ``until``, by due time."""
    query = READ.where(outbox.c.person_id == person_id, outbox.c.kind.is_not(None), outbox.c.due >= since,
                       outbox.c.state.in_(list(states)))
    if until is not None:
        query = query.where(outbox.c.due < until)
    return [letter_of(row) for row in tx.execute(query.order_by(outbox.c.due, outbox.c.id))]


def last_sent(tx: Tx, person_id: int, since: datetime) -> datetime | None:
    """When the last planned delivery to this person was sent whose row was settled after ``since``, or None."""
    query = sa.select(sa.func.max(outbox.c.settled)).where(outbox.c.person_id == person_id, outbox.c.kind.is_not(None),
                                                           outbox.c.state == "sent", outbox.c.settled > since)
    return tx.execute(query).scalar()


_STILL = outbox.c.state == sa.literal_column("'waiting'")
_WAITING = sa.and_(outbox.c.id == bindparam("letter"), outbox.c.state == "waiting")
_RETIME = (sa.update(outbox).where(_WAITING)
           .values(due=bindparam("at", type_=Instant), not_after=bindparam("last", type_=Instant),
                   nominal=bindparam("wall"), tz=bindparam("zone")))
_SKIP = (sa.update(outbox).where(_WAITING)
         .values(state="skipped", reason=bindparam("why"), settled=bindparam("now", type_=Instant), claim=None, lease=None))
_REVIVE = (sa.update(outbox).where(outbox.c.id == bindparam("letter"), outbox.c.state == "skipped")
           .values(state="waiting", reason=None, settled=None, claim=None, lease=None, due=bindparam("at", type_=Instant),
                   not_after=bindparam("last", type_=Instant), nominal=bindparam("wall"), tz=bindparam("zone")))


def retime(tx: Tx, letter: Letter, *, nominal: str, tz: str, due: datetime, not_after: datetime) -> bool:
    """A waiting delivery is due at another time. False: it is no longer waiting."""
    wake(tx)
    return tx.execute(_RETIME, {"letter": letter.id, "at": due, "last": not_after, "wall": nominal, "zone": tz}).rowcount > 0


def skip(tx: Tx, letters: Iterable[Letter], reason: str, *, now: datetime) -> int:
    """Waiting deliveries will not be sent, and this is why; how many."""
    ids = [letter.id for letter in letters]
    for letter in ids:
        tx.execute(_SKIP, {"letter": letter, "why": reason[:200], "now": now})
    if ids:
        wake(tx)
    return len(ids)


def revive(tx: Tx, letter: Letter, *, nominal: str, tz: str, due: datetime, not_after: datetime) -> bool:
    """A delivery that was skipped because of a change waits again, because the change was taken back."""
    wake(tx)
    return tx.execute(_REVIVE, {"letter": letter.id, "at": due, "last": not_after, "wall": nominal, "zone": tz}).rowcount > 0


def waiting(tx: Tx, after: int, limit: int) -> list[Letter]:
    """Planned deliveries that wait, by id, from the one after ``after`` on."""
    query = READ.where(_STILL, outbox.c.kind.is_not(None), outbox.c.id > after).order_by(outbox.c.id).limit(limit)
    return [letter_of(row) for row in tx.execute(query)]


# ---- where a person is reached ---------------------------------------------------------------------------------

def without_channel(tx: Tx, until: datetime, limit: int) -> list[int]:
    """People whose direct-message channel is not known yet and who are to be written to by ``until``; soonest first."""
    query = (sa.select(outbox.c.person_id).where(_STILL, outbox.c.channel.is_(None), outbox.c.person_id.is_not(None), outbox.c.due <= until)
             .group_by(outbox.c.person_id).order_by(sa.func.min(outbox.c.due)).limit(limit))
    return list(tx.execute(query).scalars())


def reach(tx: Tx, person_id: int, channel: str) -> None:
    """From now on this person's deliveries go to ``channel``."""
    tx.execute(sa.update(outbox).where(_STILL, outbox.c.person_id == person_id, outbox.c.channel.is_(None)).values(channel=channel))
    wake(tx)


def unreachable(tx: Tx, person_id: int, signal: str, *, now: datetime) -> int:
    """What waits for a person who cannot be written to is given up, with Slack's word for it; how many."""
    return tx.execute(sa.update(outbox).where(_STILL, outbox.c.person_id == person_id, outbox.c.channel.is_(None))
                      .values(state="skipped", reason=signal[:200], settled=now, claim=None, lease=None)).rowcount


def resume(tx: Tx, channel: str, now: datetime) -> int:
    """What waits for a channel that can be posted to again is due now, if it was due; how many."""
    done = tx.execute(sa.update(outbox).where(_STILL, outbox.c.channel == channel, outbox.c.reason == PAUSED, outbox.c.due > now)
                      .values(due=now, reason=None)).rowcount
    wake(tx)
    return done


PAUSED = "the channel cannot be posted to"


# ---- for people at a terminal ------------------------------------------------------------------------------------

def listed(tx: Tx, *, state: str | None = None, group_id: int | None = None, since: datetime | None = None,
           until: datetime | None = None, newest: bool = False, limit: int = 1000) -> Sequence[Letter]:
    """Planned deliveries by due time; ``newest`` turns the order round."""
    query = READ.where(outbox.c.kind.is_not(None))
    for column, value in ((outbox.c.state, state), (outbox.c.group_id, group_id)):
        if value is not None:
            query = query.where(column == value)
    if since is not None:
        query = query.where(outbox.c.due >= since)
    if until is not None:
        query = query.where(outbox.c.due < until)
    order = (outbox.c.due.desc(), outbox.c.id.desc()) if newest else (outbox.c.due, outbox.c.id)
    return [letter_of(row) for row in tx.execute(query.order_by(*order).limit(limit))]


def by_id(tx: Tx, letter_id: int) -> Letter | None:
    """The letter with this id, or None."""
    row = tx.execute(READ.where(outbox.c.id == letter_id)).first()
    return letter_of(row) if row else None


def retry(tx: Tx, letter_id: int, now: datetime) -> bool:
    """A letter that was given up waits again, due now, however late it is. False: it is not dead, uncertain or skipped."""
    wake(tx)
    return tx.execute(sa.update(outbox).where(outbox.c.id == letter_id, outbox.c.state.in_(("dead", "uncertain", "skipped")))
                      .values(state="waiting", due=now, not_after=None, attempt=0, claim=None, lease=None, settled=None, reason=None)
                      ).rowcount > 0


def give_up(tx: Tx, letter_id: int, reason: str, now: datetime) -> bool:
    """A letter that waits, or that nobody can tell about, will not be sent. False: it is neither."""
    wake(tx)
    return tx.execute(sa.update(outbox).where(outbox.c.id == letter_id, outbox.c.state.in_(("waiting", "uncertain")))
                      .values(state="skipped", reason=reason[:200], settled=now, claim=None, lease=None)).rowcount > 0
