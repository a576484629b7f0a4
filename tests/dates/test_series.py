"""Series over months: wall time stays, alternation holds, bounds are kept."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.dates import Recurrence, read_when

NEW_YORK = ZoneInfo("America/New_York")


def series(phrase: str, *, now: datetime = datetime(2026, 11, 23, 15, tzinfo=UTC), tz: str = "America/New_York") -> list[str]:
    outcome = read_when(phrase, now=now, tz=tz)
    assert isinstance(outcome, Recurrence), outcome
    return [each.isoformat()[:16] for each in outcome.occurrences]


def test_a_half_past_seven_meeting_stays_at_half_past_seven_when_the_clocks_change():
    outcome = read_when("every Tuesday at 7:30am", now=datetime(2027, 3, 5, 15, tzinfo=UTC), tz="America/New_York")
    assert [each.time() for each in outcome.occurrences] == [time(7, 30)] * 6
    assert {each.replace(tzinfo=NEW_YORK).astimezone(UTC).hour for each in outcome.occurrences} == {11, 12}


def test_a_meeting_of_another_zone_moves_with_that_zone():
    now = datetime(2027, 3, 5, 15, tzinfo=UTC)
    assert series("every Tuesday at 8am Pacific", now=now, tz="Europe/London")[:4] == [
        "2027-03-09T16:00", "2027-03-16T15:00", "2027-03-23T15:00", "2027-03-30T16:00"]


def test_the_first_meeting_fixes_the_alternation_even_in_the_week_of_the_start():
    # 8 January 2027 is a Friday: weeks counted from it would give the 21st.
    assert series("every other Thursday at noon starting Jan 8")[:2] == ["2027-01-14T12:00", "2027-01-28T12:00"]


def test_a_named_last_day_is_included():
    assert series("every Tuesday at noon until Dec 15") == ["2026-11-24T12:00", "2026-12-01T12:00", "2026-12-08T12:00", "2026-12-15T12:00"]


@pytest.mark.parametrize(("phrase", "count"), [
    ("every Tuesday at noon for 4 weeks", 4), ("every Tuesday at noon 3 times", 3), ("next 5 Tuesdays at noon", 5),
    ("first Tuesday of the month at noon for 3 months", 3), ("every Tuesday in December", 5), ("Jan 5 and Feb 2 at noon", 2)])
def test_a_series_that_says_how_many_has_so_many(phrase, count):
    assert len(series(phrase)) == count


def test_days_and_months_that_are_left_out_are_left_out():
    assert "2026-12-29" not in series("every Tuesday except Dec 29")
    assert series("every Tuesday skipping December")[:2] == ["2026-11-24", "2027-01-05"]
    assert series("every weekday but Friday", now=datetime(2026, 11, 24, 15, tzinfo=UTC))[:4] == [
        "2026-11-25", "2026-11-26", "2026-11-30", "2026-12-01"]
    assert "2026-12-06" not in series("every day except Sunday") + series("every day except Sunday starting Dec 4")
    assert series("daily except weekends")[4:] == ["2026-11-30", "2026-12-01"]


@pytest.mark.parametrize("phrase", [
    "Jan 5 and Jan 5 at noon", "Mar 2 2027 and Jan 5 2027 at noon", "Tuesdays Jan 5 and 13 at noon", "Jan 5 and rounds"])
def test_a_list_that_cannot_be_meant_is_no_series(phrase):
    assert not isinstance(read_when(phrase, now=datetime(2026, 11, 23, 15, tzinfo=UTC), tz="America/New_York"), Recurrence)


def test_what_cannot_be_left_out_is_not_ignored():
    for phrase in ("every Tuesday except rounds", "every Tuesday except the first of the month", "every Tuesday except holidays",
                   "every Tuesday except Fridays",
                   "first business day of the month except Friday"):
        assert not isinstance(read_when(phrase, now=datetime(2026, 11, 23, 15, tzinfo=UTC), tz="America/New_York"), Recurrence)


@pytest.mark.parametrize("tail", ["in room 5", "with Bob", "or so", "unless it rains", "until we are done", "from whenever", "at Joe's"])
def test_words_left_over_make_a_series_unknown(tail):
    outcome = read_when(f"every Tuesday at noon {tail}", now=datetime(2026, 11, 23, 15, tzinfo=UTC), tz="America/New_York")
    assert not isinstance(outcome, Recurrence)
