"""The message of the week at the door: each line finished in place by one tap."""

from __future__ import annotations

from datetime import date

from bot.services import attendance, checkins, goals, people
from bot.views import checkins as views
from bot.views.digest import Ids
from handlers.call import NOTHING, Answer, Call, nonce
from mentoring import digests
from mentoring.digests import Mark
from mentoring.goals import State
from mentoring.meetings import Rsvp
from mentoring.people import Group
from mentoring.refused import Refused

_GONE = "I can't find that any more. Your Home tab shows what is due."


def _number(said: str) -> int:
    if not said.isascii() or not said.isdigit() or len(said) > 15:
        raise Refused(_GONE)
    return int(said)


def _clicked(call: Call) -> tuple[int, str]:
    """The goal of a button, and the message that it stands in."""
    goal_id, _, state = call.value.partition("|")
    return _number(goal_id), state


def _again(call: Call, goal_id: int, mark: Mark, state: str) -> Answer:
    """The message with this line finished; where it is not known, the line alone. Home shows by itself how things stand."""
    if call.origin.kind == "home":
        return NOTHING
    items = digests.unpacked(state) or [digests.Item(kind="g", id=goal_id)]
    return Answer(message=checkins.shown(call.deps, call.actor, digests.marked(items, goal_id, mark)))


def on_track(call: Call) -> Answer:
    """It moves."""
    goal_id, state = _clicked(call)
    checkins.on_track(call.deps, call.actor, goal_id, once=call.once)
    return _again(call, goal_id, Mark.ON_TRACK, state)


def on_done(call: Call) -> Answer:
    """It is done."""
    goal_id, state = _clicked(call)
    goals.close(call.deps, call.actor, goal_id, State.DONE, once=call.once)
    return _again(call, goal_id, Mark.DONE, state)


def on_undo(call: Call) -> Answer:
    """It is open again."""
    goal_id, state = _clicked(call)
    goals.reopen(call.deps, call.actor, goal_id, once=call.once)
    return _again(call, goal_id, Mark.NOTHING, state)


def on_stuck(call: Call) -> Answer:
    """What would help?"""
    goal_id, state = _clicked(call)
    goal = checkins.own(call.deps, call.actor, goal_id)
    return Answer(view=views.stuck_form(goal, call.actor.groups, state=state, nonce=nonce(), first=people.today(call.deps, call.actor)))


def on_stuck_form(call: Call) -> Answer:
    """The way on, submitted."""
    goal = checkins.own(call.deps, call.actor, _number(str(call.meta.get("goal"))))
    how, state = call.values.get("how") or "", str(call.meta.get("state") or "")
    if how == "drop":
        goals.close(call.deps, call.actor, goal.id, State.DROPPED, once=call.once)
        return _again(call, goal.id, Mark.DROPPED, state)
    if how == "date":
        if not call.values.get("day"):
            raise Refused("Please choose the other date.", field="day")
        checkins.new_day(call.deps, call.actor, goal, date.fromisoformat(call.values["day"]), once=call.once)
        return _again(call, goal.id, Mark.DATE, state)
    checkins.bring(call.deps, call.actor, goal.id, _group(call, how), call.values.get("words") or "", once=call.once)
    return _again(call, goal.id, Mark.BROUGHT, state)


def _group(call: Call, how: str) -> Group:
    found = next((g for g in call.actor.groups if f"group:{g.id}" == how), None)
    if found is None:
        raise Refused("You are not in that group any more. Choose another way.", field="how")
    return found


def on_rsvp(call: Call) -> Answer:
    """Yes, late or no to a meeting in the message."""
    said, _, rest = call.value.partition("|")
    meeting_id, _, state = rest.partition("|")
    if said not in tuple(Rsvp):
        raise Refused(_GONE)
    number = _number(meeting_id)
    attendance.answer(call.deps, call.actor, number, Rsvp(said), once=call.once)
    if call.origin.kind == "home":
        return NOTHING
    items = digests.unpacked(state) or [digests.Item(kind="m", id=number)]
    return Answer(message=checkins.shown(call.deps, call.actor, items))


COMMANDS = ()
ACTIONS = {Ids.ON_TRACK: on_track, Ids.STUCK: on_stuck, Ids.DONE: on_done, Ids.UNDO: on_undo, Ids.RSVP: on_rsvp}
FORMS = {Ids.STUCK_FORM: on_stuck_form}
