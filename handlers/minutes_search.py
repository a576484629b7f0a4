"""``/mentor minutes search`` at the door."""

from __future__ import annotations

from bot.services import minutes_search
from bot.views import minutes_search as views
from bot.views.minutes_search import Ids
from handlers.call import Answer, Call, Route
from mentoring.refused import Refused


def on_search(call: Call) -> Answer:
    """``minutes search protected time kind:decision since:September``."""
    group = call.need_group()
    wire = call.raw.split(maxsplit=len(call.route.words.split()))[-1] if call.text.strip() and call.route else ""
    return Answer(message=views.found(minutes_search.search(call.deps, call.actor, group, wire)))


def on_more(call: Call) -> Answer:
    """The next page; the value names the group, the page and what was typed."""
    group_id, _, rest = call.value.partition("|")
    page, _, text = rest.partition("|")
    group = next((g for g in call.actor.groups if str(g.id) == group_id), None)
    if group is None or not (page.isascii() and page.isdigit() and len(page) < 6):
        raise Refused("I can't find minutes of that group among yours.")
    return Answer(message=views.found(minutes_search.search(call.deps, call.actor, group, text, int(page))))


COMMANDS = (
    Route(words="minutes search", run=on_search, usage="minutes search WORDS [kind:decision] [owner:@x] [open] [since:DATE]",
          about="find it in the group's minutes: decisions, action items, notes, with links to the messages"),
)
ACTIONS = {Ids.MORE: on_more}
FORMS = {}
