"""The phrase book of this folder, the shared corpus where it is present, and prose that is no date."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import phrasebook
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phrasebook import entries

from bot.dates import Ask, No, Reading, Recurrence, read_when
from bot.dates.explain import explain_when

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpora" / "dates.jsonl"
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
NEW_YORK = "America/New_York"
PROSE = Path(__file__).with_name("prose.txt")
SHORTHAND = (
    "BP {0}/{1}", "HR {0}, RR {1}", "{0} mg PO q{1}h", "{0} mg every {1} hours", "day {0} of {1}", "{0} of {1} patients", "room {0}-{1}",
    "page {0}, line {1}", "{0}% vs {1}%", "n={0}", "{0}x{1}x{2} cm", "{0}.{1}.{2}.1", "v{0}.{1}", "score {0} to {1}", "{0} out of {1}",
    "PGY-{0}", "{0} mL at {1} mL/h", "T{0} N{1} M{2}", "{0}-{1}-{2}-4", "${0},{1}", "aims {0} and {1}", "{0} papers and {1} grants",
    "{0} hours of work", "grade {0}/{1} murmur", "{0}:{1} ratio", "bed {0}", "{0} units nightly", "{0} beats per minute", "#{0}",
)


@pytest.mark.parametrize("entry", tuple(entries()), ids=lambda entry: f"{entry.phrase} ({entry.now:%y-%m-%d})")
def test_a_phrase_of_the_book_means_what_the_book_says(entry):
    outcome = read_when(entry.phrase, now=entry.now, tz=entry.tz)
    assert phrasebook.agrees(outcome, entry.answer), f"{phrasebook.written(outcome)} instead of {entry.answer}: {outcome}"


def _corpus() -> list[dict]:
    return [json.loads(line) for line in CORPUS.read_text().splitlines()] if CORPUS.exists() else []


def _scores() -> tuple[Counter, list[str]]:
    """How many of each kind were right, wrong or refused; and the phrases that were not right."""
    scores, missed = Counter(), []
    for row in _corpus():
        got, = explain_when([row["phrase"]], tz=row["tz"], now=datetime.fromisoformat(row["reference"]))
        answer = got.get("value") or [each[:19] for each in got.get("occurrences", [])] or None
        right = answer == row["expected"] and (row["expected"] is None or got["kind"] == row["kind"])
        kind = row["kind"] if row["expected"] else row["note"].split(":")[0]
        scores[kind, "right" if right else "wrong" if answer else "refused"] += 1
        if not right:
            missed.append(row["phrase"])
    return scores, missed


def test_the_shared_corpus_is_read_where_it_is_present():
    scores, missed = _scores()
    assert missed == []
    assert sum(scores.values()) == len(_corpus())


def test_what_the_corpus_calls_ambiguous_is_asked_and_not_only_refused():
    for row in _corpus():
        if row["expected"] is None and row["note"].startswith("AMBIGUOUS"):
            outcome = read_when(row["phrase"], now=datetime.fromisoformat(row["reference"]), tz=row["tz"])
            assert isinstance(outcome, Ask), row["phrase"]


def test_words_of_the_wards_and_of_every_day_are_no_dates():
    lines = PROSE.read_text().splitlines()
    assert len(lines) > 300
    assert [line for line in lines if isinstance(read_when(line, now=NOW, tz=NEW_YORK), Reading | Recurrence)] == []


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHORTHAND), st.tuples(*[st.integers(0, 2100)] * 3), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_no_numbers_make_a_date_of_shorthand(form, numbers, now):
    line = form.format(*numbers)
    assert not isinstance(read_when(line, now=now.replace(tzinfo=UTC), tz=NEW_YORK), Reading | Recurrence), line


def _sentences() -> list[str]:
    prose = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    parts = (part.strip() for path in prose for part in re.split(r"[.\n|;:`“”]", path.read_text()))
    return [part for part in parts if 5 <= len(part.split()) <= 30 and len(part) <= 200]


def test_prose_is_never_taken_for_a_date():
    read = {sentence: read_when(sentence, now=NOW, tz=NEW_YORK) for sentence in _sentences()}
    assert len(read) > 50
    assert [sentence for sentence, outcome in read.items() if isinstance(outcome, Reading | Recurrence)] == []


@pytest.mark.parametrize("phrase", [
    "may I come?", "March on Washington", "Sat in on the meeting", "second opinion", "the third patient", "at least 3", "Monday's child",
    "on call", "in time", "by and large", "a day in the life", "week to week", "the sun", "wed", "a sec", "5 of 7", "2 for 1", "24/7",
    "1 in 5", "9 to 5 job", "section 3.2", "v1.2.3", "10.0.0.1", "555-1234", "+1 650-650-6500", "#12", "$1,200", "room 1200 B", "Rat 6",
    "two sixty a m", "at 650.650.6500", "three twenty", "this past one", "in 61", "laughing out loud", "every patient every time",
    "once in a while", "first time for everything", "daily rounds", "weekly dose of vitamin D", "Monday morning quarterback",
])
def test_words_that_only_look_like_dates_are_none(phrase):
    outcome = read_when(phrase, now=NOW, tz=NEW_YORK)
    assert not isinstance(outcome, Recurrence) and (not isinstance(outcome, Reading) or phrase == "wed")


@pytest.mark.parametrize(("phrase", "code"), [("", "empty"), ("   ", "empty"), ("x" * 201, "too_long"), ("30 June " * 30, "too_long")])
def test_nothing_and_too_much_are_refused_with_a_reason(phrase, code):
    outcome = read_when(phrase, now=NOW, tz=NEW_YORK)
    assert isinstance(outcome, No) and outcome.code == code and outcome.reason.endswith(".")
