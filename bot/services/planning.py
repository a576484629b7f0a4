"""Planning: a phrase becomes a plan that only its planner sees, single dates are decided, and one transaction makes it meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import dates
from bot.deps import Deps
from bot.services import calendar_post, drafts, group_calendar, meetings, reminders
from mentoring import planning as rules
from mentoring.meetings import USUAL_MINUTES, Meeting, MeetingState, Series, SeriesState
from mentoring.people import Actor, Group
from mentoring.planning import MOST, Elsewhere, Plan, Preview, Slot, Spot, plan_of
from mentoring.refused import Refused
from mentoring.reminders import instant
from mentoring.text import clip
from storage import meetings as rows
from storage import people as people_rows
from storage.store import Tx

NEW_RHYTHM = "a new rhythm"
_MEANWHILE = "Somebody has changed this group's rhythm meanwhile. Please plan again; the new preview shows what stands now."


# ---- from words to a plan ------------------------------------------------------------------------------------------

def may_plan(deps: Deps, actor: Actor, group: Group) -> Series | None:
    """The rhythm that holds now, or None; Refused when this person cannot change it."""
    meetings.need_member(actor, group)
    with deps.store.read() as tx:
        meetings.need_lead(tx, actor, group)
        return rows.living_series(tx, group.id)


def read(deps: Deps, group: Group, text: str) -> dates.Recurrence | dates.Ask | dates.No:
    """The rhythm in a phrase, in the group's zone."""
    return dates.read_plan(text, now=deps.clock.now(), tz=group.tz)


def plan_from(deps: Deps, group: Group, read: dates.Recurrence, old: Series | None, *, place: str | None = None,
              link: str | None = None) -> Plan:
    """The plan that a phrase means. Place, link and length that were not said are those of the rhythm it takes the place of.

    "For six months" is what is always planned ahead, so such a plan goes on; any other end is an end.
    """
    rolls = read.rrule is not None and (read.until is None or (read.months == rules.HORIZON_MONTHS and not read.count))
    return Plan(
        group_id=group.id, phrase=dates.plan_words(read), rrule=read.rrule, dates=read.dates, first=read.first,
        time=f"{read.time:%H:%M}", tz=read.tz, minutes=rules.check_minutes(read.minutes or (old.minutes if old else USUAL_MINUTES)),
        until=None if rolls else read.until, ends=read.until, notes=read.notes, without=frozenset(read.except_days),
        skips_holidays=read.except_holidays, replaces=old.id if old else None,
        place=rules.check_place(place) if place is not None else old.place if old else "",
        link=rules.check_link(link) if link is not None else old.link if old else "")


def begin(deps: Deps, actor: Actor, plan: Plan, *, once: str | None = None) -> tuple[str, Preview]:
    """Keep a plan as a draft; its key and its preview."""
    seen = look(deps, actor, plan)
    return drafts.keep(deps, actor, {"plan": plan.body()}, once=once), seen


def change(deps: Deps, actor: Actor, draft: str, step: Callable[[Plan], Plan], *, once: str | None = None) -> Preview:
    """Decide something about a plan in preview, and look at it again."""
    def stepped(body: dict) -> dict:
        if "plan" not in body:
            raise Refused("That question is about something else.")
        return {"plan": step(plan_of(body["plan"])).body()}
    return look(deps, actor, plan_of(drafts.change(deps, actor, draft, stepped, once=once)["plan"]))


def planned(deps: Deps, actor: Actor, draft: str) -> Plan:
    """The plan in a draft. Refused: it is confirmed already, or too old."""
    body = drafts.get(deps, actor, draft)
    if "plan" not in body:
        raise Refused("That question is about something else.")
    return plan_of(body["plan"])


def move(deps: Deps, actor: Actor, draft: str, nominal: date, spot: Spot, *, once: str | None = None) -> Preview:
    """One date of a plan elsewhere. Refused at the field when it cannot be there."""
    rules.check_spot(spot, planned(deps, actor, draft).tz, now=deps.clock.now())
    return change(deps, actor, draft, lambda plan: rules.decide(plan, nominal, move=spot), once=once)


# ---- looking at it -------------------------------------------------------------------------------------------------

def through(plan: Plan | Series, today: date) -> date:
    """Up to which day meetings are written down: the end of the month six months on, or the plan's own end before that."""
    if plan.rrule is None:
        return max(plan.dates)
    month = rules.months_on(max(today, plan.first - timedelta(days=31))).replace(day=1)
    horizon = rules.months_on(month, 1) - timedelta(days=1)
    return min(plan.until, horizon) if plan.until else horizon


def days_of(plan: Plan, now: datetime) -> tuple[date, ...]:
    """The days of a plan that lie ahead, as its rhythm has them."""
    here = now.astimezone(ZoneInfo(plan.tz))
    after = here.date() if time.fromisoformat(plan.time) <= here.time() else here.date() - timedelta(days=1)
    return dates.days_of(plan, after=after, through=through(plan, here.date()))


def look(deps: Deps, actor: Actor, plan: Plan) -> Preview:
    """A plan with everything that may be said against it. Refused: not theirs, or nothing of it lies ahead."""
    group = next((g for g in actor.groups if g.id == plan.group_id), None)
    if group is None:
        raise Refused("You are not in that group any more.")
    with deps.store.read() as tx:
        meetings.need_lead(tx, actor, group)
        return _look(tx, group, plan, deps.clock.now())


def _look(tx: Tx, group: Group, plan: Plan, now: datetime) -> Preview:
    days, zone = days_of(plan, now), ZoneInfo(plan.tz)
    if not days:
        raise Refused("None of these dates lies ahead. Please name a rhythm that goes on, or later dates.", field="words")
    if len(days) > MOST:
        raise Refused(f"That would be {len(days)} meetings in six months; {MOST} are the most.", field="words")
    ahead = [m for m in rows.between(tx, [group.id], now) if m.is_on]
    there = {_spot(m, zone): m for m in ahead}
    flags = group_calendar.flags(tx, group, _around(days, plan))
    slots = rules.slots(plan, days, flags, {spot: m.number for spot, m in there.items()})
    stays = {m.id: m for s in slots if not s.skipped and (m := there.get(Spot(day=s.day, time=s.time)))}
    on = sorted(s.day for s in slots if not s.skipped)
    at, today = time.fromisoformat(plan.time), now.astimezone(zone).date()
    last = through(plan, today)
    return Preview(
        plan=plan, group=group, words=dates.rhythm_words(plan), slots=slots, stays=tuple(stays.values()),
        goes=tuple(m for m in ahead if m.id not in stays), through=last, today=today,
        missing=tuple(each.text for each in dates.missing_days(plan, after=today, through=last)),
        changes={each.day: each.on for each in dates.changes(on, at=at, tz=plan.tz)},
        troubles=tuple(each.text for each in dates.troubles(on, at=at, tz=plan.tz)),
        elsewhere=_elsewhere(tx, group, plan, [s for s in slots if not s.skipped]))


def _spot(meeting: Meeting, zone: ZoneInfo) -> Spot:
    local = meeting.starts.astimezone(zone)
    return Spot(day=local.date(), time=f"{local:%H:%M}")


def _around(days: Iterable[date], plan: Plan) -> set[date]:
    week = timedelta(days=7)
    return {d + off for d in days for off in (-week, timedelta(), week)} | {spot.day for spot in plan.moved.values()}


def _elsewhere(tx: Tx, group: Group, plan: Plan, slots: Sequence[Slot]) -> tuple[Elsewhere, ...]:
    """The times in the members' own zones, where they differ from the plan's on any of the days."""
    users: dict[str, list[str]] = {}
    for person, _ in people_rows.members_of(tx, group.id):
        if person.tz and person.tz != plan.tz:
            users.setdefault(person.tz, []).append(person.user)
    found = []
    for tz, who in users.items():
        times: dict[str, list[date]] = {}
        for slot in slots:
            local = instant(slot.day, slot.time, plan.tz).astimezone(ZoneInfo(tz))
            times.setdefault(f"{local:%H:%M}" + (" the next day" if local.date() > slot.day else " the day before"
                                                 if local.date() < slot.day else ""), []).append(slot.day)
        if set(times) != {slot.time for slot in slots}:
            ordered = sorted(times.items(), key=lambda t: -len(t[1]))
            found.append(Elsewhere(tz=tz, users=tuple(who), times=tuple((at, tuple(days)) for at, days in ordered)))
    return tuple(found)


# ---- confirming ----------------------------------------------------------------------------------------------------

def confirm(deps: Deps, actor: Actor, draft: str, *, once: str | None = None) -> tuple[Group, Series, list[Meeting]]:
    """One transaction: the rhythm, its meetings, the calendar in the channel, and the question to each member.

    A preview is confirmed once. Meetings that stand where the plan has one stay what they are, with all answers.
    """
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        plan = plan_of(drafts.take(tx, deps, actor, draft)["plan"])
        group = next((g for g in actor.groups if g.id == plan.group_id), None)
        if group is None:
            raise Refused("You are not in that group any more.")
        meetings.need_lead(tx, actor, group)
        old = rows.living_series(tx, group.id, lock=True)
        if (old.id if old else None) != plan.replaces:
            raise Refused(_MEANWHILE)
        seen = _look(tx, group, plan, now)
        if old:
            rows.change_series(tx, replace(old, state=SeriesState.ENDED), was=old.version)
        series = Series(
            group_id=group.id, phrase=clip(seen.words, 200), rrule=plan.rrule, dates=plan.dates, without=tuple(sorted(plan.without)),
            first=plan.first, time=plan.time, tz=plan.tz, minutes=plan.minutes, place=plan.place, link=plan.link, until=plan.until,
            through=seen.through, created=now, created_by=actor.person.id)
        series = replace(series, id=rows.add_series(tx, series))
        made = [_make(tx, group, series, slot, seen, actor, now) for slot in seen.slots]
        if plan.drops:
            for meeting in seen.goes:
                off = replace(meeting, state=MeetingState.CANCELLED, reason=NEW_RHYTHM)
                meetings.settle(tx, group, meeting, off, by=actor, now=now)
        if old:
            calendar_post.put_away(tx, group, replace(old, state=SeriesState.ENDED), now)
        calendar_post.post(tx, group, series, now)
        reminders.ask_to_commit(tx, series, now=now)
        people_rows.homes_stale_in(tx, group.id)
        return group, series, made


def _make(tx: Tx, group: Group, series: Series, slot: Slot, seen: Preview, actor: Actor, now: datetime) -> Meeting:
    """The meeting of one date: the one that stands there already, or a new one; one that is left out is kept with the reason."""
    there = next((m for m in seen.stays if not slot.skipped and m.number == slot.there), None)
    if there:
        kept = replace(there, series_id=series.id, nominal=slot.nominal, minutes=series.minutes, place=series.place, link=series.link)
        return meetings.settle(tx, group, there, kept, by=actor, now=now)[0]
    reason = slot.why if slot.skipped or slot.is_moved else ""
    made = meetings.new(group, series, Spot(day=slot.day, time=slot.time), number=rows.next_number(tx, group.id), now=now,
                        nominal=slot.nominal, reason=reason, by=actor.person.id,
                        state=MeetingState.SKIPPED if slot.skipped else MeetingState.PLANNED)
    made = replace(made, id=rows.add(tx, made))
    reminders.meeting_changed(tx, None, made, by=actor.person, now=now)
    return made
