"""Planning ahead: every delivery of the next fourteen days has its row. Each process does it, at every round; the keys make it one.

A nominal time that lay before its cause existed (a meeting added in the afternoon, a member who joined at noon) was never due: it
gets a row that says so, and is not asked about again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from bot.deps import Deps
from bot.services import retiming
from mentoring import reminders as rules
from mentoring.meetings import LONGEST, Meeting
from mentoring.reminders import Kind, Preferences, Time
from storage import deliveries
from storage import preferences as preference_rows
from storage import timetable as rows
from storage.deliveries import Delivery
from storage.store import Tx
from storage.timetable import Recipient

LOT = 5_000          # rows that one question finds
STEP = 500           # rows of one transaction: commands must not wait behind a plan
ROUND = 20_000       # rows of one round: sending must not wait either
WEEK = timedelta(days=7)
LONGEST_MEETING = timedelta(minutes=LONGEST)
LEAD = {Kind.WEEK_BEFORE: WEEK, Kind.HOUR_BEFORE: timedelta(0), Kind.START: timedelta(0), Kind.DAY_BEFORE: timedelta(days=3),
        Kind.QUORUM: timedelta(days=30), Kind.TOPIC: timedelta(days=10),
        Kind.ROLE: WEEK, Kind.ROLE_OPEN: timedelta(days=2)}

Source = Callable[[Tx], Sequence[Delivery]]


def plan_ahead(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Write down what has come within sight; how many rows are new. What is more than a round's share waits for the next one."""
    now, new = deps.clock.now(), 0
    for source in _sources(now):
        more = True
        while more and new < ROUND and not stopping():
            with deps.store.read() as tx:
                lot = source(tx)
            written = _write(deps, lot, now, stopping)
            new, more = new + written, written > 0 and len(lot) == LOT
    return new


def _write(deps: Deps, lot: Sequence[Delivery], now: datetime, stopping: Callable[[], bool]) -> int:
    written = 0
    for begin in range(0, len(lot), STEP):
        if stopping():
            break
        with deps.store.write() as tx:
            written += deliveries.plan(tx, lot[begin:begin + STEP], now=now)
    return written


def _sources(now: datetime) -> Iterator[Source]:
    for kind in (Kind.START, Kind.HOUR_BEFORE, Kind.WEEK_BEFORE):
        yield partial(_of_meetings, kind, now, partial(rows.of_channels, kind=kind))
    yield partial(_of_meetings, Kind.DAY_BEFORE, now, partial(rows.of_members, kind=Kind.DAY_BEFORE))
    for kind in (Kind.QUORUM, Kind.TOPIC):
        yield partial(_of_meetings, kind, now, partial(rows.of_members, kind=kind, organisers=True))
    yield partial(_of_meetings, Kind.ROLE, now, partial(rows.of_members, kind=Kind.ROLE, holders=True))
    yield partial(_of_meetings, Kind.ROLE_OPEN, now, partial(rows.of_channels, kind=Kind.ROLE_OPEN))
    monday = (now - timedelta(days=now.weekday())).date()
    for week in range(4):   # the zones east of UTC are in the next week already, those west still in the last one
        yield partial(_weekly, now, monday + (week - 1) * WEEK)
    yield partial(_returning, now)
    for kind in rules.OF_AN_ACTION:
        yield partial(_of_actions, kind, now)


def _of_meetings(kind: Kind, now: datetime, find: Callable, tx: Tx) -> list[Delivery]:
    since = now - LONGEST_MEETING if kind is Kind.START else now   # a meeting's own message is worth sending until it ends
    found = find(tx, now=since, until=now + rules.HORIZON + LEAD[kind], limit=LOT)
    return [_delivery(kind, meeting, to, now) for meeting, to in found]


def _delivery(kind: Kind, meeting: Meeting, to: Recipient, now: datetime) -> Delivery:
    at = rules.time_of(kind, meeting, to.tz)
    # A day given anew, be it the first one again, counts from when it was given: whoever it concerns was told of it then.
    begins = max(to.since, meeting.revised)
    return _planned(kind, meeting.id, meeting.day.isoformat(), at, to, "planned later" if at.due < begins else _too_late(at, now))


def _too_late(at: Time, now: datetime) -> str | None:
    return "too late" if at.not_after < now else None


def _planned(kind: Kind, subject_id: int | None, day: str, at: Time, to: Recipient, reason: str | None) -> Delivery:
    return Delivery(kind=kind, subject_id=subject_id, day=day, nominal=at.nominal, tz=at.tz, due=at.due, not_after=at.not_after,
                    group_id=to.group_id, person_id=to.person_id, channel=to.channel, reason=reason)


def _weekly(now: datetime, monday, tx: Tx) -> list[Delivery]:
    week, planned = rules.week_of(monday), []
    for each in rows.weekly(tx, week, LOT):
        at = rules.digest_time(Preferences(digest_weekday=each.weekday, digest_time=each.time), each.to.tz, monday)
        planned.append(_planned(Kind.DIGEST, None, week, at, each.to, "joined later" if at.due < each.to.since else _too_late(at, now)))
    return planned


def _returning(now: datetime, tx: Tx) -> list[Delivery]:
    today = now.date()
    planned = []
    for each in rows.returning(tx, today - timedelta(days=2), today + rules.HORIZON, LOT):
        back = each.last + timedelta(days=1)
        due = rules.instant(back, rules.NINE, each.to.tz)
        at = Time(nominal=f"{back}T{rules.NINE}", tz=each.to.tz, due=due, not_after=rules.window(Kind.COMEBACK, due))
        planned.append(_planned(Kind.COMEBACK, each.absence_id, each.last.isoformat(), at, each.to, _too_late(at, now)))
    return planned


def _of_actions(kind: Kind, now: datetime, tx: Tx) -> list[Delivery]:
    """One message for each person and day on which action items of theirs are due, whatever their number."""
    lead, today = rules.OF_AN_ACTION[kind], now.date()
    planned = []
    for day, to in rows.of_owners(tx, kind, today - timedelta(days=2), today + rules.HORIZON + lead, LOT):
        at = rules.action_time(kind, day, to.tz)
        planned.append(_planned(kind, None, day.isoformat(), at, to, "planned later" if at.due < to.since else _too_late(at, now)))
    return planned


def reckon_anew(deps: Deps) -> int:
    """Once at a start: the rules of time zones may be newer than the rows. Every waiting delivery is timed anew; how many moved."""
    moved, after = 0, 0
    while True:
        with deps.store.read() as tx:
            lot = deliveries.waiting(tx, after, LOT)
            wishes = preference_rows.of(tx, [w.person_id for w in lot if w.person_id])
            times = [(w, retiming.anew(tx, w, wishes.get(w.person_id, Preferences()), w.tz)) for w in lot]
        stale = [(w, at) for w, at in times if at and at.due != w.due and w.due > deps.clock.now()]
        if stale:
            with deps.store.write() as tx:
                for letter, at in stale:
                    retiming.put(tx, letter, at)
        moved += len(stale)
        if len(lot) < LOT:
            return moved
        after = lot[-1].id
