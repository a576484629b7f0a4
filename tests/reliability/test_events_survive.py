"""Every event that was acknowledged is served exactly once, whatever happens to the process (reliability.md 3)."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from storage.schema import inbox

ASKED = "goal add Submit the systematic review"


def inbox_of(database_of) -> list[tuple]:
    return database_of.run("SELECT kind, state, attempt, body FROM inbox")


def goals_in(database_of) -> int:
    return database_of.run("SELECT count(*) FROM goals")[0][0]


def answers(box, person) -> list[str]:
    return [each.text for each in person.sees(box.app) if each.text.startswith(("✓", "That is done"))]


@pytest.fixture
def known(alice, group):
    """Alice is known to the bot."""
    return alice


def test_an_event_is_in_the_inbox_when_slack_hears_received(line, known, database_of):
    line.only_acks = True
    known.says(ASKED)
    assert [(kind, state) for kind, state, *_ in inbox_of(database_of)][-1] == ("message", "new")
    assert goals_in(database_of) == 0, "the work has not begun"


def test_a_process_that_stops_between_acknowledgement_and_work_does_the_work_after_its_restart(bot, line, box, known, database_of):
    line.only_acks = True
    known.says(ASKED)
    line.restart()
    box.travel(seconds=61)
    bot.ticks()
    assert goals_in(database_of) == 1
    assert len(answers(box, known)) == 1
    box.travel(seconds=3600)
    bot.ticks()
    assert len(answers(box, known)) == 1


def test_a_process_that_stops_between_the_deed_and_its_answer_does_not_do_the_deed_again(bot, line, box, known, database_of):
    database_of.refuses("INSERT", "outbox")
    known.says(ASKED)
    assert goals_in(database_of) == 1
    database_of.obeys()
    line.restart()
    box.travel(seconds=61)
    bot.ticks()
    assert goals_in(database_of) == 1
    assert answers(box, known) == ["That is done; I was interrupted before I could say so. `/mentor goal list` shows how things stand."]


def test_a_home_that_was_opened_before_a_stop_is_shown_after_the_restart(bot, line, box, known):
    line.only_acks = True
    known.opens_home()
    line.restart()
    assert known.home is None
    box.travel(seconds=61)
    bot.ticks()
    assert known.home is not None


def test_five_failures_are_enough_and_what_came_is_kept_for_a_person(bot, box, known, database_of):
    database_of.refuses("INSERT", "outbox")
    known.says(ASKED)
    for _ in range(8):
        box.travel(seconds=61)
        bot.ticks()
    kind, state, attempt, body = inbox_of(database_of)[-1]
    assert (kind, state, attempt) == ("message", "failed", 5)
    assert ASKED not in body and set(json.loads(body)) == {"sealed"}, "nobody reads it by looking into the database"
    with bot.store.read() as tx:
        event_id = tx.execute(sa.select(inbox.c.key).where(inbox.c.state == "failed")).scalar_one()
    assert bot.deps.seals.taken_up(json.loads(body), event_id)["event"]["text"] == ASKED
    database_of.obeys()
    box.travel(seconds=3600)
    bot.ticks()
    assert answers(box, known) == []


def test_an_event_that_cannot_be_written_down_is_not_acknowledged_and_slack_brings_it_again(bot, line, box, known, database_of):
    database_of.refuses("INSERT", "inbox")
    known.says(ASKED)
    assert box.truth.envelopes[-1]["status"] == "failed"
    assert goals_in(database_of) == 0
    database_of.obeys()
    box.travel(seconds=61)
    assert box.truth.envelopes[-1]["status"] == "ok"
    assert (goals_in(database_of), len(answers(box, known))) == (1, 1)


def test_an_event_that_comes_twice_is_served_once_however_late_the_repeat(bot, line, box, known, database_of):
    box.trouble(duplicate_next=1)
    known.says(ASKED)
    assert (goals_in(database_of), len(answers(box, known))) == (1, 1)
    box.travel(seconds=3 * 3600)
    bot.ticks()
    line.again()
    assert (goals_in(database_of), len(answers(box, known))) == (1, 1)


def test_a_repeat_between_acknowledgement_and_work_is_served_once(bot, line, box, known, database_of):
    line.only_acks = True
    known.says(ASKED)
    line.again(*line.heard)
    bot.later.run()
    bot.ticks()
    assert (goals_in(database_of), len(answers(box, known))) == (1, 1)


def test_an_event_that_is_taken_up_while_its_first_service_is_still_slow_is_answered_once(bot, line, box, known, database_of):
    line.only_acks = True
    known.says(ASKED)
    box.travel(seconds=61)
    bot.ticks()
    bot.later.run()
    bot.ticks()
    assert (goals_in(database_of), len(answers(box, known))) == (1, 1)


def test_events_that_change_places_are_both_served(line, box, known, database_of):
    box.trouble(hold_next=1)
    known.says(ASKED)
    known.says("goal add Teach the skills lab")
    assert goals_in(database_of) == 2
    assert len(answers(box, known)) == 2


def test_the_words_of_an_event_leave_the_inbox_when_it_is_served(known, database_of):
    known.says(ASKED)
    assert [(state, body) for _, state, _, body in inbox_of(database_of)][-1] == ("done", None)
    assert all(ASKED not in str(row) for row in inbox_of(database_of))


@pytest.mark.parametrize("more", [
    {"subtype": "message_changed"}, {"subtype": "channel_join"}, {"subtype": "never_heard_of"}, {"bot_id": "B1"}])
def test_messages_that_ask_nothing_of_us_are_acknowledged_and_not_kept(line, known, database_of, more):
    known.says(ASKED)
    before = inbox_of(database_of)
    payload = line.heard[-1][0]
    odd = payload | {"event_id": "EvODD", "event": payload["event"] | more}
    assert line.dispatch(odd).status == 200
    assert inbox_of(database_of) == before


def test_an_event_of_an_unknown_kind_is_acknowledged(line, known):
    known.says(ASKED)
    payload = line.heard[-1][0]
    assert line.dispatch(payload | {"event_id": "EvNEW", "event": {"type": "never_heard_of", "event_ts": "1.0"}}).status == 200
