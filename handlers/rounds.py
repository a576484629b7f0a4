"""The consult round at the door: ``/mentor meeting round @presenter 20``, Next and Stop."""

from __future__ import annotations

import re

from bot.services import rounds
from bot.views import rounds as views
from bot.views.rounds import Ids
from handlers.call import NOTHING, Answer, Call, Route
from mentoring.patterns import regex
from mentoring.refused import Refused
from mentoring.rounds import USUAL_MINUTES

_MINUTES = regex(r"(?<![\w@])(\d{1,3}) ?(?:m|min|mins|minutes?)?\b", re.IGNORECASE)


def on_round(call: Call) -> Answer:
    """``meeting round @presenter 20``; without a name it is the round of whoever types."""
    group = call.need_group()
    rest = re.sub(r"<@[^>]*>", " ", call.raw)
    found = _MINUTES.search(" ".join(rest.split()[len(call.route.words.split()):]) if call.route else "")
    presenter = call.mentions[0] if call.mentions else call.actor.person.user
    name = rounds.start(call.deps, call.actor, group, presenter, int(found[1]) if found else USUAL_MINUTES, once=call.once)
    return Answer(message=views.said(f"✓ The round of {name} begins, in the meeting's thread."))


def on_next(call: Call) -> Answer:
    """Next."""
    meeting, number, index = _numbers(call.value, 3)
    moved = rounds.forward(call.deps, call.actor, meeting, number, index, once=call.once)
    return NOTHING if moved else Answer(message=views.said("The round has moved on already; its newest step is further down."))


def on_stop(call: Call) -> Answer:
    """Stop."""
    meeting, number = _numbers(call.value, 2)
    stopped = rounds.stop(call.deps, call.actor, meeting, number, once=call.once)
    return NOTHING if stopped else Answer(message=views.said("That round is over already."))


def _numbers(value: str, count: int) -> list[int]:
    parts = value.split("|")
    if len(parts) != count or not all(p.isascii() and p.isdigit() and len(p) <= 15 for p in parts):
        raise Refused("I can't find that round among those of your groups.")
    return [int(p) for p in parts]


COMMANDS = (
    Route(words="meeting round", run=on_round, usage="meeting round @presenter [20]",
          about="a consult round with a timer: present, ask, silence, offers, take-away"),
)
ACTIONS = {Ids.NEXT: on_next, Ids.STOP: on_stop}
FORMS = {}
