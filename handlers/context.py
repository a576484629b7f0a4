"""From Slack's payloads to plain facts: who, where, what was typed, clicked or filled in. Identity comes from the payload alone."""

from __future__ import annotations

import json
from typing import Any

from handlers.call import Origin


def clicked_value(action: dict) -> str:
    """What a block action carries, as one string: a button's value, the chosen option, day or person."""
    option = action.get("selected_option") or {}
    for found in (action.get("value"), option.get("value"), action.get("selected_date"), action.get("selected_time"),
                  action.get("selected_user"), action.get("selected_conversation"), action.get("selected_channel")):
        if found is not None:
            return str(found)
    return ",".join(o.get("value", "") for o in action.get("selected_options") or ())


def filled(state: dict | None) -> dict[str, Any]:
    """A form's answers by block id: text, an option's value, a day, or a list of them; nothing chosen is None."""
    values = (state or {}).get("values") or {}
    return {block: _answer(next(iter(elements.values()))) for block, elements in values.items() if elements}


def _answer(element: dict) -> Any:
    kind = element.get("type", "")
    if kind in ("checkboxes", "multi_static_select"):
        return [o.get("value") for o in element.get("selected_options") or ()]
    if kind == "multi_users_select":
        return list(element.get("selected_users") or ())
    if kind in ("static_select", "radio_buttons", "external_select"):
        return (element.get("selected_option") or {}).get("value")
    return element.get("value", element.get("selected_date", element.get("selected_time")))


def meta(view: dict) -> dict[str, Any]:
    """What we sent along with a form; anything that is not ours reads as empty."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def clicked_origin(body: dict) -> Origin:
    """The surface a click came from."""
    container, view = body.get("container") or {}, body.get("view") or {}
    if view:
        return Origin(kind=view.get("type", "modal"), view_id=view.get("id"), view_hash=view.get("hash"))
    kind = "ephemeral" if container.get("is_ephemeral") else "message"
    return Origin(kind=kind, channel=container.get("channel_id") or (body.get("channel") or {}).get("id"),
                  ts=container.get("message_ts"), thread=container.get("thread_ts"), response_url=body.get("response_url"))


def without_mention(text: str, bot_user: str) -> tuple[str, str]:
    """``hey @Mentor goal list`` → ("hey goal list", "goal list"): all but the bot's name, and what follows it.

    The first mention of the bot is its name, not an argument.
    """
    for token in (f"<@{bot_user}>", f"<@{bot_user}|"):
        at = text.find(token)
        if at >= 0:
            end = text.find(">", at) + 1
            return f"{text[:at].strip(' ,:')} {text[end:].strip(' ,:')}".strip(), text[end:].strip(" ,:")
    return text, text
