"""``mentor doctor`` against a workspace that is not as it should be: each fault is named, with what to do."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from bot import doctor
from bot.clock import SystemClock
from sandbox.server import Sandbox
from storage import migrate


@pytest.fixture
def slack():
    with Sandbox.start(manifest=doctor.MANIFEST) as sandbox:
        yield sandbox


@pytest.fixture
def well(slack, tmp_path) -> dict[str, str]:
    """Settings with which everything is well."""
    url = f"sqlite:///{tmp_path / 'mentor.db'}"
    migrate.upgrade(url, clock=SystemClock())
    return {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_APP_TOKEN": slack.app_token, "SLACK_API_URL": slack.api_url, "DATABASE_URL": url}


def examined(environment: dict[str, str], clock=None) -> tuple[int, dict[str, dict], str]:
    """The exit code, the findings by name, and everything that was printed."""
    out, plain = io.StringIO(), io.StringIO()
    code = doctor.run(environment, clock or SystemClock(), as_json=True, out=out)
    doctor.run(environment, clock or SystemClock(), as_json=False, out=plain)
    return code, {f["name"]: f for f in json.loads(out.getvalue())}, plain.getvalue()


def test_a_workspace_as_it_should_be_is_well(well):
    code, findings, said = examined(well)
    assert code == 0, said
    assert "All well" in said and {f["level"] for f in findings.values()} <= {"ok", "warn"}
    assert well["SLACK_BOT_TOKEN"] not in said and well["SLACK_APP_TOKEN"] not in said


@pytest.mark.parametrize(("change", "name", "fix"), [
    ({"SLACK_BOT_TOKEN": ""}, "settings", "OAuth & Permissions"),
    ({"SLACK_APP_TOKEN": ""}, "settings", "App-Level Tokens"),
    ({"SLACK_BOT_TOKEN": "xapp-wrong"}, "settings", "xoxb-"),
    ({"SLACK_APP_TOKEN": "xoxb-wrong"}, "settings", "xapp-"),
    ({"SLACK_BOT_TOKEN": "xoxb-unknown"}, "bot token", "Copy the bot token again"),
    ({"SLACK_APP_TOKEN": "xapp-unknown"}, "Socket Mode", "token"),
    ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "bot token", "reaches Slack"),
    ({"SLACK_API_URL": "http://slack.example/api/"}, "settings", "https://"),
    ({"MENTOR_TIMEZONE": "Mars/Olympus"}, "settings", "America/New_York"),
    ({"MENTOR_WORKERS": "5"}, "settings", "20"),
    ({"MENTOR_LOG_LEVEL": "loud"}, "settings", "INFO"),
    ({"MENTOR_LOG_FORMAT": "xml"}, "settings", "json"),
    ({"MENTOR_COLOUR": "blue"}, "settings", "MENTOR_COLOUR"),
    ({"DATABASE_URL": "mysql://x"}, "settings", "sqlite:///"),
])
def test_each_fault_is_named_with_what_to_do(well, change, name, fix):
    code, findings, said = examined({**well, **change})
    assert code in (1, 78)
    assert findings[name]["level"] == "fail" and fix in findings[name]["fix"] + findings[name]["detail"], findings[name]
    assert fix in said


def test_a_database_that_is_not_there_yet_is_no_obstacle(well, tmp_path):
    code, findings, _ = examined({**well, "DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"})
    assert code == 0 and findings["database file"]["level"] == "warn"


def test_a_damaged_database_is_found(well, tmp_path):
    (tmp_path / "broken.db").write_bytes(b"no database" * 900)
    code, findings, _ = examined({**well, "DATABASE_URL": f"sqlite:///{tmp_path / 'broken.db'}"})
    assert code == 1 and any(f["level"] == "fail" for f in findings.values())


def test_a_clock_that_is_wrong_is_found(well):
    class Wrong(SystemClock):
        def now(self):
            return super().now() + timedelta(seconds=400)

    code, findings, _ = examined(well, Wrong())
    assert code == 1 and findings["clock"]["level"] == "fail" and "NTP" in findings["clock"]["fix"]


def test_debug_logs_are_advised_against(well):
    _, findings, _ = examined({**well, "MENTOR_LOG_LEVEL": "DEBUG"})
    assert findings["log level"]["level"] == "warn"


@pytest.mark.parametrize(("granted", "level", "told"), [("drop", "fail", "users:read"), ("add", "warn", "pins:read")])
def test_scopes_that_are_missing_or_spare_are_named(well, tmp_path, granted, level, told):
    manifest = tmp_path / "manifest.yml"
    text = doctor.MANIFEST.read_text()
    old, new = ("      - users:read\n", "") if granted == "drop" else ("      - commands\n", "      - commands\n      - pins:read\n")
    changed = text.replace(old, new)
    manifest.write_text(changed.replace("      - user_change\n", ""))
    with Sandbox.start(manifest=manifest) as other:
        _, findings, _ = examined(well | {"SLACK_API_URL": other.api_url, "SLACK_BOT_TOKEN": other.bot_token,
                                          "SLACK_APP_TOKEN": other.app_token})
    found = findings["scopes" if granted == "drop" else "spare scopes"]
    assert found["level"] == level and told in found["detail"]
