"""Corrections of minutes, by button or form: add, edit, remove and bring back an item, and say who takes it. (minutes.md, Rights)"""

from __future__ import annotations

from datetime import datetime

from bot.deps import Deps
from bot.services import approvals, doubts, minutes, records, sittings
from bot.services.minutes import Shown
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.records import Entry
from mentoring.refused import Refused
from mentoring.sittings import Sitting, State
from mentoring.text import tidy
from storage import people as people_rows
from storage import sittings as rows
from storage.sittings import Correction
from storage.store import Tx

LONGEST_ITEM = 2000


def correct(deps: Deps, actor: Actor, meeting_id: int, key: str, deed: str, value: dict | None = None, *,
            once: str | None = None) -> tuple[Shown, Entry | None]:
    """Add, edit, remove or bring back an item, or say who takes it. Gives the minutes, and the item as it stood before.

    Everybody changes their own and adds; the lead, the checker and organisers change all. After approval it makes a new version.
    """
    now, value = deps.clock.now(), dict(value or {})
    if "text" in value:
        value["text"] = tidy(value["text"], name="item", longest=LONGEST_ITEM, field="text")
        if not value["text"]:
            raise Refused("Please write what was said.", field="text")
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        before = records.of_thread(tx, deps, meeting, group, sitting)
        entry = next((e for e in before.entries if e.key == key), None)
        if deed in ("edit", "remove") and entry is None:
            raise Refused("That item is not in the minutes any more.")
        own = entry and entry.author and entry.author.user == actor.person.user
        if deed in ("edit", "remove") and not (own or minutes.leads(actor, group, sitting) or _answers(entry, value)):
            raise Refused("You can change what you marked yourself; an organiser, or whoever led or checks, can change the rest.")
        rows.correct(tx, meeting.id, Correction(at=now, person_id=actor.person.id, key=key, deed=deed, value=value))
        changed(tx, deps, meeting, group, sitting, actor, now, why=_why(deed, entry, value))
        shown = minutes.shown(tx, deps, actor, meeting, group, rows.of_meeting(tx, meeting.id))
        after = next((e for e in shown.paper.record.entries if e.key == key), None)
        doubts.follow(tx, meeting, sitting, key, after, shown.paper.names, now)
        return shown, entry


def _answers(entry: Entry, value: dict) -> bool:
    """Anybody may say who takes what nobody has, and by when."""
    return bool(value) and set(value) <= {"owners", "due", "everyone"} and not (entry.owners and "owners" in value) \
        and not (entry.due and "due" in value)


def _why(deed: str, entry: Entry | None, value: dict) -> str:
    what = {"add": "added", "edit": "changed", "remove": "taken out", "restore": "put back"}.get(deed, "changed")
    return f"{what}: {value.get('text') or (entry.text if entry else 'an item')}"[:300]


def changed(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, actor: Actor | None, now: datetime, *, why: str) -> None:
    """The thread or its corrections have changed: the draft follows, or a new version is made of what was approved."""
    if sitting.state is State.DRAFT:
        minutes.drafted(tx, deps, meeting, group, sitting, now)
    elif sitting.state is State.APPROVED:
        if actor is None or not minutes.leads(actor, group, sitting):
            raise Refused("These minutes are approved. An organiser, or whoever led or checks, can correct them; tell them in the thread.")
        approvals.approve(tx, deps, meeting, group, sitting, actor, now, why=why)


def split(deps: Deps, actor: Actor, meeting_id: int, key: str, *, once: str | None = None) -> int:
    """An action item for everyone becomes one for each member; how many."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        before = records.of_thread(tx, deps, meeting, group, sitting)
        entry = next((e for e in before.entries if e.key == key), None)
        if entry is None:
            raise Refused("That item is not in the minutes any more.")
        members = [p for p, _ in people_rows.members_of(tx, group.id)]
        first, *others = members
        due = entry.due.isoformat() if entry.due else None
        rows.correct(tx, meeting.id, Correction(at=now, person_id=actor.person.id, key=key, deed="edit", value={"owners": [first.user]}))
        for person in others:
            value = {"kind": "action", "text": entry.text, "owners": [person.user], "due": due, "topic": entry.topic, "ts": entry.ts}
            rows.correct(tx, meeting.id, Correction(at=now, person_id=actor.person.id, key=f"m:{key}:{person.id}"[:80], deed="add",
                                                    value=value))
        changed(tx, deps, meeting, group, sitting, actor, now, why=f"one for each: {entry.text}"[:300])
        return len(members)
