"""What is said of meetings, of planning them, and of the days that a group keeps free."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from said_of_attendance import COUNT, GROUP, MEETING, MINE, NOW, SERIES

from bot.views import free_days, meeting_forms, meetings, planning
from mentoring.meetings import MeetingState, SeriesState
from mentoring.planning import Elsewhere, Flag, Plan, Preview, Slot

TODAY = NOW.date()
MOVED = replace(MEETING, day=date(2026, 12, 3), starts=MEETING.starts + timedelta(days=2), reason="clinic")
OFF = replace(MEETING, state=MeetingState.CANCELLED, reason="too few of us")
HOSTILE = replace(MEETING, note="<!channel> *x* <https://evil.example|click>", place="<!here>", reason="<!everyone>",
                  link="https://example.org/a")
MANY = [replace(MEETING, id=n, number=n, place="P" * 300) for n in range(70)]
ODD = replace(GROUP, name="<!channel> & friends")

PLAN = Plan(group_id=1, phrase="first Tuesday 7:30am", first=date(2026, 12, 1), time="07:30", tz="America/New_York", minutes=60,
            rrule="FREQ=MONTHLY;BYDAY=1TU", replaces=2)
DAYS = (date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2))
EVE = Flag(name="Christmas Eve", free=True)
SLOTS = (Slot(nominal=DAYS[0], day=DAYS[0], time="07:30", there=4), Slot(nominal=DAYS[1], day=date(2027, 1, 7), time="08:00", decided=True),
         Slot(nominal=DAYS[2], day=DAYS[2], time="07:30", flags=(EVE,), suggested=date(2027, 2, 9)),
         Slot(nominal=date(2027, 3, 2), day=date(2027, 3, 2), time="07:30", skipped=True, why="Match Week"))
PREVIEW = Preview(plan=PLAN, group=GROUP, words="First Tuesday of each month", slots=SLOTS, through=date(2027, 5, 31), today=TODAY,
                  missing=("February 2027 has no 31st",), troubles=("02:30 does not exist on 14 March 2027",),
                  changes={DAYS[2]: date(2027, 3, 14)}, stays=(MEETING,), goes=(MOVED,),
                  elsewhere=(Elsewhere(tz="Europe/Berlin", users=("U2",), times=(("13:30", DAYS[:2]), ("12:30", DAYS[2:]))),))
WEEKS = tuple(Slot(nominal=(d := date(2026, 12, 1) + timedelta(days=7 * n)), day=d, time="07:30", flags=(EVE,)) for n in range(26))
HOSTILE_PLAN = replace(PLAN, phrase="<!channel>", place="<!here>", notes=("I read <!everyone> as Tuesday",))
ENDED = replace(SERIES, state=SeriesState.ENDED)
WORDY = replace(SERIES, place="P" * 300, link="https://x.org/" + "l" * 480)
THURSDAYS = ["Thursday 26 November 2026", "Thursday 3 December 2026"]

MESSAGES = {
    "meeting.card": meetings.card(MEETING, GROUP, organiser=True, now=NOW, count=COUNT, mine=MINE),
    "meeting.card.member": meetings.card(MEETING, GROUP, organiser=False, now=NOW),
    "meeting.card.moved": meetings.card(MOVED, GROUP, organiser=True, now=NOW, said="✓ Moved.", undo="5-0a1b2c3d"),
    "meeting.card.off": meetings.card(OFF, GROUP, organiser=True, now=NOW),
    "meeting.card.over": meetings.card(MEETING, GROUP, organiser=True, now=MEETING.ends + timedelta(hours=1)),
    "meeting.card.hostile": meetings.card(HOSTILE, ODD, organiser=True, now=NOW, count=COUNT),
    "meeting.list": meetings.listing(GROUP, SERIES, [MEETING, MOVED, OFF], organiser=True),
    "meeting.list.member": meetings.listing(GROUP, None, [MEETING], organiser=False),
    "meeting.list.longest": meetings.listing(GROUP, SERIES, MANY, organiser=True),
    "meeting.list.hostile": meetings.listing(ODD, replace(SERIES, phrase="<!here>", place="<!here>"), [HOSTILE], organiser=True),
    "meeting.none": meetings.none_ahead(GROUP, organiser=True), "meeting.none.member": meetings.none_ahead(GROUP, organiser=False),
    "meeting.mine": meetings.mine(GROUP, [(MEETING, MINE), (OFF, None)]),
    "meeting.mine.longest": meetings.mine(GROUP, [(m, MINE) for m in MANY]),
    "meeting.calendar": meetings.calendar_post(GROUP, SERIES, [MEETING, MOVED, OFF], abroad=True),
    "meeting.calendar.ended": meetings.calendar_post(GROUP, ENDED, [], abroad=False),
    "meeting.calendar.longest": meetings.calendar_post(GROUP, WORDY, MANY, abroad=True),
    "meeting.calendar.hostile": meetings.calendar_post(ODD, replace(SERIES, place="<!here>"), [HOSTILE], abroad=False),
    "meeting.topped_up": meetings.topped_up([MEETING]), "meeting.thread.moved": meetings.thread_line(MEETING, MOVED),
    "meeting.thread.off": meetings.thread_line(MEETING, OFF), "meeting.thread.new": meetings.thread_line(None, MEETING),
    "meeting.thread.hostile": meetings.thread_line(MEETING, HOSTILE),
    "meeting.which_day": meetings.which_day(MEETING, GROUP, "Which Thursday?", THURSDAYS, "5-x"),
    "meeting.sure": meetings.sure(MEETING, GROUP, date(2026, 12, 5), "07:30", "America/New_York", ["It is a Saturday."], "5-x",
                                  today=TODAY),
    "meeting.left": meetings.left(MEETING),
    "plan.preview": planning.preview(PREVIEW, "5-0a1b2c3d"),
    "plan.preview.suggested": planning.preview(replace(PREVIEW, slots=(*SLOTS, replace(SLOTS[2], nominal=date(2027, 4, 6)))), "5-x"),
    "plan.preview.weeks": planning.preview(replace(PREVIEW, slots=WEEKS), "5-0a1b2c3d"),
    "plan.preview.longest": planning.preview(replace(PREVIEW, slots=WEEKS * 5, goes=tuple(MANY), stays=tuple(MANY)), "5-0a1b2c3d"),
    "plan.preview.hostile": planning.preview(replace(PREVIEW, plan=HOSTILE_PLAN, group=ODD, words="<!here>"), "5-0a1b2c3d"),
    "plan.asked": planning.asked_back("Morning or evening?", ["7:30 AM", "7:30 PM"], "5-x", "first Tuesday 7:30"),
    "plan.asked.hostile": planning.asked_back("Which?", ["<!here>"], "5-x", "<!channel>"),
    "plan.fixed": planning.fixed(GROUP, SERIES, [MEETING]), "plan.dropped": planning.dropped(),
    "plan.pause": planning.sure_to_pause(GROUP, 2, date(2027, 9, 1), "5-x"), "plan.end": planning.sure_to_end(GROUP, 3),
    "plan.paused": planning.say("Paused.", planning.resume_button(GROUP)),
    "freedays": free_days.listing(GROUP, country="United States", subdiv="", names=["New Year", "Labor Day"], kept=["New Year"],
                                  own=[(3, "Retreat", TODAY, TODAY, True)], organiser=True),
    "freedays.member": free_days.listing(GROUP, country="United States", subdiv="MA", names=["New Year"], kept=[], own=[], organiser=False),
    "freedays.hostile": free_days.listing(ODD, country="<!here>", subdiv="", names=["<!here>"], kept=["<!here>"],
                                          own=[(3, "<!channel>", TODAY, TODAY, False)], organiser=True),
}
VIEWS = {
    "form.plan": meeting_forms.plan_form(GROUP, nonce="n", start=TODAY), "form.plan.warned": meeting_forms.plan_form(
        GROUP, nonce="n", start=TODAY, draft="5-x", words="first Tuesday", warning="That is not a rhythm."),
    "form.plan.move": meeting_forms.plan_move_form("5-x", DAYS[0], DAYS[0], "07:30", "America/New_York", nonce="n"),
    "form.meeting.move": meeting_forms.move_form(MEETING, nonce="n"),
    "form.meeting.move.doubts": meeting_forms.move_form(MEETING, nonce="n", day=DAYS[1], at="08:00", reason="r",
                                                        doubts=["It is a Saturday."]),
    "form.meeting.add": meeting_forms.add_form(GROUP, nonce="n", day=TODAY, at="07:30", minutes=60),
    "form.meeting.edit": meeting_forms.edit_form(MEETING, nonce="n"), "form.meeting.cancel": meeting_forms.cancel_form(MEETING, nonce="n"),
    "form.freedays": free_days.tick_form(GROUP, [f"Day {n}" for n in range(30)], ["Day 3"], nonce="n"),
    "form.freedays.place": free_days.place_form(GROUP, "US", "", nonce="n"),
    "form.freedays.add": free_days.add_form(GROUP, nonce="n", today=TODAY),
}
