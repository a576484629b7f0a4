"""The outbox: letters to Slack, written in the transaction of their cause and sent after it.

waiting → claimed → sending → sent, or dead, or uncertain when nobody can tell. A letter is in hand from its first
claim until it is settled. Every change names the state and the claim it expects, so that of two senders one is right
and the other is told so. (reliability.md 2.3 to 2.5)
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy import bindparam, literal_column

from storage.once import insert_once
from storage.schema import Instant, attempts, outbox
from storage.schema.letters import PROMPT
from storage.store import Tx, wake

LANDING = timedelta(seconds=60)   # a request may still land this long after its call was given up (reliability 2.5)
NOT_SENT = "the message that it edits was not sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One row of the outbox. ``attempt`` counts the calls that were begun; ``started`` is when the first one was.

    ``edits_channel`` and ``edits_ts`` say where the message stands that this letter edits.
    """

    id: int
    key: str
    method: str
    channel: str | None
    edits: str | None
    body: dict | None
    state: str
    attempt: int
    due: datetime
    created: datetime
    claim: str | None
    lease: datetime | None
    nonce: str
    started: datetime | None
    ts: str | None
    reason: str | None
    settled: datetime | None
    kind: str | None = None
    group_id: int | None = None
    person_id: int | None = None
    subject_id: int | None = None
    nominal: str | None = None
    tz: str | None = None
    not_after: datetime | None = None
    edits_channel: str | None = None
    edits_ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Slack has it; ``ts`` and ``channel`` say where (None for methods that post nothing)."""

    ts: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Slack did not take it: once more at ``at``. ``counts=False`` when it was not a real attempt (429).

    Until then its channel waits for it, unless ``lets_go``: what waits for a morning must not hold up the rest.
    """

    at: datetime
    counts: bool
    reason: str | None = None
    lets_go: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """It will never be sent, and this is why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertain:
    """Nobody can tell whether Slack has it; a person must look."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """It need not be sent any more, and this is why."""

    reason: str


Outcome = Sent | Later | Dead | Uncertain | Skipped


def put(tx: Tx, key: str, method: str, *, now: datetime, channel: str | None = None, body: dict | None = None,
        edits: str | None = None, due: datetime | None = None, person_id: int | None = None) -> bool:
    """Write a letter, once per ``key``; False when it has been written before.

    With ``person_id`` and no ``channel`` it goes to that person's direct-message channel, which is asked for before it is sent.

    ``method`` and ``body`` are Slack's; ``edits`` is the key of the letter whose message this one changes; ``due``
    defaults to ``now``. Letters of one ``channel`` are sent one at a time, in the order of writing.
    """
    whom = {"person_id": person_id} if person_id else {}
    new = insert_once(tx, outbox, key=key, method=method, channel=channel, edits=edits, body=body, state="waiting",
                      attempt=0, due=due or now, created=now, nonce=secrets.token_hex(16), **whom)
    if new:
        wake(tx)
    return new


def claim(tx: Tx, *, owner: str, now: datetime, lease: timedelta, limit: int, prompt: bool | None = None) -> list[Letter]:
    """Take up to ``limit`` due letters for ``lease``, oldest due first, at most one of each channel.

    A letter is left alone while its channel has one in hand or an earlier one due, and while the letter that it edits
    is not sent; when that one never will be, it is dead. ``prompt`` takes only what somebody waits for and what cannot wait
    (`PRESSING`), or only the others.
    """
    tx.execute(_BURY, {"now": now})
    token = f"{owner[:15]}.{secrets.token_hex(8)}"
    lot = {"now": now, "token": token, "until": now + lease, "limit": limit}
    ids = list(tx.execute(_claim(tx.dialect.name, prompt), lot).scalars())
    return [letter_of(row) for row in tx.execute(_CLAIMED, {"ids": ids})] if ids else []


def mark_sending(tx: Tx, letter: Letter, *, now: datetime) -> bool:
    """The call to Slack begins with the commit of this. False: the claim has lapsed, so do not call."""
    return tx.execute(_SENDING, {"letter": letter.id, "token": letter.claim, "now": now}).rowcount > 0


def settle(tx: Tx, letter: Letter, *, now: datetime, outcome: Outcome) -> bool:
    """Record what became of a claimed letter. False: it is no longer ours; somebody else settled or repeated it."""
    match outcome:
        case Sent():
            # Nothing needs the words any more once Slack has them.
            values = {"state": "sent", "ts": outcome.ts, "channel": outcome.channel or letter.channel,
                      "body": sa.null(), "settled": now}
        case Later():
            values = {"state": "waiting", "due": outcome.at, "lease": None, "reason": outcome.reason}
            if outcome.lets_go:
                values["claim"] = None
            if not outcome.counts:
                values["attempt"] = sa.case((outbox.c.state == "sending", outbox.c.attempt - 1), else_=outbox.c.attempt)
        case Dead():
            values = {"state": "dead", "reason": outcome.reason[:200], "settled": now}
        case Uncertain():
            values = {"state": "uncertain", "reason": outcome.reason[:200], "settled": now}
        case Skipped():
            values = {"state": "skipped", "reason": outcome.reason[:200], "settled": now}
    wake(tx)   # whoever waited behind this letter may go now
    return tx.execute(sa.update(outbox).where(_OURS, outbox.c.id == letter.id, outbox.c.claim == letter.claim)
                      .values(values)).rowcount > 0


def release_expired(tx: Tx, now: datetime) -> int:
    """Letters that were claimed and never begun, by a sender that is gone, wait again; how many."""
    freed = tx.execute(_RELEASE, {"now": now}).rowcount
    if freed:
        wake(tx)
    return freed


def release_all(tx: Tx) -> int:
    """The same whatever the lease says, for a process that knows itself to be the only one and has claimed nothing yet; how many."""
    return tx.execute(_RELEASE_ALL).rowcount


def stranded(tx: Tx, now: datetime) -> list[Letter]:
    """Letters whose call began and never ended: only reading back can tell whether Slack has them.

    They are listed once nothing can land any more: the lease and `LANDING` have passed.
    """
    return [letter_of(row) for row in tx.execute(_STRANDED, {"before": now - LANDING})]


def resend(tx: Tx, letter: Letter, *, now: datetime, reason: str | None = None) -> bool:
    """Reading back has shown that Slack never got it: it waits again, nonce and all. False: no longer stranded."""
    wake(tx)
    return tx.execute(_RESEND, {"letter": letter.id, "token": letter.claim, "now": now, "why": reason}).rowcount > 0


def attempted(tx: Tx, letter: Letter, *, started: datetime, finished: datetime, signal: str) -> None:
    """Note a call that was made for a letter, and what Slack said to it."""
    tx.execute(sa.insert(attempts).values(letter_id=letter.id, started=started, finished=finished, signal=signal[:80]))


def attempts_of(tx: Tx, letter_id: int) -> list[tuple[datetime, datetime, str]]:
    """The calls that were made for a letter, in order: begun, ended, what Slack said."""
    query = sa.select(attempts.c.started, attempts.c.finished, attempts.c.signal).where(attempts.c.letter_id == letter_id)
    return [tuple(row) for row in tx.execute(query.order_by(attempts.c.id))]


def next_due(tx: Tx) -> datetime | None:
    """When the next letter that nothing holds back is due (it may be past); None when there is none."""
    return tx.execute(_NEXT_DUE).scalar()


def find(tx: Tx, key: str) -> Letter | None:
    """The letter with this key, or None."""
    row = tx.execute(_BY_KEY, {"key": key}).first()
    return letter_of(row) if row else None


def withdraw(tx: Tx, key: str, *, now: datetime, reason: str) -> bool:
    """Do not send a letter that nobody has begun to send; its words go. False: it is on its way, or there already."""
    return tx.execute(sa.update(outbox).where(outbox.c.key == key, outbox.c.state == "waiting", outbox.c.started.is_(None))
                      .values(state="skipped", body=sa.null(), reason=reason[:200], settled=now)).rowcount > 0


def prune(tx: Tx, before: datetime) -> int:
    """Forget what was sent or given up before ``before``; its keys could then be written again, so be generous."""
    old = sa.and_(outbox.c.state.in_(("sent", "dead", "skipped")), outbox.c.settled < before)
    return tx.execute(sa.delete(outbox).where(old)).rowcount


def prune_attempts(tx: Tx, before: datetime) -> int:
    """Forget the calls that were made before ``before`` (reliability 5.7: 90 days)."""
    return tx.execute(sa.delete(attempts).where(attempts.c.started < before)).rowcount


def letter_of(row) -> Letter:
    """A row of ``READ`` as a letter."""
    return Letter(**row._mapping)


# Literals, not parameters, wherever a partial index must be recognised (performance.md 2).
def _is(table, state: str):
    return table.c.state == literal_column(f"'{state}'")


_other, _edited, _first = outbox.alias("other"), outbox.alias("edited"), outbox.alias("first")
_NOW = bindparam("now", type_=Instant)
_MINE = sa.and_(outbox.c.id == bindparam("letter"), outbox.c.claim == bindparam("token"))
# Beside "= 'claimed'" it looks idle, but only by these very words does SQLite know that ix_outbox_lease will do.
_OURS = outbox.c.state.in_((literal_column("'claimed'"), literal_column("'sending'")))

_IN_HAND = sa.exists().where(_other.c.channel == outbox.c.channel, _other.c.id != outbox.c.id,
                             _other.c.claim.is_not(None), _other.c.settled.is_(None),
                             # Two that were both put off must not wait for each other.
                             sa.or_(~_is(_other, "waiting"), _other.c.id < outbox.c.id))
# The first row of this channel in the index decides it: however many wait behind, no more is looked at.
_EARLIER = sa.exists().where(_other.c.channel == outbox.c.channel, _is(_other, "waiting"), _other.c.due <= outbox.c.due,
                             sa.or_(_other.c.due < outbox.c.due, _other.c.id < outbox.c.id),
                             # An edit that cannot go yet holds up nobody, least of all what it edits.
                             sa.or_(_other.c.edits.is_(None), sa.exists().where(_first.c.key == _other.c.edits, _is(_first, "sent"))))
_EDITS_SENT = sa.or_(outbox.c.edits.is_(None), sa.exists().where(_edited.c.key == outbox.c.edits, _is(_edited, "sent")))
_EDITS_OPEN = sa.exists().where(_edited.c.key == outbox.c.edits, ~_edited.c.state.in_((literal_column("'dead'"),
                                                                                      literal_column("'uncertain'"))))
_BURY = (sa.update(outbox)
         .where(_is(outbox, "waiting"), outbox.c.due <= _NOW, outbox.c.edits.is_not(None), ~_EDITS_OPEN)
         .values(state="dead", reason=NOT_SENT, settled=_NOW))


_REACHED = sa.or_(outbox.c.channel.is_not(None), outbox.c.person_id.is_(None))


@cache
def _claim(dialect: str, prompt: bool | None = None):
    free = sa.and_(_REACHED, ~_IN_HAND, sa.or_(outbox.c.claim.is_not(None), ~_EARLIER), _EDITS_SENT)
    due = (sa.select(outbox.c.id).where(_is(outbox, "waiting"), outbox.c.due <= _NOW, free)
           .order_by(outbox.c.due, outbox.c.id).limit(bindparam("limit")))
    if prompt is not None:
        due = due.where(PROMPT if prompt else ~PROMPT)
    if dialect == "postgresql":
        due = due.with_for_update(of=outbox, skip_locked=True)
    # A CTE is run once; PostgreSQL may run a bare subquery with LIMIT and SKIP LOCKED more than once.
    picked = due.cte("due")
    return (sa.update(outbox).where(outbox.c.id.in_(sa.select(picked.c.id)), _is(outbox, "waiting"))
            .values(state="claimed", claim=bindparam("token"), lease=bindparam("until", type_=Instant))
            .returning(outbox.c.id))


READ = (sa.select(*outbox.c, _edited.c.channel.label("edits_channel"), _edited.c.ts.label("edits_ts"))
         .select_from(outbox.outerjoin(_edited, _edited.c.key == outbox.c.edits)))
_CLAIMED = READ.where(outbox.c.id.in_(bindparam("ids", expanding=True))).order_by(outbox.c.due, outbox.c.id)
_BY_KEY = READ.where(outbox.c.key == bindparam("key"))
_STRANDED = (READ.where(_OURS, _is(outbox, "sending"), outbox.c.lease < bindparam("before", type_=Instant))
             .order_by(outbox.c.lease, outbox.c.id))
_SENDING = (sa.update(outbox).where(_MINE, _is(outbox, "claimed"), outbox.c.lease > _NOW)
            .values(state="sending", attempt=outbox.c.attempt + 1, started=sa.func.coalesce(outbox.c.started, _NOW)))
_RELEASE = (sa.update(outbox).where(_OURS, _is(outbox, "claimed"), outbox.c.lease <= _NOW)
            .values(state="waiting", lease=None, claim=None))
_RELEASE_ALL = sa.update(outbox).where(_OURS, _is(outbox, "claimed")).values(state="waiting", lease=None, claim=None)
_RESEND = sa.update(outbox).where(_MINE, _is(outbox, "sending")).values(
    state="waiting", due=_NOW, lease=None, reason=bindparam("why"))
_NEXT_DUE = sa.select(sa.func.min(outbox.c.due)).where(_is(outbox, "waiting"), _REACHED, ~_IN_HAND, _EDITS_SENT)
