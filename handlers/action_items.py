"""Action items as commands, and the table of everything about them that can be typed, clicked or submitted."""

from __future__ import annotations

import re

from bot import dates
from bot.services import action_items, action_lists, action_reading, drafts, people
from bot.services.action_reading import Read
from bot.views import action_items as views
from bot.views.action_items import Ids
from handlers import action_clicks as clicks
from handlers import action_deeds as deeds
from handlers import action_submits as submits
from handlers.call import Answer, Call, Route
from mentoring.action_items import ActionItem, Wording
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused

_NUMBER = regex(r"#? ?(\d{1,6})\b[:.]?\s*")
_NONE = regex(r"(?:no(?:ne)?|never|open|without)(?: date| day)?", re.IGNORECASE)


def on_add(call: Call) -> Answer:
    """``action add @person Draft the survey by Friday``; without words it opens the form."""
    group = call.need_group()
    if not call.text.strip():
        return deeds.blank_form(call)
    return added(call, group, action_reading.read(call.deps, call.actor, group, _wire(call)))


def _wire(call: Call) -> str:
    """What follows the route's words, as Slack sent it: mentions stay ids."""
    return call.raw.split(maxsplit=len(call.route.words.split()))[-1]


def added(call: Call, group: Group, read: Read) -> Answer:
    """The action item, or the one question that it leaves open; everything typed is kept meanwhile."""
    wording = read.wording
    body = {"group": group.id, "text": wording.text, "owners": list(wording.owners),
            "due": wording.due.isoformat() if wording.due else None, "due_time": read.due_time,
            "everyone": read.everyone, "choices": list(read.choices), "past": read.past, "phrase": read.phrase}
    if read.candidates or read.unknown or read.everyone:
        draft = drafts.keep(call.deps, call.actor, body, once=call.once)
        return _whose(read, draft, group, call)
    if read.choices or read.past:
        draft = drafts.keep(call.deps, call.actor, body, once=call.once)
        return deeds.which_day(body, draft)
    item = action_items.add(call.deps, call.actor, group, wording, due_time=read.due_time, once=call.once)
    return deeds.made(call, item)


def _whose(read: Read, draft: str, group: Group, call: Call) -> Answer:
    if read.everyone:
        return Answer(message=views.which_owner(f"Is it one task for {group.name}, or one for each of you?",
                                                [("everyone", "One for each member")], draft, read.wording.text))
    if read.unknown:
        names = " and ".join(f"“{n}”" for n in read.unknown)
        return Answer(message=views.which_owner(f"I know nobody called {names} in {group.name}. Whose is it?", read.candidates, draft,
                                                read.wording.text))
    return Answer(message=views.which_owner("Whose is it?", read.candidates, draft, read.wording.text))


def on_add_form(call: Call) -> Answer:
    """The form with the words of a line that was refused."""
    return deeds.form(call, Wording(text=call.text))


def on_list(call: Call) -> Answer:
    """``action list``, ``group``, ``late``, ``@person``."""
    deps, actor, word = call.deps, call.actor, call.text.strip().lower()
    if call.mentions:
        user = call.mentions[0]
        mine = user == actor.person.user
        return deeds.listed(action_lists.mine(deps, actor, 1) if mine else
                            action_lists.of_member(deps, actor, call.need_group(), user, 1))
    if word.startswith(("group", "all", "everyone")):
        return deeds.listed(action_lists.of_group(deps, actor, call.need_group(), 1))
    if word.startswith(("late", "overdue")):
        return deeds.listed(action_lists.late(deps, actor, call.need_group(), 1))
    return deeds.listed(action_lists.mine(deps, actor, 1))


def on_show(call: Call) -> Answer:
    """``action show 7``: everything about one."""
    item, _ = _named(call)
    return Answer(message=views.card(action_lists.details(call.deps, call.actor, item.id), full=True))


def on_done(call: Call) -> Answer:
    """``action done 7``, with one optional line."""
    item, rest = _named(call)
    return deeds.done(call, action_items.done(call.deps, call.actor, item.id, note=rest, once=call.once))


def on_drop(call: Call) -> Answer:
    """``action drop 7 the chair does it``."""
    item, rest = _named(call)
    return deeds.dropped(call, action_items.drop(call.deps, call.actor, item.id, reason=rest, once=call.once))


def on_reopen(call: Call) -> Answer:
    """``action reopen 7``."""
    item, _ = _named(call)
    return deeds.shown(call, action_items.reopen(call.deps, call.actor, item.id, once=call.once), "is open again.")


def on_accept(call: Call) -> Answer:
    """``action accept 7``."""
    item, _ = _named(call)
    return deeds.shown(call, action_items.accept(call.deps, call.actor, item.id, once=call.once), "is yours. Thank you.")


def on_take(call: Call) -> Answer:
    """``action take 7``: what nobody has."""
    item, _ = _named(call)
    return deeds.shown(call, action_items.take(call.deps, call.actor, item.id, once=call.once), "is yours. Thank you.")


def on_due(call: Call) -> Answer:
    """``action due 7 next Friday``."""
    item, rest = _named(call)
    if not rest:
        return deeds.due_form(call, item)
    if _NONE.fullmatch(rest):
        return deeds.dated(call, action_items.due(call.deps, call.actor, item.id, None, once=call.once))
    when = dates.read_when(f"by {rest}" if not rest.lower().startswith(("by ", "on ", "before ", "in ")) else rest,
                           now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    if isinstance(when, dates.Reading):
        at = f"{when.at:%H:%M}" if when.at else None
        return deeds.dated(call, action_items.due(call.deps, call.actor, item.id, when.date, at=at, once=call.once))
    choices = [(c.label, _iso(c.value)) for c in when.choices] if isinstance(when, dates.Ask) else []
    said = when.question if isinstance(when, dates.Ask) else f"“{rest}”? {when.reason}" if isinstance(when, dates.No) \
        else f"“{rest}” repeats, and an action item has one day. By when?"
    draft = drafts.keep(call.deps, call.actor, {"item": item.id}, once=call.once)
    return Answer(message=views.which_day(said, choices, draft, item.text))


def _iso(value) -> str:
    return (value.date() if hasattr(value, "hour") else value).isoformat()


def on_give(call: Call) -> Answer:
    """``action give 7 @person``, with a word for them."""
    item, rest = _named(call)
    if not call.mentions:
        return deeds.give_form(call, item)
    word = re.sub(r"^@\S+\s*", "", _without_name(call, rest)).strip()
    return deeds.given(call, action_items.give(call.deps, call.actor, item.id, call.mentions[0], word=word, once=call.once))


def _without_name(call: Call, rest: str) -> str:
    """What was said beside the name of who gets it."""
    names = people.names(call.deps, call.mentions)
    for name in names.values():
        rest = rest.replace(f"@{name}", "", 1)
    return rest.strip(" ,:")


def on_pass(call: Call) -> Answer:
    """``action pass 7 no time before June``: back to the group."""
    item, rest = _named(call)
    return deeds.given(call, action_items.give(call.deps, call.actor, item.id, None, word=rest, once=call.once))


def on_note(call: Call) -> Answer:
    """``action note 7 waiting for the ethics form``."""
    item, rest = _named(call)
    if not rest:
        return deeds.note_form(call, item)
    return deeds.shown(call, action_items.note(call.deps, call.actor, item.id, rest, once=call.once), "has your note.")


def on_edit(call: Call) -> Answer:
    """``action edit 7`` opens the form."""
    return deeds.edit_form(call, _named(call)[0])


def _named(call: Call) -> tuple[ActionItem, str]:
    """The action item whose number was typed, and the words after it."""
    found = _NUMBER.match(call.text.strip())
    if not found:
        words = call.route.words if call.route else "action show"
        raise Refused(f"Which one? Put its number after it, for example `/mentor {words} 7`. `/mentor action list` shows the numbers.")
    return (action_lists.resolve(call.deps, call.actor, call.need_group(), int(found[1])),
            call.text.strip()[found.end():].strip())


COMMANDS = (
    Route(words="action add", run=on_add, usage="action add [@person] [what] [by when]",
          about="somebody takes something on; they are asked", hint=True, form=on_add_form),
    Route(words="action list", run=on_list, usage="action list [group | late | @person]",
          about="your open action items, the group's, what is late", hint=True),
    Route(words="action show", run=on_show, usage="action show 7", about="one action item with its history"),
    Route(words="action done", run=on_done, usage="action done 7 [one line]", about="done"),
    Route(words="action due", run=on_due, usage="action due 7 [next Friday | none]", about="another day, or none"),
    Route(words="action give", run=on_give, usage="action give 7 @person", about="somebody else takes it; they are asked"),
    Route(words="action pass", run=on_pass, usage="action pass 7 [why]", about="pass yours on; it comes up at the next meeting"),
    Route(words="action accept", run=on_accept, usage="action accept 7", about="yes, you take it"),
    Route(words="action take", run=on_take, usage="action take 7", about="take what nobody has"),
    Route(words="action note", run=on_note, usage="action note 7 [what moved]", about="a note for its owners"),
    Route(words="action edit", run=on_edit, usage="action edit 7", about="change words, owners or day"),
    Route(words="action drop", run=on_drop, usage="action drop 7 [why]", about="not needed any more"),
    Route(words="action reopen", run=on_reopen, usage="action reopen 7", about="open again"),
)
ACTIONS = {
    Ids.ADD: clicks.on_add, Ids.SHOW: clicks.on_show, Ids.LIST: clicks.on_list, Ids.ACCEPT: clicks.on_accept, Ids.PASS: clicks.on_pass,
    Ids.DONE: clicks.on_done, Ids.REOPEN: clicks.on_reopen, Ids.DUE: clicks.on_due, Ids.GIVE: clicks.on_give, Ids.TAKE: clicks.on_take,
    Ids.NOTE: clicks.on_note, Ids.MORE: clicks.on_more, Ids.DAY: clicks.on_day, Ids.OWNER: clicks.on_owner,
}
FORMS = {Ids.FORM: submits.on_form, Ids.DUE_FORM: submits.on_due_form, Ids.GIVE_FORM: submits.on_give_form,
         Ids.NOTE_FORM: submits.on_note_form, Ids.DROP_FORM: submits.on_drop_form}
SHORTCUTS = {Ids.FROM_MESSAGE: clicks.on_message}
