"""Action items, their owners and their history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import bindparam

from mentoring.action_items import ActionItem, Consent, Note, Owner, State
from storage.schema import action_items, action_notes, action_owners, groups, memberships, people
from storage.store import Tx

_KEPT = tuple(c.name for c in action_items.columns if c.name not in ("id", "state"))
_OPEN = action_items.c.state == sa.literal_column("'open'")


def _values(item: ActionItem) -> dict:
    return {k: getattr(item, k) for k in _KEPT} | {"state": item.state.value}


def next_number(tx: Tx, group_id: int) -> int:
    """The group's next number; taken for good, so that numbers never mean two action items."""
    return tx.execute(sa.update(groups).where(groups.c.id == group_id).values(last_action=groups.c.last_action + 1)
                      .returning(groups.c.last_action)).scalar_one()


def add(tx: Tx, item: ActionItem) -> int:
    """Store a new one with its owners; its id."""
    item_id = tx.execute(sa.insert(action_items).values(_values(item)).returning(action_items.c.id)).scalar_one()
    own(tx, item_id, item.owners)
    return item_id


def change(tx: Tx, item: ActionItem, *, was: int) -> bool:
    """Store ``item`` as version ``was`` + 1 if it is still at ``was``; False when somebody was quicker. Owners are apart: `own`."""
    values = _values(item) | {"version": was + 1}
    return tx.execute(sa.update(action_items).where(action_items.c.id == item.id, action_items.c.version == was)
                      .values(values)).rowcount > 0


def own(tx: Tx, item_id: int, owners: Collection[Owner]) -> None:
    """From now on these people own it, and nobody else."""
    tx.execute(sa.delete(action_owners).where(action_owners.c.action_id == item_id))
    rows = [{"action_id": item_id, "person_id": o.person_id, "state": o.state.value, "since": o.since} for o in owners]
    if rows:
        tx.execute(sa.insert(action_owners), rows)


def note(tx: Tx, item_id: int, person_id: int | None, line: Note) -> None:
    """Add a line to its history."""
    tx.execute(sa.insert(action_notes).values(action_id=item_id, person_id=person_id, at=line.at, kind=line.kind, was=line.was,
                                              text=line.text))


def history(tx: Tx, item_id: int, *, limit: int = 20) -> list[Note]:
    """The newest lines of its history, newest first."""
    query = (sa.select(action_notes, people.c.user).outerjoin(people, people.c.id == action_notes.c.person_id)
             .where(action_notes.c.action_id == item_id).order_by(action_notes.c.id.desc()).limit(limit))
    return [Note(at=r.at, kind=r.kind, user=r.user, was=r.was, text=r.text) for r in tx.execute(query)]


def changed_by_hand(tx: Tx, item_id: int) -> bool:
    """Whether a person has changed its words, day, owners or state since it was filed."""
    query = sa.select(action_notes.c.id).where(action_notes.c.action_id == item_id, action_notes.c.kind != "note",
                                               action_notes.c.person_id.is_not(None))
    return tx.execute(query.limit(1)).first() is not None


# ---- reading -----------------------------------------------------------------------------------------------------

_ORDER = (sa.case((_OPEN, 0), else_=1), action_items.c.due.is_(None), action_items.c.due, action_items.c.number)


def _found(tx: Tx, where, *, limit: int, offset: int = 0, order=_ORDER) -> list[ActionItem]:
    """The action items with their owners, in one query."""
    chosen = sa.select(action_items.c.id).where(where).order_by(*order).limit(limit).offset(offset).subquery()
    query = (sa.select(action_items, action_owners.c.person_id, action_owners.c.state.label("consent"), action_owners.c.since,
                       people.c.user, people.c.name)
             .join(chosen, chosen.c.id == action_items.c.id)
             .outerjoin(action_owners, action_owners.c.action_id == action_items.c.id)
             .outerjoin(people, people.c.id == action_owners.c.person_id)
             .order_by(*order, action_items.c.id, action_owners.c.since, action_owners.c.person_id))
    return _with_owners(tx.execute(query))


def _with_owners(rows) -> list[ActionItem]:
    made: dict[int, tuple] = {}
    for r in rows:
        _, owners = made.setdefault(r.id, (r, []))
        if r.person_id is not None:
            owners.append(Owner(person_id=r.person_id, user=r.user, name=r.name, state=Consent(r.consent), since=r.since))
    return [_item(row, tuple(owners)) for row, owners in made.values()]


def _item(row, owners: tuple[Owner, ...]) -> ActionItem:
    return ActionItem(id=row.id, state=State(row.state), owners=owners, **{k: getattr(row, k) for k in _KEPT})


def by_id(tx: Tx, item_id: int, *, lock: bool = False) -> ActionItem | None:
    """One, whoever's it is: the caller asks ``mentoring.action_items`` whether it may be seen. ``lock`` holds the row for a change."""
    if lock:
        tx.execute(sa.select(action_items.c.id).where(action_items.c.id == item_id).with_for_update())
    return next(iter(_found(tx, action_items.c.id == item_id, limit=1)), None)


def by_number(tx: Tx, group_id: int, number: int) -> ActionItem | None:
    """One of a group by its number."""
    return next(iter(_found(tx, sa.and_(action_items.c.group_id == group_id, action_items.c.number == number), limit=1)), None)


def of_ids(tx: Tx, ids: Sequence[int]) -> list[ActionItem]:
    """These, by due day."""
    return _found(tx, action_items.c.id.in_(list(ids)), limit=len(ids)) if ids else []


def _owned_by(person_id: int):
    return action_items.c.id.in_(sa.select(action_owners.c.action_id).where(action_owners.c.person_id == person_id))


def of_person(tx: Tx, person_id: int, group_ids: Collection[int], *, limit: int, offset: int = 0) -> list[ActionItem]:
    """What somebody has open in these groups, by due day."""
    return _found(tx, sa.and_(_OPEN, action_items.c.group_id.in_(list(group_ids)), _owned_by(person_id)), limit=limit,
                  offset=offset) if group_ids else []


def count_of_person(tx: Tx, person_id: int, group_ids: Collection[int]) -> int:
    """How long the list of `of_person` is."""
    query = sa.select(sa.func.count()).select_from(action_items).where(_OPEN, action_items.c.group_id.in_(list(group_ids)),
                                                                       _owned_by(person_id))
    return tx.execute(query).scalar_one() if group_ids else 0


def open_of_group(tx: Tx, group_id: int, *, limit: int = 500, offset: int = 0) -> list[ActionItem]:
    """What a group has open, by due day."""
    return _found(tx, sa.and_(_OPEN, action_items.c.group_id == group_id), limit=limit, offset=offset)


def count_open(tx: Tx, group_id: int) -> int:
    """How many action items a group has open."""
    query = sa.select(sa.func.count()).select_from(action_items).where(_OPEN, action_items.c.group_id == group_id)
    return tx.execute(query).scalar_one()


def of_group(tx: Tx, group_id: int, *, limit: int = 5000) -> list[ActionItem]:
    """All of a group, in the order of their numbers."""
    return _found(tx, action_items.c.group_id == group_id, limit=limit, order=(action_items.c.number,))


def of_meeting(tx: Tx, meeting_id: int) -> list[ActionItem]:
    """What came out of one meeting, in the order of their numbers."""
    return _found(tx, action_items.c.meeting_id == meeting_id, limit=500, order=(action_items.c.number,))


def due_on(tx: Tx, person_id: int, day: date) -> list[ActionItem]:
    """What a person has open that is due on this day, in the groups that they are in."""
    mine = sa.select(memberships.c.group_id).where(memberships.c.person_id == person_id, memberships.c.left.is_(None))
    return _found(tx, sa.and_(_OPEN, action_items.c.due == bindparam("day", day, type_=sa.Date), action_items.c.group_id.in_(mine),
                              _owned_by(person_id)), limit=50)


def disown(tx: Tx, group_id: int, person_ids: Collection[int], now: datetime) -> list[int]:
    """People who have left a group have nothing to do for it any more; the ids of the open action items that were theirs."""
    theirs = sa.select(action_items.c.id).where(_OPEN, action_items.c.group_id == group_id)
    here = sa.and_(action_owners.c.person_id.in_(list(person_ids)), action_owners.c.action_id.in_(theirs))
    ids = sorted(set(tx.execute(sa.select(action_owners.c.action_id).where(here)).scalars()))
    if ids:
        tx.execute(sa.delete(action_owners).where(here))
        tx.execute(sa.update(action_items).where(action_items.c.id.in_(ids)).values(version=action_items.c.version + 1))
    return ids
