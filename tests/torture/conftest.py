"""PostgreSQL as in the tests of storage, processes as in those of the wire."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "wire"))

from databases import admin, empty_postgres, postgres  # noqa: F401 - fixtures
