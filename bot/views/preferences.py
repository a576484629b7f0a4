"""What a person is reminded of: the form, and what is said when it has changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date

from bot.views.blocks import Message, actions, asked, button, day_field, escape, modal, one_of_field, option, section
from bot.views.days import WEEKDAYS, clock, day
from bot.views.reminders import Ids
from mentoring import volume
from mentoring.reminders import CHOICES, Kind, Preferences

KINDS = {
    Kind.DIGEST: "My week: one message, only if something is due",
    Kind.DAY_BEFORE: "The day before a meeting",
    Kind.CHANGED: "When a meeting is moved or called off",
    Kind.COMMIT: "New dates, to keep them free",
    Kind.ASKED: "My roles, and action items that others give me or change",
    Kind.ACTION_SOON: "Two days before an action item is due, and on the day",
    Kind.QUORUM: "As organiser: when few can come to a meeting",
    Kind.TOPIC: "As organiser: a topic for a meeting that has none",
    Kind.COMEBACK: "When I was away: what I missed",
}
_HALF_HOURS = tuple(f"{n // 2:02d}:{n % 2 * 30:02d}" for n in range(48))


def form(wishes: Preferences, *, kinds: Sequence[Kind], a_week: float, nonce: str, today: date) -> dict:
    """Everything that can be chosen, as it is now."""
    boxes = [option(KINDS[kind], kind.value) for kind in kinds]
    ticked = [o for o in boxes if wishes.wants(Kind(o["value"]))]
    pause = wishes.paused_until if wishes.paused_on(today) else None
    return modal("Reminders", Ids.FORM, [
        section(f"As it is now, I send you *{volume.words(a_week)}*. What a whole group needs to know stands in its channel."),
        asked("kinds", "What may I write to you about?",
              {"type": "checkboxes", "options": boxes, **({"initial_options": ticked} if ticked else {})}, optional=True),
        asked("weekday", "My week comes on", one_of_field("static_select", [option(name, str(n)) for n, name in enumerate(WEEKDAYS)],
                                                          str(wishes.digest_weekday))),
        asked("time", "at this time", _time(wishes.digest_time)),
        asked("quiet_from", "Nothing after", _time(wishes.quiet_from)),
        asked("quiet_to", "and before", _time(wishes.quiet_to), hint="What falls into these hours waits, or is left out."),
        asked("paused_until", "Pause everything until", day_field(pause), optional=True, hint="Empty: no pause. Then all is as before."),
    ], submit="Save", meta=json.dumps({"nonce": nonce}))


def _time(present: str) -> dict:
    times = sorted({*_HALF_HOURS, present})
    return one_of_field("static_select", [option(clock(t), t) for t in times], present)


def saved(wishes: Preferences, *, a_week: float, today: date, read: str = "") -> Message:
    """What holds from now on. ``read``: what was corrected while a day was read."""
    said = f"✓ {_what(wishes, today)} {escape(read)}".strip()
    lines = [said]
    if not wishes.paused_on(today) and (set(CHOICES) - wishes.off):
        lines.append(f"{_when(wishes)} That is *{volume.words(a_week)}*, as things stand.")
    back = [button("Turn on again", Ids.ON)] if wishes.paused_on(today) or not set(CHOICES) - wishes.off else []
    return Message(text=" ".join(lines).replace("*", ""),
                   blocks=[section("\n".join(lines)), actions(*back, button("Reminders…", Ids.SETTINGS))])


def _what(wishes: Preferences, today: date) -> str:
    if wishes.paused_on(today):
        return f"I write to you again on {day(wishes.paused_until)}. What your group must know stands in its channel."
    on = set(CHOICES) - wishes.off
    if not on:
        return "I send you no reminders any more. What your group must know stands in its channel."
    return "Your reminders are on." if not wishes.off else f"Saved. Off: {_listed(wishes.off)}."


def _listed(kinds: Collection[Kind]) -> str:
    return "; ".join(KINDS[k][0].lower() + KINDS[k][1:] for k in CHOICES if k in kinds)


def _when(wishes: Preferences) -> str:
    week = f"Your week comes on {WEEKDAYS[wishes.digest_weekday]} at {clock(wishes.digest_time)}. " if wishes.wants(Kind.DIGEST) else ""
    quiet = f"Nothing after {clock(wishes.quiet_from)} and before {clock(wishes.quiet_to)}." if wishes.quiet_from != wishes.quiet_to else ""
    return f"{week}{quiet}".strip()


def line(wishes: Preferences, *, a_week: float, today: date) -> list[dict]:
    """For Home: how much it is, and the way to change it."""
    if wishes.paused_on(today):
        said = f"I send you nothing until {day(wishes.paused_until)}."
    else:
        quiet = a_week > 0 and wishes.quiet_from != wishes.quiet_to
        hours = f", none after {clock(wishes.quiet_from)} and before {clock(wishes.quiet_to)}" if quiet else ""
        said = f"I send you {volume.words(a_week)}{hours}."
    return [section(said, accessory=button("Reminders…", Ids.SETTINGS, label="Change what I am reminded of"))]
