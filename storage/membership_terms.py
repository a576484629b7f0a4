"""Ends of memberships, yearly rounds, and when a group's channel was last compared with its members."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa

from mentoring.charter import Silence
from mentoring.membership_terms import Answer, Asked, Plan, Round, Term
from storage.once import insert_once
from storage.schema import groups, membership_clocks, memberships, outsiders, stay_answers, stay_rounds, terms
from storage.store import Tx

# ---- terms -----------------------------------------------------------------------------------------------------------------


def _term(row) -> Term:
    return Term(group_id=row.group_id, person_id=row.person_id, ends=row.ends, plan=Plan(row.plan))


def term(tx: Tx, group_id: int, person_id: int) -> Term | None:
    """The end of a membership, or None: it is open-ended."""
    row = tx.execute(sa.select(terms).where(terms.c.group_id == group_id, terms.c.person_id == person_id)).first()
    return _term(row) if row else None


def put_term(tx: Tx, one: Term) -> None:
    """From now on it ends then."""
    drop_term(tx, one.group_id, one.person_id)
    tx.execute(sa.insert(terms).values(group_id=one.group_id, person_id=one.person_id, ends=one.ends, plan=one.plan.value))


def drop_term(tx: Tx, group_id: int, person_id: int) -> None:
    """Open-ended again."""
    tx.execute(sa.delete(terms).where(terms.c.group_id == group_id, terms.c.person_id == person_id))


def terms_until(tx: Tx, latest: date) -> list[Term]:
    """Memberships that end by this day, soonest first."""
    return [_term(r) for r in tx.execute(sa.select(terms).where(terms.c.ends <= latest).order_by(terms.c.ends, terms.c.person_id))]


# ---- clocks ----------------------------------------------------------------------------------------------------------------

def clocks(tx: Tx, workspace: str) -> dict[int, tuple[int | None, date | None, datetime | None]]:
    """For each group with a clock: the month of its yearly round, when that is due next, when the channel was read."""
    query = (sa.select(membership_clocks).join(groups, groups.c.id == membership_clocks.c.group_id)
             .where(groups.c.workspace == workspace))
    return {r.group_id: (r.month, r.round_due, r.read) for r in tx.execute(query)}


def set_clock(tx: Tx, group_id: int, **values) -> None:
    """Set ``month`` and ``round_due``, or ``read``."""
    if not insert_once(tx, membership_clocks, group_id=group_id, **values):
        tx.execute(sa.update(membership_clocks).where(membership_clocks.c.group_id == group_id).values(**values))


# ---- the yearly round --------------------------------------------------------------------------------------------------------

def _round(row) -> Round:
    return Round(id=row.id, group_id=row.group_id, day=row.day, silence=Silence(row.silence), opened=row.opened, closes=row.closes,
                 closed=row.closed)


def open_round(tx: Tx, group_id: int, day: date, silence: Silence, *, opened: datetime, closes: datetime) -> Round | None:
    """A round begins and everybody who is in the group is asked; None when there was one of that day."""
    if not insert_once(tx, stay_rounds, group_id=group_id, day=day, silence=silence.value, opened=opened, closes=closes):
        return None
    row = tx.execute(sa.select(stay_rounds).where(stay_rounds.c.group_id == group_id, stay_rounds.c.day == day)).one()
    present = sa.select(memberships.c.person_id).where(memberships.c.group_id == group_id, memberships.c.left.is_(None))
    asked = [{"round_id": row.id, "person_id": person, "reminded": 0} for person in tx.execute(present).scalars()]
    if asked:
        tx.execute(sa.insert(stay_answers), asked)
    return _round(row)


def round_by_id(tx: Tx, round_id: int, *, lock: bool = False) -> Round | None:
    """One, whoever's it is."""
    query = sa.select(stay_rounds).where(stay_rounds.c.id == round_id)
    row = tx.execute(query.with_for_update() if lock else query).first()
    return _round(row) if row else None


def open_rounds(tx: Tx, group_id: int | None = None) -> list[Round]:
    """Rounds that are going on, oldest first."""
    query = sa.select(stay_rounds).where(stay_rounds.c.closed.is_(None)).order_by(stay_rounds.c.id)
    return [_round(r) for r in tx.execute(query.where(stay_rounds.c.group_id == group_id) if group_id else query)]


def close_round(tx: Tx, round_id: int, now: datetime) -> None:
    """It is over."""
    tx.execute(sa.update(stay_rounds).where(stay_rounds.c.id == round_id).values(closed=now))


def asked(tx: Tx, round_id: int) -> list[Asked]:
    """Who is asked, and what they have said."""
    query = sa.select(stay_answers).where(stay_answers.c.round_id == round_id).order_by(stay_answers.c.person_id)
    return [Asked(round_id=r.round_id, person_id=r.person_id, answer=Answer(r.answer) if r.answer else None, back=r.back,
                  reminded=r.reminded) for r in tx.execute(query)]


def answer(tx: Tx, round_id: int, person_id: int, said: Answer | None, now: datetime, *, back: date | None = None) -> bool:
    """What somebody says; False: they are not asked."""
    here = sa.and_(stay_answers.c.round_id == round_id, stay_answers.c.person_id == person_id)
    return tx.execute(sa.update(stay_answers).where(here).values(answer=said.value if said else None, back=back, at=now)).rowcount > 0


def reminded(tx: Tx, round_id: int, person_id: int, times: int) -> None:
    """They have been reminded so often."""
    tx.execute(sa.update(stay_answers).where(stay_answers.c.round_id == round_id, stay_answers.c.person_id == person_id)
               .values(reminded=times))


# ---- who is not in the channel -----------------------------------------------------------------------------------------------

def outsiders_of(tx: Tx, group_id: int) -> set[int]:
    """Members who are known not to be in the channel."""
    return set(tx.execute(sa.select(outsiders.c.person_id).where(outsiders.c.group_id == group_id)).scalars())


def outside(tx: Tx, group_id: int, person_id: int, now: datetime) -> bool:
    """A member is not in the channel; False: that was known."""
    return insert_once(tx, outsiders, group_id=group_id, person_id=person_id, noticed=now)


def inside(tx: Tx, group_id: int, person_ids: set[int]) -> None:
    """They are in the channel again."""
    tx.execute(sa.delete(outsiders).where(outsiders.c.group_id == group_id, outsiders.c.person_id.in_(list(person_ids))))
