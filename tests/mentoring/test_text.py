"""What people type is kept as they see it, and nothing else of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.refused import Refused
from mentoring.text import LONGEST, clip, one_line, tidy


@pytest.mark.parametrize("text", ["Submit 👩🏽‍⚕️ the review", "إرسال المراجعة", "naïve café", "family 👨‍👩‍👧‍👦 leave",
                                  "a\nb\n\nc", "🇳🇱 talk"])
def test_emoji_scripts_and_line_breaks_survive(text):
    assert tidy(text) == text


def test_control_characters_and_direction_overrides_are_dropped():
    assert tidy("a\x00b\x1b[31mc\u202edcba\u2066e\x7f") == "ab[31mcdcbae"


def test_what_is_too_long_is_refused_and_says_by_how_much():
    with pytest.raises(Refused, match="1 character too long"):
        tidy("x" * (LONGEST + 1))
    assert len(tidy("x" * LONGEST)) == LONGEST


def test_forty_line_breaks_are_fine_and_sixty_are_not():
    assert tidy("\n".join("x" * 41)).count("\n") == 40
    with pytest.raises(Refused):
        tidy("\n".join("x" * 61))


@given(st.text(max_size=500))
def test_tidy_text_has_no_control_characters_and_tidying_again_changes_nothing(text):
    try:
        kept = tidy(text)
    except Refused:
        return
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in kept)
    assert tidy(kept) == kept


@given(st.text(max_size=200), st.integers(2, 50))
def test_clipped_text_fits_and_is_the_beginning(text, longest):
    cut = clip(text, longest)
    assert len(cut) <= longest
    assert cut == text or text.startswith(cut[:-1].rstrip())


def test_a_cut_never_splits_what_a_person_sees_as_one():
    assert clip("ab👩🏽‍⚕️cdefgh", 4) == "ab…"
    assert clip("abe\u0301fgh", 4) == "ab…"


def test_one_line_folds_breaks():
    assert one_line("a\n  b\tc") == "a b c"
