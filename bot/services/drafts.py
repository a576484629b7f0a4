"""What somebody typed is kept while a question about it is open."""

from __future__ import annotations

from bot.deps import Deps
from mentoring.people import Actor
from mentoring.refused import Refused
from storage import drafts as rows


def keep(deps: Deps, actor: Actor, body: dict, *, once: str | None = None) -> int:
    """Keep a draft; its id goes into the buttons of the question."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        return rows.put(tx, actor.person.id, body, now=now)


def get(deps: Deps, actor: Actor, draft_id: str) -> dict:
    """What was typed then. Refused when the question has been answered, is too old, or was never this person's."""
    body = None
    if draft_id.isascii() and draft_id.isdigit() and len(draft_id) < 16:
        with deps.store.read() as tx:
            body = rows.get(tx, actor.person.id, int(draft_id))
    if body is None:
        raise Refused("That question has been answered already, or is too old. Please type it again.")
    return body
