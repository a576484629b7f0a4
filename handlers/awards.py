"""Awards at the door: put one in, name somebody, say how it ended."""

from __future__ import annotations

from datetime import date

from bot import dates
from bot.services import awards
from bot.views import awards as views
from bot.views.awards import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.awards import Award, need_sight
from mentoring.people import Group
from mentoring.readings import read


def on_add(call: Call) -> Answer:
    """``award Teaching award of the school by 15 March``; where something is missing the form."""
    group = call.need_group()
    name, link, deadline = _read(call, group)
    if not name or deadline is None:
        return Answer(view=views.form(group, nonce=nonce(), name=name, link=link, deadline=deadline))
    return _added(call, group, name=name, link=link, deadline=deadline)


def _read(call: Call, group: Group) -> tuple[str, str, date | None]:
    name, link, _ = read(call.text)
    split = dates.split_due(name, now=call.deps.clock.now(), tz=group.tz) if name else None
    if split and isinstance(split.when, dates.Reading):
        return split.text, link, split.when.date
    return name, link, None


def on_add_form(call: Call) -> Answer:
    """The form with what was typed."""
    group = call.need_group()
    name, link, deadline = _read(call, group)
    return Answer(view=views.form(group, nonce=nonce(), name=name, link=link, deadline=deadline))


def _added(call: Call, group: Group, **said) -> Answer:
    award = awards.add(call.deps, call.actor, group, once=call.once, **said)
    return _listed(call, group, f"✓ “{award.name}” is in. 45 days before its deadline I ask who of you fits.")


def on_list(call: Call) -> Answer:
    """``award list``."""
    return _listed(call, call.need_group())


def _listed(call: Call, group: Group, said: str = "") -> Answer:
    found = awards.listed(call.deps, call.actor, group)
    return Answer(message=views.listing(group, found, me=call.actor.person.id, organiser=call.actor.organises(group.id), said=said))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(call: Call, said: object) -> int:
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None)
    return int(words)


def on_click_add(call: Call) -> Answer:
    """The form."""
    return Answer(view=views.form(call.actor.group(call.value), nonce=nonce()))


def on_click_list(call: Call) -> Answer:
    """The list, from a button."""
    return _listed(call, call.actor.group(call.value))


def on_name(call: Call) -> Answer:
    """Who shall have it?"""
    award, _ = awards.one(call.deps, call.actor, _id(call, call.value))
    return Answer(view=views.name_form(award, nonce=nonce()))


def on_won(call: Call) -> Answer:
    """It was won."""
    award = awards.ended(call.deps, call.actor, _id(call, call.value), True, once=call.once)
    mine = award.nominee_id == call.actor.person.id
    return Answer(message=views.kept(award, f"🏆 {award.name}: {'congratulations!' if mine else f'{award.nominee} hears of it from me.'}",
                                     share=mine))


def on_not(call: Call) -> Answer:
    """Not this time."""
    award = awards.ended(call.deps, call.actor, _id(call, call.value), False, once=call.once)
    return Answer(message=views.kept(award, f"“{award.name}”: not this time. It is kept, and next year is another."))


def on_share(call: Call) -> Answer:
    """The nominee lets the next meeting celebrate it."""
    award = awards.ended(call.deps, call.actor, _id(call, call.value), True, share=True, once=call.once)
    return Answer(message=views.kept(award, "✓ The next meeting begins with it."))


def on_leave(call: Call) -> Answer:
    """Not this year."""
    award = awards.leave_out(call.deps, call.actor, _id(call, call.value), once=call.once)
    return _listed(call, call.actor.group(award.group_id), f"“{award.name}” is left out.")


def on_again(call: Call) -> Answer:
    """The same next year."""
    award = awards.again(call.deps, call.actor, _id(call, call.value), once=call.once)
    return _listed(call, call.actor.group(award.group_id), f"✓ “{award.name}” is in again, for {award.deadline.year}.")


# ---- forms -------------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """An award, submitted."""
    values = call.values
    return _added(call, call.actor.group(call.meta.get("group")), name=values.get("name") or "", link=values.get("link") or "",
                  note=values.get("note") or "", deadline=date.fromisoformat(values["deadline"]) if values.get("deadline") else None)


def on_name_form(call: Call) -> Answer:
    """Somebody is named."""
    who, by = (next(iter(call.values.get(k) or ()), None) for k in ("nominee", "writer"))
    award: Award = awards.nominate(call.deps, call.actor, _id(call, call.meta.get("award")), who, by, once=call.once)
    return _listed(call, call.actor.group(award.group_id), f"✓ {award.nominee} is nominated for “{award.name}”; {award.writer} writes it.")


COMMANDS = (
    Route(words="award", run=on_add, usage="award [Teaching award by 15 March]", about="an award one of you could have, with its deadline",
          form=on_add_form),
    Route(words="award list", run=on_list, usage="award list", about="awards ahead, who is nominated, and how others ended"),
)
ACTIONS = {Ids.ADD: on_click_add, Ids.LIST: on_click_list, Ids.NAME: on_name, Ids.WON: on_won, Ids.NOT: on_not, Ids.SHARE: on_share,
           Ids.LEAVE: on_leave, Ids.AGAIN: on_again}
FORMS = {Ids.FORM: on_form, Ids.NAME_FORM: on_name_form}
