"""What every use case may lean on: the store, Slack, the clock, the settings, and a place for work after the answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.clock import Clock
from bot.limits import Limits
from bot.pace import Pace
from storage.seals import Seals
from storage.store import Store

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack import Slack


class Later(Protocol):
    """Work that runs after the answer has left."""

    def submit(self, work: Callable[[], None]) -> object:
        """Run ``work`` soon; whoever submits has made sure that nothing leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where we are and who we are there, as auth.test told at start-up. ``url`` is the workspace's own, with a slash at its end."""

    team: str
    bot_user: str
    bot: str
    name: str = ""
    app: str = ""
    url: str = ""

    def permalink(self, channel: str, ts: str, thread: str | None = None) -> str:
        """Where a message can be read, in the form that chat.getPermalink gives; "" when the workspace's address is not known."""
        if not self.url:
            return ""
        link = f"{self.url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


@dataclass(frozen=True, slots=True, kw_only=True)
class Deps:
    """Put together once, in ``bot.wiring``."""

    store: Store
    slack: Slack
    clock: Clock
    settings: Settings
    workspace: Workspace
    later: Later
    seals: Seals
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)


def pool(workers: int) -> ThreadPoolExecutor:
    """The threads for work after an answer."""
    return ThreadPoolExecutor(max_workers=workers, thread_name_prefix="after")
