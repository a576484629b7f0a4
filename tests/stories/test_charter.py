"""``/mentor charter``: who peers are, how many, how one joins, what is expected; posted, pinned, accepted, and its history."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mentoring.charter import STARTS
from mentoring.expectations import QUESTIONS, SHARES
from storage import people as people_rows


@pytest.fixture
def peers(bot, alice, group):
    """Alice has said who peers are."""
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: Who is a peer here")
    alice.fills(peers="Hospitalists of any rank who teach", alike=["department", "minority"])
    alice.submits()
    bot.ticks()


@pytest.fixture
def expected(bot, alice, group):
    """Alice has chosen what is expected, as it is filled in."""
    choose(alice, group)
    bot.ticks()


def choose(person, group, **more):
    person.types("/mentor expectations", in_=group)
    person.clicks("Choose them" if "Nothing is agreed" in person.sees(group)[-1].text else "Change them")
    person.fills(**more)
    return person.submits()


def posts(person, group, words):
    """The messages that everybody sees and that say this."""
    return [m for m in person.sees(group) if not m.ephemeral and words in m.text]


def test_a_charter_begins_with_the_literatures_numbers_and_says_what_is_open(bot, bob, group):
    said = bob.types("/mentor charter", in_=group)
    assert "4 to 12 members, ideally 7; 2 now." in said.text
    assert "an organiser says yes" in said.text and "Nothing is agreed on yet" in said.text
    assert said.buttons == ["The mission", "Who changed what"]


def test_who_peers_are_takes_any_mix_and_is_shown_in_three_lines(bot, alice, bob, group, peers):
    text = bob.types("/mentor charter", in_=group).text
    assert "Who is a peer here\nHospitalists of any rank who teach\nIn common: department, minority status" in text


def test_six_starting_texts_none_chosen_and_each_can_be_edited(bot, alice, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: Who is a peer here")
    form = alice.modal
    assert len(STARTS) >= 5 and all(title in str(form.blocks) for title, _, _ in STARTS)
    assert "initial_option" not in form.blocks[0]["accessory"] and not form.values["peers"]["value"].get("value")
    alice.chooses("charter.example", "2")
    assert "Women in their first years on the faculty" in str(alice.modal.blocks)
    alice.fills(peers_2="Women in their first years, of surgery")
    alice.submits()
    said = alice.types("/mentor charter", in_=group).text
    assert "Women in their first years, of surgery\nIn common: department, rank, sex" in said


def test_saying_nothing_of_peers_is_asked_again_at_the_field(bot, alice, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: Who is a peer here")
    assert "Say who peers are here" in alice.submits().errors["peers"]
    alice.chooses("charter.example", "1")
    alice.fills(peers_1="", alike_1=[])
    assert "Say who peers are here" in alice.submits().errors["peers_1"]


@pytest.mark.parametrize(("least", "ideal", "most", "field"), [
    ("1", "7", "12", "least"), ("x", "7", "12", "least"), ("8", "7", "12", "ideal"), ("4", "9", "8", "most"), ("4", "7", "99", "most"),
    ("3", "7", "12", "why"), ("4", "7", "13", "why"), ("٤", "7", "12", "least")])
def test_sizes_that_cannot_be_are_refused_at_their_field(bot, alice, group, least, ideal, most, field):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How many")
    alice.fills(least=least, ideal=ideal, most=most)
    assert alice.submits().errors[field]


def test_a_size_outside_the_literature_shows_its_reason(bot, alice, bob, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How many")
    assert "Few know each other well" in alice.modal.text and "You are 2 now" in alice.modal.text
    alice.fills(least="3", ideal="5", most="6", why="a small division")
    alice.submits()
    assert "3 to 6 members, ideally 5 (a small division); 2 now." in bob.types("/mentor charter", in_=group).text


def test_what_outsiders_of_the_group_type_is_refused(bot, box, alice, carol, group, peers):
    box.workspace.join(group.id, carol.id)
    for typed in ("charter", "charter edit", "charter history", "mission", "mission propose x", "expectations"):
        assert "you are not in that group" in carol.types(f"/mentor {typed}", in_=group).text and carol.modal is None


def test_a_member_does_not_change_the_charter(bot, bob, group):
    assert "An organiser of Peer mentors changes its charter." in bob.types("/mentor charter edit", in_=group).text


@pytest.mark.parametrize("action", ["charter.peers", "charter.size", "charter.joining", "charter.endorsement", "charter.parts",
                                    "expectations.edit", "setup_path.show", "setup_path.step", "setup_path.skip", "setup_path.back"])
def test_a_forged_click_changes_nothing_for_a_member_and_shows_nothing_to_a_stranger(bot, box, alice, bob, carol, group, action):
    here = own_id(bot, alice)
    box.workspace.join(group.id, carol.id)
    value = f"{here}|peers" if action.startswith("setup_path") and action != "setup_path.show" else str(here)
    for person, words in ((bob, "An organiser of Peer mentors"), (carol, "I can't find that group among yours.")):
        person.types("/mentor help", in_=group)
        elements = next(b for b in box.workspace.whispers(group.id, person.id)[-1]["blocks"] if b["type"] == "actions")["elements"]
        elements[0].update(action_id=action, value=value)
        person.clicks(elements[0]["text"]["text"])
        assert person.sees(group)[-1].text.startswith(words) and person.modal is None


def own_id(bot, person):
    with bot.store.read() as tx:
        return people_rows.actor(tx, bot.deps.workspace.team, person.id).groups[0].id


@pytest.mark.parametrize("form", ["peers", "size", "joining", "endorsement"])
def test_a_forged_form_changes_nothing(bot, alice, bob, group, forge, form):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks(f"charter.{form}")
    if form == "peers":
        alice.fills(peers="Hospitalists")
    alice.submits()
    alice.types("/mentor charter history", in_=group)
    before = alice.sees(group)[-1].text

    def change(payload):
        payload["user"]["id"] = bob.id
        meta = json.loads(payload["view"]["private_metadata"])
        payload["view"]["private_metadata"] = json.dumps(meta | {"nonce": "another"})
    forge("view_submission", change)
    assert alice.types("/mentor charter history", in_=group).text == before


def test_the_charter_is_posted_once_pinned_and_kept_true(bot, box, alice, bob, group, peers, expected):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How many")
    alice.fills(ideal="6")
    alice.submits()
    bot.ticks()
    post, = posts(bob, group, "Charter of Peer mentors")
    assert "ideally 6" in post.text and "Hospitalists of any rank" in post.text and "Answers within two working days." in post.text
    assert [c for c in box.truth.calls if c["name"] == "pins.add"]


def test_everybody_accepts_with_one_button_and_is_counted_not_listed(bot, alice, bob, group, expected):
    post, = posts(bob, group, "Charter of Peer mentors")
    assert "1 of 2 have accepted the expectations (version 1)." in post.text, "whoever chose them has accepted them"
    assert "✓ Thank you: you have accepted the expectations." in bob.clicks("I accept the expectations", within=post).text
    bot.ticks()
    post, = posts(bob, group, "Charter of Peer mentors")
    assert "2 of 2 have accepted" in post.text and "Bob" not in post.text
    assert "I accept the expectations" not in bob.types("/mentor charter", in_=group).buttons
    bob.clicks("I accept the expectations", within=post)
    bot.ticks()
    assert "2 of 2 have accepted" in posts(bob, group, "Charter of Peer mentors")[0].text


def test_changed_expectations_are_asked_about_again_and_the_old_button_says_so(bot, alice, bob, group, expected):
    old, = posts(bob, group, "Charter of Peer mentors")
    bob.clicks("I accept the expectations", within=old)
    choose(alice, group, devices="away", words="Cake on birthdays.", shares=["lead", "nominate"])
    bot.ticks()
    changed, = posts(bob, group, "has changed")
    for words in ("+ Devices away while we meet.", "+ Cake on birthdays.", "– Devices silent", "1 of 2 have accepted",
                  "+ Each half-year everybody tries to lead a meeting or a topic once and nominate a colleague for something."):
        assert words in changed.text
    said = bob.types("/mentor expectations", in_=group)
    assert "I accept" in said.buttons and "Your share each half-year" in said.text
    bob.clicks("I accept", within=changed)
    bot.ticks()
    assert "2 of 2 have accepted the expectations (version 2)." in posts(bob, group, "has changed")[0].text


def test_a_click_on_an_old_version_accepts_nothing(bot, alice, bob, group, expected, forge):
    bob.clicks("I accept the expectations", within=posts(bob, group, "Charter of")[0])
    choose(alice, group, devices="free")

    forge("block_actions", lambda payload: old_click(payload, bob, own_id(bot, alice)))
    assert "I accept" in bob.types("/mentor expectations", in_=group).buttons


def old_click(payload, person, group_id):
    payload["user"]["id"] = person.id
    payload["trigger_id"] = "another"
    payload["actions"][0].update(action_ts="9", action_id="expectations.accept", value=f"{group_id}|1")


def test_saving_what_stands_already_makes_no_new_version(bot, alice, bob, group, expected):
    assert "Nothing has changed." in choose(alice, group).text
    bot.ticks()
    assert posts(bob, group, "has changed") == []


def test_every_choice_fits_a_menu():
    assert all(len(words) <= 75 for q in QUESTIONS for _, words in q.choices) and all(len(words) <= 75 for _, words in SHARES)


def test_the_history_says_who_changed_what_when_and_from_what(bot, alice, bob, group, peers):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: Who is a peer here")
    alice.fills(peers="Hospitalists who teach")
    alice.submits()
    text = bob.types("/mentor charter history", in_=group).text
    assert "Who is a peer · " in text and "Alice Moreau" in text
    assert "Hospitalists who teach In common: department, minority status Before: Hospitalists of any rank who teach" in text


def test_how_people_join_until_when_and_the_yearly_question_are_in_the_charter(bot, alice, bob, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How people join, until when")
    alice.fills(joining="vote", when="Each January", month="9", silence="pause", ends="2028-06-30", event="the last of us is promoted")
    alice.submits()
    text = bob.types("/mentor charter", in_=group).text
    assert "To join: ask or be nominated, and the members vote. When: Each January" in text
    assert "The group is for a time: until 30 June 2028 or the last of us is promoted." in text
    assert "Each September everybody is asked: stay, pause or leave? Who does not answer takes a break." in text


def test_an_end_that_is_over_is_refused_and_open_ended_says_nothing(bot, alice, bob, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How people join, until when")
    alice.fills(ends="2026-11-01")
    assert "That day is over" in alice.submits().errors["ends"]
    alice.fills(ends=None)
    alice.submits()
    assert "for a time" not in bob.types("/mentor charter", in_=group).text


def test_what_the_chair_says_is_shown_with_its_day(bot, alice, bob, group):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: What the chair says")
    alice.fills(endorsement="Time here is time well spent.", by="Dr. Chair", day="2026-11-20")
    alice.submits()
    assert "Endorsed · Dr. Chair, 20 November 2026\n“Time here is time well spent.”" in bob.types("/mentor charter", in_=group).text


def test_anybody_may_ask_for_the_card_and_sees_nothing_else(bot, alice, bob, carol, guest, group, peers, expected):
    alice.types("/mentor mission propose", in_=group)
    alice.fills(exist="help each other teach", gain="honest feedback")
    alice.submits()
    for typed, person in (("groups", carol), ("about peer", carol), ("about", guest)):
        text = person.types(f"/mentor {typed}").text
        assert ("We exist to help each other teach. Hospitalists of any rank who teach. 4 to 12 members, ideally 7. There is room. "
                "To join: ask, and an organiser says yes.") in text
        for secret in ("honest feedback", "Alice", "Bob", "2 now", "working days", "#peer-mentors"):
            assert secret not in text


def test_a_group_that_has_said_nothing_yet_is_on_no_card(bot, carol, group):
    said = carol.types("/mentor groups").text
    assert "No peer-mentorship group here has written its charter yet." in said and "Peer mentors" not in said


def test_a_full_group_says_so(bot, box, alice, carol, group, peers):
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: How many")
    alice.fills(least="2", ideal="2", most="2", why="two of us")
    alice.submits()
    assert "All places are taken; there is a waiting list." in carol.types("/mentor groups").text


def test_hostile_text_is_shown_as_it_was_typed(bot, alice, bob, carol, group):
    nasty = "<!channel> *b* <https://evil.example|x> <@U1>"
    alice.types("/mentor charter edit", in_=group)
    alice.clicks("Change: Who is a peer here")
    alice.fills(peers=nasty)
    alice.submits()
    alice.clicks("Change: What the chair says")
    alice.fills(endorsement=nasty, by=nasty)
    alice.submits()
    choose(alice, group, words=nasty)
    bot.ticks()
    for text in (posts(bob, group, "Charter of")[0].text, carol.types("/mentor groups").text,
                 bob.types("/mentor charter history", in_=group).text):
        assert nasty in text
    raw = [m["text"] for m in (x.message for x in posts(bob, group, "Charter of"))]
    assert "<!channel>" not in raw[0]


def test_home_shows_ones_own_share_and_asks_for_the_yes_that_is_missing(bot, alice, bob, group):
    choose(alice, group, shares=["lead", "draft"])
    for person in (alice, bob):
        person.opens_home()
    bot.ticks()
    share = "Your share this half-year: lead a meeting or a topic once and bring a draft or a question of one's own."
    assert share in alice.home.text and "I accept" not in alice.home.buttons
    assert share in bob.home.text and "What you expect of each other waits for your yes." in bob.home.text.replace("*", "")
    bob.clicks("I accept", within=bob.home)
    bot.ticks()
    assert "waits for your yes" not in bob.home.text
    bob.closes()
    choose(alice, group, devices="free")
    bot.ticks()
    assert "waits for your yes" in bob.home.text and "waits for your yes" not in alice.home.text


def test_the_meeting_begins_with_the_personal_round_that_was_agreed_on(bot, box, alice, bob, group, expected, planned):
    box.clock.travel_to(datetime(2026, 12, 1, 12, 30, tzinfo=UTC))
    bot.ticks()
    assert any("Personal round · 10 min" in m.text for m in bob.sees(group))
