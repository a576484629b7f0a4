"""What comes up in somebody's one message of the week, and how many messages their wishes mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import digests as rules
from mentoring import volume
from mentoring.digests import Item, Mark, Why
from mentoring.goals import Goal, Horizon, Scope, State
from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp
from mentoring.reminders import CHOICES, Kind, Preferences

MONDAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)


def goal(*, due: int | None = None, untouched: int = 0, number: int = 1, **more) -> Goal:
    """A goal due in ``due`` days of Monday and untouched for so many."""
    return Goal(id=number, owner_id=1, group_id=None, scope=Scope.OWN, number=number, what="A paper",
                due=MONDAY + timedelta(days=due) if due is not None else None, created=NOW - timedelta(days=900),
                touched=NOW - timedelta(days=untouched), **more)


def meeting(days: float, *, number: int = 1, state: MeetingState = MeetingState.PLANNED) -> Meeting:
    """A meeting that begins so many days after now."""
    starts = NOW + timedelta(days=days)
    return Meeting(id=number, group_id=1, series_id=1, number=number, nominal=starts.date(), day=starts.date(), time=f"{starts:%H:%M}",
                   tz="UTC", tzdata="", starts=starts, minutes=60, state=state, created=NOW, revised=NOW)


@pytest.mark.parametrize(("one", "expected"), [
    (goal(due=0), Why.DUE), (goal(due=7), Why.DUE), (goal(due=8), None), (goal(due=3, untouched=1), Why.DUE),
    (goal(due=-1, untouched=30), Why.PASSED), (goal(due=-27, untouched=30), Why.PASSED),
    (goal(due=-30, untouched=60), Why.PASSED), (goal(due=-37, untouched=60), None), (goal(due=-58, untouched=60), Why.PASSED),
    (goal(due=-10, untouched=2), None), (goal(due=-1, untouched=2), Why.PASSED),
    (goal(untouched=27), None), (goal(untouched=28), Why.STALE), (goal(untouched=34), Why.STALE), (goal(untouched=35), None),
    (goal(untouched=56), Why.STALE), (goal(due=100, untouched=30), Why.STALE),
    (goal(untouched=200, horizon=Horizon.LONG), None), (goal(untouched=366, horizon=Horizon.LONG), Why.REVIEW),
    (goal(due=3, state=State.DONE), None), (goal(due=3, state=State.PROPOSED), None),
])
def test_a_goal_comes_up_when_it_is_due_has_passed_or_lies_still(one, expected):
    assert rules.why(one, today=MONDAY) is expected


def test_a_goal_left_lying_comes_up_on_one_monday_in_four():
    mondays = [MONDAY + timedelta(weeks=n) for n in range(52)]
    still = [day for day in mondays if rules.why(goal(untouched=3), today=day)]
    assert len(still) == 12 and {(b - a).days for a, b in zip(still, still[1:], strict=False)} == {28}


def test_what_has_passed_comes_before_what_is_due_and_what_lies_still():
    found = rules.goals_due([goal(untouched=30, number=1), goal(due=3, number=2), goal(due=-1, untouched=9, number=3),
                             goal(due=1, number=4), goal(number=5)], today=MONDAY)
    assert [g.number for g in found] == [3, 4, 2, 1]


def test_meetings_that_are_off_over_declined_or_too_far_are_left_out():
    every = [meeting(1, number=1), meeting(2, number=2), meeting(-0.01, number=3), meeting(3, number=4, state=MeetingState.CANCELLED),
             meeting(9, number=5), meeting(0.5, number=6)]
    mine = {2: Reply(person_id=1, user="U1", answer=Rsvp.NO), 1: Reply(person_id=1, user="U1", answer=Rsvp.LATE)}
    assert [m.number for m in rules.meetings_due(every, mine, now=NOW, until=NOW + timedelta(days=8))] == [6, 1]


@given(st.integers(0, 12), st.integers(0, 40))
def test_there_are_never_more_than_five_lines_and_none_is_lost_silently(meetings, goals):
    items, more = rules.chosen([meeting(1, number=n) for n in range(meetings)], [], [goal(number=n) for n in range(goals)])
    assert len(items) + (more > 0) <= rules.MOST_LINES and len(items) + more == meetings + goals


@given(st.lists(st.builds(Item, kind=st.sampled_from(["m", "a", "g"]), id=st.integers(0, 10**15 - 1), mark=st.sampled_from(Mark)),
                max_size=5))
def test_the_lines_travel_in_a_button_and_back(items):
    assert rules.unpacked(rules.packed(items)) == items


@given(st.text(max_size=60))
def test_a_forged_button_is_read_without_falling_over(text):
    assert all(i.kind in "mg" and i.id >= 0 for i in rules.unpacked(text))


def test_only_the_line_that_was_finished_is_marked():
    items = [Item(kind="m", id=3), Item(kind="g", id=3), Item(kind="g", id=4)]
    assert rules.packed(rules.marked(items, 3, Mark.DONE)) == "m3.g3d.g4"


# ---- how many it will be ---------------------------------------------------------------------------------------

BREAKFAST = datetime(2026, 11, 30, 7, 30)   # on that Monday, where the person is
WEEKLY = [BREAKFAST + timedelta(days=3 + 7 * n) for n in range(12)]
TUESDAYS = [BREAKFAST + timedelta(days=1 + 7 * n) for n in range(12)]


@pytest.mark.parametrize(("wishes", "meetings", "goals", "expected"), [
    (Preferences(), [], [], 0), (Preferences(), WEEKLY, [], 2), (Preferences(), TUESDAYS, [], 1),
    (Preferences(off=frozenset({Kind.DAY_BEFORE})), WEEKLY, [], 1), (Preferences(off=frozenset(CHOICES)), WEEKLY, [goal(due=1)], 0),
    (Preferences(digest_weekday=2), WEEKLY, [], 1), (Preferences(), [], [goal()], 1 / 8), (Preferences(), WEEKLY[:1], [], 2 / 8),
    (Preferences(digest_weekday=1), TUESDAYS[1:2], [], 2 / 8),
    (Preferences(digest_weekday=1, digest_time="07:00"), TUESDAYS[1:2], [], 3 / 8),
    (Preferences(paused_until=MONDAY + timedelta(weeks=20)), WEEKLY, [goal(due=1)], 0),
])
def test_the_number_of_messages_follows_wishes_meetings_and_goals(wishes, meetings, goals, expected):
    assert volume.messages_a_week(wishes, meetings, goals, today=MONDAY) == expected


def test_a_reminder_that_the_message_of_the_week_says_already_is_not_counted_twice():
    monday_meetings = [BREAKFAST + timedelta(days=7 * n) for n in range(1, 9)]
    assert volume.messages_a_week(Preferences(), monday_meetings, [], today=MONDAY) == 2, "its reminder comes on Friday"
    assert volume.messages_a_week(replace(Preferences(), digest_weekday=4), monday_meetings, [], today=MONDAY) == 1


@pytest.mark.parametrize(("number", "said"), [
    (0, "no messages"), (0.1, "less than one message a month"), (0.25, "about 1 message a month"), (0.5, "about 2 messages a month"),
    (0.9, "about 1 message a week"), (1.0, "about 1 message a week"), (2.1, "about 2 messages a week")])
def test_the_number_is_said_as_one_says_it(number, said):
    assert volume.words(number) == said
