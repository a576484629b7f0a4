"""``mentor keys``: a first ring, another key in front of it, and the word that somebody keeps a copy. (reliability.md 5.3)

Gives sentences to print. Refuse, Locked and NotSaved as everywhere else.
"""

from __future__ import annotations

from datetime import datetime

from bot.settings import Settings
from storage import inbox, key_marks, keyring
from storage.errors import Refuse
from storage.keyring import Ring
from storage.seals import Seals, beside, open_seals
from storage.store import Store


def new(settings: Settings) -> list[str]:
    """Make the ring's file where there is none. Refuse: there is one, or the keys are a setting."""
    usual, _ = beside(settings.database_url)
    if (ring := keyring.load(settings.keys, usual)) is not None:
        raise Refuse(f"There are keys already, in {ring.path or 'MENTOR_KEYS'}. `mentor keys rotate` puts a new one in front of them.")
    ring = keyring.keep(keyring.place(settings.keys, usual), keyring.fresh(), new=True)
    return [f"A key was made: {ring.path}.", *_copy(ring)]


def _copy(ring: Ring) -> list[str]:
    return [f"Copy {ring.path} to where your other secrets are, away from this machine: without it nobody can read what members wrote.",
            "When that is done, say so with `mentor keys confirm-copy`."]


def rotate(store: Store, settings: Settings, now: datetime) -> list[str]:
    """A new key in front; every person's key is wrapped with it; keys that nothing needs any more go. Begun again it goes on."""
    seals = open_seals(store, settings.database_url, settings.keys, now=now)
    ring = seals.ring
    if ring.path is None:
        raise Refuse("The keys are in the setting MENTOR_KEYS, which I cannot change. Put them in a file that only this user may read, "
                     "name that file in MENTOR_KEYS, and rotate then.")
    if not seals.left():   # nothing is left over from a rotation that was interrupted
        ring = keyring.keep(ring.path, keyring.fresh(ring.keys))
        with store.write() as tx:
            key_marks.note(tx, ring.active.name, ring.active.fingerprint, now)
    seals.close()
    seals = Seals(settings.database_url, ring)
    count = seals.rewrap()
    with store.read() as tx:
        waits = bool(inbox.waiting(tx, now=datetime.max.replace(tzinfo=now.tzinfo), limit=1))
    kept = ring.keys if waits else ring.keys[:1]
    gone = [k for k in ring.keys if k not in kept]
    if gone:
        with store.write() as tx:   # before the file: a start in between finds a key too many, not one too few
            for key in gone:
                key_marks.forget(tx, key.name)
        ring = keyring.keep(ring.path, kept)
    seals.close()
    said = f"{ring.active.name} is the key from now on; {count} {'person' if count == 1 else 'people'} moved to it."
    return [said, *([f"{', '.join(k.name for k in gone)} is needed by nothing any more and is gone."] if gone else []), *_copy(ring)]


def confirm(store: Store, settings: Settings, now: datetime) -> list[str]:
    """Somebody keeps a copy of every key in use."""
    open_seals(store, settings.database_url, settings.keys, now=now).close()
    with store.write() as tx:
        key_marks.confirm(tx, now)
    return ["Noted: a copy of every key is kept."]
