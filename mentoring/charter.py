"""The charter (roadmap steps 1 and 2): who peers are in a group, how many they are, how people join and until when. No clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mentoring.groups import FEWEST, HARD_MOST, MOST
from mentoring.people import Actor
from mentoring.refused import Refused
from mentoring.text import clip, one_line, tidy

IDEAL = 7               # between the toolkit's 5 to 7 and the 7 to 9 of a group that has told of itself
LONGEST_PEERS, LONGEST_WHY, LONGEST_LINE, LONGEST_ENDORSEMENT = 200, 300, 150, 1000
SMALLEST = 2


class Alike(StrEnum):
    """What peers can have in common: the roadmap's list."""

    INSTITUTION = "institution"
    DEPARTMENT = "department"
    DIVISION = "division"
    TRACK = "track"
    RANK = "rank"
    INTEREST = "interest"
    RESEARCH = "research"
    DUTY = "duty"
    AGE = "age"
    SEX = "sex"
    MINORITY = "minority"


class Joining(StrEnum):
    """How a place is filled: an organiser says yes, the members vote, or whoever has waited longest takes it."""

    ORGANISER = "organiser"
    VOTE = "vote"
    OPEN = "open"


class Silence(StrEnum):
    """What no answer to the yearly round means."""

    STAY = "stay"
    PAUSE = "pause"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """A group's charter. The defaults are those of a group that has decided nothing yet (``version`` 0: nothing is stored).

    ``ends`` or ``end_event``: the group is for a time; without both it is open-ended. ``round_month``: when members are asked each year
    whether they stay, None for never. ``set_aside``: steps of the setup that were skipped; ``begun``: when its checklist was first shown.
    ``reviewed``: when the mission was last kept or changed.
    """

    group_id: int
    peers: str = ""
    alike: tuple[Alike, ...] = ()
    size_min: int = FEWEST
    size_ideal: int = IDEAL
    size_max: int = MOST
    size_why: str = ""
    joining: Joining = Joining.ORGANISER
    joining_when: str = ""
    ends: date | None = None
    end_event: str = ""
    round_month: int | None = None
    silence: Silence = Silence.STAY
    endorsement: str = ""
    endorser: str = ""
    endorsed: date | None = None
    reviewed: datetime | None = None
    set_aside: tuple[str, ...] = ()
    begun: datetime | None = None
    version: int = 0

    @property
    def is_for_a_time(self) -> bool:
        """Whether the group has an end."""
        return bool(self.ends or self.end_event)

    @property
    def knows_peers(self) -> bool:
        """Whether it says who peers are."""
        return bool(self.peers or self.alike)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Who changed what of a charter, when, and how it was decided. ``said``: what it is now, and what it was."""

    group_id: int
    what: str
    said: str
    decided: str
    by_id: int | None
    by: str = ""
    at: datetime


# Groups that published how they chose their peers: a start, never a default.
STARTS: tuple[tuple[str, str, tuple[Alike, ...]], ...] = (
    ("Clinician educators from minorities",
     "Clinician educators from groups that are under-represented in academic medicine, at any rank, who want company and sponsorship "
     "on the way to promotion.", (Alike.INSTITUTION, Alike.TRACK, Alike.MINORITY)),
    ("A mixed mid-career group",
     "Mid-career faculty of different departments who know the basics and look for what comes next.",
     (Alike.INSTITUTION, Alike.RANK, Alike.AGE)),
    ("Women early in their careers",
     "Women in their first years on the faculty, of one department, who write, teach and plan promotion together.",
     (Alike.DEPARTMENT, Alike.RANK, Alike.SEX)),
    ("MD and PhD investigators",
     "Investigators with an MD, a PhD or both, side by side, who write grants and papers.", (Alike.INSTITUTION, Alike.RESEARCH)),
    ("Program and course directors",
     "People who direct a course, a clerkship or a residency program and share its duties.", (Alike.DEPARTMENT, Alike.DUTY)),
    ("One clinical interest, several sites",
     "Clinicians of several sites who look after the same kind of patients and study how to do it better.",
     (Alike.DIVISION, Alike.INTEREST)),
)


def need_lead(actor: Actor, group_id: int | None, name: str) -> None:
    """Raise unless the actor organises the group."""
    actor.need(group_id)
    if not actor.organises(group_id):
        raise Refused(f"An organiser of {name} changes its charter. Every member can propose a mission: `/mentor mission propose`.")


ALIKE = {Alike.INSTITUTION: "institution", Alike.DEPARTMENT: "department", Alike.DIVISION: "division", Alike.TRACK: "promotion track",
         Alike.RANK: "rank", Alike.INTEREST: "clinical interest", Alike.RESEARCH: "research skill", Alike.DUTY: "administrative duty",
         Alike.AGE: "age range", Alike.SEX: "sex", Alike.MINORITY: "minority status"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_JOINING = {Joining.ORGANISER: "ask, and an organiser says yes", Joining.VOTE: "ask or be nominated, and the members vote",
            Joining.OPEN: "ask, and the next free place is yours"}
_SILENCE = {Silence.STAY: "stays", Silence.PAUSE: "takes a break", Silence.LEAVE: "leaves"}


def peer_lines(charter: Charter) -> list[str]:
    """Who peers are, in at most two lines."""
    alike = f"In common: {', '.join(ALIKE[a] for a in charter.alike)}" if charter.alike else ""
    return [line for line in (charter.peers, alike) if line]


def size_words(charter: Charter) -> str:
    """``4 to 12 members, ideally 7``, with the reason where there is one."""
    span = f"{charter.size_min} to {charter.size_max}" if charter.size_min < charter.size_max else f"{charter.size_min}"
    return f"{span} members, ideally {charter.size_ideal}" + (f" ({charter.size_why})" if charter.size_why else "")


def joining_words(charter: Charter) -> str:
    """How and when somebody joins."""
    return f"To join: {_JOINING[charter.joining]}." + (f" When: {charter.joining_when}" if charter.joining_when else "")


def term_words(charter: Charter) -> list[str]:
    """Until when the group is, and what is asked each year; open-ended needs no word."""
    until = [f"{charter.ends.day} {MONTHS[charter.ends.month - 1]} {charter.ends.year}"] if charter.ends else []
    until += [charter.end_event] if charter.end_event else []
    said = [f"The group is for a time: until {' or '.join(until)}."] if until else []
    if charter.round_month:
        said.append(f"Each {MONTHS[charter.round_month - 1]} everybody is asked: stay, pause or leave? Who does not answer "
                    f"{_SILENCE[charter.silence]}.")
    return said


def with_peers(charter: Charter, peers: str | None, alike: Sequence[str]) -> Charter:
    """Who peers are, checked: any mix of what they have in common, and words."""
    words = one_line(tidy(peers, name="definition", longest=LONGEST_PEERS, field="peers"))
    chosen = tuple(a for a in Alike if a.value in set(alike))
    if not words and not chosen:
        raise Refused("Say who peers are here: choose what they have in common, or a few words.", field="peers")
    return replace(charter, peers=words, alike=chosen)


def with_size(charter: Charter, least: str | None, ideal: str | None, most: str | None, why: str | None) -> Charter:
    """How many, checked. Outside the literature's range a reason is asked for, and shown."""
    low, good, high = (_count(v, f) for v, f in ((least, "least"), (ideal, "ideal"), (most, "most")))
    if not low <= good:
        raise Refused(f"The ideal cannot be below the fewest ({low}).", field="ideal")
    if not good <= high:
        raise Refused(f"The most cannot be below the ideal ({good}).", field="most")
    reason = one_line(tidy(why, name="reason", longest=LONGEST_WHY, field="why"))
    if (low < FEWEST or high > MOST) and not reason:
        raise Refused(f"Groups in the literature have {FEWEST} to {MOST}. Yours may differ: a few words why, please; "
                      "the charter shows them.", field="why")
    return replace(charter, size_min=low, size_ideal=good, size_max=high, size_why=reason)


def _count(said: str | None, field: str) -> int:
    words = (said or "").strip()
    if not words.isascii() or not words.isdigit() or not SMALLEST <= int(words[:6]) <= HARD_MOST:
        raise Refused(f"A number from {SMALLEST} to {HARD_MOST}, please.", field=field)
    return int(words)


def with_joining(charter: Charter, rule: str | None, when: str | None) -> Charter:
    """How a place is filled and when, checked."""
    if rule not in set(Joining):
        raise Refused("Please choose how a place is filled.", field="joining")
    return replace(charter, joining=Joining(rule), joining_when=_line(when, "when"))


def with_term(charter: Charter, ends: date | None, event: str | None, month: int | None, silence: str | None, *, today: date) -> Charter:
    """Until when the group is, and whether members are asked each year, checked."""
    if ends and ends != charter.ends and ends <= today:
        raise Refused("That day is over; choose one ahead, or none.", field="ends")
    if month is not None and not 1 <= month <= 12:
        raise Refused("Please choose a month from the list.", field="month")
    if silence not in set(Silence):
        raise Refused("Please choose what no answer means.", field="silence")
    return replace(charter, ends=ends, end_event=_line(event, "event"), round_month=month, silence=Silence(silence))


def with_endorsement(charter: Charter, text: str | None, by: str | None, day: date | None, *, today: date) -> Charter:
    """What the chair says of the group, checked; without words there is none."""
    words = tidy(text, name="endorsement", longest=LONGEST_ENDORSEMENT, field="endorsement")
    if not words:
        return replace(charter, endorsement="", endorser="", endorsed=None)
    if day and day > today:
        raise Refused("That day is still to come. When was it said?", field="day")
    return replace(charter, endorsement=words, endorser=_line(by, "by"), endorsed=day or today)


def _line(text: str | None, field: str) -> str:
    return one_line(tidy(text, name="line", longest=LONGEST_LINE, field=field))


def quoted(text: str, longest: int = 300) -> str:
    """Somebody's words in one line of the history."""
    return f"“{clip(one_line(text), longest)}”" if text else "nothing"
