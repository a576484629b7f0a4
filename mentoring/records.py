"""The record of a meeting: what its minutes say, as plain values that can be shown, filed, searched and kept. No clock in here.

Texts are what people typed, in Slack's wire form (``<@U1>``, ``&amp;``); whoever shows them decides how. A version that was
approved is kept as the JSON of one of these.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum


class ItemKind(StrEnum):
    """What a line of the minutes is."""

    TOPIC = "topic"
    NOTE = "note"
    DECISION = "decision"
    ACTION = "action"
    QUESTION = "question"
    IDEA = "idea"


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person as the record names them: their Slack id, or only a name that was typed and is nobody we know."""

    user: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was there. ``first`` and ``last`` are when they were first and last seen, where that is known."""

    who: Who
    first: datetime | None = None
    last: datetime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item. ``topic`` is the key of the topic under which it stands, ``parent`` of a subtopic its topic; ``ts`` its message.

    ``after``: it was added when the meeting was over. ``due`` is the day of an action, ``due_time`` a wall time ("17:00").
    """

    key: str
    kind: ItemKind
    text: str
    topic: str | None = None
    owners: tuple[Who, ...] = ()
    due: date | None = None
    due_time: str | None = None
    author: Who | None = None
    ts: str | None = None
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Minutes, whole. ``starts`` and ``ends`` are instants in UTC, shown in ``tz``. ``version`` 0 is a draft. ``entries`` are in order.

    ``sensitive``: decisions and actions only are kept (features 6.11), and the record holds no others.
    """

    group: str
    number: int
    starts: datetime
    ends: datetime | None
    tz: str
    channel: str
    ts: str | None
    lead: Who | None = None
    scribe: Who | None = None
    present: tuple[Present, ...] = ()
    regrets: tuple[Who, ...] = ()
    entries: tuple[Entry, ...] = ()
    carried: tuple[str, ...] = ()
    sensitive: bool = False
    version: int = 0
    approved: datetime | None = None

    def of(self, *kinds: ItemKind) -> tuple[Entry, ...]:
        """The entries of these kinds, in order."""
        return tuple(e for e in self.entries if e.kind in kinds)

    @property
    def title(self) -> str:
        """The topics in a line, or nothing."""
        return " · ".join(e.text for e in self.of(ItemKind.TOPIC) if e.topic is None)


def as_json(record: Record) -> dict:
    """The record as values that JSON can hold."""
    return _plain(asdict(record))


def _plain(value):
    match value:
        case dict():
            return {k: _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def of_json(body: dict) -> Record:
    """The record that `as_json` gave; what a newer program added and this one does not know is left out."""
    values = _known(Record, body)
    values |= {name: _moment(values.get(name)) for name in ("starts", "ends", "approved")}
    values |= {name: _who(values.get(name)) for name in ("lead", "scribe")}
    values["regrets"] = tuple(_who(w) for w in values.get("regrets", ()))
    values["carried"] = tuple(values.get("carried", ()))
    values["present"] = tuple(_present(p) for p in values.get("present", ()))
    values["entries"] = tuple(_entry(e) for e in values.get("entries", ()))
    return Record(**values)


def _known(kind: type, body: dict) -> dict:
    names = {f.name for f in fields(kind)}
    return {k: v for k, v in body.items() if k in names}


def _moment(words: str | None) -> datetime | None:
    return datetime.fromisoformat(words) if words else None


def _who(body: dict | None) -> Who | None:
    return Who(**_known(Who, body)) if body else None


def _present(body: dict) -> Present:
    values = _known(Present, body)
    return Present(**values | {"who": _who(values["who"]), "first": _moment(values.get("first")), "last": _moment(values.get("last"))})


def _entry(body: dict) -> Entry:
    values = _known(Entry, body)
    due = values.get("due")
    return Entry(**values | {"kind": ItemKind(values["kind"]), "owners": tuple(_who(w) for w in values.get("owners", ())),
                             "due": date.fromisoformat(due) if due else None, "author": _who(values.get("author"))})
