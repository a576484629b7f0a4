"""Goals and their history."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from mentoring.goals import Goal, Horizon, News, Progress, Scope, State, Visibility
from storage.prepared import Prepared, Query
from storage.schema import goal_progress, goals, groups, memberships, people

_WITH_OWNER = sa.select(goals, people.c.user.label("owner_user")).join(people, people.c.id == goals.c.owner_id)
_WORDS = ("scope", "horizon", "visibility", "state")
_KEPT = tuple(c.name for c in goals.columns if c.name not in ("id", *_WORDS))


def _goal(row) -> Goal:
    return Goal(id=row.id, owner_id=row.owner_id, owner=row.owner_user, group_id=row.group_id, scope=Scope(row.scope),
                number=row.number, what=row.what, measure=row.measure, why=row.why, first_step=row.first_step, due=row.due,
                horizon=Horizon(row.horizon), visibility=Visibility(row.visibility), state=State(row.state), percent=row.percent,
                closing_note=row.closing_note, toward_id=row.toward_id, version=row.version, created=row.created,
                touched=row.touched, closed=row.closed)


def _values(goal: Goal) -> dict:
    return {k: getattr(goal, k) for k in _KEPT} | {k: str(getattr(goal, k)) for k in _WORDS}


_NEXT_OWN = Prepared(sa.update(people).where(people.c.id == bindparam("whose")).values(last_goal=people.c.last_goal + 1)
                     .returning(people.c.last_goal), returns=True)
_NEXT_GROUP = Prepared(sa.update(groups).where(groups.c.id == bindparam("whose")).values(last_goal=groups.c.last_goal + 1)
                       .returning(groups.c.last_goal), returns=True)


def next_number(tx: Connection, scope: Scope, whose: int) -> int:
    """The next number of a person (own) or a group; taken for good, so that numbers never mean two goals."""
    return (_NEXT_GROUP if scope is Scope.GROUP else _NEXT_OWN).run(tx, {"whose": whose})


_INSERT = Prepared(sa.insert(goals).returning(goals.c.id), returns=True)


def add(tx: Connection, goal: Goal) -> int:
    """Store a new goal; its id."""
    return _INSERT.run(tx, _values(goal))


def change(tx: Connection, goal: Goal, *, was: int) -> bool:
    """Store ``goal`` as version ``was`` + 1 if it is still at ``was``; False when somebody was quicker."""
    values = _values(goal) | {"version": was + 1}
    return tx.execute(sa.update(goals).where(goals.c.id == goal.id, goals.c.version == was).values(values)).rowcount > 0


def remove(tx: Connection, goal_id: int) -> None:
    """Take a goal and its history out of the database."""
    tx.execute(sa.delete(goals).where(goals.c.id == goal_id))


_SELECT_BY_ID = _WITH_OWNER.where(goals.c.id == bindparam("id"))
_BY_ID, _BY_ID_LOCKED = Query(_SELECT_BY_ID), Query(_SELECT_BY_ID.with_for_update(of=goals))
_BY_OWN_NUMBER = Query(_WITH_OWNER.where(goals.c.owner_id == bindparam("owner"), goals.c.number == bindparam("number"),
                                         goals.c.scope == sa.literal_column("'own'")))
_BY_GROUP_NUMBER = Query(_WITH_OWNER.where(goals.c.group_id == bindparam("group"), goals.c.number == bindparam("number"),
                                           goals.c.scope == sa.literal_column("'group'")))


def by_id(tx: Connection, goal_id: int, *, lock: bool = False) -> Goal | None:
    """A goal, whoever's it is: the caller asks ``mentoring.goals`` whether it may be seen. ``lock`` holds the row for a change."""
    row = (_BY_ID_LOCKED if lock else _BY_ID).first(tx, {"id": goal_id})
    return _goal(row) if row else None


def own_by_number(tx: Connection, owner_id: int, number: int) -> Goal | None:
    """A person's own goal by its number."""
    row = _BY_OWN_NUMBER.first(tx, {"owner": owner_id, "number": number})
    return _goal(row) if row else None


def group_by_number(tx: Connection, group_id: int, number: int) -> Goal | None:
    """A group's goal by its number."""
    row = _BY_GROUP_NUMBER.first(tx, {"group": group_id, "number": number})
    return _goal(row) if row else None


_ORDER = (sa.case((goals.c.state == "open", 0), (goals.c.state == "proposed", 1), else_=2),
          goals.c.due.is_(None), goals.c.due, goals.c.number)
_OWN = sa.and_(goals.c.scope == sa.literal_column("'own'"), goals.c.owner_id == bindparam("owner"))
_SHARED = sa.and_(_OWN, goals.c.visibility == sa.literal_column("'shared'"), goals.c.group_id == bindparam("group"))
_GROUPS = sa.and_(goals.c.scope == sa.literal_column("'group'"), goals.c.group_id.in_(bindparam("groups", expanding=True)))
_NOT_REFUSED = goals.c.state != sa.literal_column("'declined'")
_OPEN = goals.c.state == sa.literal_column("'open'")


def _page(where):
    return _WITH_OWNER.where(where).order_by(*_ORDER).limit(bindparam("limit")).offset(bindparam("offset"))


def _count(where):
    return sa.select(sa.func.count(), sa.func.count().filter(_OPEN)).select_from(goals).where(where)


_LISTS = {name: (_page(where), _count(where)) for name, where in
          {"own": _OWN, "shared": _SHARED, "group": sa.and_(_GROUPS, _NOT_REFUSED)}.items()}


def own(tx: Connection, owner_id: int, *, limit: int, offset: int = 0) -> list[Goal]:
    """A person's own goals: open ones first, by due date, then closed ones."""
    return [_goal(r) for r in tx.execute(_LISTS["own"][0], {"owner": owner_id, "limit": limit, "offset": offset})]


def shared_by(tx: Connection, owner_id: int, group_id: int, *, limit: int, offset: int = 0) -> list[Goal]:
    """The goals that a person shares with one group."""
    return [_goal(r) for r in tx.execute(_LISTS["shared"][0], {"owner": owner_id, "group": group_id, "limit": limit, "offset": offset})]


def of_groups(tx: Connection, group_ids: list[int], *, limit: int, offset: int = 0) -> list[Goal]:
    """The goals of these groups, proposals included, declined ones left out."""
    return [_goal(r) for r in tx.execute(_LISTS["group"][0], {"groups": group_ids, "limit": limit, "offset": offset})]


def count(tx: Connection, which: str, **whose) -> tuple[int, int]:
    """How many goals a list holds and how many of them are open. ``which``: own (owner), shared (owner, group), group (groups)."""
    return tuple(tx.execute(_LISTS[which][1], whose).one())


_STILL = sa.select(memberships.c.person_id).where(memberships.c.group_id == bindparam("group"), memberships.c.left.is_(None))
_IS_GROUPS = goals.c.scope == sa.literal_column("'group'")
_SEEN_IN = sa.and_(
    goals.c.visibility == sa.literal_column("'shared'"), goals.c.group_id == bindparam("group"),
    sa.or_(sa.and_(_IS_GROUPS, _NOT_REFUSED),
           sa.and_(sa.not_(_IS_GROUPS), _OPEN, goals.c.owner_id != bindparam("but"), goals.c.owner_id.in_(_STILL))))
_SEEN_IN_PAGE = (_WITH_OWNER.where(_SEEN_IN)
                 .order_by(sa.case((_IS_GROUPS, 0), else_=1), sa.case((_IS_GROUPS, ""), else_=people.c.name), *_ORDER)
                 .limit(bindparam("limit")).offset(bindparam("offset")))
_SEEN_IN_COUNT = sa.select(sa.func.count(), sa.func.count().filter(sa.and_(_IS_GROUPS, _OPEN))).select_from(goals).where(_SEEN_IN)


def seen_in(tx: Connection, group_id: int, *, but: int = 0, limit: int, offset: int = 0) -> list[Goal]:
    """What the members of a group see in it: its own goals first, then the open ones that present members share.

    ``but``: a person whose own goals are left out.
    """
    return [_goal(r) for r in tx.execute(_SEEN_IN_PAGE, {"group": group_id, "but": but, "limit": limit, "offset": offset})]


_AMONG = goals.c.group_id.in_(bindparam("groups", expanding=True))
_SEEN_AMONG = sa.and_(
    goals.c.visibility == sa.literal_column("'shared'"), _AMONG,
    sa.or_(sa.and_(_IS_GROUPS, _NOT_REFUSED),
           sa.and_(sa.not_(_IS_GROUPS), _OPEN, goals.c.owner_id != bindparam("but"),
                   sa.exists().where(memberships.c.group_id == goals.c.group_id, memberships.c.person_id == goals.c.owner_id,
                                     memberships.c.left.is_(None)))))
_PLACED = (sa.select(goals.c.id, sa.func.row_number().over(
    partition_by=goals.c.group_id,
    order_by=(sa.case((_IS_GROUPS, 0), else_=1), sa.case((_IS_GROUPS, ""), else_=people.c.name), *_ORDER)).label("place"))
    .join(people, people.c.id == goals.c.owner_id).where(_SEEN_AMONG).subquery())
_SEEN_EACH = (_WITH_OWNER.join(_PLACED, _PLACED.c.id == goals.c.id).where(_PLACED.c.place <= bindparam("most"))
              .order_by(goals.c.group_id, _PLACED.c.place))


def seen_in_each(tx: Connection, group_ids: list[int], *, but: int, most: int) -> dict[int, list[Goal]]:
    """The beginning of `seen_in` for several groups, in one query."""
    found: dict[int, list[Goal]] = {group_id: [] for group_id in group_ids}
    for row in tx.execute(_SEEN_EACH, {"groups": group_ids, "but": but, "most": most}) if group_ids else ():
        found[row.group_id].append(_goal(row))
    return found


_DOER = people.alias("doer")
_NEWS = (_WITH_OWNER.add_columns(goal_progress.c.kind, goal_progress.c.at, _DOER.c.user.label("doer"))
         .join(goal_progress, goal_progress.c.goal_id == goals.c.id).join(_DOER, _DOER.c.id == goal_progress.c.person_id)
         .where(_SEEN_AMONG, goals.c.touched >= bindparam("since"), goal_progress.c.at >= bindparam("since"),
                goal_progress.c.person_id != bindparam("but"),
                goal_progress.c.kind.in_(["made", "shared", "note", "closed", "reopened", "adopted"]))
         .order_by(goal_progress.c.id.desc()).limit(bindparam("rows")))


def news(tx: Connection, group_ids: list[int], *, but: int, since: datetime, most: int) -> list[News]:
    """What others have done since then to goals that the members of these groups see: newest first, one line for each goal."""
    found: dict[int, News] = {}
    for row in tx.execute(_NEWS, {"groups": group_ids, "but": but, "since": since, "rows": most * 8}) if group_ids else ():
        found.setdefault(row.id, News(goal=_goal(row), who=row.doer, what=row.kind, at=row.at))
    return list(found.values())[:most]


def count_seen_in(tx: Connection, group_id: int, *, but: int = 0) -> tuple[int, int]:
    """How long the list of `seen_in` is, and how many open goals of the group itself are in it."""
    return tuple(tx.execute(_SEEN_IN_COUNT, {"group": group_id, "but": but}).one())


def unshare(tx: Connection, group_id: int, owner_ids: list[int]) -> None:
    """What these people shared with a group is theirs alone again: they have left it."""
    tx.execute(sa.update(goals).where(goals.c.scope == "own", goals.c.group_id == group_id, goals.c.owner_id.in_(owner_ids))
               .values(visibility=Visibility.PRIVATE.value, group_id=None, version=goals.c.version + 1))


def toward(tx: Connection, goal_ids: list[int]) -> dict[int, int]:
    """How many own goals, private ones counted but not named, point to each of these."""
    rows = tx.execute(sa.select(goals.c.toward_id, sa.func.count()).where(goals.c.toward_id.in_(goal_ids))
                      .group_by(goals.c.toward_id)) if goal_ids else []
    return dict(tuple(r) for r in rows)


_NOTE = Prepared(sa.insert(goal_progress))


def note(tx: Connection, goal_id: int, person_id: int, line: Progress) -> None:
    """Add a line to a goal's history."""
    _NOTE.run(tx, {"goal_id": goal_id, "person_id": person_id, "kind": line.kind, "text": line.text, "percent": line.percent,
                   "at": line.at})


def history(tx: Connection, goal_id: int, *, limit: int = 20) -> list[Progress]:
    """The newest lines of a goal's history, newest first."""
    rows = tx.execute(sa.select(goal_progress).where(goal_progress.c.goal_id == goal_id)
                      .order_by(goal_progress.c.id.desc()).limit(limit))
    return [Progress(at=r.at, kind=r.kind, text=r.text, percent=r.percent) for r in rows]
