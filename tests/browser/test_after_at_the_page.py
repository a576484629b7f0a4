"""After a meeting, at the page: a round with a timer, the search, the running list, and a file that comes."""

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


def test_a_round_a_search_the_list_and_a_file(at_table, house):
    seat, box, alice, bob = at_table, house.box, house.box.person("alice"), house.box.person("bob")
    room = box.channel(ROOM)
    seat.writes("/mentor meeting start")
    expect(seat.page.locator("#main .message", has_text="Peer mentors: meeting 1")).to_be_visible()
    box.until(lambda: any("I'm here" in m.buttons for m in alice.sees(room)))
    top = next(m for m in alice.sees(room) if "I'm here" in m.buttons)
    bob.says("topic: Negotiating protected time for the fellowship programme", in_=room, thread=top)
    bob.says("decision: We ask the chair for half a day of protected time a week, with numbers from our own clinics", in_=room, thread=top)
    bob.says("action: Bob to draft the letter about protected time by 11 December", in_=room, thread=top)
    seat.writes(f"/mentor meeting round {bob.mention} 20")
    box.until(lambda: any("⏳" in m.text for m in alice.sees(room, thread=top)))
    seat.page.locator("#main .message", has_text="Peer mentors: meeting 1").get_by_role("button", name="repl").first.click()
    step = seat.page.locator("#thread .message", has_text="1 of 5: Bob Lindqvist presents")
    expect(step).to_contain_text("5 minutes, until")
    step.scroll_into_view_if_needed()
    shot(seat, "after_1_round")
    step.get_by_role("button", name="The next step").click()
    expect(seat.page.locator("#thread .message", has_text="2 of 5: Questions to Bob Lindqvist")).to_be_visible()
    assert seat.too_wide() == []
    seat.page.get_by_role("button", name="Close thread").first.click()
    alice.clicks("End", within=top)
    box.until(lambda: any("Draft minutes" in m.text for m in alice.sees(room, thread=top)))

    seat.writes("/mentor minutes search protected time")
    found = seat.reads("3 found, newest first.", "Decision · 23 November 2026, meeting 1", "Bob Lindqvist, by Friday 11 December")
    assert found.get_by_role("link", name="23 November 2026, meeting 1").count() == 3
    found.scroll_into_view_if_needed()
    shot(seat, "after_2_search")
    seat.writes("/mentor history")
    seat.reads("1 meeting · 1 decision · 1 action item", "Negotiating protected time", "led by Alice Moreau")
    shot(seat, "after_3_history")
    assert seat.too_wide() == []
    seat.writes("/mentor minutes export")
    seat.last().get_by_role("button", name="The minutes of meeting 1 as PDF").click()
    seat.reads("Meeting 1 as PDF is coming to you as a direct message.")
    seat.goes_to("Mentor")
    seat.page.get_by_role("tab", name="Messages").click()
    expect(seat.page.locator("#main .message", has_text="Minutes of meeting 1")).to_be_visible()
    shot(seat, "after_4_file")
    assert seat.too_wide() == []
