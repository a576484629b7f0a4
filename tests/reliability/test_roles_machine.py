"""Whatever happens in whatever order, roles stay whole: one holder for each turn, who is there and can, and nobody's turn is lost.

MENTOR_EXAMPLES sets how many lives are lived.
"""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from test_membership_machine import FOUNDERS, SOMEBODY, Coming

from bot.services import attendance, roles, roles_plan, roles_turns
from mentoring.charter import Joining
from mentoring.meetings import Meeting, Rsvp, Series
from mentoring.people import Kind
from mentoring.roles import Ask
from storage import meetings, people
from storage import roles as rows

MEETINGS = 6


class Working(Coming):
    """The same group, which meets every third week and shares its work."""

    @initialize(most=st.integers(FOUNDERS, FOUNDERS + 3), joining=st.sampled_from([Joining.OPEN]))
    def begin(self, most, joining):
        super().begin(most=most, joining=joining)
        now = self.box.clock.now()
        first = now + timedelta(days=9)
        with self.bot.store.write() as tx:
            about = {"group_id": self.group.id, "time": "10:00", "tz": "America/New_York", "minutes": 60, "created": now}
            series = meetings.add_series(tx, Series(phrase="every third week", rrule="FREQ=WEEKLY;INTERVAL=3", first=first.date(),
                                                    through=(first + timedelta(days=180)).date(), created_by=self.ids["ann"], **about))
            self.meetings = [meetings.add(tx, Meeting(series_id=series, number=meetings.next_number(tx, self.group.id), tzdata="2026a",
                                                      nominal=at.date(), day=at.date(), starts=at, revised=now, **about))
                             for at in (first + timedelta(weeks=3 * n) for n in range(MEETINGS))]

    def _turns(self):
        with self.bot.store.read() as tx:
            return [a for a in rows.living(tx, self.group.id) if a.meeting_id and a.person_id]

    def _of(self, person_id: int) -> str:
        return next(n for n, i in self.ids.items() if i == person_id)

    # ---- what happens -----------------------------------------------------------------------------------------------------------

    @rule(who=SOMEBODY, which=st.integers(0, MEETINGS - 1), said=st.sampled_from(Rsvp))
    def somebody_says_whether_they_come(self, who, which, said):
        self._tries(lambda: attendance.answer(self.deps, self._actor(who), self.meetings[which], said))

    @rule(which=st.integers(0, 40), deed=st.sampled_from(["accept", "decline"]))
    def a_turn_is_answered(self, which, deed):
        if turns := self._turns():
            one = turns[which % len(turns)]
            self._tries(lambda: getattr(roles_turns, deed)(self.deps, self._actor(self._of(one.person_id)), one.id))

    @rule(who=SOMEBODY, which=st.integers(0, 40))
    def somebody_takes_a_turn(self, who, which):
        if turns := self._turns():
            self._tries(lambda: roles_turns.take(self.deps, self._actor(who), turns[which % len(turns)].id))

    @rule(one=st.integers(0, 40), other=st.integers(0, 40))
    def two_would_swap(self, one, other):
        if turns := self._turns():
            mine, theirs = turns[one % len(turns)], turns[other % len(turns)]
            self._tries(lambda: roles_turns.swap(self.deps, self._actor(self._of(mine.person_id)), mine.id, theirs.id))

    @rule(yes=st.booleans(), which=st.integers(0, 9))
    def what_was_asked_is_answered(self, yes, which):
        with self.bot.store.read() as tx:
            asked = [r for what in (Ask.SWAP, Ask.TAKE) for r in rows.asked(tx, self.group.id, what)]
        if asked:
            one = asked[which % len(asked)]
            self._tries(lambda: roles_turns.answer(self.deps, self._actor(self._of(one.to_id)), one.id, yes=yes))

    @rule(who=SOMEBODY, which=st.integers(0, 9), out=st.booleans())
    def somebody_would_rather_not(self, who, which, out):
        with self.bot.store.read() as tx:
            listed = [r for r in rows.of_group(tx, self.group.id) if r.per_meeting]
        if listed:
            self._tries(lambda: roles.opt(self.deps, self._actor(who), listed[which % len(listed)].id, out=out))

    # ---- what must hold ---------------------------------------------------------------------------------------------------------

    @invariant()
    def turns_are_whole(self):
        roles.keep(self.deps)
        now = self.box.clock.now()
        with self.bot.store.read() as tx:
            have = roles_plan.standing(tx, self.group, now)
            declined = rows.declined(tx, self.meetings)
            here = {p.id for p, _ in people.members_of(tx, self.group.id) if p.kind is not Kind.GONE}
            can = {m.id: roles_plan.coming(tx, m, have) for m in have.meetings}
        seats = [(a.meeting_id, a.role_id, a.seat) for a in have.living if a.meeting_id]
        assert len(seats) == len(set(seats)), "two have the same turn"
        for meeting in have.meetings:
            for role in (r for r in have.roles if r.per_meeting):
                self._right(have.at(meeting.id, role.id), meeting.id, role.id, set(can[meeting.id]), have.optouts, declined, here)

    def _right(self, turn, meeting_id, role_id, can, optouts, declined, here):
        able = {p for p in can if (role_id, p) not in optouts and (meeting_id, role_id, p) not in declined}
        holder = turn.person_id if turn else None
        if len(here) < 2:
            return
        if holder is None:
            assert not able or len(can) < 2, "a turn is lost although somebody could"
        else:
            assert holder in here and holder in can, "a turn is with somebody who will not be there"
            assert (role_id, holder) not in optouts, "a turn is with somebody who would rather not"


Working.TestCase.settings = settings(max_examples=int(os.environ.get("MENTOR_EXAMPLES", "3")), stateful_step_count=40, deadline=None,
                                     phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck), database=None)
TestWorking = Working.TestCase
