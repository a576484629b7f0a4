"""What was said once about a rhythm holds for good: days left out, hours that moved, and the file in the thread."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from storage import meetings as rows

FIX = "Looks right, fix these dates"


@pytest.fixture
def plan(bot, alice, group):
    """Plan and confirm a rhythm; gives a reader of the stored meetings by their nominal day."""
    def make(words: str):
        alice.types(f"/mentor meeting plan {words}", in_=group)
        alice.clicks(FIX)
        bot.ticks()
        return kept

    def kept() -> dict:
        with bot.store.read() as tx:
            return {m.nominal: m for m in rows.between(tx, [1], datetime(2020, 1, 1, tzinfo=UTC))}
    return make


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


def post(person, group):
    return next(m for m in person.sees(group) if "our meetings" in m.text)


def files(box, group) -> list[dict]:
    return [f for m in box.workspace.messages[group.id].values() for f in m.get("files") or ()]


def test_a_day_that_was_excepted_is_left_out_when_its_time_comes(bot, box, alice, group, plan):
    kept = plan("first Tuesday of the month at 7:30am except 6 July 2027")
    assert date(2027, 7, 6) not in kept()
    for _ in range(3):
        later(box, bot, days=31)
    assert kept()[date(2027, 7, 6)].state == "skipped" and kept()[date(2027, 8, 3)].state == "planned"


def test_a_meeting_at_another_hour_is_shown_as_moved(bot, box, alice, group, plan):
    plan("first Tuesday of the month at 7:30am")
    alice.types("/mentor meeting move 3 to 2 February 2027 9am", in_=group)
    later(box, bot, seconds=5)
    assert "3. Tue 2 Feb 2027, 7:30 AM → 9:00 AM" in post(alice, group).text


def test_the_thread_gets_a_new_file_once_after_changes_and_none_without(bot, box, alice, group, plan):
    plan("first Tuesday of the month at 7:30am")
    later(box, bot, seconds=5)
    assert len(files(box, group)) == 1
    alice.types("/mentor meeting move 3 to 4 February 2027 9am", in_=group)
    alice.types("/mentor meeting cancel 4 holiday week", in_=group)
    later(box, bot, minutes=5)
    assert len(files(box, group)) == 1, "more changes may follow"
    later(box, bot, minutes=16)
    first, second = (icalendar.Calendar.from_ical(base64.b64decode(box.workspace.files[f["id"]].content)) for f in files(box, group))
    held = {str(e["uid"]): e for e in second.walk("VEVENT")}
    changed = [held[str(e["uid"])] for e in first.walk("VEVENT") if held[str(e["uid"])]["sequence"] > e["sequence"]]
    assert sorted(str(e.get("status")) for e in changed) == ["CANCELLED", "CONFIRMED"]
    later(box, bot, hours=3)
    assert len(files(box, group)) == 2
