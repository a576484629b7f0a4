"""The forms about goals. What is shown of a goal in messages stands in ``goals.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.blocks import PRIVACY_LINE, asked, context, day_field, modal, one_of_field, option, rich, run, section, words_field
from bot.views.days import day
from bot.views.goals import STATE_WORDS, Ids
from mentoring.goals import ENDINGS, Goal, Horizon, State, Wording
from mentoring.people import Group
from mentoring.smart import Gap
from mentoring.text import clip, one_line
from mentoring.wordings import marks

HORIZONS = (option("Short-term: within 12 months", "short"), option("Long-term: beyond that", "long"))
MINE, GROUPS = "own", "group"
MOST_TOLD = 9   # Slack shows ten radio buttons at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the form shows when it opens. ``goal`` when one is edited; ``only`` limits it to the fields that are missing."""

    nonce: str
    wording: Wording
    goal: Goal | None = None
    draft: str | None = None
    scope: str = MINE
    shared: bool = False
    groups: Sequence[Group] = ()
    group_id: int | None = None
    toward: Sequence[tuple[int, str]] = ()
    only: Sequence[Gap] = ()
    warning: str = ""
    changed: Sequence[str] = ()   # fields that somebody else changed meanwhile; ``goal`` holds their words


def form(filled: Filled) -> dict:
    """The goal form: new, edit, or just the missing fields of the SMART check."""
    goal, wording = filled.goal, filled.wording
    meta = {"nonce": filled.nonce, "goal": goal.id if goal else None, "opened": marks(wording_of(goal)) if goal else None,
            "draft": filled.draft, "only": [str(g) for g in filled.only],
            "group": str(filled.groups[0].id) if len(filled.groups) == 1 else None}
    every = {
        "what": asked("what", "What do you want to achieve?", words_field(wording.what, lines=True, focus=goal is None,
                      placeholder="Submit the systematic review"), hint=PRIVACY_LINE),
        "due": asked("due", "By when?", day_field(wording.due), optional=True),
        "measure": asked("measure", "How will you tell that it is done?", words_field(wording.measure,
                         placeholder="Confirmation of submission from the journal"), optional=True),
        "first_step": asked("first_step", "What is the first step?", words_field(wording.first_step,
                            placeholder="Block two hours on Thursday for the search strategy"), optional=True),
        "why": asked("why", "Why does it matter to you?", words_field(wording.why, lines=True), optional=True),
        "horizon": asked("horizon", "Horizon", one_of_field("radio_buttons", HORIZONS, wording.horizon)),
    }
    blocks = [section(f":warning: {filled.warning}")] if filled.warning else []
    blocks += [_as_it_is(goal, filled.changed)] if goal and filled.changed else []
    if filled.only:
        blocks += [rich([run(clip(one_line(wording.what), 300), bold=True)])] + [every[g] for g in filled.only]
        return modal("Make it SMART", Ids.FORM, blocks, submit="Save goal", meta=json.dumps(meta))
    blocks += list(every.values()) + _toward(filled) + ([] if goal else _whose(filled))
    return modal(f"Edit goal {goal.ref}" if goal else "A new goal", Ids.FORM, blocks, submit="Save goal", meta=json.dumps(meta))


_LABELS = {"what": "The goal", "due": "By when", "measure": "Done when", "first_step": "First step", "why": "Why it matters",
           "horizon": "Horizon", "toward_id": "Counts toward"}


def _as_it_is(goal: Goal, changed: Sequence[str]) -> dict:
    """What the other one wrote, whole, above the fields that hold one's own words."""
    now = {"due": day(goal.due) if goal.due else "no date", "horizon": "long-term" if goal.horizon is Horizon.LONG else "short-term",
           "toward_id": "another goal than the one below"}
    return rich(*[[run(f"{_LABELS[name]} now reads: ", bold=True), run(now.get(name) or getattr(goal, name) or "(empty)")]
                  for name in changed])


def wording_of(goal: Goal) -> Wording:
    """The words of a goal as its form holds them."""
    return Wording(what=goal.what, measure=goal.measure, why=goal.why, first_step=goal.first_step, due=goal.due, horizon=goal.horizon,
                   toward_id=goal.toward_id)


def _toward(filled: Filled) -> list[dict]:
    if not filled.toward:
        return []
    options = [option(clip(one_line(words), 75), str(goal_id)) for goal_id, words in filled.toward[:99]]
    options.insert(0, option("Nothing in particular", "0"))
    initial = str(filled.wording.toward_id or 0)
    return [asked("toward", "Does it count toward a larger goal?", one_of_field("static_select", options, initial), optional=True)]


def _whose(filled: Filled) -> list[dict]:
    if not filled.groups:
        return [context("Only you will see it. When you are in a group, you can share it there.")]
    whose = (option("Mine, and only I can see it", "own private"), option("Mine, shared with the group", "own shared"),
             option("The group's: proposed in its channel", "group shared"))
    present = "group shared" if filled.scope == GROUPS else "own shared" if filled.shared else "own private"
    blocks = [asked("whose", "Whose goal is it?", one_of_field("radio_buttons", whose, present))]
    if len(filled.groups) > 1:
        options = [option(g.name, str(g.id)) for g in filled.groups[:100]]
        blocks.append(asked("group", "Which group?", one_of_field("static_select", options, str(filled.group_id or filled.groups[0].id)),
                            hint="Used when you share it or propose it."))
    return blocks


def update_form(goal: Goal, *, nonce: str) -> dict:
    """Progress in two fields."""
    percents = [option(f"{p}%", str(p)) for p in range(0, 101, 10)]
    near = str(goal.percent // 10 * 10)
    return modal("Progress", Ids.UPDATE_FORM, [
        rich([run(f"{goal.ref} "), run(clip(one_line(goal.what), 300), bold=True)]),
        asked("note", "What moved?", words_field(lines=True, focus=True, placeholder="Drafted the methods section"),
              hint=PRIVACY_LINE, optional=True),
        asked("percent", "How far is it?", one_of_field("static_select", percents, near), optional=True),
    ], submit="Save progress", meta=json.dumps({"nonce": nonce, "goal": goal.id}))


def end_form(goal: Goal, *, nonce: str, ending: State, tell: Sequence[Group]) -> dict:
    """How a goal ended: done, partly, changed or dropped, with one optional line. ``tell``: groups it could be celebrated in."""
    endings = [option(STATE_WORDS[e].capitalize(), str(e)) for e in ENDINGS]
    blocks = [
        rich([run(f"{goal.ref} "), run(clip(one_line(goal.what), 300), bold=True)]),
        asked("ending", "How did it end?", one_of_field("radio_buttons", endings, str(ending))),
        asked("note", "One line about it", words_field(longest=500), hint=PRIVACY_LINE, optional=True),
    ]
    if tell:
        choices = [option("No, keep it to myself", "no"), *[option(f"Yes, one line to {g.name}", str(g.id)) for g in tell[:MOST_TOLD]]]
        blocks.append(asked("tell", "If it is done: tell the group?", one_of_field("radio_buttons", choices, "no"),
                            hint="The goal's words become visible in its channel."))
    return modal("How did it end?", Ids.END_FORM, blocks, submit="Close goal", meta=json.dumps({"nonce": nonce, "goal": goal.id}))


def default_wording(what: str = "") -> Wording:
    """What a new form starts with."""
    return Wording(what=what, horizon=Horizon.SHORT)
