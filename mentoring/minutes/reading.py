"""A marked line, or a message somebody reacted to, as an item."""

from __future__ import annotations

import re
from dataclasses import replace

from mentoring.minutes.actions import mentions, read_action
from mentoring.minutes.items import Item, Kind, Line, ReadDue, moment
from mentoring.minutes.marking import Mark
from mentoring.minutes.owning import opening
from mentoring.minutes.people import People


def confirmed(mark: Mark, author: str, people: People) -> bool:
    """Whether ``action NAME to …`` names somebody: W3C's form without a colon, which is talk otherwise."""
    owned = opening(mark.text, author, people)
    return owned.strong and bool(owned.owners or owned.candidates or owned.role) and bool(owned.text)


def item_of(line: Line, mark: Mark, *, people: People, read_due: ReadDue, zone: str) -> Item:
    """The item of one marked line; ``zone`` is the group's."""
    key, flags = f"{line.ts}.{mark.nth}", frozenset({"misspelt"}) if mark.misspelt else frozenset()
    if mark.kind == Kind.ACTION:
        return _action(line, key, mark.text, mark.spelled, flags, people=people, read_due=read_due, zone=zone)
    return Item(key=key, kind=mark.kind, text=_tidy(mark.text), said=mark.text, ts=line.ts, author=line.author, at=moment(line.ts),
                spelled=mark.spelled, flags=flags, marked_by=line.author)


def topic_of(line: Line, mark: Mark, text: str) -> Item:
    """A topic that was taken up from the agenda."""
    return Item(key=f"{line.ts}.{mark.nth}", kind=Kind.TOPIC, text=text, said=text, ts=line.ts, author=line.author, at=moment(line.ts),
                spelled=mark.spelled, marked_by=line.author)


def reacted_item(line: Line, kind: Kind, by: str, *, people: People, read_due: ReadDue, zone: str) -> Item | None:
    """The whole message as an item, marked by ``by`` with a reaction. An action belongs to whom it names or mentions, else its author."""
    text = " ".join(line.text.split())
    if not text:
        return None
    key = f"r:{line.ts}:{kind}"
    if kind != Kind.ACTION:
        return Item(key=key, kind=kind, text=_tidy(text), said=text, ts=line.ts, author=line.author, at=moment(line.ts), marked_by=by)
    item = _action(line, key, text, "", frozenset(), people=people, read_due=read_due, zone=zone, by=by)
    if item.owners or item.owner_role or item.candidates:
        return item
    return _with_owners(item, mentions(text) or (line.author,))


def _with_owners(item: Item, owners: tuple[str, ...]) -> Item:
    return replace(item, owners=owners, owner_text=(), flags=item.flags - {"no_owner", "unknown_name"})


def _action(line: Line, key: str, text: str, spelled: str, flags: frozenset[str], *, people: People, read_due: ReadDue, zone: str,
            by: str = "") -> Item:
    person = people.person(line.author)
    action = read_action(text, author=line.author, at=moment(line.ts), zone=person.tz if person and person.tz else zone, people=people,
                         read_due=read_due)
    owned = action.owned
    return Item(key=key, kind=Kind.ACTION, text=action.text, said=text, ts=line.ts, author=line.author, at=moment(line.ts),
                owners=owned.owners, owner_text=owned.unknown, owner_role=owned.role, everyone=owned.role == "everyone",
                helpers=action.helpers, candidates=owned.candidates, due_text=action.due.phrase, due=action.due.due,
                choices=action.due.choices, flags=flags | action.flags, spelled=spelled, marked_by=by or line.author)


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
