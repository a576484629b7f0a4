"""The line breaks in every way; a moment later commands work again."""

from __future__ import annotations

import pytest

LONG = 15.0


def new_line(box, old: set[int]) -> bool:
    present = box.delivery.sockets.connections
    return bool(present) and not any(each.id in old or each.closing for each in present)


@pytest.mark.parametrize("trouble", ["drop", "disconnect", "refresh", "disable"])
def test_after_the_line_has_ended_commands_are_answered_again(running, box, known, trouble):
    alice = known("alice")
    old = {each.id for each in box.delivery.sockets.connections}
    box.trouble(socket=trouble)
    box.until(lambda: new_line(box, old), timeout=LONG)
    assert "Written down" in alice.types("/mentor goal add Teach the skills lab").text


def test_a_line_that_cannot_be_opened_at_first_is_tried_again(running, box, known):
    alice = known("alice")
    old = {each.id for each in box.delivery.sockets.connections}
    box.trouble(connections_refused=1)
    box.trouble(socket="drop")
    box.until(lambda: new_line(box, old), timeout=LONG)
    assert box.workspace.trouble.connections_refused == 0
    assert "Written down" in alice.types("/mentor goal add Teach the skills lab").text


def test_an_event_that_came_while_the_line_was_down_is_served_when_slack_brings_it_again(running, box, known):
    alice = known("alice")
    old = {each.id for each in box.delivery.sockets.connections}
    box.trouble(socket="drop")
    alice.says("goal add Teach the skills lab")
    box.until(lambda: new_line(box, old), timeout=LONG)
    box.travel(seconds=61)
    box.until(lambda: any("Written down" in str(each) for each in box.truth.from_app), timeout=LONG)
    assert sum("Teach the skills lab" in str(each) for each in box.truth.from_app) == 1
