"""Action items as forms that come back."""

from __future__ import annotations

from datetime import date

from bot.services import action_items, action_lists
from handlers import action_deeds as deeds
from handlers.call import Answer, Call
from mentoring.action_items import ActionItem, Wording
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.wordings import merged
from storage.errors import TryAgain


def on_form(call: Call) -> Answer:
    """A new action item, or one that was edited."""
    values, meta = call.values, call.meta
    wording = Wording(text=values.get("what") or "", owners=tuple(values.get("owners") or ()), due=_day(values.get("due")))
    if meta.get("item"):
        return _edited(call, wording)
    source = tuple(str(s) for s in meta["source"][:2]) if isinstance(meta.get("source"), list) and len(meta["source"]) == 2 else None
    item = action_items.add(call.deps, call.actor, _group(call, values.get("group") or meta.get("group")), wording, source=source,
                            draft=str(meta.get("draft") or "") or None, once=call.once)
    return deeds.made(call, item)


def _group(call: Call, said: object) -> Group:
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    if found is None:
        raise Refused("You are not in that group any more.", field="group" if "group" in call.values else "what")
    return found


def _edited(call: Call, wording: Wording) -> Answer:
    """What somebody else changed meanwhile stays; where both changed the same, the form comes back and shows both."""
    item, state = _item(call)
    merged_wording, both = merged(wording, deeds.wording_of(item), call.meta.get("opened") or {})
    if both:
        return deeds.edit_again(call, item, merged_wording, both)
    try:
        deed = action_items.edit(call.deps, call.actor, item.id, merged_wording, version=item.version, once=call.once)
    except action_items.Newer:
        raise TryAgain from None
    return deeds.shown(call, deed, "is saved.", state=state)


def _item(call: Call) -> tuple[ActionItem, str]:
    found = action_lists.one(call.deps, call.actor, deeds.item_id(call, call.meta.get("item")))
    return found, str(call.meta.get("state") or "")


def on_due_form(call: Call) -> Answer:
    """Another day. Where somebody changed it meanwhile, the form says so and stays."""
    item, state = _item(call)
    deed = action_items.due(call.deps, call.actor, item.id, _day(call.values.get("due")), word=call.values.get("note") or "",
                            seen=_day(call.meta.get("due")), once=call.once)
    return deeds.dated(call, deed, state)


def on_give_form(call: Call) -> Answer:
    """To somebody else."""
    item, state = _item(call)
    to = next(iter(call.values.get("to") or ()), None)
    try:
        deed = action_items.give(call.deps, call.actor, item.id, to, word=call.values.get("note") or "", once=call.once)
    except Refused as no:
        raise Refused(no.text, field="to" if no.field == "owners" else no.field) from None
    return deeds.given(call, deed, state)


def on_note_form(call: Call) -> Answer:
    """A note."""
    item, _ = _item(call)
    return deeds.shown(call, action_items.note(call.deps, call.actor, item.id, call.values.get("note") or "", once=call.once),
                       "has your note.")


def on_drop_form(call: Call) -> Answer:
    """Dropped, with the reason."""
    item, state = _item(call)
    deed = action_items.drop(call.deps, call.actor, item.id, reason=call.values.get("reason") or "", once=call.once)
    return deeds.dropped(call, deed, state)


def _day(words: object) -> date | None:
    try:
        return date.fromisoformat(str(words)) if words else None
    except ValueError:
        raise Refused("Please choose a day.", field="due") from None
