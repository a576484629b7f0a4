"""What the bot writes to the Socket Mode connection, read by another implementation of WebSocket."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin.connection import Connection
from slack_sdk.web import WebClient

from bot.slack import Acknowledging, text_frame


def unmasked(frame: bytes) -> bytes:
    """The payload of a client's frame, byte by byte as RFC 6455 5.3 has it."""
    size, start = frame[1] & 0x7F, 2
    if size >= 126:
        width = {126: 2, 127: 8}[size]
        size, start = int.from_bytes(frame[2:2 + width], "big"), 2 + width
    key, body = frame[start:start + 4], frame[start + 4:]
    assert frame[0] == 0x81 and frame[1] & 0x80 and len(body) == size
    return bytes(byte ^ key[i % 4] for i, byte in enumerate(body))


@given(st.text(max_size=400))
def test_any_text_is_masked_and_comes_back_whole(text):
    assert unmasked(text_frame(text.encode())).decode() == text


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 300_001])
def test_every_way_to_write_a_length_is_right_at_its_borders(size):
    payload = bytes(i % 251 for i in range(size))
    assert unmasked(text_frame(payload)) == payload


def test_an_acknowledgement_larger_than_the_sdk_can_write_arrives_and_the_next_one_too():
    long, heard = json.dumps({"text": "❤" * 60_000}), []

    async def conversation() -> None:
        done = asyncio.Event()

        async def on_socket(request: web.Request) -> web.WebSocketResponse:
            socket = web.WebSocketResponse(max_msg_size=0)
            await socket.prepare(request)
            async for message in socket:
                heard.append(json.loads(message.data))
                if len(heard) == 3:
                    done.set()
            return socket

        app = web.Application()
        app.router.add_get("/", on_socket)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        client = Acknowledging("xapp-1", web_client=WebClient())
        client.wss_uri = f"ws://127.0.0.1:{runner.addresses[0][1]}/?ticket=1"
        try:
            await asyncio.to_thread(client.connect)
            for envelope, payload in (("one", ""), ("two", long), ("three", '{"options": []}')):
                await asyncio.to_thread(client.acknowledge, envelope, payload)
            await asyncio.wait_for(done.wait(), 20)
        finally:
            await asyncio.to_thread(client.close)
            await runner.cleanup()

    with ThreadPoolExecutor(1) as aside:   # a browser of another test may hold an event loop in this thread
        aside.submit(lambda: asyncio.run(conversation())).result()
    assert heard == [{"envelope_id": "one"}, {"envelope_id": "two", "payload": json.loads(long)},
                     {"envelope_id": "three", "payload": {"options": []}}]


def test_without_a_connection_an_acknowledgement_fails_and_says_so():
    client = Acknowledging("xapp-1", web_client=WebClient())
    client.current_session = Connection(url="ws://127.0.0.1:9/", logger=client.logger)
    try:
        with pytest.raises(SlackClientNotConnectedError):
            client.acknowledge("one")
    finally:
        client.close()
