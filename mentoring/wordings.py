"""Two people, or one with two windows, word the same thing at the same time: what each of them changed is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar

Worded = TypeVar("Worded")   # a dataclass whose fields are what a form asks


def marks(wording: Worded) -> dict[str, str]:
    """A short mark of each field, to tell later whether it was changed."""
    return {f.name: hashlib.sha256(str(getattr(wording, f.name)).encode()).hexdigest()[:8] for f in fields(wording)}


def merged(mine: Worded, theirs: Worded, opened: Mapping[str, str]) -> tuple[Worded, tuple[str, ...]]:
    """``mine`` with what somebody else has changed since the form opened, and the fields that both changed differently.

    ``theirs`` is what is on file now; ``opened`` the marks of what the form showed. Where both changed, mine stands.
    A form without marks has seen nothing: every difference is one that both made.
    """
    now, meant = marks(theirs), marks(mine)
    taken, both = {}, []
    for name in now:
        if meant[name] == opened.get(name):
            taken[name] = getattr(theirs, name)
        elif now[name] not in (opened.get(name), meant[name]):
            both.append(name)
    return replace(mine, **taken), tuple(both)
