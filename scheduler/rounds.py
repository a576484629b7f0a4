"""One round of the clock: everything that is due because time has passed, not because somebody knocked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.deps import Deps
from bot.services import (
    assessments,
    charter_review,
    experts_clock,
    horizon,
    membership_clock,
    own_data,
    people,
    polls,
    read_back,
    reflection_months,
    roles,
    roles_organiser,
    timetable,
)
from mentoring.reminders import HORIZON
from scheduler import proof, reach, sender
from storage import backups, channels, drafts, inbox, outbox
from storage.errors import Refuse
from storage.keyring import Unreadable

log = logging.getLogger(__name__)

KEYS_KEPT = timedelta(days=7)      # Slack repeats an event for at most a day
DRAFTS_KEPT = timedelta(days=14)
LETTERS_KEPT = timedelta(days=400)
ATTEMPTS_KEPT = timedelta(days=90)
UNREACHABLE_FOR = timedelta(days=7)
TAKEN_FOR = timedelta(minutes=2)
MOST_TRIES = 5


def begin(deps: Deps) -> None:
    """Before anything is claimed. What a dead process had claimed and not begun holds its channel up until the lease is over; where
    only one process can be, it need not."""
    if deps.store.alone:
        with deps.store.write() as tx:
            outbox.release_all(tx)


def once(deps: Deps, redo: Callable[[dict], None], stopping: Callable[[], bool] = lambda: False) -> None:
    """Free lapsed claims, prove unclear letters, take up events left behind, get to know people, send.

    ``redo`` serves an event again; the doors give it, because the clock does not know them. Once ``stopping`` says so,
    nothing more is begun.
    """
    with deps.store.write() as tx:
        outbox.release_expired(tx, deps.clock.now())
    for step in (
            lambda: proof.prove_stranded(deps, stopping), lambda: take_up(deps, redo, stopping),
            lambda: people.get_acquainted(deps, stopping), lambda: polls.close_due(deps), lambda: read_back.keep(deps, stopping),
            lambda: horizon.keep(deps), lambda: roles.keep(deps, stopping), lambda: roles_organiser.keep(deps), lambda: own_data.keep(deps),
            lambda: reflection_months.keep(deps), lambda: assessments.keep(deps), lambda: charter_review.keep(deps, stopping),
            lambda: experts_clock.keep(deps), lambda: membership_clock.keep(deps, stopping), lambda: timetable.plan_ahead(deps, stopping),
            lambda: reach.people(deps, deps.clock.now() + HORIZON, stopping), lambda: sender.send_waiting(deps, stopping)):
        if stopping():
            return
        step()


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
        if (body := _opened(deps, envelope)) is not None:
            redo(body)


def _opened(deps: Deps, envelope: inbox.Envelope) -> dict | None:
    try:
        return deps.seals.taken_up(envelope.body, envelope.key)
    except Unreadable:
        with deps.store.write() as tx:
            inbox.failed(tx, envelope.key)
        log.error("an event of kind %s was given up: it waited under a key that is not here any more", envelope.kind)
        return None


def tidy(deps: Deps) -> None:
    """Once a day: forget keys, drafts and letters that nothing can ask about any more."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        inbox.prune(tx, now - KEYS_KEPT)
        drafts.prune(tx, now - DRAFTS_KEPT)
        outbox.prune(tx, now - LETTERS_KEPT)
        outbox.prune_attempts(tx, now - ATTEMPTS_KEPT)
        channels.open_people_again(tx, now - UNREACHABLE_FOR)
    back_up(deps)


def back_up(deps: Deps) -> None:
    """A copy a day of a SQLite database, thinned out to days, weeks and months."""
    url, now = deps.settings.database_url, deps.clock.now()
    try:
        if backups.is_due(url, now=now):
            backups.take(url, now=now)
            backups.thin_out(url, now=now)
    except Refuse as no:
        log.error("no backup was made: %s", no)
