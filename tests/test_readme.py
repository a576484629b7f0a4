"""The README keeps its word: every command in it is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line.strip() for block in re.findall(r"^ *```sh\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)
            for line in block.strip().split("\n") if line.strip()]

# How each is shown to work: by the test named, or by the fresh clone below.
SHOWN = {
    "make demo": "fresh clone", "make test": "fresh clone", "cp .env.example .env": "fresh clone", "make install": "fresh clone",
    ".venv/bin/mentor doctor": "fresh clone", ".venv/bin/mentor run": "fresh clone", ".venv/bin/mentor db upgrade": "fresh clone",
    ".venv/bin/mentor run --http 3000": "fresh clone",
}
EXAMPLE = next(c for c in COMMANDS if c.startswith("echo"))   # shown to work below


def test_every_command_in_the_readme_is_run_by_a_test():
    assert set(COMMANDS) == {*SHOWN, EXAMPLE}


def test_what_the_readme_links_to_is_there():
    links = [m for m in re.findall(r"\]\(([^)#]+)\)", README) if not m.startswith("http")]
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_example_of_a_date_works():
    line = EXAMPLE.replace(".venv/bin/mentor", f"{sys.executable} -m bot.cli")
    told = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert json.loads(told)["value"] == "2026-12-01T07:30:00-05:00"


def run(where: Path, *words: str, code: int = 0, **environment: str) -> str:
    done = subprocess.run(words, cwd=where, capture_output=True, text=True, timeout=300, env={**clean(), **environment})
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def clean() -> dict[str, str]:
    """The environment of a new user: no settings of ours, no virtual environment of ours, no outer make."""
    return {k: v for k, v in os.environ.items()
            if not k.startswith(("SLACK_", "MENTOR_", "DATABASE_", "VIRTUAL_ENV", "PYTHON", "MAKE", "MFLAGS", "PYTEST"))}


def asked(address: str, **body) -> dict:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


class Demo:
    """``make demo`` as a person runs it."""

    def __init__(self, where: Path):
        self.process = subprocess.Popen(["make", "demo"], cwd=where, stdout=subprocess.PIPE, text=True, env=clean(), start_new_session=True)
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                break
        else:
            raise AssertionError("the demo printed no address")

    def page(self) -> str:
        with urllib.request.urlopen(self.address, timeout=20) as answer:
            return answer.read().decode()

    def types(self, text: str) -> dict:
        state = asked(f"{self.address}/sandbox/state")
        channel = next(c for c in state["channels"] if c["name"] == "peer-mentors-hospitalists")
        return asked(f"{self.address}/sandbox/act", **{"as": state["me"]["id"], "do": "command", "channel": channel["id"], "text": text})

    def ends(self) -> int:
        """Ctrl-C goes to the whole foreground group, as in a terminal."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.stdout.read()
        return self.process.wait(timeout=15)


@pytest.mark.fresh_clone
@pytest.mark.xdist_group("fresh_clone")
def test_a_new_user_gets_from_an_empty_folder_to_a_running_bot(tmp_path):
    clone = tmp_path / "mentor"
    run(tmp_path, "git", "clone", "-q", str(ROOT), str(clone))
    changed = subprocess.run(["git", "ls-files", "-m", "-o", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    for name in changed.stdout.split():
        if (ROOT / name).is_file():   # what is about to be committed is what the new user will get
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)

    assert "make demo" in run(clone, "make")
    run(clone, "make", "install")
    assert "pytest" in run(clone, "make", "-n", "test")
    shutil.copy(clone / ".env.example", clone / ".env")
    assert "OAuth & Permissions" in run(clone, ".venv/bin/mentor", "doctor", code=78)
    assert "SLACK_BOT_TOKEN" in run(clone, ".venv/bin/mentor", "run", code=78)
    assert "SLACK_SIGNING_SECRET" in run(clone, ".venv/bin/mentor", "run", "--http", "3000", code=78)
    assert "schema" in run(clone, ".venv/bin/mentor", "db", "upgrade")

    first = Demo(clone)
    assert "<title>" in first.page()
    added = first.types("/mentor goal add Submit the systematic review by 30 June")
    assert added["ok"] and "Written down" in json.dumps(added, ensure_ascii=False)
    assert first.ends() in (0, 2, -signal.SIGINT)   # make itself ends by the same signal

    second = Demo(clone)
    assert "Submit the systematic review" in json.dumps(second.types("/mentor goal list"))
    second.ends()
