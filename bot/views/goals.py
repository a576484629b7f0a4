"""What a person sees of goals in messages: a card, a list, what the group is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, button, confirm, context, divider, escape, moment, rich, run, section, who
from bot.views.days import away, bar, day, short_day
from mentoring import smart
from mentoring.goals import ENDINGS, Goal, Horizon, Progress, Scope, State, Visibility
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """Everything about goals that can be clicked or submitted."""

    ADD = "goals.add"
    SMART = "goals.smart"
    EDIT = "goals.edit"
    SHARE = "goals.share"
    PRIVATE = "goals.private"
    UNDO = "goals.undo"
    UPDATE = "goals.update"
    DONE = "goals.done"
    END = "goals.end"
    REOPEN = "goals.reopen"
    SHOW = "goals.show"
    PAGE = "goals.page"
    CELEBRATE = "goals.celebrate"
    ADOPT = "goals.adopt"
    DECLINE = "goals.decline"
    PROPOSE = "goals.propose"
    DAY = "goals.day"
    NO_DAY = "goals.no_day"
    OTHER_DAY = "goals.other_day"
    FORM = "goals.form"
    UPDATE_FORM = "goals.update_form"
    END_FORM = "goals.end_form"
    VALUE = "goals.value"
    VALUE_FORM = "goals.value_form"


STATE_WORDS = {
    State.PROPOSED: "proposed", State.OPEN: "open", State.DONE: "done", State.PARTLY: "partly done", State.DROPPED: "dropped",
    State.CHANGED: "changed into something else", State.DECLINED: "not adopted",
}
KIND_WORDS = {
    "made": "written down", "note": "", "edited": "edited", "shared": "shared with the group", "private": "made private",
    "closed": "closed", "reopened": "reopened", "adopted": "adopted", "declined": "not adopted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A goal with what its card needs beside it. ``group`` is the name of the group it is shared with or belongs to."""

    goal: Goal
    today: date
    mine: bool = True
    may_decide: bool = False
    may_report: bool = True
    may_share: bool = True
    group: str = ""
    toward: str = ""
    pointing: int = 0
    history: Sequence[Progress] = ()
    review: date | None = None


def due_words(goal: Goal, today: date) -> str:
    """``by Wednesday 30 June 2027 (in 7 months)``, or that there is no date yet."""
    if goal.due is None:
        return "no date yet"
    late = "was due" if goal.due < today and goal.is_open else "by"
    return f"{late} {day(goal.due)} ({away(goal.due, today)})" if goal.is_open else f"by {day(goal.due)}"


def seen_by(goal: Goal, group: str) -> str:
    """Who can see it, in words."""
    if goal.scope is Scope.GROUP:
        return f"a goal of {group}" if group else "a goal of the group"
    if goal.visibility is Visibility.SHARED:
        return f"shared with {group}" if group else "shared with the group"
    return "only you can see it"


def facts(shown: Shown) -> str:
    """The line under a goal: date, horizon, who sees it, how it stands."""
    goal = shown.goal
    parts = [due_words(goal, shown.today), "long-term" if goal.horizon is Horizon.LONG else "short-term", seen_by(goal, shown.group)]
    return " · ".join([*_ended(goal), *parts])


def _ended(goal: Goal) -> list[str]:
    return [] if goal.is_open else [STATE_WORDS[goal.state]]


def brief_facts(shown: Shown) -> str:
    """The same in a list, without what is usual or stands in the list's heading; with the next review, for whoever keeps the goal."""
    goal = shown.goal
    parts = [*_ended(goal), due_words(goal, shown.today)]
    if goal.horizon is Horizon.LONG:
        parts.append("long-term")
    if shown.mine and goal.scope is Scope.OWN:
        parts.append("private" if goal.visibility is Visibility.PRIVATE else seen_by(goal, shown.group))
    if shown.review and shown.mine and goal.is_open:
        parts.append(f"next review {short_day(shown.review, shown.today)}")
    return " · ".join(parts)


def title_runs(goal: Goal, *, whole: bool) -> list[dict]:
    """``#3`` and the goal's own words, exactly as typed; shortened in lists."""
    words = goal.what if whole else clip(one_line(goal.what), 220)
    return [run(f"{goal.ref} ", code=False), run(words, bold=True)]


def summary(shown: Shown, about: str = "") -> str:
    """The plain-text twin of a goal, escaped. ``about``: its `facts`, where they are known already."""
    goal = shown.goal
    return f"Goal {goal.ref}: {escape(clip(one_line(goal.what), 300))}. {goal.percent}% done, {escape(about or facts(shown))}."


def card(shown: Shown, *, said: str = "", check: bool = False, undo: bool = False, full: bool = False, back: str = "") -> Message:
    """One goal with its buttons. ``said``: what has just happened; ``check``: with the SMART line; ``full``: with the details;
    ``back``: the page of the list it was opened from."""
    goal = shown.goal
    blocks: list[dict] = [section(escape(said))] if said else []
    about = facts(shown)
    blocks.append(rich(title_runs(goal, whole=True), [run(about)], *([[run(bar(goal.percent))]] if goal.percent or full else [])))
    if full:
        blocks += _details(shown)
    missing = smart.gaps(goal) if check and goal.state in (State.OPEN, State.PROPOSED) and shown.mine else ()
    if missing:
        blocks.append(context(f"*SMART check.* {smart.line(missing)}"))
    row = _buttons(shown, missing=bool(missing), undo=undo) + (_values(goal) if full and shown.mine else [])
    if back:
        row.append(button("Back to the goals", f"{Ids.PAGE}.list", back))
    if row:
        blocks.append(actions(*row, block_id=f"goal-{goal.id}"))
    return Message(text=f"{escape(said)} {summary(shown, about)}".strip(), blocks=blocks)


def _values(goal: Goal) -> list[dict]:
    ask = button("What is it for?", Ids.VALUE, str(goal.id), label=f"Which of my values is goal {goal.ref} for?")
    return [ask] if goal.scope is Scope.OWN and goal.is_open else []


def _details(shown: Shown) -> list[dict]:
    goal = shown.goal
    named = [("Measured by: ", goal.measure), ("Why it matters: ", goal.why), ("First step: ", goal.first_step),
             ("How it ended: ", goal.closing_note), ("Counts toward: ", shown.toward)]
    lines = [[run(label, bold=True), run(text)] for label, text in named if text]
    if shown.pointing:
        lines.append([run(f"{shown.pointing} {'goal' if shown.pointing == 1 else 'goals'} of members count toward it.")])
    if shown.review and goal.is_open:
        lines.append([run(f"Next review: {day(shown.review)}")])
    history = [[[run("History", bold=True)], *[_history_line(p) for p in shown.history]]] if shown.history else []
    return [rich(*part) for part in ([lines] if lines else []) + history]


def _history_line(line: Progress) -> list[dict]:
    what = ", ".join(t for t in (KIND_WORDS[line.kind], f"{line.percent}%" if line.percent is not None else "") if t)
    note = f"{': ' if what else ''}{clip(one_line(line.text), 300)}" if line.text else ""
    return [moment(line.at, "{date_short}"), run(f"  {what}{note}")]


def _buttons(shown: Shown, *, missing: bool, undo: bool) -> list[dict]:
    goal, value, name = shown.goal, str(shown.goal.id), f"goal {shown.goal.ref}"
    edit = button("Edit", Ids.EDIT, value, label=f"Edit {name}")
    if goal.state is State.PROPOSED:
        first = [button("Make it SMART", Ids.SMART, value)] if missing else []
        return [*(proposal_buttons(goal) if shown.may_decide else []), *first, *([edit] if shown.mine else [])]
    if not goal.is_open:
        again = goal.state in ENDINGS and shown.mine
        return [button("Reopen", Ids.REOPEN, value, label=f"Reopen {name}")] if again else []
    update = button("Update progress", Ids.UPDATE, value, label=f"Update progress of {name}")
    if not shown.mine:
        return [update] if shown.may_report else []
    done = button("Done", Ids.DONE, value, label=f"Done: {name}", style=None if missing else "primary")
    if undo:
        first = [button("Make it SMART", Ids.SMART, value, style="primary")] if missing else []
        return [*first, edit, *_sharing(shown), button("Undo", Ids.UNDO, value, label=f"Undo: remove {name}")]
    first = [button("Make it SMART", Ids.SMART, value)] if missing else []
    close = button("Close goal", Ids.END, value, label=f"Close goal {goal.ref} another way")
    return [update, done, *first, edit, *_sharing(shown), close]


def _sharing(shown: Shown) -> list[dict]:
    goal = shown.goal
    if goal.scope is Scope.GROUP:
        return []
    if goal.visibility is Visibility.PRIVATE:
        share = button("Share with the group", Ids.SHARE, str(goal.id), label=f"Share with the group: goal {goal.ref}")
        return [share] if shown.may_share else []
    return [button("Make private", Ids.PRIVATE, str(goal.id), label=f"Make private: goal {goal.ref}")]


def listing(title: str, shown: Sequence[Shown], *, total: int, page: int, pages: int, which: str, empty: str) -> Message:
    """A page of goals. ``which`` names the list for the paging buttons (``own``, ``group:5``, ``of:7:5``)."""
    blocks: list[dict] = [section(f"*{escape(title)}*")]
    for one in shown:
        blocks.append(row(one))
        blocks.append(actions(*row_buttons(one, back=f"|{which}|{page}"), block_id=f"goal-{one.goal.id}"))
    if not shown:
        blocks.append(section(empty))
        blocks.append(actions(button("Add a goal", Ids.ADD, style="primary")))
    elif pages > 1:
        blocks += [divider(), *pager(which, page, pages, total)]
    twin = " ".join(summary(s) for s in shown) or empty
    return Message(text=f"{escape(title)}. {twin}", blocks=blocks)


def row(shown: Shown) -> dict:
    """A goal in a list: its words, how far it is, and the facts."""
    goal = shown.goal
    stands = [run(bar(goal.percent) + "  ")] if goal.is_open else []
    by = [run("  "), who(goal.owner)] if not shown.mine and goal.scope is Scope.OWN else []
    return rich([*title_runs(goal, whole=False), *by], [*stands, run(brief_facts(shown))])


def row_buttons(shown: Shown, *, back: str = "") -> list[dict]:
    """What can be done with a goal in a list: at most three buttons, so that a row fits a phone. ``back``: the list's page."""
    goal, value, name = shown.goal, str(shown.goal.id), f"goal {shown.goal.ref}"
    show = button("Details", Ids.SHOW, value + back, label=f"Details of {name}")
    if goal.state is State.PROPOSED and shown.may_decide:
        return [*proposal_buttons(goal), show]
    if not goal.is_open or not shown.may_report:
        return [show]
    update = button("Update", Ids.UPDATE, value, label=f"Update {name}")
    return [update, *([button("Done", Ids.DONE, value + back, label=f"Done: {name}")] if shown.mine else []), show]


def pager(which: str, page: int, pages: int, total: int, *, action: str = Ids.PAGE) -> list[dict]:
    """Where one is in a long list, with buttons to go on; ``action`` is who serves them."""
    turns = [button("◀ Back", f"{action}.back", f"{which}|{page - 1}", label="Back to the goals before these")] if page > 1 else []
    if page < pages:
        turns.append(button("More ▶", f"{action}.next", f"{which}|{page + 1}", label="More goals"))
    return [context(f"Page {page} of {pages} · {total} goals"), actions(*turns, block_id=f"pager-{page}")]


def proposal_buttons(goal: Goal) -> list[dict]:
    """For the organiser: adopt or decline."""
    return [button("Adopt", Ids.ADOPT, str(goal.id), style="primary", label=f"Adopt goal {goal.ref}"),
            button("Not now", Ids.DECLINE, str(goal.id), label=f"Not now: goal {goal.ref}",
                   confirm=confirm("Not adopt this goal?", "The group will see that it was not adopted. It can be proposed again.",
                                   "Don't adopt", "Keep it open"))]


def which_day(question: str, choices: Sequence[tuple[str, str]], draft: str, what: str) -> Message:
    """A date was not clear: what was typed is kept in the draft while the person chooses."""
    offered = [button(label, f"{Ids.DAY}.{n}", f"{draft}|{value}") for n, (label, value) in enumerate(choices[:5])]
    rest = [button("Another day", Ids.OTHER_DAY, draft), button("No date", Ids.NO_DAY, draft)]
    return Message(text=f"{escape(question)} Your goal is kept until you choose.",
                   blocks=[rich([run(clip(what, 600), bold=True)]), section(escape(question)), actions(*offered, *rest)])


def finished(shown: Shown, *, can_celebrate: bool, told: str = "", back: str = "") -> Message:
    """For the owner, after closing a goal: well done, and whether to tell the others. ``told``: the group that has been told."""
    goal, value = shown.goal, str(shown.goal.id)
    good = {State.DONE: "🎉 *Well done.* That one is finished.", State.PARTLY: "Closed as partly done. Partly counts too.",
            State.CHANGED: "Closed: it became something else. Goals may do that.",
            State.DROPPED: "Dropped. Letting go of a goal is a decision too."}[goal.state]
    tell = [button("Tell the group", Ids.CELEBRATE, value, style="primary")] if can_celebrate else []
    rest = [button("Add a goal", Ids.ADD), button("Reopen", Ids.REOPEN, value, label=f"Reopen goal {goal.ref}"),
            *([button("Back to the goals", f"{Ids.PAGE}.list", back)] if back else [])]
    news = [context(f"✓ {escape(told)} has been told.")] if told else []
    return Message(text=f"{good.replace('*', '')} {summary(shown)}",
                   blocks=[section(good), rich(title_runs(goal, whole=True), [run(facts(shown))]), *news, actions(*tell, *rest)])
