"""People and places that several stories need beside Alice, Bob, Carol and their group."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring.meetings import Meeting, Series
from storage import goals as goal_rows
from storage import meetings as rows
from storage import people as people_rows

STARTS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)   # 7:30 in New York


@pytest.fixture
def erin(box):
    """Erin organises another group."""
    return box.person("erin", real_name="Erin Walsh", tz="Europe/Dublin")


@pytest.fixture
def guest(box):
    """Gina is a guest in the workspace."""
    return box.person("gina", real_name="Gina Petrova", tz="Europe/Paris", is_guest=True)


@pytest.fixture
def found(bot, box):
    """Make a group: ``found("writers", erin, alice)`` is organised by the first; gives its channel."""
    def make(name: str, *people):
        channel = box.channel(name, list(people), bot=True, private=True)
        people[0].types("/mentor setup", in_=channel)
        people[0].submits()
        bot.ticks()
        return channel
    return make


@pytest.fixture
def goals_of(bot) -> Callable:
    """A person's goals as they are stored, by number."""
    def read(person) -> dict:
        with bot.store.read() as tx:
            whose = people_rows.by_user(tx, bot.deps.workspace.team, person.id)
            return {g.number: g for g in goal_rows.own(tx, whose.id, limit=1000)} if whose else {}
    return read


@pytest.fixture
def forge(bot, box) -> Callable:
    """Send the last thing of a kind that reached the app once more, changed: ``forge("view_submission", change)``."""
    def send(kind: str, change: Callable[[dict], None]):
        for entry in reversed(box.truth.envelopes):
            payload = entry["body"]
            if kind in (payload.get("type"), payload.get("command")):
                payload = copy.deepcopy(payload)
                change(payload)
                return bot.hears(payload, "slash_commands" if kind.startswith("/") else "interactive", {})
        raise AssertionError(f"no {kind} has reached the app")
    return send


@pytest.fixture
def letters(bot):
    """The direct messages somebody has had from the bot without asking, oldest first."""
    def read(person):
        channel = bot.deps.slack.call("conversations.open", users=person.id)["channel"]["id"]
        return [m for m in person.sees(channel) if m.message["user"] == bot.deps.workspace.bot_user and not m.ephemeral]
    return read


@pytest.fixture
def planned(bot, alice, group):
    """Three Tuesdays at 7:30 and their rhythm; gives their ids by number."""
    with bot.store.write() as tx:
        here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
        now = bot.deps.clock.now()
        whose = people_rows.by_user(tx, bot.deps.workspace.team, alice.id).id
        series = Series(group_id=here.id, phrase="first Tuesday", rrule="FREQ=MONTHLY;BYDAY=1TU", first=date(2026, 12, 1), time="07:30",
                        tz="America/New_York", minutes=60, through=date(2027, 5, 23), created=now, created_by=whose)
        series_id = rows.add_series(tx, series)
        ids = {}
        for number, days in ((1, 0), (2, 35), (3, 63)):
            day = date(2026, 12, 1) + timedelta(days=days)
            made = Meeting(group_id=here.id, series_id=series_id, number=rows.next_number(tx, here.id), nominal=day, day=day,
                           time="07:30", tz="America/New_York", tzdata="2026a", starts=STARTS + timedelta(days=days), minutes=60,
                           created=now, revised=now)
            ids[number] = rows.add(tx, made)
    return ids | {"series": series_id}


def option(text: str, value: str) -> dict:
    """A choice of a menu as Slack sends it."""
    return {"text": {"type": "plain_text", "text": text}, "value": value}
