"""Goals as clicks: each button of a card, a list, Home or the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.services import drafts, goal_lists, goals
from bot.views import goals as views
from bot.views.blocks import Message, actions, button, rich, run, section
from bot.views.goals import Ids
from handlers import goal_answers as answers
from handlers.call import Answer, Call
from mentoring.goals import Goal, Horizon, Scope, State, Wording
from mentoring.refused import Refused
from mentoring.smart import gaps


def on_click_add(call: Call) -> Answer:
    """Add a goal: the form."""
    return answers.blank_form(call, Scope.OWN)


def on_click_propose(call: Call) -> Answer:
    """Propose a goal for the group whose Home section or channel this is."""
    group = next((g for g in call.actor.groups if str(g.id) == call.value), None) or call.need_group()
    return answers.blank_form(replace(call, chosen=group), Scope.GROUP)


def on_click_smart(call: Call) -> Answer:
    """Only the fields that are missing."""
    goal = _clicked(call)
    return answers.edit_form(call, goal, gaps(goal))


def on_click_edit(call: Call) -> Answer:
    """The whole form."""
    return answers.edit_form(call, _clicked(call))


def on_click_update(call: Call) -> Answer:
    """Progress in two fields."""
    return answers.update_form(call, _clicked(call))


def on_click_done(call: Call) -> Answer:
    """Done: at once from a card; from Home with the question how it ended."""
    goal = _clicked(call)
    if call.origin.kind == "home":
        return answers.end_form(call, goal, State.DONE)
    return answers.finished(call, goals.close(call.deps, call.actor, goal.id, State.DONE, once=call.once), back=_list(call))


def on_click_end(call: Call) -> Answer:
    """Close it: done, partly, changed or dropped."""
    return answers.end_form(call, _clicked(call), State.PARTLY)


def on_click_reopen(call: Call) -> Answer:
    """Open again."""
    goal = goals.reopen(call.deps, call.actor, _id(call), once=call.once)
    return Answer(message=views.card(answers.shown(call, goal), said=f"Goal {goal.ref} is open again."))


def on_click_show(call: Call) -> Answer:
    """Details."""
    return Answer(message=views.card(goal_lists.details(call.deps, call.actor, _id(call)), full=True, back=_list(call)))


def on_click_page(call: Call) -> Answer:
    """Another page of the list that the button belongs to."""
    which, _, page = call.value.partition("|")
    kind, *rest = which.split(":")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    if kind == "group":
        group = _group_of(call, rest[0]) if rest else call.need_group()
        return answers.listed(goal_lists.of_group(call.deps, call.actor, group, number))
    if kind == "of" and len(rest) == 2:
        return answers.listed(goal_lists.of_member(call.deps, call.actor, _group_of(call, rest[1]), rest[0], number))
    return answers.listed(goal_lists.mine(call.deps, call.actor, number))


def _group_of(call: Call, group_id: str):
    found = next((g for g in call.actor.groups if str(g.id) == group_id), None)
    if not found:
        raise Refused("You can see the goals of a group that you are a member of.")
    return found


def on_click_share(call: Call) -> Answer:
    """Share with the group."""
    return answers.shared(call, _id(call))


def on_click_private(call: Call) -> Answer:
    """Only for me."""
    return answers.made_private(call, _id(call))


def on_click_undo(call: Call) -> Answer:
    """Take back what was only just written; its words are given back."""
    goal = goals.undo(call.deps, call.actor, _id(call), once=call.once)
    gone = f"Removed. Goal {goal.ref} was never here."
    return Answer(message=Message(text=gone, blocks=[section(gone), rich([run(goal.what)]), actions(button("Add a goal", Ids.ADD))]))


def on_click_celebrate(call: Call) -> Answer:
    """One line in the channel, by the owner's own click."""
    goal = goal_lists.one(call.deps, call.actor, _id(call))
    groups = answers.may_tell(call, goal)
    group = groups[0] if len(groups) == 1 else call.need_group()
    goals.celebrate(call.deps, call.actor, goal.id, group, once=call.once)
    return answers.finished(call, goal, told=group)


def on_click_adopt(call: Call) -> Answer:
    """The organiser adopts a proposal."""
    return answers.decided(call, _id(call), adopt=True)


def on_click_decline(call: Call) -> Answer:
    """The organiser declines a proposal."""
    return answers.decided(call, _id(call), adopt=False)


def on_click_day(call: Call) -> Answer:
    """One of the days that were offered."""
    draft, _, day = call.value.partition("|")
    body = drafts.get(call.deps, call.actor, draft)
    return _chosen(call, draft, Wording(what=body["what"], due=date.fromisoformat(day), horizon=Horizon(body["horizon"])))


def on_click_no_day(call: Call) -> Answer:
    """No date: the whole line is the goal."""
    body = drafts.get(call.deps, call.actor, call.value)
    return _chosen(call, call.value, Wording(what=body["typed"], horizon=Horizon(body["horizon"])))


def _chosen(call: Call, draft: str, wording: Wording) -> Answer:
    """The draft is the key: two quick clicks make one goal."""
    return answers.added(replace(call, once=f"draft:{draft}"), wording, draft=draft)


def on_click_other_day(call: Call) -> Answer:
    """Another day: the form, with everything typed already in it."""
    body = drafts.get(call.deps, call.actor, call.value)
    return answers.form(call, Wording(what=body["what"], horizon=Horizon(body["horizon"])), Scope.OWN, draft=call.value)


def _id(call: Call) -> int:
    return answers.goal_id(call, call.value.partition("|")[0])


def _list(call: Call) -> str:
    """The page of the list that the button stood in; a window has none to go back to."""
    return call.value.partition("|")[2] if call.origin.kind in ("ephemeral", "message") else ""


def _clicked(call: Call) -> Goal:
    return goal_lists.one(call.deps, call.actor, _id(call))
