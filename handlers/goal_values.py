"""Which of one's values a goal serves, at the door: a window from the goal's details."""

from __future__ import annotations

from bot.services import reflection_values
from bot.views import reflection_values as views
from bot.views.goals import Ids
from bot.views.reflections import values_form
from handlers.call import Answer, Call, nonce
from handlers.goal_answers import goal_id


def on_click_value(call: Call) -> Answer:
    """The window; who has never done the exercise does it first."""
    found = reflection_values.serving(call.deps, call.actor, goal_id(call, call.value))
    if not found.values:
        return Answer(view=values_form(None, nonce=nonce()))
    return Answer(view=views.form(found.goal, found.values, found.rank, found.reflection_id, nonce=nonce()))


def on_value_form(call: Call) -> Answer:
    """Chosen."""
    said, exercise = str(call.values.get("value") or views.NONE), goal_id(call, call.meta.get("reflection"))
    rank = int(said) if said in ("1", "2", "3") else None
    goal = reflection_values.serve(call.deps, call.actor, goal_id(call, call.meta.get("goal")), exercise, rank, once=call.once)
    return Answer(message=views.kept(goal, chosen=rank is not None))


ACTIONS = {Ids.VALUE: on_click_value}
FORMS = {Ids.VALUE_FORM: on_value_form}
