"""Experts from outside (roadmap step 7): who could help, their slot at a meeting, and how far an invitation is. No clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mentoring.meetings import Meeting
from mentoring.patterns import regex
from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy
from mentoring.topics import Field

LONGEST_NAME, LONGEST_MAIL, LONGEST_NOTE, LONGEST_BRIEF, LONGEST_QUESTION, LONGEST_ANSWER = 80, 120, 1000, 1000, 1000, 2500
LONGEST_LETTER = 3000
MOST, MOST_NEEDS, MOST_MEETINGS, MOST_QUESTIONS = 100, 20, 6, 20
SHORTEST, USUAL = 5, 20                    # minutes of a slot
REMIND_AFTER = timedelta(days=7)           # features 7.6
_MAIL = regex(r"[^\s@<>,;\"()]+@[^\s@<>,;\"()]+\.[^\s@<>,;\"()]+")


class State(StrEnum):
    """How far an invitation is. An expert without one is only suggested."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CAME = "came"
    MISSED = "missed"
    THANKED = "thanked"


_FROM: Mapping[State, frozenset[State]] = {
    State.ACCEPTED: frozenset({State.INVITED, State.DECLINED}), State.DECLINED: frozenset({State.INVITED, State.ACCEPTED}),
    State.INVITED: frozenset({State.DECLINED}), State.CAME: frozenset({State.ACCEPTED, State.INVITED, State.MISSED}),
    State.MISSED: frozenset({State.ACCEPTED, State.CAME}), State.THANKED: frozenset({State.CAME}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person says of an expert: the fields of the form. ``user``: a Slack id."""

    name: str
    mail: str = ""
    user: str | None = None
    field: Field | None = None
    note: str = ""
    shared: bool = False
    again: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """Somebody who could help a group. ``shared``: they agreed that other groups may know of them."""

    id: int = 0
    group_id: int
    number: int
    name: str
    mail: str = ""
    user: str | None = None
    field: Field | None = None
    note: str = ""
    shared: bool = False
    again: bool | None = None
    added_by: int | None = None
    created: datetime

    @property
    def ref(self) -> str:
        """The number as it is shown and typed."""
        return f"#{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An expert at a meeting: ``minutes`` from minute ``first`` of it. ``said``: when each state was reached.

    ``facilitates``: while that meeting goes on they may say that it does, and end it (features 7.2); nothing else, and no other meeting.
    """

    id: int = 0
    expert_id: int
    meeting_id: int
    first: int = 0
    minutes: int = USUAL
    brief: str = ""
    facilitates: bool = False
    state: State = State.INVITED
    told: datetime | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    invited_by: int | None = None
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to an expert, between meetings or for a slot; ``by`` is who asked."""

    id: int = 0
    expert_id: int
    visit_id: int | None = None
    asked_by: int | None = None
    by: str = ""
    text: str
    asked: datetime
    answer: str | None = None
    answered: datetime | None = None
    reminded: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a group needs somebody from outside for."""

    id: int = 0
    group_id: int
    topic_id: int | None = None
    text: str
    said_by: int | None = None
    created: datetime
    settled: datetime | None = None


def need_sight(actor: Actor, expert: Expert | None, ref: str = "") -> Expert:
    """The expert, or ``NotFound`` in the same words for "does not exist" and "not of your groups"."""
    if expert is None or not actor.is_in(expert.group_id):
        raise NotFound(f"expert {ref}" if ref else "that expert", "expert list")
    return expert


def need_organiser(actor: Actor, expert: Expert) -> None:
    """Raise ``Refused`` for whoever does not organise the expert's group."""
    if not actor.organises(expert.group_id):
        raise Refused("An organiser of the group invites experts and says how it went. Adding somebody or asking them is for everybody.")


def check(wording: Wording) -> Wording:
    """The wording as it will be kept; ``Refused`` names the field."""
    name = one_line(tidy(wording.name, name="name", longest=LONGEST_NAME, field="name"))
    if not name:
        raise Refused("Who is it? For example `/mentor expert add Dr Vera Lang vera@example.org`.", field="name")
    mail = one_line(tidy(wording.mail, name="address", longest=LONGEST_MAIL, field="mail"))
    if mail and not _MAIL.fullmatch(mail):
        raise Refused("That is no mail address, I think. `name@example.org` is one.", field="mail")
    return replace(wording, name=name, mail=mail, note=tidy(wording.note, name="note", longest=LONGEST_NOTE, field="note"))


def read_line(text: str) -> Wording:
    """``Dr Vera Lang vera@example.org``: what is a mail address is one, the rest is the name."""
    found = _MAIL.search(text)
    if not found:
        return Wording(name=text)
    return Wording(name=f"{text[:found.start()]} {text[found.end():]}".strip(" ,<>"), mail=found[0])


def check_slot(first: int, minutes: int, meeting: Meeting) -> None:
    """A slot begins and ends inside its meeting (features 7.7)."""
    if minutes < SHORTEST:
        raise Refused(f"A slot is {SHORTEST} minutes or more.", field="minutes")
    if first < 0 or first + minutes > meeting.minutes:
        raise Refused(f"Meeting {meeting.number} takes {meeting.minutes} minutes; the slot has to begin and end inside it.", field="first")


def slot(visit: Visit, meeting: Meeting) -> tuple[datetime, datetime]:
    """When an expert is there: it moves with the meeting."""
    begins = meeting.starts + timedelta(minutes=visit.first)
    return begins, begins + timedelta(minutes=visit.minutes)


def moved(visit: Visit, state: State, now: datetime) -> Visit:
    """The visit in another state; ``Refused`` where it cannot come to be."""
    if visit.state is state:
        return visit
    if visit.state not in _FROM[state]:
        raise Refused(f"That visit is “{visit.state.value}”; it cannot become “{state.value}” from there.")
    return replace(visit, state=state, said={**visit.said, state.value: now.isoformat()})


def question(text: str) -> str:
    """The words of a question as they are kept."""
    text = tidy(text, name="question", longest=LONGEST_QUESTION, field="text")
    if not text:
        raise Refused("What would you like to ask? For example `/mentor expert ask 2 How does the committee read a CV?`.", field="text")
    return text


def answer(text: str) -> str:
    """The words of an answer as they are kept."""
    text = tidy(text, name="answer", longest=LONGEST_ANSWER, field="text")
    if not text:
        raise Refused("What did they say? Paste the answer.", field="text")
    return text
