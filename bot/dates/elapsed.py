"""Time that really passes, whatever the clocks do: ``in 2.5 hours``, ``in an hour and a half``, ``90 minutes from now``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.dates.outcomes import ask, impossible
from bot.dates.zones import twelve
from mentoring.patterns import regex

_COUNT = r"(?:\d+(?:\.\d+)?|an?(?= )|half an?(?= )|(?:a )?quarter (?:of an?)|3 quarters of an?)(?: and (?:a half|an half))?(?: more)?"
_UNIT = r"(?:days?|d|hours?|hrs?|h|minutes?|mins?|m)\b"
_PIECES = rf"(?P<body>{_COUNT} ?{_UNIT}(?: and a half)?(?:(?: ,| and|) ?{_COUNT} ?{_UNIT}(?: and a half)?)*)"
_FORMS = (regex(rf"(?:in|within) (?P<about>about |around )?{_PIECES}(?: from now| time)?"),
          regex(rf"(?P<about>about |around )?{_PIECES} (?:from (?:right )?now|hence)"))
_PIECE = regex(rf"\b(?P<count>{_COUNT}) ?(?P<unit>d|h|m)[a-z]*(?P<half> and a half)?")
_FEW = regex(r"(?:in |within )?(?:a few|few|several|some) (?P<unit>hour|minute|min)s(?: from now)?|in (?:a |\d+ )?sec(?:ond)?s?|"
                  r"(?:an?|\d+) seconds? from now|in a (?:bit|while|moment|little while|short while)")


def elapsed(text: str, here: datetime) -> datetime | None:
    """The instant that is so many hours and minutes after ``here``; None when the phrase counts no hours or minutes.

    Raises Unclear for what is further away than anybody plans, and for "a few minutes".
    """
    if _FEW.fullmatch(text):
        times = [(twelve(at), at) for minutes in (30, 60, 120) if (at := _after(here, timedelta(minutes=minutes)))]
        raise ask("How long exactly?", *times)
    text = re.sub(r"\b(\d+) ?h ?(\d\d)$", r"\1 hours \2 minutes", text)
    found = next((m for form in _FORMS if (m := form.fullmatch(text))), None)
    pieces = [] if found is None else list(_PIECE.finditer(found["body"]))
    if all(piece["unit"] == "d" for piece in pieces):
        return None
    total = sum((_length(piece) for piece in pieces), timedelta())
    if total > timedelta(days=3660):
        raise impossible("That is further away than I can plan.")
    return _after(here, total)


def _length(piece: re.Match) -> timedelta:
    one = timedelta(**{{"d": "days", "h": "hours", "m": "minutes"}[piece["unit"]]: 1})
    count = piece["count"].removesuffix(" more")
    half = bool(piece["half"]) or "half" in count
    if "quarter" in count:
        return one * (0.75 if count.startswith("3") else 0.25)
    whole = count.split(" and ")[0]
    if whole.startswith("half"):
        return one * 0.5
    return one * ((1.0 if whole in ("a", "an") else float(whole)) + 0.5 * half)


def _after(here: datetime, length: timedelta) -> datetime:
    return (here.astimezone(UTC) + length).astimezone(here.tzinfo)
