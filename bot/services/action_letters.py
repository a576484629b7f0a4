"""What owners of action items are told in a direct message: planned deliveries, whose words are found when they are sent.

So a message never comes in quiet hours, never after the item is done, and several of one day are one. (reliability.md 2.3)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.services.digest import zone_of
from bot.views import action_items as item_views
from bot.views import action_letters as views
from bot.views.action_items import Shown
from bot.views.blocks import Message
from bot.views.days import near_day
from mentoring import action_items as items_of
from mentoring import reminders as rules
from mentoring.action_items import ActionItem, Consent
from mentoring.people import Group, Person
from mentoring.reminders import Kind
from storage import action_items as rows
from storage import deliveries
from storage import people as people_rows
from storage.deliveries import Delivery
from storage.store import Tx

MOST = 60


def ask(tx: Tx, group: Group, person_id: int, items: Sequence[ActionItem], *, by: Person | None, now: datetime) -> None:
    """Somebody was given action items: they are asked, in one message with what still waits to be asked. ``by`` None: by the minutes."""
    person = people_rows.by_id(tx, person_id)
    since = now - rules.LASTS[Kind.ASKED]
    older = [w for w in deliveries.of_person(tx, person_id, since=since) if w.kind == Kind.ASKED and w.group_id == group.id]
    ids = [i for w in older for i in (w.body or {}).get("items", ())]
    deliveries.skip(tx, older, "asked with a newer one", now=now)
    body = {"items": list(dict.fromkeys([*ids, *(i.id for i in items)]))[:MOST], "by": by.user if by and not older else None,
            "minuted": by is None}
    _plan(tx, Kind.ASKED, None, group, person, body, now)


def ask_once(tx: Tx, group: Group, item: ActionItem, person_id: int, now: datetime) -> bool:
    """Note in the ledger that the minutes ask this owner about this item; False when they did so before."""
    tz = group.tz
    noted = Delivery(kind=Kind.ASKED, subject_id=item.id, day="minuted", nominal=rules.wall(now, tz), tz=tz, due=now, not_after=now,
                     group_id=group.id, person_id=person_id, reason="asked in one message with the others")
    return deliveries.plan(tx, [noted], now=now) > 0


def tell(tx: Tx, group: Group, item: ActionItem, person_ids: Sequence[int], *, by: Person, did: str, word: str, now: datetime) -> None:
    """These people hear what ``by`` has done to an action item of theirs. A newer piece of news takes the place of one that waits."""
    for person_id in dict.fromkeys(person_ids):
        if person_id == by.id or (person := people_rows.by_id(tx, person_id)) is None:
            continue
        older = [w for w in deliveries.of_subject(tx, item.id, [Kind.TOLD], states=("waiting",)) if w.person_id == person_id]
        deliveries.skip(tx, older, "a newer change", now=now)
        _plan(tx, Kind.TOLD, item.id, group, person, {"by": by.user, "did": did, "word": word}, now)


def _plan(tx: Tx, kind: Kind, subject: int | None, group: Group, person: Person, body: dict, now: datetime) -> None:
    tz = zone_of(person, [group])
    deliveries.plan(tx, [Delivery(kind=kind, subject_id=subject, day=deliveries.mark(now), nominal=rules.wall(now, tz), tz=tz, due=now,
                                  not_after=rules.window(kind, now), group_id=group.id, person_id=person.id, channel=person.dm,
                                  body=body)], now=now)


# ---- their words, when they are sent ------------------------------------------------------------------------------------

def shown(item: ActionItem, person: Person, groups: Sequence[Group], today: date) -> Shown:
    """An action item as its owner, or who gave it, sees it in a direct message."""
    group = next((g for g in groups if g.id == item.group_id), None)
    return Shown(item=item, me=person.id, today=today, group=group.name if group else "",
                 may_change=item.owner(person.id) is not None or item.created_by == person.id or not item.owners)


def asked(tx: Tx, person: Person, groups: Sequence[Group], facts: dict, today: date) -> Message | None:
    """What somebody was given and still owns; None when there is nothing to answer any more."""
    items = _theirs(rows.of_ids(tx, facts.get("items", ())), person, groups)
    waiting = [i for i in items if i.owner(person.id).state is Consent.ASKED]
    if not waiting and not facts.get("minuted"):
        return None
    return _letter("minuted" if facts.get("minuted") else "asked", items, person, groups, today, about=Kind.ASKED.value,
                   by=_name(tx, person, facts.get("by")))


def due(tx: Tx, person: Person, groups: Sequence[Group], day: date, today: date) -> Message | None:
    """What a person has open for this day; None when nothing is left."""
    items = _theirs(rows.due_on(tx, person.id, day), person, groups)
    kind = "due" if day == today else "soon" if day > today else "was"
    return _letter(kind, items, person, groups, today, about=(Kind.ACTION_SOON if day > today else Kind.ACTION_DUE).value, day=day)


def told(tx: Tx, person: Person, groups: Sequence[Group], item_id: int, facts: dict, today: date) -> Message | None:
    """What was done to an action item, as it stands now."""
    item = rows.by_id(tx, item_id)
    if item is None or all(g.id != item.group_id for g in groups):
        return None
    return views.told(shown(item, person, groups, today), by=_name(tx, person, facts.get("by")), did=str(facts.get("did")),
                      word=str(facts.get("word") or ""))


def again(tx: Tx, person: Person, groups: Sequence[Group], kind: str, ids: Sequence[int], today: date) -> Message | None:
    """A message after one of its items was answered: the same items as they stand now."""
    if kind not in ("asked", "minuted", "soon", "due", "was"):
        return None
    items = [i for i in rows.of_ids(tx, ids[:views.MOST_ASKED]) if any(g.id == i.group_id for g in groups)]
    items = [i for i in items if i.owner(person.id) or not i.is_open or i.settled_by == person.id]
    return _letter(kind, items, person, groups, today, about=Kind.ASKED.value if kind in ("asked", "minuted") else Kind.ACTION_DUE.value,
                   day=items[0].due if items else None)


def put_off(tx: Tx, person: Person, groups: Sequence[Group], about: str, today: date) -> Message | None:
    """A message that was put off, as it would be now: what waits for an answer, or what is due within two days or late."""
    mine = rows.of_person(tx, person.id, [g.id for g in groups], limit=MOST)
    kind, _, which = about.partition(":")
    if kind == Kind.TOLD:
        item = next((i for i in mine if str(i.id) == which), None)
        return item_views.card(shown(item, person, groups, today)) if item else None
    if kind == Kind.ASKED:
        waiting = [i for i in mine if i.owner(person.id).state is Consent.ASKED]
        return _letter("asked", waiting, person, groups, today, about=about)
    soon = [i for i in mine if i.due and i.due <= today + rules.OF_AN_ACTION[Kind.ACTION_SOON]]
    return _letter("soon", soon, person, groups, today, about=about, day=soon[0].due if soon else None)


def _letter(kind: str, items: Sequence[ActionItem], person: Person, groups: Sequence[Group], today: date, *, about: str, by: str = "",
            day: date | None = None) -> Message | None:
    ordered = [shown(i, person, groups, today) for i in items_of.in_order(items)]
    return views.letter(kind, ordered, about=about, by=by, day=near_day(day, today) if day else "") if ordered else None


def _theirs(items: Sequence[ActionItem], person: Person, groups: Sequence[Group]) -> list[ActionItem]:
    return [i for i in items if i.is_open and i.owner(person.id) and any(g.id == i.group_id for g in groups)]


def _name(tx: Tx, person: Person, user: str | None) -> str:
    found = people_rows.by_user(tx, person.workspace, user) if user else None
    return found.name if found else ""


def today_of(person: Person, groups: Sequence[Group], now: datetime) -> date:
    """The day it is for somebody."""
    return now.astimezone(ZoneInfo(zone_of(person, groups))).date()


def accepted(item: ActionItem, person_id: int, now: datetime) -> ActionItem:
    """The item with this owner's yes."""
    return replace(item, owners=tuple(replace(o, state=Consent.ACCEPTED) if o.person_id == person_id else o for o in item.owners))


