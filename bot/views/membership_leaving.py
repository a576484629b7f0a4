"""What is said when somebody leaves: the question before, the list to take over from, the new organiser."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from bot.views.blocks import Message, actions, asked, button, context, escape, modal, one_of_field, option, rich, run, section
from mentoring.action_items import ActionItem
from mentoring.charter import Charter
from mentoring.membership import STEPS, Member, Places
from mentoring.people import Group, Person
from mentoring.text import clip, one_line
from mentoring.topics import Topic

SHOWN = 8


class Ids(StrEnum):
    """Everything about leaving that can be clicked or submitted."""

    OPEN = "leaving.open"       # value: the group
    FORM = "leaving.form"
    LEAD = "leaving.lead"       # value: the topic
    TAKE = "leaving.take"       # value: the action item


class Handed(Protocol):
    """What somebody leaves behind."""

    person: Person
    items: Sequence[ActionItem]
    topics: Sequence[Topic]
    roles: Sequence[str]


def form(group: Group, handed: Handed, heirs: Sequence[Member], *, heir: int | None, nonce: str) -> dict:
    """Leave? With everything that is handed over, and who organises when nobody else does."""
    lines = [[run(f"• {clip(one_line(i.text), 100)}")] for i in handed.items[:SHOWN]]
    topics = [[run(f"• topic {t.ref} {clip(one_line(t.title), 100)}")] for t in handed.topics[:SHOWN]]
    blocks = [rich([run("You leave "), run(group.name, bold=True), run(". The minutes keep your name; your own goals stay yours, and are "
                    "shared with the group no more.")])]
    roles = [[run(f"• {clip(', '.join(handed.roles), 200)}: planned anew")]] if handed.roles else []
    if lines or topics or roles:
        blocks.append(rich([run("Offered to the others, in one list:", bold=True)], *lines, *topics, *roles))
    else:
        blocks.append(rich([run("There is nothing to hand over.")]))
    if heirs:
        options = [option(m.person.name or m.person.user, str(m.person.id)) for m in heirs[:100]]
        menu = one_of_field("static_select", options, str(heir) if heir else None)
        blocks.append(asked("heir", "Who organises the group from now on?", menu,
                            hint="You are its only organiser, and a group is never without one. They can hand over too."))
    return modal("Leave the group", Ids.FORM, blocks, submit="Leave", close="Stay", meta=json.dumps({"nonce": nonce, "group": group.id}))


def left(group: Group) -> Message:
    """To whoever has left."""
    said = f"You have left {escape(group.name)}. Thank you for your time there. `/mentor join` finds it again."
    return Message(text=said, blocks=[section(said)])


def gone(group: Group, handed: Handed, charter: Charter, places: Places) -> Message:
    """In the channel: who has left, what can be taken over, and how the place is filled."""
    name = handed.person.name or "Somebody"
    blocks = [rich([run(name, bold=True), run(f" has left {group.name}. The minutes keep the name.")])]
    if handed.items or handed.topics or handed.roles:
        blocks.append(rich([run("Who takes over?", bold=True)]))
    for item in handed.items[:SHOWN]:
        text = clip(one_line(item.text), 120)
        blocks += [rich([run(text)]), actions(button("I'll take it", Ids.TAKE, str(item.id), label=f"Take over: {clip(text, 60)}"),
                                             block_id=f"leaving-a{item.id}")]
    for topic in handed.topics[:SHOWN]:
        text = f"topic {topic.ref} {clip(one_line(topic.title), 110)}"
        blocks += [rich([run(text)]), actions(button("I'd lead it", Ids.LEAD, str(topic.id), label=f"Lead {clip(text, 60)}"),
                                             block_id=f"leaving-t{topic.id}")]
    if handed.roles:
        blocks += [rich([run(f"Their coming roles are planned anew: {clip(', '.join(handed.roles), 300)}.")]),
                   actions(button("Roles", "roles.overview", str(group.id), label=f"Roles of {clip(group.name, 50)}"),
                           block_id=f"leaving-roles-{group.id}")]
    rest = len(handed.items[SHOWN:]) + len(handed.topics[SHOWN:])
    if rest:
        blocks.append(context(f"And {rest} more: `/mentor action list group` and `/mentor topic list` show them."))
    free = f"{places.members} of at most {places.most} places are taken. To join: {STEPS[charter.joining]}."
    blocks.append(context(escape(free + (f" When: {charter.joining_when}" if charter.joining_when else ""))))
    return Message(text=f"{escape(name)} has left {escape(group.name)}. {free}", blocks=blocks)


def heir(group: Group, leaver: Person, *, by_choice: bool) -> Message:
    """To whoever organises now."""
    why = f"{leaver.name or 'The organiser'} has asked you to." if by_choice else \
        "By the rule: of those who are here, you have been in it longest."
    said = f"You organise {group.name} from now on: {leaver.name or 'its organiser'} has left. {why}"
    return Message(text=escape(said), blocks=[rich([run(said)]), actions(
        button("Members", "members.list", str(group.id)), button("Look at the settings", "groups.setup", group.channel),
        block_id=f"heir-{group.id}"), context("Not for you? Ask somebody in the group, and hand it over.")])
