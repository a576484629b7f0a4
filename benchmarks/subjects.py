"""Processes under measurement: started on a core of their own, with what the kernel says they have used."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import psutil

from benchmarks.slack import FakeSlack

ROOT = Path(__file__).parent.parent
_ALL = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
APART = len(_ALL) > 1   # the load and the bot each have a core


def stay() -> None:
    """The load stays on the first core."""
    if APART:
        os.sched_setaffinity(0, _ALL[:1])


class Subject:
    """A bot in a process of its own, on the second core."""

    def __init__(self, name: str, slack: FakeSlack, words: Sequence[str], *, database: str = "", cwd: Path = ROOT):
        self.name, self._slack = name, slack
        self._log = tempfile.TemporaryFile("w+")   # noqa: SIM115 - as long as the process
        known = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MENTOR_", "DATABASE_", "PYTHON"))}
        settings = {"SLACK_BOT_TOKEN": f"xoxb-{name}", "SLACK_APP_TOKEN": f"xapp-{name}", "SLACK_API_URL": slack.api_url}
        settings["MENTOR_COMMANDS_PER_MINUTE"] = "0"
        if database:
            settings["DATABASE_URL"] = database
        slack.forget(name)
        self._process = subprocess.Popen(
            list(words), cwd=cwd, env=known | settings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log,
            preexec_fn=partial(os.sched_setaffinity, 0, _ALL[1:2]) if APART else None)
        self._seen = psutil.Process(self._process.pid)

    async def line(self):
        """Its Socket Mode connection."""
        try:
            return await self._slack.line(self.name)
        except TimeoutError:
            raise RuntimeError(f"{self.name} did not connect:\n{self.log()}") from None

    async def said(self) -> str:
        """The next line that it prints."""
        text = await asyncio.get_running_loop().run_in_executor(None, self._process.stdout.readline)
        if not text:
            raise RuntimeError(f"{self.name} ended:\n{self.log()}")
        return text.strip()

    async def asked(self) -> tuple[float, set[str]]:
        """What it says when it is sent a line: CPU seconds so far, and the modules that are loaded."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        cpu, *modules = (await self.said()).split()
        return float(cpu), set(modules)

    def cpu(self) -> float:
        """Seconds of processor time so far."""
        used = self._seen.cpu_times()
        return used.user + used.system

    def memory(self) -> float:
        """Resident memory in MB."""
        return self._seen.memory_info().rss / 1e6

    def log(self) -> str:
        """The end of what it wrote to its log."""
        self._log.seek(0)
        return self._log.read()[-3000:]

    async def end(self) -> None:
        """Close its standard input, which ends it."""
        self._process.stdin.close()
        try:
            await asyncio.get_running_loop().run_in_executor(None, partial(self._process.wait, timeout=20))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()


@asynccontextmanager
async def running(name: str, slack: FakeSlack, *, bot: str = "", database: str = "") -> AsyncIterator[Subject]:
    """One of `benchmarks.bots` (``bot``, else ``name``), ended afterwards."""
    words = [sys.executable, "-m", "benchmarks.bots", bot or name]
    subject = Subject(name, slack, words, database=database)
    try:
        yield subject
    finally:
        await subject.end()
