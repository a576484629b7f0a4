"""Plain identifiers in a text that is about to be shared: a hint and never a bar, on this machine alone (reliability.md 5.8).

Shapes only: record numbers, social-security numbers, dates of birth, phones, mail addresses, a patient or learner beside a full name.
It promises nothing, stores nothing and logs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mentoring.patterns import regex

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DAY = (rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
        rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})")
_RECORD = (r"\b(?:mrn|(?:medical )?record (?:no|number|nr)|chart (?:no|number)|hospital (?:no|number)|nhs (?:no|number)"
           r"|(?:patient|student) (?:id|no|number))\b[\s:#.]{0,4}(?:is )?[a-z]{0,3}\d[\d -]{3,14}")
_SOMEBODY = (r"\b(?:[Pp]atient|[Pp]t|[Rr]esident|[Ss]tudent|[Tt]rainee|[Ii]ntern|[Mm]r|[Mm]rs|[Mm]s)\b\.?,?\s+(?:named |called )?"
             r"(?:[A-Z][a-z]{1,20}\s[A-Z][a-z]{1,20}|[A-Z]\.\s?[A-Z]\b)")

_SIGNS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("a record number", regex(_RECORD, re.IGNORECASE)),
    ("a social-security number", regex(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")),
    ("a date of birth", regex(rf"\b(?:dob|d\.o\.b\.?|born(?: on)?|date of birth)\b[\s:]{{0,3}}(?:is |the )?{_DAY}", re.IGNORECASE)),
    ("a phone number", regex(r"(?<![\w.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?|\d{2,4}[ .-])\d{3,4}[ .-]\d{3,4}(?!\w)")),
    ("a mail address", regex(r"[\w.+-]{1,64}@[\w-]{1,63}\.[A-Za-z][\w.-]{1,60}")),
    ("somebody's name", regex(_SOMEBODY)),
)


def identifying(text: str) -> list[str]:
    """What in a text may tell who somebody is, in words fit to show; empty when nothing has such a shape."""
    return [name for name, sign in _SIGNS if sign.search(text)]
