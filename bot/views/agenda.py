"""The agenda as a list: what is on the table, with a button to take each point off."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from bot.views.blocks import Message, actions, button, escape, header, modal, rich, run, section, words_field
from bot.views.blocks import asked as ask
from mentoring.people import Group
from mentoring.text import clip, one_line

MOST = 40


class Ids(StrEnum):
    """Everything about the agenda that can be clicked or submitted."""

    SHOW = "agenda.show"            # value: the group
    ADD = "agenda.add"              # value: the group
    ADD_FORM = "agenda.add_form"
    DROP = "agenda.drop"            # value: group|point


def listing(group: Group, points: Sequence[tuple[int, str, str, int]], *, said: str = "") -> Message:
    """The open points of a group: (id, text, who brought it, meetings it was carried over). ``said``: what was just done."""
    blocks: list[dict] = [header("Agenda of the next meeting")] + ([rich([run(said)])] if said else [])
    for point, text, by, carried in points[:MOST]:
        from_whom = f"  ({by})" if by else ""
        again = f"  · carried over {carried}×" if carried else ""
        blocks.append(section(escape(clip(one_line(text), 300)) + escape(from_whom) + again,
                              accessory=button("Drop", Ids.DROP, f"{group.id}|{point}", label=f"Take off the table: {clip(text, 50)}")))
    if not points:
        blocks.append(rich([run("Nothing is on the table yet. What would help you most right now?")]))
    return Message(text=f"{escape(said)} Agenda of {escape(group.name)}: {len(points)} points.".strip(),
                   blocks=[*blocks[:48], actions(button("Add a point", Ids.ADD, str(group.id), style="primary"), block_id="agenda")])


def form(group: Group, *, nonce: str, text: str = "") -> dict:
    """One more point."""
    return modal("Add to the agenda", Ids.ADD_FORM, [
        ask("text", "What shall we talk about?", words_field(text, lines=True, longest=500, focus=True,
                                                             placeholder="Negotiating protected time"),
            hint=f"It stands on the agenda of the next meeting of {group.name}, with your name.")],
        submit="Add", meta=f'{{"nonce": "{nonce}", "group": {group.id}}}')
