"""A member's assistant: who keeps their schedule gets the dates and every change from the member, and sees nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.deps import Deps
from mentoring.meetings import Meeting
from mentoring.patterns import regex
from mentoring.people import Actor
from mentoring.refused import Refused
from mentoring.text import one_line, tidy
from storage import meetings as meeting_rows
from storage import preferences as rows

_MAIL = regex(r"[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]{1,180}\.[^@\s<>,;:\".]{2,30}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Whoever keeps somebody's schedule, and the meetings that they should keep free."""

    name: str
    mail: str
    meetings: Sequence[Meeting]


def of(deps: Deps, actor: Actor) -> Office:
    """The actor's assistant, "" for what is not known, with all coming meetings of the actor's groups."""
    with deps.store.read() as tx:
        wishes = rows.get(tx, actor.person.id)
        ahead = meeting_rows.between(tx, [g.id for g in actor.groups], deps.clock.now()) if actor.groups else []
    return Office(name=wishes.assistant or "", mail=wishes.assistant_mail or "", meetings=[m for m in ahead if m.is_on])


def save(deps: Deps, actor: Actor, *, name: str, mail: str, once: str | None = None) -> Office:
    """Keep who the assistant is; both empty forgets them. Raises Refused at the field."""
    name = one_line(tidy(name, name="name", longest=200, field="name"))
    mail = one_line(tidy(mail, name="address", longest=254, field="mail"))
    if mail and not _MAIL.fullmatch(mail):
        raise Refused("That is no mail address. It looks like name@hospital.org.", field="mail")
    with deps.store.write(once) as tx:
        wishes = rows.get(tx, actor.person.id)
        rows.put(tx, actor.person.id, replace(wishes, assistant=name or None, assistant_mail=mail or None), now=deps.clock.now())
    return of(deps, actor)
