"""A meeting's message in the channel and the thread under it: what stands there, and what is said in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.services import agenda, agenda_items, charter_review, curricula_meetings, roles_plan, topic_agendas
from bot.views import sittings as views
from bot.views.blocks import Message
from mentoring import attendance as attendance_rules
from mentoring import sittings as rules
from mentoring.meetings import Meeting, Rsvp
from mentoring.people import Group
from mentoring.reminders import Kind
from mentoring.sittings import Sitting
from storage import absences as absence_rows
from storage import agendas, deliveries, outbox
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.deliveries import POST, Delivery
from storage.store import Tx


def letter_key(meeting: Meeting) -> str:
    """The letter that is a meeting's message in the channel."""
    return deliveries.key(Kind.START, meeting.id, meeting.day.isoformat(), None)


def begins(tx: Tx, meeting: Meeting, group: Group, *, now: datetime) -> Message:
    """The meeting's message as it should stand now; the first time it opens the sitting. Part of the last look before sending."""
    sitting = rows.of_meeting(tx, meeting.id) or open_now(tx, meeting, group, now, by=None)
    return views.opening(opening(tx, meeting, group, sitting, now))


def open_now(tx: Tx, meeting: Meeting, group: Group, now: datetime, *, by: int | None, ts: str | None = None) -> Sitting:
    coming = _coming(tx, meeting)
    lead, scribe = roles_plan.for_sitting(tx, meeting, group, now)
    if lead is None:
        lead = next((p.id for p in people_rows.organisers_of(tx, group.id) if p.id in coming), coming[0] if coming else None)
    sitting = Sitting(meeting_id=meeting.id, group_id=group.id, channel=group.channel, ts=ts, opened=now, opened_by=by, lead_id=lead,
                      scribe_id=scribe, look=now + rules.READ_EVERY, heard=None,
                      sensitive=topic_agendas.is_sensitive(tx, meeting.id))
    rows.open_new(tx, sitting)
    curricula_meetings.begins(tx, meeting, now)
    if agendas.of(tx, meeting.id).kept_open:
        say(tx, meeting, sitting, "mind", views.on_your_mind(group), now)
    say(tx, meeting, sitting, "how", views.how_to(), now)
    if asked := charter_review.in_thread(tx, group):
        say(tx, meeting, sitting, "review", asked, now)
    people_rows.homes_stale_in(tx, group.id)
    return sitting


def _coming(tx: Tx, meeting: Meeting) -> list[int]:
    """The members who may be expected, those who said so first; who is away or declined is not."""
    said = {r.person_id: r.answer for r in meeting_rows.replies(tx, meeting.id)}
    gone = {a.person_id for a in absence_rows.of_groups(tx, [meeting.group_id], meeting.day, meeting.day)}
    members = [p.id for p, _ in people_rows.members_of(tx, meeting.group_id) if said.get(p.id) is not Rsvp.NO and p.id not in gone]
    return sorted(members, key=lambda m: (said.get(m) is None, m))


def opening(tx: Tx, meeting: Meeting, group: Group, sitting: Sitting, now: datetime) -> views.Opening:
    members = {p.id: p for p, _ in people_rows.members_of(tx, group.id)}
    names = {p.user: p.name for p in members.values()}
    replies = meeting_rows.replies(tx, meeting.id)
    away = {a.person_id for a in absence_rows.of_groups(tx, [group.id], meeting.day, meeting.day)}
    here = [r.user for r in replies if r.present]
    return views.Opening(
        meeting=meeting, group=group, replies=replies, names=names, here=here,
        count=attendance_rules.count([(p.id, p.user) for p in members.values()], replies, away),
        items=agenda_items.of_meeting(tx, meeting, group, names, now), kept_open=agendas.of(tx, meeting.id).kept_open,
        readings=agendas.readings_of(tx, [meeting.id]).get(meeting.id, []),
        open_actions=agenda.open_actions(tx, group, now, but=meeting.id), questions=agenda.open_questions(tx, group, names),
        lead=_user(members, sitting.lead_id), checker=_user(members, sitting.scribe_id),
        late=sitting.opened > meeting.starts + timedelta(minutes=2) and sitting.opened_by is None, over=not sitting.is_open,
        abroad=any(p.tz not in (None, meeting.tz) for p in members.values()))


def _user(members: dict, person_id: int | None) -> str | None:
    return members[person_id].user if person_id in members else None


def placed(tx: Tx, sitting: Sitting) -> Sitting:
    """The sitting with the place of its message, if Slack has it by now."""
    if sitting.ts is not None:
        return sitting
    meeting = meeting_rows.by_id(tx, sitting.meeting_id)
    letter = outbox.find(tx, letter_key(meeting))
    if letter is None or letter.ts is None:
        return sitting
    sitting = replace(sitting, ts=letter.ts, channel=letter.channel or sitting.channel)
    rows.change(tx, sitting)
    return sitting


def of_thread(tx: Tx, channel: str, ts: str) -> Sitting | None:
    """The sitting whose thread this is."""
    found, unplaced = rows.at_thread(tx, channel, ts)
    return found or next((s for s in (_where(tx, each) for each in unplaced) if s.ts == ts), None)


def _where(tx: Tx, sitting: Sitting) -> Sitting:
    """As `placed`, without writing it down: for whoever only reads."""
    meeting = meeting_rows.by_id(tx, sitting.meeting_id)
    letter = outbox.find(tx, letter_key(meeting)) if meeting else None
    return replace(sitting, ts=letter.ts) if letter and letter.ts else sitting


def say(tx: Tx, meeting: Meeting, sitting: Sitting, about: str, message: Message, now: datetime, *, due: datetime | None = None) -> bool:
    """One line of ours in the thread, once per ``about``, at ``due``; it waits for the meeting's message. False: it was said before."""
    key = f"sitting:{meeting.id}:{about}"
    if sitting.ts:
        return outbox.put(tx, key, POST, now=now, due=due, channel=sitting.channel, body=message.body() | {"thread_ts": sitting.ts})
    return outbox.put(tx, key, POST, now=now, due=due, channel=sitting.channel, edits=letter_key(meeting), body=message.body())


def shown_again(tx: Tx, meeting: Meeting, sitting: Sitting, now: datetime) -> None:
    """The meeting's message follows what holds now; of several edits that wait only one is sent, with the newest state."""
    key = letter_key(meeting)
    if outbox.find(tx, key) is None:
        return
    waiting = [w for w in deliveries.of_subject(tx, meeting.id, [Kind.START], states=("waiting",)) if w.edits == key]
    if not waiting:
        deliveries.plan(tx, [Delivery(
            kind=Kind.START, subject_id=meeting.id, day=f"{now:%Y-%m-%dT%H:%M:%S.%f}", nominal=f"{now:%Y-%m-%dT%H:%M}", tz="UTC",
            due=now, not_after=now + timedelta(days=1), group_id=sitting.group_id, channel=sitting.channel, method="chat.update",
            edits=key)], now=now)


def meeting_of(tx: Tx, sitting: Sitting) -> tuple[Meeting, Group]:
    """The meeting of a sitting and its group."""
    return meeting_rows.by_id(tx, sitting.meeting_id), group_rows.by_id(tx, sitting.group_id)


def moment(ts: str) -> datetime:
    """When a message was written, by Slack's ``ts``."""
    return datetime.fromtimestamp(float(ts), UTC)
