"""What is said of date polls and of being away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import absences, polls
from bot.views.polls import Stand
from mentoring.absences import Absence
from mentoring.people import Group
from mentoring.polls import Poll, PollState, Slot, Vote, tally

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
SLOTS = tuple(Slot(slot=n, day=date(2026, 12, n + 1), time="07:30", site="main campus" if n % 2 else "") for n in range(3))
POLL = Poll(id=5, group_id=1, question="Our spring retreat", minutes=150, closes=datetime(2026, 11, 27, 22, tzinfo=UTC), created=NOW,
            created_by=1, slots=SLOTS)
MEMBERS = ["U1", "U2", "U3"]
VOTES = [Vote(slot=0, person_id=1, user="U1", can=False), Vote(slot=1, person_id=1, user="U1", can=True),
         Vote(slot=1, person_id=2, user="U2", can=True), Vote(slot=2, person_id=2, user="U2", can=True)]


def stand(poll=POLL, votes=VOTES, members=MEMBERS, mine=()) -> Stand:
    said = [m for m in members if any(v.user == m for v in votes)]
    return Stand(poll=poll, group=GROUP, tallies=tally(poll, votes, members), answered=said, by="U1", mine=mine,
                 waiting=[m for m in members if m not in said])


TEN = tuple(Slot(slot=n, day=date(2026, 12, n + 1), time="17:30", site="S" * 80) for n in range(10))
FULL = replace(POLL, question="Q" * 200, slots=TEN)
CROWD = [f"U{n}" for n in range(50)]
ABSENCE = Absence(id=1, person_id=1, first=date(2026, 11, 23), last=date(2027, 3, 31))
LATER = replace(ABSENCE, first=date(2027, 6, 3), last=date(2027, 6, 20))

MESSAGES = {
    "poll.new": polls.posted(stand(votes=[])), "poll.open": polls.posted(stand()),
    "poll.closed": polls.posted(stand(replace(POLL, state=PollState.CLOSED))),
    "poll.chosen": polls.posted(stand(replace(POLL, state=PollState.CLOSED, chosen=1))),
    "poll.nobody": polls.posted(stand(replace(POLL, state=PollState.CLOSED), votes=[])),
    "poll.longest": polls.posted(stand(FULL, votes=[], members=CROWD)),
    "poll.hostile": polls.posted(stand(replace(POLL, question="<!channel> *x*", slots=(replace(SLOTS[0], site="<!here>"), *SLOTS[1:])))),
    "poll.marked": polls.marked(stand(mine=(0, 1))), "poll.marked.none": polls.marked(stand()), "poll.who": polls.who_can(stand()),
    "poll.asked": polls.asked_group(GROUP), "poll.closed.said": polls.closed(),
    "away.now": absences.away(ABSENCE, today=NOW.date()), "away.later": absences.away(LATER, today=NOW.date()),
    "back": absences.back(was_away=True), "back.never": absences.back(was_away=False),
}
VIEWS = {
    "form.poll": polls.form(nonce="n", group=GROUP, first=NOW.date(), closes=date(2026, 11, 28)),
    "form.poll.mark": polls.mark_form(stand(mine=(1,)), nonce="n"), "form.poll.mark.longest": polls.mark_form(stand(FULL), nonce="n"),
    "form.away": absences.form(nonce="n", first=NOW.date()),
    "home.away": {"type": "home", "callback_id": "home", "blocks": absences.listing([ABSENCE], today=NOW.date())},
}
