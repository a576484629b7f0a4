"""App Home: opened, and its pages turned."""

from __future__ import annotations

from dataclasses import replace

from bot.services import home
from bot.views.home import MORE, Ids
from handlers.call import NOTHING, Answer, Call
from mentoring.people import NOT_AMONG_YOURS
from mentoring.refused import Refused


def on_opened(call: Call) -> Answer:
    """Somebody looks at Home: it is published by the sender, from present data."""
    home.opened(call.deps, call.actor, page=1)
    return NOTHING


def on_page(call: Call) -> Answer:
    """Another page of my goals."""
    page = call.value.rpartition("|")[2]
    home.opened(call.deps, call.actor, page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1)
    return NOTHING


def on_more(call: Call) -> Answer:
    """What a group has beside its goals: the command of the menu, in the group whose menu it is."""
    group_id, _, words = call.value.partition("|")
    group = call.actor.group(group_id)
    route = next((r for r in call.routes if r.words == words and words in _SHOWING), None)
    if route is None:
        raise Refused(NOT_AMONG_YOURS)
    return route.run(replace(call, chosen=group, route=route, typed=f"/mentor {words}", text="", value="", action=""))


_SHOWING = frozenset(words for _, words in MORE)
COMMANDS = ()
ACTIONS = {Ids.PAGE: on_page, Ids.MORE: on_more}
FORMS = {}
