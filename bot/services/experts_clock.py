"""What the clock says of experts: a need, a slot's begin and end, a meeting that moved, how it went, a late answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import openings, quiet
from bot.services.topics import key as topic_key
from bot.views import experts as views
from mentoring import experts as rules
from mentoring.experts import Expert, Need, State, Visit
from mentoring.meetings import Meeting
from mentoring.people import Group, Person, Role
from storage import experts as rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import outbox
from storage import people as people_rows
from storage import sittings as sitting_rows
from storage import topics as topic_rows
from storage.store import Tx

POST = "chat.postMessage"
ASKED_AFTER = timedelta(minutes=30)       # how it went; the thanks are then drafted within a day (features 7.8)
ASKED_UNTIL = timedelta(days=14)
SOON = timedelta(minutes=5)               # before the slot the thread says what the guest will not see
LATE = timedelta(minutes=10)              # a line about a slot that is later than this helps nobody


def keep(deps: Deps) -> None:
    """Say everything that is due by now, each once."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        topics, late = rows.topics_in_need(tx), rows.unanswered(tx, now)
        visits = rows.to_look_at(tx, now, now)
    for topic_id in topics:
        with deps.store.write() as tx:
            _suggest(tx, topic_id, now)
    for question in late:
        with deps.store.write() as tx:
            _remind(tx, question, now)
    for visit_id in visits:
        with deps.store.write() as tx:
            _look(tx, visit_id, now)


def _suggest(tx: Tx, topic_id: int, now: datetime) -> None:
    """A topic shows a need: noted, and said once in its thread."""
    topic = topic_rows.by_id(tx, topic_id, lock=True)
    if topic_id not in rows.topics_in_need(tx, 1000):
        return
    rows.add_need(tx, Need(group_id=topic.group_id, topic_id=topic.id, text=topic.title, said_by=topic.proposed_by, created=now))
    group, post = group_rows.by_id(tx, topic.group_id), topic_key(topic)
    if outbox.find(tx, post) is not None:
        outbox.put(tx, f"expert:need:{topic.id}", POST, now=now, channel=group.channel, edits=post, body=views.suggested(topic).body())


def _remind(tx: Tx, question, now: datetime) -> None:
    expert = rows.by_id(tx, question.expert_id, lock=True)
    question = rows.question(tx, question.id)
    if question.answered or question.reminded:
        return
    rows.change_question(tx, replace(question, reminded=now))
    asker = next((p for p, _ in people_rows.members_of(tx, expert.group_id) if p.id == question.asked_by), None)
    if asker:
        tz = group_rows.by_id(tx, expert.group_id).tz
        outbox.put(tx, f"expert:question:{question.id}:late", POST, now=now, due=quiet.morning(tx, asker, tz, now), channel=asker.dm,
                   person_id=asker.id, body=views.no_answer(expert, question).body())


def _look(tx: Tx, visit_id: int, now: datetime) -> None:
    """One visit: its meeting moved, its slot begins or ends, or it is over."""
    visit = rows.visit(tx, visit_id)
    expert = rows.by_id(tx, visit.expert_id, lock=True)
    visit = rows.visit(tx, visit_id)
    if visit_id not in rows.to_look_at(tx, now, now, visit_id=visit_id):   # somebody was quicker
        return
    meeting = meeting_rows.by_id(tx, visit.meeting_id)
    group = group_rows.by_id(tx, expert.group_id)
    if not meeting.is_on:
        if meeting.starts > now:
            _tell(tx, f"expert:visit:{visit.id}:off:{meeting.sequence}", group, visit, views.called_off(expert, meeting), now)
        rows.change_visit(tx, replace(visit, told=None))
        return
    if visit.told != meeting.starts:
        again = visit.told is None
        if visit.first + visit.minutes > meeting.minutes:
            visit = replace(visit, first=max(0, meeting.minutes - visit.minutes), minutes=min(visit.minutes, meeting.minutes))
        rows.change_visit(tx, replace(visit, told=meeting.starts))
        if meeting.starts > now:
            words = views.meeting_moved(expert, visit, meeting, again=again)
            _tell(tx, f"expert:visit:{visit.id}:moved:{meeting.sequence}", group, visit, words, now)
        visit = rows.visit(tx, visit.id)
    if visit.state in (State.ACCEPTED, State.CAME):
        _slot(tx, expert, visit, meeting, now)
        if meeting.ends + ASKED_AFTER <= now:
            if visit.state is State.ACCEPTED and now <= meeting.ends + ASKED_UNTIL:
                _tell(tx, f"expert:visit:{visit.id}:how", group, visit, views.how_was_it(expert, visit, meeting), now)
            rows.change_visit(tx, replace(visit, told=None))


def _slot(tx: Tx, expert: Expert, visit: Visit, meeting: Meeting, now: datetime) -> None:
    """Who can read the thread, as the slot begins and as it ends (features 7.7)."""
    sitting = sitting_rows.of_meeting(tx, meeting.id)
    if sitting is None or not sitting.is_open:
        return
    begins, ends = rules.slot(visit, meeting)
    if begins - SOON <= now < begins and now > meeting.starts:
        openings.say(tx, meeting, sitting, f"expert:{visit.id}:soon", views.slot_soon(expert, visit, meeting), now)
    if begins <= now < ends:
        openings.say(tx, meeting, sitting, f"expert:{visit.id}:begins", views.slot_begins(expert, visit), now)
    if ends <= now <= ends + LATE:
        openings.say(tx, meeting, sitting, f"expert:{visit.id}:ends", views.slot_ends(expert), now)


def _tell(tx: Tx, key: str, group: Group, visit: Visit, message, now: datetime) -> None:
    """To the organiser who invited, or if they are none any more to the others, once."""
    for person in _organisers(tx, group, visit):
        outbox.put(tx, f"{key}:{person.id}", POST, now=now, due=quiet.morning(tx, person, group.tz, now), channel=person.dm,
                   person_id=person.id, body=message.body())


def _organisers(tx: Tx, group: Group, visit: Visit) -> list[Person]:
    every = [p for p, role in people_rows.members_of(tx, group.id) if role is Role.ORGANISER]
    return [p for p in every if p.id == visit.invited_by] or every
