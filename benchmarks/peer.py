"""P7, where Node is present: the same command by bolt-js on better-sqlite3, in the same run against the same fake Slack."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks import acks, load, seed
from benchmarks.figures import Figure, ratios, spread
from benchmarks.slack import FakeSlack
from benchmarks.subjects import Subject

HERE = Path(__file__).parent / "peer"
PATIENCE = 600   # seconds for npm, once: better-sqlite3 may have to be compiled


def ready() -> str:
    """Empty when the peer can run; else why not. Its packages are installed when they are missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node is not here"
    if not (HERE / "node_modules" / "better-sqlite3").is_dir():
        print("installing the peer (once) …", file=sys.stderr, flush=True)
        words = ["npm", "install", "--no-package-lock", "--no-fund", "--no-audit", "--silent"]
        try:
            if subprocess.run(words, cwd=HERE, capture_output=True, timeout=PATIENCE, check=False).returncode:
                return "npm could not install it"
        except subprocess.TimeoutExpired:
            return "npm took too long"
    return "" if _works() else "its packages do not load"


def _works() -> bool:
    script = "require('@slack/bolt'); new (require('better-sqlite3'))(':memory:')"
    return subprocess.run(["node", "-e", script], cwd=HERE, capture_output=True, check=False).returncode == 0


async def compared(slack: FakeSlack, *, rounds: int, count: int) -> list[Figure]:
    """The mentor and the peer in turn."""
    what = "commands a second at FULL, ours over bolt-js + better-sqlite3"
    if missing := ready():
        return [Figure(number="P7", what=what, measured=f"skipped: {missing}", goal="≥ 1.5")]
    slack.latency = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peer.db"
        peer = Subject("peer", slack, ["node", "bot.js"], database=seed.database(path, groups=acks.GROUPS, goals_each=3), cwd=HERE)
        try:
            other = acks.Side(subject=peer, line=await peer.line(), database=path)
            await load.in_flight(other.line, load.commands(acks.GROUPS), 500, 8)
            async with acks.sides(slack, "mentor") as bots:
                ours, payloads = bots["mentor"], load.commands(acks.GROUPS)
                for number in range(rounds):
                    for side in (ours, other)[::1 if number % 2 else -1]:
                        await acks.one_round(side, payloads, count, count * 5)
        finally:
            await peer.end()
    return _figures(what, ours, other)


def _figures(what: str, ours: acks.Side, other: acks.Side) -> list[Figure]:
    rate, cpu, alone = ratios(ours.rate, other.rate), ratios(ours.cpu, other.cpu), ratios(ours.alone, other.alone)
    return [
        Figure(number="P7", what=f"{what}, {acks.WIDTH} in flight",
               measured=f"{spread(rate)}: {median(ours.rate):,.0f} / {median(other.rate):,.0f}", goal="≥ 1.5", met=median(rate) >= 1.5),
        Figure(number="P7", what="the same: CPU a command; p50 one at a time",
               measured=f"CPU {spread(cpu)}: {median(ours.cpu):.2f} / {median(other.cpu):.2f} ms; "
                        f"p50 {spread(alone)}: {median(ours.alone):.2f} / {median(other.alone):.2f} ms")]
