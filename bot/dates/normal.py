"""One spelling for everything: what phones, habits and haste make of a date, brought to the words the grammar knows."""

from __future__ import annotations

import re
import unicodedata

from bot.dates.slips import corrected
from mentoring.patterns import regex

LONGEST = 200
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAY = "|".join(WEEKDAYS)
MONTH = "|".join(MONTHS)

_SHORT_DAYS = {"mon": 0, "tu": 1, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "wednes": 2, "th": 3, "thu": 3, "thur": 3, "thurs": 3,
               "fri": 4, "sat": 5, "sun": 6}
_LETTERS = {"m": 0, "t": 1, "w": 2, "r": 3, "f": 4} | _SHORT_DAYS
_SHORT_MONTHS = {"jan": 0, "feb": 1, "febr": 1, "mar": 2, "apr": 3, "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8, "oct": 9,
                 "nov": 10, "dec": 11}
_SHORT = {"wk": "week", "wks": "weeks", "mo": "month", "mos": "months", "mths": "months", "yr": "year", "yrs": "years", "qtr": "quarter",
          "wkend": "weekend", "week-end": "weekend", "eom": "end of month", "eoy": "end of year", "eow": "end of week",
          "eoq": "end of quarter", "everyday": "every day", "nightly": "every night", "xmas": "christmas", "thru": "through",
          "untill": "until", "till": "until", "til": "until", "wkly": "weekly", "penultimate": "2th to last", "fortnight": "2 weeks"}
_COUNTING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
             "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_RANKING = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth")
_ONES = {word: n for n, word in enumerate(_COUNTING, 1)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_RANKED = regex(r"^0*(\d+)(?:st|nd|rd|th)$")
_NTH = {word: n for n, word in enumerate(_RANKING, 1)} | {"thirtieth": 30}
_SPOKEN = regex(rf"\b({'|'.join(_COUNTING[:12])}) ({'|'.join(_COUNTING[9:])}|{'|'.join(_TENS)})(?:[ -]({'|'.join(_COUNTING[:9])}))?"
                     r"(?= ?(?:am|pm|[ap]\.? m)\b)")
_NAMED = "|".join((*MONTHS, *_SHORT_MONTHS))
_BEFORE = tuple((regex(pattern), put) for pattern, put in (
    (r"[\u2010-\u2015\u2212]", "-"), (r"[\u2018\u2019\u02bc`]", "'"), (r"&|(?<=\s)\+(?=\s)", " and "),
    (r"(?<=\s)@(?=\s*(?:\d|noon|midday|midnight))|^@", " at "),
    (r"(?<=\d(?:st|nd|rd|th))/(?=\d{1,2}(?:st|nd|rd|th)\b)", " and "),
    (r"o'\s?clock|\bo clock", "oclock"), (r"(\d)\s*([ap])\.?\s?m\b\.?", r"\1\2m"),
    (r"\b([ap])\.m\b\.?", r"\1m"), (r"(?<=\d) in the (am|pm)\b", r"\1"), (r"(?<=\d)ish\b", " approximately"),
    (r"(?<=\d)\s*(hrs|hours|hr)\b(?=\s*$)", r" \1"), (r"\bbi[- ](weekly|monthly|annual)", r"bi\1"),
    (r"\b((?:every|each) (?:month|quarter|year))'s\b", r"\1"),
    (r"\b(\d+)-(day|week|month|year)s?\b", r"\1 \2"), (r"\b(mid|half|semi)-(?=[a-z])", r"\1 "),
    (r"\bsemi ?monthly", "semimonthly"), (r"\b(?:exactly|precisely|sharp|on the dot)\b", " "),
    (r"\bnext[ -]to[ -]last\b", "penultimate"), (r"-to-last\b", " to last"),
    (r"(?<=[a-z])-last\b", " last"),
    (r"\b(?P<zone>[ecmp])s?t ?(?:/|or) ?(?P=zone)d?t\b", r"\1t"),
    (r"\bcet ?/ ?cest\b", "europe/berlin"), (r"\bgmt ?/ ?bst\b", "europe/london"),
    (r"\bthree-quarters\b", "three quarters"), (r"\bq ?(\d) ?(?=(?:days?|weeks?|wks?|months?|mos?)\b)", r"every \1 "),
    (r"(?<=[a-z])/(?=\d)|(?<=\d)/(?=[a-z])", "-"), (r"\b(\d+) ?(wks?|d|w|mos?|yrs?)\b", r"\1 \2"),
    (rf"\b(\d{{1,2}})({_NAMED})\b", r"\1 \2"), (rf"\b({_NAMED})(\d{{1,2}})\b", r"\1 \2"), (r"(?<=\d) ?/ ?(?=\d)", "/"),
))
_AFTER = tuple((regex(pattern), put) for pattern, put in (
    (r"\ba 2 weeks\b", "2 weeks"), (r"\b(?:a )?(?:couple|pair) (?:of )?(?=(?:hour|minute|day|week|month|year)s)", "2 "),
    (r"\b(\d{1,2}(?::\d\d)?) ?([ap]) ?m\b", r"\1\2m"),
    (r"\b([2-9]th) last\b", r"\1 to last"),   # "second last" is one place; two would have "and" or a comma between them
    (r"\b1th thing(?! in)(?: on)?", "morning"), (r"\b(\d+) d\b", r"\1 days"), (r"\b(\d+) w\b", r"\1 weeks"),
    (r"\b1/2(?= ?h(?:ours?|rs?)?\b)", "0.5"), (r"\b1/4(?= ?h)", "0.25"), (r"\b3/4(?= ?h)", "0.75"),
))
# Most phrases are plain, and one look tells that none of these has anything to do.
_ANY_BEFORE = regex("|".join(f"(?:{pattern.pattern})" for pattern, _ in _BEFORE))
_ANY_AFTER = regex("|".join(f"(?:{pattern.pattern})" for pattern, _ in _AFTER))


def normalise(phrase: str) -> tuple[str, tuple[str, ...]]:
    """The phrase in lower case, with one spelling of days, months and numbers, commas apart; and the corrections made."""
    plain = phrase
    if not phrase.isascii():   # copied text carries marks that nobody sees: directions, joiners, the byte order mark
        plain = "".join(c for c in unicodedata.normalize("NFKC", phrase) if unicodedata.category(c) != "Cf")
    text = " ".join(plain.lower().split())
    for pattern, put in _BEFORE if _ANY_BEFORE.search(text) else ():
        text = pattern.sub(put, text)
    text = _SPOKEN.sub(_spoken, text)
    text = re.sub(r"[!;\"()]|\.(?=\s|$)|\?+$", " ", text).replace(",", " , ")
    words, notes = [], []
    for typed in text.split():
        word = corrected(typed)
        if word != typed:
            notes.append(f"read “{typed}” as {word}")
        words.extend(_word(word).split())
    text = _numbers(words)
    for pattern, put in _AFTER if _ANY_AFTER.search(text) else ():
        text = pattern.sub(put, text)
    return text, tuple(notes)


def _spoken(found: re.Match) -> str:
    """``seven thirty`` before am or pm."""
    minute = (_ONES.get(found[2]) or _TENS[found[2]]) + _ONES.get(found[3], 0)
    return f"{_ONES[found[1]]}:{minute:02d}"


def _word(word: str) -> str:
    bare = word.rstrip(".")
    if bare in _SHORT_DAYS:
        return WEEKDAYS[_SHORT_DAYS[bare]]
    if bare in _SHORT_MONTHS:
        return MONTHS[_SHORT_MONTHS[bare]]
    if bare in _SHORT:
        return _SHORT[bare]
    if bare.endswith("s") and bare[:-1] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") and bare not in ("weds", "tues"):
        return WEEKDAYS[_SHORT_DAYS[bare[:-1]]] + "s"
    if "/" in word and not any(c.isdigit() for c in word):
        return _listed(word)
    return _joined(word) if "-" in word else word


def _listed(word: str) -> str:
    """``tues/thurs``, ``m/w/f``: a list of weekdays."""
    parts = word.split("/")
    days = [_LETTERS.get(part, WEEKDAYS.index(part.rstrip("s")) if part.rstrip("s") in WEEKDAYS else None) for part in parts]
    if None in days:
        return word
    if all(part.endswith("days") for part in parts):
        return " and ".join(parts)
    # "Tue/Thu" and "M/W/F" are timetables; "Thu/Fri" may be one or the other.
    plural = "s" if len(days) > 2 or days[-1] - days[0] > 1 else ""
    return " and ".join(WEEKDAYS[day] + plural for day in days)


def _joined(word: str) -> str:
    """``mon-fri``, ``twenty-first``, ``8-may-2027``."""
    parts = word.split("-")
    if any(c.isdigit() for c in word):
        return "-".join(_word(part) for part in parts) if any(part.rstrip(".") in _SHORT_MONTHS for part in parts) else word
    if all(part.rstrip(".s") in _SHORT_DAYS or part in WEEKDAYS for part in parts):
        return " - ".join(_word(part) for part in parts)
    if parts[0] in _TENS and len(parts) == 2:
        return " ".join(parts)
    if all(part in MONTHS or part in _SHORT_MONTHS for part in parts):
        return " - ".join(_word(part) for part in parts)
    if parts[0] == "noon" or parts[-1] == "noon":
        return " - ".join(parts)
    return word


def _numbers(words: list[str]) -> str:
    """Number words as digits; ordinals as ``2th``, whatever their ending was."""
    out: list[str] = []
    rest = iter(range(len(words)))
    for i in rest:
        word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
        if word in _TENS and (_ONES.get(after, 10) < 10 or _NTH.get(after, 10) < 10):
            out.append(str(_TENS[word] + _ONES[after]) if after in _ONES else f"{_TENS[word] + _NTH[after]}th")
            next(rest)
        elif word in _TENS or word in _ONES:
            out.append(str(_TENS.get(word) or _ONES[word]))
        elif word in _NTH:
            out.append(f"{_NTH[word]}th")
        else:
            out.append(_RANKED.sub(r"\1th", word) if word[0].isdigit() else word)
    return " ".join(out)
