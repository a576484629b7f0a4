"""Public holidays of a country, by the names people say, and which of them are kept free unless a group says otherwise (dates.md 9)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_SAID = {
    "Martin Luther King Jr. Day": "MLK Day", "Washington's Birthday": "Presidents' Day",
    "Columbus Day": "Columbus / Indigenous Peoples' Day", "Juneteenth National Independence Day": "Juneteenth",
    "Independence Day": "July 4th", "Christmas": "Christmas Day",
}
AFTER_THANKSGIVING = "Friday after Thanksgiving"
_EVES = {(12, 24): "Christmas Eve", (12, 31): "New Year's Eve"}
# Hospitals in the US rarely close on the others; they are warned of.
_KEPT_IN_US = frozenset(("New Year's Day", "MLK Day", "Memorial Day", "Juneteenth", "July 4th", "Labor Day", "Thanksgiving Day",
                         AFTER_THANKSGIVING, "Christmas Eve", "Christmas Day"))


def on(day: date, country: str | None, subdiv: str = "") -> tuple[tuple[str, bool], ...]:
    """What is on a day: the name people say, and whether it is only the day on which the holiday is observed."""
    if not country:
        return ()
    return _year(day.year, country, subdiv).get(day, ())


def names(country: str | None, subdiv: str, year: int) -> tuple[str, ...]:
    """The holidays of a year in the order of their days, each once: what a group ticks."""
    if not country:
        return ()
    return tuple(dict.fromkeys(name for _, each in sorted(_year(year, country, subdiv).items()) for name, observed in each if not observed))


def is_usual(name: str, country: str | None) -> bool:
    """Whether a holiday is kept free when nobody has said anything: in the US those most hospitals close on, elsewhere every public one."""
    return name in _KEPT_IN_US if country == "US" else name not in _EVES.values()


def usual(country: str | None, subdiv: str, year: int) -> tuple[str, ...]:
    """The `names` that are ticked until a group ticks others."""
    return tuple(name for name in names(country, subdiv, year) if is_usual(name, country))


@lru_cache(maxsize=256)
def _year(year: int, country: str, subdiv: str) -> dict[date, tuple[tuple[str, bool], ...]]:
    """A country's days of a year. An unknown country or part of one has none."""
    import holidays
    kind = holidays.country_holidays
    try:
        language = "en_US" if "en_US" in getattr(kind(country), "supported_languages", ()) else None
        listed = kind(country, subdiv=subdiv or None, years=year, language=language)
    except NotImplementedError:
        return {}
    found: dict[date, list[tuple[str, bool]]] = {day: [_said(name, country) for name in text.split("; ")] for day, text in listed.items()}
    if country == "US":
        thanksgiving = next((day for day, each in found.items() if ("Thanksgiving Day", False) in each), None)
        if thanksgiving:
            _add(found, thanksgiving + timedelta(days=1), AFTER_THANKSGIVING)
    for (month, number), name in _EVES.items():
        _add(found, date(year, month, number), name)
    return {day: tuple(each) for day, each in found.items()}


def _add(found: dict[date, list[tuple[str, bool]]], day: date, name: str) -> None:
    here = found.setdefault(day, [])
    if (name, False) not in here:
        here.append((name, False))


def _said(name: str, country: str) -> tuple[str, bool]:
    plain = name.removesuffix(" (estimated)")
    observed = plain.endswith(" (observed)")
    plain = plain.removesuffix(" (observed)")
    said = _SAID.get(plain, plain) if country == "US" else plain
    return said, observed
