"""A meeting while it is held: its one message in the channel, the lines the bot says in its thread, and the form for an item."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views import agenda_words
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
from bot.views.reminders import city, note, where
from bot.views.wire import readable
from mentoring.agenda import Item
from mentoring.attendance import Count
from mentoring.meetings import Meeting, Reply
from mentoring.people import Group
from mentoring.readings import Reading
from mentoring.records import Entry, ItemKind
from mentoring.text import clip, one_line

MOST_POINTS, MOST_WORDS, LONGEST_POINT = 15, 8, 200


class Ids(StrEnum):
    """Everything about a meeting that is held which can be clicked or submitted; values are the meeting's id."""

    HERE = "sittings.here"
    FROM_MESSAGE = "sittings.from_message"
    ADD = "sittings.add"
    ADD_FORM = "sittings.add_form"
    END = "sittings.end"
    GO_ON = "sittings.go_on"
    LEAD = "sittings.lead"
    OWNER = "sittings.owner"            # block_id: the item; value: a person
    MINE = "sittings.mine"              # value: meeting|key
    DUE = "sittings.due"                # block_id: the item; value: a day
    NO_DATE = "sittings.no_date"        # value: meeting|key
    SPLIT = "sittings.split"            # value: meeting|key


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the meeting's message shows. ``items``: its agenda, with none planned when it is ``kept_open``; ``open_actions`` and
    ``questions`` are lines in our words. ``here``: Slack ids. ``late``: it is posted after the start.
    """

    meeting: Meeting
    group: Group
    count: Count
    replies: Sequence[Reply]
    items: Sequence[Item] = ()
    readings: Sequence[Reading] = ()
    kept_open: bool = False
    open_actions: Sequence[str] = ()
    questions: Sequence[str] = ()
    lead: str | None = None
    checker: str | None = None
    here: Sequence[str] = ()
    names: Mapping[str, str] | None = None
    late: bool = False
    over: bool = False
    abroad: bool = False


def opening(one: Opening) -> Message:
    """The meeting's message: name, time, who is expected, the agenda, the roles, and four buttons."""
    meeting, value = one.meeting, str(one.meeting.id)
    blocks = [header(f"{one.group.name}: meeting {meeting.number}"), rich(_when(one), where(meeting), note(meeting)),
              rich(*_people(one)), *_agenda(one), *_roles(one)]
    if one.late and not one.over:
        blocks.append(context("I was not there at the start. What you wrote meanwhile stays in the channel; from now on this is the log."))
    if one.over:
        blocks += [context("This meeting is over. Its minutes are in the thread."),
                   actions(button("Minutes", "minutes.show", value), block_id=f"sitting-{value}")]
    else:
        blocks.append(actions(
            button("I'm here", Ids.HERE, value, style="primary"), button("Minutes so far", "minutes.show", value),
            button("Add item", Ids.ADD, value), button("End", Ids.END, value, label="End the meeting"),
            *([button("Action items", "actions.list.meeting", f"group:{one.group.id}|1")] * bool(one.open_actions)),
            block_id=f"sitting-{value}"))
    what = "is over" if one.over else "begins now: this thread is its log"
    return Message(text=f"{escape(one.group.name)}: meeting {meeting.number} {what}.", blocks=blocks[:50])


def _when(one: Opening) -> list[dict]:
    meeting = one.meeting
    own = [run("; yours: "), moment(meeting.starts, "{time}")] if one.abroad else []
    return [run(f"{day(meeting.day)}, {clock(meeting.time)}", bold=True), run(f" ({city(meeting.tz)}"), *own, run(")")]


def _people(one: Opening) -> list[list[dict]]:
    count = one.count
    lines = []
    if one.here:
        lines.append([run("Here: ", bold=True), *_named(one.here)])
    expected = [u for u in (*count.yes, *count.silent) if u not in one.here]
    late = [u for u in count.late if u not in one.here]
    for words, users in (("Expected: ", expected), ("Coming late: ", late), ("Can't: ", [u for u in count.no if u not in one.here])):
        if users:
            lines.append([run(words, bold=True), *_named(users)])
    words = [[who(r.user), run(f" can't come and says: {clip(one_line(r.word), 500)}")] for r in one.replies if r.word][:MOST_WORDS]
    return lines + words


def _named(users: Sequence[str]) -> list[dict]:
    made: list[dict] = []
    for user in users:
        made += [run(", ")] * bool(made) + [who(user)]
    return made


def _agenda(one: Opening) -> list[dict]:
    blocks = agenda_words.agenda(one.items, one.readings, one.names, most=MOST_POINTS, kept_open=one.kept_open)
    for title, rows in (("Open action items", one.open_actions), ("Questions left open", one.questions)):
        if rows:
            more = [[run(f"… and {len(rows) - MOST_POINTS} more")]] * (len(rows) > MOST_POINTS)
            blocks.append(rich([run(title, bold=True)], *[[run(f"• {clip(r, LONGEST_POINT)}")] for r in rows[:MOST_POINTS]], *more))
    return blocks


def _roles(one: Opening) -> list[dict]:
    lead = [run("Leads: "), who(one.lead)] if one.lead else []
    check = [run(" · " if lead else ""), run("looks the minutes over, two minutes: "), who(one.checker)] if one.checker else []
    return [rich([*lead, *check])] if lead or check else []


# ---- in the thread -----------------------------------------------------------------------------------------------------

def on_your_mind(group: Group) -> Message:
    """Nothing is planned for this meeting: it begins with what its members bring."""
    return Message(
        text="What is on your mind? Nothing is planned for today.",
        blocks=[rich([run("What is on your mind?", bold=True), run(" Nothing is planned for today: bring what you'd like to talk about, "),
                      run("topic: …", code=True), run(" here in the thread, or the button.")]),
                actions(button("Put something on the table", "agenda.add", str(group.id), style="primary"), block_id="mind")])


def how_to() -> Message:
    """The one help line of the thread: four marks, typed or tapped."""
    return Message(
        text="Write here as you talk. Lines that begin with decision:, action:, note: or topic: go into the minutes.",
        blocks=[rich(
            [run("Write here as you talk; this thread is the log. "), run("Mark what counts, and I answer with the same sign:")],
            [run("✅ "), run("decision: we meet on Zoom", code=True), run("   👉 "),
             run("action: @name draft the survey by Friday", code=True)],
            [run("📌 "), run("note: …", code=True), run("   📑 "), run("topic: …", code=True),
             run("   or react to any line with one of the four. Editing or deleting a line changes the minutes too.")])])


def caught_up(count: int) -> Message:
    """Something was missed and has been read back."""
    words = "one message" if count == 1 else f"{count} messages"
    return Message(text=f"I was away for a moment and have caught up with {words}. Nothing is missing.")


def closing_soon(meeting_id: int, minutes: int) -> Message:
    """The planned end has passed and it is quiet."""
    value = str(meeting_id)
    return Message(text=f"It has been quiet here. I close the meeting in {minutes} minutes and post the draft of its minutes.",
                   blocks=[rich([run(f"It has been quiet here. I close the meeting in {minutes} minutes and post the draft.")]),
                           actions(button("End now", f"{Ids.END}.now", value, style="primary"),
                                   button("We are still at it", Ids.GO_ON, value), block_id="closing")])


def too_late(meeting_id: int) -> Message:
    """A mark after the minutes were approved."""
    text = "That came after the minutes were approved. An organiser, or whoever led or checked, can take it in as a new version."
    return Message(text=text, blocks=[rich([run(text)]),
                                      actions(button("Take it in", "minutes.take_in", str(meeting_id)), block_id="late")])


def sensitive() -> Message:
    """What is kept of a meeting about something delicate."""
    text = "This meeting is marked sensitive: its minutes keep decisions and action items only, and I keep no other line of this thread."
    return Message(text=text, blocks=[rich([run(text)])])


def leads(user: str) -> Message:
    """Somebody has taken the chair."""
    return Message(text=f"<@{user}> leads this meeting now.", blocks=[rich([who(user), run(" leads this meeting now.")])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What an action item lacks. ``people``: who may be meant, (id, name); ``unknown``: a name nobody here has.

    ``asks`` is a question about its date, in words.
    """

    meeting_id: int
    key: str
    text: str
    owner: bool = False
    date: bool = False
    people: Sequence[tuple[str, str]] = ()
    unknown: str = ""
    everyone: bool = False
    asks: str = ""


def doubt(one: Doubt, names: Mapping[str, str]) -> Message:
    """One question about an action item, with everything that answers it in one tap."""
    words, item = readable(clip(one_line(one.text), 200), names), f"{one.meeting_id}|{one.key}"
    lines = [[run("👉 "), run(words, bold=True)]]
    fields: list[dict] = []
    if one.everyone:
        lines.append([run("For everyone: one item for all, or one for each?")])
        fields += [button("One for each", Ids.SPLIT, item)]
    elif one.owner:
        lines.append([run(f"I know nobody called “{one.unknown}”. Who takes it?" if one.unknown
                          else "Which of them?" if one.people else "Who takes it?")])
        fields += [button(name, f"{Ids.OWNER}.{i}", f"{item}|{user}") for i, (user, name) in enumerate(one.people[:3])]
        fields += [button("I do", Ids.MINE, item, label="I take this action item")]
        fields += [{"type": "users_select", "action_id": Ids.OWNER.value, "placeholder": {"type": "plain_text", "text": "Somebody else"}}]
    if one.date or one.asks:
        lines.append([run(one.asks or "By when?")])
        fields += [{"type": "datepicker", "action_id": Ids.DUE.value, "placeholder": {"type": "plain_text", "text": "By when?"}},
                   button("No date", Ids.NO_DATE, item, label="This action item has no date")]
    return Message(text=f"{escape(words)}: {'who takes it?' if one.owner else 'by when?'}",
                   blocks=[rich(*lines), actions(*fields, block_id=f"doubt|{item}")])


def no_doubt(text: str, names: Mapping[str, str], entry: Entry | None = None) -> Message:
    """Nothing is missing from an action item any more."""
    words = readable(clip(one_line(text), 200), names)
    owners = ", ".join((names.get(o.user or "") or o.name) for o in entry.owners) if entry else ""
    due = f", by {day(entry.due)}" if entry and entry.due else ""
    who_ = f" — {owners}{due}" if owners else due
    return Message(text=f"✓ {escape(words + who_)}", blocks=[rich([run("✓ 👉 "), run(words, bold=True), run(who_)])])


def settled(text: str) -> Message:
    """What a question has become."""
    return Message(text=escape(text), blocks=[rich([run(text)])])


def here(meeting_id: int, number: int) -> Message:
    """Whoever tapped is counted, and sees what else they can do."""
    value = str(meeting_id)
    return Message(text=f"✓ You are at meeting {number}.",
                   blocks=[rich([run(f"✓ You are at meeting {number}.")]),
                           actions(button("Minutes so far", "minutes.show", value), button("Add item", Ids.ADD, value),
                                   button("I lead this meeting", Ids.LEAD, value), block_id="here")])


# ---- the form ------------------------------------------------------------------------------------------------------------

KINDS = ((ItemKind.ACTION, "Action item"), (ItemKind.DECISION, "Decision"), (ItemKind.NOTE, "Note"), (ItemKind.TOPIC, "Topic"),
         (ItemKind.QUESTION, "Question"), (ItemKind.IDEA, "Idea"))


def item_form(meeting: Meeting, *, nonce: str, topics: Sequence[tuple[str, str]], kind: ItemKind = ItemKind.ACTION, text: str = "",
              owners: Sequence[str] = (), due: date | None = None, topic: str = "", key: str = "", source: str = "") -> dict:
    """Add an item to the minutes, or change one (``key``). ``topics``: (key, text). ``source`` is the message it comes from."""
    options = [option(name, str(k)) for k, name in KINDS]
    under = [option("No topic", "-"), *[option(clip(one_line(t), 70), k) for k, t in topics[-80:]]]
    users = {"type": "multi_users_select", **({"initial_users": list(owners)} if owners else {})}
    return modal("Change the item" if key else "Add to minutes", Ids.ADD_FORM if not key else "minutes.edit_form", [
        section(f"Meeting {meeting.number}, {day(meeting.day)}."),
        asked("kind", "What is it?", one_of_field("static_select", options, str(kind))),
        asked("text", "What was said?", words_field(text, lines=True, longest=2000, focus=not text)),
        asked("owners", "Who takes it? (action items)", users, optional=True),
        asked("due", "By when? (action items)", day_field(due), optional=True),
        asked("topic", "Under which topic?", one_of_field("static_select", under, topic or "-"), optional=True),
    ], submit="Save" if key else "Add", meta=json.dumps({"nonce": nonce, "meeting": meeting.id, "key": key, "source": source}))


def change_form(meeting_id: int, number: int, *, nonce: str) -> dict:
    """What should change in a draft."""
    return modal("Suggest a change", "minutes.change_form", [
        section(f"Your suggestion stands under the draft of meeting {number} until an organiser has dealt with it."),
        asked("text", "What should change?", words_field(lines=True, longest=1000, focus=True))],
        submit="Suggest", meta=json.dumps({"nonce": nonce, "meeting": meeting_id}))
