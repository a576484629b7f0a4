"""Who was there. Writing, reacting, the button and ``present:`` all count; one person is one entry; presence wins over regrets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mentoring.minutes.items import Attendee, moment
from mentoring.minutes.marking import plain
from mentoring.minutes.people import MENTION, People, fold
from mentoring.patterns import regex

LATE_AFTER = timedelta(minutes=10)
_SPEAKER = regex(r"(<@[^>]+>|@?[^\s:]+(?: [^\s:]+)?):\s")
_ME = regex(r"(?:|me|myself|i|here|i'm here|i am here)[.!]?$")
_SPLIT = regex(r"\s*(?:,\s*(?:and\b|&amp;|&)|[,;\n]|&amp;|&|\+|\band\b)\s*", re.I)
_NAME = regex(r"@?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}$")


@dataclass
class Seen:
    """What is known of one person so far."""

    who: str | None
    name: str
    times: list[datetime] = field(default_factory=list)
    lines: int = 0
    how: set[str] = field(default_factory=set)


class Roll:
    """The attendance while the thread is read."""

    def __init__(self, people: People):
        self.people = people
        self.seen: dict[str, Seen] = {}
        self.named: dict[str, Seen] = {}
        self.regrets: dict[str, None] = {}

    def wrote(self, who: str, ts: str) -> None:
        """A line of ``who``."""
        entry = self._of(who)
        entry.lines += 1
        entry.how.add("wrote")
        entry.times.append(moment(ts))

    def did(self, who: str, at: datetime, how: str) -> None:
        """A reaction, or the button."""
        person = self.people.person(who)
        if person and person.bot:
            return
        entry = self._of(who)
        entry.how.add(how)
        entry.times.append(at)

    def _of(self, who: str) -> Seen:
        person = self.people.person(who)
        return self.seen.setdefault(who, Seen(who, person.name or person.display or who if person else who))

    def present(self, said: str, author: str, *, spaced: bool = False) -> None:
        """``present: alice, bob``; without names the author. A leading minus takes names back."""
        away = said.startswith("-")
        for who, name in names_in(said.removeprefix("-"), author, self.people, spaced=spaced):
            key = who or fold(name)
            if away:
                self.named.pop(key, None)
            elif not (who and (person := self.people.person(who)) and person.bot):
                self.named.setdefault(key, Seen(who, name))

    def spoke(self, text: str, author: str) -> None:
        """``carol: we tried that`` in a scribe's line: carol was there."""
        found = _SPEAKER.match(text)
        ids = self.people.named(found[1]) if found else ()
        if len(ids) == 1 and ids[0] != author and not ((person := self.people.person(ids[0])) and person.bot):
            self.named.setdefault(ids[0], Seen(ids[0], found[1]))

    def listed(self, text: str) -> None:
        """The attendance a telephone bot (W3C's Zakim) gives; the names it has for unknown callers are none."""
        for who, name in names_in(text, "", self.people):
            if who and not ((person := self.people.person(who)) and person.bot):
                self.named.setdefault(who, Seen(who, name))

    def sorry(self, said: str, author: str) -> bool:
        """``regrets: carol``. Gives whether it was about the author alone."""
        names = names_in(said, author, self.people)
        if said.startswith("-"):
            for who, name in names:
                self.regrets.pop(who or name, None)
            return False
        names = names or [(author, author)]
        for who, name in names:
            self.regrets[who or name] = None
        return all(who == author for who, _ in names)

    def attendees(self, started: datetime | None) -> tuple[Attendee, ...]:
        """Everybody who was there, in the order they were first seen; those only named come last, in the order of naming."""
        for key, named in self.named.items():
            entry = self.seen.get(key) or self.seen.setdefault(key, named)
            entry.how.add("named")
        out = [self._attendee(entry, started) for entry in self.seen.values()]
        return tuple(sorted(out, key=lambda each: (each.first is None, each.first.timestamp() if each.first else 0)))

    def _attendee(self, seen: Seen, started: datetime | None) -> Attendee:
        first = min(seen.times, default=None)
        late = bool(first and started and first > started + LATE_AFTER)
        return Attendee(who=seen.who, name=seen.name, first=first, last=max(seen.times, default=None), lines=seen.lines,
                        how=frozenset(seen.how), late=late)


def names_in(said: str, author: str, people: People, *, spaced: bool = False) -> list[tuple[str | None, str]]:
    """The people a list of names means, as (id or None, name). ``spaced``: names part at blanks too, as MeetBot's ``#chair a b``."""
    text = plain(said).strip(" .:-")
    if _ME.match(fold(text)):
        return [(author, author)]
    found: list[tuple[str | None, str]] = []
    parts = re.split(r"[,;\s]+", text) if spaced and " and " not in text else _SPLIT.split(re.sub(r"(?<=>)\s+(?=[<@])", ", ", text))
    for part in parts:
        found.extend(_one_or_more(part.strip(" ."), author, people, spaced))
    return list(dict.fromkeys(found))


def _one_or_more(part: str, author: str, people: People, spaced: bool) -> Iterable[tuple[str | None, str]]:
    part = re.sub(r"\s*\([^()]*\)$", "", part).strip()
    if not part:
        return []
    if _ME.match(fold(part)):
        return [(author, author)]
    ids = people.named(part)
    if len(ids) == 1 or MENTION.fullmatch(part):
        return [(ids[0], part)] if ids else []
    words = part.split()
    if len(words) > 1 and all(len(people.named(word)) == 1 for word in words):
        return [(people.named(word)[0], word) for word in words]
    if spaced:
        return [(ids[0] if len(ids := people.named(word)) == 1 else None, word.lstrip("@")) for word in words]
    return [(None, part.lstrip("@"))] if _NAME.match(part) and part[:1] != part[:1].lower() else []


def known_names(said: str) -> Iterable[str]:
    """The names in a ``#nick`` or ``#chair`` line, as typed."""
    return (word.strip(",;").lstrip("@") for word in said.split() if word.strip(",;@"))
