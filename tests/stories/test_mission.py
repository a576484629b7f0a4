"""``/mentor mission``: why a group exists, worded together, adopted by vote, and looked at once a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mentoring.meetings import Meeting, MeetingState
from storage import meetings as rows
from storage import people as people_rows
from storage import points


@pytest.fixture
def dora(box):
    """Dora is the third member."""
    return box.person("dora", real_name="Dora Ruiz", tz="America/New_York")


@pytest.fixture
def trio(bot, box, alice, bob, dora):
    """A group of three."""
    room = box.channel("trio", [alice, bob, dora], bot=True, private=True)
    alice.types("/mentor setup", in_=room)
    alice.submits()
    bot.ticks()
    return room


@pytest.fixture
def mission(bot, alice, trio):
    """Alice has written the first wording."""
    wording(alice, trio, "help each other teach", "honest feedback")
    bot.ticks()


def wording(person, channel, exist, gain, **more):
    person.types("/mentor mission propose", in_=channel)
    person.fills(exist=exist, gain=gain, **more)
    return person.submits()


def proposal(person, channel):
    return [m for m in person.sees(channel) if not m.ephemeral and "proposes a mission" in m.text][-1]


def group_of(bot, person):
    with bot.store.read() as tx:
        return people_rows.actor(tx, bot.deps.workspace.team, person.id).groups[0]


def test_the_organisers_first_wording_holds_at_once(bot, alice, bob, trio):
    said = wording(alice, trio, "We exist to help each other teach", "Members gain honest feedback")
    assert "✓ That is your mission now." in said.text
    text = bob.types("/mentor mission", in_=trio).text
    assert "We exist to… help each other teach\nMembers gain… honest feedback" in text
    assert "Version 1, 23 November 2026, Alice Moreau: the first wording, by an organiser." in text
    bot.ticks()
    assert any("Charter of Trio" in m.text and "We exist to help each other teach.\nMembers gain honest feedback." in m.text
               for m in bob.sees(trio) if not m.ephemeral)


def test_a_members_first_wording_is_voted_on(bot, alice, bob, trio):
    said = wording(bob, trio, "write", "papers")
    assert "✓ Proposed in the channel, with your yes." in said.text
    bot.ticks()
    assert "There is no mission yet" in alice.types("/mentor mission", in_=trio).text


@pytest.mark.parametrize(("exist", "gain", "field"), [("", "x", "exist"), ("  ", "x", "exist"), ("x", "", "gain"),
                                                      ("We exist to", "x", "exist"), ("x", "Members gain…", "gain")])
def test_both_halves_are_needed(bot, alice, trio, exist, gain, field):
    assert wording(alice, trio, exist, gain).errors[field]


def test_words_typed_after_the_command_stand_in_the_form(bot, bob, trio):
    bob.types("/mentor mission propose Help each other through the promotion year", in_=trio)
    assert bob.modal.values["exist"]["value"]["value"] == "Help each other through the promotion year"


def test_a_wording_is_adopted_by_more_than_half_and_the_rule_is_shown(bot, alice, bob, dora, trio, mission):
    wording(bob, trio, "write together", "a reader for every draft", why="We write more than we teach.")
    bot.ticks()
    post = proposal(dora, trio)
    for words in ("Bob Lindqvist proposes a mission:", "We write more than we teach.", "1 yes, 0 no, 3 members; 2 yes adopt it.",
                  "More than half of the members say yes: it is adopted at once."):
        assert words in post.text
    assert "✓ Adopted: this is our mission now." in dora.clicks("Yes, adopt it", within=post).text
    bot.ticks()
    assert "✓ Adopted" in proposal(alice, trio).text and proposal(alice, trio).buttons == []
    text = alice.types("/mentor mission", in_=trio).text
    assert "write together" in text and "Version 2" in text and "adopted by vote: 2 of 3 said yes" in text
    history = bob.types("/mentor charter history", in_=trio).text
    assert "We exist to write together. Members gain a reader for every draft. Before: We exist to help each other teach." in history
    assert "adopted by vote: 2 of 3 said yes" in history


def test_a_wording_that_cannot_win_any_more_is_declined(bot, alice, bob, dora, trio, mission):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    alice.clicks("No", within=proposal(alice, trio))
    assert "Declined: the mission stays as it was." in dora.clicks("No", within=proposal(dora, trio)).text
    bot.ticks()
    assert "1 yes, 2 no" in proposal(bob, trio).text
    assert "help each other teach" in bob.types("/mentor mission", in_=trio).text


def test_a_vote_can_be_changed_and_counts_once(bot, alice, bob, dora, trio, mission):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    post = proposal(alice, trio)
    for label in ("No", "No"):
        alice.clicks(label, within=post)
    bot.ticks()
    assert "1 yes, 1 no" in proposal(alice, trio).text
    assert "✓ Adopted" in alice.clicks("Yes, adopt it", within=post).text


def test_who_has_left_counts_no_more(bot, alice, bob, dora, trio, mission):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    with bot.store.write() as tx:
        group = people_rows.actor(tx, bot.deps.workspace.team, bob.id).groups[0]
        people_rows.leave(tx, group.id, [people_rows.by_user(tx, bot.deps.workspace.team, bob.id).id], bot.deps.clock.now())
    alice.clicks("No", within=proposal(alice, trio))
    bot.ticks()
    assert "0 yes, 1 no, 2 members" in proposal(alice, trio).text


def test_when_somebody_goes_the_votes_that_are_there_may_be_enough(bot, box, alice, bob, dora, erin):
    quartet = box.channel("quartet", [alice, bob, dora, erin], bot=True, private=True)
    alice.types("/mentor setup", in_=quartet)
    alice.submits()
    bot.ticks()
    wording(bob, quartet, "write together", "papers")
    bot.ticks()
    dora.clicks("Yes, adopt it", within=proposal(dora, quartet))
    bot.ticks()
    assert "2 yes, 0 no, 4 members; 3 yes adopt it." in proposal(alice, quartet).text
    alice.types("/mentor setup", in_=quartet)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id, bob.id, dora.id])
    alice.submits()
    bot.ticks()
    bot.ticks()
    assert "✓ Adopted" in proposal(alice, quartet).text
    assert any("3 now." in m.text for m in bob.sees(quartet) if "Charter of" in m.text)


def test_a_comment_stands_in_the_thread_with_its_name(bot, alice, bob, trio, mission):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    post = proposal(alice, trio)
    alice.clicks("Say something", within=post)
    alice.fills(text="I would say <!channel> “clinicians” *first*.")
    assert "stands in the thread" in alice.submits().text
    bot.ticks()
    assert "Alice Moreau: I would say <!channel> “clinicians” *first*." in bob.sees(trio, thread=post).text


def test_only_who_proposed_it_or_an_organiser_takes_it_back(bot, box, alice, bob, dora, trio, mission):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    dora.clicks("No", within=proposal(dora, trio))
    elements = next(b for b in box.workspace.whispers(trio.id, dora.id)[-1]["blocks"] if b["type"] == "actions")["elements"]
    elements[0]["action_id"] = "mission.withdraw"
    assert "Who proposed a wording, or an organiser, can take it back." in dora.clicks(elements[0]["text"]["text"]).text
    assert "Take it back" in bob.clicks("Yes, adopt it", within=proposal(bob, trio)).buttons
    assert "Taken back." in bob.clicks("Take it back").text
    assert "That wording has been withdrawn already" in dora.clicks("Say something").text and dora.modal is None


@pytest.mark.parametrize("action", ["mission.yes", "mission.no", "mission.comment", "mission.withdraw"])
@pytest.mark.parametrize("value", ["1", "999", "", "x", "9" * 30])
def test_a_stranger_can_do_nothing_to_a_proposal_and_cannot_tell_whether_it_is_there(bot, box, bob, carol, trio, mission, action, value):
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    box.workspace.join(trio.id, carol.id)
    carol.types("/mentor help", in_=trio)
    elements = next(b for b in box.workspace.whispers(trio.id, carol.id)[-1]["blocks"] if b["type"] == "actions")["elements"]
    elements[0].update(action_id=action, value=value)
    assert "I can't find that proposal among what you can see." in carol.clicks(elements[0]["text"]["text"]).text
    assert carol.modal is None
    bot.ticks()
    assert "1 yes, 0 no" in proposal(bob, trio).text


def test_five_wordings_at_most_wait_at_once(bot, bob, trio, mission):
    for n in range(5):
        wording(bob, trio, f"write {n}", "papers")
    assert "wordings wait for votes already" in wording(bob, trio, "write more", "papers").errors["exist"]


# ---- the year ---------------------------------------------------------------------------------------------------------------

@pytest.fixture
def meets(bot, alice):
    """``meets(alice, day, …)``: meetings of her group at noon on these days; gives their ids."""
    def make(person, *days):
        group, now = group_of(bot, person), bot.deps.clock.now()
        with bot.store.write() as tx:
            return [rows.add(tx, Meeting(
                group_id=group.id, series_id=None, number=rows.next_number(tx, group.id), nominal=day, day=day, time="12:00",
                tz="UTC", tzdata="2026a", starts=datetime(day.year, day.month, day.day, 12, tzinfo=UTC), minutes=60,
                created=now, revised=now)) for day in days]
    return make


def agenda(person, channel):
    return person.types("/mentor agenda", in_=channel).text


def passes(bot, box, day):
    """The clock goes to the morning of a day, and goes round."""
    box.clock.travel_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    bot.ticks()


REVIEW = "Our mission and goals, a year on"


def test_the_last_meeting_before_twelve_months_are_over_gets_the_point_by_itself(bot, box, alice, trio, mission, meets):
    meets(alice, date(2027, 9, 10), date(2027, 10, 12), date(2027, 11, 9), date(2027, 12, 14))
    for day in (date(2027, 9, 1), date(2027, 10, 1), date(2027, 10, 12)):
        passes(bot, box, day)
        assert REVIEW not in agenda(alice, trio), "there is another meeting before the year is over"
    passes(bot, box, date(2027, 10, 13))
    assert agenda(alice, trio).count(REVIEW) == 1
    passes(bot, box, date(2027, 10, 14))
    assert agenda(alice, trio).count(REVIEW) == 1


def test_the_meetings_thread_asks_with_two_buttons_and_keeping_begins_the_year_anew(bot, box, alice, bob, trio, mission, meets):
    meets(alice, date(2027, 11, 9), date(2027, 12, 14))
    passes(bot, box, date(2027, 11, 1))
    passes(bot, box, date(2027, 11, 9))
    alice.types("/mentor meeting start", in_=trio)
    bot.ticks()
    opening = [m for m in alice.sees(trio) if not m.ephemeral][-1]
    assert REVIEW in opening.text
    thread = alice.sees(trio, thread=opening)
    asked = next(m for m in thread if "A year on: do mission and goals still fit?" in m.text)
    assert asked.buttons == ["We keep it another year", "Propose another wording"]
    assert "An organiser of Trio writes down that you keep it." in bob.clicks("We keep it another year", within=asked).text
    assert "✓ Kept: mission and goals come back in a year." in alice.clicks("We keep it another year", within=asked).text
    assert REVIEW not in agenda(alice, trio)
    assert "Mission and goals are kept" in bob.types("/mentor charter history", in_=trio).text
    passes(bot, box, date(2027, 12, 10))
    assert REVIEW not in agenda(alice, trio)


def test_it_returns_until_the_group_keeps_or_changes_it(bot, box, alice, bob, trio, mission, meets):
    group = group_of(bot, alice)
    meets(alice, date(2027, 11, 9), date(2027, 12, 14), date(2028, 1, 11))
    passes(bot, box, date(2027, 11, 1))
    for day in (date(2027, 11, 10), date(2027, 12, 15)):
        with bot.store.write() as tx:
            points.settle(tx, group.id, [p.id for p in points.open_of(tx, group.id)], "reached")
        assert REVIEW not in agenda(alice, trio)
        passes(bot, box, day)
        assert agenda(alice, trio).count(REVIEW) == 1, "talked about, and neither kept nor changed"
    wording(bob, trio, "write together", "papers")
    bot.ticks()
    alice.clicks("Yes, adopt it", within=proposal(alice, trio))
    assert REVIEW not in agenda(alice, trio)
    passes(bot, box, date(2028, 1, 2))
    assert REVIEW not in agenda(alice, trio)


def test_a_meeting_that_is_called_off_does_not_swallow_it(bot, box, alice, trio, mission, meets):
    meets(alice, date(2027, 11, 9), date(2027, 12, 14))
    passes(bot, box, date(2027, 11, 1))
    with bot.store.write() as tx:
        first = rows.between(tx, [group_of(bot, alice).id], bot.deps.clock.now())[0]
        rows.change(tx, replace(first, state=MeetingState.CANCELLED), was=first.version)
    passes(bot, box, date(2027, 11, 10))
    assert agenda(alice, trio).count(REVIEW) == 1


def test_a_group_that_meets_twice_a_year_is_asked_at_the_later_one(bot, box, alice, trio, mission, meets):
    meets(alice, date(2027, 3, 1), date(2027, 9, 1), date(2028, 3, 1))
    passes(bot, box, date(2027, 2, 1))
    assert REVIEW not in agenda(alice, trio)
    passes(bot, box, date(2027, 3, 2))
    assert REVIEW in agenda(alice, trio)


def test_without_a_meeting_before_the_day_the_next_one_has_it(bot, box, alice, trio, mission, meets):
    passes(bot, box, date(2027, 12, 1))
    assert REVIEW not in agenda(alice, trio)
    meets(alice, date(2027, 12, 14))
    box.clock.travel_to(bot.deps.clock.now() + timedelta(hours=2))
    bot.ticks()
    assert REVIEW in agenda(alice, trio)


def test_without_a_mission_nothing_is_asked(bot, box, alice, trio, meets):
    meets(alice, date(2027, 11, 9))
    passes(bot, box, date(2027, 11, 1))
    assert REVIEW not in agenda(alice, trio)
