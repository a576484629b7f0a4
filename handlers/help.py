"""Help: the menu, one topic, and a second try for words nobody understood."""

from __future__ import annotations

import difflib
from dataclasses import replace

from bot.services import drafts
from bot.views import help as views
from bot.views.help import Ids
from handlers.call import Answer, Call, Route

LOOKALIKES = 2
SMALL_TALK = frozenset({"thanks", "thank", "thx", "how", "what", "why", "who", "please", "sorry", "ok", "okay"})
LIKE_A_ROUTE = 0.6   # below it, small talk would be taken for a command
LIKE_A_WORD = 0.5
GREETINGS = frozenset({"hello", "hi", "hey", "hallo", "good morning", "good evening", "hi there", "hello there", "thanks", "thank you",
                       "start", "menu"})


def on_help(call: Call) -> Answer:
    """``help``, ``help goal``, or no words at all."""
    return _about(call, call.text.split()[0].lower() if call.text.split() else "")


def on_show(call: Call) -> Answer:
    """The same from a button. Below a refusal it takes no place: what was typed stays to be read."""
    return replace(_about(call, call.value), refusal=call.block == "refused")


def _about(call: Call, topic: str) -> Answer:
    """One topic, in the singular or the plural; the menu for any other word."""
    known = views.topics(call.routes)
    found = next((t for t in (topic, topic.removesuffix("s")) if t in known), None)
    if found is None and (some := [r for r in call.routes if r.topic in (topic, topic.removesuffix("s"))]):
        return Answer(message=views.page(some, some[0].topic))
    return Answer(message=views.page(known[found], found) if found else views.menu(call.routes))


def on_unknown(call: Call) -> Answer:
    """The two nearest commands as buttons, and help for the topic. What was typed is kept behind the buttons.

    A topic alone (``goal``, ``goals``) is not a mistake: it is answered with what can be said about it; so is a greeting.
    """
    word = call.typed.strip(" .!?,").lower()
    if word in GREETINGS:
        return Answer(message=views.menu(call.routes))
    word = word.removesuffix("s")
    if some := [r for r in call.routes if r.topic == word]:
        return Answer(message=views.page(some, word, said=f"`/mentor {word}` needs one more word:"))
    nearest = nearest_routes(call.typed, call.routes)
    draft = drafts.keep(call.deps, call.actor, {"raw": call.raw}, once=call.once) if nearest else None
    return Answer(message=views.unknown(call.typed, nearest, draft=draft))


def on_try(call: Call) -> Answer:
    """One of the nearest commands, with the rest of what was typed."""
    draft, _, words = call.value.partition("|")
    raw = drafts.get(call.deps, call.actor, draft)["raw"]
    route = next((r for r in call.routes if r.words == words), None)
    if route is None:
        return on_help(call)
    return Answer(again=f"{words} {_rest(raw, route)}".strip())


def on_run(call: Call) -> Answer:
    """A command that a refusal has named."""
    return Answer(again=call.value, refusal=True)


def on_open(call: Call) -> Answer:
    """The form that a typed line asked for, now that there is a click to open it with."""
    return Answer(again=drafts.get(call.deps, call.actor, call.value)["line"])


def on_form(call: Call) -> Answer:
    """The form for a line that was refused, with what was typed in it."""
    kept = drafts.get(call.deps, call.actor, call.value)
    route = next((r for r in call.routes if r.words == kept["words"]), None)
    return route.form(replace(call, text=kept["text"], value="")) if route and route.form else on_help(call)


def _rest(typed: str, route: Route) -> str:
    """What follows the misspelt words: as many are taken away as look like the route's own."""
    tokens, wanted = typed.split(), route.words.split()
    taken = 0
    for token in tokens[:len(wanted)]:
        if max(difflib.SequenceMatcher(None, token.lower(), w).ratio() for w in wanted) < LIKE_A_WORD:
            break
        taken += 1
    return typed.split(maxsplit=taken)[-1] if 0 < taken < len(tokens) else "" if taken else typed


def nearest_routes(typed: str, routes) -> list[tuple[Route, str]]:
    """At most two commands that resemble what was typed, each with the line it would become."""
    tokens = typed.lower().split()
    if tokens and tokens[0].strip(",.!?") in SMALL_TALK:
        return []

    def likeness(route: Route) -> float:
        wanted = route.words.split()
        whole = difflib.SequenceMatcher(None, " ".join(tokens[:len(wanted)]), route.words).ratio()
        last = difflib.SequenceMatcher(None, tokens[0], wanted[-1]).ratio() if tokens else 0.0
        return max(whole, last * 0.95)

    ranked = sorted(((likeness(r), n, r) for n, r in enumerate(routes)), key=lambda t: (-t[0], t[1]))
    found = {f"{r.words} {_rest(typed, r)}".strip(): r for score, _, r in reversed(ranked[:LOOKALIKES]) if score >= LIKE_A_ROUTE}
    return [(route, said) for said, route in reversed(found.items())]


COMMANDS = (
    Route(words="help", run=on_help, usage="help [topic]", about="everything I can do", stranger=True, hint=True),
)
ACTIONS = {Ids.SHOW: on_show, Ids.TRY: on_try, Ids.RUN: on_run, Ids.OPEN: on_open, Ids.FORM: on_form}
FORMS = {}
