"""A longitudinal curriculum (roadmap step 6): an ordered plan of sessions that lies on a group's meetings. No clock.

Only the order is kept. Which meeting a session falls on follows from it: a meeting that is moved, called off, or kept open for what is
on everybody's mind, takes all later sessions along without anybody's work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mentoring.patterns import regex
from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy

LONGEST_TITLE, LONGEST_AIMS, LONGEST_NAME, LONGEST_REASON, LONGEST_PLAN = 150, 500, 120, 200, 3000
MOST = 24       # sessions that are ahead
_LINE = regex(r"^\s*(?:[-*•–]\s*|\d{1,2}[.)]\s*)?(?P<title>[^:]+?)\s*(?::\s*(?P<aims>.*?))?\s*$")


class State(StrEnum):
    """Where a curriculum stands: proposed by somebody, followed, or behind the group."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"


class Done(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    COVERED = "covered"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session. ``place`` is its number in the plan, from 1. ``meeting_id``: where it is being, or has been, covered.

    ``note``: why it was last moved.
    """

    id: int = 0
    curriculum_id: int = 0
    place: int
    title: str
    aims: str = ""
    lead_id: int | None = None
    lead: str = ""
    done: Done = Done.PLANNED
    meeting_id: int | None = None
    note: str = ""
    settled: datetime | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come."""
        return self.done is Done.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Curriculum:
    """A plan with its sessions in order. ``by``: who drafted it, perhaps a senior who is in no group."""

    id: int = 0
    group_id: int
    name: str
    state: State
    by_id: int | None = None
    by: str = ""
    created: datetime
    version: int = 1
    sessions: tuple[Session, ...] = ()

    @property
    def ahead(self) -> list[Session]:
        """What is still to come, in order."""
        return [s for s in self.sessions if s.is_ahead]

    @property
    def covered(self) -> int:
        """How many sessions have been held."""
        return sum(s.done is Done.COVERED for s in self.sessions)


def need_sight(actor: Actor, curriculum: Curriculum | None) -> Curriculum:
    """The curriculum, for members of its group; for all others there is none."""
    if curriculum is None or not actor.is_in(curriculum.group_id):
        raise NotFound("that curriculum", "curriculum")
    return curriculum


def need_hand(actor: Actor, curriculum: Curriculum | None) -> Curriculum:
    """The curriculum, for the organisers of its group."""
    curriculum = need_sight(actor, curriculum)
    if not actor.organises(curriculum.group_id):
        raise Refused("An organiser changes the plan. Say in the channel what you'd like, or put it on the agenda: `/mentor agenda add …`.")
    return curriculum


def need_session(curriculum: Curriculum, place: int) -> Session:
    """The session with this number that is still to come; Refused names the numbers that there are."""
    found = next((s for s in curriculum.ahead if s.place == place), None)
    if found is None:
        there = ", ".join(str(s.place) for s in curriculum.ahead) or "none"
        raise Refused(f"No session {place} is ahead. The numbers that are: {there}.", field="place")
    return found


def read(text: str) -> list[tuple[str, str]]:
    """A plan as it is written, one session a line, ``title: what it is for``; as (title, aims). Refused names the line."""
    lines = [line for line in tidy(text, name="plan", longest=LONGEST_PLAN, field="plan").splitlines() if line.strip()]
    if not lines:
        raise Refused("Write one session on each line, for example: Giving feedback: practise two phrasings.", field="plan")
    if len(lines) > MOST:
        raise Refused(f"These are {len(lines)} sessions; {MOST} are the most that can lie ahead.", field="plan")
    return [session(line) for line in lines]


def session(line: str) -> tuple[str, str]:
    """One session as it is written: (title, aims)."""
    found = _LINE.match(line)
    title = one_line(found["title"]) if found else ""
    if not title:
        raise Refused(f"“{line.strip()[:40]}” has no title. Write: title: what it is for.", field="plan")
    tidy(title, name="title", longest=LONGEST_TITLE, field="plan")
    return title, one_line(tidy(found["aims"] or "", name="aim", longest=LONGEST_AIMS, field="plan"))


def written(curriculum: Curriculum) -> str:
    """What is ahead, as it would be typed."""
    return "\n".join(f"{s.title}: {s.aims}" if s.aims else s.title for s in curriculum.ahead)


def rewritten(curriculum: Curriculum, plan: Sequence[tuple[str, str]]) -> tuple[Session, ...]:
    """The sessions after the plan ahead was written anew: one whose title stands keeps its lead and its place in time.

    A session that is not in the new plan is dropped; what is covered stays as it was.
    """
    known = {s.title.casefold(): s for s in reversed(curriculum.ahead)}
    ahead = []
    for title, aims in plan:
        before = known.pop(title.casefold(), None)
        before = before or Session(curriculum_id=curriculum.id, place=0, title=title)
        ahead.append(replace(before, title=title, aims=aims))
    gone = [replace(s, done=Done.DROPPED, meeting_id=None) for s in curriculum.ahead if s.id not in {a.id for a in ahead if a.id}]
    return placed([s for s in curriculum.sessions if not s.is_ahead], ahead) + tuple(gone)


def placed(behind: Sequence[Session], ahead: Sequence[Session]) -> tuple[Session, ...]:
    """Numbered through: what is behind keeps its number, what is ahead follows in this order."""
    first = max((s.place for s in behind if s.done is Done.COVERED), default=0) + 1
    return (*behind, *(replace(s, place=n) for n, s in enumerate(ahead, first)))


def swapped(curriculum: Curriculum, one: int, other: int, note: str) -> tuple[Session, ...]:
    """Two sessions change places."""
    first, second = need_session(curriculum, one), need_session(curriculum, other)
    if first.id == second.id:
        raise Refused("These are the same session. Choose two.", field="other")
    note = why(note)
    turn = {first.id: replace(second, note=note), second.id: replace(first, note=note)}
    return placed(_behind(curriculum), [turn.get(s.id, s) for s in curriculum.ahead])


def inserted(curriculum: Curriculum, before: int | None, new: Session) -> tuple[Session, ...]:
    """One more session, before the one with this number, or last; all later ones follow."""
    ahead = curriculum.ahead
    if len(ahead) >= MOST:
        raise Refused(f"{MOST} sessions lie ahead, which is the most. Drop one first.", field="title")
    at = ahead.index(need_session(curriculum, before)) if before is not None else len(ahead)
    return placed(_behind(curriculum), [*ahead[:at], new, *ahead[at:]])


def without(curriculum: Curriculum, place: int) -> tuple[Session, ...]:
    """A session is dropped; all later ones come earlier."""
    gone = need_session(curriculum, place)
    rest = placed(_behind(curriculum), [s for s in curriculum.ahead if s.id != gone.id])
    return (*rest, replace(gone, done=Done.DROPPED, meeting_id=None))


def why(text: str) -> str:
    """The reason for a change, as it will be kept."""
    return one_line(tidy(text, name="reason", longest=LONGEST_REASON, field="why"))


def _behind(curriculum: Curriculum) -> list[Session]:
    return [s for s in curriculum.sessions if not s.is_ahead]


def laid(curriculum: Curriculum | None, meetings: Sequence[int], kept_open: Collection[int] = ()) -> dict[int, Session]:
    """Which session falls on which of the coming meetings (their ids, in order); ``kept_open`` have no session.

    A session that a meeting has begun with stays with it.
    """
    if curriculum is None or curriculum.state is not State.ACTIVE:
        return {}
    begun = {s.meeting_id: s for s in curriculum.ahead if s.meeting_id is not None}
    free = [m for m in meetings if m not in kept_open and m not in begun]
    waiting = [s for s in curriculum.ahead if s.meeting_id is None]
    return {**begun, **dict(zip(free, waiting, strict=False))}
