"""Parting a typed line into what to do and by when. Only words at the end that are clearly meant as a date are taken off.

Losing a date costs a click; losing words of a goal, or setting a date that nobody meant, costs trust. So "Stand by me", "Reflect on
leadership", "Return calls within 2 days" and "Improve the score to 4/5" stay whole.
"""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dates.absolute import plainly
from bot.dates.normal import MONTH, WEEKDAY, normalise
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Split
from bot.dates.reading import read_when
from bot.dates.reckoning import label
from mentoring.patterns import regex
from mentoring.text import without_end

LONGEST_PHRASE = 60
_MARKED = regex(r"(?<![\w'-])(?P<lead>[,;:(\s]*\(?\s*)\b(?P<word>to be done by|due by|due on|due before|due|no later than|"
                     r"not later than|on or before|on or by|deadline|by|before|until|on|in|within|this|next|at)\b[:\s]+", re.I)
_STRONG = frozenset({"to be done by", "due by", "due on", "due before", "due", "no later than", "not later than", "on or before",
                     "on or by", "deadline", "by", "before", "until"})
_NAMED_DAY = regex(rf"\b(?:{MONTH}|{WEEKDAY}|today|tonight|tomorrow|yesterday|weeks?|months?|quarter|years?|days?|weekend|q[1-4]|"
                        rf"spring|summer|fall|autumn|winter|20\d\d|eve|christmas|easter|thanksgiving|halloween|juneteenth|new year'?s?)\b|"
                        rf"\d[/.-]\d|\d{{1,2}}th\b|\d ?(?:{MONTH})")
_REPEATED = regex(rf"\b(?:every|each|daily|weekly|monthly|mornings|evenings|afternoons|(?:{WEEKDAY})s)\b")
_LENGTH = regex(r"(?P<n>\d+|an?) (?P<unit>day|week|month|quarter|year)s?(?:'? time| from now)?")
_FRACTION = regex(r"([1-4])/([2-5])")
_TAIL_WORD = regex(rf"(?:the )?\d|{MONTH}|{WEEKDAY}|today|tomorrow")
_WRITTEN = regex(rf"\d.*(?:{MONTH})|(?:{MONTH}).*\d|\d[/.-]\d{{1,2}}[/.-]\d|today|tomorrow")
# After these a date belongs to the words before it: "the minutes of 3 March", "data from 1 May".
_BELONGS = frozenset(("of", "from", "since", "for", "to", "and", "or", "than", "about", "between", "in", "at", "the", "a", "an", "&", "vs",
                      "versus", "until", "after", "version", "v", "chapter"))
_EDGE = " ,;:-–—(|"


def split_due(text: str, *, now: datetime, tz: str) -> Split:
    """``Submit the review by 30 June`` → the text without the due phrase, and the Reading of it.

    A trailing phrase that is clearly a due date but ambiguous, past, impossible or repeating gives the Ask, No or Recurrence with the
    phrase taken off, so that the caller can ask back and keep everything. Anything else leaves the line whole, with ``when`` None.
    An hour that is unclear beside a clear day is left out, and a note says so: a due date is a day.
    """
    line = text.strip()
    doubtful: Split | None = None
    for found in _MARKED.finditer(line):
        phrase, rest = _trimmed(line[found.end():]), without_end(line[:found.start()], _EDGE)
        if not rest or not phrase or len(phrase) > LONGEST_PHRASE:
            continue
        split = _marked(rest, found["word"].lower(), phrase, now, tz)
        if split and isinstance(split.when, Reading):
            return split
        doubtful = doubtful or split
    return doubtful or _bare_tail(line, now, tz) or Split(text=line)


def _trimmed(phrase: str) -> str:
    return phrase.strip().rstrip(".,!)\"”'; ").strip()


def _marked(rest: str, word: str, phrase: str, now: datetime, tz: str) -> Split | None:
    """What stands behind ``by``, ``on``, ``due`` and their like; None when it is no date, or not surely meant as one."""
    if (word in _STRONG or word == "on") and (day := plainly(phrase, now.astimezone(ZoneInfo(tz)).date())):
        return Split(text=rest, when=Reading(kind="date", date=day), phrase=phrase)
    plain, _ = normalise(phrase)
    if not _NAMED_DAY.search(plain) and not re.fullmatch(r"(?:the )?(?:eod|cob|end of (?:the )?day)", plain):
        return None   # "by 20", "by noon": a goal is due on a day
    if word in ("in", "within") and not _is_planned(word, plain):
        return None
    phrase = f"{word} {phrase}" if word in ("in", "within", "this", "next") else phrase
    asked = f"by {phrase}" if word in _STRONG else phrase
    when = _as_day(read_when(asked, now=now, tz=tz))
    if isinstance(when, Reading):
        fraction = _FRACTION.fullmatch(plain)
        if fraction and int(fraction[1]) < int(fraction[2]):
            when = Ask(question=f"Is “{phrase}” a date, or a part of something?", choices=(_choice(when),))
        return Split(text=rest, when=when, phrase=phrase)
    if isinstance(when, No) and when.code not in ("past", "impossible") or isinstance(when, Ask) and _REPEATED.search(plain):
        return None   # "by the Tuesday clinic" has a weekday in it and is no date
    return Split(text=rest, when=when, phrase=phrase) if word in _STRONG and len(plain.split()) <= 8 else None


def _is_planned(word: str, plain: str) -> bool:
    """``in two weeks`` and ``within a year`` are plans; ``within 2 days`` is how quickly something is done each time."""
    found = _LENGTH.fullmatch(plain)
    return bool(found) and (word == "in" or found["unit"] in ("month", "quarter", "year"))


def _as_day(when: Outcome) -> Outcome:
    """A question about the hour alone is none for a due date."""
    if isinstance(when, Ask) and when.choices and all(isinstance(choice.value, datetime) for choice in when.choices):
        days = {choice.value.date() for choice in when.choices}
        if len(days) == 1:
            return Reading(kind="date", date=days.pop(), notes=("kept the day and left the hour out",))
    return when


def _choice(when: Reading) -> Choice:
    return Choice(label=label(when.date), value=when.date)


def _bare_tail(line: str, now: datetime, tz: str) -> Split | None:
    """``… - 30 June``, ``… (Friday 4 December)``, ``… tomorrow``: a tail without a word in front, only when it is plainly a day."""
    words = list(re.finditer(r"\S+", line))
    for count in range(min(6, len(words) - 1), 0, -1):
        start = words[-count].start()
        tail, before = _trimmed(line[start:].lstrip("(-–— ")), line[:start].rstrip()
        set_off = bool(re.search(r"[-–—|:,(]$", before)) or line[start] in "(-–—"
        plain, _ = normalise(tail)
        rest = without_end(before, _EDGE)
        if not rest or not _TAIL_WORD.match(plain) or not (_WRITTEN.search(plain) or set_off and _NAMED_DAY.search(plain)):
            continue
        last = before.split()[-1].lower()
        if not set_off and (last in _BELONGS or tail in ("Today", "Tomorrow") or " / " in tail) or _TAIL_WORD.match(normalise(last)[0]):
            continue
        when = _as_day(read_when(tail, now=now, tz=tz))
        if isinstance(when, Reading):
            return Split(text=rest, when=when, phrase=tail)
        if isinstance(when, Ask) and _WRITTEN.search(plain):
            return Split(text=rest, when=when, phrase=tail)
    return None
