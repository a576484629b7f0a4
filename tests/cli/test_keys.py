"""``mentor keys`` at the shell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def mentor(*words: str, cwd: Path) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("SLACK_", "MENTOR_", "DATABASE_"))}
    done = subprocess.run([sys.executable, "-m", "bot.cli", *words], cwd=cwd, capture_output=True, text=True, timeout=60,
                          env={**clean, "PYTHONPATH": str(ROOT)})
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_a_key_is_made_once_rotated_and_its_copy_confirmed(tmp_path):
    made = mentor("keys", "new", cwd=tmp_path)
    ring = tmp_path / "data" / "mentor.keys"
    assert made.returncode == 0 and "confirm-copy" in made.stdout and ring.stat().st_mode & 0o777 == 0o600
    secret = ring.read_text().strip().partition(":")[2]
    assert secret not in made.stdout
    again = mentor("keys", "new", cwd=tmp_path)
    assert again.returncode == 78 and "mentor keys rotate" in again.stderr
    assert "mentor db upgrade" in mentor("keys", "rotate", cwd=tmp_path).stderr
    mentor("db", "upgrade", cwd=tmp_path)
    doubt = mentor("doctor", cwd=tmp_path).stdout
    assert "lost keys are lost reflections" not in doubt or "mentor keys confirm-copy" in doubt
    assert "a copy of every key is kept" in mentor("keys", "confirm-copy", cwd=tmp_path).stdout
    assert "and a copy is kept" in mentor("doctor", cwd=tmp_path).stdout
    assert "k2 is the key from now on" in mentor("keys", "rotate", cwd=tmp_path).stdout
    assert "nobody has said that a copy is kept" in mentor("doctor", cwd=tmp_path).stdout
    ring.unlink()
    assert "Put back the copy" in mentor("keys", "confirm-copy", cwd=tmp_path).stderr
