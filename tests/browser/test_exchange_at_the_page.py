"""What peers plan and do for each other, at the page: a plan and its agenda, manuscripts, awards, alike goals, values, needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

ROOM = "peer-mentors"
PLAN = "Giving feedback: practise two phrasings\nSaying no: two ways that keep the door open"


def shot(seat, name: str) -> None:
    """A picture, where somebody wants to look: MENTOR_SHOTS names the folder."""
    if folder := os.environ.get("MENTOR_SHOTS"):
        seat.page.wait_for_timeout(400)
        seat.page.screenshot(path=Path(folder) / f"{name}_{'phone' if seat.phone else 'desk'}.png")


@pytest.fixture
def met(at_table):
    """The group meets."""
    at_table.writes("/mentor meeting plan first Tuesday of the month at 7:30am for 6 months, 1 hour")
    at_table.page.get_by_role("button", name="Looks right").last.click()
    expect(at_table.page.locator("#main .message", has_text="fixed").last).to_be_visible()
    return at_table


def test_a_plan_lies_on_the_meetings_and_its_agenda_has_minutes(met):
    met.writes("/mentor curriculum new")
    form = met.form("A curriculum")
    form.get_by_role("textbox").first.fill("From feedback to promotion")
    form.get_by_role("textbox").nth(1).fill(PLAN)
    shot(met, "x1_form")
    form.get_by_role("button", name="Save").click()
    met.no_form()
    met.reads("0 of 2 sessions", "Saying no")
    shot(met, "x2_plan")
    met.writes("/mentor agenda add Who presents in March?")
    met.reads("Who presents in March?")
    met.writes("/mentor agenda")
    met.reads("Giving feedback", "min")
    shot(met, "x3_agenda")
    assert met.too_wide() == []


def test_a_manuscript_is_asked_for_and_taken(at_table, house):
    at_table.writes("/mentor manuscript https://example.org/review Draft of our review by 12 December")
    expect(at_table.page.locator("#main .message", has_text="Asked in the channel")).to_be_visible()
    expect(at_table.page.locator("#main .message", has_text="would be glad of comments")).to_be_visible()
    shot(at_table, "x4_asked")
    at_table.becomes("Bob Lindqvist")
    at_table.goes_to(ROOM)
    at_table.page.locator("#main .message", has_text="would be glad of comments").get_by_role("button", name="I'll read").click()
    at_table.reads("I remind you two days before")
    shot(at_table, "x5_taken")
    assert at_table.too_wide() == []


def test_an_award_is_put_in_and_somebody_named(at_table, house):
    at_table.writes("/mentor award Teaching award of the school by 15 December")
    question = at_table.page.locator("#main .message", has_text="Whom of us shall we nominate?")
    expect(question).to_be_visible()
    expect(at_table.page.locator("#main .message", has_text="“Teaching award of the school” is in")).to_be_visible()
    shot(at_table, "x6_award")
    question.get_by_role("button", name="Name somebody").click()
    expect(at_table.form("Who fits?")).to_contain_text("Who writes the nomination?")
    shot(at_table, "x6_who")
    assert at_table.too_wide() == []


def test_goals_that_are_alike_and_what_a_goal_is_for(at_table, house):
    room = house.box.channel(ROOM)
    bob = house.box.person("bob")
    bob.types("/mentor goal add Write two articles about bedside teaching by 1 September", in_=room)
    house.box.until(lambda: "Share with the group" in bob.sees(room)[-1].buttons)
    bob.clicks("Share with the group")
    at_table.writes("/mentor goal add Publish a paper on bedside teaching by 30 June")
    at_table.reads("Written down")
    at_table.clicks("Share with the group")
    expect(at_table.last().get_by_role("button", name="Make private")).to_be_visible()
    at_table.goes_to("Mentor")
    at_table.page.get_by_role("tab", name="Messages").click()
    question = at_table.page.locator("#main .message", has_text="near to yours").last
    expect(question).to_be_visible()
    shot(at_table, "x7_alike")
    question.get_by_role("button", name="Join forces").click()
    at_table.reads("you would rather join forces")
    at_table.goes_to(ROOM)
    at_table.writes("/mentor goal show 1")
    at_table.clicks("Which of my values is goal #1 for?")
    expect(at_table.form("My values")).to_contain_text("Which three matter most")
    shot(at_table, "x8_values")
    assert at_table.too_wide() == []


def test_a_needs_check_of_eight(at_table, house):
    box, room = house.box, house.box.channel(ROOM)
    alice = box.person("alice")
    more = [box.person(n, real_name=f"{n.capitalize()} Okafor", tz="America/New_York") for n in (
        "dana", "erik", "fay", "gus", "hana", "ivo")]
    for person in more:
        alice.invites(person, to=room)
    everybody = [alice, box.person("bob"), *more]
    alice.types("/mentor setup", in_=room)
    box.until(lambda: "Change name, zone, members" in alice.sees(room)[-1].buttons)
    alice.clicks("Change name, zone, members")
    box.until(lambda: alice.modal and "users" in {b.get("block_id") for b in alice.modal.blocks})
    alice.fills(users=[p.id for p in everybody])
    alice.submits()
    at_table.writes("/mentor needs start")
    at_table.reads("8 members")
    for person in everybody[1:]:
        box.until(lambda person=person: any("Two minutes" in m.buttons for m in person.sees(box.app)))
        person.clicks("Two minutes", within=next(m for m in person.sees(box.app) if "Two minutes" in m.buttons))
        for _ in range(4):
            box.until(lambda person=person: person.modal)
            here = {b["block_id"] for b in person.modal.blocks if b.get("block_id")}
            person.fills({k: v for k, v in (("i-career2", "2"), ("s-career2", "0"), ("i-growth1", "1")) if k in here})
            person.submits()
    at_table.goes_to("Mentor")
    at_table.page.get_by_role("tab", name="Messages").click()
    at_table.page.get_by_role("button", name="Answer the needs check").last.click()
    for page in range(4):
        form = at_table.page.get_by_role("dialog")
        expect(form).to_contain_text(f"{page + 1} of 4")
        shot(at_table, f"x9_needs_{page}")
        assert at_table.too_wide() == []
        form.get_by_role("button", name="Next" if page < 3 else "Send").click()
    at_table.no_form()
    at_table.goes_to(ROOM)
    at_table.writes("/mentor needs close")
    result = at_table.page.locator("#main .message", has_text="What Peer mentors needs").last
    expect(result).to_contain_text("want it and do not feel sure yet")
    result.scroll_into_view_if_needed()
    shot(at_table, "x10_needs")
    assert at_table.too_wide() == []
