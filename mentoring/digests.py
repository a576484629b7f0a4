"""What belongs into somebody's one message of the week: only what is due to them, and at most five lines of it. No clock in here.

features 3.12, 4.17 and the first of the fifteen: "one Monday message, and only if something is due".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.action_items import ActionItem, Consent, in_order
from mentoring.goals import REVIEW_LONG, REVIEW_SHORT, Goal, Horizon
from mentoring.meetings import Meeting, Reply, Rsvp

MOST_LINES = 5
AHEAD = timedelta(days=7)        # what comes before the next message of the kind
EVERY = 4                        # what is left lying comes up again every fourth week, not every week


class Why(StrEnum):
    """Why a goal is in the message."""

    PASSED = "passed"
    DUE = "due"
    STALE = "stale"
    REVIEW = "review"


class Mark(StrEnum):
    """What has been done with a line since the message was sent; one letter, because it travels in buttons."""

    NOTHING = ""
    ON_TRACK = "t"
    BROUGHT = "b"
    DATE = "c"
    DONE = "d"
    DROPPED = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line: a meeting (m), an action item (a), a goal (g) or a prompt (r) by its id, with what has been done about it."""

    kind: str
    id: int
    mark: Mark = Mark.NOTHING


def why(goal: Goal, *, today: date) -> Why | None:
    """Why a goal comes up on this day, or None.

    It is due within a week or its day has passed, or nothing has moved for four weeks (a year when it is long-term, which is
    reviewed yearly: features 3.4). A day that passed comes up weekly for four weeks and then, like what lies still, every fourth.
    """
    if not goal.is_open:
        return None
    untouched = (today - goal.touched.date()).days
    if goal.due is not None and today <= goal.due <= today + AHEAD:
        return Why.DUE
    if goal.due is not None and goal.due < today:
        weeks = (today - goal.due).days // 7
        fresh = untouched < AHEAD.days and goal.touched.date() > goal.due
        return Why.PASSED if not fresh and (weeks < EVERY or weeks % EVERY == 0) else None
    long = goal.horizon is Horizon.LONG
    weeks = (untouched - (REVIEW_LONG if long else REVIEW_SHORT).days) // 7
    if weeks < 0 or weeks % EVERY:
        return None
    return Why.REVIEW if long else Why.STALE


_URGENCY = (Why.PASSED, Why.DUE, Why.STALE, Why.REVIEW)


def goals_due(goals: Iterable[Goal], *, today: date) -> list[Goal]:
    """The goals that come up on this day: what has passed first, then what is due, then what has lain longest."""
    found = [(reason, g) for g in goals if (reason := why(g, today=today))]
    return [g for _, g in sorted(found, key=lambda f: (_URGENCY.index(f[0]), f[1].due or date.max, f[1].touched, f[1].number))]


def actions_due(items: Iterable[ActionItem], person_id: int, *, today: date) -> list[ActionItem]:
    """Somebody's open action items that come up on this day, late first.

    What is late, due within a week, or not answered yet comes up every week; what is further away or has no day every fourth.
    """
    found = []
    for item in items:
        weeks = (today - item.created.date()).days // 7
        asked = (mine := item.owner(person_id)) is not None and mine.state is Consent.ASKED
        if item.is_open and (asked or (item.due is not None and item.due <= today + AHEAD) or (weeks > 0 and weeks % EVERY == 0)):
            found.append(item)
    return in_order(found)


def meetings_due(meetings: Iterable[Meeting], mine: dict[int, Reply], *, now: datetime, until: datetime) -> list[Meeting]:
    """The meetings before ``until`` that are on, have not begun, and that this person has not declined; soonest first."""
    declined = {n for n, reply in mine.items() if reply.answer is Rsvp.NO}
    return sorted((m for m in meetings if m.is_on and now < m.starts < until and m.id not in declined), key=lambda m: (m.starts, m.id))


def chosen(meetings: Sequence[Meeting], actions: Sequence[ActionItem], goals: Sequence[Goal],
           prompt: int | None = None) -> tuple[list[Item], int]:
    """At most five lines: meetings, action items, goals, then a prompt. When there is more one line says how much: the second value."""
    every = [*(Item(kind="m", id=m.id) for m in meetings), *(Item(kind="a", id=a.id) for a in actions),
             *(Item(kind="g", id=g.id) for g in goals)]
    last = [] if prompt is None else [Item(kind="r", id=prompt)]
    room = MOST_LINES - len(last)
    if len(every) <= room:
        return [*every, *last], 0
    return [*every[:room - 1], *last], len(every) - room + 1


def packed(items: Iterable[Item]) -> str:
    """The lines of a message, as its buttons carry them: ``m12.g3t.g7``."""
    return ".".join(f"{i.kind}{i.id}{i.mark}" for i in items)


def unpacked(text: str) -> list[Item]:
    """The lines that a button carried; what is not ours is left out."""
    items = []
    for part in text.split(".")[:MOST_LINES]:
        digits = part[1:].rstrip("".join(Mark))
        known = part[:1] in ("m", "a", "g", "r") and part[1 + len(digits):] in tuple(Mark)
        if known and digits.isascii() and digits.isdigit() and len(digits) < 16:
            items.append(Item(kind=part[0], id=int(digits), mark=Mark(part[1 + len(digits):])))
    return items


def marked(items: Iterable[Item], about: int, mark: Mark, kind: str = "g") -> list[Item]:
    """The lines after something has been done about one of them."""
    return [Item(kind=i.kind, id=i.id, mark=mark) if (i.kind, i.id) == (kind, about) else i for i in items]
