"""How long it takes: ``, 1 hour``, ``for 90 minutes``, ``45 min each``, ``half a day``; taken out of a phrase before its clock time."""

from __future__ import annotations

import re

from mentoring.patterns import regex

_N = r"\d+(?:\.\d+)?"
_HOURS = r"(?:(?:hours?|hrs?)\b|h(?:\b|(?=\d\d\b)))"
_MINUTES = r"(?:minutes?|mins?|m)\b"
_LENGTH = (rf"(?:(?P<whole>{_N}|an?) ?{_HOURS}(?P<half> and (?:a half|1/2|half))?(?:(?: and| ,)? ?(?P<more>\d{{1,2}}) ?(?:{_MINUTES})?)?|"
           rf"(?P<also>{_N}|an?) and (?:a half|1/2) {_HOURS}|(?P<minutes>\d{{1,3}}) ?{_MINUTES}|"
           r"(?P<halved>(?:a )?half(?: an)? hour|0\.5 h(?:ou)?rs?)|(?P<day>(?:a )?half(?: a)? day))")
_EACH = r"(?: (?:each(?: time)?|long|sessions?|meetings?|in length|per (?:session|meeting)))?"
_LEAD = r"(?:,? ?-? ?(?:for|lasting|lasts|running|duration|length)(?: of)?:? |, ?(?:each |about )?|- ?)(?:about )?"
# "every 2 hours", "in an hour" and "2 hours before" are no lengths.
_SAID = regex(rf"(?:^|[ ,]){_LEAD}{_LENGTH}{_EACH}(?=\s*(?:,|$|[a-z]))"
                   r"(?! (?:from|before|after|ahead|later|out|hence|prior|ago|past|to)\b)")
_LAST = regex(rf"(?<!every)(?<!each)(?<!in)(?<!within)(?<!before)(?<!after)(?<!\bat)(?<! to) {_LENGTH}{_EACH}\s*$")
_CLOCK = regex(r"\d ?(?:[ap]m?\b|:\d\d)|\b(?:noon|midday|\d{4}|oclock)\b|\bat \d")
HALF_A_DAY = 240


def taken(text: str) -> tuple[str, int | None]:
    """The phrase without its length, and the length in minutes; None when none was said. A length stands beside a clock time only."""
    found = _SAID.search(text) or (_LAST.search(text) if _CLOCK.search(text) else None)
    if not found:
        return text, None
    rest = f"{text[:found.start()]} {text[found.end():]}"
    minutes = _minutes(found)
    return (" ".join(rest.split()), minutes) if 5 <= minutes <= 720 else (text, None)


def _minutes(found: re.Match) -> int:
    if found["day"]:
        return HALF_A_DAY
    if found["halved"]:
        return 30
    if found["minutes"]:
        return int(found["minutes"])
    if found["also"]:
        return round((_number(found["also"]) + 0.5) * 60)
    return round((_number(found["whole"]) + (0.5 if found["half"] else 0)) * 60) + int(found["more"] or 0)


def _number(text: str) -> float:
    return 1 if text in ("a", "an") else float(text)
