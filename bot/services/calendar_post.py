"""The calendar of a group in its channel: one message with all dates, pinned, and kept true by editing it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.services import agenda_subjects, calendar_files
from bot.services.standing import PIN, UNPIN
from bot.views import meetings as views
from bot.views.blocks import Message
from mentoring.meetings import Meeting, Series
from mentoring.people import Group
from storage import calendars, outbox
from storage import meetings as rows
from storage import people as people_rows
from storage.store import Tx

STILL_SHOWN = timedelta(hours=12)   # a meeting stays in the post on its own day


def key(series_id: int) -> str:
    """The letter that is the calendar of a rhythm."""
    return f"calendar:{series_id}"


def post(tx: Tx, group: Group, series: Series, now: datetime) -> None:
    """Say the dates of a new rhythm in the channel, pin them, and bring their file into the thread."""
    outbox.put(tx, key(series.id), "chat.postMessage", now=now, channel=group.channel, body=_message(tx, group, series, now).body())
    outbox.put(tx, f"{key(series.id)}:pin", PIN, now=now, channel=group.channel, edits=key(series.id))
    calendar_files.attach(tx, group, post=key(series.id), now=now)


def show_again(tx: Tx, group: Group, now: datetime, *, series: Series | None = None) -> None:
    """The message follows what holds now; of several edits that wait only the newest is sent."""
    series = series or rows.living_series(tx, group.id)
    if series is None or outbox.find(tx, key(series.id)) is None:
        return
    _edit(tx, group, series, now)
    calendar_files.attach_again(tx, group, post=key(series.id), now=now)


def words_changed(tx: Tx, group: Group, now: datetime) -> None:
    """What a date is about has changed, and no date: the file in the thread holds."""
    series = rows.living_series(tx, group.id)
    if series is not None and outbox.find(tx, key(series.id)) is not None:
        _edit(tx, group, series, now)


def _edit(tx: Tx, group: Group, series: Series, now: datetime) -> None:
    calendars.edits_replaced(tx, key(series.id), now)
    outbox.put(tx, f"{key(series.id)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group.channel, edits=key(series.id),
               body=_message(tx, group, series, now).body())


def put_away(tx: Tx, group: Group, series: Series, now: datetime) -> None:
    """A rhythm has ended: its message says so and is pinned no more."""
    show_again(tx, group, now, series=series)
    if outbox.find(tx, key(series.id)):
        outbox.put(tx, f"{key(series.id)}:unpin", UNPIN, now=now, channel=group.channel, edits=key(series.id))


def say_in_thread(tx: Tx, group: Group, series_id: int, message: Message, about: str, now: datetime) -> None:
    """One line under the calendar; ``about`` makes it one."""
    if outbox.find(tx, key(series_id)):
        outbox.put(tx, f"{key(series_id)}:says:{about}", "chat.postMessage", now=now, channel=group.channel, edits=key(series_id),
                   body=message.body())


def _message(tx: Tx, group: Group, series: Series, now: datetime) -> Message:
    meetings, zones = shown(tx, group, now), _zones(tx, group)
    same_day = all(m.starts.astimezone(ZoneInfo(tz)).date() == m.day for m in meetings for tz in zones)
    return views.calendar_post(group, series, meetings, abroad=bool(zones), same_day=same_day,
                               about=agenda_subjects.of_meetings(tx, group.id, meetings, now))


def shown(tx: Tx, group: Group, now: datetime) -> list[Meeting]:
    """The meetings that a calendar shows: those ahead, and of the last hours."""
    return rows.between(tx, [group.id], now - STILL_SHOWN)


def _zones(tx: Tx, group: Group) -> set[str]:
    """The zones of members who live in another one than their group's."""
    return {p.tz for p, _ in people_rows.members_of(tx, group.id) if p.tz and p.tz != group.tz}
