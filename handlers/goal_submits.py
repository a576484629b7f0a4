"""Goals as forms that come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.services import goal_lists, goals
from bot.views import goal_forms
from bot.views import goals as views
from bot.views.goal_forms import Filled
from handlers import goal_answers as answers
from handlers.call import Answer, Call
from mentoring.goals import Goal, Horizon, Scope, State, Wording
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.smart import Gap
from mentoring.wordings import merged
from storage.errors import TryAgain


def on_form(call: Call) -> Answer:
    """A goal's form, submitted: a new goal, an edit, or the missing fields of one."""
    values, meta = call.values, call.meta
    if meta.get("goal"):
        return _edited(call)
    scope_word, _, seen = (values.get("whose") or "own private").partition(" ")
    scope, shared = (Scope.GROUP if scope_word == "group" else Scope.OWN), seen == "shared"
    group = _group(call, values.get("group") or meta.get("group")) if shared else None
    goal = goals.add(call.deps, call.actor, _from_form(values, Wording(what="")), group=group, scope=scope, shared=shared,
                     draft=str(meta.get("draft") or ""), once=call.once)
    if scope is Scope.GROUP:
        return answers.proposed(call, goal)
    return Answer(message=views.card(answers.shown(call, goal), said=answers.echo(call, goal), check=True, undo=True))


def _group(call: Call, group_id: str | None) -> Group:
    """The group that the form was about; for somebody who has left it meanwhile, no other one instead."""
    found = next((g for g in call.actor.groups if str(g.id) == str(group_id)), None)
    if not found:
        raise Refused("You are not in that group any more. Choose another, or keep the goal to yourself.",
                      field="group" if "group" in call.values else "whose")
    return found


def _edited(call: Call) -> Answer:
    """An edit. What somebody else changed meanwhile stays; where both changed the same, the form comes back and shows both."""
    goal = goal_lists.one(call.deps, call.actor, answers.goal_id(call, call.meta["goal"]))
    only = call.meta.get("only") or ()
    theirs = goal_forms.wording_of(goal)
    wording, both = merged(_from_form(call.values, theirs, only=only), theirs, call.meta.get("opened") or {})
    if both:
        return _again(call, goal, wording, both)
    try:
        after = goals.edit(call.deps, call.actor, goal.id, wording, version=goal.version, once=call.once)
    except goals.Stale:
        raise TryAgain from None
    return Answer(message=views.card(answers.shown(call, after), said=f"✓ Goal {after.ref} is saved.", check=True))


def _again(call: Call, goal: Goal, wording: Wording, both: tuple[str, ...]) -> Answer:
    form = goal_forms.form(Filled(
        nonce=answers.nonce(), wording=wording, goal=goal, only=[Gap(g) for g in call.meta.get("only") or ()], changed=both,
        warning="This goal was changed while you were writing. Your words are in the fields below: save again to put them in place, "
                "or close to leave the goal as it is.",
        toward=goal_lists.larger(call.deps, call.actor, but=goal.id)))
    return Answer(view=form, update=True)


def _from_form(values: dict, base: Wording, *, only: tuple | list = ()) -> Wording:
    """The form's values over ``base``; a field that the form did not have stays as it is."""
    taken = {k: v for k, v in values.items() if k in only} if only else values
    words = {k: taken[k] or "" for k in ("what", "measure", "why", "first_step") if k in taken}
    more = {"due": date.fromisoformat(taken["due"]) if taken["due"] else None} if "due" in taken else {}
    if taken.get("horizon"):
        more["horizon"] = Horizon(taken["horizon"])
    toward = str(taken.get("toward") or "")   # nothing chosen is no answer: "nothing in particular" is one of the choices
    if toward.isascii() and toward.isdigit() and len(toward) < 16:
        more["toward_id"] = int(toward) or None
    return replace(base, **words, **more)


def on_update_form(call: Call) -> Answer:
    """Progress, submitted."""
    goal = goal_lists.one(call.deps, call.actor, answers.goal_id(call, call.meta.get("goal")))
    percent = call.values.get("percent")
    chosen = int(percent) if percent and int(percent) != goal.percent // 10 * 10 else None
    after = goals.report(call.deps, call.actor, goal.id, note=call.values.get("note") or "", percent=chosen, once=call.once)
    return answers.noted(call, after)


def on_end_form(call: Call) -> Answer:
    """How it ended, submitted."""
    goal = goal_lists.one(call.deps, call.actor, answers.goal_id(call, call.meta.get("goal")))
    told = call.values.get("tell") or "no"
    tell = _group(call, told) if told != "no" else None
    after = goals.close(call.deps, call.actor, goal.id, State(call.values.get("ending") or "done"),
                        note=call.values.get("note") or "", tell=tell, once=call.once)
    return answers.finished(call, after, told=tell if after.state is State.DONE else None)
