"""The rules of a charter, over anything that may be typed, voted or planned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentoring import charter, expectations, missions, setup_path
from mentoring.charter import Alike, Charter
from mentoring.groups import FEWEST, HARD_MOST, MOST
from mentoring.missions import Proposal, State
from mentoring.refused import Refused

EMPTY = Charter(group_id=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
typed = st.one_of(st.integers(-3, 120).map(str), st.text(max_size=4), st.none())


@given(typed, typed, typed, st.text(max_size=20))
def test_a_size_is_in_order_and_outside_the_literature_has_its_reason(least, ideal, most, why):
    try:
        made = charter.with_size(EMPTY, least, ideal, most, why)
    except Refused as no:
        assert no.field in ("least", "ideal", "most", "why")
        return
    assert charter.SMALLEST <= made.size_min <= made.size_ideal <= made.size_max <= HARD_MOST
    assert made.size_why or (made.size_min >= FEWEST and made.size_max <= MOST)
    assert "\n" not in charter.size_words(made)


@given(st.text(max_size=260), st.lists(st.one_of(st.sampled_from(list(Alike)), st.text(max_size=5)), max_size=12))
def test_who_peers_are_is_told_in_two_lines_at_most(words, alike):
    try:
        made = charter.with_peers(EMPTY, words, alike)
    except Refused as no:
        assert no.field == "peers"
        return
    lines = charter.peer_lines(made)
    assert 1 <= len(lines) <= 2 and all("\n" not in line for line in lines) and made.knows_peers


def test_each_starting_text_can_be_kept_as_it_stands():
    for title, words, alike in charter.STARTS:
        made = charter.with_peers(EMPTY, words, alike)
        assert made.peers == words and made.alike and len(title) <= 75


@given(st.integers(1, 50), st.data())
def test_votes_adopt_with_more_than_half_and_decline_when_that_is_out_of_reach(members, data):
    yes = data.draw(st.integers(0, members))
    no = data.draw(st.integers(0, members - yes))
    state = missions.outcome(Proposal(group_id=1, exist="x", gain="y", created=NOON, yes=yes, no=no, members=members))
    assert (state is State.ADOPTED) == (2 * yes > members)
    assert (state is State.DECLINED) == (2 * (members - no) <= members)


@given(instants)
def test_a_year_on_is_the_same_day_of_the_next_year_or_the_last_of_february(since):
    due = missions.review_due(since)
    assert due.year == since.year + 1 and due.time() == since.time()
    assert (due.month, due.day) == (since.month, since.day) or (since.month, since.day, due.day) == (2, 29, 28)


@given(st.lists(instants, min_size=1, max_size=30, unique=True), instants, instants)
def test_of_all_meetings_the_last_before_the_day_has_the_question_or_else_the_next(starts, due, now):
    ahead = sorted(s for s in starts if s > now)
    assume(ahead)
    before = [s for s in ahead if s <= due]
    asked = missions.is_last_before(due, ahead[0], ahead[1] if len(ahead) > 1 else None, now)
    if len(before) > 1:
        assert not asked, "there is another one before the day"
    elif not before or len(ahead) > 1:
        assert asked
    else:
        assert asked == (due <= now + missions.AHEAD), "the only one that is planned, and the day is far off"


@pytest.mark.parametrize(("exist", "kept"), [
    ("We exist to help", "help"), ("we exist to… help", "help"), ("Help", "help"), ("NIH grants for all", "NIH grants for all"),
    ("A place", "a place"), ("help", "help")])
def test_an_opening_that_the_form_has_said_is_not_said_twice(exist, kept):
    assert missions.check(exist, "x")[0] == kept


@given(st.dictionaries(st.sampled_from([q.name for q in expectations.QUESTIONS]), st.text(max_size=6) | st.none()), st.text(max_size=30))
def test_only_our_choices_are_kept(agreed, words):
    try:
        kept, _, text = expectations.check(agreed, ["lead", "dance"], words)
    except Refused as no:
        assert no.field in {"words", *agreed}
        return
    assert (kept or text) and all(v in dict(q.choices) for q in expectations.QUESTIONS for v in [kept.get(q.name)] if v)


def test_every_usual_choice_is_one_of_its_question():
    assert expectations.check(expectations.usual(), [], "")[0] == expectations.usual()


@given(st.sets(st.sampled_from([s.value for s in setup_path.Step])), st.lists(st.sampled_from([s.value for s in setup_path.Step])))
def test_a_path_names_each_step_once_as_done_skipped_or_left(facts, skips):
    made = EMPTY
    for step in skips:
        made = setup_path.skipped(made, step)
    found = setup_path.path(facts, made)
    left = setup_path.unfinished(facts, made)
    assert len(found.done) + len(found.aside) + len(left) == len(setup_path.Step)
    assert (found.next is None) == (not left)
    back = setup_path.skipped(made, "mission", back=True)
    assert "mission" not in back.set_aside


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_group_ends_on_a_day_ahead(ends, today):
    try:
        made = charter.with_term(EMPTY, ends, "", None, "stay", today=today)
    except Refused as no:
        assert no.field == "ends" and ends <= today
        return
    assert ends > today and made.is_for_a_time
    assert charter.with_term(made, ends, "", None, "stay", today=ends + timedelta(days=9)) == made, "what stood already may stay"
