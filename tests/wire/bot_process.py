"""The bot in a process of its own: the command that people run, or a fork that starts in a tenth of a second."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from functools import cache
from multiprocessing import forkserver
from pathlib import Path

import apscheduler.schedulers.background  # noqa: F401 - loaded once here, not once in every fork
import pytest
import slack_bolt.adapter.socket_mode  # noqa: F401
from knocking import SECRET

from bot import wiring
from bot.clock import SystemClock
from bot.settings import Settings
from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]


def settings_for(box: Sandbox, database: str, **more) -> Settings:
    """The settings of a bot in this workspace."""
    return Settings(**{"slack_bot_token": box.bot_token, "slack_app_token": box.app_token, "slack_signing_secret": SECRET,
                       "slack_api_url": box.api_url, "database_url": database,
                       "commands_per_minute": 0} | more)


def run(settings: Settings) -> None:
    """What the fork does."""
    wiring.run(settings, SystemClock())


def forked(settings: Settings) -> multiprocessing.Process:
    """A bot that somebody will kill."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot_process"])
    _ready()
    process = context.Process(target=run, args=(settings,), daemon=True)
    process.start()
    return process


@cache
def _ready() -> None:
    """The process that forks; Python 3.11 does not tell it where our modules are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT, Path(__file__).parent))))
        forkserver.ensure_running()


def by_command(settings: Settings, *words: str, **more: str) -> subprocess.Popen:
    """``mentor run`` as somebody types it; its log is in ``stderr``."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MENTOR_", "DATABASE_"))}
    given = {"SLACK_BOT_TOKEN": settings.slack_bot_token, "SLACK_APP_TOKEN": settings.slack_app_token, "SLACK_SIGNING_SECRET": SECRET,
             "SLACK_API_URL": settings.slack_api_url, "DATABASE_URL": settings.database_url, **more}
    return subprocess.Popen([sys.executable, "-m", "bot.cli", "run", *words], cwd=ROOT, env=environment | given, text=True,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
