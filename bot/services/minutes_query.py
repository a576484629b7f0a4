"""What is typed after ``minutes search``: words, and filters for kind, owner, open and dates, in any order."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import dates
from bot.views.days import day
from mentoring.patterns import regex
from mentoring.records import ItemKind
from mentoring.refused import Refused
from mentoring.words import fold, stems

LONGEST = 300
_KINDS = {**{str(k): k for k in ItemKind}, **{f"{k}s": k for k in ItemKind}, "todo": ItemKind.ACTION, "task": ItemKind.ACTION,
          "info": ItemKind.NOTE}
_KEYS = {"kind": "kind", "type": "kind", "owner": "owner", "by": "owner", "who": "owner", "from": "since", "since": "since",
         "to": "until", "until": "until", "is": "is"}
_PART = regex(r'(?P<key>[A-Za-z]+)\s?:\s?(?=\S)|"(?P<quoted>[^"]*)"|(?P<word>\S+)')
_MENTION = regex(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_MONTHS = {month: n for n, name in enumerate(month_name) for month in (name.lower(), name[:3].lower()) if month}
_MONTH = regex(r"(?P<name>[a-z]+)\.?(?: (?P<year>\d{4}))?|(?P<iso>\d{4})-(?P<number>\d{2})")
_BACK = regex(r"(?P<n>\d{1,3}) (?P<unit>day|week|month|year)s?(?: ago)?")
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LONGEST_DATE = 4      # words: "first Tuesday of January"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for. ``words`` are stems; ``since`` counts in, ``until`` not; ``said`` tells the filters in words."""

    words: tuple[str, ...] = ()
    kinds: tuple[ItemKind, ...] = ()
    owners: tuple[str, ...] = ()
    is_open: bool = False
    since: datetime | None = None
    until: datetime | None = None
    said: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.kinds or self.owners or self.is_open or self.since or self.until)


def read(text: str, *, members: Mapping[str, str], me: str, now: datetime, tz: str) -> Query:
    """The query that a line in Slack's wire form means. ``members``: names by Slack id; ``me``: who asks.

    A word in quotes is never a filter. ``open`` is one when it comes last. Refused: a value that is not understood.
    """
    if len(text) > LONGEST:
        raise Refused(f"A search of more than {LONGEST} characters is too long for me.")
    parts, query, free = _parts(text), Query(), []
    while parts:
        key, word = parts.pop(0)
        if key in ("since", "until"):
            query = _dated(query, key, _take_date(parts, word, now, tz), tz)
        elif key:
            query = _filtered(query, key, word, members, me)
        else:
            free.append(word)
    if free and free[-1].lower() == "open":
        query, _ = replace(query, is_open=True, said=(*query.said, "open action items")), free.pop()
    found = tuple(dict.fromkeys(stem for word in free for stem in stems(word)))
    if not found and not query:
        raise Refused("What shall I look for? A word is enough: `/mentor minutes search budget`. Filters: `kind:decision`, `owner:@name`, "
                      "`open`, `since:1 September`, `from:2026-09-01 to:2026-12-31`.")
    return replace(query, words=found)


def _parts(text: str) -> list[tuple[str, str]]:
    """(key or "", word) in order; a key that we don't know is a word with a colon."""
    made, key = [], ""
    for found in _PART.finditer(text):
        if found["key"] and found["key"].lower() in _KEYS and not key:
            key = _KEYS[found["key"].lower()]
            continue
        word = found["quoted"] if found["quoted"] is not None else found["word"] or found["key"]
        quoted = found["quoted"] is not None
        made.append((key, word if key or not quoted else f'"{word}"'))
        key = ""
    return made


def _filtered(query: Query, key: str, value: str, members: Mapping[str, str], me: str) -> Query:
    if key == "is":
        if value.lower() != "open":
            raise Refused(f"I know `is:open`; “{value}” I don't.")
        return replace(query, is_open=True, said=(*query.said, "open action items"))
    if key == "kind":
        kinds = [_KINDS.get(v.lower()) for v in value.split(",") if v]
        if not kinds or None in kinds:
            raise Refused(f"I know the kinds {', '.join(f'`{k}`' for k in ItemKind)}; “{value}” I don't.")
        return replace(query, kinds=(*query.kinds, *kinds), said=(*query.said, f"kind {', '.join(kinds)}"))
    user = _whom(value, members, me)
    return replace(query, owners=(*query.owners, user), said=(*query.said, f"owner {members.get(user, 'somebody who has left')}"))


def _whom(value: str, members: Mapping[str, str], me: str) -> str:
    found = _MENTION.fullmatch(value)
    if found:
        return found[1]
    if value.lower().lstrip("@") in ("me", "mine", "i", "myself"):
        return me
    wanted = fold(value.lstrip("@"))
    named = [u for u, name in members.items() if wanted in (fold(name), *fold(name).split())]
    if len(named) == 1:
        return named[0]
    if named:
        raise Refused(f"There are {len(named)} called “{value}”: {', '.join(members[u] for u in named)}. Mention the one you mean with @.")
    raise Refused(f"I know nobody called “{value}” in this group. Mention them with @.")


def _dated(query: Query, key: str, span: tuple[date, date], tz: str) -> Query:
    first, last = span
    if key == "since":
        return replace(query, since=_begins(first, tz), said=(*query.said, f"from {day(first)}"))
    return replace(query, until=_begins(last + timedelta(days=1), tz), said=(*query.said, f"up to {day(last)}"))


def _begins(on: date, tz: str) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(tz))


def _take_date(parts: list[tuple[str, str]], first: str, now: datetime, tz: str) -> tuple[date, date]:
    """The days that the longest run of the words means; those words are taken off ``parts``."""
    run = [first]
    for key, word in parts[:_LONGEST_DATE - 1]:
        if key:
            break
        run.append(word)
    today = now.astimezone(ZoneInfo(tz)).date()
    for count in range(len(run), 0, -1):
        span = _span(" ".join(run[:count]), today, now, tz)
        if span:
            del parts[:count - 1]
            return span
    raise Refused(f"Which day is “{first}”? I read `since:1 September`, `from:2026-09-01`, `since:last month`, `to:2026`.")


def _span(words: str, today: date, now: datetime, tz: str) -> tuple[date, date] | None:
    """The first and last day of a year, a month, a time back or a day that is behind us."""
    words = words.lower().strip('"')
    if words.isdigit() and len(words) == 4 and 1990 <= int(words) <= 2200:
        return date(int(words), 1, 1), date(int(words), 12, 31)
    for read_one in (_named, _of_month):
        span = read_one(words, today)
        if span:
            return span
    try:
        on = date.fromisoformat(words)
    except ValueError:
        on = _read(words, now, tz)
    return (on, on) if on else None


def _named(words: str, today: date) -> tuple[date, date] | None:
    monday, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    back = _BACK.fullmatch(words)
    if back:
        on = today - timedelta(days=int(back["n"]) * _UNITS[back["unit"]])
        return on, on
    spans = {"today": (today, today), "yesterday": (today - timedelta(days=1),) * 2,
             "this week": (monday, monday + timedelta(days=6)), "last week": (monday - timedelta(days=7), monday - timedelta(days=1)),
             "this month": _month(month), "last month": _month((month - timedelta(days=1)).replace(day=1)),
             "this year": (date(today.year, 1, 1), date(today.year, 12, 31)),
             "last year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))}
    return spans.get(words)


def _of_month(words: str, today: date) -> tuple[date, date] | None:
    found = _MONTH.fullmatch(words)
    if not found:
        return None
    if found["iso"]:
        return _month(date(int(found["iso"]), int(found["number"]), 1)) if 1 <= int(found["number"]) <= 12 else None
    number = _MONTHS.get(found["name"])
    if number is None:
        return None
    year = int(found["year"]) if found["year"] else today.year - (number > today.month)
    return _month(date(year, number, 1)) if year > 0 else None


def _month(first: date) -> tuple[date, date]:
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _read(words: str, now: datetime, tz: str) -> date | None:
    """A day as `bot.dates` reads it, the last one of that name."""
    for since in (now - timedelta(days=364), now):
        found = dates.read_when(words, now=since, tz=tz)
        if isinstance(found, dates.Reading):
            return found.date
    return None


def hits(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where in a text the words stand that these stems found, as spans in order."""
    made = []
    for found in re.finditer(r"[^\W_]+(?:['’][^\W_]+)?", text):
        got = stems(found.group())
        if any(stem.startswith(word) for stem in got for word in words):
            made.append(found.span())
    return made
