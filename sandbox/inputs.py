"""What inputs hold: `state.values` in Slack's shape, and what Slack's own client checks before it submits."""

import re
from typing import Any

from sandbox.blocks import elements_of
from sandbox.elements import all_options

# The key that holds an element's value in state.values, the field that presets it, and what "empty" looks like.
STATE: dict[str, tuple[str, str, Any]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "initial_files", []),
}
FORMATS = {
    "email_text_input": (re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "Please enter a valid email address."),
    "url_text_input": (re.compile(r"https?://\S+"), "Please enter a valid URL."),
    "datepicker": (re.compile(r"\d{4}-\d{2}-\d{2}"), "Please enter a valid date."),
    "timepicker": (re.compile(r"\d{2}:\d{2}"), "Please enter a valid time."),
}


def preset(element: dict) -> dict | None:
    """The state an element starts with, or None for one that holds no value (a button, an overflow menu)."""
    spec = STATE.get(element.get("type", ""))
    if spec is None:
        return None
    key, initial, empty = spec
    value = element.get(initial)
    return {"type": element["type"], key: list(empty) if value is None and empty is not None else value}


def states(rows: list[dict], typed: dict | None = None) -> dict[str, dict[str, dict]]:
    """state.values of a set of blocks: what was typed where block_id, action_id and type agree, else the preset."""
    values: dict[str, dict[str, dict]] = {}
    for block in rows:
        for element in elements_of(block):
            state = preset(element)
            if state is None:
                continue
            kept = ((typed or {}).get(block["block_id"]) or {}).get(element["action_id"])
            if isinstance(kept, dict) and kept.get("type", element["type"]) == element["type"]:
                key = STATE[element["type"]][0]
                state = {"type": element["type"], key: kept.get(key, state[key])}
            values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def with_value(element: dict, value: Any) -> dict:
    """The state of an element that holds a plain value: text, an option's value or label, an id, a list of those.

    Raises ValueError when the element does not offer it.
    """
    kind = element["type"]
    key, _, empty = STATE[kind]
    if "option" in key:
        wanted = value if isinstance(value, (list, tuple)) else [] if value is None else [value]
        chosen = [option_of(element, each) for each in wanted]
        return {"type": kind, key: chosen if empty is not None else (chosen[0] if chosen else None)}
    if empty is not None:
        return {"type": kind, key: [getattr(each, "id", each) for each in value or ()]}
    return {"type": kind, key: getattr(value, "id", value)}


def option_of(element: dict, wanted: Any) -> dict:
    """The option of an element with this value or label (or the option itself). ValueError when it has none."""
    for option in all_options(element):
        if wanted in (option, option.get("value"), option["text"]["text"]):
            return option
    offered = ", ".join(repr(option["text"]["text"]) for option in all_options(element))
    raise ValueError(f"there is no option {wanted!r}; there are {offered}")


def refusals(rows: list[dict], values: dict) -> dict[str, str]:
    """What Slack's client says at each field (by block_id) before it lets a form go; {} when it may go."""
    found = {}
    for block in rows:
        if block.get("type") != "input":
            continue
        element = block["element"]
        state = (values.get(block["block_id"]) or {}).get(element["action_id"]) or {}
        value = state.get(STATE[element["type"]][0])
        said = _refusal(element, value, optional=bool(block.get("optional")))
        if said:
            found[block["block_id"]] = said
    return found


def _refusal(element: dict, value: Any, *, optional: bool) -> str | None:
    kind = element["type"]
    if value in (None, "", []):
        return None if optional else "Please complete this required field."
    if kind == "plain_text_input":
        least, most = element.get("min_length") or 0, element.get("max_length") or 3000
        if len(value) < least:
            return f"Please enter at least {least} characters."
        if len(value) > most:
            return f"Please enter no more than {most} characters."
    if kind == "number_input":
        return _number_refusal(element, value)
    if kind in FORMATS and not FORMATS[kind][0].fullmatch(str(value)):
        return FORMATS[kind][1]
    most = element.get("max_selected_items")
    if most and isinstance(value, list) and len(value) > most:
        return f"Please select no more than {most} items."
    return None


def _number_refusal(element: dict, value: Any) -> str | None:
    if not re.fullmatch(r"-?\d+(\.\d+)?", str(value)):
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and "." in str(value):
        return "Please enter a whole number."
    if element.get("min_value") is not None and float(value) < float(element["min_value"]):
        return f"Please enter a number of {element['min_value']} or more."
    if element.get("max_value") is not None and float(value) > float(element["max_value"]):
        return f"Please enter a number of {element['max_value']} or less."
    return None


def not_offered(rows: list[dict], values: dict) -> list[str]:
    """Values that no client could have sent: unknown fields, options that are not offered. [] when all is well."""
    known = {(block["block_id"], each["action_id"]): each for block in rows for each in elements_of(block)}
    found = []
    for block_id, actions in values.items():
        for action_id, state in actions.items():
            element = known.get((block_id, action_id))
            if element is None or preset(element) is None:
                found.append(f"there is no input {block_id}/{action_id}")
                continue
            key = STATE[element["type"]][0]
            chosen = state.get(key)
            chosen = chosen if isinstance(chosen, list) else [chosen] if chosen else []
            if "option" in key and "external" not in element["type"]:
                values_offered = {option["value"] for option in all_options(element)}
                found += [
                    f"{block_id}/{action_id} does not offer {each}" for each in chosen
                    if not isinstance(each, dict) or each.get("value") not in values_offered
                ]
    return found
