"""Quiet hours for direct messages that are written at once: what nobody has just asked for waits for their morning (issue 3: none in quiet
hours). Planned deliveries have their own last look (`bot.services.readiness`).
"""

from __future__ import annotations

from datetime import datetime

from bot.views.blocks import Message
from mentoring.people import Person
from mentoring.reminders import Preferences, quiet_until
from storage import outbox
from storage import preferences as rows
from storage.store import Tx


def morning(tx: Tx, person: Person, tz: str, now: datetime) -> datetime | None:
    """When the quiet hours end in which ``now`` lies for this person (``tz`` where theirs is unknown); None outside them."""
    return quiet_until(now, rows.of(tx, [person.id]).get(person.id, Preferences()), person.tz or tz)


def write(tx: Tx, person: Person, key: str, message: Message, *, tz: str, now: datetime) -> bool:
    """A direct message to somebody who has not just asked for it, once per ``key``; False when it was written before."""
    return outbox.put(tx, key, "chat.postMessage", now=now, due=morning(tx, person, tz, now), channel=person.dm, person_id=person.id,
                      body=message.body())
