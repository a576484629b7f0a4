"""Everything about one person, derived from the schema: what they are given, and what goes when they ask to be forgotten.

A column that points to people with ON DELETE CASCADE makes its row somebody's own; one with SET NULL says who wrote or did something in a
row that is the group's. Own rows are exported whole and deleted; the group's rows stay, and nobody's name is in them any more. What differs
stands here, by table and with its reason; tests/storage/test_own_data.py fails for a table that nothing here covers. (reliability.md 5.4)
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from mentoring.people import Person
from mentoring.words import stems
from storage.schema import candidacies, goals, metadata, people
from storage.store import Tx

FORMER = "former member"

# Own rows that stay when their person is forgotten, without anything that tells who it was.
KEPT: Mapping[str, str] = {
    "memberships": "how many members a group had",
    "attendance": "how many came to a meeting",
    "goal_progress": "the history of the group's goals; what belonged to own goals goes with them",
    "action_owners": "the history of the group's action items",
    "commitments": "how many had committed themselves",
    "poll_votes": "how a poll ended",
    "topic_votes": "how a vote ended",
    "mission_votes": "how a vote ended",
    "ballots": "that a vote was held; how anybody voted is not in it",
    "stay_answers": "how a round ended",
    "acceptances": "how many had accepted",
}
# Words in kept rows that are the person's own all the same, and what stands there afterwards.
CLEARED: Mapping[str, Mapping[str, Any]] = {"attendance": {"word": ""}}
# Of these only some rows are somebody's own.
ONLY: Mapping[str, sa.ColumnElement[bool]] = {"goals": goals.c.scope == "own"}
# Rows of the group, or nobody's, that hold what people wrote: names in them are taken out, the rest is the group's.
GROUPS: Mapping[str, str] = {
    "charters": "the group's charter", "minute_items": "the group's minutes", "thread_lines": "the meeting's thread, as minutes need it",
    "inbox": "sealed, and gone when it is served",
}
# Never exported: it is in what is exported, or says nothing about anybody.
NOT_EXPORTED: Mapping[str, str] = {"outbox": "messages that were sent; they are in Slack", "attempts": "how sending went"}
# What others said of somebody in confidence is not given to them: a nominee hears of a nomination by the invitation.
IN_CONFIDENCE: Mapping[str, sa.ColumnElement[bool]] = {"candidacies": candidacies.c.origin == "nominated"}
SEALED = ("reflections", "reflection_drafts", "needs_answers")    # opened for their author by `bot.services.own_data`
_HIDDEN = {"sealed", "seal", "token_hash", "lease", "claim", "nonce"}


def own(table: sa.Table) -> list[sa.Column]:
    """The columns that make a row of this table somebody's own."""
    return _to_people(table, "CASCADE")


def authored(table: sa.Table) -> list[sa.Column]:
    """The columns that say who wrote or did something in a row that is not theirs."""
    return [*_to_people(table, "SET NULL"), *_to_people(table, None)]


def _to_people(table: sa.Table, ondelete: str | None) -> list[sa.Column]:
    return [c for c in table.columns for f in c.foreign_keys if f.column.table is people and f.ondelete == ondelete]


# ---- export ----------------------------------------------------------------------------------------------------------------

def portrait(tx: Tx, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row about somebody by table; of the group's rows only those they wrote, and those in which they are named by what they did."""
    found: dict[str, list[dict[str, Any]]] = {"people": _rows(tx, people, people.c.id == person.id)}
    for table in metadata.sorted_tables:
        if table is people or table.name in NOT_EXPORTED:
            continue
        columns = [*own(table), *authored(table)]
        if columns:
            known = own(table) if table.name not in IN_CONFIDENCE else []
            mine = [c == person.id for c in (*known, *authored(table))]
            if table.name in IN_CONFIDENCE:
                mine += [sa.and_(c == person.id, sa.not_(IN_CONFIDENCE[table.name])) for c in own(table)]
            found[table.name] = _rows(tx, table, sa.or_(*mine))
        elif "user" in table.columns:
            found[table.name] = _rows(tx, table, table.c.user == person.user)
        elif parent := hangs_on(table):
            column, above = parent
            ids = sa.select(above.c.id).where(sa.or_(*(c == person.id for c in own(above))))
            found[table.name] = _rows(tx, table, column.in_(ids))
    return {name: rows for name, rows in found.items() if rows}


def hangs_on(table: sa.Table) -> tuple[sa.Column, sa.Table] | None:
    """The table of own rows that a table without a person of its own hangs on."""
    return next(((c, f.column.table) for c in table.columns for f in c.foreign_keys
                 if f.ondelete == "CASCADE" and own(f.column.table) and f.column.table.name not in NOT_EXPORTED), None)


def _rows(tx: Tx, table: sa.Table, where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    shown = [c for c in table.columns if c.name not in _HIDDEN or table.name in SEALED]
    return [dict(row._mapping) for row in tx.execute(sa.select(*shown).where(where).order_by(*table.primary_key.columns))]


# ---- forgetting --------------------------------------------------------------------------------------------------------------

def letters_to(tx: Tx, person: Person) -> list[tuple[str, str]]:
    """Where what we wrote to somebody alone stands in Slack: channel and ts."""
    outbox = metadata.tables["outbox"]
    query = sa.select(outbox.c.channel, outbox.c.ts).where(_to(outbox, person), outbox.c.ts.is_not(None), outbox.c.method != "chat.update",
                                                           outbox.c.channel.is_not(None))
    return [tuple(row) for row in tx.execute(query)]


def _to(outbox: sa.Table, person: Person) -> sa.ColumnElement[bool]:
    return sa.or_(outbox.c.person_id == person.id, outbox.c.channel.in_([c for c in (person.dm, person.user) if c]))


def forget(tx: Tx, person: Person, alias: str) -> None:
    """Own rows go, and everywhere else ``alias`` stands for the person, who has left every group before."""
    outbox = metadata.tables["outbox"]
    tx.execute(sa.delete(outbox).where(_to(outbox, person)))
    for table in reversed(metadata.sorted_tables):
        columns = own(table)
        if table is people or not columns or table is outbox:
            continue
        mine = sa.or_(*(c == person.id for c in columns))
        if table.name not in KEPT:
            tx.execute(sa.delete(table).where(mine, ONLY.get(table.name, sa.true())))
        elif table.name in CLEARED:
            tx.execute(sa.update(table).where(mine).values(CLEARED[table.name]))
    tx.execute(sa.update(people).where(people.c.id == person.id).values(
        user=alias, name=FORMER.capitalize(), tz=None, kind="gone", dm=None, group_id=None, home_opened=None, home_stale=0, known=None))
    for old, new in _traces(person, alias):
        for column in _texts():
            _replace(tx, column, old, new)


def _traces(person: Person, alias: str) -> Iterator[tuple[str, str]]:
    """What tells of somebody in texts: mentions, the id, the whole name, and both as a search sees them. First names alone stay."""
    yield f"<@{person.user}>", FORMER
    yield person.user, alias
    if person.name and (" " in person.name or len(person.name) > 5):
        yield person.name, FORMER
        escaped = json.dumps(person.name)[1:-1]
        if escaped != person.name:
            yield escaped, FORMER
        yield f" {' '.join(stems(person.name))} ", f" {FORMER} "
    yield f" {' '.join(stems(person.user))} ", " "


def _texts() -> Iterator[sa.Column]:
    """Every column that may hold words, but for what only names a row."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, sa.String | sa.Text | sa.JSON) and not column.primary_key and not column.foreign_keys \
                    and not (table is people and column.name in ("workspace", "kind")):
                yield column


def _replace(tx: Tx, column: sa.Column, old: str, new: str) -> None:
    """``old`` is ``new`` in every row of a column; JSON is text for that moment."""
    text = sa.cast(column, sa.Text)
    found = sa.func.replace(text, old, new)
    if isinstance(column.type, sa.JSON):
        found = found if tx.dialect.name == "sqlite" else sa.cast(found, sa.JSON)
    elif column.type.length:
        found = sa.func.substr(found, 1, column.type.length)
    tx.execute(sa.update(column.table).where(sa.func.instr(text, old) > 0 if tx.dialect.name == "sqlite" else sa.func.strpos(text, old) > 0)
               .values({column.name: found}))
