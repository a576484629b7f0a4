"""What a person sees of awards: who fits, the list, the letters, the forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, button, day_field, escape, header, modal, rich, run, section, words_field
from bot.views.blocks import asked as field
from bot.views.days import day
from mentoring.awards import LONGEST_NAME, LONGEST_NOTE, Award, State
from mentoring.people import Group
from mentoring.readings import LONGEST_LINK


class Ids(StrEnum):
    """Everything about awards that can be clicked or submitted; values are the award's id where nothing else is said."""

    ADD = "awards.add"          # value: the group
    FORM = "awards.form"
    LIST = "awards.list"        # value: the group
    NAME = "awards.name"
    NAME_FORM = "awards.name_form"
    WON = "awards.won"
    NOT = "awards.not"
    SHARE = "awards.share"
    LEAVE = "awards.leave"
    AGAIN = "awards.again"


_STATE = {State.WON: "🏆 won", State.NOT_THIS_TIME: "not this time", State.LEFT: "left out"}


def _name(award: Award) -> list[dict]:
    if not award.link:
        return [run(award.name, bold=True)]
    return [{"type": "link", "url": award.link, "text": award.name, "style": {"bold": True}}]


def _stands(award: Award) -> str:
    chosen = (f"{award.nominee or 'somebody who left'} is nominated, {award.writer or 'nobody any more'} writes it"
              if award.nominee_id else "")
    return " · ".join(p for p in (f"Deadline {day(award.deadline)}", _STATE.get(award.state, ""), chosen) if p)


def who_fits(award: Award) -> Message:
    """To the channel, 45 days before: who of us fits? And what became of the question."""
    lines = [[run("Whom of us shall we nominate? ")] + _name(award), [run(_stands(award))]]
    if award.note:
        lines.append([run(award.note, italic=True)])
    row = [button("Name somebody" if award.state is State.OPEN else "Name somebody else", Ids.NAME, str(award.id),
                  style="primary" if award.state is State.OPEN else None)] if award.is_ahead else []
    return Message(text=f"Whom of us shall we nominate for {escape(award.name)}? Deadline {day(award.deadline)}.",
                   blocks=[rich(*lines), *([actions(*row, block_id=f"award-{award.id}")] if row else [])])


def listing(group: Group, found: Sequence[Award], *, me: int, organiser: bool, said: str = "") -> Message:
    """A group's awards with what can be done."""
    blocks = [section(escape(said))] if said else []
    blocks.append(header(f"Awards for {group.name}"))
    for award in found:
        blocks.append(rich(_name(award), [run(_stands(award))], *([[run(award.note, italic=True)]] if award.note else [])))
        row = _row(award, me, organiser)
        if row:
            blocks.append(actions(*row, block_id=f"award-{award.id}"))
    if not found:
        blocks.append(rich([run("None is in yet. Put one in with its deadline: 45 days before it I ask who of you fits.")]))
    blocks.append(actions(button("Put one in", Ids.ADD, str(group.id), style="primary"), block_id="awards"))
    ahead = sum(a.is_ahead for a in found)
    return Message(text=f"{escape(said)} Awards for {escape(group.name)}: {ahead} ahead.".strip(), blocks=blocks[:50])


def _row(award: Award, me: int, organiser: bool) -> list[dict]:
    value = str(award.id)
    if award.state is State.LEFT:
        return []
    if not award.is_ahead:
        return [button("Again next year", Ids.AGAIN, value, label=f"{award.name[:60]} again next year")]
    row = [button("Name somebody" if award.state is State.OPEN else "Name somebody else", Ids.NAME, value,
                  label=f"Name somebody for {award.name[:60]}")]
    if award.state is State.CHOSEN:
        row += _ends(award)
    if organiser or award.added_by == me:
        row.append(button("Leave it out", Ids.LEAVE, value, label=f"Leave {award.name[:60]} out"))
    return row


def _ends(award: Award) -> list[dict]:
    value = str(award.id)
    return [button("Won", Ids.WON, value, label=f"{award.name[:60]} was won"),
            button("Not this time", Ids.NOT, value, label=f"{award.name[:60]}: not this time")]


# ---- letters -----------------------------------------------------------------------------------------------------------------

def you_are_nominated(award: Award, group: Group) -> Message:
    """To the nominee."""
    text = f"{group.name} nominates you for {award.name}. {award.writer or 'A peer'} writes it and may ask you for your CV."
    return _letter(award, text)


def _letter(award: Award, text: str, *more: dict) -> Message:
    row = [*more, button("All awards", Ids.LIST, str(award.group_id))]
    return Message(text=escape(text), blocks=[section(escape(text)), actions(*row, block_id=f"award-{award.id}")])


def how_did_it_end(award: Award) -> Message:
    """To the writer, some time after the deadline."""
    return _letter(award, f"How did it end: {award.nominee or 'your nominee'} and {award.name}?", *_ends(award))


def you_have_won(award: Award) -> Message:
    """To the nominee, when somebody else has said so."""
    return _letter(award, f"🏆 {award.name} is yours. Congratulations! Shall the next meeting begin with it?",
                   button("Yes, celebrate", Ids.SHARE, str(award.id), style="primary"))


def kept(award: Award, text: str, *, share: bool = False) -> Message:
    """What was just done, with the next step."""
    more = [button("Celebrate it at the next meeting", Ids.SHARE, str(award.id), style="primary")] if share else \
        [button("Again next year", Ids.AGAIN, str(award.id))] if not award.is_ahead and award.state is not State.LEFT else []
    return _letter(award, text, *more)


# ---- forms -------------------------------------------------------------------------------------------------------------------

def form(group: Group, *, nonce: str, name: str = "", link: str = "", deadline: date | None = None) -> dict:
    """One more award."""
    return modal("An award", Ids.FORM, [
        field("name", "What is it called?",
              words_field(name, longest=LONGEST_NAME, focus=not name, placeholder="Teaching award of the school")),
        field("deadline", "Deadline", day_field(deadline)),
        field("link", "Link", words_field(link, longest=LONGEST_LINK, placeholder="https://…"), optional=True),
        field("note", "Who is it for?",
              words_field("", longest=LONGEST_NOTE, placeholder="Clinician educators, up to ten years after training"), optional=True)],
        submit="Put it in", meta=json.dumps({"nonce": nonce, "group": group.id}))


def name_form(award: Award, *, nonce: str) -> dict:
    """Who shall have it, and who writes."""
    return modal("Who fits?", Ids.NAME_FORM, [
        rich(_name(award), [run(_stands(award))]),
        field("nominee", "Who shall have it?", {"type": "multi_users_select", "max_selected_items": 1}),
        field("writer", "Who writes the nomination?", {"type": "multi_users_select", "max_selected_items": 1},
              hint="They get an action item, due a week before the deadline.")],
        submit="Nominate", meta=json.dumps({"nonce": nonce, "award": award.id}))
