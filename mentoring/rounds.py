"""The consult round: one person presents a case, the others ask, keep silent, offer, and the presenter says what they take away.

After the "troika" and "case clinic" forms of peer consultation: equal airtime by the clock. What is said in it is the presenter's:
the minutes keep what the presenter marks and nothing else (features 11.6). No clock in here; instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mentoring.refused import Refused

SKEW = timedelta(seconds=2)      # Slack's clock may run ahead of ours: what was said just before the end was said in the round
USUAL_MINUTES, SHORTEST, LONGEST = 20, 5, 90


class Phase(StrEnum):
    """A step of the round."""

    PRESENT = "present"
    QUESTIONS = "questions"
    SILENCE = "silence"
    OFFERS = "offers"
    TAKE_AWAY = "take_away"


# Of a hundred: a case has a quarter, silence a twentieth, and offers the most.
_SHARES = {Phase.PRESENT: 25, Phase.QUESTIONS: 20, Phase.SILENCE: 5, Phase.OFFERS: 35, Phase.TAKE_AWAY: 15}
PHASES = tuple(_SHARES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round. ``presenter`` is a Slack id; ``begun`` holds when each phase that has come began; ``ended`` None while it runs."""

    presenter: str
    minutes: int
    begun: tuple[datetime, ...]
    ended: datetime | None = None

    @property
    def index(self) -> int:
        """The number of the present phase, from 0."""
        return len(self.begun) - 1

    @property
    def phase(self) -> Phase:
        """The present phase, or the last one."""
        return PHASES[self.index]

    @property
    def due(self) -> datetime | None:
        """When the present phase is over; None when the round is."""
        return None if self.ended else self.begun[-1] + length(self.phase, self.minutes)


def length(phase: Phase, minutes: int) -> timedelta:
    """How long a phase lasts in a round of so many minutes."""
    return timedelta(minutes=minutes) * _SHARES[phase] / 100


def begin(presenter: str, minutes: int, now: datetime) -> Round:
    """A round that begins now. Refused: too short or too long."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(f"A round takes between {SHORTEST} and {LONGEST} minutes; {USUAL_MINUTES} is usual.")
    return Round(presenter=presenter, minutes=minutes, begun=(now,))


def forward(one: Round, at: datetime) -> Round:
    """The next phase begins at ``at``; after the last one the round is over."""
    if one.ended:
        return one
    return replace(one, ended=at) if one.index == len(PHASES) - 1 else replace(one, begun=(*one.begun, at))


def caught_up(one: Round, now: datetime) -> Round:
    """The round as the clock says it stands: every phase whose time has passed is over at its time, however late somebody looks."""
    while one.due is not None and one.due <= now:
        one = forward(one, one.due)
    return one


# ---- as they are kept beside a meeting -----------------------------------------------------------------------------

def as_json(every: Sequence[Round]) -> dict:
    """The rounds of a meeting as values that JSON can hold."""
    return {"rounds": [{"presenter": r.presenter, "minutes": r.minutes, "begun": [b.isoformat() for b in r.begun],
                        "ended": r.ended.isoformat() if r.ended else None} for r in every]}


def of_json(body: dict | None) -> tuple[Round, ...]:
    """What `as_json` gave; none without one."""
    return tuple(Round(presenter=r["presenter"], minutes=r["minutes"], begun=tuple(datetime.fromisoformat(b) for b in r["begun"]),
                       ended=datetime.fromisoformat(r["ended"]) if r["ended"] else None) for r in (body or {}).get("rounds", ()))


def due(body: dict | None) -> datetime | None:
    """When the phase that is going on is over; None when no round is going on."""
    return next((r.due for r in of_json(body) if r.due), None)


def spans(body: dict | None) -> list[tuple[float, float, str]]:
    """From when to when (Slack's seconds, the end not included) whose round it was. One that nobody has ended lasts its minutes."""
    return [(r.begun[0].timestamp(), ((r.ended or r.begun[0] + timedelta(minutes=r.minutes)) + SKEW).timestamp(), r.presenter)
            for r in of_json(body)]


def presenter_at(body: dict | None, ts: str) -> str | None:
    """Whose round it was when this message was written; None: nobody's."""
    if not body:
        return None
    at = float(ts)
    return next((who for begins, ends, who in spans(body) if begins <= at < ends), None)
