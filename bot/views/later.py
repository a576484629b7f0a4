"""Putting a reminder off, as a person sees it."""

from __future__ import annotations

import json
from datetime import date, datetime

from bot.views.blocks import Message, actions, asked, button, day_field, modal, section
from bot.views.days import clock, day
from bot.views.reminders import Ids


def form(about: str, *, clinic: bool, first: date, nonce: str) -> dict:
    """Which day? After a clinic day, or a day of one's own. ``about`` names the reminder."""
    if clinic:
        question = asked("day", "When is your next clinic day?", day_field(first), hint="I come back on the next working day after it.")
    else:
        question = asked("day", "On which day shall I come back?", day_field(first))
    meta = {"nonce": nonce, "about": about, "clinic": clinic}
    return modal("Later", Ids.LATER_FORM, [question], submit="Put it off", meta=json.dumps(meta))


def put_off(about: str, when: datetime) -> Message:
    """When it comes again; ``when`` is wall time of the reader."""
    said = f"✓ Put off to {day(when.date())}, {clock(f'{when:%H:%M}')}."
    return Message(text=said, blocks=[section(said), actions(button("Show it now", Ids.NOW, about), button("Reminders…", Ids.SETTINGS))])


def over() -> Message:
    """There is nothing to put off or to show any more."""
    said = "✓ Nothing is due any more: that is settled."
    return Message(text=said, blocks=[section(said)])
