"""Turns at the door: I'll do it, I can't, swap, cover, co-lead; the organiser's hand-over; hours."""

from __future__ import annotations

from bot.services import roles_hours, roles_organiser, roles_turns
from bot.views import roles as views
from bot.views import roles_hours as hours_views
from bot.views.blocks import button
from bot.views.roles import Ids
from bot.views.roles_hours import Ids as HourIds
from handlers.call import Answer, Call, Route, nonce
from handlers.roles import group_of, number
from handlers.typed import mentions
from mentoring.people import Group
from mentoring.roles import ORGANISER_DUTIES, Ask


def on_take(call: Call) -> Answer:
    """I'll do it; cover; ask to do it."""
    what, waits = roles_turns.take(call.deps, call.actor, number(call.value), once=call.once)
    said = f"{waits} is asked: {what}. I tell you what they say." if waits else f"✓ You are {what}."
    # In the channel the question stays for the others as long as a role is open; only whoever clicked is answered.
    return Answer(message=views.settled(said), refusal=call.origin.kind == "message" and call.channel is not None)


def on_accept(call: Call) -> Answer:
    """I'll do it, said by whoever has it."""
    one = roles_turns.accept(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=roles_turns.letter(call.deps, call.actor, one) or views.settled("✓ It is yours."))


def on_decline(call: Call) -> Answer:
    """I can't."""
    what, following = roles_turns.decline(call.deps, call.actor, number(call.value), once=call.once)
    said = f"{following} is next, and hears of it." if following else "Nobody is next; the group is asked."
    return Answer(message=views.settled(f"✓ You are not {what}. {said}"))


def on_swap(call: Call) -> Answer:
    """With whom?"""
    return Answer(message=views.swap_choices(*roles_turns.swap_choices(call.deps, call.actor, number(call.value))))


def on_swap_with(call: Call) -> Answer:
    """They are asked."""
    mine, _, theirs = call.value.partition("|")
    name = roles_turns.swap(call.deps, call.actor, number(mine), number(theirs), once=call.once)
    return Answer(message=views.settled(f"✓ {name} is asked. I tell you what they say; until then nothing changes."))


def on_colead(call: Call) -> Answer:
    """Co-lead."""
    what = roles_turns.colead(call.deps, call.actor, number(call.value, "that meeting"), once=call.once)
    return Answer(message=views.settled(f"✓ You lead together: {what}."))


def on_tick(call: Call) -> Answer:
    """A duty, done."""
    which, _, duty = call.value.partition("|")
    one = roles_turns.tick(call.deps, call.actor, number(which), number(duty), once=call.once)
    return Answer(message=roles_turns.letter(call.deps, call.actor, one) or views.settled("✓ Done."))


def on_yes(call: Call) -> Answer:
    """Yes, to a question of somebody."""
    return _answered(call, yes=True)


def on_no(call: Call) -> Answer:
    """No."""
    return _answered(call, yes=False)


def _answered(call: Call, *, yes: bool) -> Answer:
    with call.deps.store.read() as tx:
        asked = roles_turns.need_request(tx, call.actor, number(call.value, "that question"))
    if asked.what in (Ask.ORGANISER, Ask.STILL):
        return Answer(message=views.settled(roles_organiser.answer(call.deps, call.actor, asked, yes=yes, once=call.once)))
    _, said = roles_turns.answer(call.deps, call.actor, asked.id, yes=yes, once=call.once)
    return Answer(message=views.settled(said))


# ---- the organiser ---------------------------------------------------------------------------------------------------------------

def on_organiser(call: Call) -> Answer:
    """``role organiser``, ``role organiser @bob``."""
    group = group_of(call, call.value)
    users = mentions(call.raw) if call.text.strip() else ()
    if users:
        return _offered(call, group, users[0])
    return _organiser(call, group)


def _organiser(call: Call, group: Group, said: str = "") -> Answer:
    seen = roles_organiser.shown(call.deps, call.actor, group)
    return Answer(message=views.organiser(group, seen.names, seen.history, ORGANISER_DUTIES, mine=seen.mine, said=said,
                                          asked_already=seen.asked))


def _offered(call: Call, group: Group, user: str) -> Answer:
    name = roles_organiser.offer(call.deps, call.actor, group, user, once=call.once)
    return Answer(message=views.settled(f"✓ {name} is asked. You organise {group.name} until they say yes.",
                                        back=button("Organiser", Ids.ORGANISER, str(group.id))))


def on_hand(call: Call) -> Answer:
    """Hand over: the form."""
    group = group_of(call, call.value)
    return Answer(view=views.person_form("Hand over", Ids.HAND_FORM, group.id, nonce=nonce(),
                                         hint="They are asked. You organise the group until they say yes."))


def on_hand_form(call: Call) -> Answer:
    """The person, chosen."""
    return _offered(call, group_of(call, call.meta.get("about")), next(iter(call.values.get("who") or ()), ""))


def on_still(call: Call) -> Answer:
    """Still you?"""
    group = group_of(call, call.value)
    names = roles_organiser.still(call.deps, call.actor, group, once=call.once)
    return _organiser(call, group, f"✓ {', '.join(names)} is asked." if len(names) == 1 else "✓ They are asked.")


def on_hours(call: Call) -> Answer:
    """``hours``."""
    group = group_of(call, call.value)
    return Answer(message=hours_views.mine(group, roles_hours.quarters(call.deps, call.actor, group)))


COMMANDS = (
    Route(words="role organiser", run=on_organiser, usage="role organiser [@name]", about="who organises, and handing over"),
    Route(words="hours", run=on_hours, usage="hours", about="your hours in meetings, by quarter; only you see them"),
)
ACTIONS = {Ids.TAKE: on_take, Ids.ACCEPT: on_accept, Ids.DECLINE: on_decline, Ids.SWAP: on_swap, Ids.SWAP_WITH: on_swap_with,
           Ids.COLEAD: on_colead, Ids.TICK: on_tick, Ids.YES: on_yes, Ids.NO: on_no, Ids.ORGANISER: on_organiser, Ids.HAND: on_hand,
           Ids.STILL: on_still, HourIds.SHOW: on_hours}
FORMS = {Ids.HAND_FORM: on_hand_form}
