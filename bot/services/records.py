"""From a thread to its record: what stands in our tables is handed to `mentoring.minutes.fold`, and what comes out is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dates.action_due import due_reader
from bot.deps import Deps
from mentoring import minutes as grammar
from mentoring import sittings as rules
from mentoring.meetings import Meeting
from mentoring.minutes import Item, Line, Minutes, People
from mentoring.minutes import Kind as Grammar
from mentoring.people import Group, Role
from mentoring.records import Entry, ItemKind, Present, Record, Who
from mentoring.rounds import presenter_at
from mentoring.sittings import Sitting
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.sittings import Reacted, Said
from storage.store import Tx

_KINDS = {Grammar.TOPIC: ItemKind.TOPIC, Grammar.SUBTOPIC: ItemKind.TOPIC, Grammar.NOTE: ItemKind.NOTE, Grammar.DECISION: ItemKind.DECISION,
          Grammar.ACTION: ItemKind.ACTION, Grammar.QUESTION: ItemKind.QUESTION, Grammar.IDEA: ItemKind.IDEA}


def roster(tx: Tx, group: Group, sitting: Sitting | None = None) -> People:
    """Who may be meant by a name: the members, and what they are in this meeting."""
    made = []
    for person, role in people_rows.members_of(tx, group.id):
        roles = {"chairs", "leads"} if role is Role.ORGANISER or (sitting and person.id == sitting.lead_id) else set()
        roles |= {"scribe"} if sitting and person.id == sitting.scribe_id else set()
        made.append(grammar.Person(id=person.user, display=person.name, name=person.name, roles=frozenset(roles), tz=person.tz))
    return People(people=tuple(made))


def names(tx: Tx, deps: Deps, group: Group, meeting: Meeting) -> dict[str, str]:
    """Names by Slack id: of the members, and of whoever else wrote in the thread."""
    known = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id) if p.name}
    for user in {said.user for said in rows.lines(tx, meeting.id)} - set(known):
        person = people_rows.by_user(tx, deps.workspace.team, user)
        if person and person.name:
            known[user] = person.name
    return known


def line(said: Said) -> Line:
    """A message as the grammar reads it."""
    return Line(ts=said.ts, author=said.user, text=said.text, edited_ts=said.edited or None, deleted=said.gone, bot=said.bot)


def folded(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting) -> Minutes:
    """The minutes of a thread as the grammar gives them."""
    users = {p.id: p.user for p, _ in people_rows.members_of(tx, group.id)}
    corrections = [grammar.Correction(by=users.get(c.person_id, ""), at=c.at, key=c.key, deed=grammar.Deed(c.deed), values=c.value,
                                      number=c.id) for c in rows.corrected(tx, meeting.id)]
    people = roster(tx, group, sitting)
    lines, reactions = _told(sitting, rows.lines(tx, meeting.id), rows.reactions(tx, meeting.id))
    return grammar.fold(
        [line(said) for said in lines],
        [grammar.Reaction(ts=r.ts, user=r.user, name=r.name, at=r.at) for r in reactions],
        corrections, people=people, read_due=reader(tx, group, meeting.ends, but=meeting.id), zone=group.tz,
        started=min(sitting.opened, meeting.starts),
        ended=sitting.ended, leads=people.with_role("leads"))


def _told(sitting: Sitting, lines: list[Said], reactions: list[Reacted]) -> tuple[list[Said], list[Reacted]]:
    """What may be read into the minutes: of a consult round only what the presenter wrote or put a sign under. Who wrote was there."""
    if not sitting.round:
        return lines, reactions
    kept = [r for r in reactions if presenter_at(sitting.round, r.ts) in (None, r.user)]
    signed = {r.ts for r in kept if r.name in grammar.SIGNS}
    return [s if s.ts in signed or presenter_at(sitting.round, s.ts) in (None, s.user) else replace(s, text="") for s in lines], kept


def reader(tx: Tx, group: Group, after: datetime, *, but: int | None = None) -> grammar.ReadDue:
    """How a due phrase of this group is read: "next meeting" is its next one after this instant, without the meeting ``but``."""
    ahead = meeting_rows.between(tx, [group.id], after)
    return due_reader(next((m.starts for m in ahead if m.is_on and m.id != but), None))


def of_thread(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting) -> Record:
    """The record of a meeting as its thread and the corrections say it now."""
    found, known = folded(tx, deps, meeting, group, sitting), names(tx, deps, group, meeting)
    entries = tuple(_entry(item, meeting, known) for item in found.items)
    if sitting.sensitive:
        entries = tuple(e for e in entries if e.kind in (ItemKind.DECISION, ItemKind.ACTION))
    return Record(
        group=group.name, number=meeting.number, starts=meeting.starts, ends=sitting.ended, tz=meeting.tz, channel=sitting.channel,
        ts=sitting.ts, lead=_person(tx, sitting.lead_id), scribe=_person(tx, sitting.scribe_id),
        present=_present(tx, meeting, found, known), regrets=tuple(_who(user, known) for user in found.regrets),
        entries=entries, sensitive=sitting.sensitive, version=sitting.version,
        approved=sitting.approved)


def _person(tx: Tx, person_id: int | None) -> Who | None:
    person = people_rows.by_id(tx, person_id) if person_id else None
    return Who(user=person.user, name=person.name) if person else None


def _who(user: str, known: dict[str, str]) -> Who:
    return Who(user=user, name=known.get(user, ""))


def _entry(item: Item, meeting: Meeting, known: dict[str, str]) -> Entry:
    due, clock = item.due, None
    if isinstance(due, datetime):
        local = due.astimezone(ZoneInfo(meeting.tz))
        due, clock = local.date(), f"{local:%H:%M}"
    owners = tuple(_who(user, known) for user in item.owners) + tuple(Who(user=None, name=name) for name in item.owner_text)
    if item.everyone and not item.owners:
        owners = (Who(user=None, name="everyone"),)
    return Entry(key=item.key, kind=_KINDS[item.kind], text=item.text, topic=item.topic, owners=owners, due=due, due_time=clock,
                 author=_who(item.author, known) if item.author else None, ts=item.ts, after="late" in item.flags)


def _present(tx: Tx, meeting: Meeting, found: Minutes, known: dict[str, str]) -> tuple[Present, ...]:
    """Who wrote, reacted, tapped or was named; one person one entry."""
    there: dict[str, Present] = {}
    for one in found.attendees:
        who = Who(user=one.who, name=known.get(one.who or "") or one.name)
        there[one.who or one.name] = Present(who=who, first=one.first, last=one.last,
                                             late=bool(one.first and rules.came_late(one.first, meeting.starts)))
    for reply in meeting_rows.replies(tx, meeting.id):
        if reply.present and reply.user not in there:
            there[reply.user] = Present(who=_who(reply.user, known))
    return tuple(there.values())
