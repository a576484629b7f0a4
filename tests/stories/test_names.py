"""Slack cannot say for a while who somebody is: what went out meanwhile says their name as soon as it is known."""

from __future__ import annotations

from datetime import timedelta

import pytest


@pytest.fixture
def dana(bot, box, alice, bob, group, planned):
    """Dana has joined the group and its running meeting, and Slack does not say who she is."""
    dana = box.person("dana", real_name="Dana Okafor", tz="America/New_York")
    box.trouble(method="users.info", times=1000, status=500)
    alice.invites(dana, to=group)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[p.id for p in (alice, bob, dana)])
    alice.submits()
    bot.ticks()
    box.clock.advance(timedelta(days=7, hours=21, minutes=30))
    bot.ticks()
    return dana


def top(alice, group):
    return next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)


def known(bot, box):
    """Slack answers again."""
    box.trouble(clear=True)
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()


def test_the_draft_and_its_owners(bot, box, alice, bob, group, dana):
    bob.says("action: Okafor collects the numbers", in_=group, thread=top(alice, group))
    dana.says("note: I have them", in_=group, thread=top(alice, group))
    alice.clicks("End", within=top(alice, group))
    bot.ticks()
    known(bot, box)
    draft = next(m for m in alice.sees(group, thread=top(alice, group)) if "Draft minutes" in m.text)
    assert "Dana Okafor" in draft.text and "collects the numbers — Dana Okafor" in draft.text


def test_the_post_of_approved_minutes(bot, box, alice, group, dana):
    dana.says("decision: we meet on Zoom", in_=group, thread=top(alice, group))
    alice.clicks("End", within=top(alice, group))
    bot.ticks()
    alice.clicks("Looks right", within=next(m for m in alice.sees(group, thread=top(alice, group)) if "Draft minutes" in m.text))
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    known(bot, box)
    post = next(m for m in alice.sees(group) if "Minutes: meeting 1" in m.text)
    assert "Dana Okafor" in post.text and dana.id not in post.text


def test_the_meetings_own_message(bot, box, alice, group, dana):
    dana.types("/mentor agenda add Protected time", in_=group)
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    known(bot, box)
    assert "Protected time (Dana Okafor)" in top(alice, group).text
