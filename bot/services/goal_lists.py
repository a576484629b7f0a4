"""Goals as they are read: one with its history, a page of them, and what a form needs to open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.deps import Deps
from bot.services import people
from bot.views.blocks import escape
from bot.views.goals import Shown
from mentoring import goals as rules
from mentoring.goals import Goal, Horizon, Scope
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import goals as rows
from storage import people as people_rows

PAGE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list of goals. ``which`` names the list for the next page's button."""

    title: str
    shown: tuple[Shown, ...]
    total: int
    page: int
    pages: int
    which: str
    empty: str


def shown(actor: Actor, goal: Goal, *, today: date, **more) -> Shown:
    """A goal with what its card says to this reader."""
    group = next((g.name for g in actor.groups if g.id == goal.group_id), "")
    return Shown(goal=goal, today=today, mine=rules.may_change(actor, goal), group=group,
                 may_decide=actor.organises(goal.group_id) and goal.scope is Scope.GROUP,
                 may_report=rules.may_report(actor, goal), may_share=bool(actor.groups),
                 review=rules.next_review(goal, today=today), **more)


def one(deps: Deps, actor: Actor, goal_id: int) -> Goal:
    """A goal that the actor may see, by id."""
    with deps.store.read() as tx:
        return rules.need_sight(actor, rows.by_id(tx, goal_id), "")


def details(deps: Deps, actor: Actor, goal_id: int) -> Shown:
    """A goal with its history, what it counts toward, and how many count toward it (never which)."""
    with deps.store.read() as tx:
        goal = rules.need_sight(actor, rows.by_id(tx, goal_id), "")
        toward = rows.by_id(tx, goal.toward_id) if goal.toward_id else None
        toward_words = f"{toward.ref} {toward.what}" if toward and rules.may_see(actor, toward) else ""
        return shown(actor, goal, today=people.today(deps, actor), history=rows.history(tx, goal.id), toward=toward_words,
                     pointing=rows.toward(tx, [goal.id]).get(goal.id, 0))


def mine(deps: Deps, actor: Actor, page: int) -> Page:
    """The actor's own goals."""
    with deps.store.read() as tx:
        total, open_now = rows.count(tx, "own", owner=actor.person.id)
        page, pages = _bounds(page, total)
        found = rows.own(tx, actor.person.id, limit=PAGE, offset=(page - 1) * PAGE)
    return _page(deps, actor, found, f"Your goals · {open_now} open", total, page, pages, "own",
                 "No goals yet. One line is enough: `/mentor goal add Submit the systematic review by 30 June`.")


def of_group(deps: Deps, actor: Actor, group: Group, page: int) -> Page:
    """The group's goals, then what its members share with it."""
    if not actor.is_in(group.id):
        raise Refused("You can see the goals of a group that you are a member of.")
    with deps.store.read() as tx:
        total, open_now = rows.count_seen_in(tx, group.id)
        page, pages = _bounds(page, total)
        found = rows.seen_in(tx, group.id, limit=PAGE, offset=(page - 1) * PAGE)
    heading = f"{group.name} · {open_now} open {'goal' if open_now == 1 else 'goals'} of the group"
    return _page(deps, actor, found, heading, total, page, pages,
                 f"group:{group.id}",
                 f"{escape(group.name)} has no goals of its own yet, and nobody shares one. "
                 "Propose one: `/mentor goal propose Publish a paper together`.")


def of_member(deps: Deps, actor: Actor, group: Group, user: str, page: int) -> Page:
    """What one member shares with the group; of somebody who shares nothing, nothing is said beyond that."""
    if not actor.is_in(group.id):
        raise Refused("You can see what members of your own group share.")
    with deps.store.read() as tx:
        person = people_rows.actor(tx, deps.workspace.team, user)
        there = person is not None and person.is_in(group.id)
        whose = person.person.id if there else 0
        total, _ = rows.count(tx, "shared", owner=whose, group=group.id)
        page, pages = _bounds(page, total)
        found = rows.shared_by(tx, whose, group.id, limit=PAGE, offset=(page - 1) * PAGE)
    return _page(deps, actor, found, f"Goals shared with {group.name}", total, page, pages, f"of:{user}:{group.id}",
                 f"<@{user}> shares no goals with {escape(group.name)} at the moment." if there else "Nobody by that name is in the group.")


def larger(deps: Deps, actor: Actor, *, but: int | None = None) -> list[tuple[int, str]]:
    """The goals that another may count toward: the group's, and the actor's own long-term ones (features 3.2, 3.7)."""
    with deps.store.read() as tx:
        found = rows.of_groups(tx, [g.id for g in actor.groups], limit=50) if actor.groups else []
        found += [g for g in rows.own(tx, actor.person.id, limit=50) if g.horizon is Horizon.LONG]
    return [(g.id, f"{g.ref} {g.what}") for g in found if g.is_open and g.id != but]


def _bounds(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages


def _page(deps: Deps, actor: Actor, found: list[Goal], title: str, total: int, page: int, pages: int, which: str, empty: str) -> Page:
    today = people.today(deps, actor)
    return Page(title=title, shown=tuple(shown(actor, g, today=today) for g in found), total=total, page=page, pages=pages,
                which=which, empty=empty)
