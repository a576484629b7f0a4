"""What people see of meetings: one as a card, the list, and the calendar in the channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.views.blocks import Message, actions, button, context, escape, header, moment, option, plain, rich, run, section
from bot.views.calendar_links import add_all, add_one
from bot.views.days import away, clock, day
from bot.views.reminders import city, rsvp, when_words, where
from mentoring.attendance import Count
from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp, Series, SeriesState
from mentoring.people import Group
from mentoring.text import clip, one_line

MOST_LINES = 60     # in one message; the calendar file has all of them
rsvp_buttons = rsvp


class Ids(StrEnum):
    """Everything about single meetings that can be clicked or submitted."""

    LIST = "meetings.list"          # value: the group's id
    MINE = "meetings.mine"          # value: the group's id
    SHOW = "meetings.show"
    MOVE = "meetings.move"
    MOVE_FORM = "meetings.move_form"
    MOVE_SURE = "meetings.move_sure"    # value: the draft
    DAY = "meetings.day"                # value: the draft|the choice
    EDIT = "meetings.edit"
    EDIT_FORM = "meetings.edit_form"
    CANCEL = "meetings.cancel"
    CANCEL_FORM = "meetings.cancel_form"
    RESTORE = "meetings.restore"
    KEEP = "meetings.keep"
    UNDO = "meetings.undo"              # value: the draft
    ADD = "meetings.add"                # value: the group's id
    ADD_FORM = "meetings.add_form"


SAID = {Rsvp.YES: "you come", Rsvp.LATE: "you come late", Rsvp.NO: "you can't"}
STATE = {MeetingState.CANCELLED: "called off", MeetingState.SKIPPED: "left out"}


def when(meeting: Meeting) -> list[dict]:
    """When a meeting is, as runs: the group's wall time in words, and the reader's own beside it."""
    return [run(when_words(meeting), bold=True), run(f" ({city(meeting.tz)}; yours: "), moment(meeting.starts, "{date_short} {time}"),
            run(")")]


def length(minutes: int) -> str:
    """``1 hour``, ``90 minutes``, ``2 hours``."""
    hours, rest = divmod(minutes, 60)
    return f"{minutes} minutes" if rest else "1 hour" if hours == 1 else f"{hours} hours"


def span(at: str, minutes: int) -> str:
    """``7:30–8:30 AM``: when it begins and ends, on the wall."""
    begin = datetime.fromisoformat(f"2000-01-01T{at}")
    begins, ends = clock(at), clock(f"{begin + timedelta(minutes=minutes):%H:%M}")
    return f"{begins.removesuffix(begins[-3:])}–{ends}" if begins[-2:] == ends[-2:] else f"{begins} – {ends}"


def line(meeting: Meeting, *, abroad: bool = False, pattern: str = "{date_short} {time}", series: Series | None = None) -> list[dict]:
    """One meeting in a list: its number, where its rhythm had it struck out when it was moved, and whether it is on."""
    number, stands = run(f"{meeting.number}. "), f"{_day(meeting.day)}, {clock(meeting.time)}"
    if not meeting.is_on:
        reason = f" · {clip(meeting.reason, 100)}" if meeting.reason else ""
        return [number, run(stands, strike=True), run(f"  {STATE[meeting.state]}{reason}")]
    other_hour = series is not None and meeting.series_id == series.id and (meeting.time, meeting.tz) != (series.time, series.tz)
    if meeting.is_moved:
        runs = [number, run(_day(meeting.nominal), strike=True), run(" → "), run(stands, bold=True)]
    elif other_hour:
        runs = [number, run(f"{_day(meeting.day)}, ", bold=True), run(clock(series.time), strike=True), run(" → "),
                run(clock(meeting.time), bold=True)]
    else:
        runs = [number, run(stands, bold=True)]
    if abroad:
        runs += [run("  yours: "), moment(meeting.starts, pattern)]
    return runs


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b} {on.year}"


# ---- one meeting -------------------------------------------------------------------------------------------------

def card(meeting: Meeting, group: Group, *, organiser: bool, now: datetime, said: str = "", undo: str = "", count: Count | None = None,
         mine: Reply | None = None, about: Sequence[str] = ()) -> Message:
    """One meeting with its buttons. ``said``: what has just happened; ``undo``: the draft that takes it back; ``about``: its subjects."""
    state = "" if meeting.is_on else f" · {STATE[meeting.state]}"
    ahead = meeting.starts > now
    title = [run(f"{meeting.number}. "), *when(meeting)] if meeting.is_on else \
        [run(f"{meeting.number}. "), run(when_words(meeting), strike=True), run(state)]
    lines = [title, [run(f"{group.name} · {length(meeting.minutes)}")], where(meeting)]
    if meeting.is_on and meeting.is_moved:
        lines.append([run(f"The rhythm had it on {day(meeting.nominal)}.")])
    lines += [[run("About: ", bold=True), run(clip(one_line("; ".join(about)), 300))]] * bool(about)
    lines += [[run(label, bold=True), run(text)] for label, text in (("Note: ", meeting.note), ("Why: ", meeting.reason)) if text]
    blocks = [section(escape(said))] if said else []
    blocks.append(rich(*lines))
    if count and meeting.is_on:
        own = f" · {SAID[mine.answer]}" if mine and mine.answer else ""
        blocks.append(context(_counts(count) + own))
    if meeting.is_on and ahead:
        blocks.append(rsvp(meeting))
    row = _buttons(meeting, organiser=organiser, ahead=ahead, undo=undo)
    if row:
        blocks.append(actions(*row, block_id=f"meeting-{meeting.id}"))
    return Message(text=f"{escape(said)} Meeting {meeting.number}: {when_words(meeting)}{state}.".strip(), blocks=blocks)


def _counts(count: Count) -> str:
    silent = f", {len(count.silent)} not said yet" if count.silent else ""
    return f"{len(count.yes)} coming, {len(count.late)} late, {len(count.no)} can't{silent}"


def _buttons(meeting: Meeting, *, organiser: bool, ahead: bool, undo: str) -> list[dict]:
    value, name = str(meeting.id), f"meeting {meeting.number}"
    row = [button("Undo", Ids.UNDO, undo, style="primary", label=f"Undo what was done to {name}")] if undo else []
    if meeting.is_on and ahead:
        row += [button("Who comes?", "attendance.who", value, label=f"Who comes to {name}?"), add_one(meeting)]
    if organiser and ahead:
        row += [button("Move…", Ids.MOVE, value, label=f"Move {name}"), button("Place, length, note…", Ids.EDIT, value,
                                                                               label=f"Place, length, note of {name}"),
                button("Call off…", Ids.CANCEL, value, label=f"Call off {name}")] if meeting.is_on else \
            [button("Put it back on", Ids.RESTORE, value, label=f"Put {name} back on")]
    return row


# ---- the list ----------------------------------------------------------------------------------------------------

def listing(group: Group, series: Series | None, meetings: Sequence[Meeting], *, organiser: bool, said: str = "") -> Message:
    """The coming meetings with their numbers; a menu opens one."""
    title = f"*{escape(group.name)}: meetings ahead*"
    blocks = ([section(escape(said))] if said else []) + [section(title)]
    if series:
        blocks.append(rich([run(rhythm(series))], where(series)))
    shown = meetings[:MOST_LINES]
    blocks.append(rich(*[line(m, series=series) for m in shown]) if shown else section("No meetings are planned."))
    if len(meetings) > len(shown):
        blocks.append(context(f"And {len(meetings) - len(shown)} more; the calendar file has them all."))
    menu = [{"type": "static_select", "action_id": str(Ids.SHOW), "placeholder": plain("Open a meeting…", 150),
             "options": [option(f"{m.number}. {when_words(m)}", str(m.id)) for m in shown]}] if shown else []
    row = [*menu, *([add_all(group.id)] if any(m.is_on for m in meetings) else []), *_lead(group, series, organiser)]
    return Message(text=f"{escape(group.name)}: {sum(m.is_on for m in meetings)} meetings ahead.",
                   blocks=[*blocks, *([actions(*row)] if row else [])])


def _lead(group: Group, series: Series | None, organiser: bool) -> list[dict]:
    if not organiser:
        return []
    return [button("Add a meeting", Ids.ADD, str(group.id)),
            button("Change the rhythm" if series else "Plan meetings", "plans.form", str(group.id), style=None if series else "primary")]


def none_ahead(group: Group, *, organiser: bool) -> Message:
    """Nothing is planned."""
    said = f"{escape(group.name)} has no meeting ahead."
    more = "" if organiser else " An organiser plans them with `/mentor meeting plan`."
    row = [actions(button("Plan meetings", "plans.form", str(group.id), style="primary"))] if organiser else []
    return Message(text=said, blocks=[section(said + more), *row])


def rhythm(series: Series) -> str:
    """``First Tuesday of each month, 7:30–8:30 AM New York time``, and how it goes on."""
    words = f"{series.phrase if series.rrule else 'Chosen dates'}, {span(series.time, series.minutes)} {city(series.tz)}"
    if series.state is SeriesState.PAUSED:
        return f"{words}. Paused" + (f" until {day(series.resumes)}." if series.resumes else ".")
    return f"{words}, until {day(series.until)}." if series.until and series.rrule else f"{words}."


def mine(group: Group, meetings: Sequence[tuple[Meeting, Reply | None]]) -> Message:
    """The coming meetings for one member: in their own time, and what they have said about each."""
    lines = [[*line(m, abroad=m.is_on), run(f"  {SAID[r.answer]}" if r and r.answer and m.is_on else "")] for m, r in meetings[:MOST_LINES]]
    blocks = [section(f"*Your dates with {escape(group.name)}*"), rich(*lines)]
    menu = {"type": "static_select", "action_id": str(Ids.SHOW), "placeholder": plain("Answer for a meeting…", 150),
            "options": [option(f"{m.number}. {when_words(m)}", str(m.id)) for m, _ in meetings[:MOST_LINES] if m.is_on]}
    row = actions(*([menu] if menu["options"] else []), add_all(group.id))
    return Message(text=f"Your dates with {escape(group.name)}", blocks=[*blocks, row])


# ---- the calendar in the channel -----------------------------------------------------------------------------------

def calendar_post(group: Group, series: Series, meetings: Sequence[Meeting], *, abroad: bool, same_day: bool = False,
                  about: Mapping[int, Sequence[str]] = MappingProxyType({})) -> Message:
    """All dates ahead in one message, kept true by edits. ``abroad``: some members live in other zones; ``same_day``: where it is the
    same day, so that the time is enough and a line stays a line on a phone. ``about``: what a date is about, by meeting.
    """
    ended = series.state is SeriesState.ENDED
    shown = meetings[:MOST_LINES]
    pattern = "{time}" if same_day else "{date_short} {time}"
    lines = [line(m, abroad=abroad, pattern=pattern, series=series) + _about(about.get(m.id, ())) for m in shown]
    lines = lines or [[run("No meetings ahead.")]]
    going_on = "I add the next ones as time goes, so that six months are always ahead." if series.until is None and not ended else ""
    blocks = [header(f"{group.name}: our meetings"),
              rich([run("This rhythm has ended." if ended else rhythm(series))], where(series)), rich(*lines)]
    if len(meetings) > len(shown):
        blocks.append(context(f"And {len(meetings) - len(shown)} more; the calendar file has them all."))
    if going_on and series.state is SeriesState.ACTIVE:
        blocks.append(context(going_on))
    if not ended:
        blocks.append(actions(button("I keep these free", "meetings.commit", str(series.id), style="primary"), add_all(group.id),
                              button("My dates", Ids.MINE, str(group.id)),
                              button("Who does what", "roles.plan", str(group.id)), block_id="calendar"))
    count = sum(m.is_on for m in meetings)
    return Message(text=f"{escape(group.name)}: {count} meeting{'s' * (count != 1)} ahead. {escape(rhythm(series))}", blocks=blocks)


def _about(subjects: Sequence[str]) -> list[dict]:
    return [run(f"  {clip(one_line('; '.join(subjects)), 90)}", italic=True)] if subjects else []


def topped_up(meetings: Sequence[Meeting]) -> Message:
    """In the calendar's thread: the next ones have been added."""
    words = ", ".join(f"{_day(m.day)}" for m in meetings if m.is_on)
    left = [m for m in meetings if not m.is_on]
    out = f" Left out: {', '.join(f'{_day(m.day)} ({escape(m.reason)})' if m.reason else _day(m.day) for m in left)}." if left else ""
    said = f"Added, so that six months are ahead: {words}.{out}" if words else f"Six months are ahead.{out}"
    return Message(text=said, blocks=[section(said)])


def thread_line(before: Meeting | None, after: Meeting) -> Message:
    """In the calendar's thread: what has changed, in one line."""
    number, reason = f"Meeting {after.number}", f" ({one_line(after.reason)})" if after.reason else ""
    if not after.is_on:
        said = f"{number}, {when_words(after)}, is called off{reason}."
    elif before is None:
        said = f"New: {number[0].lower()}{number[1:]} on {when_words(after)}."
    elif before.starts != after.starts:
        said = f"{number} has moved from {when_words(before)} to {when_words(after)}{reason}."
    elif not before.is_on:
        said = f"{number}, {when_words(after)}, is on again."
    else:
        said = f"{number}, {when_words(after)}: {_what(before, after)}."
    return Message(text=escape(said), blocks=[rich([run(said)])])


def _what(before: Meeting, after: Meeting) -> str:
    changed = [words for words, old, new in (
        (f"now {length(after.minutes)}", before.minutes, after.minutes), (f"at {after.place}" if after.place else "no place", before.place,
                                                                          after.place),
        ("a new link" if after.link else "no link", before.link, after.link), ("a new note", before.note, after.note)) if old != new]
    return ", ".join(changed) or "as it was"


# ---- questions before a change -----------------------------------------------------------------------------------

def which_day(meeting: Meeting | None, group: Group, question: str, choices: Sequence[str], draft: str) -> Message:
    """A day that was not clear: the question and what may be chosen."""
    buttons = [button(label, f"{Ids.DAY}.{n}", f"{draft}|{n}") for n, label in enumerate(choices[:5])]
    about = f"For meeting {meeting.number}, {when_words(meeting)}." if meeting else f"For a new meeting of {escape(group.name)}."
    return Message(text=escape(question), blocks=[section(escape(question)), context(about),
                                                  actions(*buttons, _pickers("Choose in a calendar…", meeting, group))])


def _pickers(label: str, meeting: Meeting | None, group: Group) -> dict:
    return button(label, Ids.MOVE, str(meeting.id)) if meeting else button(label, Ids.ADD, str(group.id))


def sure(meeting: Meeting | None, group: Group, to: date, at: str, tz: str, doubts: Sequence[str], draft: str, *, today: date) -> Message:
    """Before a meeting goes where something speaks against it: what does, and the question."""
    stands = f"{day(to)}, {clock(at)} {city(tz)} ({away(to, today)})"
    what = [run("Add a meeting? ")]
    if meeting:
        what = [run(f"Move meeting {meeting.number}? "), run(when_words(meeting), strike=True), run(" → ")]
    return Message(text=f"{'Move' if meeting else 'Add'} it to {stands}?", blocks=[
        rich([*what, run(stands, bold=True)]), rich(*[[run(f"⚠ {doubt}")] for doubt in doubts]),
        actions(button("Move it" if meeting else "Add it", Ids.MOVE_SURE, draft, style="primary"),
                _pickers("Choose another day…", meeting, group),
                button("Leave it" if meeting else "Cancel", Ids.KEEP, str(meeting.id) if meeting else ""))])


def left(meeting: Meeting | None) -> Message:
    """Nothing has been changed."""
    said = f"Nothing is changed. Meeting {meeting.number} stays on {when_words(meeting)}." if meeting else "Nothing is changed."
    return Message(text=said, blocks=[section(said)])
