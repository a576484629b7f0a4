"""The agenda: what members want to talk about, and what comes back by itself (points not reached, open questions, action items)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_lists
from bot.views.wire import readable
from mentoring.agenda import is_about
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import people as people_rows
from storage import points as rows
from storage.points import Point
from storage.store import Tx

__all__ = ["LONGEST", "QUESTION", "add", "drop", "is_about", "listed", "open_actions", "open_points", "open_questions"]

QUESTION = "question:"      # the source of a point that is a question of earlier minutes
LONGEST, MOST = 500, 60


def open_points(tx: Tx, group_id: int, meeting_id: int | None = None) -> list[Point]:
    """What the group wants to talk about at this meeting, without the questions; those carried longest first."""
    return [p for p in rows.open_of(tx, group_id) if p.meeting_id in (None, meeting_id) and not p.source.startswith(QUESTION)]


def open_questions(tx: Tx, group: Group, names: Mapping[str, str]) -> list[str]:
    """Questions of earlier meetings that nobody has answered, in plain words."""
    return [readable(p.text, names) for p in rows.open_of(tx, group.id) if p.source.startswith(QUESTION)]


def open_actions(tx: Tx, group: Group, now: datetime, *, but: int | None = None) -> list[str]:
    """The group's open action items in plain words: late first, then what is due by now or by no day; how many are due later.

    ``but``: a meeting whose own action items are left out.
    """
    lines, later = action_lists.again(tx, group, now.astimezone(ZoneInfo(group.tz)).date(), but=but)
    return lines + ([f"… and {later} due later"] if later else [])


def listed(deps: Deps, actor: Actor, group: Group) -> list[tuple[int, str, str, int]]:
    """The open points and questions of a group: (id, text in plain words, who brought it, meetings it was carried over)."""
    _need_member(actor, group)
    with deps.store.read() as tx:
        names = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id)}
        return [(p.id, readable(p.text, names), names.get(p.user or "", ""), p.carried) for p in rows.open_of(tx, group.id)]


def add(deps: Deps, actor: Actor, group: Group, text: str, *, once: str) -> None:
    """One more point for the next meeting."""
    _need_member(actor, group)
    text = tidy(text, name="point", longest=LONGEST, field="text")
    if not text:
        raise Refused("What shall we talk about? For example `/mentor agenda add Negotiating protected time`.", field="text")
    with deps.store.write(once) as tx:
        if len(rows.open_of(tx, group.id)) >= MOST:
            raise Refused(f"There are {MOST} open points already. Please drop some first: `/mentor agenda`.")
        rows.add(tx, group.id, text, source=once[:100], person_id=actor.person.id, now=deps.clock.now())


def drop(deps: Deps, actor: Actor, group: Group, point_id: int, *, once: str | None = None) -> str:
    """A point is off the table: by who brought it, or an organiser. Gives its words."""
    _need_member(actor, group)
    with deps.store.write(once) as tx:
        point = next((p for p in rows.open_of(tx, group.id) if p.id == point_id), None)
        if point is None:
            raise Refused("That point is not open any more.")
        if point.person_id not in (None, actor.person.id) and not actor.organises(group.id):
            raise Refused("Who brought a point, or an organiser, can drop it.")
        rows.settle(tx, group.id, [point.id], "dropped")
        return readable(point.text)


def _need_member(actor: Actor, group: Group) -> None:
    if not actor.is_in(group.id):
        raise Refused("I can't find that group among yours.")
