"""Six months of meetings: a phrase or a form, a preview only the planner sees, one confirmation, a calendar kept true."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage import meetings as rows

FIX = "Looks right, fix these dates"
CANONICAL = "/mentor meeting plan first Tuesday of the month at 7:30am for 6 months, 1 hour"


@pytest.fixture
def kept(bot):
    """The meetings of the only group as they are stored, by number."""
    def read() -> dict:
        with bot.store.read() as tx:
            return {m.number: m for m in sorted(rows.between(tx, [1], datetime(2020, 1, 1, tzinfo=UTC)), key=lambda m: m.number)}
    return read


@pytest.fixture
def planned(bot, alice, group):
    """Alice has planned the first Tuesdays at 7:30."""
    alice.types(CANONICAL, in_=group)
    alice.clicks(FIX)
    bot.ticks()
    return group


def calendar(person, group):
    return next(m for m in person.sees(group) if "our meetings" in m.text)


def test_the_preview_says_every_date_how_it_was_read_and_who_lives_elsewhere(bot, alice, bob, group, kept):
    seen = alice.types(CANONICAL, in_=group)
    assert "First Tuesday of each month, 7:30–8:30 AM New York time" in seen.text and "America/New_York" in seen.text
    for day in ("1. *Tuesday 1 December 2026*", "2. *Tuesday 5 January 2027*", "6. *Tuesday 4 May 2027*"):
        assert day in seen.text
    assert "6 meetings*, the last one on Tuesday 4 May 2027" in seen.text
    assert "the clocks change on Sun 14 Mar 2027; it stays 7:30 AM here" in seen.text
    assert "@Bob Lindqvist: 1:30 PM Berlin time" in seen.text
    assert kept() == {} and "Preview" not in bob.sees(group).text, "nothing is written and nobody else sees it"


def test_one_confirmation_makes_meetings_a_pinned_calendar_and_a_question_to_each_member(bot, box, alice, bob, planned, kept):
    assert [m.day for m in kept().values()] == [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2), date(2027, 3, 2), date(2027, 4, 6),
                                                date(2027, 5, 4)]
    assert {f"{m.starts:%H:%M}" for m in kept().values()} == {"12:30", "11:30"}, "7:30 stays 7:30 over the clock change"
    post = calendar(bob, planned)
    assert "6. Tue 4 May 2027, 7:30 AM" in post.text
    assert post.buttons == ["I keep these free", "Add to my calendar", "My dates", "Who does what"]
    assert [p["ts"] for p in box.workspace.pins[post.channel]] == [post.ts]
    assert "6 dates are fixed. Can you keep them free?" in bob.sees(box.app).text


def test_a_line_of_the_calendar_fits_a_phone_and_names_the_day_only_where_it_differs(bot, box, alice, bob, planned):
    assert "1. Tue 1 Dec 2026, 7:30 AM  yours: 1:30 PM" in calendar(bob, planned).text
    box.workspace.change_user(bob.id, tz="Asia/Tokyo")
    bot.ticks()
    alice.types("/mentor meeting move 1 to Thursday 3 December 8pm", in_=planned)
    alice.clicks("Move it") if "Move it" in alice.sees(planned)[-1].buttons else None
    bot.ticks()
    assert "yours: Dec 4, 2026" in calendar(bob, planned).text


def test_a_preview_is_confirmed_once(bot, alice, group, kept, forge):
    alice.types(CANONICAL, in_=group)
    alice.clicks("End after 31 May 2027")
    alice.clicks(FIX)
    forge("block_actions", lambda p: p.update(trigger_id="x.51"))
    assert len(kept()) == 6 and "answered already" in alice.sees(group)[-1].text


def test_an_unclear_rhythm_is_asked_back_and_nothing_typed_is_lost(bot, alice, group, kept):
    asked = alice.types("/mentor meeting plan monthly on the 31st at 7am, 45 min", in_=group)
    assert "Not every month has a 31st" in asked.text and "monthly on the 31st at 7am, 45 min" in asked.text
    seen = asked.clicks("Only months that have it, from Thursday 31 December 2026")
    assert "7:00–7:45 AM" in seen.text and "February 2027 has no 31st" in seen.text


def test_nonsense_is_refused_with_the_form_holding_what_was_typed(bot, alice, group):
    refused = alice.types("/mentor meeting plan whenever we like", in_=group)
    assert "can't find a date" in refused.text
    alice.clicks("Open the form with it")
    assert alice.modal.values["words"]["value"]["value"] == "whenever we like"


@pytest.mark.parametrize(("rhythm", "weekday", "said"), [
    ("first|month", "1", "First Tuesday of each month"), ("first and third|month", "2", "First and third Wednesday of each month"),
    ("2|week", "3", "Every other Thursday"), ("6|week", "0", "Every 6 weeks on Monday"),
    ("first|quarter", "0", "First Monday of January, April, July and October"), ("1|week", "4", "Every Friday"),
])
def test_the_form_leads_to_the_same_preview(bot, alice, group, rhythm, weekday, said):
    alice.types("/mentor meeting plan", in_=group)
    alice.fills(rhythm=rhythm, weekday=weekday, time="17:15", minutes="90", start="2026-12-01", place="Library", link="https://x.example/1")
    seen = alice.submits()
    assert said in seen.text and "5:15–6:45 PM New York time" in seen.text and "Library" in seen.text


def test_the_form_takes_ones_own_words_and_says_at_the_field_what_it_cannot_read(bot, alice, group):
    alice.types("/mentor meeting plan", in_=group)
    alice.fills(words="blah")
    assert "words" in alice.submits().errors
    alice.fills(words="every Friday at noon")
    assert "Every Friday, 12:00–1:00 PM" in alice.submits().text


def test_days_that_are_kept_free_are_flagged_with_a_suggestion_and_decided_one_by_one(bot, alice, group, kept):
    seen = alice.types("/mentor meeting plan every other Thursday noon", in_=group)
    assert "1. *Thursday 26 November 2026*" in seen.text and "Thanksgiving Day, which you keep free" in seen.text
    assert "Christmas Eve" in seen.text
    seen = alice.chooses("overflow", "Use Thu 3 Dec 2026")
    assert "1. ~Thursday 26 November 2026~ → *Thursday 3 December 2026*" in seen.text
    assert "14 meetings" in seen.text
    seen.clicks(FIX)
    moved = kept()[1]
    assert (moved.nominal, moved.day, moved.reason) == (date(2026, 11, 26), date(2026, 12, 3), "Thanksgiving Day")


def test_every_suggestion_can_be_taken_at_once(bot, alice, group):
    seen = alice.types("/mentor meeting plan every other Thursday at 7:30am", in_=group)
    after = seen.clicks("Use every suggestion")
    assert "which you keep free" not in after.text and "~Thursday 26 November 2026~ → *Thursday 3 December 2026*" in after.text


def test_except_holidays_leaves_them_out_and_shows_them(bot, alice, group, kept):
    seen = alice.types("/mentor meeting plan every Thursday 7:30am except holidays", in_=group)
    assert "~Thursday 26 November 2026~ left out (Thanksgiving Day)" in seen.text
    seen.clicks(FIX)
    assert kept()[1].state == "skipped" and kept()[1].reason == "Thanksgiving Day"


def test_a_date_is_moved_by_pickers_and_can_be_taken_back(bot, alice, group):
    alice.types(CANONICAL, in_=group)
    alice.chooses("plans.date.4", "Move…")
    alice.fills(day="2027-03-04", time="08:00")
    seen = alice.submits()
    assert "4. ~Tuesday 2 March 2027, 7:30 AM~ → *Thursday 4 March 2027, 8:00 AM*" in seen.text
    back = alice.chooses("plans.date.4", "Back to Tue 2 Mar 2027")
    assert "4. *Tuesday 2 March 2027*" in back.text


def test_members_look_and_organisers_plan(bot, alice, bob, planned, kept):
    assert "Changing the meetings is for organisers: Alice Moreau can" in bob.types(CANONICAL, in_=planned).text
    assert "1. Tue 1 Dec 2026, 7:30 AM" in bob.types("/mentor meeting list", in_=planned).text
    assert "for organisers" in bob.types("/mentor meeting cancel 1", in_=planned).text
    assert kept()[1].is_on


def test_planning_again_shows_what_stays_and_what_goes(bot, alice, bob, planned, kept):
    bob.types("/mentor meeting rsvp 1 no", in_=planned)
    seen = alice.types("/mentor meeting plan first and third Tuesday of the month at 7:30am", in_=planned)
    assert "6 announced meetings stay as they are." in seen.text and "meeting 1, announced already, stays" in seen.text
    seen.clicks(FIX)
    bot.ticks()
    assert kept()[1].day == date(2026, 12, 1) and kept()[1].sequence == 0, "the same meeting, with its answers"
    assert len([m for m in kept().values() if m.is_on]) == 12
    assert "Cannot" in bob.types("/mentor meeting rsvp 1", in_=planned).text


def test_another_rhythm_calls_off_what_is_not_in_it_unless_it_is_kept(bot, alice, planned, kept):
    seen = alice.types("/mentor meeting rhythm every other Wednesday at 5pm", in_=planned)
    assert "6 that are not in this plan will be called off: 1 (Tue 1 Dec 2026)" in seen.text
    seen = seen.clicks("Keep them beside it")
    assert "6 that are not in this plan will be kept beside it" in seen.text
    seen.clicks("Call them off").clicks(FIX)
    assert {m.state for n, m in kept().items() if n <= 6} == {"cancelled"} and kept()[1].reason == "a new rhythm"
    bot.ticks()
    posts = [m for m in alice.sees(planned) if "our meetings" in m.text]
    assert len(posts) == 2 and "This rhythm has ended" in posts[0].text


def test_a_preview_of_a_rhythm_that_was_replaced_meanwhile_is_refused(bot, alice, group, kept):
    first = alice.types(CANONICAL, in_=group)
    second = alice.types("/mentor meeting plan every Friday at noon", in_=group)
    second.clicks(FIX)
    assert "changed this group's rhythm meanwhile" in first.clicks(FIX).text


def test_the_horizon_moves_on_once_a_month_and_says_so(bot, box, alice, planned, kept):
    box.clock.advance(timedelta(days=7))   # 30 November
    bot.ticks()
    assert len(kept()) == 6
    box.clock.advance(timedelta(days=2))   # 2 December
    bot.ticks()
    assert kept()[7].day == date(2027, 6, 1)
    before = len(alice.sees(planned))
    bot.ticks()
    bot.ticks()
    assert len(kept()) == 7 and len(alice.sees(planned)) == before, "twice is once"
    thread = alice.sees(planned, thread=calendar(alice, planned).ts).text
    assert "Added, so that six months are ahead: Tue 1 Jun 2027." in thread
    assert "7. Tue 1 Jun 2027, 7:30 AM" in calendar(alice, planned).text


def test_a_plan_with_an_end_is_not_made_longer(bot, box, alice, group, kept):
    alice.types("/mentor meeting plan every other Tuesday at noon until 31 January", in_=group).clicks(FIX)
    count = len(kept())
    box.clock.advance(timedelta(days=40))
    bot.ticks()
    assert len(kept()) == count


def test_a_pause_calls_meetings_off_and_ends_by_itself(bot, box, alice, planned, kept):
    sure = alice.types("/mentor meeting pause until 1 March", in_=planned)
    assert "Pause the meetings of Peer mentors until Monday 1 March 2027? 3 meetings will be called off." in sure.text
    sure.clicks("Pause")
    assert [m.state for m in kept().values()] == ["cancelled"] * 3 + ["planned"] * 3
    bot.ticks()
    assert "Paused until Monday 1 March 2027." in calendar(alice, planned).text
    for _ in range(4):
        box.clock.advance(timedelta(days=26))
        bot.ticks()
    assert "Paused" not in calendar(alice, planned).text
    assert max(m.day for m in kept().values()) >= date(2027, 8, 1)


def test_resuming_earlier_puts_back_what_still_lies_ahead(bot, alice, planned, kept):
    alice.types("/mentor meeting pause", in_=planned).clicks("Pause")
    assert not any(m.is_on for m in kept().values())
    assert "The next one is on Tuesday 1 December 2026" in alice.types("/mentor meeting resume", in_=planned).text
    assert all(m.is_on for m in kept().values())


def test_an_ended_rhythm_says_so_and_is_pinned_no_more(bot, box, alice, planned, kept):
    alice.types("/mentor meeting end", in_=planned).clicks("End it")
    bot.ticks()
    post = calendar(alice, planned)
    assert "This rhythm has ended" in post.text and box.workspace.pins[post.channel] == []
    assert not any(m.is_on for m in kept().values())


def test_of_several_edits_of_the_calendar_that_wait_only_the_newest_is_sent(bot, box, alice, planned, kept):
    box.trouble(method="chat.update", status=429, retry_after=60)   # what is edited now has to wait
    for number in (2, 3, 4):
        alice.types(f"/mentor meeting place {number} Room {number}", in_=planned)
        alice.types(f"/mentor meeting link {number} https://example.org/{number}", in_=planned)
    calls = edits(box)
    box.clock.advance(timedelta(minutes=3))
    bot.ticks()
    assert edits(box) == calls + 1


def edits(box) -> int:
    """How often a message was edited."""
    return sum(each["name"] == "chat.update" for each in box.truth.calls)


def test_a_missing_pin_scope_stops_nothing_else(bot, box, alice, bob, group, kept):
    box.trouble(method="pins.add", error="missing_scope")
    alice.types(CANONICAL, in_=group)
    alice.clicks(FIX)
    bot.ticks()
    assert calendar(bob, group) and "Can you keep them free?" in bob.sees(box.app).text


def test_a_preview_belongs_to_its_planner(bot, alice, bob, group, forge, kept):
    alice.types(CANONICAL, in_=group)
    alice.clicks("Change…")
    forge("block_actions", lambda p: (p.update(user={"id": bob.id}, trigger_id="x.52", response_url=None),
                                      p["actions"][0].update(action_id="plans.confirm")))
    assert kept() == {} and "answered already" in bob.sees(group)[-1].text
