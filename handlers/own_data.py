"""Everything about me, and forget me: at the door."""

from __future__ import annotations

from bot.services import own_data
from bot.views import own_data as views
from bot.views.own_data import Ids
from handlers.call import Answer, Call, Door, Route
from mentoring.refused import Refused


def on_export(call: Call) -> Answer:
    """``export``: what it means first, then the file."""
    if call.door not in (Door.SLASH, Door.CLICK):
        return Answer(message=views.by_button())
    return Answer(view=views.export())


def on_send(call: Call) -> Answer:
    """Send it to me."""
    own_data.send(call.deps, call.actor, once=call.once)
    return Answer(message=views.comes())


def on_forget(call: Call) -> Answer:
    """``forget me``; ``forget undo``."""
    words = call.text.strip().lower()
    if words in ("undo", "no", "never mind", "cancel"):
        return on_stay(call)
    if words not in ("me", "me now", ""):
        raise Refused("I can forget you: `/mentor forget me`. To let go of one thing: `/mentor goal drop 3`, `/mentor action drop 7`.")
    due = own_data.pending(call.deps, call.actor)
    return Answer(message=views.asked(due) if due else views.forget())


def on_ask(call: Call) -> Answer:
    """In seven days."""
    return Answer(message=views.asked(own_data.ask(call.deps, call.actor, once=call.once)))


def on_now(call: Call) -> Answer:
    """Now."""
    own_data.now(call.deps, call.actor)
    return Answer(message=views.gone())


def on_stay(call: Call) -> Answer:
    """Keep me."""
    own_data.think_again(call.deps, call.actor, once=call.once)
    return Answer(message=views.stays())


COMMANDS = (
    Route(words="export", run=on_export, usage="export", about="everything about you, as a file for you", stranger=True),
    Route(words="forget", run=on_forget, usage="forget me", about="what is yours goes, with seven days to think again", stranger=True),
)
ACTIONS = {Ids.EXPORT: on_export, Ids.FORGET: on_ask, Ids.NOW: on_now, Ids.STAY: on_stay}
FORMS = {Ids.EXPORT_SEND: on_send}
