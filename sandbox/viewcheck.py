"""Views: the frame around the blocks of a modal or a Home (docs.slack.dev/reference/views)."""

import json
from typing import Any

from sandbox import blocks
from sandbox.answers import SlackError
from sandbox.checks import Findings, anything, boolean, fields, string, text

LARGEST_VIEW = 250_000
COMMON = {
    "private_metadata": string(3000, 0), "callback_id": string(255, 0), "external_id": string(255, 0),
}
MODAL = COMMON | {
    "submit": text(24, plain=True), "close": text(24, plain=True), "clear_on_close": boolean,
    "notify_on_close": boolean, "submit_disabled": boolean,
}


def problems(view: Any, *, kind: str) -> list[str]:
    """What Slack would complain about in a view of the kind modal or home; [] when nothing."""
    out = Findings()
    if not isinstance(view, dict):
        out.add("/view", "must provide an object")
        return out.messages
    if view.get("type") != kind:
        out.add("/view/type", f"must be {kind}")
    required = {"blocks": anything} | ({"title": text(24, plain=True)} if kind == "modal" else {})
    fields(view, "/view", out, required=required, optional=MODAL if kind == "modal" else COMMON)
    found = out.messages + blocks.problems(view.get("blocks"), surface=kind, at="/view/blocks")
    rows = view.get("blocks") if isinstance(view.get("blocks"), list) else []
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in rows)
    if kind == "modal" and asks and not view.get("submit"):
        found.append("missing required field: submit [json-pointer:/view]")
    return found


def accept(ws: Any, view: dict, *, kind: str) -> dict:
    """The view's content as Slack stores it. Raises SlackError view_too_large or invalid_arguments."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    found = problems(view, kind=kind)
    if found:
        raise SlackError("invalid_arguments", messages=found)
    stored = {
        "private_metadata": "", "callback_id": "", "external_id": "", "title": {"type": "plain_text", "text": "View"},
        "close": None, "submit": None, "clear_on_close": False, "notify_on_close": False, **view,
    }
    stored["blocks"] = blocks.accept(ws, view["blocks"], surface=kind, at="/view/blocks", error="invalid_arguments")
    return stored
