"""Figures with a goal and a verdict, and the table they stand in."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata
from statistics import median

import psutil

PACKAGES = ("slack-bolt", "slack-sdk", "SQLAlchemy", "APScheduler", "dateparser", "aiohttp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table. ``met``: None when nothing is asked of it, or when it could not be measured here."""

    number: str
    what: str
    measured: str
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """In a word."""
        return {True: "met", False: "MISSED", None: "–"}[self.met]


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Ours over theirs, round by round."""
    return [a / b for a, b in zip(ours, theirs, strict=True)]


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and from where to where the rounds went."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [f"| {f.number} | {f.what} | {f.measured} | {f.goal} | {f.verdict} |" for f in figures]
    return "\n".join(["| # | what | measured | goal | verdict |", "|---|---|---|---|---|", *rows])


def machine() -> str:
    """What this was measured on; nothing that names the machine."""
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return (f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
            f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}")
