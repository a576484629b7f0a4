"""A reflection at the page: written, interrupted, found again, kept, shared and taken back; and a topic from proposal to agenda."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import expect

ROOM = "peer-mentors"
WORDS = "I was short with the resident, and I knew it while I spoke."


def shot(seat, name: str) -> None:
    """A picture, where somebody wants to look: MENTOR_SHOTS names the folder."""
    if folder := os.environ.get("MENTOR_SHOTS"):
        seat.page.wait_for_timeout(400)
        seat.page.screenshot(path=Path(folder) / f"{name}_{'phone' if seat.phone else 'desk'}.png")


def test_a_reflection_is_written_interrupted_resumed_shared_and_taken_back(seat, house, group):
    alice, bob = house.box.person("alice"), house.box.person("bob")
    seat.sits_down(alice)
    seat.goes_to(ROOM)
    seat.writes("/mentor reflect")
    form = seat.form("Reflect")
    expect(form).to_contain_text("Only you can read this")
    shot(seat, "r1_form")
    assert seat.too_wide() == []
    form.get_by_role("textbox").first.fill(WORDS)
    house.box.until(lambda: _draft(house))
    form.get_by_role("button", name="Cancel").click()
    seat.no_form()

    home = seat.goes_home()
    expect(home).to_contain_text("My reflections")
    home.get_by_role("button", name="Write a reflection").click()
    form = seat.form("Reflect")
    expect(form.get_by_role("textbox").first).to_have_value(WORDS)
    expect(form).to_contain_text("where you stopped")
    shot(seat, "r2_resumed")
    form.get_by_role("button", name="Keep").click()
    seat.no_form()
    home.get_by_role("button", name="My journal").click()
    journal = seat.form("My journal")
    expect(journal).to_contain_text(WORDS)
    shot(seat, "r3_journal")
    assert seat.too_wide() == []
    journal.get_by_role("button", name="Open").click()
    entry = seat.form("Reflection #1")
    shot(seat, "r4_entry")
    entry.get_by_role("button", name="Share").click()
    preview = seat.form("Share this one?")
    expect(preview).to_contain_text("will see in its channel")
    shot(seat, "r5_preview")
    preview.get_by_role("button", name="Share").click()
    seat.no_form()

    seat.becomes(bob.user.real_name)
    seat.goes_to(ROOM)
    post = seat.page.locator("#main .message", has_text="shares a reflection").last
    expect(post).to_contain_text(WORDS)
    shot(seat, "r6_post")

    seat.becomes(alice.user.real_name)
    seat.goes_to(ROOM)
    seat.writes("/mentor reflect unshare 1")
    expect(seat.page.locator("#main .message", has_text="Taken back").last).to_be_visible()
    expect(seat.page.locator("#main .message", has_text="shares a reflection")).to_have_count(0)
    shot(seat, "r7_taken_back")
    assert seat.too_wide() == []


def _draft(house) -> bool:
    from storage.schema import reflection_drafts
    with house.bot.deps.store.read() as tx:
        return tx.execute(reflection_drafts.select()).first() is not None


def test_topics_from_the_proposal_to_the_agenda(seat, house, group):
    alice = house.box.person("alice")
    seat.sits_down(alice)
    seat.goes_to(ROOM)
    seat.writes("/mentor meeting plan first Tuesday of the month at 7:30am for 6 months, 1 hour")
    seat.page.get_by_role("button", name="Looks right").last.click()
    expect(seat.page.locator("#main .message", has_text="fixed").last).to_be_visible()
    seat.writes("/mentor topic propose Negotiating protected time")
    proposal = seat.page.locator("#main .message", has_text="Negotiating protected time").first
    expect(proposal).to_be_visible()
    shot(seat, "t1_proposed")
    seat.writes("/mentor topic list")
    expect(seat.last()).to_contain_text("1 vote")
    shot(seat, "t2_list")
    seat.writes("/mentor topic schedule 1 for the next meeting")
    expect(seat.last()).to_contain_text("is on meeting")
    shot(seat, "t3_scheduled")
    seat.writes("/mentor agenda")
    expect(seat.last()).to_contain_text("Negotiating protected time")
    shot(seat, "t4_agenda")
    assert seat.too_wide() == []
