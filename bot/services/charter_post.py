"""The charter in the group's channel: one message, pinned, and kept true by editing it."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.services.standing import PIN
from bot.views import charter as views
from bot.views.charter import Whole
from mentoring.people import Group
from storage import calendars, outbox
from storage import charter as rows
from storage import expectations as expectation_rows
from storage import groups as group_rows
from storage import missions as mission_rows
from storage import people as people_rows
from storage.store import Tx


def key(group_id: int) -> str:
    """The letter that is a group's charter."""
    return f"charter:{group_id}"


def whole(tx: Tx, group: Group, *, reader: int = 0) -> Whole:
    """A charter with mission and expectations, within a transaction."""
    return Whole(group=group, charter=rows.of(tx, group.id), mission=mission_rows.present(tx, group.id),
                 expectations=expectation_rows.present(tx, group.id, reader=reader), members=len(people_rows.members_of(tx, group.id)))


def follow(tx: Tx, group: Group, now: datetime) -> None:
    """The message says what holds now; the first time it is posted and pinned. Of several edits that wait only the newest is sent."""
    body = views.post(whole(tx, group)).body()
    if outbox.put(tx, key(group.id), "chat.postMessage", now=now, channel=group.channel, body=body):
        outbox.put(tx, f"{key(group.id)}:pin", PIN, now=now, channel=group.channel, edits=key(group.id))
        return
    calendars.edits_replaced(tx, key(group.id), now)
    outbox.put(tx, f"{key(group.id)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group.channel, edits=key(group.id), body=body)


def members_changed(tx: Tx, group_id: int, now: datetime) -> None:
    """Somebody has come or gone, or the group has another name: the post counts anew, and so does the clock for what is being voted on."""
    rows.looked(tx, group_id, None)
    follow_if_posted(tx, group_rows.by_id(tx, group_id), now)


def follow_if_posted(tx: Tx, group: Group, now: datetime) -> None:
    """The same where there is a post: for changes of what it only counts."""
    if outbox.find(tx, key(group.id)):
        follow(tx, group, now)
