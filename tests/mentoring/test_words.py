"""Words as a search compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.words import stems


@pytest.mark.parametrize(("typed", "written"), [
    ("budgets", "Budget"), ("resume", "Résumé"), ("planning", "We planned it"), ("decide", "decided"), ("policy", "policies"),
    ("strasse", "Straße"), ("bob's", "bob"), ("calls", "calling"), ("notes", "note"), ("会议", "明天的会议"), ("lodz", "Łódź"),
    ("FULL", "ｆｕｌｌ width"), ("day", "half-day"), ("classes", "class")])
def test_what_is_typed_finds_what_was_written(typed, written):
    assert set(stems(typed)) <= set(stems(written))


@pytest.mark.parametrize(("one", "other"), [("bring", "br"), ("using", "us"), ("new", "news bulletin"[5:]), ("sing", "singer")])
def test_short_words_are_left_whole(one, other):
    assert stems(one) != stems(other)


@given(st.text(max_size=200))
def test_any_text_has_stems_of_letters_and_digits_alone(text):
    assert all(stem and not set(stem) & set(" %_\\<>|") for stem in stems(text))
