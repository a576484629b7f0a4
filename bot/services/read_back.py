"""Reading a meeting's thread back, and what the clock has to do with a meeting: repair, warn, end, approve."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import approvals, minutes, openings, rounds, threads
from bot.slack import SlackError
from bot.views import sittings as views
from mentoring import sittings as rules
from mentoring.sittings import Sitting, State, Step
from storage import sittings as rows
from storage.sittings import Reacted
from storage.store import Tx

log = logging.getLogger(__name__)
PAGE = 200
SETTLING = timedelta(seconds=20)    # a line younger than this may still come as an event; reading it back is no recovery


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """What the clock has to do with the meetings that are held: read their threads back, warn, end, approve."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        due = rows.to_look_at(tx, now)
    for sitting in due:
        if stopping():
            return
        with deps.store.write() as tx:
            sitting = threads.locked(tx, sitting)
        read = _read_back(deps, sitting) if sitting.ts else None
        with deps.store.write() as tx:
            _looked(tx, deps, threads.locked(tx, sitting), read, now)


def _read_back(deps: Deps, sitting: Sitting) -> list[dict] | None:
    """The thread as Slack has it; None when it cannot be read just now."""
    try:
        return deps.slack.pages("conversations.replies", "messages", channel=sitting.channel, ts=sitting.ts, limit=PAGE)
    except SlackError as no:
        log.warning("a meeting's thread could not be read back: %s", no.signal)
        return None


def _looked(tx: Tx, deps: Deps, sitting: Sitting, read: list[dict] | None, now: datetime) -> None:
    meeting, group = openings.meeting_of(tx, sitting)
    if read is not None:
        caught = _repaired(tx, deps, sitting, read, now)
        sitting = replace(rows.of_meeting(tx, meeting.id), read_through=now)
        rows.change(tx, sitting)
        if caught and sitting.is_open:
            openings.say(tx, meeting, sitting, f"caught:{now:%Y%m%d%H%M%S}", views.caught_up(caught), now)
        if caught and sitting.state is State.DRAFT:
            minutes.drafted(tx, deps, meeting, group, sitting, now)
    sitting = rounds.tick(tx, meeting, sitting, now)
    objections = sum(not r.right and r.settled is None for r in rows.reviewed(tx, meeting.id))
    match rules.step(sitting, meeting.ends, now, objections=objections):
        case Step.WARN:
            openings.say(tx, meeting, sitting, f"warn:{now:%Y%m%d%H%M%S}",
                         views.closing_soon(meeting.id, int(rules.QUIET / timedelta(minutes=1))), now)
            rows.change(tx, replace(sitting, warned=now))
        case Step.END:
            minutes.ended(tx, deps, meeting, group, sitting, None, now)
        case Step.APPROVE:
            approvals.approve(tx, deps, meeting, group, sitting, None, now)
    sitting = rows.of_meeting(tx, meeting.id)
    rows.change(tx, replace(sitting, look=rules.next_look(sitting, meeting.ends, now)))


def _repaired(tx: Tx, deps: Deps, sitting: Sitting, read: list[dict], now: datetime) -> int:
    """Bring our lines and reactions to what the thread says; how many messages we had missed."""
    known = {s.ts: s for s in rows.lines(tx, sitting.meeting_id)}
    there, caught = set(), 0
    for each in read:
        if each.get("ts") == sitting.ts or each.get("user") == deps.workspace.bot_user:
            continue
        heard = threads.message({"channel": sitting.channel, **each, "thread_ts": each.get("thread_ts") or sitting.ts,
                         "subtype": None if each.get("subtype") != "tombstone" else "message_changed", "message": each})
        if heard is None:
            continue
        there.add(heard.said.ts)
        new = threads.kept(tx, deps, rows.of_meeting(tx, sitting.meeting_id), heard.said, now)
        caught += new and not heard.said.gone and openings.moment(heard.said.ts) < now - SETTLING
        _reactions(tx, deps, sitting, each, now)
    for ts, said in known.items():
        if ts not in there and not said.gone and openings.moment(ts) < now - SETTLING:
            threads.kept(tx, deps, rows.of_meeting(tx, sitting.meeting_id), replace(said, gone=True), now)
    return caught


def _reactions(tx: Tx, deps: Deps, sitting: Sitting, each: dict, now: datetime) -> None:
    """The reactions of one message as read back; of those that Slack lists whole, who is not in the list has taken theirs away."""
    at, ts = f"{now.timestamp():.6f}", each["ts"]
    stand = {(r["name"], user) for r in each.get("reactions") or () for user in r.get("users") or ()}
    whole = {r["name"] for r in each.get("reactions") or () if r.get("count", 0) > len(r.get("users") or ())}
    for name, user in stand:
        one = Reacted(ts=ts, user=user, name=name, at=at)
        if user != deps.workspace.bot_user and rows.reaction(tx, sitting.meeting_id, one):
            threads.marked(tx, deps, rows.of_meeting(tx, sitting.meeting_id), one, now)
    for known in rows.reactions(tx, sitting.meeting_id):
        if known.ts == ts and (known.name, known.user) not in stand and known.name not in whole:
            one = replace(known, at=at, gone=True)
            if rows.reaction(tx, sitting.meeting_id, one):
                threads.marked(tx, deps, rows.of_meeting(tx, sitting.meeting_id), one, now)


def wake_all(deps: Deps) -> None:
    """At a start: whatever is open was perhaps not heard for a while."""
    with deps.store.write() as tx:
        rows.look_at_all(tx, deps.clock.now())
