"""Somebody new, at the page: a full group, the waiting list, an invitation, a vote, a goodbye."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import ROOM, Seat
from playwright.sync_api import expect


def shot(seat: Seat, name: str) -> None:
    """A picture, where somebody wants to look: MENTOR_SHOTS names the folder."""
    if folder := os.environ.get("MENTOR_SHOTS"):
        seat.page.wait_for_timeout(400)
        seat.page.screenshot(path=Path(folder) / f"{name}_{'phone' if seat.phone else 'desk'}.png")


def message(seat: Seat, words: str):
    found = seat.page.locator("#main .message", has_text=words).last
    expect(found).to_be_visible()
    found.evaluate("each => each.scrollIntoView({block: 'nearest'})")
    return found


def at_messages(seat: Seat) -> None:
    """One's direct messages with the bot."""
    seat.goes_to("Mentor")
    seat.page.get_by_role("tab", name="Messages").click()


def test_somebody_is_invited_joins_and_leaves(at_table, house):
    seat, carol = at_table, house.box.person("carol")
    seat.writes(f"/mentor invite {carol.mention}")
    message(seat, "Invited: a message with the charter")
    shot(seat, "members_1_invited")
    assert seat.too_wide() == []

    seat.becomes("Carol Adeyemi")
    at_messages(seat)
    seen = message(seat, "invites you to join Peer mentors")
    shot(seat, "members_2_invitation")
    assert seat.too_wide() == []
    seen.get_by_role("button", name="Join Peer mentors").click()
    message(seat, "Welcome to Peer mentors")
    shot(seat, "members_3_welcome")
    assert seat.too_wide() == []

    seat.becomes("Bob Lindqvist")
    seat.goes_to(ROOM)
    message(seat, "has joined Peer mentors. Welcome!")
    seat.writes("/mentor members")
    listed = message(seat, "Carol Adeyemi · since November 2026")
    shot(seat, "members_4_list")
    listed.get_by_role("button", name="Nominate somebody").click()
    seat.form("Nominate somebody")
    shot(seat, "members_5_nominate")
    assert seat.too_wide() == []
    seat.form("Nominate somebody").get_by_role("button", name="Cancel").click()
    seat.no_form()

    seat.writes("/mentor action add Ask the dean about space")
    message(seat, "Ask the dean about space")
    seat.writes("/mentor leave")
    form = seat.form("Leave the group")
    expect(form).to_contain_text("Ask the dean about space")
    shot(seat, "members_6_leave")
    form.get_by_role("button", name="Leave", exact=True).click()
    seat.no_form()
    seat.becomes("Alice Moreau")
    seen = message(seat, "Bob Lindqvist has left Peer mentors")
    shot(seat, "members_7_left")
    assert seat.too_wide() == []
    seen.get_by_role("button", name="Take over: Ask the dean about space").click()
    message(seat, "Yours now: Ask the dean about space")


def test_a_vote_is_answered_on_a_phone_with_one_tap(at_table, house):
    seat, carol = at_table, house.box.person("carol")
    seat.writes(f"/mentor nominate {carol.mention} She writes grants and asks good questions")
    message(seat, "Nominated. Each member has a message from me")
    at_messages(seat)
    seen = message(seat, "nominates @Carol Adeyemi")
    shot(seat, "members_8_vote")
    seen.get_by_role("button", name="Yes to Carol Adeyemi").click()
    message(seat, "Your vote on Carol Adeyemi for Peer mentors is in")
    assert seat.too_wide() == []
