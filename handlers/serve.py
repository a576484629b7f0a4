"""Serving one call: the handler runs, and whatever happens becomes an answer. No exception passes this function."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import replace

from bot.services import drafts, people
from bot.views import groups as group_views
from bot.views import help as help_views
from bot.views.blocks import escape, notice
from handlers import help, table
from handlers.call import NOTHING, Answer, Call, Door, WhichGroup
from handlers.typed import mentions, readable
from mentoring.patterns import regex
from mentoring.people import Kind
from mentoring.refused import Refused
from storage.errors import AlreadyDone, Busy, NotSaved, TryAgain

log = logging.getLogger(__name__)
TRIES = 3
_COMMAND = regex(r"`/mentor ([a-z ]+)`")
_GUEST = ("You are a guest in this workspace and in no group yet. The organiser of a group can add you with `/mentor setup`; "
          "then everything here is yours too.")


_TOO_FAST = ("That was quicker than I can follow: a line every two seconds, for a whole minute. Please wait a moment, then type this "
             "again; everything before it is done.")


def line(call: Call, raw: str) -> Answer:
    """A typed line, from any door: its first words pick the route."""
    named = mentions(raw)
    said = {"raw": raw, "typed": readable(raw, people.names(call.deps, named)), "mentions": named, "routes": table.COMMANDS}
    found = table.find(said["typed"])
    if call.door is not Door.CLICK and not call.deps.pace.keeps(call.actor.person.user, call.deps.clock.now()):
        return _no(replace(call, **said, route=found[0] if found else None), _TOO_FAST, None)
    if found is None:
        return one(replace(call, **said), help.on_unknown)
    route, rest = found
    return one(replace(call, **said, text=rest, route=route), route.run, stranger=route.stranger)


def click(call: Call) -> Answer:
    """A click on anything of ours; an unknown id is answered too."""
    run_it = table.action(call.action)
    return one(replace(call, routes=table.COMMANDS), run_it or _outdated, stranger=call.action in table.STRANGERS)


def shortcut(call: Call, callback_id: str) -> Answer:
    """A shortcut on a message."""
    return one(replace(call, routes=table.COMMANDS), table.SHORTCUTS.get(callback_id) or _outdated)


def form(call: Call, callback_id: str) -> Answer:
    """A submitted form."""
    run_it = table.FORMS.get(callback_id)
    return one(replace(call, routes=table.COMMANDS), run_it or _outdated, stranger=callback_id in table.STRANGERS)


def _outdated(call: Call) -> Answer:
    raise Refused("That comes from an older version of me. `/mentor help` shows what I can do today.")


def one(call: Call, handler: Callable[[Call], Answer], *, stranger: bool = False) -> Answer:
    """Run a handler and turn whatever happens into an answer."""
    try:
        if call.actor.person.kind is Kind.GUEST and not call.actor.groups and not stranger:
            raise Refused(_GUEST)
        answer = _tried(call, handler)
        return _again(call, answer) if answer.again else answer
    except AlreadyDone:
        return NOTHING
    except WhichGroup:
        return _which(call)
    except Refused as no:
        return _no(call, no.text, no.field, draft=_for_form(call))
    except Exception as failure:
        return _no(call, sorry(call.door, failure), None)


def _tried(call: Call, handler: Callable[[Call], Answer]) -> Answer:
    for left in range(TRIES - 1, -1, -1):
        try:
            return handler(call)
        except TryAgain:
            if not left:
                raise
    raise AssertionError("unreachable")


def sorry(door: str, failure: Exception) -> str:
    """What a person is told when it was not their fault; what they cannot mend is logged under the reference they are given."""
    if isinstance(failure, Busy | NotSaved | TryAgain):
        return f"{failure} What you typed is still here."
    return ("Something went wrong on my side. Please look whether it is done before you try again; if it stays, tell your IT desk "
            f"reference {log_failure(door, failure)}.")


def log_failure(door: str, failure: Exception) -> str:
    """Log where it broke, without what anybody wrote; gives the reference that the person is told."""
    ref = secrets.token_hex(3)
    trace, frames = failure.__traceback__, []
    while trace:
        path = trace.tb_frame.f_code.co_filename
        if "site-packages" not in path or not trace.tb_next:   # ours, and the very place
            frames.append(f"{path.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("failure %s at door %s: %s at %s", ref, door, type(failure).__name__, " < ".join(reversed(frames[-6:])))
    return ref


def _again(call: Call, answer: Answer) -> Answer:
    """A question has been answered: serve what was asked before, in the group that was chosen."""
    # The draft is the key: a question is answered once, however quickly its buttons are clicked twice.
    once = call.once if call.action.startswith(help_views.Ids.RUN) else f"draft:{call.value.partition('|')[0]}"
    call = replace(call, chosen=answer.group or call.chosen, value="", action="", once=once)
    if isinstance(answer.again, str):
        return replace(line(call, answer.again), refusal=True) if answer.refusal else line(call, answer.again)
    action, value = answer.again
    return click(replace(call, action=action, value=value))


def _which(call: Call) -> Answer:
    asked = {"line": call.raw} if call.raw else {"action": call.action, "value": call.value}
    draft = drafts.keep(call.deps, call.actor, asked)
    return Answer(message=group_views.which(call.actor.groups, draft))


def _for_form(call: Call) -> str | None:
    """What was typed, kept for the form that does the same; None when there is none, or no room for it just now."""
    if not (call.route and call.route.form and call.text) or call.door is Door.FORM:
        return None
    try:
        return drafts.keep(call.deps, call.actor, {"words": call.route.words, "text": call.text})
    except (Busy, NotSaved, TryAgain):
        return None


def _no(call: Call, text: str, field: str | None, *, draft: str | None = None) -> Answer:
    """A refusal where it can be read, with what was typed kept, and the next step as a button."""
    if call.door is Door.FORM:
        return Answer(errors={field if field in call.values else next(iter(call.values), "what"): _plain(text)})
    if call.origin.kind in ("home", "modal"):
        return Answer(view=notice("One moment", escape(text)))
    spoken = call.door in (Door.DM, Door.MENTION) or not call.typed
    typed = call.typed if spoken else f"/mentor {call.typed}"
    if spoken and call.route and call.route.private:
        typed = call.route.words
    return Answer(message=help_views.refused(text, typed, topic=_topic(call), draft=draft, commands=_named(text)), refusal=True)


def _named(text: str) -> list[str]:
    """The commands that a refusal names whole, so that each can be a button: not those that still need a word, like a number."""
    named = [words for words in _COMMAND.findall(text) if (found := table.find(words)) and not found[1]]
    return list(dict.fromkeys(named))


def _topic(call: Call) -> str:
    """What a refused line or click was about, if help has a page for it."""
    word = call.route.topic if call.route else call.action.partition(".")[0].removesuffix("s")
    return word if word in help_views.topics(table.COMMANDS) else ""


def _plain(text: str) -> str:
    return text.replace("`", "").replace("*", "")


def open_by_button(call: Call) -> Answer:
    """A form cannot open without a click (in a direct message, after a mention): a button that opens it."""
    draft = drafts.keep(call.deps, call.actor, {"line": call.raw})
    return Answer(message=help_views.open_form(draft))
