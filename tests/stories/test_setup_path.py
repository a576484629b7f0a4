"""``/mentor setup`` in a group's home: a checklist whose steps open their forms, can be skipped, and come back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.views.setup_path import STEPS as STEPS_OPEN
from handlers import table
from mentoring.setup_path import Step
from storage import people as people_rows
from storage.charter import of as charter_of
from storage.schema import charter_changes, charters

STEPS = ["Who is a peer here?", "How many should you be?", "How do people join, until when?", "Why do you exist?", "When do you meet?",
         "What do you expect of each other?", "Who does what?", "Who else should be in it?"]


def checklist(alice, group):
    return alice.types("/mentor setup", in_=group)


def agenda(person, channel):
    return person.types("/mentor agenda", in_=channel).text


def test_the_form_leads_to_the_checklist(bot, alice, room):
    alice.types("/mentor setup", in_=room)
    said = alice.submits()
    for words in ("Peer mentors is set up. I have said hello in #peer-mentors.", "Peer mentors: 0 of 8 decided", *STEPS):
        assert words in said.text.replace("*", "")
    assert len(Step) <= 12
    assert said.buttons.count("Decide") == 8
    assert "Next: who is a peer" in said.buttons and "Change name, zone, members" in said.buttons


def test_each_step_comes_back_to_the_checklist_and_the_charter_grows(bot, alice, bob, group):
    checklist(alice, group)
    alice.clicks("Decide: who is a peer")
    alice.chooses("charter.example", "3")
    assert "1 of 8 decided" in alice.submits().text
    alice.clicks("Decide: how many")
    assert "2 of 8 decided" in alice.submits().text
    alice.clicks("Decide: how people join")
    assert "3 of 8 decided" in alice.submits().text
    alice.clicks("Decide: the mission")
    alice.fills(exist="write better grants", gain="a reader for every draft")
    assert "4 of 8 decided" in alice.submits().text
    alice.clicks("Decide: what we expect of each other")
    said = alice.submits()
    assert "5 of 8 decided" in said.text and "Next: six months of dates" in said.buttons
    bot.ticks()
    post, = [m for m in bob.sees(group) if not m.ephemeral and "Charter of Peer mentors" in m.text]
    for words in ("We exist to write better grants.", "Investigators with an MD, a PhD or both", "4 to 12 members, ideally 7",
                  "Everybody speaks before anybody"):
        assert words in post.text


def test_the_step_of_dates_opens_the_plan_and_leads_back(bot, alice, group):
    checklist(alice, group)
    alice.clicks("Decide: six months of dates")
    assert alice.modal.title == "Plan meetings"
    alice.fills(words="first Tuesday of each month at 7:30am for 60 minutes")
    preview = alice.submits()
    while "Use every suggestion" in preview.buttons:
        preview = preview.clicks("Use every suggestion")
    fixed = preview.clicks("Looks right, fix these dates")
    assert "Go on with the setup" in fixed.buttons
    assert "1 of 8 decided" in fixed.clicks("Go on with the setup").text


def test_a_plan_of_a_group_whose_setup_is_whole_speaks_of_none(bot, alice, group):
    said = checklist(alice, group)
    while "Skip it for now" in said.buttons:
        said = said.clicks("Skip it for now")
    preview = alice.types("/mentor meeting plan first Tuesday of each month at 7:30am for 60 minutes", in_=group)
    while "Use every suggestion" in preview.buttons:
        preview = preview.clicks("Use every suggestion")
    fixed = preview.clicks("Looks right, fix these dates")
    assert "See the list" in fixed.buttons and "Go on with the setup" not in fixed.buttons


def test_a_step_can_be_skipped_and_taken_up_again(bot, alice, group):
    checklist(alice, group)
    said = alice.clicks("Skip for now: who is a peer")
    assert "skipped" in said.text and "Next: how many" in said.buttons
    said.clicks("Take up: who is a peer")
    assert alice.modal.title == "Who is a peer here?"
    alice.fills(peers="Hospitalists")
    assert "1 of 8 decided" in alice.submits().text


def test_it_goes_on_on_another_day(bot, box, alice, group):
    checklist(alice, group)
    alice.clicks("Decide: how many")
    alice.submits()
    box.clock.travel_to(bot.deps.clock.now() + timedelta(days=40))
    bot.ticks()
    said = checklist(alice, group)
    assert "1 of 8 decided" in said.text and "✓  How many should you be?" in said.text.replace("*", "")


def test_somebody_else_is_not_shown_the_checklist(bot, bob, group):
    assert "Its organiser can change it." in bob.types("/mentor setup", in_=group).text


def test_what_is_left_open_comes_to_the_next_agenda_follows_and_goes(bot, box, alice, group, planned):
    checklist(alice, group)
    bot.ticks()
    assert "Still open" not in agenda(alice, group), "not on the day it was begun"
    box.clock.travel_to(datetime.fromisoformat("2026-11-27T15:00:00+00:00"))
    bot.ticks()
    text = agenda(alice, group)
    assert text.count("Still open in our charter") == 1
    assert "who is a peer, how many, how people join, the mission, what we expect of each other" in text and "dates" not in text
    checklist(alice, group).clicks("Decide: how many")
    alice.submits()
    checklist(alice, group).clicks("Skip for now: who is a peer")
    bot.ticks()
    text = agenda(alice, group)
    assert text.count("Still open in our charter") == 1 and "how many" not in text and "who is a peer" not in text
    said = checklist(alice, group)
    while "Skip it for now" in said.buttons:
        said = said.clicks("Skip it for now")
    bot.ticks()
    assert "Still open" not in agenda(alice, group)


def test_a_group_of_before_is_taken_over_without_loss(bot, box, alice, bob, group, planned):
    with bot.store.write() as tx:
        tx.execute(charters.delete())
        tx.execute(charter_changes.delete())
    box.clock.travel_to(datetime.fromisoformat("2026-11-27T15:00:00+00:00"))
    bot.ticks()
    assert "Still open" not in agenda(alice, group), "nobody is nagged about a setup they did not begin"
    assert "4 to 12 members" in bob.types("/mentor charter", in_=group).text
    said = checklist(alice, group)
    assert "1 of 8 decided" in said.text and "Your dates are fixed." in said.text
    with bot.store.read() as tx:
        here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
        assert charter_of(tx, here.id).begun is not None
    said.clicks("Change name, zone, members")
    assert alice.modal.values["users"]["value"]["selected_users"] == [alice.id, bob.id]


def test_the_same_form_twice_is_one_decision(bot, box, alice, group):
    checklist(alice, group).clicks("Decide: how many")
    box.trouble(duplicate_next=1)
    alice.submits()
    assert alice.types("/mentor charter history", in_=group).text.count("The size · ") == 1


@pytest.mark.parametrize("step", ["", "everything", "peers|x", "<!here>"])
def test_a_step_that_is_none_is_refused(bot, box, alice, group, step):
    checklist(alice, group)
    for block in box.workspace.whispers(group.id, alice.id)[-1]["blocks"]:
        if block["type"] == "actions":
            block["elements"][1]["value"] = block["elements"][1]["value"].split("|")[0] + f"|{step}"
    assert "That step is not one of the setup's." in alice.clicks("Skip for now: who is a peer").text


def test_the_day_of_today_is_in_the_form_of_the_chairs_words(bot, alice, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: What the chair says")
    assert alice.modal.values["day"]["value"]["selected_date"] == date(2026, 11, 23).isoformat()


def test_the_steps_of_roles_and_inviting_open_what_is_theirs(bot, alice, group):
    checklist(alice, group).clicks("Decide: roles")
    assert "an older version of me" not in alice.sees(group)[-1].text
    said = checklist(alice, group)
    assert "1 of 8 decided" in said.text, "roles rotate by themselves: to have looked at them is enough"
    said.clicks("Decide: who else to invite")
    assert alice.modal is not None and "nvite" in alice.modal.title


def test_every_step_opens_something_that_is_served():
    assert [s for s in Step if table.action(str(STEPS_OPEN[s])) is None] == []
