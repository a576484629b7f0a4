"""What an action item lacks (who, by when, which of two) is asked once in the thread; the question shows what it has become."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.services import minutes, openings
from bot.views import sittings as views
from bot.views.blocks import Message
from mentoring.meetings import Meeting
from mentoring.minutes import Item
from mentoring.records import Entry
from mentoring.sittings import Sitting
from storage import outbox
from storage import sittings as rows
from storage.store import Tx

_OWNER = frozenset({"no_owner", "two_people", "unknown_name"})
_ASKS = {"date_past": "That day is behind us. By when?", "date_unclear": "Which day do you mean?"}


def ask(tx: Tx, meeting: Meeting, sitting: Sitting, item: Item, names: Mapping[str, str], now: datetime) -> None:
    """Ask what the item of a new or changed line lacks; a question that was asked before follows its line."""
    asks = next((words for flag, words in _ASKS.items() if flag in item.flags), "")
    doubt = views.Doubt(
        meeting_id=meeting.id, key=item.key, text=item.text, owner=bool(item.flags & _OWNER) and not item.everyone, everyone=item.everyone,
        people=[(user, names.get(user, user)) for user in item.candidates], unknown=", ".join(item.owner_text),
        date="no_date" in item.flags, asks=asks)
    if doubt.owner or doubt.everyone or doubt.date or doubt.asks:
        if not openings.say(tx, meeting, sitting, _about(item.key), views.doubt(doubt, names), now):
            _follows(tx, meeting, sitting, item.key, views.doubt(doubt, names), now)
    else:
        _follows(tx, meeting, sitting, item.key, views.no_doubt(item.text, names), now)


def follow(tx: Tx, meeting: Meeting, sitting: Sitting, key: str, entry: Entry | None, names: Mapping[str, str], now: datetime) -> None:
    """An item has been corrected: its question asks only for what is still missing, or says how it stands."""
    if outbox.find(tx, f"sitting:{meeting.id}:{_about(key)}") is None:
        return
    if entry is None:
        _follows(tx, meeting, sitting, key, views.settled("Taken out of the minutes."), now)
        return
    dated = entry.due is not None or any(c.key == key and "due" in c.value for c in rows.corrected(tx, meeting.id))
    doubt = views.Doubt(meeting_id=meeting.id, key=key, text=entry.text, owner=not entry.owners, date=not dated)
    message = views.doubt(doubt, names) if doubt.owner or doubt.date else views.no_doubt(entry.text, names, entry)
    _follows(tx, meeting, sitting, key, message, now)


def _about(key: str) -> str:
    return f"doubt:{key}"


def _follows(tx: Tx, meeting: Meeting, sitting: Sitting, key: str, message: Message, now: datetime) -> None:
    letter = f"sitting:{meeting.id}:{_about(key)}"
    if outbox.find(tx, letter):
        minutes.edit_letter(tx, letter, sitting, message, now)
