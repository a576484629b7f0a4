"""The guided path of a setup: how far a group is, steps that are set aside and taken up again. Everything done is read from the data."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.deps import Deps
from bot.services import charter_post
from bot.views.charter import Whole
from mentoring import charter as charter_rules
from mentoring import setup_path as rules
from mentoring.people import Actor, Group
from mentoring.setup_path import Path
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import setup_path as rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A group's charter, and how far its setup is."""

    whole: Whole
    path: Path


def of(deps: Deps, actor: Actor, group: Group) -> Shown:
    """How far a group is, for its organisers."""
    charter_rules.need_lead(actor, group.id, group.name)
    with deps.store.read() as tx:
        whole = charter_post.whole(tx, group, reader=actor.person.id)
        return Shown(whole=whole, path=rules.path(rows.facts(tx, group.id, deps.clock.now()), whole.charter))


def begun(deps: Deps, actor: Actor, group: Group) -> Shown:
    """The checklist is shown: from now on what it leaves open comes back on agendas."""
    shown = of(deps, actor, group)
    if shown.whole.charter.begun is None:
        with deps.store.write() as tx:
            group_rows.lock(tx, group.id)
            charter = charter_rows.of(tx, group.id)
            if charter.begun is None:
                charter_rows.save(tx, replace(charter, begun=deps.clock.now()))
    return shown


def is_open(deps: Deps, actor: Actor, group: Group) -> bool:
    """Whether the actor has a setup in hand that is not whole yet."""
    if not actor.organises(group.id):
        return False
    shown = of(deps, actor, group)
    return shown.whole.charter.begun is not None and shown.path.next is not None


def set_aside(deps: Deps, actor: Actor, group: Group, step: str, *, back: bool = False, once: str | None = None) -> Shown:
    """A step is skipped, or taken up after all."""
    charter_rules.need_lead(actor, group.id, group.name)
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        charter = charter_rows.of(tx, group.id)
        charter_rows.save(tx, rules.skipped(charter, step, back=back))
    return of(deps, actor, group)


def note(deps: Deps, actor: Actor, group: Group, step: str, said: str, *, once: str | None = None) -> None:
    """A step that leaves no data of its own is done: a line in the history."""
    charter_rules.need_lead(actor, group.id, group.name)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        if not charter_rows.changes(tx, group.id, what=step, limit=1):
            charter_rows.log(tx, group.id, step, said, by_id=actor.person.id, now=now)
