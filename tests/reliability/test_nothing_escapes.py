"""Whatever goes wrong becomes an answer: kind, with a reference, and with what was typed kept."""

from __future__ import annotations

import copy
import random
import sqlite3
import traceback

import pytest

SORRY = "Something went wrong on my side."
WORDS = "Submit the systematic review"


@pytest.fixture
def broken(database_of):
    """A database that takes no goal, neither a new one nor a change."""
    database_of.refuses("INSERT", "goals")
    database_of.refuses("UPDATE", "goals")


@pytest.fixture
def unreadable(line, database_of):
    """A database in which nobody can be found. Call it when it shall be so."""
    def happens() -> None:
        line.sends = False
        database_of.run("ALTER TABLE people RENAME TO people_elsewhere")

    return happens


# ---- a handler that fails --------------------------------------------------------------------------------------

def test_a_command_that_fails_is_answered_with_a_reference_and_with_what_was_typed(alice, group, broken, caplog):
    answer = alice.types(f"/mentor goal add {WORDS}")
    assert answer.ack.status == "ok"
    assert SORRY in answer.text and WORDS in answer.text
    reference = answer.text.split("reference ")[1].split(".")[0]
    assert reference in caplog.text
    assert "goals.py" in caplog.text, "the log says where"
    assert WORDS not in caplog.text


def test_a_form_that_fails_stays_open_with_an_error_and_every_word(alice, group, broken, database_of):
    alice.types("/mentor goal add")
    alice.fills(what=WORDS, measure="A letter from the journal")
    answer = alice.submits()
    assert SORRY in next(iter(answer.errors.values()))
    assert alice.forms == 1
    assert WORDS in alice.modal.text and "A letter from the journal" in alice.modal.text
    database_of.obeys()
    assert not alice.submits().errors
    assert alice.forms == 0
    assert database_of.run("SELECT what FROM goals") == [(WORDS,)]


def test_a_click_that_fails_is_answered_with_a_reference(alice, group, database_of):
    alice.types(f"/mentor goal add {WORDS}")
    database_of.refuses("UPDATE", "goals")
    assert SORRY in alice.clicks("Share with the group").text


def test_a_click_at_home_that_fails_is_answered_in_a_window(bot, line, alice, group, database_of):
    alice.types(f"/mentor goal add {WORDS}")
    alice.opens_home()
    bot.ticks()
    line.sends = False
    database_of.run("ALTER TABLE goals RENAME COLUMN measure TO measure_elsewhere")
    alice.clicks("Details", within=alice.home)
    assert SORRY in alice.modal.text


def test_a_direct_message_that_fails_is_answered(alice, box, group, broken):
    alice.says(f"goal add {WORDS}")
    assert SORRY in alice.sees(box.app).text


# ---- before and after the handler ------------------------------------------------------------------------------

def test_a_command_is_answered_even_when_nobody_can_tell_who_is_acting(alice, group, unreadable):
    unreadable()
    answer = alice.types("/mentor goal list")
    assert answer.ack.status == "ok"
    assert SORRY in answer.text


def test_a_form_is_kept_open_even_when_nobody_can_tell_who_is_acting(alice, group, unreadable):
    alice.types("/mentor goal add")
    alice.fills(what=WORDS)
    unreadable()
    answer = alice.submits()
    assert SORRY in next(iter(answer.errors.values()))
    assert WORDS in alice.modal.text


def test_a_click_is_answered_even_when_nobody_can_tell_who_is_acting(alice, group, unreadable):
    alice.types(f"/mentor goal add {WORDS}")
    unreadable()
    assert SORRY in alice.clicks("Edit").text


def test_a_stranger_whom_we_cannot_write_down_is_answered_all_the_same(carol, group, database_of):
    database_of.refuses("INSERT", "people")
    answer = carol.types("/mentor help")
    assert answer.ack.status == "ok"
    assert SORRY in answer.text


# ---- the database says no --------------------------------------------------------------------------------------

def test_a_full_disk_is_told_and_what_was_typed_is_still_there(bot, alice, group, database_of):
    pages = database_of.run("PRAGMA page_count")[0][0]
    database_of.run(f"PRAGMA max_page_count = {pages}")
    alice.types("/mentor goal add")
    alice.fills(what=WORDS, why="x" * 2900, first_step="y" * 2900, measure="z" * 2900)
    answer = alice.submits()
    assert answer.errors
    assert WORDS in alice.modal.text
    assert "x" * 2900 in alice.modal.text
    database_of.run("PRAGMA max_page_count = 100000")
    assert not alice.submits().errors


def test_a_database_that_closes_is_told_and_what_was_typed_is_still_there(bot, line, alice, group):
    bot.store.close()
    line.sends = False
    answer = alice.types(f"/mentor goal add {WORDS}")
    assert "What you typed is still here" in answer.text and WORDS in answer.text
    bot.starts()


def test_a_database_that_another_program_holds_is_told(bot, line, alice, group, database_of):
    database_of.run("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(bot.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    line.sends = False
    try:
        answer = alice.types(f"/mentor goal add {WORDS}")
        assert "Another program is holding the database" in answer.text and WORDS in answer.text
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert "Written down" in alice.types(f"/mentor goal add {WORDS}").text


# ---- what we do not know ---------------------------------------------------------------------------------------

def click_on(line, action_id: str) -> dict:
    payload, *_ = next(each for each in reversed(line.heard) if each[0].get("type") == "block_actions")
    changed = copy.deepcopy(payload)
    changed["actions"][0] |= {"action_id": action_id, "value": "1"}
    changed["trigger_id"] = "9.9.unheard"
    return changed


def test_a_button_of_another_version_is_answered(line, alice, group, box):
    alice.types(f"/mentor goal add {WORDS}").clicks("Share with the group")
    line.again((click_on(line, "goals.never_heard_of"), "interactive", {}))
    assert "older version" in alice.sees(box.app).text


def test_a_form_of_another_version_stays_open_with_a_word_about_it(line, alice, group):
    alice.types("/mentor goal add")
    alice.fills(what=WORDS)
    alice.submits()
    payload = copy.deepcopy(line.heard[-1][0])
    payload["view"]["callback_id"] = "goals.never_heard_of"
    answer = line.dispatch(payload)
    assert answer.status == 200
    assert '"errors"' in answer.body and "older version" in answer.body


@pytest.mark.parametrize("kind", ["shortcut", "message_action", "view_closed", "block_suggestion"])
def test_what_asks_for_nothing_of_ours_is_acknowledged(line, alice, group, kind):
    alice.types("/mentor goal add")
    alice.submits()
    payload = line.heard[-1][0] | {"type": kind, "callback_id": "unheard", "action_id": "unheard", "block_id": "b", "value": "x",
                                   "message": {"ts": "1.0"}, "channel": {"id": "C1"}}
    assert line.dispatch(payload).status == 200


# ---- what Slack would never send -------------------------------------------------------------------------------

ODD = [None, 0, "", "x", [], {}, [{}], {"id": None}, "9" * 30, True]


def spoilt(payload: dict, chance: random.Random) -> dict:
    """The payload with one field, at any depth, gone or of another kind."""
    changed = copy.deepcopy(payload)
    place = changed
    while True:
        key = chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
        inner = place[key]
        if not isinstance(inner, (dict, list)) or not inner or chance.random() < 0.3:
            break
        place = inner
    if isinstance(place, dict) and chance.random() < 0.3:
        del place[key]
    else:
        place[key] = chance.choice(ODD)
    return changed


def test_spoilt_payloads_are_acknowledged_or_refused_and_never_an_exception(line, bot, a_day, caplog):
    for act in a_day:
        act()
    chance = random.Random(11)
    heard = [payload for payload, *_ in line.heard]
    unanswered = []
    for n in range(400):
        payload = spoilt(chance.choice(heard) | {"trigger_id": f"1.{n}", "event_id": f"Ev{n}"}, chance)
        try:
            answer = line.dispatch(payload)
        except Exception as failure:   # Bolt itself cannot read it; over the wire that is no acknowledgement
            assert not any("handlers" in frame.filename for frame in traceback.extract_tb(failure.__traceback__))
            continue
        bot.later.run()
        if answer.status not in (200, 404, 503):
            unanswered.append((answer.status, payload.get("type")))
    assert unanswered == []
