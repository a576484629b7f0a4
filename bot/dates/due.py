"""Parting a typed line into what to do and by when. Only a phrase at the end that is clearly meant as a date is taken off."""

from __future__ import annotations

import re
from datetime import datetime

from bot.dates.normal import normalise
from bot.dates.outcomes import Ask, No, Reading, Recurrence, Split
from bot.dates.reading import read_when

_MARKED = re.compile(r"(?<![\w-])(?:,?\s*\(?\s*)(?P<word>due by|due on|due before|due|no later than|not later than|deadline|by|before|until|on|in|within|this|next|at)\b[:\s]+", re.I)
_BARE = re.compile(r"\s*[-–—|:,(]\s*(?=\S)|\s+")
_STRONG = frozenset({"due by", "due on", "due before", "due", "no later than", "not later than", "deadline", "by"})
# What makes a refused phrase clearly a date all the same: then the person is asked, and nothing is dropped.
_DATEISH = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|today|tomorrow|yesterday|week|weeks|month|months|quarter|year|day|days|weekend|q[1-4]|spring|summer|fall|autumn|winter|20\d\d)\b"
    r"|\d{1,4}[/.-]\d{1,2}|\bmay \d|\d(?:st|nd|rd|th)? may\b|\d{1,2}th\b|^\d{1,2}$")
LONGEST_PHRASE = 60


def split_due(text: str, *, now: datetime, tz: str) -> Split:
    """``Submit the review by 30 June`` → the text without the due phrase, and the Reading of it.

    A trailing phrase that is clearly a due date but ambiguous, past or impossible gives the Ask or No with the phrase taken off, so that
    the caller can ask back and keep everything. Anything else leaves the line whole: "Stand by me", "Reflect on leadership".
    """
    line = text.rstrip()
    if not line or "\n" in line[-LONGEST_PHRASE:] and not line.split("\n")[-1].strip():
        return Split(text=text.strip())
    doubtful: Split | None = None
    for found in _candidates(line):
        phrase = line[found.end():].strip().rstrip(".!)").strip()
        rest = line[:found.start()].rstrip(" ,;:-–—(|").rstrip()
        word = found["word"].lower()
        if not phrase or len(phrase) > LONGEST_PHRASE or not rest:
            continue
        asked = f"{word} {phrase}" if word in ("in", "within", "this", "next") else phrase
        when = read_when(asked.replace("within", "in") if word == "within" else asked, now=now, tz=tz)
        if isinstance(when, Reading) and not _only_a_number(phrase, word):
            return Split(text=rest, when=when, phrase=phrase if asked == phrase else asked)
        if doubtful is None and isinstance(when, Ask | No | Recurrence) and _means_a_date(word, phrase, when):
            doubtful = Split(text=rest, when=when, phrase=phrase)
    return doubtful or _bare_tail(line, now, tz) or Split(text=text.strip())


def _candidates(line: str) -> list[re.Match]:
    """From the longest tail to the shortest, so that "by the end of next month" is not read as "next month"."""
    return [m for m in _MARKED.finditer(line) if len(line) - m.end() <= LONGEST_PHRASE]


def _only_a_number(phrase: str, word: str) -> bool:
    """``on 5`` or ``in 3`` is no date; ``by 15`` neither."""
    return bool(re.fullmatch(r"\d{1,4}", phrase)) or word in ("at",) and not re.search(r"[a-z]{3}|/", phrase.lower())


def _means_a_date(word: str, phrase: str, when: Ask | No | Recurrence) -> bool:
    plain, _ = normalise(phrase)
    if not _DATEISH.search(plain):
        return False
    few = len(plain.replace(" , ", " ").split()) <= (7 if word in _STRONG else 4)
    if isinstance(when, No) and when.code == "nonsense":
        # "by the Tuesday clinic" has a weekday in it and is no date.
        return False
    return few and (word in _STRONG or word in ("before", "on", "until") and not isinstance(when, Recurrence))


def _bare_tail(line: str, now: datetime, tz: str) -> Split | None:
    """``… - 30 June``, ``… (Friday 4 December)``, ``… tomorrow``: a tail without a word in front, only when it is plainly a day."""
    words = list(re.finditer(r"\S+", line))
    for count in range(min(6, len(words) - 1), 0, -1):
        start = words[-count].start()
        tail, rest = line[start:].strip(" ().-–—").rstrip("."), line[:start].rstrip()
        set_off = bool(re.search(r"[-–—|:,(]\s*$", rest)) or line[start] == "("
        plain, _ = normalise(tail)
        certain = re.fullmatch(r"tomorrow|today", plain) or re.search(r"\d", plain) and re.search(
            r"january|february|march|april|may|june|july|august|september|october|november|december|\d/\d|\d{4}-\d", plain)
        if not (certain or set_off and _DATEISH.search(plain)):
            continue
        when = read_when(tail, now=now, tz=tz)
        if isinstance(when, Reading):
            return Split(text=rest.rstrip(" ,;:-–—(|").rstrip(), when=when, phrase=tail)
    return None
