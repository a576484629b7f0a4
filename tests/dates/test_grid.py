"""Forms of dates and of times, multiplied: any moment of two years, zones of the United States and of Europe.

The answers come from plain arithmetic here, never from the grammar.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dates import Reading, Recurrence, read_when

ZONES = ("America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles", "Europe/London", "Europe/Berlin", "Europe/Madrid")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
PLACES = {1: "first", 2: "second", 3: "third", 4: "4th", -1: "last"}
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def ordinal(n: int) -> str:
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def months_on(day: date, n: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def placed(first: date, weekday: int, place: int) -> date:
    days = [day for k in range(31) if (day := first + timedelta(days=k)).month == first.month and day.weekday() == weekday]
    return days[place - 1 if place > 0 else -1]


def with_year(day: date) -> list[str]:
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    return [f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}", f"{month[:3]} {ordinal(day.day)}, {day.year}",
            f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%y}", day.isoformat(), f"{weekday}, {month} {day.day}, {day.year}",
            f"{weekday[:3]} {day.day} {month[:3]} {day.year}", f"the {ordinal(day.day)} of {month} {day.year}",
            f"{day.day}-{month[:3]}-{day.year}", f"{month.upper()} {day.day} {day.year}"]


def without_year(day: date) -> list[str]:
    month, weekday = MONTHS[day.month - 1], DAYS[day.weekday()]
    return [f"{month} {day.day}", f"{day.day} {month}", f"{day.month}/{day.day}", f"{month[:3]}. {ordinal(day.day)}",
            f"{weekday} {month} {day.day}", f"{weekday[:3]}, {month[:3]} {day.day}", f"{weekday[:3]} {day.month}/{day.day}"]


@st.composite
def days_of(draw, today: date) -> tuple[str, date]:
    """A way of naming a day, and the day."""
    weekday, n = draw(st.integers(0, 6)), draw(st.integers(2, 28))
    name, coming = DAYS[weekday], today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    next_month = months_on(today.replace(day=1), 1)
    far, year_ahead = today + timedelta(days=draw(st.integers(2, 500))), today + timedelta(days=draw(st.integers(1, 364)))
    place, first = draw(st.sampled_from(sorted(PLACES))), months_on(today.replace(day=1), draw(st.integers(1, 11)))
    this_month = today.replace(day=n)
    forms = [
        *[(form, far) for form in with_year(far)],
        *[(form, year_ahead) for form in without_year(year_ahead) if (year_ahead.month, year_ahead.day) != (2, 29)],
        (name, coming), (name[:3].lower(), coming), (f"this coming {name}", coming), (f"a week from {name}", coming + timedelta(days=7)),
        (f"{name} next week", today - timedelta(days=today.weekday()) + timedelta(days=7 + weekday)),
        (f"in {n} days", today + timedelta(days=n)), (f"{n} days from today", today + timedelta(days=n)),
        (f"in {n} weeks", today + timedelta(weeks=n)), (f"{n} weeks from now", today + timedelta(weeks=n)),
        (f"in {n} months", months_on(today, n)), ("tomorrow", today + timedelta(days=1)),
        ("the day after tomorrow", today + timedelta(days=2)),
        (f"{PLACES[place]} {name} of {MONTHS[first.month - 1]}", placed(first, weekday, place)),
        (f"the {PLACES[place]} {name} in {MONTHS[first.month - 1]} {first.year}", placed(first, weekday, place)),
        (f"{PLACES[place]} {name} of next month", placed(next_month, weekday, place)),
        ("by the end of next month", months_on(next_month, 1) - timedelta(days=1)),
        (f"end of {MONTHS[first.month - 1]}", months_on(first, 1) - timedelta(days=1)),
        (f"the {ordinal(n)}", this_month if this_month >= today else months_on(this_month, 1)),
        (f"the {ordinal(n)} of next month", next_month.replace(day=n)),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def times_of_day(draw) -> tuple[str, time]:
    """A way of writing a clock time, and the time; midnight is another matter."""
    at = time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 5, 15, 30, 45))))
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    minute = f":{at.minute:02d}" if at.minute or draw(st.booleans()) else ""
    forms = [f"{hour}{minute}{half}", f"{hour}{minute} {half.upper()}", f"{hour}{minute} {half[0]}.m.", f"{hour}{minute}{half[0]}"]
    if at.hour > 12 or at.hour < 10:
        forms.append(f"{at:%H:%M}")
        if at.hour not in (19, 20):   # 1930 and 2030 may be years
            forms.append(f"{at:%H%M}")
    return draw(st.sampled_from(forms)), at


def unsure(local: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks skip or repeat that time."""
    skipped = local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None)
    return skipped or local.utcoffset() != local.replace(fold=1).utcoffset()


grid = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@grid
@given(st.data(), moments, st.sampled_from(ZONES))
def test_every_form_of_a_date_is_read_from_any_day_of_two_years(data, now, tz):
    phrase, day = data.draw(days_of(now.astimezone(ZoneInfo(tz)).date()))
    outcome = read_when(phrase, now=now, tz=tz)
    assert isinstance(outcome, Reading) and (outcome.kind, outcome.date, outcome.at) == ("date", day, None), (phrase, outcome)


@grid
@given(st.data(), moments, st.sampled_from(ZONES), times_of_day(), st.booleans())
def test_every_form_of_a_date_takes_every_form_of_a_time(data, now, tz, clock, time_first):
    here = now.astimezone(ZoneInfo(tz))
    phrase, day = data.draw(days_of(here.date()))
    written, at = clock
    if at == time(0):
        return
    leading = time_first and not phrase.startswith(("in ", "by "))
    phrase = f"{written} on {phrase}" if leading and phrase not in ("tomorrow", "the day after tomorrow") else f"{phrase} at {written}"
    local = datetime.combine(day, at, tzinfo=ZoneInfo(tz))
    outcome = read_when(phrase, now=now, tz=tz)
    if unsure(local, ZoneInfo(tz)) or local <= here:
        assert not isinstance(outcome, Reading | Recurrence), (phrase, outcome)
    else:
        assert isinstance(outcome, Reading) and outcome.at == local, (phrase, outcome)
