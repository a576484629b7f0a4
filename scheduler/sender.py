"""Sending: claim a letter, mark it, call Slack, record what became of it. (reliability 2.4 to 2.7)

No call happens inside a transaction, and no letter is sent twice as long as Slack lets us read our own messages back.
"""

from __future__ import annotations

import logging
import random
import secrets
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import home, people
from bot.slack import SlackError, SlackLater, SlackRefused, SlackUnclear
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

# Ours to mend: sent once more as plain words, then given up loudly.
_MALFORMED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "metadata_too_large",
                        "invalid_arguments"})


def send_waiting(deps: Deps) -> int:
    """Send every letter that is due and publish every stale Home; how many calls were made."""
    calls = 0
    while letters := _claim(deps):
        for letter in letters:
            calls += _send(deps, letter)
    return calls + publish_homes(deps)


def _claim(deps: Deps) -> list[Letter]:
    with deps.store.write() as tx:
        return outbox.claim(tx, owner=OWNER, now=deps.clock.now(), lease=LEASE, limit=BATCH)


def _send(deps: Deps, letter: Letter) -> int:
    with deps.store.write() as tx:
        if not outbox.mark_sending(tx, letter, now=deps.clock.now()):
            return 0
    outcome = _outcome(deps, letter)
    if outcome is None:   # unclear: it stays "sending" until reading back can tell
        return 1
    with deps.store.write() as tx:
        outbox.settle(tx, letter, now=deps.clock.now(), outcome=outcome)
    log.info("letter %s: %s", letter.key.split(":", 1)[0], type(outcome).__name__.lower())
    return 1


def _outcome(deps: Deps, letter: Letter) -> Outcome | None:
    now = deps.clock.now()
    try:
        answer = deps.slack.call(letter.method, **_arguments(letter))
    except SlackLater as no:
        backoff = no.seconds if not no.counts else min(no.seconds * 2 ** letter.attempt, LONGEST_BACKOFF)
        return Later(at=now + timedelta(seconds=backoff + random.uniform(0, 1)), counts=no.counts)
    except SlackUnclear as no:
        return _unclear(letter, no, now)
    except SlackRefused as no:
        return _refused(deps, letter, no, now)
    return Sent(ts=answer.get("ts") or answer.get("message_ts"), channel=answer.get("channel"))


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
    if letter.method == "chat.update":   # the same edit twice is one edit
        return Later(at=now + timedelta(seconds=10), counts=True)
    if letter.method == "chat.postEphemeral":   # it cannot be read back, and twice would be worse than not at all
        return Uncertain(reason=no.signal)
    return None


def _refused(deps: Deps, letter: Letter, no: SlackRefused, now: datetime) -> Outcome:
    if no.breaker:
        log.error("Slack refuses everything (%s): sending rests for five minutes; nothing is lost", no.signal)
        return Later(at=now + BREAKER_PAUSE, counts=False)
    if no.signal in _MALFORMED and (letter.body or {}).get("blocks"):
        log.error("letter %s: %s %s; sent as plain words instead", letter.key.split(":", 1)[0], no.signal, "; ".join(no.detail[:3]))
        try:
            plain = _arguments(letter) | {"blocks": [] if letter.method == "chat.update" else None}
            answer = deps.slack.call(letter.method, **plain)
            return Sent(ts=answer.get("ts"), channel=answer.get("channel"))
        except SlackUnclear as unclear:
            return Uncertain(reason=unclear.signal)
        except SlackError as again:
            return Dead(reason=again.signal)
    log.warning("letter %s: refused for good, %s", letter.key.split(":", 1)[0], no.signal)
    return Dead(reason=no.signal)


# ---- proof by reading ------------------------------------------------------------------------------------------

def prove_stranded(deps: Deps) -> int:
    """For every letter whose call never ended: look whether our nonce stands in the channel, and only else send again."""
    with deps.store.read() as tx:
        letters = outbox.stranded(tx, deps.clock.now())
    for letter in letters:
        try:
            outcome = _proof(deps, letter)
        except SlackError as no:   # it cannot be read just now; the letter stays stranded and is looked for again
            log.warning("reading back waits: %s", no)
            continue
        with deps.store.write() as tx:
            if outcome is None:
                outbox.resend(tx, letter, now=deps.clock.now())
            else:
                outbox.settle(tx, letter, now=deps.clock.now(), outcome=outcome)
    return len(letters)


def _proof(deps: Deps, letter: Letter) -> Outcome | None:
    if letter.method == "chat.update":
        return None
    if letter.method != "chat.postMessage":
        return Uncertain(reason="cannot be read back")
    thread = (letter.body or {}).get("thread_ts")
    oldest = f"{(letter.started - timedelta(seconds=120)).timestamp():.6f}" if letter.started else "0"
    method = "conversations.replies" if thread else "conversations.history"
    try:
        found = deps.slack.pages(method, "messages", channel=letter.channel, oldest=oldest, include_all_metadata=True, limit=200,
                                 ts=thread)
    except SlackRefused as no:
        return Uncertain(reason=f"unproven: {no.signal}")
    for message in found:
        if ((message.get("metadata") or {}).get("event_payload") or {}).get("nonce") == letter.nonce:
            return Sent(ts=message["ts"], channel=letter.channel)
    return None if letter.attempt < MOST_ATTEMPTS else Uncertain(reason="not found after three attempts")


# ---- Homes -----------------------------------------------------------------------------------------------------

def publish_homes(deps: Deps) -> int:
    """Publish every Home that has changed since it was shown, from present data; how many calls were made."""
    with deps.store.read() as tx:
        stale = people_rows.stale_homes(tx, 200)
    for person, mark in stale:
        actor = people.actor(deps, person.user)
        view = home_view.view(home.home(deps, actor))
        try:
            deps.slack.call("views.publish", user_id=person.user, view=view)
        except SlackRefused as no:
            log.warning("a Home could not be published: %s %s", no.signal, "; ".join(no.detail[:3]))
        except SlackError as no:
            log.warning("Homes wait: %s", no.signal)
            break
        with deps.store.write() as tx:
            people_rows.home_published(tx, person.id, mark)
    return len(stale)
