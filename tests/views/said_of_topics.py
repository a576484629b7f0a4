"""What is said of topics."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import topics as views
from mentoring import starters
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.topics import Field, State, Topic

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY_GROUP = replace(GROUP, name="<!here>")
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, created=NOW,
                  revised=NOW)
TOPIC = Topic(id=3, group_id=1, number=3, title="Negotiating protected time", why="Two of us ask for it in January.", field=Field.CAREER,
              proposed_by=1, by="Alice Moreau", created=NOW, votes=4, mine=True)
OTHER = replace(TOPIC, id=5, number=5, title="Reading each other's drafts", field=None, votes=1, mine=False, lead="Bob Lindqvist",
                expert=True, sensitive=True)
NASTY = replace(OTHER, id=6, number=6, title="<!channel> *b* <https://evil.example|x> =1+1", why="<!here>", by="<!everyone>", lead="<@U1>")
LONGEST = replace(OTHER, title="W" * 150, why="Y" * 1000, by="x" * 80, lead="x" * 80)
BALANCE = {Field.CAREER: 4, Field.SCHOLARSHIP: 0, Field.COMPLEXITIES: 1, Field.GROWTH: 2}
DEFAULTS = {"when": None, "may_change": True, "organiser": True, "left": 2}


def card(topic: Topic, **more):
    return views.card(topic, **(DEFAULTS | more))


MESSAGES = {
    "topic.proposed": views.proposed(TOPIC), "topic.proposed.on": views.proposed(replace(TOPIC, state=State.SCHEDULED), when=MEETING),
    "topic.proposed.hostile": views.proposed(NASTY), "topic.proposed.longest": views.proposed(LONGEST),
    "topic.proposed.done": views.proposed(replace(TOPIC, state=State.DONE)),
    "topic": card(TOPIC, said="✓ You'd like topic #3: 4 votes now."),
    "topic.member": card(OTHER, may_change=False, organiser=False, left=0),
    "topic.on": card(replace(TOPIC, state=State.SCHEDULED), when=MEETING), "topic.withdrawn": card(replace(TOPIC, state=State.WITHDRAWN)),
    "topic.hostile": card(NASTY), "topic.longest": card(LONGEST),
    "topics": views.listing(GROUP, [(replace(TOPIC, state=State.SCHEDULED), MEETING), (OTHER, None)], left=1),
    "topics.past": views.listing(GROUP, [(replace(TOPIC, state=State.DONE), None)], left=1, past=True),
    "topics.empty": views.listing(GROUP, [], left=3), "topics.hostile": views.listing(NASTY_GROUP, [(NASTY, None)], left=3),
    "topics.longest": views.listing(GROUP, [(replace(LONGEST, id=n, number=n), None) for n in range(60)], left=0),
    "topics.near": views.near("Protected time", [TOPIC, replace(OTHER, state=State.DONE)], "1-ab"),
    "topics.near.hostile": views.near("<!here>", [NASTY], "1-ab"),
    "topics.ideas": views.ideas(GROUP, BALANCE, starters.offered([TOPIC])),
    "topics.ideas.none": views.ideas(NASTY_GROUP, dict.fromkeys(Field, 0), starters.offered([])),
    "topics.balance": views.listing(GROUP, [(replace(TOPIC, state=State.DONE), None)], left=1, past=True, balance=BALANCE),
    "topics.suggestion": views.suggestion(MEETING, GROUP, [TOPIC, OTHER], tz="Europe/Berlin"),
    "topics.closing": views.closing(MEETING, GROUP, [TOPIC, OTHER], "votes"),
    "topics.closing.hostile": views.closing(MEETING, NASTY_GROUP, [NASTY], ""),
    "topics.suggestion.one": views.suggestion(MEETING, NASTY_GROUP, [NASTY], tz="America/New_York"),
}
VIEWS = {
    "form.topic": views.form(GROUP, nonce="n", title="Protected time"),
    "form.topic.edit": views.form(GROUP, nonce="n", topic=LONGEST, lead="U1"),
    "form.topic.schedule": views.schedule_form(NASTY, [MEETING], nonce="n"),
}
