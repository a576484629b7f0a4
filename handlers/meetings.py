"""Meetings as commands, and the table of everything about single meetings that can be typed, clicked or submitted."""

from __future__ import annotations

from bot.services import meetings
from bot.views import meetings as views
from bot.views.meetings import Ids
from handlers import meeting_clicks as clicks
from handlers import meeting_deeds as deeds
from handlers import meeting_submits as submits
from handlers.call import Answer, Call, Route
from handlers.meeting_typed import minutes, numbered, spot_of
from mentoring.refused import Refused


def on_list(call: Call) -> Answer:
    """The meetings ahead, with their numbers."""
    return deeds.listed(call, call.need_group())


def on_next(call: Call) -> Answer:
    """The next meeting."""
    group = call.need_group()
    found = meetings.coming(call.deps, call.actor, group)
    return deeds.card(call, found) if found else Answer(message=views.none_ahead(group, organiser=call.actor.organises(group.id)))


def on_show(call: Call) -> Answer:
    """``meeting show 4``."""
    return deeds.card(call, _named(call, "show 4")[0])


def on_move(call: Call) -> Answer:
    """``meeting move 4 to Thursday 8am``; without a day the form."""
    shown, rest = _named(call, "move 4 to Thursday 8am")
    if not rest:
        return deeds.move_form(call, shown.meeting)
    where = spot_of(rest, now=call.deps.clock.now(), tz=shown.meeting.tz, usual=shown.meeting.time, meeting=shown.meeting)
    return deeds.to(call, shown.group, shown.meeting, where)


def on_add(call: Call) -> Answer:
    """``meeting add Thursday 3 December 7:30am``; without a day the form."""
    group = call.need_group()
    if not call.text.strip():
        return deeds.add_form(call, group)
    series = meetings.ahead(call.deps, call.actor, group).series
    where = spot_of(call.text, now=call.deps.clock.now(), tz=group.tz, usual=series.time if series else None)
    return deeds.to(call, group, None, where)


def on_cancel(call: Call) -> Answer:
    """``meeting cancel 4``, with an optional reason."""
    shown, reason = _named(call, "cancel 4")
    after = meetings.cancel(call.deps, call.actor, shown.meeting.id, reason=reason, once=call.once)
    return deeds.card(call, after, said=f"✓ Meeting {after.meeting.number} is called off.")


def on_restore(call: Call) -> Answer:
    """``meeting restore 4``."""
    return deeds.restored(call, _named(call, "restore 4")[0].meeting.id)


def on_note(call: Call) -> Answer:
    """``meeting note 4 …``; without words the note is taken away."""
    return _edited(call, "note 4 Bring your drafts", "note")


def on_place(call: Call) -> Answer:
    """``meeting place 4 …``."""
    return _edited(call, "place 4 Library, room 2", "place")


def on_link(call: Call) -> Answer:
    """``meeting link 4 https://…``."""
    return _edited(call, "link 4 https://…", "link")


def _edited(call: Call, example: str, what: str) -> Answer:
    shown, rest = _named(call, example)
    after = meetings.edit(call.deps, call.actor, shown.meeting.id, once=call.once, **{what: rest})
    return deeds.card(call, after, said=f"✓ The {what} of meeting {after.meeting.number} is {'saved' if rest else 'taken away'}.")


def on_length(call: Call) -> Answer:
    """``meeting length 4 90 min``."""
    shown, rest = _named(call, "length 4 90 min")
    if not rest:
        raise Refused(f"How long shall it be? For example `/mentor meeting length {shown.meeting.number} 90 min`.")
    after = meetings.edit(call.deps, call.actor, shown.meeting.id, minutes=minutes(rest), once=call.once)
    return deeds.card(call, after, said=f"✓ Meeting {after.meeting.number} takes {views.length(after.meeting.minutes)}.")


def _named(call: Call, example: str) -> tuple[meetings.Shown, str]:
    """The meeting whose number was typed, and the words after it."""
    number, rest = numbered(call.text, example)
    return meetings.by_number(call.deps, call.actor, call.need_group(), number), rest


COMMANDS = (
    Route(words="meeting list", run=on_list, usage="meeting list", about="the meetings ahead, with their numbers", hint=True),
    Route(words="meeting next", run=on_next, usage="meeting next", about="the next meeting: when, where, who comes"),
    Route(words="meeting show", run=on_show, usage="meeting show 4", about="one meeting"),
    Route(words="meeting move", run=on_move, usage="meeting move 4 to Thursday 8am", about="organiser: another day or time"),
    Route(words="meeting cancel", run=on_cancel, usage="meeting cancel 4 [reason]", about="organiser: call one meeting off"),
    Route(words="meeting restore", run=on_restore, usage="meeting restore 4", about="organiser: put it back on"),
    Route(words="meeting add", run=on_add, usage="meeting add [day and time]", about="organiser: one more meeting"),
    Route(words="meeting note", run=on_note, usage="meeting note 4 [words]", about="organiser: a note for one meeting"),
    Route(words="meeting place", run=on_place, usage="meeting place 4 [where]", about="organiser: where one meeting is"),
    Route(words="meeting link", run=on_link, usage="meeting link 4 [https://…]", about="organiser: the link of one meeting"),
    Route(words="meeting length", run=on_length, usage="meeting length 4 90 min", about="organiser: how long one meeting takes"),
)

ACTIONS = {
    Ids.LIST: clicks.on_click_list, Ids.MINE: clicks.on_click_mine, Ids.SHOW: clicks.on_click_show,
    Ids.MOVE: clicks.on_click_move, Ids.MOVE_SURE: clicks.on_click_sure, Ids.DAY: clicks.on_click_day,
    Ids.EDIT: clicks.on_click_edit, Ids.CANCEL: clicks.on_click_cancel, Ids.RESTORE: clicks.on_click_restore,
    Ids.KEEP: clicks.on_click_keep, Ids.UNDO: clicks.on_click_undo, Ids.ADD: clicks.on_click_add,
}
FORMS = {Ids.MOVE_FORM: submits.on_move_form, Ids.ADD_FORM: submits.on_add_form, Ids.EDIT_FORM: submits.on_edit_form,
         Ids.CANCEL_FORM: submits.on_cancel_form}
