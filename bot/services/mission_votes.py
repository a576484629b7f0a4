"""What votes on a mission bring about: the count, the adoption, and the post that follows."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.services import charter_points, charter_post
from bot.views import missions as views
from mentoring import missions as rules
from mentoring.missions import Proposal, State
from mentoring.people import Group
from storage import calendars, outbox
from storage import charter as charter_rows
from storage import missions as rows
from storage import people as people_rows
from storage.store import Tx


def key(proposal: Proposal) -> str:
    """The letter with which a wording was proposed."""
    return f"mission:{proposal.id}:proposed"


def adopt(tx: Tx, group: Group, exist: str, gain: str, *, by_id: int | None, decided: str, now: datetime) -> None:
    """This wording holds from now on: a version, a line in the history, the charter's post, and the year begins anew."""
    old = rows.present(tx, group.id)
    rows.adopt(tx, group.id, exist, gain, decided=decided, by_id=by_id, now=now)
    was = f" Before: {' '.join(rules.sentences(old.exist, old.gain))}" if old else ""
    charter_rows.log(tx, group.id, "mission", f"{' '.join(rules.sentences(exist, gain))}{was}", decided=decided, by_id=by_id, now=now)
    charter_points.over(tx, group, now)
    charter_post.follow(tx, group, now)
    people_rows.homes_stale_in(tx, group.id)


def settle(tx: Tx, group: Group, proposal: Proposal, now: datetime) -> Proposal:
    """Count; when the votes have decided, it is adopted or declined, and its post says so."""
    state = rules.outcome(proposal)
    if state is not State.OPEN:
        rows.settle(tx, proposal.id, state, now)
        if state is State.ADOPTED:
            decided = f"adopted by vote: {proposal.yes} of {proposal.members} said yes"
            adopt(tx, group, proposal.exist, proposal.gain, by_id=proposal.by_id, decided=decided, now=now)
        proposal = rows.by_id(tx, proposal.id)
    follow(tx, group, proposal, now)
    return proposal


def follow(tx: Tx, group: Group, proposal: Proposal, now: datetime) -> None:
    """Its post says how the votes stand; of several edits that wait only the newest is sent."""
    calendars.edits_replaced(tx, key(proposal), now)
    outbox.put(tx, f"{key(proposal)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group.channel, edits=key(proposal),
               body=views.proposed(proposal).body())
