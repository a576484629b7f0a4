"""Everything about me as a file, and forget me: what goes, what stays without a name, and that nothing brings it back."""

from __future__ import annotations

import base64
import io
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import own_data
from storage import people as people_rows

CANARY = "quokka-4432"


@pytest.fixture
def file_of(bot, box):
    """The newest file that somebody got, unpacked."""
    def read(person):
        bot.ticks()
        message = next(m for m in reversed(person.sees(box.app)) if m.message.get("files"))
        data = box.workspace.files[message.message["files"][0]["id"]].content
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(data))) as packed:
            return json.loads(packed.read("everything.json")), packed.read("everything.md").decode()
    return read


@pytest.fixture
def lived(bot, box, alice, bob, group):
    """Bob has written in every place there is; Alice, too."""
    for person, mark in ((bob, CANARY), (alice, "alices-own")):
        person.types(f"/mentor goal add Private {mark} by 30 June", in_=group)
        person.types(f"/mentor reflect {mark} in my journal", in_=group)
        person.types(f"/mentor topic propose Topic {mark}", in_=group)
    bob.types("/mentor reflect every week", in_=group)
    alice.types(f"/mentor action add @Bob draft the letter {CANARY} by Friday", in_=group)
    bot.ticks()


def asks_for_it(person, group):
    person.types("/mentor export", in_=group)
    assert "lies in Slack" in person.modal.text
    person.submits()


def test_everything_about_me_and_nothing_of_anybody_else(lived, bob, group, file_of):
    asks_for_it(bob, group)
    found, text = file_of(bob)
    assert found["people"][0]["name"] == "Bob Lindqvist" and found["goals"][0]["what"] == f"Private {CANARY}"
    assert found["reflections"][0]["text"] == f"{CANARY} in my journal" and f"Topic {CANARY}" in found["topics"][0]["title"]
    assert "alices-own" not in json.dumps(found) + text and f"{CANARY} in my journal" in text


def test_nothing_comes_before_the_warning_has_been_read(bob, box, group, bot):
    bob.types("/mentor export", in_=group)
    bot.ticks()
    assert not [m for m in bob.sees(box.app) if m.message.get("files")]


def test_seven_days_to_think_again(lived, bob, box, bot, group):
    shown = bob.types("/mentor forget me", in_=group)
    assert "Gone for good" in shown.text and "Stays without your name" in shown.text
    bob.clicks("Forget me in seven days")
    box.clock.advance(timedelta(days=6))
    bot.ticks()
    assert CANARY in bob.types("/mentor goal list", in_=group).text
    bob.types("/mentor forget me", in_=group)
    bob.clicks("Keep me")
    box.clock.advance(timedelta(days=9))
    bot.ticks()
    assert CANARY in bob.types("/mentor goal list", in_=group).text


def bytes_beside(bot) -> bytes:
    folder = Path(bot.database.removeprefix("sqlite:///")).parent
    return b"".join(p.read_bytes() for p in folder.iterdir() if p.name.startswith("mentor"))


def test_after_that_no_trace_is_in_the_file_or_its_log_and_the_others_keep_theirs(lived, alice, bob, box, bot, group):
    bob.types("/mentor forget me", in_=group)
    bob.clicks("Forget me in seven days")
    box.clock.advance(timedelta(days=7, minutes=1))
    bot.ticks()
    if bot.database.startswith("sqlite"):
        held = bytes_beside(bot)
        for trace in (b"Bob Lindqvist", bob.id.encode(), f"Private {CANARY}".encode()):
            assert trace not in held
        assert b"alices-own" in held
    assert "alices-own" in alice.types("/mentor goal list", in_=group).text
    assert "Topic" in alice.types("/mentor topic list", in_=group).text
    again = bob.types("/mentor goal list", in_=group)
    assert CANARY not in again.text


def test_what_we_sent_them_disappears_from_slack(lived, bob, box, bot, group):
    box.clock.advance(timedelta(days=7))
    bot.ticks()
    assert [m for m in bob.sees(box.app) if not m.ephemeral]
    bob.types("/mentor forget me", in_=group)
    bob.clicks("Forget me now")
    for _ in range(8):
        bot.ticks()
        box.clock.advance(timedelta(minutes=1))
    assert not [m for m in bob.sees(box.app) if not m.ephemeral]


def test_a_copy_of_the_database_that_is_put_back_can_read_nothing_and_forgets_again(lived, bob, box, bot, group):
    if not bot.database.startswith("sqlite"):
        return   # a copy is a file here alone
    path = Path(bot.database.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as live, closing(sqlite3.connect(path.with_name("copy.db"))) as copy:
        live.backup(copy)
    bob.types("/mentor forget me", in_=group)
    bob.clicks("Forget me now")
    bot.ticks()
    bot.stops()
    shutil.copy(path.with_name("copy.db"), path)
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    bot.starts()
    with bot.store.read() as tx:
        back = people_rows.by_user(tx, bot.deps.workspace.team, bob.id)
        assert back is not None, "the copy knows them"
    shown = bob.types("/mentor reflect show 1", in_=group)
    assert "cannot be opened" in shown.text
    own_data.replay(bot.deps)
    with bot.store.read() as tx:
        assert people_rows.by_user(tx, bot.deps.workspace.team, bob.id) is None
    box.clock.advance(timedelta(minutes=1))
    bob.types("/mentor goal add A new beginning", in_=group)
    own_data.replay(bot.deps)
    assert "A new beginning" in bob.types("/mentor goal list", in_=group).text, "who comes back is not forgotten again"


def test_an_interruption_in_the_middle_is_made_good_by_the_next_round(lived, bob, bot, group, monkeypatch):
    bob.types("/mentor forget me", in_=group)
    whole = bot.deps.seals.destroy

    def killed(*args, **more):
        whole(*args, **more)
        raise KeyboardInterrupt
    monkeypatch.setattr(bot.deps.seals, "destroy", killed)
    with pytest.raises(KeyboardInterrupt):
        bob.clicks("Forget me now")
    monkeypatch.setattr(bot.deps.seals, "destroy", whole)
    bot.ticks()
    with bot.store.read() as tx:
        assert people_rows.by_user(tx, bot.deps.workspace.team, bob.id) is None
