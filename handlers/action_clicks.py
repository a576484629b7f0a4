"""Action items as clicks: each button of a card, a list, a direct message, Home; and the shortcut on a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.services import action_items, action_lists, drafts
from bot.views.wire import readable
from handlers import action_deeds as deeds
from handlers.call import Answer, Call
from handlers.typed import mentions
from mentoring.action_items import ActionItem, Wording
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.text import clip


def _clicked(call: Call) -> tuple[int, str]:
    """The action item of a button, and the message or list that it stands in."""
    found, _, state = call.value.partition("|")
    return deeds.item_id(call, found), state


def _item(call: Call) -> tuple[ActionItem, str]:
    found, state = _clicked(call)
    return action_lists.one(call.deps, call.actor, found), state


def on_add(call: Call) -> Answer:
    """The form."""
    return deeds.blank_form(call)


def on_show(call: Call) -> Answer:
    """Details."""
    found, state = _clicked(call)
    back = state if call.origin.kind in ("ephemeral", "message") else ""
    return Answer(message=deeds.views.card(action_lists.details(call.deps, call.actor, found), full=True, back=back))


def on_list(call: Call) -> Answer:
    """A page of a list."""
    which, _, page = call.value.partition("|")
    kind, *rest = which.split(":")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    if kind == "group":
        return deeds.listed(action_lists.of_group(call.deps, call.actor, _group(call, rest[0]) if rest else call.need_group(), number))
    if kind == "late" and rest:
        return deeds.listed(action_lists.late(call.deps, call.actor, _group(call, rest[0]), number))
    if kind == "of" and len(rest) == 2:
        return deeds.listed(action_lists.of_member(call.deps, call.actor, _group(call, rest[1]), rest[0], number))
    return deeds.listed(action_lists.mine(call.deps, call.actor, number))


def _group(call: Call, said: object) -> Group:
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    if found is None:
        raise Refused("You can see the action items of a group that you are a member of.")
    return found


def on_accept(call: Call) -> Answer:
    """I take it."""
    found, state = _clicked(call)
    return deeds.shown(call, action_items.accept(call.deps, call.actor, found, once=call.once), "is yours. Thank you.", state=state)


def on_take(call: Call) -> Answer:
    """I'll take it."""
    found, state = _clicked(call)
    return deeds.shown(call, action_items.take(call.deps, call.actor, found, once=call.once), "is yours. Thank you.", state=state)


def on_done(call: Call) -> Answer:
    """Done."""
    found, state = _clicked(call)
    return deeds.done(call, action_items.done(call.deps, call.actor, found, once=call.once), state)


def on_reopen(call: Call) -> Answer:
    """Open again."""
    found, state = _clicked(call)
    return deeds.shown(call, action_items.reopen(call.deps, call.actor, found, once=call.once), "is open again.", state=state)


def on_due(call: Call) -> Answer:
    """Another date: the form."""
    item, state = _item(call)
    return deeds.due_form(call, item, state=state)


def on_pass(call: Call) -> Answer:
    """Pass on: the form."""
    return on_give(call)


def on_give(call: Call) -> Answer:
    """To whom: the form."""
    item, state = _item(call)
    return deeds.give_form(call, item, state=state)


def on_note(call: Call) -> Answer:
    """A note: the form."""
    return deeds.note_form(call, _item(call)[0])


def on_more(call: Call) -> Answer:
    """The menu of a card."""
    deed, _, found = call.value.partition("|")
    item = action_lists.one(call.deps, call.actor, deeds.item_id(call, found))
    opens = {"edit": deeds.edit_form, "give": deeds.give_form, "drop": deeds.drop_form}
    if deed not in opens:
        raise Refused("I don't know that choice.")
    return opens[deed](call, item)


# ---- what was asked back -------------------------------------------------------------------------------------------------

def on_day(call: Call) -> Answer:
    """One of the days that were offered, another one, or none."""
    draft, _, said = call.value.partition("|")
    body = drafts.get(call.deps, call.actor, draft)
    if body.get("item"):
        item = action_lists.one(call.deps, call.actor, body["item"])
        if said == "other":
            return deeds.due_form(call, item)
        return deeds.dated(call, action_items.due(call.deps, call.actor, item.id, _day(said), once=f"draft:{draft}"))
    group, wording = _kept(call, body)
    if said == "other":
        return deeds.form(call, wording, draft=draft, group=group)
    return _made(call, group, replace(wording, due=_day(said)), draft)


def on_owner(call: Call) -> Answer:
    """Whose it is; then the day, if that was unclear too."""
    draft, _, said = call.value.partition("|")
    body = drafts.get(call.deps, call.actor, draft)
    group, wording = _kept(call, body)
    if said == "other":
        return deeds.form(call, wording, draft=draft, group=group)
    if said == "everyone":
        made = action_items.add_for_everyone(call.deps, call.actor, group, wording, due_time=body.get("due_time"), draft=draft,
                                             once=f"draft:{draft}")
        return Answer(message=deeds.views.split(len(made), group.name))
    user = call.actor.person.user if said == "me" else said
    if body.get("choices") or body.get("past"):
        drafts.change(call.deps, call.actor, draft, lambda old: old | {"owners": [user]}, once=call.once)
        return deeds.which_day(body, draft)
    return _made(call, group, replace(wording, owners=(user,)), draft, body.get("due_time"))


def _kept(call: Call, body: dict) -> tuple[Group, Wording]:
    due = date.fromisoformat(body["due"]) if body.get("due") else None
    return _group(call, body.get("group")), Wording(text=body["text"], owners=tuple(body.get("owners") or ()), due=due)


def _made(call: Call, group: Group, wording: Wording, draft: str, due_time: str | None = None) -> Answer:
    """The draft is the key: two quick clicks make one."""
    item = action_items.add(call.deps, call.actor, group, wording, due_time=due_time, draft=draft, once=f"draft:{draft}")
    return deeds.made(call, item)


def _day(said: str) -> date | None:
    try:
        return None if said == "none" else date.fromisoformat(said)
    except ValueError:
        raise Refused("That is no day I know. Please choose another.") from None


# ---- on a message ----------------------------------------------------------------------------------------------------------

def on_message(call: Call) -> Answer:
    """The shortcut "Make an action item": the form with the words of the message, its people as owners, and the way back to it."""
    call.need_group()
    raw = str(call.values.get("text") or "")
    names = {u: n for u, n in (call.values.get("names") or {}).items()}
    return deeds.form(call, Wording(text=clip(readable(raw, names), 1900), owners=mentions(raw) or (call.actor.person.user,)),
                      source=(call.channel, str(call.values.get("ts") or "")))
