"""What a person sees of membership: the list of members, the groups that can be asked, the forms, how one's own way stands."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views.blocks import (
    Message,
    actions,
    asked,
    button,
    confirm,
    context,
    divider,
    escape,
    modal,
    rich,
    run,
    section,
    who,
    words_field,
)
from bot.views.charter import Card, paragraph
from bot.views.days import near_day, short_day
from mentoring.charter import Charter, Joining
from mentoring.membership import LONGEST_WHY, RULE_OF_VOTE, STEPS, Candidacy, Member, Places, State
from mentoring.people import Group, Role
from mentoring.text import clip

MOST_CARDS = 14


class Ids(StrEnum):
    """Everything about coming into a group that can be clicked or submitted."""

    LIST = "members.list"
    INVITE = "members.invite"               # value: the group
    INVITE_FORM = "members.invite_form"
    NOMINATE = "members.nominate"
    NOMINATE_FORM = "members.nominate_form"
    ASK = "members.ask"
    ASK_FORM = "members.ask_form"
    GROUPS = "members.groups"
    ENLIST = "members.enlist"               # value: group|user, when no place is free
    JOIN = "members.join"                   # value: the candidacy
    NOT_NOW = "members.not_now"
    WITHDRAW = "members.withdraw"
    ACCEPT = "members.accept"
    WAIT = "members.wait"
    REFUSE = "members.refuse"
    CANCEL = "members.cancel"               # an organiser takes an invitation or a place on the list back
    VOTE = "members.vote"                   # value: candidacy|yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A group's members as one of them sees them. ``open``: the ways into it that are open; only organisers get them."""

    group: Group
    charter: Charter
    members: Sequence[Member]
    places: Places
    open: Sequence[Candidacy] = ()
    organiser: bool = False
    may_invite: bool = False
    today: date


def room(places: Places, *, organiser: bool = False) -> str:
    """``7 of at most 12 places are taken, 1 is held by an invitation; 2 wait.``"""
    held = f", {places.invited} held by an invitation" if places.invited else ""
    wait = "nobody waits" if not places.waiting else f"{places.waiting} wait{'s' * (places.waiting == 1)}"
    free = "no place is free" if not places.free else f"{places.free} place{'s' * (places.free > 1)} free"
    return f"{places.members} of at most {places.most}{held} · {free} · {wait}"


def _member(one: Member, today: date) -> list[dict]:
    facts = ["organiser"] if one.role is Role.ORGANISER else []
    facts.append(f"since {one.joined:%B %Y}")
    facts += [f"until {short_day(one.until, today)}"] if one.until else []
    facts += [f"away, back on {near_day(one.away, today)}"] if one.away else []
    return [run(one.person.name or "somebody new", bold=True), run(f" · {' · '.join(facts)}")]


_STANDS = {State.ASKED: "asks to join", State.VOTING: "vote going on", State.WAITING: "on the waiting list", State.INVITED: "invited"}


def members(shown: Shown, *, said: str = "") -> Message:
    """Who is in the group, by name, how many places are free, and the next steps."""
    group, value = shown.group, str(shown.group.id)
    blocks = [section(escape(said))] if said else []
    blocks.append(section(f"*Members of {escape(group.name)}*"))
    for start in range(0, len(shown.members), 25):
        blocks.append(rich(*[_member(m, shown.today) for m in shown.members[start:start + 25]]))
    blocks.append(context(f"{room(shown.places)}. To join: {STEPS[shown.charter.joining]}."))
    for one in shown.open[:10]:
        until = f", until {near_day(one.until.astimezone(ZoneInfo(group.tz)).date(), shown.today)}" if one.until else ""
        blocks.append(rich([who(one.user), run(f" · {_STANDS[one.state]}{until}")]))
        blocks.append(actions(*_decisions(one, shown.charter.joining), block_id=f"candidacy-{one.id}"))
    if len(shown.open) > 10:
        blocks.append(context(f"And {len(shown.open) - 10} more."))
    row = [button("Invite somebody", Ids.INVITE, value, style="primary")] if shown.may_invite else []
    row += [button("Nominate somebody", Ids.NOMINATE, value), button("The charter", "charter.show", value),
            button("Leave the group", "leaving.open", value)]
    blocks += [divider(), actions(*row, block_id="members-foot")]
    twin = ", ".join(escape(m.person.name) for m in shown.members)
    return Message(text=f"{escape(said)} Members of {escape(group.name)}: {twin}. {room(shown.places)}.".strip(), blocks=blocks)


def _decisions(one: Candidacy, joining: Joining) -> list[dict]:
    value, name = str(one.id), clip(one.name, 40)
    if one.state is State.ASKED:
        row = [button("Put it to the vote" if joining is Joining.VOTE else "Accept", Ids.ACCEPT, value, style="primary",
                      label=f"Accept {name}")]
        row += [] if joining is Joining.VOTE else [button("Waiting list", Ids.WAIT, value, label=f"Put {name} on the waiting list")]
        return [*row, button("Decline", Ids.REFUSE, value, label=f"Decline {name}",
                             confirm=confirm("Decline?", "I tell them kindly that there is no place for now.", "Decline"))]
    return [button("Take it back", Ids.CANCEL, value, label=f"Take it back: {name}",
                   confirm=confirm("Take it back?", "The place is free again, and whoever waits first is invited.", "Take it back"))]


decisions = _decisions


def full(group: Group, user: str, said: str) -> Message:
    """No place is free: the two ways on, as buttons."""
    row = [button("More places", "charter.size", str(group.id)),
           button("Put them on the waiting list", Ids.ENLIST, f"{group.id}|{user}", style="primary")]
    return Message(text=escape(said), blocks=[section(escape(said)), actions(*row, block_id="members-full")])


# ---- asking to join ----------------------------------------------------------------------------------------------------------

def mine(one: Candidacy, group: Group, place: int | None, today: date) -> tuple[str, list[dict]]:
    """How one's own way into a group stands, and what can be done."""
    value = str(one.id)
    if one.state is State.INVITED:
        until = near_day(one.until.astimezone(ZoneInfo(group.tz)).date(), today)
        return f"You are invited; the place is yours until {until}.", [
            button("Join", Ids.JOIN, value, style="primary", label=f"Join {clip(group.name, 50)}"), button("Not now", Ids.NOT_NOW, value)]
    back = [button("I've changed my mind", Ids.WITHDRAW, value, label=f"Take back: {clip(group.name, 50)}")]
    if one.state is State.WAITING:
        return f"You are number {place} on the waiting list. I write to you when a place is yours.", back
    return "You have asked to join. I write to you as soon as there is an answer.", back


def groups(cards: Sequence[Card], own: Sequence[tuple[Candidacy, Group, int | None]], today: date, *, said: str = "") -> Message:
    """The groups that can be asked, each with its card; first how one's own requests stand."""
    blocks = [section(escape(said))] if said else []
    twin, taken = [], set()
    for one, group, place in own[:5]:
        stands, row = mine(one, group, place, today)
        blocks += [rich([run(group.name, bold=True)], [run(stands)]), actions(*row, block_id=f"own-{one.id}")]
        twin.append(f"{escape(group.name)}: {stands}")
        taken.add(group.id)
    rest = [c for c in cards if c.group_id not in taken and not c.mine]
    for card in rest[:MOST_CARDS]:
        blocks.append(rich([run(card.name, bold=True)], [run(paragraph(card))]))
        blocks.append(actions(button("Get on the waiting list" if card.full else "Ask to join", Ids.ASK, str(card.group_id),
                                     label=f"Ask to join {clip(card.name, 50)}"), block_id=f"join-{card.group_id}"))
        twin.append(f"{escape(card.name)}: {escape(paragraph(card))}")
    if len(rest) > MOST_CARDS:
        blocks.append(context(f"And {len(rest) - MOST_CARDS} more: `/mentor join` and a part of the name finds them."))
    if not rest and not own:
        blocks.append(section("There is no other group here that you could ask. `/mentor setup` in a channel begins one."))
    return Message(text=f"{escape(said)} Groups that you could join. {' '.join(twin)}".strip(),
                   blocks=[section("*Groups that you could join*"), *blocks])


def ask_form(group: Group, card: str, *, nonce: str) -> dict:
    """Ask to join, with a word about oneself."""
    return modal("Ask to join", Ids.ASK_FORM, [
        rich([run(group.name, bold=True)], [run(card)]),
        asked("why", "A word about you", words_field(lines=True, longest=LONGEST_WHY, placeholder="I direct the clerkship and write about "
              "feedback."), optional=True, hint="Whoever decides reads it, and nobody else."),
    ], submit="Ask", meta=json.dumps({"nonce": nonce, "group": group.id}))


def _person(user: str | None) -> dict:
    return asked("person", "Who?", {"type": "multi_users_select", "max_selected_items": 1, **({"initial_users": [user]} if user else {})})


def invite_form(group: Group, places: Places, *, nonce: str, user: str | None = None) -> dict:
    """Invite somebody."""
    return modal("Invite somebody", Ids.INVITE_FORM, [
        rich([run(f"{room(places)}.")]), _person(user),
        section("They get a message from me with the charter, and nothing else of the group, with *Join* and *Not now*. The place is held "
                "for seven days.")],
        submit="Invite", meta=json.dumps({"nonce": nonce, "group": group.id}))


def nominate_form(group: Group, *, nonce: str, user: str | None = None, why: str = "") -> dict:
    """Nominate somebody."""
    return modal("Nominate somebody", Ids.NOMINATE_FORM, [
        _person(user),
        asked("why", "Why would they be good for the group?", words_field(why, lines=True, longest=LONGEST_WHY),
              hint="The members read it, the nominee does not."),
        context(f"{RULE_OF_VOTE} The nominee hears nothing before the invitation.")],
        submit="Begin the vote", meta=json.dumps({"nonce": nonce, "group": group.id}))
