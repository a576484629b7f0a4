"""A rule as RFC 5545 writes it (section 3.3.10), without COUNT and UNTIL: ``FREQ=MONTHLY;BYDAY=1TU``."""

from __future__ import annotations

import re

from bot.dates.rules import Rule

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def written(rule: Rule) -> str:
    """The RECUR value of a rule."""
    days = ",".join(f"{nth or ''}{_DAYS[day]}" for nth, day in rule.byday)
    parts = {"FREQ": rule.freq.upper(), "INTERVAL": rule.interval if rule.interval > 1 else None, "BYMONTH": _joined(rule.bymonth),
             "BYMONTHDAY": _joined(rule.bymonthday), "BYDAY": days, "BYSETPOS": rule.setpos}
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def rule_of(recur: str) -> Rule:
    """The rule in a RECUR value that `written` wrote."""
    parts = dict(part.split("=") for part in recur.split(";"))
    days = [re.fullmatch(r"(-?\d+)?([A-Z]{2})", day) for day in parts.get("BYDAY", "").split(",") if day]
    return Rule(freq=parts["FREQ"].lower(), interval=int(parts.get("INTERVAL", 1)),
                byday=tuple((int(day[1] or 0), _DAYS.index(day[2])) for day in days),
                bymonthday=_numbers(parts.get("BYMONTHDAY")), bymonth=_numbers(parts.get("BYMONTH")),
                setpos=int(parts["BYSETPOS"]) if "BYSETPOS" in parts else None)


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def _numbers(text: str | None) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",")) if text else ()
