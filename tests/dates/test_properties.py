"""What holds for every phrase: spelling does not matter, the echo can be read back, and every answer is fit to show."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phrasebook import Entry, entries

from bot.dates import Ask, No, Reading, Recurrence, read_when, words

BOOK = tuple(entries())
ZONES = ("America/New_York", "America/Phoenix", "America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Asia/Kolkata", "Asia/Shanghai",
         "Australia/Sydney", "Africa/Johannesburg", "UTC")
SALAD = ("every", "other", "first", "tuesday", "and", "march", "5", "at", "7:30", "pm", "next", "week", "in", "the", "of", "month", "from",
         "until", "2027", "days", "before", ",", "-", "/", "noon", "last", "am", "for", "15th")
understood = st.sampled_from([entry for entry in BOOK if not entry.answer.startswith(("ask", "no"))])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
some = settings(max_examples=200, deadline=None)


def same(one, other) -> bool:
    if isinstance(one, Recurrence):
        return isinstance(other, Recurrence) and one.occurrences == other.occurrences
    return isinstance(other, Reading) and (one.date, one.at, one.ends) == (other.date, other.at, other.ends)


def read(entry: Entry, phrase: str):
    return read_when(phrase, now=entry.now, tz=entry.tz)


@some
@given(understood, st.sampled_from([str.upper, str.title, str.lower, str.swapcase]))
def test_capitals_do_not_matter(entry, spelling):
    assert same(read(entry, entry.phrase), read(entry, spelling(entry.phrase)))


@some
@given(understood, st.sampled_from(["  ", "\u00a0", "\u202f", "\t", " \u2009"]))
def test_spaces_do_not_matter(entry, space):
    assert same(read(entry, entry.phrase), read(entry, f" {space.join(entry.phrase.split(' '))}{space}"))


@some
@given(understood, st.sampled_from(["\u200e", "\u200b", "\ufeff", "\u2066"]))
def test_marks_that_nobody_sees_do_not_matter(entry, mark):
    assert same(read(entry, entry.phrase), read(entry, f"{mark}{entry.phrase.replace(' ', mark + ' ')}{mark}"))


@some
@given(understood, st.sampled_from(["on {}", "how about {}?", "let's do {}", "{}.", "{}!", "please {}"]))
def test_a_few_polite_words_do_not_matter(entry, frame):
    assert same(read(entry, entry.phrase), read(entry, frame.format(entry.phrase.rstrip("?.!"))))


@some
@given(st.text(max_size=220), moments, st.sampled_from(ZONES))
def test_whatever_is_typed_gets_an_answer_that_can_be_shown(text, now, tz):
    outcome = read_when(text, now=now, tz=tz)
    if isinstance(outcome, No):
        assert outcome.reason.strip() and outcome.code in {"past", "impossible", "nonsense", "empty", "too_long"}
    if isinstance(outcome, Ask):
        assert outcome.question.endswith(("?", "."))


@some
@given(st.lists(st.sampled_from(SALAD), max_size=12), moments)
def test_any_salad_of_date_words_gets_an_answer_in_the_future_or_none(salad, now):
    outcome = read_when(" ".join(salad), now=now, tz="America/New_York")
    today = now.astimezone(ZoneInfo("America/New_York")).date()
    if isinstance(outcome, Reading):
        assert outcome.date >= today and (outcome.at is None or outcome.at > now)
    if isinstance(outcome, Recurrence):
        assert 1 <= len(outcome.occurrences) <= 6 and list(outcome.occurrences) == sorted(set(outcome.occurrences))


@some
@given(moments, st.sampled_from(ZONES), st.integers(0, 700))
def test_the_echo_of_a_date_is_read_as_that_date(now, tz, ahead):
    day = now.astimezone(ZoneInfo(tz)).date() + timedelta(days=ahead)
    echo = words(day, now=now, tz=tz)
    assert f"{day:%A}" in echo and str(day.year) in echo
    assert same(Reading(kind="date", date=day), read_when(echo, now=now, tz=tz)), echo


@some
@given(moments, st.sampled_from(ZONES), st.integers(1, 700 * 24 * 12))
def test_the_echo_of_an_instant_is_read_as_that_instant(now, tz, steps):
    at = (now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1, minutes=5 * steps)).astimezone(ZoneInfo(tz))
    if at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() or (at.hour, at.minute) == (0, 0):
        return   # twice, or between two days: asked back
    echo = words(Reading(kind="instant", date=at.date(), at=at), now=now, tz=tz)
    assert tz in echo and (" AM " in echo or " PM " in echo) and str(at.year) in echo and f"{at:%A}" in echo
    assert same(Reading(kind="instant", date=at.date(), at=at), read_when(echo, now=now, tz=tz)), echo


@pytest.mark.parametrize("entry", [entry for entry in BOOK if entry.answer.startswith("ask")], ids=lambda entry: entry.phrase)
def test_choosing_what_was_asked_gives_that_choice_and_no_new_question(entry):
    outcome = read(entry, entry.phrase)
    for choice in outcome.choices:
        assert choice.label.strip()
        if isinstance(choice.value, datetime) and (choice.value.tzinfo is None or "comes twice" in outcome.question):
            continue   # the first meeting of a series, or an hour that the clock shows twice
        if isinstance(choice.value, datetime) and (choice.value.hour, choice.value.minute) == (0, 0):
            continue
        chosen = read(entry, words(choice.value, now=entry.now, tz=entry.tz))
        assert isinstance(chosen, Reading) and (chosen.at or chosen.date) == choice.value, (choice, chosen)


def test_a_range_is_echoed_with_its_end_and_read_back():
    now, tz = datetime(2026, 11, 23, 15, tzinfo=UTC), "America/New_York"
    meeting = read_when("Dec 1, 12-1pm", now=now, tz=tz)
    echo = words(meeting, now=now, tz=tz)
    assert echo == "Tuesday 1 December 2026, 12:00 PM to 1:00 PM EST (America/New_York)"
    assert same(meeting, read_when(echo, now=now, tz=tz))


@pytest.mark.parametrize(("day", "echo"), [
    (date(2027, 6, 30), "Wednesday 30 June 2027"), (date(2026, 11, 23), "Monday 23 November 2026 (today)"),
    (date(2026, 11, 24), "Tuesday 24 November 2026 (tomorrow)")])
def test_a_date_is_echoed_with_weekday_and_year(day, echo):
    assert words(day, now=datetime(2026, 11, 23, 15, tzinfo=UTC), tz="America/New_York") == echo
