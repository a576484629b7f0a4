"""App Home: what it shows of the present state, in a fixed number of queries."""

from __future__ import annotations

from bot.deps import Deps
from bot.services import goal_lists, people
from bot.views.home import GroupGoals, Home
from mentoring.people import Actor, Kind
from storage import goals as rows
from storage import people as people_rows

MINE = 10
GROUPS_GOALS = 5
MOST_GROUPS = 4


def opened(deps: Deps, actor: Actor, *, page: int = 1) -> None:
    """Somebody looks at their Home: it is published now and kept fresh from now on."""
    with deps.store.write() as tx:
        people_rows.home_opened(tx, actor.person.id, deps.clock.now(), page)


def home(deps: Deps, actor: Actor) -> Home:
    """Everything on one person's Home: three queries, and one for each group (at most four are shown in full)."""
    shown_groups = actor.groups[:MOST_GROUPS]
    today = people.today(deps, actor)
    with deps.store.read() as tx:
        total, open_now = rows.count(tx, "own", owner=actor.person.id)
        pages = max(1, -(-total // MINE))
        page = min(max(actor.person.home_page, 1), pages)
        mine = rows.own(tx, actor.person.id, limit=MINE, offset=(page - 1) * MINE)
        theirs = [(g, rows.seen_in(tx, g.id, but=actor.person.id, limit=GROUPS_GOALS + 1)) for g in shown_groups]
    return Home(
        goals=[goal_lists.shown(actor, g, today=today) for g in mine], total=total, open=open_now, page=page, pages=pages,
        groups=[GroupGoals(group=g, goals=[goal_lists.shown(actor, one, today=today) for one in found[:GROUPS_GOALS]],
                           more=len(found) > GROUPS_GOALS)
                for g, found in theirs],
        group_id=actor.person.group_id, more=actor.groups[MOST_GROUPS:], guest=actor.person.kind is Kind.GUEST)
