"""What somebody typed is kept while a question about it is open."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from bot.deps import Deps
from mentoring.people import Actor
from mentoring.refused import Refused
from storage import drafts as rows

_OVER = "That question has been answered already, or is too old. Please type it again."


def keep(deps: Deps, actor: Actor, body: dict, *, once: str | None = None) -> str:
    """Keep a draft; its key goes into the buttons of the question.

    The key is more than the row's id: ids are used again, and an old button must not answer a new question.
    """
    with deps.store.write(once) as tx:
        return keep_in(tx, actor, body, deps.clock.now())


def keep_in(tx, actor: Actor, body: dict, now: datetime) -> str:
    """The same within the transaction of something else."""
    mark = secrets.token_hex(4)
    return f"{rows.put(tx, actor.person.id, body | {'mark': mark}, now=now)}-{mark}"


def get(deps: Deps, actor: Actor, key: str) -> dict:
    """What was typed then. Refused when the question has been answered, is too old, or was never this person's."""
    with deps.store.read() as tx:
        body = _of(tx, actor, key)
    if body is None:
        raise Refused(_OVER)
    return body


def take(tx, actor: Actor, key: str) -> dict:
    """What was typed, within the transaction of what it becomes: it is no draft any more. Refused as by `get`."""
    body = _of(tx, actor, key)
    if body is None:
        raise Refused(_OVER)
    rows.drop(tx, actor.person.id, int(key.partition("-")[0]))
    return body


def change(deps: Deps, actor: Actor, key: str, step: Callable[[dict], dict], *, once: str | None = None) -> dict:
    """A draft that is worked on: ``step`` makes its new body from the old one. Refused as by `get`."""
    with deps.store.write(once) as tx:
        body = _of(tx, actor, key)
        if body is None:
            raise Refused(_OVER)
        after = step(body) | {"mark": body["mark"]}
        rows.change(tx, actor.person.id, int(key.partition("-")[0]), after)
        return after


def drop(tx, actor: Actor, key: str) -> None:
    """In the transaction of what the draft has become. A key that is not one of this person's drafts does nothing."""
    if _of(tx, actor, key) is not None:
        rows.drop(tx, actor.person.id, int(key.partition("-")[0]))


def _of(tx, actor: Actor, key: str) -> dict | None:
    draft_id, _, mark = key.partition("-")
    if not (draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 16):
        return None
    body = rows.get(tx, actor.person.id, int(draft_id))
    return body if body and body.get("mark") == mark else None
