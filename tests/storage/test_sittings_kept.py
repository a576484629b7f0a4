"""A meeting's thread on both databases: the newest state of each line, whatever the order of events; corrections, reviews, points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentoring.meetings import Meeting
from mentoring.reminders import instant
from mentoring.sittings import Sitting, State
from storage import groups, meetings, people, points, sittings
from storage.sittings import Correction, Reacted, Said

DAY = date(2026, 12, 1)
TS = "1796128200.000100"


@pytest.fixture
def world(store, clock):
    """A group with one meeting that is held; the ids."""
    now = clock.now()
    with store.write() as tx:
        one = people.meet(tx, "T1", "U1").id
        group = groups.add(tx, workspace="T1", channel="C1", name="Peers", tz="America/New_York", created_by=one, now=now)
        meeting = meetings.add(tx, Meeting(group_id=group.id, series_id=None, number=1, nominal=DAY, day=DAY, time="07:30", tz=group.tz,
                                           tzdata="", minutes=60, starts=instant(DAY, "07:30", group.tz), created=now, revised=now))
        sittings.open_new(tx, Sitting(meeting_id=meeting, group_id=group.id, channel="C1", opened=now, look=now))
    return {"one": one, "group": group.id, "meeting": meeting}


def test_a_sitting_is_opened_once_and_found_by_its_thread(store, clock, world):
    with store.write() as tx:
        mine = sittings.of_meeting(tx, world["meeting"], lock=True)
        assert not sittings.open_new(tx, mine)
        assert sittings.at_thread(tx, "C1", TS) == (None, [mine]), "until its message is known it may be any thread of the channel"
        sittings.change(tx, replace(mine, ts=TS, heard=clock.now(), round={"step": 1}))
    with store.read() as tx:
        found, unplaced = sittings.at_thread(tx, "C1", TS)
        assert found.ts == TS and found.round == {"step": 1} and unplaced == []
        assert sittings.at_thread(tx, "C2", TS) == (None, []) and sittings.running(tx, world["group"]) == found
        assert sittings.to_look_at(tx, clock.now()) == [found] and sittings.to_look_at(tx, clock.now() - timedelta(seconds=1)) == []


def test_what_is_approved_is_not_running_and_not_looked_at(store, clock, world):
    with store.write() as tx:
        mine = sittings.of_meeting(tx, world["meeting"])
        sittings.change(tx, replace(mine, state=State.APPROVED, look=None, version=1, scribe_id=world["one"]))
        assert sittings.look_at_all(tx, clock.now()) == 0
    with store.read() as tx:
        assert sittings.running(tx, world["group"]) is None and sittings.of_group(tx, world["group"])[0].version == 1


NUMBERS = count(1796128200)
STATES = st.lists(st.tuples(st.sampled_from(["", "1.1", "1.2", "1.3"]), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_the_newest_state_of_a_line_stays_whatever_the_order_and_what_is_gone_stays_gone(store, world, states):
    ts = f"{next(NUMBERS)}.000100"
    with store.write() as tx:
        for edited, gone in states:
            sittings.line(tx, world["meeting"], Said(ts=ts, user="U1", text=f"as of {edited}", edited=edited, gone=gone))
    with store.read() as tx:
        kept = sittings.line_at(tx, world["meeting"], ts)
    before = states[:next((n for n, (_, gone) in enumerate(states) if gone), len(states))]
    assert kept.gone == any(gone for _, gone in states)
    if not kept.gone:
        assert kept.edited == max(edited for edited, _ in before) and kept.text == f"as of {kept.edited}"


def test_of_two_events_about_one_reaction_the_later_counts(store, world):
    put, taken = (Reacted(ts=TS, user="U1", name="pushpin", at=at, gone=gone) for at, gone in (("2.0", False), ("3.0", True)))
    with store.write() as tx:
        assert not sittings.reaction(tx, world["meeting"], taken), "it was not there"
        assert not sittings.reaction(tx, world["meeting"], put), "an older event comes late"
        assert sittings.reaction(tx, world["meeting"], replace(put, at="4.0"))
        assert [r.name for r in sittings.reactions(tx, world["meeting"])] == ["pushpin"]


def test_corrections_and_reviews_are_kept_in_order_and_a_second_looks_right_counts_once(store, clock, world):
    now = clock.now()
    with store.write() as tx:
        for deed in ("edit", "remove", "restore"):
            sittings.correct(tx, world["meeting"], Correction(at=now, person_id=world["one"], key="1.1", deed=deed, value={"text": "x"}))
        for right, text in ((True, ""), (True, ""), (False, "the date")):
            sittings.review(tx, world["meeting"], world["one"], right=right, text=text, at=now)
        assert [c.deed for c in sittings.corrected(tx, world["meeting"])] == ["edit", "remove", "restore"]
        assert [r.text for r in sittings.reviewed(tx, world["meeting"])] == ["", "the date"]
        sittings.settle_reviews(tx, world["meeting"], now)
        assert [r.settled for r in sittings.reviewed(tx, world["meeting"])] == [None, now]


def test_a_point_is_one_per_source_follows_it_and_is_carried(store, clock, world):
    with store.write() as tx:
        assert points.add(tx, world["group"], "the budget", source="line:1", person_id=world["one"], now=clock.now())
        assert not points.add(tx, world["group"], "the budget", source="line:1", person_id=world["one"], now=clock.now())
        assert points.rewrite(tx, world["group"], "line:1", "the whole budget")
        (point,) = points.open_of(tx, world["group"])
        assert (point.text, point.user, point.carried) == ("the whole budget", "U1", 0)
        points.carry(tx, world["group"], [point.id])
        assert points.open_of(tx, world["group"])[0].carried == 1
        assert points.settle(tx, world["group"], [point.id], "reached") == 1 and points.open_of(tx, world["group"]) == []
        assert not points.rewrite(tx, world["group"], "line:1", "again")


def test_forgotten_lines_leave_no_words_and_do_not_come_back(store, world):
    with store.write() as tx:
        for n in (1, 2):
            sittings.line(tx, world["meeting"], Said(ts=f"{n}.0", user="U1", text=f"line {n}"))
        assert sittings.forget_lines(tx, world["meeting"], {"2.0"}) == 1
        sittings.line(tx, world["meeting"], Said(ts="1.0", user="U1", text="line 1", edited="9.0"))
        assert [s.text for s in sittings.lines(tx, world["meeting"])] == ["", "line 2"]
