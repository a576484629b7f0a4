"""``mentor`` at the shell: what it prints, how it ends, and that nobody ever sees a traceback or a secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings

ROOT = Path(__file__).parent.parent.parent
NOW = "2026-11-23T10:00:00-05:00"


def mentor(*words: str, cwd: Path, typed: str = "", **environment: str) -> subprocess.CompletedProcess:
    """Run the command as a person would, in a folder of its own and with only these settings."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MENTOR_", "DATABASE_"))}
    done = subprocess.run([sys.executable, "-m", "bot.cli", *words], cwd=cwd, input=typed, capture_output=True, text=True, timeout=60,
                          env={**clean, "PYTHONPATH": str(ROOT), **environment})
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_everything_that_is_wrong_with_the_settings_is_told_at_once(tmp_path):
    done = mentor("run", cwd=tmp_path, SLACK_BOT_TOKEN="xapp-very-secret", MENTOR_WORKERS="3", MENTOR_TIMEZON="UTC",
                  MENTOR_TIMEZONE="Mars/Olympus", DATABASE_URL="mysql://x", SLACK_API_URL="http://slack.example/")
    assert done.returncode == 78
    for told in ("SLACK_BOT_TOKEN", "MENTOR_WORKERS", "Did you mean MENTOR_TIMEZONE?", "Mars/Olympus", "DATABASE_URL", "SLACK_API_URL"):
        assert told in done.stderr
    assert "very-secret" not in done.stderr + done.stdout


def test_missing_tokens_are_named_with_where_to_find_them(tmp_path):
    done = mentor("run", cwd=tmp_path)
    assert done.returncode == 78
    assert "OAuth & Permissions" in done.stderr and "App-Level Tokens" in done.stderr


def test_http_needs_a_signing_secret(tmp_path):
    done = mentor("run", "--http", "3000", cwd=tmp_path, SLACK_BOT_TOKEN="xoxb-1")
    assert done.returncode == 78 and "SLACK_SIGNING_SECRET" in done.stderr


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / ".env").write_text("MENTOR_TIMEZONE=Europe/Berlin\nMENTOR_LOG_FORMAT=text\n")
    both = Settings.load({"MENTOR_TIMEZONE": "Asia/Tokyo"}, tmp_path / ".env")
    assert (both.timezone, both.log_format) == ("Asia/Tokyo", "text")


def test_secrets_are_in_no_representation_of_the_settings():
    held = Settings.load({"SLACK_BOT_TOKEN": "xoxb-abc", "SLACK_APP_TOKEN": "xapp-abc", "SLACK_SIGNING_SECRET": "shh-abc"}, None)
    assert "abc" not in repr(held) + str(held)


def test_what_is_wrong_in_a_file_is_told_like_the_environment(tmp_path):
    (tmp_path / ".env").write_text("MENTOR_LOG_LEVEL=LOUD\n")
    with pytest.raises(BadSettings) as bad:
        Settings.load({}, tmp_path / ".env")
    assert "MENTOR_LOG_LEVEL" in bad.value.problems[0]


def test_the_version_is_told(tmp_path):
    assert mentor("--version", cwd=tmp_path).stdout.startswith("mentor ")


@pytest.mark.parametrize("words", [(), ("fly",), ("explain",), ("run", "--http", "no"), ("run", "--http", "70000"), ("db",)])
def test_words_it_does_not_know_end_with_2_and_usage(tmp_path, words):
    done = mentor(*words, cwd=tmp_path)
    assert done.returncode == 2 and "usage: mentor" in done.stderr


def test_the_database_is_made_and_then_left_alone(tmp_path):
    first, second = mentor("db", "upgrade", cwd=tmp_path), mentor("db", "upgrade", cwd=tmp_path)
    assert first.returncode == second.returncode == 0
    assert "from schema 0" in first.stdout and "already" in second.stdout
    assert (tmp_path / "data" / "mentor.db").stat().st_mode & 0o077 == 0


def test_a_damaged_database_is_refused_in_words(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mentor.db").write_bytes(b"not a database at all" * 500)
    done = mentor("db", "upgrade", cwd=tmp_path)
    assert done.returncode == 78 and "mentor.db" in done.stderr


def test_dates_are_explained_a_line_each(tmp_path):
    done = mentor("explain", "when", "--tz", "America/New_York", "--now", NOW, cwd=tmp_path,
                  typed="first Tuesday of December at 7:30am\nby Friday\nnext Friday\nyesterday\nevery Tuesday at 9am\n\nx\n")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [t["kind"] for t in told] == ["instant", "date", None, None, "recurrence", None, None]
    assert told[0]["value"] == "2026-12-01T07:30:00-05:00" and told[1]["value"] == "2026-11-27"
    assert told[2]["outcome"] == "ask" and [c["value"] for c in told[2]["choices"]] == ["2026-11-27", "2026-12-04"]
    assert told[3]["outcome"] == "refuse" and told[3]["reason"]
    assert told[4]["occurrences"][0] == "2026-11-24T09:00:00" and len(told[4]["occurrences"]) == 6


def test_a_present_moment_without_an_offset_is_refused(tmp_path):
    done = mentor("explain", "when", "--now", "2026-11-23T10:00:00", cwd=tmp_path)
    assert done.returncode == 2 and "offset" in done.stderr


@pytest.mark.parametrize("words", [("--tz", "Mars/Olympus"), ("--now", "soon")])
def test_a_zone_or_moment_that_is_none_is_refused_in_words(tmp_path, words):
    done = mentor("explain", "when", *words, cwd=tmp_path, typed="tomorrow\n")
    assert done.returncode == 2 and words[1] in done.stderr
