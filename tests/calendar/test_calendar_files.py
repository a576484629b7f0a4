"""``/mentor meeting calendar``, the buttons, and files that come into conversations and threads."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar
from ics_lint import events, wrong_bytes, wrong_meaning

from bot.services import calendar_files
from bot.views import calendar_links
from mentoring.meetings import MeetingState
from storage import groups as group_rows
from storage import outbox
from storage import people as people_rows


def files_in(box, place) -> list[dict]:
    """The files that stand in a conversation."""
    return [f for m in box.workspace.messages[getattr(place, "id", place)].values() for f in m.get("files") or ()]


def content(box, file: dict) -> bytes:
    return base64.b64decode(box.workspace.files[file["id"]].content)


def direct(box, person) -> str:
    """The direct-message channel of a person with the bot."""
    return next(c.id for c in box.workspace.channels.values() if c.kind == "im" and person.id in c.members)


def test_the_command_brings_links_here_and_the_file_in_a_direct_message(box, bot, group, meetings, bob):
    said = bob.types("/mentor meeting calendar", in_=group)
    assert "all 6 meetings of Peer mentors is coming to you as a direct message" in said.text
    assert "Tuesday 1 December 2026, 7:30 AM" in said.text and "Google · Outlook (work) · Outlook.com" in said.text
    assert "Subscribe" not in str(said.buttons), "no address, no offer"
    [file] = files_in(box, direct(box, bob))
    data = content(box, file)
    assert file["name"] == "peer-mentorship-2026-12-01-6-meetings.ics" and file["title"] == "6 meetings for your calendar"
    assert wrong_bytes(data) == [] and wrong_meaning(data) == [] and len(events(data)) == 6
    assert not files_in(box, group), "nobody else is bothered"


def test_without_meetings_the_answer_says_how_they_come(bot, group, alice):
    assert "No meetings are planned yet" in alice.types("/mentor meeting calendar", in_=group).text


def test_a_repeated_command_brings_one_file(box, bot, group, meetings, bob):
    box.trouble(duplicate_next=1)
    bob.types("/mentor meeting calendar", in_=group)
    assert len(files_in(box, direct(box, bob))) == 1


def test_the_file_is_made_from_what_holds_when_it_is_sent(box, bot, group, meetings, bob, change):
    box.trouble(method="files.getUploadURLExternal", status=503)
    bob.types("/mentor meeting calendar", in_=group)
    assert not any(files_in(box, c) for c in box.workspace.channels)
    change(meetings[0], state=MeetingState.CANCELLED)
    box.travel(seconds=300)
    bot.ticks()
    [file] = files_in(box, direct(box, bob))
    first = next(iter(events(content(box, file)).values()))
    assert b"STATUS:CANCELLED" in first and b"SEQUENCE:1\r\n" in first and file["title"] == "5 meetings for your calendar"


def test_a_file_whose_end_nobody_knows_is_looked_for_and_never_doubled(box, bot, group, meetings, bob):
    box.trouble(method="files.completeUploadExternal", drop=True, after_store=True)
    bob.types("/mentor meeting calendar", in_=group)
    box.travel(seconds=300)
    bot.ticks()
    assert len(files_in(box, direct(box, bob))) == 1
    with bot.store.read() as tx:
        assert [x.state for x in letters(tx)] == ["sent"]


def test_a_file_that_never_arrived_is_sent_again(box, bot, group, meetings, bob):
    box.trouble(method="files.completeUploadExternal", drop=True)
    bob.types("/mentor meeting calendar", in_=group)
    for _ in range(3):
        box.travel(seconds=300)
        bot.ticks()
    assert len(files_in(box, direct(box, bob))) == 1


def test_a_workspace_that_did_not_grant_files_goes_without_and_everything_else_goes_on(box, bot, group, meetings, bob):
    box.trouble(method="files.getUploadURLExternal", error="missing_scope")
    bob.types("/mentor meeting calendar", in_=group)
    with bot.store.read() as tx:
        assert [(x.state, x.reason) for x in letters(tx)] == [("dead", "missing_scope")]
    bob.says("goal add Teach the skills lab")
    assert any("Teach the skills lab" in str(m) for m in box.truth.from_app)


def letters(tx) -> list:
    keys = tx.exec_driver_sql("SELECT key FROM outbox WHERE method = 'files.upload'").scalars().all()
    return [outbox.find(tx, key) for key in keys]


def test_the_calendar_post_has_the_file_in_its_thread_once(box, bot, group, meetings):
    with bot.store.write() as tx:
        home, now = group_rows.at(tx, bot.deps.workspace.team, group.id), bot.deps.clock.now()
        outbox.put(tx, "calendar:1", "chat.postMessage", now=now, channel=home.channel, body={"text": "Our meetings"})
        calendar_files.attach(tx, home, post="calendar:1", now=now)
        calendar_files.attach(tx, home, post="calendar:1", now=now)
    for _ in range(3):
        bot.ticks()
    [post] = [m for m in box.workspace.messages[group.id].values() if m["text"] == "Our meetings"]
    [carrier] = [m for m in box.workspace.messages[group.id].values() if m.get("files")]
    assert carrier["thread_ts"] == post["ts"]
    assert len(events(content(box, carrier["files"][0]))) == 6


def test_one_meeting_from_its_card(box, bot, group, meetings, bob):
    bob.says("help")
    one = meetings[2]
    said = press(bot, box, bob, group, "calendar.one", str(one.id))
    assert said == "ok"
    file = files_in(box, direct(box, bob))[-1]
    assert file["name"] == "peer-mentorship-2027-01-26.ics" and file["title"] == "1 meeting for your calendar"
    assert len(events(content(box, file))) == 1


def press(bot, box, person, place, action: str, value: str) -> str:
    """A click on a button that stands in a message of the channel."""
    payload = {"type": "block_actions", "user": {"id": person.id}, "team": {"id": bot.deps.workspace.team}, "api_app_id": "A1",
               "trigger_id": f"{action}.{value}.{person.id}", "channel": {"id": place.id},
               "container": {"type": "message", "channel_id": place.id, "message_ts": "1.1"},
               "actions": [{"type": "button", "action_id": action, "value": value, "action_ts": "1.1", "block_id": "b"}]}
    return bot.hears(payload, "interactive", {}).status


def test_nobody_gets_a_calendar_of_a_group_they_are_not_in(box, bot, group, meetings, carol):
    for action, value in (("calendar.one", str(meetings[0].id)), ("calendar.all", str(meetings[0].group_id)), ("calendar.one", "x" * 30)):
        assert press(bot, box, carol, group, action, value) == "ok"
    assert not any(files_in(box, c) for c in box.workspace.channels)
    assert "in no peer-mentorship group" in carol.types("/mentor meeting calendar").text


def test_whoever_has_left_before_it_is_sent_gets_nothing(box, bot, group, meetings, bob):
    with bot.store.write() as tx:
        team, now = bot.deps.workspace.team, bot.deps.clock.now()
        home, who = group_rows.at(tx, team, group.id), people_rows.by_user(tx, team, bob.id)
        outbox.put(tx, "calendar:x", calendar_files.METHOD, now=now, channel=bob.id, body={"group": home.id, "person": who.id})
        people_rows.leave(tx, home.id, [who.id], now)
    bot.ticks()
    assert not any(files_in(box, c) for c in box.workspace.channels)


# ---- links and the text for the assistant -------------------------------------------------------------------------

@pytest.fixture
def home(bot, group):
    with bot.store.read() as tx:
        return group_rows.at(tx, bot.deps.workspace.team, group.id)


def asked(link: str) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(link).query).items()}


def test_links_name_the_instant_so_that_no_calendar_is_hours_off(meetings, home):
    summer = meetings[5]
    google = asked(calendar_links.google(meetings[0], home))
    assert google["dates"] == "20261201T123000Z/20261201T133000Z" and google["text"] == "Peer mentors, meeting 1"
    assert google["location"] == "Room 3" and google["action"] == "TEMPLATE"
    for work, host in ((True, "outlook.office.com"), (False, "outlook.live.com")):
        link = calendar_links.outlook(summer, home, work=work)
        assert urlsplit(link).netloc == host and "-04:00" in asked(link)["startdt"]
        assert asked(link)["startdt"] == "2027-04-20T07:30:00-04:00" and asked(link)["enddt"] == "2027-04-20T08:30:00-04:00"


def test_a_link_stays_short_and_a_plus_is_written_out(meetings, home):
    east = replace(meetings[0], tz="Asia/Kolkata", place="ü" * 290, link="https://zoom.example/" + "x" * 470)
    link = calendar_links.outlook(east, home, work=True)
    assert len(link) <= 2000 and "%2B05%3A30" in link and "+" not in link


def test_however_long_places_are_one_message_takes_the_links(meetings, home):
    long = [replace(m, place="病" * 300, link="https://zoom.example/" + "x" * 470) for m in meetings]
    for some in (meetings, long):
        message = calendar_links.all_of(some, replace(home, name="院" * 80), subscribe=True)
        assert len(json.dumps(message.body(), ensure_ascii=False)) < 12_000
        assert "Google" in str(message.blocks)


def test_the_text_for_the_schedule_says_when_to_keep_free_and_when_patients_may_begin(bot, meetings, alice, bob):
    with bot.store.read() as tx:
        here, abroad = (people_rows.by_user(tx, bot.deps.workspace.team, each.id) for each in (alice, bob))
    text = calendar_links.scheduling_text(meetings, here)
    assert "Please keep these times free for" in text and "- Tuesday 1 December 2026, 7:30 AM to 8:30 AM (EST)" in text
    assert "first patient an hour later than usual" in text and "Peer mentors" not in text, "nothing of the group"
    there = calendar_links.scheduling_text(meetings, abroad)
    assert "- Tuesday 1 December 2026, 1:30 PM to 2:30 PM (CET)" in there and "first patient" not in there, "Bob works in Berlin"


def test_the_text_fits_into_a_mail_link_and_says_what_did_not(bot, meetings, bob):
    with bot.store.read() as tx:
        who = people_rows.by_user(tx, bot.deps.workspace.team, bob.id)
    link = calendar_links.mail_link(meetings * 6, who, "desk@hospital.example")
    assert link.startswith("mailto:desk@hospital.example?subject=") and len(link) <= 2000
    assert "more later" in parse_qs(urlsplit(link).query)["body"][0]
    assert "more later" not in parse_qs(urlsplit(calendar_links.mail_link(meetings, who)).query)["body"][0]


def test_the_calendar_carries_no_mail_address_of_anybody(box, bot, group, meetings, bob):
    bob.types("/mentor meeting calendar", in_=group)
    data = content(box, files_in(box, direct(box, bob))[0])
    emails = json.dumps([u.email for u in box.workspace.users.values() if getattr(u, "email", None)])
    addresses = [str(e.get("ORGANIZER")) for e in Calendar.from_ical(data).walk("VEVENT")]
    assert set(addresses) == {f"mailto:calendar@{bot.deps.workspace.team.lower()}.mentor.invalid"}
    assert not [a for a in json.loads(emails) if a.encode() in data]
