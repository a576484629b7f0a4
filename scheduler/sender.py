"""Sending: claim a letter, mark it, call Slack, record what became of it. (reliability 2.4 to 2.7)

No call happens inside a transaction, and no letter is sent twice as long as Slack lets us read our own messages back.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import calendar_files, home, people
from bot.slack import SlackAnswer, SlackError, SlackLater, SlackRefused, SlackUnclear
from bot.views import home as home_view
from storage import outbox
from storage import people as people_rows
from storage.outbox import Dead, Later, Letter, Outcome, Sent, Uncertain

log = logging.getLogger(__name__)

OWNER = f"sender-{secrets.token_hex(4)}"
LEASE = timedelta(seconds=90)
BATCH = 20
MOST_ATTEMPTS = 3
LONGEST_BACKOFF = 600.0
BREAKER_PAUSE = timedelta(minutes=5)
EVENT_TYPE = "mentor_letter"
LOOK_AGAIN = "look again"           # a letter that calls Slack to read, not to post
SECOND_LOOK = timedelta(minutes=10)

# Doing these twice is doing them once.
_HARMLESS = frozenset({"chat.update", LOOK_AGAIN})

# Ours to mend: sent once more as plain words, then given up loudly.
_MALFORMED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "metadata_too_large",
                        "invalid_arguments"})


def send_waiting(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send every letter that is due and publish every stale Home; how many calls were made.

    Once ``stopping`` says so, nothing more is begun, and the letters already claimed are given back.
    """
    calls, rest = 0, None
    while letters := _claim(deps):
        for letter in letters:
            if rest or stopping():
                _put_off(deps, letter, rest or deps.clock.now())
                continue
            calls += 1
            rest = _send(deps, letter)
        if stopping():
            return calls
    return calls if rest else calls + publish_homes(deps, stopping)


def _claim(deps: Deps) -> list[Letter]:
    with deps.store.write() as tx:
        return outbox.claim(tx, owner=OWNER, now=deps.clock.now(), lease=LEASE, limit=BATCH)


def _put_off(deps: Deps, letter: Letter, until: datetime) -> None:
    with deps.store.write() as tx:
        outbox.settle(tx, letter, now=deps.clock.now(), outcome=Later(at=until, counts=False))


def _send(deps: Deps, letter: Letter) -> datetime | None:
    """Send one letter; until when everything else must rest, if Slack refuses us altogether."""
    with deps.store.write() as tx:
        if not outbox.mark_sending(tx, letter, now=deps.clock.now()):
            return None
    try:
        outcome = _outcome(deps, letter)
    except SlackRefused as no:
        log.error("Slack refuses everything (%s): sending rests for five minutes; nothing is lost", no.signal)
        rest = deps.clock.now() + BREAKER_PAUSE
        _put_off(deps, letter, rest)
        return rest
    if outcome is None:   # unclear: it stays "sending" until reading back can tell
        return None
    _settle(deps, letter, outcome, calls=letter.attempt + 1)
    log.info("letter %s: %s", letter.key.split(":", 1)[0], type(outcome).__name__.lower())
    return None


def _settle(deps: Deps, letter: Letter, outcome: Outcome, *, calls: int) -> None:
    """Record the outcome; a message that took several calls is looked for once more later, as a letter of its own."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        if not outbox.settle(tx, letter, now=now, outcome=outcome):
            return
        if isinstance(outcome, Sent) and letter.method == "chat.postMessage" and calls > 1:
            look = {"nonce": letter.nonce, "kept": outcome.ts, "oldest": _before(letter), "thread": (letter.body or {}).get("thread_ts")}
            outbox.put(tx, f"look:{letter.nonce}", LOOK_AGAIN, now=now, due=now + SECOND_LOOK, channel=outcome.channel, body=look)


def _outcome(deps: Deps, letter: Letter) -> Outcome | None:
    """Call Slack and classify what came of it; None when nobody can tell. SlackRefused: nothing else will work either."""
    now = deps.clock.now()
    try:
        answer = _call(deps, letter)
    except SlackLater as no:
        backoff = no.seconds if not no.counts else min(no.seconds * 2 ** letter.attempt, LONGEST_BACKOFF)
        return Later(at=now + timedelta(seconds=backoff + random.uniform(0, 1)), counts=no.counts)
    except SlackUnclear as no:
        return _unclear(letter, no, now)
    except SlackRefused as no:
        if no.breaker:
            raise
        log.warning("letter %s: refused for good, %s", letter.key.split(":", 1)[0], no.signal)
        return Dead(reason=no.signal)
    return Sent(ts=answer.get("ts") or answer.get("message_ts"), channel=answer.get("channel"))


def _call(deps: Deps, letter: Letter) -> SlackAnswer:
    """One call; a second one, as plain words, when Slack does not take the blocks. That is our mistake, so it is logged loudly."""
    if letter.method == LOOK_AGAIN:
        return _look_again(deps, letter)
    if letter.method == calendar_files.METHOD:
        return calendar_files.upload(deps, letter)
    arguments = _arguments(letter)
    try:
        return deps.slack.call(letter.method, **arguments)
    except SlackRefused as no:
        if no.signal not in _MALFORMED or not arguments.get("blocks"):
            raise
        log.error("letter %s: %s %s; sent as plain words instead", letter.key.split(":", 1)[0], no.signal, "; ".join(no.detail[:3]))
    return deps.slack.call(letter.method, **arguments | {"blocks": [] if letter.method == "chat.update" else None})


def _arguments(letter: Letter) -> dict:
    body = dict(letter.body or {})
    if letter.method == "chat.update":
        return {"channel": letter.edits_channel, "ts": letter.edits_ts, **body}
    if letter.method == "chat.postMessage":
        # The nonce is all that metadata holds: anybody in the workspace may read it (reliability 2.2).
        body |= {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"nonce": letter.nonce}},
                 "unfurl_links": False, "unfurl_media": False}
    return {"channel": letter.channel, **body}


def _unclear(letter: Letter, no: SlackUnclear, now: datetime) -> Outcome | None:
    log.warning("letter %s: %s, nobody knows whether Slack has it", letter.key.split(":", 1)[0], no.signal)
    if letter.method in _HARMLESS:
        return Later(at=now + timedelta(seconds=10), counts=True)
    if letter.method == "chat.postEphemeral":   # it cannot be read back, and twice would be worse than not at all
        return Uncertain(reason=no.signal)
    return None


# ---- proof by reading ------------------------------------------------------------------------------------------

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
        if outcome is None:
            with deps.store.write() as tx:
                outbox.resend(tx, letter, now=deps.clock.now())
        else:
            _settle(deps, letter, outcome, calls=letter.attempt)
    return len(letters)


def _proof(deps: Deps, letter: Letter) -> Outcome | None:
    if letter.method in _HARMLESS:
        return None
    if letter.method not in ("chat.postMessage", calendar_files.METHOD):
        return Uncertain(reason="cannot be read back")
    try:
        found = (calendar_files.copies(deps, letter, _before(letter)) if letter.method == calendar_files.METHOD else
                 _copies(deps, letter.channel, letter.nonce, _before(letter), (letter.body or {}).get("thread_ts")))
    except SlackRefused as no:
        if no.breaker and no.signal != "missing_scope":   # the token, not this channel: read again when it works again
            raise
        return Uncertain(reason=f"unproven: {no.signal}")
    if found:
        return Sent(ts=found[0], channel=letter.channel)
    return None if letter.attempt < MOST_ATTEMPTS else Uncertain(reason="not found after three attempts")


def _before(letter: Letter) -> str:
    """From when on a letter's message can stand in its channel, as a ts; two minutes of grace for Slack's clock."""
    return f"{(letter.started - timedelta(seconds=120)).timestamp():.6f}" if letter.started else "0"


def _copies(deps: Deps, channel: str, nonce: str, oldest: str, thread: str | None) -> list[str]:
    """The ts of every message that carries a nonce, oldest first."""
    method = "conversations.replies" if thread else "conversations.history"
    found = deps.slack.pages(method, "messages", channel=channel, oldest=oldest, include_all_metadata=True, limit=200, ts=thread)
    return sorted((m["ts"] for m in found if ((m.get("metadata") or {}).get("event_payload") or {}).get("nonce") == nonce), key=float)


def _look_again(deps: Deps, letter: Letter) -> SlackAnswer:
    """Ten minutes after a message that took several calls: whatever has landed late is taken away (reliability 2.5 step 4)."""
    look = letter.body
    found = _copies(deps, letter.channel, look["nonce"], look["oldest"], look["thread"])
    # The copy that the row names stays: later edits of ours go there.
    for ts in [ts for ts in found if ts != look["kept"]] if look["kept"] in found else found[1:]:
        log.warning("a second copy of a letter is removed")
        deps.slack.call("chat.delete", channel=letter.channel, ts=ts)
    return SlackAnswer(ts=look["kept"])


# ---- Homes -----------------------------------------------------------------------------------------------------

def publish_homes(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Publish every Home that has changed since it was shown, from present data; how many calls were made."""
    with deps.store.read() as tx:
        stale = people_rows.stale_homes(tx, 200)
    calls = 0
    for person, mark in stale:
        if stopping():
            break
        try:
            view = home_view.view(home.home(deps, people.actor(deps, person.user)))
        except Exception as failure:   # it stays stale and is seen in the log; the others' Homes must not wait for it
            log.error("a Home could not be made: %s", type(failure).__name__)
            continue
        calls += 1
        try:
            deps.slack.call("views.publish", user_id=person.user, view=view)
        except SlackRefused as no:
            log.warning("a Home could not be published: %s %s", no.signal, "; ".join(no.detail[:3]))
            if no.breaker:
                break
        except SlackError as no:
            log.warning("Homes wait: %s", no.signal)
            break
        with deps.store.write() as tx:
            people_rows.home_published(tx, person.id, mark)
    return calls
