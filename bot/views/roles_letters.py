"""What is said of roles without being asked: a week ahead to whoever has one, to the channel where nobody has, and between two people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.blocks import Message, actions, button, context, escape, rich, run
from bot.views.days import near_day
from bot.views.reminders import foot, own_time
from bot.views.roles import Ids, Turn, duties
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.roles import Ask


def names(turns: Sequence[Turn]) -> str:
    """``Discussion lead and Scribe``."""
    listed = [t.role.name for t in turns]
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def yours(meeting: Meeting, group: Group, turns: Sequence[Turn], *, tz: str, was: str = "", new: bool = False) -> Message:
    """To whoever has roles at a meeting: which, why them, and what to do, each with its button. ``was``: who had it before."""
    when = own_time(meeting, tz)
    instead = f" instead of {was}" if was else ""
    blocks: list[dict] = [rich([run(f"{group.name}, "), run(when, bold=True), run(f": you are {names(turns)}{instead}.")])]
    for turn in turns:
        blocks.append(rich([run(turn.role.name, bold=True), run(f" · you so far: {turn.why}")]))
        blocks += duties(turn)
        mark, role = str(turn.one.id), turn.role.name
        sure = [] if turn.one.why == "accepted" else [button("I'll do it", Ids.ACCEPT, mark, style="primary", label=f"I'll do it: {role}")]
        blocks.append(actions(*sure, button("I can't", Ids.DECLINE, mark, label=f"I can't: {role}"),
                              button("Swap", Ids.SWAP, mark, label=f"Swap: {role}"), block_id=f"turn-{mark}"))
    if not new:
        blocks.append(foot(f"role:{meeting.id}"))
    return Message(text=f"{escape(group.name)}, {when}: you are {escape(names(turns))}{escape(instead)}.", blocks=blocks)


def term(group: Group, turn: Turn) -> Message:
    """To whoever has a standing role from a day on."""
    one, role = turn.one, turn.role
    span = f"from {near_day(one.first, one.first)} to {near_day(one.last, one.last)} {one.last.year}"
    return Message(text=f"{escape(group.name)}: you are {escape(role.name)} {span}.",
                   blocks=[rich([run(f"{group.name}: you are "), run(role.name, bold=True), run(f" {span}.")]), *duties(turn),
                           actions(button("I'll do it", Ids.ACCEPT, str(one.id), style="primary", label=f"I'll do it: {role.name}"),
                                   button("I can't", Ids.DECLINE, str(one.id), label=f"I can't: {role.name}"))])


def unclaimed(meeting: Meeting, group: Group, turns: Sequence[Turn]) -> Message:
    """To the channel: roles at a meeting that nobody has."""
    when = f"{near_day(meeting.day, meeting.day)}"
    return Message(text=f"{escape(group.name)}, {when}: nobody is {escape(names(turns))} yet. Who will?",
                   blocks=[rich([run(f"{group.name}, {when}: nobody is "), run(names(turns), bold=True), run(" yet. Who will?")]),
                           take(turns)])


def take(turns: Sequence[Turn]) -> dict:
    """A button for each role that nobody has."""
    return actions(*[button(f"I'll be {t.role.name}", f"{Ids.TAKE}.{n}", str(t.one.id), style="primary" if not n else None)
                     for n, t in enumerate(turns[:5])], block_id="roles-open")


def who_does_what(turns: Sequence[Turn]) -> list[dict]:
    """In the week-before post: who has which role, and a button for each that nobody has."""
    if not turns:
        return []
    runs = [r for n, t in enumerate(turns) for r in ([run(" · ")] * bool(n) + [run(f"{t.role.name}: {t.name or 'nobody yet'}")])]
    free = [t for t in turns if not t.name]
    return [rich(runs), *([take(free)] if free else [])]


_ASKS = {
    Ask.SWAP: ("{who} asks to swap: {give} for {take}.", "Swap", "Not this time"),
    Ask.TAKE: ("{who} would like to do this instead of you: {take}.", "Yes, please", "I'll keep it"),
    Ask.ORGANISER: ("{who} asks you to organise {group} from now on: dates, members and settings.", "I'll organise it", "Not now"),
    Ask.STILL: ("{who} asks whether you still organise {group}. Without an answer within fourteen days it passes to somebody else.",
                "I'm here", "I'd rather hand over"),
}


def question(what: Ask, request_id: int, *, who: str, group: Group, give: str = "", take: str = "") -> Message:
    """A question that one person asks another."""
    words, yes, no = _ASKS[what]
    said = words.format(who=who, give=give, take=take, group=group.name)
    return Message(text=escape(said), blocks=[rich([run(said)]), actions(button(yes, Ids.YES, str(request_id), style="primary"),
                                                                        button(no, Ids.NO, str(request_id)), block_id="role-asked")])


def line(group: Group, said: str, *buttons: dict) -> Message:
    """One line of news."""
    return Message(text=escape(said), blocks=[rich([run(said)]), *([actions(*buttons)] if buttons else [])])


def organises(group: Group, said: str) -> Message:
    """To the channel: who organises from now on, and why."""
    return Message(text=escape(said), blocks=[rich([run(said)]), context("`/mentor role organiser` says by which rule."),
                                              actions(button("Roles", Ids.OVERVIEW, str(group.id)))])
