"""Action items out of minutes: they follow the record, and their owners are asked when it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.services import action_letters as letters
from mentoring.action_items import ActionItem, Consent, Note, Owner, State, Wanted
from mentoring.people import Group
from storage import action_items as rows
from storage import people as people_rows
from storage.store import Tx

TAKEN_OUT = "taken out of the minutes"


def file(tx: Tx, group: Group, meeting_id: int, channel: str, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Make the action items of a meeting those that its minutes name. Done again, nothing changes.

    What somebody has changed, accepted or settled by hand stays as they left it; what the minutes name no longer is dropped.
    """
    members = {p.user: p for p, _ in people_rows.members_of(tx, group.id)}
    have = {i.item: i for i in rows.of_meeting(tx, meeting_id) if i.item}
    for one in wanted:
        owners = tuple(Owner(person_id=members[u].id, user=u, name=members[u].name, since=now,
                             state=Consent.ACCEPTED if u == one.author else Consent.ASKED) for u in one.owners if u in members)
        known = have.pop(one.item, None)
        if known is None:
            _new(tx, group, meeting_id, channel, one, owners, members, now)
        elif not rows.changed_by_hand(tx, known.id):
            _followed(tx, known, one, owners)
    for gone in have.values():
        if gone.is_open and not rows.changed_by_hand(tx, gone.id):
            rows.change(tx, replace(gone, state=State.DROPPED, reason=TAKEN_OUT, settled=now), was=gone.version)


def _new(tx: Tx, group: Group, meeting_id: int, channel: str, one: Wanted, owners: tuple[Owner, ...], members: dict, now: datetime) -> None:
    author = members.get(one.author)
    rows.add(tx, ActionItem(group_id=group.id, number=rows.next_number(tx, group.id), text=one.text, due=one.due, due_time=one.due_time,
                            tz=group.tz, meeting_id=meeting_id, item=one.item, channel=channel if one.ts else None, ts=one.ts,
                            created=now, created_by=author.id if author else None, owners=owners))


def _followed(tx: Tx, known: ActionItem, one: Wanted, owners: tuple[Owner, ...]) -> None:
    back = known.state is State.DROPPED and known.reason == TAKEN_OUT
    state = {"state": State.OPEN, "reason": "", "settled": None} if back else {}
    after = replace(known, text=one.text, due=one.due, due_time=one.due_time, **state)
    if after != known:
        rows.change(tx, after, was=known.version)
    kept = {o.person_id: o for o in known.owners}
    if [o.person_id for o in owners] != list(kept):
        rows.own(tx, known.id, [kept.get(o.person_id, o) for o in owners])


def ask_owners(tx: Tx, group: Group, meeting_id: int, now: datetime) -> None:
    """The minutes are approved: each owner hears of their own in one message; of a later version only what is new to them."""
    new: dict[int, list[ActionItem]] = {}
    for item in rows.of_meeting(tx, meeting_id):
        for owner in item.owners if item.is_open else ():
            if letters.ask_once(tx, group, item, owner.person_id, now):
                new.setdefault(owner.person_id, []).append(item)
    for person_id, items in new.items():
        letters.ask(tx, group, person_id, items, by=None, now=now)


def left(tx: Tx, group_id: int, person_ids: Sequence[int], now: datetime) -> None:
    """Members have left: what was theirs to do has one owner less, and comes up at the next meeting."""
    names = {p: person.name for p in person_ids if (person := people_rows.by_id(tx, p))}
    for item_id in rows.disown(tx, group_id, person_ids, now):
        rows.note(tx, item_id, None, Note(at=now, kind="owners", was=", ".join(names.values()), text="an owner has left the group"))
