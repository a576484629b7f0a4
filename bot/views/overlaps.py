"""What two members whose shared goals are alike see, each alone."""

from __future__ import annotations

from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, escape, rich, run, section, who
from mentoring.goals import Goal
from mentoring.overlaps import Overlap, Wish
from mentoring.people import Group, Person
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """Values are the overlap's id."""

    DIVIDE = "overlaps.divide"
    JOIN = "overlaps.join"
    PASS = "overlaps.pass"


_WORDS = {Wish.DIVIDE: "divide the field", Wish.JOIN: "join forces"}


def _words(goal: Goal) -> str:
    return clip(one_line(goal.what), 300)


def _buttons(overlap: Overlap) -> dict:
    value = str(overlap.id)
    return actions(button("Divide the field", Ids.DIVIDE, value), button("Join forces", Ids.JOIN, value), button("Pass", Ids.PASS, value),
                   block_id=f"overlap-{overlap.id}")


def asked(overlap: Overlap, mine: Goal, theirs: Goal, peer: Person, group: Group) -> Message:
    """To each of the two alone."""
    name = peer.name or "A peer"
    say = f"{name} shares a goal with {group.name} that is near to yours:"
    return Message(
        text=f"{escape(say)} {escape(_words(theirs))}",
        blocks=[rich([run(say)], [run(_words(theirs), bold=True)], [run("Yours: "), run(_words(mine), bold=True)]),
                section("Would you rather divide the field, join forces, or pass?"), _buttons(overlap),
                context(f"{escape(name)} is asked the same. What you say is told only if you both want something; a pass is told to "
                        "nobody.")])


def over() -> Message:
    """In place of the question, when one of the goals is closed or not shared any more."""
    text = "One of two goals that were alike is closed or not shared any more, so there is nothing to decide here."
    return Message(text=text, blocks=[section(text)])


def noted(overlap: Overlap, me: int, peer: Person) -> Message:
    """To whoever has just answered."""
    if overlap.both_want:
        return both(overlap, me, peer)
    wish, name = overlap.said[me], escape(peer.name or "your peer")
    text = ("✓ Noted, and told to nobody." if wish is Wish.PASS else
            f"✓ Noted: you would rather {_WORDS[wish]}. I tell you both when {name} would like something, too.")
    return Message(text=text, blocks=[section(text), _buttons(overlap), context("Changed your mind? Tap another one.")])


def both(overlap: Overlap, me: int, peer: Person) -> Message:
    """To each of the two, when both want something."""
    mine, theirs = overlap.sides(me)
    my_wish, their_wish = overlap.said[me], overlap.said[theirs.owner_id]
    if my_wish is their_wish:
        stand = f"You both would like to {_WORDS[my_wish]}."
    else:
        stand = f"{peer.name or 'They'} would like to {_WORDS[their_wish]}, you to {_WORDS[my_wish]}."
    following = {(Wish.JOIN, Wish.JOIN): "Ten minutes to agree on who does what?",
                 (Wish.DIVIDE, Wish.DIVIDE): "Ten minutes to draw the line between the two?"}
    next_step = following.get((my_wish, their_wish), "Ten minutes to find what suits you both?")
    return Message(
        text=escape(f"{stand} {_words(mine)} / {_words(theirs)}"),
        blocks=[rich([run("🤝 " + stand, bold=True)], [run("Yours: "), run(_words(mine))], [run(f"{peer.name or 'Theirs'}: "),
                                                                                           run(_words(theirs))]),
                rich([run(next_step + " Write to "), who(peer.user), run(".")])])
