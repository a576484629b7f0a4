"""What peers do for each other when one of them leaves the group: manuscripts, awards, and questions about goals that are alike."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime

from bot.services import overlaps
from bot.views import manuscripts as views
from mentoring.awards import Award
from mentoring.awards import State as AwardState
from mentoring.manuscripts import Manuscript, State
from storage import awards as award_rows
from storage import calendars, outbox
from storage import groups as group_rows
from storage import manuscripts as rows
from storage.store import Tx

MOST = 1000


def asked_key(one: Manuscript) -> str:
    """The letter in the channel with which readers were asked for."""
    return f"manuscript:{one.id}:asked"


def turn_key(one: Manuscript, person_id: int) -> str:
    """The letter to somebody whose turn it is."""
    return f"manuscript:{one.id}:turn:{person_id}"


def remind_key(one: Manuscript, person_id: int, taken: datetime) -> str:
    """The letter that reminds a reader."""
    return f"manuscript:{one.id}:due:{person_id}:{taken:%Y%m%d%H%M%S}"


def ended_key(award: Award) -> str:
    """The letter that asks who writes a nomination how it ended."""
    return f"award:{award.id}:ended:{award.action_id}"


def follow(tx: Tx, one: Manuscript, body: dict, now: datetime) -> None:
    """The post in the channel says how a manuscript stands; of several edits that wait only the newest is sent."""
    calendars.edits_replaced(tx, asked_key(one), now)
    outbox.put(tx, f"{asked_key(one)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group_rows.by_id(tx, one.group_id).channel,
               edits=asked_key(one), body=body)


def left(tx: Tx, group_id: int, person_ids: list[int], now: datetime) -> None:
    """They hear no more of the group's manuscripts and awards, what they had in hand is free again, and what they asked for is over."""
    overlaps.left(tx, group_id, person_ids, now)
    for one in rows.of_group(tx, group_id, MOST):
        if one.is_open:
            _without(tx, one, person_ids, now)
    for award in award_rows.of_group(tx, group_id, MOST):
        if award.is_ahead and {award.nominee_id, award.writer_id} & set(person_ids):
            outbox.withdraw(tx, ended_key(award), now=now, reason="left the group")
            award_rows.change(tx, replace(award, state=AwardState.OPEN, nominee_id=None, writer_id=None, action_id=None))


def _without(tx: Tx, one: Manuscript, person_ids: list[int], now: datetime) -> None:
    for person_id in person_ids:
        outbox.withdraw(tx, turn_key(one, person_id), now=now, reason="left the group")
    over = one.author_id in person_ids
    going = [r for r in one.readers if r.returned is None and (over or r.person_id in person_ids)]
    for reader in going:
        outbox.withdraw(tx, remind_key(one, reader.person_id, reader.taken), now=now, reason="left the group")
        if reader.person_id in person_ids:
            rows.give_up(tx, one.id, reader.person_id)
    if over:
        rows.settle(tx, one.id, State.WITHDRAWN, now)
    if over or going:
        after = rows.by_id(tx, one.id)
        follow(tx, after, views.asked(after, []).body(), now)
