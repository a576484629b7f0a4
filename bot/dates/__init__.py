"""Dates people type. A wrong date is never silently accepted: what is ambiguous is asked back, what is past is refused."""

from bot.dates.due import split_due
from bot.dates.expanding import Missing, Rhythm, days_of, missing_days
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Recurrence, Split
from bot.dates.plans import read_plan
from bot.dates.reading import read_when
from bot.dates.saying import plan_words, rhythm_words
from bot.dates.wall import Change, Trouble, changes, troubles
from bot.dates.warming import warm
from bot.dates.wording import words

__all__ = ["Ask", "Change", "Choice", "Missing", "No", "Outcome", "Reading", "Recurrence", "Rhythm", "Split", "Trouble", "changes",
           "days_of", "missing_days", "plan_words", "read_plan", "read_when", "rhythm_words", "split_due", "troubles", "warm", "words"]
