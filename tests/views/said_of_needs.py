"""What is said of a needs assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.services.assessments import Stand
from bot.views import assessments as views
from mentoring.assessments import BY_KEY, SUBJECTS, Gap, Marks, Round
from mentoring.people import Group

GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
OPEN = Round(id=3, group_id=1, begun=AT, due=AT, members=7)
CLOSED = replace(OPEN, closed=AT, answered=6, results={}, own=("Sabbaticals",))
GAPS = (Gap(key="complexities1", want=None, said=None, share=100, most=True), Gap(key="career2", want=3, said=5, share=60, before=80),
        Gap(key="growth1", want=2, said=5, share=40, before=40))
FULL = tuple(Gap(key=key, want=4, said=5, share=80) for key in BY_KEY)
MARKS = Marks(important={s.key: 2 for s in SUBJECTS}, sure={s.key: 0 for s in SUBJECTS}, own=("W" * 100,) * 3)
STAND = Stand(round=CLOSED, group=GROUP, organiser=True, enough=True, gaps=GAPS)

MESSAGES = {
    "needs.closed": views.closed(),
    "needs.asked": views.asked(OPEN, GROUP, "Europe/Berlin"),
    "needs.asked.hostile": views.asked(OPEN, replace(GROUP, name="<!here>"), "UTC"),
    "needs.thanks": views.thanks(OPEN), "needs.none": views.none(GROUP, True), "needs.none.member": views.none(GROUP, False),
    "needs.begun": views.begun(OPEN, GROUP), "needs.open": views.running(OPEN, GROUP, mine=False, organiser=True),
    "needs.answered": views.running(OPEN, GROUP, mine=True, organiser=False), "needs.results": views.results(STAND),
    "needs.results.longest": views.results(replace(STAND, gaps=FULL, round=replace(CLOSED, own=("W" * 100,) * 30))),
    "needs.results.hostile": views.results(replace(STAND, round=replace(CLOSED, own=("<!channel> *x*",)))),
    "needs.results.small": views.results(replace(STAND, round=replace(CLOSED, answered=4, members=4, own=()),
                                                 gaps=tuple(replace(g, want=None, said=None, before=None, most=False) for g in GAPS))),
    "needs.results.few": views.results(replace(STAND, enough=False, gaps=())),
    "needs.results.small.few": views.results(replace(STAND, enough=False, gaps=(), round=replace(CLOSED, members=4))),
    "needs.results.nothing": views.results(replace(STAND, gaps=(), round=replace(CLOSED, own=()))),
}
VIEWS = {f"form.needs.{n}": views.page(OPEN, n, MARKS if n % 2 else Marks(important={}, sure={}), nonce="n") for n in range(4)}
