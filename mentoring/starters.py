"""The four fields of topics (roadmap step 6): titles to begin with in each, which field a title belongs to, and how a year is balanced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from mentoring.assessments import SUBJECTS
from mentoring.topics import Field, State, Topic, alike
from mentoring.words import stems

YEAR = timedelta(days=365)
OFFERED = 3     # titles of each field at a time

_MORE: Mapping[Field, tuple[str, ...]] = {
    Field.CAREER: ("Our annual reviews: what to ask for", "Part-time, and being taken seriously", "A mentor for each of us"),
    Field.SCHOLARSHIP: ("An abstract in an hour", "Turning a teaching session into a paper", "Finding small money for education"),
    Field.COMPLEXITIES: ("A trainee who struggles", "When friends have to be honest", "Something that went well, and why"),
    Field.GROWTH: ("An article each, two minutes each", "Whom we nominate this year", "What gives us energy, and what takes it")}
STARTERS: Mapping[Field, tuple[str, ...]] = {f: (*(s.topic for s in SUBJECTS if s.field is f), *_MORE[f]) for f in Field}

# Words that belong to one field and hardly to another.
_WORDS: Mapping[Field, str] = {
    Field.CAREER: "promotion promoted salary negotiate negotiation negotiating protected contract leave parental maternity sabbatical "
                  "raise pay tenure career job offer responsibilities workload part-time retirement review",
    Field.SCHOLARSHIP: "research study grant manuscript paper publish publication publishing workshop conference abstract curriculum "
                       "curricula scholarship writing poster irb ethics statistics methods",
    Field.COMPLEXITIES: "feedback trainee resident student difficult conflict conversation colleague personality personalities struggling "
                        "remediation bias burnout success celebrate politics",
    Field.GROWTH: "award nominate nomination article journal leadership leading coaching identity values wellbeing skills learning book "
                  "reading growth"}
_STEMS = {field: frozenset(stems(words)) for field, words in _WORDS.items()}


def guess(title: str) -> Field | None:
    """The field that a title's words point to; None when they point nowhere, or to two alike."""
    said = set(stems(title))
    (best, most), (_, next_most) = Counter({f: len(said & words) for f, words in _STEMS.items()}).most_common(2)
    return best if most > next_most else None


def balance(topics: Iterable[Topic], now: datetime) -> dict[Field, int]:
    """How many topics of each field have been talked about in the year up to ``now``."""
    counts = Counter(t.field for t in topics if t.state is State.DONE and t.field and t.settled and t.settled > now - YEAR)
    return {field: counts[field] for field in Field}


def offered(topics: Sequence[Topic]) -> dict[Field, list[tuple[int, str]]]:
    """For each field the next titles that the group has not had or proposed, with their numbers."""
    return {field: [(n, title) for n, title in enumerate(titles) if not alike(title, topics)][:OFFERED]
            for field, titles in STARTERS.items()}
