"""/sandbox/… (the control API) and / (the page)."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox import control
from sandbox.acts import Outcome
from sandbox.answers import NotAllowed

if TYPE_CHECKING:
    from sandbox.server import Sandbox

PAGE = Path(__file__).parent / "page"
MOST_HOPS = 30                         # due things of which nothing is said, before the page hears of the time at least
MOMENT, MOMENTS, QUIET = 0.1, 15, 3    # seconds; looks at what the app has written; so many alike are quiet


class Pages:
    """The control API of one sandbox. Acts run in threads, because they wait for the app."""

    def __init__(self, box: "Sandbox") -> None:
        self.box = box
        self._streams: set[tuple[str, asyncio.Queue]] = set()

    def routes(self) -> list[web.RouteDef]:
        """The routes of the control API and of the page's files."""
        return [
            web.get("/sandbox/state", self._reading(self._state)), web.get("/sandbox/home", self._reading(self._home)),
            web.get("/sandbox/history", self._reading(self._history)),
            web.get("/sandbox/modals", self._reading(self._modals)), web.get("/sandbox/traffic", self.traffic),
            web.get("/sandbox/stream", self.stream), web.post("/sandbox/act", self.act),
            web.post("/sandbox/clock", self.clock), web.post("/sandbox/trouble", self.trouble),
            web.get("/{path:.*}", self.file),
        ]

    def _reading(self, read: Callable[[Any, web.Request], dict]) -> Callable:
        async def handle(request: web.Request) -> web.Response:
            try:
                user = control.user_of(self.box.workspace, request.query.get("as"))
                return web.json_response(read(user, request))
            except NotAllowed as no:
                return _refused(no)

        return handle

    def _state(self, user: Any, request: web.Request) -> dict:
        box = self.box
        return control.state(box.workspace, user, connected=box.delivery.connected(), next_due=box.next_due())

    def _home(self, user: Any, request: web.Request) -> dict:
        return {"ok": True, "view": control.home(self.box.workspace, user)}

    def _modals(self, user: Any, request: web.Request) -> dict:
        return {"ok": True, "stack": control.stack(self.box.workspace, user)}

    def _history(self, user: Any, request: web.Request) -> dict:
        channel, thread = request.query.get("channel", ""), request.query.get("thread")
        return {"ok": True, "messages": control.history(self.box.workspace, user, channel, thread)}

    async def traffic(self, request: web.Request) -> web.Response:
        """GET /sandbox/traffic."""
        log = self.box.traffic
        return web.json_response(
            {"ok": True, "last": log.last, "entries": log.since(int(request.query.get("since") or 0))[-500:]}
        )

    async def act(self, request: web.Request) -> web.Response:
        """POST /sandbox/act."""
        try:
            about = await request.json()
            user, what = about.pop("as"), about.pop("do")
        except (ValueError, KeyError, AttributeError):
            return _refused(NotAllowed("an act needs JSON with as and do"))
        try:
            loop = asyncio.get_running_loop()
            outcome = await loop.run_in_executor(self.box.pool, lambda: self.box.acts.do(user, what, **about))
        except NotAllowed as no:
            return _refused(no)
        except (TypeError, KeyError) as fault:
            return _refused(NotAllowed(f"the act was not understood: {fault}"))
        return web.json_response(outcome_json(outcome) | self._place(user, what))

    def _place(self, user: str, what: str) -> dict:
        if what not in {"open_dm", "open_home"}:
            return {}
        return {"channel": self.box.workspace.direct(self.box.workspace.bot_user, user).id}

    async def clock(self, request: web.Request) -> web.Response:
        """POST /sandbox/clock."""
        about = await request.json()
        try:
            went: dict = {"moved_to_due": False}
            if about.get("to_next_due"):
                went = await self._goes_on()
            elif "to" in about:
                self.box.travel(to=datetime.fromisoformat(about["to"]))
            else:
                self.box.travel(seconds=float(about.get("advance", 0)))
        except (ValueError, TypeError) as fault:
            return _refused(NotAllowed(str(fault)))
        return web.json_response({"ok": True, "now": self.box.workspace.now().isoformat(), **went})

    async def _goes_on(self) -> dict:
        """On to the next due thing that anybody sees, past those of which nothing is said; where the app's messages stand."""
        for hop in range(MOST_HOPS):
            before = self._from_app()
            if not self.box.travel_to_next_due():
                return {"moved_to_due": hop > 0, "wrote": []}
            if wrote := await self._wrote(before):
                return {"moved_to_due": True, "wrote": wrote}
        return {"moved_to_due": True, "wrote": []}

    def _from_app(self) -> set[tuple[str, str]]:
        return {(each["channel"], each["ts"]) for each in self.box.truth.from_app}

    async def _wrote(self, before: set[tuple[str, str]]) -> list[str]:
        """Whom the app has written to since: ids of channels, then of people. It is given a moment, as it works beside us."""
        seen: list[set[tuple[str, str]]] = []
        while len(seen) < MOMENTS and (len(seen) < QUIET or seen[-1] == before or seen[-1] != seen[-QUIET]):
            await asyncio.sleep(MOMENT)
            seen.append(self._from_app())
        places = [self.box.workspace.channels[channel] for channel, _ in sorted(seen[-1] - before)]
        people = {each for place in places if place.kind == "im" for each in place.members if each != self.box.workspace.bot_user}
        return sorted({place.id for place in places if place.kind != "im"}) + sorted(people)

    async def trouble(self, request: web.Request) -> web.Response:
        """POST /sandbox/trouble."""
        try:
            self.box.trouble(**await request.json())
        except (TypeError, ValueError) as fault:
            return _refused(NotAllowed(str(fault)))
        return web.json_response({"ok": True})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """GET /sandbox/stream: server-sent events that say what to fetch again."""
        ws, user = self.box.workspace, request.query.get("as", "")
        queue: asyncio.Queue = asyncio.Queue(maxsize=1_000)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        await response.write(b": open\n\n")
        entry = (user, queue)
        self._streams.add(entry)
        try:
            while True:
                try:
                    change = await asyncio.wait_for(queue.get(), 15)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                if change is None:
                    return response
                channel = ws.channels.get(change.get("channel", ""))
                if channel is None or ws.sees(user, channel):
                    await response.write(f"data: {json.dumps(change)}\n\n".encode())
        except ConnectionError:
            return response
        finally:
            self._streams.discard(entry)

    def tell(self, changes: list[dict]) -> None:
        """Pass changes on to the pages that may know of them. On the server's loop only."""
        for user, queue in self._streams:
            for change in changes:
                if change.get("user") in (None, user) and not queue.full():
                    queue.put_nowait({key: value for key, value in change.items() if key != "user"})

    def end(self) -> None:
        """End all streams."""
        for _, queue in self._streams:
            if not queue.full():
                queue.put_nowait(None)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """The page's own files."""
        wanted = (PAGE / (request.match_info["path"] or "index.html")).resolve()
        if not wanted.is_relative_to(PAGE.resolve()) or not wanted.is_file():
            return web.Response(status=404, text="no such page")
        return web.FileResponse(wanted, headers={"Cache-Control": "no-cache"})


def _refused(no: NotAllowed) -> web.Response:
    return web.json_response({"ok": False, "error": str(no), "errors": no.errors}, status=400)


def outcome_json(outcome: Outcome) -> dict:
    """An outcome as the control API answers it."""
    ack = outcome.ack
    return {
        "ok": outcome.error is None and not outcome.errors,
        "ack": {"status": ack.status, "body": ack.body, "ms": round(ack.ms, 2)} if ack else None,
        "error": outcome.error, "errors": outcome.errors, "problems": outcome.problems, "views": outcome.views,
        "messages": [{key: each[key] for key in ("channel", "ts", "text", "ephemeral", "visible_to", "what")}
                     for each in outcome.messages],
    }
