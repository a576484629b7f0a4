"""The goal form: what it holds, what it refuses, and two of them at once."""

from __future__ import annotations

import copy

import pytest

from sandbox.results import SlackComplains


def test_the_form_asks_everything_and_promises_privacy(bot, alice, group):
    alice.types("/mentor goal add", in_=group)
    text = alice.modal.text
    for asked in ("What do you want to achieve?", "By when?", "How will you tell that it is done?", "What is the first step?",
                  "Why does it matter to you?", "Horizon", "Whose goal is it?"):
        assert asked in text
    assert alice.modal.values["whose"]["value"]["selected_option"]["value"] == "own private", "private is the default"


def test_every_field_of_the_form_is_kept(bot, alice, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Run the audit", due="2027-01-29", measure="40 charts", first_step="Ask for access", why="Safer discharges",
                whose="own shared")
    answer = alice.submits()
    assert "✓ Written down as goal #1." in answer.text
    goal = goals_of(alice)[1]
    assert (goal.what, goal.due.isoformat(), goal.measure, goal.first_step, goal.why, goal.visibility) == \
        ("Run the audit", "2027-01-29", "40 charts", "Ask for access", "Safer discharges", "shared")


def test_somebody_in_no_group_gets_the_same_form_without_the_question_whose(bot, carol, goals_of):
    carol.types("/mentor goal add")
    assert "Whose goal is it?" not in carol.modal.text and "Only you will see it." in carol.modal.text
    carol.fills(what="Learn to write grants")
    carol.submits()
    assert goals_of(carol)[1].visibility == "private"


def test_a_day_beyond_twelve_months_makes_it_long_term_and_says_so(bot, alice, group):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Become division chief", due="2028-06-30")
    answer = alice.submits()
    assert "more than twelve months away, so I call it long-term" in answer.text and "· long-term ·" in answer.text


@pytest.mark.parametrize(("day", "said"), [("2026-11-22", "That day has passed"), ("2099-01-01", "more than fifteen years away")])
def test_a_day_that_cannot_be_is_refused_at_its_field_and_the_rest_stays(bot, alice, group, goals_of, day, said):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Run the audit", due=day)
    assert said in alice.submits().errors["due"]
    assert "Run the audit" in alice.modal.text and goals_of(alice) == {}


def test_an_edit_keeps_a_day_that_has_passed_meanwhile(bot, box, alice, group, goals_of):
    alice.types("/mentor goal add Draft the survey by 27 November", in_=group)
    box.travel(seconds=7 * 86400)
    assert "was due Friday 27 November 2026" in alice.types("/mentor goal show 1", in_=group).text
    alice.clicks("Edit")
    alice.fills(what="Draft and test the survey")
    alice.submits()
    assert (goals_of(alice)[1].what, goals_of(alice)[1].due.isoformat()) == ("Draft and test the survey", "2026-11-27")


def test_a_form_submitted_twice_makes_one_goal(bot, box, alice, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what="Only once")
    box.trouble(duplicate_next=1)
    alice.submits()
    assert list(goals_of(alice)) == [1]


def test_an_edit_submitted_twice_is_one_edit(bot, box, alice, group, goals_of):
    alice.types("/mentor goal add Once", in_=group)
    alice.clicks("Edit")
    alice.fills(what="Twice")
    box.trouble(duplicate_next=1)
    alice.submits()
    assert (goals_of(alice)[1].what, goals_of(alice)[1].version) == ("Twice", 2)


def test_whoever_takes_an_hour_over_the_form_is_answered_all_the_same(bot, box, alice, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    box.travel(seconds=3600)   # Slack forgets the response_url after half an hour
    alice.fills(what="Thought about for an hour")
    with pytest.raises(SlackComplains, match="expired_url"):
        alice.submits()
    assert "✓ Written down as goal #1." in alice.sees(group)[-1].text and 1 in goals_of(alice)


# ---- two at once ------------------------------------------------------------------------------------------------

@pytest.fixture
def two_forms(bot, box, alice, group, forge):
    """Alice opened the same goal on her phone and on her desk; the first one saves ``first``, then the second ``second``."""
    def both(first: dict, second: dict):
        alice.types("/mentor goal add Draft the survey", in_=group)
        alice.clicks("Edit")
        desk = copy.deepcopy(alice.modal.view)
        alice.fills(**first)
        alice.submits()
        alice.clicks("Edit")
        alice.fills(**({"what": "Draft the survey", "measure": "", "why": ""} | second))

        # What the second form was opened with: the goal before the first one saved, under a nonce of its own.
        metadata = desk["private_metadata"].replace('"nonce": "', '"nonce": "second-')
        box.workspace.views[alice.modal.view["id"]]["content"]["private_metadata"] = metadata
        return alice.submits()
    return both


def test_the_second_form_keeps_what_the_first_one_changed_elsewhere(two_forms, alice, goals_of):
    answer = two_forms({"measure": "20 answers"}, {"why": "The ward asked for it"})
    assert "✓ Goal #1 is saved." in answer.text
    assert (goals_of(alice)[1].measure, goals_of(alice)[1].why) == ("20 answers", "The ward asked for it")


def test_where_both_changed_the_same_the_second_sees_the_firsts_words_and_keeps_its_own(two_forms, alice, goals_of):
    two_forms({"what": "Draft the whole survey"}, {"what": "Draft the short survey"})
    assert "The goal now reads: Draft the whole survey" in alice.modal.text
    assert alice.modal.values["what"]["value"]["value"] == "Draft the short survey"
    assert goals_of(alice)[1].what == "Draft the whole survey", "nothing is overwritten unseen"
    alice.submits()
    assert goals_of(alice)[1].what == "Draft the short survey"


def test_the_second_form_may_be_closed_and_the_first_ones_words_stay(two_forms, alice, goals_of):
    two_forms({"what": "Draft the whole survey"}, {"what": "Draft the short survey"})
    alice.closes()
    assert goals_of(alice)[1].what == "Draft the whole survey"


def test_both_wrote_the_same_is_no_conflict(two_forms, alice, goals_of):
    two_forms({"what": "Draft it"}, {"what": "Draft it"})
    assert alice.modal is None and goals_of(alice)[1].what == "Draft it"


def test_progress_noted_while_the_form_is_open_does_not_trouble_the_form(bot, alice, group, goals_of):
    alice.types("/mentor goal add Draft the survey", in_=group)
    alice.clicks("Edit")
    alice.types("/mentor goal update 1 half way 50%", in_=group)
    alice.fills(what="Draft the survey well")
    assert "is saved" in alice.submits().text
    assert (goals_of(alice)[1].what, goals_of(alice)[1].percent) == ("Draft the survey well", 50)


def test_the_proposer_and_the_organiser_edit_a_proposal_and_lose_nothing(bot, alice, bob, group):
    bob.types("/mentor goal propose Publish together", in_=group)
    bob.clicks("Edit")
    alice.types("/mentor goal edit g1", in_=group)
    alice.fills(measure="One paper accepted")
    alice.submits()
    bob.fills(why="To be seen as a group")
    bob.submits()
    text = alice.types("/mentor goal show g1", in_=group).text
    assert "Measured by: One paper accepted" in text and "Why it matters: To be seen as a group" in text


def test_a_form_about_a_goal_that_is_gone_says_so(bot, alice, group, goals_of):
    card = alice.types("/mentor goal add Draft", in_=group).messages[0]
    alice.clicks("Edit", within=card)
    form = alice.modal.view["id"]
    bot.hears(*_undo(alice, card, goals_of(alice)[1].id))
    assert "I can't find that goal" in alice.submits().errors["what"]
    assert alice.modal.view["id"] == form


def _undo(alice, card, goal_id: int) -> tuple:
    payload = {"type": "block_actions", "user": {"id": alice.id}, "team": {"id": "T"}, "trigger_id": "t.undo",
               "container": {"type": "message", "message_ts": card.ts, "channel_id": card.channel, "is_ephemeral": True},
               "actions": [{"action_id": "goals.undo", "type": "button", "value": str(goal_id), "block_id": "b", "action_ts": "1"}]}
    return payload, "interactive", {}
