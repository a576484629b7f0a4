"""Markers with a slip of the finger: taken, and said so in the receipt. Words of their own stay words."""

from __future__ import annotations

from functools import lru_cache

from mentoring.minutes.lexicon import MARKERS, WORDS_NEAR

LONGEST_WORD = 16
_CORRECTED = sorted({*(word for word in MARKERS if len(word) >= 4 and " " not in word and "-" not in word),
                     "present", "regrets", "scribe"})
_SIGNED_TOO = sorted({*_CORRECTED, "startmeeting", "endmeeting", "unchair"})


@lru_cache(maxsize=2048)
def misspelling(word: str, signed: bool = False) -> str | None:
    """The marker a word is one slip away from; None for other words. Of a short word only swapped or doubled letters count."""
    first, blank, second = word.partition(" ")
    if blank and second in ("item", "point"):   # "acton item"
        return "action" if misspelling(first, signed) == "action" else None
    if word in WORDS_NEAR or not 4 <= len(word) <= LONGEST_WORD or not word.isalpha():
        return None
    for marker in _SIGNED_TOO if signed else _CORRECTED:
        if word == marker + "s" or marker == word + "s" and len(marker) < 6:
            continue
        if _swapped(word, marker) or _doubled(word, marker) or len(marker) >= 5 and _one_edit(word, marker):
            return marker
    return None


def _swapped(one: str, other: str) -> bool:
    if len(one) != len(other) or sorted(one) != sorted(other):
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) == 2


def _doubled(word: str, marker: str) -> bool:
    return len(word) == len(marker) + 1 and any(
        word[at] == word[at + 1] and word[:at] + word[at + 1:] == marker for at in range(len(marker)))


def _one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    skip_one, skip_other = (len(one) >= len(other)), (len(other) >= len(one))
    return one[at + skip_one:] == other[at + skip_other:]
