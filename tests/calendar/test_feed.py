"""The feed: made and ended by commands, read over HTTP, secret."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest
from ics_lint import events, occurrences, wrong_bytes, wrong_meaning

from bot import wiring
from bot.clock import SystemClock
from bot.feed import MOST, Feed, beside
from bot.services import people
from bot.settings import BadSettings, Settings
from mentoring.meetings import MeetingState
from storage import groups as group_rows
from storage import people as people_rows

ADDRESS = re.compile(r"https://mentor\.example\.org(/calendar/[A-Za-z0-9_-]{43}\.ics)")


@pytest.fixture
def feed(reachable):
    return Feed(reachable.deps)


def read(feed, path: str, *, method: str = "GET", **headers) -> tuple[int, dict, bytes]:
    """One request, without a network."""
    said = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path} | {f"HTTP_{k.upper()}": v for k, v in headers.items()}
    body = b"".join(feed(environ, lambda status, pairs: said.append((int(status[:3]), dict(pairs)))))
    return *said[0], body


def address_of(person, place) -> str:
    """Make the person a new address; its path."""
    return ADDRESS.search(person.types("/mentor meeting feed new", in_=place).text)[1]


def test_an_address_gives_all_meetings_of_all_my_groups(feed, reachable, group, meetings, bob):
    status, headers, data = read(feed, address_of(bob, group))
    assert status == 200 and headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "no-store" and "Set-Cookie" not in headers
    assert wrong_bytes(data) == [] and wrong_meaning(data) == []
    now = reachable.deps.clock.now()
    assert [at for _, at in occurrences(data, now, now + timedelta(days=365))] == [m.starts for m in meetings]
    assert b"Room 3" not in data and b"METHOD" not in data


def test_it_is_off_until_asked_for_shown_once_and_says_when_it_was_read(feed, reachable, box, group, meetings, bob):
    first = bob.types("/mentor meeting feed", in_=group)
    assert first.buttons == ["Make my address"] and not ADDRESS.search(first.text)
    path = ADDRESS.search(first.clicks("Make my address").text)[1]
    assert "No calendar has read it yet" in bob.types("/mentor meeting feed", in_=group).text
    read(feed, path)
    again = bob.types("/mentor meeting feed", in_=group)
    assert "A calendar last read it on" in again.text and not ADDRESS.search(again.text)


def test_only_a_hash_is_kept_and_no_letter_or_log_ever_holds_an_address(feed, reachable, group, meetings, bob, caplog, tmp_path):
    with caplog.at_level(logging.DEBUG):
        bob.says("meeting feed new")
        path = address_of(bob, group)
        read(feed, path)
        read(feed, path[:-5] + ".ics")
    token = path.rpartition("/")[2].removesuffix(".ics")
    with reachable.store.read() as tx:
        everything = "\n".join(str(tx.exec_driver_sql(f"SELECT * FROM {t}").all()) for t in ("feeds", "outbox", "inbox", "seen", "drafts"))
    assert token not in everything and "/calendar/" not in everything
    assert token not in caplog.text


def test_a_new_address_ends_the_old_one_and_off_ends_it_for_good(feed, reachable, group, meetings, bob):
    old, new = address_of(bob, group), address_of(bob, group)
    assert read(feed, old)[0] == 404 and read(feed, new)[0] == 200
    assert "stopped for good" in bob.types("/mentor meeting feed off", in_=group).text
    assert read(feed, new)[0] == 404
    assert "You had no calendar address" in bob.types("/mentor meeting feed off", in_=group).text


def test_leaving_the_last_group_ends_it_and_coming_back_does_not_bring_it_back(feed, reachable, group, meetings, bob):
    path, team = address_of(bob, group), reachable.deps.workspace.team
    with reachable.store.write() as tx:
        home, who, now = group_rows.at(tx, team, group.id), people_rows.by_user(tx, team, bob.id), reachable.deps.clock.now()
        people.leave(tx, home.id, [who.id], now)
    assert read(feed, path)[0] == 404
    with reachable.store.write() as tx:
        people_rows.join(tx, home.id, [who.id], people_rows.Role.MEMBER, now)
    assert read(feed, path)[0] == 404


def test_whoever_is_in_no_group_reads_nothing_even_while_the_address_lives(feed, reachable, group, meetings, bob):
    path, team = address_of(bob, group), reachable.deps.workspace.team
    with reachable.store.write() as tx:
        home, who = group_rows.at(tx, team, group.id), people_rows.by_user(tx, team, bob.id)
        people_rows.leave(tx, home.id, [who.id], reachable.deps.clock.now())
    assert read(feed, path)[0] == 404


def test_whatever_is_wrong_is_the_same_404(feed, reachable, group, meetings, bob):
    path = address_of(bob, group)
    wrong = [read(feed, p) for p in ("/calendar/", "/calendar/x.ics", path[:-4], path + "/", path.replace("calendar", "Calendar"),
                                     f"/calendar/{'A' * 43}.ics", "/calendar/" + "é" * 43 + ".ics", "/calendar/../" + path)]
    wrong += [read(feed, path, method=m) for m in ("POST", "PUT", "DELETE", "OPTIONS")]
    assert {(status, body) for status, _, body in wrong} == {(404, b"not found")}
    assert all(headers == wrong[0][1] for _, headers, _ in wrong)


def test_a_database_that_is_away_is_a_404_too_and_nothing_is_raised(feed, reachable, group, meetings, bob, caplog, database):
    path = address_of(bob, group)
    with sqlite3.connect(database.removeprefix("sqlite:///")) as outside:
        outside.execute("ALTER TABLE feeds RENAME TO elsewhere")
    assert read(feed, path)[::2] == (404, b"not found")
    assert path[10:-4] not in caplog.text and "could not be served" in caplog.text


def test_unchanged_is_304_by_etag_and_by_date_and_a_change_is_told(feed, reachable, box, group, meetings, bob, change):
    path = address_of(bob, group)
    _, first, data = read(feed, path)
    box.travel(seconds=4 * 3600)
    status, second, body = read(feed, path, if_none_match=first["ETag"])
    assert (status, body) == (304, b"") and second["ETag"] == first["ETag"] and second["Last-Modified"] == first["Last-Modified"]
    assert read(feed, path, if_none_match=f'"other", W/{first["ETag"]}')[0] == 304
    assert read(feed, path, if_modified_since=first["Last-Modified"])[0] == 304
    assert read(feed, path, if_modified_since="yesterday")[0] == 200
    change(meetings[0], state=MeetingState.CANCELLED)
    status, third, after = read(feed, path, if_none_match=first["ETag"], if_modified_since=first["Last-Modified"])
    assert status == 200 and third["ETag"] != first["ETag"] and third["Last-Modified"] != first["Last-Modified"]
    assert read(feed, path, if_modified_since=first["Last-Modified"])[0] == 200
    old, new = events(data), events(after)
    assert [uid for uid in old if old[uid] != new[uid]] == [next(iter(old))]


def test_head_says_the_same_without_the_calendar(feed, reachable, group, meetings, bob):
    path = address_of(bob, group)
    _, whole, data = read(feed, path)
    status, headers, body = read(feed, path, method="HEAD")
    assert (status, body, headers["ETag"], headers["Content-Length"]) == (200, b"", whole["ETag"], str(len(data)))


def test_sixty_readings_an_hour_and_then_a_pause(feed, reachable, box, group, meetings, bob, alice):
    path, other = address_of(bob, group), address_of(alice, group)
    assert {read(feed, path)[0] for _ in range(MOST)} == {200}
    status, headers, _ = read(feed, path)
    assert status == 429 and 0 < int(headers["Retry-After"]) <= 3600
    assert read(feed, other)[0] == 200, "others are not held up"
    box.travel(seconds=61 * 60)
    assert read(feed, path)[0] == 200


def test_a_group_without_meetings_has_an_empty_calendar(feed, group, bob):
    status, _, data = read(feed, address_of(bob, group))
    assert status == 200 and wrong_bytes(data) == [] and wrong_meaning(data) == [] and not events(data)


def test_what_is_over_goes_after_sixty_days_and_what_was_called_off_with_its_time(feed, reachable, box, group, meetings, bob, change):
    path = address_of(bob, group)
    change(meetings[1], state=MeetingState.CANCELLED)
    assert len(events(read(feed, path)[2])) == 6
    box.travel(seconds=40 * 86400)   # 2 January: the first is over, the second was to be on 29 December
    assert len(events(read(feed, path)[2])) == 5
    box.travel(seconds=40 * 86400)
    assert len(events(read(feed, path)[2])) == 4


def test_nobody_without_a_group_gets_an_address_and_without_a_public_url_nobody_does(bot, group, meetings, bob, carol, reachable):
    refused = carol.types("/mentor meeting feed new")
    assert "nothing to put into a calendar yet" in refused.text
    reachable.settings = replace(reachable.settings, public_url="")
    reachable.stops()
    reachable.starts()
    assert "MENTOR_PUBLIC_URL" in bob.types("/mentor meeting feed", in_=group).text


def test_beside_slack_only_calendars_come_here(feed):
    both = beside(feed, lambda environ, start: [start("200 OK", []), b"slack"][1:])
    assert list(both({"PATH_INFO": "/slack/events"}, lambda *_: None)) == [b"slack"]
    assert read(both, "/calendar/x.ics")[0] == 404


# ---- settings and the port ------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("given", "told"), [
    ({"MENTOR_PUBLIC_URL": "http://mentor.example.org"}, "https://"), ({"MENTOR_PUBLIC_URL": "https://u:p@mentor.example.org"}, "https://"),
    ({"MENTOR_PUBLIC_URL": "https://mentor.example.org?x=1"}, "without ?"), ({"MENTOR_FEED_PORT": "8090"}, "MENTOR_PUBLIC_URL is missing"),
    ({"MENTOR_PUBLIC_URL": "https://m.example.org", "MENTOR_FEED_PORT": "99999"}, "not a port")], ids=str)
def test_settings_that_cannot_be_are_told(given, told):
    with pytest.raises(BadSettings, match=re.escape(told)):
        Settings.load(given, dotenv=None)


def test_an_address_in_socket_mode_needs_a_port():
    one = Settings.load({"MENTOR_PUBLIC_URL": "https://mentor.example.org/m/", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
                        dotenv=None)
    assert one.public_url == "https://mentor.example.org/m"
    assert any("MENTOR_FEED_PORT" in p for p in one.for_slack(http=False)) and not any("FEED" in p for p in one.for_slack(http=True))
    assert not replace(one, feed_port=8090).for_slack(http=False)


def test_in_socket_mode_a_port_of_its_own_serves_calendars_and_nothing_else(bot, box, group, meetings, bob):
    port = free_port()
    bot.stops()
    running = wiring.start(replace(bot.settings, public_url="https://mentor.example.org", feed_port=port), SystemClock())
    try:
        box.until(box.delivery.connected, timeout=15)
        path = address_of(bob, group)
        assert knock(port, path) == (200, True)
        assert knock(port, "/slack/events") == knock(port, "/") == (404, False)
    finally:
        assert running.stop()
        bot.starts()


def test_in_http_mode_calendars_are_read_beside_slacks_door(bot, box, group, meetings, bob):
    port = free_port()
    bot.stops()
    settings = replace(bot.settings, public_url="https://mentor.example.org", slack_signing_secret=box.workspace.signing_secret)
    running = wiring.start(settings, SystemClock(), http_port=port)
    box.delivery.request_url = f"http://127.0.0.1:{port}/slack/events"
    try:
        path = address_of(bob, group)
        assert knock(port, path) == (200, True)
        assert knock(port, "/slack/events") == (405, False)
    finally:
        box.delivery.request_url = None
        assert running.stop()
        bot.starts()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def knock(port: int, path: str) -> tuple[int, bool]:
    """The status, and whether a calendar came."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, b"BEGIN:VCALENDAR" in answer.read()
    finally:
        line.close()
