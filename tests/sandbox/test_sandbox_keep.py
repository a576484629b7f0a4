"""The workspace over a restart, the scene, time and zones, and who may reach the server."""

import os
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import Sandbox, keep, scene
from sandbox.clock import Clock
from sandbox.records import zone_label


def test_all_that_lasts_is_there_after_a_restart(make, tmp_path):
    path = tmp_path / "kept" / "workspace.json"
    first = make(kept_in=path, clock=Clock(datetime(2026, 11, 23, 9, tzinfo=UTC), running=False))
    places = scene.fill(first)
    maya = places.people["maya"]
    maya.says("still here?", in_=places.hospitalists)
    first.clock.advance(3600)
    seen, tokens = maya.sees(places.hospitalists).texts, (first.bot_token, first.app_token)
    first.stop()
    again = make(kept_in=path, clock=Clock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC), running=False))
    places = scene.fill(again)
    assert places.people["maya"].sees(places.hospitalists).texts == seen
    assert (again.bot_token, again.app_token) == tokens
    assert again.clock.now() == datetime(2026, 11, 23, 10, tzinfo=UTC), "time never goes back"
    newest = max(each["ts"] for each in again.truth.messages)
    assert places.people["maya"].says("on we go", in_=places.hospitalists).messages[0].ts > newest


def test_a_new_id_is_never_one_that_was_kept(make, tmp_path):
    first = make(kept_in=tmp_path / "w.json")
    ids = {first.person(f"p{each}").id for each in range(5)}
    first.stop()
    assert make(kept_in=tmp_path / "w.json").person("new").id not in ids


def test_the_file_is_written_whole_and_is_for_its_owner_only(box, tmp_path):
    path = tmp_path / "w.json"
    keep.save(box.workspace, path)
    assert os.stat(path).st_mode & 0o077 == 0
    assert os.listdir(tmp_path) == ["w.json"]


def test_another_versions_file_is_refused(make, tmp_path):
    (tmp_path / "w.json").write_text('{"version": 99}')
    with pytest.raises(ValueError, match="version 99"):
        make(kept_in=tmp_path / "w.json")


def test_the_scene_is_lifelike(box):
    places = scene.fill(box)
    people = [each for each in box.workspace.users.values() if not each.is_bot]
    assert len(people) >= 8
    assert len({each.tz for each in people}) >= 6
    assert any(each.is_guest for each in people)
    assert box.workspace.channels[places.hospitalists.id].kind == "private"
    assert box.workspace.channels[places.educators.id].kind == "channel"
    inside = {*box.workspace.channels[places.hospitalists.id].members,
              *box.workspace.channels[places.educators.id].members}
    assert places.people["owen"].id not in inside
    assert sum(each.is_bot for each in box.workspace.users.values()) == 2


def test_the_clock_goes_on_and_never_back():
    clock = Clock(datetime(2026, 1, 1, tzinfo=UTC), running=False)
    assert clock.advance(timedelta(days=7)) == datetime(2026, 1, 8, tzinfo=UTC)
    with pytest.raises(ValueError, match="only goes forward"):
        clock.travel_to(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="naive"):
        Clock(datetime(2026, 1, 1))


def test_next_due_is_the_first_of_what_the_app_and_slack_have_planned(make, app):
    due = datetime(2026, 11, 24, tzinfo=UTC)
    box = make(deliver=app, next_due=lambda: due)
    assert box.next_due() == due
    assert box.travel_to_next_due()
    assert box.clock.now() == due


@given(st.sampled_from(["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu",
                        "Australia/Lord_Howe", "UTC"]),
       st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))
def test_label_and_offset_agree_with_the_zone_at_every_moment(tz, now):
    label, offset = zone_label(tz, now)
    local = now.astimezone(ZoneInfo(tz))
    assert offset == local.utcoffset().total_seconds()
    if tz == "America/New_York":
        assert label == f"Eastern {'Daylight' if local.dst() else 'Standard'} Time"


def test_a_zones_label_changes_with_its_clocks(box, client, alice):
    assert client.users_info(user=alice.id)["user"]["tz_label"] == "Eastern Standard Time"
    box.travel(to=datetime(2027, 3, 15, tzinfo=UTC))
    user = client.users_info(user=alice.id)["user"]
    assert (user["tz_label"], user["tz_offset"]) == ("Eastern Daylight Time", -4 * 3600)


def test_a_date_is_read_in_the_readers_zone(client, alice, bob, room):
    when = int(datetime(2026, 11, 24, 15, 0, tzinfo=UTC).timestamp())
    client.chat_postMessage(channel=room.id, text=f"<!date^{when}^{{date_short_pretty}} at {{time}}|soon>")
    assert alice.sees(room).texts == ["tomorrow at 10:00 AM"]
    assert bob.sees(room).texts == ["tomorrow at 4:00 PM"]


def test_only_loopback_is_served():
    for host in ("0.0.0.0", "192.168.1.1"):
        with pytest.raises(ValueError, match="loopback"):
            Sandbox.start(host=host)


def test_a_port_that_is_taken_is_an_error(make):
    taken = int(make().url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        Sandbox.start(port=taken)


@pytest.mark.parametrize(("headers", "status"), [
    ({"Host": "evil.example"}, 403), ({"Origin": "https://evil.example"}, 403), ({}, 200)])
def test_other_sites_pages_are_refused(box, alice, headers, status):
    request = urllib.request.Request(f"{box.url}/sandbox/clock", data=b'{"advance": 0}', method="POST", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            found = answer.status
    except urllib.error.HTTPError as refusal:
        found = refusal.code
    assert found == status
