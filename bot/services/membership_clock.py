"""What becomes due about membership because time has passed. Nothing is lost by a stop: each look does what is still to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.deps import Deps
from bot.services import membership, membership_roster, membership_rounds, membership_terms, membership_votes
from bot.services import membership_news as news
from mentoring import membership as rules
from mentoring.membership import State
from storage import groups as group_rows
from storage import membership as rows
from storage import people as people_rows
from storage.store import Tx


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Votes, invitations and free places; then the yearly round, ends, and who is not in the channel."""
    _places(deps, stopping)
    ask_members(deps)
    membership_rounds.keep(deps, stopping)
    membership_terms.keep(deps, stopping)
    membership_roster.keep(deps, stopping)


def _places(deps: Deps, stopping: Callable[[], bool]) -> None:
    """Close votes, let invitations lapse, fill free places, ask organisers who are new what still waits for an answer."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        due = rows.due(tx, now)
        waiting = rows.groups_with(tx, deps.workspace.team, State.WAITING)
        unread = rows.groups_with(tx, deps.workspace.team, State.ASKED)
        full = {g.id for g in waiting if not membership.places(tx, g.id)[0].free}
        asked = {g.id: _unasked(tx, g.id) for g in unread}
        inside = rows.open_of_members(tx)
    for one in inside:
        with deps.store.write() as tx:
            if (now_open := rows.by_id(tx, one.id)).is_open:
                membership.keep(tx, rules.settled(now_open, State.JOINED, now))
                news.inside(tx, group_rows.by_id(tx, one.group_id), now_open, now)
    for one in due:
        if stopping():
            return
        with deps.store.write() as tx:
            _settle(tx, one.id, now)
    for group in waiting:
        if group.id not in full and not stopping():
            with deps.store.write() as tx:
                group_rows.lock(tx, group.id)
                membership.fill(tx, group, now)
    for group in unread:
        if asked[group.id] and not stopping():
            with deps.store.write() as tx:
                for one in rows.open_of_group(tx, group.id, (State.ASKED,)):
                    news.requested(tx, group, one, now)


def ask_members(deps: Deps) -> None:
    """Votes of which somebody has not heard: whom they are about was not known yet, or who should vote has joined since."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        unheard = [one for group in rows.groups_with(tx, deps.workspace.team, State.VOTING)
                   for one in rows.open_of_group(tx, group.id, (State.VOTING,))
                   if any(not news.was_asked(tx, one, member) for member, _ in people_rows.members_of(tx, group.id))]
    for one in unheard:
        with deps.store.write() as tx:
            news.vote(tx, group_rows.by_id(tx, one.group_id), one, now)


def _unasked(tx: Tx, group_id: int) -> bool:
    """Whether an organiser has not been asked about a request: they organise since it came."""
    return any(not news.was_requested(tx, one, organiser) for organiser in people_rows.organisers_of(tx, group_id)
               for one in rows.open_of_group(tx, group_id, (State.ASKED,)))


def _settle(tx: Tx, candidacy_id: int, now: datetime) -> None:
    one = rows.by_id(tx, candidacy_id)
    group = group_rows.by_id(tx, one.group_id)
    group_rows.lock(tx, group.id)
    one = rows.by_id(tx, candidacy_id)
    if one.until is None or one.until > now or not one.is_open:
        return
    if one.state is State.VOTING:
        membership_votes.close(tx, group, one, now)
    else:
        one = membership.keep(tx, rules.settled(one, State.LAPSED, now))
        news.lapsed(tx, group, one, now)
        membership.fill(tx, group, now)
