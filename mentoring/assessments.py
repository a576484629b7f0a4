"""The needs assessment (roadmap step 6): what matters to the members, and how sure they are of it. No clock in here.

Answers are nobody's but their author's; what the group sees is counts, once, at the close.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mentoring.text import one_line, tidy
from mentoring.topics import Field

OPEN_FOR = timedelta(days=10)
AGAIN = timedelta(days=330)           # once a year; a month early is near enough
FEWEST = 5                            # answers from which counts are shown (reliability 5.5)
FEWEST_SMALL = 3                      # members of a group that is too small for counts, who then all have to answer
LONGEST_OWN, MOST_OWN = 100, 3
LEVELS = ("little", "some", "much")   # how important; how sure
SHOWN = 6                             # gaps that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of the sixteen cards. ``topic`` is what it is called as a proposed topic."""

    key: str
    field: Field
    title: str
    topic: str


def _cards(field: Field, *texts: tuple[str, str]) -> tuple[Subject, ...]:
    return tuple(Subject(key=f"{field.value}{n}", field=field, title=title, topic=topic) for n, (title, topic) in enumerate(texts, 1))


SUBJECTS: tuple[Subject, ...] = (
    *_cards(Field.CAREER, ("Promotion: what counts, and when to ask", "What promotion asks for"),
            ("Negotiating salary and resources", "Negotiating salary and resources"),
            ("Choosing what to take on, and saying no", "Choosing responsibilities, and saying no"),
            ("Leave, re-entry, and a life beside work", "Leave, re-entry, and a life beside work")),
    *_cards(Field.SCHOLARSHIP, ("Research together", "A study we could do together"),
            ("Workshops at conferences", "A workshop we could give together"),
            ("Writing curricula", "Writing a curriculum that is published"),
            ("Writing, and reading each other's manuscripts", "Reading each other's manuscripts")),
    *_cards(Field.COMPLEXITIES, ("Feedback to trainees, also when it is hard", "Feedback to trainees when it is hard"),
            ("Difficult colleagues and conversations", "Difficult colleagues and conversations"),
            ("How decisions are made here", "How decisions are made here"),
            ("Making successes seen", "Making successes seen")),
    *_cards(Field.GROWTH, ("Keeping up with what is written on teaching", "Articles on teaching that changed what we do"),
            ("Awards, and nominating each other", "Awards, and nominating each other"),
            ("Leading people", "Leading people"),
            ("Knowing what I want to be known for", "What each of us wants to be known for")),
)
BY_KEY: Mapping[str, Subject] = {s.key: s for s in SUBJECTS}
FIELDS = tuple(Field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """One person's answers: by subject how important and how sure, 0 to 2, None where they gave none; and subjects of their own."""

    important: Mapping[str, int]
    sure: Mapping[str, int]
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A subject at the close. ``want`` of ``said`` find it important and are not sure of it; None when counts are not shown, because they
    would tell what everybody, or everybody but one, has said: then ``most`` says that it is nearly all of them. ``before``: the same a
    year ago, in hundredths of those who said something, None when it is not known.
    """

    key: str
    want: int | None
    said: int | None
    share: int
    most: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One assessment of a group."""

    id: int = 0
    group_id: int
    begun: datetime
    due: datetime
    begun_by: int | None = None
    closed: datetime | None = None
    answered: int = 0
    members: int = 0
    results: Mapping[str, list[int]] | None = None
    own: tuple[str, ...] = ()


def check_own(texts: Sequence[str]) -> tuple[str, ...]:
    """Subjects that somebody adds, as they are kept. Refused: too long."""
    kept = [one_line(tidy(t, name="subject", longest=LONGEST_OWN, field="own")) for t in texts]
    return tuple(t for t in kept if t)[:MOST_OWN]


def enough(answered: int, members: int) -> bool:
    """Whether anything may be shown: five answers; in a group of fewer than five, everybody's, and of three at least."""
    return answered >= FEWEST if members >= FEWEST else answered >= members >= FEWEST_SMALL


def may_ask_again(last: Round | None, now: datetime) -> bool:
    """Whether a new round may begin: a year after the last one that showed anything. Two soon after each other would tell who changed."""
    return last is None or last.results is None or last.closed is None or now - last.closed >= AGAIN


def counted(answered: int) -> bool:
    """Whether counts are shown beside the order of the subjects."""
    return answered >= FEWEST


def tally(answers: Sequence[Marks]) -> dict[str, list[int]]:
    """By subject: how many said how much it matters, and how many of them want it (some or much) and are not sure of it (little or some,
    and less than it matters)."""
    found = {}
    for subject in SUBJECTS:
        said = [(a.important.get(subject.key), a.sure.get(subject.key)) for a in answers if a.important.get(subject.key) is not None]
        want = [1 for important, sure in said if important > 0 and (sure is None or sure < 2) and (sure or 0) <= important]
        found[subject.key] = [len(said), len(want)]
    return found


def gaps(results: Mapping[str, list[int]], answered: int, before: Mapping[str, list[int]] | None = None) -> list[Gap]:
    """The subjects with the widest gaps first. What fewer than five have spoken of (three in a small group), and what at most one of them
    wants, is left out; a count that would tell on everybody, or on all but one, is not shown (reliability 5.5).
    """
    found, small = [], not counted(answered)
    for place, subject in enumerate(SUBJECTS):
        said, want = results.get(subject.key, [0, 0])
        if said < (FEWEST_SMALL if small else FEWEST) or want <= 1:
            continue
        share = round(100 * want / said)
        last = (before or {}).get(subject.key)
        then = round(100 * last[1] / last[0]) if last and last[0] >= FEWEST else None
        most = want >= said - 1
        told = not small and not most
        gap = Gap(key=subject.key, want=want if told else None, said=said if told else None, share=share, most=most and not small,
                  before=None if small else then)
        found.append((-want / said, -want, place, gap))
    return [gap for *_, gap in sorted(found, key=lambda f: f[:3])]
