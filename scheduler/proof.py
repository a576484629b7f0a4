"""Proof by reading: what became of a call that never ended, and which of two copies goes. (reliability 2.5 and 2.6)"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import standing, uploads
from bot.slack import SlackAnswer, SlackError, SlackLater, SlackRefused
from mentoring.reminders import PRESSING
from storage import outbox
from storage.outbox import Letter, Outcome, Sent, Uncertain
from storage.store import Tx

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
LOOK_AGAIN = "look again"           # a letter that calls Slack to read, not to post
SECOND_LOOK = timedelta(minutes=10)
UNPROVEN = "unproven"
HARMLESS = frozenset({"chat.update", LOOK_AGAIN, *standing.METHODS})                     # doing these twice is doing them once


def prove_stranded(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """For every letter whose call never ended: look whether our nonce stands in the channel, and only else send again."""
    with deps.store.read() as tx:
        letters = outbox.stranded(tx, deps.clock.now())
    for letter in letters:
        if stopping():
            break
        try:
            outcome = _proof(deps, letter)
        except SlackError as no:   # it cannot be read just now; the letter stays stranded and is looked for again
            log.warning("reading back waits: %s", no)
            continue
        settle(deps, letter, outcome)
    return len(letters)


def settle(deps: Deps, letter: Letter, outcome: Outcome | str | None) -> None:
    """Record what the reading has shown; None, or the reason for it: the letter goes once more."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        if outcome is None or isinstance(outcome, str):
            outbox.resend(tx, letter, now=now, reason=outcome)
        elif outbox.settle(tx, letter, now=now, outcome=outcome) and isinstance(outcome, Sent) and letter.attempt > 1:
            look_later(tx, letter, outcome, now)


def look_later(tx: Tx, letter: Letter, sent: Sent, now: datetime) -> None:
    """A message that took several calls is looked for once more, as a letter of its own: a second copy may land late."""
    look = {"nonce": letter.nonce, "kept": sent.ts, "oldest": _before(letter), "thread": _thread(letter)}
    outbox.put(tx, f"look:{letter.nonce}", LOOK_AGAIN, now=now, due=now + SECOND_LOOK, channel=sent.channel, body=look)


def _proof(deps: Deps, letter: Letter) -> Outcome | str | None:
    if letter.method in HARMLESS:
        return None
    if letter.method not in ("chat.postMessage", uploads.METHOD):
        return Uncertain(reason="cannot be read back")
    try:
        found = (uploads.copies(deps, letter, _before(letter)) if letter.method == uploads.METHOD else
                 _copies(deps, letter.channel, letter.nonce, _before(letter), _thread(letter)))
    except SlackRefused as no:
        if no.breaker and no.signal != "missing_scope":   # the token, not this channel: read again when it works again
            raise
        if letter.kind in PRESSING and letter.attempt < 2:   # better twice than not at all (reliability 2.6)
            return UNPROVEN
        return Uncertain(reason=f"unproven: {no.signal}")
    if found:
        return Sent(ts=found[0], channel=letter.channel)
    return None if letter.attempt < MOST_ATTEMPTS else Uncertain(reason="not found after three attempts")


def _thread(letter: Letter) -> str | None:
    """The thread that a letter's message stands in, if any."""
    return letter.edits_ts or (letter.body or {}).get("thread_ts")


def _before(letter: Letter) -> str:
    """From when on a letter's message can stand in its channel, as a ts; two minutes of grace for Slack's clock."""
    return f"{(letter.started - timedelta(seconds=120)).timestamp():.6f}" if letter.started else "0"


def _copies(deps: Deps, channel: str, nonce: str, oldest: str, thread: str | None) -> list[str]:
    """The ts of every message that carries a nonce, oldest first."""
    method = "conversations.replies" if thread else "conversations.history"
    found = deps.slack.pages(method, "messages", channel=channel, oldest=oldest, include_all_metadata=True, limit=200, ts=thread)
    return sorted((m["ts"] for m in found if ((m.get("metadata") or {}).get("event_payload") or {}).get("nonce") == nonce), key=float)


def look_again(deps: Deps, letter: Letter) -> SlackAnswer:
    """Ten minutes after a message that took several calls: whatever has landed late is taken away (reliability 2.5 step 4)."""
    look = letter.body
    found = _copies(deps, letter.channel, look["nonce"], look["oldest"], look["thread"])
    if look["kept"] not in found and letter.attempt < MOST_ATTEMPTS:   # what Slack lets us read lags, or somebody has taken it away
        raise SlackLater("conversations.history", "not shown yet", SECOND_LOOK.total_seconds(), counts=True)
    # The copy that the row names stays: later edits of ours go there.
    for ts in [ts for ts in found if ts != look["kept"]] if look["kept"] in found else found[1:]:
        log.warning("a second copy of a letter is removed")
        deps.slack.call("chat.delete", channel=letter.channel, ts=ts)
    return SlackAnswer(ts=look["kept"])
