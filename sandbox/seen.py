"""Messages and views as one person sees them, ready for assertions."""

from typing import TYPE_CHECKING

from sandbox.blocks import elements_of
from sandbox.render import Reader

if TYPE_CHECKING:
    from sandbox.records import User
    from sandbox.server import Sandbox


def _buttons(rows: list[dict]) -> list[str]:
    return [each["text"]["text"] for block in rows for each in elements_of(block) if each["type"] == "button"]


class Seen:
    """A message in somebody's eyes."""

    def __init__(self, box: "Sandbox", user: "User", channel: str, message: dict) -> None:
        self._reader, self.channel, self.message = Reader(box.workspace, user), channel, message

    @property
    def ts(self) -> str:
        """The message's timestamp."""
        return self.message["ts"]

    @property
    def blocks(self) -> list[dict]:
        """The message's blocks."""
        return self.message.get("blocks", [])

    @property
    def source(self) -> dict:
        """How an act names this message."""
        return {"kind": "message", "channel": self.channel, "ts": self.ts}

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees it."""
        return bool(self.message.get("ephemeral"))

    @property
    def text(self) -> str:
        """The message as it reads."""
        return self._reader.message(self.message)

    @property
    def fallback(self) -> str:
        """The plain-text twin that notifications and screen readers use."""
        return self._reader.mrkdwn(self.message.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return _buttons(self.blocks)

    def __repr__(self) -> str:
        return f"<message {self.text!r}>"


class SeenView:
    """A form or a Home in somebody's eyes."""

    def __init__(self, box: "Sandbox", user: "User", view: dict) -> None:
        self._reader, self.view = Reader(box.workspace, user), view

    @property
    def blocks(self) -> list[dict]:
        """The view's blocks."""
        return self.view["blocks"]

    @property
    def source(self) -> dict:
        """How an act names this view."""
        return {"kind": "home"} if self.view["type"] == "home" else {"kind": "modal", "view_id": self.view["id"]}

    @property
    def title(self) -> str:
        """The title of a form."""
        return self.view["title"]["text"]

    @property
    def errors(self) -> dict[str, str]:
        """The sentences at its fields, by block_id."""
        return self.view.get("errors", {})

    @property
    def text(self) -> str:
        """The view as it reads: title, blocks with what is typed in them, errors."""
        title = [self.title] if self.view["type"] == "modal" else []
        shown = self._reader.blocks(self.blocks, self.view["state"]["values"])
        return "\n".join([*title, shown, *self.errors.values()])

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return _buttons(self.blocks)

    @property
    def values(self) -> dict:
        """state.values as the app would get it."""
        return self.view["state"]["values"]

    def __repr__(self) -> str:
        return f"<view {self.text!r}>"


def newest_first(box: "Sandbox", user: "User", most: int = 200) -> list[Seen]:
    """The messages this person can see in their conversations, newest first."""
    ws, found = box.workspace, []
    with ws.lock:
        for channel in ws.channels.values():
            if user.id in channel.members:
                rows = list(ws.messages[channel.id].values())[-most:] + ws.whispers(channel.id, user.id)
                found += [(each["ts"], channel.id, each) for each in rows]
    return [Seen(box, user, channel, each) for _, channel, each in sorted(found, key=lambda row: row[0], reverse=True)]
