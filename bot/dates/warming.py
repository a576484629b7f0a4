"""dateparser takes a tenth of a second to load; a background thread does it before anybody types a date."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.dates.reading import read_when


def warm() -> None:
    """Load everything that the first phrase would otherwise wait for. Safe in any thread, and twice."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for phrase in ("30 June 2027", "6/30/2027", "2027-06-30", "30/6/2027", "every Tuesday at 9am", "Thanksgiving"):
        read_when(phrase, now=now, tz="UTC")
