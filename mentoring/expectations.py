"""What members expect of each other (roadmap step 4): choices with plain words, in versions that everybody accepts. No clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mentoring.refused import Refused
from mentoring.text import tidy

LONGEST_WORDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to agree on. ``choices``: (name, words as everybody reads them); ``usual`` is chosen when nothing is yet."""

    name: str
    asks: str
    choices: tuple[tuple[str, str], ...]
    usual: str
    when: str = "during"


QUESTIONS: tuple[Question, ...] = (
    Question(name="attendance", asks="How firmly does one come?", usual="most", choices=(
        ("most", "Three of four meetings; say early if not."), ("all", "Every meeting, unless on leave or call."),
        ("word", "When one can; send a word when not."))),
    Question(name="devices", asks="Phones and laptops?", usual="quiet", choices=(
        ("quiet", "Devices silent, out only for the pager."), ("away", "Devices away while we meet."),
        ("free", "Devices as each of us needs them."))),
    Question(name="airtime", asks="Who speaks?", usual="round", choices=(
        ("round", "Everybody speaks before anybody speaks long."), ("lead", "Whoever leads keeps the time fair."),
        ("free", "We talk freely and look out for each other."))),
    Question(name="confidentiality", asks="What may leave the room?", usual="here", choices=(
        ("here", "What is said here stays here."), ("lessons", "Lessons may leave the room, names may not."),
        ("open", "Nothing is secret unless somebody asks."))),
    Question(name="mix", asks="Personal or professional?", usual="both10", choices=(
        ("both10", "10 minutes personal first, then work."), ("both5", "5 minutes personal first, then work."),
        ("both20", "20 minutes personal first, then work."), ("work", "Professional only."))),
    Question(name="channel", asks="Where do we talk between meetings?", usual="here", when="between", choices=(
        ("here", "We write in this channel."), ("direct", "We write to each other directly."), ("mail", "We write by mail."))),
    Question(name="answers", asks="How soon does one answer?", usual="two", when="between", choices=(
        ("two", "Answers within two working days."), ("week", "Answers within a week."), ("free", "Answers when there is time."))),
    Question(name="quiet", asks="When does nobody have to look?", usual="evening", when="between", choices=(
        ("evening", "Quiet from 19:00 to 7:00."), ("night", "Quiet from 21:00 to 7:00."),
        ("free", "Quiet outside one's own working hours."))),
    Question(name="agenda", asks="Until when can one bring a topic?", usual="three", when="agenda", choices=(
        ("three", "Topics are in three days before."), ("week", "Topics are in a week before."), ("day", "Topics are in the day before."),
        ("free", "Topics can be brought on the day."))),
    Question(name="decides", asks="Who decides what comes on the agenda?", usual="votes", when="agenda", choices=(
        ("votes", "Most votes come first on the agenda."), ("organiser", "The organiser decides the agenda."),
        ("lead", "Whoever leads decides the agenda."))),
)

# What everybody does each half-year.
SHARES: tuple[tuple[str, str], ...] = (
    ("lead", "lead a meeting or a topic once"),
    ("draft", "bring a draft or a question of one's own"),
    ("read", "read somebody's draft"),
    ("nominate", "nominate a colleague for something"),
    ("article", "bring an article or a tool"),
    ("scribe", "check the minutes once"),
)

_BY_NAME = {q.name: q for q in QUESTIONS}
_QUIET = {"evening": ("19:00", "07:00"), "night": ("21:00", "07:00")}
_DAYS = {"three": 3, "week": 7, "day": 1, "free": 0}
_PERSONAL_MINUTES = {"both5": 5, "both10": 10, "both20": 20}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """One version. ``agreed``: a choice by each question's name; ``shares``: what everybody does each half-year.

    ``accepted`` of the ``members`` have accepted this version; ``mine`` whether the reader has.
    """

    id: int = 0
    group_id: int
    number: int = 0
    agreed: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[str, ...] = ()
    words: str = ""
    by_id: int | None = None
    by: str = ""
    created: datetime | None = None
    accepted: int = 0
    members: int = 0
    mine: bool = False

    @property
    def personal_minutes(self) -> int:
        """How many minutes a meeting begins with that are for the personal round."""
        return _PERSONAL_MINUTES.get(self.agreed.get("mix", ""), 0)

    @property
    def quiet_hours(self) -> tuple[str, str] | None:
        """From when until when nobody is to be disturbed, as wall times."""
        return _QUIET.get(self.agreed.get("quiet", ""))

    @property
    def topics_before(self) -> int | None:
        """How many days before a meeting its topics are in; None when nothing was agreed."""
        return _DAYS.get(self.agreed.get("agenda", ""))


def usual() -> dict[str, str]:
    """The usual choice of every question: what the form holds at first."""
    return {q.name: q.usual for q in QUESTIONS}


def check(agreed: Mapping[str, str | None], shares: Sequence[str], words: str | None) -> tuple[dict[str, str], tuple[str, ...], str]:
    """The choices as they will be kept; what is no choice of ours is refused at its field."""
    kept: dict[str, str] = {}
    for question in QUESTIONS:
        said = agreed.get(question.name)
        if said is None:
            continue
        if said not in dict(question.choices):
            raise Refused("Please choose one from the list.", field=question.name)
        kept[question.name] = said
    text = tidy(words, name="text", longest=LONGEST_WORDS, field="words")
    if not kept and not text:
        raise Refused("Choose at least one, or write a few words.", field="words")
    return kept, tuple(name for name, _ in SHARES if name in set(shares)), text


def lines(one: Expectations, when: str | None = None) -> list[str]:
    """The choices in words, in the order of the questions. ``when``: only those ``during``, ``between`` or of the ``agenda``."""
    return [dict(_BY_NAME[q.name].choices)[one.agreed[q.name]] for q in QUESTIONS
            if one.agreed.get(q.name) in dict(q.choices) and when in (None, q.when)]


def share_words(one: Expectations) -> str:
    """What everybody does each half-year, as one phrase; empty when nothing was agreed."""
    said = [words for name, words in SHARES if name in one.shares]
    return f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else "".join(said)


def difference(old: Expectations, new: Expectations) -> tuple[list[str], list[str]]:
    """What a version says that the one before did not, and the other way round."""
    was, now = _all(old), _all(new)
    return [line for line in now if line not in was], [line for line in was if line not in now]


def _all(one: Expectations) -> list[str]:
    share = share_words(one)
    return [*lines(one), *([f"Each half-year everybody tries to {share}."] if share else []), *([one.words] if one.words else [])]
