"""Experts from outside: a directory, an invitation with a slot, questions and answers, the thanks; another group's do not exist."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from bot.services import experts, experts_questions, people
from mentoring.experts import State, Wording
from mentoring.refused import Refused
from storage import experts as rows
from storage import meetings as meeting_rows
from storage import people as people_rows

STARTS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)   # the first meeting


@pytest.fixture
def expert(bot, alice, group):
    """An expert of the group as they are stored, by number."""
    def read(number: int = 1):
        with bot.store.read() as tx:
            return rows.by_number(tx, people_rows.actor(tx, bot.deps.workspace.team, alice.id).groups[0].id, number)
    return read


@pytest.fixture
def visit(bot, expert):
    """The visit of expert 1 that was invited first."""
    def read():
        with bot.store.read() as tx:
            return rows.visits_of(tx, [expert().id])[0]
    return read


@pytest.fixture
def vera(alice, group, expert):
    """Dr Vera Lang is in the directory."""
    alice.types("/mentor expert add Dr Vera Lang vera@example.org", in_=group)
    return expert()


@pytest.fixture
def invited(alice, group, planned, vera):
    """She is invited to the first meeting, from its tenth minute, for twenty."""
    alice.types("/mentor expert invite 1 to the December meeting", in_=group)
    alice.fills(brief="How the committee reads a CV")
    return alice.submits()


def at(box, bot, hours: float):
    """Send the clock ahead, in steps as the ticker would see them."""
    box.clock.advance(timedelta(hours=hours))
    bot.ticks()
    bot.ticks()


def test_a_member_adds_somebody_in_one_line_and_everybody_finds_them(bot, alice, bob, group, expert):
    said = bob.types("/mentor expert add Dr Vera Lang <vera@example.org>", in_=group)
    assert "In the directory" in said.text and expert().mail == "vera@example.org" and expert().name == "Dr Vera Lang"
    assert "Dr Vera Lang" in alice.types("/mentor expert list", in_=group).text


def test_the_form_holds_field_note_slack_person_and_consent(alice, bob, group, expert):
    alice.types("/mentor expert add", in_=group)
    alice.fills(name="Dr Sam Okoro", mail="sam@example.org", user=[bob.id], field="career", note="<!channel> sat on it", again="yes",
                shared=["shared"])
    alice.submits()
    one = expert()
    assert (one.user, one.field, one.again, one.shared, one.note) == (bob.id, "career", True, True, "<!channel> sat on it")
    assert "no mail address" in alice.types("/mentor expert add Vera <!channel> not@mail", in_=group).text or expert(2).name


def test_a_need_is_noted_and_settled(alice, bob, group):
    said = bob.types("/mentor expert need Somebody from the <!channel> promotions committee", in_=group)
    assert "Needed: Somebody from the <!channel> promotions committee" in said.text    # as plain letters: views hold it inert
    assert "Needed" not in bob.clicks("Settled").text


def test_an_invitation_is_drafted_sent_by_the_organiser_and_accepted(bot, alice, group, invited, visit):
    assert "Drafted" in invited.text and visit().state is State.INVITED
    alice.clicks("Invitation")
    alice.fills(text="Dear Vera,\n\nplease come.")
    said = alice.submits()
    assert "copy the text" in said.text and "Open in your mail" in said.buttons
    said = alice.clicks("They accepted")
    assert "comes to meeting 1" in said.text and visit().state is State.ACCEPTED


def test_the_calendar_file_holds_the_slot_the_brief_and_the_questions_only(bot, box, alice, bob, group, invited, letters):
    bob.types("/mentor expert show 1", in_=group)
    bob.clicks("A question for it")
    bob.fills(text="How many papers, <!channel>?")
    bob.submits()
    alice.types("/mentor expert show 1", in_=group)
    alice.clicks("Invitation")
    alice.submits()
    alice.clicks("Calendar file")
    bot.ticks()
    [data] = [base64.b64decode(f.content) for f in box.workspace.files.values() if "guest" in f.name]
    text = data.replace(b"\r\n ", b"").decode()
    assert "T074000" in text and "T080000" in text and "How the committee reads a CV" in text and "How many papers" in text


def test_several_dates_each_declined_alone(bot, alice, group, planned, vera):
    alice.types("/mentor expert invite 1 to meeting 1 and meeting 2", in_=group)
    alice.submits()
    alice.types("/mentor expert declined 1", in_=group)
    with bot.store.read() as tx:
        assert [v.state for v in rows.visits_of(tx, [vera.id])] == [State.DECLINED, State.INVITED]


def test_a_slot_outside_the_meeting_is_refused_at_its_field(alice, group, planned, vera, expert, bot):
    alice.types("/mentor expert invite 1", in_=group)
    alice.fills(first="50", minutes="20")
    alice.submits()
    with bot.store.read() as tx:
        assert rows.visits_of(tx, [vera.id]) == []


def test_members_do_not_invite(bob, group, planned, vera):
    assert "An organiser of the group invites" in bob.types("/mentor expert invite 1", in_=group).text


def test_the_slot_is_on_the_agenda_and_the_thread_says_who_can_read(bot, box, alice, bob, group, invited):
    alice.clicks("Accepted")
    box.clock.advance(meeting_of(bot, 1).starts - box.clock.now())
    for _ in range(10):
        at(box, bot, 5 / 60)
    said = [m.text for m in bob.sees(group)] + [m.text for m in all_threads(bob, group)]
    assert any("Dr Vera Lang is your guest" in t and "Who can read this thread" in t for t in said), said
    assert any("time with you is over" in t for t in said)
    assert sum("is your guest" in t for t in said) == 1
    assert any("07:40 to 08:00: Dr Vera Lang" in str(m.message) for m in bob.sees(group))


def meeting_of(bot, number: int):
    with bot.store.read() as tx:
        return meeting_rows.by_number(tx, 1, number)


def all_threads(person, channel):
    return [r for m in person.sees(channel) if m.message.get("reply_count") for r in person.sees(channel, thread=m)]


def test_after_the_meeting_the_organiser_says_they_came_and_the_thanks_are_drafted(bot, box, alice, group, invited, letters, visit):
    alice.clicks("Accepted")
    box.clock.advance(meeting_of(bot, 1).ends - box.clock.now())
    at(box, bot, 1)
    asked = next(m for m in letters(alice) if "Did Dr Vera Lang come" in m.text)
    alice.clicks("Came", within=asked)
    alice.clicks("Thanks")
    said = alice.submits()
    assert "thank you for your time" in said.text
    alice.clicks("I have sent it")
    assert visit().state is State.THANKED
    at(box, bot, 1)
    assert not [m for m in letters(alice) if "Did Dr Vera Lang come" in m.text]    # the click took its place, and nobody asks again


def test_a_meeting_called_off_is_told_to_the_organiser_once(bot, box, alice, group, invited, letters):
    alice.types("/mentor meeting cancel 1", in_=group)
    at(box, bot, 1)
    at(box, bot, 1)
    assert sum("is called off, and Dr Vera Lang" in m.text for m in letters(alice)) == 1


def test_a_question_goes_out_by_hand_and_its_answer_comes_back_with_name_and_date(bot, alice, bob, group, vera):
    said = bob.types("/mentor expert ask 1 How does the committee read a CV?", in_=group)
    assert "copy the text" in said.text
    bob.types("/mentor expert answer 1 They read the last five years. <!channel>", in_=group)
    bot.ticks()
    bot.ticks()
    asked = next(m for m in alice.sees(group) if "Bob Lindqvist asked Dr Vera Lang" in m.text)
    [answer] = [m for m in all_threads(alice, group) if "Dr Vera Lang answered" in m.text]
    assert "23 November 2026" in answer.text and "23 November 2026" in asked.text and "five years" in answer.text


def test_the_asker_is_reminded_once_after_seven_days(bot, box, bob, group, vera, letters):
    bob.types("/mentor expert ask 1 How does the committee read a CV?", in_=group)
    at(box, bot, 24 * 6)
    assert not [m for m in letters(bob) if "no answer is here yet" in m.text]
    for _ in range(4):
        at(box, bot, 24)
    assert len([m for m in letters(bob) if "no answer is here yet" in m.text]) == 1


def test_a_topic_that_wants_an_expert_says_so_once(bot, box, alice, bob, group):
    bob.types("/mentor topic propose", in_=group)
    bob.fills(title="What the promotions committee reads", marks=["expert"])
    bob.submits()
    for _ in range(3):
        at(box, bot, 1)
    assert sum("Somebody from outside would help" in m.text for m in all_threads(alice, group)) == 1
    assert "Needed: What the promotions committee reads" in alice.types("/mentor expert list", in_=group).text


def test_another_groups_expert_does_not_exist(bot, box, alice, erin, found, group, vera, forge):
    writers = found("writers", erin)
    never, theirs = (erin.types(f"/mentor expert show {n}", in_=writers).text for n in (99, 1))
    assert never.replace("99", "1") == theirs and "can't find" in theirs
    erin.types("/mentor expert add Dr Own", in_=writers)
    erin.clicks("Edit")
    for ident in (vera.id, 9999):
        forge("block_actions", lambda body, i=ident: body["actions"][0].update(value=str(i), action_id="experts.show"))
    assert "Vera" not in str([m.text for m in erin.sees(writers)])
    assert "Vera" not in erin.types("/mentor expert list", in_=writers).text


def test_who_agreed_to_be_known_is_offered_to_other_groups_without_the_note(bot, alice, erin, found, group, vera):
    writers = found("writers", erin)
    alice.types("/mentor expert edit 1", in_=group)
    alice.fills(note="was late twice", shared=["shared"])
    alice.submits()
    erin.types("/mentor expert list", in_=writers)
    said = erin.clicks("Take into our directory")
    assert "Dr Vera Lang" in said.text and "was late" not in said.text


def test_every_use_case_refuses_a_stranger_and_what_organisers_do_a_member_too(bot, alice, bob, erin, found, group, invited, visit, vera):
    found("writers", erin)
    deps, stranger, member = bot.deps, people.actor(bot.deps, erin.id), people.actor(bot.deps, bob.id)
    home, number = member.groups[0], visit().id
    question = experts_questions.ask(deps, member, vera.id, "How many papers?")[1]
    everybody = {
        "listed": lambda who: experts.listed(deps, who, home), "one": lambda who: experts.one(deps, who, vera.id),
        "coming": lambda who: experts.coming(deps, who, number), "add": lambda who: experts.add(deps, who, home, Wording(name="X")),
        "edit": lambda who: experts.edit(deps, who, vera.id, Wording(name="X")), "need": lambda who: experts.need(deps, who, home, "X"),
        "settle": lambda who: experts.settle_need(deps, who, home, 1), "adopt": lambda who: experts.adopt(deps, who, home, vera.id),
        "ask": lambda who: experts_questions.ask(deps, who, vera.id, "X"),
        "collect": lambda who: experts_questions.collect(deps, who, number, "X"),
        "of question": lambda who: experts_questions.of_question(deps, who, question.id),
        "answer": lambda who: experts_questions.answer(deps, who, question.id, "X"), "ahead": lambda who: experts.ahead(deps, who, home)}
    organisers = {
        "invite": lambda who: experts.invite(deps, who, vera.id, [visit().meeting_id], first=0, minutes=20, brief=""),
        "say": lambda who: experts.say(deps, who, number, State.ACCEPTED),
        "file": lambda who: experts.send_file(deps, who, number, "ics", once="x")}
    for name, deed in (everybody | organisers).items():
        with pytest.raises(Refused):
            pytest.fail(f"a stranger may {name}: {deed(stranger)}")
    for name, deed in (organisers | {"edit": everybody["edit"]}).items():
        with pytest.raises(Refused):
            pytest.fail(f"a member may {name}: {deed(member)}")
    with pytest.raises(Refused):    # who has not agreed to be known is nobody's to take
        experts.adopt(deps, stranger, stranger.groups[0], vera.id)
    assert visit().state is State.INVITED


def test_a_meeting_that_moves_takes_the_slot_along_and_the_organiser_is_told_once(bot, box, alice, group, invited, letters, visit):
    alice.types("/mentor meeting move 1 to Thursday 3 December 8am", in_=group)
    at(box, bot, 1)
    at(box, bot, 1)
    [told] = [m for m in letters(alice) if "was moved, and Dr Vera Lang" in m.text]
    assert "Thursday 3 December 2026, 08:10 to 08:30" in told.text and visit().told == meeting_of(bot, 1).starts
    assert "Thursday 3 December 2026, 08:10" in alice.clicks("The new invitation", within=told).text


def test_the_letter_for_their_file_is_a_page_and_typed_words_stay_words(bot, box, alice, group, planned, expert, visit):
    alice.types("/mentor expert add Dr <b>Vera</b> & Co vera@example.org", in_=group)
    alice.types("/mentor expert invite 1 to the next meeting", in_=group)
    alice.submits()
    alice.clicks("Accepted")
    box.clock.advance(meeting_of(bot, 1).ends - box.clock.now())
    alice.types("/mentor expert came 1", in_=group)
    alice.clicks("Letter for their file")
    bot.ticks()
    [page] = [base64.b64decode(f.content).decode() for f in box.workspace.files.values() if "letter" in f.name]
    assert "&lt;b&gt;Vera&lt;/b&gt;" in page and "<b>" not in page and "Alice Moreau, for" in page


def thread(person, group):
    begun = next(m for m in person.sees(group) if "Peer mentors: meeting 1" in m.text)
    return [m.text for m in person.sees(group, thread=begun)]


def at_time(box, bot, when):
    """Send the clock to an hour of the first meeting's day, and tick often enough for one post a second."""
    box.clock.advance(when - box.clock.now())
    for _ in range(4):
        bot.ticks()
        box.clock.advance(timedelta(seconds=1))


def test_the_thread_says_who_can_read_before_as_and_after_the_guest_is_there(bot, box, alice, bob, group, invited):
    alice.types("/mentor expert accepted 1", in_=group)
    at_time(box, bot, STARTS)
    at_time(box, bot, STARTS + timedelta(minutes=6))
    assert any("Dr Vera Lang joins at 07:40" in text for text in thread(bob, group))
    at_time(box, bot, STARTS + timedelta(minutes=10))
    assert any("is your guest" in text for text in thread(bob, group))
    alice.types("/mentor expert came 1", in_=group)
    at_time(box, bot, STARTS + timedelta(minutes=30, seconds=5))
    assert any("time with you is over" in text for text in thread(bob, group)), "also when it was said already that they came"


def test_who_has_accepted_and_is_invited_again_still_comes(bot, alice, group, planned, invited, visit):
    alice.types("/mentor expert accepted 1", in_=group)
    alice.types("/mentor expert invite 1 to meeting 1", in_=group)
    alice.fills(minutes="30", brief="Something else")
    alice.submits()
    assert visit().state is State.ACCEPTED and visit().minutes == 30 and visit().brief == "Something else"


def test_a_meeting_that_is_on_again_is_told_to_the_organiser(bot, box, alice, group, invited, letters):
    alice.types("/mentor meeting cancel 1 nobody is here", in_=group)
    at(box, bot, 0.1)
    alice.types("/mentor meeting restore 1", in_=group)
    at(box, bot, 0.1)
    assert [m for m in letters(alice) if "takes place after all" in m.text and "Dr Vera Lang" in m.text]


def test_somebody_is_taken_out_of_the_directory_and_the_agenda_follows(bot, alice, bob, group, invited, expert):
    alice.types("/mentor expert accepted 1", in_=group)
    assert "Dr Vera Lang" in bob.types("/mentor agenda", in_=group).text
    assert "Whoever added somebody" in bob.types("/mentor expert remove 1", in_=group).text
    alice.types("/mentor expert show 1", in_=group)
    assert "is out of the directory" in alice.clicks("Remove expert #1").text
    assert expert() is None and "Dr Vera Lang" not in bob.types("/mentor agenda", in_=group).text


def test_the_card_after_a_question_shows_it(bot, alice, group, vera):
    seen, asked = experts_questions.ask(bot.deps, people.actor(bot.deps, alice.id), vera.id, "How is a CV read?")
    assert [q.id for q in seen.questions] == [asked.id]


def test_taken_over_twice_somebody_is_in_the_directory_once(bot, alice, erin, found, group, vera):
    alice.types("/mentor expert edit 1", in_=group)
    alice.fills(shared=["shared"])
    alice.submits()
    found("writers", erin)
    hers = people.actor(bot.deps, erin.id)
    for n in range(2):
        experts.adopt(bot.deps, hers, hers.groups[0], vera.id, once=f"adopt {n}")
    assert len(experts.listed(bot.deps, hers, hers.groups[0])[0]) == 1


@pytest.fixture
def facilitator(bot, box, alice, carol, group, planned):
    """Carol, who is in no group, facilitates the first meeting."""
    alice.invites(carol, to=group)
    alice.types("/mentor expert add", in_=group)
    alice.fills(name="Carol Adeyemi", user=[carol.id])
    alice.submits()
    alice.types("/mentor expert invite 1 to meeting 1", in_=group)
    alice.fills(first="0", minutes="60", facilitates=["yes"])
    alice.submits()
    alice.types("/mentor expert accepted 1", in_=group)
    return carol


def begun(bot, box, person, group):
    at_time(box, bot, STARTS)
    at_time(box, bot, STARTS + timedelta(minutes=5))
    return next(m for m in person.sees(group) if "Peer mentors: meeting 1" in m.text)


def test_a_facilitator_from_outside_ends_this_meeting_and_can_do_nothing_else(bot, box, alice, facilitator, group):
    top = begun(bot, box, facilitator, group)
    assert any("They facilitate" in text for text in thread(alice, group))
    assert "I can't find that meeting" in facilitator.clicks("I'm here", within=top).text
    assert "Meeting 1 is over" in facilitator.clicks("End", within=top).text
    at_time(box, bot, STARTS + timedelta(minutes=6))
    draft = next(m for m in alice.sees(group, thread=top) if "Draft minutes" in m.text)
    assert "Looks right" in draft.buttons
    assert "can't find" in facilitator.clicks("Looks right", within=draft).text
    assert "Which group" not in facilitator.types("/mentor agenda").text and "Drop" not in facilitator.types("/mentor agenda").buttons


def test_before_and_after_and_at_other_meetings_a_facilitator_is_a_stranger(bot, box, alice, facilitator, group, forge):
    top = begun(bot, box, facilitator, group)
    alice.types("/mentor expert declined 1", in_=group)
    assert "I can't find that meeting" in facilitator.clicks("End", within=top).text
    alice.types("/mentor expert show 1", in_=group)
    alice.clicks("Accepted: meeting 1")
    alice.clicks("End", within=top)
    assert "I can't find that meeting" in facilitator.clicks("End", within=top).text


def test_only_somebody_in_slack_can_facilitate(bot, alice, group, planned, vera):
    hers = people.actor(bot.deps, alice.id)
    with pytest.raises(Refused, match="Slack account is not known"):
        experts.invite(bot.deps, hers, vera.id, [planned[1]], first=0, minutes=20, brief="", facilitates=True)
