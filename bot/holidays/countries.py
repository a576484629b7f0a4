"""Which country a zone is in: the table that comes with the zones themselves."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


def country_of(tz: str) -> str | None:
    """The ISO 3166 code of the country that an IANA zone is in; None for UTC and its like."""
    return _by_zone().get(tz)


@lru_cache(maxsize=1)
def _by_zone() -> dict[str, str]:
    data = files("tzdata") / "zoneinfo"
    found = {}
    for line in (data / "zone.tab").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found[zone] = code
    links = [line.split() for line in (data / "tzdata.zi").read_text("utf-8").splitlines() if line.startswith("L ")]
    for _, target, old in links:   # US/Eastern, Asia/Calcutta
        if target in found:
            found.setdefault(old, found[target])
    return found


@lru_cache(maxsize=1)
def countries() -> tuple[tuple[str, str], ...]:
    """The countries whose holidays are known: code and English name, by name."""
    import holidays
    known = holidays.list_supported_countries()
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    listed = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
    return tuple(sorted(((code, name) for code, name in listed if code in known), key=lambda pair: pair[1]))


def subdivisions(country: str) -> tuple[str, ...]:
    """The codes of the states or regions of a country that have holidays of their own; empty for an unknown country."""
    import holidays
    return tuple(holidays.list_supported_countries().get(country, ()))
