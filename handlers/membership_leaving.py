"""Leaving at the door: the question, the going, and taking over what was left."""

from __future__ import annotations

from bot.services import membership_goodbye
from bot.views import membership_leaving as views
from bot.views import membership_letters as letters
from bot.views.membership_leaving import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.people import Group


def on_leave(call: Call) -> Answer:
    """``leave``: what is handed over, and the question."""
    return _form(call, call.need_group())


def _form(call: Call, group: Group) -> Answer:
    handed, heirs, heir = membership_goodbye.before(call.deps, call.actor, group)
    return Answer(view=views.form(group, handed, heirs, heir=heir, nonce=nonce()))


def _id(said: object) -> int:
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def on_open(call: Call) -> Answer:
    """The question, from a button."""
    return _form(call, call.actor.group(call.value))


def on_form(call: Call) -> Answer:
    """They leave."""
    group = call.actor.group(call.meta.get("group"))
    membership_goodbye.leave(call.deps, call.actor, group, heir=_id(call.values.get("heir")), once=call.once)
    return Answer(message=views.left(group))


def on_take(call: Call) -> Answer:
    """An action item that was left is taken over."""
    words = membership_goodbye.take(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=letters.answered(f"✓ Yours now: {words}"))


def on_lead(call: Call) -> Answer:
    """A topic that was left is led by somebody else."""
    words = membership_goodbye.lead(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=letters.answered(f"✓ You lead {words}."))


COMMANDS = (Route(words="leave", run=on_leave, usage="leave", about="leave your group; what you had in hand is offered to the others"),)
ACTIONS = {Ids.OPEN: on_open, Ids.TAKE: on_take, Ids.LEAD: on_lead}
FORMS = {Ids.FORM: on_form}
