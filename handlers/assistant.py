"""The assistant who protects the time: ``/mentor meeting assistant`` (features 4.7)."""

from __future__ import annotations

from bot.services import assistants
from bot.views import assistants as views
from bot.views.assistants import Ids
from handlers.call import NOTHING, Answer, Call, Route, nonce


def on_assistant(call: Call) -> Answer:
    """The text that is ready to be sent; the first time the form."""
    office = assistants.of(call.deps, call.actor)
    return _ready(call, office) if office.name or office.mail else on_edit(call)


def on_show(call: Call) -> Answer:
    """The text, from a button."""
    return _ready(call, assistants.of(call.deps, call.actor))


def on_edit(call: Call) -> Answer:
    """Who it is."""
    office = assistants.of(call.deps, call.actor)
    return Answer(view=views.form(nonce=nonce(), name=office.name, mail=office.mail))


def on_form(call: Call) -> Answer:
    """The form, submitted."""
    return _ready(call, assistants.save(call.deps, call.actor, name=call.values.get("name") or "", mail=call.values.get("mail") or "",
                                        once=call.once))


def _ready(call: Call, office: assistants.Office) -> Answer:
    return Answer(message=views.ready(office.meetings, call.actor.person, name=office.name, mail=office.mail))


def on_mail(call: Call) -> Answer:
    """The mail program has opened; nothing else is to be done."""
    return NOTHING


COMMANDS = (
    Route(words="meeting assistant", run=on_assistant, usage="meeting assistant",
          about="a ready text for whoever keeps your schedule"),
)
ACTIONS = {Ids.SHOW: on_show, Ids.EDIT: on_edit, "assistant.mail": on_mail}
FORMS = {Ids.FORM: on_form}
