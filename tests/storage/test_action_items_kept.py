"""Action items on both databases: owners beside the item, one list in one query, nobody's change lost, one reminder a day and person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentoring.action_items import ActionItem, Consent, Note, Owner, State
from mentoring.people import Role
from mentoring.reminders import Kind, Time
from storage import action_items as rows
from storage import deliveries, groups, people, timetable
from storage.deliveries import Delivery

DAY = date(2026, 11, 27)


@pytest.fixture
def world(store, clock):
    """A group of two; gives its id, theirs, and a function that writes an action item down."""
    now = clock.now()
    with store.write() as tx:
        one, two = people.meet(tx, "T1", "U1").id, people.meet(tx, "T1", "U2").id
        group = groups.add(tx, workspace="T1", channel="C1", name="Peers", tz="America/New_York", created_by=one, now=now)
        people.join(tx, group.id, [one, two], Role.MEMBER, now)
    return {"group": group.id, "one": one, "two": two}


def item(world, clock, number=1, owners=("one",), **more):
    now = clock.now()
    made = ActionItem(group_id=world["group"], number=number, text=f"Task {number}", tz="America/New_York", created=now,
                      owners=tuple(Owner(person_id=world[o], user="", since=now) for o in owners), due=DAY)
    return replace(made, **more)


def test_what_is_written_is_read_with_its_owners(store, clock, world):
    with store.write() as tx:
        made = rows.add(tx, item(world, clock, owners=("one", "two"), due_time="17:00", reason="", channel="C1", ts="1.1"))
    with store.read() as tx:
        kept = rows.by_id(tx, made)
        assert {o.user for o in kept.owners} == {"U1", "U2"} and (kept.due, kept.due_time, kept.state) == (DAY, "17:00", State.OPEN)
        assert rows.by_number(tx, world["group"], 1) == kept and rows.by_number(tx, world["group"], 2) is None


def test_a_list_is_in_order_of_days_and_a_page_counts_items_not_owners(store, clock, world):
    with store.write() as tx:
        for number, due in enumerate((None, DAY + timedelta(days=9), DAY, DAY), start=1):
            rows.add(tx, item(world, clock, number, ("one", "two"), due=due))
        rows.add(tx, item(world, clock, 5, ("two",)))
        rows.add(tx, item(world, clock, 6, state=State.DONE))
    with store.read() as tx:
        assert [i.number for i in rows.of_person(tx, world["one"], [world["group"]], limit=3)] == [3, 4, 2]
        assert [i.number for i in rows.of_person(tx, world["one"], [world["group"]], limit=3, offset=3)] == [1]
        assert rows.count_of_person(tx, world["one"], [world["group"]]) == 4 and rows.count_open(tx, world["group"]) == 5
        assert rows.of_person(tx, world["one"], [], limit=3) == []


def test_a_change_of_what_somebody_else_changed_is_not_written(store, clock, world):
    with store.write() as tx:
        made = rows.by_id(tx, rows.add(tx, item(world, clock)), lock=True)
        assert rows.change(tx, replace(made, text="mine"), was=made.version)
        assert not rows.change(tx, replace(made, text="theirs"), was=made.version)
        assert rows.by_id(tx, made.id).text == "mine"


def test_owners_are_replaced_and_who_leaves_owns_nothing(store, clock, world):
    with store.write() as tx:
        made = rows.by_id(tx, rows.add(tx, item(world, clock, owners=("one", "two"))))
        rows.own(tx, made.id, [replace(made.owners[0], state=Consent.ACCEPTED)])
        assert [o.state for o in rows.by_id(tx, made.id).owners] == [Consent.ACCEPTED]
        assert rows.disown(tx, world["group"], [world["one"]], clock.now()) == [made.id]
        assert rows.by_id(tx, made.id).owners == () and rows.disown(tx, world["group"], [world["one"]], clock.now()) == []


def test_only_what_a_person_did_counts_as_changed_by_hand(store, clock, world):
    with store.write() as tx:
        made = rows.add(tx, item(world, clock))
        rows.note(tx, made, None, Note(at=clock.now(), kind="owners", text="x"))
        rows.note(tx, made, world["one"], Note(at=clock.now(), kind="note", text="x"))
        assert not rows.changed_by_hand(tx, made)
        rows.note(tx, made, world["one"], Note(at=clock.now(), kind="accepted"))
        assert rows.changed_by_hand(tx, made) and [n.kind for n in rows.history(tx, made)] == ["accepted", "note", "owners"]


def test_each_person_has_one_row_for_each_day_and_planning_again_finds_none(store, clock, world):
    with store.write() as tx:
        for number, due in enumerate((DAY, DAY, DAY + timedelta(days=1), DAY + timedelta(days=60), None), start=1):
            rows.add(tx, item(world, clock, number, ("one", "two"), due=due))
        rows.add(tx, item(world, clock, 9, ("one",), due=DAY + timedelta(days=2), state=State.DONE))
        found = timetable.of_owners(tx, Kind.ACTION_DUE, DAY - timedelta(days=5), DAY + timedelta(days=14), 100)
        assert sorted((day, to.person_id) for day, to in found) == sorted(
            (day, world[who]) for day in (DAY, DAY + timedelta(days=1)) for who in ("one", "two"))
        deliveries.plan(tx, [planned(day, to, clock) for day, to in found], now=clock.now())
        assert timetable.of_owners(tx, Kind.ACTION_DUE, DAY - timedelta(days=5), DAY + timedelta(days=14), 100) == []
        assert len(timetable.of_owners(tx, Kind.ACTION_SOON, DAY - timedelta(days=5), DAY + timedelta(days=14), 100)) == 4


def planned(day, to, clock):
    at = Time(nominal=f"{day}T09:00", tz=to.tz, due=clock.now(), not_after=clock.now())
    return Delivery(kind=Kind.ACTION_DUE, subject_id=None, day=day.isoformat(), nominal=at.nominal, tz=at.tz, due=at.due,
                    not_after=at.not_after, person_id=to.person_id, channel=to.channel)


def test_who_has_left_is_not_reminded(store, clock, world):
    with store.write() as tx:
        rows.add(tx, item(world, clock, owners=("one", "two")))
        people.leave(tx, world["group"], [world["two"]], clock.now())
        found = timetable.of_owners(tx, Kind.ACTION_DUE, DAY, DAY, 100)
        assert [to.person_id for _, to in found] == [world["one"]]
        assert [i.number for i in rows.due_on(tx, world["one"], DAY)] == [1] and rows.due_on(tx, world["two"], DAY) == []
