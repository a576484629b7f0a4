"""The agenda of a coming meeting as its members see and keep it: what is on the table, how long each has, whether anything is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.deps import Deps
from bot.services import agenda, agenda_items, agenda_posts
from bot.views.wire import readable
from mentoring import agenda as rules
from mentoring.agenda import Item
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.readings import Reading
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import agendas, points
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage.store import Tx

MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is on the table. Without a ``meeting`` none is planned, and only points wait. ``questions``: (id, text); ``names``: members'
    names by Slack id; ``fixed``: minutes that somebody has set.
    """

    group: Group
    meeting: Meeting | None
    items: Sequence[Item]
    questions: Sequence[tuple[int, str]]
    readings: Sequence[Reading]
    names: Mapping[str, str]
    kept_open: bool
    organiser: bool
    fixed: Mapping[str, int]


def of(deps: Deps, actor: Actor, group: Group, meeting_id: int | None = None) -> Table:
    """The agenda of one coming meeting of a group, or of its next."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return _table(tx, deps, actor, group, meeting_id)


def _table(tx: Tx, deps: Deps, actor: Actor, group: Group, meeting_id: int | None) -> Table:
    now = deps.clock.now()
    names = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id)}
    ahead = [m for m in meeting_rows.between(tx, [group.id], now - timedelta(hours=12)) if m.is_on and m.ends > now]
    meeting = next((m for m in ahead if meeting_id in (None, m.id)), None)
    if meeting is None and meeting_id is not None:
        raise Refused("That meeting is over, or was called off. `/mentor agenda` shows the next one.")
    items = agenda_items.of_meeting(tx, meeting, group, names, now) if meeting else agenda_items.waiting(tx, group, names)
    kept = agendas.of(tx, meeting.id) if meeting else agendas.Kept(fixed={})
    return Table(group=group, meeting=meeting, items=items, names=names,
                 questions=[(p.id, p.text) for p in agenda.question_points(tx, group.id)],
                 readings=agendas.readings_of(tx, [meeting.id]).get(meeting.id, []) if meeting else [],
                 kept_open=kept.kept_open, fixed=kept.fixed, organiser=actor.organises(group.id))


def add(deps: Deps, actor: Actor, group: Group, text: str, *, once: str) -> None:
    """One more point for the next meeting."""
    actor.need(group.id)
    text = tidy(text, name="point", longest=agenda.LONGEST, field="text")
    if not text:
        raise Refused("What shall we talk about? For example `/mentor agenda add Negotiating protected time`.", field="text")
    with deps.store.write(once) as tx:
        if len(points.open_of(tx, group.id)) >= MOST:
            raise Refused(f"There are {MOST} open points already. Please drop some first: `/mentor agenda`.")
        points.add(tx, group.id, text, source=once[:100], person_id=actor.person.id, now=deps.clock.now())
        agenda_posts.follow_next(tx, group, deps.clock.now())


def drop(deps: Deps, actor: Actor, group: Group, point_id: int, *, once: str | None = None) -> str:
    """A point is off the table: by who brought it, or an organiser. Gives its words."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        point = next((p for p in points.open_of(tx, group.id) if p.id == point_id), None)
        if point is None:
            raise Refused("That point is not open any more.")
        if point.person_id not in (None, actor.person.id) and not actor.organises(group.id):
            raise Refused("Who brought a point, or an organiser, can drop it.")
        points.settle(tx, group.id, [point.id], "dropped")
        agenda_posts.follow_next(tx, group, deps.clock.now())
        return readable(point.text)


def keep_times(deps: Deps, actor: Actor, group: Group, meeting_id: int, said: Mapping[str, str], *, once: str | None = None) -> Table:
    """How long each item has, by its ref; what is not a number is left to us. By any member: it is everybody's time."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        here = _table(tx, deps, actor, group, meeting_id)
        fixed = {ref: n for ref, n in rules.checked(said).items() if ref in {i.ref for i in here.items}}
        if sum(fixed.values()) > here.meeting.minutes:
            raise Refused(f"These are {sum(fixed.values())} minutes, and the meeting has {here.meeting.minutes}. Give some of them less.",
                          field=max(fixed, key=fixed.__getitem__))
        agendas.keep(tx, meeting_id, replace(agendas.of(tx, meeting_id), fixed=fixed), by=actor.person.id, now=deps.clock.now())
        agenda_posts.follow(tx, group, meeting_id, deps.clock.now())
        return _table(tx, deps, actor, group, meeting_id)


def keep_open(deps: Deps, actor: Actor, group: Group, meeting_id: int, kept_open: bool, *, once: str | None = None) -> Table:
    """Nothing is planned for this meeting: it begins with what is on everybody's mind; or it is planned as usual. By an organiser."""
    actor.need(group.id)
    if not actor.organises(group.id):
        raise Refused("An organiser keeps a meeting open. Put on the table what you'd like to talk about: `/mentor agenda add …`.")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        _table(tx, deps, actor, group, meeting_id)
        agendas.keep(tx, meeting_id, replace(agendas.of(tx, meeting_id), kept_open=kept_open), by=actor.person.id, now=now)
        agenda_posts.follow_all(tx, group, now)
        return _table(tx, deps, actor, group, meeting_id)
