"""``/mentor history`` at the door: the running list of meetings."""

from __future__ import annotations

from bot.services import history
from bot.views import history as views
from bot.views.history import Ids
from handlers.call import Answer, Call, Route
from mentoring.people import NOT_AMONG_YOURS
from mentoring.refused import Refused


def on_history(call: Call) -> Answer:
    """``history``."""
    return Answer(message=views.listing(history.page(call.deps, call.actor, call.need_group())))


def on_page(call: Call) -> Answer:
    """Another page; the value names the group and the page."""
    group_id, _, page = call.value.partition("|")
    group = call.actor.group(group_id)
    if not (page.isascii() and page.isdigit() and len(page) < 6):
        raise Refused(NOT_AMONG_YOURS)
    return Answer(message=views.listing(history.page(call.deps, call.actor, group, int(page))))


COMMANDS = (
    Route(words="history", run=on_history, usage="history", about="the running list: dates, topics, who led, what came of it; as a file"),
    Route(words="minutes list", run=on_history, usage="minutes list", about="the same"),
)
ACTIONS = {Ids.PAGE: on_page}
FORMS = {}
