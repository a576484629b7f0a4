"""Direct messages about action items: what somebody was given, what is due, what others did."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.action_items import Ids, Shown, asked_buttons, buttons, row, summary
from bot.views.blocks import Message, actions, button, escape, rich, run
from bot.views.reminders import foot
from mentoring.text import clip, one_line

MOST_ASKED = 8      # items in one direct message

_OPENINGS = {
    "asked": "{by} asked you to take this on.",
    "minuted": "{group}: your action items of the meeting.",
    "soon": "Due {day}.",
    "due": "Due today.",
    "was": "Was due {day}.",
}


def letter(kind: str, shown: Sequence[Shown], *, about: str, by: str = "", day: str = "") -> Message:
    """A direct message about the reader's action items, each with its buttons: what they were given, or what is due.

    ``kind``: asked, minuted, soon, due or was; ``about`` names the reminder for its foot. Every button carries which items stand here,
    so that one can be answered and the others stay.
    """
    ids = ".".join(str(s.item.id) for s in shown[:MOST_ASKED])
    state = f"|{kind}|{ids}"
    opening = _OPENINGS[kind].format(by=by or "A colleague", group=shown[0].group if shown else "", day=day)
    blocks = [rich([run(opening, bold=True)])]
    for one in shown[:MOST_ASKED]:
        buttons = _letter_buttons(one, state)
        blocks += [row(one), *([actions(*buttons, block_id=f"action-{one.item.id}")] if buttons else [])]
    if len(shown) > MOST_ASKED:
        blocks += [actions(button(f"All {len(shown)} of mine", Ids.LIST, "mine|1"), block_id="actions-all")]
    return Message(text=f"{escape(opening)} " + " ".join(summary(s) for s in shown[:MOST_ASKED]), blocks=[*blocks, foot(about)])


def _letter_buttons(shown: Shown, state: str) -> list[dict]:
    value, name = f"{shown.item.id}{state}", f"action item {shown.item.ref}"
    if not shown.item.is_open:
        return [button("Undo", Ids.REOPEN, value, label=f"Undo: {name} is open again")]
    if not shown.mine:
        return []
    if shown.asked:
        return asked_buttons(shown, state)
    return [button("Done", Ids.DONE, value, label=f"Done: {name}"),
            button("Change date", Ids.DUE, value, label=f"Change the date of {name}"),
            button("Pass on", Ids.PASS, value, label=f"Pass on {name}")]


_DID = {"text": "changed the words of", "due": "changed the date of", "done": "marked done:", "dropped": "dropped", "open": "reopened",
        "passed": "can't take on", "given": "gave somebody else", "note": "wrote a note on", "accepted": "accepted"}


def told(shown: Shown, *, by: str, did: str, word: str = "") -> Message:
    """What somebody did to an action item that is the reader's, or that they had given. ``word``: what they said."""
    opening = f"{by or 'A colleague'} {_DID.get(did, 'changed')} action item {shown.item.ref}."
    said = [run(f"“{clip(one_line(word), 500)}”")] if word else []
    return Message(text=f"{escape(opening)} {summary(shown)}",
                   blocks=[rich([run(opening, bold=True)], said), row(shown),
                           actions(*buttons(shown), block_id=f"action-{shown.item.id}"), foot(f"told:{shown.item.id}")])
