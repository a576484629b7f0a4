"""A meeting of eight people, from the agenda to the approved minutes and what its owners are asked."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

ROOM = "peer-mentors"
OTHERS = (("dana", "Dana Okafor"), ("erik", "Erik Nyberg"), ("fay", "Fay Chandra"), ("gus", "Gus Petrov"), ("hana", "Hana Sato"))


@pytest.fixture
def eight(house, group):
    """Alice's group has eight members; gives them by name."""
    box = house.box
    people = {name: box.person(name, real_name=real, tz="America/New_York") for name, real in OTHERS}
    people |= {name: box.person(name) for name in ("alice", "bob", "carol")}
    room = box.channel(ROOM)
    for name in ("carol", *(n for n, _ in OTHERS)):
        people["alice"].invites(people[name], to=room)
    people["alice"].types("/mentor setup", in_=room)
    people["alice"].clicks("Change name, zone, members")
    box.until(lambda: people["alice"].modal and "users" in {b.get("block_id") for b in people["alice"].modal.blocks})
    people["alice"].fills(users=[p.id for p in people.values()])
    people["alice"].submits()
    people["alice"].types("/mentor agenda add Negotiating protected time", in_=room)
    return people


def shot(seat, name: str) -> None:
    """A picture, where somebody wants to look: MENTOR_SHOTS names the folder."""
    if folder := os.environ.get("MENTOR_SHOTS"):
        seat.page.wait_for_timeout(400)
        seat.page.screenshot(path=Path(folder) / f"{name}_{'phone' if seat.phone else 'desk'}.png")


def opens_thread(seat, message: Locator) -> Locator:
    """The thread of a message, in the pane beside it or, on a phone, in its place."""
    message.get_by_role("button", name=re.compile(r"\d+ repl")).first.click()
    thread = seat.page.locator("#thread")
    expect(thread).to_be_visible()
    return thread


def test_from_the_agenda_to_the_minutes_and_the_owners(seat, house, eight):
    seat.sits_down(eight["alice"])
    seat.goes_to(ROOM)
    seat.writes("/mentor meeting start")
    start = seat.page.locator("#main .message", has_text="Peer mentors: meeting 1")
    expect(start).to_contain_text("Negotiating protected time")
    expect(start).to_contain_text("Hana Sato")
    shot(seat, "1_start")
    thread = opens_thread(seat, start)
    expect(thread).to_contain_text("this thread is the log")

    room, top = house.box.channel(ROOM), next(m for m in eight["alice"].sees(house.box.channel(ROOM)) if "meeting 1" in m.text)
    eight["carol"].says("topic: Negotiating protected time", in_=room, thread=top)
    eight["dana"].says("I got half a day by bringing numbers to the chair", in_=room, thread=top)
    eight["erik"].says("decision: we each bring one number to the next meeting", in_=room, thread=top)
    eight["fay"].says("action: Bob to draft the template by 11 December", in_=room, thread=top)
    eight["gus"].says("action: Sato collects the numbers", in_=room, thread=top)
    eight["hana"].says("question: who talks to the dean?", in_=room, thread=top)
    seat.writes("action: I'll book the library room by 4 December", where="Reply in thread")
    expect(thread.locator(".message", has_text="I'll book the library")).to_contain_text("👉")
    shot(seat, "2_thread")
    assert seat.too_wide() == []

    if seat.phone:
        seat.page.get_by_role("button", name="Close thread").first.click()
    start.get_by_role("button", name="End").click()
    thread = seat.page.locator("#thread") if not seat.phone else opens_thread(seat, start)
    draft = thread.locator(".message", has_text="Draft minutes: meeting 1").last
    expect(draft).to_contain_text("draft the template — Bob Lindqvist, by Friday 11 December")
    expect(draft).to_contain_text("we each bring one number")
    draft.scroll_into_view_if_needed()
    shot(seat, "3_draft")
    draft.get_by_role("button", name="Looks right").click()
    expect(thread.locator(".message", has_text="Minutes: meeting 1").last).to_contain_text("Approved")
    if seat.phone:
        seat.page.get_by_role("button", name="Close thread").first.click()
    post = seat.page.locator("#main .message", has_text="Minutes: meeting 1").last
    expect(post).to_contain_text("Hana Sato")
    post.scroll_into_view_if_needed()
    shot(seat, "4_post")

    seat.becomes("Bob Lindqvist")
    seat.goes_to("Mentor")
    seat.page.get_by_role("tab", name="Messages").click()
    asked = seat.page.locator("#main .message", has_text="your action items of the meeting").last
    expect(asked).to_contain_text("draft the template")
    shot(seat, "5_asked")
    asked.get_by_role("button", name="Accept action item #1").or_(asked.get_by_role("button", name="Accept")).first.click()
    expect(asked.get_by_role("button", name="Done")).to_be_visible()
    assert seat.too_wide() == []
    home = seat.goes_home()
    expect(home).to_contain_text("My action items")
    shot(seat, "6_home")
