"""Reminders put off by the one who got them: they come again on another day, made from what holds then.

``about`` names what was put off: ``digest``, ``day_before:12``, ``changed:12``, ``quorum:12``, ``topic:12`` and ``role:12`` by a meeting,
``commit:3`` by a rhythm;
``comeback:3`` what was missed in an absence; ``asked`` and ``action_due`` are the reader's action items, ``told:7`` one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_letters, agenda_subjects, catching_up, digest, people, roles_letters, topic_agendas
from bot.views import later as later_views
from bot.views import reminders as views
from bot.views.blocks import Message
from mentoring import attendance as attendance_rules
from mentoring.people import Actor, Group, Person
from mentoring.refused import Refused
from mentoring.reminders import OF_AN_ACTION, Kind, instant, window
from storage import absences as absence_rows
from storage import agendas, deliveries
from storage import attendance as attendance_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import preferences as preference_rows
from storage import roles as role_rows
from storage.deliveries import Delivery
from storage.store import Tx

FURTHEST = timedelta(days=366)


def tomorrow(deps: Deps, actor: Actor) -> date:
    """The day after this one, where the person is."""
    return people.today(deps, actor) + timedelta(days=1)


def after_clinic(day: date) -> date:
    """The working day after a day in clinic."""
    after = day + timedelta(days=1)
    return after + timedelta(days=max(0, 7 - after.weekday()) if after.weekday() >= 5 else 0)


def put_off(deps: Deps, actor: Actor, about: str, day: date, *, once: str | None = None) -> datetime:
    """It comes again on ``day``, at the time of the person's message of the week; that wall time. Refused: too early or too late."""
    now, tz = deps.clock.now(), people.zone(deps, actor)
    today = people.today(deps, actor)
    if day <= today:
        raise Refused("That day has come already. Please choose a later one.", field="day")
    if day - today > FURTHEST:
        raise Refused("That is more than a year away. Please choose an earlier day.", field="day")
    with deps.store.write(once) as tx:
        meeting = _meeting(tx, actor.groups, about)
        due = instant(day, preference_rows.get(tx, actor.person.id).digest_time, tz)
        if meeting and due >= meeting.starts - timedelta(minutes=90):
            raise Refused("The meeting is before that. Please choose an earlier day, or answer now.", field="day")
        wall = due.astimezone(ZoneInfo(tz))
        deliveries.plan(tx, [Delivery(
            kind=Kind.LATER, subject_id=meeting.id if meeting else None, day=f"{day.isoformat()} {about[:40]}",
            nominal=f"{wall:%Y-%m-%dT%H:%M}", tz=tz, due=due, not_after=window(Kind.LATER, due, meeting.starts if meeting else None),
            group_id=meeting.group_id if meeting else None, person_id=actor.person.id, channel=actor.person.dm,
            body={"about": about[:40]})], now=now)
    return wall


def now(deps: Deps, actor: Actor, about: str) -> Message:
    """The reminder as it would be now."""
    with deps.store.read() as tx:
        return again(tx, actor.person, actor.groups, about, now=deps.clock.now()) or later_views.over()


def again(tx: Tx, person: Person, groups: Sequence[Group], about: str, *, now: datetime) -> Message | None:
    """What was put off, as it stands now; None when it is settled, or concerns this person no longer."""
    tz = digest.zone_of(person, groups)
    kind, _, which = about.partition(":")
    if kind == Kind.DIGEST:
        return digest.compose(tx, person, groups, day=now.astimezone(ZoneInfo(tz)).date(), now=now)
    if kind in (Kind.ASKED, Kind.TOLD, *OF_AN_ACTION):
        return action_letters.put_off(tx, person, groups, about, now.astimezone(ZoneInfo(tz)).date())
    if kind == Kind.COMEBACK:
        known = which.isascii() and which.isdigit() and len(which) < 16
        return catching_up.compose(tx, person, groups, int(which), now=now) if known else None
    if kind == Kind.COMMIT:
        return _commit(tx, person, groups, which, now=now, tz=tz)
    meeting = _meeting(tx, groups, about)
    if meeting is None or meeting.starts <= now:
        return None
    group = next(g for g in groups if g.id == meeting.group_id)
    if kind == Kind.CHANGED:
        return views.changed(meeting, group, tz=tz)
    if not meeting.is_on:
        return None
    if kind == Kind.DAY_BEFORE:
        return views.day_before(meeting, group, attendance_rows.of_person(tx, person.id, [meeting.id]).get(meeting.id), now=now, tz=tz,
                                about=agenda_subjects.of_meetings(tx, group.id, [meeting], now).get(meeting.id, ()),
                                readings=agendas.readings_of(tx, [meeting.id]).get(meeting.id, ()),
                                roles=role_rows.at_meetings(tx, person.id, [meeting.id]).get(meeting.id, ()))
    if kind == Kind.ROLE:
        return roles_letters.yours(tx, person, groups, meeting, now)
    if kind not in (Kind.QUORUM, Kind.TOPIC) or not any(p.id == person.id for p in people_rows.organisers_of(tx, group.id)):
        return None
    if kind == Kind.TOPIC:
        return topic_agendas.suggestion(tx, meeting, group, tz=tz, now=now)
    members = [(p.id, p.user) for p, _ in people_rows.members_of(tx, group.id)]
    away = {a.person_id for a in absence_rows.of_groups(tx, [group.id], meeting.day, meeting.day)}
    count = attendance_rules.count(members, meeting_rows.replies(tx, meeting.id), away)
    return views.quorum(meeting, group, count, tz=tz) if count.few else None


def _commit(tx: Tx, person: Person, groups: Sequence[Group], which: str, *, now: datetime, tz: str) -> Message | None:
    for group in groups:
        series = meeting_rows.living_series(tx, group.id)
        if series and str(series.id) == which and person.id not in attendance_rows.committed(tx, series.id):
            ahead = [m for m in meeting_rows.between(tx, [group.id], now) if m.is_on and m.series_id == series.id]
            return views.commit(group, series.id, ahead, tz=tz) if ahead else None
    return None


def _meeting(tx: Tx, groups: Sequence[Group], about: str):
    """The meeting that a reminder was about, when it is one of these groups'."""
    kind, _, which = about.partition(":")
    about_one = kind in (Kind.DAY_BEFORE, Kind.CHANGED, Kind.QUORUM, Kind.TOPIC, Kind.ROLE)
    if not about_one or not which.isascii() or not which.isdigit() or len(which) > 15:
        return None
    meeting = meeting_rows.by_id(tx, int(which))
    return meeting if meeting and any(g.id == meeting.group_id for g in groups) else None
