"""Roles at the page: who does what, one's own turn given away in three taps, a role of the group's own, hours."""

from __future__ import annotations

import os
from pathlib import Path

from conftest import Seat
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


def test_who_does_what_is_seen_and_changed(at_table):
    seat = at_table
    seat.writes("/mentor meeting plan first Tuesday of every month at 7:30am")
    message(seat, "Preview, for your eyes only").get_by_role("button", name="Looks right, fix these dates").click()
    message(seat, "our meetings")
    seat.writes("/mentor role")
    seen = message(seat, "Roles of Peer mentors")
    expect(seen).to_contain_text("Discussion lead: Alice Moreau")
    shot(seat, "roles_1_overview")
    assert seat.too_wide() == []
    seen.get_by_role("button", name="Change it").or_(seen.get_by_role("button", name="Change who does what")).first.click()
    seen = message(seat, "Discussion lead: Alice Moreau")
    shot(seat, "roles_2_meeting")
    seen.get_by_role("button", name="I can't").first.click()
    message(seat, "is next, and hears of it")
    shot(seat, "roles_3_declined")
    seat.writes("/mentor role plan")
    message(seat, "Who does what in Peer mentors")
    shot(seat, "roles_4_plan")
    assert seat.too_wide() == []
    seat.writes("/mentor role add")
    form = seat.form("A role")
    shot(seat, "roles_5_form")
    form.get_by_role("button", name="Cancel").click()
    seat.no_form()
    seat.writes("/mentor role add Snacks: bring fruit; buy tea")
    message(seat, "Snacks is a role now")
    shot(seat, "roles_6_card")
    seat.writes("/mentor role organiser")
    message(seat, "Organiser of Peer mentors")
    shot(seat, "roles_7_organiser")
    assert seat.too_wide() == []
    seat.writes("/mentor role load")
    message(seat, "Who did what in Peer mentors")
    shot(seat, "roles_8_load")
    assert seat.too_wide() == []
