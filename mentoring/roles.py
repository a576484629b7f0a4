"""Roles (roadmap step 4): who does what in a group, for a meeting or a term, with duties that have names. No clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy

MOST_DUTIES = 5
LONGEST_NAME, LONGEST_DUTY = 40, 120
MOST_ROLES = 12
TERMS = (1, 3, 6, 12)                  # months
LEADERLESS = timedelta(days=7)         # a group without an organiser is asked; after so long without an answer the rule decides
LONG_AWAY = timedelta(days=7)          # an organiser who is away for less needs nobody in their place
NO_SIGN = timedelta(days=14)           # an organiser who is asked whether they still do it, and does not answer


class Key(StrEnum):
    """What every group has. A role of the group's own has none of these."""

    ORGANISER = "organiser"
    LEAD = "lead"
    SCRIBE = "scribe"
    CORRESPONDENT = "correspondent"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of a group. ``months`` is its term, or None: it is given anew for each meeting. ``weight``: what a turn counts as load."""

    id: int = 0
    group_id: int
    key: Key
    name: str
    duties: tuple[str, ...]
    months: int | None = None
    weight: int = 1
    created: datetime
    created_by: int | None = None
    retired: datetime | None = None
    version: int = 1

    @property
    def per_meeting(self) -> bool:
        """Whether it is given for each meeting by the rotation."""
        return self.months is None and self.key is not Key.ORGANISER


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Somebody, or nobody yet (``person_id`` None), has a role: at a meeting, or from ``first`` to ``last``.

    ``firm``: its holder has been told or has said yes, so that it does not change without a cause. ``done``: the duties that are done, by
    place. ``seat`` 2 is the co-lead's. ``by_id`` None: by the rotation. ``ended`` rows are the history.
    """

    id: int = 0
    group_id: int
    role_id: int
    meeting_id: int | None = None
    seat: int = 1
    first: date | None = None
    last: date | None = None
    person_id: int | None
    firm: bool = False
    done: tuple[int, ...] = ()
    since: datetime
    by_id: int | None = None
    why: str = "rotation"
    ended: datetime | None = None
    ended_by: int | None = None
    ended_why: str = ""


class Ask(StrEnum):
    """What somebody may be asked for."""

    SWAP = "swap"               # your turn for mine
    TAKE = "take"               # may I do it instead of you?
    ORGANISER = "organiser"     # will you organise the group?
    STILL = "still"             # do you still organise the group?


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question to one person that only they can answer. ``give`` and ``take`` are assignments; ``state``: asked, yes, no, void."""

    id: int = 0
    group_id: int
    what: Ask
    from_id: int
    to_id: int
    give: int | None = None
    take: int | None = None
    state: str = "asked"
    at: datetime
    settled: datetime | None = None


ALWAYS: tuple[tuple[Key, str, tuple[str, ...], int | None, int], ...] = (
    (Key.LEAD, "Discussion lead", ("Choose what you talk about, from the topics with most votes", "Put the agenda in order",
                                   "Open, keep the time, and see that everybody speaks", "Close with who does what by when"), None, 2),
    (Key.SCRIBE, "Scribe", ("Mark decisions and action items in the thread", "Look the draft over after the meeting: two minutes"),
     None, 1),
    (Key.CORRESPONDENT, "Correspondent", ("Answer questions from outside the group", "Invite guests and thank them",
                                          "Send news to those who should have it"), 6, 1),
)
ORGANISER_DUTIES = ("Keep six months of dates ahead", "Keep members and settings up to date", "Approve the minutes, or let silence do it",
                    "See that every role has somebody", "Hand over in good time")


def always(group_id: int, now: datetime) -> list[Role]:
    """The roles that every group begins with."""
    return [Role(group_id=group_id, key=key, name=name, duties=duties, months=months, weight=weight, created=now)
            for key, name, duties, months, weight in ALWAYS]


def need_sight(actor: Actor, role: Role | None) -> Role:
    """The role, or ``NotFound`` in the same words for "does not exist" and "not of your groups"."""
    if role is None or not actor.is_in(role.group_id):
        raise NotFound("that role", "role")
    return role


def need_lead(actor: Actor, group_id: int) -> None:
    """Refused for whoever does not organise the group."""
    if not actor.organises(group_id):
        raise Refused("An organiser of the group says which roles there are. You can take, swap or leave a turn of your own.")


def check(name: str, duties: str, months: str | int | None, others: Sequence[Role]) -> tuple[str, tuple[str, ...], int | None]:
    """A role's name, duties (one a line, or with semicolons) and term as they will be kept; ``Refused`` names the field."""
    name = one_line(tidy(name, name="name", longest=LONGEST_NAME, field="name"))
    if not name:
        raise Refused("What is the role called? One or two words, such as “Snacks”.", field="name")
    taken = {Key.ORGANISER.value, *(r.name.casefold() for r in others)}
    if name.casefold() in taken:
        raise Refused(f"There is a role called {name} already.", field="name")
    parts = [p for line in tidy(duties, name="list of duties", field="duties").splitlines() for p in line.split(";")]
    listed = tuple(d for d in (one_line(p).strip("-•* ") for p in parts) if d)
    if len(listed) > MOST_DUTIES:
        raise Refused(f"Those are {len(listed)} duties. A role with more than {MOST_DUTIES} is two roles.", field="duties")
    if long := next((d for d in listed if len(d) > LONGEST_DUTY), None):
        raise Refused(f"One duty has {len(long)} characters; {LONGEST_DUTY} are the most. A few words are enough.", field="duties")
    return name, listed, term(months)


def term(months: str | int | None) -> int | None:
    """The months of a term, or None: anew for each meeting."""
    if months in (None, "", "meeting", 0, "0"):
        return None
    if str(months) not in {str(t) for t in TERMS}:
        raise Refused("A term is one, three, six or twelve months.", field="months")
    return int(months)


def named(text: str, roles: Sequence[Role]) -> tuple[Role | None, str]:
    """The role that typed words begin with, and the rest: by its name, its key, or the first word of its name."""
    words = one_line(text)
    low = words.casefold()
    for name, role in sorted(((n, r) for r in roles for n in _names(r)), key=lambda p: -len(p[0])):
        if low == name or low.startswith(name + " "):
            return role, words[len(name):].strip()
    return None, words


def _names(role: Role) -> set[str]:
    keys = {role.key.value} if role.key is not Key.OWN else set()
    return {role.name.casefold(), *keys}


def ended(one: Assignment, now: datetime, *, by: int | None, why: str) -> Assignment:
    """An assignment that holds no longer."""
    return replace(one, ended=now, ended_by=by, ended_why=why)


def months_after(day: date, months: int) -> date:
    """The last day of a term that begins on ``day``: a month has the days it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    begins = next(date(year, month + 1, d) for d in range(day.day, 0, -1) if _is_day(year, month + 1, d))
    return begins - timedelta(days=1)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def successor(members: Sequence[tuple[int, datetime]], here: Sequence[int], lead: int | None, but: Sequence[int] = ()) -> int | None:
    """Who stands in for an organiser: the discussion lead of the next meeting, else whoever has been a member longest, if they are here.

    ``members``: (person, joined) of those who may organise; ``here``: who is not away.
    """
    able = [(joined, person) for person, joined in members if person in here and person not in but]
    if lead is not None and any(person == lead for _, person in able):
        return lead
    return min(able, default=(None, None))[1]


SUCCESSION = ("If a group's organisers are all away for a week or more, the discussion lead of the next meeting stands in until one is "
              "back; without a lead, whoever has been a member longest. If nobody organises any more, the group is asked; after seven days "
              "without an answer the same person takes it on. Whoever asks an organiser “still you?” gets an answer within fourteen "
              "days, or it passes the same way.")
