"""Meetings as forms that come back."""

from __future__ import annotations

from datetime import date

from bot.services import meetings
from handlers import meeting_deeds as deeds
from handlers.call import Answer, Call
from mentoring.planning import Spot
from mentoring.refused import Refused


def spot_of(values: dict) -> Spot:
    """The day and the time of two pickers."""
    if not values.get("day") or not values.get("time"):
        raise Refused("Please choose a day and a time.", field="day")
    return Spot(day=date.fromisoformat(values["day"]), time=values["time"])


def on_move_form(call: Call) -> Answer:
    """Another day: at once, or once more with what speaks against it."""
    shown, spot = _meant(call), spot_of(call.values)
    reason = call.values.get("reason") or ""
    against = meetings.doubts(call.deps, call.actor, shown.group, spot, but=shown.meeting)
    if set(against) - set(call.meta.get("doubts") or ()):
        return deeds.move_form(call, shown.meeting, spot, reason=reason, doubts=against)
    return deeds.placed(call, shown.group, shown.meeting, spot, reason=reason)


def on_add_form(call: Call) -> Answer:
    """One more: the same."""
    group, spot = deeds.group_of(call, call.meta.get("group")), spot_of(call.values)
    minutes = deeds.number_of(call.values.get("minutes")) or None
    against = meetings.doubts(call.deps, call.actor, group, spot)
    if set(against) - set(call.meta.get("doubts") or ()):
        return deeds.add_form(call, group, spot, minutes=minutes or 0, doubts=against)
    return deeds.placed(call, group, None, spot, minutes=minutes)


def on_edit_form(call: Call) -> Answer:
    """Place, link, length, note."""
    shown, values = _meant(call), call.values
    after = meetings.edit(call.deps, call.actor, shown.meeting.id, place=values.get("place") or "", link=values.get("link") or "",
                          note=values.get("note") or "", minutes=deeds.number_of(values.get("minutes")) or None, once=call.once)
    return deeds.card(call, after, said=f"✓ Meeting {after.meeting.number} is saved.")


def on_cancel_form(call: Call) -> Answer:
    """Called off."""
    after = meetings.cancel(call.deps, call.actor, _meant(call).meeting.id, reason=call.values.get("reason") or "", once=call.once)
    return deeds.card(call, after, said=f"✓ Meeting {after.meeting.number} is called off.")


def _meant(call: Call) -> meetings.Shown:
    return meetings.one(call.deps, call.actor, deeds.number_of(call.meta.get("meeting")))
