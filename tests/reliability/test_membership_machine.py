"""Whatever happens in whatever order: no place is given twice and none is lost, the waiting list keeps its order, and a group is never
without an organiser.

MENTOR_EXAMPLES sets how many lives are lived.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from in_process import MANIFEST, MONDAY, Bot

from bot.services import membership, membership_clock, membership_goodbye, membership_terms, membership_votes
from bot.services import people as people_service
from mentoring import membership as rules
from mentoring.charter import Joining
from mentoring.membership import State
from mentoring.people import Kind, Role
from mentoring.refused import Refused
from sandbox.clock import Clock
from sandbox.server import Sandbox
from storage import absences, charter, groups, migrate, outbox, people
from storage import membership as rows

NAMES = ["ann", "ben", "cat", "dan", "eva", "fay", "gus", "hal", "ivy"]
FOUNDERS = 4
TZ = "America/New_York"
SOMEBODY = st.sampled_from(NAMES)


@cache
def template() -> Path:
    """A database with the present schema, to be copied."""
    path = Path(tempfile.mkdtemp(prefix="mentor-members-")) / "fresh.db"
    migrate.upgrade(f"sqlite:///{path}", clock=Clock(MONDAY, running=False))
    return path


class Coming(RuleBasedStateMachine):
    """A small group that people come into and go out of at will."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="mentor-coming-"))
        shutil.copy(template(), self.folder / "mentor.db")
        self.box = Sandbox.start(manifest=MANIFEST, clock=Clock(MONDAY, running=False), strict=True)
        self.bot = Bot(self.box, f"sqlite:///{self.folder / 'mentor.db'}")
        self.places: dict[int, int] = {}
        self.line: list[int] = []
        self.taken = 0

    def teardown(self):
        self.bot.stops()
        self.box.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def deps(self):
        return self.bot.deps

    @initialize(most=st.integers(FOUNDERS, FOUNDERS + 1), joining=st.sampled_from([Joining.OPEN, *Joining]))
    def begin(self, most, joining):
        self.users = {name: self.box.person(name, real_name=name.title(), tz=TZ) for name in NAMES}
        room = self.box.channel("peers", list(self.users.values()), bot=True, private=True)
        team, now = self.deps.workspace.team, self.box.clock.now()
        with self.bot.store.write() as tx:
            self.ids = {}
            for name, user in self.users.items():
                self.ids[name] = people.meet(tx, team, user.id).id
                people.learn(tx, team, user.id, name=name.title(), tz=TZ, kind=Kind.MEMBER, now=now)
            self.group = groups.add(tx, workspace=team, channel=room.id, name="Peers", tz=TZ, created_by=self.ids["ann"], now=now)
            people.join(tx, self.group.id, [self.ids["ann"]], Role.ORGANISER, now)
            people.join(tx, self.group.id, [self.ids[n] for n in NAMES[1:FOUNDERS]], Role.MEMBER, now)
        self.gone: set[str] = set()
        self._charter(size_min=2, size_ideal=FOUNDERS, size_max=most, peers="Peers", joining=joining)

    def _charter(self, **to):
        with self.bot.store.write() as tx:
            assert charter.save(tx, replace(charter.of(tx, self.group.id), **to))

    def _actor(self, name: str):
        return people_service.actor(self.deps, self.users[name].id)

    def _ways(self, *states: State):
        with self.bot.store.read() as tx:
            return rows.open_of_group(tx, self.group.id, states or rules.OPEN)

    def _tries(self, deed):
        with suppress(Refused):
            deed()

    # ---- what happens -----------------------------------------------------------------------------------------------------------

    def _lead(self) -> str:
        """An organiser; without one anybody."""
        with self.bot.store.read() as tx:
            return next((p.name.lower() for p in people.organisers_of(tx, self.group.id)), "ann")

    @rule(by=SOMEBODY, chance=st.integers(0, 2), whom=st.lists(SOMEBODY, min_size=1, max_size=4), enlist=st.booleans())
    def somebody_invites(self, by, chance, whom, enlist):
        for name in whom:
            host = self._lead() if chance else by
            self._tries(lambda h=host, n=name: membership.invite(self.deps, self._actor(h), self.group, self.users[n].id, enlist=enlist))

    @rule(who=st.lists(SOMEBODY, min_size=1, max_size=4))
    def some_ask(self, who):
        for name in who:
            if name not in self.gone:
                self._tries(lambda n=name: membership.ask(self.deps, self._actor(n), self.group.id))

    @precondition(lambda self: self._ways(State.WAITING))
    @rule(more=st.integers(1, 2), who=SOMEBODY, by_asking=st.booleans())
    def more_places_and_somebody_is_quick(self, more, who, by_asking):
        waited = {c.id for c in self._ways(State.WAITING)}
        invited = {c.id for c in self._ways(State.INVITED)}
        self._charter(size_min=2, size_ideal=2, size_max=min(self.taken + more, 50))
        if by_asking:
            self.some_ask(who=[who])
        else:
            self.somebody_invites(by="ann", chance=1, whom=[who], enlist=False)
        membership_clock.keep(self.deps)
        quick = {c.id for c in self._ways(State.INVITED)} - invited - waited
        assert not (quick and waited & {c.id for c in self._ways(State.WAITING)}), "whoever was quick came before those who wait"

    @precondition(lambda self: self._ways(State.ASKED))
    @rule(by=SOMEBODY, which=st.integers(0, 9), to=st.sampled_from([State.INVITED, State.WAITING, State.REFUSED]))
    def a_request_is_decided(self, by, which, to):
        asked = self._ways(State.ASKED)
        for name in (by, self._lead()):
            self._tries(lambda n=name: membership.decide(self.deps, self._actor(n), asked[which % len(asked)].id, to))

    @rule(by=SOMEBODY, whom=SOMEBODY)
    def somebody_nominates(self, by, whom):
        self._tries(lambda: membership_votes.nominate(self.deps, self._actor(by), self.group, self.users[whom].id, "Why not"))

    @precondition(lambda self: self._ways(State.VOTING))
    @rule(who=st.lists(SOMEBODY, min_size=1, max_size=9), yes=st.booleans())
    def members_vote(self, who, yes):
        one = self._ways(State.VOTING)[0]
        for name in who:
            self._tries(lambda n=name: membership_votes.vote(self.deps, self._actor(n), one.id, yes))

    @precondition(lambda self: self._ways(State.INVITED))
    @rule(which=st.integers(0, 9), by=st.none() | SOMEBODY, yes=st.integers(0, 3))
    def an_invitation_is_answered(self, which, by, yes):
        invited = self._ways(State.INVITED)
        one = invited[which % len(invited)]
        name = by or next(n for n, i in self.ids.items() if i == one.person_id)
        answer = membership.join if yes else membership.not_now
        self._tries(lambda: answer(self.deps, self._actor(name), one.id))

    @precondition(lambda self: self._ways())
    @rule(which=st.integers(0, 9), by=SOMEBODY)
    def something_is_taken_back(self, which, by):
        every = self._ways()
        deed = membership.cancel if by == "ann" else membership.not_now
        self._tries(lambda: deed(self.deps, self._actor(by), every[which % len(every)].id))

    def _many(self) -> bool:
        with self.bot.store.read() as tx:
            return rows.member_count(tx, self.group.id) >= FOUNDERS

    @precondition(lambda self: self._many())
    @rule(who=SOMEBODY, heir=st.none() | SOMEBODY)
    def somebody_leaves(self, who, heir):
        self._tries(lambda: membership_goodbye.leave(self.deps, self._actor(who), self.group, heir=self.ids[heir] if heir else None))

    @precondition(lambda self: len(self.gone) < 2 and self._many())
    @rule(who=SOMEBODY)
    def an_account_is_deactivated(self, who):
        self.gone.add(who)
        people_service.met(self.deps, self.users[who].id, {"id": self.users[who].id, "deleted": True, "real_name": who.title()})

    @rule(who=SOMEBODY, days=st.integers(1, 90))
    def somebody_is_away(self, who, days):
        today = self.box.clock.now().date()
        with self.bot.store.write() as tx:
            absences.add(tx, self.ids[who], today, today + timedelta(days=days), now=self.box.clock.now())

    @rule(who=SOMEBODY, days=st.integers(1, 30), go=st.booleans())
    def somebody_has_an_end(self, who, days, go):
        ends = self.box.clock.now().date() + timedelta(days=days)
        self._tries(lambda: membership_terms.set_end(self.deps, self._actor(who), self.group.id, self.ids[who], ends))
        if go:
            self._tries(lambda: membership_terms.go_then(self.deps, self._actor(who), self.group.id))

    @rule(most=st.integers(3, 7))
    def the_group_decides_on_its_size(self, most):
        self._charter(size_min=2, size_ideal=2, size_max=most)

    @rule(joining=st.sampled_from(Joining), month=st.none() | st.integers(1, 12))
    def the_group_decides_how_one_joins(self, joining, month):
        self._charter(joining=joining, round_month=month)

    @rule(days=st.integers(0, 10))
    def time_passes(self, days):
        self.box.clock.advance(timedelta(days=days, hours=1))
        membership_clock.keep(self.deps)

    # ---- what must hold ---------------------------------------------------------------------------------------------------------

    @invariant()
    def places_and_the_line_are_right(self):
        self._not_too_many()
        membership_clock.keep(self.deps)
        self._not_too_many()
        with self.bot.store.read() as tx:
            here, _, open_ones = membership.places(tx, self.group.id)
            members = {p.id for p, _ in people.members_of(tx, self.group.id)}
        self.taken = here.members + here.invited
        self._one_way_each([c.person_id for c in open_ones], members)
        self._in_order(here, open_ones)

    def _not_too_many(self):
        with self.bot.store.read() as tx:
            here, _, _ = membership.places(tx, self.group.id)
        assert here.members + here.invited <= max(here.most, self.taken), "more than the most allows, and more than there were"

    def _one_way_each(self, coming: list[int], members: set[int]):
        assert len(coming) == len(set(coming)) and not members & set(coming)
        assert not {self.ids[n] for n in self.gone} & {*members, *coming}

    def _in_order(self, here, open_ones):
        line = [c.id for c in rules.in_line(open_ones)]
        assert not (here.free and line), "a place is free while somebody waits"
        stayed = [c for c in self.line if c in line]
        assert line[:len(stayed)] == stayed, "nobody comes in before those who wait"
        invited = {c.id for c in open_ones if c.state is State.INVITED} & set(self.line)
        assert not [c for c in stayed if any(self.line.index(c) < self.line.index(i) for i in invited)], "who waited longer was passed over"
        for place, candidacy in enumerate(line, 1):
            assert place <= self.places.get(candidacy, place), "a place that was told got worse"
            self.places[candidacy] = place
        self.line = line

    @invariant()
    def the_group_has_an_organiser_or_is_asked_for_one(self):
        with self.bot.store.read() as tx:
            members, lead = people.members_of(tx, self.group.id), people.organisers_of(tx, self.group.id)
            asked = tx.exec_driver_sql("SELECT count(*) FROM outbox WHERE key LIKE 'group:%:leaderless:%'").scalar()
        assert lead or not members or (asked and self.gone), "only an account that was deactivated may leave the question open"

    @invariant()
    def a_nominee_hears_nothing_before_the_invitation(self):
        with self.bot.store.read() as tx:
            for one in rows.open_of_group(tx, self.group.id, (State.VOTING, State.WAITING)):
                if not membership.known_to_them(one):
                    assert outbox.find(tx, f"invitation:{one.id}") is None and outbox.find(tx, f"listed:{one.id}") is None


Coming.TestCase.settings = settings(max_examples=int(os.environ.get("MENTOR_EXAMPLES", "4")), stateful_step_count=50, deadline=None,
                                    phases=(Phase.explicit, Phase.generate),   # to shrink a life takes longer than to read it
                                    suppress_health_check=list(HealthCheck), database=None)
TestComing = Coming.TestCase
