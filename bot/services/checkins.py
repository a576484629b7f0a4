"""Answering one's message of the week: a goal is on track, stuck or done; a meeting is answered; the message shows it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.deps import Deps
from bot.services import digest, goals
from bot.views import checkins as views
from bot.views.blocks import Message
from mentoring import goals as rules
from mentoring.digests import Item
from mentoring.goals import Goal, Progress, Scope, Wording
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import goals as rows
from storage import meetings as meeting_rows
from storage import outbox
from storage import people as people_rows

ON_TRACK = "On track"


def shown(deps: Deps, actor: Actor, items: Sequence[Item]) -> Message:
    """The message again, with what has been done in it."""
    with deps.store.read() as tx:
        return digest.again(tx, actor.person, actor.groups, items, now=deps.clock.now())


def on_track(deps: Deps, actor: Actor, goal_id: int, *, once: str | None = None) -> Goal:
    """It moves as it should: a line in its history, and four weeks of quiet about it."""
    return goals.report(deps, actor, goal_id, note=ON_TRACK, percent=None, once=once)


def own(deps: Deps, actor: Actor, goal_id: int) -> Goal:
    """A goal of the actor's own that is open. Refused in the same words for none and for somebody else's."""
    with deps.store.read() as tx:
        goal = rules.need_hand(actor, rows.by_id(tx, goal_id), "")
    if not goal.is_open:
        raise Refused(f"Goal {goal.ref} is closed already.")
    return goal


def next_meeting(deps: Deps, group: Group) -> Meeting | None:
    """The next meeting of a group that is on."""
    with deps.store.read() as tx:
        return next((m for m in meeting_rows.between(tx, [group.id], deps.clock.now()) if m.is_on), None)


def bring(deps: Deps, actor: Actor, goal_id: int, group: Group, words: str, *, once: str | None = None) -> Goal:
    """Tell the group that the owner would like to talk about something stuck. Only ``words`` are told, never the goal itself."""
    now = deps.clock.now()
    words = tidy(words, name="line", longest=500, field="words")
    if not actor.is_in(group.id):
        raise Refused("You can bring it to a group that you are a member of.", field="how")
    with deps.store.write(once) as tx:
        goal = rules.need_hand(actor, rows.by_id(tx, goal_id, lock=True), "")
        if goal.scope is not Scope.OWN or not goal.is_open:
            raise Refused(f"Goal {goal.ref} is closed already.")
        after = replace(goal, touched=now)
        if not rows.change(tx, after, was=goal.version):
            raise Refused("That goal was changed a moment ago; please look at it again.")
        rows.note(tx, goal.id, actor.person.id, Progress(at=now, kind="note", text="Stuck: brought to the group"))
        meeting = next((m for m in meeting_rows.between(tx, [group.id], now) if m.is_on), None)
        outbox.put(tx, f"goal:{goal.id}:stuck:{goal.version}", "chat.postMessage", now=now, channel=group.channel,
                   body=views.brought(actor.person.user, words, meeting).body())
        people_rows.home_stale(tx, actor.person.id)
        return replace(after, version=goal.version + 1)


def new_day(deps: Deps, actor: Actor, goal: Goal, day: date | None, *, once: str | None = None) -> Goal:
    """Another date for a goal; without one it has none from now on."""
    wording = Wording(what=goal.what, measure=goal.measure, why=goal.why, first_step=goal.first_step, due=day, horizon=goal.horizon,
                      toward_id=goal.toward_id)
    return goals.edit(deps, actor, goal.id, wording, version=goal.version, once=once)
