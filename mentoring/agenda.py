"""Points of an agenda: whether a topic of the meeting was about one."""

from __future__ import annotations

import re
import unicodedata

ENOUGH = 0.6    # of a point's words that a topic has to share
_WORD = re.compile(r"\w{2,}")
_EMPTY = frozenset([
    "the", "and", "for", "with", "from", "our", "how", "what", "about", "into", "of", "on", "to", "in", "a", "an", "is", "are", "we",
])


def is_about(topic: str, point: str) -> bool:
    """Whether a topic speaks of the same thing as a point: one contains the other, or they share most of their words."""
    one, other = _words(topic), _words(point)
    if not one or not other:
        return topic.strip().casefold() == point.strip().casefold()
    return len(one & other) >= ENOUGH * min(len(one), len(other))


def _words(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return {word.rstrip("s") for word in _WORD.findall(plain)} - _EMPTY
