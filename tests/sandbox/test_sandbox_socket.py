"""Socket Mode over a real WebSocket, with slack_sdk's own client."""

import asyncio
import json
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from queue import Queue

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse


class Line:
    """One connection of an app that acknowledges everything with a body, or nothing at all."""

    def __init__(self, box, body=None, silent=False):
        self.requests, self.frames, self.body, self.silent = Queue(), Queue(), body, silent
        self.client = SocketModeClient(
            app_token=box.app_token, auto_reconnect_enabled=False,
            web_client=WebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[]),
        )
        self.client.socket_mode_request_listeners.append(self._on_request)
        self.client.on_message_listeners.append(lambda text: self.frames.put(json.loads(text)))
        before = len(box.delivery.sockets.connections)
        self.client.connect()
        box.until(lambda: len(box.delivery.sockets.connections) > before)

    def _on_request(self, client, request):
        self.requests.put(request)
        if not self.silent:
            payload = self.body if request.accepts_response_payload else None
            client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id, payload=payload))


@pytest.fixture
def wired(make):
    return make()


@pytest.fixture
def anna(wired):
    return wired.person("anna")


@pytest.fixture
def place(wired, anna):
    return wired.channel("room", [anna], bot=True)


@pytest.fixture
def connect(wired):
    lines = []

    def make_line(**about):
        lines.append(Line(wired, **about))
        return lines[-1]

    yield make_line
    wired.trouble(socket="drop")
    for each in lines:
        # The client's own farewell takes up to three seconds, and nothing depends on it.
        threading.Thread(target=each.client.close, daemon=True).start()


def test_a_connection_begins_with_hello(wired, connect):
    hello = connect().frames.get(timeout=5)
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"]["app_id"] == wired.workspace.app_id


def test_a_command_is_acknowledged_with_a_body(connect, anna, place):
    line = connect(body={"text": "Hello"})
    seen = anna.types("/mentor hello", in_=place)
    assert (seen.ack.status, seen.texts) == ("ok", ["Hello"])
    request = line.requests.get(timeout=5)
    assert (request.type, request.payload["command"], request.accepts_response_payload) == (
        "slash_commands", "/mentor", True)


def test_without_a_connection_the_app_cannot_be_reached(wired, anna, place):
    seen = anna.types("/mentor", in_=place)
    assert (seen.ack.status, "dispatch_failed" in seen.error) == ("failed", True)


def test_an_app_that_says_nothing_times_out(wired, connect, anna, place):
    connect(silent=True)
    wired.delivery.ack_limit = 0.1
    seen = anna.types("/mentor", in_=place)
    assert (seen.ack.status, "operation_timeout" in seen.error) == ("timeout", True)


def test_each_payload_goes_to_one_of_several_connections(connect, anna, place):
    lines = [connect(), connect()]
    for each in range(6):
        anna.types(f"/mentor {each}", in_=place)
    counts = [line.requests.qsize() for line in lines]
    assert sum(counts) == 6
    assert min(counts) > 0


def test_an_address_serves_once(wired):
    client = WebClient(token=wired.app_token, base_url=wired.api_url, retry_handlers=[])
    url = client.apps_connections_open(app_token=wired.app_token)["url"]
    first = SocketModeClient(app_token=wired.app_token, web_client=client, auto_reconnect_enabled=False)
    first.wss_uri = url
    first.connect()
    wired.until(lambda: wired.delivery.sockets.connections)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(url.replace("ws://", "http://"))
    wired.trouble(socket="drop")
    threading.Thread(target=first.close, daemon=True).start()


def test_ten_connections_are_open_at_most(wired):
    async def open_eleven():
        client = WebClient(token=wired.app_token, base_url=wired.api_url, retry_handlers=[])
        async with aiohttp.ClientSession() as session:
            lines = [await session.ws_connect(client.apps_connections_open(app_token=wired.app_token)["url"])
                     for _ in range(11)]
            return [(await line.receive_json()).get("reason", "welcome") for line in lines]

    # In a thread of its own: a browser of another test may hold an event loop in this one.
    with ThreadPoolExecutor(1) as aside:
        answers = aside.submit(lambda: asyncio.run(open_eleven())).result()
    assert answers == ["welcome"] * 10 + ["too_many_websockets"]


def test_events_come_over_the_line_and_are_repeated_when_not_acknowledged(wired, connect, anna):
    line = connect(silent=True)
    wired.delivery.ack_limit = 0.1
    anna.says("hello")
    first, second = line.requests.get(timeout=5), line.requests.get(timeout=5)
    assert (first.payload["event"]["text"], first.retry_attempt) == ("hello", 0)
    assert (second.payload["event_id"], second.retry_attempt, second.retry_reason) == (
        first.payload["event_id"], 1, "timeout")
    line.silent = False
    wired.until(lambda: wired.delivery.retries)
    wired.travel(seconds=60)
    assert line.requests.get(timeout=5).retry_attempt == 2
    wired.until(lambda: any(each["retry_attempt"] == 2 and each["status"] == "ok" for each in wired.truth.envelopes))
    assert wired.delivery.retries == []


def test_a_payload_can_come_twice_with_one_envelope_id(wired, connect, anna, place):
    line = connect()
    wired.trouble(duplicate_next=1)
    anna.types("/mentor", in_=place)
    assert line.requests.get(timeout=5).envelope_id == line.requests.get(timeout=5).envelope_id


@pytest.mark.parametrize(("trouble", "reason"), [("warning", "warning"), ("refresh", "refresh_requested")])
def test_a_client_that_is_asked_to_go_comes_back_on_a_new_line(wired, connect, anna, place, trouble, reason):
    line = connect(body={"text": "Hello"})
    line.frames.get(timeout=5)
    old = wired.delivery.sockets.connections[0].id
    wired.trouble(socket=trouble)
    assert line.frames.get(timeout=5) == {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
    wired.until(lambda: [each.id for each in wired.delivery.sockets.connections if each.id != old])
    wired.until(lambda: all(each.id != old for each in wired.delivery.sockets.connections))
    assert anna.types("/mentor", in_=place).texts == ["Hello"]


def test_a_dropped_line_is_gone(wired, connect, anna, place):
    connect()
    wired.trouble(socket="drop")
    wired.until(lambda: not wired.delivery.sockets.connections)
    assert "dispatch_failed" in anna.types("/mentor", in_=place).error


def test_opening_a_connection_can_fail_for_a_while(wired):
    wired.trouble(connections_refused=1)
    client = WebClient(token=wired.app_token, base_url=wired.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError):
        client.apps_connections_open(app_token=wired.app_token)
    assert client.apps_connections_open(app_token=wired.app_token)["ok"]


def test_many_commands_at_once_are_all_answered(connect, anna, place):
    connect(body={"text": "Hello"})
    results = Queue()
    threads = [threading.Thread(target=lambda: results.put(anna.types("/mentor", in_=place).ack.status))
               for _ in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(10)
    assert [results.get(timeout=1) for _ in threads] == ["ok"] * 20
