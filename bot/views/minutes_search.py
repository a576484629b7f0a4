"""What a search of the minutes found: each with its kind, the words around the hit, its date, and the way to its message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views import minutes as minutes_views
from bot.views.blocks import Message, actions, button, context, escape, header, rich, run
from bot.views.days import near_day
from bot.views.minutes import SIGNS, name_of
from mentoring.people import Group
from mentoring.records import ItemKind, Who
from mentoring.text import clip

AROUND = 90      # characters on either side of the first hit
LONGEST_VALUE = 1900


class Ids(StrEnum):
    """What can be clicked."""

    MORE = "minutes_search.more"      # value: group|page|what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An item that was found. ``spans`` are where the words stand in ``text``; ``state`` is an action item's, else None."""

    kind: ItemKind
    text: str
    spans: Sequence[tuple[int, int]]
    owners: Sequence[Who]
    due: date | None
    state: str | None
    at: datetime
    meeting_id: int
    number: int
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of hits. ``text`` is what was typed as Slack sent it, ``words`` the same readable; ``said`` the filters in words."""

    group: Group
    text: str
    words: str
    hits: Sequence[Hit]
    said: Sequence[str]
    page: int
    more: bool
    names: Mapping[str, str]


def found(page: Page) -> Message:
    """The page, for the one who asked."""
    title = f"Minutes of {page.group.name}: {page.words}"
    filters = [context(escape(f"Only {'; '.join(page.said)}."))] if page.said else []
    if not page.hits:
        return Message(text=f"Nothing in the minutes of {escape(page.group.name)} has that.",
                       blocks=[header(title), rich([run("Nothing there." if page.page > 1 else "Nothing in the minutes has all of that. "
                                                        "Fewer words, or the beginning of one, find more.")]), *filters])
    count = f"Page {page.page}, newest first." if page.more or page.page > 1 else \
        f"{len(page.hits)} found, newest first." if len(page.hits) > 1 else "1 found."
    blocks = [header(title), *filters, *[_one(hit, page) for hit in page.hits], context(count)]
    turn = [button("More", Ids.MORE, f"{page.group.id}|{page.page + 1}|{clip(page.text, LONGEST_VALUE)}",
                   label=f"More results, page {page.page + 1}")] if page.more else []
    meetings = list(dict.fromkeys((h.meeting_id, h.number) for h in page.hits))[:4]
    opens = [button(f"Meeting {number}", f"{minutes_views.Ids.SHOW}.{n}", str(meeting), label=f"The minutes of meeting {number}")
             for n, (meeting, number) in enumerate(meetings)]
    return Message(text=f"{count} In the minutes of {escape(page.group.name)}.",
                   blocks=[*blocks, actions(*turn, *opens, block_id="minutes-found")])


def _one(hit: Hit, page: Page) -> dict:
    zone = ZoneInfo(page.group.tz)
    on = hit.at.astimezone(zone)
    when = f"{on.day} {on:%B %Y}, meeting {hit.number}"
    place = {"type": "link", "url": hit.link, "text": when} if hit.link else run(when)
    owners = " and ".join(name_of(o, page.names) for o in hit.owners)
    more = [owners or ("no owner yet" if hit.kind is ItemKind.ACTION else "")]
    more += [f"by {near_day(hit.due, on.date())}"] if hit.due else []
    more += [hit.state] if hit.state in ("done", "dropped") else []
    tail = ", ".join(m for m in more if m)
    return rich([run(f"{SIGNS[hit.kind]} "), *_around(hit), run(f" — {tail}" if tail else "")],
                [run(f"{str(hit.kind).capitalize()} · ", italic=True), place])


def _around(hit: Hit) -> list[dict]:
    """The words around the first hit, the hits bold."""
    text, spans = hit.text, list(hit.spans)
    begin = max(0, spans[0][0] - AROUND) if spans and len(text) > 3 * AROUND else 0
    begin = text.find(" ", begin) + 1 if begin else 0
    end = min(len(text), begin + 3 * AROUND)
    runs, at = [run("… ")] if begin else [], begin
    for start, stop in spans:
        if start < at or stop > end:
            continue
        runs += [run(text[at:start]), run(text[start:stop], bold=True)]
        at = stop
    runs.append(run(text[at:end].rstrip() + "…" if end < len(text) else text[at:end]))
    return [r for r in runs if r["text"]]
