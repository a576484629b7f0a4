"""What follows for planned deliveries when something changes, in the transaction of the change.

A delivery that has not begun is timed anew or skipped with a reason; those who were told something that holds no longer are told
what holds now (reliability.md 2.10). The last look before sending is `bot.services.readiness`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services import retiming
from bot.services.digest import zone_of
from bot.services.readiness import Ready, Skip, Verdict, Wait, ready
from bot.services.retiming import person_changed, preferences_changed
from bot.services.scenes import was
from mentoring import reminders as rules
from mentoring.meetings import Meeting, Rsvp, Series
from mentoring.people import Group, Person
from mentoring.reminders import Kind
from storage import attendance as attendance_rows
from storage import deliveries
from storage import groups as group_rows
from storage import people as people_rows
from storage.deliveries import POST, Delivery
from storage.outbox import Letter
from storage.store import Tx

__all__ = ["Ready", "Skip", "Verdict", "Wait", "ask_to_commit", "attendance_changed", "meeting_changed", "person_changed",
           "preferences_changed", "ready"]

ASK_AGAIN = timedelta(days=7)
TOLD = "told by the change"
TAKEN_BACK = ("cancelled", "moved", TOLD)   # a change may be undone, and then these count again


def meeting_changed(tx: Tx, before: Meeting | None, after: Meeting, *, by: Person | None, now: datetime) -> bool:
    """A meeting was added, moved, called off or taken up again. True: its channel is told by a message of its own.

    False leaves it to the calendar's post: the change lies further ahead than anybody has been reminded of.
    """
    if before is None or (before.starts, before.day, before.is_on) == (after.starts, after.day, after.is_on):
        return False
    group = group_rows.by_id(tx, after.group_id)
    sent = deliveries.of_subject(tx, after.id, rules.OF_A_MEETING, states=("sent", "sending", "claimed"))
    _follow(tx, after, group, now=now)
    _shown_again(tx, after, group, sent, now=now)
    return _tell(tx, before, after, group, by=by, sent=sent, now=now)


def _follow(tx: Tx, meeting: Meeting, group: Group, *, now: datetime) -> None:
    """Deliveries that wait follow their meeting; what an earlier change had put aside counts again when that is taken back."""
    for letter in deliveries.of_subject(tx, meeting.id, rules.OF_A_MEETING, states=("waiting", "skipped")):
        if letter.method != POST or (letter.state == "skipped" and letter.reason not in TAKEN_BACK):
            continue
        reason = "cancelled" if not meeting.is_on else "moved" if letter.key.split("|")[2] != meeting.day.isoformat() else None
        at = rules.time_of(Kind(letter.kind), meeting, _zone(tx, letter, meeting))
        if reason is None and at.due <= now:
            reason = TOLD
        if reason:
            deliveries.skip(tx, [letter], reason, now=now)
        else:
            retiming.put(tx, letter, at)


def _zone(tx: Tx, letter: Letter, meeting: Meeting) -> str:
    """The zone in which this delivery is reckoned: the meeting's for a channel, else the reader's."""
    person = people_rows.by_id(tx, letter.person_id) if letter.person_id else None
    return person.tz or meeting.tz if person else meeting.tz


def _tell(tx: Tx, before: Meeting, after: Meeting, group: Group, *, by: Person | None, sent: list[Letter], now: datetime) -> bool:
    """Tell those who need to know: all but who declined or did it, when it is near, or when they were reminded already."""
    limit = max(before.starts if before.is_on else now, after.starts)
    if limit <= now or not (before.is_on or after.is_on):
        return False
    near = any(now < m.starts <= now + rules.SOON for m in (before, after) if m.is_on)
    # Of the new time nobody else would hear: its day-before message was due already.
    missed = after.is_on and rules.time_of(Kind.DAY_BEFORE, after, after.tz).due <= now
    reminded = {letter.person_id for letter in sent if letter.method == POST}
    ends = (after.starts if after.is_on else before.starts) - rules.BEFORE_START[Kind.CHANGED]
    for person, _ in people_rows.members_of(tx, group.id):
        if person.id != (by.id if by else None) and (near or missed or person.id in reminded) and not _declined(tx, after, person):
            _news(tx, before, after, group, person, not_after=ends, now=now)
    loud = near or missed or None in reminded
    if loud:
        _news(tx, before, after, group, None, not_after=ends, now=now)
    return loud


def _declined(tx: Tx, meeting: Meeting, person: Person) -> bool:
    reply = attendance_rows.of_person(tx, person.id, [meeting.id]).get(meeting.id)
    return bool(reply and reply.answer is Rsvp.NO)


def _news(tx: Tx, before: Meeting, after: Meeting, group: Group, person: Person | None, *, not_after: datetime, now: datetime) -> None:
    """One message about what changed; it takes the place of an earlier one that has not gone out, and keeps where that began."""
    mine = person.id if person else None
    older = [w for w in deliveries.of_subject(tx, after.id, [Kind.CHANGED], states=("waiting",)) if w.person_id == mine]
    deliveries.skip(tx, older, "a newer change", now=now)
    tz = zone_of(person, [group]) if person else group.tz
    deliveries.plan(tx, [Delivery(
        kind=Kind.CHANGED, subject_id=after.id, day=deliveries.mark(now), nominal=rules.wall(now, tz), tz=tz, due=now,
        not_after=not_after, group_id=group.id, person_id=mine, channel=person.dm if person else group.channel,
        body=older[0].body if older else was(before))], now=now)


def attendance_changed(tx: Tx, meeting: Meeting, group: Group, *, now: datetime) -> None:
    """Who comes has changed: the posts in the channel that show it are made anew."""
    sent = deliveries.of_subject(tx, meeting.id, (Kind.WEEK_BEFORE, Kind.HOUR_BEFORE), states=("sent", "sending"))
    _shown_again(tx, meeting, group, sent, now=now)


def _shown_again(tx: Tx, meeting: Meeting, group: Group, sent: list[Letter], *, now: datetime) -> None:
    """Edits of the channel's posts about a meeting; one that waits will show the newest state anyway."""
    posts = [p for p in sent if p.method == POST and p.person_id is None]
    edits = deliveries.of_subject(tx, meeting.id, (Kind.WEEK_BEFORE, Kind.HOUR_BEFORE), states=("waiting",)) if posts else []
    coming = {w.edits for w in edits}
    last = max(meeting.ends, now) + timedelta(days=1)
    deliveries.plan(tx, [Delivery(
        kind=Kind(post.kind), subject_id=meeting.id, day=deliveries.mark(now), nominal=rules.wall(now, group.tz), tz=group.tz, due=now,
        not_after=last, group_id=group.id, channel=group.channel, method="chat.update", edits=post.key)
        for post in posts if post.key not in coming], now=now)


def ask_to_commit(tx: Tx, series: Series, *, now: datetime) -> None:
    """A plan was confirmed: each member is asked once to keep its dates free, and once more after a week if nothing was said."""
    group = group_rows.by_id(tx, series.group_id)
    planned = []
    for person, _ in people_rows.members_of(tx, group.id):
        tz = zone_of(person, [group])
        for asked, due in enumerate((now, now + ASK_AGAIN)):
            planned.append(Delivery(
                kind=Kind.COMMIT, subject_id=series.id, day=f"{series.first.isoformat()}.{asked}", nominal=rules.wall(due, tz), tz=tz,
                due=due, not_after=rules.window(Kind.COMMIT, due), group_id=group.id, person_id=person.id, channel=person.dm))
    deliveries.plan(tx, planned, now=now)
