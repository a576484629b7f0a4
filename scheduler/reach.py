"""Where people are reached: direct-message channels are opened ahead of time, so that no letter waits for one at its hour; and whether
a channel that was archived can be posted to again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.deps import Deps
from bot.services import channels
from bot.slack import SlackError, SlackRefused
from storage import channels as channel_rows
from storage import deliveries
from storage import people as people_rows

log = logging.getLogger(__name__)
MOST = 12   # at once: conversations.open is allowed about fifty times a minute


def people(deps: Deps, until: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Open the channel of those who are to be written to by ``until`` and whose channel is not known; how many were opened."""
    with deps.store.read() as tx:
        waiting = [people_rows.by_id(tx, each) for each in deliveries.without_channel(tx, until, MOST)]
    opened = 0
    for person in waiting:
        if stopping():
            break
        try:
            channel = person.dm or deps.slack.call("conversations.open", users=person.user)["channel"]["id"]
        except SlackRefused as no:
            if no.breaker:
                break
            log.warning("somebody cannot be written to: %s", no.signal)
            with deps.store.write() as tx:
                deliveries.unreachable(tx, person.id, no.signal, now=deps.clock.now())
            continue
        except SlackError as no:
            log.warning("direct-message channels wait: %s", no.signal)
            break
        with deps.store.write() as tx:
            people_rows.set_dm(tx, person.id, channel)
            deliveries.reach(tx, person.id, channel)
        opened += 1
    return opened


def channel_again(deps: Deps, channel: str) -> None:
    """Ask about an archived channel: no event says that it was unarchived. What waits for it is due again when it was.

    Not about one that the bot may not write in: Slack does not say whether it may, and a trial would tell the organisers each time.
    """
    with deps.store.read() as tx:
        state = channel_rows.closed(tx, deps.workspace.team, [channel]).get(channel)
    if state != "archived":
        return
    try:
        info = deps.slack.call("conversations.info", channel=channel)["channel"]
    except SlackError as no:
        log.warning("whether an archived channel is open again cannot be told: %s", no.signal)
        return
    if info.get("is_member") and not info.get("is_archived"):
        channels.found(deps, channel)
