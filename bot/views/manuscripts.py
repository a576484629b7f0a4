"""What a person sees of manuscripts: the request in the channel, the list, the letters, the form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, day_field, escape, header, modal, rich, run, section, words_field
from bot.views.blocks import asked as field
from bot.views.days import day
from mentoring.manuscripts import Manuscript, State, names, wanted
from mentoring.people import Group, Person
from mentoring.readings import LONGEST_LINK, LONGEST_TITLE


class Ids(StrEnum):
    """Everything about manuscripts that can be clicked or submitted; values are the manuscript's id where nothing else is said."""

    ASK = "manuscripts.ask"         # value: the group
    FORM = "manuscripts.form"
    LIST = "manuscripts.list"       # value: the group
    TAKE = "manuscripts.take"
    BACK = "manuscripts.back"
    GIVE_UP = "manuscripts.give_up"
    SETTLE = "manuscripts.settle"


def _title(one: Manuscript) -> list[dict]:
    return [{"type": "link", "url": one.link, "text": one.title, "style": {"bold": True}}]


def _stands(one: Manuscript) -> str:
    """Who has it, who has returned it, how many are still wanted."""
    if one.state is State.WITHDRAWN:
        return "Taken back; no reader is needed."
    back, out = [r for r in one.readers if r.returned], [r for r in one.readers if not r.returned]
    parts = [f"✓ {names(back)} sent comments"] if back else []
    if one.state is State.BACK:
        return " · ".join([*parts, "done"])
    parts += [f"{names(out)} {'reads' if len(out) == 1 else 'read'} it"] if out else []
    parts += [f"{wanted(one)} reader{'s' * (wanted(one) > 1)} wanted"] if wanted(one) else []
    return " · ".join(parts)


def asked(one: Manuscript, turn: Sequence[Person]) -> Message:
    """In the channel: who would like comments on what, until when, and whose turn it is."""
    say = f"{one.author or 'Somebody'} would be glad of comments by {day(one.due)}:"
    whose = f"Whose turn it is, by who has read least: {' and '.join(p.name or 'somebody' for p in turn)}. Anybody may." if turn else ""
    take = [actions(button("I'll read it", Ids.TAKE, str(one.id), style="primary", label=f"I'll read {one.title[:60]}"),
                    block_id=f"manuscript-{one.id}")] if one.is_open and not one.is_full else []
    return Message(text=escape(f"{say} {one.title}"),
                   blocks=[rich([run(say)], _title(one), [run(_stands(one))]), *([context(escape(whose))] if whose else []), *take])


def listing(group: Group, found: Sequence[Manuscript], me: int, *, said: str = "") -> Message:
    """A group's manuscripts with what the reader can do."""
    blocks = [section(escape(said))] if said else []
    blocks.append(header(f"Manuscripts of {group.name}"))
    for one in found:
        blocks.append(rich(_title(one), [run(f"{one.author or 'somebody'}, by {day(one.due)} · {_stands(one)}")]))
        row = _row(one, me)
        if row:
            blocks.append(actions(*row, block_id=f"manuscript-{one.id}"))
    if not found:
        blocks.append(rich([run("Nobody has asked for readers yet. Two peers take what you ask for, and I keep track until it is back.")]))
    blocks.append(actions(button("Ask for readers", Ids.ASK, str(group.id), style="primary"), block_id="manuscripts"))
    count = sum(o.is_open for o in found)
    return Message(text=f"{escape(said)} Manuscripts of {escape(group.name)}: {count} open.".strip(), blocks=blocks[:50])


def _row(one: Manuscript, me: int) -> list[dict]:
    value, what = str(one.id), one.title[:60]
    mine = one.reader(me)
    if not one.is_open:
        return []
    if one.author_id == me:
        return [button("That is enough" if one.readers else "Take it back", Ids.SETTLE, value, label=f"No more readers for {what}")]
    if mine is None:
        return [] if one.is_full else [button("I'll read it", Ids.TAKE, value, label=f"I'll read {what}")]
    if mine.returned:
        return []
    return [button("It is back with them", Ids.BACK, value, style="primary", label=f"I sent my comments on {what}"),
            button("I can't after all", Ids.GIVE_UP, value, label=f"I can't read {what} after all")]


# ---- letters -----------------------------------------------------------------------------------------------------------------

def your_turn(one: Manuscript, group: Group) -> Message:
    """To somebody whose turn it is, when nobody has taken it."""
    say = (f"{one.author or 'A peer'} in {group.name} still looks for readers, and by who has read least it would be your turn. "
           f"Comments by {day(one.due)}.")
    take = button("I'll read it", Ids.TAKE, str(one.id), style="primary")
    return Message(text=escape(say), blocks=[rich([run(say)], _title(one)), _buttons(take),
                                             context("If it does not suit you, do nothing; somebody else can take it.")])


def _buttons(*row: dict) -> dict:
    return actions(*row, block_id="manuscript")


def _done(one: Manuscript) -> dict:
    return _buttons(button("It is back with them", Ids.BACK, str(one.id), style="primary"),
                    button("I can't after all", Ids.GIVE_UP, str(one.id)))


def due_soon(one: Manuscript) -> Message:
    """To a reader, two days before it should be back."""
    say = f"{one.author or 'A peer'} hopes for your comments by {day(one.due)}:"
    return Message(text=escape(f"{say} {one.title}"), blocks=[rich([run(say)], _title(one)), _done(one)])


def mine(one: Manuscript) -> Message:
    """To whoever has just taken it."""
    say = f"✓ Thank you. {one.author or 'They'} would like your comments by {day(one.due)}; I remind you two days before."
    return Message(text=escape(say), blocks=[rich([run(say)], _title(one)), _done(one)])


def told(text: str, group_id: int) -> Message:
    """One sentence, and the way to all of them."""
    return Message(text=escape(text), blocks=[section(escape(text)), _buttons(button("All manuscripts", Ids.LIST, str(group_id)))])


def taken(one: Manuscript, who: str) -> Message:
    """To the author."""
    return told(f"{who or 'A peer'} reads “{one.title}” for you, by {day(one.due)}.", one.group_id)


def given_up(one: Manuscript, who: str) -> Message:
    """To the author."""
    return told(f"{who or 'A peer'} can't read “{one.title}” after all; the place is free again.", one.group_id)


def back(one: Manuscript, who: str) -> Message:
    """To the author."""
    return told(f"{who or 'A peer'} has sent you comments on “{one.title}”.", one.group_id)


def form(group: Group, *, nonce: str, title: str = "", link: str = "", due: date | None = None) -> dict:
    """What is to be read, and by when."""
    return modal("Ask for readers", Ids.FORM, [
        field("link", "Link to it", words_field(link, longest=LONGEST_LINK, focus=not link, placeholder="https://…"),
              hint="The file stays where it is. Two peers take it."),
        field("title", "What is it?", words_field(title, longest=LONGEST_TITLE, placeholder="Draft of our review"), optional=True),
        field("due", "Comments by", day_field(due))],
        submit="Ask", meta=json.dumps({"nonce": nonce, "group": group.id}))
