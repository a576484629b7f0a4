"""What a member sends to an expert, to be edited first: the invitation, the question, the thanks, the letter. Plain text."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mentoring.experts import LONGEST_LETTER, Expert, Question, Visit, slot
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.text import clip, one_line

LONGEST_LINK = 2_900     # of a button in Slack: 3,000


def slot_words(visit: Visit, meeting: Meeting) -> str:
    """``Tuesday 1 December 2026, 07:40 to 08:00 (America/New_York)``."""
    begins, ends = (at.astimezone(ZoneInfo(meeting.tz)) for at in slot(visit, meeting))
    return f"{begins:%A} {begins.day} {begins:%B %Y}, {begins:%H:%M} to {ends:%H:%M} ({meeting.tz})"


def invitation(expert: Expert, group: Group, coming: Sequence[tuple[Visit, Meeting, Sequence[Question]]], by: str) -> str:
    """The draft: who we are, the brief, the slot of each meeting, the questions. Nothing else of the group's is in it."""
    several = len(coming) > 1
    lines = [f"Dear {expert.name},", "", f"{group.name} is a peer-mentorship group. We would be glad if you joined us as a guest"
             + (" at these meetings; each of them can be declined alone:" if several else ":"), ""]
    lines += [f"- {slot_words(visit, meeting)}{_where(meeting)}" for visit, meeting, _ in coming]
    brief = next((v.brief for v, _, _ in coming if v.brief), "")
    questions = list(dict.fromkeys(one_line(q.text) for _, _, asked in coming for q in asked))
    lines += ["", "What it is about:", brief] if brief else []
    lines += ["", "What members would like to ask:", *(f"- {q}" for q in questions)] if questions else []
    lines += ["", "The calendar file holds your time with us. Please tell me whether it suits you.", "", "Kind regards,", by]
    return clip("\n".join(lines), LONGEST_LETTER)


def _where(meeting: Meeting) -> str:
    where = " · ".join(one_line(w) for w in (meeting.place, meeting.link) if w)
    return f" · {where}" if where else ""


def question(expert: Expert, group: Group, asked: Question) -> str:
    """The draft of a question between meetings."""
    return clip(f"Dear {expert.name},\n\na question from {group.name}, our peer-mentorship group:\n\n{asked.text}\n\n"
                f"A few lines are plenty; I would pass your answer on to the group.\n\nThank you!\n{asked.by}", LONGEST_LETTER)


def thanks(expert: Expert, group: Group, visit: Visit, meeting: Meeting, actions: Sequence[str], by: str) -> str:
    """The draft of the thanks, with what came out of the meeting."""
    begins = slot(visit, meeting)[0].astimezone(ZoneInfo(meeting.tz))
    lines = [f"Dear {expert.name},", "", f"thank you for your time with {group.name} on {begins.day} {begins:%B %Y}. It helped us."]
    lines += ["", f"You spoke with us about: {one_line(visit.brief)}"] if visit.brief else []
    lines += ["", "What we took on:", *(f"- {one_line(a)}" for a in actions)] if actions else []
    return clip("\n".join([*lines, "", "Kind regards,", by]), LONGEST_LETTER)


def letter(expert: Expert, group: Group, visit: Visit, meeting: Meeting) -> list[str]:
    """The paragraphs of the letter for an expert's own file."""
    return [f"{expert.name} was a guest of {group.name}, a peer-mentorship group of faculty, on {slot_words(visit, meeting)} "
            f"({visit.minutes} minutes).", *([f"Subject: {one_line(visit.brief)}"] if visit.brief else []),
            "We are grateful for the time and the advice."]


def mail_link(expert: Expert, subject: str, text: str) -> str:
    """A mailto link with the text in it, cut so that Slack takes it."""
    while len(address := f"mailto:{quote(expert.mail, safe='@+')}?subject={quote(one_line(subject))}"
                         f"&body={quote(text.replace(chr(10), chr(13) + chr(10)))}") > LONGEST_LINK:
        text = f"{text[:len(text) * 4 // 5].rstrip()} …"
    return address
