"""The minutes of an agenda: never more than the meeting has, what is fixed stays, the rest is shared; and its order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mentoring.agenda import Item, Part, in_order, timed

parts = st.sampled_from(list(Part))
items = st.lists(st.builds(lambda part, carried, minutes: (part, carried, minutes), parts, st.integers(0, 4),
                           st.one_of(st.none(), st.integers(0, 60))), max_size=12).map(
    lambda made: [Item(part=p, id=n, text=f"item {n}", carried=c, minutes=m) for n, (p, c, m) in enumerate(made)])


@given(items, st.integers(5, 240), st.dictionaries(st.integers(0, 11), st.integers(1, 90), max_size=4))
def test_a_meeting_is_never_longer_than_it_is(made, length, chosen):
    fixed = {i.ref: chosen[i.id] for i in made if i.id in chosen}
    given_ = timed(made, length, fixed)
    assert [i.ref for i in given_] == [i.ref for i in made] and all(i.minutes >= 0 for i in given_)
    assert sum(i.minutes for i in given_) <= length
    if sum(fixed.get(i.ref, i.minutes or 0) for i in made) <= length:
        assert all(i.minutes == fixed[i.ref] for i in given_ if i.ref in fixed)
    left_to_us = [i for i, was in zip(given_, made, strict=True) if was.minutes is None and i.ref not in fixed]
    assert all(i.minutes % 5 == 0 for i in left_to_us)
    if any(i.minutes == 0 for i in left_to_us):
        assert length - sum(i.minutes for i in given_) < 5, "what has no room has none because there is none"


def test_a_topic_has_four_times_the_room_of_a_point():
    made = [Item(part=Part.TOPIC, id=1, text="t"), Item(part=Part.POINT, id=2, text="p"), Item(part=Part.CLOSE, text="c", minutes=5)]
    assert [i.minutes for i in timed(made, 60, {})] == [45, 10, 5]
    assert [i.minutes for i in timed(made, 60, {"point:2": 20})] == [35, 20, 5]
    assert [i.minutes for i in timed(made, 10, {})] == [5, 0, 5]


def test_a_session_and_a_topic_share_the_hour():
    made = [Item(part=Part.SESSION, id=1, text="s"), Item(part=Part.TOPIC, id=2, text="t"), Item(part=Part.CLOSE, text="c", minutes=5)]
    assert [i.minutes for i in timed(made, 90, {})] == [45, 40, 5]


def test_what_was_carried_over_longest_comes_first_after_the_round_and_the_close_comes_last():
    made = [Item(part=p, id=n, text="", carried=c) for n, (p, c) in enumerate([
        (Part.CLOSE, 0), (Part.POINT, 0), (Part.TOPIC, 0), (Part.CARRIED, 1), (Part.GUEST, 0), (Part.SESSION, 0), (Part.CARRIED, 3),
        (Part.ROUND, 0)])]
    assert [i.id for i in in_order(made)] == [7, 6, 3, 5, 2, 4, 1, 0]
