"""A meeting that is held: it begins at its time, its thread is heard and read back, it ends by a click or by itself.

The thread is the log and the minutes are a function of it (`bot.services.minutes`); what is kept here is what stands in the
thread now, so a restart, a late event or an edit changes nothing but that. (minutes.md)
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import meetings, openings
from bot.views import sittings as views
from mentoring import sittings as rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.planning import Spot
from mentoring.refused import Refused
from mentoring.reminders import Kind
from mentoring.sittings import Sitting, State
from storage import attendance as attendance_rows
from storage import deliveries
from storage import experts as expert_rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.deliveries import POST, Delivery
from storage.store import Tx

_NONE = "No meeting is going on here. `/mentor meeting start` begins one now."


# ---- beginning ---------------------------------------------------------------------------------------------------------

def start(deps: Deps, actor: Actor, group: Group, *, once: str | None = None, ts: str | None = None) -> tuple[Meeting, bool]:
    """Begin now: the planned meeting when its time is near or running, else a meeting without a plan. Any member may.

    ``ts`` is a message of the channel whose thread becomes the log. Gives the meeting, and whether it is new; Refused while another runs.
    """
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meetings.need_member(actor, group)
        if (other := rows.running(tx, group.id)) is not None:
            meeting = meeting_rows.by_id(tx, other.meeting_id)
            raise Refused(f"Meeting {meeting.number} is going on. Its thread is the log; end it with its button first.")
        near = [m for m in meeting_rows.between(tx, [group.id], now - timedelta(hours=12), now + rules.EARLY)
                if m.is_on and m.ends > now and rows.of_meeting(tx, m.id) is None]
        meeting = near[0] if near else _unplanned(tx, actor, group, now)
        openings.open_now(tx, meeting, group, now, by=actor.person.id, ts=ts)
        _post(tx, meeting, group, now, adopted=ts is not None)
        return meeting, not near


def _unplanned(tx: Tx, actor: Actor, group: Group, now: datetime) -> Meeting:
    local = now.astimezone(ZoneInfo(group.tz))
    series = meeting_rows.living_series(tx, group.id)
    made = meetings.new(group, series, Spot(day=local.date(), time=f"{local:%H:%M}"), number=meeting_rows.next_number(tx, group.id),
                        now=now, tz=group.tz, by=actor.person.id)
    return replace(made, id=meeting_rows.add(tx, made))


def _post(tx: Tx, meeting: Meeting, group: Group, now: datetime, *, adopted: bool) -> None:
    """The meeting's message is due now; when a thread was adopted there is none, and the row says so."""
    reason = "adopted" if adopted else None
    known = deliveries.of_subject(tx, meeting.id, [Kind.START], states=("waiting", "skipped"))
    if adopted:
        deliveries.skip(tx, [w for w in known if w.state == "waiting"], reason, now=now)
    for letter in known:
        if not adopted and letter.method == POST:
            put = deliveries.retime if letter.state == "waiting" else deliveries.revive
            put(tx, letter, nominal=letter.nominal, tz=letter.tz, due=now, not_after=meeting.ends)
    deliveries.plan(tx, [Delivery(
        kind=Kind.START, subject_id=meeting.id, day=meeting.day.isoformat(), nominal=f"{meeting.day}T{meeting.time}", tz=meeting.tz,
        due=now, not_after=meeting.ends, group_id=group.id, channel=group.channel, reason=reason)], now=now)
    if adopted:
        sitting = rows.of_meeting(tx, meeting.id)
        body = views.opening(openings.opening(tx, meeting, group, sitting, now))
        openings.say(tx, meeting, sitting, "opening", body, now)


# ---- the thread --------------------------------------------------------------------------------------------------------

# ---- while it runs -----------------------------------------------------------------------------------------------------

def theirs(tx: Tx, actor: Actor, meeting_id: int, *, lock: bool = False, guest: bool = False) -> tuple[Meeting, Group, Sitting]:
    """A sitting of one of the actor's groups. Refused: none of theirs, or it has not begun.

    ``guest``: who facilitates this meeting from outside may, too, while it goes on (features 7.2).
    """
    meeting = meeting_rows.by_id(tx, meeting_id)
    group = next((g for g in actor.groups if meeting and g.id == meeting.group_id), None)
    if guest and group is None and meeting and expert_rows.facilitates(tx, meeting_id, actor.person.user):
        going_on = rows.of_meeting(tx, meeting_id)
        group = group_rows.by_id(tx, meeting.group_id) if going_on and going_on.is_open else None
    if group is None:
        raise Refused("I can't find that meeting among those of your groups. `/mentor meeting list` shows them with their numbers.")
    sitting = rows.of_meeting(tx, meeting_id, lock=lock)
    if sitting is None:
        raise Refused(f"Meeting {meeting.number} has not begun; it has no minutes yet.")
    return meeting, group, sitting


def running(deps: Deps, actor: Actor, group: Group) -> int:
    """The id of the group's meeting that is going on. Refused: none is."""
    meetings.need_member(actor, group)
    with deps.store.read() as tx:
        sitting = rows.running(tx, group.id)
    if sitting is None:
        raise Refused(_NONE)
    return sitting.meeting_id


def here(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """I'm here: whoever taps is present, once."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = theirs(tx, actor, meeting_id, lock=True)
        seen(tx, meeting, sitting, {actor.person.user}, now)
        people_rows.homes_stale_in(tx, group.id)
        return meeting


def seen(tx: Tx, meeting: Meeting, sitting: Sitting, users: set[str], now: datetime) -> None:
    """These people are there; the meeting's message shows it."""
    present = {r.user for r in meeting_rows.replies(tx, meeting.id) if r.present}
    new = [p for p, _ in people_rows.members_of(tx, sitting.group_id) if p.user in users - present]
    for person in new:
        attendance_rows.present(tx, meeting.id, person.id, True)
    if new:
        openings.shown_again(tx, meeting, sitting, now)


def take_chair(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """Lead this meeting: organisers and the lead hand it on at any time, others when the lead is missing ten minutes after the start."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = theirs(tx, actor, meeting_id, lock=True)
        lead = people_rows.by_id(tx, sitting.lead_id) if sitting.lead_id else None
        there = {r.person_id for r in meeting_rows.replies(tx, meeting.id) if r.present}
        missing = sitting.lead_id not in there and now >= meeting.starts + rules.LEAD_MISSING
        if not (actor.organises(group.id) or lead is None or missing):
            raise Refused(f"{lead.name} leads this meeting. Ten minutes after the start somebody else can, if {lead.name} is not there.")
        _led(tx, meeting, sitting, actor.person.id, actor.person.user, now)
        return meeting


def _led(tx: Tx, meeting: Meeting, sitting: Sitting, person_id: int, user: str, now: datetime) -> None:
    if sitting.lead_id == person_id:
        return
    sitting = replace(sitting, lead_id=person_id)
    rows.change(tx, sitting)
    openings.say(tx, meeting, sitting, f"lead:{person_id}:{now:%H%M%S}", views.leads(user), now)
    openings.shown_again(tx, meeting, sitting, now)


def sensitive(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """From now on the minutes of this meeting keep decisions and action items only (features 6.11). Any member may say so."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, _, sitting = theirs(tx, actor, meeting_id, lock=True)
        if sitting.state is State.APPROVED:
            raise Refused(f"The minutes of meeting {meeting.number} are approved already.")
        rows.change(tx, replace(sitting, sensitive=True))
        openings.say(tx, meeting, sitting, "sensitive", views.sensitive(), now)
        return meeting


def go_on(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """We are still at it: the quiet time counts from now."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, _, sitting = theirs(tx, actor, meeting_id, lock=True, guest=True)
        if sitting.is_open:
            sitting = replace(sitting, heard=now)
            rows.change(tx, replace(sitting, look=rules.next_look(sitting, meeting.ends, now)))
        return meeting
