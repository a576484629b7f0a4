"""A Monday at eight in a large workspace: everybody is served in time, nobody before others of another group, never inside a pause,
and who meets in an hour hears it before the thousand digests.

MENTOR_MONDAY sets how many members there are; `make torture` lives it with 5,000.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from mentoring.meetings import Meeting
from mentoring.people import Kind, Role
from mentoring.reminders import instant
from storage import groups, meetings, outbox, people

MEMBERS, IN_A_GROUP = int(os.environ.get("MENTOR_MONDAY", "120")), 8
EIGHT = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)       # in New York
PAUSE = 30


@pytest.fixture
def everybody(bot, box) -> dict[str, int]:
    """Groups of eight, each with a meeting on Tuesday; gives the group of each direct-message channel."""
    now, of = box.clock.now(), {}
    with bot.store.write() as tx:
        for number in range(MEMBERS // IN_A_GROUP):
            users = [box.person(f"m{number}_{n}", real_name=f"Member {number} {n}", tz="America/New_York") for n in range(IN_A_GROUP)]
            home = box.channel(f"group-{number}", users, bot=True, private=True)
            ids = []
            for user in users:
                person = people.meet(tx, bot.deps.workspace.team, user.id)
                people.learn(tx, bot.deps.workspace.team, user.id, name=user.user.real_name, tz="America/New_York", kind=Kind.MEMBER,
                             now=now)
                channel = bot.deps.slack.call("conversations.open", users=user.id)["channel"]["id"]
                people.set_dm(tx, person.id, channel)
                of[channel] = number
                ids.append(person.id)
            group = groups.add(tx, workspace=bot.deps.workspace.team, channel=home.id, name=f"Group {number}", tz="America/New_York",
                               created_by=ids[0], now=now)
            people.join(tx, group.id, ids, Role.MEMBER, now)
            day, wall = (EIGHT.date() + timedelta(days=1), "07:30") if number else (EIGHT.date(), "09:01")
            meetings.add(tx, Meeting(group_id=group.id, series_id=None, number=1, nominal=day, day=day, time=wall, tz=group.tz,
                                     tzdata="", starts=instant(day, wall, group.tz), minutes=60, created=now, revised=now,
                                     changed_by=ids[0]))
    return of


def test_everybody_is_served_in_time_and_slack_is_never_pressed(bot, box, everybody):
    box.clock.advance(EIGHT - box.clock.now() - timedelta(minutes=1))
    bot.ticks()
    box.clock.advance(timedelta(minutes=1))
    paused_until, pauses = None, 0
    for second in range(90 * 60):
        if second in (5, 50):
            box.trouble(method="chat.postMessage", status=429, retry_after=PAUSE)
        before = box.traffic.last
        bot.ticks()
        new = [each for each in box.traffic.since(before) if each["direction"] == "in" and each["name"] == "chat.postMessage"]
        if paused_until is not None and box.clock.now() < paused_until:
            assert new == [], "a call inside the pause that Slack asked for"
        if any(each["status"] != 200 for each in new):
            paused_until, pauses = box.clock.now() + timedelta(seconds=PAUSE), pauses + 1
        with bot.store.read() as tx:
            due = outbox.next_due(tx)
        if due is None or due > box.clock.now() + timedelta(minutes=10):
            break
        box.clock.advance(timedelta(seconds=1))
    served = [m for m in box.truth.from_app if "Your week" in m["text"]]
    assert len(served) == len(everybody) and len({m["channel"] for m in served}) == len(everybody), "each once"
    assert second < 90 * 60 - 1 and pauses == 2
    fair(served, everybody)
    (soon,) = [m for m in box.truth.from_app if m["channel"].startswith("C") and "in one hour" in m["text"]]
    behind = [m for m in served if float(m["ts"]) > float(soon["ts"])]
    assert len(behind) > MEMBERS // 3, "who meets in an hour waited for everybody's week"


def fair(served: list[dict], everybody: dict[str, int]) -> None:
    """At no time has one group been served whole while another has had nobody, but for a group's size of luck."""
    groups = len(set(everybody.values()))
    done: dict[int, int] = defaultdict(int)
    for count, message in enumerate(sorted(served, key=lambda m: float(m["ts"])), start=1):
        done[everybody[message["channel"]]] += 1
        if count == len(served) // 2:
            assert max(done.values()) - min([*done.values(), *([0] * (groups - len(done)))]) < IN_A_GROUP
