"""Meetings that are held: the sitting, its thread as we saw it, what people corrected and what they said of the draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache

import sqlalchemy as sa

from mentoring.sittings import Sitting, State
from storage.schema import corrections, minutes, reviews, thread_lines, thread_reactions
from storage.store import Tx

_NAMES = tuple(f.name for f in fields(Sitting))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a thread as it stands there. ``ts`` and ``edited`` are Slack's; ``edited`` "" means never."""

    ts: str
    user: str
    text: str
    edited: str = ""
    gone: bool = False
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """One person's reaction to a message; ``at`` is the event's own ts, by which the later of two counts."""

    ts: str
    user: str
    name: str
    at: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One act on the minutes by button or form. ``deed``: add, edit, remove, restore, place, sure."""

    id: int = 0
    at: datetime
    person_id: int | None
    key: str
    deed: str
    value: dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a member said of a draft: it looks ``right``, or ``text`` should change; ``settled`` when that was dealt with."""

    id: int
    person_id: int
    at: datetime
    right: bool
    text: str
    settled: datetime | None


def _sitting(row) -> Sitting:
    values = {name: row._mapping[name] for name in _NAMES}
    return Sitting(**values | {"state": State(values["state"])})


def _values(sitting: Sitting) -> dict:
    values = {name: getattr(sitting, name) for name in _NAMES if name != "meeting_id"}
    return values | {"state": str(sitting.state), "round": sitting.round if sitting.round is not None else sa.null()}


def open_new(tx: Tx, sitting: Sitting) -> bool:
    """Write a sitting down; False when its meeting has one."""
    if of_meeting(tx, sitting.meeting_id):
        return False
    tx.execute(sa.insert(minutes).values(meeting_id=sitting.meeting_id, **_values(sitting)))
    return True


def change(tx: Tx, sitting: Sitting) -> None:
    """Write a sitting's new state; whoever calls has read it with ``lock``."""
    tx.execute(sa.update(minutes).where(minutes.c.meeting_id == sitting.meeting_id).values(_values(sitting)))


def of_meeting(tx: Tx, meeting_id: int, *, lock: bool = False) -> Sitting | None:
    """The sitting of a meeting, or None."""
    query = sa.select(minutes).where(minutes.c.meeting_id == meeting_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _sitting(row) if row else None


@cache
def _at_thread():
    return sa.select(minutes).where(minutes.c.channel == sa.bindparam("channel"),
                                    sa.or_(minutes.c.ts == sa.bindparam("ts"), minutes.c.ts.is_(None)))


def at_thread(tx: Tx, channel: str, ts: str) -> tuple[Sitting | None, list[Sitting]]:
    """The sitting whose thread this is, and those of the channel of which we do not know yet where their message stands."""
    found = [_sitting(row) for row in tx.execute(_at_thread(), {"channel": channel, "ts": ts})]
    return next((s for s in found if s.ts == ts), None), [s for s in found if s.ts is None]


def of_line(tx: Tx, channel: str, ts: str) -> Sitting | None:
    """The sitting in whose thread this message stands, or whose own message it is."""
    query = (sa.select(minutes).join(thread_lines, thread_lines.c.meeting_id == minutes.c.meeting_id)
             .where(minutes.c.channel == channel, thread_lines.c.ts == ts))
    row = tx.execute(query).first()
    return _sitting(row) if row else at_thread(tx, channel, ts)[0]


def running(tx: Tx, group_id: int) -> Sitting | None:
    """The group's sitting that is going on, the latest if there are several."""
    query = (sa.select(minutes).where(minutes.c.group_id == group_id, minutes.c.state == "open").order_by(minutes.c.opened.desc()).limit(1))
    row = tx.execute(query).first()
    return _sitting(row) if row else None


def of_group(tx: Tx, group_id: int, limit: int = 200) -> list[Sitting]:
    """The group's sittings, newest first."""
    query = sa.select(minutes).where(minutes.c.group_id == group_id).order_by(minutes.c.opened.desc()).limit(limit)
    return [_sitting(row) for row in tx.execute(query)]


def to_look_at(tx: Tx, now: datetime, limit: int = 50) -> list[Sitting]:
    """Sittings that the clock has to look at, longest due first."""
    query = sa.select(minutes).where(minutes.c.look.is_not(None), minutes.c.look <= now).order_by(minutes.c.look).limit(limit)
    return [_sitting(row) for row in tx.execute(query)]


def look_at_all(tx: Tx, now: datetime) -> int:
    """After a start: whatever is open was perhaps not heard for a while; how many."""
    query = sa.update(minutes).where(minutes.c.state == "open", minutes.c.look.is_not(None)).values(look=now)
    return tx.execute(query).rowcount


# ---- the thread ------------------------------------------------------------------------------------------------------

def line(tx: Tx, meeting_id: int, said: Said) -> Said | None:
    """Keep what stands in the thread now; an older state of the same message changes nothing. Gives what stood there before.

    What its author took away stays away, however late an older event comes.
    """
    here = sa.and_(thread_lines.c.meeting_id == meeting_id, thread_lines.c.ts == said.ts)
    row = tx.execute(sa.select(thread_lines).where(here)).first()
    if row is None:
        tx.execute(sa.insert(thread_lines).values(meeting_id=meeting_id, ts=said.ts, user=said.user, text=said.text, edited=said.edited,
                                                  gone=said.gone, bot=said.bot))
        return None
    before = _said(row)
    if before.gone or (said.edited < before.edited and not said.gone):
        return before
    text = before.text if said.gone else said.text
    tx.execute(sa.update(thread_lines).where(here).values(text=text, edited=said.edited, gone=said.gone))
    return before


def _said(row) -> Said:
    return Said(ts=row.ts, user=row.user, text=row.text, edited=row.edited, gone=row.gone, bot=row.bot)


def line_at(tx: Tx, meeting_id: int, ts: str) -> Said | None:
    """One message of the thread, or None."""
    row = tx.execute(sa.select(thread_lines).where(thread_lines.c.meeting_id == meeting_id, thread_lines.c.ts == ts)).first()
    return _said(row) if row else None


def lines(tx: Tx, meeting_id: int) -> list[Said]:
    """Every message of the thread, oldest first."""
    query = sa.select(thread_lines).where(thread_lines.c.meeting_id == meeting_id).order_by(thread_lines.c.ts)
    return [_said(row) for row in tx.execute(query)]


def forget_lines(tx: Tx, meeting_id: int, but: Iterable[str]) -> int:
    """Forget the words of every message but these; that they stood there stays, so that reading back does not bring them again."""
    table = thread_lines
    here = sa.and_(table.c.meeting_id == meeting_id, table.c.ts.not_in(list(but)))
    return tx.execute(sa.update(table).where(here).values(text="", gone=True)).rowcount


def reaction(tx: Tx, meeting_id: int, one: Reacted) -> bool:
    """Keep a reaction, or that it was taken back; of two events the later counts. Whether anything changed."""
    table = thread_reactions
    here = sa.and_(table.c.meeting_id == meeting_id, table.c.ts == one.ts, table.c.user == one.user, table.c.name == one.name)
    row = tx.execute(sa.select(table).where(here)).first()
    if row is None:
        tx.execute(sa.insert(table).values(meeting_id=meeting_id, ts=one.ts, user=one.user, name=one.name, gone=one.gone, at=one.at))
        return not one.gone
    if one.at < row.at or one.gone == row.gone:
        return False
    tx.execute(sa.update(table).where(here).values(gone=one.gone, at=one.at))
    return True


def reactions(tx: Tx, meeting_id: int) -> list[Reacted]:
    """The reactions that stand, by message."""
    query = (sa.select(thread_reactions).where(thread_reactions.c.meeting_id == meeting_id, thread_reactions.c.gone.is_(False))
             .order_by(thread_reactions.c.ts, thread_reactions.c.at))
    return [Reacted(ts=r.ts, user=r.user, name=r.name, at=r.at) for r in tx.execute(query)]


# ---- what people did to the minutes ------------------------------------------------------------------------------------

def correct(tx: Tx, meeting_id: int, one: Correction) -> int:
    """Write a correction down; its id."""
    values = {"meeting_id": meeting_id, "at": one.at, "person_id": one.person_id, "key": one.key, "deed": one.deed, "value": one.value}
    return tx.execute(sa.insert(corrections).values(values).returning(corrections.c.id)).scalar_one()


def corrected(tx: Tx, meeting_id: int) -> list[Correction]:
    """Every correction, in order."""
    query = sa.select(corrections).where(corrections.c.meeting_id == meeting_id).order_by(corrections.c.id)
    return [Correction(id=r.id, at=r.at, person_id=r.person_id, key=r.key, deed=r.deed, value=r.value) for r in tx.execute(query)]


def review(tx: Tx, meeting_id: int, person_id: int, *, right: bool, text: str, at: datetime) -> None:
    """What a member says of the draft; "it looks right" counts once."""
    if right and any(r.right and r.person_id == person_id for r in reviewed(tx, meeting_id)):
        return
    tx.execute(sa.insert(reviews).values(meeting_id=meeting_id, person_id=person_id, at=at, right=right, text=text))


def reviewed(tx: Tx, meeting_id: int) -> list[Review]:
    """What was said of a draft, in order."""
    query = sa.select(reviews).where(reviews.c.meeting_id == meeting_id).order_by(reviews.c.id)
    return [Review(id=r.id, person_id=r.person_id, at=r.at, right=r.right, text=r.text, settled=r.settled) for r in tx.execute(query)]


def settle_reviews(tx: Tx, meeting_id: int, at: datetime, ids: Iterable[int] | None = None) -> None:
    """The changes that were asked for are dealt with: those with these ids, or all."""
    query = sa.update(reviews).where(reviews.c.meeting_id == meeting_id, reviews.c.settled.is_(None), reviews.c.right.is_(False))
    tx.execute((query.where(reviews.c.id.in_(list(ids))) if ids is not None else query).values(settled=at))
