"""The rules of goals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import goals as rules
from mentoring.goals import Goal, Horizon, Scope, State, Visibility, Wording
from mentoring.people import Actor, Belonging, Group, Person, Role
from mentoring.refused import NotFound, Refused
from mentoring.smart import Gap, gaps, line

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
HOSPITALISTS = Group(id=1, workspace="T1", channel="C1", name="Hospitalists", tz="America/New_York")
EDUCATORS = Group(id=2, workspace="T1", channel="C2", name="Educators", tz="America/New_York")


def person(number: int, *belongings: tuple[Group, Role]) -> Actor:
    return Actor(person=Person(id=number, workspace="T1", user=f"U{number}"),
                 belongings=tuple(Belonging(group=g, role=r) for g, r in belongings))


ALICE = person(1, (HOSPITALISTS, Role.ORGANISER))
BOB = person(2, (HOSPITALISTS, Role.MEMBER))
CAROL = person(3, (EDUCATORS, Role.ORGANISER))
DAVE = person(4)


def goal(**changes) -> Goal:
    return replace(Goal(id=7, owner_id=2, owner="U2", group_id=None, scope=Scope.OWN, number=3, what="Submit the review",
                        created=NOW, touched=NOW), **changes)


PRIVATE = goal()
SHARED = goal(visibility=Visibility.SHARED, group_id=1)
GROUPS = goal(scope=Scope.GROUP, visibility=Visibility.SHARED, group_id=1)
PROPOSAL = replace(GROUPS, state=State.PROPOSED)

# who, goal: may see, may change, may report
MATRIX = [
    (ALICE, PRIVATE, "---"), (BOB, PRIVATE, "scr"), (CAROL, PRIVATE, "---"), (DAVE, PRIVATE, "---"),
    (ALICE, SHARED, "s--"), (BOB, SHARED, "scr"), (CAROL, SHARED, "---"), (DAVE, SHARED, "---"),
    (ALICE, GROUPS, "scr"), (BOB, GROUPS, "s-r"), (CAROL, GROUPS, "---"), (DAVE, GROUPS, "---"),
    (ALICE, PROPOSAL, "scr"), (BOB, PROPOSAL, "scr"), (CAROL, PROPOSAL, "---"), (DAVE, PROPOSAL, "---"),
]


@pytest.mark.parametrize(("actor", "one", "rights"), MATRIX)
def test_the_permission_matrix_of_goals(actor, one, rights):
    found = "".join(c if may(actor, one) else "-" for c, may in
                    zip("scr", (rules.may_see, rules.may_change, rules.may_report), strict=True))
    assert found == rights


def test_a_goal_that_is_not_yours_and_one_that_does_not_exist_are_refused_in_the_same_words():
    with pytest.raises(NotFound) as not_mine:
        rules.need_sight(DAVE, PRIVATE, "#3")
    with pytest.raises(NotFound) as not_there:
        rules.need_sight(DAVE, None, "#3")
    assert not_mine.value.text == not_there.value.text


def test_the_owner_who_left_the_group_still_sees_an_own_goal_but_the_group_does_not_keep_the_owner_in():
    bob_outside = person(2)
    assert rules.may_see(bob_outside, SHARED)
    assert not rules.may_see(bob_outside, GROUPS)


def test_a_date_more_than_twelve_months_away_makes_the_goal_long_term():
    wording = rules.check_wording(Wording(what="Become program director", due=TODAY + timedelta(days=400)), today=TODAY)
    assert wording.horizon is Horizon.LONG


def test_a_date_within_twelve_months_leaves_the_horizon_as_chosen():
    for horizon in Horizon:
        wording = rules.check_wording(Wording(what="x", due=TODAY + timedelta(days=366), horizon=horizon), today=TODAY)
        assert wording.horizon is horizon


@pytest.mark.parametrize(("wording", "field"), [
    (Wording(what="   \n "), "what"),
    (Wording(what="x" * 3001), "what"),
    (Wording(what="x", measure="y" * 3001), "measure"),
    (Wording(what="x", due=TODAY - timedelta(days=1)), "due"),
    (Wording(what="x", due=date(2060, 1, 1)), "due"),
])
def test_what_cannot_be_kept_is_refused_at_its_field(wording, field):
    with pytest.raises(Refused) as no:
        rules.check_wording(wording, today=TODAY)
    assert no.value.field == field


@pytest.mark.parametrize(("typed", "note", "percent"), [
    ("drafted the methods section 60%", "drafted the methods section", 60),
    ("60%", "", 60),
    ("60 percent", "", 60),
    ("at 40% now, waiting for the IRB", "at 40% now, waiting for the IRB", 40),
    ("first 10%, then 80 %", "first 10%, then", 80),
    ("read 3 papers", "read 3 papers", None),
    ("computed the 95% CI of the odds ratio", "computed the 95% CI of the odds ratio", None),
    ("60% done, methods next", "60% done, methods next", 60),
    ("methods are written, 60% done", "methods are written, 60% done", 60),
    ("now at 60%", "now at 60%", 60),
])
def test_progress_is_read_from_one_line(typed, note, percent):
    assert rules.read_update(typed) == (note, percent)


def test_more_than_a_hundred_percent_is_refused():
    with pytest.raises(Refused):
        rules.read_update("we did 120%")


@pytest.mark.parametrize("ending", rules.ENDINGS)
def test_a_goal_ends_in_one_of_four_ways_and_can_be_reopened(ending):
    closed = rules.close(PRIVATE, ending, note="", now=NOW)
    assert (closed.state, closed.closed) == (ending, NOW)
    assert (closed.percent == 100) == (ending is State.DONE)
    assert rules.reopen(closed).is_open
    with pytest.raises(Refused):
        rules.close(closed, ending, note="", now=NOW)


def test_only_an_organiser_decides_on_a_proposal_and_only_once():
    with pytest.raises(Refused):
        rules.decide(PROPOSAL, adopt=True, actor=BOB, now=NOW)
    adopted = rules.decide(PROPOSAL, adopt=True, actor=ALICE, now=NOW)
    assert adopted.state is State.OPEN
    with pytest.raises(Refused):
        rules.decide(adopted, adopt=False, actor=ALICE, now=NOW)


@given(days=st.integers(0, 3000), horizon=st.sampled_from(Horizon), age=st.integers(0, 3000))
def test_the_next_look_is_never_in_the_past_and_never_after_the_day_it_is_due(days, horizon, age):
    due = TODAY + timedelta(days=days)
    review = rules.next_review(goal(due=due, horizon=horizon, touched=NOW - timedelta(days=age)), today=TODAY)
    assert TODAY <= review <= due


def test_a_long_term_goal_is_looked_at_yearly():
    assert rules.next_review(goal(horizon=Horizon.LONG), today=TODAY) == TODAY + timedelta(days=365)


def test_the_smart_check_names_at_most_two_gaps_and_has_a_suggestion():
    vague = goal(what="Be a better teacher")
    assert gaps(vague) == (Gap.MEASURE, Gap.DUE)
    assert "a way to tell it is done" in line(gaps(vague)) and "For example" in line(gaps(vague))


def test_the_smart_check_is_silent_when_nothing_is_missing():
    assert gaps(goal(due=TODAY, first_step="Call the librarian")) == ()
    assert line(()) == ""
