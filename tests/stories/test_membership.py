"""Coming into a group: invited, asking, nominated, waiting; and what nobody outside may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentoring.charter import Joining
from storage import charter as charter_rows
from storage import membership as rows
from storage import people as people_rows


@pytest.fixture
def charter(bot, alice, group):
    """Change the charter of Alice's group: ``charter(size_max=2)``."""
    from dataclasses import replace

    def change(**to):
        with bot.store.write() as tx:
            here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
            assert charter_rows.save(tx, replace(charter_rows.of(tx, here.id), **to))
    return change


@pytest.fixture
def ways(bot, alice):
    """The open ways into Alice's group: (name, state)."""
    def read():
        with bot.store.read() as tx:
            here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
            return [(c.name.split()[0], c.state.value) for c in rows.open_of_group(tx, here.id)]
    return read


@pytest.fixture
def dave(box):
    return box.person("dave", real_name="Dave Okafor", tz="America/New_York")


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


def letter(letters, person, words: str):
    """The newest direct message with these words."""
    return next(m for m in reversed(letters(person)) if words in m.text)


def invites(bot, by, whom, group):
    said = by.types(f"/mentor invite {whom.mention}", in_=group)
    bot.ticks()
    bot.ticks()
    return said


def test_an_organiser_invites_and_the_invitee_sees_the_charter_and_joins(bot, alice, carol, group, letters):
    said = invites(bot, alice, carol, group)
    assert "Invited: a message with the charter" in said.text
    seen = letter(letters, carol, "invites you to join Peer mentors")
    assert seen.buttons == ["Join", "Not now"] and "Alice Moreau" in seen.text and "Bob" not in seen.text
    carol.clicks("Join", within=seen)
    bot.ticks()
    bot.ticks()
    assert "Carol Adeyemi" in alice.types("/mentor members", in_=group).text
    assert "Welcome to Peer mentors" in letters(carol)[-1].text
    assert "has joined Peer mentors. Welcome!" in alice.sees(group).text


def test_the_list_is_by_name_with_since_and_places(bot, alice, bob, group, charter):
    charter(size_ideal=5, size_max=5)
    bob.types("/mentor away until 1 April", in_=group)
    said = bob.types("/mentor members", in_=group).text
    assert said.index("Alice Moreau") < said.index("Bob Lindqvist")
    assert "organiser · since November 2026" in said and "away, back on Thursday 1 April 2027" in said
    assert "2 of at most 5 · 3 places free · nobody waits" in said


def test_a_full_group_refuses_with_the_two_ways_on(bot, box, alice, bob, carol, dave, group, charter, ways, letters):
    charter(size_min=2, size_ideal=2, size_max=3)
    invites(bot, alice, carol, group)
    said = invites(bot, alice, dave, group)
    assert "is full: 2 of at most 3 places are taken, and 1 more is held" in said.text and ways() == [("Carol", "invited")]
    assert {"More places", "Put them on the waiting list"} <= set(said.buttons)
    alice.clicks("Put them on the waiting list")
    bot.ticks()
    assert ways() == [("Carol", "invited"), ("Dave", "waiting")]
    carol.clicks("Not now", within=letter(letters, carol, "invites you"))
    bot.ticks()
    bot.ticks()
    assert ways() == [("Dave", "invited")]
    assert "A place in Peer mentors was free" in bob.sees(group).text and "Dave" not in bob.sees(group).text
    dave.clicks("Join", within=letter(letters, dave, "invites you to join"))
    assert "no place is free" in alice.types("/mentor members", in_=group).text


def test_seven_days_of_silence_give_the_place_to_the_next(bot, box, alice, carol, dave, group, charter, ways, letters):
    charter(size_min=2, size_ideal=2, size_max=3)
    invites(bot, alice, carol, group)
    invites(bot, alice, dave, group)
    alice.clicks("Put them on the waiting list")
    later(box, bot, days=6, hours=23)
    assert ways() == [("Carol", "invited"), ("Dave", "waiting")]
    later(box, bot, hours=2)
    assert ways() == [("Dave", "invited")]
    old = letter(letters, carol, "has lapsed after seven days")
    assert old.buttons == []
    assert "has not answered the invitation" in letter(letters, alice, "has not answered").text


def test_more_places_invite_who_waits_first(bot, box, alice, carol, dave, group, charter, ways):
    charter(size_min=2, size_ideal=2, size_max=2)
    for who in (carol, dave):
        invites(bot, alice, who, group)
        alice.clicks("Put them on the waiting list")
    charter(size_max=3)
    later(box, bot, minutes=1)
    assert ways() == [("Carol", "invited"), ("Dave", "waiting")]


@pytest.mark.parametrize(("rule", "words"), [(Joining.ORGANISER, "an organiser invites"), (Joining.VOTE, "the members vote on who joins")])
def test_members_invite_only_where_the_charter_says_so(bot, alice, bob, carol, group, charter, ways, rule, words):
    charter(joining=rule)
    assert words in invites(bot, bob, carol, group).text and ways() == []
    charter(joining=Joining.OPEN)
    invites(bot, bob, carol, group)
    assert ways() == [("Carol", "invited")]


# ---- asking ------------------------------------------------------------------------------------------------------------------

@pytest.fixture
def asks(bot, alice, charter, group):
    """Somebody asks to join Alice's group, found by its card."""
    charter(peers="Hospitalists who teach")

    def ask(person, why="I teach"):
        said = person.types("/mentor join")
        assert "Hospitalists who teach" in said.text
        person.clicks("Ask to join")
        person.fills(why=why)
        answer = person.submits()
        bot.ticks()
        bot.ticks()
        return answer
    return ask


def test_a_request_goes_to_the_organisers_and_is_accepted(bot, alice, bob, carol, asks, letters, ways):
    assert "is asked" in asks(carol).text and ways() == [("Carol", "asked")]
    assert not letters(bob)
    seen = letter(letters, alice, "asks to join Peer mentors")
    assert seen.buttons == ["Accept", "Waiting list", "Decline"] and "I teach" in seen.text
    alice.clicks("Accept", within=seen)
    bot.ticks()
    carol.clicks("Join", within=letter(letters, carol, "There is a place for you in Peer mentors"))
    assert ways() == []


def test_a_request_is_declined_kindly(bot, alice, carol, asks, letters, ways):
    asks(carol)
    alice.clicks("Decline", within=letter(letters, alice, "asks to join"))
    bot.ticks()
    bot.ticks()
    assert "it says nothing about you" in letters(carol)[-1].text and "Alice" not in letters(carol)[-1].text and ways() == []


def test_the_place_on_the_waiting_list_is_told_and_can_be_given_back(bot, alice, carol, dave, asks, letters, ways):
    for who in (dave, carol):
        asks(who)
        alice.clicks("Waiting list", within=letter(letters, alice, f"@{who.user.real_name} asks to join"))
        bot.ticks()
        bot.ticks()
    assert ways() == [("Dave", "invited"), ("Carol", "invited")], "a place is free, so nobody waits longer than a moment"


def test_in_a_full_group_the_place_in_line_is_shown(bot, alice, bob, carol, dave, asks, letters, ways, charter):
    charter(size_min=2, size_ideal=2, size_max=2, joining=Joining.OPEN)
    charter(peers="Hospitalists who teach")
    for who in (dave, carol):
        who.types("/mentor join")
        who.clicks("Get on the waiting list")
        who.submits()
        bot.ticks()
        bot.ticks()
    assert "You are number 2 on the waiting list" in letter(letters, carol, "waiting list").text
    assert "number 2 on the waiting list" in carol.types("/mentor join").text
    dave.types("/mentor join")
    dave.clicks("I've changed my mind")
    assert "number 1 on the waiting list" in carol.types("/mentor join").text and ways() == [("Carol", "waiting")]


def test_a_group_that_says_nothing_of_itself_is_not_listed_outside(bot, alice, carol, group):
    assert "Peer mentors" not in carol.types("/mentor join").text


# ---- nominating --------------------------------------------------------------------------------------------------------------

@pytest.fixture
def nominated(bot, bob, carol, group):
    """Bob has nominated Carol."""
    bob.types(f"/mentor nominate {carol.mention} She writes grants", in_=group)
    bot.ticks()
    bot.ticks()


def test_the_vote_is_secret_and_the_nominee_hears_of_it_by_the_invitation(bot, alice, bob, carol, group, nominated, letters, ways):
    assert ways() == [("Carol", "voting")] and letters(carol) == []
    assert "Peer mentors" not in carol.types("/mentor join").text
    for who in (alice, bob):
        seen = letter(letters, who, "nominates")
        assert "She writes grants" in seen.text and seen.buttons == ["Yes", "No"]
        who.clicks("Yes", within=seen)
        bot.ticks()
    bot.ticks()
    assert ways() == [("Carol", "invited")]
    assert "said yes to Carol Adeyemi (2 of 2 voted)" in letters(alice)[-1].text
    assert "The members would like you to join" in letters(carol)[-1].text and "Bob" not in letters(carol)[-1].text


def test_a_no_is_told_to_the_members_and_never_to_the_nominee(bot, box, alice, bob, carol, group, nominated, letters, ways):
    alice.clicks("No", within=letter(letters, alice, "nominates"))
    bob.clicks("Yes", within=letter(letters, bob, "nominates"))
    bot.ticks()
    assert ways() == [] and letters(carol) == []
    assert "not this time" in letters(bob)[-1].text


def test_after_seven_days_the_vote_closes_by_the_rule(bot, box, alice, bob, carol, group, nominated, letters, ways):
    alice.clicks("Yes", within=letter(letters, alice, "nominates"))
    later(box, bot, days=7, minutes=1)
    assert ways() == [("Carol", "invited")], "half of the members voted, and all of those said yes"
    assert letter(letters, bob, "The vote on Carol Adeyemi is closed").buttons == []


def test_how_somebody_voted_is_kept_nowhere(bot, alice, carol, group, nominated, letters, forge):
    alice.clicks("No", within=letter(letters, alice, "nominates"))
    with bot.store.read() as tx:
        from storage.schema import ballots
        assert [set(r._mapping) for r in tx.execute(ballots.select())] == [{"candidacy_id", "person_id"}]
    forge("block_actions", lambda p: p.update(trigger_id="x.77"))
    assert "You have voted already" in letters(alice)[-1].text or "voted already" in alice.sees(letters(alice)[-1].channel).text


# ---- who may not -------------------------------------------------------------------------------------------------------------

def test_forged_ids_and_other_groups_are_refused_in_the_same_words(bot, box, alice, bob, carol, erin, group, found, letters, forge, ways):
    found("writers", erin)
    invites(bot, alice, carol, group)
    carol.clicks("Not now", within=letter(letters, carol, "invites you"))
    for action, value in (("members.join", "1"), ("members.join", "999"), ("members.join", "x"), ("members.join", "１"),
                          ("members.not_now", "1")):
        forge("block_actions", lambda p, a=action, v=value: (
            p["actions"][0].update(action_id=a, value=v), p.update(user={"id": erin.id}, trigger_id=f"x.{a}{v}", response_url=None)))
    assert ways() == []
    for action in ("members.accept", "members.wait", "members.refuse", "members.cancel", "members.list", "members.invite",
                   "members.nominate"):
        forge("block_actions", lambda p, a=action: (
            p["actions"][0].update(action_id=a, value="1"), p.update(user={"id": erin.id}, trigger_id=f"y.{a}", response_url=None)))
    assert ways() == []


def test_somebody_else_cannot_take_an_invitation(bot, alice, carol, dave, group, letters, forge, ways):
    invites(bot, alice, carol, group)
    carol.clicks("Join", within=letter(letters, carol, "invites you"))
    dave.types("/mentor help")
    forge("block_actions", lambda p: p.update(user={"id": dave.id}, trigger_id="x.9"))
    assert "Dave" not in alice.types("/mentor members", in_=group).text


def test_a_guest_who_is_invited_can_join(bot, alice, guest, group, letters):
    invites(bot, alice, guest, group)
    guest.clicks("Join", within=letter(letters, guest, "invites you"))
    assert "Gina Petrova" in alice.types("/mentor members", in_=group).text


def test_a_bot_that_is_invited_is_found_out_and_the_place_is_free_again(bot, box, alice, group, ways, letters):
    zoom = box.person("zoom", real_name="Zoom", is_bot=True)
    invites(bot, alice, zoom, group)
    assert ways() == [] and "no such account can join" in letters(alice)[-1].text
    assert "cannot join a group" in invites(bot, alice, zoom, group).text


def test_two_clicks_on_join_make_one_member_and_one_welcome(bot, box, alice, carol, group, letters, forge):
    invites(bot, alice, carol, group)
    carol.clicks("Join", within=letter(letters, carol, "invites you"))
    forge("block_actions", lambda p: p.update(trigger_id="x.55"))
    bot.ticks()
    assert sum("Welcome to Peer mentors" in m.text for m in letters(carol)) == 1


def test_hostile_words_stay_words(bot, alice, bob, carol, asks, letters, ways):
    asks(carol, why="<!channel> *b* <https://evil.example|x> =1+1 \u202e")
    seen = letter(letters, alice, "asks to join")
    assert "<!channel> *b*" in seen.text and "\u202e" not in seen.text


def test_somebody_who_is_put_into_the_group_by_the_settings_is_not_on_the_way_any_more(bot, box, alice, bob, carol, group, letters, ways):
    box.workspace.join(group.id, carol.id)
    invites(bot, alice, carol, group)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[alice.id, bob.id, carol.id])
    alice.submits()
    later(box, bot, minutes=1)
    assert ways() == [] and letter(letters, carol, "You are in Peer mentors").buttons == []


def test_what_others_say_of_a_nominee_is_not_in_what_they_are_given_about_themselves(bot, alice, bob, carol, group, nominated, letters):
    from storage import own_data
    for who, given in ((carol, False), (bob, True)):
        with bot.store.read() as tx:
            found = own_data.portrait(tx, people_rows.by_user(tx, bot.deps.workspace.team, who.id))
        assert any("She writes grants" in str(r) for r in found.get("candidacies", ())) is given
    alice.clicks("Yes", within=letter(letters, alice, "nominates"))
    with bot.store.read() as tx:
        assert "yes" not in str(own_data.portrait(tx, people_rows.by_user(tx, bot.deps.workspace.team, alice.id)).get("ballots"))


def test_the_history_of_the_charter_says_who_came_and_went(bot, alice, bob, carol, group, letters):
    invites(bot, alice, carol, group)
    carol.clicks("Join", within=letter(letters, carol, "invites you"))
    bob.types("/mentor leave", in_=group)
    bob.submits()
    with bot.store.read() as tx:
        here = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
        assert [(c.said, c.by) for c in charter_rows.changes(tx, here.id, what="members")] == [
            ("Is no longer a member.", "Bob Lindqvist"), ("Has joined.", "Carol Adeyemi")]


# ---- the services, without a door -------------------------------------------------------------------------------------------------

@pytest.fixture
def deeds(bot, alice, bob, carol, dave, erin, group, found):
    """What Erin, of another group, and Bob, who does not organise, could try: each use case with everything it needs."""
    from datetime import date

    from bot.services import membership, membership_goodbye, membership_roster, membership_terms, membership_votes, people
    from mentoring.membership import State
    found("writers", erin)
    carol.types("/mentor help")
    deps = bot.deps
    lead, member, stranger, asker = (people.actor(deps, p.id) for p in (alice, bob, erin, carol))
    home, him, her = lead.groups[0], member.person.id, lead.person.id
    one, _, _ = membership.ask(deps, asker, home.id)
    vote = membership_votes.nominate(deps, lead, home, dave.id, "Why not")

    def of(actor):
        return {
            "list": lambda: membership.listed(deps, actor, home),
            "places": lambda: membership.place_in(deps, actor, home),
            "invite": lambda: membership.invite(deps, actor, home, "U0FORGED"),
            "accept": lambda: membership.decide(deps, actor, one.id, State.INVITED),
            "decline": lambda: membership.decide(deps, actor, one.id, State.REFUSED),
            "take back": lambda: membership.cancel(deps, actor, vote.id),
            "join for another": lambda: membership.join(deps, actor, one.id),
            "not now for another": lambda: membership.not_now(deps, actor, one.id),
            "end of another": lambda: membership_terms.set_end(deps, actor, home.id, her, date(2027, 5, 1)),
            "a year more of the group": lambda: membership_terms.group_a_year_more(deps, actor, home.id),
            "close the group": lambda: membership_terms.close_then(deps, actor, home.id),
            "has left": lambda: membership_roster.has_left(deps, actor, home.id, her),
            "nominate": lambda: membership_votes.nominate(deps, actor, home, dave.id, "x"),
            "vote": lambda: membership_votes.vote(deps, actor, vote.id, True),
            "leave": lambda: membership_goodbye.leave(deps, actor, home),
            "own end": lambda: membership_terms.set_end(deps, actor, home.id, him, date(2027, 5, 1)),
        }
    return {"stranger": of(stranger), "member": of(member)}


LEADS = ("invite", "accept", "decline", "take back", "join for another", "not now for another", "end of another",
         "a year more of the group", "close the group", "has left", "nominate")


@pytest.mark.parametrize(("who", "deed"), [
    *[("stranger", d) for d in (*LEADS, "list", "places", "vote", "leave", "own end")], *[("member", d) for d in LEADS]])
def test_a_use_case_refuses_whoever_may_not(deeds, ways, who, deed):
    from mentoring.refused import Refused
    before = ways()
    with pytest.raises(Refused):
        deeds[who][deed]()
    assert ways() == before
