"""Goals (roadmap step 3): what one is, how it moves, and who may see and change it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentoring.patterns import regex
from mentoring.people import Actor
from mentoring.refused import NotFound, Refused
from mentoring.text import tidy

MOST_GOALS = 500
SHORT_TERM_DAYS = 366   # "short-term (≤ 12 months)"
FURTHEST_DAYS = 366 * 15


class Scope(StrEnum):
    """Whose goal it is: one member's own, or the group's."""

    OWN = "own"
    GROUP = "group"


class Horizon(StrEnum):
    """Short-term is up to twelve months, long-term beyond (roadmap step 3)."""

    SHORT = "short"
    LONG = "long"


class Visibility(StrEnum):
    """Private is for the owner alone; shared is for the members of one group."""

    PRIVATE = "private"
    SHARED = "shared"


class State(StrEnum):
    """Where a goal stands. The four ways to close are all counted, not only ``done`` (features 3.6)."""

    PROPOSED = "proposed"
    OPEN = "open"
    DONE = "done"
    PARTLY = "partly"
    DROPPED = "dropped"
    CHANGED = "changed"
    DECLINED = "declined"


CLOSED = frozenset({State.DONE, State.PARTLY, State.DROPPED, State.CHANGED, State.DECLINED})
ENDINGS = (State.DONE, State.PARTLY, State.CHANGED, State.DROPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a person says about a goal: the fields of the form."""

    what: str
    measure: str = ""
    why: str = ""
    first_step: str = ""
    due: date | None = None
    horizon: Horizon = Horizon.SHORT
    toward_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal. ``number`` is short and stable: per owner for own goals, per group for the group's (written g2)."""

    id: int = 0
    owner_id: int
    owner: str = ""
    group_id: int | None
    scope: Scope
    number: int
    what: str
    measure: str = ""
    why: str = ""
    first_step: str = ""
    due: date | None = None
    horizon: Horizon = Horizon.SHORT
    visibility: Visibility = Visibility.PRIVATE
    state: State = State.OPEN
    percent: int = 0
    closing_note: str = ""
    toward_id: int | None = None
    version: int = 1
    created: datetime
    touched: datetime
    closed: datetime | None = None

    @property
    def ref(self) -> str:
        """The number as it is shown and typed: ``#3`` for an own goal, ``#g3`` for the group's."""
        return f"#g{self.number}" if self.scope is Scope.GROUP else f"#{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is being worked on."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One line of a goal's history. ``kind``: made, note, edited, shared, private, closed, reopened, adopted."""

    at: datetime
    kind: str
    text: str = ""
    percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What somebody else has done to a goal that one can see. ``who``: Slack's id; ``what``: a kind as in `Progress`."""

    goal: Goal
    who: str
    what: str
    at: datetime


def check_wording(wording: Wording, *, today: date) -> Wording:
    """The wording as it will be kept: tidied, its horizon agreeing with its date; ``Refused`` names the field.

    A date more than twelve months away makes the goal long-term whatever was ticked.
    """
    what = tidy(wording.what, name="goal", field="what")
    if not what:
        raise Refused("What would you like to achieve? A few words are enough.", field="what")
    due = wording.due
    if due is not None and due < today:
        raise Refused("That day has passed; please choose one that is still ahead.", field="due")
    if due is not None and (due - today).days > FURTHEST_DAYS:
        raise Refused("That is more than fifteen years away; please choose an earlier day.", field="due")
    horizon = Horizon.LONG if due and (due - today).days > SHORT_TERM_DAYS else wording.horizon
    return Wording(what=what, horizon=horizon, due=due, toward_id=wording.toward_id,
                   measure=tidy(wording.measure, name="measure", field="measure"),
                   why=tidy(wording.why, name="reason", field="why"),
                   first_step=tidy(wording.first_step, name="first step", field="first_step"))


def room_for_one_more(count: int) -> None:
    """Raise ``Refused`` when a person or a group has as many goals as the house keeps (500)."""
    if count >= MOST_GOALS:
        raise Refused(f"You have {MOST_GOALS} goals here, which is as many as I can keep. "
                      "Nothing you typed is lost: copy it from your message, and tell your organiser.")


# ---- the permission matrix: who may see and change what (reliability 5.1) --------------------------------------

def may_see(actor: Actor, goal: Goal) -> bool:
    """The owner always; the members of its group when it is shared or the group's. Nobody else, ever."""
    if goal.scope is Scope.GROUP:
        return actor.is_in(goal.group_id)
    if goal.owner_id == actor.person.id:
        return True
    return goal.visibility is Visibility.SHARED and actor.is_in(goal.group_id)


def may_change(actor: Actor, goal: Goal) -> bool:
    """The owner of an own goal; for a group's goal its organisers, and its proposer until it is adopted."""
    if goal.scope is Scope.OWN:
        return goal.owner_id == actor.person.id
    if not actor.is_in(goal.group_id):
        return False
    return actor.organises(goal.group_id) or (goal.owner_id == actor.person.id and goal.state is State.PROPOSED)


def may_report(actor: Actor, goal: Goal) -> bool:
    """Who may write progress: the owner; on a group's goal every member of the group."""
    return may_change(actor, goal) or (goal.scope is Scope.GROUP and actor.is_in(goal.group_id))


def need_sight(actor: Actor, goal: Goal | None, ref: str) -> Goal:
    """The goal, or ``NotFound`` in the same words for "does not exist" and "not yours"."""
    if goal is None or not may_see(actor, goal):
        raise NotFound(f"goal {ref}" if ref else "that goal")
    return goal


def need_hand(actor: Actor, goal: Goal | None, ref: str) -> Goal:
    """The goal, when the actor may change it; otherwise a refusal that tells no more than they can already see."""
    goal = need_sight(actor, goal, ref)
    if not may_change(actor, goal):
        raise Refused("Only an organiser of the group can change its goals." if goal.scope is Scope.GROUP
                      else "That goal belongs to a colleague; only they can change it.")
    return goal


def need_report(actor: Actor, goal: Goal | None, ref: str) -> Goal:
    """The goal, when the actor may write progress on it."""
    goal = need_sight(actor, goal, ref)
    if not may_report(actor, goal):
        raise Refused("That goal belongs to a colleague; only they can report on it.")
    return goal


# ---- how a goal moves -----------------------------------------------------------------------------------------

def close(goal: Goal, ending: State, *, note: str, now: datetime) -> Goal:
    """The goal as it is after ending; ``Refused`` when it has ended already or was never open."""
    if goal.state is State.PROPOSED:
        raise Refused(f"Goal {goal.ref} is still a proposal; it can be adopted or declined.")
    if not goal.is_open:
        raise Refused(f"Goal {goal.ref} is already closed as “{goal.state}”. You can reopen it from its card.")
    return replace(goal, state=ending, closing_note=note, closed=now, percent=100 if ending is State.DONE else goal.percent)


def reopen(goal: Goal) -> Goal:
    """The goal open again; a refused one that was never closed stays as it is."""
    if goal.state not in ENDINGS:
        raise Refused(f"Goal {goal.ref} is open already." if goal.is_open else f"Goal {goal.ref} was not adopted.")
    return replace(goal, state=State.OPEN, closed=None, closing_note="",
                   percent=min(goal.percent, 90) if goal.state is State.DONE else goal.percent)


def decide(goal: Goal, *, adopt: bool, actor: Actor, now: datetime) -> Goal:
    """A proposal for the group, adopted or declined by an organiser (issue F: "adopted when the organiser confirms")."""
    if goal.scope is not Scope.GROUP or goal.state is not State.PROPOSED:
        raise Refused(f"Goal {goal.ref} has been decided already: it is {goal.state}.")
    if not actor.organises(goal.group_id):
        raise Refused("An organiser of the group decides on its goals; your colleagues can see the proposal meanwhile.")
    return replace(goal, state=State.OPEN if adopt else State.DECLINED, closed=None if adopt else now)


_AMOUNT = r"(\d{1,3}) ?(?:%|percent\b|per cent\b)"
_STATED = regex(   # "60%" alone, "60% done", "60%, …", "at 60% …", "… 60%": a "95% CI" in the middle is no progress
    rf"(?:^{_AMOUNT}(?=$|[\s]*(?:[,;:.–-]|done|complete|finished|there|now)))"
    rf"|(?:(?:\bat|\bto|\bnow|\babout|\baround|\bis|~)\s*{_AMOUNT})"
    rf"|(?:(?:^|[\s(,;:]){_AMOUNT}(?=[\s).!]*(?:done|complete|finished|there|now)?[\s).!]*$))", re.IGNORECASE)


def read_update(text: str) -> tuple[str, int | None]:
    """``drafted the methods section 60%`` → ("drafted the methods section", 60).

    The last percentage stated counts; one above 100 is refused. A line that is only a percentage has an empty note.
    """
    text = text.strip()
    stated = list(_STATED.finditer(text))
    if not stated:
        return text, None
    found = stated[-1]
    percent = int(next(g for g in found.groups() if g))
    if percent > 100:
        raise Refused("Progress goes from 0% to 100%.", field="percent")
    at_end = not text[found.end():].strip(" ).!") and found[3]
    if at_end:
        return text[:found.start()].strip(" (,;:-–"), percent
    return ("" if found.end() == len(text) and not found.start() else text), percent


REVIEW_SHORT, REVIEW_LONG = timedelta(days=28), timedelta(days=365)


def next_review(goal: Goal, *, today: date) -> date:
    """When to look at it again: four weeks after the last touch, a long-term goal yearly (features 3.4), never after it is due."""
    step = REVIEW_LONG if goal.horizon is Horizon.LONG else REVIEW_SHORT
    review = max(goal.touched.date() + step, today)
    return min(review, max(goal.due, today)) if goal.due else review
