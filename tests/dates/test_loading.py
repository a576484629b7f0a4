"""dateparser is heavy: it is loaded when it is needed, from any thread."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

from bot.dates import read_when, warm

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)


def _loaded_after(code: str) -> str:
    program = f"import sys\n{code}\nprint('dateparser' in sys.modules)"
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_package_loads_no_dateparser():
    assert _loaded_after("import bot.dates, bot.dates.explain") == "False"


def test_warming_loads_it():
    assert _loaded_after("from bot.dates import warm; warm()") == "True"


def test_eight_threads_give_the_same_answers():
    phrases = ["30 June 2027", "6/30/2027", "Jun 30, 2027 at 5pm", "every Tuesday at noon", "next Friday", "31 February"] * 20
    expected = [read_when(phrase, now=NOW, tz="America/New_York") for phrase in phrases]
    answers: dict[int, list] = {}

    def read_all(number: int) -> None:
        warm()
        answers[number] = [read_when(phrase, now=NOW, tz="America/New_York") for phrase in phrases]

    threads = [threading.Thread(target=read_all, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == dict.fromkeys(range(8), expected)


def test_the_answer_does_not_depend_on_the_machines_clock():
    # Asked to prefer the future, dateparser puts 07/20/26 into 2126 as soon as its own clock is past that day.
    for year in (2019, 2026, 2027, 2034):
        outcome = read_when(f"07/20/{year % 100}", now=datetime(year, 1, 5, 12, tzinfo=UTC), tz="Europe/Berlin")
        assert outcome.date.isoformat() == f"{year}-07-20"
