"""``fold``: the thread's lines and reactions and the corrections in, the minutes out. The same for any order and any doubling."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from mentoring.minutes.amending import amended, is_talk, standing
from mentoring.minutes.correcting import apply
from mentoring.minutes.items import Control, Correction, Item, Kind, Line, Minutes, Reaction, ReadDue, moment, no_due, order
from mentoring.minutes.marking import Mark, marks
from mentoring.minutes.outline import merged, placed, tree
from mentoring.minutes.people import People
from mentoring.minutes.presence import Roll, names_in
from mentoring.minutes.reading import confirmed, item_of, reacted_item, topic_of
from mentoring.minutes.running import Running
from mentoring.patterns import regex

SIGNS: Mapping[str, Kind] = {"pushpin": Kind.NOTE, "white_check_mark": Kind.DECISION, "point_right": Kind.ACTION,
                             "bookmark_tabs": Kind.TOPIC}


def fold(lines: Iterable[Line], reactions: Iterable[Reaction] = (), corrections: Iterable[Correction] = (), *, people: People,
         read_due: ReadDue = no_due, zone: str = "UTC", started: datetime | None = None, ended: datetime | None = None,
         leads: Collection[str] = (), here: Iterable[tuple[str, datetime]] = (), signs: Mapping[str, Kind] = SIGNS) -> Minutes:
    """The minutes of a thread.

    ``lines`` and ``reactions`` may come in any order, several times, in several versions. ``zone`` is the group's, for whoever has none
    of their own; ``leads`` may edit and undo what others wrote; ``here`` are the presses of "I'm here"; ``signs`` says which reaction
    marks what. ``started`` and ``ended`` are the meeting's; without them the thread's own words count.
    """
    thread = standing(lines)
    thread = amended(thread, trusted=None if _is_w3c(thread) else _trusted(thread, people, leads))
    talk = [line for line in thread if is_talk(line) and not _is_bot(line.author, people)]
    read = [(line, marks(line.text)) for line in talk]
    people = people.also(_aliases(read, people))
    meetbot = any(mark.kind == Control.START and mark.spelled == "startmeeting" for _, found in read for mark in found)
    running = Running(people, leads=leads, meetbot=meetbot)
    roll = Roll(people)
    state = _held(reactions, people)
    for line, found in read:
        _take(line, found, running, roll, people=people, read_due=read_due, zone=zone)
        _react(line, found, state, running, signs, people=people, read_due=read_due, zone=zone)
    _beside(thread, read, running, roll)
    known = {line.ts for line in thread}
    for reaction in state:
        if reaction.ts in known:
            roll.did(reaction.user, moment(reaction.at or reaction.ts), "reacted")
    for who, at in here:
        roll.did(who, at, "button")
    return _bound(running, roll, corrections, started=started, ended=ended)


def _bound(running: Running, roll: Roll, corrections: Iterable[Correction], *, started: datetime | None, ended: datetime | None) -> Minutes:
    """The minutes out of what was read: corrections, topics, doubles, attendance."""
    started, ended = started or running.started, ended or running.ended
    kept, removed, places = apply(running.items, running.undone, corrections, ended=ended)
    items = merged(placed(kept, places))
    items = placed(items, {**{item.key: item.topic for item in items if item.kind != Kind.TOPIC}})
    attendees = roll.attendees(started)
    there = {each.who or each.name for each in attendees}
    return Minutes(items=tuple(items), topics=tree(items), removed=tuple(removed), proposed=tuple(running.proposed), attendees=attendees,
                   regrets=tuple(who for who in roll.regrets if who not in there), agenda=tuple(running.waiting()),
                   chairs=tuple(running.chairs), scribes=tuple(running.scribes), title=running.title, started=started, ended=ended)


_W3C_BOT = regex(r"(?:rrsagent|zakim|trackbot)(?:[,:]|$)", re.I)
_LIST = regex(r"attendees (?:have been|were) (?P<names>.+)", re.I)


def _beside(thread: list[Line], read: list[tuple[Line, tuple[Mark, ...]]], running: Running, roll: Roll) -> None:
    """Presence by other ways: whom a scribe's lines quote, and W3C's Zakim listing who telephoned."""
    for line, found in read:
        if not found and line.author in running.scribes:
            roll.spoke(line.text, line.author)
    more = False
    for line in thread:
        if line.author.lower() != "zakim":
            continue
        if names := _LIST.search(line.text):
            roll.listed(names["names"])
        elif more and line.text.startswith("..."):
            roll.listed(line.text.lstrip(". "))
        more = bool(names) or more and line.text.startswith("...")


def _is_bot(who: str, people: People) -> bool:
    person = people.person(who)
    return bool(person and person.bot)


def _is_w3c(thread: list[Line]) -> bool:
    """Whether W3C's bots are in it, or are spoken to: there everybody mends everybody's lines."""
    return any(_W3C_BOT.match(line.author) or _W3C_BOT.match(line.text) for line in thread)


def _trusted(thread: list[Line], people: People, leads: Collection[str]) -> set[str]:
    """Who may edit others' lines: the leads, and whom the thread names chair or scribe."""
    named = set(leads)
    for line in thread:
        for mark in marks(line.text):
            if mark.kind in (Control.CHAIR, Control.SCRIBE):
                named.update(who for who, _ in names_in(mark.text, line.author, people, spaced=True) if who)
    return named


def _aliases(read: list[tuple[Line, tuple[Mark, ...]]], people: People) -> list[tuple[str, str]]:
    """``#here alias02`` gives its author another name."""
    return [(mark.text, line.author) for line, found in read for mark in found
            if mark.kind == Control.PRESENT and mark.spelled == "here" and mark.text and not people.named(mark.text)]


def _held(reactions: Iterable[Reaction], people: People) -> list[Reaction]:
    """The reactions that stand: of each person's on a message the last that was heard. Bots' are none."""
    last: dict[tuple[str, str, str], Reaction] = {}
    for each in reactions:
        key = (each.ts, each.user, each.name)
        if key not in last or (order(each.at), each.gone, each.at) > (order(last[key].at), last[key].gone, last[key].at):
            last[key] = each
    return sorted((each for each in last.values() if not each.gone and not _is_bot(each.user, people)),
                  key=lambda each: (order(each.at or each.ts), each.ts, each.user, each.name))


def _take(line: Line, found: tuple[Mark, ...], running: Running, roll: Roll, *, people: People, read_due: ReadDue, zone: str) -> None:
    sorry_only = bool(found)
    for mark in found:
        match mark.kind:
            case Kind() if not mark.empty and (not mark.bare or confirmed(mark, line.author, people)):
                running.file(item_of(line, mark, people=people, read_due=read_due, zone=zone), signed=mark.signed)
            case Control.PRESENT:
                roll.present(line.author if mark.spelled == "here" else mark.text, line.author)
            case Control.REGRETS:
                sorry_only = roll.sorry(mark.text, line.author) and sorry_only
            case Control.KNOWN | Control.CHAIR | Control.UNCHAIR if mark.signed:
                if mark.text:
                    roll.present(mark.text, line.author, spaced=True)
        if isinstance(mark.kind, Control):
            running.told(mark, line)
        sorry_only = sorry_only and mark.kind == Control.REGRETS
    if not sorry_only:
        roll.wrote(line.author, line.ts)


def _react(line: Line, found: tuple[Mark, ...], state: list[Reaction], running: Running, signs: Mapping[str, Kind], *, people: People,
           read_due: ReadDue, zone: str) -> None:
    """Items by reaction on a line; a sign of what the line already is marks nothing, a tick on an action says it is done."""
    has = {mark.kind for mark in found if not mark.empty}
    for kind in dict.fromkeys(signs.get(each.name) for each in state if each.ts == line.ts):
        if kind is None or kind in has or kind == Kind.TOPIC and Kind.SUBTOPIC in has or kind == Kind.DECISION and Kind.ACTION in has:
            continue
        by = next(each.user for each in state if each.ts == line.ts and signs.get(each.name) == kind)
        if item := reacted_item(line, kind, by, people=people, read_due=read_due, zone=zone):
            running.file(item, signed=False)


def heard(line: Line, *, people: People, read_due: ReadDue = no_due, zone: str = "UTC") -> tuple[tuple[Mark, Item | None], ...]:
    """What one line says by itself, for the receipt: each mark with its item, None for what becomes none. The thread is not read."""
    return tuple((mark, item_of(line, mark, people=people, read_due=read_due, zone=zone)
                  if isinstance(mark.kind, Kind) and not mark.empty else None)
                 for mark in marks(line.text) if not mark.bare or confirmed(mark, line.author, people))


__all__ = ["SIGNS", "fold", "heard", "topic_of"]
