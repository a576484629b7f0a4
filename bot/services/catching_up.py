"""What somebody missed while they were away: decisions, what became theirs, and the next date, in a minute's reading (features 11.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services import digest
from bot.views import catching_up as views
from bot.views.action_items import title
from bot.views.blocks import Message
from bot.views.catching_up import Missed
from bot.views.wire import readable
from mentoring.absences import Absence
from mentoring.people import Group, Person
from mentoring.records import ItemKind
from storage import absences as absence_rows
from storage import action_items, minute_items
from storage import attendance as attendance_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.store import Tx

MOST_DECISIONS = 5     # of one group; the minutes have them all
MOST_OWN = 5
MOST_HELD = 200


def compose(tx: Tx, person: Person, groups: Sequence[Group], absence_id: int, *, now: datetime) -> Message | None:
    """The message on return; None when the absence is not this person's, or no meeting of these groups was missed."""
    absence = absence_rows.by_id(tx, absence_id)
    if absence is None or absence.person_id != person.id:
        return None
    tz = digest.zone_of(person, groups)
    missed = [found for group in groups if (found := _of_group(tx, person, group, absence, tz, now))]
    return views.back(missed, absence_id=absence_id, today=now.astimezone(ZoneInfo(tz)).date(), tz=tz) if missed else None


def _of_group(tx: Tx, person: Person, group: Group, absence: Absence, tz: str, now: datetime) -> Missed | None:
    since, until = (datetime.combine(day, time(), ZoneInfo(tz)) for day in (absence.first, absence.returns))
    held = {s.meeting_id: m for s in rows.of_group(tx, group.id, MOST_HELD) if since <= s.opened < until and not s.is_open
            and (m := meeting_rows.by_id(tx, s.meeting_id))}
    came = attendance_rows.of_person(tx, person.id, list(held))
    missed = [m for m in held.values() if not (m.id in came and came[m.id].present)]
    if not missed:
        return None
    ids, names = {m.id for m in missed}, {p.user: p.name for p, _ in people_rows.members_of(tx, group.id) if p.name}
    decided = [f for f in minute_items.search(tx, group.id, kinds=[ItemKind.DECISION], since=min(m.starts for m in missed),
                                              until=max(m.starts for m in missed) + timedelta(seconds=1), limit=MOST_HELD)
               if f.meeting_id in ids]
    own = [t for t in action_items.of_person(tx, person.id, [group.id], limit=MOST_HELD) if t.meeting_id in ids]
    ahead = next((m for m in meeting_rows.between(tx, [group.id], now) if m.is_on), None)
    return Missed(group=group, meetings=sorted(missed, key=lambda m: m.starts), decisions=[readable(f.text, names) for f in
                  decided[:MOST_DECISIONS]], more=max(0, len(decided) - MOST_DECISIONS), own=[(title(t), t.due) for t in own[:MOST_OWN]],
                  more_own=max(0, len(own) - MOST_OWN), ahead=ahead)
