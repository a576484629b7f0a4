"""The copies of reflections in groups' channels, and how they go again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.services.standing import DELETE
from storage import outbox
from storage import reflections as rows
from storage.reflections import Share
from storage.store import Tx

MOST_PARTS = 8      # messages under a post: the rest of a long text, and the invitation to answer
_BACK = "taken back by its author"


def take_back(tx: Tx, copy: Share, now: datetime) -> None:
    """The post and what we wrote under it go, or are never sent; a part of a transaction."""
    rows.unshare(tx, copy.reflection_id, copy.group_id)
    under = [f"{copy.letter}:{number}" for number in range(1, MOST_PARTS + 1)]
    if outbox.withdraw(tx, copy.letter, now=now, reason=_BACK):
        for key in under:
            outbox.withdraw(tx, key, now=now, reason=_BACK)
        return
    # The parts under it first: who reads the thread at this moment shall not find it without its beginning.
    for key in (*under, copy.letter):
        if (letter := outbox.find(tx, key)) and not outbox.withdraw(tx, key, now=now, reason=_BACK):
            outbox.put(tx, f"{key}:gone", DELETE, now=now, channel=letter.channel, edits=key)


def follow(tx: Tx, reflection_id: int, now: datetime) -> int:
    """An entry has been changed: its copies are taken back, because nobody agreed to share the new words; how many."""
    copies = rows.shares(tx, [reflection_id]).get(reflection_id, ())
    for copy in copies:
        take_back(tx, copy, now)
    return len(copies)


def left(tx: Tx, group_id: int | None, person_ids: Iterable[int], now: datetime) -> None:
    """People have left a group (None: every group): what they shared with it is theirs alone again."""
    for person_id in person_ids:
        for copy in rows.shared_by(tx, person_id):
            if group_id in (None, copy.group_id):
                take_back(tx, copy, now)
