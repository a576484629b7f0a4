"""Groups at the door: setting one up, and saying which one is meant."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.services import drafts, groups, people
from bot.slack import Slack, SlackError, SlackRefused
from bot.views import groups as views
from bot.views.blocks import notice
from bot.views.groups import Ids
from handlers.call import NOTHING, Answer, Call, Route
from handlers.setup_path import after_step
from mentoring.groups import HARD_MOST
from mentoring.people import Group, Kind
from mentoring.refused import Refused

MOST_REMEMBERED = 1000   # of a channel's members, beside the form that is open


def on_setup(call: Call) -> Answer:
    """``setup`` in a channel: the form opens at once and fills when the channel has been read; in a group's home the checklist comes."""
    channel = call.value if call.value.startswith(("C", "G")) else call.channel
    group = groups.may_open_setup(call.deps, call.actor, channel)
    if group and not call.value:
        return after_step(call, group)
    return Answer(view=views.opening(channel), fill=lambda slack: _form(call, slack, channel, group))


def _form(call: Call, slack: Slack, channel: str, group: Group | None) -> dict:
    """What the form shows, from the channel's present members; runs after the acknowledgement."""
    deps, actor = call.deps, call.actor
    try:
        info = slack.call("conversations.info", channel=channel)["channel"]
        there = slack.pages("conversations.members", "members", channel=channel, limit=200) if info.get("is_member") else ()
    except SlackError as no:
        away = isinstance(no, SlackRefused) and no.signal in ("channel_not_found", "not_in_channel")
        return views.invite_me(channel) if away else notice("Set up a group", _TROUBLE)
    if deps.workspace.bot_user not in there:
        return views.invite_me(channel)
    if actor.person.user not in there:
        return notice("Set up a group", _JOIN)
    if group:
        users, name, tz = groups.members(deps, group), group.name, group.tz
    else:
        # Fifty strangers out of a large channel would be a guess, not a help.
        users = [u for u in there if _is_human(call, slack, u)] if len(there) <= HARD_MOST + 1 else [actor.person.user]
        name, tz = info.get("name", "").replace("-", " ").capitalize(), people.zone(deps, actor)
    # The channel is kept here and not in the form, so that no form can name another one.
    key = drafts.keep(deps, actor, {"channel": channel, "there": list(there) if len(there) <= MOST_REMEMBERED else []})
    return views.setup_form(nonce=key, channel=channel, name=name, tz=tz, users=users, zones=sorted(groups.zones()), group=group)


_TROUBLE = "Slack did not tell me who is in this channel just now. Please try `/mentor setup` again in a minute."
_JOIN = "You are not in that channel. Join it, then type `/mentor setup` there."


def _is_human(call: Call, slack: Slack, user: str) -> bool:
    """Whether somebody in the channel is a person; Slack is asked about those we have never met, and believed to mean well."""
    known = people.actor(call.deps, user)
    if known is None or known.person.kind is Kind.UNKNOWN:
        try:
            known = people.met(call.deps, user, slack.call("users.info", user=user)["user"])
        except SlackError:
            return user != call.deps.workspace.bot_user
    return known.person.kind in (Kind.MEMBER, Kind.GUEST)


def on_setup_form(call: Call) -> Answer:
    """The form, submitted."""
    values = call.values
    asked = drafts.get(call.deps, call.actor, str(call.meta.get("nonce")))
    group, new = groups.save(call.deps, call.actor, channel=asked["channel"], name=values.get("name") or "",
                             tz=values.get("tz") or "", users=values.get("users") or [], once=call.once)
    call.deps.later.submit(partial(people.get_acquainted, call.deps))
    there = asked.get("there")
    absent = [user for user in groups.members(call.deps, group) if user not in there] if there else ()
    actor = people.actor(call.deps, call.actor.person.user) or call.actor
    if not actor.organises(group.id):
        return Answer(message=views.saved(group, new=new, absent=absent))
    return after_step(replace(call, actor=actor), group, views.saved_line(group, new=new), views.outside(group, absent))


def on_choose(call: Call) -> Answer:
    """Which group is meant: remembered, and the command that asked is served."""
    draft, _, group_id = call.value.partition("|")
    group = _mine(call, group_id)
    people.remember_group(call.deps, call.actor, group.id)
    body = drafts.get(call.deps, call.actor, draft)
    return Answer(again=body["line"] if "line" in body else (body["action"], body["value"]), group=group)


def on_switch(call: Call) -> Answer:
    """The same choice, made in Home."""
    people.remember_group(call.deps, call.actor, _mine(call, call.value).id)
    return NOTHING


def on_lead(call: Call) -> Answer:
    """Somebody leads a group that has no organiser any more."""
    group, _, mark = call.value.partition("|")
    return Answer(message=views.leads(groups.take_over(call.deps, call.actor, _mine(call, group).id, mark, once=call.once)))


def _mine(call: Call, group_id: str) -> Group:
    found = next((g for g in call.actor.groups if str(g.id) == group_id), None)
    if not found:
        raise Refused("You are not in that group (any more).")
    return found


COMMANDS = (
    Route(words="setup", run=on_setup, usage="setup", about="make this channel a group's home; there, the steps to its charter", hint=True),
)
ACTIONS = {Ids.SETUP: on_setup, Ids.CHOOSE: on_choose, Ids.SWITCH: on_switch, Ids.LEAD: on_lead}
FORMS = {Ids.SETUP_FORM: on_setup_form}
