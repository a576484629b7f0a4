"""The Web API's front desk: method, token, scope, arguments, then the method itself."""

import time
from typing import Any

from sandbox import (
    api_chat,
    api_conversations,
    api_files,
    api_marks,
    api_users,
    api_views,
)
from sandbox.answering import missing
from sandbox.answers import SlackError
from sandbox.methods import METHODS
from sandbox.workspace import Workspace

ALWAYS = {"token", "team_id", "pretty"}


def _connections_open(ws: Workspace, args: dict) -> dict:
    if ws.trouble.spend("connections_refused"):
        raise SlackError("internal_error", status=500)
    if not ws.manifest.socket_mode:
        raise SlackError("forbidden_team", status=200)
    return {"ok": True, "url": ws.new_socket_url()}


DOERS = {
    "apps.connections.open": _connections_open, **api_chat.METHODS, **api_conversations.METHODS, **api_files.METHODS,
    **api_marks.METHODS, **api_users.METHODS, **api_views.METHODS,
}


def call(ws: Workspace, name: str, args: dict, token: str | None, *, as_json: bool = False) -> dict[str, Any]:
    """Answer one call. The result has status, body (Slack's JSON), headers and what was odd about the call."""
    problems: list[str] = []
    began = time.perf_counter()
    try:
        body, status = _answer(ws, name, dict(args), token, as_json, problems), 200
    except SlackError as refusal:
        body, status, wait = refusal.body(), refusal.status, refusal.retry_after
    ms = (time.perf_counter() - began) * 1000
    headers = {"x-oauth-scopes": ",".join(ws.manifest.scopes if token != ws.app_token else ("connections:write",))}
    method = METHODS.get(name)
    if method:
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
    if status == 429:
        headers["Retry-After"] = str(wait)
    if "missing_text_in_message" in (body.get("warning") or ""):
        problems.append("a message without top-level text: notifications and screen readers have nothing to read")
    return {"status": status, "body": body, "headers": headers, "problems": problems, "ms": ms}


def _answer(ws: Workspace, name: str, args: dict, token: str | None, as_json: bool, problems: list[str]) -> dict:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    _check_token(ws, token, method.token)
    if method.token == "bot" and method.scopes and not any(ws.manifest.has(each) for each in method.scopes):
        raise missing(ws, method.scopes)
    if as_json and not method.json:
        problems.append(f"{name} takes no JSON body; its arguments were not read")
        args = {}
    lacking = [each for each in method.required if args.get(each) in (None, "")]
    if lacking:
        raise SlackError("invalid_arguments", messages=[f"missing required field: {each}" for each in lacking])
    unknown = sorted(set(args) - set(method.required) - set(method.optional) - ALWAYS)
    if unknown:
        problems += [f"{name} has no argument {each}" for each in unknown]
        if ws.strict:
            raise SlackError("invalid_arguments", messages=[f"unknown argument: {each}" for each in unknown])
    with ws.lock:
        ws.limits.call(name, method.tier, ws.now())
        return DOERS[name](ws, args)


def _check_token(ws: Workspace, token: str | None, kind: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in {ws.bot_token, ws.app_token}:
        raise SlackError("invalid_auth")
    if ws.token_state != "live":
        raise SlackError(ws.token_state)
    if (token == ws.app_token) != (kind == "app"):
        raise SlackError("not_allowed_token_type")
