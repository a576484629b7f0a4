"""views.*"""

from typing import Any

from sandbox import modals
from sandbox.answering import structure
from sandbox.answers import SlackError
from sandbox.workspace import Workspace


def _view(args: dict) -> Any:
    view = structure(args, "view", dict, "invalid_arguments")
    if view is None:
        raise SlackError("invalid_arguments", messages=["missing required field: view"])
    return view


def _trigger(ws: Workspace, args: dict) -> dict:
    given = args.get("trigger_id") or args.get("interactivity_pointer")
    if not given:
        raise SlackError("invalid_arguments", messages=["missing required field: trigger_id"])
    return ws.triggers.use(ws, given)


def open_view(ws: Workspace, args: dict) -> dict:
    """views.open."""
    view = _view(args)
    return {"ok": True, "view": modals.for_app(ws, modals.open_view(ws, _trigger(ws, args), view))}


def push_view(ws: Workspace, args: dict) -> dict:
    """views.push."""
    view = _view(args)
    return {"ok": True, "view": modals.for_app(ws, modals.push_view(ws, _trigger(ws, args), view))}


def update_view(ws: Workspace, args: dict) -> dict:
    """views.update."""
    if not args.get("view_id") and not args.get("external_id"):
        raise SlackError("invalid_arguments", messages=["missing required field: view_id"])
    held = modals.find(ws, args)
    return {"ok": True, "view": modals.for_app(ws, modals.update_view(ws, held, _view(args), hash_=args.get("hash")))}


def publish(ws: Workspace, args: dict) -> dict:
    """views.publish."""
    user = ws.users.get(str(args.get("user_id")))
    if user is None or user.is_bot:
        raise SlackError("invalid_arguments", messages=["invalid user_id [json-pointer:/user_id]"])
    held = modals.publish(ws, user.id, _view(args), hash_=args.get("hash"))
    return {"ok": True, "view": modals.for_app(ws, held)}


METHODS = {
    "views.open": open_view, "views.push": push_view, "views.update": update_view, "views.publish": publish,
}
