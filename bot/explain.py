"""``mentor explain``: how Mentor understands a date, a meeting or an action line. Answers are JSON, so that they can be compared."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings

WELL, USAGE = 0, 2


def add_to(commands) -> None:
    """Add ``explain`` and its words to the commands of a parser; each sets ``run``, which gives the exit code."""
    explain = commands.add_parser("explain", help="how Mentor understands things").add_subparsers(required=True, metavar="what")
    when = explain.add_parser("when", help="read one phrase a line from standard input, print how its date is understood as JSON lines")
    when.add_argument("--tz", help="the zone that is typed in (default MENTOR_TIMEZONE)")
    when.add_argument("--now", help="the present moment, ISO 8601 with offset (default: now)")
    when.set_defaults(run=_when)
    minutes = explain.add_parser("minutes", help="read a meeting's lines from a JSON file, print its minutes as JSON")
    minutes.add_argument("file", type=Path, metavar="FILE", help="lines of who, text and at; with people, bots and tz")
    minutes.set_defaults(run=_minutes)
    action = explain.add_parser("action", help="read action lines (JSON, one a line), print owners, text and due date as JSON lines")
    action.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: standard input")
    action.add_argument("--people", type=Path, metavar="FILE", help="who is in the group, as JSON")
    action.set_defaults(run=_action)


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _speak_json() -> None:
    for stream in (sys.stdin, sys.stdout):   # JSON is UTF-8 whatever the terminal is (RFC 8259, section 8.1)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def _say(answers: Iterable[dict]) -> int:
    for answer in answers:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return WELL


def _when(given: argparse.Namespace) -> int:
    _speak_json()
    from bot.dates.explain import explain_when
    from bot.services.people import known_zone
    tz = given.tz or Settings.load(os.environ).timezone
    if not known_zone(tz):
        _tell(f"{tz} is not a time zone; write one such as America/New_York.")
        return USAGE
    try:
        now = datetime.fromisoformat(given.now) if given.now else SystemClock().now()
    except ValueError:
        _tell(f"{given.now} is not a moment; write one such as 2026-11-23T10:00:00-05:00.")
        return USAGE
    if now.tzinfo is None:
        _tell("--now needs an offset, for example 2026-11-23T10:00:00-05:00.")
        return USAGE
    return _say(explain_when((line.rstrip("\r\n") for line in sys.stdin), tz=tz, now=now))


def _minutes(given: argparse.Namespace) -> int:
    _speak_json()
    from bot.minutes_explained import explain_minutes
    try:
        answer = explain_minutes(json.loads(given.file.read_text("utf-8")))
    except OSError as no:
        _tell(f"{given.file} cannot be read: {no.strerror}.")
        return USAGE
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        _tell(f"{given.file} is not a meeting as JSON ({type(wrong).__name__}: {wrong}).")
        return USAGE
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")
    return WELL


def _action(given: argparse.Namespace) -> int:
    _speak_json()
    from bot.minutes_explained import explain_actions
    try:
        roster = json.loads(given.people.read_text("utf-8")) if given.people else {}
        lines = given.file.read_text("utf-8", errors="replace").splitlines() if given.file else sys.stdin
    except (OSError, ValueError) as no:
        _tell(f"A file cannot be read: {no}.")
        return USAGE
    return _say(explain_actions(lines, roster if isinstance(roster, dict) else {"people": roster}))
