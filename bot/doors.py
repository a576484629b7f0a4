"""What the doors share: who is still inside, and whether the line to Slack is alive."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

log = logging.getLogger(__name__)
LOOK = 1.0       # seconds between two looks at the line
PATIENCE = 1.0   # seconds that the client reads without looking up
LONGEST_PAUSE = 30.0


class InHand:
    """What has come in at a door and is not answered yet, counted."""

    def __init__(self):
        self._count, self._changed = 0, threading.Condition()

    @property
    def count(self) -> int:
        """How many are inside."""
        return self._count

    def __enter__(self) -> None:
        with self._changed:
            self._count += 1

    def __exit__(self, *failure) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def over(self, end: float) -> bool:
        """Wait until nothing is left, at most until ``end`` (monotonic seconds); whether nothing is left."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._count, max(0.0, end - time.monotonic()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Where Slack comes in: ``close`` lets nobody in any more; ``in_hand`` counts who is inside."""

    in_hand: InHand
    close: Callable[[], None]
    connected: Callable[[], bool]


def counted(in_hand: InHand, gate: Callable, environ: dict, start_response: Callable) -> Iterator[bytes]:
    """The gate's answer, in hand until its bytes have been handed on."""
    with in_hand:
        yield from gate(environ, start_response)


class Line:
    """The WebSocket of the SDK's built-in client (slack_sdk.socket_mode.builtin), watched.

    The client takes a line that Slack's side has closed without a word for silence: it asks the dead socket again and again at
    full speed, and reconnects when five pings, ten seconds apart, have failed. Commands typed in that minute would be lost.
    And when Slack asks it to move to a new line, it reads nothing there until its last read on the old one has ended: three
    seconds by default, which is all the time a command has.
    """

    def __init__(self, client):
        self._client, self._closed = client, threading.Event()

    def watch(self) -> None:
        """Look at the line every second, in a thread of its own, until it is closed."""
        self._be_attentive()
        threading.Thread(target=self._watch, name="line", daemon=True).start()

    def close(self) -> None:
        """Hang up, at once."""
        self._closed.set()
        self._client.auto_reconnect_enabled = False
        session = self._client.current_session
        if session and session.sock:
            with suppress(OSError):
                session.sock.shutdown(socket.SHUT_RDWR)
        # The client's own close waits for each of its idle threads, up to three seconds.
        threading.Thread(target=self._client.close, name="closing", daemon=True).start()

    def _watch(self) -> None:
        pause = LOOK
        while not self._closed.wait(pause):
            session = self._client.current_session
            line = session.sock if session else None
            if line is not None and not _is_over(line):
                self._be_attentive()
                pause = LOOK
                continue
            log.warning("the line to Slack has ended; connecting again")
            try:
                if session:
                    session.disconnect()
                self._client.connect_to_new_endpoint()
                self._be_attentive()
            except Exception as failure:   # Slack may be away for a while, and limits how often one may ask
                pause = min(pause * 2, LONGEST_PAUSE)
                log.warning("no new line to Slack yet: %s", type(failure).__name__)

    def _be_attentive(self) -> None:
        session = self._client.current_session
        with suppress(OSError, AttributeError):   # it may go away at this very moment
            session.sock.settimeout(PATIENCE)


def _is_over(line: socket.socket) -> bool:
    """Whether the other side has closed the line. Looks without taking anything away, below TLS."""
    try:
        with socket.socket(fileno=os.dup(line.fileno())) as looking:
            return looking.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
