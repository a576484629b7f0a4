"""One test for each fault found in the peers that a pure function can show. The numbers are those of the list in the design."""

from dataclasses import replace

import pytest
from threads import GROUP, by_friday, read, thread, ts

from bot.minutes_explained import explain_minutes
from mentoring.minutes import Kind, Line, Person, Reaction, heard, marks, receipt


def texts(minutes, kind):
    return [item.text for item in minutes.of(kind)]


def test_a_single_action_without_owner_is_in_the_minutes_and_flagged():                                                      # 1
    minutes = read(*thread(("U1", "topic: Room"), ("U2", "#action review the booking")))
    (action,) = minutes.of(Kind.ACTION)
    assert (action.text, action.owners) == ("review the booking", ())
    assert "no_owner" in action.flags
    assert minutes.topics[0].items == (action.key,)


def test_a_restart_in_mid_meeting_loses_nothing_once_the_thread_is_read_back():                                              # 2
    lines = thread(("U1", "topic: A"), ("U2", "decision: go"), ("U3", "action: carol to write"), ("U1", "note: done"))
    heard_before, read_back = lines[:1], lines[1:]
    assert read(*heard_before, *read_back, *lines) == read(*lines)


@pytest.mark.parametrize(("typed", "kind"), [("acton: bob to go", Kind.ACTION), ("#task bob to go", Kind.ACTION),
                                             ("descision: go", Kind.DECISION), ("desicion - go", Kind.DECISION), ("tpoic: a", Kind.TOPIC)])
def test_a_slip_of_the_finger_is_taken_and_said(typed, kind):                                                                # 3
    (mark,) = marks(typed)
    assert mark.kind == kind
    assert mark.misspelt == (not typed.startswith("#task"))
    assert receipt(mark)[0] != "grey_question" and ("pencil2" in receipt(mark)) == mark.misspelt


def test_an_empty_marker_gets_a_hint_and_becomes_no_item():                                                                  # 3
    line = Line(ts=ts(0), author="U1", text="#action")
    assert receipt(marks(line.text)[0]) == ("grey_question",)
    assert heard(line, people=GROUP)[0][1] is None
    assert read(line).items == ()


def test_an_action_can_be_taken_out_again_by_its_author():                                                                   # 3
    minutes = read(*thread(("U1", "action: bob to go"), ("U1", "undo")))
    assert minutes.items == ()
    assert [item.text for item in minutes.removed] == ["go"]


@pytest.mark.parametrize(("typed", "owners"), [
    ("action: discuss it with bob", ()), ("action: I will ask bob", ("U1",)), ("action: bob, please send it", ("U2",)),
    ("action: bob sends it", ("U2",)), ("action: carol and bob to meet alice", ("U3", "U2")), ("action: bob's slides to be sent", ()),
    ("action: send it (carol)", ("U3",))])
def test_owners_are_who_opens_or_closes_the_text_and_nobody_else(typed, owners):                                             # 4
    (action,) = read(*thread(("U1", typed))).of(Kind.ACTION)
    assert action.owners == owners


def test_everybody_and_the_chairs_are_owners_by_role():                                                                      # 4
    everyone, chairs = read(*thread(("U2", "action: we read the paper"), ("U2", "action: chairs to book"))).of(Kind.ACTION)
    assert everyone.everyone and everyone.owner_role == "everyone"
    assert (chairs.owner_role, chairs.owners) == ("chairs", ())


def test_two_people_of_one_name_are_asked_about_and_not_guessed():                                                           # 4
    (action,) = read(*thread(("U1", "action: sam to bring cake"))).of(Kind.ACTION)
    assert (action.owners, action.candidates) == ((), ("U4", "U5"))
    assert "two_people" in action.flags


def test_a_name_that_nobody_has_is_kept_and_asked_about():                                                                   # 4
    (action,) = read(*thread(("U1", "action: Zed to bring cake"))).of(Kind.ACTION)
    assert (action.owner_text, action.text) == (("Zed",), "bring cake")
    assert "unknown_name" in action.flags


def test_an_action_typed_three_times_is_one():                                                                               # 4
    minutes = read(*thread(("U1", "ACTION: bob to write to the dean"), ("U1", "ACTION: bob write to the dean"), ("U2", "note: between"),
                           ("U1", "ACTION:bob : bob to write to the dean.")))
    (action,) = minutes.of(Kind.ACTION)
    assert (action.merged, len(action.also)) == (3, 2)
    assert minutes.item(action.also[1]) == action


def test_the_same_words_for_two_people_are_two_actions():                                                                    # 4
    minutes = read(*thread(("U1", "action: bob to review"), ("U1", "action: carol to review")))
    assert [item.owners for item in minutes.of(Kind.ACTION)] == [("U2",), ("U3",)]


def test_undo_twice_in_a_row_removes_two():                                                                                  # 5
    minutes = read(*thread(("U1", "note: a"), ("U1", "note: b"), ("U1", "note: c"), ("U1", "undo"), ("U1", "#undo")))
    assert texts(minutes, Kind.NOTE) == ["a"]


def test_undo_takes_the_newest_of_whoever_asks_and_not_of_others():                                                          # 5
    minutes = read(*thread(("U1", "note: mine"), ("U2", "note: yours"), ("U1", "undo")))
    assert texts(minutes, Kind.NOTE) == ["yours"]


def test_an_undo_that_is_deleted_is_undone():                                                                                # 5
    lines = thread(("U1", "note: a"), ("U1", "undo"))
    assert texts(read(lines[0], replace(lines[1], deleted=True)), Kind.NOTE) == ["a"]


def test_three_votes_by_one_person_count_one_and_nought_counts_nothing():                                                    # 6
    said = (("U1", "#startmeeting"), ("U1", "#motion Meet on Mondays"), ("U1", "#vote +1"), ("U1", "#vote +1"), ("U1", "#vote +1"),
            ("U2", "#vote -1"), ("U3", "#vote 0"), ("U1", "#close"))
    (decision,) = read(*thread(*said)).of(Kind.DECISION)
    assert decision.votes == (("U1", 1), ("U2", -1), ("U3", 0))
    assert decision.spelled == "undecided"


def test_a_meeting_past_midnight_keeps_every_line():                                                                         # 7
    meeting = {"people": ["ann"], "tz": "America/New_York", "lines": [
        {"who": "ann", "text": f"note: {n}", "at": at} for n, at in enumerate(
            ("2026-11-24T23:30:00-05:00", "2026-11-24T23:59:59-05:00", "2026-11-25T00:00:00-05:00", "2026-11-25T00:30:00-05:00"))]}
    assert [note["text"] for note in explain_minutes(meeting)["notes"]] == ["0", "1", "2", "3"]


def test_a_meeting_over_a_clock_change_keeps_every_line_in_order():                                                          # 7
    meeting = {"people": ["ann"], "tz": "America/New_York", "lines": [
        {"who": "ann", "text": f"note: {n}", "at": at} for n, at in enumerate(
            ("2026-11-01T01:50:00-04:00", "2026-11-01T01:10:00-05:00", "2026-11-01T02:10:00-05:00"))]}
    assert [note["text"] for note in explain_minutes(meeting)["notes"]] == ["0", "1", "2"]


def test_an_edit_changes_the_item_and_keeps_its_key():                                                                       # 7
    line = Line(ts=ts(0), author="U1", text="Action: bob to go")
    before = read(line).items[0]
    after = read(line, replace(line, text="ACTION: carol to stay", edited_ts=ts(1))).items[0]
    assert (before.key, before.owners) == (after.key, ("U2",))
    assert (after.owners, after.text) == (("U3",), "stay")


def test_a_deleted_line_or_an_edited_away_marker_takes_its_item_back():                                                      # 7
    line = Line(ts=ts(0), author="U1", text="decision: go")
    assert read(line, replace(line, deleted=True)).items == ()
    assert read(replace(line, text="go?", edited_ts=ts(1)), line).items == ()


def test_one_person_is_one_entry_and_bots_are_none():                                                                        # 8
    minutes = read(*thread(("U1", "present: @bob, Bob Tanaka, <@U2>, linkbot"), ("U2", "hi"), ("U2", "hi again"), ("UB", "https://x.example")),
                   reactions=(Reaction(ts=ts(0), user="UB", name="wave", at=ts(1)), Reaction(ts=ts(0), user="U3", name="wave", at=ts(2))))
    assert {(each.who, each.lines) for each in minutes.attendees} == {("U1", 1), ("U2", 2), ("U3", 0)}


def test_presence_wins_over_regrets_and_regrets_over_nothing():                                                              # 8
    minutes = read(*thread(("U1", "regrets: bob, carol"), ("U2", "I made it after all")))
    assert minutes.regrets == ("U3",)
    assert [each.who for each in minutes.attendees] == ["U1", "U2"]


def test_somebody_who_is_not_in_slack_can_be_present():                                                                      # 8
    minutes = read(*thread(("U1", "present: me, Dr Ngozi Okafor")))
    assert [(each.who, each.name) for each in minutes.attendees] == [("U1", "Alice Moreau"), (None, "Dr Ngozi Okafor")]


def test_a_point_for_the_agenda_that_was_not_taken_up_is_handed_on():                                                        # 9
    minutes = read(*thread(("U1", "agenda+ Budget"), ("U2", "agenda: Retreat"), ("U1", "zakim, take up item 1")))
    assert texts(minutes, Kind.TOPIC) == ["Budget"]
    assert [(point.text, point.author) for point in minutes.agenda] == [("Retreat", "U2")]


@pytest.mark.parametrize("talk", [
    "#bitcoin-core-dev Meeting: alice bob", "#14938 first then?", "#openwashing", "action?", "action-20", "No action needed on this one",
    "action items: https://example.org/labels/action", "I do think we need to take action on the room", "note-taking: who?",
    "```\naction: bob to go\n```", "`action: bob to go`", "On Monday Bob wrote:\n> action: bob to go", "vote: yes", "Todd: I agree",
    "q+", "q-", "/me action: x", "The action plan: more later", "actions: none", "decision: none"])
def test_talk_that_looks_like_a_marker_is_left_alone(talk):                                                                  # 10
    assert read(*thread(("U1", talk))).items == ()


def test_what_a_bot_writes_is_no_item_and_no_link():                                                                         # 10
    lines = [Line(ts=ts(0), author="UB", text="#info https://example.org | a link"), Line(ts=ts(1), author="B9", text="#topic x", bot=True)]
    assert read(*lines, reactions=(Reaction(ts=ts(0), user="U1", name="pushpin"),)).items == ()


def test_a_name_that_is_also_a_word_is_told_from_the_word():                                                    # 4
    people = GROUP.also((), [Person(id="U9", display="mark", name="Mark Webb")])
    for typed, owners in (("mark the calendar", ()), ("mark to book", ("U9",)), ("Mark: book", ("U9",)), ("mark sends it", ("U9",))):
        ((_, item),) = heard(Line(ts=ts(0), author="U1", text=f"action: {typed}"), people=people, read_due=by_friday)
        assert item.owners == owners, typed
