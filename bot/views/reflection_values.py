"""Which of one's values a goal serves, in a window that only its owner sees."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.views.blocks import Message, actions, asked, button, context, modal, one_of_field, option, rich, run
from bot.views.goals import Ids as GoalIds
from bot.views.reflections import ONLY_YOU, Ids
from mentoring.goals import Goal
from mentoring.text import clip, one_line

NONE = "0"


def form(goal: Goal, values: Sequence[str], rank: int | None, reflection_id: int, *, nonce: str) -> dict:
    """Three values, or none of them."""
    options = [*(option(v, str(n)) for n, v in enumerate(values, 1)), option("None of them", NONE)]
    return modal("What is it for?", GoalIds.VALUE_FORM, [
        rich([run(f"{goal.ref} {clip(one_line(goal.what), 300)}", bold=True)]),
        asked("value", "Which of your values does it serve?", one_of_field("radio_buttons", options, str(rank) if rank else None)),
        context(ONLY_YOU),
        actions(button("Choose my values anew", Ids.VALUES), block_id="anew")],
        submit="Keep", meta=json.dumps({"nonce": nonce, "goal": goal.id, "reflection": reflection_id}))


def kept(goal: Goal, *, chosen: bool) -> Message:
    """After its owner has said what it is for; the value itself stays in the window."""
    words = f"✓ Kept what goal {goal.ref} is for; only you see it, in that window." if chosen else f"✓ Goal {goal.ref} points to no value."
    return Message(text=words, blocks=[rich([run(words)]), actions(
        button("Details", GoalIds.SHOW, str(goal.id), label=f"Details of goal {goal.ref}"))])
