"""Whose turn it is to read: who has read least, then whose last was longest ago; the load stays level whatever comes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentoring.manuscripts import turns

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_least_first_then_longest_ago_then_never():
    last = {1: NOW, 2: NOW - timedelta(days=9), 3: NOW}
    assert turns([1, 2, 3], {1: 2, 2: 2, 3: 1}, last, 3) == [3, 2, 1]
    assert turns([1, 2, 4], {1: 1, 2: 1}, last, 2) == [4, 2]
    assert turns([], {}, {}, 2) == []


@given(members=st.integers(2, 12), asked=st.lists(st.integers(0, 11), max_size=60))
def test_when_those_whose_turn_it_is_take_it_nobody_reads_two_more_than_another_could(members, asked):
    counts, last = Counter(), {}
    authors = Counter()
    for step, author in enumerate(asked):
        author %= members
        authors[author] += 1
        for reader in turns([m for m in range(members) if m != author], counts, last, 2):
            counts[reader] += 1
            last[reader] = NOW + timedelta(hours=step)
    spread = [counts[m] for m in range(members)]
    assert max(spread) - min(spread) <= 2 + max(authors.values(), default=0)
