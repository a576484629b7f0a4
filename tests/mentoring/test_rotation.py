"""Whose turn it is: fair by count, fair by load, the same for the same question, and calm when something changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.rotation import Slot, Tally, Turn, plan, tally, why

LEAD, SCRIBE, SNACKS = 1, 2, 3
WEIGHTS = {LEAD: 2, SCRIBE: 1, SNACKS: 1}
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def slot(meeting: int, *can: int, **more) -> Slot:
    return Slot(meeting=meeting, can=can, free=tuple(WEIGHTS), **more)


def spread(given: dict, role: int, people) -> int:
    counts = [sum(p == person and r == role for (_, r), p in given.items()) for person in people]
    return max(counts) - min(counts)


@st.composite
def sixty_meetings(draw):
    """Sixty meetings of a group, with who can come to each: some always, some now and then, several alike."""
    members = draw(st.integers(2, 9))
    kinds = draw(st.lists(st.integers(0, 3), min_size=members, max_size=members))
    comes = draw(st.lists(st.lists(st.booleans(), min_size=60, max_size=60), min_size=4, max_size=4))
    comes[0] = [True] * 60
    return kinds, [slot(n, *[p for p in range(members) if comes[kinds[p]][n]]) for n in range(60)]


@given(sixty_meetings())
@settings(deadline=None, max_examples=150)
def test_over_sixty_meetings_nobody_who_comes_alike_is_more_than_one_turn_apart(case):
    kinds, slots = case
    made = plan(slots, Tally(), WEIGHTS)
    for kind in set(kinds):
        alike = [p for p, k in enumerate(kinds) if k == kind]
        for role in WEIGHTS:
            assert spread(made, role, alike) <= 1


@given(st.integers(3, 9), st.lists(st.sampled_from([LEAD, SCRIBE, SNACKS]), min_size=1, max_size=3, unique=True), st.integers(0, 60))
@settings(deadline=None)
def test_where_all_can_come_each_role_is_shared_evenly_and_nobody_has_two_at_once(members, roles, count):
    slots = [Slot(meeting=n, can=tuple(range(members)), free=tuple(roles)) for n in range(count)]
    made = plan(slots, Tally(), WEIGHTS)
    assert all(spread(made, role, range(members)) <= 1 for role in roles)
    assert all(made[n, a] != made[n, b] for n in range(count) for a, b in combinations(roles, 2))
    loads = [sum(WEIGHTS[r] for (_, r), p in made.items() if p == person) for person in range(members)]
    assert max(loads) - min(loads) <= sum(WEIGHTS[r] for r in roles)


@given(sixty_meetings(), st.integers(0, 59), st.data())
@settings(deadline=None, max_examples=60)
def test_one_who_cannot_come_changes_only_what_fairness_asks_for(case, at, data):
    """Made again with what stood there before, an unchanged question has the same answer; fairness holds with a change."""
    _, slots = case
    made = plan(slots, Tally(), WEIGHTS)
    again = [Slot(meeting=s.meeting, can=s.can, free=s.free, before={r: made[s.meeting, r] for r in WEIGHTS}) for s in slots]
    assert plan(again, Tally(), WEIGHTS) == made
    gone = slots[at]
    if gone.can:
        left = tuple(p for p in gone.can if p != data.draw(st.sampled_from(gone.can)))
        again[at] = Slot(meeting=at, can=left, free=gone.free, before=again[at].before)
        after = plan(again, Tally(), WEIGHTS)
        assert {k: v for k, v in after.items() if k[0] < at} == {k: v for k, v in made.items() if k[0] < at}
        assert all(after[at, r] in left or after[at, r] is None for r in WEIGHTS)


def test_what_stands_for_certain_later_counts_now():
    made = plan([slot(1, 7, 8, 9), Slot(meeting=2, can=(7, 8, 9), free=(SCRIBE,), fixed=((LEAD, 7),))], Tally(), WEIGHTS)
    assert made[1, LEAD] != 7


def test_who_has_said_no_to_it_is_not_asked_and_nobody_left_is_nobody():
    made = plan([slot(1, 7, 8, barred=frozenset({(LEAD, 7), (SCRIBE, 7), (SCRIBE, 8)}))], Tally(), WEIGHTS)
    assert made[1, LEAD] == 8 and made[1, SCRIBE] is None
    alone = plan([slot(1, 7)], Tally(), WEIGHTS)
    assert alone == {(1, LEAD): 7, (1, SCRIBE): None, (1, SNACKS): None}
    assert set(plan([slot(1)], Tally(), WEIGHTS).values()) == {None}


def test_a_newcomer_begins_where_the_one_with_the_least_stands():
    turns = [Turn(role=LEAD, person=n % 2, at=BEGIN + timedelta(days=n + 1)) for n in range(8)]
    made = tally(turns, {0: BEGIN, 1: BEGIN, 2: BEGIN + timedelta(days=30)}, WEIGHTS)
    assert (made.counts[LEAD, 0], made.counts[LEAD, 2], made.load[2]) == (4, 4, 8)
    lead = plan([slot(n, 0, 1, 2) for n in range(3)], made, WEIGHTS)
    assert sorted(lead[n, LEAD] for n in range(3)) == [0, 1, 2]


def test_what_was_done_before_somebody_came_back_is_not_counted():
    turns = [Turn(role=LEAD, person=0, at=BEGIN)]
    assert tally(turns, {0: BEGIN + timedelta(days=1)}, WEIGHTS).counts[LEAD, 0] == 0


def test_of_those_who_did_it_equally_often_the_one_with_less_on_their_shoulders_is_next():
    so_far = Tally()
    so_far.add(LEAD, 0, 2)
    assert plan([Slot(meeting=1, can=(0, 1), free=(SNACKS,))], so_far, WEIGHTS)[1, SNACKS] == 1


def test_why_is_said_in_words():
    assert [why(*c) for c in ((0, 0), (0, 4), (1, 1), (2, 9), (5, 9))] == [
        "the first time", "not yet in 4 meetings", "once in 1 meeting", "twice in 9 meetings", "5 times in 9 meetings"]
