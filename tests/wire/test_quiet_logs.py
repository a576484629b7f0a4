"""Whatever the level, the log holds no word of anybody and no token; Slack's own libraries included."""

from __future__ import annotations

import io
import logging

import pytest
from bot_process import by_command, settings_for
from knocking import LONG

CANARY = "Zugunruhe"


def a_busy_minute(box, alice) -> None:
    """By every door, with trouble."""
    alice.types(f"/mentor goal add {CANARY} one")
    alice.types("/mentor goal add")
    box.until(lambda: alice.modal, timeout=LONG)
    alice.fills(what=f"{CANARY} two", why=CANARY)
    alice.submits()
    alice.types(f"/mentor gaol {CANARY}")
    box.trouble(method="chat.postMessage", error="invalid_blocks")
    box.trouble(method="views.publish", status=503, html=True)
    alice.says(f"goal add {CANARY} three")
    box.until(lambda: any(CANARY in str(each) for each in box.truth.from_app), timeout=LONG)
    alice.opens_home()
    for method in ("views.open", "users.info"):
        box.trouble(method=method, drop=True)
    alice.types("/mentor goal edit 1")
    box.person(f"{CANARY.lower()}", real_name=CANARY, tz="UTC").types(f"/mentor goal add {CANARY} four")
    box.until(lambda: sum(each["kind"] == "hook" for each in box.truth.calls) >= 2, timeout=LONG)


@pytest.mark.parametrize("door", ["running", "port_running"])
def test_at_debug_every_logger_together_holds_no_word_and_no_token(request, box, known, door):
    log = io.StringIO()
    seeing = logging.StreamHandler(log)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(seeing)
    root.setLevel(logging.DEBUG)
    try:
        live = request.getfixturevalue(door)
        a_busy_minute(box, known("alice"))
        box.trouble(socket="drop")
        live.tick()
        live.stop()
    finally:
        root.removeHandler(seeing)
        root.setLevel(level)
    said = log.getvalue()
    assert said, "something is logged"
    for secret in (CANARY, CANARY.lower(), box.bot_token, box.app_token):
        assert secret not in said


def test_the_command_at_debug_says_no_word_and_no_token(box, database, known):
    process = by_command(settings_for(box, database), MENTOR_LOG_LEVEL="DEBUG", MENTOR_LOG_FORMAT="text")
    box.until(box.delivery.connected, timeout=LONG)
    a_busy_minute(box, known("alice"))
    process.terminate()
    _, log = process.communicate(timeout=LONG)
    assert "connected to" in log
    for secret in (CANARY, CANARY.lower(), box.bot_token, box.app_token):
        assert secret not in log
