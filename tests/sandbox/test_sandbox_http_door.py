"""HTTP mode: what arrives at a real request URL, judged by slack_sdk's own verifier."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier


class Listener(ThreadingHTTPServer):
    """A request URL that keeps what it got and answers as it was told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.got, self.status, self.body, self.headers_out = [], 200, "", {}
        self.echo = False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/slack/events"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.got.append((dict(self.headers), body))
        said = json.loads(body)["challenge"] if self.server.echo else self.server.body
        self.send_response(self.server.status)
        for name, value in self.server.headers_out.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    def log_message(self, *args):
        """Tests need no log."""


@pytest.fixture
def listener():
    server = Listener()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def wired(make, listener):
    return make(request_url=listener.url)


@pytest.fixture
def anna(wired):
    return wired.person("anna")


def test_every_request_is_signed_as_slack_signs(wired, listener, anna):
    anna.types("/mentor hello", in_=wired.channel("room", [anna]))
    headers, body = listener.got[0]
    verifier = SignatureVerifier(wired.signing_secret)
    assert verifier.is_valid_request(body, {key.lower(): value for key, value in headers.items()})
    assert not verifier.is_valid_request(body + "x", {key.lower(): value for key, value in headers.items()})
    assert parse_qs(body)["text"] == ["hello"]


def test_an_answer_may_be_json_or_plain_text(wired, listener, anna):
    room = wired.channel("room", [anna])
    listener.body = json.dumps({"text": "as json"})
    assert anna.types("/mentor", in_=room).texts == ["as json"]
    listener.body = "as text"
    assert anna.types("/mentor", in_=room).texts == ["as text"]


def test_interactions_come_as_a_form_with_a_payload_and_events_as_json(wired, listener, anna):
    anna.uses_shortcut("goals.new")
    assert json.loads(parse_qs(listener.got[-1][1])["payload"][0])["type"] == "shortcut"
    anna.says("hello")
    wired.until(lambda: any(each["kind"] == "event" for each in wired.truth.envelopes))
    assert json.loads(listener.got[-1][1])["event"]["text"] == "hello"


def test_a_failing_request_url_shows_the_error_and_gets_events_again_with_their_number(wired, listener, anna):
    listener.status = 500
    assert "dispatch_failed" in anna.types("/mentor", in_=wired.channel("room", [anna])).error
    anna.says("hello")
    wired.until(lambda: len([each for each in wired.truth.envelopes if each["kind"] == "event"]) == 2)
    numbers = [headers.get("X-Slack-Retry-Num") for headers, body in listener.got if body.startswith("{")]
    assert numbers == [None, "1"]
    assert listener.got[-1][0]["X-Slack-Retry-Reason"] == "http_error"


def test_an_app_can_forbid_the_repeat(wired, listener, anna):
    listener.status, listener.headers_out = 500, {"X-Slack-No-Retry": "1"}
    anna.says("hello")
    wired.until(lambda: any(each["kind"] == "event" for each in wired.truth.envelopes))
    assert wired.delivery.retries == []


def test_a_request_url_must_give_the_challenge_back(wired, listener):
    assert not wired.verify_request_url()
    listener.echo = True
    assert wired.verify_request_url()
