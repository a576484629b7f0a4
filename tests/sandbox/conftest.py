"""A strict sandbox with a clock that stands still, and a tiny app that remembers what it was sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox import Sandbox
from sandbox.clock import Clock
from sandbox.delivery import Ack

MANIFEST = {
    "display_information": {"name": "Mentor"},
    "features": {
        "bot_user": {"display_name": "Mentor"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/mentor", "description": "Goals", "should_escape": True}],
        "shortcuts": [
            {"name": "Add a goal", "type": "global", "callback_id": "goals.new", "description": "Adds a goal"},
            {"name": "Make it a topic", "type": "message", "callback_id": "topics.from", "description": "Proposes it"},
        ],
    },
    "oauth_config": {"scopes": {"bot": [
        "app_mentions:read", "channels:history", "channels:read", "chat:write", "commands", "groups:history",
        "groups:read", "im:history", "im:write", "users:read", "files:write", "files:read", "reactions:write",
        "reactions:read", "pins:read", "pins:write",
    ]}},
    "settings": {
        "event_subscriptions": {"bot_events": [
            "app_home_opened", "app_mention", "app_uninstalled", "member_joined_channel", "member_left_channel",
            "message.im", "tokens_revoked", "user_change",
        ]},
        "interactivity": {"is_enabled": True}, "socket_mode_enabled": True,
    },
}


class TinyApp:
    """An app that keeps every payload and answers what it was told to, by envelope type or payload type."""

    def __init__(self) -> None:
        self.payloads: list[dict] = []
        self.envelopes: list[dict] = []
        self.answers: dict[str, Any] = {}

    def __call__(self, payload: dict, kind: str, envelope: dict) -> Ack:
        self.payloads.append(payload)
        self.envelopes.append(envelope)
        answer = self.answers.get(payload.get("type") or kind, self.answers.get(kind))
        if callable(answer):
            answer = answer(payload)
        return answer if isinstance(answer, Ack) else Ack(status="ok", body=answer)

    def events(self, name: str | None = None) -> list[dict]:
        """The inner events that came, perhaps only those of one type."""
        found = [each["event"] for each in self.payloads if each.get("type") == "event_callback"]
        return [each for each in found if name in (None, each["type"])]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), running=False)


@pytest.fixture
def app() -> TinyApp:
    return TinyApp()


@pytest.fixture
def make(clock: Clock) -> Iterator[Callable[..., Sandbox]]:
    """Makes sandboxes and stops them at the end."""
    made: list[Sandbox] = []

    def start(**about: Any) -> Sandbox:
        made.append(Sandbox.start(**({"manifest": MANIFEST, "clock": clock, "strict": True} | about)))
        return made[-1]

    yield start
    for each in made:
        each.stop()


@pytest.fixture
def box(make: Callable[..., Sandbox], app: TinyApp) -> Sandbox:
    return make(deliver=app)


@pytest.fixture
def client(box: Sandbox) -> WebClient:
    return WebClient(token=box.bot_token, base_url=box.api_url, retry_handlers=[])


@pytest.fixture
def alice(box: Sandbox) -> Any:
    return box.person("alice", real_name="Alice Adams", tz="America/New_York")


@pytest.fixture
def bob(box: Sandbox) -> Any:
    return box.person("bob", real_name="Bob Brown", tz="Europe/Berlin")


@pytest.fixture
def carol(box: Sandbox) -> Any:
    return box.person("carol", real_name="Carol Cole", tz="UTC")


@pytest.fixture
def room(box: Sandbox, alice: Any, bob: Any) -> Any:
    """A public channel with Alice, Bob and the app; Carol is not in it."""
    return box.channel("peer-mentors", [alice, bob], bot=True)
