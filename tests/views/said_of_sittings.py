"""What is said of a meeting that is held, its minutes, and the agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.views import agenda, minutes, sittings
from bot.views.minutes import Paper
from bot.views.sittings import Doubt, Opening
from mentoring.agenda import Item, Part, timed
from mentoring.attendance import Count
from mentoring.meetings import Meeting, Reply
from mentoring.people import Group
from mentoring.readings import Reading
from mentoring.records import Entry, ItemKind, Present, Record, Who

NOW = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
MEETING = Meeting(id=4, group_id=1, series_id=1, number=4, nominal=date(2026, 12, 1), day=date(2026, 12, 1), time="07:30",
                  tz="America/New_York", tzdata="2026a", starts=NOW, minutes=60, place="Library, room 2", link="https://zoom.example/j/1",
                  note="Bring your drafts", created=NOW, revised=NOW)
HOSTILE = "<!channel> *b* &lt;b&gt; <@U9> <https://evil.example|click> =1+1"
NAMES = {"U1": "Alice Moreau", "U2": "Bob Lindqvist", "U3": "Carol Adeyemi"}
COUNT = Count(yes=("U1", "U2"), late=("U3",), no=("U4",), away=(), silent=("U5",))
ITEMS = timed([Item(part=Part.CARRIED, id=1, text="The survey", carried=2),
               Item(part=Part.SESSION, id=1, text="Giving feedback", who="Carol Adeyemi", under="practise two phrasings"),
               Item(part=Part.TOPIC, id=1, text="Negotiating protected time", who="Bob Lindqvist"),
               Item(part=Part.CLOSE, text="What we decided, who does what", minutes=5)], 60, {})
READING = Reading(id=1, group_id=1, meeting_id=4, title="How to give feedback", link="https://example.org/feedback", minutes=15,
                  by="Bob Lindqvist", created=NOW)
POINT = Item(part=Part.POINT, id=4, text="Protected time", who="Bob Lindqvist", minutes=10)
OPENING = Opening(meeting=MEETING, group=GROUP, count=COUNT, replies=[Reply(person_id=4, user="U4", word="My draft is in the folder.")],
                  items=ITEMS,
                  open_actions=["#7 Draft the survey — Bob Lindqvist, was due Friday 27 November"],
                  questions=["Do we need ethics approval?"], lead="U1", checker="U2", here=["U2"], names=NAMES,
                  abroad=True)
ALICE, BOB = Who(user="U1", name="Alice Moreau"), Who(user="U2", name="Bob Lindqvist")
ENTRIES = (
    Entry(key="1.1", kind=ItemKind.TOPIC, text="Protected time", ts="1764592200.000100", author=ALICE),
    Entry(key="2.1", kind=ItemKind.NOTE, text="The chair agrees in principle", topic="1.1", ts="1764592201.000100", author=BOB),
    Entry(key="3.1", kind=ItemKind.DECISION, text="We ask for half a day a week", topic="1.1", ts="1764592202.000100", author=ALICE),
    Entry(key="4.1", kind=ItemKind.ACTION, text="draft the letter", topic="1.1", owners=(BOB,), due=date(2026, 12, 11), due_time="17:00",
          ts="1764592203.000100", author=ALICE),
    Entry(key="5.1", kind=ItemKind.ACTION, text="book the room", ts="1764592204.000100", author=ALICE, after=True),
    Entry(key="6.1", kind=ItemKind.QUESTION, text="Who signs it?", ts="1764592205.000100", author=BOB),
    Entry(key="7.1", kind=ItemKind.IDEA, text="A template for all", ts="1764592206.000100", author=BOB))
RECORD = Record(group="Hospitalist peers", number=4, starts=NOW, ends=NOW + timedelta(minutes=62), tz="America/New_York", channel="C1",
                ts="1764592199.000100", lead=ALICE, scribe=BOB, present=(Present(who=ALICE), Present(who=BOB, late=True)),
                regrets=(Who(user="U3", name="Carol Adeyemi"),), entries=ENTRIES, carried=("The survey",))
PAPER = Paper(record=RECORD, meeting_id=4, names=NAMES, today=NOW.date(),
              link=lambda ts: f"https://peers.slack.com/archives/C1/p{ts.replace('.', '')}")
MANY = tuple(replace(ENTRIES[3], key=f"9{n}.1", text="W" * 2000) for n in range(120))
LONG = replace(PAPER, record=replace(RECORD, entries=MANY))
NASTY = replace(PAPER, record=replace(RECORD, entries=tuple(replace(e, text=HOSTILE) for e in ENTRIES), group="<!here>"))
EMPTY = replace(PAPER, record=replace(RECORD, entries=(), present=(), regrets=(), carried=()))
DOUBT = Doubt(meeting_id=4, key="4.1", text="Draft the survey", owner=True, date=True)


def draft(paper=PAPER, **more):
    return minutes.draft(paper, **({"checker": "Bob Lindqvist", "right": 0, "wishes": [], "until": "Thursday 3 December"} | more))


MESSAGES = {
    "sitting.opening": sittings.opening(OPENING), "sitting.late": sittings.opening(replace(OPENING, late=True)),
    "sitting.over": sittings.opening(replace(OPENING, over=True)),
    "sitting.bare": sittings.opening(Opening(meeting=replace(MEETING, place="", link="", note=""), group=GROUP, replies=(),
                                             count=Count(yes=(), late=(), no=(), away=(), silent=()))),
    "sitting.longest": sittings.opening(replace(
        OPENING, items=[replace(ITEMS[1], text="W" * 500, who="x" * 80, under="u" * 500)] * 60, readings=[READING] * 8,
        open_actions=["W" * 500] * 60, questions=["Q" * 500] * 60,
        count=Count(yes=tuple(f"U{n}" for n in range(60)), late=(), no=(), away=(), silent=()),
        replies=[Reply(person_id=n, user=f"U{n}", word="W" * 1000) for n in range(12)])),
    "sitting.hostile": sittings.opening(replace(
        OPENING, group=replace(GROUP, name="<!channel>"),
        items=[Item(part=Part.POINT, id=1, text=HOSTILE, who="<!channel>", carried=1, under=HOSTILE)])),
    "thread.how": sittings.how_to(), "thread.caught": sittings.caught_up(14), "thread.caught.one": sittings.caught_up(1),
    "thread.closing": sittings.closing_soon(4, 15), "thread.leads": sittings.leads("U1"),
    "thread.sensitive": sittings.sensitive(), "thread.late": sittings.too_late(4),
    "thread.doubt": sittings.doubt(DOUBT, NAMES), "thread.doubt.date": sittings.doubt(replace(DOUBT, owner=False), NAMES),
    "thread.doubt.two": sittings.doubt(replace(DOUBT, people=[("U1", "Sam Adams"), ("U2", "Sam Brown")]), NAMES),
    "thread.doubt.unknown": sittings.doubt(replace(DOUBT, unknown="Jenny"), NAMES),
    "thread.doubt.all": sittings.doubt(replace(DOUBT, everyone=True, date=False), NAMES),
    "thread.doubt.past": sittings.doubt(replace(DOUBT, owner=False, asks="That day is behind us. By when?"), NAMES),
    "thread.doubt.hostile": sittings.doubt(replace(DOUBT, text=HOSTILE, unknown="<!here>"), NAMES),
    "thread.no_doubt": sittings.no_doubt(HOSTILE, NAMES, ENTRIES[3]),
    "sitting.settled": sittings.settled("✓ Settled."), "sitting.here": sittings.here(4, 4),
    "draft": draft(), "draft.right": draft(right=2), "draft.wishes": draft(wishes=[("Carol", "The date is wrong <!here>")]),
    "draft.approved": draft(replace(PAPER, record=replace(RECORD, version=2)), approved=True),
    "draft.longest": draft(LONG), "draft.hostile": draft(NASTY), "draft.empty": draft(EMPTY, checker=None),
    "minutes.post": minutes.approved(replace(PAPER, record=replace(RECORD, version=1))),
    "minutes.post.again": minutes.approved(replace(PAPER, record=replace(RECORD, version=2)), changed="taken out: <!here>"),
    "minutes.post.longest": minutes.approved(LONG), "minutes.post.hostile": minutes.approved(NASTY),
    "minutes.post.empty": minutes.approved(EMPTY), "minutes.shown": minutes.shown(PAPER, may_change=True, group=GROUP),
    "minutes.read": minutes.shown(PAPER, may_change=False, group=GROUP),
    "minutes.shown.longest": minutes.shown(LONG, may_change=True, group=GROUP),
    "minutes.shown.empty": minutes.shown(EMPTY, may_change=True, group=GROUP),
    "minutes.shown.hostile": minutes.shown(NASTY, may_change=True, group=GROUP), "minutes.removed": minutes.removed(PAPER, ENTRIES[2]),
    "agenda": agenda.listing(GROUP, MEETING, ITEMS, questions=[(9, "Do we need ethics approval?")], readings=[READING], organiser=True,
                             said="✓ It is on the table."),
    "agenda.empty": agenda.listing(GROUP, None, []), "agenda.points": agenda.listing(GROUP, None, [POINT]),
    "agenda.longest": agenda.listing(GROUP, MEETING, [replace(POINT, id=n, text="W" * 500, who="x" * 80, carried=n) for n in range(60)],
                                     questions=[(n, "Q" * 500) for n in range(60)], readings=[READING] * 8, organiser=True),
    "agenda.hostile": agenda.listing(replace(GROUP, name="<!here>"), MEETING, [replace(POINT, text=HOSTILE, who="<!here>"),
                                                                             replace(ITEMS[1], text=HOSTILE, under=HOSTILE)],
                                     readings=[replace(READING, title=HOSTILE)]),
    "agenda.open": agenda.listing(GROUP, MEETING, [POINT], kept_open=True, organiser=True),
    "agenda.readings": agenda.readings(GROUP, [(READING, MEETING),
                                               (replace(READING, id=2, minutes=None, by=""), None)], mine=frozenset([1])),
    "agenda.readings.none": agenda.readings(GROUP, []), "sitting.mind": sittings.on_your_mind(GROUP),
    "sitting.open": sittings.opening(replace(OPENING, items=[], kept_open=True, readings=[READING])),
}
VIEWS = {
    "form.item": sittings.item_form(MEETING, nonce="n", topics=[("1.1", "Protected time")]),
    "form.item.edit": sittings.item_form(MEETING, nonce="n", topics=[("1.1", "W" * 500)], kind=ItemKind.DECISION, text="W" * 2000,
                                         owners=["U1"], due=date(2026, 12, 11), topic="1.1", key="3.1"),
    "form.change": sittings.change_form(4, 4, nonce="n"), "form.agenda": agenda.form(GROUP, nonce="n", text="x"),
    "form.times": agenda.times_form(GROUP, MEETING, ITEMS, {"topic:1": 17}, nonce="n"),
    "form.reading": agenda.reading_form(GROUP, MEETING, nonce="n"),
}
