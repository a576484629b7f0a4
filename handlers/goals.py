"""Goals as commands, and the table of everything about goals that can be typed, clicked or submitted."""

from __future__ import annotations

from bot import dates
from bot.services import drafts, goal_lists, goals, people
from bot.views import goals as views
from bot.views.goals import Ids
from handlers import goal_answers as answers
from handlers import goal_clicks as clicks
from handlers import goal_submits as submits
from handlers import goal_values as values
from handlers.call import Answer, Call, Route
from handlers.typed import corrections, numbered
from mentoring.goals import Goal, Horizon, Scope, State, Wording, read_update
from mentoring.refused import Refused


def on_add(call: Call) -> Answer:
    """``goal add`` with a line makes a goal; without one it opens the form."""
    text, horizon = _horizon(call.text)
    if not text:
        return answers.blank_form(call, Scope.OWN)
    split = dates.split_due(text, now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    if isinstance(split.when, dates.Ask | dates.No | dates.Recurrence):
        return _ask_day(call, text, split, horizon)
    due = split.when.date if split.when else None
    return answers.added(call, Wording(what=split.text, due=due, horizon=horizon), read=_read(split.when))


def on_add_form(call: Call) -> Answer:
    """The form of an own goal with the words of a line that was refused."""
    text, horizon = _horizon(call.text)
    return answers.form(call, Wording(what=text, horizon=horizon), Scope.OWN)


def on_propose_form(call: Call) -> Answer:
    """The same for the group's."""
    text, horizon = _horizon(call.text)
    return answers.form(call, Wording(what=text, horizon=horizon), Scope.GROUP)


def _read(when: dates.Reading | None) -> str:
    """How a date was read, where that is more or less than what was typed."""
    if when is None:
        return ""
    hour = "A goal has a day and no hour, so I kept the day." if when.at else ""
    return f"{corrections(when)} {hour}".strip()


def _horizon(text: str) -> tuple[str, Horizon]:
    """``goal add long Become program director``: the horizon may be said first (features 3.4)."""
    first, _, rest = text.partition(" ")
    if first.lower().rstrip(":") in ("long", "long-term", "short", "short-term") and rest.strip():
        return rest.strip(), Horizon.LONG if first.lower().startswith("long") else Horizon.SHORT
    return text.strip(), Horizon.SHORT


def _ask_day(call: Call, text: str, split: dates.Split, horizon: Horizon) -> Answer:
    """The date is not clear: ask, and keep everything that was typed."""
    when = split.when
    if isinstance(when, dates.Ask):
        question, choices = when.question, [(c.label, c.value) for c in when.choices]
    elif isinstance(when, dates.No):
        question, choices = f"“{split.phrase}”? {when.reason}", []
    else:
        question, choices = f"“{split.phrase}” repeats, and a goal has one date. When should it be done?", []
    draft = drafts.keep(call.deps, call.actor, {"what": split.text, "typed": text, "horizon": str(horizon)}, once=call.once)
    days = [(label, (v if not hasattr(v, "hour") else v.date()).isoformat()) for label, v in choices]
    return Answer(message=views.which_day(question, days, draft, split.text))


def on_list(call: Call) -> Answer:
    """``goal list``, ``goal list group``, ``goal list @person``."""
    deps, actor = call.deps, call.actor
    if call.mentions:
        user = call.mentions[0]
        page = goal_lists.mine(deps, actor, 1) if user == actor.person.user else \
            goal_lists.of_member(deps, actor, call.need_group(), user, 1)
    elif call.text.lower().startswith("group"):
        page = goal_lists.of_group(deps, actor, call.need_group(), 1)
    else:
        page = goal_lists.mine(deps, actor, 1)
    return answers.listed(page)


def on_show(call: Call) -> Answer:
    """``goal show 3``: everything about one goal."""
    goal, _ = _named(call)
    return Answer(message=views.card(goal_lists.details(call.deps, call.actor, goal.id), full=True))


def on_update(call: Call) -> Answer:
    """``goal update 3 drafted the methods section 60%``."""
    goal, rest = _named(call)
    if not rest:
        return answers.update_form(call, goal)
    note, percent = read_update(rest)
    after = goals.report(call.deps, call.actor, goal.id, note=note, percent=percent, once=call.once)
    return answers.noted(call, after)


def on_done(call: Call) -> Answer:
    """``goal done 3``, with one optional line."""
    return _end(call, State.DONE)


def on_drop(call: Call) -> Answer:
    """``goal drop 3``, with an optional reason."""
    return _end(call, State.DROPPED)


def _end(call: Call, ending: State) -> Answer:
    goal, rest = _named(call)
    after = goals.close(call.deps, call.actor, goal.id, ending, note=rest, once=call.once)
    return answers.finished(call, after)


def on_edit(call: Call) -> Answer:
    """``goal edit 3`` opens the form."""
    goal, _ = _named(call)
    return answers.edit_form(call, goal)


def on_share(call: Call) -> Answer:
    """``goal share 3``."""
    goal, _ = _named(call)
    return answers.shared(call, goal.id)


def on_private(call: Call) -> Answer:
    """``goal private 3``."""
    goal, _ = _named(call)
    return answers.made_private(call, goal.id)


def on_adopt(call: Call) -> Answer:
    """``goal adopt g2``, for organisers."""
    return answers.decided(call, _named(call, Scope.GROUP)[0].id, adopt=True)


def on_decline(call: Call) -> Answer:
    """``goal decline g2``, for organisers."""
    return answers.decided(call, _named(call, Scope.GROUP)[0].id, adopt=False)


def on_propose(call: Call) -> Answer:
    """``goal propose …`` for the group; without words it opens the form."""
    group = call.need_group()
    text, horizon = _horizon(call.text)
    if not text:
        return answers.blank_form(call, Scope.GROUP)
    split = dates.split_due(text, now=call.deps.clock.now(), tz=group.tz)
    due = split.when.date if isinstance(split.when, dates.Reading) else None
    if split.when is not None and due is None:
        warning = "I could not tell the date; please choose it below."
        return answers.form(call, Wording(what=split.text, horizon=horizon), Scope.GROUP, warning=warning)
    goal = goals.add(call.deps, call.actor, Wording(what=split.text, due=due, horizon=horizon), group=group, scope=Scope.GROUP,
                     once=call.once)
    return answers.proposed(call, goal, read=_read(split.when))


def _named(call: Call, only: Scope | None = None) -> tuple[Goal, str]:
    """The goal whose number was typed, and the words after it."""
    found = numbered(call.text)
    if not found:
        word = call.typed.split(maxsplit=2)[:2]
        raise Refused(f"Which goal? Put its number after it, for example `/mentor {' '.join(word)} 3`. "
                      "`/mentor goal list` shows the numbers.")
    scope, number, rest = found
    group = call.need_group() if (only or scope) is Scope.GROUP else None
    return goals.resolve(call.deps, call.actor, group, number, only or scope), rest


COMMANDS = (
    Route(words="goal add", run=on_add, usage="goal add [what] [by when]",
          about="write a goal down, private until you share it", hint=True, form=on_add_form),
    Route(words="goal list", run=on_list, usage="goal list [group | @person]",
          about="your goals, the group's, or what somebody shares", hint=True),
    Route(words="goal show", run=on_show, usage="goal show 3", about="one goal with its history"),
    Route(words="goal update", run=on_update, usage="goal update 3 [what moved] [60%]", about="note progress"),
    Route(words="goal done", run=on_done, usage="goal done 3 [one line]", about="finished, well done"),
    Route(words="goal drop", run=on_drop, usage="goal drop 3 [reason]", about="let a goal go"),
    Route(words="goal edit", run=on_edit, usage="goal edit 3", about="change its words, date or measure"),
    Route(words="goal share", run=on_share, usage="goal share 3", about="let your group see it"),
    Route(words="goal private", run=on_private, usage="goal private 3", about="only you see it again"),
    Route(words="goal propose", run=on_propose, usage="goal propose [what] [by when]",
          about="propose a goal for the whole group", form=on_propose_form),
    Route(words="goal adopt", run=on_adopt, usage="goal adopt g2", about="organiser: the group takes the goal on"),
    Route(words="goal decline", run=on_decline, usage="goal decline g2", about="organiser: not this time"),
)

ACTIONS = {
    Ids.ADD: clicks.on_click_add, Ids.PROPOSE: clicks.on_click_propose,
    Ids.SMART: clicks.on_click_smart, Ids.EDIT: clicks.on_click_edit,
    Ids.UPDATE: clicks.on_click_update, Ids.DONE: clicks.on_click_done,
    Ids.END: clicks.on_click_end, Ids.REOPEN: clicks.on_click_reopen,
    Ids.SHOW: clicks.on_click_show, Ids.PAGE: clicks.on_click_page,
    Ids.SHARE: clicks.on_click_share, Ids.PRIVATE: clicks.on_click_private,
    Ids.UNDO: clicks.on_click_undo, Ids.CELEBRATE: clicks.on_click_celebrate,
    Ids.ADOPT: clicks.on_click_adopt, Ids.DECLINE: clicks.on_click_decline,
    Ids.DAY: clicks.on_click_day, Ids.NO_DAY: clicks.on_click_no_day,
    Ids.OTHER_DAY: clicks.on_click_other_day, **values.ACTIONS,
}

FORMS = {Ids.FORM: submits.on_form, Ids.UPDATE_FORM: submits.on_update_form, Ids.END_FORM: submits.on_end_form} | values.FORMS
