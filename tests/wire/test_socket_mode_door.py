"""Socket Mode over a real WebSocket."""

from __future__ import annotations

LONG = 15.0


def answers(box, words: str) -> int:
    return sum(words in str(each) for each in box.truth.from_app)


def test_a_command_is_answered_in_its_acknowledgement(running, known):
    alice = known("alice")
    answer = alice.types("/mentor goal add Submit the systematic review")
    assert answer.ack.status == "ok"
    assert "Written down" in answer.text


def test_a_form_opens_and_comes_back(running, box, known, rows):
    alice = known("alice")
    alice.types("/mentor goal add")
    box.until(lambda: alice.modal, timeout=LONG)
    alice.fills(what="Teach the skills lab")
    assert not alice.submits().errors
    assert alice.forms == 0
    assert rows("SELECT what FROM goals") == [("Teach the skills lab",)]


def test_a_click_changes_what_was_clicked(running, box, known):
    alice = known("alice")
    added = alice.types("/mentor goal add Teach the skills lab")
    assert added.clicks("Undo").ack.status == "ok"
    box.until(lambda: "Removed" in alice.sees(box.app).text, timeout=LONG)


def test_an_event_is_answered_and_home_is_shown(running, box, known):
    alice = known("alice")
    alice.says("goal add Teach the skills lab")
    box.until(lambda: "Written down" in alice.sees(box.app).text, timeout=LONG)
    alice.opens_home()
    box.until(lambda: alice.home and "Teach the skills lab" in alice.home.text, timeout=LONG)


def test_envelopes_that_come_twice_do_nothing_twice(running, box, known, rows):
    alice = known("alice")
    box.trouble(duplicate_next=1)
    alice.types("/mentor goal add Teach the skills lab")
    box.until(lambda: box.delivery.sockets.stray, timeout=LONG)
    box.trouble(duplicate_next=1)
    alice.says("goal add Learn to supervise")
    box.until(lambda: sum(each["name"] == "message" for each in box.truth.envelopes) == 2, timeout=LONG)
    box.until(lambda: answers(box, "Learn to supervise"), timeout=LONG)
    assert rows("SELECT count(*) FROM goals") == [(2,)]
    assert rows("SELECT count(*) FROM outbox") == [(1,)]
    assert answers(box, "Learn to supervise") == 1
