"""What is said of shared goals that are alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import overlaps as views
from mentoring.goals import Goal, Scope, Visibility
from mentoring.overlaps import Overlap, Wish
from mentoring.people import Group, Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
BOB = Person(id=3, workspace="T1", user="U3", name="Bob Lindqvist")
NASTY = "<!channel> *b* <https://evil.example|x>"
MINE = Goal(id=7, owner_id=2, owner="U2", group_id=1, scope=Scope.OWN, number=3, what="Publish on bedside teaching",
            due=date(2027, 6, 30), created=NOW, touched=NOW, visibility=Visibility.SHARED)
THEIRS = replace(MINE, id=8, owner_id=3, owner="U3", what="A paper about bedside teaching")
ONE = Overlap(id=4, group_id=1, goal=MINE, other=THEIRS)


def said(mine: Wish, theirs: Wish | None = None) -> Overlap:
    return replace(ONE, said={2: mine} | ({3: theirs} if theirs else {}))


MESSAGES = {
    "overlap.asked": views.asked(ONE, MINE, THEIRS, BOB, GROUP),
    "overlap.asked.longest": views.asked(ONE, replace(MINE, what="W" * 3000), replace(THEIRS, what="V" * 3000), BOB, GROUP),
    "overlap.asked.hostile": views.asked(ONE, replace(MINE, what=NASTY), replace(THEIRS, what=NASTY), replace(BOB, name=NASTY),
                                         replace(GROUP, name=NASTY)),
    "overlap.over": views.over(), "overlap.noted": views.noted(said(Wish.JOIN), 2, BOB),
    "overlap.passed": views.noted(said(Wish.PASS, Wish.JOIN), 2, BOB), "overlap.unheard": views.noted(said(Wish.JOIN, Wish.PASS), 2, BOB),
    "overlap.both": views.noted(said(Wish.JOIN, Wish.JOIN), 2, BOB), "overlap.divide": views.both(said(Wish.DIVIDE, Wish.DIVIDE), 2, BOB),
    "overlap.differ": views.both(said(Wish.DIVIDE, Wish.JOIN), 2, replace(BOB, name=NASTY)),
}
VIEWS = {}
