"""The texts of reminders: what a channel is told of a meeting, and what one person is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views import agenda_words
from bot.views.blocks import Message, actions, button, escape, moment, rich, run, who
from bot.views.days import away, clock, day, near_day
from mentoring.attendance import Count
from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp, Series
from mentoring.people import Group
from mentoring.readings import Reading
from mentoring.text import clip, one_line

MOST_WORDS, MOST_DATES = 12, 14


class Ids(StrEnum):
    """Everything about reminders that can be clicked or submitted."""

    SETTINGS = "reminders.settings"
    FORM = "reminders.form"
    ON = "reminders.on"
    LATER = "reminders.later"
    LATER_FORM = "reminders.later_form"
    NOW = "reminders.now"


ANSWER_WORDS = {Rsvp.YES: "You come.", Rsvp.LATE: "You come late.", Rsvp.NO: "You can't come."}


def city(tz: str) -> str:
    """``New York time`` of ``America/New_York``."""
    return f"{tz.rpartition('/')[2].replace('_', ' ')} time"


def when_words(meeting: Meeting) -> str:
    """``Tuesday 1 December 2026, 7:30 AM``, where the meeting stands."""
    return f"{day(meeting.day)}, {clock(meeting.time)}"


def _when(meeting: Meeting, *, abroad: bool) -> list[dict]:
    """The group's wall time in words, and the reader's own beside it where some read it in another zone."""
    own = [run("; yours: "), moment(meeting.starts, "{date_short} {time}")] if abroad else []
    return [run(when_words(meeting), bold=True), run(f" ({city(meeting.tz)}"), *own, run(")")]


def where(meeting: Meeting | Series) -> list[dict]:
    """Place and link, each where there is one."""
    link = [{"type": "link", "url": meeting.link}] if meeting.link else []
    between = [run(" · ")] if meeting.place and link else []
    return [run(meeting.place), *between, *link]


def note(meeting: Meeting) -> list[dict]:
    """What the organiser has added to the meeting."""
    return [run(f"Note: {clip(one_line(meeting.note), 300)}")] if meeting.note else []


def counts(count: Count) -> str:
    """``Coming: 3 · late: 1 · can't: 1 · not said yet: 2``; nobody is named, and what is zero is left out."""
    parts = [("Coming", len(count.yes)), ("late", len(count.late)), ("can't", len(count.no)), ("away", len(count.away)),
             ("not said yet", len(count.silent))]
    return " · ".join(f"{words}:\N{NO-BREAK SPACE}{n}" for words, n in parts if n or words == "Coming")


def rsvp(meeting: Meeting, *, but: Rsvp | None = None) -> dict:
    """Yes, late, no; all but what has been said already."""
    value, name = str(meeting.id), when_words(meeting)
    return actions(*[button(text, f"meetings.rsvp.{said.value}", value, label=f"{text}: {name}")
                     for said, text in ((Rsvp.YES, "I'm coming"), (Rsvp.LATE, "I'll be late"), (Rsvp.NO, "I can't")) if said is not but],
                   block_id=f"rsvp-{meeting.id}")


def foot(about: str, *more: dict) -> dict:
    """The two quiet buttons under every direct message. ``about`` names the reminder: ``digest`` or ``day_before:12``."""
    return actions(*more, button("Later", Ids.LATER, about, label="Bring this again on another day"),
                   button("Reminders…", Ids.SETTINGS, label="Change what I am reminded of"), block_id="later")


# ---- to the channel ---------------------------------------------------------------------------------------------

def week_before(meeting: Meeting, group: Group, count: Count, *, today: date, abroad: bool = True,
                topics_before: int | None = None, turns: Sequence[dict] = (), agenda: Sequence[dict] = (),
               kept_open: bool = False) -> Message:
    """A week before, to the channel: the call for the agenda, who comes, and the three answers. ``today`` in the group's zone.

    ``abroad``: some members live in other zones. ``topics_before``: how many days before it topics are in, as the group has agreed.
    ``turns``: who does what; ``agenda``: what is on the table so far, and what to read first; ``kept_open``: nothing is planned for it.
    """
    last = max(meeting.day - timedelta(days=topics_before), today) if topics_before else None
    by = f" Please by {'today' if last == today else near_day(last, today)}." if last else ""
    soon = away(meeting.day, today)
    soon = "in one week" if soon == "in 7 days" else soon
    ask = "Nothing is planned for it: it begins with what is on your mind." if kept_open else \
        f"What {'else ' * bool(agenda)}shall we talk about?"
    ask += f" Answer in this thread, and it is on the table.{by}"
    return Message(
        text=f"{escape(group.name)}, {soon}: {when_words(meeting)}. What shall we talk about?",
        blocks=[rich([run(f"{group.name}, {soon}: "), *_when(meeting, abroad=abroad)], where(meeting), note(meeting)),
                *agenda, rich([run(ask)]),
                rich([run(counts(count))]), rsvp(meeting), *turns,
                actions(button("See the agenda", "agenda.show", str(group.id)), button("Add a point", "agenda.add", str(group.id)),
                        block_id="agenda")])


def hour_before(meeting: Meeting, group: Group, count: Count, replies: Sequence[Reply] = (), *, now: datetime,
                abroad: bool = True) -> Message:
    """An hour before, to the channel: where, who comes, and the words of those who cannot. ``abroad`` as in `week_before`."""
    soon = in_words(meeting.starts - now)
    own = [run("; yours: "), moment(meeting.starts, "{time}")] if abroad else []
    words = [[who(r.user), run(f" can't come and says: {clip(one_line(r.word), 500)}")] for r in replies if r.word][:MOST_WORDS]
    return Message(
        text=f"{escape(group.name)}, {soon}: {clock(meeting.time)} {city(meeting.tz)}.",
        blocks=[rich([run(f"{group.name}, {soon}: ", bold=True), run(f"{clock(meeting.time)} ({city(meeting.tz)}"),
                      *own, run(")")], where(meeting), note(meeting)),
                *([rich(*words)] if words else []), rich([run(counts(count))]), rsvp(meeting)])


def in_words(left: timedelta) -> str:
    """``in one hour``, ``in 35 minutes``, ``in 3 hours``, ``now``: how long it is, as one says it."""
    minutes = round(left.total_seconds() / 60)
    if minutes <= 2:
        return "now"
    if minutes < 55:
        return f"in {minutes} minutes" if minutes < 10 else f"in {5 * round(minutes / 5)} minutes"
    hours = round(minutes / 60)
    return "in one hour" if hours == 1 else f"in {hours} hours"


# ---- to one person ----------------------------------------------------------------------------------------------

def day_before(meeting: Meeting, group: Group, mine: Reply | None, *, now: datetime, tz: str, about: Sequence[str] = (),
               readings: Sequence[Reading] = (), roles: Sequence[str] = ()) -> Message:
    """The day before, to one member in their own zone ``tz``: when, where, their role, what it is about, what to read, and what they
    have said."""
    soon = away(meeting.starts.astimezone(ZoneInfo(tz)).date(), now.astimezone(ZoneInfo(tz)).date())
    if soon == "today":
        soon = in_words(meeting.starts - now)
    answer = mine.answer if mine else None
    said = [run(f" · {ANSWER_WORDS[answer]}")] if answer else []
    return Message(
        text=f"{escape(group.name)}, {soon}: {own_time(meeting, tz)}. {ANSWER_WORDS[answer] if answer else 'Are you coming?'}",
        blocks=[rich([run(f"{group.name}, {soon}: "), run(own_time(meeting, tz), bold=True), *said], where(meeting), note(meeting),
                     *agenda_words.before(about, readings, roles)),
                rsvp(meeting, but=answer), foot(f"day_before:{meeting.id}")])


def own_time(meeting: Meeting, tz: str) -> str:
    """The meeting's time for a reader in ``tz``; where the group's wall time differs, that stands beside it."""
    mine = meeting.starts.astimezone(ZoneInfo(tz))
    own, theirs = f"{day(mine.date())}, {clock(f'{mine:%H:%M}')}", when_words(meeting)
    return own if own == theirs else f"{own} your time ({theirs.rpartition(', ')[2]} {city(meeting.tz)})"


def changed(meeting: Meeting, group: Group, *, was: Meeting | None = None, tz: str | None = None, abroad: bool = True) -> Message:
    """A meeting was moved, called off, or is on again: in absolute times. With ``tz`` for one person, without for the channel.

    ``was`` is how it stood before, where that is known; only its time is used. ``abroad`` as in `week_before`.
    """
    stood = when_words(was or meeting)
    new = [run(own_time(meeting, tz), bold=True)] if tz else _when(meeting, abroad=abroad)
    now_at = own_time(meeting, tz) if tz else when_words(meeting)
    reason = [run(f"Why: {clip(one_line(meeting.reason), 200)}")] if meeting.reason else []
    if meeting.state is not MeetingState.PLANNED:
        said = f"{group.name}: the meeting on {stood} is called off."
        blocks = [rich([run(f"{group.name}: "), run(stood, strike=True), run(" is called off.")], reason)]
    elif was is not None and was.is_on and was.starts != meeting.starts:
        said = f"{group.name}: the meeting is moved from {stood} to {now_at}."
        blocks = [rich([run(f"{group.name}, moved: "), run(stood, strike=True), run(" → "), *new], where(meeting), reason), rsvp(meeting)]
    else:
        said = f"{group.name}: the meeting is on {now_at}."
        blocks = [rich([run(f"{group.name}, the meeting is on: "), *new], where(meeting), reason), rsvp(meeting)]
    office = button("For my scheduling office", "assistant.show")   # whoever keeps the schedule needs the change too (features 4.7)
    return Message(text=escape(said), blocks=blocks + ([foot(f"changed:{meeting.id}", office)] if tz else []))


def commit(group: Group, series_id: int, meetings: Sequence[Meeting], *, tz: str) -> Message:
    """Once for each plan, to one member: do these dates stay free?"""
    dates = [[run(f"{m.number}. "), run(own_time(m, tz))] for m in meetings[:MOST_DATES]]
    rest = [[run(f"and {len(meetings) - MOST_DATES} more")]] if len(meetings) > MOST_DATES else []
    fixed, them = ("one date is fixed", "it") if len(meetings) == 1 else (f"{len(meetings)} dates are fixed", "them")
    return Message(
        text=f"{escape(group.name)}: {fixed}. Can you keep {them} free?",
        blocks=[rich([run(f"{group.name}: {fixed}. ", bold=True), run(f"Can you keep {them} free?")]), rich(*dates, *rest),
                actions(button("I keep these free", "meetings.commit", str(series_id), style="primary"),
                        button("Name conflicts", "meetings.conflicts", str(series_id))),
                foot(f"commit:{series_id}")])


def quorum(meeting: Meeting, group: Group, count: Count, *, tz: str) -> Message:
    """Thirty days ahead, to the organisers: too few can come."""
    everyone = count.coming + len(count.silent) + len(count.no)
    return Message(
        text=f"Few can come to {escape(group.name)} on {when_words(meeting)}: {len(count.no)} of {everyone} can't.",
        blocks=[rich([run("Few can come: ", bold=True), run(f"{len(count.no)} of {everyone} can't make {group.name} on "),
                      run(own_time(meeting, tz), bold=True), run(". Would another date be better?")], [run(counts(count))]),
                actions(button("Ask for another date", "polls.ask", str(meeting.id), style="primary"),
                        button("Move it", "meetings.move", str(meeting.id)), button("Keep it", "meetings.keep", str(meeting.id)),
                        block_id=f"quorum-{meeting.id}"),
                foot(f"quorum:{meeting.id}")])
