"""What a group reads for a meeting (roadmap step 6, articles): a link that stays where it is, and how long it takes. No clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from mentoring.patterns import regex
from mentoring.refused import Refused
from mentoring.text import one_line, tidy

LONGEST_TITLE, LONGEST_LINK, MOST = 150, 500, 8
_LINK = regex(r"https?://[^\s|<>]+", re.IGNORECASE)
_MINUTES = regex(r"(?:[,·(]\s*)?\b(\d{1,3})\s*min(?:s|utes?)?\b\.?\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing to read. ``minutes``: how long that takes; None when nobody said."""

    id: int = 0
    group_id: int
    meeting_id: int | None = None
    title: str
    link: str
    minutes: int | None = None
    added_by: int | None = None
    by: str = ""
    created: datetime


def checked(title: str, link: str, minutes: str) -> tuple[str, str, int | None]:
    """Title, link and minutes as they will be kept; Refused names the field. Without a title the site's name stands for it."""
    link = one_line(tidy(link, name="link", longest=LONGEST_LINK, field="link"))
    if not _LINK.fullmatch(link) or not _host(link):
        raise Refused("That is no web address. It begins with https://", field="link")
    title = one_line(tidy(title, name="title", longest=LONGEST_TITLE, field="title")) or _host(link)
    said = minutes.strip()
    if said and not (said.isascii() and said.isdigit() and 1 <= int(said) <= 720):
        raise Refused("How many minutes does it take to read? A number, for example 15.", field="minutes")
    return title, link, int(said) if said else None


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def read(line: str) -> tuple[str, str, str]:
    """A typed line as (title, link, minutes): ``https://… How to give feedback, 15 min``; "" for what is not in it."""
    found = _LINK.search(line)
    link = found[0].rstrip(".,;)") if found else ""
    rest = line.replace(found[0], " ") if found else line
    minutes = _MINUTES.search(rest)
    if minutes:
        rest = rest[:minutes.start()] + " " + rest[minutes.end():]
    return one_line(rest).strip(" ,;·-–"), link, minutes[1] if minutes else ""


def line(reading: Reading) -> str:
    """``How to give feedback (15 min)``."""
    return f"{reading.title} ({reading.minutes} min)" if reading.minutes else reading.title
