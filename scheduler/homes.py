"""Homes are not letters: a person's row says "stale", and the newest state is published."""

from __future__ import annotations

import logging
from collections.abc import Callable

from bot.deps import Deps
from bot.services import home, people
from bot.slack import SlackError, SlackRefused
from bot.views import home as home_view
from storage import people as people_rows

log = logging.getLogger(__name__)


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
