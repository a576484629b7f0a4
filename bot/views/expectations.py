"""What people see of expectations: the card with its button, what has changed, the form."""

from __future__ import annotations

import json
from enum import StrEnum

from bot.views.blocks import (
    Message,
    actions,
    asked,
    button,
    context,
    escape,
    header,
    modal,
    one_of_field,
    option,
    rich,
    run,
    section,
    words_field,
)
from bot.views.charter import Ids as CharterIds
from bot.views.charter import accepted_words
from mentoring import expectations as rules
from mentoring.expectations import LONGEST_WORDS, QUESTIONS, SHARES, Expectations
from mentoring.people import Group


class Ids(StrEnum):
    """Everything about expectations that can be clicked or submitted."""

    SHOW = "expectations.show"
    EDIT = "expectations.edit"
    FORM = "expectations.form"
    ACCEPT = "expectations.accept"


_PARTS = (("during", "When we meet"), ("between", "Between meetings"), ("agenda", "The agenda"))


def _accept(group: Group, one: Expectations) -> dict:
    return button("I accept", Ids.ACCEPT, f"{group.id}|{one.number}", style="primary", label="I accept the expectations")


def card(group: Group, one: Expectations | None, *, organiser: bool, said: str = "") -> Message:
    """For a member: what is expected, one's own share, and the button."""
    row = [_accept(group, one)] if one and not one.mine else []
    row += [button("Change them" if one else "Choose them", Ids.EDIT, str(group.id), style=None if one else "primary")] if organiser else []
    row += [button("The whole charter", CharterIds.SHOW, str(group.id))]
    blocks = [section(escape(said))] if said else []
    blocks.append(header(f"What we expect in {group.name}"))
    if one is None:
        blocks.append(rich([run("Nothing is agreed on yet." + ("" if organiser else " An organiser begins."))]))
    else:
        blocks += _text(one)
        blocks.append(context(escape(("✓ You have accepted them. " if one.mine else "") + accepted_words(one))))
    blocks.append(actions(*row, block_id="expectations-card"))
    twin = " ".join(rules.lines(one)) if one else "Nothing is agreed on yet."
    return Message(text=f"{escape(said)} What we expect in {escape(group.name)}. {escape(twin)}".strip(), blocks=blocks)


def _text(one: Expectations) -> list[dict]:
    blocks = [rich([run(title, bold=True)], *([run(f"• {line}")] for line in rules.lines(one, part)))
              for part, title in _PARTS if rules.lines(one, part)]
    share = rules.share_words(one)
    if share:
        blocks.append(rich([run("Your share each half-year", bold=True)], [run(f"• {share}")]))
    return [*blocks, *([rich([run(one.words)])] if one.words else [])]


def changed(group: Group, old: Expectations | None, new: Expectations) -> Message:
    """In the channel: what is new, and the button for everybody."""
    added, gone = rules.difference(old, new) if old else (rules.lines(new), [])
    lines = [*([run(f"+ {line}")] for line in added), *([run(f"– {line}", strike=True)] for line in gone)]
    return Message(text=f"The expectations of {escape(group.name)} have changed: {escape(' '.join(added))}",
                   blocks=[rich([run("What we expect of each other has changed", bold=True)], *lines),
                           actions(_accept(group, new), button("All of them", Ids.SHOW, str(group.id)), block_id="expectations-changed"),
                           context(escape(accepted_words(new)))])


def form(group: Group, one: Expectations | None, *, nonce: str, path: bool = False) -> dict:
    """The choices; the first time the usual ones are chosen."""
    agreed = one.agreed if one else rules.usual()
    fields = [asked(q.name, q.asks, one_of_field("static_select", [option(words, name) for name, words in q.choices], agreed.get(q.name)),
                    optional=True) for q in QUESTIONS]
    shares = [option(words.capitalize(), name) for name, words in SHARES]
    chosen = [o for o in shares if one and o["value"] in one.shares]
    return modal("What we expect", Ids.FORM, [
        section("The usual choices of groups like yours are filled in: change what does not fit, empty what you leave open."),
        *fields,
        asked("shares", "What does everybody do each half-year?",
              {"type": "checkboxes", "options": shares, **({"initial_options": chosen} if chosen else {})}, optional=True),
        asked("words", "In your own words", words_field(one.words if one else "", lines=True, longest=LONGEST_WORDS), optional=True),
        context("Everybody is asked to accept them, and again when they change."),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "group": group.id, "path": path}))
