"""Words as a search compares them: without case, accents and English endings. No clock in here.

Both sides go through `stems`, so that what is typed finds what was written: ``budgets`` finds ``budget``, ``resume`` finds
``Résumé``, ``meeting`` finds ``met`` not: irregular forms are left alone.
"""

from __future__ import annotations

import unicodedata

from mentoring.patterns import regex

_WORD = regex(r"[^\W_]+(?:['’][^\W_]+)?")
_LINK_END = regex(r"[<>|]")
# Scripts that are written without spaces: each character is a word of its own, so that any part of a line is found.
_UNSPACED = regex(r"([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_OTHERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
_SHORTEST = 3


def fold(text: str) -> str:
    """The text without case, accents and other marks; ``ß`` is ``ss``, ``ﬁ`` is ``fi``."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_OTHERS)


def stems(text: str) -> list[str]:
    """The words of a text in order, folded, each cut back to its stem."""
    spaced = _UNSPACED.sub(r" \1 ", fold(_LINK_END.sub(" ", text)))
    return [stem(word.group()) for word in _WORD.finditer(spaced)]


def stem(word: str) -> str:
    """A folded English word without its ending: plural, possessive, -ed, -ing, -ly. Short words and numbers stay as they are."""
    word = word.removesuffix("'s")
    if not word.isascii() or not word.isalpha():
        return word
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[:-len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORTEST:
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed", "ly"):
        if word.endswith(ending) and _is_word(word[:-len(ending)]):
            return _whole(word[:-len(ending)])
    return word.removesuffix("e") if len(word) > _SHORTEST + 1 else word


def _is_word(front: str) -> bool:
    """``fund`` of ``funding`` is a word, ``br`` of ``bring`` is none."""
    return len(front) >= _SHORTEST and any(c in "aeiouy" for c in front)


def _whole(front: str) -> str:
    """``plan`` of ``planning``; ``call`` and ``discuss`` keep their two."""
    if front[-1] == front[-2] and front[-1] not in "lsz":
        front = front[:-1]
    return front.removesuffix("e") if len(front) > _SHORTEST + 1 else front


_SMALL = frozenset(stems("a an and the of for in on to with about our my your how from at is are we i"))


def meaningful(text: str, but: frozenset[str] = frozenset()) -> frozenset[str]:
    """The stems of a text without small words and those in ``but``; all of them when nothing else is left."""
    found = frozenset(stems(text))
    return (found - _SMALL - but) or found


def shared_part(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter is in the other, from 0 to 1; one word alone counts only where there is no more."""
    shorter = min(len(one), len(other))
    shared = len(one & other)
    return shared / shorter if shorter and (shared > 1 or shorter == 1 or one == other) else 0.0
