"""Files about a visit, brought to an organiser: the calendar of an expert's slots, and the letter for the expert's own file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from html import escape
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.views import experts_words as words
from mentoring.experts import State, Visit, slot
from mentoring.meetings import Meeting, MeetingState
from mentoring.people import Group
from mentoring.text import visible
from storage import experts as rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage.outbox import Letter
from storage.store import Tx

File = tuple[str, str, str, bytes]


def made(deps: Deps, letter: Letter) -> File | None:
    """Name, title, comment and bytes from what holds now; None when it is gone, or not for this person any more."""
    body = letter.body or {}
    with deps.store.read() as tx:
        visit = rows.visit(tx, body["visit"])
        expert = rows.by_id(tx, visit.expert_id) if visit else None
        actor = people_rows.by_id(tx, body["person"])
        if expert is None or actor is None or not any(p.id == actor.id for p, _ in people_rows.members_of(tx, expert.group_id)):
            return None
        group, meeting = group_rows.by_id(tx, expert.group_id), meeting_rows.by_id(tx, visit.meeting_id)
        if body["expert"] == "html":
            paragraphs = words.letter(expert, group, visit, meeting)
            day = deps.clock.now().astimezone(ZoneInfo(group.tz)).date()
            data = _page(expert.name, [*paragraphs, f"{actor.name}, for {group.name}", f"{day.day} {day:%B %Y}"])
            return f"letter-{expert.number}-meeting-{meeting.number}.html", "Letter for the expert's own file", \
                "Open it, print it, send it to them.", data
        slots = _slots(tx, rows.visits_of(tx, [expert.id]), visit)
        return _calendar(tx, deps, group, slots, expert.number)


def _slots(tx: Tx, visits: list[Visit], asked: Visit) -> list[tuple[Visit, Meeting]]:
    """The open dates of the invitation; at least the one that was asked for."""
    pairs = [(v, meeting_rows.by_id(tx, v.meeting_id)) for v in visits if v.state in (State.INVITED, State.ACCEPTED) or v.id == asked.id]
    return [(v, m) for v, m in pairs if m.state is not MeetingState.SKIPPED]


def _calendar(tx: Tx, deps: Deps, group: Group, slots: list[tuple[Visit, Meeting]], number: int) -> File | None:
    from bot import ics  # icalendar is loaded when it is first needed

    if not slots:
        return None
    entries = []
    for visit, meeting in slots:
        begins = slot(visit, meeting)[0].astimezone(UTC)
        mine = replace(meeting, id=visit.id, created=visit.created, starts=begins, minutes=visit.minutes)
        about = [*([visit.brief] if visit.brief else []), *(f"- {q.text}" for q in rows.for_visit(tx, visit.id))]
        entries.append(ics.Entry(meeting=mine, title=f"Guest of {group.name}", place=meeting.place, link=meeting.link, about=tuple(about)))
    data = ics.calendar(entries, name=group.name, team=f"guest-{deps.workspace.team}", tz=group.tz, published=True)
    return f"guest-{number}-{slots[0][1].day}.ics", "Calendar file for the expert", \
        "Send it with the invitation: it holds their time.", data


def _page(name: str, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{escape(visible(p))}</p>" for p in paragraphs)
    style = "body{font:16px/1.5 Georgia,serif;max-width:36em;margin:4em auto;padding:0 1em}"
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>{escape(visible(name))}</title><style>{style}</style></head><body>{body}</body></html>\n").encode()
