"""Topics (roadmap step 6): what the group could talk about, which of it the members want most, and when it is talked about. No clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy
from mentoring.words import meaningful, shared_part

MOST_VOTES = 3          # open votes of one person, so that choosing means something
LONGEST_TITLE, LONGEST_WHY = 150, 1000
MOST_OPEN = 60
ALIKE = 0.5             # of the words of the shorter title


class Field(StrEnum):
    """The roadmap's four fields."""

    CAREER = "career"
    SCHOLARSHIP = "scholarship"
    COMPLEXITIES = "complexities"
    GROWTH = "growth"


class State(StrEnum):
    """Where a topic stands."""

    OPEN = "open"
    SCHEDULED = "scheduled"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person says of a topic: the fields of its form. ``lead``: who could lead it, a Slack id."""

    title: str
    why: str = ""
    field: Field | None = None
    lead: str | None = None
    expert: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a group. ``votes`` is how many members want it; ``mine`` whether the reader does; ``chosen`` how often it has been
    scheduled. ``expert``: somebody from outside would help; ``sensitive``: minutes keep decisions and action items only.
    """

    id: int = 0
    group_id: int
    number: int
    title: str
    why: str = ""
    field: Field | None = None
    lead_id: int | None = None
    lead: str = ""
    expert: bool = False
    sensitive: bool = False
    state: State = State.OPEN
    meeting_id: int | None = None
    chosen: int = 0
    proposed_by: int | None = None
    by: str = ""
    created: datetime
    settled: datetime | None = None
    version: int = 1
    votes: int = 0
    mine: bool = False

    @property
    def ref(self) -> str:
        """The number as it is shown and typed."""
        return f"#{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it waits to be chosen."""
        return self.state is State.OPEN


def need_sight(actor: Actor, topic: Topic | None, ref: str = "") -> Topic:
    """The topic, or ``NotFound`` in the same words for "does not exist" and "not of your groups"."""
    if topic is None or not actor.is_in(topic.group_id):
        raise NotFound(f"topic {ref}" if ref else "that topic", "topic list")
    return topic


def need_hand(actor: Actor, topic: Topic | None, ref: str = "") -> Topic:
    """The topic, for whoever proposed it and for organisers."""
    topic = need_sight(actor, topic, ref)
    if topic.proposed_by != actor.person.id and not actor.organises(topic.group_id):
        raise Refused(f"Topic {topic.ref} was proposed by {topic.by or 'somebody else'}; they or an organiser can change it.")
    return topic


def check(wording: Wording) -> Wording:
    """The wording as it will be kept; ``Refused`` names the field."""
    title = one_line(tidy(wording.title, name="title", longest=LONGEST_TITLE, field="title"))
    if not title:
        raise Refused("What would you like to talk about? A few words are enough.", field="title")
    return replace(wording, title=title, why=tidy(wording.why, name="reason", longest=LONGEST_WHY, field="why"))


def ranked(topics: Iterable[Topic]) -> list[Topic]:
    """By votes; where they tie, what has never been chosen comes first, then what was proposed earlier."""
    return sorted(topics, key=lambda t: (-t.votes, t.chosen, t.number))


RULE = "Ties: what was never chosen comes first, then what was proposed first."


def alike(title: str, topics: Sequence[Topic]) -> list[Topic]:
    """Topics, open or past, whose words are nearly these: half of the shorter title's, by their stems; nearest first."""
    words = meaningful(title)
    near = [(shared_part(words, meaningful(t.title)), t) for t in topics if t.state is not State.WITHDRAWN]
    return [t for share, t in sorted(near, key=lambda n: (-n[0], n[1].number)) if share >= ALIKE]


def may_vote(open_votes: int) -> None:
    """Raise ``Refused`` when somebody has all their votes out."""
    if open_votes >= MOST_VOTES:
        raise Refused(f"You have {MOST_VOTES} votes out, which is all there are. Take one back first: `/mentor topic list` shows them.")


def scheduled(topic: Topic, meeting_id: int) -> Topic:
    """The topic at a meeting."""
    if topic.state in (State.DONE, State.WITHDRAWN):
        raise Refused(f"Topic {topic.ref} is {topic.state.value}; propose it again to talk about it again.")
    return replace(topic, state=State.SCHEDULED, meeting_id=meeting_id, chosen=topic.chosen + 1)


def back(topic: Topic) -> Topic:
    """The topic waiting again: its meeting did not reach it, or was called off."""
    return replace(topic, state=State.OPEN, meeting_id=None)
