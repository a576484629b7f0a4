"""``fold``: the same minutes for any order and doubling, never an error; reactions, corrections, topics, attendance."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from threads import GROUP, START, by_friday, read, thread, ts

from mentoring.minutes import Correction, Deed, Kind, Line, Reaction, fold, heard, marks, receipt

WORDS = st.sampled_from([
    "topic: ", "#topic ", "action: ", "#action ", "note: ", "decision: ", "question: ", "idea - ", "undo", "#undo", "present: ", "present+",
    "regrets: ", "agenda+ ", "end meeting", "#startmeeting", "#chair ", "#motion ", "#vote +1", "#close", "s/bob/carol/", "i/go/topic: x/",
    "bob ", "@carol ", "<@U1> ", "sam ", "Zed ", "and ", "to go", "will", "by Friday", "(bob)", "- carol", "\n", "\n- ", "  ", "...", "```",
    "&gt; ", "&amp;", "*", ":", "?", "everyone", "é", "\u200b", "zakim, take up item 1"])
TEXT = st.one_of(st.lists(WORDS, max_size=8).map("".join), st.text(max_size=40))
WHO = st.sampled_from(["U1", "U2", "U3", "UB", "U404"])
STAMP = st.integers(0, 9).map(lambda n: ts(n))
LINE = st.builds(Line, ts=STAMP, author=WHO, text=TEXT, edited_ts=st.none() | STAMP, deleted=st.booleans(), bot=st.booleans())
SIGN = st.sampled_from(["pushpin", "point_right", "white_check_mark", "bookmark_tabs", "wave"])
REACTION = st.builds(Reaction, ts=STAMP, user=WHO, name=SIGN,
                     gone=st.booleans(), at=STAMP)
KEYS = (st.builds("{}.{}".format, STAMP, st.integers(1, 3)) | st.just("m:1")
        | st.builds("r:{}:{}".format, STAMP, st.sampled_from(["note", "action"])))
VALUES = st.fixed_dictionaries({}, optional={
    "text": TEXT, "kind": st.sampled_from([*Kind, "nonsense"]), "owners": st.lists(WHO, max_size=2), "topic": st.none() | KEYS,
    "due": st.none() | st.just("2026-12-01") | st.just("soon") | st.just(date(2026, 12, 1))})
CORRECTION = st.builds(Correction, by=WHO, at=st.integers(0, 9).map(lambda n: START + timedelta(minutes=n)), key=KEYS,
                       deed=st.sampled_from(Deed), values=VALUES, number=st.integers(0, 3))


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=10), st.lists(REACTION, max_size=6), st.lists(CORRECTION, max_size=5), st.randoms(use_true_random=False))
def test_any_order_and_any_doubling_give_the_same_minutes_and_nothing_raises(lines, reactions, corrections, rng):
    def folded(lines, reactions, corrections):
        return fold(lines, reactions, corrections, people=GROUP, read_due=by_friday, leads=("U1",))
    whole = folded(lines, reactions, corrections)
    lines, reactions = [*lines, *lines], [*reactions, *reactions]
    for some in (lines, reactions, corrections):
        rng.shuffle(some)
    assert folded(lines, reactions, corrections) == whole


@settings(max_examples=150, deadline=None)
@given(TEXT)
def test_every_text_can_be_read_and_answered(text):
    for mark in marks(text):
        assert receipt(mark)
    heard(Line(ts=ts(0), author="U1", text=text), people=GROUP, read_due=by_friday)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, max_size=8))
def test_every_item_stands_under_one_topic_and_every_key_is_one_items(lines):
    minutes = read(*lines)
    listed = [key for topic in minutes.topics for part in (topic, *topic.subtopics) for key in part.items]
    heads = [part.key for topic in minutes.topics for part in (topic, *topic.subtopics) if part.key]
    assert sorted(listed + heads) == sorted(item.key for item in minutes.items)


def said(minutes, kind=Kind.NOTE):
    return [item.text for item in minutes.of(kind)]


def test_items_stand_under_the_topic_before_them_and_what_came_earlier_under_none():
    minutes = read(*thread(("U1", "note: early"), ("U1", "topic: A"), ("U2", "note: a"), ("U2", "subtopic: A1"), ("U3", "note: a1"),
                           ("U1", "topic: B"), ("U3", "decision: b")))
    assert [(topic.text, len(topic.items), [part.text for part in topic.subtopics]) for topic in minutes.topics] == [
        ("", 1, []), ("A", 1, ["A1"]), ("B", 1, [])]
    by_text = {item.text: item for item in minutes.items}
    assert by_text["a1"].topic == by_text["A1"].key and by_text["A1"].topic == by_text["A"].key


def test_a_reaction_makes_the_whole_message_an_item_of_its_author():
    lines = thread(("U2", "let us meet\non Mondays"), ("U3", "I send the survey by Friday"), ("U1", "<@U2> asks the dean"))
    minutes = read(*lines, reactions=(Reaction(ts=ts(0), user="U1", name="white_check_mark"),
                                      Reaction(ts=ts(1), user="U1", name="point_right"),
                                      Reaction(ts=ts(2), user="U3", name="point_right")), read_due=by_friday)
    (decision,), (survey, dean) = minutes.of(Kind.DECISION), minutes.of(Kind.ACTION)
    assert (decision.text, decision.author, decision.marked_by) == ("let us meet on Mondays", "U2", "U1")
    assert (survey.owners, survey.due, dean.owners) == (("U3",), date(2026, 11, 27), ("U2",))


def test_two_peoples_reactions_make_one_item_and_it_stays_while_one_stands():
    line = Line(ts=ts(0), author="U2", text="keep this")
    two = (Reaction(ts=ts(0), user="U1", name="pushpin", at=ts(1)), Reaction(ts=ts(0), user="U3", name="pushpin", at=ts(2)))
    away = replace(two[0], gone=True, at=ts(3))
    assert len(read(line, reactions=two).items) == 1
    assert len(read(line, reactions=(*two, away)).items) == 1
    assert read(line, reactions=(two[0], away)).items == ()


def test_the_bots_receipt_marks_nothing_and_a_tick_on_an_action_is_no_decision():
    line = Line(ts=ts(0), author="U2", text="action: bob to go")
    minutes = read(line, reactions=(Reaction(ts=ts(0), user="UB", name="pushpin"), Reaction(ts=ts(0), user="U2", name="white_check_mark"),
                                    Reaction(ts=ts(0), user="U1", name="point_right")))
    assert [item.kind for item in minutes.items] == [Kind.ACTION]


def at(minute: float) -> datetime:
    return START + timedelta(minutes=minute)


def test_any_item_can_be_removed_restored_edited_and_placed_in_any_order():
    lines = thread(("U1", "topic: A"), ("U1", "note: one"), ("U1", "topic: B"), ("U1", "action: bob to go"))
    one, go, a = f"{ts(1)}.1", f"{ts(3)}.1", f"{ts(0)}.1"
    edit = {"owners": ["U3"], "due": "2026-12-01", "text": "stay"}
    done = [Correction(by="U1", at=at(9), key=go, deed=Deed.EDIT, values=edit),
            Correction(by="U1", at=at(10), key=go, deed=Deed.PLACE, values={"topic": a}),
            Correction(by="U1", at=at(11), key=one, deed=Deed.REMOVE)]
    minutes = read(*lines, corrections=done)
    (action,) = minutes.of(Kind.ACTION)
    assert (action.text, action.owners, action.due, action.topic) == ("stay", ("U3",), date(2026, 12, 1), a)
    assert said(minutes) == [] and [item.key for item in minutes.removed] == [one]
    again = Correction(by="U1", at=at(12), key=one, deed=Deed.RESTORE)
    assert said(read(*lines, corrections=[again, *done])) == ["one"]


def test_an_entry_from_a_form_stands_where_the_meeting_was_when_it_was_made():
    lines = thread(("U1", "topic: A"), ("U1", "note: one"), ("U1", "topic: B"), ("U1", "note: two"))
    values = {"kind": "action", "text": "call", "owners": ["U2"], "due": None}
    form = Correction(by="U2", at=at(1.5), key="m:7", deed=Deed.ADD, values=values)
    minutes = read(*lines, corrections=[form])
    assert [item.key for item in minutes.items] == [f"{ts(0)}.1", f"{ts(1)}.1", "m:7", f"{ts(2)}.1", f"{ts(3)}.1"]
    assert minutes.item("m:7").topic == f"{ts(0)}.1" and minutes.item("m:7").flags == {"no_date"}


def test_sure_ends_the_asking():
    key = f"{ts(0)}.1"
    sure = Correction(by="U1", at=at(1), key=key, deed=Deed.SURE)
    assert read(*thread(("U1", "action: clean up")), corrections=[sure]).items[0].flags == frozenset()


def test_what_is_marked_after_the_end_is_taken_in_and_said_to_be_late():
    minutes = read(*thread(("U1", "note: in time"), ("U1", "end meeting"), ("U2", "note: afterwards")))
    assert [("late" in item.flags) for item in minutes.items] == [False, True]
    assert minutes.ended == at(1)


def test_whoever_comes_more_than_ten_minutes_late_is_late_and_the_button_counts():
    lines = [Line(ts=ts(minute), author=who, text="hello") for minute, who in ((0, "U1"), (11, "U2"), (30, "U1"))]
    minutes = read(*lines, started=START, here=[("U3", at(2))])
    seen = {each.who: (each.late, each.how, each.first, each.last) for each in minutes.attendees}
    assert seen == {"U1": (False, {"wrote"}, at(0), at(30)), "U2": (True, {"wrote"}, at(11), at(11)),
                    "U3": (False, {"button"}, at(2), at(2))}


def test_an_edit_line_changes_ones_own_words_and_a_scribes_everybodys():
    own = thread(("U2", "decision: meet on Monday"), ("U2", "s/Monday/Tuesday/"))
    assert said(read(*own), Kind.DECISION) == ["meet on Tuesday"]
    others = thread(("U1", "scribe: alice"), ("U2", "decision: meet on Monday"), ("U3", "s/Monday/Tuesday/"))
    assert said(read(*others), Kind.DECISION) == ["meet on Monday"]
    scribes = thread(("U1", "scribe: carol"), ("U2", "decision: meet on Monday"), ("U3", "s/Monday/Tuesday/"))
    assert said(read(*scribes), Kind.DECISION) == ["meet on Tuesday"]


def test_in_meetbots_way_only_chairs_set_topics_and_what_others_mark_is_kept_as_proposed():
    minutes = read(*thread(("U1", "#startmeeting"), ("U2", "#topic Mine"), ("U1", "#chair bob"), ("U2", "#topic Now mine"),
                           ("U3", "#info anybody")))
    assert said(minutes, Kind.TOPIC) == ["Now mine"] and said(minutes) == ["anybody"]
    assert [item.text for item in minutes.proposed] == ["Mine"]


def test_lines_are_dated_in_utc_by_slacks_stamp():
    assert read(Line(ts="1795561200.000100", author="U1", text="note: x")).items[0].at == datetime(2026, 11, 24, 23, 0, 0, 100, tzinfo=UTC)
