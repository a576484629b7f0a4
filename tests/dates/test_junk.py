"""Long junk costs little: the work is counted in calls, which no busy machine changes."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from bot.dates import read_when, split_due, warm

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def calls(text: str) -> int:
    """How many Python functions are called to read the text and to part it."""
    count = 0

    def seen(frame, event, arg) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        read_when(text, now=NOW, tz="America/New_York")
        split_due(text, now=NOW, tz="America/New_York")
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("words", [
    "or after ", "after or ", "a week from ", "day after ", "week of ", "monday before ", "1 day before ", "today monday ", "jan 5 and ",
    "every ", "from until ", "at 5 ", "by by ", "due ", "1st and ", "next ", "12:30-", "1/", "in 1 hour "])
def test_two_hundred_characters_of_junk_do_not_multiply_the_work(words):
    warm()
    assert calls((words * 200)[:200]) < 8_000
