"""What minutes are made of: lines and reactions of a thread, corrections, and the items that come out. Facts only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an item of the minutes is."""

    TOPIC = "topic"
    SUBTOPIC = "subtopic"
    NOTE = "note"
    DECISION = "decision"
    ACTION = "action"
    QUESTION = "question"
    IDEA = "idea"


class Control(StrEnum):
    """What a line can say about the meeting itself; it becomes no item."""

    START = "start"
    END = "end"
    UNDO = "undo"
    PRESENT = "present"
    REGRETS = "regrets"
    SCRIBE = "scribe"
    CHAIR = "chair"
    UNCHAIR = "unchair"
    KNOWN = "known"
    AGENDA = "agenda"
    TAKE_UP = "take_up"
    MOTION = "motion"
    VOTE = "vote"
    CLOSE = "close"
    TITLE = "title"


class Deed(StrEnum):
    """What somebody did to the minutes by a button or a form."""

    ADD = "add"
    EDIT = "edit"
    REMOVE = "remove"
    RESTORE = "restore"
    PLACE = "place"
    SURE = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of the thread. ``text`` is Slack's wire text; ``ts`` and ``edited_ts`` are Slack's, seconds as text."""

    ts: str
    author: str
    text: str
    edited_ts: str | None = None
    deleted: bool = False
    bot: bool = False
    subtype: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """``user`` put ``name`` under the message ``ts``. ``gone``: they took it away; ``at`` is when that or the adding happened."""

    ts: str
    user: str
    name: str
    gone: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One recorded act on the item ``key``. ``values`` of an edit or an addition: ``kind``, ``text``, ``owners``, ``due``, ``topic``;
    ``ts`` of an addition: the message it was made from; of a placing: ``topic``. ``due`` is a date, an aware datetime or either in
    ISO 8601. ``number`` orders what has one ``at``.
    """

    by: str
    at: datetime
    key: str
    deed: Deed
    values: dict = field(default_factory=dict)
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What a reader of dates found: the text without the phrase, the phrase, the day or the instant.

    ``past``: the day is behind us and has to be asked about. ``choices``: label and value of what may have been meant.
    """

    text: str
    phrase: str | None = None
    due: date | datetime | None = None
    past: bool = False
    choices: tuple[tuple[str, date | datetime], ...] = ()


ReadDue = Callable[[str, datetime, str], Due]


def no_due(text: str, at: datetime, zone: str) -> Due:
    """The reader that finds no date anywhere."""
    return Due(text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the minutes, tied to the message ``ts`` (None for a form's entry). ``text`` is wire text without marker, owners
    and due phrase; ``said`` the same before owners and due phrase were taken off.

    ``key`` is stable under edits: ``{ts}.{n}`` for the n-th marked line, ``r:{ts}:{kind}`` for a reaction, ``m:{id}`` for a form.
    ``owner_role`` is a role ("chairs", "everyone") nobody was named for; ``candidates`` the people an unclear name may mean; ``choices``
    the days an unclear date may mean. ``spelled`` is the marker's word. ``merged`` counts the entries this one stands for, ``also``
    their keys. Flags: misspelt, late, no_owner, two_people, unknown_name, no_date, date_past, date_unclear, urgent, edited, not_chair.
    """

    key: str
    kind: Kind
    text: str
    said: str
    ts: str | None
    author: str
    at: datetime
    owners: tuple[str, ...] = ()
    owner_text: tuple[str, ...] = ()
    owner_role: str | None = None
    everyone: bool = False
    helpers: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    due_text: str | None = None
    due: date | datetime | None = None
    choices: tuple[tuple[str, date | datetime], ...] = ()
    topic: str | None = None
    flags: frozenset[str] = frozenset()
    spelled: str = ""
    marked_by: str = ""
    merged: int = 1
    also: tuple[str, ...] = ()
    votes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic (``key`` None: what was said before the first), the keys of its items in order, and its subtopics."""

    key: str | None
    text: str
    items: tuple[str, ...] = ()
    subtopics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person, once. ``who`` is None for somebody named who is not in Slack. ``lines`` counts what they wrote.

    ``how``: wrote, reacted, button, named. ``first`` and ``last`` are None for somebody who was only named.
    """

    who: str | None
    name: str
    first: datetime | None = None
    last: datetime | None = None
    lines: int = 0
    how: frozenset[str] = frozenset()
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something asked for on the next agenda from inside the thread."""

    key: str
    author: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """All that the thread and the corrections say. ``items`` are in the order of the thread; ``removed`` were taken out by hand or by
    ``undo`` and can be restored. ``proposed`` were marked by somebody without the right to, in a meeting kept MeetBot's way.
    """

    items: tuple[Item, ...] = ()
    topics: tuple[Topic, ...] = ()
    removed: tuple[Item, ...] = ()
    proposed: tuple[Item, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    regrets: tuple[str, ...] = ()
    agenda: tuple[Point, ...] = ()
    chairs: tuple[str, ...] = ()
    scribes: tuple[str, ...] = ()
    title: str = ""
    started: datetime | None = None
    ended: datetime | None = None

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """The items of one kind, in the order of the thread."""
        return tuple(item for item in self.items if item.kind == kind)

    def item(self, key: str) -> Item | None:
        """The item with this key, also one that was merged into another; None when it is not in the minutes."""
        return next((item for item in self.items if item.key == key or key in item.also), None)


def moment(ts: str) -> datetime:
    """When a message was written, from Slack's ``ts`` (seconds since 1970, six decimals). The epoch for what is no number."""
    try:
        whole, _, part = ts.partition(".")
        return datetime.fromtimestamp(int(whole), UTC).replace(microsecond=int((part + "000000")[:6] or 0))
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def order(ts: str | None) -> tuple[int, int]:
    """A ``ts`` as something that sorts; what is no number comes first."""
    whole, _, part = (ts or "").partition(".")
    return (int(whole) if whole.isascii() and whole.isdigit() else 0,
            int((part + "000000")[:6]) if part.isascii() and part.isdigit() else 0)
