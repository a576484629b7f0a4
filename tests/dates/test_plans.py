"""Plans of meetings: the rule, its length and end; days over years; what a month lacks; every question answered by a phrase."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phrasebook import entries

from bot.dates import Ask, No, Recurrence, changes, days_of, missing_days, plan_words, read_plan, rhythm_words, troubles

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
NEW_YORK = "America/New_York"
REPEATING = tuple(entry for entry in entries() if ", " in entry.answer and not entry.answer.startswith(("ask", "no")))
RULES = st.one_of(
    st.builds("every {} {}".format, st.sampled_from(["", "other", "3 weeks on"]), st.sampled_from(["Tuesday", "Monday and Friday"])).map(
        lambda text: " ".join(text.replace("every other Monday and", "every other week on Monday and").split())),
    st.builds("{} of every {}".format, st.sampled_from(["first Tuesday", "2nd and 4th Wednesday", "last Friday", "fifth Monday",
                                                        "second to last Thursday", "first weekday", "last day", "15th", "1st and 15th"]),
              st.sampled_from(["month", "other month", "3 months"])),
    st.sampled_from(["every day", "every 10 days", "every weekday", "first Monday of January, April, July and October",
                     "the 15th of March and September", "every year on 1 July", "second Friday of May every year",
                     "every Tuesday except in July and August", "every other day except weekends", "31st of each month that has it",
                     "every year on 29 February in leap years", "every year on the last day of February",
                     "first Monday and third Wednesday of each month",
                     "every day except Sundays", "the 10th of every month except Fridays and Saturdays", "weekdays except Wednesday"]))


def planned(phrase: str, *, now: datetime = NOW, tz: str = NEW_YORK) -> Recurrence:
    plan = read_plan(phrase, now=now, tz=tz)
    assert isinstance(plan, Recurrence), plan
    return plan


def asked(phrase: str) -> Ask:
    question = read_plan(phrase, now=NOW, tz=NEW_YORK)
    assert isinstance(question, Ask), question
    return question


def same(one: Recurrence, other: Recurrence) -> bool:
    bare = {"phrase": "", "notes": (), "count": None, "months": None}
    return replace(one, **bare) == replace(other, **bare)


@pytest.mark.parametrize(("phrase", "rrule", "first", "words"), [
    ("first Tuesday of the month at 7:30am", "FREQ=MONTHLY;BYDAY=1TU", "2026-12-01", "First Tuesday of each month"),
    ("every other Thursday noon", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "2026-11-26", "Every other Thursday"),
    ("1st and 3rd Wednesday 5pm", "FREQ=MONTHLY;BYDAY=1WE,3WE", "2026-12-02", "First and third Wednesday of each month"),
    ("every 6 weeks on Monday 7am", "FREQ=WEEKLY;INTERVAL=6;BYDAY=MO", "2026-11-30", "Every 6 weeks on Monday"),
    ("first Monday of each quarter, noon", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO", "2027-01-04",
     "First Monday of January, April, July and October"),
    ("monthly on the 15th at noon", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15", "The 15th of each month"),
    ("last Friday of the month at noon", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "Last Friday of each month"),
    ("first business day of the month at 8am", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "2026-12-01", "First weekday of each month"),
    ("daily except weekends at 8am", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-24", "Every weekday"),
    ("every Tuesday but not in July and August at noon", "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=TU", "2026-11-24",
     "Every Tuesday except in July and August"),
])
def test_a_rhythm_is_an_rfc_5545_rule_with_its_first_day_and_its_words(phrase, rrule, first, words):
    plan = planned(phrase)
    assert (plan.rrule, plan.first.isoformat(), rhythm_words(plan)) == (rrule, first, words)


@pytest.mark.parametrize(("phrase", "minutes"), [
    ("every Tuesday 7:30am, 1 hour", 60), ("every Tuesday 7:30-8:30am", 60), ("every Tuesday at noon for 90 minutes", 90),
    ("every Tuesday at noon 45 min each", 45), ("every Tuesday at 1pm, half day", 240),
    ("every Tuesday at noon for an hour and a half", 90),
    ("every Tuesday at noon, 1.5 hours", 90), ("every Tuesday at noon for 1h30", 90), ("every Tuesday at noon, half an hour", 30),
    ("every Tuesday at noon for 2 hours until 15 December", 120), ("every Tuesday 12-1", 60),
    ("every Tuesday at noon for 2 and a half hours", 150), ("every Tuesday at noon", None)])
def test_the_length_that_was_said_is_kept(phrase, minutes):
    assert planned(phrase).minutes == minutes


def test_six_months_of_first_tuesdays_end_with_the_sixth_month():
    plan = planned("first Tuesday of the month at 7:30am for 6 months, 1 hour")
    assert (plan.until, plan.months, plan.minutes, plan.time) == (date(2027, 5, 31), 6, 60, time(7, 30))
    assert days_of(plan, after=date(2026, 1, 1), through=date(2030, 1, 1)) == (
        date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2), date(2027, 3, 2), date(2027, 4, 6), date(2027, 5, 4))


def test_a_count_gives_the_last_day_and_days_left_out_do_not_count():
    plan = planned("every Tuesday at noon 4 times except Dec 1")
    assert (plan.count, plan.until, plan.except_days) == (4, date(2026, 12, 22), (date(2026, 12, 1),))
    assert date(2026, 12, 1) in days_of(plan, after=plan.first, through=plan.until)


def test_holidays_are_left_out_by_that_word_in_a_plan():
    assert planned("every Thursday at noon except holidays").except_holidays


def test_one_clear_day_is_a_plan_of_one_date_in_the_group_s_zone():
    plan = planned("Jan 5 at 8am Pacific for an hour")
    assert (plan.rrule, plan.dates, plan.time, plan.tz, plan.minutes) == (None, (date(2027, 1, 5),), time(11), NEW_YORK, 60)


def test_a_zone_that_is_named_is_the_zone_of_the_rhythm():
    plan = planned("every Tuesday at 8am Pacific")
    assert (plan.tz, plan.time) == ("America/Los_Angeles", time(8)) and plan.occurrences[0] == datetime(2026, 11, 24, 11)


@pytest.mark.parametrize(("phrase", "question"), [
    ("first Tuesday at 7:30", "Once, or every month?"), ("last Friday at noon", "Once, or every month?"),
    ("Tuesday at noon, 1 hour", "Once, or every week?"), ("every Tuesday", "At what time?"), ("tomorrow", "At what time?"),
    ("every Tuesday 7:30-8:30", "Morning or evening?"), ("monthly on the 31st at noon",
                                                         "Not every month has a 31st. The last day of the month instead?"),
    ("every second Thursday at noon", "Every 2 weeks, or once a month?"), ("weekly at noon", "On which weekday?"),
    ("monthly at noon", "On which day of the month?"), ("every Tuesday at noon until March", "Is that month still included?"),
    ("next Friday at noon", "“Next Friday”: this coming one or the one after?"), ("every Tuesday at midnight",
                                                                                   "Midnight at the start of that day, or at its end?"),
    ("every other weekday at noon", "Which days are meant?"), ("quarterly, first Monday at noon",
                                                               "In which months? January, April, July and October?"),
    ("the 1st and 15th at noon", "Once, or every month?"), ("weeknights at 8pm", "Is Friday one of them?")])
def test_what_is_ambiguous_is_asked_and_every_choice_leads_to_a_plan(phrase, question):
    first = asked(phrase)
    assert first.question == question and first.choices
    for choice in first.choices:
        answer = read_plan(choice.phrase, now=NOW, tz=NEW_YORK)
        for _ in range(2):
            if isinstance(answer, Ask):
                answer = read_plan(answer.choices[0].phrase, now=NOW, tz=NEW_YORK)
        assert isinstance(answer, Recurrence), (choice.phrase, answer)


def test_a_length_survives_the_question():
    every, once = asked("Tuesday 7:30-8:15").choices
    assert [planned(asked(each.phrase).choices[1].phrase).minutes for each in (every, once)] == [45, 45]
    assert planned(asked("next Friday 5pm, 45 min").choices[0].phrase).minutes == 45


@pytest.mark.parametrize("phrase", ["rounds", "every Tuesday except rounds", "last Tuesday of last month", "every Monday at 25:00", ""])
def test_what_is_no_plan_is_refused(phrase):
    assert isinstance(read_plan(phrase, now=NOW, tz=NEW_YORK), No)


def test_days_that_a_month_lacks_are_named_with_what_there_is_instead():
    fifth = planned("fifth Tuesday of every month at noon")
    found = missing_days(fifth, after=date(2026, 11, 23), through=date(2027, 5, 23))
    assert [gap.text for gap in found] == [f"{month} 2027 has no fifth Tuesday" for month in ("January", "February", "April")]
    assert found[0].instead == date(2027, 1, 26)
    last = planned("31st of each month that has it at noon")
    assert [gap.month.month for gap in missing_days(last, after=date(2026, 11, 23), through=date(2027, 6, 30))] == [2, 4, 6]
    quarterly = planned("31st of every 3 months that has it at noon")   # from December on: March, June, September
    assert [gap.month.month for gap in missing_days(quarterly, after=date(2026, 11, 23), through=date(2027, 11, 30))] == [6, 9]
    assert missing_days(planned("last Friday of the month at noon"), after=date(2026, 1, 1), through=date(2030, 1, 1)) == ()


@settings(max_examples=150, deadline=None)
@given(RULES, st.sampled_from(["America/New_York", "Europe/London", "Asia/Kolkata", "America/Sao_Paulo"]),
       st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), st.integers(1, 400), st.integers(1, 700))
def test_a_plan_in_words_is_read_as_the_same_plan_and_its_days_do_not_hang_on_where_one_looks_from(rule, tz, now, skip, span):
    plan = planned(f"{rule} at 7:30am, 1 hour", now=now, tz=tz)
    assert same(plan, planned(plan_words(plan), now=now, tz=tz))
    through = plan.first + timedelta(days=1500)
    days = days_of(plan, after=plan.first - timedelta(days=1), through=through)
    assert days[0] == plan.first
    assert all(datetime.combine(day, time(7, 30)) == shown for day, shown in zip(days, plan.occurrences, strict=False))
    after = plan.first + timedelta(days=skip)
    assert days_of(plan, after=after, through=after + timedelta(days=span)) == tuple(
        day for day in days if after < day <= after + timedelta(days=span))


@pytest.mark.parametrize("entry", REPEATING, ids=lambda entry: entry.phrase)
def test_every_rhythm_of_the_book_is_read_back_from_its_words(entry):
    plan = read_plan(entry.phrase, now=entry.now, tz=entry.tz)
    if isinstance(plan, Ask):   # without a time of day
        assert plan.question == "At what time?"
        plan = read_plan(plan.choices[0].phrase, now=entry.now, tz=entry.tz)
    assert isinstance(plan, Recurrence), plan
    assert same(plan, planned(plan_words(plan), now=entry.now, tz=entry.tz)), plan_words(plan)


def test_a_wall_time_that_is_skipped_or_comes_twice_is_named():
    sundays = [date(2027, 3, 7), date(2027, 3, 14), date(2027, 11, 7)]
    assert [(trouble.day, trouble.kind) for trouble in troubles(sundays, at=time(2, 30), tz=NEW_YORK)] == [(date(2027, 3, 14), "skipped")]
    assert [(trouble.day, trouble.kind) for trouble in troubles(sundays, at=time(1, 30), tz=NEW_YORK)] == [(date(2027, 11, 7), "repeated")]
    assert troubles(sundays, at=time(7, 30), tz=NEW_YORK) == ()
    plan = planned("every Sunday at 2:30am", now=datetime(2027, 3, 8, 15, tzinfo=UTC))
    assert plan.notes == ("Sunday 14 March 2027: 2:30 AM does not exist, the clocks are put forward over it",)


def test_the_first_meeting_after_each_clock_change_is_known():
    plan = planned("first Tuesday of the month at 7:30am")
    found = changes(days_of(plan, after=date(2026, 9, 1), through=date(2027, 12, 31)), at=time(7, 30), tz=NEW_YORK)
    assert [(change.day, change.on, change.forward) for change in found] == [
        (date(2027, 4, 6), date(2027, 3, 14), True), (date(2027, 12, 7), date(2027, 11, 7), False)]
    assert changes(days_of(plan, after=date(2026, 9, 1), through=date(2027, 12, 31)), at=time(7, 30), tz="Asia/Kolkata") == ()


def test_a_half_past_seven_plan_stays_at_half_past_seven_over_two_years():
    plan = planned("every Tuesday at 7:30am")
    days = days_of(plan, after=plan.first, through=date(2028, 11, 1))
    instants = [datetime.combine(day, plan.time, tzinfo=ZoneInfo(plan.tz)) for day in days]
    assert {(at.hour, at.minute) for at in instants} == {(7, 30)} and {at.astimezone(UTC).hour for at in instants} == {11, 12}
