"""Days that a group keeps free: the list, and the forms that change it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.views.blocks import (
    Message,
    actions,
    asked,
    button,
    context,
    day_field,
    escape,
    modal,
    one_of_field,
    option,
    plain,
    rich,
    run,
    section,
    words_field,
)
from mentoring.people import Group

BOXES = 10   # that Slack shows in one group of checkboxes
MOST_OWN = 20


class Ids(StrEnum):
    """Everything about free days that can be clicked or submitted."""

    TICK = "freedays.tick"           # value: the group's id
    TICK_FORM = "freedays.tick_form"
    PLACE = "freedays.place"
    PLACE_FORM = "freedays.place_form"
    ADD = "freedays.add"
    ADD_FORM = "freedays.add_form"
    REMOVE = "freedays.remove"       # value: the entry's id


def listing(group: Group, *, country: str, subdiv: str, names: Sequence[str], kept: Sequence[str],
            own: Sequence[tuple[int, str, date, date, bool]], organiser: bool, said: str = "") -> Message:
    """What is kept free and what is only warned of; ``own``: id, name, first and last day, and whether it is kept free."""
    where = f"{country}{f', {subdiv}' if subdiv else ''}" if country else "no country is set"
    warned = [n for n in names if n not in kept]
    blocks = [section(escape(said))] if said else []
    blocks += [section(f"*Days that {escape(group.name)} keeps free* ({escape(where)})"),
               rich([run("Kept free: ", bold=True), run(", ".join(kept) or "none")],
                    [run("Only a warning: ", bold=True), run(", ".join(warned) or "none")])]
    for entry, name, first, last, free in own[:MOST_OWN]:
        line = {"type": "section", "text": plain(f"{name}: {_span(first, last)}, {'kept free' if free else 'only a warning'}")}
        remove = button("Remove", Ids.REMOVE, str(entry), label=f"Remove {name}")
        blocks.append(line | ({"accessory": remove} if organiser else {}))
    if organiser:
        value = str(group.id)
        blocks.append(actions(button("Choose holidays…", Ids.TICK, value), button("Add days of our own…", Ids.ADD, value),
                              button("Country…", Ids.PLACE, value)))
    blocks.append(context("A plan shows these days before anything is fixed; meetings that stand already are never moved by themselves."))
    return Message(text=f"{escape(group.name)} keeps free: {escape(', '.join(kept)) or 'nothing'}.", blocks=blocks)


def _span(first: date, last: date) -> str:
    one = f"{first:%a} {first.day} {first:%b %Y}"
    return one if first == last else f"{one} to {last:%a} {last.day} {last:%b %Y}"


def tick_form(group: Group, names: Sequence[str], kept: Sequence[str], *, nonce: str) -> dict:
    """A box for every holiday."""
    parts = [names[start:start + BOXES] for start in range(0, len(names), BOXES)][:6]
    return modal("Holidays", Ids.TICK_FORM, [
        section("Tick those that your group keeps free. Of the others a plan only warns."),
        *[asked(f"kept{n}", "Kept free" if n == 0 else "and", _boxes(part, kept), optional=True) for n, part in enumerate(parts)],
    ], submit="Save", meta=json.dumps({"nonce": nonce, "group": group.id}))


def _boxes(part: Sequence[str], kept: Sequence[str]) -> dict:
    options = [option(name, name[:75]) for name in part]
    ticked = [o for o, name in zip(options, part, strict=True) if name in kept]
    return {"type": "checkboxes", "options": options, **({"initial_options": ticked} if ticked else {})}


def place_form(group: Group, country: str, subdiv: str, *, nonce: str) -> dict:
    """Whose holidays count."""
    return modal("Whose holidays?", Ids.PLACE_FORM, [
        asked("country", "Country, in two letters", words_field(country, longest=2, placeholder="US"),
              hint="ISO 3166: US, GB, DE, IN … The usual holidays of the country are ticked then."),
        asked("subdiv", "State or region", words_field(subdiv, longest=8, placeholder="MA"), optional=True),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "group": group.id}))


def add_form(group: Group, *, nonce: str, today: date) -> dict:
    """Days that the group names itself."""
    kinds = [option("Kept free: plans suggest another day", "free"), option("Only a warning", "warn")]
    return modal("Days of our own", Ids.ADD_FORM, [
        asked("name", "What is then?", words_field(longest=80, focus=True, placeholder="Interview season")),
        asked("first", "From", day_field(today)),
        asked("last", "To, that day included", day_field(today)),
        asked("action", "What shall a plan do?", one_of_field("radio_buttons", kinds, "free")),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "group": group.id}))
