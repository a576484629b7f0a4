"""Planned deliveries on both databases: one row each however many plan, timed anew, skipped, resumed; and what is left to plan."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentoring.meetings import Meeting, MeetingState
from mentoring.people import Role
from mentoring.reminders import Kind, instant
from storage import absences, deliveries, groups, meetings, outbox, people, preferences, timetable
from storage.deliveries import Delivery
from storage.outbox import Later, Sent, Skipped
from storage.preferences import Preferences

LEASE = timedelta(seconds=90)
DAY = date(2026, 12, 1)


def delivery(clock, n: int = 1, **about) -> Delivery:
    now = clock.now()
    usual = {"kind": Kind.HOUR_BEFORE, "subject_id": n, "day": "2026-12-01", "nominal": "2026-12-01T06:30", "tz": "UTC", "due": now,
             "not_after": now + timedelta(hours=1), "channel": f"C{n}"}
    return Delivery(**usual | about)


def claim(store, clock, **about) -> list:
    with store.write() as tx:
        return outbox.claim(tx, owner="one", now=clock.now(), lease=LEASE, limit=about.pop("limit", 10), **about)


@pytest.fixture
def world(store, clock):
    """A group of two with one meeting; the ids."""
    now = clock.now()
    with store.write() as tx:
        one, two = (people.meet(tx, "T1", user).id for user in ("U1", "U2"))
        group = groups.add(tx, workspace="T1", channel="C1", name="Peers", tz="America/New_York", created_by=one, now=now)
        people.join(tx, group.id, [one], Role.ORGANISER, now)
        people.join(tx, group.id, [two], Role.MEMBER, now)
        meeting = Meeting(group_id=group.id, series_id=None, number=1, nominal=DAY, day=DAY, time="07:30", tz=group.tz, tzdata="",
                          minutes=60, starts=instant(DAY, "07:30", group.tz), created=now, revised=now)
        return {"one": one, "two": two, "group": group.id, "meeting": meetings.add(tx, meeting)}


def test_a_delivery_is_planned_once_by_however_many(store, clock):
    def plan(_):
        with store.write() as tx:
            return deliveries.plan(tx, [delivery(clock, n) for n in (1, 2, 3)], now=clock.now())

    with ThreadPoolExecutor(4) as many:
        new = list(many.map(plan, range(8)))
    assert sum(new) == 3
    with store.read() as tx:
        assert [w.key for w in deliveries.listed(tx)] == [f"hour_before|{n}|2026-12-01|channel" for n in (1, 2, 3)]


def test_what_was_planned_once_is_not_planned_again_after_it_was_sent_or_skipped(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock, 1), delivery(clock, 2)], now=clock.now())
        deliveries.skip(tx, deliveries.of_subject(tx, 2, [Kind.HOUR_BEFORE]), "cancelled", now=clock.now())
    (letter,) = claim(store, clock)
    with store.write() as tx:
        assert outbox.mark_sending(tx, letter, now=clock.now()) and outbox.settle(tx, letter, now=clock.now(), outcome=Sent(ts="1.0"))
        assert deliveries.plan(tx, [delivery(clock, 1), delivery(clock, 2)], now=clock.now()) == 0
    assert claim(store, clock) == []


def test_what_somebody_waits_for_and_what_cannot_wait_is_claimed_apart_from_what_was_planned(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock, n, kind=Kind.WEEK_BEFORE) for n in range(1, 4)], now=clock.now())
        deliveries.plan(tx, [delivery(clock, 4, channel="C8")], now=clock.now())
        outbox.put(tx, "prompt", "chat.postMessage", now=clock.now(), channel="C9", body={})
    assert {w.key.split("|")[0] for w in claim(store, clock, prompt=True)} == {"hour_before", "prompt"}
    assert len(claim(store, clock, prompt=False, limit=2)) == 2


def test_nobody_is_written_to_before_their_channel_is_known(store, clock, world):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock, kind=Kind.DIGEST, subject_id=None, channel=None, person_id=world["one"])], now=clock.now())
    assert claim(store, clock) == []
    with store.write() as tx:
        assert deliveries.without_channel(tx, clock.now(), 5) == [world["one"]]
        assert outbox.next_due(tx) is None
        deliveries.reach(tx, world["one"], "D1")
        assert deliveries.without_channel(tx, clock.now(), 5) == []
    assert [w.channel for w in claim(store, clock)] == ["D1"]


def test_what_waits_for_a_morning_does_not_hold_up_its_channel(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock, 1), delivery(clock, 2, channel="C1")], now=clock.now())
    (first,) = claim(store, clock)
    with store.write() as tx:
        outbox.settle(tx, first, now=clock.now(), outcome=Later(at=clock.now() + timedelta(hours=8), counts=False, lets_go=True))
    assert [w.subject_id for w in claim(store, clock)] == [2]


def test_a_row_in_hand_is_neither_timed_anew_nor_skipped_from_outside(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock)], now=clock.now())
    (letter,) = claim(store, clock)
    later = clock.now() + timedelta(days=1)
    with store.write() as tx:
        assert not deliveries.retime(tx, letter, nominal="x", tz="UTC", due=later, not_after=later)
        deliveries.skip(tx, [letter], "cancelled", now=clock.now())
        assert outbox.settle(tx, letter, now=clock.now(), outcome=Skipped(reason="muted"))
        assert outbox.find(tx, letter.key).reason == "muted"
        assert deliveries.revive(tx, letter, nominal="2026-12-02T06:30", tz="UTC", due=clock.now(), not_after=later)
    assert [w.nominal for w in claim(store, clock)] == ["2026-12-02T06:30"]


def test_a_channel_that_is_open_again_has_its_letters_at_once(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock)], now=clock.now())
    (letter,) = claim(store, clock)
    with store.write() as tx:
        later = Later(at=clock.now() + timedelta(hours=1), counts=False, lets_go=True, reason=deliveries.PAUSED)
        outbox.settle(tx, letter, now=clock.now(), outcome=later)
        assert deliveries.resume(tx, "C1", clock.now()) == 1
    assert len(claim(store, clock)) == 1


def test_every_call_is_noted_and_forgotten_after_its_time(store, clock):
    with store.write() as tx:
        deliveries.plan(tx, [delivery(clock)], now=clock.now())
    (letter,) = claim(store, clock)
    with store.write() as tx:
        for signal in ("ratelimited", "ok"):
            outbox.attempted(tx, letter, started=clock.now(), finished=clock.now(), signal=signal)
        assert [signal for _, _, signal in outbox.attempts_of(tx, letter.id)] == ["ratelimited", "ok"]
        assert outbox.prune_attempts(tx, clock.now() + timedelta(seconds=1)) == 2


def _left(store, clock, kind: Kind, **about) -> list:
    until = clock.now() + timedelta(days=40)
    with store.read() as tx:
        find = timetable.of_members if kind in (Kind.DAY_BEFORE, Kind.QUORUM) else timetable.of_channels
        return [to for _, to in find(tx, kind, now=clock.now(), until=until, limit=10, **about)]


def test_what_is_left_to_plan_is_what_has_no_row(store, clock, world):
    assert [to.channel for to in _left(store, clock, Kind.HOUR_BEFORE)] == ["C1"]
    assert sorted(to.person_id for to in _left(store, clock, Kind.DAY_BEFORE)) == [world["one"], world["two"]]
    assert [to.person_id for to in _left(store, clock, Kind.QUORUM, organisers=True)] == [world["one"]]
    with store.write() as tx:
        theirs = delivery(clock, world["meeting"], kind=Kind.DAY_BEFORE, person_id=world["two"])
        deliveries.plan(tx, [delivery(clock, world["meeting"]), theirs], now=clock.now())
    assert _left(store, clock, Kind.HOUR_BEFORE) == []
    assert [to.person_id for to in _left(store, clock, Kind.DAY_BEFORE)] == [world["one"]]


def test_nothing_is_planned_for_a_meeting_that_is_off_or_a_member_who_left(store, clock, world):
    with store.write() as tx:
        people.leave(tx, world["group"], [world["two"]], clock.now())
    assert [to.person_id for to in _left(store, clock, Kind.DAY_BEFORE)] == [world["one"]]
    with store.write() as tx:
        before = meetings.by_id(tx, world["meeting"])
        meetings.change(tx, replace(before, state=MeetingState.CANCELLED), was=before.version)
    assert _left(store, clock, Kind.DAY_BEFORE) + _left(store, clock, Kind.HOUR_BEFORE) == []


def test_the_message_of_a_week_is_left_to_plan_once_for_each_with_their_wishes(store, clock, world):
    with store.write() as tx:
        preferences.put(tx, world["two"], Preferences(digest_weekday=4, digest_time="16:00"), now=clock.now())
        found = {w.to.person_id: (w.weekday, w.time, w.to.tz) for w in timetable.weekly(tx, "2026-W49", 10)}
        assert found == {world["one"]: (0, "08:00", "America/New_York"), world["two"]: (4, "16:00", "America/New_York")}
        deliveries.plan(tx, [delivery(clock, kind=Kind.DIGEST, subject_id=None, day="2026-W49", person_id=world["one"])], now=clock.now())
        assert [w.to.person_id for w in timetable.weekly(tx, "2026-W49", 10)] == [world["two"]]
        assert len(timetable.weekly(tx, "2026-W50", 10)) == 2


def test_a_return_is_left_to_plan_until_it_has_its_row(store, clock, world):
    with store.write() as tx:
        absence = absences.add(tx, world["one"], date(2026, 11, 24), date(2026, 11, 30), now=clock.now())
        (back,) = timetable.returning(tx, date(2026, 11, 20), date(2026, 12, 5), 10)
        assert (back.absence_id, back.last, back.to.person_id) == (absence, date(2026, 11, 30), world["one"])
        deliveries.plan(tx, [delivery(clock, absence, kind=Kind.COMEBACK, day="2026-11-30", person_id=world["one"])], now=clock.now())
        assert timetable.returning(tx, date(2026, 11, 20), date(2026, 12, 5), 10) == []


def test_wishes_are_kept_and_whoever_has_none_has_the_usual_ones(store, clock, world):
    wishes = Preferences(quiet_from="21:00", off=frozenset({Kind.DIGEST, Kind.COMMIT}), paused_until=date(2027, 1, 4))
    with store.write() as tx:
        assert preferences.get(tx, world["one"]) == Preferences()
        preferences.put(tx, world["one"], Preferences(digest_weekday=2), now=clock.now())
        preferences.put(tx, world["one"], wishes, now=clock.now())
        assert preferences.get(tx, world["one"]) == wishes
