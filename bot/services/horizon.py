"""The rolling horizon: six months of meetings are always ahead; rhythms that pause, resume and end; zones whose rules change."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import dates
from bot.deps import Deps
from bot.services import calendar_post, group_calendar, meetings, planning, reminders
from bot.views import meetings as views
from mentoring import planning as rules
from mentoring.meetings import Meeting, MeetingState, Series, SeriesState
from mentoring.people import Actor, Group
from mentoring.planning import Flag, Spot
from mentoring.refused import Refused
from storage import groups as group_rows
from storage import meetings as rows
from storage import people as people_rows
from storage.store import Tx

log = logging.getLogger(__name__)

PAUSED = "the group pauses"
ENDED = "the rhythm has ended"
LEFT_OUT = "left out of the rhythm"
AT_ONCE = 20     # rhythms in one round of the clock


def keep(deps: Deps) -> int:
    """Everything that keeps meetings true as time passes; how many rhythms were touched. Doing it twice is doing it once."""
    now = deps.clock.now()
    latest = rules.months_on((now + timedelta(days=1)).date())   # somewhere it is tomorrow already
    with deps.store.read() as tx:
        short = rows.series_to_extend(tx, latest, AT_ONCE)
        over = rows.series_to_resume(tx, (now + timedelta(days=1)).date(), AT_ONCE)
        reckoned = rows.of_other_zone_data(tx, meetings.zone_data(), now, 10 * AT_ONCE)
    touched = 0
    for series in [*over, *short]:
        with deps.store.write() as tx:
            touched += _kept_up(tx, series.group_id, now)
    for meeting in reckoned:
        with deps.store.write() as tx:
            _reckon(tx, meeting.id, now)
    return touched


def _kept_up(tx: Tx, group_id: int, now: datetime) -> bool:
    series, group = rows.living_series(tx, group_id, lock=True), group_rows.by_id(tx, group_id)
    if series is None:
        return False
    today = now.astimezone(ZoneInfo(series.tz)).date()
    if series.state is SeriesState.PAUSED:
        if series.resumes is None or series.resumes > today:
            return False
        series = replace(series, state=SeriesState.ACTIVE, resumes=None)
    elif series.through >= rules.months_on(today):
        return False
    added = _extended(tx, group, series, now)
    calendar_post.show_again(tx, group, now)
    if added:
        calendar_post.say_in_thread(tx, group, series.id, views.topped_up(added), f"through:{added[-1].nominal}", now)
    people_rows.homes_stale_in(tx, group.id)
    return True


def _extended(tx: Tx, group: Group, series: Series, now: datetime) -> list[Meeting]:
    """Write down the meetings up to the horizon that are not there yet. A day the group keeps free is left out, and said."""
    today = now.astimezone(ZoneInfo(series.tz)).date()
    through = planning.through(series, today)
    days = [d for d in dates.days_of(series, after=max(series.through, today), through=through)]
    flags = group_calendar.flags(tx, group, days)
    added = []
    for day in days:
        made = _day(group, series, day, flags.get(day, ()), now)
        made = replace(made, number=rows.next_number(tx, group.id))
        made = replace(made, id=rows.add(tx, made))
        reminders.meeting_changed(tx, None, made, by=None, now=now)
        added.append(made)
    rows.change_series(tx, replace(series, through=max(series.through, through)), was=series.version)
    return added


def _day(group: Group, series: Series, day: date, flags: tuple[Flag, ...], now: datetime) -> Meeting:
    free = ", ".join(f.name for f in flags if f.free) or (LEFT_OUT if day in series.without else "")
    return meetings.new(group, series, Spot(day=day, time=series.time), number=0, now=now, nominal=day, reason=free,
                        state=MeetingState.SKIPPED if free else MeetingState.PLANNED)


def _reckon(tx: Tx, meeting_id: int, now: datetime) -> None:
    """The zone's rules have changed: the wall time holds, and the instant follows."""
    meeting = rows.by_id(tx, meeting_id, lock=True)
    again = meetings.standing(meeting, Spot(day=meeting.day, time=meeting.time))
    if again.starts == meeting.starts:
        rows.change(tx, again, was=meeting.version)
        return
    log.warning("meeting %d is at another instant by tzdata %s", meeting.id, again.tzdata)
    group = group_rows.by_id(tx, meeting.group_id)
    after, told = meetings.settle(tx, group, meeting, again, by=None, now=now)
    meetings.announce(tx, group, meeting, after, now, told=told)


# ---- by hand -----------------------------------------------------------------------------------------------------

def touched_by_pause(deps: Deps, actor: Actor, group: Group, until: date | None) -> list[Meeting]:
    """The meetings that a pause would call off. Refused when there is no rhythm, or it is not the actor's to pause."""
    series = planning.may_plan(deps, actor, group)
    if series is None:
        raise Refused(f"{group.name} has no rhythm to pause. `/mentor meeting plan` makes one.")
    if until is not None and until <= deps.clock.now().astimezone(ZoneInfo(series.tz)).date():
        raise Refused("That day has passed already. Until which day ahead?")
    with deps.store.read() as tx:
        return _between(tx, group, deps.clock.now(), until)


def _between(tx: Tx, group: Group, now: datetime, until: date | None) -> list[Meeting]:
    return [m for m in rows.between(tx, [group.id], now) if m.is_on and (until is None or m.day < until)]


def pause(deps: Deps, actor: Actor, group: Group, until: date | None, *, once: str | None = None) -> Series:
    """No meetings before ``until``, or until somebody resumes; those that are planned are called off."""
    touched_by_pause(deps, actor, group, until)

    def step(tx: Tx, series: Series, now: datetime) -> Series:
        for meeting in _between(tx, group, now, until):
            off = replace(meeting, state=MeetingState.CANCELLED, reason=PAUSED)
            meetings.settle(tx, group, meeting, off, by=actor, now=now)
        return replace(series, state=SeriesState.PAUSED, resumes=until)
    return _changed(deps, actor, group, step, once)


def resume(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Series:
    """Go on: what the pause called off and still lies ahead is on again, and the horizon is filled."""
    def step(tx: Tx, series: Series, now: datetime) -> Series:
        if series.state is not SeriesState.PAUSED:
            raise Refused(f"{group.name} is not paused.")
        for meeting in rows.between(tx, [group.id], now):
            if not meeting.is_on and meeting.reason == PAUSED:
                again = replace(meeting, state=MeetingState.PLANNED, reason="")
                meetings.settle(tx, group, meeting, again, by=actor, now=now)
        series = replace(series, state=SeriesState.ACTIVE, resumes=None)
        _extended(tx, group, series, now)
        return replace(rows.living_series(tx, group.id), state=SeriesState.ACTIVE, resumes=None)
    return _changed(deps, actor, group, step, once)


def end(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Series:
    """No more meetings by this rhythm; those ahead are called off."""
    def step(tx: Tx, series: Series, now: datetime) -> Series:
        for meeting in _between(tx, group, now, None):
            meetings.settle(tx, group, meeting, replace(meeting, state=MeetingState.CANCELLED, reason=ENDED), by=actor, now=now)
        return replace(series, state=SeriesState.ENDED)
    return _changed(deps, actor, group, step, once)


def _changed(deps: Deps, actor: Actor, group: Group, step: Callable[[Tx, Series, datetime], Series], once: str | None) -> Series:
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meetings.need_lead(tx, actor, group)
        series = rows.living_series(tx, group.id, lock=True)
        if series is None:
            raise Refused(f"{group.name} has no rhythm. `/mentor meeting plan` makes one.")
        after = step(tx, series, now)
        rows.change_series(tx, after, was=after.version)
        after = replace(after, version=after.version + 1)
        if after.state is SeriesState.ENDED:
            calendar_post.put_away(tx, group, after, now)
        else:
            calendar_post.show_again(tx, group, now, series=after)
        people_rows.homes_stale_in(tx, group.id)
        return after
