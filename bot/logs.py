"""The log: what happened, where and how it ended; never what people wrote."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TextIO

from bot.settings import Settings

# Below WARNING these print whole payloads.
NOISY = ("slack_sdk", "slack_bolt", "sqlalchemy", "alembic", "apscheduler", "waitress", "aiohttp", "dateparser", "tzlocal", "asyncio")


class TextLines(logging.Formatter):
    """One line for people."""

    def formatException(self, ei) -> str:
        """The kind of the failure alone: its text may hold what somebody wrote."""
        return f"({ei[0].__name__})"


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, where from, what. A failure appears by what we say of it, not by its text."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": record.levelname, "from": record.name, "event": record.getMessage()})


def log_to(stream: TextIO, settings: Settings) -> None:
    """Send the log to ``stream`` in the chosen form and level."""
    handler = logging.StreamHandler(stream)
    text = TextLines("%(asctime)s %(levelname)-7s %(message)s")
    handler.setFormatter(JsonLines() if settings.log_format == "json" else text)
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # A round on a busy Monday takes longer than the next tick: nothing to warn of four times a minute. Our watchdog tells of a halt.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
