"""Days that a group keeps free, at the door: ``/mentor meeting holidays`` and its forms."""

from __future__ import annotations

from datetime import date

from bot.services import group_calendar, people
from bot.services.group_calendar import Kept
from bot.views import free_days as views
from bot.views.free_days import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.meeting_deeds import group_of, number_of
from mentoring.refused import Refused


def on_holidays(call: Call) -> Answer:
    """The list."""
    return _listed(call, group_calendar.kept(call.deps, call.actor, call.need_group()))


def _listed(call: Call, kept: Kept, said: str = "") -> Answer:
    own = [(b.id, b.name, b.first, b.last, b.free) for b in kept.blackouts]
    return Answer(message=views.listing(kept.group, country=kept.country, subdiv=kept.subdiv, names=kept.names, kept=kept.kept, own=own,
                                        organiser=call.actor.organises(kept.group.id), said=said))


def on_tick(call: Call) -> Answer:
    """Choose holidays…"""
    kept = group_calendar.kept(call.deps, call.actor, group_of(call, call.value))
    if not kept.names:
        raise Refused("No country is set, so there are no holidays to choose from. Set it first.")
    return Answer(view=views.tick_form(kept.group, kept.names, kept.kept, nonce=nonce()))


def on_tick_form(call: Call) -> Answer:
    """The boxes, submitted."""
    kept = group_calendar.kept(call.deps, call.actor, group_of(call, call.meta.get("group")))
    ticked = {name for key, values in call.values.items() if key.startswith("kept") for name in values or ()}
    after = group_calendar.choose(call.deps, call.actor, kept.group, country=kept.country, subdiv=kept.subdiv,
                                  names=[n for n in kept.names if n[:75] in ticked], once=call.once)
    return _listed(call, after, "✓ Saved.")


def on_place(call: Call) -> Answer:
    """Country…"""
    kept = group_calendar.kept(call.deps, call.actor, group_of(call, call.value))
    return Answer(view=views.place_form(kept.group, kept.country, kept.subdiv, nonce=nonce()))


def on_place_form(call: Call) -> Answer:
    """Whose holidays, submitted: the usual ones of that country."""
    after = group_calendar.choose(call.deps, call.actor, group_of(call, call.meta.get("group")), country=call.values.get("country") or "",
                                  subdiv=call.values.get("subdiv") or "", names=None, once=call.once)
    return _listed(call, after, "✓ Saved, with the usual holidays there.")


def on_add(call: Call) -> Answer:
    """Add days of our own…"""
    group = group_of(call, call.value)
    return Answer(view=views.add_form(group, nonce=nonce(), today=people.groups_today(call.deps, group)))


def on_add_form(call: Call) -> Answer:
    """Days of the group's own, submitted."""
    values = call.values
    after = group_calendar.add(
        call.deps, call.actor, group_of(call, call.meta.get("group")), name=values.get("name") or "", once=call.once,
        first=date.fromisoformat(values["first"]), last=date.fromisoformat(values["last"]), free=values.get("action") != "warn")
    return _listed(call, after, "✓ Saved.")


def on_remove(call: Call) -> Answer:
    """Remove one entry."""
    return _listed(call, group_calendar.remove(call.deps, call.actor, number_of(call.value), once=call.once), "✓ Removed.")


COMMANDS = (
    Route(words="meeting holidays", run=on_holidays, usage="meeting holidays", about="the days your group keeps free"),
)
ACTIONS = {Ids.TICK: on_tick, Ids.PLACE: on_place, Ids.ADD: on_add, Ids.REMOVE: on_remove}
FORMS = {Ids.TICK_FORM: on_tick_form, Ids.PLACE_FORM: on_place_form, Ids.ADD_FORM: on_add_form}
