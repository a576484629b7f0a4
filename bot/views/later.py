"""Putting a reminder off, as a person sees it."""

from __future__ import annotations

import json
from datetime import date, datetime

from bot.views.blocks import Message, actions, asked, button, day_field, modal, one_of_field, option, section
from bot.views.days import clock, day, near_day
from bot.views.reminders import Ids

TOMORROW, CLINIC, DAY = "tomorrow", "clinic", "day"


def form(about: str, *, tomorrow: date, nonce: str) -> dict:
    """When shall it come again? ``about`` names the reminder."""
    ways = [option(f"Tomorrow, {near_day(tomorrow, tomorrow)}", TOMORROW), option("After my next clinic day", CLINIC),
            option("On another day", DAY)]
    return modal("Later", Ids.LATER_FORM, [
        asked("how", "When shall I bring it again?", one_of_field("radio_buttons", ways, TOMORROW)),
        asked("day", "The clinic day, or the other day", day_field(None), optional=True,
              hint="After a clinic day I come on the next working day."),
    ], submit="Put it off", meta=json.dumps({"nonce": nonce, "about": about}))


def put_off(about: str, when: datetime) -> Message:
    """When it comes again; ``when`` is wall time of the reader."""
    said = f"✓ Put off to {day(when.date())}, {clock(f'{when:%H:%M}')}."
    return Message(text=said, blocks=[section(said), actions(button("Show it now", Ids.NOW, about), button("Reminders…", Ids.SETTINGS))])


def over() -> Message:
    """There is nothing to put off or to show any more."""
    said = "✓ Nothing is due any more: that is settled."
    return Message(text=said, blocks=[section(said)])
