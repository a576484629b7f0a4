"""The running list: every meeting that a group has held, with its topics, who led, who came, and what came out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot import csv_rows
from bot.deps import Deps
from bot.minutes_markdown import escaped
from bot.minutes_outline import clean
from bot.views.history import Held, Page
from bot.views.topics import FIELDS
from bot.views.wire import readable
from mentoring.action_items import ActionItem, State
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.records import ItemKind, Record
from mentoring.sittings import Sitting
from mentoring.text import clip
from storage import action_items, minute_items, minutes_versions
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage import topics as topic_rows
from storage.store import Tx

PAGE = 10
MOST = 5000
_NAMES = ("meeting", "date", "topics", "field", "led by", "present", "people present", "decisions", "action items", "done",
          "done in time", "state", "link")


def page(deps: Deps, actor: Actor, group: Group, number: int = 1) -> Page:
    """A page of the list of one of the actor's groups, newest first. Refused: none of theirs."""
    actor.need(group.id)
    with deps.store.read() as tx:
        sittings, counts = rows.of_group(tx, group.id, MOST), minute_items.counts(tx, group.id)
        pages = max(1, -(-len(sittings) // PAGE))
        number = min(max(number, 1), pages)
        shown = listed(tx, deps, group, sittings[(number - 1) * PAGE:number * PAGE])
        held = {s.meeting_id for s in sittings}
        done = [t for t in action_items.of_group(tx, group.id) if t.meeting_id in held and t.state is State.DONE]
        fields = Counter(field for each in topic_rows.fields(tx, group.id).values() for field in each)
    return Page(group=group, held=shown, page=number, pages=pages, total=len(sittings),
                decisions=sum(c.get(ItemKind.DECISION, 0) for c in counts.values()),
                actions=sum(c.get(ItemKind.ACTION, 0) for c in counts.values()), done=len(done), in_time=len(_in_time(group, done)),
                fields=[(FIELDS[field], fields[field]) for field in FIELDS if fields[field]])


def listed(tx: Tx, deps: Deps, group: Group, sittings: Sequence[Sitting] | None = None) -> list[Held]:
    """These meetings of a group, or all that it has held, newest first."""
    names = {p.id: p.name or p.user for p, _ in people_rows.members_of(tx, group.id)}
    users = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id) if p.name}
    counts, topics = minute_items.counts(tx, group.id), minute_items.topics(tx, group.id)
    fields = topic_rows.fields(tx, group.id)
    tasks: dict[int, list[ActionItem]] = {}
    for task in action_items.of_group(tx, group.id):
        tasks.setdefault(task.meeting_id, []).append(task)
    made = []
    for sitting in rows.of_group(tx, group.id, MOST) if sittings is None else sittings:
        meeting, approved = meeting_rows.by_id(tx, sitting.meeting_id), minutes_versions.latest(tx, sitting.meeting_id)
        record = approved.record if approved else None
        if meeting:
            titles = [readable(t, users) for t in topics.get(meeting.id, ())]
            made.append(_held(deps, group, meeting, sitting, record, titles, counts.get(meeting.id, {}), tasks.get(meeting.id, []),
                              _present(tx, record, meeting), names.get(sitting.lead_id, ""),
                              [FIELDS[f] for f in fields.get(meeting.id, ())]))
    return made


def _in_time(group: Group, done: Sequence[ActionItem]) -> list[ActionItem]:
    """Those that were done by their day, or had none."""
    return [t for t in done if t.due is None or (t.settled and t.settled.astimezone(ZoneInfo(group.tz)).date() <= t.due)]


def _present(tx: Tx, record: Record | None, meeting: Meeting) -> list[str]:
    if record:
        return [p.who.name or p.who.user or "" for p in record.present]
    there = [people_rows.by_id(tx, r.person_id) for r in meeting_rows.replies(tx, meeting.id) if r.present]
    return [p.name or p.user for p in there if p]


def _held(deps: Deps, group: Group, meeting: Meeting, sitting: Sitting, record: Record | None, topics: Sequence[str], counts: dict,
          tasks: Sequence[ActionItem], present: Sequence[str], lead: str, fields: Sequence[str]) -> Held:
    done = [t for t in tasks if t.state is State.DONE]
    return Held(meeting_id=meeting.id, number=meeting.number, day=meeting.starts.astimezone(ZoneInfo(group.tz)).date(), topics=topics,
                fields=fields, lead=record.lead.name if record and record.lead else lead, present=present,
                decisions=counts.get(ItemKind.DECISION, 0), actions=counts.get(ItemKind.ACTION, 0), done=len(done),
                in_time=len(_in_time(group, done)),
                state=str(sitting.state), link=deps.workspace.permalink(sitting.channel, sitting.ts) if sitting.ts else "")


def as_csv(every: Sequence[Held]) -> bytes:
    """The list as a table for a spreadsheet."""
    return csv_rows.table(_NAMES, [
        (h.number, h.day, clean("; ".join(h.topics)), "; ".join(h.fields), clean(h.lead), len(h.present),
         clean("; ".join(h.present)), h.decisions, h.actions, h.done, h.in_time, h.state, h.link) for h in every])


def as_markdown(group: Group, every: Sequence[Held]) -> str:
    """The list as Markdown: one heading, one item for each meeting, newest first."""
    lines = [f"# {escaped(clean(f'Meetings of {group.name}'))}", ""]
    for h in every:
        date = f"[{h.day}](<{h.link}>)" if h.link else str(h.day)
        facts = [*h.fields, *([f"led by {h.lead}"] if h.lead else [])]
        facts += [f"{len(h.present)} present: {', '.join(h.present)}"] if h.present else []
        facts += [f"{h.decisions} decisions", f"{h.actions} action items ({h.done} done, {h.in_time} in time)"]
        lines += [f"- **{date}**, meeting {h.number}: {escaped(clip(clean('; '.join(h.topics)), 2000)) or 'no topic was marked'}  ",
                  f"  {escaped(clean(' · '.join(facts)))}"]
    return "\n".join(lines) + "\n"
