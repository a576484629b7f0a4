"""What the bot says: within Slack's limits whatever was typed, never alive, and reviewed as text.

The snapshots beside this file hold what each view says. After a change on purpose: ``MENTOR_SNAPSHOTS=write make test``.
"""

from __future__ import annotations

import importlib
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.views import goal_forms, goal_posts, goals, groups, help, home
from bot.views.blocks import PRIVACY_LINE, Message, notice
from bot.views.goal_forms import Filled
from bot.views.goals import Shown
from handlers import table
from mentoring.goals import ENDINGS, Goal, Horizon, Progress, Scope, State, Visibility, Wording
from mentoring.people import Group
from mentoring.smart import Gap
from sandbox import blocks as slack_blocks
from sandbox import viewcheck

SNAPSHOTS = Path(__file__).parent / "snapshots"
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Kolkata"]
HOSPITALISTS = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
EDUCATORS = Group(id=2, workspace="T1", channel="C2", name="Educators", tz="Europe/Berlin")
GOAL = Goal(id=7, owner_id=2, owner="U2", group_id=None, scope=Scope.OWN, number=3, what="Submit the systematic review",
            due=date(2027, 6, 30), created=NOW, touched=NOW, percent=40)
LONGEST = replace(GOAL, what="W" * 3000, measure="M" * 3000, why="Y" * 3000, first_step="F" * 3000, closing_note="N" * 500)
HOSTILE = replace(GOAL, what="<!channel> *bold* <https://evil.example|click> & <@U1> `x` _i_ ~s~ :tada: =1+1",
                  measure="<!here>", why="<!everyone>", first_step="<#C9>")
PROPOSED = replace(GOAL, scope=Scope.GROUP, group_id=1, visibility=Visibility.SHARED, state=State.PROPOSED, percent=0)
HISTORY = [Progress(at=NOW, kind="note", text="drafted the methods section", percent=40), Progress(at=NOW, kind="made")]


def shown(goal: Goal = GOAL, **more) -> Shown:
    return Shown(**({"goal": goal, "today": TODAY, "review": date(2026, 12, 21)} | more))


def listing(goal: Goal, count: int = 8) -> Message:
    return goals.listing("Your goals", [shown(replace(goal, id=n, number=n)) for n in range(count)], total=200, page=2, pages=25,
                         which="own", empty="none")


def full_home(goal: Goal, *, mine: int = 10, groups_count: int = 4) -> home.Home:
    many = [shown(replace(goal, id=n, number=n)) for n in range(mine)]
    theirs = [home.GroupGoals(group=replace(HOSPITALISTS, id=n), more=True, goals=[
        shown(replace(goal, id=100 * n + i, scope=Scope.GROUP, group_id=n, visibility=Visibility.SHARED), group="Hospitalist peers")
        for i in range(5)]) for n in range(groups_count)]
    return home.Home(goals=many, total=200, open=180, page=2, pages=20, groups=theirs, group_id=1, more=[EDUCATORS] * 20)


MESSAGES = {
    "card.new": goals.card(shown(replace(GOAL, percent=0)), said="✓ Written down as goal #3.", check=True, undo=True),
    "card.open": goals.card(shown()),
    "card.full": goals.card(shown(history=HISTORY, toward="#g1 Three promotions", pointing=2), full=True),
    "card.shared": goals.card(shown(replace(GOAL, visibility=Visibility.SHARED, group_id=1), group="Hospitalist peers")),
    "card.of_a_colleague": goals.card(shown(mine=False, may_report=False)),
    "card.group": goals.card(shown(replace(PROPOSED, state=State.OPEN), group="Hospitalist peers", mine=False)),
    "card.longest": goals.card(shown(LONGEST, history=HISTORY * 10), full=True),
    "card.hostile": goals.card(shown(HOSTILE, history=HISTORY), full=True),
    "list.page": listing(GOAL), "list.longest": listing(LONGEST), "list.hostile": listing(HOSTILE),
    "list.empty": goals.listing("Your goals", [], total=0, page=1, pages=1, which="own", empty="No goals yet."),
    "ask.day": goals.which_day("Which Friday?", [("Fri Nov 27", "2026-11-27"), ("Fri Dec 4", "2026-12-04")], "12-0a1b2c3d",
                               "Draft the survey"),
    "ask.longest": goals.which_day("Which?", [("A very long label " * 10, "2026-11-27")] * 9, "12-0a1b2c3d", "W" * 3000),
    "group.proposed": goal_posts.proposed(PROPOSED, today=TODAY, group="Hospitalist peers"),
    "group.proposed.longest": goal_posts.proposed(replace(PROPOSED, what="W" * 3000), today=TODAY, group="x" * 80),
    "group.proposed.hostile": goal_posts.proposed(replace(PROPOSED, what=HOSTILE.what), today=TODAY, group="<!channel>"),
    "group.adopted": goal_posts.decided(replace(PROPOSED, state=State.OPEN), today=TODAY, group="Hospitalist peers", by="U1"),
    "group.declined": goal_posts.decided(replace(PROPOSED, state=State.DECLINED), today=TODAY, group="Hospitalist peers", by="U1"),
    "group.celebrated": goal_posts.celebrated(GOAL, group="Hospitalist peers"),
    "group.celebrated.hostile": goal_posts.celebrated(HOSTILE, group="<!here>"),
    **{f"finished.{e}": goals.finished(shown(replace(GOAL, state=e)), can_celebrate=e is State.DONE) for e in ENDINGS},
    "welcome": groups.welcome(HOSPITALISTS, organiser="U1", users=["U1", "U2", "U3"]),
    "welcome.crowd": groups.welcome(HOSPITALISTS, organiser="U1", users=[f"U{n}" for n in range(50)]),
    "welcome.hostile": groups.welcome(replace(HOSPITALISTS, name="<!channel> & friends"), organiser="U1", users=["U1"]),
    "saved": groups.saved(HOSPITALISTS, new=True), "which.group": groups.which([HOSPITALISTS, EDUCATORS], "5-0a1b2c3d"),
    "hello": groups.hello("C1"),
    "leaderless": groups.leaderless(HOSPITALISTS, "20261123T150000"), "led": groups.led(HOSPITALISTS, by="U2"),
    "leads.hostile": groups.leads(replace(HOSPITALISTS, name="<!channel>")),
    "help": help.menu([r for r in table.COMMANDS if r.topic in ("goal", "setup", "help")]),
    "unknown": help.unknown("gaol ad x", [(table.COMMANDS[0], "goal add x")], draft="4-0a1b2c3d"),
    "unknown.hostile": help.unknown("<!channel> " * 500, [], draft=None),
    "help.goals": help.page(table.COMMANDS[:3], "goal"),
    "refused": help.refused("I can't find goal #9.", "/mentor goal done 9", topic="goal"),
    "refused.commands": help.refused("I can't find that topic. `/mentor topic list` shows them.", "/mentor topic show 9", topic="topic",
                                     commands=["topic list", "mission", "setup"]),
    "refused.hostile": help.refused("<!here> & no.", "/mentor goal add <!channel> " * 200, topic="goal", draft="4-0a1b2c3d"),
    "open.form": help.open_form("7-0a1b2c3d"),
}

VIEWS = {
    "form.new": goal_forms.form(Filled(nonce="n", wording=Wording(what=""), groups=[HOSPITALISTS], toward=[(1, "#g1 Three promotions")])),
    "form.two_groups": goal_forms.form(Filled(nonce="n", wording=Wording(what="x"), groups=[HOSPITALISTS, EDUCATORS], group_id=2)),
    "form.no_group": goal_forms.form(Filled(nonce="n", wording=Wording(what="x", horizon=Horizon.LONG))),
    "form.edit": goal_forms.form(Filled(nonce="n", goal=GOAL, wording=Wording(what=GOAL.what, due=GOAL.due))),
    "form.longest": goal_forms.form(Filled(nonce="n", goal=LONGEST, wording=Wording(what=LONGEST.what, measure=LONGEST.measure,
                                    why=LONGEST.why, first_step=LONGEST.first_step), toward=[(n, "x" * 200) for n in range(200)])),
    "form.smart": goal_forms.form(Filled(nonce="n", goal=GOAL, wording=Wording(what=GOAL.what), only=[Gap.MEASURE, Gap.FIRST_STEP])),
    "form.update": goal_forms.update_form(GOAL, nonce="n"), "form.update.longest": goal_forms.update_form(LONGEST, nonce="n"),
    "form.end": goal_forms.end_form(GOAL, nonce="n", ending=State.DONE, tell=[HOSPITALISTS]),
    "form.setup": groups.setup_form(nonce="n", channel="C1", name="Hospitalist peers", tz="Europe/Berlin", users=["U1", "U2"], zones=ZONES),
    "form.opening": groups.opening("C1"), "form.invite_me": groups.invite_me("C1"), "notice": notice("One moment", "That has passed."),
    "home.full": home.view(full_home(GOAL)), "home.longest": home.view(full_home(LONGEST)), "home.hostile": home.view(full_home(HOSTILE)),
    "home.stranger": home.view(home.Home(goals=[], total=0, open=0, page=1, pages=1, groups=[], group_id=None)),
    "home.guest": home.view(home.Home(goals=[], total=0, open=0, page=1, pages=1, groups=[], group_id=None, guest=True)),
    "home.one_group": home.view(full_home(GOAL, mine=2, groups_count=1)),
}

# What the other features say stands beside this file, one module a feature.
for each in sorted(Path(__file__).parent.glob("said_of_*.py")):
    module = importlib.import_module(each.stem)
    MESSAGES |= module.MESSAGES
    VIEWS |= module.VIEWS


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_one_that_slack_takes(name):
    body = MESSAGES[name].body()
    assert slack_blocks.problems(body.get("blocks", []), surface="message") == []
    assert body["text"].strip() and len(body["text"]) <= 4000


@pytest.mark.parametrize("name", VIEWS)
def test_every_form_and_home_is_one_that_slack_takes(name):
    view = VIEWS[name]
    assert viewcheck.problems(view, kind=view["type"]) == []
    assert len(json.dumps(view)) < 250_000


def mrkdwn_in(value) -> list[str]:
    """Every string that Slack would read as mrkdwn."""
    if isinstance(value, dict):
        own = [value["text"]] if value.get("type") == "mrkdwn" else []
        return own + [t for v in value.values() for t in mrkdwn_in(v)]
    return [t for v in value for t in mrkdwn_in(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", [n for n in [*MESSAGES, *VIEWS] if "hostile" in n])
def test_what_members_type_is_never_alive(name):
    said = MESSAGES[name].body() if name in MESSAGES else VIEWS[name]
    for text in [*mrkdwn_in(json.loads(json.dumps(said))), said.get("text", "")]:
        for live in ("<!channel", "<!here", "<!everyone", "<https://evil", "<#C9>"):
            assert live not in text


@pytest.mark.parametrize("name", [n for n in [*MESSAGES, *VIEWS] if "longest" not in n and "crowd" not in n and "full" not in n])
def test_what_is_said_is_what_was_reviewed(name):
    said = MESSAGES[name].body() if name in MESSAGES else VIEWS[name]
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    kept = SNAPSHOTS / f"{name}.json"
    if os.environ.get("MENTOR_SNAPSHOTS") == "write":
        SNAPSHOTS.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == text


def test_every_id_that_does_something_has_somebody_who_serves_it():
    def ids(value) -> set[str]:
        if isinstance(value, dict):
            own = {value["action_id"]} if isinstance(value.get("action_id"), str) else set()
            return own.union(*(ids(v) for v in value.values())) if value else own
        return set().union(*(ids(v) for v in value)) if isinstance(value, list) and value else set()

    said = [json.loads(json.dumps(m.body())) for m in MESSAGES.values()] + [v for v in VIEWS.values()]
    shown_ids = set().union(*(ids(one) for one in said)) - {"value"}
    assert {i for i in shown_ids if table.action(i) is None} == set()
    assert set(table.ACTIONS) - {i if i in table.ACTIONS else i.rpartition(".")[0] for i in shown_ids} == set()
    callbacks = {v["callback_id"] for v in VIEWS.values() if v.get("submit")}
    assert callbacks == set(table.FORMS)


@pytest.mark.parametrize("name", [n for n, v in VIEWS.items() if v["type"] == "modal"])
def test_under_every_free_text_stands_what_does_not_belong_there(name):
    text = json.dumps(VIEWS[name], ensure_ascii=False)
    assert '"multiline": true' not in text or PRIVACY_LINE in text
