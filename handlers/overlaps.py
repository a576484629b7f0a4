"""Goals that are alike at the door: three buttons, each person's own."""

from __future__ import annotations

from bot.services import overlaps
from bot.views import overlaps as views
from bot.views.overlaps import Ids
from handlers.call import Answer, Call
from mentoring.overlaps import Wish, need_sight


def _said(call: Call, wish: Wish) -> Answer:
    words = call.value
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None)
    overlap, peer = overlaps.say(call.deps, call.actor, int(words), wish, once=call.once)
    return Answer(message=views.noted(overlap, call.actor.person.id, peer))


def on_divide(call: Call) -> Answer:
    """Divide the field."""
    return _said(call, Wish.DIVIDE)


def on_join(call: Call) -> Answer:
    """Join forces."""
    return _said(call, Wish.JOIN)


def on_pass(call: Call) -> Answer:
    """Pass."""
    return _said(call, Wish.PASS)


COMMANDS = ()
ACTIONS = {Ids.DIVIDE: on_divide, Ids.JOIN: on_join, Ids.PASS: on_pass}
FORMS = {}
