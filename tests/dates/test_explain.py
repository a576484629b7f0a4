"""``mentor explain when``: what is printed for each outcome."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.dates.explain import explain_when

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def explained(phrase: str) -> dict:
    answer, = explain_when([phrase], tz="America/New_York", now=NOW)
    assert json.loads(json.dumps(answer)) == answer
    return answer


@pytest.mark.parametrize(("phrase", "answer"), [
    ("30 June", {"kind": "date", "value": "2027-06-30"}),
    ("tommorow", {"kind": "date", "value": "2026-11-24", "notes": ["read “tommorow” as tomorrow"]}),
    ("Dec 1 at 7:30am", {"kind": "instant", "value": "2026-12-01T07:30:00-05:00"}),
    ("Jul 1 12-1pm", {"kind": "instant", "value": "2027-07-01T12:00:00-04:00", "ends": "2027-07-01T13:00:00-04:00"}),
    ("Jan 5 and Feb 2", {"kind": "recurrence", "occurrences": ["2027-01-05", "2027-02-02"], "words": "5 January 2027 and 2 February 2027",
                         "zone": "America/New_York", "until": "2027-02-02"}),
    ("Tuesdays 7:30-8:30am x2", {
        "kind": "recurrence", "occurrences": ["2026-11-24T07:30:00", "2026-12-01T07:30:00"], "words": "Every Tuesday", "time": "7:30 AM",
        "zone": "America/New_York", "minutes": 60, "until": "2026-12-01", "count": 2, "rrule": "FREQ=WEEKLY;BYDAY=TU"}),
    ("every other Thursday starting Jan 8", {
        "kind": "recurrence", "occurrences": [f"2027-{day}" for day in ("01-14", "01-28", "02-11", "02-25", "03-11", "03-25")],
        "words": "Every other Thursday", "zone": "America/New_York", "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH",
        "notes": ["Friday 8 January 2027 is not one of these days, so the first is Thursday 14 January 2027"]}),
])
def test_what_was_understood_is_printed_with_its_kind(phrase, answer):
    assert explained(phrase) == {"phrase": phrase, **answer}


def test_what_is_asked_is_printed_with_its_choices():
    answer = explained("next Friday")
    assert (answer["kind"], answer["outcome"]) == (None, "ask")
    assert [choice["value"] for choice in answer["choices"]] == ["2026-11-27", "2026-12-04"]
    assert answer["choices"][0]["label"] == "Friday 27 November 2026"


def test_what_is_refused_is_printed_with_a_reason():
    answer = explained("hamburger")
    assert (answer["kind"], answer["outcome"], answer["code"]) == (None, "refuse", "nonsense") and answer["reason"]


def test_every_line_gets_its_answer_in_order():
    phrases = ["Friday", "", "every day", "x" * 500]
    assert [answer["phrase"] for answer in explain_when(phrases, tz="UTC", now=NOW)] == phrases
