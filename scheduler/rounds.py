"""One round of the clock: everything that is due because time has passed, not because somebody knocked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.deps import Deps
from bot.services import horizon, people, polls, read_back, timetable
from bot.slack import SlackError, SlackRefused
from mentoring.reminders import HORIZON
from scheduler import proof, reach, sender
from storage import channels, drafts, inbox, outbox

log = logging.getLogger(__name__)

KEYS_KEPT = timedelta(days=7)      # Slack repeats an event for at most a day
DRAFTS_KEPT = timedelta(days=14)
LETTERS_KEPT = timedelta(days=400)
ATTEMPTS_KEPT = timedelta(days=90)
UNREACHABLE_FOR = timedelta(days=7)
TAKEN_FOR = timedelta(minutes=2)
MOST_TRIES = 5


def once(deps: Deps, redo: Callable[[dict], None], stopping: Callable[[], bool] = lambda: False) -> None:
    """Free lapsed claims, prove unclear letters, take up events left behind, get to know people, send.

    ``redo`` serves an event again; the doors give it, because the clock does not know them. Once ``stopping`` says so,
    nothing more is begun.
    """
    with deps.store.write() as tx:
        outbox.release_expired(tx, deps.clock.now())
    proof.prove_stranded(deps, stopping)
    take_up(deps, redo, stopping)
    get_acquainted(deps, stopping)
    polls.close_due(deps)
    read_back.keep(deps, stopping)
    horizon.keep(deps)
    timetable.plan_ahead(deps, stopping)
    reach.people(deps, deps.clock.now() + HORIZON, stopping)
    sender.send_waiting(deps, stopping)


def take_up(deps: Deps, redo: Callable[[dict], None], stopping: Callable[[], bool] = lambda: False) -> None:
    """Events that were acknowledged by a process that stopped before it had served them."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        left = inbox.waiting(tx, now=now, limit=50)
    for envelope in left:
        if stopping():
            return
        with deps.store.write() as tx:
            if envelope.attempt >= MOST_TRIES:
                inbox.failed(tx, envelope.key)
                log.error("an event of kind %s was given up after %d tries", envelope.kind, envelope.attempt)
                continue
            if not inbox.take(tx, envelope, until=now + TAKEN_FOR):
                continue
        redo(envelope.body)


def get_acquainted(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Ask Slack about people whom we know only by id: their zone, and whether they are people at all."""
    for person in people.strangers(deps):
        if stopping():
            return
        try:
            people.met(deps, person.user, deps.slack.call("users.info", user=person.user)["user"])
        except SlackRefused as no:
            if no.breaker:
                return
            people.met(deps, person.user, {"deleted": True})
        except SlackError:
            return


def tidy(deps: Deps) -> None:
    """Once a day: forget keys, drafts and letters that nothing can ask about any more."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        inbox.prune(tx, now - KEYS_KEPT)
        drafts.prune(tx, now - DRAFTS_KEPT)
        outbox.prune(tx, now - LETTERS_KEPT)
        outbox.prune_attempts(tx, now - ATTEMPTS_KEPT)
        channels.open_people_again(tx, now - UNREACHABLE_FOR)
