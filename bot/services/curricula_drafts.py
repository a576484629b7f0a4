"""A curriculum that seniors draft for a group (roadmap step 6): they are asked by name, see nothing of the group but its name and field of
interest, and what they write waits for the group's answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.deps import Deps
from bot.services import curricula, quiet
from bot.views import curricula as views
from mentoring.curricula import Curriculum, State
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import NotFound, Refused
from storage import curricula as rows
from storage import outbox
from storage import people as people_rows

MOST = 6


def ask(deps: Deps, actor: Actor, group: Group, users: Sequence[str], *, once: str | None = None) -> None:
    """An organiser asks people, members or not, to draft a plan; each gets one message with one button."""
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} asks seniors for a draft.")
    now = deps.clock.now()
    if not users:
        raise Refused("Whom shall I ask? For example `/mentor curriculum ask @senior`.", field="who")
    with deps.store.write(once) as tx:
        for user in users:
            person = people_rows.meet(tx, group.workspace, user)
            if person.kind in (Kind.BOT, Kind.GONE):
                raise Refused("They can't be reached in this workspace.", field="who")
            if len(rows.drafters_of(tx, group.id)) >= MOST:
                raise Refused(f"{MOST} people are asked already; that is a committee.", field="who")
            if not rows.let_draft(tx, group.id, person.id, by=actor.person.id, now=now):
                raise Refused(f"{person.name or 'They'} may draft it already; the button is in their direct messages.", field="who")
            quiet.write(tx, person, f"drafter:{group.id}:{person.id}:{now:%Y%m%d%H%M%S}", views.please_draft(group, actor.person.name),
                        tz=group.tz, now=now)


def drafters(deps: Deps, actor: Actor, group: Group) -> list[Person]:
    """Who was asked, for the group's members."""
    if not actor.is_in(group.id):
        raise NotFound("that curriculum", "curriculum")
    with deps.store.read() as tx:
        return rows.drafters_of(tx, group.id)


def group_of(deps: Deps, actor: Actor, group_id: int) -> Group:
    """The group, for whoever was asked to draft its plan; for all others there is none."""
    with deps.store.read() as tx:
        group = rows.drafted_for(tx, group_id, actor.person.id)
    if group is None:
        raise NotFound("that curriculum", "curriculum")
    return group


def propose(deps: Deps, actor: Actor, group_id: int, name: str, plan: str, *, once: str | None = None) -> Group:
    """A drafter's plan goes to the group's channel and waits for its answer."""
    name, sessions = curricula.drafted(name, plan)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group = rows.drafted_for(tx, group_id, actor.person.id)
        if group is None:
            raise NotFound("that curriculum", "curriculum")
        if any(c.by_id == actor.person.id for c in rows.proposed(tx, group.id)):
            raise Refused("Your last draft waits for the group's answer. I tell you when it has one.", field="plan")
        made = rows.add(tx, Curriculum(group_id=group.id, name=name, state=State.PROPOSED, by_id=actor.person.id, created=now,
                                       sessions=sessions))
        outbox.put(tx, curricula.letter_key(made), "chat.postMessage", now=now, channel=group.channel,
                   body=views.proposed(group, rows.by_id(tx, made)).body())
        return group
