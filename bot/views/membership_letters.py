"""What is written about who comes: the invitation, the request, the vote, the answer, the welcome, an opening."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.views import charter as charter_views
from bot.views.blocks import Message, actions, button, context, escape, rich, run, section, who
from bot.views.charter import Beside, Whole
from bot.views.days import day
from bot.views.membership import Ids, decisions, room
from bot.views.reminders import own_time
from mentoring.charter import Charter
from mentoring.meetings import Meeting
from mentoring.membership import RULE_OF_YES, STEPS, Candidacy, Origin, Places
from mentoring.people import Group
from mentoring.text import clip, one_line


def _until(one: Candidacy, tz: str) -> str:
    return day(one.until.astimezone(ZoneInfo(tz)).date())


def invitation(one: Candidacy, whole: Whole, tz: str) -> Message:
    """To whoever is invited: the charter and nothing else of the group, with Join and Not now."""
    group, value = whole.group, str(one.id)
    by = f"{one.by} invites you to join " if one.by and one.origin is Origin.INVITED else "There is a place for you in "
    first = {Origin.NOMINATED: "The members would like you to join ", Origin.ASKED: "There is a place for you in "}.get(one.origin, by)
    return Message(
        text=f"{escape(first)}{escape(group.name)}, a peer-mentorship group.",
        blocks=[rich([run(first), run(group.name, bold=True), run(", a peer-mentorship group. This is its charter:")]),
                *charter_views.body(whole),
                actions(button("Join", Ids.JOIN, value, style="primary", label=f"Join {clip(group.name, 50)}"),
                        button("Not now", Ids.NOT_NOW, value), block_id=f"invitation-{one.id}"),
                context(f"The place is held for you until {_until(one, tz)}. Nobody is told why you say no.")])


def answered(text: str) -> Message:
    """What stands in the place of something that has been answered."""
    return Message(text=escape(text), blocks=[section(escape(text))])


def requested(one: Candidacy, group: Group, charter: Charter, places: Places) -> Message:
    """To an organiser: somebody asks to join."""
    words = [rich([run(one.why)])] if one.why else []
    said = f"{one.name} asks to join {group.name}."
    return Message(text=escape(said), blocks=[
        rich([who(one.user), run(" asks to join "), run(group.name, bold=True), run(".")]), *words,
        actions(*decisions(one, charter.joining), block_id=f"request-{one.id}"), context(f"{room(places)}.")])


def nominated(one: Candidacy, group: Group, tz: str) -> Message:
    """To a member: a secret vote."""
    value = str(one.id)
    by = f"{one.by or 'Somebody'} nominates " if one.origin is Origin.NOMINATED else "A request is put to the vote: "
    return Message(
        text=f"{escape(by)}{escape(one.name)} for {escape(group.name)}. Your vote is secret.",
        blocks=[rich([run(by), who(one.user), run(f" for {group.name}.")], [run(one.why)] if one.why else []),
                actions(button("Yes", f"{Ids.VOTE}.yes", f"{value}|yes", style="primary", label=f"Yes to {clip(one.name, 40)}"),
                        button("No", f"{Ids.VOTE}.no", f"{value}|no", label=f"No to {clip(one.name, 40)}"), block_id=f"vote-{one.id}"),
                context(f"Secret: nobody can see how you vote, so it cannot be changed. It closes on {_until(one, tz)}, or once everybody "
                        f"has voted. {RULE_OF_YES} {escape(clip(one_line(one.name), 60))} does not know of it.")])


def voted(one: Candidacy, group: Group, tz: str) -> Message:
    """The vote is in."""
    said = f"✓ Your vote on {one.name} for {group.name} is in. The result comes to everybody by {_until(one, tz)}."
    return answered(said)


def result(one: Candidacy, group: Group, members: int, *, yes: bool, waits: bool) -> Message:
    """To each member, at the close: the outcome and how many voted."""
    turnout = f"{one.yes + one.no} of {members} voted"
    after = "no place is free yet, so they are on the waiting list" if waits else "the invitation is on its way"
    said = f"The members of {group.name} have said yes to {one.name} ({turnout}); {after}." if yes else \
        f"The vote on {one.name} for {group.name} is closed ({turnout}): not this time. Nobody outside hears of it."
    return answered(said)


_KINDLY = ("Groups like this one stay small so that everybody gets to speak, and it says nothing about you. "
           "`/mentor join` shows the groups that you can ask.")


def not_this_time(group: Group) -> Message:
    """To somebody who asked: no, kindly."""
    said = f"{escape(group.name)} cannot take anybody in for now, so it has to say no. {_KINDLY}"
    return Message(text=said, blocks=[section(said), actions(button("Other groups", Ids.GROUPS), block_id="other-groups")])


def on_the_list(group: Group, place: int, candidacy_id: int) -> Message:
    """To somebody who asked: the place on the waiting list."""
    said = (f"You are number {place} on the waiting list of {group.name}. Places go in the order of the list; when one is yours I write to "
            "you, and your number is never made worse.")
    return Message(text=escape(said), blocks=[rich([run(said)]), actions(
        button("I've changed my mind", Ids.WITHDRAW, str(candidacy_id)), block_id=f"listed-{candidacy_id}")])


def opening(group: Group, charter: Charter, places: Places) -> Message:
    """In the channel: a place was free, and the agreed steps."""
    waits = f" {places.waiting} more wait." if places.waiting else ""
    said = (f"A place in {group.name} was free, and whoever was first on the waiting list is invited, for seven days.{waits}")
    return Message(text=escape(said), blocks=[rich([run(said)]), context(f"As agreed: {STEPS[charter.joining]}.")])


def told(group: Group, text: str) -> Message:
    """To whoever invited, or organises: what became of it."""
    return Message(text=escape(text), blocks=[rich([run(text)]), actions(
        button("Members", Ids.LIST, str(group.id), label=f"Members of {clip(group.name, 50)}"), block_id=f"told-{group.id}")])


def joined(group: Group, user: str) -> Message:
    """In the channel: somebody new."""
    return Message(text=f"Somebody has joined {escape(group.name)}.",
                   blocks=[rich([who(user), run(f" has joined {group.name}. Welcome!")])])


def welcome(whole: Whole, *, ahead: Sequence[Meeting], decisions_made: Sequence[str], buddy: str | None, tz: str) -> Message:
    """To a newcomer, on one screen: mission, expectations, the next dates, what was decided lately, and a buddy."""
    group, mission, one = whole.group, whole.mission, whole.expectations
    home = {"type": "channel", "channel_id": group.channel}
    blocks = [rich([run("Welcome to "), run(group.name, bold=True), run(". An organiser lets you into its channel, "), home, run(".")])]
    if mission:
        blocks.append(rich([run("Mission", bold=True)], [run(clip(one_line(mission.exist), 300))]))
    dates = [[run(f"• {own_time(m, tz)}")] for m in ahead[:3]]
    blocks.append(rich([run("Next dates", bold=True)], *(dates or [[run("None is fixed yet; I write as soon as one is.")]])))
    if decisions_made:
        blocks.append(rich([run("Decided lately", bold=True)], *[[run(f"• {clip(one_line(d), 120)}")] for d in decisions_made[:3]]))
    if buddy:
        blocks.append(rich([run("Your buddy", bold=True)], [who(buddy), run(" knows how things go here: ask anything.")]))
    row = [button("I accept the expectations", Beside.ACCEPT, f"{group.id}|{one.number}", style="primary")] if one else []
    row += [button("The whole charter", "charter.show", str(group.id)), button("Add my first goal", "goals.add")]
    blocks.append(actions(*row, block_id=f"welcome-{group.id}"))
    return Message(text=f"Welcome to {escape(group.name)}.", blocks=blocks)


def buddy_of(group: Group, user: str) -> Message:
    """To the buddy."""
    return Message(text=f"You are the buddy of somebody new in {escape(group.name)}.",
                   blocks=[rich([run("Would you look after "), who(user), run(f", who is new in {group.name}? A hello and half an hour "
                                "before the next meeting are plenty.")])])


def not_now(group: Group) -> Message:
    """To whoever said Not now."""
    said = f"Thank you for telling me; nobody asks why. Should you change your mind, `/mentor join` finds {escape(group.name)} again."
    return Message(text=said, blocks=[section(said)])


def lapsed(group: Group) -> Message:
    """In the place of an invitation that was not answered."""
    said = f"The invitation to {escape(group.name)} has lapsed after seven days. Still interested? `/mentor join` asks again."
    return Message(text=said, blocks=[section(said)])
