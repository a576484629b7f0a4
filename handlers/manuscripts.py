"""Manuscripts at the door: ask for readers, take one, give it back."""

from __future__ import annotations

from datetime import date

from bot import dates
from bot.services import manuscripts
from bot.views import manuscripts as views
from bot.views.manuscripts import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.manuscripts import need_sight
from mentoring.people import Group
from mentoring.readings import read


def on_ask(call: Call) -> Answer:
    """``manuscript https://… Draft of our review by 12 December``; where something is missing the form."""
    group = call.need_group()
    title, link, due = _read(call, group)
    if not link or due is None:
        return Answer(view=views.form(group, nonce=nonce(), title=title, link=link, due=due))
    return _asked(call, group, title, link, due)


def _read(call: Call, group: Group) -> tuple[str, str, date | None]:
    title, link, _ = read(call.text)
    split = dates.split_due(title, now=call.deps.clock.now(), tz=group.tz) if title else None
    if split and isinstance(split.when, dates.Reading):
        return split.text, link, split.when.date
    return title, link, None


def on_ask_form(call: Call) -> Answer:
    """The form with what was typed."""
    group = call.need_group()
    title, link, due = _read(call, group)
    return Answer(view=views.form(group, nonce=nonce(), title=title, link=link, due=due))


def _asked(call: Call, group: Group, title: str, link: str, due: date | None) -> Answer:
    one = manuscripts.ask(call.deps, call.actor, group, title=title, link=link, due=due, once=call.once)
    return _listed(call, group, f"✓ Asked in the channel: “{one.title}”. I tell you who takes it.")


def on_list(call: Call) -> Answer:
    """``manuscript list``."""
    return _listed(call, call.need_group())


def _listed(call: Call, group: Group, said: str = "") -> Answer:
    return Answer(message=views.listing(group, manuscripts.listed(call.deps, call.actor, group), call.actor.person.id, said=said))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(call: Call) -> int:
    words = call.value
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None)
    return int(words)


def on_click_ask(call: Call) -> Answer:
    """The form."""
    return Answer(view=views.form(call.actor.group(call.value), nonce=nonce()))


def on_click_list(call: Call) -> Answer:
    """The list, from a button."""
    return _listed(call, call.actor.group(call.value))


def on_take(call: Call) -> Answer:
    """I'll read it."""
    return Answer(message=views.mine(manuscripts.take(call.deps, call.actor, _id(call), once=call.once)))


def on_back(call: Call) -> Answer:
    """It is back with its author."""
    one = manuscripts.give_back(call.deps, call.actor, _id(call), once=call.once)
    return Answer(message=views.told(f"✓ Thank you. {one.author or 'They'} will see it.", one.group_id))


def on_give_up(call: Call) -> Answer:
    """I can't after all."""
    one = manuscripts.give_up(call.deps, call.actor, _id(call), once=call.once)
    return Answer(message=views.told(f"✓ The place is free again, and {one.author or 'its author'} hears of it.", one.group_id))


def on_settle(call: Call) -> Answer:
    """No more readers are wanted."""
    one = manuscripts.settle(call.deps, call.actor, _id(call), once=call.once)
    return _listed(call, call.actor.group(one.group_id), "✓ No more readers are asked.")


def on_form(call: Call) -> Answer:
    """The request, submitted."""
    values = call.values
    due = date.fromisoformat(values["due"]) if values.get("due") else None
    return _asked(call, call.actor.group(call.meta.get("group")), values.get("title") or "", values.get("link") or "", due)


COMMANDS = (
    Route(words="manuscript", run=on_ask, usage="manuscript [https://… title by 12 December]", about="ask two peers for comments",
          form=on_ask_form),
    Route(words="manuscript list", run=on_list, usage="manuscript list", about="what is being read for whom, and until when"),
)
ACTIONS = {Ids.ASK: on_click_ask, Ids.LIST: on_click_list, Ids.TAKE: on_take, Ids.BACK: on_back, Ids.GIVE_UP: on_give_up,
           Ids.SETTLE: on_settle}
FORMS = {Ids.FORM: on_form}
