"""``mentor plan`` and ``mentor deliveries``, while the bot runs: who is told what and when, never the words."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot import cli
from mentoring.reminders import Kind


@pytest.fixture
def mentor(bot, monkeypatch, tmp_path, capsys):
    """Type a command beside the running bot: its exit code, what it prints, what it complains of."""
    monkeypatch.setenv("DATABASE_URL", bot.database)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "SystemClock", lambda: bot.box.clock)

    def typed(*words: str) -> tuple[int, str, str]:
        code = cli.main(list(words))
        return code, *capsys.readouterr()

    return typed


@pytest.fixture
def meeting(ledger):
    """Next week's Tuesday, planned."""
    made = ledger.meets(date(2026, 12, 1))
    ledger.bot.ticks()
    return made


def test_the_plan_says_who_is_told_what_and_when_in_the_groups_time(mentor, meeting):
    code, out, _ = mentor("plan", "--days", "8")
    assert code == 0 and out.split()[:3] == ["due", "zone", "kind"]
    assert any("Mon 30 Nov 2026 03:00" in line and "day_before" in line and "bob" in line.lower() for line in out.splitlines())
    assert any("Tue 24 Nov 2026 09:00" in line and "America/New_York" in line and "week_before" in line for line in out.splitlines())
    assert "Tue 01 Dec 2026 06:30" in out


def test_the_plan_marks_what_the_message_of_the_week_may_make_needless(mentor, meeting):
    rows = [json.loads(line) for line in mentor("plan", "--days", "8", "--json")[1].splitlines()]
    marked = {(row["kind"], row["to"].split()[0]) for row in rows if row["reason"] == "unless that day's digest says it"}
    weekly = {row["to"].split()[0] for row in rows if row["kind"] == "digest"}
    assert weekly and marked == {("day_before", name) for name in weekly}, "the day before that Tuesday is Monday"


def test_a_shorter_look_shows_less_and_json_is_a_line_each(mentor, meeting):
    _, out, _ = mentor("plan", "--days", "2", "--json")
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["week_before"]


def test_what_is_skipped_by_hand_is_not_sent_and_can_be_sent_after_all(mentor, meeting, ledger):
    row = ledger.row(Kind.WEEK_BEFORE)
    assert mentor("deliveries", "skip", str(row.id))[0] == 0
    ledger.goes_to("2026-11-24", "09:00")
    assert ledger.told() == []
    _, out, _ = mentor("deliveries", "list", "--state", "skipped", "--group", ledger.group.name, "--json")
    skipped = [json.loads(line) for line in out.splitlines()]
    assert [(d["id"], d["reason"]) for d in skipped if d["kind"] == "week_before"] == [(row.id, "skipped by hand")]
    assert mentor("deliveries", "retry", str(row.id))[0] == 0
    ledger.bot.ticks()
    assert len(ledger.told()) == 1


def test_what_is_sent_is_not_sent_again_by_hand_and_one_is_told_why(mentor, meeting, ledger):
    ledger.goes_to("2026-11-24", "09:00")
    row = ledger.row(Kind.WEEK_BEFORE)
    code, _, complaint = mentor("deliveries", "retry", str(row.id))
    assert code == 1 and "is sent" in complaint and "Slack said: ok" in complaint
    assert mentor("deliveries", "skip", "999999") == (1, "", "There is no delivery 999999.\n")


def test_no_words_of_a_meeting_or_a_goal_are_shown(mentor, meeting, ledger, alice):
    alice.types("/mentor goal add Confidential-goal by 2026-11-27")
    ledger.goes_to("2026-11-30", "12:00")
    out = mentor("deliveries", "list")[1] + mentor("deliveries", "list", "--json")[1] + mentor("plan")[1]
    assert "Confidential" not in out and "digest" in out


def test_a_group_that_is_not_there_and_a_database_that_is_not_there_are_told(mentor, meeting, monkeypatch, tmp_path):
    assert mentor("deliveries", "list", "--group", "Nobody")[0] == 1
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    code, _, complaint = mentor("plan")
    assert code == 78 and "mentor db upgrade" in complaint and not (tmp_path / "none.db").exists()
