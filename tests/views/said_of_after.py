"""What is said after a meeting: what a search found, files, the running list, the consult round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import catching_up, history, minutes_files, minutes_search, rounds
from bot.views.catching_up import Missed
from bot.views.history import Held
from bot.views.minutes_search import Hit, Page
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.records import ItemKind, Who
from mentoring.rounds import PHASES, Round

GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
AT = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
BOB = Who(user="U2", name="Bob Lindqvist")
HOSTILE = "<!channel> *b* <b> @U9 https://evil.example =1+1"
HIT = Hit(kind=ItemKind.DECISION, text="We ask for half a day a week", spans=((11, 15), (18, 21)), owners=(), due=None, state=None, at=AT,
          meeting_id=4, number=4, link="https://peers.slack.com/archives/C1/p1764592202000100")
ACTION = replace(HIT, kind=ItemKind.ACTION, text="draft the letter about the day", spans=((27, 30),), owners=(BOB,), due=date(2026, 12, 11))
LONG = "begins here " * 40 + "needle" + " and goes on" * 300
FOUND = Page(group=GROUP, text="day", words="day", page=1, more=False, names={"U2": "Bob Lindqvist"}, said=(), hits=(
    HIT, ACTION, replace(ACTION, owners=(), due=None, state="done", link="", number=3, meeting_id=3)))
HELD = Held(meeting_id=4, number=4, day=date(2026, 12, 1), topics=["Protected time", "The survey"],
            fields=["General career"], lead="Alice Moreau",
            present=["Alice Moreau", "Bob Lindqvist"], decisions=1, actions=2, done=1, in_time=1, state="approved",
            link="https://peers.slack.com/archives/C1/p1764592199000100")
LIST = history.Page(group=GROUP, held=[HELD, replace(HELD, number=3, topics=(), lead="", present=(), decisions=0, actions=0, state="draft",
                                                     link="")], page=2, pages=3, total=22, decisions=30, actions=41, done=30, in_time=25)
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=AT, minutes=60, created=AT, revised=AT)
OWN = ([{"type": "text", "text": "#7 "}, {"type": "text", "text": "draft the letter", "style": {"bold": True}}], date(2026, 12, 11))
MISSED = Missed(group=GROUP, meetings=[MEETING], decisions=["We ask for half a day a week"], more=2, own=[OWN, (OWN[0], None)], more_own=1,
                ahead=replace(MEETING, id=5, number=5))


def back(*missed):
    return catching_up.back(missed, absence_id=3, today=date(2026, 12, 7), tz="Europe/Berlin")


def step(index, name="Bob Lindqvist", minutes=20):
    return rounds.phase(4, 1, Round(presenter="U2", minutes=minutes, begun=(AT,) * (index + 1)), name)


MESSAGES = {
    **{f"round.{phase}": step(n) for n, phase in enumerate(PHASES)},
    "round.short": step(2, minutes=5), "round.hostile": step(4, "<!channel>"),
    "round.over": rounds.over("Bob Lindqvist"), "round.said": rounds.said("That round is over already."),
    "missed": back(MISSED, replace(MISSED, group=replace(GROUP, id=2, name="Educators"), decisions=(), own=(), more=0, more_own=0,
                                   ahead=None, meetings=[MEETING] * 2)),
    "missed.longest": back(*[replace(MISSED, decisions=["W" * 3000] * 5, meetings=[MEETING] * 9)] * 9),
    "missed.hostile": back(replace(MISSED, group=replace(GROUP, name="<!channel>"), decisions=[HOSTILE])),
    "history": history.listing(LIST), "history.empty": history.listing(replace(LIST, held=())),
    "history.longest": history.listing(replace(LIST, held=[replace(HELD, topics=["W" * 500] * 40, lead="x" * 80)] * 10)),
    "history.hostile": history.listing(replace(LIST, group=replace(GROUP, name="<!here>"), held=[
        replace(HELD, topics=[HOSTILE], lead=HOSTILE)])),
    "file.choose": minutes_files.choose(4, 4, GROUP, mail="mailto:?subject=Minutes&body=x"),
    "file.choose.hostile": minutes_files.choose(4, 4, replace(GROUP, name="<!channel>"), mail="mailto:?subject=%3C%21here%3E&body=x"),
    "file.coming": minutes_files.coming("Meeting 4 as PDF"),
    "search.found": minutes_search.found(FOUND),
    "search.filtered": minutes_search.found(replace(FOUND, more=True, page=2, said=("kind decision", "from Tuesday 1 September 2026"))),
    "search.nothing": minutes_search.found(replace(FOUND, hits=())),
    "search.longest": minutes_search.found(replace(FOUND, words="W" * 300, text="W" * 300, more=True, hits=[
        replace(ACTION, text=LONG, spans=((480, 486),), number=n, meeting_id=n, owners=(BOB,) * 30) for n in range(8)])),
    "search.hostile": minutes_search.found(replace(FOUND, words=HOSTILE, group=replace(GROUP, name="<!here>"), hits=[
        replace(HIT, text=HOSTILE, spans=((2, 9),)), replace(ACTION, text=HOSTILE, owners=(Who(user=None, name="<!everyone>"),))])),
}
VIEWS = {}
