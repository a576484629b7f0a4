"""Topics: proposed in one line, voted for with few votes, put on meetings, talked about or carried; one suggestion where there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.topics import Field
from storage import people as people_rows
from storage import topics as rows


@pytest.fixture
def topic(bot, alice, group):
    """A topic of the group as it is stored, by its number."""
    def read(number: int):
        with bot.store.read() as tx:
            return rows.by_number(tx, people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0].id, number)
    return read


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(3):      # one post a second in a channel
        bot.ticks()
        box.clock.advance(timedelta(seconds=1))
    bot.ticks()


def post(person, group, words: str):
    """The message with which a topic was proposed."""
    return next(m for m in person.sees(group) if "proposes a topic" in m.text and words in m.text)


def test_one_line_proposes_in_the_channel_with_the_proposers_vote(bot, alice, bob, group, topic):
    said = bob.types("/mentor topic propose Negotiating protected time", in_=group)
    bot.ticks()
    assert "Proposed in the channel, with your vote" in said.text and "You have 2 votes left." in said.text
    seen = post(alice, group, "Negotiating protected time")
    assert "Bob Lindqvist proposes a topic" in seen.text and "1 vote" in seen.text
    alice.clicks("I'd like that", within=seen)
    assert topic(1).votes == 2


def test_the_post_shows_the_votes_as_they_are(bot, box, alice, bob, group):
    bob.types("/mentor topic propose Negotiating protected time", in_=group)
    bot.ticks()
    alice.clicks("I'd like that", within=post(alice, group, "Negotiating"))
    later(box, bot, seconds=3)
    assert "2 votes" in post(bob, group, "Negotiating").text
    alice.types("/mentor topic unvote 1", in_=group)
    later(box, bot, seconds=3)
    assert "1 vote" in post(bob, group, "Negotiating").text


def test_three_votes_are_all_and_a_second_for_the_same_changes_nothing(bot, alice, bob, group, topic):
    for title in ("Negotiating protected time", "Difficult feedback to trainees", "Award nominations", "Parental leave"):
        bob.types(f"/mentor topic propose {title}", in_=group)
    assert topic(4).votes == 0
    assert "You have 3 votes out" in bob.types("/mentor topic vote 4", in_=group).text
    for _ in range(2):
        alice.types("/mentor topic vote 4", in_=group)
    assert topic(4).votes == 1
    bob.types("/mentor topic unvote 1", in_=group)
    bob.types("/mentor topic vote 4", in_=group)
    assert topic(4).votes == 2 and topic(1).votes == 0


def test_the_list_is_by_votes_and_says_how_ties_are_broken(bot, alice, bob, group):
    for title in ("Negotiating protected time", "Award nominations"):
        bob.types(f"/mentor topic propose {title}", in_=group)
    alice.types("/mentor topic vote 2", in_=group)
    said = alice.types("/mentor topic list", in_=group).text
    assert said.index("Award nominations") < said.index("Negotiating") and "never chosen comes first" in said


def test_something_like_it_is_pointed_out_and_supported_instead_or_proposed_all_the_same(bot, alice, bob, group, topic):
    bob.types("/mentor topic propose Negotiating protected time", in_=group)
    said = alice.types("/mentor topic propose How to negotiate for protected time?", in_=group)
    assert "Something like this is there already" in said.text and topic(2) is None
    alice.clicks("Support #1")
    assert topic(1).votes == 2
    alice.types("/mentor topic propose Protected time negotiations with the dean", in_=group)
    alice.clicks("Propose mine all the same")
    assert topic(2).title == "Protected time negotiations with the dean"


def test_the_form_has_field_lead_expert_and_sensitive(bot, alice, bob, group, topic):
    alice.types("/mentor topic propose", in_=group)
    alice.fills(title="Feedback to a struggling trainee", why="It is that season.", field="complexities", lead=[bob.id],
                marks=["expert", "sensitive"])
    alice.submits()
    made = topic(1)
    assert (made.field, made.lead, made.expert, made.sensitive) == ("complexities", "Bob Lindqvist", True, True)
    alice.types("/mentor topic edit 1", in_=group)
    alice.fills(title="Feedback to a trainee who struggles")
    alice.submits()
    assert topic(1).title == "Feedback to a trainee who struggles" and topic(1).expert


def test_an_organiser_puts_it_on_a_meeting_and_the_agenda_has_it(bot, box, alice, bob, group, planned, topic):
    bob.types("/mentor topic propose Negotiating protected time", in_=group)
    assert "An organiser" in bob.types("/mentor topic schedule 1 for December", in_=group).text and topic(1).is_open
    assert "on meeting 1" in alice.types("/mentor topic schedule 1 for the December meeting", in_=group).text
    later(box, bot, days=7, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert "1. Negotiating protected time (Bob Lindqvist)" in begun.text


@pytest.mark.parametrize(("line", "state"), [("topic: Protected time", "done"), ("topic: The budget", "open")])
def test_what_was_talked_about_is_done_and_what_was_not_waits_again(bot, box, alice, bob, group, planned, topic, line, state):
    bob.types("/mentor topic propose Negotiating protected time", in_=group)
    alice.types("/mentor topic schedule 1 for the next meeting", in_=group)
    later(box, bot, days=7, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    alice.says(line, in_=group, thread=begun)
    alice.clicks("End", within=begun)
    later(box, bot, seconds=2)
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text))
    assert topic(1).state == state and topic(1).votes == 1


def test_a_sensitive_topic_makes_its_meeting_sensitive(bot, box, alice, bob, group, planned):
    alice.types("/mentor topic propose", in_=group)
    alice.fills(title="Feedback to a trainee", marks=["sensitive"])
    alice.submits()
    alice.types("/mentor topic schedule 1 for the next meeting", in_=group)
    later(box, bot, days=7, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    bob.says("note: she cried", in_=group, thread=begun)
    bob.says("decision: we ask the dean", in_=group, thread=begun)
    said = bob.clicks("Minutes so far", within=begun).text
    assert "we ask the dean" in said and "cried" not in said


def test_ten_days_before_a_meeting_without_a_topic_the_organiser_is_offered_what_most_want(bot, box, alice, bob, group, planned, letters,
                                                                                           topic):
    for title in ("Negotiating protected time", "Award nominations"):
        bob.types(f"/mentor topic propose {title}", in_=group)
    alice.types("/mentor topic vote 2", in_=group)
    later(box, bot, days=32, minutes=1)      # 25 December, eleven days before meeting 2
    before = len(letters(bob))
    assert not any("has no topic yet" in m.text for m in letters(alice))
    later(box, bot, days=1)
    offered = letters(alice)[-1]
    assert "has no topic yet. Most want:" in offered.text and offered.buttons[0] == "Take #2"
    assert len(letters(bob)) == before
    alice.clicks("Take #2", within=offered)
    assert topic(2).state == "scheduled" and topic(2).meeting_id == planned[2]


def test_others_cannot_change_or_see_it(bot, alice, bob, carol, erin, group, found, topic):
    found("writers", erin, carol)
    alice.types("/mentor topic propose Negotiating protected time", in_=group)
    assert "They or an organiser" in bob.types("/mentor topic withdraw 1", in_=group).text.replace("; they", ". They")
    for line in ("show 1", "vote 1", "edit 1", "withdraw 1", "schedule 1 next", "done 1"):
        assert "can't find topic #1" in carol.types(f"/mentor topic {line}").text, line
    assert topic(1).is_open and topic(1).votes == 1


def test_withdrawing_frees_the_votes_and_who_leaves_wants_nothing_more(bot, alice, bob, group, topic):
    for title in ("Negotiating protected time", "Award nominations", "Parental leave"):
        alice.types(f"/mentor topic propose {title}", in_=group)
    alice.types("/mentor topic withdraw 1", in_=group)
    assert "You have 1 vote left." in alice.types("/mentor topic show 2", in_=group).text
    bob.types("/mentor topic vote 2", in_=group)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id])
    alice.submits()
    assert topic(2).votes == 1


def test_a_title_finds_its_field_and_where_it_does_not_one_tap_says_it(bot, bob, group, topic):
    said = bob.types("/mentor topic propose Negotiating protected time", in_=group)
    assert "General career" in said.text
    bob.types("/mentor topic propose Our garden", in_=group)
    assert topic(2).field is None
    said = bob.chooses("Which field is it?", "Professional growth")
    assert "Professional growth" in said.text and topic(2).field is Field.GROWTH


def test_ideas_begin_with_the_field_talked_about_least_and_one_tap_proposes(bot, box, alice, bob, group, topic):
    alice.types("/mentor topic propose Negotiating salary and resources", in_=group)
    alice.types("/mentor topic done 1", in_=group)
    said = bob.types("/mentor topic ideas", in_=group)
    assert "1  General career" in said.text and said.text.rindex("*General career*") > said.text.rindex("*Professional growth*")
    assert "Negotiating salary and resources" not in said.text, "what was had is not offered"
    bob.clicks("Propose: A study we could do together")
    assert topic(2).field is Field.SCHOLARSHIP and topic(2).votes == 1
    assert "1  General career" in bob.types("/mentor topic list past", in_=group).text


def test_whoever_has_a_topic_waiting_hears_the_day_before_topics_have_to_be_in(bot, box, alice, bob, group, planned, letters):
    alice.types("/mentor expectations", in_=group)
    alice.clicks("Choose them")
    alice.fills(agenda="three", decides="votes")
    alice.submits()
    bob.types("/mentor topic propose Protected time", in_=group)
    for _ in range(9):
        box.clock.advance(timedelta(hours=18))
        bot.ticks()
    told = [m for m in letters(bob) if "are in until tomorrow" in m.text]
    assert len(told) == 1 and "Most votes come first. Yours:\n#1 Protected time" in told[0].text and "Show #1" in told[0].buttons
    assert not [m for m in letters(alice) if "are in until tomorrow" in m.text], "nothing of hers waits"


def test_where_nothing_was_agreed_nobody_is_reminded_of_topics(bot, box, bob, group, planned, letters):
    bob.types("/mentor topic propose Protected time", in_=group)
    for _ in range(9):
        box.clock.advance(timedelta(hours=18))
        bot.ticks()
    assert not [m for m in letters(bob) if "are in until tomorrow" in m.text]
