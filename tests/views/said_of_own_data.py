"""What is said before somebody takes everything with them, or is forgotten."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.views import own_data as views

MESSAGES = {
    "own.export": views.by_button(), "own.comes": views.comes(), "own.forget": views.forget(), "own.stays": views.stays(),
    "own.gone": views.gone(), "own.asked": views.asked(datetime(2026, 12, 8, 12, 30, tzinfo=UTC)),
}
VIEWS = {"form.export": views.export()}
