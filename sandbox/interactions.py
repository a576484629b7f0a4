"""The payloads Slack sends for commands, clicks, forms, shortcuts and events (docs.slack.dev/reference)."""

from typing import Any

from sandbox import modals
from sandbox.inputs import states
from sandbox.records import Channel, User
from sandbox.workspace import Workspace


def _common(ws: Workspace, user: User) -> dict:
    return {
        "team": {"id": ws.team["id"], "domain": ws.team["domain"]},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": ws.team["id"]},
        "api_app_id": ws.app_id, "token": ws.verification_token, "enterprise": None, "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """The name of a conversation as commands and clicks carry it: private ones do not tell theirs."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def command(ws: Workspace, user: User, channel: Channel, name: str, text: str, response_url: str) -> dict:
    """A slash command: flat form fields, all of them text."""
    return {
        "token": ws.verification_token, "team_id": ws.team["id"], "team_domain": ws.team["domain"],
        "channel_id": channel.id, "channel_name": channel_name(channel), "user_id": user.id, "user_name": user.name,
        "command": name, "text": text, "api_app_id": ws.app_id, "is_enterprise_install": "false",
        "response_url": response_url, "trigger_id": ws.triggers.give(ws, user.id, channel=channel.id),
    }


def action(element: dict, block_id: str, chosen: dict, stamp: str) -> dict:
    """One entry of a block_actions' `actions`: the element's identity, and what was chosen."""
    kept = {
        key: element[key] for key in ("text", "value", "style", "url", "placeholder", "confirm", "accessibility_label")
        if key in element
    }
    presets = {key: value for key, value in element.items() if key.startswith("initial_")}
    identity = {"action_id": element["action_id"], "block_id": block_id, "type": element["type"], "action_ts": stamp}
    return kept | presets | chosen | identity


def click_on_message(
    ws: Workspace, user: User, channel: Channel, message: dict, made: dict, values: dict, response_url: str
) -> dict:
    """block_actions from a message. One from an ephemeral message carries no `message`, as at Slack."""
    ephemeral = bool(message.get("ephemeral"))
    container = {
        "type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": ephemeral,
        **({"thread_ts": message["thread_ts"]} if message.get("thread_ts") else {}),
    }
    return _common(ws, user) | {
        "type": "block_actions", "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        **({} if ephemeral else {"message": message}),
        "state": {"values": states(message.get("blocks", []), values)}, "response_url": response_url,
        "actions": [made], "trigger_id": ws.triggers.give(ws, user.id, channel=channel.id),
    }


def click_in_view(ws: Workspace, user: User, view: dict, made: dict) -> dict:
    """block_actions from a modal or a Home: with the view and what is typed in it, without a response_url."""
    inside = view["id"] if view["surface"] == "modal" else None
    return _common(ws, user) | {
        "type": "block_actions", "container": {"type": "view", "view_id": view["id"]},
        "view": modals.for_app(ws, view), "actions": [made],
        "trigger_id": ws.triggers.give(ws, user.id, view_id=inside, channel=view["channel"]),
    }


def submission(ws: Workspace, user: User, view: dict) -> dict:
    """view_submission."""
    return _common(ws, user) | {
        "type": "view_submission", "view": modals.for_app(ws, view), "response_urls": [],
        "trigger_id": ws.triggers.give(ws, user.id, view_id=view["id"], channel=view["channel"]),
    }


def closed(ws: Workspace, user: User, view: dict, *, cleared: bool) -> dict:
    """view_closed, which is sent only for views with notify_on_close."""
    return _common(ws, user) | {"type": "view_closed", "view": modals.for_app(ws, view), "is_cleared": cleared}


def global_shortcut(ws: Workspace, user: User, callback_id: str) -> dict:
    """A global shortcut."""
    return _common(ws, user) | {
        "type": "shortcut", "callback_id": callback_id, "action_ts": ws.stamp(),
        "trigger_id": ws.triggers.give(ws, user.id),
    }


def message_shortcut(
    ws: Workspace, user: User, callback_id: str, channel: Channel, message: dict, response_url: str
) -> dict:
    """A message shortcut."""
    return _common(ws, user) | {
        "type": "message_action", "callback_id": callback_id, "action_ts": ws.stamp(), "message_ts": message["ts"],
        "message": message, "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": response_url, "trigger_id": ws.triggers.give(ws, user.id, channel=channel.id),
    }


def event(ws: Workspace, inner: dict) -> dict[str, Any]:
    """The outer object of the Events API around an event."""
    return {
        "token": ws.verification_token, "team_id": ws.team["id"], "context_team_id": ws.team["id"],
        "context_enterprise_id": None, "api_app_id": ws.app_id, "event": inner, "type": "event_callback",
        "event_id": ws.new_id("Ev"), "event_time": ws.seconds(), "is_ext_shared_channel": False,
        "authorizations": [{
            "enterprise_id": None, "team_id": ws.team["id"], "user_id": ws.bot_user, "is_bot": True,
            "is_enterprise_install": False,
        }],
    }
