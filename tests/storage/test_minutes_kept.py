"""Approved versions and searched items on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from mentoring.action_items import ActionItem
from mentoring.action_items import State as ActionState
from mentoring.meetings import Meeting
from mentoring.records import Entry, ItemKind, Present, Record, Who
from mentoring.sittings import Sitting, State
from mentoring.words import stems
from storage import action_items, groups, meetings, minute_items, minutes_versions, people, sittings

STARTS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
BOB = Who(user="U2", name="Bob Lindqvist")
ENTRIES = (
    Entry(key="1", kind=ItemKind.TOPIC, text="Protected time", ts="1.1"),
    Entry(key="2", kind=ItemKind.DECISION, text="We ask for <b>half a day</b> 100%", topic="1", ts="1.2"),
    Entry(key="3", kind=ItemKind.ACTION, text="Draft the résumé <@U3>", topic="1", owners=(BOB,), due=date(2026, 12, 11), ts="1.3"),
    Entry(key="4", kind=ItemKind.ACTION, text="book the room_1", ts="1.4"))


@pytest.fixture
def world(store, clock):
    """Two groups with three meetings: ids of the groups, and a function that gives the record of a meeting."""
    now, made = clock.now(), {}
    with store.write() as tx:
        one = people.meet(tx, "T1", "U1").id
        for name, numbers in (("Peers", (1, 2)), ("Others", (1,))):
            group = groups.add(tx, workspace="T1", channel=f"C{name}", name=name, tz="America/New_York", created_by=one, now=now)
            made[name] = group.id
            for number in numbers:
                starts = STARTS + timedelta(days=28 * (number - 1))
                day = starts.date()
                meeting = meetings.add(tx, Meeting(group_id=group.id, series_id=None, number=number, nominal=day, day=day, time="07:30",
                                                   tz=group.tz, tzdata="", minutes=60, starts=starts, created=now, revised=now))
                sittings.open_new(tx, Sitting(meeting_id=meeting, group_id=group.id, channel=f"C{name}", ts=f"{meeting}.0", opened=starts,
                                              look=None, state=State.APPROVED, version=1))
                made[name, number] = meeting
    return made


def record(number=1, **more):
    base = Record(group="Peers", number=number, starts=STARTS + timedelta(days=28 * (number - 1)), ends=None, tz="America/New_York",
                  channel="C1", ts="1.0", present=(Present(who=BOB, first=STARTS, late=True),), entries=ENTRIES, version=1, approved=STARTS)
    return replace(base, **more)


def keys(found):
    return [(f.meeting_id, f.key) for f in found]


def test_versions_are_kept_whole_and_the_last_one_counts(store, clock, world):
    meeting = world["Peers", 1]
    with store.write() as tx:
        minutes_versions.add(tx, meeting, 1, clock.now(), None, record(), "")
        minutes_versions.add(tx, meeting, 2, clock.now(), None, record(version=2, entries=ENTRIES[:1]), "an item was removed")
    with store.read() as tx:
        assert minutes_versions.latest(tx, meeting).record == record(version=2, entries=ENTRIES[:1])
        first, second = minutes_versions.every(tx, meeting)
        assert first.record == record() and (second.version, second.why) == (2, "an item was removed")
        assert minutes_versions.latest(tx, world["Peers", 2]) is None


def test_no_version_is_written_over(store, clock, world):
    with store.write() as tx:
        minutes_versions.add(tx, world["Peers", 1], 1, clock.now(), None, record(), "")
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        minutes_versions.add(tx, world["Peers", 1], 1, clock.now(), None, record(entries=()), "")
    with store.read() as tx:
        assert minutes_versions.latest(tx, world["Peers", 1]).record.entries == ENTRIES


def test_a_groups_versions_are_those_that_count_newest_first_and_no_other_groups(store, clock, world):
    with store.write() as tx:
        for place in (("Peers", 1), ("Peers", 2), ("Others", 1)):
            minutes_versions.add(tx, world[place], 1, clock.now(), None, record(place[1], group=place[0]), "")
        minutes_versions.add(tx, world["Peers", 1], 2, clock.now(), None, record(version=2), "")
    with store.read() as tx:
        found = minutes_versions.of_group(tx, world["Peers"])
        assert [(v.meeting_id, v.version) for v in found] == [(world["Peers", 2], 1), (world["Peers", 1], 1)], "version as minutes say"
        assert [v.meeting_id for v in minutes_versions.of_group(tx, world["Peers"], since=STARTS)] == [world["Peers", 2]]


def test_putting_twice_is_putting_once_and_what_left_the_record_is_not_found(store, world):
    meeting = world["Peers", 1]
    with store.write() as tx:
        minute_items.put(tx, world["Peers"], meeting, record())
        minute_items.put(tx, world["Peers"], meeting, record())
    with store.read() as tx:
        assert keys(minute_items.search(tx, world["Peers"])) == [(meeting, e.key) for e in ENTRIES]
    with store.write() as tx:
        minute_items.put(tx, world["Peers"], meeting, record(entries=ENTRIES[:1]))
    with store.read() as tx:
        assert keys(minute_items.search(tx, world["Peers"])) == [(meeting, "1")]
        assert minute_items.counts(tx, world["Peers"]) == {meeting: {ItemKind.TOPIC: 1}}


@pytest.fixture
def filled(store, world):
    with store.write() as tx:
        for place in (("Peers", 1), ("Peers", 2), ("Others", 1)):
            minute_items.put(tx, world[place[0]], world[place], record(place[1]))
    return world


@pytest.mark.parametrize(("words", "found"), [
    ("RESUME", "3"), ("drafting", "3"), ("half days", "2"), ("lindqvist", "3"), ("room 1", "4"), ("roo", "4"), ("oom", ""),
    ("100%", "2"), ("resume room", ""), ("", "1234")])
def test_every_word_has_to_begin_a_word_of_the_item(store, filled, words, found):
    with store.read() as tx:
        got = minute_items.search(tx, filled["Peers"], stems(words), until=STARTS + timedelta(days=1))
    assert "".join(f.key for f in got) == found and {f.meeting_id for f in got} <= {filled["Peers", 1]}


def test_signs_of_like_mean_themselves(store, filled):
    with store.read() as tx:
        assert minute_items.search(tx, filled["Peers"], ["%"]) == [] == minute_items.search(tx, filled["Peers"], ["dr_ft"])


def test_filters_narrow_and_newest_meetings_come_first_page_by_page(store, filled):
    first, second = filled["Peers", 1], filled["Peers", 2]
    with store.read() as tx:
        def got(*words, **by):
            return keys(minute_items.search(tx, filled["Peers"], words, **by))
        assert got(kinds=[ItemKind.DECISION]) == [(second, "2"), (first, "2")]
        assert got(owners=["U2"]) == [(second, "3"), (first, "3")]
        assert not got(owners=["U"]) and not got(owners=["U3"]) and not got(owners=["U3", "U2"]) and got("u3") == got(owners=["U2"])
        assert got(since=STARTS + timedelta(seconds=1), kinds=[ItemKind.TOPIC]) == [(second, "1")]
        assert got(limit=3) == [(second, "1"), (second, "2"), (second, "3")] and got(limit=2, offset=3) == [(second, "4"), (first, "1")]


def test_open_means_action_items_that_nobody_has_settled(store, clock, filled):
    meeting, now = filled["Peers", 1], clock.now()
    item = ActionItem(group_id=filled["Peers"], number=1, text="x", tz="UTC", created=now, meeting_id=meeting, item="3", owners=(),
                      state=ActionState.DONE)
    with store.write() as tx:
        action_items.add(tx, item)
    with store.read() as tx:
        found = minute_items.search(tx, filled["Peers"], is_open=True, until=STARTS + timedelta(days=1))
        assert keys(found) == [(meeting, "4")]
        done = minute_items.search(tx, filled["Peers"], ["draft"], until=STARTS + timedelta(days=1))[0]
        assert (done.state, done.owners, done.due, done.thread) == ("done", (BOB,), date(2026, 12, 11), f"{meeting}.0")
