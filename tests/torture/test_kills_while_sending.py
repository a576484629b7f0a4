"""A short round of `make torture`: whatever is killed while it sends, every letter arrives once."""

from __future__ import annotations

import pytest
from killing import kills

from bot.clock import SystemClock
from storage import migrate


def test_kills_lose_and_double_nothing(database):
    figures = kills(database, count=12, seed=7)
    assert figures.clean, figures
    assert figures.interrupted > 0, "some were killed in the middle of a call"


def test_reminders_that_fall_due_between_kills_are_neither_lost_nor_doubled(database):
    figures = kills(database, count=6, seed=5, each=3, planned=True)
    assert figures.clean, figures
    assert figures.interrupted > 0, "some were killed in the middle of a call"


@pytest.mark.parametrize("seed", [11])
def test_three_replicas_on_postgresql_that_are_killed_lose_and_double_nothing(empty_postgres, seed):
    migrate.upgrade(empty_postgres, clock=SystemClock())
    figures = kills(empty_postgres, count=5, seed=seed, replicas=3)
    assert figures.clean, figures
