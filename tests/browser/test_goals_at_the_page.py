"""Goals, as somebody lives them who has only the page: typed, filled in, clicked, celebrated, found again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

REVIEW = "/mentor goal add Submit the systematic review by 30 June"


def test_a_typed_goal_becomes_a_card_whose_buttons_lead_to_a_celebration(at_table):
    at_table.writes(REVIEW)
    at_table.reads("Only visible to you", "✓ Written down as goal #1.", "Submit the systematic review", "by Wednesday 30 June 2027")

    at_table.clicks("Make it SMART")
    form = at_table.form("Make it SMART")
    form.get_by_label("What is the first step?").fill("Block two hours on Thursday")
    form.get_by_role("button", name="Save goal").click()
    at_table.no_form()
    at_table.reads("✓ Goal #1 is saved.")

    at_table.clicks("Update progress")
    form = at_table.form("Progress")
    form.get_by_label("What moved?").fill("Drafted the methods section")
    form.get_by_label("How far is it?").select_option("60%")
    form.get_by_role("button", name="Save progress").click()
    at_table.no_form()
    at_table.reads("✓ Noted for goal #1.", "██████░░░░ 60%")

    at_table.clicks("Done")
    at_table.reads("Well done.", "That one is finished.")
    at_table.clicks("Tell the group")
    expect(at_table.page.get_by_text("Peer mentors has been told.")).to_be_visible()
    at_table.becomes("Bob Lindqvist")
    at_table.reads("🎉 @Alice Moreau reached a goal: Submit the systematic review")


def test_the_form_keeps_what_was_typed_until_every_field_is_right(at_table):
    at_table.writes("/mentor goal add")
    form = at_table.form("A new goal")
    expect(form.get_by_label("What do you want to achieve?")).to_be_focused()
    form.get_by_label("Why does it matter to you?").fill("It is half of the promotion file ✓")
    form.get_by_role("button", name="Save goal").click()
    expect(form.get_by_text("Please complete this required field.")).to_be_visible()

    form.get_by_label("What do you want to achieve?").fill("Submit the\nsystematic review")
    form.get_by_label("By when?").fill("2026-01-31")
    form.get_by_role("button", name="Save goal").click()
    expect(form.get_by_label("By when?")).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_label("Why does it matter to you?")).to_have_value("It is half of the promotion file ✓")

    form.get_by_label("By when?").fill("2027-06-30")
    form.get_by_label("Mine, shared with the group").check()
    form.get_by_role("button", name="Save goal").click()
    at_table.no_form()
    at_table.reads("✓ Written down as goal #1.", "by Wednesday 30 June 2027", "shared with Peer mentors")


def test_home_shows_the_goals_and_its_buttons_change_them(at_table):
    at_table.writes(REVIEW)
    at_table.reads("✓ Written down as goal #1.")
    home = at_table.goes_home()
    expect(home).to_contain_text("1 open")
    expect(home).to_contain_text("next review 21 Dec")

    home.get_by_role("button", name="Details of goal #1").click()
    window = at_table.form("Mentor")
    expect(window).to_contain_text("written down")
    window.get_by_role("button", name="Close", exact=True).click()

    home.get_by_role("button", name="Add a goal").click()
    form = at_table.form("A new goal")
    form.get_by_label("What do you want to achieve?").fill("Learn to say no")
    form.get_by_label("Long-term: beyond that").check()
    form.get_by_role("button", name="Save goal").click()
    expect(home).to_contain_text("2 open")
    expect(home).to_contain_text("#2 Learn to say no")
    at_table.no_form()

    home.get_by_role("button", name="Done: goal #1").click()
    form = at_table.form("How did it end?")
    form.get_by_label("One line about it").fill("Sent on Friday")
    form.get_by_role("button", name="Close goal").click()
    expect(home).to_contain_text("1 open, 1 closed")


def test_a_day_that_is_not_clear_is_asked_back_and_answered_with_a_button(at_table):
    at_table.writes("/mentor goal add Draft the survey by next Friday")
    question = at_table.reads("Draft the survey")
    question.get_by_role("button", name=re.compile("27")).click()
    at_table.reads("✓ Written down as goal #1.", "by Friday 27 November 2026 (in 4 days)")


def test_a_goal_of_the_group_is_proposed_by_one_and_adopted_by_another(at_table):
    at_table.becomes("Bob Lindqvist")
    at_table.writes("/mentor goal propose Two workshops given together by 30 September")
    proposal = at_table.proposal()
    expect(proposal).to_contain_text("#g1 Two workshops given together")
    proposal.get_by_role("button", name="Adopt").click()
    at_table.reads(re.compile("organiser", re.I))

    at_table.becomes("Alice Moreau")
    proposal.get_by_role("button", name="Adopt").click()
    expect(at_table.page.get_by_text("✓ Adopted by @Alice Moreau.")).to_be_visible()
    expect(proposal.get_by_role("button", name="Adopt")).to_have_count(0)
    home = at_table.goes_home()
    expect(home).to_contain_text("#g1 Two workshops given together")


def test_words_nobody_understood_are_kept_behind_a_button(at_table):
    at_table.writes("/mentor gaol ad Rest more")
    at_table.reads("I don't know “gaol ad Rest more”.", "Did you mean")
    at_table.clicks("/mentor goal add Rest more")
    at_table.reads("✓ Written down as goal #1.", "Rest more")


def test_what_is_typed_to_look_alive_is_shown_as_it_was_typed(at_table):
    hostile = "<img src=x onerror=alert(1)> *bold* <!channel> <https://evil.example|here> `code` &amp; مرحبا"
    at_table.writes(f"/mentor goal add {hostile}")
    card = at_table.reads(hostile)
    expect(card.locator("img, a, code, .mention-loud")).to_have_count(0)
    home = at_table.goes_home()
    expect(home).to_contain_text(hostile)
    expect(home.locator("img, a[href*=evil]")).to_have_count(0)
