"""Action items (roadmap step 10): what somebody has taken on, who may change it, and what follows when two do at once. No clock in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import tidy

LONGEST = 2000
LONGEST_WORD = 1000      # a note, a reason
MOST_OWNERS = 12
FURTHEST = timedelta(days=366 * 3)


class State(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Consent(StrEnum):
    """What an owner has said to it. Whoever was named by somebody else is asked first (minutes.md, Rights: "no silent orders")."""

    ASKED = "asked"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Somebody who has it. ``since``: from when on."""

    person_id: int
    user: str
    name: str = ""
    state: Consent = Consent.ASKED
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionItem:
    """An action item of a group. ``due`` is a day, with a wall time in ``tz`` where one was said.

    ``meeting_id`` and ``item`` name the line of the minutes it came from, ``channel`` and ``ts`` the message. ``text`` is in plain words.
    """

    id: int = 0
    group_id: int
    number: int
    text: str
    state: State = State.OPEN
    due: date | None = None
    due_time: str | None = None
    tz: str
    meeting_id: int | None = None
    item: str | None = None
    channel: str | None = None
    ts: str | None = None
    reason: str = ""
    version: int = 1
    created: datetime
    created_by: int | None = None
    settled: datetime | None = None
    settled_by: int | None = None
    owners: tuple[Owner, ...] = ()

    @property
    def ref(self) -> str:
        """The number as it is shown and typed."""
        return f"#{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state is State.OPEN

    def late(self, today: date) -> bool:
        """Whether its day has passed while it is open."""
        return self.is_open and self.due is not None and self.due < today

    def owner(self, person_id: int) -> Owner | None:
        """This person's part in it, if they have one."""
        return next((o for o in self.owners if o.person_id == person_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of its history. ``kind``: note, text, due, owners, state or accepted; ``was`` and ``text`` the old and the new."""

    at: datetime
    kind: str
    user: str | None = None
    was: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person says of an action item: the fields of its form. ``owners``: Slack ids."""

    text: str
    owners: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An action item as minutes name it. ``item`` is the key of the line; ``text`` in plain words; ``owners`` and ``author`` Slack ids."""

    item: str
    text: str
    owners: tuple[str, ...]
    due: date | None
    due_time: str | None
    ts: str | None
    author: str | None = None


# ---- who may what ----------------------------------------------------------------------------------------------

def may_see(actor: Actor, item: ActionItem) -> bool:
    """The members of its group."""
    return actor.is_in(item.group_id)


def may_change(actor: Actor, item: ActionItem) -> bool:
    """Its owners, whoever wrote it down, organisers; and everybody in the group while nobody has it."""
    if not may_see(actor, item):
        return False
    mine = item.owner(actor.person.id) is not None or item.created_by == actor.person.id
    return mine or not item.owners or actor.organises(item.group_id)


def need_sight(actor: Actor, item: ActionItem | None, ref: str = "") -> ActionItem:
    """The action item, or ``NotFound`` in the same words for "does not exist" and "not yours to see"."""
    if item is None or not may_see(actor, item):
        raise NotFound(f"action item {ref}" if ref else "that action item", "action list")
    return item


def need_hand(actor: Actor, item: ActionItem | None, ref: str = "") -> ActionItem:
    """The action item, when the actor may change it."""
    item = need_sight(actor, item, ref)
    if not may_change(actor, item):
        names = " and ".join(o.name or "its owner" for o in item.owners)
        raise Refused(f"Action item {item.ref} is with {names}; only they, whoever wrote it down, or an organiser can change it. "
                      f"You can add a note: `/mentor action note {item.number} …`.")
    return item


# ---- words and days ----------------------------------------------------------------------------------------------

def check_text(text: str, *, field: str = "what") -> str:
    """The words as they will be kept; ``Refused`` names the field."""
    text = tidy(text, name="action item", longest=LONGEST, field=field)
    if not text:
        raise Refused("What is to be done? A few words are enough.", field=field)
    return text


def check_due(due: date | None, *, today: date, was: date | None = None) -> date | None:
    """The day as it will be kept; one that has passed may only stay as it was."""
    if due is not None and due != was:
        if due < today:
            raise Refused("That day has passed; please choose one that is still ahead.", field="due")
        if due - today > FURTHEST:
            raise Refused("That is more than three years away; please choose an earlier day.", field="due")
    return due


def check(wording: Wording, *, today: date, was: date | None = None) -> Wording:
    """The wording as it will be kept; ``Refused`` names the field."""
    return replace(wording, text=check_text(wording.text), due=check_due(wording.due, today=today, was=was))


def check_word(text: str, *, name: str = "note", field: str = "note") -> str:
    """A note or a reason as it will be kept."""
    return tidy(text, name=name, longest=LONGEST_WORD, field=field)


# ---- how it moves ------------------------------------------------------------------------------------------------

def settle(item: ActionItem, state: State, *, by: int, reason: str, now: datetime) -> ActionItem:
    """Done or dropped."""
    return replace(item, state=state, settled=now, settled_by=by, reason=reason)


def reopen(item: ActionItem) -> ActionItem:
    """Open again."""
    if item.is_open:
        raise Refused(f"Action item {item.ref} is open already.")
    return replace(item, state=State.OPEN, settled=None, settled_by=None, reason="")


def in_order(items: Iterable[ActionItem]) -> list[ActionItem]:
    """By due day, those without one last, then by number: what is late comes first by itself."""
    return sorted(items, key=lambda i: (i.due is None, i.due or date.max, i.number))


def for_agenda(items: Iterable[ActionItem], meeting_day: date) -> tuple[list[ActionItem], int]:
    """What an agenda names: late first, then what is due by the meeting or has no day or nobody; and how many are due later."""
    every = in_order(i for i in items if i.is_open)
    now = [i for i in every if i.due is None or i.due <= meeting_day or not i.owners]
    return now, len(every) - len(now)


def known_late(item: ActionItem, last_meeting: date | None) -> bool:
    """Whether the group knows already that it is late: it was so at its last meeting (minutes.md: lateness is private until then)."""
    return last_meeting is not None and item.late(last_meeting)
