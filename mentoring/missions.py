"""The mission (roadmap step 3): why a group exists and what its members gain, in versions; how a new wording is adopted. No clock."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import one_line, tidy

LONGEST, LONGEST_WHY, LONGEST_COMMENT = 500, 500, 1000
MOST_OPEN = 5
MONTHS = 12


class State(StrEnum):
    """Where a proposed wording stands."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """A wording that was adopted; ``number`` counts the group's versions. ``decided``: how."""

    group_id: int
    number: int
    exist: str
    gain: str
    decided: str
    by_id: int | None = None
    by: str = ""
    adopted: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A wording before the group. ``yes`` and ``no`` count present members; ``mine`` is the reader's vote."""

    id: int = 0
    group_id: int
    exist: str
    gain: str
    why: str = ""
    state: State = State.OPEN
    by_id: int | None = None
    by: str = ""
    created: datetime
    settled: datetime | None = None
    version: int = 1
    yes: int = 0
    no: int = 0
    members: int = 0
    mine: str = ""

    @property
    def needed(self) -> int:
        """Votes for it that adopt it: more than half of the members."""
        return self.members // 2 + 1


RULE = "More than half of the members say yes: it is adopted at once. When that is out of reach, it is declined."


def check(exist: str | None, gain: str | None, why: str | None = "") -> tuple[str, str, str]:
    """Both halves of a mission and a reason, as they will be kept."""
    first = _small(_after(one_line(tidy(exist, name="sentence", longest=LONGEST, field="exist")), "we exist to"))
    second = _after(one_line(tidy(gain, name="sentence", longest=LONGEST, field="gain")), "members gain")
    if not first:
        raise Refused("Why does the group exist? One sentence is enough.", field="exist")
    if not second:
        raise Refused("What do members gain? One sentence is enough.", field="gain")
    return first, second, tidy(why, name="reason", longest=LONGEST_WHY, field="why")


def _after(text: str, opening: str) -> str:
    """The words without the opening that the form has said already."""
    return text[len(opening):].lstrip(" :,.…") if text.casefold().startswith(opening) else text


def _small(text: str) -> str:
    """The words as they go on in a sentence: a capital at the beginning is small, an abbreviation stays."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def sentences(exist: str, gain: str) -> tuple[str, str]:
    """Both halves as whole sentences."""
    return tuple(f"{text}{'' if text[-1:] in ('.', '!', '?', '…') else '.'}" for text in (f"We exist to {exist}", f"Members gain {gain}"))


def need_open(actor: Actor, proposal: Proposal | None) -> Proposal:
    """The proposal, open and of one of the actor's groups; the same words for "does not exist" and "not yours"."""
    if proposal is None or not actor.is_in(proposal.group_id):
        raise NotFound("that proposal", "mission")
    if proposal.state is not State.OPEN:
        raise Refused(f"That wording has been {proposal.state.value} already. `/mentor mission` shows the mission.")
    return proposal


def outcome(proposal: Proposal) -> State:
    """How the votes stand by `RULE`."""
    if proposal.yes >= proposal.needed:
        return State.ADOPTED
    if proposal.members - proposal.no < proposal.needed:
        return State.DECLINED
    return State.OPEN


def review_due(since: datetime) -> datetime:
    """Twelve months after the mission was last adopted or kept."""
    year, month = since.year + 1, since.month
    return since.replace(year=year, day=min(since.day, monthrange(year, month)[1]))


AHEAD = timedelta(days=183)     # as far as meetings are known


def is_last_before(due: datetime, coming: datetime, following: datetime | None, now: datetime) -> bool:
    """Whether the next meeting is the last one before the twelve months are over, or later. ``following``: the one after it.

    Where no meeting is planned after it, it is the last one, once the day is as near as a rhythm would show it.
    """
    return coming > due or (due <= now + AHEAD if following is None else following > due)
