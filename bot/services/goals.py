"""Goals: every use case that changes one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.services import drafts, overlaps, people
from bot.services.agenda import JOY
from bot.views import goal_posts as posts
from bot.views import goals as views
from mentoring import goals as rules
from mentoring.goals import Goal, Progress, Scope, State, Visibility, Wording
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import goals as rows
from storage import outbox, points
from storage import people as people_rows


def add(deps: Deps, actor: Actor, wording: Wording, *, group: Group | None = None, scope: Scope = Scope.OWN,
        shared: bool = False, draft: str | None = None, once: str | None = None) -> Goal:
    """Write a goal down. Own and private unless said otherwise; the group's is a proposal, told to the group's channel.

    ``group`` is needed to share or to propose. ``draft`` is dropped with it. Raises Refused.
    """
    now = deps.clock.now()
    day = people.groups_today(deps, group) if group and scope is Scope.GROUP else people.today(deps, actor)
    wording = rules.check_wording(wording, today=day)
    if (scope is Scope.GROUP or shared) and (group is None or not actor.is_in(group.id)):
        raise Refused("Which group is it for? You can share with a group that you are a member of.", field="group")
    whose = group.id if scope is Scope.GROUP else actor.person.id
    with deps.store.write(once) as tx:
        number = rows.next_number(tx, scope, whose)
        if number > rules.MOST_GOALS:
            rules.room_for_one_more(_held(tx, scope, whose))
        toward = _toward(tx, actor, wording.toward_id)
        goal = Goal(owner_id=actor.person.id, owner=actor.person.user, scope=scope, number=number, created=now, touched=now,
                    group_id=group.id if group and (shared or scope is Scope.GROUP) else None, what=wording.what,
                    measure=wording.measure, why=wording.why, first_step=wording.first_step, due=wording.due, horizon=wording.horizon,
                    toward_id=toward.id if toward else None,
                    visibility=Visibility.SHARED if shared or scope is Scope.GROUP else Visibility.PRIVATE,
                    state=State.PROPOSED if scope is Scope.GROUP else State.OPEN)
        goal = replace(goal, id=rows.add(tx, goal))
        rows.note(tx, goal.id, actor.person.id, Progress(at=now, kind="made"))
        if scope is Scope.GROUP:
            outbox.put(tx, f"goal:{goal.id}:proposed", "chat.postMessage", now=now, channel=group.channel,
                       body=posts.proposed(goal, today=day, group=group.name).body())
        if draft:
            drafts.drop(tx, actor, draft)
        _follow(tx, goal, goal, now)
        return goal


def _held(tx, scope: Scope, whose: int) -> int:
    if scope is Scope.GROUP:
        return rows.count(tx, "group", groups=[whose])[0]
    return rows.count(tx, "own", owner=whose)[0]


def _toward(tx, actor: Actor, goal_id: int | None) -> Goal | None:
    """The larger goal it points to: one of the actor's own or of a group of theirs, else none (features 3.7)."""
    if not goal_id:
        return None
    goal = rows.by_id(tx, goal_id)
    mine = goal and goal.owner_id == actor.person.id and goal.scope is Scope.OWN
    return goal if goal and (mine or (goal.scope is Scope.GROUP and rules.may_see(actor, goal))) else None


def _change(deps: Deps, actor: Actor, goal_id: int, once: str | None, step: Callable[[Goal, datetime], tuple[Goal, Progress]], *,
            allowed=rules.need_hand, also: Callable | None = None) -> Goal:
    """Read, ask the rules, write by comparing the version, keep the history, tell the Homes: the frame of every change."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        goal = allowed(actor, rows.by_id(tx, goal_id, lock=True), "")
        after, line = step(goal, now)
        after = replace(after, touched=now)
        if not rows.change(tx, after, was=goal.version):
            raise Refused("Somebody changed that goal a moment ago; please look at it again.")
        after = replace(after, version=goal.version + 1)
        rows.note(tx, goal.id, actor.person.id, line)
        if also:
            also(tx, after, now)
        _follow(tx, goal, after, now)
        return after


def _follow(tx, was: Goal, goal: Goal, now: datetime) -> None:
    """What else a change concerns: goals like it, and the Homes that show it."""
    if Visibility.SHARED in (was.visibility, goal.visibility):
        overlaps.follow(tx, goal, now)
    _homes(tx, was)
    if goal.group_id != was.group_id:
        _homes(tx, goal)


def _homes(tx, goal: Goal) -> None:
    people_rows.home_stale(tx, goal.owner_id)
    if goal.group_id:
        people_rows.homes_stale_in(tx, goal.group_id)


def edit(deps: Deps, actor: Actor, goal_id: int, wording: Wording, *, version: int | None, once: str | None = None) -> Goal:
    """New words for a goal. ``version`` is the one the form showed: a newer one on file is not overwritten unseen."""
    day = people.today(deps, actor)

    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        if version is not None and goal.version != version:
            raise Stale(goal)
        kept = wording if wording.due != goal.due else replace(wording, due=None)   # a day that passed may stay as it is
        checked = rules.check_wording(kept, today=day)
        after = replace(goal, what=checked.what, measure=checked.measure, why=checked.why, first_step=checked.first_step,
                        due=wording.due, horizon=checked.horizon, toward_id=wording.toward_id)
        return after, Progress(at=now, kind="edited")

    with deps.store.read() as tx:
        toward = _toward(tx, actor, wording.toward_id)
    wording = replace(wording, toward_id=toward.id if toward and toward.id != goal_id else None)
    return _change(deps, actor, goal_id, once, step, also=_proposal_again(deps, actor))


def _proposal_again(deps: Deps, actor: Actor) -> Callable:
    """While a goal is a proposal in the channel, its message there follows every edit."""
    def put(tx, goal: Goal, now: datetime) -> None:
        group = next((g for g in actor.groups if g.id == goal.group_id), None)
        if goal.state is State.PROPOSED and group:
            body = posts.proposed(goal, today=people.groups_today(deps, group), group=group.name).body()
            outbox.put(tx, f"goal:{goal.id}:edited:{goal.version}", "chat.update", now=now, channel=group.channel,
                       edits=f"goal:{goal.id}:proposed", body=body)
    return put


class Stale(Refused):
    """The goal was changed while a form about it was open. ``goal`` is how it stands now."""

    def __init__(self, goal: Goal):
        super().__init__("This goal was changed elsewhere a moment ago. Please look at it again.", field="what")
        self.goal = goal


def report(deps: Deps, actor: Actor, goal_id: int, *, note: str, percent: int | None, once: str | None = None) -> Goal:
    """A line of progress: what moved, how far it is, or both."""
    note = tidy(note, name="note", field="note")
    if percent is not None and not 0 <= percent <= 100:
        raise Refused("Progress goes from 0% to 100%.", field="percent")
    if not note and percent is None:
        raise Refused("What moved? Write a few words, a percentage, or both: `/mentor goal update 3 drafted the methods 60%`.",
                      field="note")

    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        if not goal.is_open:
            raise Refused(f"Goal {goal.ref} is {views.STATE_WORDS[goal.state]}; reopen it to go on with it.")
        after = goal if percent is None else replace(goal, percent=percent)
        return after, Progress(at=now, kind="note", text=note, percent=percent)

    return _change(deps, actor, goal_id, once, step, allowed=rules.need_report)


def close(deps: Deps, actor: Actor, goal_id: int, ending: State, *, note: str = "", tell: Group | None = None,
          once: str | None = None) -> Goal:
    """End a goal as done, partly, changed or dropped, with one optional line; a done one is celebrated in the group ``tell``."""
    if ending not in rules.ENDINGS:
        raise Refused("Please choose how it ended.", field="ending")
    note = tidy(note, name="line", longest=500, field="note")

    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        after = rules.close(goal, ending, note=note, now=now)
        return after, Progress(at=now, kind="closed", text=note, percent=after.percent)

    celebrate_too = _celebration(actor, tell) if tell and ending is State.DONE else None
    return _change(deps, actor, goal_id, once, step, also=celebrate_too)


def reopen(deps: Deps, actor: Actor, goal_id: int, *, once: str | None = None) -> Goal:
    """Open a closed goal again; a meeting that was to celebrate it does not."""
    was: list[Goal] = []

    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        was.append(goal)
        return rules.reopen(goal), Progress(at=now, kind="reopened")
    return _change(deps, actor, goal_id, once, step, also=lambda tx, after, now: points.take_back(tx, _joy(was[-1])))


def celebrate(deps: Deps, actor: Actor, goal_id: int, group: Group, *, once: str | None = None) -> Goal:
    """One line in the group's channel about a goal that is done, at its owner's wish and only once for each closing."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        goal = rules.need_hand(actor, rows.by_id(tx, goal_id), "")
        if goal.state is not State.DONE:
            raise Refused("That goal is not closed as done, so there is nothing to celebrate yet.")
        _celebration(actor, group)(tx, goal, now)
        return goal


def _celebration(actor: Actor, group: Group) -> Callable:
    def put(tx, goal: Goal, now: datetime) -> None:
        if not actor.is_in(group.id) or (goal.scope is Scope.GROUP and goal.group_id != group.id):
            raise Refused("You can tell a group that you are a member of.", field="tell")
        outbox.put(tx, f"goal:{goal.id}:celebrated:{goal.closed:%Y%m%dT%H%M%S}", "chat.postMessage", now=now,
                   channel=group.channel, body=posts.celebrated(goal, group=group.name).body())
        who = "we" if goal.scope is Scope.GROUP else actor.person.name or "somebody"
        points.add(tx, group.id, f"{who} reached: {goal.what}"[:500], source=_joy(goal), person_id=actor.person.id, now=now)
    return put


def _joy(goal: Goal) -> str:
    return f"{JOY}goal:{goal.id}:{goal.closed:%Y%m%dT%H%M%S}"


def share(deps: Deps, actor: Actor, goal_id: int, group: Group, *, once: str | None = None) -> Goal:
    """Let the members of one group see an own goal."""
    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        if goal.scope is Scope.GROUP:
            raise Refused("A goal of the group is seen by the whole group anyway.")
        if not actor.is_in(group.id):
            raise Refused("You can share with a group that you are a member of.")
        return replace(goal, visibility=Visibility.SHARED, group_id=group.id), Progress(at=now, kind="shared")
    return _change(deps, actor, goal_id, once, step)


def make_private(deps: Deps, actor: Actor, goal_id: int, *, once: str | None = None) -> Goal:
    """From now on only its owner sees it."""
    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        if goal.scope is Scope.GROUP:
            raise Refused("A goal of the group cannot be private; it belongs to all of you.")
        return replace(goal, visibility=Visibility.PRIVATE, group_id=None), Progress(at=now, kind="private")
    return _change(deps, actor, goal_id, once, step)


def decide(deps: Deps, actor: Actor, goal_id: int, *, adopt: bool, once: str | None = None) -> Goal:
    """An organiser adopts or declines what was proposed for the group; the proposal in the channel says so."""
    def step(goal: Goal, now: datetime) -> tuple[Goal, Progress]:
        after = rules.decide(goal, adopt=adopt, actor=actor, now=now)
        return after, Progress(at=now, kind="adopted" if adopt else "declined")

    def tell(tx, goal: Goal, now: datetime) -> None:
        group = next(g for g in actor.groups if g.id == goal.group_id)
        body = posts.decided(goal, today=people.groups_today(deps, group), group=group.name, by=actor.person.user).body()
        outbox.put(tx, f"goal:{goal.id}:decided", "chat.update", now=now, channel=group.channel, edits=f"goal:{goal.id}:proposed",
                   body=body)

    return _change(deps, actor, goal_id, once, step, allowed=rules.need_sight, also=tell)


def undo(deps: Deps, actor: Actor, goal_id: int, *, once: str | None = None) -> Goal:
    """Take back a goal that was only just written down and never touched since."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        goal = rules.need_hand(actor, rows.by_id(tx, goal_id, lock=True), "")
        if goal.version != 1 or goal.scope is Scope.GROUP:
            raise Refused(f"Goal {goal.ref} has a history already. You can drop it instead: `/mentor goal drop {goal.ref}`.")
        overlaps.gone(tx, goal.id, now)
        rows.remove(tx, goal.id)
        _homes(tx, goal)
        return goal


def resolve(deps: Deps, actor: Actor, group: Group | None, number: int, scope: Scope) -> Goal:
    """The goal that a typed number means: an own one, or the group's; the same refusal when there is none or it is not yours."""
    ref = f"#g{number}" if scope is Scope.GROUP else f"#{number}"
    with deps.store.read() as tx:
        if scope is Scope.GROUP:
            found = rows.group_by_number(tx, group.id, number) if group else None
        else:
            found = rows.own_by_number(tx, actor.person.id, number)
    return rules.need_sight(actor, found, ref)
