"""App Home: what it shows of the present state, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta

from bot.deps import Deps
from bot.services import action_letters, digest, goal_lists, people
from bot.views import absences as absence_views
from bot.views import preferences as preference_views
from bot.views.home import GroupGoals, Home
from mentoring.people import Actor, Kind
from storage import expectations as expectation_rows
from storage import goals as rows
from storage import people as people_rows
from storage import preferences as preference_rows

MINE = 10
GROUPS_GOALS = 5
ACTIONS = 5
MOST_GROUPS = 4
NEWS, RECENT = 5, timedelta(days=7)


def opened(deps: Deps, actor: Actor, *, page: int = 1) -> None:
    """Somebody looks at their Home: it is published now and kept fresh from now on."""
    with deps.store.write() as tx:
        people_rows.home_opened(tx, actor.person.id, deps.clock.now(), page)


def home(deps: Deps, actor: Actor) -> Home:
    """Everything on one person's Home: however many groups there are, at most four of them in full."""
    shown_groups = actor.groups[:MOST_GROUPS]
    today = people.today(deps, actor)
    with deps.store.read() as tx:
        have = digest.planned(tx, actor.person, actor.groups, now=deps.clock.now())
        groups = [g.id for g in shown_groups]
        theirs = rows.seen_in_each(tx, groups, but=actor.person.id, most=GROUPS_GOALS + 1)
        news = rows.news(tx, groups, but=actor.person.id, since=deps.clock.now() - RECENT, most=NEWS)
        wishes, away = preference_rows.with_absences(tx, actor.person.id, today)
        closed, expected = expectation_rows.with_closed(tx, groups, actor.person.id) if groups else ({}, {})
    pages = max(1, -(-len(have.goals) // MINE))
    page = min(max(actor.person.home_page, 1), pages)
    mine = have.goals[(page - 1) * MINE:page * MINE]
    return Home(
        goals=[goal_lists.shown(actor, g, today=today) for g in mine], total=len(have.goals), open=sum(g.is_open for g in have.goals),
        page=page, pages=pages,
        groups=[GroupGoals(group=g, goals=[goal_lists.shown(actor, one, today=today) for one in theirs[g.id][:GROUPS_GOALS]],
                           more=len(theirs[g.id]) > GROUPS_GOALS, closed=closed.get(g.channel, ""), expected=expected.get(g.id))
                for g in shown_groups],
        actions=[action_letters.shown(i, actor.person, actor.groups if len(actor.groups) > 1 else (), today)
                 for i in have.actions[:ACTIONS]], actions_total=len(have.actions), news=news, due=digest.due(have),
        foot=[*absence_views.listing(away, today=today),
              *(preference_views.line(wishes, a_week=digest.a_week(have, wishes), today=today) if actor.groups else [])],
        group_id=actor.person.group_id, more=actor.groups[MOST_GROUPS:], guest=actor.person.kind is Kind.GUEST)
