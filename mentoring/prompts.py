"""What to write about: the bank of prompts, in five families, and which comes next for somebody. All in our own words.

After the roadmap's step 8 (narrative writing to a prompt) and the reflective cycle what happened / so what / now what.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256


class Family(StrEnum):
    """The five families."""

    EVENT = "event"
    VALUES = "values"
    TEACHING = "teaching"
    CAREER = "career"
    WEATHER = "weather"


NAMES = {Family.EVENT: "What happened, so what, now what", Family.VALUES: "Values and identity", Family.TEACHING: "Teaching and mentoring",
         Family.CAREER: "Career", Family.WEATHER: "Setbacks and celebrations"}

_BANK: Mapping[Family, Sequence[str]] = {
    Family.EVENT: (
        "Which ten minutes of this week would you like to live through again, and why those?",
        "What happened lately that you told nobody about, and would have liked to?",
        "Describe one encounter of this week without judging it: who was there, what was said, what was not?",
        "Something did not go as planned. What did you expect, and what came instead?",
        "What surprised you this week, and what does the surprise say about what you had assumed?",
        "When did you feel most yourself at work this week? What made that possible?",
        "Which moment keeps coming back to you? What does it want from you?",
        "What did you notice about somebody else this week that others may have missed?",
        "What would an observer have seen in your hardest hour this week? What would they not have seen?",
        "So what: why did that conversation matter to you more than the others?",
        "So what: which belief of yours did the last month confirm, and which did it shake?",
        "Now what: what will you do differently the next time the same thing happens?",
        "Now what: name one small thing that you can try before Friday because of what you learned.",
        "Which decision of the last weeks would you make again? Which one would you make otherwise?",
    ),
    Family.VALUES: (
        "What part of your work would you still do if nobody ever saw it?",
        "Which value of yours was asked for most this month, and which had no room?",
        "When did you last say yes and mean no? What were you protecting?",
        "Who are you at work that you are not at home, and the other way round?",
        "Which three words would you like to hear about yourself from a colleague in ten years?",
        "What did you believe about good medicine when you began that you no longer believe?",
        "Which of your strengths do others use, and do you enjoy being used for it?",
        "What would you defend in a meeting even if you stood alone?",
        "Where do you belong in your institution? Where do you only attend?",
        "Which part of who you are do you leave outside the door, and what does that cost?",
        "Whom do you want to resemble in one respect? Which one?",
        "What does enough look like for you: of work, of recognition, of income, of rest?",
        "Which rule that nobody wrote down guides you most?",
    ),
    Family.TEACHING: (
        "Think of a learner who changed. What was your part in it, honestly?",
        "Which question did a learner ask you that you could not answer? What did you do with it?",
        "When did you last learn something from somebody you teach?",
        "What feedback did you hold back lately? For whose sake?",
        "Describe a moment in which you saw somebody understand. What had just happened?",
        "Which of your teachers do you hear in your own voice? Do you like it?",
        "What do you do in teaching only because it was done to you?",
        "Whom do you find hard to teach, and what do you know about why?",
        "What would you teach if there were no curriculum and one hour?",
        "How did you react to a mistake of somebody you supervise? How would you like to have reacted?",
        "What do people come to you for advice about? What would you like them to come for?",
        "Write the two sentences of feedback that you would most like to receive.",
        "What makes it safe to be wrong in front of you? What makes it unsafe?",
    ),
    Family.CAREER: (
        "What is on your desk that belongs to somebody else's career?",
        "If your next five years were the last five, what would you drop on Monday?",
        "Which invitation would you accept without thinking? Why has it not come?",
        "What are you known for, and is it what you want to be known for?",
        "Which piece of work would you be proud to have finished a year from now? What is its first page?",
        "Who decides over your next step? What do they know of you?",
        "Which committee, task or habit could you give back, and to whom?",
        "What did you want to become when you were a student? What remains of it?",
        "Where does your time go that your goals do not?",
        "Describe an ordinary day that you would like to have in three years, hour by hour.",
        "What would you ask for if you were sure not to be refused?",
        "Which skill would make the others easier? How would you come by it?",
        "Who has opened a door for you? For whom could you open one this month?",
    ),
    Family.WEATHER: (
        "What went wrong that turned out to be useful?",
        "Which rejection still stings? What would you tell a friend who had received it?",
        "What are you grieving at work that has no name?",
        "When were you last exhausted in a good way, and when in a bad one? What was the difference?",
        "What did you do well lately that nobody noticed?",
        "Whom would you like to thank, and for what exactly?",
        "Which success came more easily than you admit? Which was harder than it looked?",
        "What do you need to forgive yourself before the year is over?",
        "Name something that you carried alone and could have shared.",
        "What gave you energy this week that costs you nothing?",
        "Which worry of a year ago has gone? How did it go?",
        "What small thing went right today?",
        "Where did you ask for help lately? What made you able to ask?",
    ),
}
PROMPTS: Mapping[str, tuple[Family, str]] = {
    f"{family.value}{number}": (family, text) for family, texts in _BANK.items() for number, text in enumerate(texts, 1)}
FALLBACK = "event1"


_ORDER = tuple(PROMPTS)
_OWN = 1000
# Once a year in place of a prompt: the exercise of features 8.3, offered early in a quarter until it is done.
VALUES, VALUES_TEXT = "values", "Which three values matter most to you at work this year? It takes a minute."
_QUARTERS, _EARLY, _YEAR = (1, 4, 7, 10), 14, timedelta(days=365)


def values_due(done: datetime | None, today: date) -> bool:
    """Whether the yearly exercise is offered on this day; ``done`` is when it was last done."""
    return today.month in _QUARTERS and today.day <= _EARLY and (done is None or today - done.date() >= _YEAR)


def values_mark(year: int) -> str:
    """What is noted as given when the exercise has been done."""
    return f"{VALUES}:{year}"


def number_of(key: str) -> int:
    """A prompt's key as a number, for where only numbers travel."""
    if key == VALUES:
        return _OWN - 1
    return _OWN + int(key.removeprefix("own")) if key.startswith("own") else _ORDER.index(key) + 1


def key_of(number: int) -> str:
    """The key that `number_of` was given; that of the first prompt for a number that is none."""
    if number > _OWN:
        return f"own{number - _OWN}"
    if number == _OWN - 1:
        return VALUES
    return _ORDER[number - 1] if 0 < number <= len(_ORDER) else FALLBACK


def of_round(group: int, number: int) -> str:
    """The key of the prompt that a group writes to in its meeting ``number``; another in each until all have come."""
    every = sorted(PROMPTS, key=lambda key: sha256(f"group {group}:{key}".encode()).digest())
    return every[number % len(every)]


def next_of(person: int, given: Collection[str], own: Collection[str] = (), *, but: str = "") -> tuple[str, bool]:
    """The key of the prompt that comes next for a person, and whether all had come and it begins anew.

    ``given`` have come already, ``own`` are keys that their groups have added (they come first), ``but`` is the one in view.
    The order is each person's own and the same at every call; families take turns by chance of the digest.
    """
    every = [*sorted(own), *sorted(PROMPTS, key=lambda key: sha256(f"{person}:{key}".encode()).digest())]
    left = [key for key in every if key not in given and key != but]
    if left:
        return left[0], False
    return next((key for key in every if key != but), FALLBACK), True
