"""Reflections (roadmap step 8): what somebody writes for themselves. No clock in here.

Nothing of a reflection is ever counted, scored, ranked or guessed at; there is no field for it (features 8.9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mentoring.refused import NotFound, Refused
from mentoring.text import tidy

LONGEST_PART = 3000            # what one field of Slack's forms takes
LONGEST = 12_000
MOST = 5_000                   # entries of one person
LONGEST_PROMPT = 300
MOST_GROUP_PROMPTS = 50


class Size(StrEnum):
    """How much room somebody wants: three sizes, and two frames for who wants to go step by step (features 8.1, 8.2)."""

    LINE = "line"
    PAGE = "page"
    LONG = "long"
    WHAT = "what"
    GIBBS = "gibbs"
    VALUES = "values"      # the yearly exercise; it has a form of its own


# The names of the fields. Gibbs: the six stages of Graham Gibbs' reflective cycle (1988). What: Borton's three questions (1970).
PARTS: Mapping[Size, Sequence[str]] = {
    Size.LINE: ("In a line or two",),
    Size.PAGE: ("Write",),
    Size.LONG: ("Write", "Go on", "And on", "And to the end"),
    Size.WHAT: ("What happened?", "So what?", "Now what?"),
    Size.GIBBS: ("What happened?", "What did you feel and think?", "What was good about it, what was not?", "What do you make of it?",
                 "What else could you have done?", "What will you do next time?"),
    Size.VALUES: ("First", "Second", "Third", "What the first one asks of me this year"),
}
FRAMED = (Size.WHAT, Size.GIBBS, Size.VALUES)

# To choose from in the yearly exercise (features 8.3); one's own word may stand in place of any.
VALUES = ("Autonomy", "Belonging", "Calm", "Candour", "Care", "Collegiality", "Courage", "Craft", "Creativity", "Curiosity", "Discovery",
          "Dignity", "Equity", "Excellence", "Fairness", "Faith", "Family", "Friendship", "Generosity", "Growth", "Health", "Honesty",
          "Humility", "Humour", "Independence", "Integrity", "Joy", "Justice", "Kindness", "Learning", "Legacy", "Loyalty", "Mastery",
          "Patience", "Presence", "Recognition", "Respect", "Security", "Service", "Teaching", "Time", "Trust", "Truth", "Usefulness",
          "Wisdom")


class Every(StrEnum):
    """How often the Monday message may bring a prompt."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in an entry or in its form. ``parts`` are the fields in the order of `PARTS`; ``energy`` is a word, or ""."""

    prompt: str = ""
    size: Size = Size.PAGE
    parts: tuple[str, ...] = ()
    energy: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing has been written."""
        return not any(self.parts)

    @property
    def pieces(self) -> tuple[tuple[str, str], ...]:
        """What was written, each with the question it answers ("" where the field only gives room)."""
        titles = PARTS[self.size] if self.size in FRAMED else ("",) * len(self.parts)
        return tuple((title, text) for title, text in zip(titles, self.parts, strict=False) if text)

    @property
    def text(self) -> str:
        """All of it as one text."""
        return "\n\n".join(f"{title}\n{text}" if title else text for title, text in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflection:
    """An entry of somebody's journal. ``number`` is theirs; ``shared`` the ids of the groups that have a copy of it."""

    id: int
    person_id: int
    number: int
    words: Words
    created: datetime
    changed: datetime | None = None
    shared: tuple[int, ...] = ()
    version: int = 1

    @property
    def ref(self) -> str:
        """``#3``."""
        return f"#{self.number}"


def check(words: Words) -> Words:
    """The words as they are kept. Refused: nothing written, or more than there is room for; nothing is ever cut."""
    parts = tuple(tidy(part, name="text", longest=LONGEST_PART, field=f"part{at}", lines=LONGEST_PART)
                  for at, part in enumerate(words.parts[:len(PARTS[words.size])]))
    if not any(parts):
        raise Refused("Nothing is written yet. One line is enough.", field="part0")
    if (over := sum(map(len, parts)) - LONGEST) > 0:
        raise Refused(f"That is {over:,} characters more than the {LONGEST:,} of one entry. Keep the rest for a second one.",
                      field=f"part{len(parts) - 1}")
    return Words(prompt=words.prompt, size=words.size, parts=parts, energy=words.energy)


def chosen(ranked: Sequence[str], line: str, year: int) -> Words:
    """The yearly exercise as an entry: three values in order, and what the first one asks. Refused: none, or one of them twice."""
    values = [tidy(v, name="value", longest=60, field="first") for v in ranked if v and v.strip()]
    if not values:
        raise Refused("Choose at least the one that matters most just now.", field="first")
    if len({v.casefold() for v in values}) < len(values):
        raise Refused("You chose one of them twice.", field="first")
    return check(Words(prompt=f"My values, {year}", size=Size.VALUES, parts=(*values, *("",) * (3 - len(values)), line)))


def resized(words: Words, size: Size) -> Words:
    """The same words with another amount of room; what no longer has a field of its own goes into the last one that fits."""
    count, held = len(PARTS[size]), [p for p in words.parts if p]
    if len(held) <= count:
        parts = (*held, *("",) * (count - len(held)))
    else:
        parts = (*held[:count - 1], "\n\n".join(held[count - 1:]))
    if any(len(part) > LONGEST_PART for part in parts):
        raise Refused("That is more than fits there. Stay with the room you have; you can leave fields empty.")
    return Words(prompt=words.prompt, size=size, parts=tuple(parts), energy=words.energy)


def need(reflection: Reflection | None, person_id: int, number: object = "") -> Reflection:
    """Somebody's own entry. NotFound: there is none, or it is somebody else's; the same words for both."""
    if reflection is None or reflection.person_id != person_id:
        raise NotFound(f"reflection #{number}" if number else "that reflection", "reflect list")
    return reflection


def is_due(every: Every, since: date, today: date) -> bool:
    """Whether the message of the week of ``today`` brings a prompt: every week, every second one, or the first of a month."""
    if today < since:
        return False
    if every is Every.MONTH:
        return today.day <= 7
    weeks = ((today - since).days - 1) // 7      # the first message after the wish is the first that brings one
    return every is Every.WEEK or weeks % 2 == 0
