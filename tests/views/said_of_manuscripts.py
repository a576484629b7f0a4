"""What is said of manuscripts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import manuscripts as views
from mentoring.manuscripts import Manuscript, Reader, State
from mentoring.people import Group, Person

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY = "<!channel> *b* <https://evil.example|x>"
ONE = Manuscript(id=4, group_id=1, author_id=2, author="Alice Moreau", title="Draft of our review", link="https://example.org/review",
                 due=date(2026, 12, 12), created=NOW)
BOB = Reader(person_id=3, user="U3", name="Bob Lindqvist", taken=NOW)
CAROL = Reader(person_id=5, user="U5", name="Carol Nguyen", taken=NOW, returned=NOW)
TAKEN, FULL = replace(ONE, readers=(BOB,)), replace(ONE, readers=(BOB, CAROL))
BACK = replace(ONE, state=State.BACK, readers=(replace(BOB, returned=NOW), CAROL))
WITHDRAWN = replace(ONE, state=State.WITHDRAWN)
LONGEST = replace(ONE, title="W" * 150, link="https://example.org/" + "x" * 480, author="A" * 80,
                  readers=(replace(BOB, name="B" * 80), replace(CAROL, name="C" * 80)))
HOSTILE = replace(ONE, title=NASTY, author=NASTY, readers=(replace(BOB, name=NASTY),))
TURN = [Person(id=n, workspace="T1", user=f"U{n}", name=name) for n, name in ((3, "Bob Lindqvist"), (5, "Carol Nguyen"))]


def numbered(*ones: Manuscript) -> list[Manuscript]:
    return [replace(o, id=n) for n, o in enumerate(ones, 4)]


MESSAGES = {
    "manuscript.asked": views.asked(ONE, TURN), "manuscript.asked.taken": views.asked(TAKEN, []),
    "manuscript.asked.full": views.asked(FULL, []), "manuscript.asked.back": views.asked(BACK, []),
    "manuscript.asked.withdrawn": views.asked(WITHDRAWN, []), "manuscript.asked.longest": views.asked(LONGEST, TURN),
    "manuscript.asked.hostile": views.asked(HOSTILE, [replace(TURN[0], name=NASTY)]),
    "manuscript.list": views.listing(GROUP, numbered(ONE, TAKEN, BACK, WITHDRAWN), 2, said="✓ Asked in the channel."),
    "manuscript.list.reader": views.listing(GROUP, numbered(TAKEN, FULL, ONE), 3), "manuscript.list.none": views.listing(GROUP, [], 3),
    "manuscript.list.longest": views.listing(GROUP, numbered(*[LONGEST] * 15), 2),
    "manuscript.list.hostile": views.listing(GROUP, [HOSTILE], 3),
    "manuscript.turn": views.your_turn(ONE, GROUP), "manuscript.turn.hostile": views.your_turn(HOSTILE, replace(GROUP, name=NASTY)),
    "manuscript.due": views.due_soon(ONE), "manuscript.mine": views.mine(ONE),
    "manuscript.taken": views.taken(ONE, "Bob Lindqvist"), "manuscript.given_up": views.given_up(ONE, "Bob Lindqvist"),
    "manuscript.back": views.back(ONE, NASTY),
}
VIEWS = {
    "form.manuscript": views.form(GROUP, nonce="n"),
    "form.manuscript.typed": views.form(GROUP, nonce="n", title="Draft", link="https://example.org/d", due=date(2026, 12, 12)),
}
