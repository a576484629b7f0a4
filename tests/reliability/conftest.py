"""Letters, events and clicks under trouble, in one process: the clock stands still until it is sent ahead."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from slack_bolt.request import BoltRequest

from bot.services import reminders, roles_plan
from bot.slack import Slack
from mentoring.meetings import Meeting
from mentoring.reminders import Kind, instant
from sandbox.delivery import Ack
from storage import deliveries, outbox
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import roles as role_rows
from storage.outbox import Letter


class Letters:
    """Letters to one channel: written as a use case writes them, and looked for where they should be."""

    def __init__(self, bot, channel: str):
        self.bot, self.box, self.channel = bot, bot.box, channel

    def write(self, *keys: str, channel: str | None = None, blocks: Sequence[dict] | None = None, method: str = "chat.postMessage",
              edits: str | None = None, **more) -> None:
        """One letter for each key; its words are its key."""
        with self.bot.deps.store.write() as tx:
            for key in keys:
                body = {"text": key} | ({"blocks": list(blocks)} if blocks else {}) | more
                outbox.put(tx, key, method, now=self.box.clock.now(), channel=channel or self.channel, body=body, edits=edits)

    def find(self, key: str) -> Letter:
        """The row."""
        with self.bot.deps.store.read() as tx:
            return outbox.find(tx, key)

    def state(self, key: str) -> str:
        """Where the row stands."""
        return self.find(key).state

    def posted(self) -> Counter:
        """The words of all messages of the app in the workspace, with how many copies there are."""
        return Counter(each["text"] for each in self.box.truth.from_app)

    def calls(self, method: str = "chat.postMessage") -> int:
        """How often Slack was asked to do this, as Slack counts."""
        return sum(each["name"] == method for each in self.box.truth.calls)

    def tick(self, *, after: float = 0) -> None:
        """One round of the clock, ``after`` seconds from now."""
        if after:
            self.box.travel(seconds=after)
        self.bot.ticks()

    def until_settled(self, *keys: str, step: float = 60, most: int = 60) -> None:
        """Rounds of the clock until nothing is left to be done about these letters."""
        for _ in range(most):
            if all(self.state(key) in ("sent", "dead", "uncertain") for key in keys):
                return
            self.tick(after=step)
        raise AssertionError({key: self.state(key) for key in keys})


@pytest.fixture
def letters(bot, room) -> Letters:
    """Letters to Alice's and Bob's channel."""
    return Letters(bot, room.id)


@pytest.fixture
def with_slack(bot) -> Callable[..., None]:
    """Let the bot talk to Slack with another patience, or at another address."""

    def changed(**about) -> None:
        settings = {"token": bot.settings.slack_bot_token, "base_url": bot.settings.slack_api_url, "clock": bot.box.clock} | about
        bot.deps = replace(bot.deps, slack=Slack(**settings))

    return changed


class Ledger:
    """A group's meetings, written as a use case writes them, and what became of the deliveries they mean."""

    def __init__(self, bot, room):
        self.bot, self.box = bot, bot.box
        with bot.deps.store.read() as tx:
            self.group = group_rows.at(tx, bot.deps.workspace.team, room.id)
        with bot.deps.store.write() as tx:   # what roles mean for the ledger stands in tests/stories/test_roles.py
            for role in roles_plan.ensure(tx, self.group, self.box.clock.now()):
                role_rows.change(tx, replace(role, retired=self.box.clock.now()), was=role.version)

    def meets(self, day: date, time: str = "07:30", *, tz: str = "America/New_York") -> Meeting:
        """One more meeting of the group."""
        now = self.box.clock.now()
        with self.bot.deps.store.write() as tx:
            organiser = people_rows.organisers_of(tx, self.group.id)[0]
            meeting = Meeting(group_id=self.group.id, series_id=None, number=meeting_rows.next_number(tx, self.group.id), nominal=day,
                              day=day, time=time, tz=tz, tzdata="", starts=instant(day, time, tz), minutes=60, created=now, revised=now,
                              changed_by=organiser.id)
            return replace(meeting, id=meeting_rows.add(tx, meeting))

    def changes(self, meeting: Meeting, *, by: str | None = None, **to) -> Meeting:
        """The meeting is moved (``day``, ``time``), called off or taken up again (``state``)."""
        now = self.box.clock.now()
        with self.bot.deps.store.write() as tx:
            before = meeting_rows.by_id(tx, meeting.id)
            after = replace(before, **to, revised=now, sequence=before.sequence + 1)
            after = replace(after, starts=instant(after.day, after.time, after.tz))
            assert meeting_rows.change(tx, after, was=before.version)
            person = people_rows.by_user(tx, self.group.workspace, by) if by else None
            reminders.meeting_changed(tx, before, after, by=person, now=now)
            return after

    def write(self, deed: Callable) -> None:
        """Anything else, in one transaction."""
        with self.bot.deps.store.write() as tx:
            deed(tx)

    def person(self, who) -> int:
        """Our id of somebody."""
        with self.bot.deps.store.read() as tx:
            return people_rows.by_user(tx, self.group.workspace, who.id).id

    def rows(self, kind: Kind | None = None, who=None, *, method: str = "chat.postMessage") -> list[Letter]:
        """The planned deliveries of a kind, to somebody or (None) to anybody, by due time."""
        with self.bot.deps.store.read() as tx:
            found = deliveries.listed(tx)
        mine = self.person(who) if who else None
        return [w for w in found if (kind is None or w.kind == kind) and (who is None or w.person_id == mine) and w.method == method]

    def row(self, kind: Kind, who=None) -> Letter:
        """The only one."""
        (only,) = self.rows(kind, who)
        return only

    def told(self, who=None) -> list[str]:
        """What was posted to somebody, or (None) to the group's channel, by planned deliveries, oldest first."""
        mine = self.person(who) if who else None
        sent = {w.ts for w in self.rows() if w.state == "sent" and w.person_id == mine}
        return [m["text"] for m in self.box.truth.from_app if m["ts"] in sent]

    def goes_to(self, day: str, wall: str = "00:00", tz: str = "America/New_York", *, step: float | None = None) -> None:
        """The clock goes on to a wall time and rounds are made: one at the end, or one every ``step`` seconds."""
        goal = instant(date.fromisoformat(day), wall, tz)
        while step and (goal - self.box.clock.now()).total_seconds() > step:
            self.box.travel(seconds=step)
            self.bot.ticks()
        self.box.travel(to=goal)
        self.bot.ticks()


@pytest.fixture
def ledger(bot, group) -> Ledger:
    """Alice's group, of which Bob is a member, and its deliveries."""
    bot.ticks()
    return Ledger(bot, group)


class Line:
    """Between Slack and the bot: it remembers what came over it.

    It can end at the acknowledgement (``only_acks``), or before letters are sent (``sends``).
    """

    def __init__(self, bot):
        self.bot, self.heard, self.only_acks, self.sends = bot, [], False, True
        bot.box.delivery.deliver = self

    def __call__(self, payload: dict, kind: str, envelope: dict) -> Ack:
        self.heard.append((payload, kind, envelope))
        if self.sends and not self.only_acks:
            return self.bot.hears(payload, kind, envelope)
        answer = self.dispatch(payload)
        if not self.only_acks:
            self.bot.later.run()
        return Ack(status="ok" if answer.status == 200 else "failed", body=json.loads(answer.body) if answer.body else None)

    def dispatch(self, payload: dict):
        """Only what happens until the acknowledgement."""
        return self.bot.app.dispatch(BoltRequest(mode="socket_mode", body=payload))

    def again(self, *heard) -> None:
        """The same envelopes once more."""
        for payload, kind, envelope in heard or self.heard[-1:]:
            self.bot.hears(payload, kind, envelope)

    def restart(self) -> None:
        """The process is killed and started again; what was in its memory is gone."""
        self.bot.stops()
        self.bot.starts()
        self.bot.box.delivery.deliver = self
        self.only_acks = False


@pytest.fixture
def line(bot) -> Line:
    """The line between Slack and the bot."""
    return Line(bot)


class Database:
    """What can be wrong with a database: real faults, each to be taken back."""

    def __init__(self, bot):
        self.bot = bot

    def run(self, statement: str, *values) -> list:
        """One statement, committed; the rows it gives."""
        with self.bot.deps.store.write() as tx:
            result = tx.exec_driver_sql(statement, values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def refuses(self, deed: str, table: str) -> None:
        """From now on ``deed`` (INSERT, UPDATE) on ``table`` fails."""
        self.run(f"CREATE TRIGGER refuse_{deed}_{table} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END")

    def obeys(self) -> None:
        """All refusals are over."""
        for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'refuse_%'"):
            self.run(f"DROP TRIGGER {name}")


@pytest.fixture
def database_of(bot) -> Database:
    """The bot's database."""
    return Database(bot)


@pytest.fixture
def a_day(bot, alice, bob, room, box) -> list[Callable]:
    """What two people do in a day, by every door and of every kind; to be done in this order."""

    def form(what: str) -> None:
        alice.types("/mentor goal add")
        alice.fills(what=what)
        alice.submits()

    def update() -> None:
        alice.types("/mentor goal update 1")
        alice.fills(note="Half of it is done")
        alice.submits()

    def edit() -> None:
        alice.types("/mentor goal edit 1")
        alice.fills(what="Submit the systematic review to BMJ")
        alice.submits()

    def set_up() -> None:
        alice.types("/mentor setup", in_=room)
        alice.submits()

    def from_home() -> None:
        alice.opens_home()
        bot.ticks()
        alice.clicks("Add a goal")
        alice.fills(what="Read one paper a week")
        alice.submits()

    return [
        set_up,
        lambda: alice.types("/mentor goal add Submit the systematic review"),
        lambda: form("Teach the skills lab"),
        lambda: alice.types("/mentor goal update 1 drafted the methods 60%"),
        update, edit,
        lambda: alice.types("/mentor goal share 1"),
        lambda: bob.types("/mentor goal list @alice", in_=room),
        lambda: alice.types("/mentor goal done 1"),
        lambda: alice.types("/mentor goal propose Write together every Monday", in_=room),
        lambda: alice.clicks("Adopt"),
        lambda: alice.says("goal add Learn to supervise"),
        lambda: bob.says(f"<@{box.workspace.bot_user}> goal list", in_=room),
        from_home,
        lambda: alice.types("/mentor gaol list"),
        lambda: alice.types("/mentor goal add Undo me").clicks("Undo"),
        lambda: alice.types("/mentor help"),
        lambda: bob.opens_home(),
        bot.ticks,
    ]
