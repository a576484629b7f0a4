"""A group with six meetings, and a bot that calendars can reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from plans import FIRST, meeting

from storage import groups as group_rows
from storage import meetings as rows


@pytest.fixture
def meetings(bot, group):
    """Six Tuesdays at half past seven, in New York."""
    with bot.store.write() as tx:
        home = group_rows.at(tx, bot.deps.workspace.team, group.id)
        for n in range(6):
            new = meeting(rows.next_number(tx, home.id), FIRST + timedelta(days=28 * n), group_id=home.id, series_id=None, place="Room 3")
            rows.add(tx, new)
        return rows.between(tx, [home.id], bot.deps.clock.now())


@pytest.fixture
def change(bot):
    """Change a stored meeting as the planner does."""
    def write(one, **changes):
        with bot.store.write() as tx:
            now = rows.by_id(tx, one.id)
            after = replace(now, sequence=now.sequence + 1, revised=bot.deps.clock.now(), **changes)
            assert rows.change(tx, after, was=now.version)
        return after
    return write


@pytest.fixture
def reachable(bot):
    """The bot has an address for calendars."""
    bot.settings = replace(bot.settings, public_url="https://mentor.example.org")
    bot.stops()
    bot.starts()
    return bot
