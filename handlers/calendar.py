"""Calendars at the door: ``/mentor meeting calendar`` and ``/mentor meeting feed``, and their buttons."""

from __future__ import annotations

from bot.services import calendar_files as files
from bot.views import calendar_links as views
from bot.views.calendar_links import Ids
from handlers.call import Answer, Call, Door, Route
from mentoring.people import Group
from mentoring.refused import Refused

_FEED_USAGE = "`/mentor meeting feed` shows how it stands; `new` makes an address, `off` ends it."


def on_calendar(call: Call) -> Answer:
    """All coming meetings: links here, the file in a direct message."""
    return _all(call, call.need_group())


def on_all(call: Call) -> Answer:
    """The same from the calendar post."""
    group = next((g for g in call.actor.groups if str(g.id) == call.value), None)
    if group is None:
        raise Refused("You are not in the group that this calendar belongs to.")
    return _all(call, group)


def _all(call: Call, group: Group) -> Answer:
    meetings = files.ahead(call.deps, call.actor, group)
    if not meetings:
        return Answer(message=views.nothing_ahead())
    files.send_to_me(call.deps, call.actor, group, once=call.once)
    return Answer(message=views.all_of(meetings, group, subscribe=bool(call.deps.settings.public_url)))


def on_one(call: Call) -> Answer:
    """One meeting, from its card."""
    if not (call.value.isascii() and call.value.isdigit() and len(call.value) <= 15):
        raise Refused("I can't find that meeting among those of your groups.")
    meeting, group = files.one(call.deps, call.actor, int(call.value))
    if not meeting.is_on:
        raise Refused(f"Meeting {meeting.number} was called off, so there is nothing to put into a calendar.")
    files.send_to_me(call.deps, call.actor, group, meeting=meeting, once=call.once)
    return Answer(message=views.one_of(meeting, group))


def on_feed(call: Call) -> Answer:
    """How it stands with the subscription; ``new`` and ``off``."""
    word = call.text.strip().lower()
    if word not in ("", "new", "off"):
        raise Refused(_FEED_USAGE)
    if word == "off":
        return on_off(call)
    # An answer in a conversation is written down until it is sent, and an address must not be: there a click makes it.
    if word == "new" and call.door not in (Door.DM, Door.MENTION):
        return on_new(call)
    return on_see(call)


def _stands(stand: files.FeedStand) -> Answer:
    if stand.feed is None:
        return Answer(message=views.no_feed())
    return Answer(message=views.has_feed(stand.feed.created, stand.feed.fetched))


def on_see(call: Call) -> Answer:
    """How it stands, from a button."""
    return _stands(files.feed(call.deps, call.actor))


def on_new(call: Call) -> Answer:
    """A new address."""
    return Answer(message=views.new_feed(files.new_feed(call.deps, call.actor, once=call.once).address))


def on_off(call: Call) -> Answer:
    """No address any more."""
    return Answer(message=views.feed_off(files.end_feed(call.deps, call.actor, once=call.once)))


COMMANDS = (
    Route(words="meeting calendar", run=on_calendar, usage="meeting calendar", about="the meetings for your own calendar: file and links"),
    Route(words="meeting feed", run=on_feed, usage="meeting feed [new|off]", about="subscribe: a secret address that follows every change"),
)
ACTIONS = {Ids.ALL: on_all, Ids.ONE: on_one, Ids.FEED: on_see, Ids.FEED_NEW: on_new, Ids.FEED_OFF: on_off}
FORMS = {}
