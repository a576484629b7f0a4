"""A plan and the meetings it lies on: whatever is swapped, added, dropped or covered, order and numbers hold and no session is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.curricula import Curriculum, Done, Session, State, inserted, laid, placed, read, rewritten, swapped, without, written
from mentoring.refused import Refused

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def plan(*titles: str) -> Curriculum:
    made = tuple(Session(id=n, curriculum_id=1, place=n, title=t, aims=f"about {t}") for n, t in enumerate(titles, 1))
    return Curriculum(id=1, group_id=1, name="Plan", state=State.ACTIVE, created=NOW, sessions=made)


def titles(sessions) -> list[str]:
    return [s.title for s in sessions if s.is_ahead]


steps = st.lists(st.tuples(st.sampled_from(["swap", "insert", "drop", "cover"]), st.integers(1, 8), st.integers(1, 8)), max_size=12)


@given(steps)
def test_whatever_is_done_the_numbers_run_through_and_every_session_is_somewhere(done):
    here, made, names = plan("a", "b", "c", "d"), 4, {"a", "b", "c", "d"}
    for what, one, other in done:
        try:
            if what == "swap":
                here = replace(here, sessions=swapped(here, one, other, ""))
            elif what == "insert":
                made += 1
                names.add(f"n{made}")
                here = replace(here, sessions=inserted(here, one, Session(id=made, place=0, title=f"n{made}")))
            elif what == "drop":
                here = replace(here, sessions=without(here, one))
            elif here.ahead:
                first = here.ahead[0]
                here = replace(here, sessions=placed([replace(first, done=Done.COVERED), *(s for s in here.sessions if not s.is_ahead)],
                                                     here.ahead[1:]))
        except Refused:
            names.discard(f"n{made}") if what == "insert" else None
    kept = [s for s in here.sessions if s.done is not Done.DROPPED]
    assert sorted(s.place for s in here.ahead) == list(range(here.covered + 1, len(kept) + 1)) or not here.covered
    assert [s.place for s in here.ahead] == sorted(s.place for s in here.ahead) and {s.title for s in here.sessions} == names
    assert len({s.id for s in here.sessions}) == len(here.sessions)


def test_sessions_fall_on_the_meetings_in_order_and_follow_when_one_is_kept_open():
    here = plan("a", "b", "c")
    assert {m: s.title for m, s in laid(here, [11, 12]).items()} == {11: "a", 12: "b"}
    assert {m: s.title for m, s in laid(here, [11, 12, 13, 14], {12}).items()} == {11: "a", 13: "b", 14: "c"}
    assert laid(replace(here, state=State.PROPOSED), [11]) == {} and laid(None, [11]) == {}


def test_a_session_that_a_meeting_has_begun_with_stays_with_it():
    here = plan("a", "b")
    here = replace(here, sessions=(replace(here.sessions[0], meeting_id=10), here.sessions[1]))
    assert {m: s.title for m, s in laid(here, [11, 12]).items()} == {10: "a", 11: "b"}


def test_a_swap_moves_two_and_notes_why():
    here = swapped(plan("a", "b", "c"), 1, 3, " Bob is   away ")
    assert titles(here) == ["c", "b", "a"] and [s.note for s in here] == ["Bob is away", "", "Bob is away"]
    with pytest.raises(Refused, match="same session"):
        swapped(plan("a", "b"), 1, 1, "")
    with pytest.raises(Refused, match="No session 7 is ahead. The numbers that are: 1, 2."):
        swapped(plan("a", "b"), 1, 7, "")


def test_a_plan_is_read_as_it_is_written():
    assert read(" 1. Giving feedback: practise two phrasings\n\n- Saying no\n• Promotion : what counts: and what not ") == [
        ("Giving feedback", "practise two phrasings"), ("Saying no", ""), ("Promotion", "what counts: and what not")]
    assert read(written(plan("a", "b"))) == [("a", "about a"), ("b", "about b")]


@pytest.mark.parametrize(("text", "why"), [("", "one session on each line"), ("\n".join("abcdefghijklmnopqrstuvwxyz"), "26 sessions"),
                                           (": only an aim", "no title"), ("W" * 151, "150")])
def test_what_cannot_be_a_plan_is_refused_at_its_field(text, why):
    with pytest.raises(Refused, match=why) as no:
        read(text)
    assert no.value.field == "plan"


def test_written_anew_a_session_keeps_its_lead_by_its_title_and_what_is_covered_stays():
    here = plan("a", "b", "c")
    first, second, third = here.sessions
    here = replace(here, sessions=(replace(first, done=Done.COVERED), replace(second, lead_id=7), third))
    after = rewritten(here, [("new", ""), ("B", "other aim")])
    assert [(s.title, s.place, s.done.value, s.lead_id) for s in after] == [
        ("a", 1, "covered", None), ("new", 2, "planned", None), ("B", 3, "planned", 7), ("c", 3, "dropped", None)]
