"""Each fault kind of reliability.md 6.2 that concerns sending, alone and in random pairs, at the very moments planned reminders are due.

The numbers are those of 6.2; 26 to 30 concern what Slack sends to us and stand in tests/wire. One life meets another fault at each of
its three moments; with MENTOR_FAULTS=alone each fault has a life of its own and is there at all three. MENTOR_PAIRS sets how many
random pairs are lived through.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from test_clock_and_watchdog import Leaping

from bot.slack import Slack
from mentoring.reminders import Kind, Preferences, instant
from scheduler.ticker import Ticker
from storage import preferences
from storage.outbox import Letter

THURSDAY = date(2026, 12, 3)
POST, READ = "chat.postMessage", "conversations.history"
MEMBERS, CHANNEL, BEGINS = ("2026-12-02", "09:00"), ("2026-12-03", "06:30"), ("2026-12-03", "07:30")
OF_THE_MEETING = (Kind.DAY_BEFORE, Kind.HOUR_BEFORE, Kind.START)
ROUND = 61   # seconds


class World:
    """Alice's group with a meeting on Thursday, whose reminders are planned, and the clock that sends them."""

    def __init__(self, ledger, database, organiser):
        self.ledger, self.bot, self.box = ledger, ledger.bot, ledger.box
        self.organiser, self.database = organiser, database
        self.clock = Leaping(self.box.clock)
        self.talks()

    def talks(self, **about) -> None:
        """From now on the bot talks to Slack like this: with another patience, or to another address."""
        settings = {"token": self.bot.settings.slack_bot_token, "base_url": self.bot.settings.slack_api_url, "clock": self.clock} | about
        self.bot.deps = replace(self.bot.deps, slack=Slack(**settings), clock=self.clock)
        self.ticker = Ticker(self.bot.deps, redo=lambda body: None)
        self.ticker._times = (self.clock.now().timestamp(), self.clock.monotonic())

    def tick(self, *, after: float = 0) -> None:
        """One round of the clock as the process makes it: what fails in it is for the next one."""
        self.box.travel(seconds=after)
        self.ticker.tick()
        self.box.settle()

    def rows(self) -> list[Letter]:
        """The deliveries of the meeting."""
        return [w for w in self.ledger.rows() if w.kind in OF_THE_MEETING]

    def due(self) -> list[Letter]:
        """Those that are due and not settled."""
        return [w for w in self.rows() if w.settled is None and w.due <= self.box.clock.now()]

    def calls(self, method: str = POST) -> int:
        """How often Slack was asked to do this; what Slack notes of a trouble is no call."""
        return sum(c["name"] == method and (c["answer"] is None or "trouble" not in str(c["status"])) for c in self.box.truth.calls)

    def copies(self) -> Counter:
        """How many messages stand in the workspace, by nonce."""
        return Counter(m["metadata"]["event_payload"]["nonce"] for m in self.box.truth.from_app if m.get("metadata"))


Begins = Callable[[World], AbstractContextManager]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong at each of the moments ``at``, for ``holds`` seconds.

    ``then`` is where the letters stand after the first round, ``pause`` how long Slack may not be called after it, and ``leaves``
    what may come of a letter beside being sent: the reason that its row must then show.
    """

    kinds: str
    begins: Begins
    then: str | None = None
    at: Sequence[tuple[str, str]] = (MEMBERS, CHANNEL, BEGINS)
    holds: float = 0
    pause: float = 0
    leaves: dict[Kind, str] = field(default_factory=dict)


def calls_meet(*, method: str = POST, each: bool = True, **trouble) -> Begins:
    """The next call for each letter that is due, or only the next one, meets this."""
    @contextmanager
    def begins(world: World):
        world.box.trouble(method=method, times=len(world.due()) if each else 1, **trouble)
        yield
    return begins


def workspace_is(**trouble) -> Begins:
    """The whole workspace is like this."""
    @contextmanager
    def begins(world: World):
        world.box.trouble(**trouble)
        yield
        world.box.trouble(token="live")
    return begins


def at_once(*several: Begins) -> Begins:
    """These together."""
    @contextmanager
    def begins(world: World):
        with ExitStack() as stack:
            for each in several:
                stack.enter_context(each(world))
            yield
    return begins


@contextmanager
def refused(world: World):
    """Nobody listens at Slack's address."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        world.talks(base_url=f"http://127.0.0.1:{bound.getsockname()[1]}/api/")
        yield
    world.talks()


@contextmanager
def no_address(world: World):
    """Slack's name leads nowhere."""
    world.talks(base_url="http://nowhere.invalid/api/")
    yield
    world.talks()


def answered_by(scheme: str, answer: Callable[[socket.socket], None]) -> Begins:
    """Somebody else answers at Slack's address."""
    @contextmanager
    def begins(world: World):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def serve() -> None:
                with suppress(OSError):
                    while True:
                        line, _ = server.accept()
                        with line:
                            answer(line)
            serving = threading.Thread(target=serve, daemon=True)
            serving.start()
            world.talks(base_url=f"{scheme}://127.0.0.1:{server.getsockname()[1]}/api/")
            yield
            server.shutdown(socket.SHUT_RDWR)
            serving.join()
        world.talks()
    return begins


def _no_tls(line: socket.socket) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 400 This is no TLS\r\n\r\n")


def _reset(line: socket.socket) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))   # closing it is a reset


def impatient(stored: bool) -> Begins:
    """The answer takes longer than we wait."""
    @contextmanager
    def begins(world: World):
        world.talks(timeout=0.05)
        world.box.trouble(method=POST, times=len(world.due()), delay=0.15, after_store=stored, error=None if stored else "internal_error")
        yield
        world.box.trouble(clear=True)
        world.talks()
    return begins


@contextmanager
def lands_late(world: World):
    """The line drops, and Slack stores the message a while later, before anybody may look for it."""
    world.box.trouble(method=POST, times=len(world.due()), land_after=0.01)
    yield
    world.box.until(lambda: not world.box.workspace.trouble.under_way)


@contextmanager
def talked_over(world: World):
    """Others talk in the channel, and Slack gives its history one message at a time."""
    world.box.trouble(method=POST, times=len(world.due()), drop=True, after_store=True)
    world.box.trouble(page_size=1)
    yield
    for words in ("one", "two", "three"):
        world.organiser.says(words, in_=world.ledger.group.channel)


@contextmanager
def archived(world: World):
    """Somebody archives the channel, and brings it back; no event tells an app of either."""
    channel = world.ledger.group.channel
    world.box.acts.do(world.organiser.id, "archive", channel=channel)
    world.box.settle()
    yield
    world.box.acts.do(world.organiser.id, "archive", channel=channel, undo=True)
    world.box.settle()


def leaps(by: timedelta) -> Begins:
    """The machine's clock leaps, and is set right again."""
    @contextmanager
    def begins(world: World):
        world.clock.leap = by
        yield
        world.clock.leap = timedelta(0)
    return begins


def takes_no(deed: str, table: str) -> Begins:
    """The database refuses a write, as on a full disk."""
    @contextmanager
    def begins(world: World):
        world.database.refuses(deed, table)
        yield
        world.database.obeys()
    return begins


WAITS, UNCLEAR = {"then": "waiting"}, {"then": "sending"}
FAULTS = {
    "none": Fault(kinds="0", begins=calls_meet(status=200), then="sent"),
    "429 with a header": Fault(kinds="1", begins=calls_meet(each=False, status=429, retry_after=7), pause=7, **WAITS),
    "429 without a header": Fault(kinds="2", begins=calls_meet(each=False, status=429), pause=30, **WAITS),
    "429 for an hour": Fault(kinds="3", begins=calls_meet(each=False, status=429, retry_after=3600), pause=3600, at=(MEMBERS, BEGINS),
                             **WAITS, leaves={Kind.START: "too late"}),
    "500": Fault(kinds="4", begins=calls_meet(status=500), **UNCLEAR),
    "500, stored": Fault(kinds="4", begins=calls_meet(status=500, after_store=True), **UNCLEAR),
    "502": Fault(kinds="5", begins=calls_meet(status=502), **UNCLEAR),
    "503 with a page": Fault(kinds="6", begins=calls_meet(status=503, html=True), **UNCLEAR),
    "503 with a page, stored": Fault(kinds="6", begins=calls_meet(status=503, html=True, after_store=True), **UNCLEAR),
    "504, stored": Fault(kinds="7", begins=calls_meet(status=504, after_store=True), **UNCLEAR),
    "refused": Fault(kinds="8", begins=refused, **WAITS),
    "no address": Fault(kinds="9", begins=no_address, **WAITS),
    "no TLS": Fault(kinds="10", begins=answered_by("https", _no_tls), **WAITS),
    "reset before sending": Fault(kinds="11", begins=answered_by("http", _reset), **UNCLEAR),
    "reset after storing": Fault(kinds="12", begins=calls_meet(drop=True, after_store=True), **UNCLEAR),
    "timeout, stored": Fault(kinds="13", begins=impatient(stored=True), **UNCLEAR),
    "timeout, not stored": Fault(kinds="14", begins=impatient(stored=False), **UNCLEAR),
    "byte by byte": Fault(kinds="15", begins=calls_meet(drip=True, drip_every=0), then="sent"),
    "cut JSON": Fault(kinds="16", begins=calls_meet(cut=True), **UNCLEAR),
    "internal_error, stored": Fault(kinds="17", begins=calls_meet(error="internal_error", after_store=True), **UNCLEAR),
    "fatal_error, not stored": Fault(kinds="18", begins=calls_meet(error="fatal_error"), **UNCLEAR),
    "lands late": Fault(kinds="19", begins=lands_late, **UNCLEAR),
    "history lags": Fault(kinds="20", begins=at_once(calls_meet(drop=True, after_store=True), workspace_is(history_lag=3600)), holds=240,
                          **UNCLEAR),
    "history over several pages": Fault(kinds="21", begins=talked_over, at=(CHANNEL, BEGINS), **UNCLEAR),
    "reading back fails too": Fault(kinds="4 22", begins=at_once(calls_meet(drop=True, after_store=True),
                                                                 calls_meet(method=READ, status=500)), holds=240, **UNCLEAR),
    "token revoked": Fault(kinds="23", begins=workspace_is(token="token_revoked"), holds=400, pause=280, **WAITS),
    "channel archived": Fault(kinds="24", begins=archived, at=(CHANNEL, BEGINS), holds=400, **WAITS),
    "person disabled": Fault(kinds="25", begins=calls_meet(each=False, error="user_disabled"), at=(MEMBERS,),
                             leaves={Kind.DAY_BEFORE: "user_disabled"}),
    "clock leaps ahead": Fault(kinds="31", begins=leaps(timedelta(minutes=50)), **WAITS),
    "clock leaps back": Fault(kinds="31", begins=leaps(timedelta(hours=-2)), **WAITS),
    "disk full before": Fault(kinds="32", begins=takes_no("UPDATE", "outbox"), **WAITS),
    "disk full after": Fault(kinds="32", begins=takes_no("INSERT", "attempts")),
}


@pytest.fixture
def world(ledger, database_of, alice, bob) -> World:
    """Both live in New York and hear nothing weekly, so that each moment is one of the meeting's."""
    bob.changes_zone("America/New_York")
    for who in (alice, bob):
        ledger.write(lambda tx, who=who: preferences.put(tx, ledger.person(who), Preferences(off=frozenset({Kind.DIGEST})),
                                                         now=ledger.box.clock.now()))
    ledger.goes_to("2026-12-01", "12:00")
    ledger.meets(THURSDAY)
    ledger.bot.ticks()
    return World(ledger, database_of, alice)


def lives_through(world: World, *faults: Fault) -> None:
    """Every moment at which reminders are due, with these faults; then time for second looks."""
    for moment in (MEMBERS, CHANNEL, BEGINS):
        world.box.travel(to=instant(date.fromisoformat(moment[0]), moment[1], "America/New_York"))
        mine = [f for f in faults if moment in f.at]
        due = {w.key for w in world.due()}
        assert due, moment
        with ExitStack() as stack:
            for fault in mine:
                stack.enter_context(fault.begins(world))
            asked = world.calls()
            world.tick()
            _then(world, mine, due, asked)
            for _ in range(int(max((f.holds for f in mine), default=0) // ROUND)):
                world.tick(after=ROUND)
        world.box.trouble(clear=True)
        for _ in range(70):
            if all(w.settled for w in world.rows() if w.key in due):
                break
            world.tick(after=ROUND)
    for _ in range(3):   # second looks
        world.tick(after=300)


def _then(world: World, faults: list[Fault], due: set[str], asked: int) -> None:
    """What one fault alone has done to the letters so far, and that nothing is called in a pause."""
    if len(faults) != 1:
        return
    (fault,) = faults
    if fault.then:
        assert {w.state for w in world.rows() if w.key in due} == {fault.then}
    if fault.pause:
        world.tick(after=fault.pause - 2)
        assert world.calls() == asked + 1, "one refusal tells about all, and nothing is called in the pause"


def judged(world: World, *faults: Fault) -> None:
    """Each letter stands once where its reader is, or its row says why it does not; nothing stands twice."""
    copies, rows = world.copies(), world.rows()
    assert sorted(w.kind for w in rows) == ["day_before", "day_before", "hour_before", "start"]
    for row in rows:
        excused = {f.leaves.get(Kind(row.kind)) for f in faults} - {None}
        if row.state == "sent":
            assert copies[row.nonce] == 1, f"{row.key} is called sent and stands {copies[row.nonce]} times"
        else:
            assert row.reason in excused and row.state in ("skipped", "dead"), f"{row.key}: {row.state}, {row.reason}"
            assert not copies[row.nonce]
    assert max(copies.values()) == 1, "doubled"
    if not any("20" in f.kinds.split() for f in faults):   # only a history that lags may hide a first copy for a while
        assert world.calls("chat.delete") == 0, "doubled, and mended by the second look"
    assert all(c["body"].get("include_all_metadata") for c in world.box.truth.calls if c["name"] == READ)


def _lives() -> list[dict[str, Fault]]:
    """Faults by name: each alone, or as many to a life as it has moments."""
    if os.environ.get("MENTOR_FAULTS") == "alone":
        return [{name: fault} for name, fault in FAULTS.items()]
    lives: list[dict[str, Fault]] = []
    for name, fault in FAULTS.items():
        free = ((life, at) for life in lives for at in fault.at if all(other.at != (at,) for other in life.values()))
        life, at = next(free, ({}, fault.at[0]))
        if not life:
            lives.append(life)
        life[name] = replace(fault, at=(at,))
    return lives


@pytest.mark.parametrize("life", _lives(), ids=", ".join)
def test_no_reminder_is_lost_and_none_is_doubled_by(world, life):
    lives_through(world, *life.values())
    judged(world, *life.values())


def test_one_who_is_disabled_is_told_of_to_nobody_else_twice_and_the_others_hear(world):
    fault = FAULTS["person disabled"]
    lives_through(world, fault)
    assert Counter(w.state for w in world.rows() if w.kind == Kind.DAY_BEFORE) == {"dead": 1, "sent": 1}


def test_six_minutes_after_the_token_works_again_what_waited_is_sent(world):
    lives_through(world, FAULTS["token revoked"])
    revoked = FAULTS["token revoked"].holds + FAULTS["token revoked"].pause - ROUND
    for row in world.rows():
        nominal = instant(date.fromisoformat(row.nominal[:10]), row.nominal[11:], row.tz)
        assert revoked < (row.settled - nominal).total_seconds() < revoked + 6 * 60 + 2 * ROUND


def test_every_kind_that_concerns_sending_is_here():
    assert {int(kind) for fault in FAULTS.values() for kind in fault.kinds.split()} == {0, *range(1, 26), 31, 32}


def _pairs() -> list[tuple[str, str]]:
    chance, count = random.Random(62), int(os.environ.get("MENTOR_PAIRS", "1"))
    names = [name for name in FAULTS if name != "none"]
    return [tuple(chance.sample(names, 2)) for _ in range(count)]


@pytest.mark.parametrize("pair", _pairs(), ids=" and ".join)
def test_two_faults_at_once_lose_and_double_nothing(world, pair):
    faults = [FAULTS[name] for name in pair]
    lives_through(world, *faults)
    judged(world, *faults)
