"""Date polls as people see them: the form, the one message in the channel, the form to mark one's times, who can when."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views.blocks import (
    Message,
    actions,
    asked,
    button,
    context,
    day_field,
    escape,
    header,
    modal,
    moment,
    one_of_field,
    option,
    rich,
    run,
    section,
    who,
    words_field,
)
from bot.views.days import clock, day
from bot.views.reminders import when_words
from mentoring.meetings import USUAL_MINUTES, Meeting
from mentoring.people import Group
from mentoring.polls import MOST_SLOTS, Poll, Slot, Tally


class Ids(StrEnum):
    """Everything about polls that can be clicked or submitted."""

    OPEN = "meetings.poll"      # value: the id of a meeting that the poll may move
    FORM = "polls.form"
    ASK = "polls.ask"              # value: the meeting that is to be moved
    MARK = "polls.mark"
    MARK_FORM = "polls.mark_form"
    SEE = "polls.see"
    CLOSE = "polls.close"
    USE = "polls.use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a poll stands: its slots best first, who asked, who has answered, who has not, and what the one who looks has said."""

    poll: Poll
    group: Group
    tallies: Sequence[Tally]
    answered: Sequence[str]
    waiting: Sequence[str]
    mine: Collection[int] = ()
    by: str = ""


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIMES = ("07:00", "07:30", "08:00", "12:00", "12:30", "13:00", "16:00", "16:30", "17:00", "17:30", "18:00", "19:00")
LENGTHS = (30, 45, 60, 90, 120, 180, 240)
SHOWN_BUTTONS = 3   # of the best slots, when there is something to decide


def form(*, nonce: str, group: Group, first: date, closes: date, meeting: int | None = None, question: str = "",
         slots: str = "") -> dict:
    """Ask for times: weekdays, times of day and weeks make the slots; others can be typed, one a line."""
    days = [option(name, str(n)) for n, name in enumerate(WEEKDAYS)]
    hours = [option(clock(t), t) for t in TIMES]
    return modal("When can we meet?", Ids.FORM, [
        section(f"I will ask *{escape(group.name)}* in <#{group.channel}>. Everybody marks what they can do, and you choose."),
        asked("question", "What is it for?", words_field(question, longest=200, placeholder="Our spring retreat"), optional=True),
        asked("first", "From which day on?", day_field(first)),
        asked("weeks", "For how many weeks?", one_of_field("static_select", [option(f"{n} week{'s' * (n > 1)}", str(n))
                                                                           for n in (1, 2, 3, 4, 6)], "2")),
        asked("weekdays", "Which weekdays?", {"type": "multi_static_select", "options": days}, optional=True),
        asked("times", "At which times?", {"type": "multi_static_select", "options": hours}, optional=True,
              hint=f"At most {MOST_SLOTS} times in all, so that they fit on a phone."),
        asked("slots", "Or name the times yourself, one a line", words_field(slots, lines=True, longest=1000,
                                                                               placeholder="Tuesday 1 December 7:30am, main campus"),
              optional=True, hint="After a comma: the site, or “online”."),
        asked("minutes", "How long?", one_of_field("static_select", [option(length(m), str(m)) for m in LENGTHS],
                                                    str(USUAL_MINUTES))),
        asked("closes", "Until when can people answer?", day_field(closes)),
    ], submit="Ask the group", meta=json.dumps({"nonce": nonce, "meeting": meeting, "group": group.id}))


def length(minutes: int) -> str:
    """``1 hour``, ``1 hour 30 minutes``, ``45 minutes``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' * (hours > 1)}"] * bool(hours) + [f"{rest} minutes"] * bool(rest)
    return " ".join(parts)


def posted(stand: Stand) -> Message:
    """The message in the channel: the slots, best first once somebody has answered, and who is still asked."""
    poll, count = stand.poll, len(stand.answered)
    title = f"{poll.question} ({length(poll.minutes)})"
    slots = stand.tallies if count else sorted(stand.tallies, key=lambda t: t.slot.slot)
    state = _open_line(stand) if poll.is_open else _closed_line(stand)
    blocks = [header(title), rich([who(stand.by), run(" asks: when can you?")]),
              *[rich(_line(t, stand, chosen=poll.chosen)) for t in slots], rich(state), *_buttons(stand, slots)]
    return Message(text=f"When can we meet? {escape(poll.question)}", blocks=blocks)


def _line(tally: Tally, stand: Stand, *, chosen: int | None) -> list[dict]:
    slot, can, count = tally.slot, len(tally.can), len(stand.answered) + len(stand.waiting)
    mark = "✓ " if chosen == slot.slot else "★ " if tally.everyone else ""
    site = f", {slot.site}" if slot.site else ""
    line = [run(f"{mark}{words(slot)}{site}", bold=bool(mark), **({"strike": True} if chosen not in (None, slot.slot) else {}))]
    if stand.answered:
        everyone = "everyone can" if tally.everyone else f"{can} of {count} can"
        line.append(run(f"\n{'█' * can}{'░' * (count - can)} {everyone}" if count <= 12 else f"\n{everyone}"))
    return line


def words(slot: Slot) -> str:
    """``Tuesday 1 December 2026, 7:30 AM``, in the group's zone."""
    return f"{day(slot.day)}, {clock(slot.time)}"


def _open_line(stand: Stand) -> list[dict]:
    waiting = [r for n, user in enumerate(stand.waiting[:12]) for r in ([run(", ")] if n else []) + [who(user)]]
    closes = moment(stand.poll.closes, "{date_long} at {time}")
    if not stand.waiting:
        return [run("Everybody has answered.")]
    return [run("Still to answer: "), *waiting, run(". Open until "), closes, run(".")]


def _closed_line(stand: Stand) -> list[dict]:
    if stand.poll.chosen is not None:
        return [run("Decided.")]
    best = stand.tallies[0]
    if not best.can:
        return [run("Closed. Nobody could do any of these times; an organiser may ask again with others.")]
    return [run("Closed. An organiser chooses now; the best times come first.")]


def _buttons(stand: Stand, slots: Sequence[Tally]) -> list[dict]:
    poll, value = stand.poll, str(stand.poll.id)
    if poll.chosen is not None:
        return [context(f"Times are {escape(stand.group.tz)} time.")]
    see = button("Who can when?", Ids.SEE, value)
    if poll.is_open:
        row = actions(button("Mark my times", Ids.MARK, value, style="primary"), see, button("Close the poll", Ids.CLOSE, value))
        return [row, context(f"Times are {escape(stand.group.tz)} time.")]
    use = [button(f"Use {t.slot.day:%a} {t.slot.day.day} {t.slot.day:%b}, {clock(t.slot.time)}", f"{Ids.USE}.{n}",
                  f"{value}|{t.slot.slot}", style="primary" if n == 0 else None)
           for n, t in enumerate([t for t in slots if t.can][:SHOWN_BUTTONS])]
    return [actions(*use, see), context(f"Times are {escape(stand.group.tz)} time. An organiser chooses.")]


def mark_form(stand: Stand, *, nonce: str) -> dict:
    """Every slot with a box; what was ticked before is ticked."""
    options = [option(f"{words(s)}{', ' + s.site if s.site else ''}", str(s.slot)) for s in stand.poll.slots]
    ticked = [o for o in options if int(o["value"]) in stand.mine]
    boxes = {"type": "checkboxes", "options": options, **({"initial_options": ticked} if ticked else {})}
    return modal("Mark my times", Ids.MARK_FORM, [
        section(f"*{escape(stand.poll.question)}* ({length(stand.poll.minutes)})\nTimes are {escape(stand.group.tz)} time."),
        asked("can", "I can come at", boxes, optional=True, hint="None ticked means that none of them works for you."),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "poll": stand.poll.id}))


def marked(stand: Stand) -> Message:
    """To whoever has marked their times."""
    count = len(stand.mine)
    said = f"✓ You can do {count} of {len(stand.poll.slots)}." if count else "✓ Noted: none of these times works for you."
    return Message(text=said, blocks=[section(f"{said} You can change it until the poll closes."),
                                      actions(button("Change", Ids.MARK, str(stand.poll.id)),
                                              button("Who can when?", Ids.SEE, str(stand.poll.id)))])


def who_can(stand: Stand) -> Message:
    """For one member: who can when, best first."""
    lines = []
    for tally in stand.tallies:
        people = [r for n, user in enumerate(tally.can) for r in ([run(", ")] if n else []) + [who(user)]]
        lines.append([run(words(tally.slot), bold=True), run(": "), *(people or [run("nobody yet")])])
    waiting = [r for n, user in enumerate(stand.waiting) for r in ([run(", ")] if n else []) + [who(user)]]
    rest = [[run("Still to answer: "), *waiting]] if waiting else []
    buttons = [button("Mark my times", Ids.MARK, str(stand.poll.id))] if stand.poll.is_open else []
    return Message(text="Who can when", blocks=[*[rich(line) for line in [*lines, *rest]], *([actions(*buttons)] if buttons else [])])


def asked_group(group: Group, *, read: str = "") -> Message:
    """To whoever opened the poll. ``read``: what was corrected while reading the times that were typed."""
    asked = f"✓ I have asked the group in <#{group.channel}>. When the poll closes, its message offers the best times."
    said = f"{asked} {escape(read)}".strip()
    return Message(text=said, blocks=[section(said)])


def used(meeting: Meeting) -> Message:
    """To the organiser who took a time."""
    said = f"✓ Meeting {meeting.number} is on {when_words(meeting)}. The group's calendar says so, and whoever needs to know is told."
    return Message(text=said, blocks=[section(said)])


def closed() -> Message:
    """To whoever closed it."""
    said = "✓ The poll is closed. Its message shows the best times first; an organiser takes one with a tap."
    return Message(text=said, blocks=[section(said)])
