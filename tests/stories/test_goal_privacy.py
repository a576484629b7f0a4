"""Who may see and change which goal, through every door; and what is private, nowhere else at all.

The table of who may what is written here once more, on purpose: it does not ask the rules that it tests.
"""

from __future__ import annotations

import json
import os
import random
import re
import sqlite3
from itertools import count

import pytest

from handlers import table
from storage import goals as goal_rows

CANARY = "Kanarienvogel"
KNOCKS = int(os.environ.get("MENTOR_KNOCKS", "600"))
PRIVATE, SHARED, CLOSED, PROPOSED, ADOPTED = "private", "shared", "closed", "proposed", "adopted"
MEMBERS = {"alice", "bob", "dan", "hugo"}
ACTORS = [*sorted(MEMBERS), "erin", "carol", "gina", "iris", "jack"]
SEE = {PRIVATE: {"bob"}, CLOSED: {"bob"}, SHARED: MEMBERS, PROPOSED: MEMBERS, ADOPTED: MEMBERS}
CHANGE = {PRIVATE: {"bob"}, CLOSED: {"bob"}, SHARED: {"bob"}, PROPOSED: {"alice", "bob"}, ADOPTED: {"alice"}}
REPORT = CHANGE | {ADOPTED: MEMBERS, PROPOSED: MEMBERS}
DECIDE = {PROPOSED: {"alice"}, ADOPTED: {"alice"}, PRIVATE: set(), CLOSED: set(), SHARED: set()}
OWN = {PRIVATE: {"bob"}, CLOSED: {"bob"}, SHARED: {"bob"}, PROPOSED: set(), ADOPTED: set()}
CLICKS = {"goals.show": SEE, "goals.value": OWN, "goals.update": REPORT, "goals.adopt": DECIDE, "goals.decline": DECIDE} | dict.fromkeys(
    ("goals.smart", "goals.edit", "goals.share", "goals.private", "goals.undo", "goals.done", "goals.end", "goals.reopen",
     "goals.celebrate"), CHANGE)
NOT_ABOUT_ONE = {"goals.add", "goals.propose", "goals.page", "goals.day", "goals.no_day", "goals.other_day"}
FORMS = {
    "goals.form": (CHANGE, {"what": "Taken over", "due": None, "measure": "", "first_step": "", "why": "", "horizon": "short"}),
    "goals.update_form": (REPORT, {"note": "Taken over", "percent": None}),
    "goals.end_form": (CHANGE, {"ending": "dropped", "note": "Taken over", "tell": "no"}),
    "goals.value_form": (OWN, {"value": "1"}),
}
NOBODYS = 999_999


class World:
    """Nine people, Bob's five goals, and ways to knock with anything at all."""

    def __init__(self, bot, box, people: dict, room, ids: dict[str, int]):
        self.bot, self.box, self.people, self.room, self.ids = bot, box, people, room, ids
        self._counter = count(1)

    @property
    def group(self) -> int:
        """The id of the group that Bob is in."""
        with self.bot.store.read() as tx:
            return goal_rows.by_id(tx, self.ids[ADOPTED]).group_id

    def click(self, who: str, action: str, value: str, *, kind: str = "button") -> str:
        """A click on an ephemeral message in that person's own direct message; gives all that left the bot because of it."""
        chosen = {"value": value} if kind == "button" else {"selected_option": _option(value)}
        n = next(self._counter)
        return self._knock({"type": "block_actions", "user": {"id": self.people[who].id}, "team": {"id": "T"}, "trigger_id": f"t.{n}",
                            "container": {"type": "message", "message_ts": "1.1", "channel_id": self._dm(who), "is_ephemeral": True},
                            "actions": [{"action_id": action, "block_id": "b", "type": kind, "action_ts": f"{n}.0", **chosen}]})

    def form(self, who: str, callback: str, meta: str, values: dict) -> str:
        """A form that comes back."""
        state = {k: {"value": _state(k, v)} for k, v in values.items()}
        blocks = [{"type": "input", "block_id": k} for k in values]
        return self._knock({"type": "view_submission", "user": {"id": self.people[who].id}, "team": {"id": "T"}, "trigger_id": "t.form",
                            "view": {"id": f"V{next(self._counter)}", "callback_id": callback, "private_metadata": meta, "hash": "1.x",
                                     "type": "modal", "state": {"values": state}, "blocks": blocks}})

    def command(self, who: str, text: str) -> str:
        """A slash command."""
        n = next(self._counter)
        return self._knock({"command": "/mentor", "text": text, "user_id": self.people[who].id, "team_id": "T", "channel_id": self._dm(who),
                            "trigger_id": f"t.{n}", "response_url": ""}, "slash_commands")

    def _dm(self, who: str) -> str:
        return self.box.app.of(self.people[who])

    def _knock(self, payload: dict, kind: str = "interactive") -> str:
        since = self.box.traffic.last
        ack = self.bot.hears(payload, kind, {})
        assert ack.status == "ok"
        said = [e["body"] for e in self.box.traffic.since(since) if e["direction"] == "in" and e["name"] != "views.publish"]
        out = json.dumps([ack.body, said], ensure_ascii=False)
        return re.sub(r't\.\d+|V\d+|\\"nonce\\": \\"\w+\\"', "", out)

    def stored(self) -> list:
        """Everything there is about goals."""
        return [r for t in ("goals", "goal_progress", "goal_values") for r in self._rows(t)]

    def _rows(self, name: str) -> list:
        with sqlite3.connect(self.bot.database.removeprefix("sqlite:///")) as db:
            return db.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()

    def elsewhere(self) -> str:
        """All rows of all tables but those that hold goals."""
        with sqlite3.connect(self.bot.database.removeprefix("sqlite:///")) as db:
            names = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return str([self._rows(n) for n in names if n not in ("goals", "goal_progress", "goal_values")])


def _option(value: str) -> dict:
    return {"value": value, "text": {"type": "plain_text", "text": "x"}}


def _state(name: str, value) -> dict:
    if name in ("horizon", "ending", "tell", "percent", "whose", "group", "toward", "tz"):
        return {"type": "static_select", "selected_option": _option(value) if value is not None else None}
    if name == "users":
        return {"type": "multi_users_select", "selected_users": value}
    return {"type": "datepicker", "selected_date": value} if name == "due" else {"type": "plain_text_input", "value": value}


@pytest.fixture
def world(bot, box, alice, bob, carol, guest, erin, found) -> World:
    """Alice organises; Bob, Dan and the guest Hugo are members; Erin is in another group, Carol and the guest Gina in none;
    Iris has left the group, and Jack's account is deactivated."""
    dan, iris, jack = (box.person(n, real_name=n.capitalize(), tz="UTC") for n in ("dan", "iris", "jack"))
    hugo = box.person("hugo", real_name="Hugo", tz="UTC", is_guest=True)
    room = found("peers", alice, bob, dan, hugo, iris, jack)
    found("others", erin)
    for person in (carol, guest, iris, jack):
        person.types("/mentor help")
    for line in ("add Private", "add Shared", "add Closed"):
        bob.types(f"/mentor goal {line} {CANARY if line != 'add Shared' else 'words'}", in_=room)
    bob.types(f"/mentor goal update 1 note {CANARY} 10%", in_=room)
    bob.types("/mentor goal share 2", in_=room)
    bob.types(f"/mentor goal done 3 line {CANARY}", in_=room)
    bob.types("/mentor goal propose Proposed together", in_=room)
    bob.types("/mentor goal propose Adopted together", in_=room)
    alice.types("/mentor goal adopt g2", in_=room)
    alice.types("/mentor setup", in_=room)
    alice.clicks("Change name, zone, members")
    alice.fills(users=[p.id for p in (alice, bob, dan, hugo, jack)])
    alice.submits()
    box.workspace.change_user(jack.id, deleted=True)
    box.settle()
    bot.ticks()
    for person in (alice, bob, dan, hugo, erin, carol, guest, iris):
        person.opens_home()
    everybody = {p.user.name: p for p in (alice, bob, carol, dan, erin, hugo, iris, jack)} | {"gina": guest}
    with bot.store.read() as tx:
        ids = {goal_rows.by_id(tx, n).what: n for n in range(1, 6)}
    named = {PRIVATE: f"Private {CANARY}", SHARED: "Shared words", CLOSED: f"Closed {CANARY}", PROPOSED: "Proposed together",
             ADOPTED: "Adopted together"}
    return World(bot, box, everybody, room, {kind: ids[what] for kind, what in named.items()})


def outsiders(allowed: dict, kind: str) -> list[str]:
    return [a for a in ACTORS if a not in allowed[kind]]


def test_the_table_above_knows_every_button_and_form_of_goals():
    assert {a for a in table.ACTIONS if a.startswith("goals.")} == set(CLICKS) | NOT_ABOUT_ONE
    assert {f for f in table.FORMS if f.startswith("goals.")} == set(FORMS)


@pytest.mark.parametrize("kind", [PRIVATE, SHARED, CLOSED, PROPOSED, ADOPTED])
def test_no_click_and_no_form_of_somebody_who_may_not_changes_anything(world, kind):
    before = world.stored()
    for action, allowed in CLICKS.items():
        for actor in outsiders(allowed, kind):
            world.click(actor, action, str(world.ids[kind]))
            assert world.stored() == before, (actor, action, kind)
    for callback, (allowed, values) in FORMS.items():
        for actor in outsiders(allowed, kind):
            world.form(actor, callback, json.dumps({"nonce": f"{actor}{callback}", "goal": world.ids[kind], "reflection": 1}), values)
            assert world.stored() == before, (actor, callback, kind)


@pytest.mark.parametrize("kind", [PRIVATE, SHARED, CLOSED, PROPOSED, ADOPTED])
def test_a_goal_that_is_not_for_ones_eyes_is_told_apart_from_none_by_nothing(world, kind):
    for actor in outsiders(SEE, kind):
        for action in CLICKS:
            assert world.click(actor, action, str(world.ids[kind])) == world.click(actor, action, str(NOBODYS)), (actor, action)
        for callback, (_, values) in FORMS.items():
            there, none = (world.form(actor, callback, json.dumps({"nonce": f"{actor}{goal}", "goal": goal, "reflection": 1}), values)
                           for goal in (world.ids[kind], NOBODYS))
            assert there == none, (actor, callback)


@pytest.mark.parametrize("kind", [PRIVATE, CLOSED])
def test_a_number_of_somebody_elses_goal_is_as_good_as_none(world, kind):
    number = {PRIVATE: 1, CLOSED: 3}[kind]
    for actor in outsiders(SEE, kind):
        for words in ("show", "update", "done", "drop", "edit", "share", "private"):
            there, none = (world.command(actor, f"goal {words} {n} x").replace(f"{n}", "N") for n in (number, 77))
            assert there.replace("#N", "") == none.replace("#N", ""), (actor, words)
            assert "Taken" not in there and CANARY not in there


def test_a_groups_number_means_nothing_outside_the_group(world):
    for actor in ("erin", "carol", "gina", "iris", "jack"):
        for words in ("show", "update", "done", "drop", "edit", "adopt", "decline"):
            there, none = (world.command(actor, f"goal {words} g{n}").replace(f"g{n}", "gN") for n in (1, 77))
            assert there == none and "together" not in there, (actor, words)


@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_see_a_goal_sees_it_and_who_may_report_is_asked(world, actor):
    for kind, goal_id in world.ids.items():
        answer = world.click(actor, "goals.show", str(goal_id))
        assert ("History" in answer) is (actor in SEE[kind]), kind
        form = world.click(actor, "goals.update", str(goal_id))
        assert ("Save progress" in form) is (actor in REPORT[kind]), kind
        form = world.click(actor, "goals.edit", str(goal_id))
        assert ("Save goal" in form) is (actor in CHANGE[kind]), kind


def test_somebody_elses_list_page_is_not_reached_by_a_forged_button(world):
    for which in (f"group:{world.group}|1", f"of:{world.people['bob'].id}:{world.group}|1"):
        assert "Shared words" in world.click("dan", "goals.page.next", which)
        for actor in ("erin", "carol", "gina", "iris", "jack"):
            answer = world.click(actor, "goals.page.next", which)
            assert "Shared words" not in answer and "together" not in answer, (actor, which)


def test_another_persons_draft_cannot_be_answered(world):
    bob = world.people["bob"]
    asked = bob.types(f"/mentor goal add {CANARY} by next Friday", in_=world.room)
    button = asked.messages[0].blocks[-1]["elements"][0]
    draft, _, day = button["value"].partition("|")
    before = world.stored()
    for actor in [a for a in ACTORS if a != "bob"]:
        for action, value in (("goals.day.0", f"{draft}|{day}"), ("goals.no_day", draft), ("goals.other_day", draft),
                              ("help.open", draft), ("help.try.0", f"{draft}|goal list"), ("groups.choose", f"{draft}|1")):
            assert CANARY not in world.click(actor, action, value)
    assert world.stored() == before
    bob.clicks("No date")
    assert len(world.stored()) == len(before) + 2, "it is still there for Bob"


def test_a_goal_cannot_be_pointed_at_somebody_elses_private_goal(world):
    values = FORMS["goals.form"][1] | {"toward": str(world.ids[PRIVATE])}
    world.form("dan", "goals.form", json.dumps({"nonce": "toward"}), values)
    assert CANARY not in world.command("dan", "goal show 1")
    assert world.stored()[5][_toward_column(world)] is None


def test_a_shared_goal_does_not_name_the_private_one_that_it_counts_toward(world, goals_of):
    bob = world.people["bob"]
    bob.types(f"/mentor goal add long Larger {CANARY}", in_=world.room)
    bob.types("/mentor goal edit 2", in_=world.room)
    bob.fills(toward=str(goals_of(bob)[4].id))
    bob.submits()
    assert f"Larger {CANARY}" in world.click("bob", "goals.show", str(world.ids[SHARED]))
    for actor in sorted(MEMBERS - {"bob"}):
        answer = world.click(actor, "goals.show", str(world.ids[SHARED]))
        assert "Shared words" in answer and CANARY not in answer


def _toward_column(world) -> int:
    with sqlite3.connect(world.bot.database.removeprefix("sqlite:///")) as db:
        return [c[1] for c in db.execute("PRAGMA table_info(goals)")].index("toward_id")


def test_a_goal_cannot_be_shared_or_proposed_into_a_group_one_is_not_in(world):
    before, group = len(world.stored()), world.group
    for actor in ("erin", "carol", "gina", "iris", "jack"):
        for whose in ("own shared", "group shared"):
            for meta in ({}, {"group": str(group)}):
                world.form(actor, "goals.form", json.dumps({"nonce": f"{actor}{whose}{len(meta)}", **meta}),
                           FORMS["goals.form"][1] | {"whose": whose, "group": str(group)})
    assert len(world.stored()) == before


def test_a_deactivated_account_can_do_nothing_more(world):
    before = world.stored()
    world.form("jack", "goals.form", json.dumps({"nonce": "jack"}), FORMS["goals.form"][1])
    assert world.command("jack", "goal add Still here") == world.click("jack", "goals.add", "") == "[null, []]"
    assert world.stored() == before


def test_another_group_cannot_be_chosen(world):
    for actor in ("erin", "carol", "iris"):
        assert "You are not in that group" in world.click(actor, "groups.switch", str(world.group), kind="static_select")
    with sqlite3.connect(world.bot.database.removeprefix("sqlite:///")) as db:
        chosen = dict(db.execute("SELECT user, group_id FROM people").fetchall())
    assert all(chosen[world.people[a].id] is None for a in ("erin", "carol", "iris"))


# ---- the canary ------------------------------------------------------------------------------------------------

def everything_others_see(world) -> str:
    """Every conversation, form and Home of everybody but Bob."""
    seen = []
    for name, person in world.people.items():
        if name in ("bob", "jack"):
            continue
        places = [world.box.app, *[c for c in world.box.workspace.channels if person.can_see(c)]]
        seen += [m.text + m.fallback for place in places for m in person.sees(place)]
        seen += [v.text for v in (person.home, person.modal) if v]
    return "\n".join(seen)


def test_what_is_private_is_on_nobody_elses_screen(world):
    for name in ("alice", "dan", "hugo", "erin", "carol", "gina", "iris"):
        for line in ("goal list", "goal list group", "goal list @bob", "help", "goal show 1", "goal show g1"):
            world.people[name].types(f"/mentor {line}", in_=None)
            if name in MEMBERS:
                world.people[name].types(f"/mentor {line}", in_=world.room)
    screen = everything_others_see(world)
    assert CANARY not in screen and "Shared words" in screen and "Adopted together" in screen


def test_what_is_private_is_not_told_to_anybody_on_the_wire(world):
    bob, waiting = world.people["bob"], []
    bob.types("/mentor goal show 1", in_=world.room)
    bob.clicks("Edit")
    bob.submits()
    bob.says("goal list")
    for entry in world.box.traffic.since():   # the calls that a knock causes stand before the knock itself
        if entry["direction"] == "in":
            waiting.append(entry)
            continue
        with_it = [c for c in waiting if CANARY in json.dumps(c["body"], ensure_ascii=False)]
        told = [c["name"] for c in with_it if c["name"] != "views.publish"]
        homes = [c["body"]["user_id"] for c in with_it if c["name"] == "views.publish"]
        if told or CANARY in json.dumps(entry["answer"], ensure_ascii=False):
            assert _whose(entry["body"]) == bob.id, told
        assert set(homes) <= {bob.id}
        waiting = []


def _whose(payload: dict) -> str:
    user = payload.get("user_id") or payload.get("user") or payload["event"].get("user")
    return user["id"] if isinstance(user, dict) else user


def test_what_is_private_is_in_no_other_table_once_it_is_served(world):
    bob = world.people["bob"]
    bob.says(f"goal add From a message {CANARY}")
    bob.says(f"@Mentor goal add From a mention {CANARY}", in_=world.room)
    bob.types(f"/mentor goal add Asked {CANARY} by next Friday", in_=world.room)
    assert CANARY not in world.elsewhere(), "while the question is open its draft is kept, sealed"
    bob.clicks("No date")
    world.bot.ticks()
    assert CANARY not in world.elsewhere() and "Shared words" not in world.elsewhere()


def test_forged_knocks_learn_nothing_and_change_nothing_of_bobs(world):
    dice = random.Random(20261123)
    mine = [r for r in world.stored() if CANARY in str(r)]
    since = world.box.traffic.last
    actors = [a for a in ACTORS if a != "bob"]
    actions = [*table.ACTIONS, "goals.day.0", "help.try.1", "goals.page.next", "home.page.next", "nobody.knows", ""]
    ids = [*map(str, world.ids.values()), "0", "-1", "1e9", "٣", "99999999999999999999", "", "x" * 300, "null", "1|1", "own|1", "own|-5",
           "group|1", "group:1|1", "group:2|9", f"of:{world.people['bob'].id}:1|1", "of:x:1|1", "1-00000000|2026-12-01", "<!channel>"]
    for turn in range(KNOCKS):
        who, goal = dice.choice(actors), dice.choice(ids)
        if turn % 3 == 0:
            meta = {"nonce": f"n{turn}", "goal": dice.choice([goal, world.ids[PRIVATE]]), "draft": goal, "group": goal,
                    "only": dice.choice([[], ["due"], ["x"], 5]), "opened": dice.choice([None, {}, {"what": "0"}, []]),
                    "from": dice.choice([None, {"kind": "modal"}, {"x": 1}, 7])}
            values = {k: dice.choice([v, goal, None, "own shared", "group shared"]) for k, v in FORMS["goals.form"][1].items()}
            values |= {k: dice.choice(ids) for k in ("group", "toward", "whose", "percent", "ending", "tell", "note", "name", "tz")}
            world.form(who, dice.choice([*table.FORMS, "nobody.knows"]), dice.choice([json.dumps(meta), "", "{", "[]", "7"]), values)
        else:
            world.click(who, dice.choice(actions), goal, kind=dice.choice(["button", "static_select"]))
    world.bot.ticks()
    assert [r for r in world.stored() if CANARY in str(r)] == mine
    for entry in world.box.traffic.since(since):
        said = json.dumps([entry["body"] if entry["direction"] == "in" else None, entry["answer"]], ensure_ascii=False)
        assert CANARY not in said or (entry["name"], entry["body"].get("user_id")) == ("views.publish", world.people["bob"].id)
    assert CANARY not in everything_others_see(world) and CANARY not in world.elsewhere()
