"""The delivery ledger at a terminal: what would be sent, what became of what was, and the two things a person may do about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from mentoring.reminders import FOLDED, Kind
from storage import deliveries, outbox
from storage import groups as group_rows
from storage import people as people_rows
from storage.outbox import Letter
from storage.store import Store, Tx

STATES = ("waiting", "claimed", "sending", "sent", "skipped", "dead", "uncertain")
BY_HAND = "skipped by hand"
UNLESS = "unless that day's digest says it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One delivery as it is shown; never its words."""

    id: int
    due: datetime
    tz: str
    kind: str
    group: str
    to: str
    state: str
    reason: str

    def facts(self) -> dict:
        """For machines."""
        return {"id": self.id, "due": self.due.isoformat(), "local": self.local, "tz": self.tz, "kind": self.kind, "group": self.group,
                "to": self.to, "state": self.state, "reason": self.reason}

    @property
    def local(self) -> str:
        """Where it is read: Mon 30 Nov 09:00."""
        return f"{self.due.astimezone(ZoneInfo(self.tz)):%a %d %b %Y %H:%M}"


def plan(store: Store, out: TextIO, *, now: datetime, days: int, as_json: bool) -> None:
    """What would be sent within ``days``, in the group's time, as far as it is planned; and what a weekly message may make needless."""
    with store.read() as tx:
        letters = deliveries.listed(tx, state="waiting", until=now + timedelta(days=days), limit=100_000)
        lines = _lines(tx, letters)
    weekly = {_day_of(w) for w in letters if w.kind == Kind.DIGEST}
    lines = [replace(line, reason=UNLESS) if w.kind in FOLDED and _day_of(w) in weekly else line
             for line, w in zip(lines, letters, strict=True)]
    _show(lines, out, as_json, nothing=f"Nothing is planned for the next {days} days.",
          columns=("local", "tz", "kind", "group", "to", "reason"))


def _day_of(letter: Letter) -> tuple[int | None, date]:
    """Whose it is, and the day on which they read it."""
    return letter.person_id, letter.due.astimezone(ZoneInfo(letter.tz or "UTC")).date()


def listed(store: Store, out: TextIO, *, state: str | None, group: str | None, limit: int, as_json: bool) -> bool:
    """The newest deliveries, of one state or of one group (its name or its channel's id). False: there is no such group."""
    with store.read() as tx:
        found = group_rows.named(tx, group) if group else None
        if group and found is None:
            return False
        lines = _lines(tx, deliveries.listed(tx, state=state, group_id=found.id if found else None, newest=True, limit=limit))
    _show(lines, out, as_json, nothing="No such deliveries.", columns=("id", "local", "tz", "kind", "group", "to", "state", "reason"))
    return True


def retry(store: Store, letter_id: int, now: datetime) -> bool:
    """A delivery that was given up is sent after all, however late, if it still holds then. False: it was not given up."""
    with store.write() as tx:
        return deliveries.retry(tx, letter_id, now)


def skip(store: Store, letter_id: int, now: datetime) -> bool:
    """A delivery that waits, or that nobody can tell about, will not be sent. False: it is neither."""
    with store.write() as tx:
        return deliveries.give_up(tx, letter_id, BY_HAND, now)


def what_it_is(store: Store, letter_id: int) -> str:
    """Where a delivery stands, in a sentence."""
    with store.read() as tx:
        letter = deliveries.by_id(tx, letter_id)
        calls = outbox.attempts_of(tx, letter_id)
    if letter is None:
        return f"There is no delivery {letter_id}."
    said = f" Slack said: {', '.join(signal for _, _, signal in calls)}." if calls else ""
    return f"Delivery {letter_id} is {letter.state}{f' ({letter.reason})' if letter.reason else ''}, so there is nothing to do.{said}"


def _lines(tx: Tx, letters: Sequence[Letter]) -> list[Line]:
    groups: dict = {}
    people: dict = {}
    lines = []
    for w in letters:
        group = groups.setdefault(w.group_id, group_rows.by_id(tx, w.group_id) if w.group_id else None)
        person = people.setdefault(w.person_id, people_rows.by_id(tx, w.person_id) if w.person_id else None)
        to = (person.name or person.user) if person else f"#{group.channel}" if group else w.channel or ""
        lines.append(Line(id=w.id, due=w.due, tz=group.tz if group else w.tz or "UTC", kind=w.kind, to=to, state=w.state,
                          group=group.name if group else "", reason=w.reason or ""))
    return lines


def _show(lines: Sequence[Line], out: TextIO, as_json: bool, *, nothing: str, columns: Sequence[str]) -> None:
    if as_json:
        out.writelines(json.dumps(line.facts(), ensure_ascii=False) + "\n" for line in lines)
        return
    if not lines:
        out.write(nothing + "\n")
        return
    heads = {"id": "id", "local": "due", "tz": "zone", "kind": "kind", "group": "group", "to": "to", "state": "state", "reason": "reason"}
    table = [[heads[c] for c in columns]] + [[" ".join(str(getattr(line, c)).split()) for c in columns] for line in lines]
    widths = [max(len(row[n]) for row in table) for n in range(len(columns))]
    for row in table:
        out.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n")
