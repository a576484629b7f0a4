"""The checklist of a setup at the door: every step opens its own form, can be skipped, and comes back here."""

from __future__ import annotations

from bot.services import setup_path
from bot.views import setup_path as views
from bot.views.setup_path import Ids
from handlers.call import Answer, Call
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.setup_path import Step


def after_step(call: Call, group: Group, said: str = "", outside: str = "") -> Answer:
    """The checklist as it stands now."""
    shown = setup_path.begun(call.deps, call.actor, group)
    return Answer(message=views.checklist(shown.whole, shown.path, said=said, outside=outside))


def _step(call: Call) -> tuple[Group, Step]:
    value, _, step = call.value.partition("|")
    group = call.actor.group(value)
    if step not in set(Step):
        raise Refused("That step is not one of the setup's. `/mentor setup` shows them.")
    return group, Step(step)


def on_show(call: Call) -> Answer:
    """The checklist, from a button."""
    group = call.actor.group(call.value)
    return after_step(call, group)


def on_step(call: Call) -> Answer:
    """A step: its own form, which comes back to the checklist."""
    group, step = _step(call)
    setup_path.of(call.deps, call.actor, group)
    if step is Step.ROLES:
        setup_path.note(call.deps, call.actor, group, step, "The roles were looked at.", once=call.once)
    return Answer(again=(str(views.STEPS[step]), str(group.id) if step in views.ALONE else f"{group.id}|path"), group=group)


def on_skip(call: Call) -> Answer:
    """Skip for now."""
    group, step = _step(call)
    shown = setup_path.set_aside(call.deps, call.actor, group, step, once=call.once)
    return Answer(message=views.checklist(shown.whole, shown.path))


def on_back(call: Call) -> Answer:
    """Take it up after all."""
    group, step = _step(call)
    setup_path.set_aside(call.deps, call.actor, group, step, back=True, once=call.once)
    return on_step(call)


COMMANDS = ()
ACTIONS = {Ids.SHOW: on_show, Ids.STEP: on_step, Ids.SKIP: on_skip, Ids.BACK: on_back}
FORMS: dict = {}
