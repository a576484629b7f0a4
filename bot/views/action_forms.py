"""The forms about action items. What is shown of them in messages stands in ``action_items.py``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.views.action_items import Ids
from bot.views.blocks import PRIVACY_LINE, asked, day_field, modal, one_of_field, option, rich, run, section, words_field
from bot.views.days import near_day
from mentoring.action_items import LONGEST, LONGEST_WORD, ActionItem
from mentoring.people import Group
from mentoring.text import clip, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What the form of an action item shows when it opens. ``source``: (channel, ts) of the message it is made from; ``opened``: the
    marks of what is edited; ``state``: the message that it was opened from.
    """

    nonce: str
    text: str = ""
    owners: Sequence[str] = ()
    due: date | None = None
    item: ActionItem | None = None
    groups: Sequence[Group] = ()
    group_id: int | None = None
    draft: str | None = None
    source: tuple[str, str] | None = None
    opened: dict | None = None
    changed: Sequence[str] = ()
    state: str = ""
    warning: str = ""


def form(filled: Filled) -> dict:
    """A new action item, or one that is edited."""
    item = filled.item
    meta = {"nonce": filled.nonce, "item": item.id if item else None, "draft": filled.draft, "source": filled.source,
            "opened": filled.opened, "state": filled.state,
            "group": str(filled.group_id or filled.groups[0].id) if len(filled.groups) == 1 or item else None}
    blocks = [section(f":warning: {filled.warning}")] if filled.warning else []
    if item and filled.changed:
        blocks.append(_as_it_is(item, filled.changed))
    blocks += [
        asked("what", "What is to be done?", words_field(filled.text, lines=True, longest=LONGEST, focus=not filled.text,
                                                         placeholder="Draft the survey"), hint=PRIVACY_LINE),
        asked("owners", "Who takes it?", {"type": "multi_users_select", "max_selected_items": 12,
                                          **({"initial_users": list(filled.owners)} if filled.owners else {})},
              optional=True, hint="Somebody else is asked first. Nobody chosen: it waits for an owner."),
        asked("due", "By when?", day_field(filled.due), optional=True)]
    if len(filled.groups) > 1 and not item:
        choices = [option(clip(g.name, 70), str(g.id)) for g in filled.groups[:90]]
        chosen = str(filled.group_id or filled.groups[0].id)
        blocks.append(asked("group", "Of which group?", one_of_field("static_select", choices, chosen)))
    return modal(f"Action item {item.ref}" if item else "An action item", Ids.FORM, blocks, submit="Save", meta=json.dumps(meta))


_LABELS = {"text": "The words now read", "due": "The date is now", "owners": "It is now with"}


def _as_it_is(item: ActionItem, changed: Sequence[str]) -> dict:
    """What somebody else made of it, above the fields that hold one's own words."""
    now = {"text": item.text, "due": near_day(item.due, item.due) if item.due else "none",
           "owners": ", ".join(o.name for o in item.owners) or "nobody"}
    return rich(*[[run(f"{_LABELS[name]}: ", bold=True), run(clip(now[name], 1500))] for name in changed])


def _about(item: ActionItem) -> dict:
    return rich([run(f"{item.ref} "), run(clip(one_line(item.text), 300), bold=True)])


def _meta(item: ActionItem, nonce: str, state: str) -> str:
    return json.dumps({"nonce": nonce, "item": item.id, "state": state, "due": item.due.isoformat() if item.due else None})


def due_form(item: ActionItem, *, nonce: str, state: str = "", first: date) -> dict:
    """Another date; none is a choice. ``first``: what the picker shows when there is no date."""
    return modal("By when?", Ids.DUE_FORM, [
        _about(item), asked("due", "By when?", day_field(item.due or first), optional=True, hint="Empty it for no date."),
        asked("note", "A word about it", words_field(lines=True, longest=LONGEST_WORD), optional=True)],
        submit="Save date", meta=_meta(item, nonce, state))


def give_form(item: ActionItem, *, nonce: str, state: str = "", mine: bool) -> dict:
    """To somebody else, who is asked; ``mine``: it may also go back to the group."""
    hint = "They are asked. Nobody chosen: it waits for an owner, and comes up at the next meeting." if mine else "They are asked first."
    return modal("Pass it on" if mine else "Give it to somebody", Ids.GIVE_FORM, [
        _about(item), asked("to", "To whom?", {"type": "multi_users_select", "max_selected_items": 1}, optional=mine, hint=hint),
        asked("note", "A word about it", words_field(lines=True, longest=LONGEST_WORD), optional=True)],
        submit="Pass on" if mine else "Give", meta=_meta(item, nonce, state))


def note_form(item: ActionItem, *, nonce: str) -> dict:
    """A note for everybody in the group."""
    return modal("Add a note", Ids.NOTE_FORM, [
        _about(item), asked("note", "What moved, or what is in the way?", words_field(lines=True, longest=LONGEST_WORD, focus=True),
                            hint=PRIVACY_LINE)], submit="Save note", meta=_meta(item, nonce, ""))


def drop_form(item: ActionItem, *, nonce: str, state: str = "", needs_reason: bool) -> dict:
    """Why it need not be done."""
    return modal("Drop it", Ids.DROP_FORM, [
        _about(item), asked("reason", "Why is it not needed any more?", words_field(lines=True, longest=LONGEST_WORD, focus=True),
                            optional=not needs_reason)], submit="Drop", meta=_meta(item, nonce, state))
