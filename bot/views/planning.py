"""The preview of a plan, which only its planner sees: every date with what may be said about it, and a control for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.views.blocks import (
    Message,
    actions,
    button,
    confirm,
    context,
    divider,
    escape,
    mrkdwn,
    option,
    plain,
    rich,
    run,
    section,
    who,
)
from bot.views.days import clock, day
from bot.views.meetings import length, span
from bot.views.reminders import city
from mentoring.meetings import Meeting, Series
from mentoring.people import Group
from mentoring.planning import Elsewhere, Preview, Slot, Spot, odd

MOST_CONTROLS = 30   # dates with a control of their own; Slack shows fifty blocks in a message
IN_A_LINE = 40       # dates of one block of text


class Ids(StrEnum):
    """Everything about plans that can be clicked or submitted."""

    FORM = "plans.form"             # value: the group's id; opens the form
    FILLED = "plans.filled"
    CHANGE = "plans.change"         # value: the draft
    CHOICE = "plans.choice"         # value: the draft|the choice
    DATE = "plans.date"             # value: the draft|what|the date
    ENDS = "plans.ends"             # value: the draft
    DROPS = "plans.drops"
    ALL = "plans.all"
    CONFIRM = "plans.confirm"
    CANCEL = "plans.cancel"
    MOVE_FORM = "plans.move_form"
    PAUSE = "plans.pause"           # value: the draft
    END = "plans.end"               # value: the group's id
    RESUME = "plans.resume"


def preview(seen: Preview, draft: str, *, said: str = "") -> Message:
    """The plan as it was understood, its dates, and Confirm."""
    plan = seen.plan
    place = [run(plan.place)] * bool(plan.place) + [run(" · ")] * bool(plan.place and plan.link) + \
        ([{"type": "link", "url": plan.link}] if plan.link else [])
    blocks = [section(f"*Preview, for your eyes only* · {escape(seen.group.name)}")]
    blocks += [section(escape(said))] if said else []
    blocks += [rich([run(f"{_words(seen)}, {span(plan.time, plan.minutes)} {city(plan.tz)}", bold=True)],
                    [run(f"{length(plan.minutes)} each · {plan.tz}")], place)]
    blocks += _abroad(seen.elsewhere)
    blocks += _dates(seen, draft)
    blocks += [context(*notes)] if (notes := [escape(n) for n in _notes(seen)]) else []
    blocks += _replaced(seen, draft)
    blocks += [section(_sum(seen)), actions(*_buttons(seen, draft), block_id="plan")]
    return Message(text=f"Preview: {escape(_words(seen))}, {len(seen.standing)} meetings.", blocks=blocks)


def _words(seen: Preview) -> str:
    return seen.words if seen.plan.rrule else f"{len(seen.plan.dates)} chosen date{'s' * (len(seen.plan.dates) != 1)}"


def _sum(seen: Preview) -> str:
    count = len(seen.standing)
    last = f", the last one on {day(seen.standing[-1].day)}" if count else ""
    words = "no meeting is left" if not count else "1 meeting" if count == 1 else f"{count} meetings"
    rolls = " I add the next ones as time goes, so that six months are always ahead." if seen.plan.rolls else ""
    return f"*{words[0].upper()}{words[1:]}*{last}.{rolls}"


def _buttons(seen: Preview, draft: str) -> list[dict]:
    plan, open_days = seen.plan, seen.undecided
    sure = confirm("Days you keep free", f"{len(open_days)} of these dates fall on days that your group keeps free. Keep them anyway?",
                   "Keep them", "Look again") if open_days else None
    row = [button("Looks right, fix these dates", Ids.CONFIRM, draft, style="primary", confirm=sure)] if seen.standing else []
    if len(open_days) > 1:
        row.insert(0, button("Use every suggestion", Ids.ALL, draft))
    if plan.rrule and plan.ends:
        row.append(button(f"End after {plan.ends.day} {plan.ends:%b %Y}" if plan.rolls else "Go on after that", Ids.ENDS, draft))
    elif plan.rolls:
        row.append(button("End after these", Ids.ENDS, draft))
    elif plan.rrule:
        row.append(button("Go on after that", Ids.ENDS, draft))
    return [*row, button("Change…", Ids.CHANGE, draft), button("Cancel", Ids.CANCEL, draft)]


# ---- the dates -----------------------------------------------------------------------------------------------------

def _dates(seen: Preview, draft: str) -> list[dict]:
    if len(seen.slots) <= MOST_CONTROLS:
        return [_line(n, slot, seen, draft) for n, slot in enumerate(seen.slots, 1)]
    numbered = list(enumerate(seen.slots, 1))
    texts = [rich(*[[run(_plainly(n, slot, seen))] for n, slot in numbered[start:start + IN_A_LINE]])
             for start in range(0, len(numbered), IN_A_LINE)]
    flagged = [(n, slot) for n, slot in numbered if slot.is_open][:12]
    return texts + [_line(n, slot, seen, draft) for n, slot in flagged]


def _line(number: int, slot: Slot, seen: Preview, draft: str) -> dict:
    choices = _choices(slot, draft)
    menu = {"type": "overflow", "action_id": f"{Ids.DATE}.{number}", "options": choices}
    return {"type": "section", "text": mrkdwn(_marked(number, slot, seen)), "accessory": menu}


def _marked(number: int, slot: Slot, seen: Preview) -> str:
    stood, stands = _stands(slot.nominal, seen.plan.time, slot, seen), _stands(slot.day, slot.time, slot, seen)
    if slot.skipped:
        return f"{number}. ~{stood}~ left out{_because(slot)}"
    text = f"{number}. ~{stood}~ → *{stands}*" if slot.is_moved or slot.time != seen.plan.time else f"{number}. *{stands}*"
    return text + "".join(f"\n{remark}" for remark in _remarks(slot, seen))


def _because(slot: Slot) -> str:
    return f" ({escape(slot.why)})" if slot.why else ""


def _remarks(slot: Slot, seen: Preview) -> list[str]:
    remarks = []
    for flag in slot.flags:
        if flag.free and not slot.decided:
            better = f"suggestion: *{_short(slot.suggested)}*" if slot.suggested else "suggestion: *leave it out*"
            remarks.append(f":warning: {escape(flag.name)}, which you keep free → {better}")
        else:
            remarks.append(f"{escape(flag.name)}" + ("" if flag.free else " (only a warning)"))
    if change := seen.changes.get(slot.day):
        remarks.append(f"the clocks change on {_short(change)}; it stays {clock(slot.time)} here")
    if slot.there:
        remarks.append(f"meeting {slot.there}, announced already, stays")
    unusual = odd(Spot(day=slot.day, time=slot.time)) if slot.is_moved or slot.time != seen.plan.time else ""
    return remarks + ([unusual] if unusual else [])


def _plainly(number: int, slot: Slot, seen: Preview) -> str:
    left = f" left out ({slot.why})" if slot.skipped and slot.why else " left out" if slot.skipped else ""
    flags = f" · {', '.join(f.name for f in slot.flags)}" if slot.flags and not slot.skipped else ""
    return f"{number}. {_stands(slot.day, slot.time, slot, seen)}{left}{flags}"


def _stands(on: date, at: str, slot: Slot, seen: Preview) -> str:
    other = f", {clock(at)}" if slot.time != seen.plan.time else ""
    return f"{on:%A} {on.day} {on:%B} {on.year}{other}"


def _short(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"


def _choices(slot: Slot, draft: str) -> list[dict]:
    """What can be done with a date."""
    at = slot.nominal.isoformat()
    made = []
    if slot.is_open and slot.suggested:
        made.append(option(f"Use {_short(slot.suggested)}", f"{draft}|use|{at}|{slot.suggested.isoformat()}"))
    if slot.is_open:
        made.append(option("Keep it", f"{draft}|keep|{at}"))
    if slot.skipped or slot.is_moved or slot.decided:
        made.append(option(f"Back to {_short(slot.nominal)}", f"{draft}|{'keep' if slot.why else 'back'}|{at}"))
    made.append(option("Move…", f"{draft}|move|{at}"))
    return made if slot.skipped else [*made, option("Leave it out", f"{draft}|skip|{at}")]


# ---- what else is to be said ---------------------------------------------------------------------------------------

def _abroad(elsewhere: Sequence[Elsewhere]) -> list[dict]:
    lines = []
    for each in elsewhere[:8]:
        (usual, _), *others = each.times
        runs = [r for n, user in enumerate(each.users) for r in ([run(", ")] if n else []) + [who(user)]]
        runs += [run(f": {_time(usual)} {city(each.tz)}")]
        for at, days in others[:3]:
            listed = ", ".join(_short(d) for d in days[:4]) + (" and more" if len(days) > 4 else "")
            runs.append(run(f"; {_time(at)} on {listed}"))
        lines.append(runs)
    return [rich(*lines)] if lines else []


def _time(at: str) -> str:
    wall, _, more = at.partition(" ")
    return f"{clock(wall)} {more}".strip()


def _notes(seen: Preview) -> list[str]:
    missing = f"Not there: {'; '.join(seen.missing[:8])}." if seen.missing else ""
    notes = [f"I {note}." for note in seen.plan.notes] + [missing] + [f"{t}." for t in seen.troubles[:4]]
    return [n for n in notes if n][:9]


def _replaced(seen: Preview, draft: str) -> list[dict]:
    """What becomes of the meetings that are announced already."""
    if not (seen.stays or seen.goes):
        return []
    kept = len(seen.stays)
    stay = f"{kept} announced meeting{'s stay as they are' if kept != 1 else ' stays as it is'}." if kept else ""
    if not seen.goes:
        return [divider(), section(stay)]
    listed = ", ".join(f"{m.number} ({_short(m.day)})" for m in seen.goes[:12]) + (" and more" if len(seen.goes) > 12 else "")
    count = len(seen.goes)
    if seen.plan.drops:
        text = f"{stay} {count} that {'is' if count == 1 else 'are'} not in this plan will be called off: {listed}."
    else:
        text = f"{stay} {count} that {'is' if count == 1 else 'are'} not in this plan will be kept beside it: {listed}."
    label = "Keep them beside it" if seen.plan.drops else "Call them off"
    return [divider(), section(text.strip(), accessory=button(label, Ids.DROPS, draft))]


# ---- questions and answers -----------------------------------------------------------------------------------------

def asked_back(question: str, choices: Sequence[str], draft: str, typed: str) -> Message:
    """A rhythm that was not clear: the question, what may be chosen, and the form for anything else."""
    buttons = [button(label, f"{Ids.CHOICE}.{n}", f"{draft}|{n}") for n, label in enumerate(choices[:9])]
    return Message(text=escape(question), blocks=[
        section(escape(question)), rich([run("You typed: "), run(typed, italic=True)]),
        actions(*buttons, button("Something else…", Ids.CHANGE, draft))])


def fixed(group: Group, series: Series, meetings: Sequence[Meeting], *, setup: bool = False) -> Message:
    """The plan is confirmed. ``setup``: steps of the group's setup are still open, and one click leads back to them."""
    count = sum(m.is_on for m in meetings)
    said = (f"✓ {count} meeting{'s are' if count != 1 else ' is'} fixed. The calendar stands in the channel of {escape(group.name)}, "
            "and each member is asked to keep the dates free.")
    on = [button("Go on with the setup", "setup_path.show", str(group.id), style="primary")] if setup else []
    return Message(text=said, blocks=[section(said), actions(*on, button("See the list", "meetings.list", str(group.id)))])


def dropped() -> Message:
    """The preview is put away."""
    said = "Nothing is planned. The preview is gone; `/mentor meeting plan` begins anew."
    return Message(text=said, blocks=[section(said)])


def sure_to_pause(group: Group, count: int, until: date | None, draft: str) -> Message:
    """Before meetings are called off for a while."""
    when = f"until {day(until)}" if until else "until you say `/mentor meeting resume`"
    said = f"Pause the meetings of {escape(group.name)} {when}? {count} meeting{'s' * (count != 1)} will be called off."
    return Message(text=said, blocks=[section(said), actions(
        button("Pause", Ids.PAUSE, draft, style="primary"), button("Cancel", Ids.CANCEL, draft))])


def sure_to_end(group: Group, count: int) -> Message:
    """Before a rhythm ends."""
    said = f"End the rhythm of {escape(group.name)}? {count} meeting{'s' * (count != 1)} ahead will be called off."
    return Message(text=said, blocks=[section(said), actions(
        button("End it", Ids.END, str(group.id), style="danger"), button("Cancel", Ids.CANCEL))])


def say(text: str, *buttons: dict) -> Message:
    """One sentence of ours, with what can be done next."""
    return Message(text=text, blocks=[section(text), *([actions(*buttons)] if buttons else [])])


def resume_button(group: Group) -> dict:
    """Goes on after a pause."""
    return button("Resume", Ids.RESUME, str(group.id), style="primary")


def menu_of_meetings(meetings: Sequence[Meeting]) -> dict:
    """A menu that opens one of these meetings."""
    return {"type": "static_select", "action_id": "meetings.show", "placeholder": plain("Open a meeting…", 150),
            "options": [option(f"{m.number}. {day(m.day)}, {clock(m.time)}", str(m.id)) for m in meetings]}
