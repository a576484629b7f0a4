"""Who is meant by a name in a line: a mention, @name, a display name, a full name, a first name where it is unique."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from mentoring.patterns import regex

MENTION = regex(r"<@([A-Za-z0-9_.-]+)(?:\|[^>]*)?>")
_TITLE = regex(r"(?:dr|prof|professor|mr|mrs|ms|mx|sr)\.? ")
_EXACT, _FIRST, _LAST = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the workspace: Slack's id, the display name, the full name, what they are in the group (``lead``, ``scribe`` …)."""

    id: str
    display: str = ""
    name: str = ""
    roles: frozenset[str] = frozenset()
    tz: str | None = None
    bot: bool = False
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """``ids`` that a name may mean (two or more: unclear), and where it ends in the text. ``at`` says it was typed with ``@``."""

    ids: tuple[str, ...]
    end: int
    at: bool = False
    typed: str = ""


def fold(text: str) -> str:
    """Lower case without accents, each character one character, so that places in the text stay what they are."""
    return "".join(_folded(char) for char in text)


def _folded(char: str) -> str:
    if char < "\x80":
        return char.lower()
    if char in "’‘ʼ`´":
        return "'"
    return (unicodedata.normalize("NFKD", char)[:1] or char).lower()[:1] or char


@dataclass(frozen=True)
class People:
    """The roster. ``aliases`` are names somebody gave themselves in the meeting, as (name, id)."""

    people: tuple[Person, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    _keys: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _handles: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _starts: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Person] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        keys: dict[str, dict[int, list[str]]] = {}
        for person in self.people:
            for level, name in _names_of(person):
                ids = keys.setdefault(name, {}).setdefault(level, [])
                if person.id not in ids:
                    ids.append(person.id)
        for name, who in self.aliases:
            keys[fold(name).strip()] = {_EXACT: [who]}
        handles = {name: tuple(levels[_EXACT]) for name, levels in keys.items() if name and _EXACT in levels}
        best = {name: tuple(dict.fromkeys(who for level in _said_alone(name, levels) for who in levels[level]))
                for name, levels in keys.items() if name}
        starts: dict[str, list[str]] = {}
        for name in sorted(best, key=lambda each: (-len(each), each)):
            starts.setdefault(name[0], []).append(name)
        object.__setattr__(self, "_keys", best)
        object.__setattr__(self, "_handles", handles)
        object.__setattr__(self, "_starts", starts)
        object.__setattr__(self, "_by_id", {person.id: person for person in self.people})

    def person(self, who: str) -> Person | None:
        """The person with this id, or None."""
        return self._by_id.get(who)

    def named(self, name: str) -> tuple[str, ...]:
        """The ids a whole name may mean: none, one, or several."""
        found = self.at(name.strip(), 0)
        return found.ids if found and found.end == len(name.strip()) else ()

    def with_role(self, role: str) -> tuple[str, ...]:
        """The ids of the people with a role."""
        return tuple(person.id for person in self.people if role in person.roles)

    def also(self, names: Iterable[tuple[str, str]], people: Iterable[Person] = ()) -> People:
        """The same roster with more aliases and people."""
        more = tuple(person for person in people if person.id not in self._by_id)
        names = tuple(dict.fromkeys(names))
        return self if not names and not more else People(self.people + more, self.aliases + names)

    def at(self, text: str, start: int, *, folded: str | None = None) -> Match | None:
        """The longest name that stands at ``start``; None when there is none. A possessive (``Bob's slides``) is no name."""
        mention = MENTION.match(text, start)
        if mention:
            return Match((mention[1],), mention.end(), True, mention[0])
        folded = fold(text) if folded is None else folded
        marked = text[start:start + 1] == "@"
        for at in (start, start + 1) if marked else (start,):
            place = at + len(title[0]) if (title := _TITLE.match(folded, at)) else at
            for begin in dict.fromkeys((at, place)):
                found = self._longest(folded, begin)
                if found:
                    typed = text[begin:begin + len(found)]
                    ids = self._handles.get(found, self._keys[found]) if marked else self._keys[found]
                    return Match(self._meant(ids, typed), begin + len(found), marked, typed)
        return None

    def _meant(self, ids: tuple[str, ...], typed: str) -> tuple[str, ...]:
        """Of several people, the one whose name has the very letters that were typed, accents and all."""
        handles = {who: {who.lower(), each.display.lower()} for who in ids if (each := self._by_id.get(who))}
        if len(ids) < 2 or not all(fold(typed) in map(fold, names) for names in handles.values()):
            return ids
        exact = tuple(who for who, names in handles.items() if typed.lower() in names)
        return exact if len(exact) == 1 else ids

    def _longest(self, folded: str, at: int) -> str | None:
        for name in self._starts.get(folded[at:at + 1], ()):
            if folded.startswith(name, at) and _ends(folded, at + len(name)):
                return name
        return None


def _said_alone(name: str, levels: dict) -> list[int]:
    """Which names count when this one is said without ``@``: a first name that is also somebody's handle means both of them."""
    return [_EXACT, _FIRST] if " " not in name and {_EXACT, _FIRST} <= set(levels) else [min(levels)]


def _ends(folded: str, at: int) -> bool:
    """Whether a name may end here: no letter goes on, and it is no possessive."""
    rest = folded[at:at + 12]
    if rest[:1].isalnum() or rest[:1] == "_" or re.match(r"[.-]\w", rest):
        return False
    return not re.match(r"'(?!ll\b|d\b|s (?:going to|to)\b)\w*", rest) or rest.startswith("' ") or rest == "'"


def _names_of(person: Person) -> list[tuple[int, str]]:
    names = [(_EXACT, fold(name).strip()) for name in (person.id, person.display, person.name)]
    for name in (person.name, person.display):
        words = _TITLE.sub("", fold(name).strip() + " ").split()
        if words:
            names.append((_EXACT, " ".join(words)))
        if len(words) > 1:
            names.append((_FIRST, words[0]))
            names += [(_EXACT, " ".join(words[:count])) for count in range(2, len(words))]
            names.append((_LAST, words[-1]))
            if words[-1][0] not in "ai":   # "Sam K"; "a" and "I" are words
                names += [(_EXACT, f"{words[0]} {words[-1][0]}"), (_EXACT, f"{words[0]} {words[-1][0]}.")]
    return [(level, name) for level, name in names if name]
