"""Roles at the door: look, plan, take, leave, swap; which roles there are; who organises."""

from __future__ import annotations

from bot.services import roles, roles_terms
from bot.views import roles as views
from bot.views.roles import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.typed import mentions
from mentoring.people import Group
from mentoring.refused import NotFound, Refused


def group_of(call: Call, said: object = "") -> Group:
    """The group that a button or a form means, if it is the actor's; else the one the call means."""
    if not str(said):
        return call.need_group()
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    if found is None:
        raise NotFound("that group", "role")
    return found


def number(said: object, what: str = "that turn") -> int:
    """An id, as a button carries it."""
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        raise NotFound(what, "role")
    return int(words)


def _overview(call: Call, group: Group, said: str = "") -> Answer:
    seen = roles.overview(call.deps, call.actor, group)
    return Answer(message=views.overview(group, seen.next_up, seen.standing, seen.mine, organisers=seen.organisers, said=said))


def on_overview(call: Call) -> Answer:
    """``role``."""
    group = group_of(call, call.value)
    if call.text.strip():
        return on_show(call)
    return _overview(call, group)


def on_plan(call: Call) -> Answer:
    """``role plan``."""
    group = group_of(call, call.value)
    return Answer(message=views.six_months(group, roles.six_months(call.deps, call.actor, group)))


def on_load(call: Call) -> Answer:
    """``role load``."""
    group = group_of(call, call.value)
    return Answer(message=views.load(group, *roles.load(call.deps, call.actor, group)))


def _meeting(call: Call, meeting_id: int, said: str = "") -> Answer:
    meeting, turns = roles.meeting(call.deps, call.actor, meeting_id)
    return Answer(message=views.meeting(meeting, turns, said=said))


def on_meeting(call: Call) -> Answer:
    """One meeting's turns."""
    return _meeting(call, number(call.value, "that meeting"))


# ---- which roles there are -----------------------------------------------------------------------------------------------------

def _card(call: Call, role_id: int, said: str = "") -> Answer:
    seen = roles.card(call.deps, call.actor, role_id)
    return Answer(message=views.card(seen.turn, seen.group, may_change=seen.may_change, never=seen.never, history=seen.history, said=said))


def _typed(call: Call) -> int:
    return roles.named(call.deps, call.actor, call.need_group(), call.text)[0].id


def on_show(call: Call) -> Answer:
    """``role show scribe``, and the button."""
    return _card(call, number(call.value, "that role") if call.value else _typed(call))


def on_add(call: Call) -> Answer:
    """``role add Snacks: bring fruit; buy tea``; without words the form."""
    group = group_of(call, call.value)
    name, _, duties = call.text.partition(":")
    if not name.strip():
        return Answer(view=views.form(group, nonce=nonce()))
    role = roles.add(call.deps, call.actor, group, name=name, duties=duties, months=None, once=call.once)
    return _card(call, role.id, f"✓ {role.name} is a role now, given anew for each meeting. Edit makes it a role for a term.")


def on_add_form(call: Call) -> Answer:
    """The form with the words of a line that was refused."""
    name, _, duties = call.text.partition(":")
    return Answer(view=views.form(call.need_group(), nonce=nonce(), name=name.strip(), duties=duties.strip().replace(";", "\n")))


def on_edit(call: Call) -> Answer:
    """``role edit snacks``, and the button: the form."""
    seen = roles.card(call.deps, call.actor, number(call.value, "that role") if call.value else _typed(call))
    if not seen.may_change:
        raise Refused("An organiser of the group says which roles there are.")
    return Answer(view=views.form(seen.group, nonce=nonce(), role=seen.turn.role))


def on_form(call: Call) -> Answer:
    """A new role, or one that was edited."""
    values = {k: call.values.get(k) or "" for k in ("name", "duties")} | {"months": call.values.get("months")}
    if call.meta.get("role"):
        role = roles.edit(call.deps, call.actor, number(call.meta["role"], "that role"), once=call.once, **values)
        return _card(call, role.id, "✓ Saved.")
    role = roles.add(call.deps, call.actor, group_of(call, call.meta.get("group")), once=call.once, **values)
    return _card(call, role.id, f"✓ {role.name} is a role now.")


def on_remove(call: Call) -> Answer:
    """``role remove snacks``, and the button."""
    role = roles.remove(call.deps, call.actor, number(call.value, "that role") if call.value else _typed(call), once=call.once)
    return Answer(message=views.settled(f"✓ {role.name} is a role no more."))


def on_never(call: Call) -> Answer:
    """``role never scribe``, and the button."""
    role = roles.opt(call.deps, call.actor, number(call.value, "that role") if call.value else _typed(call), out=True, once=call.once)
    return _card(call, role.id, f"✓ You will not be {role.name}. “Count me in again” takes that back.")


def on_again(call: Call) -> Answer:
    """``role again scribe``, and the button."""
    role = roles.opt(call.deps, call.actor, number(call.value, "that role") if call.value else _typed(call), out=False, once=call.once)
    return _card(call, role.id, f"✓ You are counted in again as {role.name}.")


def on_hold(call: Call) -> Answer:
    """I'll do it, for a term."""
    role, _ = roles_terms.hold(call.deps, call.actor, number(call.value, "that role"), once=call.once)
    return _card(call, role.id, f"✓ You are {role.name} now.")


def on_typed_give(call: Call) -> Answer:
    """``role give correspondent @bob``; without a person the form."""
    role_id, users = _typed(call), mentions(call.raw)
    if not users:
        return _give_form(role_id)
    return _given(call, role_id, users[0])


def _give_form(role_id: int) -> Answer:
    return Answer(view=views.person_form("Give this role", Ids.GIVE_FORM, role_id, nonce=nonce(), hint="They can say no with one button."))


def on_give(call: Call) -> Answer:
    """Give it to…: the form."""
    return _give_form(roles.card(call.deps, call.actor, number(call.value, "that role")).turn.role.id)


def on_give_form(call: Call) -> Answer:
    """The person, chosen."""
    return _given(call, number(call.meta.get("about"), "that role"), next(iter(call.values.get("who") or ()), ""))


def _given(call: Call, role_id: int, user: str) -> Answer:
    role, name = roles_terms.hold(call.deps, call.actor, role_id, user, once=call.once)
    return _card(call, role.id, f"✓ {name} is {role.name} now, and hears of it.")


COMMANDS = (
    Route(words="role", run=on_overview, usage="role", about="who leads, who takes notes, and what is yours", hint=True),
    Route(words="role plan", run=on_plan, usage="role plan", about="who does what in the next six months"),
    Route(words="role load", run=on_load, usage="role load", about="who has done what so far, by name"),
    Route(words="role show", run=on_show, usage="role show scribe", about="a role's duties, and what changed lately"),
    Route(words="role add", run=on_add, usage="role add [Snacks: bring fruit; buy tea]", about="organiser: a role of your own",
          form=on_add_form),
    Route(words="role edit", run=on_edit, usage="role edit snacks", about="organiser: its name, duties or term"),
    Route(words="role remove", run=on_remove, usage="role remove snacks", about="organiser: a role that is no longer needed"),
    Route(words="role give", run=on_typed_give, usage="role give correspondent @name", about="organiser: give a standing role to somebody"),
    Route(words="role never", run=on_never, usage="role never scribe", about="a role that is not for you"),
    Route(words="role again", run=on_again, usage="role again scribe", about="count me in again"),
)
ACTIONS = {Ids.OVERVIEW: on_overview, Ids.PLAN: on_plan, Ids.LOAD: on_load, Ids.ADD: on_add, Ids.SHOW: on_show, Ids.EDIT: on_edit,
           Ids.REMOVE: on_remove, Ids.NEVER: on_never, Ids.AGAIN: on_again, Ids.HOLD: on_hold, Ids.GIVE: on_give, Ids.MEETING: on_meeting}
FORMS = {Ids.FORM: on_form, Ids.GIVE_FORM: on_give_form}
