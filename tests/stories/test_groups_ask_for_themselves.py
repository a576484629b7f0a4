"""Meetings, minutes, lists, topics and reflections guard themselves, too: Erin, of another group, hands over Alice's group by hand."""

from __future__ import annotations

from datetime import date

import pytest

from bot.services import (
    action_lists,
    agenda_table,
    awards,
    curricula,
    curricula_drafts,
    goals,
    history,
    manuscripts,
    meetings,
    minutes,
    minutes_files,
    minutes_search,
    overlaps,
    people,
    readings,
    reflection_months,
    reflection_shares,
    reflection_values,
    reflections,
    topics,
)
from mentoring.goals import Wording as GoalWording
from mentoring.overlaps import Wish
from mentoring.reflections import Words
from mentoring.refused import Refused
from mentoring.topics import Wording


@pytest.fixture
def deeds(bot, box, alice, bob, erin, group, planned, found):
    """Each use case with everything it needs but the right to it."""
    found("writers", erin)
    deps, hers, stranger = bot.deps, people.actor(bot.deps, alice.id), people.actor(bot.deps, erin.id)
    home = hers.groups[0]
    entry = reflections.keep(deps, hers, 0, Words(parts=("hers",)))
    shared = reflections.keep(deps, hers, 0, Words(parts=("shared",)))
    reflection_shares.share(deps, hers, shared.id, home.id)
    own = reflections.keep(deps, stranger, 0, Words(parts=("own",)))
    topic = topics.propose(deps, hers, home, Wording(title="Protected time")).topic
    text = readings.add(deps, hers, home, planned[1], title="t", link="https://example.org/t", minutes="")
    plan = curricula.begin(deps, hers, home, "Plan", "Giving feedback\nSaying no").curriculum
    draft = manuscripts.ask(deps, hers, home, title="t", link="https://example.org/t", due=date(2026, 12, 20))
    prize = awards.add(deps, hers, home, name="n", deadline=date(2027, 3, 15))
    hers_alone = goals.add(deps, hers, GoalWording(what="Hers alone"))
    goals.add(deps, hers, GoalWording(what="Publish on bedside teaching"), group=home, shared=True)
    goals.add(deps, people.actor(deps, bob.id), GoalWording(what="A paper on bedside teaching"), group=home, shared=True)
    return {
        "what a goal is for": lambda: reflection_values.serving(deps, stranger, hers_alone.id),
        "pointing a goal": lambda: reflection_values.serve(deps, stranger, hers_alone.id, 1, 1),
        "goals that are alike": lambda: overlaps.say(deps, stranger, 1, Wish.JOIN),
        "manuscripts": lambda: manuscripts.listed(deps, stranger, home),
        "asking for readers": lambda: manuscripts.ask(deps, stranger, home, title="t", link="https://example.org/", due=date(2026, 12, 20)),
        "reading one": lambda: manuscripts.take(deps, stranger, draft.id),
        "giving one up": lambda: manuscripts.give_up(deps, stranger, draft.id),
        "giving one back": lambda: manuscripts.give_back(deps, stranger, draft.id),
        "taking one back": lambda: manuscripts.settle(deps, stranger, draft.id),
        "awards": lambda: awards.listed(deps, stranger, home),
        "an award": lambda: awards.one(deps, stranger, prize.id),
        "a new award": lambda: awards.add(deps, stranger, home, name="n", deadline=date(2027, 3, 15)),
        "naming somebody": lambda: awards.nominate(deps, stranger, prize.id, erin.id, alice.id),
        "its outcome": lambda: awards.ended(deps, stranger, prize.id, True),
        "leaving it out": lambda: awards.leave_out(deps, stranger, prize.id),
        "next year's": lambda: awards.again(deps, stranger, prize.id),
        "search": lambda: minutes_search.search(deps, stranger, home, "day"),
        "history": lambda: history.page(deps, stranger, home),
        "action items": lambda: action_lists.of_group(deps, stranger, home, 1),
        "agenda": lambda: agenda_table.of(deps, stranger, home),
        "its minutes": lambda: agenda_table.keep_times(deps, stranger, home, planned[1], {}),
        "keeping it open": lambda: agenda_table.keep_open(deps, stranger, home, planned[1], True),
        "a point": lambda: agenda_table.add(deps, stranger, home, "Mine", once="p"),
        "dropping one": lambda: agenda_table.drop(deps, stranger, home, 1),
        "reading": lambda: readings.listed(deps, stranger, home),
        "something to read": lambda: readings.add(deps, stranger, home, planned[1], title="t", link="https://example.org/", minutes=""),
        "not reading it": lambda: readings.drop(deps, stranger, text.id),
        "a curriculum": lambda: curricula.of(deps, stranger, home),
        "a new plan": lambda: curricula.begin(deps, stranger, home, "", "Mine"),
        "a plan anew": lambda: curricula.rewrite(deps, stranger, home, "", "Mine"),
        "swapping": lambda: curricula.swap(deps, stranger, home, 1, 2),
        "one more session": lambda: curricula.insert(deps, stranger, home, "Mine", None),
        "dropping a session": lambda: curricula.drop(deps, stranger, home, 1),
        "covering a session": lambda: curricula.covered(deps, stranger, home, 1),
        "leading": lambda: curricula.ask_to_lead(deps, stranger, home, 1, erin.id),
        "not leading": lambda: curricula.cannot_lead(deps, stranger, plan.sessions[0].id),
        "ending a plan": lambda: curricula.end(deps, stranger, home),
        "asking a senior": lambda: curricula_drafts.ask(deps, stranger, home, [erin.id]),
        "a draft": lambda: curricula_drafts.propose(deps, stranger, home.id, "", "Mine"),
        "the form of a draft": lambda: curricula_drafts.group_of(deps, stranger, home.id),
        "the drafters": lambda: curricula_drafts.drafters(deps, stranger, home),
        "answering a draft": lambda: curricula.settle(deps, stranger, plan.id, True),
        "minutes": lambda: minutes.of_group(deps, stranger, home),
        "files": lambda: minutes_files.send_list(deps, stranger, home, "history.md", once="x"),
        "meetings": lambda: meetings.need_member(stranger, home),
        "topics": lambda: topics.listed(deps, stranger, home),
        "a topic": lambda: topics.one(deps, stranger, topic.id),
        "a vote": lambda: topics.vote(deps, stranger, topic.id),
        "a reflection": lambda: reflections.one(deps, stranger, entry.id),
        "its form": lambda: reflections.edit(deps, stranger, entry.id),
        "its words": lambda: reflections.keep(deps, stranger, entry.id, Words(parts=("mine",))),
        "its draft": lambda: reflections.jot(deps, stranger, entry.id, Words(parts=("mine",)), form="f"),
        "its end": lambda: reflections.delete(deps, stranger, entry.id),
        "its preview": lambda: reflection_shares.preview(deps, stranger, entry.id, stranger.groups[0]),
        "sharing it": lambda: reflection_shares.share(deps, stranger, entry.id, stranger.groups[0].id),
        "sharing there": lambda: reflection_shares.share(deps, stranger, own.id, home.id),
        "looking there": lambda: reflection_shares.preview(deps, stranger, own.id, home),
        "taking it back": lambda: reflection_shares.unshare(deps, stranger, shared.id),
        "answering it": lambda: reflection_shares.answer(deps, stranger, shared.id, home.id, "heard", "I heard"),
        "prompts": lambda: reflections.prompts_of(deps, stranger, home),
        "a prompt": lambda: reflections.add_prompt(deps, stranger, home, "Why?"),
        "the month": lambda: reflection_months.set_on(deps, stranger, home, True),
    }


def test_each_refuses_somebody_who_is_not_in_the_group(deeds):
    for name, deed in deeds.items():
        with pytest.raises(Refused):
            deed()
            raise AssertionError(name)
