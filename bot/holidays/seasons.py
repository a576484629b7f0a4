"""Weeks that are poor for meetings in academic medicine, and holy days. They only ever warn: whom they concern is the people's matter."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from bot.dates.reckoning import nth_weekday

_FRIDAY, _THURSDAY = 4, 3
# The faiths' days as countries that keep them list them. ``Passover`` and its like begin the evening before.
_KEPT_BY = (
    ("IL", {"Pesach": "Passover", "Rosh Hashanah": "Rosh Hashanah", "Yom Kippur": "Yom Kippur"}),
    ("SG", {"Eid al-Fitr": "Eid al-Fitr", "Eid al-Adha": "Eid al-Adha", "Chinese New Year": "Lunar New Year",
            "Good Friday": "Good Friday"}),
    ("IN", {"Diwali": "Diwali"}),
)
_EVENING_BEFORE = frozenset(("Passover", "Rosh Hashanah", "Yom Kippur"))


def academic(day: date, country: str | None) -> tuple[str, ...]:
    """The season of the academic year that a day in the US lies in; elsewhere only the turn of the year."""
    found = []
    if (day.month, day.day) >= (12, 21) or (day.month, day.day) <= (1, 2):
        found.append("the turn of the year, thin attendance")
    if country == "US":
        found += _in_us(day)
    return tuple(found)


def _in_us(day: date) -> list[str]:
    match_day = nth_weekday(day.year, 3, _FRIDAY, 3)
    thanksgiving = nth_weekday(day.year, 11, _THURSDAY, 4)
    found = []
    if match_day - timedelta(days=4) <= day <= match_day:
        found.append("Match Day" if day == match_day else "Match Week")
    if timedelta(days=1) <= thanksgiving - day <= timedelta(days=3):
        found.append("Thanksgiving week")
    if day.month == 7 and day.day <= 14:
        found.append("new residents start" if day.day == 1 else "new residents' first two weeks")
    return found


def holy(day: date) -> tuple[str, ...]:
    """The holy days on a day. Of the moon's days some are estimates."""
    return _holy(day.year).get(day, ())


@lru_cache(maxsize=64)
def _holy(year: int) -> dict[date, tuple[str, ...]]:
    import holidays
    found: dict[date, tuple[str, ...]] = {}
    for country, names in _KEPT_BY:
        for day, text in holidays.country_holidays(country, years=year, language="en_US", observed=False).items():
            for name in text.split("; "):
                said = names.get(name.removesuffix(" (estimated)"))
                if said:
                    found[day] = (*found.get(day, ()), said)
                    if said in _EVENING_BEFORE and (said,) != found.get(day - timedelta(days=1)):
                        eve = day - timedelta(days=1)
                        found[eve] = (*found.get(eve, ()), f"{said} begins in the evening")
    return found
