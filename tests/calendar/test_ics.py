"""Calendar files by their bytes, as other readers read them, by what they mean, and over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from ics_lint import events, occurrences, unfolded, wrong_bytes, wrong_meaning
from plans import WRITTEN, cancelled, meeting, moved, plan, skipped

from bot import ics
from bot.ics_zones import vtimezone

ZONES = ("America/New_York", "Europe/London", "Asia/Kolkata", "Asia/Gaza")
START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def written(meetings, *, name="Peer mentors", tz=None, published=False, titles_only=False) -> bytes:
    entries = [ics.entry(m, name, titles_only=titles_only) for m in meetings]
    return ics.calendar(entries, name=name, team="T0123", tz=tz or "America/New_York", published=published)


def changed(tz: str) -> list:
    """A plan with a moved, a skipped and a cancelled meeting."""
    meetings = plan(tz)
    return [moved(meetings[0], date(2026, 12, 3), "08:00"), skipped(meetings[1]), cancelled(meetings[2]), *meetings[3:]]


@pytest.mark.parametrize("published", [False, True], ids=["feed", "file"])
@pytest.mark.parametrize("tz", ZONES)
def test_the_bytes_and_their_meaning_stand_every_check(tz, published):
    data = written(changed(tz), published=published)
    assert wrong_bytes(data) == []
    assert wrong_meaning(data) == []


@pytest.mark.parametrize("tz", ZONES)
def test_what_another_reader_expands_is_the_plan_in_wall_time_and_as_an_instant(tz):
    meetings = changed(tz)
    expected = sorted((ics.uid(m, "T0123"), m.starts) for m in meetings if m.is_on)
    found = occurrences(written(meetings), START, END)
    assert found == expected and len(found) == 24
    days = {ics.uid(m, "T0123"): (m.day, m.time) for m in meetings}
    assert all((at.astimezone(ZoneInfo(tz)).date(), f"{at.astimezone(ZoneInfo(tz)):%H:%M}") == days[uid] for uid, at in found)


@pytest.mark.parametrize("tz", ZONES)
def test_vobject_reads_the_same_meetings(tz):
    meetings = changed(tz)
    read = vobject.readOne(written(meetings, published=True).decode("utf-8"))
    assert read.validate(raiseException=True)
    assert ({e.uid.value: e.dtstart.value.astimezone(UTC) for e in read.vevent_list}
            == {ics.uid(m, "T0123"): m.starts for m in meetings if m.state != "skipped"})


def test_a_zone_without_a_simple_rule_is_written_in_utc_and_the_others_with_their_rules():
    assert b"VTIMEZONE" not in written(plan("Asia/Gaza"))
    assert b"DTSTART:20261201T053000Z" in written(plan("Asia/Gaza"))
    lines = unfolded(written(plan("America/New_York")))
    assert {"RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"} <= {*lines}
    assert "DTSTART;TZID=America/New_York:20270309T073000" in lines, "half past seven before the clock change"
    assert "DTSTART;TZID=America/New_York:20270323T073000" in lines, "and after it"
    kolkata = unfolded(written(plan("Asia/Kolkata")))
    assert [line for line in kolkata if line.startswith("TZOFFSET")] == ["TZOFFSETFROM:+0530", "TZOFFSETTO:+0530"]


@pytest.mark.parametrize("tz", ["America/Chicago", "America/Los_Angeles", "America/Phoenix", "Europe/Berlin", "Europe/Dublin",
                                "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "America/Halifax", "America/Sao_Paulo"])
def test_a_rule_agrees_with_the_zone_in_every_week_of_five_years(tz):
    own, zone = vtimezone(tz, 2026, 2027).to_tz(lookup_tzid=False), ZoneInfo(tz)
    walls = [datetime(2026, 1, 1, 12) + timedelta(days=3 * n) for n in range(600)]
    assert [w for w in walls if own.utcoffset(w) != zone.utcoffset(w)] == []


@pytest.mark.parametrize("tz", ["Asia/Gaza", "Africa/Cairo", "Asia/Jerusalem", "America/Santiago", "UTC", "Etc/GMT+5",
                                "No/Where"])
def test_what_has_no_simple_rule_gets_none(tz):
    assert vtimezone(tz, 2026, 2027) is None


def test_an_hour_that_comes_twice_and_one_that_never_comes_are_the_right_instants():
    twice = meeting(1, date(2027, 11, 7), at="01:30")
    second = replace(twice, id=2, starts=twice.starts + timedelta(hours=1))
    over_it = meeting(3, date(2027, 11, 7), at="00:45", minutes=180)
    never = meeting(4, date(2027, 3, 14), at="02:30")
    data = written([twice, second, over_it, never])
    assert wrong_meaning(data) == []
    # Read by icalendar alone: recurring-ical-events turns UTC into X-WR-TIMEZONE and forgets which of the two hours it was.
    begins = {str(e["UID"]): e["DTSTART"].dt.astimezone(UTC) for e in Calendar.from_ical(data).walk("VEVENT")}
    assert begins == {ics.uid(m, "T0123"): m.starts for m in (twice, second, over_it, never)}
    lasting = {str(e["UID"]): e["DTEND"].dt - e["DTSTART"].dt for e in Calendar.from_ical(data).walk("VEVENT")}
    assert lasting[ics.uid(second, "T0123")] == timedelta(hours=1)


def test_a_cancelled_meeting_stays_says_so_and_rings_no_more():
    one, two = plan("Europe/London")[:2]
    by_uid = {str(e["UID"]): e for e in Calendar.from_ical(written([cancelled(one), two])).walk("VEVENT")}
    off, on = by_uid[ics.uid(one, "T0123")], by_uid[ics.uid(two, "T0123")]
    assert (off["STATUS"], off["SUMMARY"], off["SEQUENCE"]) == ("CANCELLED", "Cancelled: Peer mentors, meeting 1", 1)
    assert not off.walk("VALARM")
    assert on["STATUS"] == "CONFIRMED" and [a["TRIGGER"].dt for a in on.walk("VALARM")] == [timedelta(hours=-1)]


def test_a_file_has_method_publish_and_an_organizer_who_is_nobody_and_a_feed_has_neither():
    file, feed = written(plan("Europe/London"), published=True), written(plan("Europe/London"))
    assert b"METHOD:PUBLISH" in file and b"mailto:calendar@t0123.mentor.invalid" in file and b"ATTENDEE" not in file
    assert b"METHOD" not in feed and b"ORGANIZER" not in feed
    for line in (b"REFRESH-INTERVAL;VALUE=DURATION:PT4H", b"X-PUBLISHED-TTL:PT4H", b"NAME:Peer mentors", b"X-WR-CALNAME:Peer mentors",
                 b"X-WR-TIMEZONE:America/New_York", b"PRODID:-//Mentor//Peer mentorship//EN"):
        assert line + b"\r\n" in feed


def test_a_feed_shows_titles_and_times_and_nothing_that_opens_a_door():
    one = meeting(1, date(2026, 12, 1), place="Room 3", link="https://zoom.example/j/1?pwd=secret", note="Bring the draft about Dr. N.")
    feed, file = written([one], titles_only=True), written([one])
    assert b"Room 3" not in feed and b"zoom" not in feed and b"Join" not in feed
    assert "LOCATION:Room 3" in unfolded(file) and "DESCRIPTION:Join: https://zoom.example/j/1?pwd=secret" in unfolded(file)
    assert b"draft" not in feed + file


# ---- history -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("tz", ZONES)
def test_moving_one_and_cancelling_one_changes_these_two_and_not_a_byte_of_the_others(tz):
    before = plan(tz)
    after = [moved(before[0], date(2026, 12, 4), "12:00"), cancelled(before[1]), *before[2:]]
    old, new = events(written(before)), events(written(after))
    assert list(old) == list(new)
    touched = {ics.uid(m, "T0123") for m in before[:2]}
    assert {uid for uid in old if old[uid] != new[uid]} == touched
    assert {uid for uid in new if b"SEQUENCE:1\r\n" in new[uid]} == touched


def test_another_name_of_the_group_leaves_every_uid_and_sequence_as_it_was():
    meetings = plan("America/New_York")
    old, new = events(written(meetings)), events(written(meetings, name="Clinician educators"))
    assert list(old) == list(new)
    assert all(b"SEQUENCE:0\r\n" in each and b"Clinician educators" in each for each in new.values())


def test_the_same_meetings_are_the_same_bytes_in_whatever_order_they_come():
    meetings = changed("America/New_York")
    assert written(meetings) == written(meetings) == written(meetings[::-1])


def test_meetings_of_a_database_begun_anew_are_others():
    one = meeting(1, date(2026, 12, 1))
    assert ics.uid(one, "T0123") != ics.uid(replace(one, created=WRITTEN + timedelta(days=1)), "T0123")
    assert ics.uid(one, "T0123") == ics.uid(moved(one, date(2027, 1, 5), "18:00"), "T0123")
    assert ics.uid(one, "T0123") != ics.uid(one, "T0999")


# ---- text --------------------------------------------------------------------------------------------------------

@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300), st.text(max_size=200))
def test_whatever_is_typed_comes_back_as_it_was_meant(name, place, link):
    one = meeting(1, date(2026, 12, 1), place=place, link=link)
    data = written([one], name=name, published=True)
    assert wrong_bytes(data) == []
    assert wrong_meaning(data) == []
    event = Calendar.from_ical(data).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == ics.clean(f"{name}, meeting 1")
    assert str(event.get("LOCATION", "")) == (ics.clean(place) or ics.clean(link))


@pytest.mark.parametrize("trick", ["x\r\nATTENDEE:mailto:eve@example.org", "x\nEND:VEVENT\nBEGIN:VEVENT", "a\x00b",
                                   "a\u2028b\x85c", 'CN="x";y:z',
                                   "café " * 40, "🩺👩🏽‍⚕️" * 30, "\u202eevil"])
def test_no_text_becomes_a_property(trick):
    data = written([meeting(1, date(2026, 12, 1), place=trick)], name=trick, published=True)
    assert wrong_bytes(data) == [] and wrong_meaning(data) == []
    assert [line for line in unfolded(data) if line.startswith("ATTENDEE")] == []
    assert len(events(data)) == 1


def test_a_file_is_named_by_us_alone():
    meetings = plan("Europe/London")[:3]
    assert ics.file_name(meetings) == "peer-mentorship-2026-12-01-3-meetings.ics"
    assert ics.file_name(meetings[1:2]) == "peer-mentorship-2026-12-15.ics"
