"""An agenda: its items with the minutes for each, and whether a topic of the meeting was about a point. No clock."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from mentoring.patterns import regex

STEP = 5        # minutes; an agenda is not kept to the minute
CLOSE = 5       # minutes for what was decided and who does what
CELEBRATE = 5   # minutes for what members have reached since last time
LONG_ENOUGH = 60    # minutes from which a meeting has room for a session of the curriculum and a topic (roadmap step 6)
ENOUGH = 0.6    # of a point's words that a topic has to share
_WORD = regex(r"\w{2,}")
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


class Part(StrEnum):
    """What an item of an agenda is."""

    ROUND = "round"
    JOY = "joy"
    CARRIED = "carried"
    SESSION = "session"
    TOPIC = "topic"
    GUEST = "guest"
    POINT = "point"
    CLOSE = "close"


# The two that a meeting is held for get four times the room of a single point.
_SHARE = {Part.SESSION: 4, Part.TOPIC: 4, Part.CARRIED: 1, Part.POINT: 1, Part.ROUND: 1, Part.JOY: 1, Part.GUEST: 2, Part.CLOSE: 1}
_ORDER = (Part.ROUND, Part.JOY, Part.CARRIED, Part.SESSION, Part.TOPIC, Part.GUEST, Part.POINT, Part.CLOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item. ``who`` leads or brought it, a name; ``carried``: meetings that did not reach it; ``under``: one line more.

    ``minutes``: how long it has; None when nobody has reckoned yet, 0 when there is no room for it.
    """

    part: Part
    text: str
    id: int = 0
    who: str = ""
    carried: int = 0
    under: str = ""
    minutes: int | None = None

    @property
    def ref(self) -> str:
        """By which its minutes are kept: ``topic:3``."""
        kind = Part.POINT if self.part is Part.CARRIED else self.part
        return f"{kind.value}:{self.id}"


def in_order(items: Sequence[Item]) -> list[Item]:
    """The personal round, what is to celebrate, what was carried over (longest first), session, topics, guests, points; then the close."""
    return sorted(items, key=lambda i: (_ORDER.index(i.part), -i.carried))


def timed(items: Sequence[Item], length: int, fixed: Mapping[str, int]) -> list[Item]:
    """The items with their minutes, in a meeting of ``length`` minutes; never more than it has.

    What somebody has fixed (``fixed``, by `Item.ref`) or what is given stays as far as the meeting reaches; the rest is shared in steps
    of five, four times as much for a session or a topic as for a point, and never less than five. What then does not fit has 0:
    it is for the end, if time allows.
    """
    asked = [fixed.get(item.ref, item.minutes) for item in items]
    left, given = length, [0] * len(items)
    for n, minutes in enumerate(asked):
        if minutes is not None:
            given[n] = min(minutes, left)
            left -= given[n]
    open_ones = [n for n, minutes in enumerate(asked) if minutes is None]
    open_ones = sorted(sorted(open_ones, key=lambda n: -_SHARE[items[n].part])[:left // STEP])
    shares = sum(_SHARE[items[n].part] for n in open_ones)
    rest = left
    for n in open_ones:
        given[n] = max(STEP, left * _SHARE[items[n].part] // shares // STEP * STEP)
        rest -= given[n]
    for n in sorted(open_ones, key=lambda n: (_SHARE[items[n].part], -n)):      # five for each may be more than its share
        while rest < 0 and given[n] > STEP:
            given[n] -= STEP
            rest += STEP
    if open_ones and rest > 0:
        given[max(open_ones, key=lambda n: (_SHARE[items[n].part], -n))] += rest // STEP * STEP
    return [replace(item, minutes=minutes) for item, minutes in zip(items, given, strict=True)]


def checked(minutes: Mapping[str, str]) -> dict[str, int]:
    """The minutes that were chosen for each item; what was left to us (``auto``) is not among them."""
    return {ref: int(said) for ref, said in minutes.items() if said.isascii() and said.isdigit() and int(said) <= 720}
