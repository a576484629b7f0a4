"""What a group is told of goals in its channel: proposed, decided, reached."""

from __future__ import annotations

from datetime import date

from bot.views.blocks import Message, actions, context, escape, rich, run, who
from bot.views.goals import Shown, facts, proposal_buttons, title_runs
from mentoring.goals import Goal, Scope, State
from mentoring.text import clip, one_line


def proposed(goal: Goal, *, today: date, group: str) -> Message:
    """In the channel: a goal somebody proposes for the group."""
    shown = Shown(goal=goal, today=today, group=group)
    return Message(
        text=f"A goal is proposed for {escape(group)}: {escape(clip(one_line(goal.what), 300))}",
        blocks=[rich([who(goal.owner), run(" proposes a goal for the group:")]), rich(title_runs(goal, whole=True), [run(facts(shown))]),
                actions(*proposal_buttons(goal), block_id=f"goal-{goal.id}"),
                context("Talk it over in the thread. An organiser adopts it when you agree.")])


def decided(goal: Goal, *, today: date, group: str, by: str) -> Message:
    """The same message once the organiser has decided."""
    shown = Shown(goal=goal, today=today, group=group)
    verdict = "adopted" if goal.state is State.OPEN else "not adopted this time"
    return Message(
        text=f"{escape(group)}: the goal “{escape(clip(one_line(goal.what), 300))}” was {verdict}.",
        blocks=[rich([who(goal.owner), run(" proposed a goal for the group:")]), rich(title_runs(goal, whole=True), [run(facts(shown))]),
                context(f"{'✓ Adopted' if goal.state is State.OPEN else 'Not adopted this time'} by <@{by}>.")])


def celebrated(goal: Goal, *, group: str) -> Message:
    """One line in the channel, posted only when the owner, or for the group's own goal an organiser, asked for it."""
    words = clip(one_line(goal.what), 300)
    if goal.scope is Scope.GROUP:
        return Message(text=f"🎉 {escape(group)} reached a goal: {escape(words)}",
                       blocks=[rich([run(f"🎉 {group} reached a goal: "), run(words, bold=True)])])
    return Message(text=f"🎉 <@{goal.owner}> reached a goal: {escape(words)}",
                   blocks=[rich([run("🎉 "), who(goal.owner), run(" reached a goal: "), run(words, bold=True)])])
