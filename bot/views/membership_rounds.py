"""What is said of how long: the yearly question, the end of a membership or a group, and who is not in the channel."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, asked, button, confirm, context, day_field, escape, modal, rich, run, section, who
from bot.views.days import day
from mentoring.charter import Silence
from mentoring.membership_terms import SILENCE, Answer
from mentoring.people import Group, Person


class Ids(StrEnum):
    """Everything about how long that can be clicked or submitted."""

    STAY = "staying.stay"           # value: the round
    PAUSE = "staying.pause"
    PAUSE_FORM = "staying.pause_form"
    LEAVE = "staying.leave"
    AGAIN = "staying.again"
    END = "staying.end"             # value: group|person, for the form with another end
    END_FORM = "staying.end_form"
    YEAR = "staying.year"           # value: group|person
    GO_THEN = "staying.go_then"
    GROUP_YEAR = "staying.group_year"   # value: the group
    GROUP_CLOSE = "staying.group_close"
    HAS_LEFT = "staying.has_left"   # value: group|person
    STILL = "staying.still"


def question(round_id: int, group: Group, silence: Silence, closes: date, *, again: int = 0) -> Message:
    """To each member, once a year: stay, take a break, or leave?"""
    value = str(round_id)
    opening = "A year in " if not again else "Still open: the yearly question of "
    rest = " is over, or nearly. Do you stay for the next one?" if not again else ". Do you stay for the next year?"
    return Message(
        text=f"{escape(group.name)}: do you stay for the next year?",
        blocks=[rich([run(opening), run(group.name, bold=True), run(rest)]),
                actions(button("Stay", Ids.STAY, value, style="primary", label=f"Stay in {group.name}"),
                        button("Take a break until …", Ids.PAUSE, value), button("Leave", Ids.LEAVE, value, label=f"Leave {group.name}"),
                        block_id=f"stay-{round_id}"),
                context(f"By {day(closes)}, please. Without an answer {SILENCE[silence]}: so your charter says.")])


def pause_form(round_id: int, group: Group, *, back: date, nonce: str) -> dict:
    """Until when?"""
    return modal("Take a break", Ids.PAUSE_FORM, [
        rich([run("You stay in "), run(group.name, bold=True), run(". Until you are back I send you nothing, nobody counts you as missing, "
              "and no role falls to you.")]),
        asked("back", "Back on", day_field(back), hint="The first day on which you are here again.")],
        submit="Take a break", meta=json.dumps({"nonce": nonce, "round": round_id}))


def noted(round_id: int, group: Group, answer: Answer, back: date | None = None) -> Message:
    """In the place of the question."""
    said = {Answer.STAY: f"✓ You stay in {group.name}. Good.", Answer.LEAVE: f"✓ You leave {group.name}.",
            Answer.PAUSE: f"✓ You take a break in {group.name}, back on {day(back) if back else 'another day'}."}[answer]
    row = [] if answer is Answer.LEAVE else [actions(button("Change my answer", Ids.AGAIN, str(round_id)), block_id=f"stay-{round_id}")]
    return Message(text=escape(said), blocks=[section(escape(said)), *row])


def silent(group: Group, silence: Silence, back: date | None) -> Message:
    """To somebody who has not answered, at the close: what that means now, and the way out of it."""
    said = {Silence.STAY: f"The yearly question of {group.name} is closed. You have not answered, so you stay, as your charter says.",
            Silence.PAUSE: f"The yearly question of {group.name} is closed. You have not answered, so you are on a break"
                           f"{f' until {day(back)}' if back else ''}, as your charter says.",
            Silence.LEAVE: f"The yearly question of {group.name} is closed. You have not answered, so you have left the group, as its "
                           "charter says. Was that not meant? Ask to come back."}[silence]
    row = {Silence.STAY: [], Silence.PAUSE: [button("I'm back", "away.back")],
           Silence.LEAVE: [button("Ask to come back", "members.ask", str(group.id))]}[silence]
    return Message(text=escape(said), blocks=[rich([run(said)]), *([actions(*row, block_id=f"silent-{group.id}")] if row else [])])


def summary(group: Group, lines: list[str]) -> str:
    """To the organisers, at the close."""
    return f"The yearly question of {group.name} is closed. {' '.join(lines)}"


# ---- ends ----------------------------------------------------------------------------------------------------------------------

def ends(group: Group, person: Person, on: date, *, over: bool = False) -> Message:
    """To a member whose time in the group ends: go, a year more, or another day."""
    value = f"{group.id}|{person.id}"
    said = f"Your agreed time in {group.name} {'has ended' if over else 'ends'} on {day(on)}. What shall be?"
    row = [button("A year more", Ids.YEAR, value, style="primary"), button("Another day", Ids.END, value)]
    row += [button("Leave the group", "leaving.open", str(group.id))] if over else [button("I leave then", Ids.GO_THEN, value)]
    small = "Nothing happens by itself: without an answer you stay."
    return Message(text=escape(said), blocks=[rich([run(said)]), actions(*row, block_id=f"term-{group.id}-{person.id}"), context(small)])


def end_form(group: Group, person_id: int, name: str, on: date | None, *, nonce: str) -> dict:
    """Another end, or none."""
    return modal("Until when?", Ids.END_FORM, [
        rich([run(f"{name} in "), run(group.name, bold=True)]),
        asked("ends", "In the group until", day_field(on), optional=True,
              hint="Empty: for as long as they like. Nobody is asked about an end then.")],
        submit="Save", meta=json.dumps({"nonce": nonce, "group": group.id, "person": person_id}))


def group_ends(group: Group, on: date, *, over: bool = False) -> Message:
    """In the channel: the agreed end of the group is near, or has come."""
    value = str(group.id)
    said = (f"The agreed end of {group.name} {'has come: ' if over else 'is near: '}{day(on)}. An organiser decides with you: close, "
            "extend, or change?")
    sure = confirm("Close then?", f"Meetings after {day(on)} are called off. Everything that was written stays.", "Close then")
    row = [button("Close then", Ids.GROUP_CLOSE, value, confirm=sure), button("A year more", Ids.GROUP_YEAR, value, style="primary"),
           button("Change it", "charter.joining", value)]
    return Message(text=escape(said), blocks=[rich([run(said)]), actions(*row, block_id=f"groupend-{group.id}"),
                                              context("Nothing stops by itself: without a decision the group goes on.")])


def group_end_decided(group: Group, said: str) -> Message:
    """In its place, once it is decided."""
    return Message(text=escape(said), blocks=[rich([run(said)])])


# ---- the channel -----------------------------------------------------------------------------------------------------------------

def outside(group: Group, person: Person) -> Message:
    """To an organiser: a member is not in the channel."""
    value = f"{group.id}|{person.id}"
    home = {"type": "channel", "channel_id": group.channel}
    sure = confirm("Has left?", "What they had in hand is offered to the others; the minutes keep the name.", "Has left")
    return Message(
        text=f"Somebody of {escape(group.name)} is not in its channel.",
        blocks=[rich([who(person.user), run(f" is in {group.name}, but not in "), home,
                      run(", and sees nothing of what is posted there. Is all well?")]),
                actions(button("Still with us", Ids.STILL, value, style="primary"),
                        button("Has left the group", Ids.HAS_LEFT, value, confirm=sure), block_id=f"outside-{group.id}-{person.id}"),
                context("Still with you? Type `/invite` and the name in the channel.")])


def outside_self(group: Group) -> Message:
    """To an organiser who is not in the channel and has nobody beside them."""
    home = {"type": "channel", "channel_id": group.channel}
    return Message(text=f"You are not in the channel of {escape(group.name)}.", blocks=[
        rich([run(f"You organise {group.name}, but are not in "), home, run(". Join it again, so that you see what is posted there.")])])
