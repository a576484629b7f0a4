"""The SMART check (roadmap step 3): it helps and never blocks."""

from __future__ import annotations

import re
from enum import StrEnum

from mentoring.goals import Goal
from mentoring.patterns import regex


class Gap(StrEnum):
    """What a goal still lacks, in the order in which it helps most."""

    MEASURE = "measure"
    DUE = "due"
    FIRST_STEP = "first_step"


_COUNTED = regex(r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|twice|weekly|monthly|every)\b", re.I)
_CHECKABLE = regex(   # "become program director" can be seen to have happened, "become a better teacher" cannot
    r"\b(submit|publish|finish|complete|present|apply|send|draft|write|deliver|give|run|teach|defend|pass|hire|launch|register|"
    r"enrol|enroll|book|obtain|get|win|be promoted|become(?! (?:a |an )?(?:more|much|better|stronger|happier|good)\b)|"
    r"organi[sz]e|recruit|revise|resubmit|graduate|certify|sign)(s|es|d|ed|ing)?\b", re.I)
MOST_NAMED = 2


def gaps(goal: Goal) -> tuple[Gap, ...]:
    """What is missing: a yardstick, a date, a first step; at most two are named at a time (features 3.5).

    A goal counts as measurable when its measure is filled in, when it holds a number, or when it names something that
    has visibly happened or not ("submit …", "present …").
    """
    missing = []
    if not goal.measure and not _COUNTED.search(goal.what) and not _CHECKABLE.search(goal.what):
        missing.append(Gap.MEASURE)
    if goal.due is None:
        missing.append(Gap.DUE)
    if not goal.first_step:
        missing.append(Gap.FIRST_STEP)
    return tuple(missing[:MOST_NAMED])


_LACKS = {Gap.MEASURE: "a way to tell it is done", Gap.DUE: "a date", Gap.FIRST_STEP: "a first step"}
_HINTS = {
    Gap.MEASURE: "… so that I can show (a draft, a number, a yes from somebody)",
    Gap.DUE: "… by the end of next month",
    Gap.FIRST_STEP: "First, I block one hour this week to …",
}


def line(missing: tuple[Gap, ...]) -> str:
    """One friendly sentence about what is missing, with a suggestion; empty when nothing is."""
    if not missing:
        return ""
    return f"It could still use {' and '.join(_LACKS[g] for g in missing)}. For example: “{_HINTS[missing[0]]}”."
