"""The gate in front of the HTTP door."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from handlers.gate import LARGEST, PATH, Gate

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))


class Clock:
    def now(self):
        return NOW

    def monotonic(self):
        return 0.0


def signed(body: bytes, stamp: str = STAMP) -> str:
    return SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)


def knock(body: bytes = b"payload=1", *, stamp: str = STAMP, signature: str | None = None, method: str = "POST", path: str = PATH,
          length: str | None = None, dispatch=None) -> tuple[int, bytes, list[bytes]]:
    passed: list[bytes] = []

    def through(raw, headers):
        passed.append(raw)
        return 200, {"Content-Type": "application/json"}, b"{}"

    gate = Gate(secret=SECRET, clock=Clock(), dispatch=dispatch or through)
    status: list[str] = []
    answer = gate({"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(body)) if length is None else length,
                   "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(body),
                   "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
                   "HTTP_X_SLACK_SIGNATURE": signed(body, stamp) if signature is None else signature},
                  lambda line, headers: status.append(line))
    return int(status[0].split()[0]), b"".join(answer), passed


def test_what_slack_signed_passes_whole():
    assert knock(b"a=1&b=2")[::2] == (200, [b"a=1&b=2"])


@pytest.mark.parametrize(("changed", "expected"), [
    ({"signature": "v0=" + "0" * 64}, 401), ({"signature": ""}, 401), ({"signature": "v0=ä"}, 401),
    ({"stamp": "abc", "signature": "v0=1"}, 401), ({"stamp": "", "signature": "v0=1"}, 401), ({"stamp": "-1", "signature": "v0=1"}, 401),
    ({"stamp": "9" * 21, "signature": "v0=1"}, 401), ({"stamp": "١٢٣", "signature": "v0=1"}, 401),
    ({"stamp": str(int(STAMP) - 301)}, 401), ({"stamp": str(int(STAMP) + 301)}, 401),
    ({"stamp": str(int(STAMP) - 299)}, 200), ({"stamp": str(int(STAMP) + 299)}, 200),
    ({"method": "GET"}, 405), ({"path": "/"}, 404), ({"length": ""}, 411), ({"length": "x"}, 411), ({"length": str(LARGEST + 1)}, 413),
])
def test_everything_else_is_turned_away_before_it_is_parsed(changed, expected):
    status, _, passed = knock(**changed)
    assert status == expected
    assert bool(passed) == (expected == 200)


def test_a_failure_behind_the_gate_is_a_503_so_that_slack_sends_an_event_again():
    def broken(raw, headers):
        raise RuntimeError("database is away")
    assert knock(dispatch=broken)[0] == 503


@given(st.binary(max_size=200), st.text(max_size=30), st.text(max_size=80))
def test_no_forged_request_ever_passes_or_breaks_the_gate(body, stamp, signature):
    status, _, passed = knock(body, stamp=stamp, signature=signature)
    assert status == 401 and not passed
