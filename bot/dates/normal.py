"""One spelling for everything: what phones, habits and haste make of a date, brought to the words the grammar knows."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")

_SHORT_DAYS = {"mon": 0, "tu": 1, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "wednes": 2, "th": 3, "thu": 3, "thur": 3, "thurs": 3,
               "fri": 4, "sat": 5, "sun": 6}
_SHORT_MONTHS = {"jan": 0, "feb": 1, "febr": 1, "mar": 2, "apr": 3, "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8, "oct": 9,
                 "nov": 10, "dec": 11}
_MISSPELT = {
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorow": "tomorrow", "tomorro": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tmw": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow", "wednsday": "wednesday", "wensday": "wednesday",
    "wedensday": "wednesday", "wendsday": "wednesday", "thrusday": "thursday", "thurday": "thursday", "thirsday": "thursday",
    "tuseday": "tuesday", "teusday": "tuesday", "tusday": "tuesday", "mondy": "monday", "firday": "friday", "saterday": "saturday",
    "satuday": "saturday", "febuary": "february", "feburary": "february", "janurary": "january", "januray": "january",
    "setpember": "september", "septmber": "september", "ocotber": "october", "novemeber": "november", "decemeber": "december",
    "agust": "august", "fortnigt": "fortnight", "tonite": "tonight", "nite": "night", "midnite": "midnight",
}
_ONES = dict(zip("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
                 "nineteen".split(), range(1, 20), strict=True))
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NTH = dict(zip("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
                "sixteenth seventeenth eighteenth nineteenth twentieth".split(), range(1, 21), strict=True)) | {"thirtieth": 30}
_REPLACED = (
    (re.compile(r"[\u2010-\u2015\u2212]"), "-"), (re.compile(r"[\u2018\u2019\u02bc`]"), "'"), (re.compile(r"[\u00a0\u202f\u2009\u2007]"), " "),
    (re.compile(r"&"), " and "), (re.compile(r"(?<=\s)@(?=\s*\d)|^@"), " at "),
    (re.compile(r"\b([ap])\.\s?m\b\.?", re.I), r"\1m"), (re.compile(r"o'\s?clock|\bo clock"), "oclock"),
    (re.compile(r"(?<=\d)\s*(hrs|hours|hr)\b(?=\s*$)"), r" \1"),
    (re.compile(r"\bbi-(weekly|monthly|annual)"), r"bi\1"), (re.compile(r"\b(\d+)-(day|week|month|year)s?\b"), r"\1 \2"),
    (re.compile(r"\bmid-(?=\w)"), "mid "), (re.compile(r"(?<=[a-z])/(?=\d)|(?<=\d)/(?=[a-z])"), "-"),
)


def normalise(phrase: str) -> tuple[str, tuple[str, ...]]:
    """The phrase in lower case, with one spelling of days, months and numbers, commas apart; and the corrections made."""
    text = unicodedata.normalize("NFKC", phrase).lower()
    for pattern, put in _REPLACED:
        text = pattern.sub(put, text)
    text = re.sub(r"[!;\"()]|\.(?=\s|$)|\?+$", " ", text)
    text = re.sub(r",", " , ", text)
    words, notes = [], []
    for word in text.split():
        fixed = _MISSPELT.get(word)
        if fixed:
            notes.append(f"read “{word}” as {fixed}")
        words.append(_word(fixed or word))
    return _numbers(words), tuple(notes)


def _word(word: str) -> str:
    bare = word.rstrip(".")
    if bare in _SHORT_DAYS:
        return WEEKDAYS[_SHORT_DAYS[bare]]
    if bare in _SHORT_MONTHS:
        return MONTHS[_SHORT_MONTHS[bare]]
    if bare.endswith("s") and bare[:-1] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") and bare != "weds" and bare != "tues":
        return WEEKDAYS[_SHORT_DAYS[bare[:-1]]] + "s"
    if "-" in word and not any(c.isdigit() for c in word):
        parts = word.split("-")
        if all(p.rstrip(".s") in _SHORT_DAYS or p in WEEKDAYS for p in parts):
            return " - ".join(_word(p) for p in parts)
        if parts[0] in _TENS and len(parts) == 2:
            return " ".join(parts)
    if "-" in word:   # 8-may-2027
        return "-".join(_word(p) for p in word.split("-")) if any(p.rstrip(".") in _SHORT_MONTHS for p in word.split("-")) else word
    return word


def _numbers(words: list[str]) -> str:
    out: list[str] = []
    i = 0
    while i < len(words):
        word, after = words[i], words[i + 1] if i + 1 < len(words) else ""
        if word in _TENS:
            if after in _ONES and _ONES[after] < 10:
                out.append(str(_TENS[word] + _ONES[after]))
                i += 2
                continue
            if after in _NTH and _NTH[after] < 10:
                out.append(_ordinal(_TENS[word] + _NTH[after]))
                i += 2
                continue
            out.append(str(_TENS[word]))
        elif word in _ONES:
            out.append(str(_ONES[word]))
        elif word in _NTH:
            out.append(_ordinal(_NTH[word]))
        else:
            out.append(re.sub(r"^(\d+)(st|nd|rd|th)$", lambda m: _ordinal(int(m[1])), word))
        i += 1
    text = " ".join(out)
    text = re.sub(r"\ba fortnight\b|\bfortnight\b", "2 weeks", text)
    text = re.sub(r"\b(a )?couple (of )?(?=(hour|day|week|month)s)", "2 ", text)
    text = re.sub(r"\b(\d{1,2}) (\d{2}) ?(am|pm)\b", r"\1:\2\3", text)   # "seven thirty am"
    return text


def _ordinal(number: int) -> str:
    return f"{number}th"
