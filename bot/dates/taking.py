"""Taking the clock time out of a phrase: the shapes it can have, tried from the most telling to the least."""

from __future__ import annotations

import re

from bot.dates import clocktime, lengths
from bot.dates.clocktime import Clock, Taken
from bot.dates.normal import MONTH, WEEKDAY
from bot.dates.zones import ZONE, ZONE_WORD, zone_of
from mentoring.patterns import regex, regexes

_PART = regex(r"\b(?:(?:in|at|during|over|for|before|after|around) )?(?:the )?"
                   r"(?:early |late |(?:early|late) (?:in the )|1th thing (?:in the )?)?"
                   r"(morning|afternoon|evening|night|lunch)(?:time)?(s)?\b(?: of\b)?|(?<!\d)(?<!\d )\b(am|pm)\b")
_H = r"\d{1,2}"
_HALF = r"(?:\s?(?P<half>am|pm|[ap](?!\w)))"
_LEAD = r"(?:\b(?:at|for) )?"
_FREE = r"(?<![\d/:.-])"
_TO = r"\s?(?:-|to|until|and)\s?"
_SPAN = (rf"(?:\b(?:at|from|between|in between) )?\b{_FREE}(?P<a>{_H}|noon)(?:[:.](?P<am_>\d\d))?(?:\s?(?P<h1>am|pm|[ap]\b))?{_TO}"
         rf"(?P<b>{_H}|noon)(?:[:.](?P<bm_>\d\d))?(?:\s?(?P<h2>am|pm|[ap]\b))?(?![\d/:.-]|th\b)")
_ZONE_LAST = regex(rf"(?:^|\s){ZONE_WORD}$")
_LOOSE = regex(r"\b(?:at )?(?:about|around|approximately|roughly|circa|(?:any ?time |some ?time )?after|since|no earlier than)\s*$")
_LOOSE_AFTER = regex(r"^ ?(?:approximately|or so)\b")
_LED = regex(rf"(?:{WEEKDAY}|today|tomorrow|month|week|quarter)s?[ ,]*(?:at |from |between )?$|^(?:at |from |between )$")


def _halves(found: re.Match, part: str | None) -> Clock | None:
    """A span is one only when something in it says so: am or pm, minutes, noon, "from", or a weekday before it."""
    telling = found["h1"] or found["h2"] or (found["am_"] and found["bm_"]) or "noon" in found[0]
    if not telling and not part and not _LED.search(_before(found)):
        return None
    if not (found["h2"] or found["bm_"]) and re.match(rf"\s*(?:{MONTH})\b", found.string[found.end():]):
        return None   # "at 9am until 28 February": the number is a day
    if " and " in found[0] and not re.match(r"(?:in )?between", found[0]):
        return None
    return clocktime.span(found, part)


def _before(found: re.Match) -> str:
    return found.string[:found.start()] + re.match(r"(?:at |from |between |in between )?", found[0])[0]


_FORMS = regexes((pattern + ZONE, build) for pattern, build in (
    (rf"{_LEAD}{_FREE}\b(?:a )?(?P<off>quarter|half|\d{{1,2}})(?P<unit> minutes?)? (?P<way>past|to|after|before|until) "
     rf"(?P<hour>{_H}|noon)(?: ?oclock)?{_HALF}?(?![\d:/-])", clocktime.around),
    (rf"{_LEAD}\b(?P<off>half) (?P<hour>[1-9]|1[0-2]){_HALF}?(?![\d:/-])(?P<way>)(?P<unit>)", clocktime.around),   # in Britain, half past
    (_SPAN, _halves),
    (r"(?:\bfrom )?(?<![\d/:.-])\b(?P<hhmm>\d{4})\s?(?:-|to|until)\s?(?P<until>\d{4})(?![\d/:.-])", clocktime.digit_span),
    (rf"{_LEAD}\b(?:12 )?(?:noon|midday)\b", lambda m, part: Clock(hour=12)),
    (rf"{_LEAD}\b(?:12 )?midnight\b", lambda m, part: Clock(hour=0, midnight=True)),
    (rf"{_LEAD}{_FREE}\b(?P<hour>{_H})(?:[:.h](?P<minute>\d\d)(?::(?P<second>\d\d))?)?(?: ?oclock)?{_HALF}", clocktime.spoken),
    (rf"{_LEAD}{_FREE}\b(?P<hour>{_H})[:h](?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d:])(?: ?oclock| hours| hrs)?", clocktime.plain),
    (rf"{_LEAD}{_FREE}\b(?P<hour>{_H})(?P<minute>)h\b", clocktime.plain),
    (rf"\bat (?P<hour>{_H})\.(?P<minute>\d\d)(?![\d:.])", clocktime.plain),
    (rf"{_LEAD}\b(?P<hour>{_H}) ?oclock\b", clocktime.bare),
    (rf"(?P<said>\bat )?{_FREE}\b(?P<hhmm>\d{{4}})(?P<unit> ?(?:hours|hrs|h))?\b(?![/-])", clocktime.digits),
    (rf"(?P<said>\bat )?{_FREE}\b(?P<hmm>[1-9]\d\d){_HALF}?(?![\d/:.-])\b", clocktime.three),
    (rf"\b(?P<hour>{_H})(?= on (?:the|{WEEKDAY}|{MONTH}))", clocktime.bare),
    (rf"\bat (?P<hour>{_H})(?=\s|$|,)(?!\s*(?:{MONTH}))", clocktime.bare),
))


def take(text: str) -> Taken:
    """Find the clock time and the part of the day. Raises Unclear for a time that does not exist."""
    part, parts, loose = None, False, False
    text, minutes = lengths.taken(text)
    if re.search(r"\btonight\b", text):
        text, part = re.sub(r"\b(?:(?:late|later|early) )?tonight\b", "today", text), "night"
    elif found := _PART.search(text):
        part, parts = found[1] or {"am": "morning", "pm": "afternoon"}[found[3]], bool(found[2])
        text = " ".join(f"{text[:found.start()]} {text[found.end():]}".split())
        text = re.sub(r"\bthis(?=\s*$|,| at\b| \d| from\b)", "today", text)
    before, after, clock = _clock(text, part)
    if clock:
        (before, cut), (after, cut_after) = _LOOSE.subn("", before), _LOOSE_AFTER.subn("", after)
        loose = bool(cut or cut_after)
    rest = f"{before} {after}"
    if clock and not clock.zone and (zone := _ZONE_LAST.search(rest)):
        rest, clock = rest[:zone.start()], clocktime.with_zone(clock, *zone_of(zone["zone"]))
    if clock and minutes:
        clock = clocktime.lasting(clock, minutes)
    return Taken(rest=_clean(rest), clock=clock, part=part, parts=parts, loose=loose, minutes=minutes or _spanned(clock))


def _spanned(clock: Clock | None) -> int | None:
    if clock is None or clock.end is None:
        return clock.lasts if clock else None
    return clock.end.hour * 60 + clock.end.minute - clock.hour * 60 - clock.minute


def _clock(text: str, part: str | None) -> tuple[str, str, Clock | None]:
    """What stands before the clock time, what after it, and the time."""
    for pattern, build in _FORMS:
        for found in pattern.finditer(text):
            clock = build(found, part)
            if clock is None:
                continue
            if zone := found["zone"]:
                clock = clocktime.with_zone(clock, *zone_of(zone))
            return text[:found.start()], text[found.end():], clock
    return clocktime.lone(text, part) if part else (text, "", None)


def _clean(text: str) -> str:
    text = re.sub(r"\bat(?=\s*(?:$|,|on\b))|\b(?:from|at|by|before|until|,)\s*$", " ", " ".join(text.split()))
    return " ".join(text.split()).strip(" ,")
