"""What people did to the minutes by buttons and forms, laid over what the thread says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mentoring.minutes.actions import instant_or_day
from mentoring.minutes.items import Correction, Deed, Item, Kind

_ASKING = frozenset(("no_owner", "two_people", "unknown_name", "no_date", "date_past", "date_unclear", "misspelt"))
_ABOUT_OWNERS = frozenset(("no_owner", "two_people", "unknown_name"))
_ABOUT_DATES = frozenset(("no_date", "date_past", "date_unclear"))


def apply(items: list[Item], undone: set[str], corrections: Iterable[Correction], *,
          ended: datetime | None) -> tuple[list[Item], list[Item], dict[str, str | None]]:
    """The items that stand, those taken out, and where items were put by hand. A correction of what the thread no longer says is
    without effect; an undo in the thread can be restored by hand.
    """
    found = {item.key: item for item in items}
    gone = set(undone)
    places: dict[str, str | None] = {}
    for each in sorted(corrections, key=_when):
        key = each.key
        if each.deed == Deed.ADD:
            found.setdefault(key, _added(each))
            if "topic" in each.values:
                places.setdefault(key, each.values["topic"])
            continue
        if key not in found:
            continue
        match each.deed:
            case Deed.EDIT:
                found[key] = _edited(found[key], each.values)
                if "topic" in each.values:
                    places[key] = each.values["topic"]
            case Deed.PLACE:
                places[key] = each.values.get("topic")
            case Deed.REMOVE:
                gone.add(key)
            case Deed.RESTORE:
                gone.discard(key)
            case Deed.SURE:
                found[key] = replace(found[key], flags=found[key].flags - _ASKING)
    ordered = _in_order(items, found)
    ordered = [_late(item, ended) for item in ordered]
    return [item for item in ordered if item.key not in gone], [item for item in ordered if item.key in gone], places


def _when(each: Correction) -> tuple:
    return each.at, each.number, each.key, each.deed, each.by, repr(sorted(each.values.items(), key=repr))


def _in_order(items: list[Item], found: dict[str, Item]) -> list[Item]:
    """The thread's order, which an inserted line may have changed; what a form added stands behind what had been said by then."""
    out = [found[item.key] for item in items]
    said = {each.key for each in items}
    added = [item for key, item in found.items() if key not in said]
    for item in sorted(added, key=lambda each: (each.at, each.key)):
        at = next((place for place in range(len(out), 0, -1) if out[place - 1].at <= item.at), 0)
        out.insert(at, item)
    return out


def _late(item: Item, ended: datetime | None) -> Item:
    """Marked as added after the meeting. A line of the second it ended in is none."""
    return replace(item, flags=item.flags | {"late"}) if ended and item.at > ended else item


def _added(each: Correction) -> Item:
    values = each.values
    text = str(values.get("text", "")).strip()
    kind = Kind(values["kind"]) if values.get("kind") in set(Kind) else Kind.NOTE
    bare = Item(key=each.key, kind=kind, text=text, said=text, ts=values.get("ts"), author=each.by, at=each.at, marked_by=each.by,
                flags=frozenset({"no_owner", "no_date"}) if kind == Kind.ACTION else frozenset())
    item = _edited(bare, {name: value for name, value in values.items() if name not in ("kind", "text")})
    return replace(item, flags=item.flags - {"edited"})


def _edited(item: Item, values: dict) -> Item:
    if values.get("kind") in set(Kind):
        item = replace(item, kind=Kind(values["kind"]))
    if str(values.get("text") or "").strip():
        item = replace(item, text=str(values["text"]).strip())
    if "owners" in values:
        owners = tuple(dict.fromkeys(str(who) for who in values["owners"] or ()))
        flags = item.flags - _ABOUT_OWNERS | (frozenset() if owners else frozenset({"no_owner"}))
        item = replace(item, owners=owners, owner_text=(), owner_role=None, everyone=False, candidates=(), flags=flags)
    if "due" in values:
        due = instant_or_day(values["due"])
        flags = item.flags - _ABOUT_DATES | (frozenset() if due else frozenset({"no_date"}))
        item = replace(item, due=due, due_text=None, choices=(), flags=flags)
    return replace(item, flags=item.flags | {"edited"})
