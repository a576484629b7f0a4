"""What is said of awards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import awards as views
from mentoring.awards import Award, State
from mentoring.people import Group

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY = "<!channel> *b* <https://evil.example|x>"
OPEN = Award(id=4, group_id=1, name="Teaching award of the school", link="https://example.org/award", note="Up to ten years after training",
             deadline=date(2027, 3, 15), added_by=2, created=NOW)
CHOSEN = replace(OPEN, state=State.CHOSEN, nominee_id=2, nominee="Alice Moreau", writer_id=3, writer="Bob Lindqvist", action_id=8)
WON, NOT, LEFT = (replace(CHOSEN, state=s, settled=NOW) for s in (State.WON, State.NOT_THIS_TIME, State.LEFT))
LONGEST = replace(CHOSEN, name="W" * 120, note="N" * 300, link="https://example.org/" + "x" * 480, nominee="A" * 80, writer="B" * 80)
HOSTILE = replace(CHOSEN, name=NASTY, note=NASTY, nominee=NASTY, writer=NASTY)


def numbered(*awards: Award) -> list[Award]:
    return [replace(a, id=n) for n, a in enumerate(awards, 4)]


MESSAGES = {
    "award.who": views.who_fits(OPEN), "award.who.chosen": views.who_fits(CHOSEN), "award.who.won": views.who_fits(WON),
    "award.who.longest": views.who_fits(LONGEST), "award.who.hostile": views.who_fits(HOSTILE),
    "award.list": views.listing(GROUP, numbered(OPEN, CHOSEN, WON, NOT, LEFT), me=2, organiser=False, said="✓ It is in."),
    "award.list.member": views.listing(GROUP, numbered(OPEN, replace(CHOSEN, link="", note="")), me=3, organiser=False),
    "award.list.none": views.listing(GROUP, [], me=2, organiser=True),
    "award.list.longest": views.listing(GROUP, numbered(*[LONGEST] * 20), me=2, organiser=True),
    "award.list.hostile": views.listing(GROUP, [HOSTILE], me=2, organiser=True, said=NASTY),
    "award.nominated": views.you_are_nominated(CHOSEN, GROUP), "award.ended": views.how_did_it_end(CHOSEN),
    "award.won": views.you_have_won(WON), "award.won.hostile": views.you_have_won(HOSTILE),
    "award.kept": views.kept(WON, "🏆 congratulations!", share=True), "award.kept.not": views.kept(NOT, "Not this time."),
}
VIEWS = {
    "form.award": views.form(GROUP, nonce="n"),
    "form.award.typed": views.form(GROUP, nonce="n", name=OPEN.name, link=OPEN.link, deadline=OPEN.deadline),
    "form.award.name": views.name_form(OPEN, nonce="n"), "form.award.name.longest": views.name_form(LONGEST, nonce="n"),
}
