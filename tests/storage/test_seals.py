"""Sealed texts: only their owner's key and only their own row open them; a lost, wrong or destroyed key opens nothing."""

from __future__ import annotations

import base64
import threading

import pytest

from bot import keys
from bot.settings import Settings
from storage import keyring
from storage.errors import Refuse
from storage.keyring import Ring, Unreadable
from storage.seals import Seals, beside, open_seals

OWNER, OTHER = "T1|U1", "T1|U2"


@pytest.fixture
def ring(tmp_path):
    return keyring.keep(tmp_path / "mentor.keys", keyring.fresh())


@pytest.fixture
def seals(url, ring):
    made = Seals(url, ring)
    yield made
    made.close()


def test_what_was_sealed_opens_for_its_owner_in_its_row_alone(seals):
    sealed = seals.seal(OWNER, b"what I wrote", "reflections|r1")
    assert seals.unseal(OWNER, sealed, "reflections|r1") == b"what I wrote" and b"wrote" not in sealed
    seals.seal(OTHER, b"x", "reflections|r2")
    for owner, about in ((OTHER, "reflections|r1"), (OWNER, "reflections|r2"), (OWNER, "drafts|r1"), ("T2|U1", "reflections|r1")):
        with pytest.raises(Unreadable):
            seals.unseal(owner, sealed, about)


@pytest.mark.parametrize("at", [0, 1, 13, -1])
def test_a_changed_bit_is_noticed(seals, at):
    sealed = bytearray(seals.seal(OWNER, b"what I wrote", "r"))
    sealed[at] ^= 1
    with pytest.raises(Unreadable):
        seals.unseal(OWNER, bytes(sealed), "r")


def test_two_that_begin_at_once_get_one_key(url, ring):
    made, ready = [], threading.Barrier(8)

    def work():
        mine = Seals(url, ring)
        ready.wait()
        made.append(mine.seal(OWNER, b"text", "r"))
        mine.close()
    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    reader = Seals(url, ring)
    assert [reader.unseal(OWNER, sealed, "r") for sealed in made] == [b"text"] * 8
    reader.close()


def test_a_destroyed_key_opens_nothing_and_a_mark_says_who_was_forgotten(seals, clock):
    sealed = seals.seal(OWNER, b"what I wrote", "r")
    assert seals.erased(OWNER) is None
    seals.destroy(OWNER, now=clock.now())
    with pytest.raises(Unreadable):
        seals.unseal(OWNER, sealed, "r")
    assert seals.erased(OWNER) == clock.now() and seals.erased(OTHER) is None
    again = seals.seal(OWNER, b"new", "r")
    assert seals.unseal(OWNER, again, "r") == b"new"
    with pytest.raises(Unreadable):
        seals.unseal(OWNER, sealed, "r")


def test_a_new_key_in_front_leaves_everything_readable(seals, url, ring, clock):
    sealed = seals.seal(OWNER, b"what I wrote", "r")
    seals.destroy(OTHER, now=clock.now())
    both = Ring(keys=keyring.fresh(ring.keys))
    moved = Seals(url, both)
    assert moved.left() == 2 and moved.rewrap() == 2 and moved.rewrap() == 0
    moved.close()
    alone = Seals(url, Ring(keys=both.keys[:1]))
    assert alone.unseal(OWNER, sealed, "r") == b"what I wrote" and alone.erased(OTHER)
    alone.close()


def test_what_waits_in_the_inbox_is_sealed_too(seals, ring):
    kept = seals.put_by({"event": {"text": "secret"}}, "event:1")
    assert "secret" not in base64.b64decode(kept["sealed"]).decode(errors="replace")
    assert seals.taken_up(kept, "event:1") == {"event": {"text": "secret"}}
    with pytest.raises(Unreadable):
        seals.taken_up(kept, "event:2")


def settings(url, tmp_path) -> Settings:
    return Settings(database_url=url, keys=str(tmp_path / "mentor.keys"))


def test_the_first_start_makes_a_key_that_only_its_owner_may_read(store, url, tmp_path, clock):
    open_seals(store, url, str(tmp_path / "mentor.keys"), now=clock.now()).close()
    path = tmp_path / "mentor.keys"
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    with pytest.raises(Refuse, match="chmod 600"):
        open_seals(store, url, str(path), now=clock.now())


def test_a_missing_ring_and_another_one_stop_the_start_with_a_sentence(store, url, tmp_path, clock):
    path = tmp_path / "mentor.keys"
    open_seals(store, url, str(path), now=clock.now()).close()
    mine = path.read_text()
    path.unlink()
    with pytest.raises(Refuse, match="are missing, and what members wrote cannot be read without them"):
        open_seals(store, url, str(path), now=clock.now())
    keyring.keep(path, keyring.fresh())
    with pytest.raises(Refuse, match="k1 is another key"):
        open_seals(store, url, str(path), now=clock.now())
    path.write_text("k1:short")
    with pytest.raises(Refuse, match="does not hold keys") as no:
        open_seals(store, url, str(path), now=clock.now())
    assert "short" not in str(no.value)
    path.write_text(mine)
    open_seals(store, url, mine.strip(), now=clock.now()).close()


def test_rotating_leaves_one_key_and_everything_readable(store, url, tmp_path, clock):
    here = settings(url, tmp_path)
    seals = open_seals(store, url, here.keys, now=clock.now())
    sealed = seals.seal(OWNER, b"what I wrote", "r")
    seals.close()
    said = keys.rotate(store, here, clock.now())
    assert said[0] == "k2 is the key from now on; 1 person moved to it." and "k1 is needed by nothing any more" in said[1]
    ring = keyring.load(here.keys, beside(url)[0])
    assert [k.name for k in ring.keys] == ["k2"]
    after = open_seals(store, url, here.keys, now=clock.now())
    assert after.unseal(OWNER, sealed, "r") == b"what I wrote"
    after.close()


def test_a_rotation_that_was_interrupted_goes_on(store, url, tmp_path, clock):
    here = settings(url, tmp_path)
    seals = open_seals(store, url, here.keys, now=clock.now())
    sealed = seals.seal(OWNER, b"what I wrote", "r")
    seals.close()
    ring = keyring.keep(tmp_path / "mentor.keys", keyring.fresh(seals.ring.keys))   # killed after the file, before anything else
    keys.rotate(store, here, clock.now())
    assert [k.name for k in keyring.load(here.keys, tmp_path).keys] == [ring.active.name]
    after = open_seals(store, url, here.keys, now=clock.now())
    assert after.unseal(OWNER, sealed, "r") == b"what I wrote"
    after.close()
