"""The message on return: what was decided, what became mine, when we meet next. At most a minute's reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.views import action_items as action_views
from bot.views import minutes as minutes_views
from bot.views.blocks import Message, actions, button, escape, rich, run
from bot.views.days import clock, near_day
from bot.views.reminders import Ids as ReminderIds
from bot.views.reminders import foot
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.text import clip, one_line

LONGEST = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What one group did meanwhile: its meetings, oldest first, decisions newest first, the reader's own action items with their days."""

    group: Group
    meetings: Sequence[Meeting]
    decisions: Sequence[str]
    more: int
    own: Sequence[tuple[Sequence[dict], date | None]]
    more_own: int
    ahead: Meeting | None


def back(missed: Sequence[Missed], *, absence_id: int, today: date, tz: str) -> Message:
    """Welcome back, and what was missed in each group."""
    blocks: list[dict] = [rich([run("Welcome back! This is what you missed", bold=True)])]
    for each in missed[:6]:
        blocks.append(_group(each, today, tz))
    meetings = [m for each in missed for m in each.meetings]
    opens = [button(f"Meeting {m.number}", f"{minutes_views.Ids.SHOW}.{n}", str(m.id), label=f"The minutes of meeting {m.number}")
             for n, m in enumerate(meetings[-4:])]
    mine = [button("My action items", f"{action_views.Ids.LIST}.mine", "mine|1")] if any(each.own for each in missed) else []
    blocks.append(actions(*opens, *mine, button("My week", ReminderIds.NOW, "digest"), block_id="missed"))
    said = "; ".join(f"{each.group.name}: {_met(each, today)}" for each in missed)
    return Message(text=f"Welcome back! While you were away: {escape(said)}", blocks=[*blocks, foot(f"comeback:{absence_id}")])


def _met(each: Missed, today: date) -> str:
    days = [near_day(m.day, today) for m in each.meetings]
    if len(days) > 3:
        return f"met {len(days)} times, last on {days[-1]}"
    return f"met on {' and '.join([', '.join(days[:-1]), days[-1]] if days[:-1] else days)}"


def _group(each: Missed, today: date, tz: str) -> dict:
    lines: list[Sequence[dict]] = [[run(each.group.name, bold=True), run(f" {_met(each, today)}.")]]
    lines += [[run("No decision was marked.")]] * (not each.decisions)
    lines += [[run("✅ "), run(clip(one_line(words), LONGEST))] for words in each.decisions]
    lines += [[run(f"… and {each.more} more decisions in the minutes", italic=True)]] * bool(each.more)
    lines += [[run("👉 Yours: "), *words, run(f", by {near_day(due, today)}" if due else ", no date")] for words, due in each.own]
    lines += [[run(f"… and {each.more_own} more of yours", italic=True)]] * bool(each.more_own)
    if each.ahead:
        at = each.ahead.starts.astimezone(ZoneInfo(tz))
        lines.append([run("📅 Next: "), run(f"{near_day(at.date(), today)}, {clock(f'{at:%H:%M}')}", bold=True)])
    return rich(*lines)
