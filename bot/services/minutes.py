"""Minutes: what the thread and its corrections say, as a draft that is looked at, approved, and corrected afterwards.

They are a function of the thread's present state (`mentoring.minutes.fold`), made anew whenever they are shown. What was
approved is kept whole, version by version.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_filing, openings, records, sittings
from bot.views import minutes as views
from bot.views.blocks import Message
from bot.views.days import near_day
from bot.views.minutes import Kept, Paper
from bot.views.wire import readable
from mentoring import sittings as rules
from mentoring.action_items import Wanted
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.records import ItemKind, Record
from mentoring.refused import Refused
from mentoring.sittings import Sitting, State
from storage import calendars, minute_items, minutes_versions, outbox
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Minutes as one member sees them."""

    paper: Paper
    group: Group
    meeting: Meeting
    sitting: Sitting
    may_change: bool
    versions: Sequence[Kept] = ()


# ---- looking -----------------------------------------------------------------------------------------------------------

def paper_of(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting) -> Paper:
    """The minutes as they stand, with what is needed to show them. What was approved is shown as it was approved."""
    kept = minutes_versions.latest(tx, meeting.id) if sitting.state is State.APPROVED else None
    record = kept.record if kept else records.of_thread(tx, deps, meeting, group, sitting)
    return Paper(record=record, meeting_id=meeting.id, names=records.names(tx, deps, group, meeting),
                 link=partial(_link, deps, sitting), today=deps.clock.now().astimezone(ZoneInfo(group.tz)).date())


def _link(deps: Deps, sitting: Sitting, ts: str) -> str:
    return deps.workspace.permalink(sitting.channel, ts, sitting.ts)


def show(deps: Deps, actor: Actor, meeting_id: int) -> Shown:
    """The minutes of a meeting of one of the actor's groups. Refused: none of theirs, or it has not begun."""
    with deps.store.read() as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id)
        return shown(tx, deps, actor, meeting, group, sitting)


def shown(tx: Tx, deps: Deps, actor: Actor, meeting: Meeting, group: Group, sitting: Sitting) -> Shown:
    """The same within a transaction."""
    return Shown(paper=paper_of(tx, deps, meeting, group, sitting), group=group, meeting=meeting, sitting=sitting,
                 may_change=leads(actor, group, sitting) or sitting.state is not State.APPROVED, versions=_versions(tx, sitting))


def _versions(tx: Tx, sitting: Sitting) -> list[Kept]:
    """The history of minutes that were corrected after they had been approved."""
    if sitting.version < 2:
        return []
    names = {p: person.name for p in {v.person_id for v in minutes_versions.every(tx, sitting.meeting_id)} - {None}
             if (person := people_rows.by_id(tx, p))}
    return [Kept(version=v.version, at=v.at, by=names.get(v.person_id, ""), why=readable(v.why))
            for v in minutes_versions.every(tx, sitting.meeting_id)]


def of_group(deps: Deps, actor: Actor, group: Group, *, number: int | None = None, on=None) -> int:
    """The id of the meeting whose minutes are meant: by number, by day, else the latest. Refused: there are none."""
    with deps.store.read() as tx:
        if not actor.is_in(group.id):
            raise Refused("I can't find minutes of that group among yours.")
        held = [(meeting_rows.by_id(tx, s.meeting_id), s) for s in rows.of_group(tx, group.id)]
    found = next((m.id for m, _ in held if (number is None or m.number == number) and (on is None or m.day == on)), None)
    if found is None:
        which = f"of meeting {number} " if number else f"of {near_day(on, on)} " if on else ""
        raise Refused(f"{group.name} has no minutes {which}yet. They begin with a meeting: `/mentor meeting start`.")
    return found


def leads(actor: Actor, group: Group, sitting: Sitting) -> bool:
    """Who may change what others have marked: the lead, the checker, organisers."""
    return may_approve(actor, group, sitting) or actor.person.id == sitting.scribe_id


def may_approve(actor: Actor, group: Group, sitting: Sitting) -> bool:
    """Whose "looks right" approves: organisers', and that of who led."""
    return actor.organises(group.id) or actor.person.id == sitting.lead_id


# ---- the draft ---------------------------------------------------------------------------------------------------------

def end(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Meeting:
    """End a meeting: the lead, the checker, organisers and who facilitates it at any time, everybody after the planned end."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True, guest=True)
        ended(tx, deps, meeting, group, sitting, actor, now)
        return meeting


def ended(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, actor: Actor | None, now: datetime) -> None:
    """A meeting is over, by a member or (None) by itself: its draft stands in the thread, which is read back once more."""
    if not sitting.is_open:
        raise Refused(f"Meeting {meeting.number} is over already. Its minutes are in the thread.")
    if actor and not rules.may_end(actor.person.id, sitting, meeting.ends, now,
                                       organiser=actor.organises(group.id) or not actor.is_in(group.id)):
        lead = people_rows.by_id(tx, sitting.lead_id) if sitting.lead_id else None
        whom = f"{lead.name}, who leads it, or an organiser" if lead else "an organiser"
        raise Refused(f"Before its planned end {whom} can end the meeting; after that everybody can.")
    written = max((openings.moment(said.ts) for said in rows.lines(tx, meeting.id)), default=now)   # Slack's clock may run ahead of ours
    when = max(written, now if actor else min(now, rules.last_sign(sitting, meeting.ends)))
    sitting = replace(sitting, state=State.DRAFT, ended=when, ended_by=actor.person.id if actor else None, look=now)
    rows.change(tx, sitting)
    drafted(tx, deps, meeting, group, sitting, now)
    openings.shown_again(tx, meeting, sitting, now)
    people_rows.homes_stale_in(tx, group.id)


def drafted(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, now: datetime) -> None:
    """The draft in the thread says what the thread says now; its items and action items follow."""
    paper = paper_of(tx, deps, meeting, group, sitting)
    sittings.seen(tx, meeting, sitting, {p.who.user for p in paper.record.present if p.who.user}, now)
    follow(tx, meeting, group, paper.record, now)
    message = draft(tx, meeting, sitting, paper)
    if openings.say(tx, meeting, sitting, "draft", message, now):
        return
    edit_letter(tx, f"sitting:{meeting.id}:draft", sitting, message, now)


def edit_letter(tx: Tx, key: str, sitting: Sitting, message: Message, now: datetime) -> None:
    """A message of ours says something else now; of several edits that wait only the newest is sent."""
    calendars.edits_replaced(tx, key, now)
    outbox.put(tx, f"{key}:{secrets.token_hex(8)}", "chat.update", now=now, channel=sitting.channel, edits=key, body=message.body())


def draft(tx: Tx, meeting: Meeting, sitting: Sitting, paper: Paper) -> Message:
    """The draft's message, or what it has become."""
    said = rows.reviewed(tx, meeting.id)
    checker = people_rows.by_id(tx, sitting.scribe_id) if sitting.scribe_id else None
    until = (sitting.ended + rules.OBJECTIONS).astimezone(ZoneInfo(meeting.tz)) if sitting.ended else None
    wishes = [(people_rows.by_id(tx, r.person_id).name, r.text) for r in said if not r.right and r.settled is None]
    return views.draft(paper, checker=checker.name if checker else None, right=sum(r.right for r in said), wishes=wishes,
                       until=near_day(until.date(), until.date()) if until else "", approved=sitting.state is State.APPROVED)


def follow(tx: Tx, meeting: Meeting, group: Group, record: Record, now: datetime) -> None:
    """What is searched, and the action items, follow the record."""
    minute_items.put(tx, group.id, meeting.id, record)
    names = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id) if p.name}
    wanted = [Wanted(item=e.key, text=readable(e.text, names), owners=tuple(o.user for o in e.owners if o.user), due=e.due,
                     due_time=e.due_time, ts=e.ts, author=e.author.user if e.author else None) for e in record.of(ItemKind.ACTION)]
    action_filing.file(tx, group, meeting.id, record.channel, wanted, now=now)
