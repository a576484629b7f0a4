"""App Home: the quiet place. My goals first, then the group's, then help and settings; at most 100 blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.views import action_items as action_views
from bot.views import digest
from bot.views import groups as group_views
from bot.views.blocks import actions, button, context, divider, escape, header, moment, option, rich, run, section, who
from bot.views.digest import Digest
from bot.views.goals import Ids as GoalIds
from bot.views.goals import Shown, pager, row, row_buttons, title_runs
from bot.views.reflection_posts import Ids as PostIds
from bot.views.reflections import Ids as ReflectionIds
from mentoring.expectations import Expectations, share_words
from mentoring.goals import News, Scope
from mentoring.people import Group

MOST_BLOCKS = 100


class Ids(StrEnum):
    """What is only in Home."""

    PAGE = "home.page"
    MORE = "home.more"      # a menu; value: group|the words of a command that only shows something


# What else a group has, as the command that shows it.
MORE = (("Agenda", "agenda"), ("Plan of topics", "curriculum"), ("Meetings", "meeting list"), ("Minutes", "history"),
        ("Experts", "expert list"), ("Needs", "needs"), ("Manuscripts", "manuscript list"), ("Awards", "award list"),
        ("Expectations", "expectations"), ("My hours", "hours"))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGoals:
    """A group with those of its goals, and of the goals its members share, that fit. ``more``: there are others.

    ``closed``: why nothing can be posted in its channel, ``left`` or ``archived``; empty when all is well. ``expected``: what its members
    expect of each other, and whether the reader has accepted it.
    """

    group: Group
    goals: Sequence[Shown]
    more: bool = False
    closed: str = ""
    expected: Expectations | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What one person's Home shows. ``due`` as in the message of the week; ``foot``: what is said of reminders and of being away."""

    goals: Sequence[Shown]
    total: int
    open: int
    page: int
    pages: int
    groups: Sequence[GroupGoals]
    group_id: int | None
    more: Sequence[Group] = ()
    guest: bool = False
    news: Sequence[News] = ()
    due: Digest | None = None
    foot: Sequence[dict] = ()
    actions: Sequence[action_views.Shown] = ()
    actions_total: int = 0


def view(home: Home) -> dict:
    """The view for views.publish."""
    blocks = [*_due(home), *_mine(home), *_actions(home), *_reflections(), *_news(home)]
    for one in home.groups:
        blocks += _group(one)
    if not home.groups:
        blocks += _no_group(home)
    blocks += _foot(home)
    return {"type": "home", "callback_id": "home", "blocks": blocks[:MOST_BLOCKS]}


def _due(home: Home) -> list[dict]:
    """The next meeting, and what is due to this person; nothing where there is nothing."""
    if home.due is None:
        return []
    rest = [context(f"and {home.due.more} more below")] if home.due.more else []
    return [header("Next for you"), *digest.lines(home.due), *rest, divider()]


def _mine(home: Home) -> list[dict]:
    closed = home.total - home.open
    count = f"{home.open} open" + (f", {closed} closed" if closed else "")
    blocks = [header("My goals"), actions(button("Add a goal", GoalIds.ADD, style="primary"), block_id="home-add")]
    if not home.total:
        first = "You have not written a goal down yet. What would you like to have done by the summer?"
        return [*blocks, rich([run(first)]), context("Only you see your goals, until you share one.")]
    blocks.append(context(f"{count} · only you see your goals, until you share one"))
    for shown in home.goals:
        blocks += [row(shown), actions(*row_buttons(shown), block_id=f"mine-{shown.goal.id}")]
    if home.pages > 1:
        blocks += pager("home", home.page, home.pages, home.total, action=Ids.PAGE)
    return blocks


def _actions(home: Home) -> list[dict]:
    """The reader's open action items; nothing where there are none."""
    if not home.actions:
        return []
    return [divider(), header("My action items"), *action_views.home(home.actions, home.actions_total)]


def _reflections() -> list[dict]:
    """The way to one's own reflections; not a word of them stands here."""
    return [divider(), header("My reflections"), actions(button("Write", PostIds.WRITE, "", label="Write a reflection"),
                                                         button("My journal", ReflectionIds.LIST, "1"), block_id="home-reflect"),
            context("🔒 Nobody but you reads them: not your group, not its organiser.")]


_DONE = { "shared": " shared ", "note": " noted progress on ", "closed": " closed ", "reopened": " reopened ",
         "adopted": " adopted "}


def _verb(news: News) -> str:
    return _DONE.get(news.what) or (" proposed " if news.goal.scope is Scope.GROUP else " shared ")


def _news(home: Home) -> list[dict]:
    """What the others have done in the last seven days to goals that one can see; nothing where there is nothing to say."""
    if not home.news:
        return []
    lines = [[who(n.who), run(_verb(n)), *title_runs(n.goal, whole=False), run(" · "), moment(n.at, "{date_short_pretty}")]
             for n in home.news]
    return [divider(), header("What changed this week"), rich(*lines)]


_PAUSED = {
    "left": "*Paused.* I am not in <#{0}>, so I post nothing there. Invite me back with `/invite @Mentor`, and I go on.",
    "archived": "*Paused.* <#{0}> is archived, so I post nothing there. Bring the channel back, and I go on.",
}


def _group(one: GroupGoals) -> list[dict]:
    blocks = [divider(), header(one.group.name)]
    if one.closed:
        blocks.append(section(_PAUSED[one.closed].format(one.group.channel)))
    if not one.goals:
        blocks.append(rich([run("The group has no goal of its own yet. What should it be known for in a year?")]))
    for shown in one.goals:
        blocks += [row(shown), actions(*row_buttons(shown), block_id=f"group-{shown.goal.id}")]
    blocks += _expected(one)
    propose = button("Propose a goal for the group", GoalIds.PROPOSE, str(one.group.id),
                     label=f"Propose a goal for the group {one.group.name}")
    every = [button("All goals of the group", GoalIds.PAGE, f"group:{one.group.id}|1", label=f"All goals of the group {one.group.name}")]
    tasks = button("Action items", f"{action_views.Ids.LIST}.group", f"group:{one.group.id}|1", label=f"Action items of {one.group.name}")
    topics = button("Topics", "topics.list", str(one.group.id), label=f"Topics of {one.group.name}")
    roles = button("Roles", "roles.overview", str(one.group.id), label=f"Roles of {one.group.name}")
    why = [button(text, ident, str(one.group.id), label=f"{text} of {one.group.name}")
           for text, ident in (("Members", "members.list"), ("Mission", "mission.show"), ("Charter", "charter.show"))]
    blocks.append(actions(propose, *(every if one.more else []), tasks, topics, roles, *why, _more(one.group),
                          block_id=f"propose-{one.group.id}"))
    return blocks


def _more(group: Group) -> dict:
    """Everything else, in one menu, so that a phone's screen is not full of buttons."""
    return {"type": "static_select", "action_id": str(Ids.MORE), "placeholder": {"type": "plain_text", "text": "More …"},
            "options": [option(name, f"{group.id}|{words}") for name, words in MORE]}


def _expected(one: GroupGoals) -> list[dict]:
    """One's own share of this half-year (features 4.11), and the button for expectations that one has not accepted yet."""
    if one.expected is None:
        return []
    share = share_words(one.expected)
    said = [context(escape(f"Your share this half-year: {share}."))] if share else []
    if one.expected.mine:
        return said
    ask = button("I accept", "expectations.accept", f"{one.group.id}|{one.expected.number}",
                 label=f"I accept the expectations of {one.group.name}")
    read = button("Read them", "expectations.show", str(one.group.id), label=f"Read the expectations of {one.group.name}")
    return [*said, section("*What you expect of each other* waits for your yes."),
            actions(ask, read, block_id=f"expected-{one.group.id}")]


def _no_group(home: Home) -> list[dict]:
    if home.guest:
        text = "You are a guest here and in no group yet. The organiser of a group can add you to it."
    else:
        text = ("You are in no peer-mentorship group yet. Ask the organiser of yours to add you, or begin one: type "
                "`/mentor setup` in the channel that should be its home.")
    return [divider(), header("My group"), section(text)]


def _foot(home: Home) -> list[dict]:
    blocks = [divider(), header("Help and settings")]
    groups = [*(g.group for g in home.groups), *home.more]
    if home.more:
        blocks.append(context("You are also in " + ", ".join(f"*{escape(g.name)}* (<#{g.channel}>)" for g in home.more[:20])))
    if len(groups) > 1:
        blocks += [section("Outside a group's channel my commands mean:"),
                   actions(group_views.switch(groups, home.group_id), block_id="home-group")]
    elif home.groups:
        blocks.append(context(f"Your group: *{escape(home.groups[0].group.name)}* in <#{home.groups[0].group.channel}>."))
    blocks += home.foot
    blocks.append(actions(button("What can Mentor do?", "help.show", ""), block_id="home-help"))
    blocks.append(context("Mentor reads only what is addressed to it. It runs on your own organisation's machine; whoever runs that "
                          "machine could read the database. A question? Ask your organiser or your IT desk."))
    return blocks
