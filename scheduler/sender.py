"""Sending: claim a letter, look at it once more, mark it, call Slack, record what became of it. (reliability 2.4 to 2.7)

No call happens inside a transaction, and no letter is sent twice as long as Slack lets us read our own messages back.
"""

from __future__ import annotations

import logging
import random
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import channels, standing, uploads
from bot.services.readiness import CLOSED_FOR, Ready, Skip, Wait, ready
from bot.slack import SlackAnswer, SlackError, SlackLater, SlackRefused, SlackUnclear
from bot.views.blocks import context
from mentoring.reminders import PRESSING
from scheduler import proof, reach
from scheduler.homes import publish_homes
from scheduler.proof import HARMLESS, LOOK_AGAIN, UNPROVEN
from storage import outbox
from storage.deliveries import PAUSED
from storage.outbox import Dead, Later, Letter, Outcome, Sent, Skipped, Uncertain

log = logging.getLogger(__name__)

OWNER = f"sender-{secrets.token_hex(4)}"
LEASE = timedelta(seconds=90)
BATCH = 20
LAST_LOOK = 20.0                      # seconds from the claim to the call: whoever was asleep for longer gives it back
LONGEST_BACKOFF = 600.0
BREAKER_PAUSE = 300.0
HOLD_PAUSE, LONGEST_HOLD = 900.0, 21_600.0
PATIENCE = timedelta(days=1)          # a letter that alone is refused, while all else works
LONGEST_PAUSED = timedelta(days=7)
REMAKE = timedelta(minutes=10)
EVENT_TYPE = "mentor_letter"
TWICE = "You may see this twice: Slack could not say whether the first one arrived."

# Ours to mend: sent once more as plain words, then given up loudly.
_MALFORMED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long", "metadata_too_large",
                        "invalid_arguments"})
_CLOSED = frozenset({"is_archived", "channel_not_found", "not_in_channel", "restricted_action", "restricted_action_read_only_channel"})
_UNREACHABLE = frozenset({"user_disabled", "user_not_found", "user_not_visible", "invalid_user_combination", "messages_tab_disabled",
                          "cannot_dm_bot", "channel_not_found", "is_archived"})
_HELD = frozenset({"ekm_access_denied", "access_denied", "org_login_required", "team_added_to_org"})


def send_waiting(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send every letter that is due and publish every stale Home; how many calls were made.

    Once ``stopping`` says so, nothing more is begun, and the letters already claimed are given back.
    """
    if not _open(deps):
        return 0
    reach.people(deps, deps.clock.now(), stopping)
    calls = 0
    while letters := _claim(deps):
        claimed = deps.clock.monotonic()
        for letter in letters:
            calls += _in_turn(deps, letter, claimed, stopping)
        if stopping() or _is_shut(deps):
            return calls
    return calls + publish_homes(deps, stopping)


def _claim(deps: Deps) -> list[Letter]:
    """What somebody waits for and what cannot wait goes first; of the rest, as much as Slack's limits leave room for."""
    now, room = deps.clock.now(), deps.limits.room(deps.clock.monotonic())
    with deps.store.write() as tx:
        letters = outbox.claim(tx, owner=OWNER, now=now, lease=LEASE, limit=BATCH, prompt=True)
        room = min(room, BATCH - len(letters))
        return letters + (outbox.claim(tx, owner=OWNER, now=now, lease=LEASE, limit=room, prompt=False) if room else [])


def _in_turn(deps: Deps, letter: Letter, claimed: float, stopping: Callable[[], bool]) -> int:
    """One claimed letter: sent, or given back when it must not be begun now; how many calls that made."""
    at = deps.clock.monotonic()
    if deps.limits.is_shut(at):
        _settle(deps, letter, Later(at=deps.clock.now() + timedelta(seconds=deps.limits.shut_until - at), counts=False))
    elif stopping() or at - claimed > LAST_LOOK:
        _settle(deps, letter, Later(at=deps.clock.now(), counts=False))
    else:
        return _send(deps, letter)
    return 0


def _send(deps: Deps, letter: Letter) -> int:
    """Send one letter; 1 when Slack was called."""
    if letter.reason == PAUSED:
        reach.channel_again(deps, letter.channel)
    try:
        body = _begun(deps, letter)
    except (LookupError, TypeError, ValueError, AttributeError) as failure:   # its words could not be made; the others must not wait
        log.error("a %s could not be made: %s", letter.kind, type(failure).__name__)
        _settle(deps, letter, Later(at=deps.clock.now() + REMAKE, counts=False, lets_go=True, reason=type(failure).__name__))
        return 0
    if body is None:
        return 0
    letter, started = replace(letter, body=body), deps.clock.now()
    outcome, signal = _outcome(deps, letter)
    with deps.store.write() as tx:
        now = deps.clock.now()
        outbox.attempted(tx, letter, started=started, finished=now, signal=signal)
        settled = outcome and outbox.settle(tx, letter, now=now, outcome=outcome)
        if settled and isinstance(outcome, Sent) and letter.method == "chat.postMessage" and letter.attempt > 0:
            proof.look_later(tx, letter, outcome, now)
    if outcome:   # else it stays "sending" until reading back can tell
        log.info("letter %s: %s", _what(letter), type(outcome).__name__.lower())
    return 1


def _begun(deps: Deps, letter: Letter) -> dict | None:
    """The last look, the turn in the queue and the mark "sending", in one transaction. The letter's words, or None: no call."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        verdict = ready(tx, deps, letter, now) if letter.kind else Ready(body=letter.body or {})
        if isinstance(verdict, Skip):
            outbox.settle(tx, letter, now=now, outcome=Skipped(reason=verdict.reason))
            log.info("letter %s: skipped, %s", _what(letter), verdict.reason)
            return None
        if isinstance(verdict, Wait):
            outbox.settle(tx, letter, now=now, outcome=Later(at=verdict.until, counts=False, reason=verdict.reason, lets_go=True))
            return None
        if letter.method == "chat.postMessage":
            wait = deps.limits.take(letter.channel, deps.clock.monotonic(), prompt=letter.kind is None or letter.kind in PRESSING)
            if wait:
                outbox.settle(tx, letter, now=now, outcome=Later(at=now + timedelta(seconds=wait), counts=False, reason=letter.reason))
                return None
        return verdict.body if outbox.mark_sending(tx, letter, now=now) else None


def _settle(deps: Deps, letter: Letter, outcome: Outcome) -> None:
    with deps.store.write() as tx:
        outbox.settle(tx, letter, now=deps.clock.now(), outcome=outcome)


def _outcome(deps: Deps, letter: Letter) -> tuple[Outcome | None, str]:
    """Call Slack and classify what came of it, with Slack's word for it; None when nobody can tell."""
    now = deps.clock.now()
    try:
        answer = _call(deps, letter)
    except SlackLater as no:
        backoff = no.seconds if not no.counts else min(no.seconds * 2 ** letter.attempt, LONGEST_BACKOFF)
        return Later(at=now + timedelta(seconds=backoff + random.uniform(0, 1)), counts=no.counts), no.signal
    except SlackUnclear as no:
        return _unclear(letter, no, now), no.signal
    except SlackRefused as no:
        return _refused(deps, letter, no, now), no.signal
    return Sent(ts=answer.get("ts") or answer.get("message_ts"), channel=answer.get("channel")), "ok"


def _refused(deps: Deps, letter: Letter, no: SlackRefused, now: datetime) -> Outcome:
    """Slack said no: to everything, to this channel, to this person, or to this letter alone (reliability 2.7)."""
    if no.breaker:
        if not _works(deps, no.signal):
            return Later(at=now + timedelta(seconds=deps.limits.shut_for), counts=False)
        if now < letter.created + PATIENCE:
            return Later(at=now + timedelta(hours=1), counts=False, lets_go=True, reason=no.signal)
    elif letter.person_id and no.signal in _UNREACHABLE:
        channels.unreachable(deps, letter.person_id, letter.channel, no.signal)
    elif no.signal in _CLOSED and channels.closed(deps, letter.channel, no.signal) and now < letter.created + LONGEST_PAUSED:
        return Later(at=now + CLOSED_FOR, counts=False, lets_go=bool(letter.kind), reason=PAUSED)
    log.warning("letter %s: refused for good, %s", _what(letter), no.signal)
    return Dead(reason=no.signal)


# ---- when Slack refuses us altogether ------------------------------------------------------------------------------

def _is_shut(deps: Deps) -> bool:
    return deps.limits.is_shut(deps.clock.monotonic())


def _open(deps: Deps) -> bool:
    """Whether Slack takes messages; after a pause it is asked first, with a call that posts nothing."""
    if deps.limits.shut_until is None:
        return True
    return not _is_shut(deps) and _works(deps, "")


def _works(deps: Deps, signal: str) -> bool:
    """Ask Slack whether our token is still good; if it is not, nothing is sent for a while."""
    try:
        deps.slack.call("auth.test")
    except SlackRefused as no:
        held = (no.signal or signal) in _HELD
        pause = min(max(HOLD_PAUSE, deps.limits.shut_for * 2), LONGEST_HOLD) if held else BREAKER_PAUSE
        deps.limits.shut(deps.clock.monotonic(), pause)
        log.error("Slack refuses everything (%s): sending rests for %d minutes; nothing is lost", no.signal, pause / 60)
        return False
    except SlackError as no:
        deps.limits.shut(deps.clock.monotonic(), BREAKER_PAUSE if signal else 15.0)
        log.warning("Slack cannot be asked whether it takes messages: %s", no.signal)
        return False
    if deps.limits.shut_until is not None:
        log.warning("Slack takes messages again")
        deps.limits.opens()
    return True


# ---- one call ------------------------------------------------------------------------------------------------------

def _call(deps: Deps, letter: Letter) -> SlackAnswer:
    """One call; a second one, as plain words, when Slack does not take the blocks. That is our mistake, so it is logged loudly."""
    if letter.method == LOOK_AGAIN:
        return proof.look_again(deps, letter)
    if letter.method == uploads.METHOD:
        return uploads.upload(deps, letter)
    if letter.method in standing.METHODS:
        return standing.bring(deps, letter)
    arguments = _arguments(letter)
    try:
        return deps.slack.call(letter.method, **arguments)
    except SlackRefused as no:
        if no.signal not in _MALFORMED or not arguments.get("blocks"):
            raise
        log.error("letter %s: %s %s; sent as plain words instead", _what(letter), no.signal, "; ".join(no.detail[:3]))
    return deps.slack.call(letter.method, **arguments | {"blocks": [] if letter.method == "chat.update" else None})


def _arguments(letter: Letter) -> dict:
    body = dict(letter.body or {})
    if letter.method == "chat.update":
        return {"channel": letter.edits_channel, "ts": letter.edits_ts, **body}
    if letter.method == "chat.postMessage":
        # The nonce is all that metadata holds: anybody in the workspace may read it (reliability 2.2).
        body |= {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"nonce": letter.nonce}},
                 "unfurl_links": False, "unfurl_media": False}
        if letter.edits_ts:   # a line in the thread of that message
            body["thread_ts"] = letter.edits_ts
        if letter.reason == UNPROVEN:
            body |= {"text": f"{body['text']} {TWICE}", "blocks": [*body.get("blocks", ()), context(TWICE)]}
    return {"channel": letter.channel, **body}


def _unclear(letter: Letter, no: SlackUnclear, now: datetime) -> Outcome | None:
    log.warning("letter %s: %s, nobody knows whether Slack has it", _what(letter), no.signal)
    if letter.method in HARMLESS:
        return Later(at=now + timedelta(seconds=10), counts=True)
    if letter.method == "chat.postEphemeral":   # it cannot be read back, and twice would be worse than not at all
        return Uncertain(reason=no.signal)
    return None


def _what(letter: Letter) -> str:
    """What kind of letter this is, for the log."""
    return letter.kind or letter.key.split(":", 1)[0]
