"""The use cases guard what the doors guard too: whoever builds a new door cannot forget it."""

from __future__ import annotations

import pytest

from bot.services import goal_lists, goals, groups, people
from mentoring.goals import Scope, State, Wording
from mentoring.refused import Refused

WORDS = Wording(what="Words")


@pytest.fixture
def deeds(bot, alice, bob, erin, group, found):
    """What Erin, of another group, could try on Alice and Bob's: each use case with everything it needs."""
    found("writers", erin)
    deps, theirs, stranger = bot.deps, people.actor(bot.deps, bob.id), people.actor(bot.deps, erin.id)
    home = theirs.groups[0]
    goal = goals.add(deps, theirs, WORDS, group=home, shared=True)
    done = goals.close(deps, theirs, goals.add(deps, theirs, WORDS).id, State.DONE)
    proposal = goals.add(deps, theirs, WORDS, group=home, scope=Scope.GROUP)
    own = goals.add(deps, stranger, WORDS)
    own_done = goals.close(deps, stranger, goals.add(deps, stranger, WORDS).id, State.DONE)
    return {
        "add shared": lambda: goals.add(deps, stranger, WORDS, group=home, shared=True),
        "propose": lambda: goals.add(deps, stranger, WORDS, group=home, scope=Scope.GROUP),
        "share": lambda: goals.share(deps, stranger, own.id, home),
        "tell": lambda: goals.celebrate(deps, stranger, own_done.id, home),
        "tell of another's": lambda: goals.celebrate(deps, stranger, done.id, stranger.groups[0]),
        "close and tell": lambda: goals.close(deps, stranger, own.id, State.DONE, tell=home),
        "close another's": lambda: goals.close(deps, stranger, goal.id, State.DROPPED),
        "edit": lambda: goals.edit(deps, stranger, goal.id, WORDS, version=None),
        "report": lambda: goals.report(deps, stranger, goal.id, note="x", percent=None),
        "decide": lambda: goals.decide(deps, stranger, proposal.id, adopt=True),
        "undo": lambda: goals.undo(deps, stranger, goal.id),
        "details": lambda: goal_lists.details(deps, stranger, goal.id),
        "list of the group": lambda: goal_lists.of_group(deps, stranger, home, 1),
        "list of a member": lambda: goal_lists.of_member(deps, stranger, home, bob.id, 1),
        "set up": lambda: groups.save(deps, stranger, channel=group.id, name="Mine", tz="UTC", users=[]),
    }


DEEDS = ("add shared", "propose", "share", "tell", "tell of another's", "close and tell", "close another's", "edit", "report", "decide",
         "undo", "details", "list of the group", "list of a member", "set up")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_use_case_refuses_somebody_who_is_not_in_the_group(deeds, deed):
    assert set(deeds) == set(DEEDS)
    with pytest.raises(Refused):
        deeds[deed]()


def test_a_group_goal_is_told_to_its_own_group_only(bot, alice, erin, group, found):
    found("writers", erin, alice)
    actor = people.actor(bot.deps, alice.id)
    home, other = sorted(actor.groups, key=lambda g: g.channel != group.id)
    goal = goals.add(bot.deps, actor, WORDS, group=home, scope=Scope.GROUP)
    goals.decide(bot.deps, actor, goal.id, adopt=True)
    goals.close(bot.deps, actor, goal.id, State.DONE)
    with pytest.raises(Refused):
        goals.celebrate(bot.deps, actor, goal.id, other)


def test_a_group_goal_cannot_be_undone(bot, alice, group):
    actor = people.actor(bot.deps, alice.id)
    goal = goals.add(bot.deps, actor, WORDS, group=actor.groups[0], scope=Scope.GROUP)
    with pytest.raises(Refused):
        goals.undo(bot.deps, actor, goal.id)
