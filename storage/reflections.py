"""Reflections as they are kept: sealed. What opens them is `storage.seals`; nothing here ever sees a word of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from mentoring.reflections import Every
from storage.once import insert_once
from storage.schema import (
    goal_values,
    group_prompts,
    people,
    prompts_given,
    reflection_drafts,
    reflection_rhythms,
    reflection_shares,
    reflections,
    seen,
)
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry that nobody has opened."""

    id: int
    person_id: int
    number: int
    seal: str
    sealed: bytes
    created: datetime
    changed: datetime | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A copy of an entry in a group's channel. ``letter`` is the key of the letter that brought it."""

    reflection_id: int
    group_id: int
    letter: str
    since: datetime


# ---- entries -------------------------------------------------------------------------------------------------------

def add(tx: Tx, person_id: int, seal: str, sealed: bytes, now: datetime) -> int:
    """Keep a new entry; its id. Its number is the person's next, taken for good."""
    number = tx.execute(sa.update(people).where(people.c.id == person_id).values(last_reflection=people.c.last_reflection + 1)
                        .returning(people.c.last_reflection)).scalar_one()
    return tx.execute(sa.insert(reflections).values(person_id=person_id, number=number, seal=seal, sealed=sealed, created=now, version=1)
                      .returning(reflections.c.id)).scalar_one()


def change(tx: Tx, reflection_id: int, sealed: bytes, *, was: int, now: datetime) -> bool:
    """New words, if it is still at version ``was``."""
    return tx.execute(sa.update(reflections).where(reflections.c.id == reflection_id, reflections.c.version == was)
                      .values(sealed=sealed, changed=now, version=was + 1)).rowcount > 0


def remove(tx: Tx, reflection_id: int) -> None:
    """Take an entry away, with its shares."""
    tx.execute(sa.delete(reflections).where(reflections.c.id == reflection_id))


def by_id(tx: Tx, reflection_id: int, *, lock: bool = False) -> Sealed | None:
    """One, whoever's it is: the caller asks ``mentoring.reflections.need``."""
    query = sa.select(reflections).where(reflections.c.id == reflection_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return Sealed(**row._mapping) if row else None


def by_number(tx: Tx, person_id: int, number: int) -> Sealed | None:
    """One of somebody's by its number."""
    row = tx.execute(sa.select(reflections).where(reflections.c.person_id == person_id, reflections.c.number == number)).first()
    return Sealed(**row._mapping) if row else None


def own(tx: Tx, person_id: int, *, limit: int, offset: int = 0) -> list[Sealed]:
    """Somebody's entries, newest first."""
    query = (sa.select(reflections).where(reflections.c.person_id == person_id).order_by(reflections.c.number.desc())
             .limit(limit).offset(offset))
    return [Sealed(**row._mapping) for row in tx.execute(query)]


def count(tx: Tx, person_id: int) -> int:
    """How many entries somebody has, for pages and for the bound."""
    return tx.execute(sa.select(sa.func.count()).select_from(reflections).where(reflections.c.person_id == person_id)).scalar_one()


# ---- drafts --------------------------------------------------------------------------------------------------------

def put_draft(tx: Tx, person_id: int, target: int, seal: str, sealed: bytes, now: datetime) -> None:
    """What stands in a form now takes the place of what stood there."""
    tx.execute(sa.delete(reflection_drafts).where(reflection_drafts.c.person_id == person_id, reflection_drafts.c.target == target))
    tx.execute(sa.insert(reflection_drafts).values(person_id=person_id, target=target, seal=seal, sealed=sealed, changed=now))


def draft(tx: Tx, person_id: int, target: int) -> tuple[str, bytes, datetime] | None:
    """What was written and not kept: its seal, the sealed words, and when."""
    row = tx.execute(sa.select(reflection_drafts.c.seal, reflection_drafts.c.sealed, reflection_drafts.c.changed).where(
        reflection_drafts.c.person_id == person_id, reflection_drafts.c.target == target)).first()
    return tuple(row) if row else None


def drop_draft(tx: Tx, person_id: int, target: int) -> None:
    """It has been kept, or thrown away by its author."""
    tx.execute(sa.delete(reflection_drafts).where(reflection_drafts.c.person_id == person_id, reflection_drafts.c.target == target))


def form_is_over(tx: Tx, key: str) -> bool:
    """Whether a form has been submitted: what it told while it was being written comes too late."""
    return tx.execute(sa.select(seen.c.key).where(seen.c.key == key)).first() is not None


# ---- shares --------------------------------------------------------------------------------------------------------

def share(tx: Tx, reflection_id: int, group_id: int, letter: str, now: datetime) -> bool:
    """A group has a copy; False: it had."""
    return insert_once(tx, reflection_shares, reflection_id=reflection_id, group_id=group_id, letter=letter, since=now)


def unshare(tx: Tx, reflection_id: int, group_id: int) -> None:
    """A group has none any more."""
    tx.execute(sa.delete(reflection_shares).where(reflection_shares.c.reflection_id == reflection_id,
                                                  reflection_shares.c.group_id == group_id))


def shares(tx: Tx, reflection_ids: Collection[int]) -> dict[int, list[Share]]:
    """The copies of these entries, by entry."""
    found: dict[int, list[Share]] = {}
    for row in tx.execute(sa.select(reflection_shares).where(reflection_shares.c.reflection_id.in_(list(reflection_ids)))):
        found.setdefault(row.reflection_id, []).append(Share(**row._mapping))
    return found


def shared_by(tx: Tx, person_id: int) -> list[Share]:
    """Everything of somebody that a group has."""
    query = sa.select(reflection_shares).join(reflections).where(reflections.c.person_id == person_id)
    return [Share(**row._mapping) for row in tx.execute(query)]


# ---- prompts and rhythms ---------------------------------------------------------------------------------------------

def given(tx: Tx, person_id: int) -> set[str]:
    """The keys of the prompts that somebody has been given."""
    return set(tx.execute(sa.select(prompts_given.c.prompt).where(prompts_given.c.person_id == person_id)).scalars())


def give(tx: Tx, person_id: int, prompt: str, now: datetime, *, anew: bool = False) -> None:
    """Somebody is given a prompt; ``anew``: all had come, and it begins from the first."""
    if anew:
        tx.execute(sa.delete(prompts_given).where(prompts_given.c.person_id == person_id, prompts_given.c.prompt.not_like("values:%")))
    insert_once(tx, prompts_given, person_id=person_id, prompt=prompt, at=now)


def values_done(tx: Tx, person_id: int) -> datetime | None:
    """When somebody last did the yearly exercise, as `mentoring.prompts.values_mark` notes it; None: never."""
    return tx.execute(sa.select(sa.func.max(prompts_given.c.at)).where(
        prompts_given.c.person_id == person_id, prompts_given.c.prompt.like("values:%"))).scalar_one()


def value_of(tx: Tx, goal_id: int) -> tuple[int, int] | None:
    """Which exercise a goal points to, and which place in it; None: it points nowhere."""
    row = tx.execute(sa.select(goal_values.c.reflection_id, goal_values.c.rank).where(goal_values.c.goal_id == goal_id)).first()
    return tuple(row) if row else None


def put_value(tx: Tx, goal_id: int, reflection_id: int, rank: int) -> None:
    """A goal that points nowhere points to this place of an exercise."""
    tx.execute(sa.insert(goal_values).values(goal_id=goal_id, reflection_id=reflection_id, rank=rank))


def forget_value(tx: Tx, goal_id: int) -> None:
    """A goal points to no value."""
    tx.execute(sa.delete(goal_values).where(goal_values.c.goal_id == goal_id))


def add_prompt(tx: Tx, group_id: int, text: str, person_id: int, now: datetime) -> int:
    """A group's own prompt; its id."""
    return tx.execute(sa.insert(group_prompts).values(group_id=group_id, text=text, added_by=person_id, created=now)
                      .returning(group_prompts.c.id)).scalar_one()


def remove_prompt(tx: Tx, group_id: int, prompt_id: int) -> bool:
    """Take a group's own prompt away; False: it has none of this id."""
    return tx.execute(sa.delete(group_prompts).where(group_prompts.c.group_id == group_id, group_prompts.c.id == prompt_id)).rowcount > 0


def prompts_of(tx: Tx, group_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """The own prompts of these groups: id, group, text."""
    query = (sa.select(group_prompts.c.id, group_prompts.c.group_id, group_prompts.c.text)
             .where(group_prompts.c.group_id.in_(list(group_ids))).order_by(group_prompts.c.id))
    return [tuple(row) for row in tx.execute(query)]


def rhythm(tx: Tx, person_id: int) -> tuple[Every, date] | None:
    """How often somebody wants to be asked, and since which day; None: never."""
    row = tx.execute(sa.select(reflection_rhythms.c.every, reflection_rhythms.c.since)
                     .where(reflection_rhythms.c.person_id == person_id)).first()
    return (Every(row.every), row.since) if row else None


def set_rhythm(tx: Tx, person_id: int, every: Every | None, since: date) -> None:
    """From now on like this; None: never."""
    tx.execute(sa.delete(reflection_rhythms).where(reflection_rhythms.c.person_id == person_id))
    if every:
        tx.execute(sa.insert(reflection_rhythms).values(person_id=person_id, every=every.value, since=since))
