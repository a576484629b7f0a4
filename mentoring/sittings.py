"""A meeting that is held: who leads and who checks, when it is over by itself, and when its minutes count as approved. No clock in here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mentoring import rounds

READ_EVERY = timedelta(minutes=3)       # an open meeting's thread is read back this often
QUIET = timedelta(minutes=15)           # after the planned end, without a line: first a warning, then the end
LONG_AGO = timedelta(hours=3)           # a meeting whose end was missed by so much ends without a warning
OBJECTIONS = timedelta(hours=48)        # a draft to which nobody objects is approved (lazy consensus)
LEAD_MISSING = timedelta(minutes=10)    # after the start, before somebody else may take the chair
EARLY = timedelta(minutes=30)           # a planned meeting may be started so much before its time
LATE_AFTER = timedelta(minutes=10)      # who is seen for the first time later than this came late


class State(StrEnum):
    """Running; over with a draft that can be objected to; approved."""

    OPEN = "open"
    DRAFT = "draft"
    APPROVED = "approved"


class Step(StrEnum):
    """What the clock has to do with a sitting now."""

    WARN = "warn"
    END = "end"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting being held or held. ``ts`` is its message in ``channel``; None until Slack has it. Instants are UTC.

    ``heard``: the last line; ``read_through``: up to when the thread was read back; ``look``: when the clock looks again.
    """

    meeting_id: int
    group_id: int
    channel: str
    ts: str | None = None
    state: State = State.OPEN
    opened: datetime
    opened_by: int | None = None
    ended: datetime | None = None
    ended_by: int | None = None
    lead_id: int | None = None
    scribe_id: int | None = None
    sensitive: bool = False
    heard: datetime | None = None
    read_through: datetime | None = None
    warned: datetime | None = None
    look: datetime | None = None
    round: dict | None = None
    approved: datetime | None = None
    approved_by: int | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is going on."""
        return self.state is State.OPEN


def last_sign(sitting: Sitting, ends: datetime) -> datetime:
    """From when silence counts: the planned end, or the last line after it."""
    return max(ends, sitting.heard or ends)


def step(sitting: Sitting, ends: datetime, now: datetime, *, objections: int = 0) -> Step | None:
    """What is due now. ``ends`` is the planned end; ``objections`` how many asked for a change that is not settled."""
    if sitting.state is State.DRAFT:
        ready = sitting.ended is not None and now >= sitting.ended + OBJECTIONS and not objections
        return Step.APPROVE if ready else None
    if not sitting.is_open:
        return None
    silent = last_sign(sitting, ends)
    if now >= silent + LONG_AGO:
        return Step.END
    if sitting.warned and sitting.warned >= silent:
        return Step.END if now >= sitting.warned + QUIET else None
    return Step.WARN if now >= silent + QUIET else None


def next_look(sitting: Sitting, ends: datetime, now: datetime) -> datetime | None:
    """When the clock has to look at it again; None: never by itself."""
    if sitting.state is State.DRAFT:
        return max(now + timedelta(hours=1), sitting.ended + OBJECTIONS) if sitting.ended else now
    if not sitting.is_open:
        return None
    silent = last_sign(sitting, ends)
    due = sitting.warned + QUIET if sitting.warned and sitting.warned >= silent else silent + QUIET
    step_of_a_round = max(rounds.due(sitting.round) or now + READ_EVERY, now + timedelta(seconds=1))
    return min(max(due, now + timedelta(seconds=1)), now + READ_EVERY, step_of_a_round)


def came_late(first: datetime, starts: datetime) -> bool:
    """Whether somebody who was seen first at ``first`` came late."""
    return first > starts + LATE_AFTER


def may_end(actor_id: int, sitting: Sitting, ends: datetime, now: datetime, *, organiser: bool) -> bool:
    """The lead, the scribe and organisers at any time; everybody once the planned end has come."""
    return organiser or actor_id in (sitting.lead_id, sitting.scribe_id) or now >= ends
