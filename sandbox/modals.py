"""Views and their stacks.

A person has one stack of at most 3 views; a view keeps its id and
changes its hash (docs.slack.dev/surfaces/modals).
"""

from typing import Any

from sandbox import viewcheck
from sandbox.answers import SlackError
from sandbox.inputs import states
from sandbox.workspace import Workspace

DEEPEST_STACK = 3


def shown(ws: Workspace, view: dict) -> dict:
    """A view as Slack gives it to the app and to the page."""
    content = view["content"]
    common = {
        "id": view["id"], "team_id": ws.team["id"], "app_id": ws.app_id, "app_installed_team_id": ws.team["id"],
        "bot_id": ws.bot_id, "hash": view["hash"], "root_view_id": view["root"], "previous_view_id": view["previous"],
        **content, "state": {"values": states(content["blocks"], view["values"])},
    }
    return common | ({"errors": view["errors"]} if view.get("errors") else {})


def for_app(ws: Workspace, view: dict) -> dict:
    """A view as it goes to the app: without what only the page is told."""
    return {key: value for key, value in shown(ws, view).items() if key != "errors"}


def _make(ws: Workspace, user_id: str, content: dict, *, previous: dict | None, channel: str | None) -> dict:
    made = {
        "id": ws.new_id("V"), "owner": user_id, "hash": ws.stamp(), "content": content, "values": {}, "errors": {},
        "previous": previous["id"] if previous else None, "channel": channel, "surface": content["type"],
    }
    made["root"] = previous["root"] if previous else made["id"]
    for block in content["blocks"]:
        element = block.get("element") or {}
        if element.get("default_to_current_conversation") and channel and "initial_conversation" not in element:
            element["initial_conversation"] = channel
    ws.views[made["id"]] = made
    return made


def _free_external_id(ws: Workspace, content: dict, own: str | None = None) -> None:
    wanted = content.get("external_id")
    if wanted and any(each["content"].get("external_id") == wanted for each in ws.views.values() if each["id"] != own):
        raise SlackError("duplicate_external_id")


def open_view(ws: Workspace, trigger: dict, view: dict) -> dict:
    """views.open: a new stack, or one view more when the trigger came from inside a modal."""
    content = viewcheck.accept(ws, view, kind="modal")
    _free_external_id(ws, content)
    stack = ws.stacks[trigger["user"]]
    if trigger["view"] and trigger["view"] in stack:
        return push_view(ws, trigger, view)
    clear(ws, trigger["user"])
    made = _make(ws, trigger["user"], content, previous=None, channel=trigger["channel"])
    ws.stacks[trigger["user"]] = [made["id"]]
    ws.change("modal", user=trigger["user"])
    return made


def push_view(ws: Workspace, trigger: dict, view: dict) -> dict:
    """views.push and response_action push: one view more on the stack of the modal the trigger came from."""
    content = viewcheck.accept(ws, view, kind="modal")
    _free_external_id(ws, content)
    stack = ws.stacks[trigger["user"]]
    if not trigger["view"] or trigger["view"] not in stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise SlackError("push_limit_reached")
    made = _make(ws, trigger["user"], content, previous=ws.views[stack[-1]], channel=trigger["channel"])
    stack.append(made["id"])
    ws.change("modal", user=trigger["user"])
    return made


def update_view(ws: Workspace, view: dict, content: dict, *, hash_: str | None = None) -> dict:
    """views.update and response_action update: new content, same id, new hash; what was typed stays where it fits."""
    if hash_ and hash_ != view["hash"]:
        raise SlackError("hash_conflict")
    checked = viewcheck.accept(ws, content, kind=view["surface"])
    _free_external_id(ws, checked, view["id"])
    view.update(content=checked, hash=ws.stamp(), errors={})
    ws.change("home" if view["surface"] == "home" else "modal", user=view["owner"])
    return view


def find(ws: Workspace, args: dict) -> dict:
    """The view an API call names by view_id or external_id. SlackError not_found when it is not open any more."""
    wanted, external = args.get("view_id"), args.get("external_id")
    view = ws.views.get(str(wanted)) if wanted else None
    if view is None and external:
        view = next((each for each in ws.views.values() if each["content"].get("external_id") == external), None)
    if view is None:
        raise SlackError("not_found")
    return view


def publish(ws: Workspace, user_id: str, content: dict, *, hash_: str | None = None) -> dict:
    """views.publish: the Home of one person."""
    if not ws.manifest.home_tab:
        raise SlackError("not_enabled")
    held = ws.views.get(ws.homes.get(user_id, ""))
    if held:
        return update_view(ws, held, content, hash_=hash_)
    checked = viewcheck.accept(ws, content, kind="home")
    _free_external_id(ws, checked)
    made = _make(ws, user_id, checked, previous=None, channel=None)
    ws.homes[user_id] = made["id"]
    ws.change("home", user=user_id)
    return made


def close(ws: Workspace, view: dict) -> None:
    """Take a view off its stack; with it go those above."""
    stack = ws.stacks[view["owner"]]
    if view["id"] in stack:
        for gone in stack[stack.index(view["id"]):]:
            ws.views.pop(gone, None)
        del stack[stack.index(view["id"]):]
    ws.change("modal", user=view["owner"])


def clear(ws: Workspace, user_id: str) -> list[dict]:
    """Close all modals of a person and return them."""
    gone = [ws.views.pop(each) for each in ws.stacks[user_id] if each in ws.views]
    ws.stacks[user_id] = []
    ws.change("modal", user=user_id)
    return gone


def after_submission(ws: Workspace, view: dict, body: Any, trigger: dict) -> list[str]:
    """Do what the ack of a view_submission says; return what Slack would not have understood."""
    action = body.get("response_action") if isinstance(body, dict) else None
    if not body:
        close(ws, view)
        return []
    if action == "errors":
        return _show_errors(view, body.get("errors"), ws)
    try:
        if action == "clear":
            clear(ws, view["owner"])
        elif action == "update":
            update_view(ws, view, body.get("view") or {})
        elif action == "push":
            push_view(ws, trigger, body.get("view") or {})
        else:
            return [f"a view_submission was answered with something Slack does not know: {body}"]
    except SlackError as refusal:
        return [f"response_action {action}: {refusal.error}", *refusal.messages]
    return []


def _show_errors(view: dict, errors: Any, ws: Workspace) -> list[str]:
    asked = {block["block_id"] for block in view["content"]["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        return ["response_action errors came without errors"]
    unknown = [each for each in errors if each not in asked]
    view["errors"] = {key: str(value) for key, value in errors.items() if key in asked}
    ws.change("modal", user=view["owner"])
    return [f"response_action errors names {each}, which is no input block of the view" for each in unknown]
