"""The consult round's clock and whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import rounds
from mentoring.refused import Refused
from mentoring.rounds import PHASES, Phase

NOW = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)


def test_the_phases_of_a_round_fill_its_minutes():
    for minutes in (5, 20, 90):
        assert sum((rounds.length(p, minutes) for p in PHASES), timedelta()) == timedelta(minutes=minutes)
    assert rounds.length(Phase.PRESENT, 20) == timedelta(minutes=5) and rounds.length(Phase.SILENCE, 20) == timedelta(minutes=1)


@pytest.mark.parametrize("minutes", [0, 4, 91])
def test_too_short_and_too_long_are_refused(minutes):
    with pytest.raises(Refused):
        rounds.begin("U1", minutes, NOW)


@given(st.integers(5, 90), st.integers(0, 6000))
def test_the_clock_alone_brings_every_phase_at_its_time_however_late_somebody_looks(minutes, seconds):
    once = rounds.caught_up(rounds.begin("U1", minutes, NOW), NOW + timedelta(seconds=seconds))
    often = rounds.begin("U1", minutes, NOW)
    for second in range(0, seconds + 1, 7):
        often = rounds.caught_up(often, NOW + timedelta(seconds=second))
    assert rounds.caught_up(often, NOW + timedelta(seconds=seconds)) == once
    assert (once.ended is not None) == (seconds >= minutes * 60)
    assert once.ended in (None, NOW + timedelta(minutes=minutes))


def test_next_brings_the_phase_forward_and_after_the_last_it_is_over():
    one = rounds.begin("U1", 20, NOW)
    for n in range(1, 5):
        one = rounds.forward(one, NOW + timedelta(seconds=n))
        assert one.phase is PHASES[n] and one.due == NOW + timedelta(seconds=n) + rounds.length(PHASES[n], 20)
    one = rounds.forward(one, NOW + timedelta(seconds=9))
    assert one.ended == NOW + timedelta(seconds=9) and one.due is None and rounds.forward(one, NOW + timedelta(hours=1)) == one


def test_what_is_kept_comes_back_and_says_whose_round_it_was():
    first = replace(rounds.begin("U1", 5, NOW), ended=NOW + timedelta(minutes=3))
    second = rounds.begin("U2", 20, NOW + timedelta(minutes=10))
    body = rounds.as_json([first, second])
    assert rounds.of_json(body) == (first, second) and rounds.of_json(None) == ()
    at = NOW.timestamp()
    assert [rounds.presenter_at(body, f"{at + s:.6f}") for s in (-1, 0, 181, 182, 599, 600, 1801, 1802)] == [
        None, "U1", "U1", None, None, "U2", "U2", None]
    assert rounds.presenter_at(None, "1.1") is None and rounds.due(body) == second.due and rounds.due(None) is None
