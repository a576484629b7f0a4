"""Roles: planned ahead and fairly, told a week before, done duty by duty, left, swapped, covered, shared; which there are; the count."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.views.days import near_day
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import roles as rows


@pytest.fixture
def dana(box):
    """Dana is in Alice's and Bob's group."""
    return box.person("dana", real_name="Dana Okafor", tz="America/New_York")


@pytest.fixture
def room(box, alice, bob, dana):
    """The channel of the three."""
    return box.channel("peer-mentors", [alice, bob, dana], bot=True, private=True)


@pytest.fixture
def has(bot, alice, planned):
    """Who has a role at a meeting: ``has("lead", 1)`` is a name, or None."""
    def read(role: str, number: int, seat: int = 1):
        with bot.store.read() as tx:
            group = people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0]
            ids = {r.key if r.key != "own" else r.name: r.id for r in rows.of_group(tx, group.id)}
            one = next((a for a in rows.living(tx, group.id, [planned[number]]) if (a.role_id, a.seat) == (ids.get(role), seat)), None)
            who = people_rows.by_id(tx, one.person_id) if one and one.person_id else None
            return who.name.split()[0] if who else None
    return read


EVERY = ("accept", "decline", "swap", "tick", "yes", "no", "take", "swap_with", "colead", "meeting", "show", "edit", "remove", "never",
         "again", "hold", "give", "plan", "load", "organiser", "hand", "still", "add")


def later(box, bot, **ahead):
    box.clock.advance(timedelta(**ahead))
    bot.ticks()
    bot.ticks()


@pytest.fixture
def three(box, bot, planned, alice, bob, dana):
    """The turns are planned; the three by first name."""
    bot.ticks()
    return {"Alice": alice, "Bob": bob, "Dana": dana}


@pytest.fixture
def at(bot, planned, group):
    """Open one meeting's turns: ``at(bob, 2)``; gives what is seen."""
    def look(person, number: int):
        with bot.store.read() as tx:
            day = meeting_rows.by_id(tx, planned[number]).day
        person.types("/mentor role plan", in_=group)
        return person.clicks(f"Change who does what on {near_day(day, day)} {day.year}")
    return look


def label(what: str, role: str, number: int) -> str:
    """The button of a turn, as a screen reader says it."""
    day = {1: date(2026, 12, 1), 2: date(2027, 1, 5), 3: date(2027, 2, 2)}[number]
    return f"{what}: {role}, {near_day(day, day)} {day.year}"


@pytest.fixture
def told(box, bot, three, letters, has):
    """It is a week before meeting 1, and everybody with a role knows; gives the message of whoever has ``role``."""
    later(box, bot, days=1)

    def read(role: str = "lead"):
        person = three[has(role, 1)]
        return person, next(m for m in reversed(letters(person)) if "you are" in m.text)
    return read


def test_turns_are_planned_for_all_meetings_ahead_evenly_and_never_two_for_one(three, has):
    leads, scribes = [has("lead", n) for n in (1, 2, 3)], [has("scribe", n) for n in (1, 2, 3)]
    assert sorted(leads) == sorted(scribes) == ["Alice", "Bob", "Dana"]
    assert all(lead != scribe for lead, scribe in zip(leads, scribes, strict=True))


def test_the_plan_and_the_overview_say_who_does_what_and_what_is_mine(three, bob, group, has):
    said = bob.types("/mentor role plan", in_=group).text
    assert all(f"Discussion lead: {has('lead', n)}" in said for n in (1, 2, 3)) and "least often" in said
    said = bob.types("/mentor role", in_=group).text
    assert "Yours: " in said and "Organiser: Alice Moreau" in said and "Correspondent: nobody yet" in said


def test_a_week_before_whoever_has_a_role_hears_what_to_do_and_ticks_it_off(told, letters):
    person, message = told()
    assert "you are Discussion lead" in message.text and "you so far: the first time" in message.text
    assert message.buttons.count("Done") == 4
    person.clicks("Done", within=message)
    assert "✓ Choose what you talk about" in letters(person)[-1].text
    assert [b for b in letters(person)[-1].buttons if b == "Done"] == ["Done"] * 3


def test_saying_yes_keeps_it_and_the_button_goes(told, letters, has):
    person, message = told()
    person.clicks("I'll do it", within=message)
    assert "I'll do it" not in letters(person)[-1].buttons and has("lead", 1) == person.user.real_name.split()[0]


def test_who_cannot_is_followed_by_whoever_is_next_who_is_told(told, three, letters, has, bot, box):
    person, message = told()
    was = has("lead", 1)
    said = person.clicks("I can't", within=message)
    now = has("lead", 1)
    later(box, bot, seconds=2)
    assert now not in (was, None) and f"{now} " in said.text and "is next, and hears of it" in said.text
    assert "you are Discussion lead" in "".join(m.text for m in letters(three[now]))
    assert f"{was}" in three[now].types("/mentor role show lead").text


def test_where_nobody_is_left_the_channel_is_asked_and_one_click_takes_it(told, three, has, at, bot, box, alice, group):
    for _ in range(3):
        who = three[has("lead", 1)]
        at(who, 1)
        who.clicks(label("I can't", "Discussion lead", 1))
    assert has("lead", 1) is None
    later(box, bot, seconds=2)
    asked = next(m for m in reversed(alice.sees(group)) if "nobody is Discussion lead yet" in m.text)
    alice.clicks("I'll be Discussion lead", within=asked)
    assert has("lead", 1) == "Alice"


def test_two_days_before_the_channel_is_asked_for_a_role_that_nobody_has(three, has, at, bot, box, alice, group):
    for _ in range(3):
        who = three[has("scribe", 2)]
        at(who, 2)
        who.clicks(label("I can't", "Scribe", 2))
    assert not any("nobody is Scribe" in m.text for m in alice.sees(group))
    later(box, bot, days=36)     # a week before, in the post that asks for topics
    assert "Scribe: nobody yet" in "".join(m.text for m in alice.sees(group)[-3:])
    later(box, bot, days=5)
    assert "nobody is Scribe yet. Who will?" in alice.sees(group)[-1].text


def test_two_taps_ask_for_a_swap_and_one_yes_makes_it(told, three, letters, has, bot, box):
    person, message = told()
    mine, two = has("lead", 1), has("lead", 2)
    person.clicks("Swap", within=message)
    person.clicks(next(b for b in letters(person)[-1].buttons if b.startswith(f"{two} ")))
    assert (has("lead", 1), has("lead", 2)) == (mine, two)
    later(box, bot, seconds=2)
    asked = letters(three[two])[-1]
    assert "asks to swap: Discussion lead on" in asked.text
    three[two].clicks("Swap", within=asked)
    assert (has("lead", 1), has("lead", 2)) == (two, mine)


def test_an_answer_that_one_cannot_come_gives_the_turn_to_another_and_those_before_stay(three, has, bot, group):
    before = {n: (has("lead", n), has("scribe", n)) for n in (1, 2, 3)}
    who = before[2][0]
    three[who].types("/mentor meeting rsvp 2 no", in_=group)
    bot.ticks()
    assert (has("lead", 1), has("scribe", 1)) == before[1] and has("lead", 2) not in (who, None)
    assert has("scribe", 2) != who


def test_who_is_away_has_no_turn_and_who_leaves_none_either(three, has, bot, box, dana, alice, room):
    dana.types("/mentor away from 2027-01-01 until 2027-01-20", in_=room)
    bot.ticks()
    assert "Dana" not in (has("lead", 2), has("scribe", 2))
    box.workspace.change_user(dana.id, deleted=True)
    bot.ticks()     # it is heard
    bot.ticks()
    assert "Dana" not in [has(role, n) for role in ("lead", "scribe") for n in (1, 2, 3)]


def test_who_was_told_stays_when_something_else_changes(told, three, has, bot, group):
    told()
    lead, scribe = has("lead", 1), has("scribe", 1)
    other = next(n for n in three if n not in (lead, scribe))
    three[other].types("/mentor meeting rsvp 2 no", in_=group)
    bot.ticks()
    assert (has("lead", 1), has("scribe", 1)) == (lead, scribe)


def test_another_asks_to_do_it_and_gets_a_yes(three, has, at, bot, box, letters):
    number = next(n for n in (1, 2, 3) if has("lead", n) == "Bob")
    at(three["Dana"], number)
    assert "Bob Lindqvist is asked" in three["Dana"].clicks(label("Ask to do it instead", "Discussion lead", number)).text
    assert has("lead", number) == "Bob"
    later(box, bot, seconds=2)
    asked = next(m for m in reversed(letters(three["Bob"])) if "would like to do this instead of you" in m.text)
    three["Bob"].clicks("Yes, please", within=asked)
    assert has("lead", number) == "Dana"
    later(box, bot, seconds=2)
    assert "Bob Lindqvist said yes" in "".join(m.text for m in letters(three["Dana"]))


def test_the_organiser_steps_in_for_anybody_with_notice(three, has, at, bot, box, letters, alice):
    number = next(n for n in (1, 2, 3) if has("lead", n) == "Bob")
    at(alice, number)
    alice.clicks(label("Cover", "Discussion lead", number))
    assert has("lead", number) == "Alice"
    later(box, bot, seconds=2)
    assert "Alice Moreau steps in for you: Discussion lead on" in "".join(m.text for m in letters(three["Bob"]))


def test_a_role_of_ones_own_joins_the_rotation_and_goes_again(three, has, alice, bob, group):
    assert "An organiser" in bob.types("/mentor role add Snacks: bring fruit", in_=group).text
    said = alice.types("/mentor role add Snacks: bring fruit; buy tea", in_=group)
    assert "• bring fruit" in said.text and "• buy tea" in said.text
    assert sorted(has("Snacks", n) for n in (1, 2, 3)) == ["Alice", "Bob", "Dana"]
    assert "Those are 6 duties" in alice.types("/mentor role add Tea: a; b; c; d; e; f", in_=group).text
    assert "There is a role called snacks" in alice.types("/mentor role add snacks", in_=group).text
    alice.types("/mentor role remove snacks", in_=group)
    assert "Snacks" not in alice.types("/mentor role plan", in_=group).text


def test_a_role_for_a_term_is_taken_given_and_followed(three, alice, bob, group, letters, bot, box):
    bob.types("/mentor role show correspondent", in_=group)
    assert "You are Correspondent now" in bob.clicks("I'll do it").text
    assert "Correspondent: Bob Lindqvist, until" in alice.types("/mentor role", in_=group).text
    alice.types("/mentor role give correspondent <@{}>".format(three["Dana"].id), in_=group)
    later(box, bot, seconds=2)
    asked = next(m for m in reversed(letters(three["Dana"])) if "you are Correspondent from" in m.text)
    three["Dana"].clicks("I can't", within=asked)
    assert "Correspondent: Dana" not in alice.types("/mentor role", in_=group).text


def test_never_me_is_kept_to_and_taken_back(three, has, bob, group):
    bob.types("/mentor role never lead", in_=group)
    assert "Bob" not in [has("lead", n) for n in (1, 2, 3)]
    bob.types("/mentor role again lead", in_=group)
    assert "Bob" in [has("lead", n) for n in (1, 2, 3)]


def test_two_lead_together(three, has, at, bot, box, alice, letters):
    number = next(n for n in (1, 2, 3) if has("lead", n) != "Alice")
    lead = has("lead", number)
    at(alice, number)
    day = {1: date(2026, 12, 1), 2: date(2027, 1, 5), 3: date(2027, 2, 2)}[number]
    alice.clicks(f"Co-lead on {near_day(day, day)} {day.year}")
    assert (has("lead", number), has("lead", number, 2)) == (lead, "Alice")
    assert f"{lead}" in at(alice, number).text and "with Alice Moreau" in at(alice, number).text
    later(box, bot, seconds=2)
    assert "Alice Moreau leads with you" in "".join(m.text for m in letters(three[lead]))


def test_the_meeting_is_led_and_checked_by_those_who_were_planned(told, has, box, bot, alice, group):
    lead, scribe = has("lead", 1), has("scribe", 1)
    later(box, bot, days=6, hours=21, minutes=30)
    begun = next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)
    assert f"Leads: @{lead}" in begun.text and f"looks the minutes over, two minutes: @{scribe}" in begun.text
    said = alice.types("/mentor role load", in_=group).text
    assert said.index("Alice Moreau") < said.index("Bob Lindqvist") < said.index("Dana Okafor")
    assert sum(f"Discussion lead {n} ·" in said for n in (1,)) == 1 and f"{lead}" in said


def test_the_post_a_week_before_says_who_does_what(told, alice, group, has):
    post = next(m for m in alice.sees(group) if "What shall we talk about" in m.text)
    assert f"Discussion lead: {has('lead', 1)}" in post.text and f"Scribe: {has('scribe', 1)}" in post.text


@pytest.mark.parametrize("name", ["<!channel> *b* <http|x> &amp;", "=1+1", "`code` ~~"])
def test_a_hostile_name_is_only_a_name(three, alice, group, name):
    alice.types(f"/mentor role add {name}", in_=group)
    alice.types("/mentor role plan", in_=group)
    assert name in alice.types("/mentor role", in_=group).text


def test_what_is_not_mine_stays_as_it_is(three, told, has, forge, bot, box, carol, erin, found, group):
    found("writers", erin, carol)
    person, message = told()
    before = [(has("lead", n), has("scribe", n)) for n in (1, 2, 3)]
    person.clicks("Swap", within=message)

    def by(user: str, action: str, value: str):
        def change(payload):
            payload["user"]["id"] = user
            payload["actions"][0] |= {"action_id": action, "value": value}
        return change
    other = three[has("lead", 2)]
    mine = next(e["value"] for b in message.blocks for e in b.get("elements", ()) if e.get("action_id") == "roles.decline")
    for action in ("accept", "decline", "swap"):
        forge("block_actions", by(other.id, f"roles.{action}", mine))
    for action in EVERY:
        for value in (mine, f"{mine}|0", f"{mine}|2", "1", "1|2", "99", "0", "-1", "x", "1|x", ""):
            forge("block_actions", by(carol.id, f"roles.{action}", value))
    bot.ticks()
    assert [(has("lead", n), has("scribe", n)) for n in (1, 2, 3)] == before
    for line in ("role plan", "role load", "role show lead"):
        assert "Dana" not in carol.types(f"/mentor {line}").text


def test_whoever_hears_of_a_turn_within_the_week_hears_it_once(box, bot, planned, has, letters, alice, bob, dana):
    box.clock.advance(timedelta(days=5))     # nothing ran meanwhile
    bot.ticks()
    later(box, bot, minutes=30)
    later(box, bot, days=1)
    for person in (alice, bob, dana):
        assert sum("2026" in m.text and "you are " in m.text for m in letters(person)) <= 1
    assert any("you are Discussion lead" in m.text for person in (alice, bob, dana) for m in letters(person))
