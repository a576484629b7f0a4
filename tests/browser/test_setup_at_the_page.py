"""A group begins, at the page: from `/mentor setup` in an empty channel to a pinned charter, with nothing read before."""

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


def saves(seat: Seat, title: str, *, button: str = "Save") -> None:
    """The form that is open is sent as it stands."""
    form = seat.form(title)
    assert seat.too_wide() == []
    form.get_by_role("button", name=button, exact=True).click()
    seat.no_form()


def test_a_group_begins_and_its_charter_is_pinned(seat, house):
    seat.sits_down(house.box.person("alice"))
    seat.goes_to(ROOM)
    seat.writes("/mentor setup")
    form = seat.form("Set up a group")
    expect(form.get_by_label("What is the group called?")).to_have_value("Peer mentors")
    shot(seat, "setup_1_form")
    form.get_by_role("button", name="Save group").click()
    seat.no_form()
    listed = seat.page.locator("#main .message", has_text="of 8 decided").last
    expect(listed).to_contain_text("0 of 8 decided")
    listed.scroll_into_view_if_needed()
    shot(seat, "setup_2_list")
    assert seat.too_wide() == []

    listed.get_by_role("button", name="Decide: who is a peer").click()
    form = seat.form("Who is a peer here?")
    shot(seat, "setup_3_peers")
    form.get_by_role("combobox").first.select_option("A mixed mid-career group")
    expect(form.get_by_label("In a sentence")).to_have_value(
        "Mid-career faculty of different departments who know the basics and look for what comes next.")
    shot(seat, "setup_3_peers_example")
    saves(seat, "Who is a peer here?")
    expect(listed).to_contain_text("1 of 8 decided")

    listed.get_by_role("button", name="Next: how many").click()
    shot(seat, "setup_4_size")
    saves(seat, "How many?")
    expect(listed).to_contain_text("2 of 8 decided")
    listed.get_by_role("button", name="Decide: how people join").click()
    shot(seat, "setup_5_joining")
    saves(seat, "Joining and staying")
    expect(listed).to_contain_text("3 of 8 decided")

    listed.get_by_role("button", name="Decide: the mission").click()
    form = seat.form("Our mission")
    form.get_by_label("We exist to…").fill("find out together what comes after the first promotion")
    form.get_by_label("Members gain…").fill("honest advice, and a plan for the next five years")
    shot(seat, "setup_6_mission")
    saves(seat, "Our mission")
    expect(listed).to_contain_text("4 of 8 decided")

    listed.get_by_role("button", name="Decide: what we expect of each other").click()
    shot(seat, "setup_7_expectations")
    saves(seat, "What we expect")
    expect(listed).to_contain_text("5 of 8 decided")
    listed.scroll_into_view_if_needed()
    shot(seat, "setup_8_list")

    listed.get_by_role("button", name="Decide: six months of dates").click()
    form = seat.form("Plan meetings")
    form.get_by_label("In your own words").fill("first Tuesday of each month at 7:30am for an hour")
    shot(seat, "setup_9_dates")
    form.get_by_role("button", name="Show me the dates").click()
    seat.no_form()
    charter = seat.page.locator("#main .message", has_text="Charter of Peer mentors").first
    expect(charter).to_contain_text("We exist to find out together what comes after the first promotion.")
    charter.scroll_into_view_if_needed()
    shot(seat, "setup_10_charter")
    assert seat.too_wide() == []

    seat.becomes("Bob Lindqvist")
    home = seat.goes_home()
    waits = home.get_by_text("waits for your yes")
    expect(waits).to_be_visible()
    waits.scroll_into_view_if_needed()
    shot(seat, "setup_10b_home")
    assert seat.too_wide() == []
    seat.goes_to(ROOM)
    charter.get_by_role("button", name="I accept the expectations").click()
    expect(charter).to_contain_text("2 of 2 have accepted the expectations")
    seat.writes("/mentor mission propose Help each other lead")
    form = seat.form("Our mission")
    form.get_by_label("Members gain…").fill("company on the way")
    form.get_by_role("button", name="Propose", exact=True).click()
    seat.no_form()
    proposal = seat.page.locator("#main .message", has_text="Bob Lindqvist proposes a mission:").first
    expect(proposal).to_contain_text("1 yes, 0 no, 2 members; 2 yes adopt it.")
    proposal.scroll_into_view_if_needed()
    shot(seat, "setup_11_proposal")
    seat.becomes("Alice Moreau")
    proposal.get_by_role("button", name="Yes, adopt it").click()
    expect(charter).to_contain_text("We exist to help each other lead.")
    seat.writes("/mentor charter history")
    seat.reads("adopted by vote: 2 of 2 said yes")
    shot(seat, "setup_12_history")
    seat.becomes("Carol Adeyemi")
    seat.goes_to("general")
    seat.writes("/mentor groups", where="Message #general")
    seat.reads("We exist to help each other lead.", "4 to 12 members, ideally 7.", "There is room.")
    shot(seat, "setup_13_card")
    assert seat.too_wide() == []
