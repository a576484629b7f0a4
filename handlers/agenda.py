"""The agenda at the door."""

from __future__ import annotations

from bot.services import agenda
from bot.views import agenda as views
from bot.views.agenda import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.people import Group
from mentoring.refused import Refused


def on_list(call: Call) -> Answer:
    """``agenda``: what is on the table."""
    return _listed(call, call.need_group())


def _listed(call: Call, group: Group, said: str = "") -> Answer:
    return Answer(message=views.listing(group, agenda.listed(call.deps, call.actor, group), said=said))


def on_add(call: Call) -> Answer:
    """``agenda add …``; without words the form."""
    group = call.need_group()
    if not call.text:
        return Answer(view=views.form(group, nonce=nonce()))
    agenda.add(call.deps, call.actor, group, call.text, once=call.once)
    return _listed(call, group, "✓ It is on the table.")


def on_click_list(call: Call) -> Answer:
    """The list, from a button."""
    return _listed(call, _group(call, call.value))


def on_click_add(call: Call) -> Answer:
    """The form, from a button."""
    return Answer(view=views.form(_group(call, call.value), nonce=nonce()))


def on_form(call: Call) -> Answer:
    """The form, submitted."""
    group = _group(call, str(call.meta.get("group")))
    agenda.add(call.deps, call.actor, group, call.values.get("text") or "", once=call.once)
    return _listed(call, group, "✓ It is on the table.")


def on_drop(call: Call) -> Answer:
    """A point is off the table."""
    group_id, _, point = call.value.partition("|")
    group = _group(call, group_id)
    words = agenda.drop(call.deps, call.actor, group, _number(point), once=call.once)
    return _listed(call, group, f"✓ Off the table: {words}")


def _group(call: Call, value: str) -> Group:
    group = next((g for g in call.actor.groups if str(g.id) == value), None)
    if group is None:
        raise Refused("I can't find that group among yours.")
    return group


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Refused("That point is not open any more.")
    return int(value)


def _form(call: Call) -> Answer:
    return Answer(view=views.form(call.need_group(), nonce=nonce(), text=call.text))


COMMANDS = (
    Route(words="agenda", run=on_list, usage="agenda", about="what is on the table at the next meeting"),
    Route(words="agenda add", run=on_add, usage="agenda add [point]", about="put something on the table", form=_form),
)
ACTIONS = {Ids.SHOW: on_click_list, Ids.ADD: on_click_add, Ids.DROP: on_drop}
FORMS = {Ids.ADD_FORM: on_form}
