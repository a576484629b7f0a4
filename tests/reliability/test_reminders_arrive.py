"""What is planned arrives once, at its time, said from what holds then; what need not be said has a reason."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.services import channels, people, reminders
from mentoring.meetings import MeetingState, Rsvp
from mentoring.reminders import Kind, Preferences
from storage import absences, attendance, expectations, preferences

TUESDAY = date(2026, 12, 1)


@pytest.fixture
def meeting(ledger):
    """Tuesday 1 December at 7:30 in New York: 8 days ahead."""
    made = ledger.meets(TUESDAY)
    ledger.bot.ticks()
    return made


def test_everything_of_a_meeting_is_planned_once_however_often_the_clock_comes_round(ledger, meeting, alice, bob):
    for _ in range(3):
        ledger.bot.ticks()
    assert [(w.nominal, w.tz) for w in ledger.rows(Kind.WEEK_BEFORE)] == [("2026-11-24T09:00", "America/New_York")]
    assert [w.nominal for w in ledger.rows(Kind.HOUR_BEFORE)] == ["2026-12-01T06:30"]
    assert [(w.nominal, w.tz) for w in ledger.rows(Kind.DAY_BEFORE, alice)] == [("2026-11-30T09:00", "America/New_York")]
    assert [(w.nominal, w.tz) for w in ledger.rows(Kind.DAY_BEFORE, bob)] == [("2026-11-30T09:00", "Europe/Berlin")]
    assert not any(w.body for w in ledger.rows()), "words are found when they are sent"


def test_each_is_told_at_their_own_hour_and_the_day_before_is_folded_into_the_message_of_that_day(ledger, meeting, alice, bob):
    ledger.goes_to("2026-11-24", "09:00")
    assert len(ledger.told()) == 1 and "What shall we talk about?" in ledger.told()[0]
    ledger.goes_to("2026-11-30", "08:00", "Europe/Berlin")
    assert (len(ledger.told(bob)), len(ledger.told(alice))) == (1, 0)
    ledger.goes_to("2026-11-30", "09:00", "Europe/Berlin")
    assert (ledger.row(Kind.DAY_BEFORE, bob).state, ledger.row(Kind.DAY_BEFORE, bob).reason) == ("skipped", "folded")
    ledger.goes_to("2026-11-30", "08:00")
    assert len(ledger.told(alice)) == 1
    ledger.goes_to("2026-12-01", "06:30")
    assert len(ledger.told()) == 2 and "in one hour" in ledger.told()[1]


def test_who_does_not_want_the_message_of_the_week_hears_the_day_before(ledger, meeting, alice):
    ledger.write(lambda tx: preferences.put(tx, ledger.person(alice), Preferences(off=frozenset({Kind.DIGEST})), now=datetime.now(UTC)))
    ledger.goes_to("2026-11-30", "09:00")
    weekly = [w for w in ledger.rows(Kind.DIGEST, alice) if w.nominal == "2026-W49"]
    assert [(w.state, w.reason) for w in weekly] == [("skipped", "muted")]
    assert len(ledger.told(alice)) == 1 and "tomorrow" in ledger.told(alice)[0]


def test_a_meeting_on_monday_is_remembered_on_friday(ledger, alice):
    ledger.meets(date(2026, 12, 7))
    ledger.goes_to("2026-12-04", "08:59")
    assert ledger.row(Kind.DAY_BEFORE, alice).nominal == "2026-12-04T09:00"
    ledger.goes_to("2026-12-04", "09:00")
    assert len(ledger.told(alice)) >= 1 and ledger.row(Kind.DAY_BEFORE, alice).state == "sent"


def _declines(tx, ledger, meeting, who) -> None:
    attendance.answer(tx, meeting.id, ledger.person(who), Rsvp.NO, now=ledger.box.clock.now())


@pytest.mark.parametrize(("what", "reason"), [
    ("declines", "declined"), ("pauses", "paused"), ("is away", "away"), ("leaves", "not a member"), ("mutes", "muted")])
def test_who_need_not_be_told_is_not_told_and_the_row_says_why(ledger, meeting, bob, what, reason):
    me, now = ledger.person(bob), ledger.box.clock.now()
    off = Preferences(off=frozenset({Kind.DIGEST}))
    ledger.write(lambda tx: preferences.put(tx, me, off, now=now))
    deeds = {
        "declines": lambda tx: _declines(tx, ledger, meeting, bob),
        "pauses": lambda tx: preferences.put(tx, me, Preferences(off=off.off, paused_until=date(2027, 1, 1)), now=now),
        "is away": lambda tx: absences.add(tx, me, date(2026, 11, 25), date(2026, 12, 20), now=now),
        "leaves": lambda tx: people.leave(tx, ledger.group.id, [me], now),
        "mutes": lambda tx: preferences.put(tx, me, Preferences(off=frozenset({Kind.DIGEST, Kind.DAY_BEFORE})), now=now),
    }
    ledger.write(deeds[what])
    ledger.goes_to("2026-11-30", "12:00", "Europe/Berlin")
    assert (ledger.row(Kind.DAY_BEFORE, bob).state, ledger.row(Kind.DAY_BEFORE, bob).reason) == ("skipped", reason)
    assert ledger.told(bob) == []


def test_nothing_reaches_a_person_in_quiet_hours_and_it_comes_when_they_end(ledger, alice):
    quiet = Preferences(quiet_from="08:00", quiet_to="10:30", off=frozenset({Kind.DIGEST}))
    ledger.write(lambda tx: preferences.put(tx, ledger.person(alice), quiet, now=ledger.box.clock.now()))
    ledger.meets(TUESDAY)
    ledger.goes_to("2026-11-30", "09:00")
    assert ledger.told(alice) == []
    ledger.goes_to("2026-11-30", "10:29")
    assert ledger.told(alice) == []
    ledger.goes_to("2026-11-30", "10:30")
    assert len(ledger.told(alice)) == 1


def test_the_hours_that_a_group_has_agreed_on_are_quiet_for_who_has_left_theirs_as_they_are(ledger, meeting, alice, bob):
    by = ledger.person(bob)
    ledger.write(lambda tx: expectations.add(tx, ledger.group.id, {"quiet": "evening"}, (), "", by_id=by, now=ledger.box.clock.now()))
    ledger.goes_to("2026-11-30", "19:30")
    known = len(ledger.told(alice))
    ledger.changes(meeting, state=MeetingState.CANCELLED, by=bob.id)
    ledger.bot.ticks()
    assert ledger.row(Kind.CHANGED, alice).state == "waiting" and len(ledger.told(alice)) == known
    own = Preferences(quiet_from="22:00", quiet_to="06:00")
    ledger.write(lambda tx: preferences.put(tx, ledger.person(alice), own, now=ledger.box.clock.now()))
    ledger.goes_to("2026-12-01", "07:00")
    assert "called off" in ledger.told(alice)[-1]


def test_the_call_for_topics_says_until_when_where_a_group_has_agreed_on_it(ledger, meeting, bob):
    by = ledger.person(bob)
    ledger.write(lambda tx: expectations.add(tx, ledger.group.id, {"agenda": "three"}, (), "", by_id=by, now=ledger.box.clock.now()))
    ledger.goes_to("2026-11-24", "10:00")
    assert any("it is on the table. Please by Saturday 28 November." in json.dumps(m.get("blocks")) for m in ledger.box.truth.from_app)


def test_who_has_nothing_due_gets_nothing(ledger, alice):
    ledger.goes_to("2026-11-30", "09:00")
    assert ledger.told(alice) == []
    assert [(w.state, w.reason) for w in ledger.rows(Kind.DIGEST, alice) if w.nominal == "2026-W49"] == [("skipped", "nothing to say")]


def test_after_two_days_off_each_hears_one_thing_and_what_is_over_is_not_said(ledger, meeting, alice, bob):
    ledger.goes_to("2026-11-28", "12:00")
    before = len(ledger.told())
    ledger.goes_to("2026-11-30", "16:00")
    ledger.goes_to("2026-11-30", "16:15")
    assert len(ledger.told(alice)) == 1 and len(ledger.told(bob)) <= 1
    assert len(ledger.told()) == before
    assert ledger.row(Kind.DAY_BEFORE, alice).reason == "folded"


def test_a_reminder_is_not_folded_into_a_weekly_message_that_its_reader_has_turned_off(ledger, alice):
    me, now = ledger.person(alice), ledger.box.clock.now()
    ledger.write(lambda tx: preferences.put(tx, me, Preferences(off=frozenset({Kind.DIGEST})), now=now))
    ledger.meets(date(2026, 12, 7), "18:15")
    ledger.goes_to("2026-12-03", "12:00")
    ledger.goes_to("2026-12-07", "10:00")   # Friday's reminder and Monday's message are looked at in one round, in this order
    assert ledger.row(Kind.DAY_BEFORE, alice).state == "sent"
    assert len(ledger.told(alice)) == 1


def test_after_a_week_off_nothing_old_is_said(ledger, meeting, alice, bob):
    ledger.goes_to("2026-12-09", "12:00")
    assert (ledger.told(), ledger.told(alice), ledger.told(bob)) == ([], [], [])
    assert {w.reason for w in ledger.rows(Kind.DAY_BEFORE)} == {"too late"}
    assert {w.state for w in ledger.rows() if w.due < ledger.box.clock.now()} == {"skipped"}


def test_a_meeting_called_off_is_not_reminded_of_and_only_those_who_knew_are_told(ledger, meeting, alice, bob):
    ledger.changes(meeting, state=MeetingState.CANCELLED)
    ledger.goes_to("2026-12-01", "09:00", step=3600 * 12)
    assert ledger.told() == [] and all("meet" not in text for text in ledger.told(alice) + ledger.told(bob))
    assert {w.reason for w in ledger.rows(Kind.HOUR_BEFORE) + ledger.rows(Kind.DAY_BEFORE)} == {"cancelled"}
    assert ledger.rows(Kind.CHANGED) == [], "eight days ahead the calendar says it"


def test_a_meeting_called_off_the_evening_before_is_told_to_the_channel_at_once_and_to_each_outside_quiet_hours(
        ledger, meeting, alice, bob):
    ledger.goes_to("2026-11-30", "19:00")
    alice_knew = len(ledger.told(alice))
    ledger.changes(meeting, state=MeetingState.CANCELLED, by=alice.id)
    ledger.bot.ticks()
    assert "called off" in ledger.told()[-1]
    assert len(ledger.told(alice)) == alice_knew, "who did it knows"
    assert ledger.row(Kind.CHANGED, bob).state == "waiting", "one in the morning in Berlin"
    ledger.goes_to("2026-12-01", "07:00", "Europe/Berlin")
    assert "called off" in ledger.told(bob)[-1]


def test_a_meeting_called_off_long_before_and_taken_up_again_the_evening_before_is_told_once(ledger, bob):
    meeting = ledger.meets(date(2027, 1, 5))
    off = ledger.changes(meeting, state=MeetingState.CANCELLED)
    ledger.goes_to("2027-01-04", "12:00")
    ledger.changes(off, state=MeetingState.PLANNED)
    for _ in range(4):
        ledger.box.travel(seconds=900)
        ledger.bot.ticks()
    of_it = [w for w in ledger.rows(who=bob) if w.subject_id == meeting.id and w.state == "sent"]
    assert [w.kind for w in of_it] == [Kind.CHANGED]
    assert ledger.row(Kind.DAY_BEFORE, bob).reason == "planned later"


def test_a_meeting_that_is_moved_back_to_its_first_day_is_not_called_for_once_more(ledger):
    meeting = ledger.meets(date(2027, 1, 5))
    away = ledger.changes(meeting, day=date(2027, 1, 4))
    ledger.goes_to("2026-12-28", "09:00")   # the call for the fourth
    ledger.goes_to("2026-12-30", "09:00")
    ledger.changes(away, day=date(2027, 1, 5))
    ledger.bot.ticks()
    assert [(w.state, w.reason) for w in ledger.rows(Kind.WEEK_BEFORE)] == [("sent", None), ("skipped", "planned later")]


def test_moved_twice_before_it_was_said_is_said_once_from_where_it_stood(ledger, meeting, bob):
    ledger.goes_to("2026-11-30", "22:30")
    ledger.changes(meeting, time="09:00")
    ledger.changes(meeting, time="10:00")
    ledger.goes_to("2026-12-01", "07:00", "Europe/Berlin")
    news = [w for w in ledger.rows(Kind.CHANGED, bob) if w.state == "sent"]
    assert len(news) == 1 and "7:30 AM" in ledger.told(bob)[-1] and "4:00 PM" in ledger.told(bob)[-1]
    assert [w.reason for w in ledger.rows(Kind.CHANGED, bob) if w.state == "skipped"] == ["a newer change"]


def test_moved_and_moved_back_before_it_was_said_is_not_said(ledger, meeting, bob):
    ledger.goes_to("2026-11-30", "22:30")
    ledger.changes(meeting, time="09:00")
    ledger.changes(meeting, time="07:30")
    ledger.goes_to("2026-12-01", "07:00", "Europe/Berlin")
    assert {w.state for w in ledger.rows(Kind.CHANGED, bob)} == {"skipped"}


def test_a_move_takes_its_reminders_along_and_a_move_back_takes_them_back(ledger, meeting, bob):
    moved = ledger.changes(meeting, day=date(2026, 12, 3))
    ledger.bot.ticks()
    live = [w for w in ledger.rows() if w.state == "waiting" and w.kind != Kind.DIGEST]
    assert {(w.kind, w.nominal) for w in live} == {("week_before", "2026-11-26T09:00"), ("hour_before", "2026-12-03T06:30"),
                                                   ("day_before", "2026-12-02T09:00"), ("start", "2026-12-03T07:30")}
    ledger.changes(moved, day=TUESDAY)
    ledger.bot.ticks()
    live = [w for w in ledger.rows() if w.state == "waiting" and w.kind != Kind.DIGEST]
    assert {(w.kind, w.nominal) for w in live} == {("week_before", "2026-11-24T09:00"), ("hour_before", "2026-12-01T06:30"),
                                                   ("day_before", "2026-11-30T09:00"), ("start", "2026-12-01T07:30")}


def test_a_time_moved_on_the_same_day_times_the_same_rows_anew(ledger, meeting, alice):
    ledger.changes(meeting, time="12:00")
    assert ledger.row(Kind.HOUR_BEFORE).nominal == "2026-12-01T11:00"
    ledger.goes_to("2026-12-01", "06:30")
    assert "one hour" not in " ".join(ledger.told())
    ledger.goes_to("2026-12-01", "11:00")
    assert "in one hour" in ledger.told()[-1]


def test_who_moves_to_another_zone_is_told_once_at_the_new_hour(ledger, meeting, bob):
    bob.changes_zone("Asia/Kolkata")
    ledger.bot.ticks()
    weekly = [w for w in ledger.rows(Kind.DIGEST, bob) if w.nominal == "2026-W49"]
    assert [(w.tz, w.due) for w in weekly] == [("Asia/Kolkata", datetime(2026, 11, 30, 2, 30, tzinfo=UTC))]
    ledger.goes_to("2026-11-30", "08:00", "Asia/Kolkata")
    assert len(ledger.told(bob)) == 1
    bob.changes_zone("America/Los_Angeles")
    ledger.goes_to("2026-11-30", "10:00", "America/Los_Angeles", step=1800)
    assert len([w for w in ledger.rows(Kind.DIGEST, bob) if w.nominal == "2026-W49" and w.state == "sent"]) == 1


def test_a_wish_for_another_day_moves_the_message_of_the_week(ledger, meeting, alice):
    wishes = Preferences(digest_weekday=4, digest_time="16:00")
    me, now = ledger.person(alice), ledger.box.clock.now()
    ledger.write(lambda tx: (preferences.put(tx, me, wishes, now=now), reminders.preferences_changed(tx, me, now=now)))
    ledger.goes_to("2026-11-27", "15:59")
    assert ledger.told(alice) == []
    weekly = [w for w in ledger.rows(Kind.DIGEST, alice) if w.nominal == "2026-W49"]
    assert [w.due for w in weekly] == [datetime(2026, 12, 4, 21, 0, tzinfo=UTC)]


def test_seven_thirty_stays_seven_thirty_when_the_clocks_change_between(ledger, alice):
    ledger.meets(date(2027, 3, 16))   # New York goes to summer time on 14 March
    ledger.goes_to("2027-03-05", "12:00")
    ledger.goes_to("2027-03-08", "12:00")
    # Nine in New York is 14:00 UTC before and 13:00 after; in Berlin it is 8:00 until the end of the month.
    assert {(w.kind, w.nominal, w.due.hour) for w in ledger.rows() if w.subject_id} == {
        ("quorum", "2027-02-14T09:00", 14), ("topic", "2027-03-06T09:00", 14), ("week_before", "2027-03-09T09:00", 14),
        ("day_before", "2027-03-15T09:00", 13),
        ("day_before", "2027-03-15T09:00", 8), ("hour_before", "2027-03-16T06:30", 10), ("start", "2027-03-16T07:30", 11)}


def test_who_has_no_answer_to_a_channel_that_is_closed_hears_when_it_is_open_again(ledger, meeting, box, alice, room):
    box.trouble(method="chat.postMessage", error="not_in_channel")
    ledger.goes_to("2026-11-24", "09:00")
    assert ledger.told() == [] and ledger.row(Kind.WEEK_BEFORE).state == "waiting"
    told = [m["text"] for m in box.truth.from_app if "cannot post in the channel" in m["text"]]
    assert len(told) == 1, "the organiser, once"
    ledger.goes_to("2026-11-24", "09:10")
    assert ledger.told() == []
    channels.found(ledger.bot.deps, room.id)
    ledger.bot.ticks()
    assert len(ledger.told()) == 1


def test_a_person_whom_slack_does_not_let_us_write_to_is_left_alone_for_a_week(ledger, meeting, box, bob, alice):
    box.trouble(method="chat.postMessage", error="user_disabled")
    ledger.goes_to("2026-11-30", "08:00", "Europe/Berlin")
    assert [(w.state, w.reason) for w in ledger.rows(Kind.DIGEST, bob) if w.nominal == "2026-W49"] == [("dead", "user_disabled")]
    ledger.goes_to("2026-11-30", "09:00", "Europe/Berlin")
    assert ledger.row(Kind.DAY_BEFORE, bob).reason == "cannot be reached"
    assert sum("cannot be reached" in m["text"] for m in box.truth.from_app) == 1


def test_the_counts_in_the_channels_post_follow_the_answers(ledger, meeting, bob):
    ledger.goes_to("2026-11-24", "09:00")
    now = ledger.box.clock.now()
    for said in (Rsvp.YES, Rsvp.NO):
        ledger.write(lambda tx, said=said: (attendance.answer(tx, meeting.id, ledger.person(bob), said, now=now),
                                            reminders.attendance_changed(tx, meeting, ledger.group, now=now)))
    assert len(ledger.rows(Kind.WEEK_BEFORE, method="chat.update")) == 1, "one edit shows the newest state"
    ledger.bot.ticks()
    shown = next(m for m in ledger.box.truth.from_app if m["ts"] == ledger.row(Kind.WEEK_BEFORE).ts)
    assert "can't:\N{NO-BREAK SPACE}1" in json.dumps(shown["blocks"], ensure_ascii=False)


def test_too_few_who_can_come_are_told_to_the_organisers_thirty_days_ahead(ledger, alice, bob):
    meeting = ledger.meets(date(2027, 1, 12))
    for who in (alice, bob):
        ledger.write(lambda tx, who=who: _declines(tx, ledger, meeting, who))
    ledger.goes_to("2026-12-13", "09:00")
    assert ledger.row(Kind.QUORUM).person_id == ledger.person(alice)
    assert "Few can come" in ledger.told(alice)[-1]


def test_a_member_who_joined_and_a_meeting_added_after_its_hour_are_not_reminded_of_what_was_before_them(ledger, box):
    ledger.goes_to("2026-11-30", "15:00")
    ledger.meets(TUESDAY)
    ledger.bot.ticks()
    assert {w.reason for w in ledger.rows(Kind.DAY_BEFORE) + ledger.rows(Kind.WEEK_BEFORE)} == {"planned later"}
    assert ledger.row(Kind.HOUR_BEFORE).state == "waiting"
    assert timedelta(0) < ledger.row(Kind.HOUR_BEFORE).due - box.clock.now() < timedelta(days=1)
