"""Reading what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.blocks import escape
from handlers.typed import mentions, numbered, readable
from mentoring.goals import Scope
from mentoring.text import visible


@pytest.mark.parametrize(("typed", "expected"), [
    ("3", (Scope.OWN, 3, "")), ("#3", (Scope.OWN, 3, "")), ("3 drafted it 60%", (Scope.OWN, 3, "drafted it 60%")),
    ("#3: done", (Scope.OWN, 3, "done")), ("g2", (Scope.GROUP, 2, "")), ("#g2 well", (Scope.GROUP, 2, "well")),
    ("G#2", (Scope.GROUP, 2, "")), ("the review", None), ("", None), ("3rd draft", None),
])
def test_goals_are_named_by_number_with_or_without_a_hash(typed, expected):
    assert numbered(typed) == expected


@pytest.mark.parametrize(("raw", "typed"), [
    ("ask <@U1|ann> and <@U2>", "ask @ann and @Bo"), ("<!channel> hurry", "@channel hurry"), ("<!subteam^S1|@faculty>", "@faculty"),
    ("see <#C1|general>", "see #general"), ("<https://nejm.org|nejm.org>", "https://nejm.org"),
    ("<https://nejm.org|the paper>", "the paper (https://nejm.org)"), ("a &lt; b &amp;&amp; c", "a < b && c"),
])
def test_slacks_tokens_become_words(raw, typed):
    assert readable(raw, {"U2": "Bo"}) == typed


def test_mentions_are_found_in_order_and_once():
    assert mentions("<@U2> and <@U1|ann> and <@U2>") == ("U2", "U1")


@given(st.text(max_size=300))
def test_what_slack_escaped_comes_back_as_it_was_typed(text):
    assert readable(escape(text)) == visible(text.replace("\t", " ")), "but for signs that nobody sees"
