"""Goals as forms that come back."""

from __future__ import annotations

from datetime import date

from bot.services import goal_lists, goals
from bot.views import goal_forms
from bot.views import goals as views
from bot.views.goal_forms import Filled
from handlers import goal_answers as answers
from handlers.call import Answer, Call
from mentoring.goals import Horizon, Scope, State, Wording
from mentoring.smart import Gap

def on_form(call: Call) -> Answer:
    """A goal's form, submitted: a new goal, an edit, or the missing fields of one."""
    values, meta = call.values, call.meta
    if meta.get("goal"):
        return _edited(call)
    scope_word, _, seen = (values.get("whose") or "own private").partition(" ")
    scope = Scope.GROUP if scope_word == "group" else Scope.OWN
    groups = call.actor.groups
    group = next((g for g in groups if str(g.id) == str(values.get("group"))), groups[0] if len(groups) == 1 else call.group)
    goal = goals.add(call.deps, call.actor, _from_form(values, Wording(what="")), group=group, scope=scope, shared=seen == "shared",
                     draft=meta.get("draft"), once=call.once)
    return Answer(message=views.card(answers.shown(call, goal), said=answers.echo(call, goal), check=True, undo=scope is Scope.OWN))


def _edited(call: Call) -> Answer:
    goal = goal_lists.one(call.deps, call.actor, int(call.meta["goal"]))
    wording = _from_form(call.values, answers.wording_of(goal), only=call.meta.get("only") or ())
    try:
        after = goals.edit(call.deps, call.actor, goal.id, wording, version=call.meta.get("version"), once=call.once)
    except goals.Stale as stale:
        shown = goal_forms.form(Filled(nonce=answers.nonce(), wording=wording, goal=stale.goal, only=[Gap(g) for g in call.meta.get("only") or ()],
                                       warning=stale.text, toward=goal_lists.larger(call.deps, call.actor, but=goal.id)))
        return Answer(view=shown, update=True)
    return Answer(message=views.card(answers.shown(call, after), said=f"✓ Goal {after.ref} is saved.", check=True))


def _from_form(values: dict, base: Wording, *, only: tuple | list = ()) -> Wording:
    """The form's values over ``base``; a form of only some fields leaves the others as they are."""
    taken = dict(values) if not only else {k: v for k, v in values.items() if k in only}
    due = taken.get("due", base.due.isoformat() if base.due else None)
    toward = str(taken.get("toward") or (base.toward_id or 0) if "toward" not in taken else taken["toward"] or 0)
    return Wording(what=taken.get("what", base.what) or "", measure=taken.get("measure", base.measure) or "",
                   why=taken.get("why", base.why) or "", first_step=taken.get("first_step", base.first_step) or "",
                   due=date.fromisoformat(due) if due else None, horizon=Horizon(taken.get("horizon") or base.horizon),
                   toward_id=int(toward) if toward.isdigit() else None)


def on_update_form(call: Call) -> Answer:
    """Progress, submitted."""
    percent = call.values.get("percent")
    goal = goal_lists.one(call.deps, call.actor, int(call.meta["goal"]))
    chosen = int(percent) if percent and int(percent) != goal.percent // 10 * 10 else None
    after = goals.report(call.deps, call.actor, goal.id, note=call.values.get("note") or "", percent=chosen, once=call.once)
    return Answer(message=views.card(answers.shown(call, after), said=f"✓ Noted for goal {after.ref}."))


def on_end_form(call: Call) -> Answer:
    """How it ended, submitted."""
    tell = "tell" in (call.values.get("tell") or ())
    after = goals.close(call.deps, call.actor, int(call.meta["goal"]), State(call.values.get("ending") or "done"),
                        note=call.values.get("note") or "", tell=tell, once=call.once)
    shown = answers.shown(call, after)
    return Answer(message=views.finished(shown, can_celebrate=not tell and after.state is State.DONE and bool(call.actor.groups)))
