"""Meetings written by hand with their minutes beside them: MeetBot's way, W3C's way, and clinicians who just talk."""

from collections import Counter
from datetime import datetime, timedelta

from bot.minutes_explained import explain_minutes

START = datetime.fromisoformat("2026-11-24T18:00:00-05:00")


def meet(people, script, *, topics=(), subs=(), dec=(), act=(), notes=None, q=None, ideas=None, present=(), regrets=None, bots=()):
    """``act``: what, owners, role, due. ``present``: who is there without having written. None: not compared."""
    lines = [{"who": who, "text": text, "at": (START + timedelta(seconds=20 * n)).isoformat()} for n, (who, text) in enumerate(script)]
    read = explain_minutes(
        {"people": people, "bots": list(bots), "tz": "America/New_York", "lines": lines, "next_meeting": "2026-12-08T18:00:00-05:00"}
    )
    assert read["topics"] == list(topics)
    assert [(each["under"], each["text"]) for each in read["subtopics"]] == list(subs)
    assert [each["text"] for each in read["decisions"]] == list(dec)
    assert [(each["task"], sorted(each["owners"]), each.get("owner_role"), each["due"]) for each in read["actions"]] == [
        (task, sorted(owners), role, due) for task, owners, role, due in act
    ]
    for name, expected in (("notes", notes), ("questions", q), ("ideas", ideas)):
        if expected is not None:
            assert [each["text"] for each in read[name]] == list(expected)
    wrote = Counter(who for who, _ in script if who not in bots)
    assert {each["who"]: each["lines"] for each in read["attendees"]} == dict.fromkeys(present, 0) | dict(wrote)
    if regrets is not None:
        assert read["regrets"] == list(regrets)


def test_a_meeting_of_clinicians_who_talk_beside_their_marks():
    meet(
        ["maria", "james", "priya", "tom", "lena"],
        [
            ("maria", "Hi all, welcome! Let's give it two minutes for people to join"),
            ("james", "here :wave:"),
            ("maria", "present: @maria @james @priya, Dr Lena"),
            ("maria", "regrets: tom (on call)"),
            ("maria", "topic: Check-in and wins"),
            ("james", "My R01 resubmission got scored, 22nd percentile!"),
            ("priya", "note: James' R01 scored at the 22nd percentile"),
            ("maria", "Topic - Protected time"),
            ("priya", "Question: has anyone negotiated 0.6 FTE with their chief?"),
            ("james", "I did. Happy to share the letter"),
            ("maria", "action: james to share his negotiation letter by Friday"),
            ("james", "sure, I'll send it tonight"),
            ("priya", "idea - invite the vice chair to talk about FTE"),
            ("maria", "agreed: we invite the vice chair in January"),
            ("maria", "action: maria and priya invite the vice chair by Dec 4"),
            ("lena", "sorry I'm late, clinic ran over"),
            ("maria", "topic: Mentor matching"),
            ("lena", "decision: two mentors for each new member\n- one senior\n- one peer"),
            ("lena", "todo: me - draft the matching form, due next meeting"),
            ("priya", "I could help with that"),
            ("maria", "fyi: next meeting is Dec 8 at 6pm"),
            ("james", "Is there an action for the poster? I think not"),
            ("maria", "Great, we're done. Action items are in the thread"),
            ("maria", "end meeting"),
            ("tom", "Just out of theatre, sorry. action: I'll read the notes tomorrow"),
        ],
        topics=["Check-in and wins", "Protected time", "Mentor matching"],
        dec=["we invite the vice chair in January", "two mentors for each new member"],
        act=[
            ("share his negotiation letter", ["james"], None, "2026-11-27"),
            ("invite the vice chair", ["maria", "priya"], None, "2026-12-04"),
            ("draft the matching form", ["lena"], None, "2026-12-08"),
        ],
        notes=["James' R01 scored at the 22nd percentile", "next meeting is Dec 8 at 6pm"],
        q=["has anyone negotiated 0.6 FTE with their chief?"],
        ideas=["invite the vice chair to talk about FTE"],
        regrets=[],
    )


def test_a_meeting_of_meetbots_way_with_chairs_and_an_undo():
    meet(
        ["ann", "ben", "cat", "dan"],
        [
            ("ann", "#startmeeting Release call"),
            ("zodbot", "Meeting started Tue Nov 24 2026"),
            ("ann", "#chair ben cat"),
            ("ann", "#topic Roll call"),
            ("ben", ".hello2"),
            ("cat", "#here"),
            ("ann", "#topic Old business"),
            ("ben", "#info beta is out"),
            ("dan", "#topic Can I hijack this"),
            ("ben", "#agreed ship on Thursday (+3, 0, -1)"),
            ("cat", "#action cat to write release notes"),
            ("cat", "#action ben tag the build"),
            ("ann", "#help we need a translator"),
            ("ann", "#link https://example.org/notes"),
            ("ben", "#idea a rotating release captain"),
            ("ben", "#undo"),
            ("cat", "#info see #1234 and #random for more"),
            ("dan", "#1234 is fixed"),
            ("ann", "#topic Open floor"),
            ("dan", "#info I'm new here"),
            ("dan", "#action ann and dan review docs"),
            ("ann", "#accepted docs team of two"),
            ("ann", "#endmeeting"),
        ],
        topics=["Roll call", "Old business", "Open floor"],
        dec=["ship on Thursday (+3, 0, -1)", "docs team of two"],
        act=[
            ("write release notes", ["cat"], None, None),
            ("tag the build", ["ben"], None, None),
            ("review docs", ["ann", "dan"], None, None),
        ],
        notes=["beta is out", "see #1234 and #random for more", "I'm new here"],
        ideas=[],
        bots=["zodbot"],
    )


def test_a_meeting_of_w3cs_way_with_edit_lines_and_a_doubled_action():
    meet(
        ["alice", "bob", "carol", "dmitri", "eve"],
        [
            ("RRSAgent", "logging to https://www.w3.org/2026/11/24-irc"),
            ("Zakim", "This is now on the agenda"),
            ("alice", "Meeting: Mentoring WG"),
            ("alice", "Chair: alice"),
            ("alice", "scribe+ bob"),
            ("alice", "present+ alice, bob"),
            ("carol", "present+"),
            ("dmitri", "Present+ Dmitri"),
            ("alice", "regrets+ eve"),
            ("bob", "Topic: Minutes of last week"),
            ("bob", "alice: any objection?"),
            ("bob", "... hearing none"),
            ("alice", "PROPOSED: approve minutes"),
            ("carol", "+1"),
            ("dmitri", "+1"),
            ("bob", "RESOLVED: approve minutes of 17 Nov"),
            ("bob", "Subtopic: corrections"),
            ("carol", "s/17 Nov/18 Nov/"),
            ("alice", "s/17 Nov/18 Nov/"),
            ("bob", "Topic: Survey"),
            ("bob", "ACTION: carol to run the survey by 2 December"),
            ("bob", "ACTION carol: send thanks"),
            ("dmitri", "q+ to ask"),
            ("dmitri", "q-"),
            ("Zakim", "dmitri, you wanted to ask"),
            ("bob", "dmitri: is it anonymous?"),
            ("bob", "ACTION: dmitri and alice to write the privacy note"),
            ("bob", "ACTION: Dmitri and Alice to write the privacy note"),
            ("alice", "i/ACTION: dmitri/Topic: Privacy/"),
            ("alice", "rrsagent, make minutes"),
        ],
        topics=["Minutes of last week", "Survey", "Privacy"],
        subs=[("Minutes of last week", "corrections")],
        dec=["approve minutes of 18 Nov"],
        act=[
            ("run the survey", ["carol"], None, "2026-12-02"),
            ("send thanks", ["carol"], None, None),
            ("write the privacy note", ["alice", "dmitri"], None, None),
        ],
        bots=["RRSAgent", "Zakim"],
        regrets=["eve"],
    )


def test_a_meeting_of_a_phone_with_bullets_lists_and_slips():
    meet(
        ["u1", "u2", "u3"],
        [
            ("u1", "Meeting starts"),
            ("u1", "TOPIC : budget 2027"),
            ("u2", "• Decision - we keep the €500 cap\n• action - @u2 to tell finance by 1 Dec\n• todo: @u3 find a cheaper caterer"),
            ("u3", "descision: caterer chosen by vote"),
            ("u3", "undo"),
            ("u3", "decison: caterer chosen by u1"),
            ("u1", "actions:\n1. u1 to call the caterer tomorrow\n2. u2 to pay the deposit by 12/10\n3) all to send dietary needs"),
            ("u1", "```\naction: u3 to ignore this\n```"),
            ("u2", "_note:_ *cap* stays"),
            ("u2", "Decision: none"),
            ("u2", "Action: none for me"),
            ("u3", "@u1 action: u3 to nothing"),
            ("u1", "  action: u3 books the room\n     on the 3rd floor\n     ... and the beamer"),
            ("u1", "new topic: any other business"),
            ("u2", "Q: who takes minutes next time?"),
            ("u2", "fyi - I am away on Dec 1"),
            ("u3", "Note to self: buy milk"),
            ("u1", "Meeting ended"),
        ],
        topics=["budget 2027", "any other business"],
        dec=["we keep the €500 cap", "caterer chosen by u1"],
        act=[
            ("tell finance", ["u2"], None, "2026-12-01"),
            ("find a cheaper caterer", ["u3"], None, None),
            ("call the caterer", ["u1"], None, "2026-11-25"),
            ("pay the deposit", ["u2"], None, "2026-12-10"),
            ("send dietary needs", [], "group", None),
            ("books the room on the 3rd floor and the beamer", ["u3"], None, None),
        ],
        notes=["*cap* stays", "I am away on Dec 1"],
        q=["who takes minutes next time?"],
    )


def test_a_meeting_of_people_who_repeat_themselves():
    meet(
        ["kim", "lee", "pat"],
        [
            ("kim", "#topic One"),
            ("kim", "#topic One"),
            ("lee", "action: lee to send the agenda"),
            ("lee", "ACTION: Lee to send the agenda."),
            ("lee", "action: lee: send agenda"),
            ("pat", "action: pat to send the agenda"),
            ("kim", "#info a"),
            ("kim", "#info b"),
            ("kim", "#undo"),
            ("kim", "#undo"),
            ("lee", "decision: go"),
            ("kim", "topic: Two"),
            ("lee", "decision: go"),
            ("kim", "topic: One"),
        ],
        topics=["One", "Two", "One"],
        dec=["go", "go"],
        act=[("send the agenda", ["lee"], None, None), ("send the agenda", ["pat"], None, None)],
        notes=[],
    )


def test_a_meeting_of_emoji_numbers_and_brackets_before_the_colon():
    meet(
        ["hana", "omar", "beth", "ray"],
        [
            ("hana", "Meeting is open"),
            ("hana", "📌 Topic 1: Grant deadlines"),
            ("omar", "NIH K23 is due Feb 12"),
            ("omar", "Note — NIH K23 is due Feb 12"),
            ("beth", "Action 1: Omar to share his specific aims by Dec 10"),
            ("beth", "action 2: ray & beth read them by Dec 15"),
            ("hana", "✅ Decision (all): internal review two weeks before any deadline"),
            ("ray", "q: do we review F awards too?"),
            ("hana", "Yes"),
            ("hana", "topic 2: Work-life"),
            ("beth", "I'm drowning in notes tbh"),
            ("omar", "idea: pajama-time tracker"),
            ("ray", "agreed, great idea"),
            ("ray", "Agreed - sounds good"),
            ("hana", "agreed action: everyone logs evenings for two weeks"),
            ("omar", "undo"),
            ("omar", "idea: a shared smart-phrase library"),
            ("beth", "AI will write our notes soon"),
            ("beth", "AI: me to demo the scribe tool next meeting"),
            ("ray", "present: hana, omar, beth, me, Dr Vance"),
            ("hana", "meeting is closed."),
        ],
        topics=["Grant deadlines", "Work-life"],
        dec=["internal review two weeks before any deadline", "sounds good"],
        act=[
            ("share his specific aims", ["omar"], None, "2026-12-10"),
            ("read them", ["ray", "beth"], None, "2026-12-15"),
            ("logs evenings for two weeks", [], "group", None),
            ("demo the scribe tool", ["beth"], None, "2026-12-08"),
        ],
        notes=["NIH K23 is due Feb 12"],
        q=["do we review F awards too?"],
        ideas=["a shared smart-phrase library"],
        present=["Dr Vance"],
    )


def test_a_meeting_of_chairs_who_come_and_go():
    meet(
        ["nirik", "smooge", "mboddu", "puiterwijk", "cverna"],
        [
            ("nirik", "#startmeeting Infrastructure (2026-11-24)"),
            ("nirik", "#meetingname infrastructure"),
            ("nirik", "#chair nirik smooge mboddu puiterwijk"),
            ("zodbot", "Current chairs: mboddu nirik puiterwijk smooge"),
            ("nirik", "#topic aloha"),
            ("cverna", "hello"),
            ("smooge", ".hello2"),
            ("zodbot", "smooge: smooge 'Stephen'"),
            ("nirik", "#topic announcements and information"),
            ("smooge", "#info Datacenter move starts Dec 3"),
            ("mboddu", "#info Mass rebuild next week"),
            ("mboddu", "#info Mass rebuild next week"),
            ("nirik", "#topic Tickets"),
            ("nirik", "#link https://pagure.io/fedora-infrastructure/issue/8000"),
            ("smooge", "#agreed ticket 8000 is deferred"),
            ("cverna", "#agreed I am no chair"),
            ("cverna", "#action cverna to test staging"),
            ("nirik", "#action mboddu will file the rebuild ticket by 2026-12-01"),
            ("puiterwijk", "#halp need somebody who knows ipsilon"),
            ("nirik", "#topic Open Floor"),
            ("smooge", "#unchair puiterwijk"),
            ("puiterwijk", "#topic something else"),
            ("puiterwijk", "#idea sell it all"),
            ("nirik", "#rejected selling it all"),
            ("nirik", "#endmeeting"),
        ],
        topics=["aloha", "announcements and information", "Tickets", "Open Floor"],
        dec=["ticket 8000 is deferred", "selling it all"],
        act=[("test staging", ["cverna"], None, None), ("file the rebuild ticket", ["mboddu"], None, "2026-12-01")],
        notes=["Datacenter move starts Dec 3", "Mass rebuild next week"],
        ideas=["sell it all"],
        bots=["zodbot"],
    )


def test_a_meeting_of_w3cs_agenda_guests_and_plus_lines():
    meet(
        ["ivan", "garth", "tzviya", "dave_c", "wendy"],
        [
            ("ivan", "Meeting: Publishing WG"),
            ("ivan", "Chair: garth"),
            ("ivan", "scribe+ tzviya"),
            ("ivan", "present+"),
            ("garth", "present+ garth"),
            ("ivan", "guest+ Ralph_Swick"),
            ("ivan", "regrets+ wendy"),
            ("ivan", "regrets- wendy"),
            ("garth", "agenda+ Manifest"),
            ("garth", "agenda+ TPAC planning"),
            ("garth", "zakim, take up item 1"),
            ("tzviya", "garth: let's start with the manifest"),
            ("tzviya", "... it is short"),
            ("dave_c", "I would keep it shorter"),
            ("garth", "PROPOSED RESOLUTION: keep the manifest short"),
            ("ivan", "+1"),
            ("tzviya", "+1"),
            ("dave_c", "0"),
            ("garth", "RESOLUTION: keep the manifest short"),
            ("garth", "zakim, take up next item"),
            ("tzviya", "ACTION: ivan to book the room in Lyon (due 2026-12-04)"),
            ("tzviya", "wendy: I can help"),
            ("dave_c", "ACTION-12?"),
            ("trackbot", "ACTION-12 -- Dave to check -- OPEN"),
            ("dave_c", "close ACTION-12"),
            ("tzviya", "Topic: AOB"),
            ("ivan", "s/AOB/Any other business/"),
            ("ivan", "rrsagent, please draft the minutes"),
        ],
        topics=["Manifest", "TPAC planning", "Any other business"],
        dec=["keep the manifest short"],
        act=[("book the room in Lyon", ["ivan"], None, "2026-12-04")],
        bots=["trackbot", "Zakim"],
        present=["wendy", "Ralph_Swick"],
        regrets=[],
    )


def test_a_meeting_of_whole_blocks_in_one_message():
    meet(
        ["pia", "quinn"],
        [
            (
                "pia",
                "Topic: Intake\nNote: 14 applications\nDecision: cap at 12\nAction: quinn to write to the two others by 1 Dec\n\nThanks",
            ),
            ("quinn", "On Nov 3 Pia wrote:\n> decision: cap at 10\n> action: pia to reconsider\n\nnote: that was the old cap"),
            (
                "pia",
                "Decisions:\n• pairs stay for six months\n• one check-in a term\nQuestions:\n- who trains new mentors?\n- do we pay them?",
            ),
            ("quinn", "Next steps:\n1) Pia: publish the list\n2) Quinn - book room B\nSee you!"),
            ("pia", "Action items: Pia to tell the dean"),
            ("quinn", "topic:\nFinance"),
            ("quinn", "/remind me action: pay"),
            ("quinn", "decision:   "),
        ],
        topics=["Intake"],
        dec=["cap at 12", "pairs stay for six months", "one check-in a term"],
        act=[
            ("write to the two others", ["quinn"], None, "2026-12-01"),
            ("publish the list", ["pia"], None, None),
            ("book room B", ["quinn"], None, None),
            ("tell the dean", ["pia"], None, None),
        ],
        notes=["14 applications", "that was the old cap"],
        q=["who trains new mentors?", "do we pay them?"],
    )
