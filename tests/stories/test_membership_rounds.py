"""For how long: the yearly question, ends of memberships and groups, and who is not in the channel. On the travelling clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mentoring.charter import Silence
from storage import absences as absence_rows
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows


@pytest.fixture
def here(bot, group):
    """The group as it is stored."""
    with bot.store.read() as tx:
        return group_rows.at(tx, bot.deps.workspace.team, group.id)


@pytest.fixture
def charter(bot, here):
    def change(**to):
        with bot.store.write() as tx:
            assert charter_rows.save(tx, replace(charter_rows.of(tx, here.id), **to))
        bot.ticks()
    return change


@pytest.fixture
def members(bot, here):
    """First names and roles of who is in the group now."""
    def read():
        with bot.store.read() as tx:
            return [(p.name.split()[0], r.value) for p, r in people_rows.members_of(tx, here.id)]
    return read


@pytest.fixture
def away(bot):
    """The absence of a person today: back on which day."""
    def read(person):
        with bot.store.read() as tx:
            found = absence_rows.away_on(tx, people_rows.by_user(tx, bot.deps.workspace.team, person.id).id, bot.deps.clock.now().date())
            return found.returns if found else None
    return read


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


def with_words(letters, person, words: str) -> list:
    return [m for m in letters(person) if words in m.text]


ASKED = "Do you stay for the next"


# ---- the yearly question --------------------------------------------------------------------------------------------------------

def to_january(box, bot):
    later(box, bot, days=39)          # 1 January 2027, 10:00 in New York
    later(box, bot, hours=23)         # and nine o'clock everywhere


def test_nobody_is_asked_where_the_charter_names_no_month(bot, box, alice, bob, group, letters):
    later(box, bot, days=400)
    assert not with_words(letters, bob, ASKED)


@pytest.mark.parametrize(("silence", "meaning"), [(Silence.STAY, "you stay"), (Silence.PAUSE, "you take a break of 90 days"),
                                                  (Silence.LEAVE, "you leave the group")])
def test_each_member_is_asked_once_a_year_and_told_what_silence_means(bot, box, alice, bob, group, charter, letters, silence, meaning):
    charter(round_month=1, silence=silence)
    later(box, bot, days=38)
    assert not with_words(letters, bob, ASKED)
    later(box, bot, days=2)
    for who in (alice, bob):
        (seen,) = with_words(letters, who, ASKED)
        assert seen.buttons == ["Stay", "Take a break until …", "Leave"] and f"Without an answer {meaning}" in seen.text
        who.clicks("Stay", within=seen)
    later(box, bot, days=30)
    assert len(with_words(letters, bob, "Peer mentors")) == 1, "who has answered is asked no more"
    later(box, bot, days=335)
    assert len(with_words(letters, bob, ASKED)) == 1


def test_a_break_is_an_absence_and_can_be_thought_better_of(bot, box, alice, bob, group, charter, letters, away):
    charter(round_month=1)
    to_january(box, bot)
    bob.clicks("Take a break until …", within=with_words(letters, bob, ASKED)[0])
    bob.fills(back="2027-05-01")
    bob.submits()
    assert away(bob) == date(2027, 5, 1)
    bob.clicks("Change my answer", within=with_words(letters, bob, "You take a break")[0])
    bob.clicks("Stay", within=with_words(letters, bob, ASKED)[0])
    assert away(bob) is None


def test_leave_leads_through_the_question_of_leaving(bot, box, alice, bob, group, charter, letters, members):
    charter(round_month=1)
    to_january(box, bot)
    bob.clicks("Leave", within=with_words(letters, bob, ASKED)[0])
    assert bob.modal.title == "Leave the group"
    bob.submits()
    assert members() == [("Alice", "organiser")]
    later(box, bot, days=22)
    assert "0 stay, 0 take a break, 1 left. No answer from Alice Moreau" in with_words(letters, alice, "is closed")[-1].text


def test_who_is_silent_is_reminded_twice(bot, box, alice, bob, group, charter, letters):
    charter(round_month=1)
    to_january(box, bot)
    for week in (2, 3):
        later(box, bot, days=7)
        assert len(with_words(letters, bob, ASKED)) == week
    later(box, bot, days=6)
    assert len(with_words(letters, bob, ASKED)) == 3


@pytest.mark.parametrize("silence", list(Silence))
def test_silence_means_what_the_group_agreed_and_everybody_is_told(bot, box, alice, bob, group, charter, letters, members, away, silence):
    charter(round_month=1, silence=silence)
    to_january(box, bot)
    alice.clicks("Stay", within=with_words(letters, alice, ASKED)[0])
    later(box, bot, days=21)
    assert ("Bob" in dict(members())) == (silence is not Silence.LEAVE)
    assert (away(bob) is not None) == (silence is Silence.PAUSE)
    told = with_words(letters, bob, "You have not answered, so you")
    assert len(told) == 1 and not with_words(letters, bob, ASKED)
    assert "No answer from Bob Lindqvist" in with_words(letters, alice, "is closed")[-1].text
    if silence is Silence.LEAVE:
        bob.clicks("Ask to come back", within=told[0])
        assert bob.modal.title == "Ask to join"


def test_a_silent_group_does_not_vanish_and_is_never_without_an_organiser(bot, box, alice, bob, group, charter, letters, members):
    charter(round_month=1, silence=Silence.LEAVE)
    to_january(box, bot)
    later(box, bot, days=22)
    assert members() == [("Alice", "organiser")]
    assert "Left as they are, being away or the only organiser: Alice Moreau" in with_words(letters, alice, "yearly question")[-1].text


def test_who_is_away_is_left_in_peace(bot, box, alice, bob, group, charter, letters, members):
    charter(round_month=1, silence=Silence.LEAVE)
    bob.types("/mentor away until 1 April", in_=group)
    to_january(box, bot)
    later(box, bot, days=22)
    assert "Bob" in dict(members())


def test_a_stop_of_weeks_drops_no_round_and_repeats_none(bot, box, alice, bob, group, charter, letters):
    charter(round_month=1)
    later(box, bot, days=90)
    assert len(with_words(letters, bob, ASKED)) == 1
    later(box, bot, days=16)
    assert len(with_words(letters, bob, ASKED)) == 2, "of two reminders that are due only one is sent"


def test_an_outsider_or_a_forged_round_is_answered_alike(bot, box, alice, bob, erin, group, found, charter, letters, forge, members):
    found("writers", erin)
    charter(round_month=1)
    to_january(box, bot)
    bob.clicks("Stay", within=with_words(letters, bob, ASKED)[0])
    for action in ("staying.stay", "staying.pause", "staying.leave", "staying.again"):
        for value in ("1", "77", "x|1"):
            forge("block_actions", lambda p, a=action, v=value: (
                p["actions"][0].update(action_id=a, value=v), p.update(user={"id": erin.id}, trigger_id=f"{a}{v}", response_url=None)))
    assert len(members()) == 2 and erin.modal is None


# ---- ends ------------------------------------------------------------------------------------------------------------------------

def test_nothing_nags_about_an_end_that_is_not_there(bot, box, alice, bob, group, letters):
    later(box, bot, days=700)
    assert not with_words(letters, bob, "agreed time") and "agreed end" not in bob.sees(group).text


def test_sixty_days_before_the_end_of_a_membership_the_member_is_asked(bot, box, alice, bob, group, letters, members):
    assert "until Tuesday 30 March 2027" in bob.types("/mentor until 30 March 2027", in_=group).text
    assert "until 30\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2027" in alice.types("/mentor members", in_=group).text
    later(box, bot, days=66)
    assert not with_words(letters, bob, "agreed time")
    later(box, bot, days=2)
    (seen,) = with_words(letters, bob, "Your agreed time in Peer mentors ends on Tuesday 30 March 2027")
    assert seen.buttons == ["A year more", "Another day", "I leave then"]
    bob.clicks("A year more", within=seen)
    later(box, bot, days=80)
    assert not with_words(letters, bob, "has ended") and len(members()) == 2
    assert "2028" in alice.types("/mentor members", in_=group).text


def test_who_says_i_leave_then_leaves_then_and_who_says_nothing_stays(bot, box, alice, bob, group, letters, members):
    bob.types("/mentor until 30 March 2027", in_=group)
    alice.types("/mentor until 30 March 2027", in_=group)
    later(box, bot, days=68)
    bob.clicks("I leave then", within=with_words(letters, bob, "agreed time")[0])
    later(box, bot, days=58)
    assert len(members()) == 2
    later(box, bot, days=2)
    assert members() == [("Alice", "organiser")]
    assert "As you decided" in letters(bob)[-1].text
    assert with_words(letters, alice, "has ended on Tuesday 30 March 2027")


def test_the_last_organiser_who_leaves_then_leaves_somebody_in_charge(bot, box, alice, bob, group, letters, members):
    alice.types("/mentor until 30 March 2027", in_=group)
    later(box, bot, days=68)
    alice.clicks("I leave then", within=with_words(letters, alice, "agreed time")[0])
    later(box, bot, days=60)
    assert members() == [("Bob", "organiser")] and "longest" in letters(bob)[-1].text


def test_only_oneself_and_organisers_decide_about_an_end(bot, box, alice, bob, carol, group, members):
    assert "An organiser of Peer mentors decides that" in bob.types(f"/mentor until {alice.mention} 30 March 2027", in_=group).text
    assert "can't find that person" in alice.types(f"/mentor until {carol.mention} 30 March 2027", in_=group).text
    assert "Bob Lindqvist is in Peer mentors until Tuesday 30 March 2027" in alice.types(f"/mentor until {bob.mention} 30 March 2027",
                                                                                          in_=group).text
    assert "for as long as they like" in alice.types(f"/mentor until {bob.mention} open", in_=group).text
    assert "is a day ahead" in bob.types("/mentor until 1 March 2045", in_=group).text


def test_sixty_days_before_its_end_the_group_is_asked_and_extends(bot, box, alice, bob, group, charter, here):
    charter(ends=date(2027, 3, 30))
    later(box, bot, days=66)
    assert "agreed end" not in bob.sees(group).text
    later(box, bot, days=2)
    seen = next(m for m in bob.sees(group) if "The agreed end of Peer mentors is near: Tuesday 30 March 2027" in m.text)
    assert seen.buttons == ["Close then", "A year more", "Change it"]
    bob.clicks("A year more", within=seen)
    with bot.store.read() as tx:
        assert charter_rows.of(tx, here.id).ends == date(2027, 3, 30), "an organiser decides"
    alice.clicks("A year more", within=seen)
    later(box, bot, minutes=1)
    with bot.store.read() as tx:
        assert charter_rows.of(tx, here.id).ends == date(2028, 3, 30)
    assert "goes on until Thursday 30 March 2028" in bob.sees(group).text


def test_a_group_that_closes_calls_off_what_comes_after_and_says_farewell(bot, box, alice, bob, group, charter, here, planned):
    charter(ends=date(2027, 1, 20))
    later(box, bot, days=1)
    alice.clicks("Close then", within=next(m for m in alice.sees(group) if "agreed end" in m.text))
    with bot.store.read() as tx:
        states = [m.is_on for m in meeting_rows.between(tx, [here.id], bot.deps.clock.now())]
    assert states == [True, True, False]
    later(box, bot, days=58)
    assert "Today Peer mentors closes. Thank you" in bob.sees(group).text


def test_an_undecided_end_stops_nothing(bot, box, alice, bob, group, charter, members):
    charter(ends=date(2027, 1, 20))
    later(box, bot, days=70)
    assert "has come: Wednesday 20 January 2027" in bob.sees(group).text and len(members()) == 2


# ---- the channel -------------------------------------------------------------------------------------------------------------------

def test_who_leaves_the_channel_is_asked_about_at_once_and_once(bot, box, alice, bob, group, letters, members):
    later(box, bot, days=3)
    bob.leaves(group)
    later(box, bot, minutes=1)
    (seen,) = with_words(letters, alice, "is in Peer mentors, but not in")
    assert seen.buttons == ["Still with us", "Has left the group"]
    later(box, bot, days=3)
    assert len(with_words(letters, alice, "is in Peer mentors, but not in")) == 1
    alice.clicks("Has left the group", within=seen)
    assert members() == [("Alice", "organiser")]


def test_the_channel_is_read_once_a_day_where_the_event_was_missed(bot, box, alice, bob, group, letters):
    later(box, bot, days=3)
    box.delivery.deliver = None
    box.workspace.leave(group.id, bob.id)
    box.delivery.deliver = bot.hears
    later(box, bot, hours=23)
    calls = len([c for c in box.truth.calls if c["name"] == "conversations.members"])
    later(box, bot, hours=2)
    assert len([c for c in box.truth.calls if c["name"] == "conversations.members"]) == calls + 1
    assert with_words(letters, alice, "is in Peer mentors, but not in")


def test_back_in_the_channel_and_gone_again_is_asked_anew(bot, box, alice, bob, group, letters):
    for _ in range(2):
        later(box, bot, days=3)
        bob.leaves(group)
        later(box, bot, days=2)
        box.workspace.join(group.id, bob.id)
        later(box, bot, days=2)
    assert len(with_words(letters, alice, "is in Peer mentors, but not in")) == 2


def test_slack_that_does_not_answer_is_asked_again(bot, box, alice, bob, group, letters):
    later(box, bot, days=3)
    box.delivery.deliver = None
    box.workspace.leave(group.id, bob.id)
    box.delivery.deliver = bot.hears
    box.trouble(method="conversations.members", status=500)
    later(box, bot, days=2)
    later(box, bot, minutes=2)
    assert with_words(letters, alice, "is in Peer mentors, but not in")


def test_only_an_organiser_decides_about_somebody_outside(bot, box, alice, bob, carol, erin, group, found, letters, forge, members):
    found("writers", erin)
    later(box, bot, days=3)
    bob.leaves(group)
    later(box, bot, minutes=1)
    alice.clicks("Still with us", within=with_words(letters, alice, "is in Peer mentors, but not in")[0])
    for who in (bob, erin):
        for value in ("1|1", "1|2", "9|9"):
            forge("block_actions", lambda p, w=who, v=value: (
                p["actions"][0].update(action_id="staying.has_left", value=v),
                p.update(user={"id": w.id}, trigger_id=f"h{w.id}{v}", response_url=None)))
    assert len(members()) == 2
