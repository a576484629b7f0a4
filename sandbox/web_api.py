"""/api/METHOD, /files/… and /hook/… over HTTP, with the trouble that was asked for."""

import asyncio
import base64
import json
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from sandbox import api, api_files
from sandbox.answers import SlackError
from sandbox.clock import real_seconds
from sandbox.hooks import Hooks
from sandbox.traffic import Traffic
from sandbox.trouble import Rule
from sandbox.workspace import Workspace

BEARER = "Bearer "


class WebApi:
    """The doors the app knocks at."""

    def __init__(self, ws: Workspace, traffic: Traffic, hooks: Hooks) -> None:
        self.ws, self.traffic, self.hooks = ws, traffic, hooks

    def routes(self) -> list[web.RouteDef]:
        """The routes of the Web API, the files and the response_urls."""
        return [
            web.route("*", "/api/{method}", self.method), web.post("/files/upload/{ticket}", self.upload),
            web.get("/files/{file}/{name}", self.download), web.post("/hook/{kind}/{team}/{name}", self.hook),
        ]

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One Web API call."""
        name = request.match_info["method"]
        try:
            args, as_json = await _arguments(request)
        except ValueError:
            return self._json({"ok": False, "error": "invalid_json"}, 200, {})
        token = str(args.pop("token", "") or "")
        given = request.headers.get("Authorization", "")
        token = given.removeprefix(BEARER) if given.startswith(BEARER) else token
        rule = self.ws.trouble.take(name)
        if rule is None:
            answer = self._call(name, args, token, as_json)
            return self._json(answer["body"], answer["status"], answer["headers"])
        return await self._troubled(request, rule, name, args, token, as_json)

    def _call(self, name: str, args: dict, token: str, as_json: bool) -> dict:
        answer = api.call(self.ws, name, args, token, as_json=as_json)
        self.traffic.add("in", "api", name, body=args, answer=answer["body"], status=answer["status"],
                         ms=answer["ms"], problems=answer["problems"])
        return answer

    def _land(self, name: str, args: dict, token: str, as_json: bool) -> None:
        self._call(name, args, token, as_json)
        self.ws.trouble.under_way -= 1

    def _json(self, body: Any, status: int, headers: dict[str, str]) -> web.Response:
        if self.ws.trouble.date_skew:
            skewed = datetime.fromtimestamp(real_seconds(), tz=self.ws.now().tzinfo)
            skewed += timedelta(seconds=self.ws.trouble.date_skew)
            headers = headers | {"Date": format_datetime(skewed, usegmt=True)}
        return web.json_response(body, status=status, headers=headers)

    async def _troubled(
        self, request: web.Request, rule: Rule, name: str, args: dict, token: str, as_json: bool
    ) -> web.StreamResponse:
        answer = None
        if rule.land_after is not None:
            self.ws.trouble.under_way += 1
            asyncio.get_running_loop().call_later(rule.land_after, self._land, name, args, token, as_json)
        harmless = rule.status == 200 and not (rule.error or rule.drop or rule.html or rule.land_after is not None)
        if rule.after_store or harmless:
            if not rule.after_store:
                await asyncio.sleep(rule.delay)
            answer = self._call(name, args, token, as_json)
        if answer is None or rule.after_store:
            await asyncio.sleep(rule.delay)
        if not harmless or rule.cut or rule.drip:
            about = "drop" if rule.drop or rule.land_after is not None else rule.error or rule.status
            self.traffic.add("in", "api", name, body=args, answer=None, status=f"trouble: {about}")
        return await self._answer(request, rule, answer)

    async def _answer(self, request: web.Request, rule: Rule, answer: dict | None) -> web.StreamResponse:
        if rule.drop or rule.land_after is not None:
            request.transport.abort()
            return web.Response()
        headers = {"Retry-After": str(rule.retry_after)} if rule.retry_after is not None else {}
        if rule.html:
            page = "<html><body><h1>503 Service Unavailable</h1></body></html>"
            return web.Response(text=page, content_type="text/html", status=rule.status, headers=headers)
        if rule.error or rule.status != 200:
            body = {"ok": False, "error": rule.error or ("ratelimited" if rule.status == 429 else "internal_error")}
            return self._json(body, rule.status, headers)
        data = json.dumps(answer["body"]).encode()
        if rule.cut:
            return web.Response(body=data[: len(data) // 2], content_type="application/json")
        if not rule.drip:
            return self._json(answer["body"], answer["status"], answer["headers"])
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(data))})
        await response.prepare(request)
        for byte in data:
            await response.write(bytes([byte]))
            await asyncio.sleep(rule.drip_every)
        return response

    async def upload(self, request: web.Request) -> web.Response:
        """The second step of an upload: the bytes, raw or as a form's file."""
        data = await request.read()
        if request.content_type.startswith("multipart/"):
            part = next((each for each in (await request.post()).values() if hasattr(each, "file")), None)
            data = part.file.read() if part else b""
        try:
            said, status = api_files.receive(self.ws, request.match_info["ticket"], data), 200
        except SlackError as refusal:
            said, status = refusal.error, refusal.status
        self.traffic.add("in", "api", "upload", body={"bytes": len(data)}, answer=said, status=status)
        return web.Response(text=said, status=status)

    async def download(self, request: web.Request) -> web.Response:
        """A file's bytes: for the app with its token and files:read, for a person who sees a place it is shared in."""
        file = self.ws.files.get(request.match_info["file"])
        token = request.headers.get("Authorization", "").removeprefix(BEARER)
        user = self.ws.users.get(request.query.get("as", ""))
        may = token == self.ws.bot_token and self.ws.manifest.has("files:read")
        may = may or bool(user and file and any(
            self.ws.sees(user.id, self.ws.channels[each]) for each in file.shares
        ))
        if file is None or file.deleted or not file.content or not may:
            return web.Response(status=404 if user or may else 403, text="no such file")
        return web.Response(body=base64.b64decode(file.content), headers={
            "Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff",
            "Content-Disposition": "attachment",
        })

    async def hook(self, request: web.Request) -> web.Response:
        """A post to a response_url."""
        rule = self.ws.trouble.take("response_url")
        try:
            text = await request.text()
            body = json.loads(text if text.startswith("{") else (await request.post()).get("payload", ""))
        except ValueError:
            body = None
        if rule and rule.delay:
            await asyncio.sleep(rule.delay)
        if rule and rule.status != 200:
            return self._json({"ok": False, "error": rule.error or "internal_error"}, rule.status, {})
        odd: list[str] = []
        try:
            odd = self.hooks.use(self.ws, request.match_info["name"], body)
            answer, status = {"ok": True}, 200
        except SlackError as refusal:
            answer, status = refusal.body(), refusal.status
            odd = [f"a response_url refused its body: {refusal.error}", *refusal.messages]
        self.traffic.add("in", "hook", request.match_info["kind"], body=body, answer=answer, status=status,
                         problems=odd)
        if rule and rule.drop:
            request.transport.abort()
        return self._json(answer, status, {})


async def _arguments(request: web.Request) -> tuple[dict[str, Any], bool]:
    """The arguments of a call, and whether they came as JSON. ValueError when the JSON is broken."""
    args: dict[str, Any] = dict(request.query)
    if request.method == "POST" and request.content_type == "application/json":
        text = await request.text()
        body = json.loads(text) if text else {}
        if not isinstance(body, dict):
            raise ValueError("arguments are no JSON object")
        return args | body, True
    if request.method == "POST":
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return args, False
