"""What really happened, for whoever judges the app."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Truth:
    """What really happened, for tests that judge the app: everything stored, every call, every envelope."""

    def __init__(self, box: "Sandbox") -> None:
        self._box = box

    @property
    def messages(self) -> list[dict]:
        """All messages stored in the workspace, each with its `channel`."""
        ws = self._box.workspace
        with ws.lock:
            return [each | {"channel": channel} for channel, rows in ws.messages.items() for each in rows.values()]

    @property
    def from_app(self) -> list[dict]:
        """All messages stored that the app posted."""
        return [each for each in self.messages if each.get("bot_id") == self._box.workspace.bot_id]

    @property
    def calls(self) -> list[dict]:
        """All Web API calls and response_url posts, as traffic entries."""
        return [each for each in self._box.traffic.since() if each["direction"] == "in"]

    @property
    def envelopes(self) -> list[dict]:
        """All commands, interactions and events that were sent to the app, each with its ack."""
        return [each for each in self._box.traffic.since() if each["direction"] == "out" and each["kind"] != "ack"]

    @property
    def problems(self) -> list[str]:
        """Everything Slack complained about."""
        return [text for each in self._box.traffic.since() for text in each["problems"]]
