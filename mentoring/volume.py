"""How many direct messages a person's wishes mean, reckoned from what is planned: told before they decide (features 11.4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from mentoring.digests import AHEAD, goals_due
from mentoring.goals import Goal
from mentoring.reminders import OF_AN_ACTION, Kind, Preferences

WEEKS = 8


def messages_a_week(wishes: Preferences, meetings: Sequence[datetime], goals: Sequence[Goal], dues: Sequence[date] = (), *, today: date,
                    weeks: int = WEEKS) -> float:
    """About how many messages a week it will be over the coming weeks, as things stand.

    A message of the week comes when a meeting or a goal is due in it; a day-before reminder when no message of the week on that
    day says it already. ``meetings`` is when those begin that they have not declined, as wall time where they are; ``dues`` the
    days of their open action items.
    """
    first = today + timedelta(days=(wishes.digest_weekday - today.weekday()) % 7)
    mornings = [day for n in range(weeks) if not wishes.paused_on(day := first + timedelta(weeks=n))]
    at = time.fromisoformat(wishes.digest_time)
    digests = {day for day in mornings if goals_due(goals, today=day)
               or any(due <= day + AHEAD for due in dues)
               or any(datetime.combine(day, at) < m and m.date() <= day + AHEAD for m in meetings)}
    digests = digests if wishes.wants(Kind.DIGEST) else set()
    until = first + timedelta(weeks=weeks)
    days_before = {_before(m.date()) for m in meetings} if wishes.wants(Kind.DAY_BEFORE) else set()
    if wishes.wants(Kind.ACTION_SOON):
        days_before |= {due - before for due in dues for before in OF_AN_ACTION.values()}
    extra = [day for day in days_before - digests if today <= day < until and not wishes.paused_on(day)]
    return (len(digests) + len(extra)) / weeks


def _before(meeting: date) -> date:
    return meeting - timedelta(days=3 if meeting.weekday() == 0 else 1)


def words(a_week: float) -> str:
    """``about 2 messages a week``, ``about 3 messages a month``, ``less than one message a month``, ``no messages``."""
    if a_week <= 0:
        return "no messages"
    if a_week >= 0.75:
        n, unit = round(a_week), "week"
    elif (n := round(a_week * 52 / 12)) >= 1:
        unit = "month"
    else:
        return "less than one message a month"
    return f"about {n} message{'s' * (n > 1)} a {unit}"
