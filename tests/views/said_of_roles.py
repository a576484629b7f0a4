"""What is said of roles and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.views import roles as views
from bot.views import roles_hours as hours_views
from bot.views import roles_letters as letters
from bot.views.roles import Turn
from mentoring.hours import Quarter
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.roles import ORGANISER_DUTIES, Ask, Assignment, Key, Role, always

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY_GROUP = replace(GROUP, name="<!here>")
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=datetime(2026, 12, 1, 12, 30, tzinfo=UTC), minutes=60, created=NOW,
                  revised=NOW)
LEAD, SCRIBE, CORRESPONDENT = (replace(r, id=n) for n, r in enumerate(always(1, NOW), 1))
SNACKS = Role(id=4, group_id=1, key=Key.OWN, name="Snacks", duties=("Bring fruit", "Buy tea"), created=NOW)
NASTY = replace(SNACKS, name="<!channel> *b*", duties=("<https://evil.example|x>", "=1+1", "@everyone", "*b*", "`x`"))
LONGEST = replace(SNACKS, name="W" * 40, duties=("D" * 120,) * 5)
HELD = Assignment(id=7, group_id=1, role_id=1, meeting_id=4, person_id=1, since=NOW, done=(1,))
TERM = replace(HELD, id=9, meeting_id=None, first=date(2026, 12, 1), last=date(2027, 5, 31), done=())
MINE = Turn(role=LEAD, one=HELD, name="Alice Moreau", why="twice in 9 meetings", mine=True, co="Carol Adeyemi")
OPEN = Turn(role=SCRIBE, one=replace(HELD, id=8, person_id=None))
THEIRS = Turn(role=SNACKS, one=replace(HELD, id=10), name="Bob Lindqvist", why="once in 9 meetings")
COVERED = Turn(role=LEAD, one=replace(HELD, id=11), name="Bob Lindqvist", why="once in 9 meetings", covers=True)
STANDING = Turn(role=CORRESPONDENT, one=TERM, name="Bob Lindqvist")
BAD = Turn(role=NASTY, one=replace(HELD, id=12), name="<@U1>", why="not yet in 1 meeting", mine=True)
LONG = Turn(role=LONGEST, one=HELD, name="x" * 80, why="12 times in 99 meetings", mine=True)
TURNS = (MINE, OPEN, THEIRS)
DEFAULTS = {"may_change": True, "never": False, "history": ()}
QUARTER = Quarter(year=2026, quarter=4, mine=timedelta(hours=3, minutes=30), meetings=3, group=timedelta(hours=21), held=4)
LATER = replace(MEETING, id=5, number=5, day=date(2027, 1, 5))


def _many(count: int) -> list[Turn]:
    return [replace(LONG, one=replace(HELD, id=n)) for n in range(count)]


def card(turn: Turn, group: Group = GROUP, **more):
    return views.card(turn, group, **(DEFAULTS | more))


MESSAGES = {
    "roles": views.overview(GROUP, (MEETING, TURNS), [STANDING], [("Discussion lead", date(2026, 12, 1))], organisers=["Alice Moreau"],
                            said="✓ Saved."),
    "roles.none": views.overview(GROUP, None, [Turn(role=CORRESPONDENT, one=None)], [], organisers=[]),
    "roles.hostile": views.overview(NASTY_GROUP, (MEETING, [BAD]), [], [(NASTY.name, date(2026, 12, 1))], organisers=["<!here>"]),
    "roles.plan": views.six_months(GROUP, [(MEETING, TURNS), (LATER, [OPEN])]), "roles.plan.empty": views.six_months(GROUP, []),
    "roles.plan.longest": views.six_months(GROUP, [(replace(MEETING, id=n, number=n), _many(12)) for n in range(30)]),
    "roles.load": views.load(GROUP, [LEAD, SCRIBE], [("Alice Moreau", [2, 1], 9), ("Bob Lindqvist", [1, 2], 1)]),
    "roles.load.hostile": views.load(NASTY_GROUP, [NASTY], [("<!here>", [0], 0)]),
    "roles.meeting": views.meeting(MEETING, TURNS, said="✓ Done."), "roles.meeting.covers": views.meeting(MEETING, [COVERED, THEIRS]),
    "roles.meeting.hostile": views.meeting(MEETING, [BAD]), "roles.meeting.longest": views.meeting(MEETING, _many(12)),
    "role": card(Turn(role=SCRIBE, one=None), history=["1 December: meeting 4: Bob Lindqvist stepped in"]),
    "role.member": card(Turn(role=SCRIBE, one=None), may_change=False, never=True),
    "role.standing": card(STANDING), "role.standing.mine": card(replace(STANDING, mine=True), may_change=False),
    "role.standing.free": card(Turn(role=CORRESPONDENT, one=None)), "role.hostile": card(BAD, NASTY_GROUP), "role.longest": card(LONG),
    "role.swap": views.swap_choices((MINE, MEETING), [(THEIRS, LATER)]), "role.swap.none": views.swap_choices((MINE, MEETING), []),
    "role.settled": views.settled("✓ You are not Scribe."),
    "role.organiser": views.organiser(GROUP, ["Alice Moreau"], ["1 December: Alice Moreau was handed it"], ORGANISER_DUTIES, mine=True),
    "role.organiser.member": views.organiser(NASTY_GROUP, ["<!here>"], [], ORGANISER_DUTIES, mine=False, said="✓ They are asked."),
    "role.yours": letters.yours(MEETING, GROUP, [MINE, replace(OPEN, name="Alice Moreau", why="not yet in 9 meetings", mine=True)],
                                tz="Europe/Berlin"),
    "role.yours.instead": letters.yours(MEETING, GROUP, [replace(MINE, one=replace(HELD, why="accepted"))], tz="America/New_York",
                                        was="Bob Lindqvist", new=True),
    "role.yours.hostile": letters.yours(MEETING, NASTY_GROUP, [BAD], tz="America/New_York", was="<!here>"),
    "role.yours.longest": letters.yours(MEETING, GROUP, _many(4), tz="America/New_York"),
    "role.term": letters.term(GROUP, replace(STANDING, mine=True)),
    "role.unclaimed": letters.unclaimed(MEETING, GROUP, [OPEN, replace(OPEN, role=NASTY)]),
    "role.unclaimed.hostile": letters.unclaimed(MEETING, NASTY_GROUP, [replace(BAD, name="")]),
    "role.line": letters.line(NASTY_GROUP, "<!here> steps in for you: Scribe."),
    "role.organises": letters.organises(GROUP, "Alice Moreau has handed over: Bob Lindqvist organises it from now on."),
    **{f"role.asked.{what}": letters.question(what, 3, who="<!here>", group=GROUP, give="Scribe on 1 December", take="Scribe on 5 January")
       for what in Ask},
    "hours": hours_views.mine(GROUP, [QUARTER, replace(QUARTER, quarter=3, mine=timedelta(0), meetings=0, held=1)]),
    "hours.none": hours_views.mine(NASTY_GROUP, []),
}
VIEWS = {
    "form.role": views.form(GROUP, nonce="n", name="Snacks", duties="Bring fruit"),
    "form.role.edit": views.form(GROUP, nonce="n", role=LONGEST), "form.role.scribe": views.form(GROUP, nonce="n", role=SCRIBE),
    "form.role.give": views.person_form("Give this role", views.Ids.GIVE_FORM, 3, nonce="n", hint="They can say no."),
    "form.role.hand": views.person_form("Hand over", views.Ids.HAND_FORM, 1, nonce="n", hint="They are asked."),
}
