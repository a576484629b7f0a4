"""Parting a goal as people type it into what to do and by when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import Ask, No, Reading, Recurrence, read_when, split_due
from bot.dates.absolute import plainly

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
NEW_YORK = "America/New_York"


def split(text: str):
    return split_due(text, now=NOW, tz=NEW_YORK)


@pytest.mark.parametrize(("line", "text", "day"), [
    ("Submit the systematic review by 30 June", "Submit the systematic review", "2027-06-30"),
    ("Draft the survey by Friday", "Draft the survey", "2026-11-27"),
    ("finish promotion dossier by end of Q1", "finish promotion dossier", "2027-03-31"),
    ("apply for the K award by Feb 12, 2027", "apply for the K award", "2027-02-12"),
    ("Submit the abstract by the end of next month", "Submit the abstract", "2026-12-31"),
    ("Submit the abstract before end of March", "Submit the abstract", "2027-03-31"),
    ("Submit the abstract no later than 1/15/27", "Submit the abstract", "2027-01-15"),
    ("Submit the abstract - due Friday", "Submit the abstract", "2026-11-27"),
    ("Submit the abstract, due 12/15", "Submit the abstract", "2026-12-15"),
    ("Submit the abstract (due 5 May)", "Submit the abstract", "2027-05-05"),
    ("Submit the abstract due: Dec 15", "Submit the abstract", "2026-12-15"),
    ("Submit the abstract deadline Feb 1", "Submit the abstract", "2027-02-01"),
    ("Submit the abstract - 30 June", "Submit the abstract", "2027-06-30"),
    ("Submit the abstract (Friday 4 December)", "Submit the abstract", "2026-12-04"),
    ("Submit the abstract December 15th", "Submit the abstract", "2026-12-15"),
    ("Submit the abstract 2027-06-30", "Submit the abstract", "2027-06-30"),
    ("Call the dean tomorrow", "Call the dean", "2026-11-24"),
    ("Call the dean this Friday", "Call the dean", "2026-11-27"),
    ("Call the dean on Friday", "Call the dean", "2026-11-27"),
    ("Meet the dean on 3 March", "Meet the dean", "2027-03-03"),
    ("Meet the dean on the 15th", "Meet the dean", "2026-12-15"),
    ("Finish the modules in two weeks", "Finish the modules", "2026-12-07"),
    ("Learn R in 6 months", "Learn R", "2027-05-23"),
    ("Become program director within 3 years", "Become program director", "2029-11-23"),
    ("Improve the handoff by end of year", "Improve the handoff", "2026-12-31"),
    ("Finish the poster by Thanksgiving", "Finish the poster", "2026-11-26"),
    ("Write by hand by Friday", "Write by hand", "2026-11-27"),
    ("Review the draft by EOD", "Review the draft", "2026-11-23"),
    ("Review the draft by COB Friday", "Review the draft", "2026-11-27"),
    ("Submit R01 by Feb 5 2027 at 5pm", "Submit R01", "2027-02-05"),
    ("Send the letter by Friday at 5", "Send the letter", "2026-11-27"),
    ("Send the letter by tomorrow morning", "Send the letter", "2026-11-24"),
    ("Present at grand rounds by the third Friday of March", "Present at grand rounds", "2027-03-19"),
    ("Protect four hours a week for writing by 15 January", "Protect four hours a week for writing", "2027-01-15"),
    ("Two conference workshops given together by 30 September", "Two conference workshops given together", "2027-09-30"),
    ("Report the results by the 1st of the month", "Report the results", "2026-12-01"),
    ("Publish by tommorow", "Publish", "2026-11-24"),
    ("Line one\nline two by 30 June", "Line one\nline two", "2027-06-30"),
    ("Submit the review by 30 June.", "Submit the review", "2027-06-30"),
    ("Submit the review by 30 June!", "Submit the review", "2027-06-30"),
    ("SUBMIT THE REVIEW BY JUNE 30", "SUBMIT THE REVIEW", "2027-06-30"),
    ("Submit the review by Wednesday, June 30, 2027", "Submit the review", "2027-06-30"),
])
def test_a_due_date_at_the_end_is_taken_off(line, text, day):
    found = split(line)
    assert isinstance(found.when, Reading), found
    assert (found.text, found.when.date) == (text, date.fromisoformat(day))
    assert found.phrase in line


@pytest.mark.parametrize("line", [
    "30 June", "Friday", "", "Reflect on leadership", "Write by hand", "Stand by me", "March for science by bus",
    "Read one paper on Friday sessions", "Ask for protected time before my annual review", "Give a talk on may", "Write every Tuesday",
    "Hold office hours on Mondays", "Get 5 reviews by 12", "Review for the journal by noon", "Study 2 hours a day", "Lower HbA1c by 2",
    "Reduce errors by 20%", "Increase attendance by half", "Stop by the Monday clinic", "Return calls within 2 days",
    "Answer within 24 hours", "Run a marathon in 4 hours", "Improve the score to 4/5", "Read chapter 12",
    "Summarise the minutes of 3 March", "Compare the data from 1 May", "Read 10 papers in March", "Write for Medicine Today",
    "Walk 10 / 4", "Keep on top of email", "Be on time", "Do it in style", "Teach by example", "Sit by the sun", "Plan before acting",
    "Wait until asked", "Enrol 40 patients by phone", "Cut the no-show rate by 1.5", "Write the second paper", "Sleep by 10 every day",
    "Become a mentor for the third-years", "Prepare for Friday", "Use version 2.1 by default", "Grow the team by May Chen's plan",
])
def test_words_that_are_no_due_date_stay_in_the_line(line):
    found = split(line)
    assert (found.text, found.when, found.phrase) == (line, None, None)


@pytest.mark.parametrize(("line", "text", "candidates"), [
    ("IRB amendment due next Wednesday", "IRB amendment", {"2026-11-25", "2026-12-02"}),
    ("Draft the survey by next Friday", "Draft the survey", {"2026-11-27", "2026-12-04"}),
    ("Run the workshop by spring", "Run the workshop", {"2027-03-01", "2027-05-31"}),
    ("Publish 2 papers by 2028", "Publish 2 papers", {"2027-12-31", "2028-01-01", "2028-12-31"}),
    ("Publish 2 papers by March", "Publish 2 papers", {"2027-03-01", "2027-03-15", "2027-03-31"}),
    ("Submit by the end of next week", "Submit", {"2026-12-04", "2026-12-06"}),
    ("Submit by Thursday Jan 8", "Submit", {"2027-01-08", "2027-01-07"}),
    ("Submit the poster Thursday Jan 8", "Submit the poster", {"2027-01-08", "2027-01-07"}),
    ("Read the chapter by 3/4", "Read the chapter", {"2027-03-04"}),
])
def test_an_unclear_due_date_is_asked_back_with_its_candidates(line, text, candidates):
    found = split(line)
    assert isinstance(found.when, Ask), found
    assert found.text == text and {choice.value.isoformat() for choice in found.when.choices} == candidates
    assert found.phrase in line


@pytest.mark.parametrize(("line", "code"), [
    ("Submit by 31 February", "impossible"), ("Submit by last Monday", "past"), ("Submit by 20 November 2026", "past"),
    ("Submit due yesterday", "past"), ("Submit by Feb 29, 2027", "impossible"), ("Submit before 13/13/2027", "impossible")])
def test_a_due_date_that_is_past_or_impossible_is_said_and_not_dropped(line, code):
    found = split(line)
    assert isinstance(found.when, No) and found.when.code == code
    assert found.text == "Submit" and line.endswith(found.phrase)


def test_a_due_date_that_repeats_is_never_one_day():
    found = split("Write an hour by every Friday")
    assert isinstance(found.when, Recurrence) and found.text == "Write an hour"


def test_an_hour_that_is_unclear_beside_a_clear_day_is_left_out_and_said():
    assert split("Send the letter by Friday at 5").when.notes == ("kept the day and left the hour out",)


def test_a_slip_of_the_finger_is_corrected_and_said():
    assert split("Publish by tommorow").when.notes == ("read “tommorow” as tomorrow",)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.sampled_from(["", " by 30 June", " by next Friday", " due 31 February", " tomorrow", " (due Friday)"]))
def test_no_letter_of_what_was_typed_is_lost(text, tail):
    line = text + tail
    found = split(line)
    assert line.strip().startswith(found.text)
    if found.when is None:
        assert found.text == line.strip() and found.phrase is None
    else:
        assert found.text and found.phrase in line


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


@settings(max_examples=400, deadline=None)
@given(month=st.sampled_from(_MONTHS), short=st.booleans(), number=st.integers(0, 32), ending=st.sampled_from(("", "th", "st")),
       shape=st.sampled_from(("{d} {m}", "the {d} of {m}", "{m} {d}")),
       year=st.sampled_from(("", " 2027", ", 2027", " 2026", " 0930", " 2051")),
       now=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)), word=st.sampled_from(("by ", "")))
def test_the_short_way_for_plain_days_reads_them_as_the_grammar_does(month, short, number, ending, shape, year, now, word):
    phrase = shape.format(d=f"{number}{ending}", m=month[:3] if short else month) + year
    day = plainly(phrase, now.astimezone(ZoneInfo(NEW_YORK)).date())
    if day is not None:
        assert read_when(f"{word}{phrase}", now=now, tz=NEW_YORK) == Reading(kind="date", date=day)
    if ending != "st" and 1 <= number <= 28 and not year:
        assert day is not None
