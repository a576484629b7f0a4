"""What is said of charter, mission, expectations and the path of a setup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.views import charter as views
from bot.views import charter_forms as forms
from bot.views import expectations as expectation_views
from bot.views import groups as group_views
from bot.views import missions as mission_views
from bot.views import setup_path as path_views
from bot.views.charter import Card, Whole
from mentoring.charter import Alike, Change, Charter, Joining, Silence
from mentoring.expectations import SHARES, Expectations, usual
from mentoring.missions import Mission, Proposal, State
from mentoring.people import Group
from mentoring.setup_path import Path, Step

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
NASTY_GROUP = replace(GROUP, name="<!here>")
EMPTY = Whole(group=GROUP, charter=Charter(group_id=1), members=2)
FULL = Whole(
    group=GROUP, members=7,
    charter=Charter(group_id=1, peers="Hospitalists of any rank who teach", alike=(Alike.DEPARTMENT, Alike.MINORITY), size_min=3,
                    size_why="a small division", joining=Joining.VOTE, joining_when="Each January", ends=date(2028, 6, 30),
                    end_event="the last of us is promoted", round_month=9, silence=Silence.PAUSE, endorsement="Time well spent.",
                    endorser="Dr. Chair", endorsed=date(2026, 11, 20), version=4),
    mission=Mission(group_id=1, number=2, exist="help each other teach", gain="honest feedback and two papers a year", by="Alice Moreau",
                    decided="adopted by vote: 4 of 7 said yes", adopted=NOW),
    expectations=Expectations(id=3, group_id=1, number=2, agreed=usual(), shares=("lead", "draft"), words="Cake on birthdays.",
                              accepted=5, members=7, mine=True))
BAD = "<!channel> *b* <https://evil.example|x> =1+1"
NASTY = replace(FULL, group=NASTY_GROUP, charter=replace(FULL.charter, peers=BAD, size_why=BAD, joining_when=BAD, end_event=BAD,
                                                         endorsement=BAD, endorser="<@U1>"),
                mission=replace(FULL.mission, exist=BAD, gain=BAD, by="<!everyone>"),
                expectations=replace(FULL.expectations, words=BAD, mine=False))
LONGEST = replace(FULL, group=replace(GROUP, name="G" * 80),
                  charter=replace(FULL.charter, peers="P" * 200, alike=tuple(Alike), size_why="W" * 300, joining_when="J" * 150,
                                  end_event="E" * 150, endorsement="C" * 1000, endorser="D" * 150),
                  mission=replace(FULL.mission, exist="X" * 500, gain="Y" * 500, by="Z" * 80),
                  expectations=replace(FULL.expectations, shares=tuple(n for n, _ in SHARES), words="V" * 1000))
CHANGES = [Change(group_id=1, what="mission", said="We exist to help. Before: We exist to talk.",
                  decided="adopted by vote: 4 of 7 said yes", by_id=1, by="Alice Moreau", at=NOW),
           Change(group_id=1, what="size", said="4 to 12 members, ideally 7.", decided="", by_id=None, at=NOW)]
PROPOSAL = Proposal(id=5, group_id=1, exist="help each other write", gain="a reader for every draft", why="We write more than we teach.",
                    by_id=1, by="Alice Moreau", created=NOW, yes=2, no=1, members=7, mine="yes")
NASTY_PROPOSAL = replace(PROPOSAL, exist=BAD, gain=BAD, why="<!here>", by="<!everyone>")
LONGEST_PROPOSAL = replace(PROPOSAL, exist="X" * 500, gain="Y" * 500, why="W" * 500, by="Z" * 80)
CARD = Card(group_id=1, name="Hospitalist peers", charter=FULL.charter, exist="help each other teach")
PART = Path(done=frozenset([Step.PEERS, Step.SIZE, Step.MISSION]), aside=frozenset([Step.JOINING]))
ALL = Path(done=frozenset(Step), aside=frozenset())
NONE = Path(done=frozenset(), aside=frozenset())

MESSAGES = {
    "charter.post": views.post(FULL), "charter.post.empty": views.post(EMPTY), "charter.post.hostile": views.post(NASTY),
    "charter.post.longest": views.post(LONGEST),
    "charter": views.card(FULL, organiser=True, said="✓ Saved."), "charter.empty": views.card(EMPTY, organiser=False),
    "charter.hostile": views.card(NASTY, organiser=True), "charter.longest": views.card(LONGEST, organiser=True),
    "charter.parts": views.parts(FULL, said="✓ Who is a peer here is decided."), "charter.parts.empty": views.parts(EMPTY),
    "charter.parts.hostile": views.parts(NASTY), "charter.parts.longest": views.parts(LONGEST),
    "charter.history": views.history(GROUP, CHANGES, NEW_YORK), "charter.history.none": views.history(NASTY_GROUP, [], NEW_YORK),
    "charter.history.hostile": views.history(GROUP, [replace(CHANGES[0], said=BAD, by="<@U1>")], NEW_YORK),
    "charter.history.longest": views.history(GROUP, [replace(CHANGES[0], said="S" * 1000, by="B" * 80, decided="D" * 150)] * 60, NEW_YORK),
    "charter.about": views.public([CARD, replace(CARD, group_id=2, full=True), replace(CARD, group_id=3, mine=True)], join="members.ask"),
    "charter.about.none": views.public([]),
    "charter.about.hostile": views.public([replace(CARD, name="<!here>", charter=NASTY.charter, exist=BAD)]),
    "charter.about.longest": views.public([replace(CARD, group_id=n, name="G" * 80, charter=LONGEST.charter, exist="X" * 500)
                                           for n in range(30)]),
    "expectations": expectation_views.card(GROUP, FULL.expectations, organiser=True, said="✓ Saved."),
    "expectations.none": expectation_views.card(GROUP, None, organiser=True),
    "expectations.none.member": expectation_views.card(GROUP, None, organiser=False),
    "expectations.hostile": expectation_views.card(NASTY_GROUP, NASTY.expectations, organiser=False),
    "expectations.longest": expectation_views.card(LONGEST.group, LONGEST.expectations, organiser=True),
    "expectations.changed": expectation_views.changed(
        GROUP, FULL.expectations, replace(FULL.expectations, number=3, agreed=usual() | {"devices": "away"}, words="", accepted=1)),
    "expectations.changed.hostile": expectation_views.changed(NASTY_GROUP, FULL.expectations, NASTY.expectations),
    "mission.proposed": mission_views.proposed(PROPOSAL), "mission.proposed.hostile": mission_views.proposed(NASTY_PROPOSAL),
    "mission.proposed.longest": mission_views.proposed(LONGEST_PROPOSAL),
    "mission.adopted": mission_views.proposed(replace(PROPOSAL, yes=4, state=State.ADOPTED)),
    "mission.declined": mission_views.proposed(replace(PROPOSAL, no=4, state=State.DECLINED)),
    "mission.voted": mission_views.own_vote(PROPOSAL, may_withdraw=True),
    "mission.voted.not": mission_views.own_vote(replace(NASTY_PROPOSAL, mine=""), may_withdraw=False),
    "mission.withdrawn": mission_views.own_vote(replace(PROPOSAL, state=State.WITHDRAWN), may_withdraw=False),
    "mission.comment": mission_views.comment("Bob Lindqvist", "I would say “clinicians”."),
    "mission.comment.hostile": mission_views.comment("<!here>", BAD), "mission.commented": mission_views.commented(PROPOSAL),
    "mission": mission_views.card(GROUP, FULL.mission, [PROPOSAL], organiser=True, review=True, said="✓ Proposed in the channel."),
    "mission.none": mission_views.card(GROUP, None, [], organiser=False, review=False),
    "mission.hostile": mission_views.card(NASTY_GROUP, NASTY.mission, [NASTY_PROPOSAL], organiser=False, review=False),
    "mission.longest": mission_views.card(LONGEST.group, LONGEST.mission, [replace(LONGEST_PROPOSAL, id=n) for n in range(5)],
                                          organiser=True, review=True),
    "mission.review": mission_views.review(GROUP, FULL.mission), "mission.review.hostile": mission_views.review(NASTY_GROUP, NASTY.mission),
    "setup.path": path_views.checklist(EMPTY, NONE, said=group_views.saved_line(GROUP, new=True),
                                       outside=group_views.outside(GROUP, ["U2"])),
    "setup.path.part": path_views.checklist(FULL, PART), "setup.path.whole": path_views.checklist(FULL, ALL),
    "setup.path.hostile": path_views.checklist(NASTY, ALL, said=group_views.saved_line(NASTY_GROUP, new=False)),
    "setup.path.longest": path_views.checklist(LONGEST, ALL),
}
VIEWS = {
    "form.charter.peers": forms.peers(GROUP, EMPTY.charter, nonce="n"),
    "form.charter.peers.example": forms.peers(GROUP, EMPTY.charter, nonce="n", example=2, path=True),
    "form.charter.peers.longest": forms.peers(GROUP, LONGEST.charter, nonce="n"),
    "form.charter.size": forms.size(GROUP, FULL.charter, members=7, nonce="n"),
    "form.charter.joining": forms.joining(GROUP, FULL.charter, nonce="n"),
    "form.charter.joining.longest": forms.joining(GROUP, LONGEST.charter, nonce="n"),
    "form.charter.endorsement": forms.endorsement(GROUP, LONGEST.charter, today=date(2026, 11, 23), nonce="n"),
    "form.expectations": expectation_views.form(GROUP, None, nonce="n"),
    "form.expectations.longest": expectation_views.form(GROUP, LONGEST.expectations, nonce="n"),
    "form.mission.first": mission_views.form(GROUP, nonce="n", mission=None, holds=True),
    "form.mission": mission_views.form(GROUP, nonce="n", mission=LONGEST.mission, holds=False),
    "form.mission.comment": mission_views.comment_form(NASTY_PROPOSAL, nonce="n"),
}
