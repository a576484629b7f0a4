"""The yearly exercise of values, and which of them a goal serves (features 8.3). What the values are called is opened for their owner
alone, in a window; the store knows only that a goal points to the first, second or third of an exercise.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.deps import Deps
from bot.services import people
from bot.services.reflections import entry, keep, owner
from mentoring import goals as goal_rules
from mentoring import prompts
from mentoring import reflections as rules
from mentoring.goals import Goal, Scope
from mentoring.people import Actor
from mentoring.reflections import Reflection, Size
from mentoring.refused import NotFound, Refused
from storage import goals as goal_rows
from storage import reflections as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A goal, the values of its owner's last exercise in their order (empty: never done), and the place of the one it serves, from 1."""

    goal: Goal
    reflection_id: int = 0
    values: tuple[str, ...] = ()
    rank: int | None = None


def last(deps: Deps, actor: Actor) -> Reflection | None:
    """What the actor chose when they last did the exercise; None: never, or too long ago to look."""
    unseal = deps.seals.reader(owner(actor.person))
    with deps.store.read() as tx:
        found = rows.own(tx, actor.person.id, limit=500)
    return next((e for e in (entry(deps, actor.person, r, (), unseal) for r in found) if e.words.size is Size.VALUES), None)


def choose(deps: Deps, actor: Actor, ranked: list[str], line: str, *, once: str | None = None) -> Reflection:
    """The exercise, done: an entry of the journal. Refused: nothing chosen, or one value twice."""
    year = people.today(deps, actor).year
    return keep(deps, actor, 0, rules.chosen(ranked, line, year), mark=prompts.values_mark(year), once=once)


def serving(deps: Deps, actor: Actor, goal_id: int) -> Serving:
    """What one of the actor's own goals is for. A value of an earlier exercise counts where it was chosen again."""
    with deps.store.read() as tx:
        goal = _own(actor, goal_rows.by_id(tx, goal_id))
        kept = rows.value_of(tx, goal.id)
        before = rows.by_id(tx, kept[0]) if kept else None
    latest = last(deps, actor)
    if latest is None:
        return Serving(goal=goal)
    values = tuple(v for v in latest.words.parts[:3] if v)
    word = entry(deps, actor.person, before).words.parts[kept[1] - 1] if before and before.person_id == actor.person.id else None
    return Serving(goal=goal, reflection_id=latest.id, values=values, rank=values.index(word) + 1 if word in values else None)


def serve(deps: Deps, actor: Actor, goal_id: int, reflection_id: int, rank: int | None, *, once: str | None = None) -> Goal:
    """A goal serves the value in this place of an exercise of the actor's own; None: none of them."""
    with deps.store.write(once) as tx:
        goal = _own(actor, goal_rows.by_id(tx, goal_id, lock=True))
        rows.forget_value(tx, goal.id)
        if rank is not None:
            exercise = rows.by_id(tx, reflection_id)
            if exercise is None or exercise.person_id != actor.person.id or not 1 <= rank <= 3:
                raise NotFound("those values", "values")
            rows.put_value(tx, goal.id, reflection_id, rank)
        return goal


def _own(actor: Actor, goal: Goal | None) -> Goal:
    goal = goal_rules.need_sight(actor, goal, "")
    if goal.scope is not Scope.OWN or goal.owner_id != actor.person.id:
        raise Refused("Only a goal of your own can point to one of your values.")
    return goal
