"""The tables, and nothing else: every name the database knows stands in this package.

Columns that hold what a person wrote or who they are carry ``info={"personal": True}``; export and erasure are derived from that
mark. There is no clock in here: every instant is handed in (no column default ticks), is aware, and is kept in UTC.
"""

from storage.schema.action_items import action_items, action_notes, action_owners
from storage.schema.assessments import needs_answers, needs_rounds
from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of
from storage.schema.charter import (
    acceptances,
    charter_changes,
    charters,
    expectations,
    mission_proposals,
    mission_votes,
    missions,
)
from storage.schema.curricula import curricula, drafters, meeting_agendas, readings, sessions
from storage.schema.exchange import awards, goal_values, manuscript_readers, manuscripts, overlap_answers, overlaps
from storage.schema.experts import expert_needs, expert_questions, expert_visits, experts
from storage.schema.goals import goal_progress, goals
from storage.schema.letters import attempts, channels, drafts, inbox, outbox, seen
from storage.schema.meetings import (
    attendance,
    blackouts,
    calendars,
    commitments,
    meetings,
    poll_slots,
    poll_votes,
    polls,
    series,
)
from storage.schema.membership import ballots, buddies, candidacies, membership_clocks, outsiders, stay_answers, stay_rounds, terms
from storage.schema.minutes import (
    corrections,
    minute_items,
    minutes,
    minutes_versions,
    points,
    reviews,
    thread_lines,
    thread_reactions,
)
from storage.schema.people import absences, feeds, groups, memberships, people, preferences
from storage.schema.reflections import (
    farewells,
    group_prompts,
    key_marks,
    prompts_given,
    reflection_drafts,
    reflection_months,
    reflection_rhythms,
    reflection_shares,
    reflection_threads,
    reflections,
)
from storage.schema.roles import assignments, organiser_terms, role_optouts, role_plans, role_requests, roles
from storage.schema.topics import topic_votes, topics

__all__ = [
    "curricula", "drafters", "meeting_agendas", "readings", "sessions",
    "awards", "goal_values", "manuscript_readers", "manuscripts", "overlap_answers", "overlaps",
    "expert_needs", "expert_questions", "expert_visits", "experts",
    "assignments", "organiser_terms", "role_optouts", "role_plans", "role_requests", "roles",
    "ballots", "buddies", "candidacies", "membership_clocks", "outsiders", "stay_answers", "stay_rounds", "terms",
    "acceptances", "charter_changes", "charters", "expectations", "mission_proposals", "mission_votes", "missions",
    "PERSONAL", "Id", "Instant", "absences", "action_items", "action_notes", "action_owners", "attempts", "attendance", "blackouts",
    "calendars", "channels", "commitments", "corrections", "drafts", "feeds", "goal_progress", "goals", "groups", "inbox", "meetings",
    "memberships", "metadata", "minute_items", "minutes", "minutes_versions", "one_of", "outbox", "people", "points", "poll_slots",
    "poll_votes", "polls", "preferences", "reviews", "seen", "series", "thread_lines", "thread_reactions",
    "farewells", "group_prompts", "key_marks", "prompts_given", "reflection_drafts", "reflection_months", "reflection_rhythms",
    "reflection_shares", "reflection_threads", "reflections", "needs_answers", "needs_rounds", "topic_votes", "topics",
]
