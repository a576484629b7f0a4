"""A curriculum: sessions lie on the meetings, follow every change, are covered by the minutes; seniors draft one and see nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

STARTS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)   # the first meeting

PLAN = "Giving feedback: practise two phrasings\nSaying no: two ways that keep the door open\nPromotion: what the committee reads"


@pytest.fixture
def followed(alice, group, planned):
    """The group follows a plan of three sessions, over its three meetings."""
    alice.types("/mentor curriculum new", in_=group)
    alice.fills(name="From feedback to promotion", plan=PLAN)
    return alice.submits()


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=2))
    bot.ticks()


def week_before(bot, box, person, group):
    later(box, bot, days=1, hours=23)
    return next(m for m in person.sees(group) if "See the agenda" in m.text)


def opening(bot, box, person, group):
    later(box, bot, seconds=(STARTS - box.clock.now()).total_seconds())
    return next(m for m in person.sees(group) if "Peer mentors: meeting 1" in m.text)


def dates(text: str) -> list[str]:
    return [line for line in text.splitlines() if "meeting " in line]


def test_a_plan_lies_on_the_meetings_with_its_dates_and_how_far_it_is(bob, group, followed):
    assert "From now on you follow this plan" in followed.text
    said = bob.types("/mentor curriculum", in_=group).text
    assert "From feedback to promotion" in said and "0 of 3 sessions" in said
    assert said.index("Giving feedback") < said.index("meeting 1, Tuesday 1 December") < said.index("Saying no") < said.index("meeting 2,")
    assert "Swap two…" not in bob.types("/mentor curriculum", in_=group).buttons, "members look, organisers change"


def test_it_stands_in_the_calls_the_agenda_the_meeting_and_the_calendar_card(bot, box, alice, bob, group, followed):
    assert "Giving feedback" in bob.types("/mentor meeting next", in_=group).text
    call = week_before(bot, box, bob, group)
    assert "1. Giving feedback · 55 min" in call.text and "practise two phrasings" in call.text
    assert "What else shall we talk about?" in call.text
    assert "Giving feedback" in alice.types("/mentor agenda", in_=group).text
    assert "Saying no" in alice.types("/mentor agenda for meeting 2", in_=group).text
    assert "1. Giving feedback · " in opening(bot, box, bob, group).text


def test_two_change_places_with_a_reason_and_everything_follows(bot, box, alice, bob, group, followed):
    call = week_before(bot, box, bob, group)
    said = alice.types("/mentor curriculum swap 1 3 Bob is away", in_=group).text
    assert said.index("Promotion") < said.index("Saying no") < said.index("Giving feedback") and said.count("Bob is away") == 2
    later(box, bot, seconds=3)
    call = next(m for m in bob.sees(group) if m.ts == call.ts)
    assert "1. Promotion" in call.text and "Giving feedback" not in call.text
    assert "1 and 3 changed places: Bob is away" in alice.types("/mentor charter history", in_=group).text


def test_one_more_is_put_in_by_two_taps_and_a_reason(alice, group, followed):
    alice.clicks("Add one…")
    alice.fills(plan="Leave: what to ask for", why="Dana is expecting")
    said = alice.submits().text
    assert said.index("Leave") < said.index("Giving feedback") and "Dana is expecting" in said
    assert "No session 9 is ahead" in alice.types("/mentor curriculum drop 9", in_=group).text
    assert "Leave" not in alice.types("/mentor curriculum drop 1", in_=group).text


def test_a_meeting_that_is_called_off_takes_the_sessions_along(alice, bob, group, followed):
    alice.types("/mentor meeting cancel 1 nobody is here", in_=group)
    said = bob.types("/mentor curriculum", in_=group).text
    assert said.index("Giving feedback") < said.index("meeting 2,") < said.index("Saying no") < said.index("meeting 3,")
    assert "no date yet" in said.split("Promotion")[1]


def test_the_minutes_say_what_was_covered_and_what_waits(bot, box, alice, bob, group, followed):
    begun = opening(bot, box, alice, group)
    alice.says("topic: Giving feedback", in_=group, thread=begun)
    approve(bot, box, alice, group, begun)
    said = bob.types("/mentor curriculum", in_=group).text
    assert "1 of 3 sessions" in said and "✓ covered · meeting 1" in said and said.index("Saying no") < said.index("meeting 2,")


def test_what_was_not_reached_waits_for_the_next_meeting(bot, box, alice, bob, group, followed):
    begun = opening(bot, box, alice, group)
    alice.says("topic: Something else altogether", in_=group, thread=begun)
    assert "meeting 1" in bob.types("/mentor curriculum", in_=group).text.split("Saying no")[0], "as long as the minutes are open"
    approve(bot, box, alice, group, begun)
    said = bob.types("/mentor curriculum", in_=group).text
    assert "0 of 3 sessions" in said and said.index("Giving feedback") < said.index("meeting 2,") < said.index("Saying no")


def approve(bot, box, person, group, begun):
    person.clicks("End", within=begun)
    later(box, bot, seconds=3)
    person.clicks("Looks right", within=next(m for m in reversed(person.sees(group, thread=begun)) if "Draft minutes" in m.text))


def test_an_organiser_says_that_a_session_is_covered(alice, group, followed):
    said = alice.clicks("Session 1 is covered").text
    assert "1 of 3 sessions" in said and said.index("Saying no") < said.index("meeting 1,")
    assert "Which session?" in alice.types("/mentor curriculum covered", in_=group).text


def test_a_member_is_asked_to_lead_and_may_say_that_they_cannot(bot, box, alice, bob, group, followed, letters):
    assert "Bob Lindqvist leads" in alice.types(f"/mentor curriculum lead 2 <@{bob.id}>", in_=group).text
    later(box, bot, seconds=3)
    asked = next(m for m in letters(bob) if "asks you to lead" in m.text)
    assert "Saying no" in asked.text and "Tuesday 5 January 2027" in asked.text
    assert "look for somebody else" in bob.clicks("I can't", within=asked).text
    later(box, bot, seconds=3)
    assert any("Bob Lindqvist can't lead “Saying no”" in m.text for m in letters(alice))
    assert "Bob Lindqvist leads" not in alice.types("/mentor curriculum", in_=group).text


def test_a_session_and_a_topic_go_together_where_there_is_an_hour(bot, box, alice, group, followed):
    alice.types("/mentor topic propose Award nominations", in_=group)
    alice.types("/mentor topic schedule 1 for meeting 1", in_=group)
    said = alice.types("/mentor agenda", in_=group).text
    assert "1. Giving feedback · 30 min" in said and "2. Award nominations  (Alice Moreau) · 25 min" in said


@pytest.mark.parametrize(("length", "asked"), [("45 min", False), ("60 min", True)])
def test_a_short_meeting_with_a_session_asks_for_no_topic(bot, box, alice, bob, group, followed, letters, length, asked):
    bob.types("/mentor topic propose Award nominations", in_=group)
    assert "✓" in alice.types(f"/mentor meeting length 2 {length}", in_=group).text
    later(box, bot, days=33, minutes=1)     # eleven days before meeting 2
    assert any("has no topic yet" in m.text for m in letters(alice)) is asked


def test_a_senior_who_is_in_no_group_drafts_a_plan_that_the_group_accepts(bot, box, alice, bob, erin, group, planned, letters):
    assert "Asked. I wrote to them" in alice.types(f"/mentor curriculum ask <@{erin.id}>", in_=group).text
    later(box, bot, seconds=3)
    erin.clicks("Write a draft", within=next(m for m in letters(erin) if "draft a curriculum" in m.text))
    erin.fills(name="Six months of feedback", plan=PLAN)
    assert "Sent to Peer mentors" in erin.submits().text
    later(box, bot, seconds=3)
    post = next(m for m in bob.sees(group) if "proposes: Six months" in m.text)
    assert "Erin Walsh proposes: Six months of feedback" in post.text
    assert "An organiser" in bob.clicks("Follow this plan", within=post).text
    assert "From now on you follow this plan" in alice.clicks("Follow this plan", within=post).text
    later(box, bot, seconds=3)
    assert "You follow this plan now" in next(m for m in bob.sees(group) if m.ts == post.ts).text
    assert any("follows the plan that you drafted" in m.text for m in letters(erin))
    assert "Saying no" not in erin.types("/mentor curriculum", in_=None).text, "they see nothing of the group"


def test_whoever_was_not_asked_drafts_nothing(bot, box, alice, bob, erin, guest, group, planned, letters, forge):
    alice.types(f"/mentor curriculum ask <@{erin.id}>", in_=group)
    later(box, bot, seconds=3)
    erin.clicks("Write a draft", within=next(m for m in letters(erin) if "draft a curriculum" in m.text))
    erin.fills(plan=PLAN)
    erin.submits()

    def as_guest(payload):
        payload["user"]["id"] = guest.id
    forge("view_submission", as_guest)
    later(box, bot, seconds=3)
    assert [m.text for m in bob.sees(group) if "Gina" in m.text and "proposes" in m.text] == []


def test_members_and_strangers_change_nothing(alice, bob, erin, group, followed, found):
    for line in ("swap 1 2", "drop 1", "covered 1", "end", "add Something: new"):
        assert "An organiser changes the plan" in bob.types(f"/mentor curriculum {line}", in_=group).text
    found("writers", erin)
    assert "Giving feedback" not in erin.types("/mentor curriculum", in_=None).text
    assert "0 of 3 sessions" in alice.types("/mentor curriculum", in_=group).text
