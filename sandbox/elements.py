"""Block elements: which fields they have, how long those may be, where they may stand.

Limits from docs.slack.dev/reference/block-kit (August 2026) by way of the platform fact sheet, sections 1.2 and 2.
"""

from dataclasses import dataclass
from typing import Any

from sandbox.checks import (
    Check,
    Findings,
    anything,
    boolean,
    fields,
    list_of,
    one_of,
    pattern,
    rows_of,
    shape,
    string,
    text,
    whole,
)

DATE = pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date in the format YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time in the format HH:mm")
NUMBER = pattern(r"-?\d+(\.\d+)?", "a number given as a string")
CONFIRM = shape(
    {"title": text(100, plain=True), "text": text(300), "confirm": text(30, plain=True), "deny": text(30, plain=True)},
    {"style": one_of("primary", "danger")},
)
# Slack's pages say 150 for an option's value, its type package 75: the stricter one holds.
OPTION = shape({"text": text(75, plain=True), "value": string(75)}, {"description": text(75, plain=True)})
# Checkboxes and radio buttons may use mrkdwn; overflow options may link.
RICH_OPTION = shape({"text": text(75), "value": string(75)}, {"description": text(75)})
OVERFLOW_OPTION = shape(
    {"text": text(75, plain=True), "value": string(75)}, {"description": text(75, plain=True), "url": string(3000)}
)
GROUP = shape({"label": text(75, plain=True), "options": list_of(OPTION, 100)})
ID_LIST = list_of(string(255), 100, 0)
DISPATCH = shape({}, {"trigger_actions_on": list_of(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = shape({}, {
    "include": list_of(one_of("im", "mpim", "private", "public"), 4),
    "exclude_external_shared_channels": boolean, "exclude_bot_users": boolean,
})
PLACEHOLDER = {"placeholder": text(150, plain=True)}
CHOICE = {**PLACEHOLDER, "confirm": CONFIRM, "focus_on_load": boolean}
MANY = {**CHOICE, "max_selected_items": whole(1, 100)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element type: its fields, the blocks it may stand in, the surfaces that show it."""

    required: dict[str, Check]
    optional: dict[str, Check]
    places: frozenset[str]
    surfaces: frozenset[str] = frozenset({"modal", "message", "home"})
    acts: bool = True


def _element(places: str, required: dict | None = None, optional: dict | None = None, **rest: Any) -> Element:
    return Element(
        required=required or {}, optional=optional or {}, places=frozenset(places.split()),
        **{name: frozenset(value.split()) if name == "surfaces" else value for name, value in rest.items()},
    )


EVERYWHERE = "section actions input"
OPTIONS = {"options": list_of(OPTION, 100), "option_groups": list_of(GROUP, 100)}
ELEMENTS: dict[str, Element] = {
    "button": _element("section actions", {"text": text(75, plain=True)}, {
        "url": string(3000), "value": string(2000), "style": one_of("primary", "danger"), "confirm": CONFIRM,
        "accessibility_label": string(75),
    }),
    "checkboxes": _element(EVERYWHERE, {"options": list_of(RICH_OPTION, 10)}, {
        "initial_options": list_of(RICH_OPTION, 10), "confirm": CONFIRM, "focus_on_load": boolean,
    }),
    "radio_buttons": _element(EVERYWHERE, {"options": list_of(RICH_OPTION, 10)}, {
        "initial_option": RICH_OPTION, "confirm": CONFIRM, "focus_on_load": boolean,
    }),
    "overflow": _element("section actions", {"options": list_of(OVERFLOW_OPTION, 5)}, {"confirm": CONFIRM}),
    "datepicker": _element(EVERYWHERE, {}, {"initial_date": DATE, **CHOICE}),
    "timepicker": _element(EVERYWHERE, {}, {"initial_time": TIME, "timezone": string(100), **CHOICE}),
    "datetimepicker": _element("actions input", {}, {
        "initial_date_time": whole(1_000_000_000, 9_999_999_999), "confirm": CONFIRM, "focus_on_load": boolean,
    }, surfaces="modal message"),
    "static_select": _element(EVERYWHERE, {}, {**OPTIONS, "initial_option": OPTION, **CHOICE}),
    "multi_static_select": _element("section input", {}, {
        **OPTIONS, "initial_options": list_of(OPTION, 100), **MANY,
    }),
    "external_select": _element(EVERYWHERE, {}, {
        "initial_option": OPTION, "min_query_length": whole(0, 1000), **CHOICE,
    }),
    "multi_external_select": _element("section input", {}, {
        "initial_options": list_of(OPTION, 100), "min_query_length": whole(0, 1000), **MANY,
    }),
    "users_select": _element(EVERYWHERE, {}, {"initial_user": string(255), **CHOICE}),
    "multi_users_select": _element("section input", {}, {"initial_users": ID_LIST, **MANY}),
    "conversations_select": _element(EVERYWHERE, {}, {
        "initial_conversation": string(255), "default_to_current_conversation": boolean,
        "response_url_enabled": boolean, "filter": FILTER, **CHOICE,
    }),
    "multi_conversations_select": _element("section input", {}, {
        "initial_conversations": ID_LIST, "default_to_current_conversation": boolean, "filter": FILTER, **MANY,
    }),
    "channels_select": _element(EVERYWHERE, {}, {
        "initial_channel": string(255), "response_url_enabled": boolean, **CHOICE,
    }),
    "multi_channels_select": _element("section input", {}, {"initial_channels": ID_LIST, **MANY}),
    "plain_text_input": _element("input", {}, {
        "initial_value": string(3000, 0), "multiline": boolean, "min_length": whole(0, 3000),
        "max_length": whole(1, 3000), "dispatch_action_config": DISPATCH, "focus_on_load": boolean, **PLACEHOLDER,
    }),
    "email_text_input": _element("input", {}, {
        "initial_value": string(3000, 0), "dispatch_action_config": DISPATCH, "focus_on_load": boolean, **PLACEHOLDER,
    }, surfaces="modal"),
    "url_text_input": _element("input", {}, {
        "initial_value": string(3000, 0), "dispatch_action_config": DISPATCH, "focus_on_load": boolean, **PLACEHOLDER,
    }, surfaces="modal"),
    "number_input": _element("input", {"is_decimal_allowed": boolean}, {
        "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER, "dispatch_action_config": DISPATCH,
        "focus_on_load": boolean, **PLACEHOLDER,
    }, surfaces="modal"),
    "rich_text_input": _element("actions input", {}, {
        "initial_value": anything, "dispatch_action_config": DISPATCH, "focus_on_load": boolean,
        "min_lines": whole(1, 100), "max_lines": whole(1, 100), **PLACEHOLDER,
    }, surfaces="modal home"),
    "file_input": _element("input", {}, {
        "filetypes": list_of(string(20), 100), "max_files": whole(1, 10),
    }, surfaces="modal"),
    "image": _element("section context", {"alt_text": string(2000)}, {
        "image_url": string(3000), "slack_file": anything,
    }, acts=False),
}


def check_element(value: Any, at: str, out: Findings, *, place: str, surface: str) -> None:
    """Check an element that stands in a block of type `place` on a surface (message, modal, home)."""
    kind = value.get("type") if isinstance(value, dict) else None
    spec = ELEMENTS.get(kind) if isinstance(kind, str) else None
    if place == "context" and kind in ("plain_text", "mrkdwn"):
        text(3000)(value, at, out)
        return
    if spec is None or place not in spec.places:
        out.add(f"{at}/type", f"unsupported type: {kind}")
        return
    if surface not in spec.surfaces:
        out.add(f"{at}/type", f"unsupported type: {kind} is not available in a {surface}")
    ids = {"action_id": string(255)} if spec.acts else {}
    fields(value, at, out, required=spec.required, optional=spec.optional | ids)
    out.focused += value.get("focus_on_load") is True
    _check_choices(value, at, out)


def _check_choices(value: dict, at: str, out: Findings) -> None:
    kind = value["type"]
    if kind == "image" and not (value.get("image_url") or value.get("slack_file")):
        out.add(at, "missing required field: image_url")
    if kind in {"static_select", "multi_static_select"} and bool(value.get("options")) == bool(value.get("option_groups")):
        out.add(at, "must provide exactly one of options, option_groups")
    lengths = [value.get(name) for name in ("min_length", "max_length")]
    if all(isinstance(each, int) for each in lengths) and lengths[0] > lengths[1]:
        out.add(f"{at}/min_length", "must not be more than max_length")
    if kind in {"external_select", "multi_external_select"}:
        return
    offered = all_options(value)
    chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options") or []
    for each in chosen if isinstance(chosen, list) else ():
        if each not in offered:
            name = "initial_option" if "initial_option" in value else "initial_options"
            out.add(f"{at}/{name}", "must exactly match one of the options provided")


def all_options(element: dict) -> list[dict]:
    """All options an element offers, those in option groups included."""
    return rows_of(element, "options") + [
        option for group in rows_of(element, "option_groups") for option in rows_of(group, "options")
    ]
