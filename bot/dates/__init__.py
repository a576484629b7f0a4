"""Dates people type. A wrong date is never silently accepted: what is ambiguous is asked back, what is past is refused."""

from bot.dates.due import split_due
from bot.dates.outcomes import Ask, Choice, No, Outcome, Reading, Recurrence, Split
from bot.dates.reading import read_when
from bot.dates.warming import warm
from bot.dates.wording import words

__all__ = ["Ask", "Choice", "No", "Outcome", "Reading", "Recurrence", "Split", "read_when", "split_due", "warm", "words"]
