"""Slips of the finger in the words that matter, corrected and said so in the echo."""

from __future__ import annotations

from functools import lru_cache

_KNOWN = {
    "tommorow": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tmrow": "tomorrow", "2moro": "tomorrow",
    "2morrow": "tomorrow", "tom": "tomorrow", "mondy": "monday", "firday": "friday", "frday": "friday", "fridy": "friday",
    "wensday": "wednesday", "wendsday": "wednesday", "tonite": "tonight", "nite": "night", "midnite": "midnight", "feburay": "february",
    "janurary": "january", "apirl": "april", "agust": "august", "augst": "august", "decemeber": "december", "novemeber": "november",
    "setpember": "september", "fortnigt": "fortnight", "begining": "beginning", "biweekely": "biweekly", "wek": "week",
    "tomorrows": "tomorrow", "evry": "every", "evrey": "every", "evey": "every", "everey": "every",
}
# Shorter names are too near to other words: "may", "march", "sunday" and "sundae".
_LONG = ("tomorrow", "tuesday", "wednesday", "thursday", "saturday", "january", "february", "september", "october", "november", "december")


@lru_cache(maxsize=1024)
def corrected(word: str) -> str:
    """The word meant, when one letter of a long name is missing, doubled, wrong or swapped; else the word itself."""
    if word in _KNOWN:
        return _KNOWN[word]
    if not word.isalpha() or len(word) < 6 or word.endswith("s") or word in _LONG:
        return word
    return next((name for name in _LONG if word[0] == name[0] and _one_slip(word, name)), word)


def _one_slip(typed: str, name: str) -> bool:
    if abs(len(typed) - len(name)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b), min(len(typed), len(name)))
    rest, wanted = typed[at:], name[at:]
    return (rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:]
            or (rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]))
