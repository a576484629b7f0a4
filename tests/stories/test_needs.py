"""The needs assessment: asked in quiet, answered page by page, shown once as counts, and a gap becomes a topic."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.services import own_data
from storage import assessments as rows
from storage import people as people_rows


@pytest.fixture
def six(bot, box, alice, bob, group):
    """Alice's group with six members."""
    more = [box.person(n, real_name=f"{n.capitalize()} Okafor", tz="America/New_York") for n in ("dana", "erik", "fay", "gus")]
    for person in more:
        alice.invites(person, to=group)
    alice.types("/mentor setup", in_=group)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[p.id for p in (alice, bob, *more)])
    alice.submits()
    bot.ticks()
    return [alice, bob, *more]


def answers(person, *, important: dict, sure: dict | None = None, own: str = "") -> None:
    """Go through the four pages."""
    for number in range(4):
        here = {b["block_id"] for b in person.modal.blocks if b.get("block_id")}
        person.fills({f"i-{k}": v for k, v in important.items() if f"i-{k}" in here})
        person.fills({f"s-{k}": v for k, v in (sure or {}).items() if f"s-{k}" in here})
        if number == 3 and own:
            person.fills(own=own)
        person.submits()


def asks(bot, box, alice, group):
    said = alice.types("/mentor needs start", in_=group)
    bot.ticks()
    return said


def results(person, group):
    return [m for m in person.sees(group) if "What Peer mentors needs" in m.text and not m.ephemeral]


def test_each_is_asked_and_counts_are_shown_once_at_the_close(bot, box, six, group):
    alice, bob = six[:2]
    assert "6 members is asked" in asks(bot, box, alice, group).text
    for number, person in enumerate(six[:5]):
        person.clicks("Two minutes", within=person.sees(box.app)[-1])
        answers(person, important={"career2": "2", "growth1": "1", "career1": "0"}, sure={"career2": "0" if number < 3 else "2"},
                own="Sabbaticals")
    assert not results(bob, group), "nothing before the close"
    assert "You have answered" in bob.types("/mentor needs", in_=group).text
    alice.types("/mentor needs close", in_=group)
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    shown = results(bob, group)
    assert len(shown) == 1 and "Negotiating salary and resources" in shown[0].text
    assert "3 of 5 want it and do not feel sure yet" in shown[0].text and "Sabbaticals" in shown[0].text
    with bot.store.read() as tx:
        assert rows.answers(tx, 1) == [], "the answers are gone"


def test_a_gap_becomes_a_proposed_topic_by_one_click(bot, box, six, group):
    alice, bob = six[:2]
    asks(bot, box, alice, group)
    for person in six[:5]:
        person.clicks("Two minutes", within=person.sees(box.app)[-1])
        answers(person, important={"complexities2": "2"}, sure={"complexities2": "0"})
    alice.types("/mentor needs close", in_=group)
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    assert "Proposed in the channel" in bob.clicks("Propose as a topic", within=results(bob, group)[0]).text
    assert "Difficult colleagues and conversations" in bob.types("/mentor topic list", in_=group).text
    bob.clicks("Propose as a topic", within=results(bob, group)[0])
    assert bob.types("/mentor topic list", in_=group).text.count("Difficult colleagues and conversations") == 1


def test_with_fewer_than_five_nothing_is_shown_and_everything_is_gone(bot, box, six, group):
    alice = six[0]
    asks(bot, box, alice, group)
    for person in six[:4]:
        person.clicks("Two minutes", within=person.sees(box.app)[-1])
        answers(person, important={"career1": "2"})
    box.clock.advance(timedelta(days=10, minutes=1))
    bot.ticks()
    assert "Fewer than 5 have answered" in results(alice, group)[0].text and "Promotion" not in results(alice, group)[0].text


def test_what_was_said_on_a_page_is_there_again_after_an_interruption(bot, box, six, group):
    bob = six[1]
    asks(bot, box, six[0], group)
    bob.clicks("Two minutes", within=bob.sees(box.app)[-1])
    bob.fills({"i-career1": "2"})
    bob.submits()
    bob.closes()
    bob.types("/mentor needs", in_=group)
    bob.clicks("Two minutes")
    chosen = next(b for b in bob.modal.blocks if b.get("block_id") == "i-career1")["element"]
    assert chosen["initial_option"]["value"] == "2"


def test_only_an_organiser_asks_and_only_members_answer(bot, box, six, erin, found, group, forge):
    bob = six[1]
    assert "An organiser" in bob.types("/mentor needs start", in_=group).text
    asks(bot, box, six[0], group)
    found("others", erin)
    assert "has not asked yet" in erin.types("/mentor needs").text
    bob.types("/mentor needs", in_=group)
    bob.clicks("Two minutes")
    bob.submits()

    def as_erin(payload):
        payload["user"]["id"] = erin.id
        payload["view"]["id"] = "V-other"
        payload["view"]["private_metadata"] = payload["view"]["private_metadata"].replace('"nonce": "', '"nonce": "x')
    forge("view_submission", as_erin)
    with bot.store.read() as tx:
        assert {a.user for a in rows.answers(tx, 1)} == {bob.id}


def test_a_year_later_it_says_what_has_changed(bot, box, six, group):
    alice = six[0]
    for year in range(2):
        asks(bot, box, alice, group)
        for number, person in enumerate(six[:5]):
            person.types("/mentor needs", in_=group)
            person.clicks("Two minutes")
            answers(person, important={"career1": "2"}, sure={"career1": "0" if number < 3 - year else "2"})
        alice.types("/mentor needs close", in_=group)
        box.clock.advance(timedelta(minutes=1))
        bot.ticks()
        if not year:
            box.clock.advance(timedelta(days=360))
            bot.ticks()
    assert "2 of 5 want it and do not feel sure yet, fewer than a year ago" in results(alice, group)[-1].text
    assert "less than a year old" in alice.types("/mentor needs start", in_=group).text


def test_a_count_that_tells_on_everybody_or_on_one_is_not_shown(bot, box, six, group):
    alice = six[0]
    asks(bot, box, alice, group)
    for number, person in enumerate(six[:5]):
        person.clicks("Two minutes", within=person.sees(box.app)[-1])
        alone = {"growth3": "2"} if number == 0 else {}
        answers(person, important={"career1": "2", "career3": "2", **alone}, sure={"career3": "0" if number == 0 else "2"},
                own="Only mine" if number == 0 else "")
    alice.types("/mentor needs close", in_=group)
    box.clock.advance(timedelta(minutes=1))
    bot.ticks()
    shown = results(alice, group)[0].text
    assert "nearly all of you want it" in shown and "5 of 5" not in shown
    assert "Leading people" not in shown and "saying no" not in shown and "Only mine" not in shown


def test_ones_own_answers_are_in_ones_own_export_while_it_is_open(bot, box, six, group):
    bob = six[1]
    asks(bot, box, six[0], group)
    bob.clicks("Two minutes", within=bob.sees(box.app)[-1])
    answers(bob, important={"career1": "2"})
    with bot.store.read() as tx:
        me = people_rows.by_user(tx, bot.deps.workspace.team, bob.id)
        assert own_data.portrait(bot.deps, tx, me)["needs_answers"][0]["important"] == {"career1": 2}
