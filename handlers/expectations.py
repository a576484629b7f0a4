"""Expectations at the door: looking at them, accepting them, changing them."""

from __future__ import annotations

from bot.services import charter, expectations
from bot.views import expectations as views
from bot.views.expectations import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.setup_path import after_step
from mentoring.expectations import QUESTIONS, Expectations
from mentoring.people import Group


def on_show(call: Call) -> Answer:
    """``expectations``."""
    return _shown(call, call.need_group())


def _shown(call: Call, group: Group) -> Answer:
    return _card(call, group, expectations.of(call.deps, call.actor, group))


def _card(call: Call, group: Group, one: Expectations | None, said: str = "") -> Answer:
    return Answer(message=views.card(group, one, organiser=call.actor.organises(group.id), said=said))


def on_click_show(call: Call) -> Answer:
    """All of them."""
    return _shown(call, call.actor.group(call.value))


def on_accept(call: Call) -> Answer:
    """I accept."""
    value, _, number = call.value.partition("|")
    group = call.actor.group(value)
    version = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    one = expectations.accept(call.deps, call.actor, group, version, once=call.once)
    return _card(call, group, one, "✓ Thank you: you have accepted the expectations.")


def on_edit(call: Call) -> Answer:
    """The form, for an organiser."""
    value, _, path = call.value.partition("|")
    group = call.actor.group(value)
    whole = charter.to_change(call.deps, call.actor, group)
    return Answer(view=views.form(group, whole.expectations, nonce=nonce(), path=bool(path)))


def on_form(call: Call) -> Answer:
    """The choices."""
    values, group = call.values, call.actor.group(call.meta.get("group"))
    agreed = {q.name: values.get(q.name) for q in QUESTIONS}
    one, new = expectations.change(call.deps, call.actor, group, agreed, values.get("shares") or (), values.get("words"), once=call.once)
    said = "✓ Saved. Everybody can accept them with the button in the channel." if new else "Nothing has changed."
    return after_step(call, group, said) if call.meta.get("path") else _card(call, group, one, said)


COMMANDS = (
    Route(words="expectations", run=on_show, usage="expectations", about="what you expect of each other; accept it with one button"),
)
ACTIONS = {Ids.SHOW: on_click_show, Ids.EDIT: on_edit, Ids.ACCEPT: on_accept}
FORMS = {Ids.FORM: on_form}
