"""The running list of a group's meetings as it is read in Slack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views import minutes as minutes_views
from bot.views.blocks import Message, actions, button, context, escape, header, rich, run
from bot.views.minutes_files import Ids as FileIds
from mentoring.people import Group
from mentoring.text import clip

LONGEST_TOPICS = 220


class Ids(StrEnum):
    """What can be clicked."""

    PAGE = "history.page"      # value: group|page


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A meeting that was held. ``topics`` are readable, ``fields`` the roadmap's in words; ``in_time`` counts action items that
    were done by their day.
    """

    meeting_id: int
    number: int
    day: date
    topics: Sequence[str]
    fields: Sequence[str]
    lead: str
    present: Sequence[str]
    decisions: int
    actions: int
    done: int
    in_time: int
    state: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the list, with the counts of the whole list; ``fields``: in how many meetings each was talked about."""

    group: Group
    held: Sequence[Held]
    page: int
    pages: int
    total: int
    decisions: int
    actions: int
    done: int
    in_time: int
    fields: Sequence[tuple[str, int]] = ()


def listing(page: Page) -> Message:
    """The page, for the one who asked."""
    title = f"Meetings of {page.group.name}"
    if not page.held:
        return Message(text=f"{escape(page.group.name)} has held no meeting yet.",
                       blocks=[header(title), rich([run("None was held yet. A meeting begins by itself at its time, or with "),
                                                    run("/mentor meeting start", code=True), run(".")])])
    done = f", {page.done} done, {page.in_time} of them in time" if page.done else ""
    counts = f"{_many(page.total, 'meeting')} · {_many(page.decisions, 'decision')} · {_many(page.actions, 'action item')}{done}"
    balance = [context("Talked about: " + " · ".join(f"{name} {count}" for name, count in page.fields))] if page.fields else []
    turn = [button("Earlier", f"{Ids.PAGE}.next", f"{page.group.id}|{page.page + 1}", label="Earlier meetings")] * (page.page < page.pages)
    back = [button("Later", f"{Ids.PAGE}.back", f"{page.group.id}|{page.page - 1}", label="Later meetings")] * (page.page > 1)
    opens = [button(f"Meeting {h.number}", f"{minutes_views.Ids.SHOW}.{n}", str(h.meeting_id), label=f"The minutes of meeting {h.number}")
             for n, h in enumerate(page.held[:5])]
    files = [button("As CSV", f"{FileIds.LIST}.csv", f"history.csv|{page.group.id}"),
             button("As Markdown", f"{FileIds.LIST}.md", f"history.md|{page.group.id}")]
    return Message(text=f"{counts}, in {escape(page.group.name)}.",
                   blocks=[header(title), context(counts), *balance, *[_line(h) for h in page.held],
                           *([actions(*opens, block_id="history-open")]), actions(*back, *turn, *files, block_id="history-foot")])


def _line(held: Held) -> dict:
    on = f"{held.day:%A} {held.day.day} {held.day:%B %Y}"
    place = {"type": "link", "url": held.link, "text": on, "style": {"bold": True}} if held.link else run(on, bold=True)
    facts = [*held.fields, *([f"led by {held.lead}"] if held.lead else [])]
    facts += [f"{len(held.present)} present"] if held.present else []
    facts += [_many(held.decisions, "decision")] if held.decisions else []
    facts += [f"{_many(held.actions, 'action item')}, {held.done} done"] if held.actions else []
    facts += [{"open": "going on", "draft": "draft"}[held.state]] if held.state != "approved" else []
    topics = clip(" · ".join(held.topics), LONGEST_TOPICS) or "no topic was marked"
    return rich([run(f"{held.number}. "), place, run(f"  {topics}")], [run(clip(" · ".join(facts), 300), italic=True)])


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"
