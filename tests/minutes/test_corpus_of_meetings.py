"""The corpus of real meetings, and meetings of ours in its form (tests/minutes/held): all topics, decisions and actions, no others; owners
and attendance exact.
"""

import json
import random
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from bot.dates.action_due import due_reader
from bot.minutes_explained import explain_minutes, people_in, shown, thread_of
from mentoring.minutes import Line, fold

CORPUS = Path(__file__).parents[3] / "shared" / "corpora" / "minutes"
HELD = Path(__file__).parent / "held"
MEETINGS = [*sorted(HELD.glob("*.json")), *sorted(CORPUS.glob("*.json"))]


def folded(text: str) -> str:
    return " ".join(text.split()).casefold().removesuffix(".")


def agreed(meeting: dict) -> dict:
    """What the corpus expects, by our rules: an empty item is a hint and no item, what was typed twice is one."""
    expected = meeting["expected"]
    lines = Counter(line["who"] for line in meeting["lines"] if line["who"] not in meeting["bots"])
    return {
        "topics": [folded(text) for text in expected["topics"] if text],
        "subtopics": [folded(each["text"]) for each in expected.get("subtopics", [])],
        "decisions": sorted(folded(each["text"]) for each in expected["decisions"] if each["text"]),
        "actions": sorted((folded(each["text"]), sorted(each["owners"]), each.get("owner_role"))
                          for each in expected["actions"] if each["text"] and "duplicate_of" not in each),
        "attendees": {each["who"]: 0 for each in expected["attendees"]} | dict(lines),
    }


def got(answer: dict) -> dict:
    return {
        "topics": [folded(text) for text in answer["topics"]],
        "subtopics": [folded(each["text"]) for each in answer["subtopics"]],
        "decisions": sorted(folded(each["text"]) for each in answer["decisions"]),
        "actions": sorted((folded(each["text"]), sorted(each["owners"]), each.get("owner_role")) for each in answer["actions"]),
        "attendees": {each["who"]: each["lines"] for each in answer["attendees"]},
    }


def read(meeting: dict, lines: list[Line]) -> dict:
    zone = meeting["tz"]
    return shown(fold(lines, people=people_in(meeting, thread_of(meeting)), zone=zone, read_due=due_reader()), zone)


def loaded(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", MEETINGS, ids=lambda path: path.stem)
def test_a_meeting_of_the_corpus_is_read_whole_and_nothing_is_added(path):
    meeting = loaded(path)
    assert got(explain_minutes(meeting)) == agreed(meeting)


@pytest.mark.parametrize("path", MEETINGS, ids=lambda path: path.stem)
def test_lost_events_read_back_doubled_shuffled_and_edited_in_give_the_same_minutes(path):
    meeting = loaded(path)
    lines = thread_of(meeting)
    whole = read(meeting, lines)
    rng = random.Random(path.stem)
    middle = len(lines) // 2
    after_restart = lines[:middle - 5] + lines[middle + 5:] + lines[max(0, middle - 20):]
    assert read(meeting, after_restart) == whole
    jittered = sorted([*lines, *lines], key=lambda line: float(line.ts) + rng.uniform(0, 5))
    assert read(meeting, jittered) == whole
    third = len(lines) * 2 // 3
    blank = [Line(ts=line.ts, author=line.author, text="(to be written)", bot=line.bot) for line in lines[third:]]
    edits = [Line(ts=line.ts, author=line.author, text=line.text, bot=line.bot, edited_ts=f"{float(lines[-1].ts) + n:.6f}")
             for n, line in enumerate(lines[third:], start=1)]
    events = lines[:third] + blank + edits
    rng.shuffle(events)
    assert read(meeting, events) == whole


@pytest.mark.parametrize("path", MEETINGS, ids=lambda path: path.stem)
def test_due_dates_of_the_corpus_are_days(path):
    for action in explain_minutes(loaded(path))["actions"]:
        assert action["due"] is None or datetime.fromisoformat(action["due"])
