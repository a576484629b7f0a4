"""The items of minutes as rows, one each, so that a search reads its own group's rows and no others.

They follow the record: whoever makes a draft or approves minutes puts the whole record here, and it takes the place of what stood.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from mentoring.records import Entry, ItemKind, Record, Who
from mentoring.words import stems
from storage.schema import action_items, minute_items, minutes
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item that a search found. ``at`` is when its meeting began; ``state`` is an action item's (open, done, dropped), else None."""

    meeting_id: int
    key: str
    kind: ItemKind
    text: str
    owners: tuple[Who, ...]
    due: date | None
    ts: str | None
    at: datetime
    channel: str
    thread: str | None
    state: str | None


def put(tx: Tx, group_id: int, meeting_id: int, record: Record) -> None:
    """Let a meeting's items be those of this record; doing it twice is doing it once."""
    tx.execute(sa.delete(minute_items).where(minute_items.c.meeting_id == meeting_id))
    rows = [{"meeting_id": meeting_id, "key": e.key, "group_id": group_id, "place": place, "kind": str(e.kind), "text": e.text,
             "words": words_of(e), "owners": [{"user": o.user, "name": o.name} for o in e.owners], "due": e.due, "ts": e.ts,
             "at": record.starts} for place, e in enumerate(record.entries)]
    if rows:
        tx.execute(sa.insert(minute_items), rows)


def words_of(entry: Entry) -> str:
    """What a search of an item compares: its stems and its owners' names, each between blanks."""
    named = [part for o in entry.owners for part in (o.name, o.user or "")]
    return f" {' '.join(stems(' '.join([entry.text, *named])))} "


def search(tx: Tx, group_id: int, words: Sequence[str] = (), *, kinds: Collection[ItemKind] = (), owners: Collection[str] = (),
           is_open: bool = False, since: datetime | None = None, until: datetime | None = None, limit: int = 10,
           offset: int = 0) -> list[Found]:
    """Items of one group in which a word begins with each of ``words`` (stems), newest meeting first, then in the minutes' order.

    ``owners``: Slack ids, all of whom own it. ``is_open``: action items that are not settled. ``since`` counts in, ``until`` not.
    """
    here = [minute_items.c.group_id == group_id]
    here += [minute_items.c.words.like(_like(f" {word}"), escape="\\") for word in words]
    here += [sa.cast(minute_items.c.owners, sa.Text).like(_like(f'"user": "{user}"'), escape="\\") for user in owners]
    here += [minute_items.c.kind.in_([str(k) for k in kinds])] if kinds else []
    here += [minute_items.c.at >= since] if since else []
    here += [minute_items.c.at < until] if until else []
    here += [minute_items.c.kind == "action", action_items.c.state.is_(None) | (action_items.c.state == "open")] if is_open else []
    query = (sa.select(minute_items, minutes.c.channel, minutes.c.ts.label("thread"), action_items.c.state.label("action_state"))
             .join(minutes, minutes.c.meeting_id == minute_items.c.meeting_id)
             .outerjoin(action_items, sa.and_(action_items.c.meeting_id == minute_items.c.meeting_id,
                                              action_items.c.item == minute_items.c.key))
             .where(*here).order_by(minute_items.c.at.desc(), minute_items.c.meeting_id.desc(), minute_items.c.place)
             .limit(limit).offset(offset))
    return [_found(row) for row in tx.execute(query)]


def _like(words: str) -> str:
    bare = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{bare}%"


def _found(row) -> Found:
    owners = tuple(Who(user=o.get("user"), name=o.get("name") or "") for o in row.owners)
    return Found(meeting_id=row.meeting_id, key=row.key, kind=ItemKind(row.kind), text=row.text, owners=owners, due=row.due, ts=row.ts,
                 at=row.at, channel=row.channel, thread=row.thread, state=row.action_state)


def counts(tx: Tx, group_id: int) -> dict[int, dict[ItemKind, int]]:
    """How many items of each kind each meeting of a group has."""
    query = (sa.select(minute_items.c.meeting_id, minute_items.c.kind, sa.func.count().label("n"))
             .where(minute_items.c.group_id == group_id).group_by(minute_items.c.meeting_id, minute_items.c.kind))
    made: dict[int, dict[ItemKind, int]] = {}
    for row in tx.execute(query):
        made.setdefault(row.meeting_id, {})[ItemKind(row.kind)] = row.n
    return made


def topics(tx: Tx, group_id: int) -> dict[int, list[str]]:
    """The topics of each meeting of a group, in the minutes' order."""
    query = (sa.select(minute_items.c.meeting_id, minute_items.c.text)
             .where(minute_items.c.group_id == group_id, minute_items.c.kind == "topic")
             .order_by(minute_items.c.meeting_id, minute_items.c.place))
    made: dict[int, list[str]] = {}
    for row in tx.execute(query):
        made.setdefault(row.meeting_id, []).append(row.text)
    return made
