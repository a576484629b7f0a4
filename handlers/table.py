"""The one table of features: what can be typed, clicked and submitted. Help, docs and the manifest's hint are made from it."""

from __future__ import annotations

from collections.abc import Callable

from handlers import (
    action_items,
    agenda,
    assessments,
    assistant,
    attendance,
    awards,
    away,
    calendar,
    charter,
    checkins,
    curricula,
    expectations,
    experts,
    experts_clicks,
    free_days,
    goals,
    groups,
    help,
    history,
    home,
    manuscripts,
    meetings,
    membership,
    membership_leaving,
    membership_rounds,
    minutes,
    minutes_files,
    minutes_search,
    missions,
    overlaps,
    own_data,
    plans,
    polls,
    reflections,
    reminders,
    roles,
    roles_turns,
    rounds,
    setup_path,
    sittings,
    topics,
)
from handlers.call import Answer, Call, Route

FEATURES = (goals, groups, setup_path, charter, missions, expectations, membership, membership_leaving, membership_rounds,
            plans, meetings, sittings, rounds, minutes, minutes_search, minutes_files, history, action_items, agenda, topics,
            curricula, assessments, manuscripts, awards, overlaps, experts, experts_clicks,
            roles, roles_turns, reflections, free_days, calendar, polls, attendance, assistant, checkins, reminders, away,
            own_data, home, help)

COMMANDS: tuple[Route, ...] = tuple(route for feature in FEATURES for route in feature.COMMANDS)
ACTIONS: dict[str, Callable[[Call], Answer]] = {str(k): run for feature in FEATURES for k, run in feature.ACTIONS.items()}
FORMS: dict[str, Callable[[Call], Answer]] = {str(k): run for feature in FEATURES for k, run in feature.FORMS.items()}
# The shortcuts in the menu of a message; the manifest declares them.
SHORTCUTS: dict[str, Callable[[Call], Answer]] = {
    str(k): run for feature in (action_items, sittings) for k, run in feature.SHORTCUTS.items()}

# What somebody may click or submit who is a guest and in no group yet.
STRANGERS = frozenset(membership.STRANGERS | curricula.STRANGERS | sittings.STRANGERS)

# A route's words have one to three parts; longer matches win.
_BY_WORDS = {route.words: route for route in COMMANDS}
_LONGEST = max(len(words.split()) for words in _BY_WORDS)

USAGE_HINT = " | ".join(route.words for route in COMMANDS if route.hint)


def find(typed: str) -> tuple[Route, str] | None:
    """The route that the first words of ``typed`` name, and the rest; None when there is none. Nothing typed means help."""
    if not typed.strip():
        return _BY_WORDS["help"], ""
    for count in range(_LONGEST, 0, -1):
        parts = typed.split(maxsplit=count)
        route = _BY_WORDS.get(" ".join(parts[:count]).lower())
        if route and len(parts) >= count:
            return route, parts[count] if len(parts) > count else ""
    return None


def action(action_id: str) -> Callable[[Call], Answer] | None:
    """Who serves a click. ``goals.day.2`` is the third of several buttons of ``goals.day``."""
    return ACTIONS.get(action_id) or ACTIONS.get(action_id.rpartition(".")[0])


def reference() -> str:
    """The commands as a Markdown table, for the README and docs/."""
    rows = [f"| `/mentor {r.usage.replace('|', chr(92) + '|')}` | {r.about} |" for r in COMMANDS]
    return "\n".join(["| command | what it does |", "|---|---|", *rows])
