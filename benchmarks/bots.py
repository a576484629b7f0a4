"""The bots that are measured, each run as a process: ``python -m benchmarks.bots NAME`` with Slack's settings in the environment.

Nothing is imported up here but the standard library: a bare bot must not pay for the full one.
Each says ``connected <CPU seconds so far>`` when its socket is open, and ends when its standard input does.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable

BOT_TOKEN, APP_TOKEN = os.environ.get("SLACK_BOT_TOKEN", ""), os.environ.get("SLACK_APP_TOKEN", "")
API_URL = os.environ.get("SLACK_API_URL", "")


def mentor() -> Callable[[], None]:
    """The real one, as ``mentor run`` starts it."""
    gc.disable()
    from bot.cli import SystemClock, pin_zones
    from bot.logs import log_to
    from bot.settings import Settings
    pin_zones()
    settings = Settings.load(os.environ, dotenv=None)
    log_to(sys.stderr, settings)
    from storage import migrate
    if not migrate.at_head(settings.database_url):
        raise SystemExit("the database is not seeded")
    from bot import wiring
    return wiring.start(settings, SystemClock()).stop


def bare() -> Callable[[], None]:
    """The mentor's wiring, down to its socket, and a handler that only acknowledges: the floor of sync Bolt."""
    from slack_bolt.request import BoltRequest

    from bot.slack import Acknowledging
    app = _only_acknowledges(process_before_response=True)
    client = Acknowledging(APP_TOKEN, web_client=app.client, concurrency=64, ping_interval=10, receive_buffer_size=16384)

    def on_envelope(_, envelope) -> None:
        answer = app.dispatch(BoltRequest(mode="socket_mode", body=envelope.payload))
        client.acknowledge(envelope.envelope_id, answer.body)

    client.socket_mode_request_listeners.append(on_envelope)
    client.connect()
    return client.close


def default() -> Callable[[], None]:
    """What Bolt's tutorial makes: every default, and a handler that only acknowledges."""
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    handler = SocketModeHandler(_only_acknowledges(), APP_TOKEN)
    handler.connect()
    return handler.close


def _only_acknowledges(**settings):
    from slack_bolt import App
    from slack_sdk import WebClient
    app = App(token=BOT_TOKEN, client=WebClient(token=BOT_TOKEN, base_url=API_URL), **settings)

    @app.command("/mentor")
    def on_command(ack) -> None:
        ack()

    return app


def bare_async() -> Callable[[], None]:
    """Bolt's asyncio twin on aiohttp, with a handler that only acknowledges."""
    import asyncio
    import threading

    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient
    app = AsyncApp(token=BOT_TOKEN, client=AsyncWebClient(token=BOT_TOKEN, base_url=API_URL), process_before_response=True)

    @app.command("/mentor")
    async def on_command(ack) -> None:
        await ack()

    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()

    async def connect() -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        await handler.connect_async()
        return handler

    handler = asyncio.run_coroutine_threadsafe(connect(), loop).result()
    return lambda: asyncio.run_coroutine_threadsafe(handler.close_async(), loop).result()


def main(name: str) -> None:
    """Run one of them until standard input ends; a line that comes in is answered with the modules loaded by then."""
    stop = {"mentor": mentor, "bare": bare, "default": default, "bare_async": bare_async}[name]()
    print("connected", time.process_time(), flush=True)
    for _ in sys.stdin:
        print(time.process_time(), *sorted({each.partition(".")[0] for each in list(sys.modules)}), flush=True)
    stop()


if __name__ == "__main__":
    main(sys.argv[1])
