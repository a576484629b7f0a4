"""The clock's hourly look at groups: what the year asks for comes to agendas, who has left counts no more in votes, and topics have
to be in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.deps import Deps
from bot.services import mission_votes, topic_deadlines
from bot.services.charter_points import in_thread, look
from mentoring import missions as rules
from mentoring.missions import State
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import missions as rows

__all__ = ["in_thread", "keep"]

AGAIN, AT_ONCE = timedelta(hours=1), 20


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> int:
    """Look at each group once an hour, and after each change; how many groups were looked at."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        found = charter_rows.to_look_at(tx, now, AT_ONCE)
    for group_id in found:
        if stopping():
            break
        with deps.store.write() as tx:
            group_rows.lock(tx, group_id)
            look(tx, group_id, now)
            topic_deadlines.look(tx, group_rows.by_id(tx, group_id), now)
            for proposal in rows.open_of(tx, group_id):
                if rules.outcome(proposal) is not State.OPEN:
                    mission_votes.settle(tx, group_rows.by_id(tx, group_id), proposal, now)
            charter_rows.looked(tx, group_id, now + AGAIN)
    return len(found)
