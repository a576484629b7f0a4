"""App Home: opened, and its pages turned."""

from __future__ import annotations

from bot.services import home
from bot.views.home import Ids
from handlers.call import NOTHING, Answer, Call


def on_opened(call: Call) -> Answer:
    """Somebody looks at Home: it is published by the sender, from present data."""
    home.opened(call.deps, call.actor, page=1)
    return NOTHING


def on_page(call: Call) -> Answer:
    """Another page of my goals."""
    page = call.value.rpartition("|")[2]
    home.opened(call.deps, call.actor, page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1)
    return NOTHING


COMMANDS = ()
ACTIONS = {Ids.PAGE: on_page}
FORMS = {}
