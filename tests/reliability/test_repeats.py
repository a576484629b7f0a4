"""What Slack or a quick finger repeats is done once: the same envelope, the same trigger, the same form, in any order."""

from __future__ import annotations

import random

import pytest


@pytest.fixture
def state_of(database_of, box):
    """Everything that counts: the rows, the messages in channels, and who was told what in private."""
    tables = [name for (name,) in database_of.run("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def now() -> dict:
        kept = {table: sorted(map(repr, database_of.run(f"SELECT * FROM {table}"))) for table in tables
                if table not in ("seen", "inbox", "drafts", "people") and not table.startswith(("sqlite_", "alembic"))}
        return kept | {"messages": sorted(each["text"] for each in box.truth.from_app)}

    return now


def test_whatever_is_repeated_at_once_changes_nothing(line, a_day, state_of):
    for act in a_day:
        line.heard.clear()
        act()
        done = state_of()
        line.again(*line.heard)
        assert state_of() == done


def test_a_whole_day_repeated_in_another_order_changes_nothing(line, a_day, state_of):
    for act in a_day:
        act()
    done, heard = state_of(), list(line.heard)
    random.Random(7).shuffle(heard)
    line.again(*heard)
    assert state_of() == done


def test_a_form_that_is_submitted_twice_at_once_makes_one_goal(alice, group, box, database_of):
    alice.types("/mentor goal add")
    alice.fills(what="Teach the skills lab")
    box.trouble(duplicate_next=1)
    assert not alice.submits().errors
    assert database_of.run("SELECT count(*) FROM goals") == [(1,)]


def test_a_form_that_is_submitted_again_with_other_words_makes_no_second_goal(line, alice, group, database_of):
    alice.types("/mentor goal add")
    alice.fills(what="Teach the skills lab")
    alice.submits()
    payload, kind, envelope = line.heard[-1]
    line.again((payload | {"trigger_id": "1.2.other"}, kind, envelope))
    assert database_of.run("SELECT count(*) FROM goals") == [(1,)]


def test_a_click_that_comes_twice_is_one_click(alice, group, box, database_of):
    alice.types("/mentor goal add Teach the skills lab")
    box.trouble(duplicate_next=1)
    alice.clicks("Undo")
    assert database_of.run("SELECT count(*) FROM goals WHERE state = 'open'") == [(0,)]
    assert "Removed" in alice.sees(box.app).text


@pytest.mark.parametrize("label", ["Undo", "Share with the group"])
def test_the_repeat_of_a_click_says_nothing(line, alice, group, box, label):
    alice.types("/mentor goal add Teach the skills lab")
    alice.clicks(label)
    seen = alice.sees(box.app).texts
    line.again()
    assert alice.sees(box.app).texts == seen


def test_a_form_that_opens_by_a_click_that_comes_twice_opens_without_complaint(alice, group, box):
    added = alice.types("/mentor goal add Teach the skills lab")
    box.trouble(duplicate_next=1)
    added.clicks("Edit")
    assert alice.forms == 1
    assert "three seconds" not in alice.sees(box.app).text
