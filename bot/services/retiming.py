"""Somebody moved to another zone or wishes to be reminded at another time: what waits for them is timed anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.services.digest import zone_of
from mentoring import reminders as rules
from mentoring.reminders import Kind, Time
from storage import deliveries
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import preferences as preference_rows
from storage.deliveries import POST
from storage.outbox import Letter
from storage.store import Tx

STILL_OPEN = timedelta(days=8)   # what was due so long ago may still wait, and be moved ahead


def preferences_changed(tx: Tx, person_id: int, *, now: datetime) -> None:
    """What waits for somebody is due at another time. One that has passed already is now, or too late; never a second one."""
    person = people_rows.by_id(tx, person_id)
    actor = people_rows.actor(tx, person.workspace, person.user)
    wishes, tz = preference_rows.get(tx, person_id), zone_of(actor.person, actor.groups)
    for letter in deliveries.of_person(tx, person_id, since=now - STILL_OPEN):
        at = anew(tx, letter, wishes, tz)
        if at and (at.due, at.tz) != (letter.due, letter.tz):
            put(tx, letter, at)


def person_changed(tx: Tx, person_id: int, *, now: datetime) -> None:
    """Somebody moved to another zone."""
    preferences_changed(tx, person_id, now=now)


def put(tx: Tx, letter: Letter, at: Time) -> None:
    """Give a delivery another time; one that had been skipped waits again."""
    move = deliveries.retime if letter.state == "waiting" else deliveries.revive
    move(tx, letter, nominal=at.nominal, tz=at.tz, due=at.due, not_after=at.not_after)


def anew(tx: Tx, letter: Letter, wishes: rules.Preferences, tz: str) -> Time | None:
    """When a delivery is due by what holds now; None when it does not follow from a zone, a wish or a meeting."""
    if letter.method != POST:
        return None
    if letter.kind == Kind.DIGEST:
        return rules.digest_time(wishes, tz, rules.monday_of(letter.nominal))
    if letter.kind in rules.OF_AN_ACTION:
        return rules.action_time(Kind(letter.kind), date.fromisoformat(letter.key.split("|")[2]), tz)
    if letter.kind in rules.OF_A_MEETING:
        meeting = meeting_rows.by_id(tx, letter.subject_id)
        return rules.time_of(Kind(letter.kind), meeting, tz if letter.person_id else meeting.tz) if meeting else None
    return None
