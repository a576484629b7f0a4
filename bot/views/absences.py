"""Being away as a person sees it: the form, and what it means."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, asked, button, context, day_field, escape, modal, section
from bot.views.days import day
from mentoring.absences import Absence


class Ids(StrEnum):
    """Everything about being away that can be clicked or submitted."""

    OPEN = "away.open"
    BACK = "away.back"
    FORM = "away.form"


def form(*, nonce: str, first: date, returns: date | None = None) -> dict:
    """From when, and when back."""
    return modal("I am away", Ids.FORM, [
        section("While you are away I send you no direct messages, nobody counts you as missing, and no role falls to you."),
        asked("first", "Away from", day_field(first)),
        asked("returns", "Back on", day_field(returns), hint="The first day on which you are here again."),
    ], submit="Save", meta=json.dumps({"nonce": nonce}))


def away(absence: Absence, *, today: date, read: str = "") -> Message:
    """What has been written down, and what it means. ``read``: what was corrected while reading it."""
    since = "now" if absence.first <= today else day(absence.first)
    said = f"✓ You are away from {since}; back on {day(absence.returns)}."
    if absence.first <= today:
        said = f"✓ You are away; back on {day(absence.returns)}."
    said = f"{said} {escape(read)}".strip()
    means = ("Until then I send you no direct messages, nobody counts you as missing, and no role falls to you. "
             "On your first day back I tell you in one message what has changed.")
    return Message(text=said, blocks=[section(f"{said}\n{means}"),
                                      actions(button("I'm back", Ids.BACK), button("Change the days", Ids.OPEN))])


def back(*, was_away: bool) -> Message:
    """Welcome back, or: you were never gone."""
    said = "✓ Welcome back. Everything is as before." if was_away else "You were not away, as far as I know. All is as before."
    return Message(text=said, blocks=[section(said)])


def listing(absences: Sequence[Absence], *, today: date) -> list[dict]:
    """For Home: one line, and the way back."""
    if not absences:
        return []
    first = absences[0]
    if first.covers(today):
        text = f"*You are away* until {day(first.returns)}. I send you nothing until then."
        return [section(text), actions(button("I'm back", Ids.BACK), button("Change the days", Ids.OPEN), block_id="home-away")]
    return [context(f"You will be away from {day(first.first)}, back on {day(first.returns)}.")]
