"""What is said of the values that a goal serves."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.views import reflection_values as views
from mentoring.goals import Goal, Scope

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GOAL = Goal(id=7, owner_id=2, owner="U2", group_id=None, scope=Scope.OWN, number=3, what="Publish on bedside teaching",
            due=date(2027, 6, 30), created=NOW, touched=NOW)
NASTY = "<!channel> *b* <https://evil.example|x>"

MESSAGES = {"value.kept": views.kept(GOAL, chosen=True), "value.none": views.kept(GOAL, chosen=False)}
VIEWS = {
    "form.value": views.form(GOAL, ["Curiosity", "Fairness", "Craft"], 2, 9, nonce="n"),
    "form.value.hostile": views.form(GOAL, [NASTY], None, 9, nonce="n"),
    "form.value.longest": views.form(GOAL, ["W" * 60, "V" * 60], 1, 9, nonce="n"),
}
