"""What the house promises about itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "slack"
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())
ROOMS = ("mentoring", "storage", "bot", "handlers", "scheduler", "sandbox")


def tracked(*endings: str) -> list[Path]:
    """The files that git knows, by ending."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / n for n in names if n.endswith(endings or ("",)) and n and (ROOT / n).is_file()]


# ---- the picture ------------------------------------------------------------------------------------------------

def linted(where: Path) -> subprocess.CompletedProcess:
    lint = Path(sys.executable).parent / "lint-imports"
    return subprocess.run([lint, "--no-cache"], cwd=where, capture_output=True, text=True, timeout=120)


WRONG = {
    "An arrow may only point down": ("storage/once.py", "import bot.services.goals"),
    "The rules need the standard library alone": ("mentoring/text.py", "import dateutil"),
    "Only storage knows the database": ("bot/services/home.py", "import sqlalchemy"),
    "Only the ticker knows APScheduler": ("scheduler/rounds.py", "import apscheduler"),
    "Only the doors and the client know Slack's libraries": ("bot/views/home.py", "import slack_sdk"),
    "Features do not know each other at the door": ("handlers/home.py", "import handlers.groups"),
    "The sandbox does not know the bot": ("sandbox/clock.py", "import bot.clock"),
}


@pytest.mark.xdist_group("house")
def test_every_arrow_points_down_and_each_wrong_import_is_noticed(tmp_path):
    for name in (*ROOMS, "pyproject.toml"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    whole = linted(tmp_path)
    assert whole.returncode == 0, whole.stdout
    for file, line in WRONG.values():
        path = tmp_path / file
        path.write_text(path.read_text() + f"\n{line}\n")
    broken = linted(tmp_path).stdout
    assert [name for name in WRONG if f"{name} BROKEN" not in broken] == []


def test_time_is_read_in_one_place():
    reads = re.compile(r"datetime\.now\(|time\.time\(|utcnow\(|date\.today\(|func\.now\(|CURRENT_TIMESTAMP")
    found = [str(p.relative_to(ROOT)) for p in tracked(".py")
             if p.relative_to(ROOT).parts[0] in ROOMS and p.relative_to(ROOT).parts[0] != "sandbox" and reads.search(p.read_text())]
    assert found == ["bot/clock.py"]


def test_no_module_needs_a_table_of_contents():
    long = {str(p.relative_to(ROOT)): n for p in tracked(".py")
            if p.relative_to(ROOT).parts[0] in ROOMS and (n := len(p.read_text().split("\n"))) > 300}
    assert long == {}


# ---- the manifest -----------------------------------------------------------------------------------------------

def scopes() -> set[str]:
    return set(MANIFEST["oauth_config"]["scopes"]["bot"])


def events() -> set[str]:
    return set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


if SHARED.is_dir():
    def test_the_manifest_is_one_that_slack_takes():
        schema = json.loads((SHARED / "manifest.schema.json").read_text())
        jsonschema.Draft7Validator(schema).validate(MANIFEST)

    def test_every_event_exists_and_its_scope_is_asked_for():
        known = {e["name"]: {s.replace("app_mentions.read", "app_mentions:read") for s in e["scopes"] or ()}
                 for e in json.loads((SHARED / "events.json").read_text())}
        assert {e for e in events() if e not in known} == set()
        assert {e for e in events() if known[e] and not known[e] & scopes()} == set()

    def test_every_method_we_call_is_covered_by_a_scope():
        methods = json.loads((SHARED / "methods.json").read_text())
        code = "\n".join(p.read_text() for p in tracked(".py") if p.relative_to(ROOT).parts[0] in ("bot", "handlers", "scheduler"))
        called = {m for m in methods if f'"{m}"' in code}
        assert {"chat.postMessage", "views.open", "users.info"} <= called
        assert {m for m in called if methods[m]["bot_scopes"] and not set(methods[m]["bot_scopes"]) & scopes()} == set()


def test_every_scope_and_event_has_its_reason_and_no_other_is_explained():
    page = (ROOT / "docs" / "scopes.md").read_text()
    told = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert told == scopes() | events()


# ---- what must not be in the repository ---------------------------------------------------------------------------

def test_no_secret_machine_path_or_registry_is_in_the_repository():
    smells = re.compile(r"xox[bp]-\d{6,}|xapp-1-[A-Z0-9]{6,}|(?<![\w.])/(?:work|home/(?!alice|local)[a-z]+)/[a-z]"
                        r"|files\.pythonhosted|pypi\.org/simple|registry\.npmjs")
    found = [str(p.relative_to(ROOT)) for p in tracked(".py", ".md", ".yml", ".toml", ".lock", ".js", ".sh", "Makefile", "run")
             if smells.search(p.read_text(encoding="utf-8")) and p.name != "test_house.py"]
    assert found == []


def test_the_lock_files_have_a_hash_for_everything_and_name_no_address():
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text and "--index" not in text and "--find-links" not in text
        pinned = re.findall(r"^([a-z0-9-]+)==\S+(.*?)(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert len(pinned) > 25 and all("--hash=sha256:" in rest for _, rest in pinned)


def test_make_alone_explains_every_target():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    told = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {t for t in phony if f"make {t} " not in told} == set()
