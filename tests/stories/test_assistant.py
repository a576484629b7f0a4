"""The time is protected by whoever keeps the schedule: they get the dates and the changes, and nothing of the group."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from mentoring.meetings import MeetingState
from storage import meetings as rows


@pytest.fixture
def told(bob, group, planned):
    """Bob has said who keeps his schedule; gives the answer."""
    bob.types("/mentor meeting assistant", in_=group)
    bob.fills(name="Clinic scheduling", mail="clinic@example.org")
    return bob.submits()


def test_the_text_is_ready_in_the_members_own_time_and_says_nothing_of_the_group(told):
    assert "Please keep these times free for Bob Lindqvist" in told.text
    assert "Tuesday 1 December 2026, 1:30 PM to 2:30 PM (CET)" in told.text
    assert "Peer mentors" not in told.text and "Alice" not in told.text


def test_one_tap_writes_the_mail(told):
    blocks = str(told.messages[-1].blocks)
    link = next(e for b in told.messages[-1].blocks for e in b.get("elements", []) if e.get("url"))["url"]
    parts = urlsplit(link)
    assert parts.scheme == "mailto" and parts.path == "clinic@example.org", blocks
    assert "Tuesday 1 December 2026" in parse_qs(parts.query)["body"][0]


def test_it_follows_a_meeting_that_is_called_off(bot, told, bob, group, planned):
    with bot.store.write() as tx:
        off = rows.by_id(tx, planned[1])
        rows.change(tx, replace(off, state=MeetingState.CANCELLED), was=off.version)
    assert "Tuesday 1 December" not in bob.types("/mentor meeting assistant", in_=group).text


def test_an_address_that_is_none_is_named_at_its_field_and_nobody_is_written_to(bot, box, bob, group, planned):
    bob.types("/mentor meeting assistant", in_=group)
    bob.fills(name="Clinic", mail="clinic@example.o")
    assert "no mail address" in str(bob.submits().errors)


def test_nobody_else_learns_who_it_is(told, alice, group):
    assert "clinic@example.org" not in alice.types("/mentor meeting assistant", in_=group).text
