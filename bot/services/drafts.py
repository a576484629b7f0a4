"""What somebody typed is kept while a question about it is open."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from bot.deps import Deps
from mentoring.people import Actor
from mentoring.refused import Refused
from storage import drafts as rows
from storage.keyring import Unreadable

_OVER = "That question has been answered already, or is too old. Please type it again."


def keep(deps: Deps, actor: Actor, body: dict, *, once: str | None = None) -> str:
    """Keep a draft; its key goes into the buttons of the question.

    The key is more than the row's id: ids are used again, and an old button must not answer a new question.
    """
    mark = secrets.token_hex(4)
    sealed = _sealed(deps, body, mark)
    with deps.store.write(once) as tx:
        return f"{rows.put(tx, actor.person.id, sealed, now=deps.clock.now())}-{mark}"


def _sealed(deps: Deps, body: dict, mark: str) -> dict:
    """What somebody typed waits unread: it may be a reflection with a slip in its first word."""
    return deps.seals.put_by(body, f"draft:{mark}") | {"mark": mark}


def _opened(deps: Deps, body: dict) -> dict:
    if "sealed" not in body:
        return body
    try:
        return deps.seals.taken_up({"sealed": body["sealed"]}, f"draft:{body['mark']}") | {"mark": body["mark"]}
    except Unreadable:
        raise Refused(_OVER) from None


def keep_in(tx, actor: Actor, body: dict, now: datetime) -> str:
    """Something of ours that a button needs, within the transaction of something else; nothing that anybody typed."""
    mark = secrets.token_hex(4)
    return f"{rows.put(tx, actor.person.id, body | {'mark': mark}, now=now)}-{mark}"


def get(deps: Deps, actor: Actor, key: str) -> dict:
    """What was typed then. Refused when the question has been answered, is too old, or was never this person's."""
    with deps.store.read() as tx:
        body = _of(tx, actor, key)
    if body is None:
        raise Refused(_OVER)
    return _opened(deps, body)


def take(tx, deps: Deps, actor: Actor, key: str) -> dict:
    """What was typed, within the transaction of what it becomes: it is no draft any more. Refused as by `get`."""
    body = _of(tx, actor, key)
    if body is None:
        raise Refused(_OVER)
    rows.drop(tx, actor.person.id, int(key.partition("-")[0]))
    return _opened(deps, body)


def change(deps: Deps, actor: Actor, key: str, step: Callable[[dict], dict], *, once: str | None = None) -> dict:
    """A draft that is worked on: ``step`` makes its new body from the old one. Refused as by `get`."""
    with deps.store.write(once) as tx:
        body = _of(tx, actor, key)
        if body is None:
            raise Refused(_OVER)
        after = step(_opened(deps, body)) | {"mark": body["mark"]}
        bare = {k: v for k, v in after.items() if k != "mark"}
        rows.change(tx, actor.person.id, int(key.partition("-")[0]), _sealed(deps, bare, body["mark"]))
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
