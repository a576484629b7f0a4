"""``make torture``: the long runs; prints their figures, and ends with 1 when one of them is not clean."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "wire"), str(HERE.parent.parent)]


def main() -> int:
    from databases import server
    from killing import kills

    from bot.clock import SystemClock
    from storage import migrate

    with tempfile.TemporaryDirectory() as folder, server() as url:
        clean = True
        for title, database, more in (("SQLite, one process", f"sqlite:///{folder}/mentor.db", {"count": 400}),
                                      ("SQLite, reminders that are planned", f"sqlite:///{folder}/planned.db",
                                       {"count": 300, "each": 2, "planned": True}),
                                      ("PostgreSQL, three replicas", url, {"count": 120, "replicas": 3})):
            migrate.upgrade(database, clock=SystemClock())
            figures = kills(database, seed=2026, **more)
            sys.stdout.write(f"{title}: {figures}\n")
            sys.stdout.flush()
            clean &= figures.clean
    return 0 if clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
