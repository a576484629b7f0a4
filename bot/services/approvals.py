"""From the draft to what counts: members look, ask for changes, and it is approved by an organiser or by silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.services import action_filing, agenda, agenda_posts, curricula_meetings, minutes, records, sittings, topic_agendas, topics
from bot.views import minutes as views
from mentoring.agenda import is_about
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.records import ItemKind, Record
from mentoring.refused import Refused
from mentoring.sittings import Sitting, State
from mentoring.text import tidy
from storage import minutes_versions, outbox, points
from storage import people as people_rows
from storage import sittings as rows
from storage.store import Tx

LONGEST_WISH = 1000


def looks_right(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> bool:
    """A member says that the draft is right; said by an organiser, or who led, it is approved. True: it is."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = _draft_of(tx, actor, meeting_id)
        rows.review(tx, meeting.id, actor.person.id, right=True, text="", at=now)
        if minutes.may_approve(actor, group, sitting):
            approve(tx, deps, meeting, group, sitting, actor, now)
            return True
        minutes.drafted(tx, deps, meeting, group, sitting, now)
        return False


def _draft_of(tx: Tx, actor: Actor, meeting_id: int) -> tuple[Meeting, Group, Sitting]:
    meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
    if sitting.state is State.OPEN:
        raise Refused(f"Meeting {meeting.number} is still going on.")
    if sitting.state is State.APPROVED:
        raise Refused(f"The minutes of meeting {meeting.number} are approved. To correct them, open them and change an item: that makes "
                      "a new version.")
    return meeting, group, sitting


def suggest(deps: Deps, actor: Actor, meeting_id: int, text: str, *, once: str | None = None) -> Meeting:
    """A member asks for a change of the draft: it waits for an organiser, and is not approved by silence meanwhile."""
    text = tidy(text, name="suggestion", longest=LONGEST_WISH, field="text")
    if not text:
        raise Refused("What should change? A few words are enough.", field="text")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = _draft_of(tx, actor, meeting_id)
        rows.review(tx, meeting.id, actor.person.id, right=False, text=text, at=now)
        minutes.drafted(tx, deps, meeting, group, sitting, now)
        return meeting


def settle(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """The changes that were asked for are dealt with; silence counts again."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = _draft_of(tx, actor, meeting_id)
        _need_lead(actor, group, sitting)
        rows.settle_reviews(tx, meeting.id, now)
        minutes.drafted(tx, deps, meeting, group, sitting, now)
        return meeting


def check(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """A member takes over the two-minute check; the turn counts as theirs."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = _draft_of(tx, actor, meeting_id)
        sitting = replace(sitting, scribe_id=actor.person.id)
        rows.change(tx, sitting)
        minutes.drafted(tx, deps, meeting, group, sitting, now)
        return meeting


def _need_lead(actor: Actor, group: Group, sitting: Sitting) -> None:
    if not minutes.leads(actor, group, sitting):
        raise Refused("An organiser, or whoever led or checks this meeting, can do that. You can suggest a change.")


def approve(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, actor: Actor | None, now: datetime,
            why: str = "") -> None:
    """The minutes count: kept as a version, posted in the channel or edited there; owners hear of theirs; what is left is carried."""
    first = sitting.version == 0
    record = records.of_thread(tx, deps, meeting, group, sitting)
    left = _carried(tx, group, meeting, record) if first else ()
    record = replace(record, version=sitting.version + 1, approved=now, carried=tuple(p.text for p in left))
    sitting = replace(sitting, state=State.APPROVED, approved=now, approved_by=actor.person.id if actor else None,
                      version=record.version, look=None)
    rows.change(tx, sitting)
    minutes_versions.add(tx, meeting.id, record.version, now, actor.person.id if actor else None, record, why)
    minutes.follow(tx, meeting, group, record, now)
    rows.settle_reviews(tx, meeting.id, now)
    paper, key = minutes.paper_of(tx, deps, meeting, group, sitting), f"minutes:{meeting.id}"
    if not outbox.put(tx, key, "chat.postMessage", now=now, channel=group.channel, body=views.approved(paper, changed=why).body()):
        minutes.edit_letter(tx, key, sitting, views.approved(paper, changed=why), now)
    minutes.edit_letter(tx, f"sitting:{meeting.id}:draft", sitting, minutes.draft(tx, meeting, sitting, paper), now)
    action_filing.ask_owners(tx, group, meeting.id, now)
    if sitting.sensitive:
        rows.forget_lines(tx, meeting.id, {e.ts for e in record.entries if e.ts})
    if first:
        _carry_on(tx, group, meeting, record, left, now)
    people_rows.homes_stale_in(tx, group.id)


def _carried(tx: Tx, group: Group, meeting: Meeting, record: Record) -> list:
    """The points that no topic of the meeting was about."""
    topics = [e.text for e in record.of(ItemKind.TOPIC)]
    return [p for p in agenda.open_points(tx, group.id, meeting.id) if not any(is_about(t, p.text) for t in topics)]


def _carry_on(tx: Tx, group: Group, meeting: Meeting, record: Record, left: list, now: datetime) -> None:
    reached = {p.id for p in agenda.open_points(tx, group.id, meeting.id)} - {p.id for p in left}
    points.settle(tx, group.id, [*sorted(reached), *(p.id for p in agenda.joys(tx, group.id))], "reached")
    points.carry(tx, group.id, [p.id for p in left])
    talked_about = [e.text for e in record.of(ItemKind.TOPIC)]
    for topic in topic_agendas.met(tx, meeting.id, talked_about, now):
        topics.follow(tx, group, topic, now)
    if curricula_meetings.met(tx, meeting.id, talked_about, now):
        agenda_posts.follow_all(tx, group, now)
    for entry in record.of(ItemKind.QUESTION):
        points.add(tx, group.id, entry.text, source=f"{agenda.QUESTION}{meeting.id}:{entry.key}"[:100], person_id=None, now=now)



def take_in(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> int:
    """What was marked after the approval makes a new version; its number."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        _need_lead(actor, group, sitting)
        if sitting.state is not State.APPROVED:
            raise Refused("The draft has it already.")
        approve(tx, deps, meeting, group, sitting, actor, now, why="added after the meeting")
        return sitting.version + 1
