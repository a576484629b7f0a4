"""What every door to goals answers with: the card, the list, the forms, and the few deeds that a command and a click share."""

from __future__ import annotations

from dataclasses import replace

from bot.services import goal_lists, goals, people
from bot.views import goal_forms
from bot.views import goals as views
from bot.views.goal_forms import Filled
from handlers.call import NOTHING, Answer, Call, nonce
from mentoring.goals import Goal, Horizon, Scope, State, Wording, need_hand, need_report, need_sight
from mentoring.people import Group
from mentoring.smart import Gap


def goal_id(call: Call, said: object) -> int:
    """The id that a button or a form carries; anything else is a goal that does not exist."""
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None, "")
    return int(words)


def added(call: Call, wording: Wording, *, draft: str | None = None, read: str = "") -> Answer:
    """A new goal, and its card with the SMART check and an undo. ``read``: how its date was read, where that needs saying."""
    goal = goals.add(call.deps, call.actor, wording, draft=draft, once=call.once)
    return Answer(message=views.card(shown(call, goal), said=f"{echo(call, goal)} {read}".strip(), check=True, undo=True))


def proposed(call: Call, goal: Goal, *, read: str = "") -> Answer:
    """A goal proposed for the group, with what it still needs before the others look at it. ``read`` as in `added`."""
    group = next(g for g in call.actor.groups if g.id == goal.group_id)
    said = f"✓ Proposed to {group.name} as goal {goal.ref}, in its channel."
    # Adopting has its place in the channel, where the others see the proposal.
    return Answer(message=views.card(replace(shown(call, goal), may_decide=False), said=f"{said} {read}".strip(), check=True))


def echo(call: Call, goal: Goal) -> str:
    """What has happened, with the horizon when we decided it."""
    long = " It is more than twelve months away, so I call it long-term." if goal.horizon is Horizon.LONG and goal.due else ""
    return f"✓ Written down as goal {goal.ref}.{long}"


def listed(page: goal_lists.Page) -> Answer:
    """A page of a list."""
    return Answer(message=views.listing(page.title, page.shown, total=page.total, page=page.page, pages=page.pages,
                                        which=page.which, empty=page.empty))


def noted(call: Call, goal: Goal) -> Answer:
    """Progress has been written down."""
    said = f"✓ Noted for goal {goal.ref}." + (" Is it done?" if goal.percent == 100 else "")
    return Answer(message=views.card(shown(call, goal), said=said))


def finished(call: Call, goal: Goal, *, told: Group | None = None, back: str = "") -> Answer:
    """Well done, and whether to tell the group."""
    tell = goal.state is State.DONE and not told and bool(may_tell(call, goal))
    return Answer(message=views.finished(shown(call, goal), can_celebrate=tell, told=told.name if told else "", back=back))


def may_tell(call: Call, goal: Goal) -> tuple[Group, ...]:
    """The groups a success could be told to: the one that sees the goal, else any of the owner's own."""
    here = tuple(g for g in call.actor.groups if g.id == goal.group_id)
    return here or (call.actor.groups if goal.scope is Scope.OWN else ())


def shown(call: Call, goal: Goal) -> views.Shown:
    """A goal with what its card says to this reader."""
    return goal_lists.shown(call.actor, goal, today=people.today(call.deps, call.actor))


def blank_form(call: Call, scope: Scope) -> Answer:
    """An empty form."""
    return form(call, Wording(what=""), scope)


def form(call: Call, wording: Wording, scope: Scope, *, draft: str | None = None, warning: str = "") -> Answer:
    """The form of a new goal, holding what was typed."""
    group = call.chosen or call.group
    return Answer(view=goal_forms.form(Filled(
        nonce=nonce(), wording=wording, scope=str(scope), groups=call.actor.groups, group_id=group.id if group else None,
        draft=draft, warning=warning, toward=goal_lists.larger(call.deps, call.actor))))


def edit_form(call: Call, goal: Goal, only: tuple[Gap, ...] = ()) -> Answer:
    """The form of a goal that is there; ``only`` limits it to some fields."""
    goal = need_hand(call.actor, goal, goal.ref)
    toward = () if only else goal_lists.larger(call.deps, call.actor, but=goal.id)
    return Answer(view=goal_forms.form(Filled(nonce=nonce(), wording=goal_forms.wording_of(goal), goal=goal, only=only, toward=toward)))


def update_form(call: Call, goal: Goal) -> Answer:
    """What moved, and how far is it?"""
    return Answer(view=goal_forms.update_form(need_report(call.actor, goal, goal.ref), nonce=nonce()))


def end_form(call: Call, goal: Goal, ending: State) -> Answer:
    """How did it end?"""
    goal = need_hand(call.actor, goal, goal.ref)
    return Answer(view=goal_forms.end_form(goal, nonce=nonce(), ending=ending, tell=may_tell(call, goal)))


def shared(call: Call, goal_id: int) -> Answer:
    """Share a goal with the group that is meant."""
    goal_lists.one(call.deps, call.actor, goal_id)
    group = call.need_group()
    goal = goals.share(call.deps, call.actor, goal_id, group, once=call.once)
    return Answer(message=views.card(shown(call, goal), said=f"✓ The members of {group.name} can see goal {goal.ref} now."))


def made_private(call: Call, goal_id: int) -> Answer:
    """Hide a goal from everybody else."""
    goal = goals.make_private(call.deps, call.actor, goal_id, once=call.once)
    return Answer(message=views.card(shown(call, goal), said=f"✓ Only you can see goal {goal.ref} now."))


def decided(call: Call, goal_id: int, *, adopt: bool) -> Answer:
    """An organiser has decided on a proposal."""
    goal = goals.decide(call.deps, call.actor, goal_id, adopt=adopt, once=call.once)
    if call.origin.kind == "message" and not (call.origin.channel or "").startswith("D"):
        return NOTHING   # the proposal in the channel is edited for everybody, by its letter
    said = f"✓ Goal {goal.ref} is adopted." if adopt else f"Goal {goal.ref} is not adopted this time."
    return Answer(message=views.card(shown(call, goal), said=said))
