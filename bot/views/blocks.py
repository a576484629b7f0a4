"""The few Block Kit pieces that every view is made of, and the one place where text is made safe for mrkdwn.

What people typed goes into ``rich_text`` runs and ``plain_text`` objects, which Slack never interprets; only the plain-text
twin of a message is mrkdwn to Slack, so it is escaped (reliability 5.6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mentoring.text import clip

PRIVACY_LINE = "No patient, student or other identifying details, please."


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to say: blocks, and a plain-text twin for notifications and screen readers."""

    text: str
    blocks: Sequence[dict] = field(default_factory=tuple)

    def body(self) -> dict:
        """As arguments of chat.postMessage and its kin."""
        return {"text": clip(self.text, 3500), **({"blocks": list(self.blocks)} if self.blocks else {})}


def escape(text: str) -> str:
    """Text that mrkdwn shows as it was typed: no live mention, link or date can be made of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, longest: int = 3000) -> dict:
    """A plain_text object."""
    return {"type": "plain_text", "text": clip(text, longest), "emoji": True}


def mrkdwn(text: str) -> dict:
    """A mrkdwn object of text that we wrote ourselves or have escaped."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> dict:
    """A heading, up to 150 characters."""
    return {"type": "header", "text": plain(text, 150)}


def section(text: str, *, accessory: dict | None = None) -> dict:
    """A paragraph in our own words (mrkdwn)."""
    return {"type": "section", "text": mrkdwn(text), **({"accessory": accessory} if accessory else {})}


def context(*texts: str) -> dict:
    """Small print in our own words (mrkdwn), up to ten pieces."""
    return {"type": "context", "elements": [mrkdwn(t) for t in texts]}


def divider() -> dict:
    """A line across."""
    return {"type": "divider"}


def actions(*elements: dict, block_id: str | None = None) -> dict:
    """A row of buttons and menus."""
    return {"type": "actions", "elements": list(elements), **({"block_id": block_id} if block_id else {})}


def button(text: str, action: str, value: str = "", *, style: str | None = None, confirm: dict | None = None,
           label: str | None = None) -> dict:
    """A button named by what it does; ``label`` says more to a screen reader where several look alike."""
    made: dict = {"type": "button", "text": plain(text, 75), "action_id": str(action)}
    if value:
        made["value"] = value
    if style:
        made["style"] = style
    if confirm:
        made["confirm"] = confirm
    if label:
        made["accessibility_label"] = clip(label, 75)
    return made


def confirm(title: str, text: str, yes: str, no: str = "Not now") -> dict:
    """A question before something that cannot be taken back."""
    return {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}


def option(text: str, value: str) -> dict:
    """A choice in a menu; values stay within 75 characters."""
    return {"text": plain(text, 75), "value": value}


# ---- rich text: the safe home of what people typed --------------------------------------------------------------

def run(text: str, **style: bool) -> dict:
    """A run of text, shown exactly as it is. ``bold=True``, ``italic=True``, ``strike=True``, ``code=True``."""
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def who(user: str) -> dict:
    """A person by id, shown as Slack shows people. In a message to a channel it notifies them."""
    return {"type": "user", "user_id": user}


def moment(at: datetime, pattern: str = "{date_short_pretty} at {time}", zone_fallback: str = "") -> dict:
    """An instant in the reader's own zone."""
    return {"type": "date", "timestamp": int(at.timestamp()), "format": pattern,
            "fallback": zone_fallback or f"{at:%d %b %Y %H:%M} UTC"}


def rich(*lines: Sequence[dict], block_id: str | None = None) -> dict:
    """A rich_text block, one section a line; empty lines are dropped."""
    elements: list[dict] = []
    for line in lines:
        runs = [r for r in line if r.get("text") != ""]
        if runs:
            elements += [run("\n")] * bool(elements) + list(runs)
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}],
            **({"block_id": block_id} if block_id else {})}


# ---- forms ------------------------------------------------------------------------------------------------------

def modal(title: str, callback_id: str, blocks: Sequence[dict], *, submit: str | None, meta: str = "", close: str = "Cancel") -> dict:
    """A form. ``meta`` travels with it unseen (up to 3,000 characters) and comes back on submit.

    Under free text stands what does not belong into it, if the form does not say so itself (reliability 5.8).
    """
    free = any((block.get("element") or {}).get("multiline") for block in blocks) and PRIVACY_LINE not in str(blocks)
    shown = [*blocks, context(PRIVACY_LINE)] if free else list(blocks)
    return {"type": "modal", "title": plain(title, 24), "callback_id": str(callback_id), "blocks": shown,
            "close": plain(close, 24), "private_metadata": meta, **({"submit": plain(submit, 24)} if submit else {})}


def notice(title: str, text: str) -> dict:
    """A small window that says something and offers only to close it."""
    return modal(title, "notice", [section(text)], submit=None, close="Close")


def window(message: Message) -> dict:
    """A message where there is no conversation to say it in (Home, or another window): to read, with its buttons."""
    return modal("Mentor", "window", list(message.blocks) or [section(message.text)], submit=None, close="Close")


def asked(block_id: str, label: str, element: dict, *, hint: str = "", optional: bool = False) -> dict:
    """One question of a form; the answer comes back under ``block_id``."""
    return {"type": "input", "block_id": block_id, "label": plain(label, 2000), "element": {"action_id": "value", **element},
            "optional": optional, **({"hint": plain(hint, 2000)} if hint else {})}


def words_field(initial: str = "", *, lines: bool = False, longest: int = 3000, placeholder: str = "", focus: bool = False) -> dict:
    """A text field that already holds what was typed."""
    made = {"type": "plain_text_input", "multiline": lines, "max_length": longest}
    extra = {"initial_value": initial[:longest], "placeholder": plain(placeholder, 150) if placeholder else None,
             "focus_on_load": focus}
    return made | {k: v for k, v in extra.items() if v}


def day_field(initial: date | None) -> dict:
    """A date picker."""
    return {"type": "datepicker", **({"initial_date": initial.isoformat()} if initial else {})}


def one_of_field(kind: str, options: Sequence[dict], initial: str | None) -> dict:
    """``radio_buttons`` or ``static_select`` with the present answer chosen."""
    chosen = next((o for o in options if o["value"] == initial), None)
    return {"type": kind, "options": list(options), **({"initial_option": chosen} if chosen else {})}
