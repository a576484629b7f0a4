"""A letter leaves when it is due, not with the next tick of the clock."""

from __future__ import annotations

from datetime import timedelta

from bot_process import settings_for
from knocking import LONG

from bot import wiring
from bot.clock import SystemClock
from scheduler import ticker
from storage import outbox


def test_a_letter_that_becomes_due_between_two_ticks_does_not_wait_for_the_second(box, database, monkeypatch):
    monkeypatch.setattr(ticker, "TICK_SECONDS", 3600)
    room, clock = box.channel("room", [], bot=True), SystemClock()
    bot = wiring.start(settings_for(box, database), clock)
    try:
        with bot.deps.store.write() as tx:
            now = clock.now()
            outbox.put(tx, "soon", "chat.postMessage", now=now, due=now + timedelta(seconds=1), channel=room.id, body={"text": "Now."})
        box.until(lambda: [m["text"] for m in box.truth.from_app] == ["Now."], timeout=LONG)
    finally:
        bot.stop()
