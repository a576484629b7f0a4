"""The agenda as its members keep it: what is on the table, how long each item has, what to read first; and its forms."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.views import agenda_words
from bot.views.blocks import (
    Message,
    actions,
    button,
    context,
    escape,
    header,
    modal,
    one_of_field,
    option,
    rich,
    run,
    section,
    words_field,
)
from bot.views.blocks import asked as ask
from bot.views.days import near_day
from bot.views.wire import readable
from mentoring.agenda import Item, Part
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.readings import LONGEST_LINK, LONGEST_TITLE, Reading
from mentoring.text import clip, one_line

MOST = 30
CHOICES = (5, 10, 15, 20, 25, 30, 40, 45, 60, 90)


class Ids(StrEnum):
    """Everything about the agenda that can be clicked or submitted."""

    SHOW = "agenda.show"            # value: the group, or group|meeting
    ADD = "agenda.add"              # value: the group
    ADD_FORM = "agenda.add_form"
    DROP = "agenda.drop"            # value: group|point
    TIMES = "agenda.times"          # value: group|meeting
    TIMES_FORM = "agenda.times_form"
    OPEN = "agenda.open"            # value: group|meeting|yes or no
    READ = "agenda.read"            # value: group|meeting
    READ_FORM = "agenda.read_form"
    UNREAD = "agenda.unread"        # value: group|reading


def listing(group: Group, meeting: Meeting | None, items: Sequence[Item], *, questions: Sequence[tuple[int, str]] = (),
            readings: Sequence[Reading] = (), names: Mapping[str, str] | None = None, kept_open: bool = False,
            organiser: bool = False, said: str = "") -> Message:
    """What is on the table at a meeting, or waits for one that is not planned yet. ``questions``: (id, text); ``said``: what was done."""
    blocks: list[dict] = [header(f"Agenda of meeting {meeting.number}" if meeting else "Agenda of the next meeting")]
    blocks += [rich([run(said)])] if said else []
    if meeting:
        blocks.append(rich([run(f"{near_day(meeting.day, meeting.day)} · {meeting.minutes} min", bold=True)]))
    if kept_open:
        blocks.append(rich([run("Kept open: it begins with what is on your mind.")]))
    for number, item in enumerate(items[:MOST], 1):
        blocks.append(_item(group, number, item, names))
    if not any(i.part is not Part.CLOSE for i in items):
        blocks.append(rich([run("Nothing is on the table yet. What would help you most right now?")]))
    if questions:
        blocks.append(rich([run("Questions left open", bold=True)]))
        blocks += [section(escape(clip(one_line(readable(text, names)), 300)), accessory=_drop(group, n, text))
                   for n, text in questions[:8]]
    if readings:
        blocks += agenda_words.to_read(readings)
    count = sum(i.part in (Part.POINT, Part.CARRIED) for i in items)
    foot = [button("Add a point", Ids.ADD, str(group.id), style="primary"),
            *_meeting_buttons(group, meeting, items, kept_open, organiser)]
    return Message(text=f"{escape(said)} Agenda of {escape(group.name)}: {count} point{'s' * (count != 1)}.".strip(),
                   blocks=[*blocks[:48], actions(*foot, block_id="agenda")])


def _item(group: Group, number: int, item: Item, names: Mapping[str, str] | None) -> dict:
    who = f"  ({item.who})" if item.who else ""
    if item.part in (Part.POINT, Part.CARRIED):
        again = f"  · carried over {item.carried}×" if item.carried else ""
        text = escape(clip(one_line(readable(item.text, names)), 300))
        return section(f"{number}. {text}{escape(who)}{again}{agenda_words.minutes(item)}", accessory=_drop(group, item.id, item.text))
    under = [[run(clip(one_line(item.under), 200), italic=True)]] if item.under else []
    return rich([run(f"{number}. "), run(clip(one_line(item.text), 150), bold=item.part in (Part.TOPIC, Part.SESSION)),
                 run(f"{who}{agenda_words.minutes(item)}")], *under)


def _drop(group: Group, point_id: int, text: str) -> dict:
    return button("Drop", Ids.DROP, f"{group.id}|{point_id}", label=f"Take off the table: {clip(text, 50)}")


def _meeting_buttons(group: Group, meeting: Meeting | None, items: Sequence[Item], kept_open: bool, organiser: bool) -> list[dict]:
    if meeting is None:
        return []
    here = f"{group.id}|{meeting.id}"
    row = [button("Something to read", Ids.READ, here)]
    row += [button("Minutes for each…", Ids.TIMES, here)] if items and not kept_open else []
    if organiser:
        row.append(button("Plan it as usual", Ids.OPEN, f"{here}|no") if kept_open else button("Keep it open", Ids.OPEN, f"{here}|yes"))
    return row


def form(group: Group, *, nonce: str, text: str = "") -> dict:
    """One more point."""
    return modal("Add to the agenda", Ids.ADD_FORM, [
        ask("text", "What shall we talk about?", words_field(text, lines=True, longest=500, focus=True,
                                                             placeholder="Negotiating protected time"),
            hint=f"It stands on the agenda of the next meeting of {group.name}, with your name.")],
        submit="Add", meta=f'{{"nonce": "{nonce}", "group": {group.id}}}')


def times_form(group: Group, meeting: Meeting, items: Sequence[Item], fixed: Mapping[str, int], *, nonce: str) -> dict:
    """How long each item has; what is not chosen shares the rest."""
    blocks: list[dict] = [context(f"Meeting {meeting.number} has {meeting.minutes} minutes. What you leave to me shares what is left.")]
    for item in [i for i in items if i.part is not Part.GUEST][:MOST]:
        now = fixed.get(item.ref)
        minutes = sorted({*(n for n in CHOICES if n <= meeting.minutes), *([now] if now else [])})
        choices = [option(f"As it comes (now {item.minutes} min)" if now is None else "As it comes", "auto"),
                   *[option(f"{n} min", str(n)) for n in minutes]]
        blocks.append(ask(item.ref, clip(one_line(item.text), 120), one_of_field("static_select", choices, str(now) if now else "auto")))
    return modal("Minutes for each", Ids.TIMES_FORM, blocks, submit="Keep",
                 meta=json.dumps({"nonce": nonce, "group": group.id, "meeting": meeting.id}))


def reading_form(group: Group, meeting: Meeting, *, nonce: str, title: str = "", link: str = "", minutes: str = "") -> dict:
    """Something to read for a meeting."""
    return modal("Something to read", Ids.READ_FORM, [
        rich([run(f"For meeting {meeting.number}, {near_day(meeting.day, meeting.day)}")]),
        ask("link", "Link", words_field(link, longest=LONGEST_LINK, focus=not link, placeholder="https://…"),
            hint="The text stays where it is; everybody gets the link with the reminder."),
        ask("title", "What is it?", words_field(title, longest=LONGEST_TITLE, placeholder="How to give feedback"), optional=True),
        ask("minutes", "Minutes to read", words_field(minutes, longest=3, placeholder="15"), optional=True)],
        submit="Add", meta=json.dumps({"nonce": nonce, "group": group.id, "meeting": meeting.id}))


def readings(group: Group, found: Sequence[tuple[Reading, Meeting | None]], *, mine: frozenset[int] = frozenset()) -> Message:
    """What the group has read and means to read, newest first. ``mine``: what the reader may take off."""
    blocks: list[dict] = [header(f"Reading of {group.name}")]
    for one, meeting in found[:MOST]:
        when = f" · meeting {meeting.number}, {near_day(meeting.day, meeting.day)}" if meeting else ""
        blocks.append(rich([*agenda_words.reading(one), run(f"{when}{f' · {one.by}' if one.by else ''}")]))
        if one.id in mine:
            blocks.append(actions(button("Take it off", Ids.UNREAD, f"{group.id}|{one.id}", label=f"Take off: {clip(one.title, 50)}"),
                                  block_id=f"reading-{one.id}"))
    if not found:
        blocks.append(rich([run("Nothing yet. A good article for the next meeting: "),
                            run("/mentor reading https://… title, 15 min", code=True)]))
    return Message(text=f"Reading of {escape(group.name)}: {len(found)}.", blocks=blocks[:50])
