"""response_url: five uses within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction)."""

from datetime import timedelta
from typing import Any

from sandbox.answers import SlackError
from sandbox.api_chat import content, signed
from sandbox.workspace import Workspace

LIFE, MOST_USES = timedelta(minutes=30), 5
KNOWN = {
    "text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "metadata",
    "mrkdwn", "unfurl_links", "unfurl_media", "parse", "link_names", "markdown_text",
}


class Hooks:
    """The response_urls that were handed out. They do not outlive the process."""

    def __init__(self) -> None:
        self._given: dict[str, dict] = {}

    def give(self, ws: Workspace, kind: str, user_id: str, channel_id: str, source: dict | None = None) -> str:
        """A response_url for a command (kind "commands") or a click on a message (kind "actions")."""
        with ws.lock:
            name = ws.new_id("H")
            self._given[name] = {
                "kind": kind, "user": user_id, "channel": channel_id, "at": ws.now(), "uses": 0,
                "source": source["ts"] if source else None, "ephemeral": bool(source and source.get("ephemeral")),
            }
            while len(self._given) > 5_000:
                del self._given[next(iter(self._given))]
            return f"{ws.origin}/hook/{kind}/{ws.team['id']}/{name}"

    def use(self, ws: Workspace, name: str, body: Any) -> list[str]:
        """Do what was posted to a response_url; what was odd about it.

        Raises SlackError: expired_url and used_url (404), invalid_payload and content errors (400).
        """
        with ws.lock:
            hook = self._given.get(name)
            if hook is None or ws.now() - hook["at"] > LIFE:
                raise SlackError("expired_url", status=404)
            if hook["uses"] >= MOST_USES:
                raise SlackError("used_url", status=404)
            hook["uses"] += 1
            if not isinstance(body, dict):
                raise SlackError("invalid_payload", status=400)
            return render(ws, hook, body)


def _true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def render(ws: Workspace, hook: dict, body: dict) -> list[str]:
    """Show the answer to a command or a click: new or in place of the source, to one or to all."""
    odd = [f"a response has no field {each}" for each in sorted(set(body) - KNOWN)]
    kind = body.get("response_type", "ephemeral")
    if kind not in {"ephemeral", "in_channel"}:
        raise SlackError("invalid_response_type", status=400)
    if _true(body.get("delete_original")):
        _delete(ws, hook)
        return odd
    try:
        fields = content(ws, body)
    except SlackError as refusal:
        raise SlackError(refusal.error, status=400, messages=refusal.messages) from None
    if not fields["text"].strip():
        odd.append("a response without top-level text: notifications and screen readers have nothing to read")
    if _true(body.get("replace_original")):
        if hook["source"]:
            _replace(ws, hook, fields)
            return odd
        odd.append("replace_original has nothing to replace: a command's own message cannot be changed")
    elif hook["source"] and "replace_original" not in body:
        odd.append("a response to a click must say replace_original: its default is not documented")
    thread = {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
    if kind == "in_channel":
        ws.post(hook["channel"], signed(ws, fields | thread))
    else:
        ws.whisper(hook["channel"], hook["user"], signed(ws, fields | thread))
    return odd


def _ephemeral(ws: Workspace, hook: dict) -> dict | None:
    for each in ws.ephemerals:
        if each["message"]["ts"] == hook["source"] and each["user"] == hook["user"]:
            return each
    return None


def _replace(ws: Workspace, hook: dict, fields: dict) -> None:
    """An ephemeral source stays ephemeral whatever response_type says."""
    if hook["ephemeral"]:
        held = _ephemeral(ws, hook)
        if held:
            keep = {key: held["message"][key] for key in ("ts", "type", "ephemeral", "thread_ts")
                    if key in held["message"]}
            held["message"] = signed(ws, fields) | keep | {"edited": {"user": ws.bot_user, "ts": ws.stamp()}}
            ws.note(hook["channel"], held["message"], hook["user"], kind="edited")
    elif hook["source"] in ws.messages[hook["channel"]]:
        gone = {name: None for name in ("blocks", "attachments") if name not in fields}
        ws.edit(hook["channel"], hook["source"], gone | fields, editor=ws.bot_user)


def _delete(ws: Workspace, hook: dict) -> None:
    if hook["ephemeral"]:
        held = _ephemeral(ws, hook)
        if held:
            ws.ephemerals.remove(held)
            ws.note(hook["channel"], held["message"], hook["user"], kind="deleted")
    elif hook["source"] and hook["source"] in ws.messages[hook["channel"]]:
        ws.remove(hook["channel"], hook["source"])
