"""Planning meetings: a phrase or a form becomes a preview, the preview is decided date by date, and confirmed once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import dates
from bot.services import drafts, horizon, meetings, people, planning, setup_path
from bot.services.planning import Plan
from bot.views import meeting_forms as forms
from bot.views import meetings as meeting_views
from bot.views import planning as views
from bot.views.planning import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.meeting_deeds import by_draft, group_of, number_of
from handlers.meeting_submits import spot_of
from mentoring import planning as rules
from mentoring.meetings import SeriesState
from mentoring.people import Group
from mentoring.refused import Refused

_QUARTER = "January, April, July and October"


# ---- from words or pickers to a preview ------------------------------------------------------------------------------

def on_plan(call: Call) -> Answer:
    """``meeting plan first Tuesday of the month at 7:30am``; without words the form."""
    group = call.need_group()
    planning.may_plan(call.deps, call.actor, group)
    return _read(call, group, call.text.strip()) if call.text.strip() else _form(call, group)


def on_plan_form(call: Call) -> Answer:
    """The form with the words of a line that was refused."""
    return _form(call, call.need_group(), words=call.text.strip())


def _read(call: Call, group: Group, text: str, *, place: str | None = None, link: str | None = None, minutes: int | None = None) -> Answer:
    """The preview of what a phrase means, or the question what it means."""
    old = planning.may_plan(call.deps, call.actor, group)
    read = planning.read(call.deps, group, text)
    if isinstance(read, dates.No):
        raise Refused(read.reason, field="words")
    if isinstance(read, dates.Ask):
        body = {"phrases": [c.phrase for c in read.choices], "typed": text, "group": group.id, "place": place, "link": link,
                "minutes": minutes}
        draft = drafts.keep(call.deps, call.actor, body, once=call.once)
        return Answer(message=views.asked_back(read.question, [c.label for c in read.choices], draft, text))
    if minutes and not read.minutes:
        read = replace(read, minutes=minutes)
    plan = planning.plan_from(call.deps, group, read, old, place=place, link=link)
    draft, seen = planning.begin(call.deps, call.actor, plan, once=call.once)
    return Answer(message=views.preview(seen, draft))


def on_choice(call: Call) -> Answer:
    """One of the rhythms that were offered; there may be one more question."""
    draft, _, n = call.value.partition("|")
    body = drafts.get(call.deps, call.actor, draft)
    if "phrases" not in body or not 0 <= number_of(n) < len(body["phrases"]):
        raise Refused("That question has been answered already, or is too old. Please type it again.")
    return _read(by_draft(call, draft), group_of(call, body["group"]), body["phrases"][number_of(n)], place=body["place"],
                 link=body["link"], minutes=body["minutes"])


def on_form(call: Call) -> Answer:
    """Plan meetings: the form, from a button."""
    return _form(call, group_of(call, call.value) if call.value else call.need_group())


def on_change(call: Call) -> Answer:
    """Change…: the form, holding what the preview or the question was about."""
    body = drafts.get(call.deps, call.actor, call.value)
    if "plan" not in body:
        return _form(call, group_of(call, body["group"]), words=body["typed"])
    plan = rules.plan_of(body["plan"])
    return _form(call, group_of(call, plan.group_id), plan=plan, draft=call.value)


def _form(call: Call, group: Group, *, words: str = "", plan: Plan | None = None, draft: str = "") -> Answer:
    old = planning.may_plan(call.deps, call.actor, group)
    start = people.groups_today(call.deps, group)
    known = plan or old
    more = {"at": known.time, "minutes": known.minutes, "place": known.place, "link": known.link, "weekday": known.first.weekday()} \
        if known else {}
    words = words or (plan.phrase if plan and len(plan.phrase) <= 200 else "")
    return Answer(view=forms.plan_form(group, nonce=nonce(), start=start, draft=draft, words=words, **more))


def on_filled(call: Call) -> Answer:
    """The form, submitted: the pickers as a phrase, and so the same preview."""
    values, group = call.values, group_of(call, call.meta.get("group"))
    text = (values.get("words") or "").strip() or _phrase(values)
    return _read(call, group, text, place=values.get("place") or "", link=values.get("link") or "",
                 minutes=number_of(values.get("minutes")) or None)


def _phrase(values: dict) -> str:
    """What the pickers say, in words."""
    if not values.get("start") or not values.get("time"):
        raise Refused("Please choose a day and a time.", field="start")
    which, _, unit = (values.get("rhythm") or "first|month").partition("|")
    weekday = forms.WEEKDAYS[min(number_of(values.get("weekday")), 6)]
    start = date.fromisoformat(values["start"])
    day = f"{start.day} {start:%B} {start.year}"
    at = f"at {meeting_views.clock(values['time'])} for {number_of(values.get('minutes')) or 60} minutes"
    if unit == "once":
        return f"{day} {at}"
    rhythm = {"month": f"{which} {weekday} of each month", "quarter": f"{which} {weekday} of {_QUARTER}",
              "week": {"1": f"every {weekday}", "2": f"every other {weekday}"}.get(which, f"every {which} weeks on {weekday}")}[unit]
    return f"{rhythm} {at} starting {day}"


# ---- deciding --------------------------------------------------------------------------------------------------------

def on_date(call: Call) -> Answer:
    """What was chosen for one date: use, keep, leave out, back, or move it by pickers."""
    draft, what, at, *to = call.value.split("|")
    nominal = date.fromisoformat(at)
    if what == "move":
        plan = planning.planned(call.deps, call.actor, draft)
        spot = plan.moved.get(nominal, rules.Spot(day=nominal, time=plan.time))
        return Answer(view=forms.plan_move_form(draft, nominal, spot.day, spot.time, plan.tz, nonce=nonce()))

    def step(plan: Plan) -> Plan:
        move = rules.Spot(day=date.fromisoformat(to[0]), time=plan.time) if what == "use" else None
        return rules.decide(plan, nominal, move=move, skip=what == "skip", keep=what == "keep")
    return _again(call, draft, step)


def on_moved(call: Call) -> Answer:
    """One date elsewhere, by pickers."""
    draft, nominal = str(call.meta.get("draft")), date.fromisoformat(str(call.meta.get("nominal")))
    seen = planning.move(call.deps, call.actor, draft, nominal, spot_of(call.values), once=call.once)
    return Answer(message=views.preview(seen, draft))


def on_all(call: Call) -> Answer:
    """Every suggestion at once; where there is none, the date is left out."""
    suggested = planning.look(call.deps, call.actor, planning.planned(call.deps, call.actor, call.value)).undecided

    def step(plan: Plan) -> Plan:
        for slot in suggested:
            spot = rules.Spot(day=slot.suggested, time=plan.time) if slot.suggested else None
            plan = rules.decide(plan, slot.nominal, move=spot, skip=spot is None)
        return plan
    return _again(call, call.value, step)


def on_ends(call: Call) -> Answer:
    """It goes on by itself, or ends where it was said, or with the dates that are shown."""
    last = planning.look(call.deps, call.actor, planning.planned(call.deps, call.actor, call.value)).through
    return _again(call, call.value, lambda plan: replace(plan, until=None if plan.until else plan.ends or last, ends=plan.ends or last))


def on_drops(call: Call) -> Answer:
    """Announced meetings that are not in the plan: called off, or kept beside it."""
    return _again(call, call.value, lambda plan: replace(plan, drops=not plan.drops))


def _again(call: Call, draft: str, step) -> Answer:
    return Answer(message=views.preview(planning.change(call.deps, call.actor, draft, step, once=call.once), draft))


def on_confirm(call: Call) -> Answer:
    """Fix these dates."""
    group, series, made = planning.confirm(call.deps, call.actor, call.value, once=call.once)
    return Answer(message=views.fixed(group, series, made, setup=setup_path.is_open(call.deps, call.actor, group)))


def on_cancel(call: Call) -> Answer:
    """Put the preview away."""
    with call.deps.store.write(call.once) as tx:
        drafts.drop(tx, call.actor, call.value)
    return Answer(message=views.dropped())


# ---- pause, resume, end ----------------------------------------------------------------------------------------------

def on_pause(call: Call) -> Answer:
    """``meeting pause until 1 September``: asked first, because meetings are called off."""
    group, until = call.need_group(), None
    text = call.text.strip()
    if text:
        read = dates.read_when(text.removeprefix("until ").removeprefix("till "), now=call.deps.clock.now(), tz=group.tz)
        if not isinstance(read, dates.Reading):
            raise Refused("Until which day? For example `/mentor meeting pause until 1 September`." if not isinstance(read, dates.No)
                          else read.reason)
        until = read.date
    off = horizon.touched_by_pause(call.deps, call.actor, group, until)
    draft = drafts.keep(call.deps, call.actor, {"pause": until.isoformat() if until else "", "group": group.id}, once=call.once)
    return Answer(message=views.sure_to_pause(group, len(off), until, draft))


def on_click_pause(call: Call) -> Answer:
    """Yes, pause."""
    body = drafts.get(call.deps, call.actor, call.value)
    group = group_of(call, body.get("group"))
    until = date.fromisoformat(body["pause"]) if body.get("pause") else None
    series = horizon.pause(call.deps, call.actor, group, until, once=f"draft:{call.value}")
    until_words = f"until {meeting_views.day(series.resumes)}; then it goes on by itself" if series.resumes else "until somebody resumes it"
    return Answer(message=views.say(f"✓ The meetings of {views.escape(group.name)} pause {until_words}.", views.resume_button(group)))


def on_resume(call: Call) -> Answer:
    """``meeting resume``."""
    group = group_of(call, call.value) if call.value else call.need_group()
    horizon.resume(call.deps, call.actor, group, once=call.once)
    ahead = [m for m in meetings.ahead(call.deps, call.actor, group).meetings if m.is_on]
    following = f" The next one is on {meeting_views.when_words(ahead[0])}." if ahead else ""
    return Answer(message=views.say(f"✓ The meetings of {views.escape(group.name)} go on.{following}"))


def on_end(call: Call) -> Answer:
    """``meeting end``: asked first."""
    group = call.need_group()
    series = planning.may_plan(call.deps, call.actor, group)
    if series is None or series.state is SeriesState.ENDED:
        raise Refused(f"{group.name} has no rhythm to end.")
    ahead = [m for m in meetings.ahead(call.deps, call.actor, group).meetings if m.is_on]
    return Answer(message=views.sure_to_end(group, len(ahead)))


def on_click_end(call: Call) -> Answer:
    """Yes, end it."""
    group = group_of(call, call.value)
    horizon.end(call.deps, call.actor, group, once=call.once)
    return Answer(message=views.say(f"✓ The rhythm of {views.escape(group.name)} has ended. What was said and done stays."))


COMMANDS = (
    Route(words="meeting plan", run=on_plan, usage="meeting plan [rhythm, time, length]", hint=True, form=on_plan_form,
          about="organiser: six months of meetings, looked at before they are fixed"),
    Route(words="meeting rhythm", run=on_plan, usage="meeting rhythm [rhythm, time, length]", form=on_plan_form,
          about="organiser: another rhythm; shows what stays and what goes"),
    Route(words="meeting pause", run=on_pause, usage="meeting pause [until 1 September]", about="organiser: no meetings for a while"),
    Route(words="meeting resume", run=on_resume, usage="meeting resume", about="organiser: go on after a pause"),
    Route(words="meeting end", run=on_end, usage="meeting end", about="organiser: end the rhythm"),
)
ACTIONS = {Ids.FORM: on_form, Ids.CHANGE: on_change, Ids.CHOICE: on_choice, Ids.DATE: on_date, Ids.ALL: on_all, Ids.ENDS: on_ends,
           Ids.DROPS: on_drops, Ids.CONFIRM: on_confirm, Ids.CANCEL: on_cancel, Ids.PAUSE: on_click_pause, Ids.RESUME: on_resume,
           Ids.END: on_click_end}
FORMS = {Ids.FILLED: on_filled, Ids.MOVE_FORM: on_moved}
