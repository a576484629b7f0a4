"""Single meetings: looking at them, and every use case that changes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import tzdata

from bot.deps import Deps
from bot.services import agenda_subjects, attendance, calendar_post, drafts, group_calendar, reminders
from bot.views import meetings as views
from mentoring import planning as rules
from mentoring.attendance import Count
from mentoring.meetings import USUAL_MINUTES, Meeting, MeetingState, Reply, Series
from mentoring.people import Actor, Group
from mentoring.planning import Spot
from mentoring.refused import Refused
from mentoring.reminders import instant
from storage import attendance as attendance_rows
from storage import meetings as rows
from storage import people as people_rows
from storage.store import Tx

UNDO = timedelta(minutes=10)
_UNKNOWN = "I can't find that meeting among those of your groups. `/mentor meeting list` shows them with their numbers."
_UNDONE = ("day", "time", "minutes", "place", "link", "note", "state", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A group's rhythm, if it has one, and its meetings ahead."""

    group: Group
    series: Series | None
    meetings: list[Meeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A meeting as one member sees it. ``undo``: the draft that takes back what was just done; ``about``: its subjects."""

    meeting: Meeting
    group: Group
    organiser: bool
    count: Count
    mine: Reply | None = None
    undo: str = ""
    about: Sequence[str] = ()


# ---- looking -----------------------------------------------------------------------------------------------------

def ahead(deps: Deps, actor: Actor, group: Group) -> Ahead:
    """The meetings ahead of one of the actor's groups, whatever their state."""
    need_member(actor, group)
    with deps.store.read() as tx:
        return Ahead(group=group, series=rows.living_series(tx, group.id), meetings=rows.between(tx, [group.id], deps.clock.now()))


def mine(deps: Deps, actor: Actor, group: Group) -> list[tuple[Meeting, Reply | None]]:
    """The same, with what the actor has said about each."""
    meetings = ahead(deps, actor, group).meetings
    with deps.store.read() as tx:
        said = attendance_rows.of_person(tx, actor.person.id, [m.id for m in meetings])
    return [(m, said.get(m.id)) for m in meetings]


def one(deps: Deps, actor: Actor, meeting_id: int) -> Shown:
    """A meeting of one of the actor's groups. Refused: none of theirs."""
    with deps.store.read() as tx:
        return _shown(tx, deps, actor, *_theirs(tx, actor, rows.by_id(tx, meeting_id)))


def by_number(deps: Deps, actor: Actor, group: Group, number: int) -> Shown:
    """The meeting that the list shows under this number."""
    with deps.store.read() as tx:
        return _shown(tx, deps, actor, *_theirs(tx, actor, rows.by_number(tx, group.id, number)))


def coming(deps: Deps, actor: Actor, group: Group) -> Shown | None:
    """The group's next meeting that is on; None without one."""
    need_member(actor, group)
    with deps.store.read() as tx:
        found = next((m for m in rows.between(tx, [group.id], deps.clock.now()) if m.is_on), None)
        return _shown(tx, deps, actor, found, group) if found else None


def _theirs(tx: Tx, actor: Actor, meeting: Meeting | None) -> tuple[Meeting, Group]:
    group = next((g for g in actor.groups if meeting and g.id == meeting.group_id), None)
    if group is None:
        raise Refused(_UNKNOWN)
    return meeting, group


def _shown(tx: Tx, deps: Deps, actor: Actor, meeting: Meeting, group: Group, undo: str = "") -> Shown:
    said = attendance_rows.of_person(tx, actor.person.id, [meeting.id])
    return Shown(meeting=meeting, group=group, organiser=actor.organises(group.id), undo=undo, mine=said.get(meeting.id),
                 count=attendance.counted(tx, meeting),
                 about=agenda_subjects.of_meetings(tx, group.id, [meeting], deps.clock.now()).get(meeting.id, ()))


def need_member(actor: Actor, group: Group) -> None:
    """Refused to whoever is not in the group."""
    if not actor.is_in(group.id):
        raise Refused(_UNKNOWN)


def need_lead(tx: Tx, actor: Actor, group: Group) -> None:
    """Planning and changing meetings is for organisers; the others are told whom to ask."""
    if actor.organises(group.id):
        return
    names = [p.name for p in people_rows.organisers_of(tx, group.id) if p.name]
    whom = f"{names[0]} can, as the organiser of {group.name}" if names else f"an organiser of {group.name} can"
    raise Refused(f"Changing the meetings is for organisers: {whom}. You can ask the group for another date with `/mentor meeting poll`.")


def may_change(deps: Deps, actor: Actor, group: Group) -> None:
    """Refused when the actor may not change the meetings of this group; asked before a form opens."""
    with deps.store.read() as tx:
        need_lead(tx, actor, group)


# ---- doubts ------------------------------------------------------------------------------------------------------

def doubts(deps: Deps, actor: Actor, group: Group, spot: Spot, *, but: Meeting | None = None) -> list[str]:
    """What speaks against a meeting there, as sentences. Refused when it cannot stand there, or is not the actor's to put there."""
    tz, now = but.tz if but else group.tz, deps.clock.now()
    rules.check_spot(spot, tz, now=now)
    with deps.store.read() as tx:
        need_lead(tx, actor, group)
        zone = ZoneInfo(tz)
        midnight = datetime.combine(spot.day, datetime.min.time(), tzinfo=zone)
        others = [m for m in rows.between(tx, [group.id], midnight - timedelta(days=1), midnight + timedelta(days=2))
                  if m.is_on and m.starts.astimezone(zone).date() == spot.day and (but is None or m.id != but.id)]
        flags = group_calendar.flags(tx, group, [spot.day]).get(spot.day, ())
    found = [f"Meeting {m.number} is on that day already, {views.clock(m.time)}." for m in others]
    found += [f"That is {f.name}" + (", a day you keep free." if f.free else ".") for f in flags]
    unusual = "" if but and spot.time == but.time and spot.day.weekday() == but.day.weekday() else rules.odd(spot)
    return found + ([f"That is {unusual}."] if unusual else [])


# ---- changing ----------------------------------------------------------------------------------------------------

def zone_data() -> str:
    """Which rules of zones an instant is reckoned with."""
    return tzdata.__version__[:16]


def standing(meeting: Meeting, spot: Spot) -> Meeting:
    """The meeting at another day and time, with its instant."""
    return replace(meeting, day=spot.day, time=spot.time, tzdata=zone_data(), starts=instant(spot.day, spot.time, meeting.tz))


def move(deps: Deps, actor: Actor, meeting_id: int, spot: Spot, *, reason: str = "", once: str | None = None) -> Shown:
    """Put a meeting on another day or time. What members said about the old one no longer counts."""
    reason = rules.check_reason(reason)

    def step(meeting: Meeting, now: datetime) -> Meeting:
        _need_ahead(meeting, now)
        rules.check_spot(spot, meeting.tz, now=now)
        return replace(standing(meeting, spot), reason=reason)
    return _change(deps, actor, meeting_id, step, once)


def cancel(deps: Deps, actor: Actor, meeting_id: int, *, reason: str = "", once: str | None = None) -> Shown:
    """Call a meeting off."""
    reason = rules.check_reason(reason)

    def step(meeting: Meeting, now: datetime) -> Meeting:
        _need_ahead(meeting, now)
        return replace(meeting, state=MeetingState.CANCELLED, reason=reason)
    return _change(deps, actor, meeting_id, step, once)


def restore(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Shown:
    """A meeting that was called off or left out is on again, where it stood."""
    def step(meeting: Meeting, now: datetime) -> Meeting:
        if meeting.is_on:
            raise Refused(f"Meeting {meeting.number} is on: {views.when_words(meeting)}.")
        if meeting.starts <= now:
            raise Refused(f"The time of meeting {meeting.number} has passed. Add another with `/mentor meeting add …`.")
        return replace(meeting, state=MeetingState.PLANNED, reason="")
    return _change(deps, actor, meeting_id, step, once)


def edit(deps: Deps, actor: Actor, meeting_id: int, *, place: str | None = None, link: str | None = None, note: str | None = None,
         minutes: int | None = None, once: str | None = None) -> Shown:
    """Another place, link, note or length; None leaves it as it is."""
    new = {"place": rules.check_place(place) if place is not None else None, "link": rules.check_link(link) if link is not None else None,
           "note": rules.check_note(note) if note is not None else None,
           "minutes": rules.check_minutes(minutes) if minutes is not None else None}

    def step(meeting: Meeting, now: datetime) -> Meeting:
        _need_ahead(meeting, now)
        return replace(meeting, **{name: value for name, value in new.items() if value is not None})
    return _change(deps, actor, meeting_id, step, once)


def _need_ahead(meeting: Meeting, now: datetime) -> None:
    if meeting.starts <= now:
        raise Refused(f"Meeting {meeting.number} has begun already or is over; it cannot be changed any more.")
    if not meeting.is_on:
        raise Refused(f"Meeting {meeting.number} was called off. `/mentor meeting restore {meeting.number}` puts it back on.")


def _change(deps: Deps, actor: Actor, meeting_id: int, step: Callable[[Meeting, datetime], Meeting], once: str | None) -> Shown:
    """Read, ask the rules, write by comparing the version, tell whoever needs to know: the frame of every change."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        before, group = _theirs(tx, actor, rows.by_id(tx, meeting_id, lock=True))
        need_lead(tx, actor, group)
        after, told = settle(tx, group, before, step(before, now), by=actor, now=now)
        announce(tx, group, before, after, now, told=told)
        undo = drafts.keep_in(tx, actor, {"undo": _kept(before), "meeting": before.id, "version": after.version,
                                          "until": (now + UNDO).isoformat()}, now) if after.version != before.version else ""
        return _shown(tx, deps, actor, after, group, undo)


def settle(tx: Tx, group: Group, before: Meeting, after: Meeting, *, by: Actor | None,
           now: datetime) -> tuple[Meeting, bool]:
    """Write one change down, with everything that follows it but the calendar in the channel.

    Gives the meeting as it is kept, and whether the channel is told by a message of its own.
    """
    if after == before:
        return before, True
    seen = any(getattr(before, n) != getattr(after, n) for n in ("starts", "minutes", "place", "link", "state", "day", "time"))
    after = replace(after, revised=now, sequence=before.sequence + seen, changed_by=by.person.id if by else before.changed_by)
    if not rows.change(tx, after, was=before.version):
        raise Refused("Somebody changed that meeting a moment ago; please look at it again.")
    after = replace(after, version=before.version + 1)
    told = reminders.meeting_changed(tx, before, after, by=by.person if by else None, now=now)
    if before.starts != after.starts:   # whoever had declined is not told, and then may answer anew
        attendance_rows.forget_after_move(tx, after.id)
    return after, told


def announce(tx: Tx, group: Group, before: Meeting | None, after: Meeting, now: datetime, *, told: bool = False) -> None:
    """The calendar in the channel follows, with one line in its thread unless the channel is ``told`` otherwise; so do the Homes."""
    series = rows.living_series(tx, group.id)
    if series and after != before:
        calendar_post.show_again(tx, group, now, series=series)
    if series and after != before and not told:
        calendar_post.say_in_thread(tx, group, series.id, views.thread_line(before, after), f"{after.id}:{after.version}", now)
    people_rows.homes_stale_in(tx, group.id)


def _kept(meeting: Meeting) -> dict:
    return {name: str(value) if isinstance(value := getattr(meeting, name), date) else value for name in _UNDONE}


def undo(deps: Deps, actor: Actor, draft: str, *, once: str | None = None) -> Shown:
    """Take back a change that is not older than ten minutes and was not changed since."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        body = drafts.take(tx, deps, actor, draft)
        before, group = _theirs(tx, actor, rows.by_id(tx, body["meeting"], lock=True))
        need_lead(tx, actor, group)
        if now > datetime.fromisoformat(body["until"]) or before.version != body["version"]:
            raise Refused(f"It is too late to undo that by a click. `/mentor meeting move {before.number} …` puts it where you want it.")
        was = body["undo"]
        back = standing(before, Spot(day=date.fromisoformat(was["day"]), time=was["time"]))
        back = replace(back, **{n: was[n] for n in ("minutes", "place", "link", "note", "reason")}, state=MeetingState(was["state"]))
        after, told = settle(tx, group, before, back, by=actor, now=now)
        announce(tx, group, before, after, now, told=told)
        return _shown(tx, deps, actor, after, group)


def new(group: Group, series: Series | None, spot: Spot, *, number: int, now: datetime, nominal: date | None = None, tz: str | None = None,
        minutes: int | None = None, state: MeetingState = MeetingState.PLANNED, reason: str = "", by: int | None = None) -> Meeting:
    """A meeting that is not written down yet; what is not said comes from the rhythm."""
    tz = tz or (series.tz if series else group.tz)
    return Meeting(group_id=group.id, series_id=series.id if series and nominal else None, number=number, nominal=nominal or spot.day,
                   day=spot.day, time=spot.time, tz=tz, tzdata=zone_data(), starts=instant(spot.day, spot.time, tz),
                   minutes=minutes or (series.minutes if series else USUAL_MINUTES), place=series.place if series else "",
                   link=series.link if series else "", state=state, reason=reason, changed_by=by, created=now, revised=now)


def add(deps: Deps, actor: Actor, group: Group, spot: Spot, *, minutes: int | None = None, once: str | None = None) -> Shown:
    """A meeting beside the rhythm."""
    now = deps.clock.now()
    rules.check_spot(spot, group.tz, now=now)
    if minutes is not None:
        rules.check_minutes(minutes)
    with deps.store.write(once) as tx:
        need_member(actor, group)
        need_lead(tx, actor, group)
        series = rows.living_series(tx, group.id)
        made = new(group, series, spot, number=rows.next_number(tx, group.id), now=now, tz=group.tz, minutes=minutes, by=actor.person.id)
        made = replace(made, id=rows.add(tx, made))
        reminders.meeting_changed(tx, None, made, by=actor.person, now=now)
        announce(tx, group, None, made, now)
        undone = _kept(made) | {"state": MeetingState.CANCELLED.value, "reason": "added by mistake"}
        draft = drafts.keep_in(tx, actor, {"undo": undone, "meeting": made.id, "version": made.version,
                                           "until": (now + UNDO).isoformat()}, now)
        return _shown(tx, deps, actor, made, group, draft)
