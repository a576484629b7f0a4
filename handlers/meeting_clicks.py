"""Meetings as clicks: each button of a card, the list, the calendar in the channel, and of reminders."""

from __future__ import annotations

from bot.services import meetings
from bot.views import meeting_forms as forms
from bot.views import meetings as views
from handlers import meeting_deeds as deeds
from handlers.call import Answer, Call, nonce
from mentoring.refused import Refused


def on_click_list(call: Call) -> Answer:
    """The list."""
    return deeds.listed(call, deeds.group_of(call, call.value))


def on_click_mine(call: Call) -> Answer:
    """My dates: in my own time, with what I have said."""
    group = deeds.group_of(call, call.value)
    mine = meetings.mine(call.deps, call.actor, group)
    return Answer(message=views.mine(group, mine) if mine else views.none_ahead(group, organiser=call.actor.organises(group.id)))


def on_click_show(call: Call) -> Answer:
    """One meeting, from the list."""
    return deeds.card(call, _clicked(call))


def on_click_move(call: Call) -> Answer:
    """Move…: the pickers."""
    return deeds.move_form(call, _clicked(call).meeting)


def on_click_day(call: Call) -> Answer:
    """One of the days that were offered."""
    draft, _, n = call.value.partition("|")
    group, meeting, spot = deeds.chosen(call, draft, deeds.number_of(n))
    return deeds.spotted(deeds.by_draft(call, draft), group, meeting, spot)


def on_click_sure(call: Call) -> Answer:
    """Yes, there, although something speaks against it."""
    return deeds.placed(deeds.by_draft(call, call.value), *deeds.chosen(call, call.value, 0))


def on_click_edit(call: Call) -> Answer:
    """Place, link, length, note."""
    shown = _clicked(call)
    meetings.may_change(call.deps, call.actor, shown.group)
    return Answer(view=forms.edit_form(shown.meeting, nonce=nonce()))


def on_click_cancel(call: Call) -> Answer:
    """Call it off: with the question why."""
    shown = _clicked(call)
    meetings.may_change(call.deps, call.actor, shown.group)
    if not shown.meeting.is_on:
        raise Refused(f"Meeting {shown.meeting.number} is called off already.")
    return Answer(view=forms.cancel_form(shown.meeting, nonce=nonce()))


def on_click_restore(call: Call) -> Answer:
    """Put it back on."""
    return deeds.restored(call, deeds.number_of(call.value))


def on_click_keep(call: Call) -> Answer:
    """Leave it as it is."""
    return Answer(message=views.left(_clicked(call).meeting if call.value else None))


def on_click_undo(call: Call) -> Answer:
    """Take back what was done a moment ago."""
    after = meetings.undo(call.deps, call.actor, call.value, once=call.once)
    return deeds.card(call, after, said=f"✓ Undone. Meeting {after.meeting.number} is as it was.")


def on_click_add(call: Call) -> Answer:
    """One more meeting: the pickers."""
    return deeds.add_form(call, deeds.group_of(call, call.value))


def _clicked(call: Call) -> meetings.Shown:
    return meetings.one(call.deps, call.actor, deeds.number_of(call.value))
