"""The key ring: the keys that stand outside the database, and what is sealed under them. (reliability.md 5.3)

``k2:…,k1:…``, the first one seals, all of them open. The ring is a setting or a file that only its owner may read. It wraps the
keys of persons (`storage.seals`); nothing that anybody wrote is sealed under it directly but what waits in the inbox.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from mentoring.patterns import regex
from storage.errors import Refuse

KEY_BYTES, NONCE_BYTES, FORMAT = 32, 12, b"\x01"
_KEY = regex(r"(k[1-9][0-9]{0,5}):([A-Za-z0-9+/_-]{43}=?)")


class Unreadable(Exception):
    """What was sealed cannot be opened: another key, another row, or damage. Never holds what was sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the ring. ``secret`` is never shown."""

    name: str
    secret: bytes = field(repr=False)

    @property
    def fingerprint(self) -> str:
        """What tells this key from others and gives nothing of it away."""
        return hmac.new(self.secret, b"mentor key fingerprint", hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, kw_only=True)
class Ring:
    """Keys, the active one first. ``path`` is the file they came from, None for a setting; ``new`` when it has just been made."""

    keys: tuple[Key, ...]
    path: Path | None = None
    new: bool = False

    @property
    def active(self) -> Key:
        """The key that seals."""
        return self.keys[0]

    def by_name(self, name: str) -> Key | None:
        """A key that may still have to open something."""
        return next((k for k in self.keys if k.name == name), None)

    @cached_property
    def inbox(self) -> bytes:
        """The key for what waits in the inbox, made of the active one."""
        return hmac.new(self.active.secret, b"mentor inbox", hashlib.sha256).digest()

    @cached_property
    def inboxes(self) -> tuple[bytes, ...]:
        """The same of every key: what waited while the ring was changed can be opened."""
        return tuple(hmac.new(k.secret, b"mentor inbox", hashlib.sha256).digest() for k in self.keys)


def seal(key: bytes, data: bytes, about: str) -> bytes:
    """AES-256-GCM under a fresh 96-bit nonce, bound to ``about``: what is moved to another row does not open."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(key).encrypt(nonce, data, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """What `seal` was given. Unreadable: another key, another row, or damage."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    if sealed[:1] != FORMAT or len(sealed) < 1 + NONCE_BYTES + 16:
        raise Unreadable
    try:
        return AESGCM(key).decrypt(sealed[1:1 + NONCE_BYTES], sealed[1 + NONCE_BYTES:], about.encode())
    except InvalidTag:
        raise Unreadable from None


def parse(text: str, where: str) -> tuple[Key, ...]:
    """``k2:…,k1:…`` as keys. Refuse: it is no ring; the sentence never repeats it."""
    keys = []
    for part in text.replace("\n", ",").split(","):
        if not part.strip():
            continue
        found = _KEY.fullmatch(part.strip())
        secret = base64.urlsafe_b64decode(found[2].replace("+", "-").replace("/", "_").rstrip("=") + "=") if found else b""
        if len(secret) != KEY_BYTES or any(found[1] == k.name for k in keys):
            raise Refuse(f"{where} does not hold keys as `mentor keys new` writes them (k1:… with 43 letters and digits, parted by "
                         "commas). Put back the copy that you keep.")
        keys.append(Key(name=found[1], secret=secret))
    if not keys:
        raise Refuse(f"{where} holds no key. Put back the copy that you keep; what was written cannot be read without it.")
    return tuple(keys)


def write(keys: tuple[Key, ...]) -> str:
    """Keys as `parse` reads them."""
    return ",".join(f"{k.name}:{base64.urlsafe_b64encode(k.secret).decode().rstrip('=')}" for k in keys)


def fresh(keys: tuple[Key, ...] = ()) -> tuple[Key, ...]:
    """The same keys with a new one in front, which seals from now on."""
    number = 1 + max((int(k.name[1:]) for k in keys), default=0)
    return (Key(name=f"k{number}", secret=secrets.token_bytes(KEY_BYTES)), *keys)


def load(given: str, beside: Path) -> Ring | None:
    """The ring in force: ``given`` is the setting (keys, or a path), ``beside`` where the file is without one. None: there is none yet.

    Refuse: it cannot be read, others may read it, or it is no ring.
    """
    if _KEY.match(given.strip()):
        return Ring(keys=parse(given, "MENTOR_KEYS"))
    path = place(given, beside)
    if not path.exists():
        return None
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Refuse(f"Others on this machine may read the keys in {path}. Run chmod 600 {path}.")
        return Ring(keys=parse(path.read_text(encoding="utf-8"), str(path)), path=path)
    except (OSError, UnicodeDecodeError) as no:
        raise Refuse(f"The keys in {path} cannot be read ({getattr(no, 'strerror', None) or 'it is no text'}). "
                     "Let this user read the file, or put back the copy that you keep.") from None


def place(given: str, beside: Path) -> Path:
    """Where the ring's file is."""
    return Path(given.strip()) if given.strip() else beside


def keep(path: Path, keys: tuple[Key, ...], *, new: bool = False) -> Ring:
    """Write the ring's file whole or not at all, readable by its owner alone. With ``new`` a file that is there already is left alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(write(keys) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, path) if new else os.replace(draft, path)
    except FileExistsError:
        return load("", path)
    finally:
        draft.unlink(missing_ok=True)
    return Ring(keys=keys, path=path, new=new)
