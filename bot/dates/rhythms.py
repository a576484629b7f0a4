"""How often something repeats: the words of the rhythm ("every other week", "of the month"), taken out of a phrase."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.dates.outcomes import impossible
from mentoring.patterns import regex, regexes


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How often: every ``interval`` days, weeks, months or years; ``times`` when it was said how many in each; ``only_where`` when
    months (or years) without such a day are meant to be passed over.
    """

    freq: str
    interval: int = 1
    times: int | None = None
    quarters: bool = False
    only_where: bool = False

    def months(self, places: Collection[int] = (1,)) -> tuple[int, ...] | None:
        """The months that the places are counted in: all, or of a quarter its first, or its last when counted from the end.

        None when they are counted from both ends, which no one rule says.
        """
        if not self.quarters:
            return ()
        return (1, 4, 7, 10) if min(places) > 0 else (3, 6, 9, 12) if max(places) < 0 else None


_EVERY = r"(?:once )?(?:every|each)"
_STEP = r"(?P<step>\d+(?:th)?|other|2th|alternate|single) "
_TIMES = r"(?P<times>once|twice|\d+ times) (?:(?:a|per|each|every) )?"
_ONLY_WHERE = regex(r" that (?:has|have) (?:it|one|them|that day)\b| in leap years\b")
_PERIODS = regexes((rf"\b(?:{pattern})(?!\w)", freq) for pattern, freq in (
    (rf"(?:of |in )?{_EVERY} {_STEP}(?:days?)", "daily"), (rf"{_EVERY} day|daily", "daily"),
    (rf"{_EVERY} {_STEP}(?:weeks?)|(?:on )?(?:alternate|alternating) weeks", "weekly"),
    (r"(?P<two>biweekly|fortnightly|every 2 weeks)", "weekly"), (rf"{_TIMES}week(?:ly)?|{_EVERY} week|weekly", "weekly"),
    (rf"(?:of |in )?{_EVERY} {_STEP}months?", "monthly"), (r"(?P<pair>semimonthly)", "monthly"),
    (rf"{_TIMES}month(?:ly)?|(?:of |in )?{_EVERY} month|monthly|(?:of|in) (?:the )?months?|of a month|per month", "monthly"),
    (r"(?P<quarter>(?:of |in )(?:every |each |the |a )?quarter)", "monthly"),
    (rf"{_EVERY} {_STEP}years?", "yearly"), (rf"{_TIMES}year|{_EVERY} year|yearly|annually", "yearly"),
))


def rhythm(words: str) -> tuple[Period | None, str | None]:
    """The rhythm, or None, and the words without it; the words are None when two rhythms contradict each other.

    Raises Unclear for every zero of something.
    """
    period: Period | None = None
    words, only_where = _ONLY_WHERE.subn("", words)
    for pattern, freq in _PERIODS:
        while found := pattern.search(words):
            words = " ".join(f"{words[:found.start()]} {words[found.end():]}".split())
            read = _read_period(found, freq)
            if period and period.freq != read.freq and "daily" not in (period.freq, read.freq):
                return None, None
            period = read if period is None else replace(period, interval=max(period.interval, read.interval),
                                                         times=period.times or read.times, quarters=period.quarters or read.quarters)
    return (replace(period, only_where=True) if period and only_where else period), words


def _read_period(found: re.Match, freq: str) -> Period:
    g = found.groupdict()
    step, times = (g.get("step") or "1").removesuffix("th"), g.get("times") or ""
    interval = 2 if g.get("two") or step in ("other", "alternate") or found[0].endswith("weeks") and "alternat" in found[0] else \
        1 if step == "single" else int(step)
    if interval == 0:
        raise impossible("Every zero of them is never.")
    count = {"once": None, "twice": 2, "": 2 if g.get("pair") else None}.get(times, int(times.split()[0]) if times[:1].isdigit() else None)
    return Period(freq=freq, interval=interval, times=count, quarters=bool(g.get("quarter")))
