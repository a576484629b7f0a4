"""An action line, read whole: owners, what to do, by when, and what has to be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from mentoring.minutes.items import Due, ReadDue
from mentoring.minutes.owning import Owned, opening
from mentoring.minutes.people import MENTION, People, fold
from mentoring.minutes.trailing import trailing
from mentoring.patterns import regex
from mentoring.text import without_end

_URGENT = regex(r"^(?:asap|urgent(?:ly)?)\b[\s:,-]*|[\s,;(–—-]*\(?\b(?:by |as |soonest )?(?:asap|urgent(?:ly)?)\)?[\s.!]*$", re.I)
_EDGE = " \t,;:–—-"
_BY = r"(?:by|before|due(?: by| on)?|until|on or before|no later than|on)"
_LED = (regex(rf"{_BY}\b:?\s+(?P<phrase>[^,:;–—]{{2,40}}?)\s*(?:[,:;–—]|\s-|\sto(?=\s))\s+(?P<rest>\S.*)$", re.I),
        regex(rf"[(\[]\s*{_BY}\b:?\s+(?P<phrase>[^()\[\]]{{2,40}}?)\s*[)\]][,:]?\s+(?P<rest>\S.*)$", re.I),
        regex(r"[(\[]\s*(?P<phrase>[^()\[\]]{2,24}?)\s*[)\]][,:]?\s+(?P<rest>\S.*)$"),   # "bob (Dec 1): …"; it must be a day
        regex(r"(?P<phrase>[^,:;–—()\[\]]{2,24}?)\s*:\s+(?P<rest>\S.*)$"))
_SQUARE_END = regex(r"\[([^\[\]]{2,60})\](?=[\s.]*$)")
_HALF_BRACKET = regex(r"[(\[][^()\[\]]{1,60}$")
_EMOJI_END = regex(r":[a-z0-9_+-]+:$")
_WITH = regex(r"\b(?:with|to|alongside|help(?:ed)? (?:by|from))\s+(?=\S)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What an action line says. ``text`` is the bare task; ``owned`` who; ``due`` by when; ``flags`` what is missing or unclear."""

    text: str
    owned: Owned
    due: Due
    helpers: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()


def read_action(text: str, *, author: str, at: datetime, zone: str, people: People, read_due: ReadDue) -> Action:
    """Read the text behind an action marker (wire text). ``zone`` is the author's; ``at`` when it was written. Never raises."""
    rest = _trim(text)
    urgent, rest = _urgent(rest)
    lead, rest = _leading_due(rest, author, at, zone, people, read_due)
    owned = opening(rest, author, people)
    pressed, rest = _urgent(owned.text)
    if lead is None and owned.settled:
        lead, rest = _leading_due(rest, author, at, zone, people, read_due)
    due, owned = _tail(rest, replace(owned, text=rest), author, at, zone, people, read_due)
    due = lead or due
    if owned.settled and due.phrase and owned.text.lower().startswith("to "):   # "bob, by Friday, to send it"
        owned = replace(owned, text=owned.text[3:])
    left = _trim(owned.text) or _trim(rest) or _trim(text)
    late_urgent, left = _urgent(left)
    flags = _flags(owned, due) | (frozenset({"urgent"}) if urgent or pressed or late_urgent else frozenset())
    return Action(text=left, owned=owned, due=due, helpers=owned.helpers or _helpers(left, owned, people), flags=flags)


def _tail(rest: str, owned: Owned, author: str, at: datetime, zone: str, people: People, read_due: ReadDue) -> tuple[Due, Owned]:
    """Take the due phrase and the owners off the end, whichever stands last."""
    due = read_due(rest, at, zone) if rest else Due(text=rest)
    if due.phrase is None and (square := _SQUARE_END.search(rest)):   # "[due 12/15]" reads as "(due 12/15)"
        in_brackets = read_due(f"{rest[:square.start()]}({square[1]})", at, zone)
        due = in_brackets if in_brackets.phrase is not None else due
    if due.phrase is not None and (bracket := _HALF_BRACKET.search(due.text)):   # "(bob, by Friday)"
        due = replace(due, text=f"{due.text[:bracket.start()]}{bracket[0]}{')' if bracket[0][0] == '(' else ']'}")
    if owned.settled and not owned.nobody:
        behind = trailing(rest, author, people) if due.phrase is None else None   # "bob to send it by Friday (carol)": carol is asked about
        if behind and behind.strong and (owned.owners and set(behind.owners) <= set(owned.owners)):
            rest = behind.text
            due = read_due(rest, at, zone)
        return due, replace(owned, text=due.text if due.phrase else rest)
    behind = trailing(due.text if due.phrase else rest, author, people)
    if behind.settled and due.phrase is None:
        due = read_due(behind.text, at, zone)
        behind = replace(behind, text=due.text) if due.phrase else behind
    if behind.settled:
        return due, behind
    return due, replace(owned, text=due.text if due.phrase else rest)


def _leading_due(text: str, author: str, at: datetime, zone: str, people: People, read_due: ReadDue) -> tuple[Due | None, str]:
    """``by Friday, bob to send it``, ``(due Friday) bob to send it``, ``by 15 Dec bob to send it``, ``by Friday to send it``."""
    parted = [(found["phrase"], found["rest"]) for pattern in _LED if (found := pattern.match(text))]
    words = text.split()
    if words and words[0].lower() in ("by", "before", "on", "due"):
        for count in range(2, min(6, len(words))):
            rest = " ".join(words[count:])
            if (owned := opening(rest, author, people)).strong and (owned.owners or owned.role):
                parted.append((" ".join(words[1:count]), rest))
    for phrase, rest in parted:
        due = read_due(f"this by {phrase}", at, zone)
        if due.phrase is not None and due.text.strip() == "this" and due.due is not None:
            return replace(due, text=rest), rest
    return None, text


def _urgent(text: str) -> tuple[bool, str]:
    rest = _URGENT.sub("", text, count=1)
    return (True, rest) if rest != text and rest.strip() else (False, text)


def _trim(text: str) -> str:
    text = text.strip().lstrip(_EDGE)
    text = without_end(text, _EDGE.replace(":", "") if _EMOJI_END.search(text) else _EDGE)
    if text.endswith(".") and not text.endswith(".."):
        text = text[:-1].rstrip()
    return text


def _helpers(text: str, owned: Owned, people: People) -> tuple[str, ...]:
    """Known people named behind "with" or "to": shown, never owners."""
    whole = fold(text)
    found: list[str] = []
    for word in _WITH.finditer(text):
        known = people.at(text, word.end(), folded=whole)
        if known and len(known.ids) == 1 and people.person(known.ids[0]) and known.ids[0] not in owned.owners:
            found.extend(known.ids)
    return tuple(dict.fromkeys(found))


def _flags(owned: Owned, due: Due) -> frozenset[str]:
    flags = set()
    if owned.candidates:
        flags.add("two_people")
    if owned.unknown:
        flags.add("unknown_name")
    if not (owned.owners or owned.candidates or owned.unknown or owned.role):
        flags.add("no_owner")
    if due.past:
        flags.add("date_past")
    elif due.choices:
        flags.add("date_unclear")
    elif due.due is None:
        flags.add("no_date")
    return frozenset(flags)


_PROMISE = regex(r"(?:(?:<@[^>]+>|@?[\w.]+)(?: and (?:<@[^>]+>|@?[\w.]+))?)(?:'ll|'m going to|'s going to| will| shall| can|"
                      r" is going to| am going to| are going to| to)\s+\S", re.I)
_OFFER = regex(r"\b(?:take|have|own|do|pick up) (?:on )?(?:an?|this|that|the) action\b", re.I)
_NO_PROMISE = regex(r"(?:it|this|that|there|he|she|they|you|what|who|we'll see|i'll be|i will be|"
                         r"i can(?:'t|not| see| hear| imagine))\b", re.I)


def promise(text: str, *, author: str, people: People) -> bool:
    """Whether an unmarked line is worth offering as an action: somebody known promises something, or an action is asked for.

    It is offered, never filed.
    """
    line = fold(text.strip())
    if _OFFER.search(line) and line.endswith("?") and re.search(r"\b(?:someone|somebody|anyone|who|volunteer)\b", line):
        return True
    if line.endswith("?") or _NO_PROMISE.match(line) or not _PROMISE.match(line):
        return False
    owned = opening(text.strip(), author, people)
    return owned.strong and bool(owned.owners) and not owned.unknown and bool(owned.text)


def instant_or_day(value: date | datetime | str | None) -> date | datetime | None:
    """A due date as a correction holds it: as it is, or out of ISO 8601; None for what is no date."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError:
        return None


def mentions(text: str) -> tuple[str, ...]:
    """The ids that a text mentions, in order."""
    return tuple(dict.fromkeys(MENTION.findall(text)))
