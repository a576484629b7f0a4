"""HTTP mode: signed requests to the app's request URL (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import asyncio
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.clock import real_seconds
from sandbox.workspace import Workspace


def signature(secret: str, timestamp: str, body: str) -> str:
    """Slack's v0 signature: HMAC-SHA256 over `v0:timestamp:body`."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def request_for(ws: Workspace, envelope: dict) -> tuple[str, dict[str, str]]:
    """The body and headers of the request that carries an envelope's payload."""
    kind, payload = envelope["type"], envelope["payload"]
    if kind == "events_api":
        body, mime = json.dumps(payload), "application/json"
    elif kind == "slash_commands":
        body, mime = urlencode(payload), "application/x-www-form-urlencoded"
    else:
        body, mime = urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
    timestamp = str(real_seconds())
    headers = {
        "Content-Type": mime, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature(ws.signing_secret, timestamp, body),
    }
    if envelope.get("retry_attempt"):
        headers["X-Slack-Retry-Num"] = str(envelope["retry_attempt"])
        headers["X-Slack-Retry-Reason"] = envelope["retry_reason"]
    return body, headers


class HttpDoor:
    """Delivers payloads to one request URL. Lives on the server's loop."""

    def __init__(self, ws: Workspace) -> None:
        self._ws, self._session = ws, None

    async def send(self, url: str, envelope: dict, limit: float) -> tuple[str, Any, bool]:
        """Deliver: (status, body, whether the app forbids a retry). Any HTTP answer but 200 is "failed"."""
        self._session = self._session or ClientSession(timeout=ClientTimeout(total=None), trust_env=False)
        body, headers = request_for(self._ws, envelope)
        try:
            async with asyncio.timeout(limit), self._session.post(url, data=body.encode(), headers=headers) as answer:
                text, final = await answer.text(), answer.headers.get("X-Slack-No-Retry") == "1"
                return ("ok" if answer.status == 200 else "failed"), text or None, final
        except TimeoutError:
            return "timeout", None, False
        except ClientError:
            return "failed", None, False

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()
