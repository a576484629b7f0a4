"""One table of commands: what is routed, helped with, documented and hinted at is the same."""

from __future__ import annotations

import pytest
import yaml

from bot.views import help as views
from handlers import docs, table


def test_readme_manifest_and_docs_repeat_the_table():
    for path, text in docs.pages().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run python -m handlers.docs"


def test_the_manifest_declares_the_command_with_the_hint():
    command, = yaml.safe_load((docs.ROOT / "manifest.yml").read_text())["features"]["slash_commands"]
    assert command["command"] == "/mentor" and command["usage_hint"] == table.USAGE_HINT and len(table.USAGE_HINT) <= 1000


def test_help_names_every_command():
    said = str([views.page(some, topic).blocks for topic, some in views.topics(table.COMMANDS).items()])
    assert [r.words for r in table.COMMANDS if f"/mentor {views.escape(r.usage)}`" not in said] == []


@pytest.mark.parametrize("route", table.COMMANDS, ids=lambda r: r.words)
def test_every_route_is_found_by_its_words_in_any_case_and_keeps_what_follows(route):
    assert table.find(route.words) == (route, "")
    found, rest = table.find(f"  {route.words.upper()}   3  Two  Words ")
    assert found == route and rest == "3  Two  Words "


def test_a_new_line_may_follow_the_words():
    route, rest = table.find("goal add Submit\nthe review")
    assert route.words == "goal add" and rest == "Submit\nthe review"


def test_the_manifest_declares_the_shortcuts_that_somebody_serves():
    declared = yaml.safe_load((docs.ROOT / "manifest.yml").read_text(encoding="utf-8"))["features"]["shortcuts"]
    assert {each["callback_id"] for each in declared} == set(table.SHORTCUTS)
