"""Membership at the door: who is in, who is invited, who asks, who is nominated."""

from __future__ import annotations

from bot.services import charter, membership, membership_clock, membership_votes, people
from bot.services.membership import SAID
from bot.views import membership as views
from bot.views import membership_letters as letters
from bot.views.membership import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.typed import readable
from mentoring.membership import Candidacy, Full, State
from mentoring.people import Group
from mentoring.refused import NotFound, Refused


def on_members(call: Call) -> Answer:
    """``members``: by name, with the places."""
    return listed(call, call.need_group())


def listed(call: Call, group: Group, said: str = "") -> Answer:
    """The members of a group as an answer."""
    return Answer(message=views.members(membership.listed(call.deps, call.actor, group), said=said))


def on_invite(call: Call) -> Answer:
    """``invite @x``; without a name the form."""
    group = call.need_group()
    membership.need_inviter(call.deps, call.actor, group)
    if not call.mentions:
        if call.text.strip():
            raise Refused("Whom? Mention them: `/mentor invite @name`.")
        return _invite_form(call, group)
    if len(call.mentions) > 1:
        raise Refused("One at a time, please, so that each can be told what became of it.")
    return _invited(call, group, call.mentions[0])


def _invite_form(call: Call, group: Group) -> Answer:
    return Answer(view=views.invite_form(group, membership.place_in(call.deps, call.actor, group), nonce=nonce()))


def _invited(call: Call, group: Group, user: str, *, enlist: bool = False) -> Answer:
    try:
        one = membership.invite(call.deps, call.actor, group, user, enlist=enlist, once=call.once)
    except Full as no:
        return Answer(message=views.full(group, user, no.text), refusal=True)
    _acquaint(call)
    return listed(call, group, _said(one))


def _said(one: Candidacy) -> str:
    if one.state is State.INVITED:
        return "✓ Invited: a message with the charter, and the place is held for seven days."
    return "✓ On the waiting list."


def _acquaint(call: Call) -> None:
    """Somebody nobody has met: Slack is asked who they are, once the answer has left; then the members can be asked about them."""
    def ask() -> None:
        people.get_acquainted(call.deps)
        membership_clock.ask_members(call.deps)
    call.deps.later.submit(ask)


def on_nominate(call: Call) -> Answer:
    """``nominate @x why``; without both the form."""
    group = call.need_group()
    words = _without_mentions(call)
    if len(call.mentions) == 1 and words:
        return _nominated(call, group, call.mentions[0], words)
    return Answer(view=views.nominate_form(group, nonce=nonce(), user=call.mentions[0] if call.mentions else None, why=words))


def _without_mentions(call: Call) -> str:
    """The reason: what was typed after the name."""
    if not call.mentions:
        return call.text.strip()
    after = call.raw.partition(f"<@{call.mentions[0]}")[2].partition(">")[2]
    return readable(after, people.names(call.deps, call.mentions)).strip(" ,:;–—-")


def _nominated(call: Call, group: Group, user: str, why: str) -> Answer:
    membership_votes.nominate(call.deps, call.actor, group, user, why, once=call.once)
    _acquaint(call)
    return listed(call, group, "✓ Nominated. Each member has a message from me with the question; the vote is secret.")


def on_join(call: Call) -> Answer:
    """``join``: here the group of this channel, elsewhere the groups that can be asked."""
    if call.here and not call.actor.is_in(call.here.id) and not call.text.strip():
        return _ask_form(call, call.here.id)
    return _groups(call, call.text.strip())


def _groups(call: Call, words: str = "", said: str = "") -> Answer:
    cards = charter.cards(call.deps, call.actor, words)
    today = people.today(call.deps, call.actor)
    return Answer(message=views.groups(cards, membership.own(call.deps, call.actor), today, said=said))


def _ask_form(call: Call, group_id: int) -> Answer:
    group = membership.group_to_ask(call.deps, call.actor, group_id)
    card = next((views.paragraph(c) for c in charter.cards(call.deps, call.actor, group.name) if c.group_id == group.id), "")
    return Answer(view=views.ask_form(group, card, nonce=nonce()))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(said: object) -> int:
    """A number of ours out of a click; anything else is answered like one that does not exist."""
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def on_click_list(call: Call) -> Answer:
    """Members, from a button."""
    return listed(call, call.actor.group(call.value))


def on_click_invite(call: Call) -> Answer:
    """The form, from a button."""
    group = call.actor.group(call.value)
    membership.need_inviter(call.deps, call.actor, group)
    return _invite_form(call, group)


def on_click_nominate(call: Call) -> Answer:
    """The form, from a button."""
    return Answer(view=views.nominate_form(call.actor.group(call.value), nonce=nonce()))


def on_enlist(call: Call) -> Answer:
    """No place is free: the waiting list."""
    group, _, user = call.value.partition("|")
    return _invited(call, call.actor.group(group), user, enlist=True)


def on_click_ask(call: Call) -> Answer:
    """Ask to join: the form."""
    return _ask_form(call, _id(call.value))


def on_click_groups(call: Call) -> Answer:
    """The groups that can be asked."""
    return _groups(call)


def on_click_join(call: Call) -> Answer:
    """The invitation is accepted."""
    group = membership.join(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=letters.answered(f"✓ You are in {group.name}. Welcome!"))


def on_not_now(call: Call) -> Answer:
    """It is not, or a request is taken back."""
    return Answer(message=letters.not_now(membership.not_now(call.deps, call.actor, _id(call.value), once=call.once)))


def _decided(to: State):
    def run(call: Call) -> Answer:
        """An organiser's answer to a request."""
        one, group = membership.decide(call.deps, call.actor, _id(call.value), to, once=call.once)
        return listed(call, group, f"✓ {one.name} {SAID[one.state]}.")
    return run


def on_cancel(call: Call) -> Answer:
    """An organiser takes it back."""
    one, group = membership.cancel(call.deps, call.actor, _id(call.value), once=call.once)
    return listed(call, group, f"✓ Taken back: {one.name}." if one.state is State.WITHDRAWN else f"{one.name} {SAID[one.state]} already.")


def on_vote(call: Call) -> Answer:
    """A member's secret vote."""
    number, _, choice = call.value.partition("|")
    if choice not in ("yes", "no"):
        raise NotFound("that request", "members")
    one, group = membership_votes.vote(call.deps, call.actor, _id(number), choice == "yes", once=call.once)
    return Answer(message=letters.voted(one, group, people.zone(call.deps, call.actor)))


# ---- forms ---------------------------------------------------------------------------------------------------------------------

def _chosen(call: Call) -> str:
    user = next(iter(call.values.get("person") or ()), None)
    if not user:
        raise Refused("Whom? Please choose one of your colleagues.", field="person")
    return user


def on_invite_form(call: Call) -> Answer:
    """Somebody, chosen."""
    return _invited(call, call.actor.group(call.meta.get("group")), _chosen(call))


def on_nominate_form(call: Call) -> Answer:
    """Somebody, with the reason."""
    return _nominated(call, call.actor.group(call.meta.get("group")), _chosen(call), call.values.get("why") or "")


def on_ask_form(call: Call) -> Answer:
    """The request is sent."""
    one, group, _ = membership.ask(call.deps, call.actor, _id(call.meta.get("group")), call.values.get("why") or "", once=call.once)
    said = f"✓ {group.name} is asked." if one.state is State.ASKED else ""
    return _groups(call, said=said)


COMMANDS = (
    Route(words="members", run=on_members, usage="members", about="who is in your group, and how many places are free", hint=True),
    Route(words="invite", run=on_invite, usage="invite @person", about="invite somebody; they see the charter and nothing else"),
    Route(words="nominate", run=on_nominate, usage="nominate @person why", about="put somebody before the group, in a secret vote"),
    Route(words="join", run=on_join, usage="join [group]", about="ask to join a group; how your requests stand"),
)
ACTIONS = {Ids.LIST: on_click_list, Ids.INVITE: on_click_invite, Ids.NOMINATE: on_click_nominate, Ids.ENLIST: on_enlist,
           Ids.ASK: on_click_ask, Ids.GROUPS: on_click_groups, Ids.JOIN: on_click_join, Ids.NOT_NOW: on_not_now, Ids.WITHDRAW: on_not_now,
           Ids.ACCEPT: _decided(State.INVITED), Ids.WAIT: _decided(State.WAITING), Ids.REFUSE: _decided(State.REFUSED),
           Ids.CANCEL: on_cancel, Ids.VOTE: on_vote}
FORMS = {Ids.INVITE_FORM: on_invite_form, Ids.NOMINATE_FORM: on_nominate_form, Ids.ASK_FORM: on_ask_form}
# Whoever is invited may be a guest of the workspace who is in no group yet.
STRANGERS = frozenset({str(Ids.JOIN), str(Ids.NOT_NOW)})
