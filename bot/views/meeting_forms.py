"""The forms about meetings: planning by pickers, moving, changing and calling one off, adding one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from bot.views.blocks import PRIVACY_LINE, asked, day_field, escape, modal, one_of_field, option, section, words_field
from bot.views.meetings import Ids, length
from bot.views.planning import Ids as PlanIds
from bot.views.reminders import city, when_words
from mentoring.meetings import Meeting
from mentoring.people import Group

RHYTHMS = (
    ("first|month", "First … of each month"), ("second|month", "Second … of each month"), ("third|month", "Third … of each month"),
    ("fourth|month", "Fourth … of each month"), ("last|month", "Last … of each month"),
    ("first and third|month", "First and third … of each month"), ("second and fourth|month", "Second and fourth … of each month"),
    ("1|week", "Every week"), ("2|week", "Every other week"), ("3|week", "Every 3 weeks"), ("4|week", "Every 4 weeks"),
    ("6|week", "Every 6 weeks"), ("8|week", "Every 8 weeks"), ("first|quarter", "First … of January, April, July, October"),
    ("once|once", "Only once, on the day below"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LENGTHS = (30, 45, 60, 75, 90, 120, 180, 240)


def plan_form(group: Group, *, nonce: str, start: date, draft: str = "", words: str = "", rhythm: str = "first|month", weekday: int = 1,
              at: str = "07:30", minutes: int = 60, place: str = "", link: str = "", warning: str = "") -> dict:
    """Planning by pickers, or in one's own words; it leads to the same preview. ``words`` holds what was typed."""
    blocks = [section(f":warning: {escape(warning)}")] if warning else []
    blocks += [
        asked("words", "In your own words", words_field(words, longest=200, placeholder="first Tuesday of the month at 7:30am, 1 hour"),
              optional=True, hint="When something stands here, it counts; leave it empty to use the fields below."),
        asked("rhythm", "How often?", one_of_field("static_select", [option(text, value) for value, text in RHYTHMS], rhythm)),
        asked("weekday", "On which day of the week?",
              one_of_field("static_select", [option(text, str(n)) for n, text in enumerate(WEEKDAYS)], str(weekday))),
        asked("time", f"At what time? ({city(group.tz)})", time_field(at, group.tz)),
        asked("minutes", "How long?", length_field(minutes)),
        asked("start", "From which day on?", day_field(start)),
        asked("place", "Where?", words_field(place, longest=300, placeholder="Library, room 2"), optional=True),
        asked("link", "Link", words_field(link, longest=500, placeholder="https://…"), optional=True),
    ]
    return modal("Plan meetings", PlanIds.FILLED, blocks, submit="Show me the dates",
                 meta=json.dumps({"nonce": nonce, "group": group.id, "draft": draft}))


def time_field(at: str, tz: str) -> dict:
    """A time picker on the group's wall."""
    return {"type": "timepicker", "initial_time": at, "timezone": tz}


def length_field(minutes: int) -> dict:
    """How long, with the present length among the choices."""
    choices = sorted({*LENGTHS, minutes})
    return one_of_field("static_select", [option(length(n), str(n)) for n in choices], str(minutes))


def plan_move_form(draft: str, nominal: date, day: date, at: str, tz: str, *, nonce: str) -> dict:
    """One date of a preview elsewhere."""
    return modal("Move this date", PlanIds.MOVE_FORM, [
        section(f"The rhythm has it on *{nominal:%A} {nominal.day} {nominal:%B} {nominal.year}*. Only this date moves."),
        asked("day", "Which day instead?", day_field(day)),
        asked("time", f"At what time? ({city(tz)})", time_field(at, tz)),
    ], submit="Move it", meta=json.dumps({"nonce": nonce, "draft": draft, "nominal": nominal.isoformat()}))


def move_form(meeting: Meeting, *, nonce: str, day: date | None = None, at: str = "", reason: str = "",
              doubts: Sequence[str] = ()) -> dict:
    """A meeting to another day or time. ``doubts``: what speaks against what was chosen; sending the form again means it."""
    return modal(f"Move meeting {meeting.number}", Ids.MOVE_FORM, [
        *_doubted(doubts),
        section(f"It stands on *{when_words(meeting)}*, {city(meeting.tz)}."),
        asked("day", "Which day instead?", day_field(day or meeting.day)),
        asked("time", f"At what time? ({city(meeting.tz)})", time_field(at or meeting.time, meeting.tz)),
        asked("reason", "Why? One line for the others", words_field(reason, longest=200), optional=True, hint=PRIVACY_LINE),
    ], submit="Move it anyway" if doubts else "Move it", meta=json.dumps({"nonce": nonce, "meeting": meeting.id, "doubts": list(doubts)}))


def add_form(group: Group, *, nonce: str, day: date, at: str, minutes: int, doubts: Sequence[str] = ()) -> dict:
    """One more meeting."""
    return modal("Add a meeting", Ids.ADD_FORM, [
        *_doubted(doubts),
        asked("day", "Which day?", day_field(day)),
        asked("time", f"At what time? ({city(group.tz)})", time_field(at, group.tz)),
        asked("minutes", "How long?", length_field(minutes)),
    ], submit="Add it anyway" if doubts else "Add it", meta=json.dumps({"nonce": nonce, "group": group.id, "doubts": list(doubts)}))


def _doubted(doubts: Sequence[str]) -> list[dict]:
    return [section("\n".join(f":warning: {escape(each)}" for each in doubts))] if doubts else []


def edit_form(meeting: Meeting, *, nonce: str) -> dict:
    """Place, link, length and a note for one meeting."""
    return modal(f"Meeting {meeting.number}", Ids.EDIT_FORM, [
        section(f"*{when_words(meeting)}*, {city(meeting.tz)}. Only this meeting changes."),
        asked("place", "Where?", words_field(meeting.place, longest=300), optional=True),
        asked("link", "Link", words_field(meeting.link, longest=500, placeholder="https://…"), optional=True),
        asked("minutes", "How long?", length_field(meeting.minutes)),
        asked("note", "Note", words_field(meeting.note, lines=True, longest=1000), optional=True,
              hint=f"{PRIVACY_LINE} It stands in everybody's calendar file too."),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "meeting": meeting.id}))


def cancel_form(meeting: Meeting, *, nonce: str) -> dict:
    """Calling one off."""
    return modal(f"Call off meeting {meeting.number}", Ids.CANCEL_FORM, [
        section(f"*{when_words(meeting)}*, {city(meeting.tz)}. The other meetings stay."),
        asked("reason", "Why? One line for the others", words_field(longest=200, focus=True), optional=True, hint=PRIVACY_LINE),
    ], submit="Call it off", meta=json.dumps({"nonce": nonce, "meeting": meeting.id}), close="Keep it")
