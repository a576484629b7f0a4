"""The one message of the week: at most five lines, each finished in place by one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views import action_items as action_views
from bot.views import agenda_words
from bot.views.blocks import Message, actions, button, escape, rich, run
from bot.views.days import away, clock, near_day
from bot.views.goals import Ids as GoalIds
from bot.views.goals import due_words, title_runs
from bot.views.reflection_posts import Ids as PostIds
from bot.views.reflections import Ids as ReflectionIds
from bot.views.reminders import ANSWER_WORDS, city, foot
from mentoring.action_items import ActionItem
from mentoring.digests import Mark, Why
from mentoring.goals import Goal
from mentoring.meetings import Meeting, Reply, Rsvp
from mentoring.people import Group
from mentoring.prompts import VALUES
from mentoring.readings import Reading


class Ids(StrEnum):
    """Everything in the message of the week that can be clicked or submitted."""

    ON_TRACK = "digest.on_track"
    STUCK = "digest.stuck"
    DONE = "digest.done"
    UNDO = "digest.undo"
    RSVP = "digest.rsvp"
    STUCK_FORM = "digest.stuck_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal in the message, and what has been done about it since."""

    goal: Goal
    why: Why | None = None
    mark: Mark = Mark.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """A meeting in the message, with what this person has said, what they are there, what it is about, and what to read for it."""

    meeting: Meeting
    group: Group
    mine: Reply | None = None
    roles: Sequence[str] = ()
    about: Sequence[str] = ()
    readings: Sequence[Reading] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action item of the reader in the message, and what has been done about it since."""

    item: ActionItem
    group: Group
    me: int
    mark: Mark = Mark.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptLine:
    """A prompt to write to, for who asked to be given one."""

    key: str
    text: str


Line = GoalLine | MeetingLine | ActionLine | PromptLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The whole message. ``state`` travels in its buttons, so that one line can be finished and the others stay."""

    lines: Sequence[Line]
    more: int
    today: date
    tz: str
    state: str
    late: bool = False


def weekly(digest: Digest) -> Message:
    """As blocks and as plain words."""
    opening = "A little late: your week" if digest.late else "Your week"
    blocks: list[dict] = [rich([run(opening, bold=True)]), *lines(digest)]
    if digest.more:
        blocks += [rich([run(f"and {digest.more} more to look at")]),
                   actions(button("All my action items", f"{action_views.Ids.LIST}.mine", "mine|1"),
                           button("All my goals", f"{GoalIds.PAGE}.own", "own|1"), block_id="digest-more")]
    twin = " ".join(_words(line, digest) for line in digest.lines)
    return Message(text=f"{opening}. {twin}", blocks=[*blocks, foot("digest")])


def lines(digest: Digest) -> list[dict]:
    """Each line with its buttons; Home shows the same ones."""
    return [block for line in digest.lines for block in _line(line, digest)]


def _line(line: Line, digest: Digest) -> list[dict]:
    if isinstance(line, MeetingLine):
        return _meeting(line, digest)
    if isinstance(line, PromptLine):
        way = button("My values", ReflectionIds.VALUES) if line.key == VALUES else \
            button("Write", PostIds.WRITE, line.key, label="Write a reflection, only for you")
        return [rich([run("A minute for yourself: "), run(line.text, italic=True)]), actions(way, block_id="digest-prompt")]
    return _action(line, digest) if isinstance(line, ActionLine) else _goal(line, digest)


def _words(line: Line, digest: Digest) -> str:
    if isinstance(line, MeetingLine):
        roles = f" Your role: {escape(', '.join(line.roles))}." if line.roles else ""
        return f"{escape(line.group.name)}: {''.join(_time(line.meeting, digest))}.{roles}"
    if isinstance(line, ActionLine):
        return action_views.summary(_shown(line, digest))
    if isinstance(line, PromptLine):
        return f"A minute for yourself: {escape(line.text)}"
    return f"Goal {line.goal.ref}: {escape(line.goal.what[:120])}, {_reason(line, digest.today)}."


def _time(meeting: Meeting, digest: Digest) -> tuple[str, str]:
    """``Tuesday 1 December, 1:30 PM`` for the reader, and the group's wall time where that is another."""
    mine = meeting.starts.astimezone(ZoneInfo(digest.tz))
    own = f"{near_day(mine.date(), digest.today)}, {clock(f'{mine:%H:%M}')}"
    same = (mine.date(), f"{mine:%H:%M}") == (meeting.day, meeting.time)
    return own, "" if same else f" ({clock(meeting.time)} {city(meeting.tz)})"


def _meeting(line: MeetingLine, digest: Digest) -> list[dict]:
    meeting, answer = line.meeting, line.mine.answer if line.mine else None
    place = [run(f" · {meeting.place}")] if meeting.place else []
    said = [run(f" · {ANSWER_WORDS[answer]}")] if answer else []
    own, theirs = _time(meeting, digest)
    row = rich([run(f"{line.group.name}: "), run(own, bold=True), run(theirs), *place, *said],
               *agenda_words.before(line.about, line.readings, line.roles))
    value = f"{meeting.id}|{digest.state}"
    on = f"{line.group.name} on {near_day(meeting.day, digest.today)}"
    choices = [(Rsvp.YES, "I'm coming"), (Rsvp.LATE, "I'll be late"), (Rsvp.NO, "I can't")]
    buttons = [button(text, f"{Ids.RSVP}.{said.value}", f"{said.value}|{value}", label=f"{text}: {on}")
               for said, text in choices if said is not answer]
    if answer is Rsvp.NO:   # features 11.5: what is read out from the agenda when somebody cannot come
        buttons.append(button("Send a word", "attendance.word", f"{meeting.id}|beside", label=f"Send a word to {on}"))
    return [row, actions(*buttons, block_id=f"digest-m{meeting.id}")]


def _shown(line: ActionLine, digest: Digest) -> action_views.Shown:
    return action_views.Shown(item=line.item, me=line.me, today=digest.today)


def _action(line: ActionLine, digest: Digest) -> list[dict]:
    item, shown = line.item, _shown(line, digest)
    value, name = f"{item.id}|week|{digest.state}", f"action item {item.ref}"
    ids = action_views.Ids
    stands = "🎉 done" if line.mark is Mark.DONE else action_views.facts(shown)
    row = rich([*action_views.title(item), run(f" · {stands}")])
    if not item.is_open:
        return [row, actions(button("Undo", ids.REOPEN, value, label=f"Undo: {name} is open again"), block_id=f"digest-a{item.id}")]
    if not shown.mine:
        return [row]
    first = ("Accept", ids.ACCEPT) if shown.asked else ("Done", ids.DONE)
    return [row, actions(button(first[0], first[1], value, label=f"{first[0]}: {name}"),
                         button("Change date", ids.DUE, value, label=f"Change the date of {name}"),
                         button("Pass on", ids.PASS, value, label=f"Pass on {name}"), block_id=f"digest-a{item.id}")]


_MARKED = {Mark.ON_TRACK: "✓ on track", Mark.BROUGHT: "✓ the group has been told", Mark.DATE: "✓ date changed", Mark.DONE: "🎉 done",
           Mark.DROPPED: "✓ dropped"}


def _reason(line: GoalLine, today: date) -> str:
    goal = line.goal
    if line.mark is Mark.DATE and goal.due:
        return f"now due {near_day(goal.due, today)}"
    if line.mark is not Mark.NOTHING:
        return _MARKED[line.mark]
    if not goal.is_open:
        return "✓ closed"
    match line.why:
        case Why.PASSED:
            return f"was due {near_day(goal.due, today)} ({away(goal.due, today)})"
        case Why.DUE:
            return f"due {near_day(goal.due, today)} ({away(goal.due, today)})"
        case Why.REVIEW:
            return "long-term; a year since you looked at it"
        case Why.STALE:
            return f"nothing noted for {(today - goal.touched.date()).days // 7} weeks"
    return due_words(goal, today)


def _goal(line: GoalLine, digest: Digest) -> list[dict]:
    goal = line.goal
    row = rich([*title_runs(goal, whole=False), run(f" · {_reason(line, digest.today)}")])
    value, name = f"{goal.id}|{digest.state}", f"goal {goal.ref}"
    if line.mark in (Mark.DONE, Mark.DROPPED):
        return [row, actions(button("Undo", Ids.UNDO, value, label=f"Undo: {name} is open again"), block_id=f"digest-g{goal.id}")]
    if line.mark is not Mark.NOTHING or not goal.is_open:
        return [row]
    return [row, actions(button("On track", Ids.ON_TRACK, value, label=f"On track: {name}"),
                         button("Stuck", Ids.STUCK, value, label=f"Stuck: {name}"),
                         button("Done", Ids.DONE, value, label=f"Done: {name}"), block_id=f"digest-g{goal.id}")]
