"""For how long: ends of groups and memberships, and the yearly question whether everybody stays (roadmap step 2). No clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.charter import Silence
from mentoring.refused import Refused

ASK_AHEAD = timedelta(days=60)              # before an end
ROUND_LASTS = timedelta(days=21)
REMIND_AFTER = (timedelta(days=7), timedelta(days=14))
SILENT_BREAK = timedelta(days=90)
FURTHEST = timedelta(days=366 * 10)


class Plan(StrEnum):
    """What happens at the end of a membership: somebody is asked, or the member goes."""

    ASK = "ask"
    LEAVE = "leave"


class Answer(StrEnum):
    """What a member says to the yearly question."""

    STAY = "stay"
    PAUSE = "pause"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The end of one membership."""

    group_id: int
    person_id: int
    ends: date
    plan: Plan = Plan.ASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One yearly round of a group. ``silence``: what no answer means, as the charter had it when the round began."""

    id: int
    group_id: int
    day: date
    silence: Silence
    opened: datetime
    closes: datetime
    closed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody who is asked. ``back``: the day on which a break ends; ``reminded``: how often."""

    round_id: int
    person_id: int
    answer: Answer | None = None
    back: date | None = None
    reminded: int = 0


def check_end(ends: date | None, today: date) -> date | None:
    """The end of a membership: a day ahead, or none at all."""
    if ends is not None and not today < ends <= today + FURTHEST:
        raise Refused("The end of a membership is a day ahead, within ten years: `/mentor until 30 June 2028`, or `/mentor until open`.",
                      field="ends")
    return ends


def is_near(ends: date, today: date) -> bool:
    """Whether it is time to ask about an end."""
    return today >= ends - ASK_AHEAD


def a_year_more(ends: date, today: date) -> date:
    """The same day a year later, counted from today when it is over; 29 February becomes the 28th."""
    first = max(ends, today)
    try:
        return first.replace(year=first.year + 1)
    except ValueError:
        return first.replace(year=first.year + 1, day=28)


def next_round(month: int, today: date) -> date:
    """The next first of that month, this day included."""
    first = date(today.year, month, 1)
    return first if first >= today else date(today.year + 1, month, 1)


def reminders_due(one: Round, now: datetime) -> int:
    """How many reminders somebody silent should have had by now."""
    return sum(now >= one.opened + after for after in REMIND_AFTER)


def sums(asked: Sequence[Asked]) -> dict[Answer | None, int]:
    """How many said what; None: nothing."""
    return {answer: sum(a.answer is answer for a in asked) for answer in (*Answer, None)}


SILENCE = {Silence.STAY: "you stay", Silence.PAUSE: "you take a break of 90 days", Silence.LEAVE: "you leave the group"}
