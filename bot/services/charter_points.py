"""Once a year mission and goals come back on the agenda by themselves, until the group keeps or changes them (features 3.9).

What the setup left open comes back as a point as well (features 3.10). Both are points of the next meeting's agenda: `look` is
asked once an hour and after each change (bot.services.charter_review); doing it twice is doing it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.views import missions as views
from bot.views.blocks import Message
from mentoring import missions as rules
from mentoring.charter import Charter
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.setup_path import unfinished
from storage import charter as rows
from storage import meetings as meeting_rows
from storage import missions as mission_rows
from storage import points, setup_path
from storage.store import Tx

REVIEW, SETUP = "review:", "setup:"     # the sources of such points
PATIENCE = timedelta(days=2)            # a setup that was begun just now is not nagged about
REVIEW_TEXT = "Our mission and goals, a year on: keep them or change them (`/mentor mission`)"


def look(tx: Tx, group_id: int, now: datetime) -> None:
    """Bring to a group's agenda what the year, or an unfinished setup, asks for."""
    charter, ahead = rows.of(tx, group_id), _ahead(tx, group_id, now)
    _review(tx, charter, ahead, now)
    _setup(tx, charter, ahead, now)


def _review(tx: Tx, charter: Charter, ahead: Sequence[Meeting], now: datetime) -> None:
    """The last meeting before the twelve months are over has the point; so has every later one, until it is answered."""
    mission = mission_rows.present(tx, charter.group_id)
    if mission is None or not ahead or is_open(tx, charter.group_id):
        return
    due = rules.review_due(max(mission.adopted, charter.reviewed or mission.adopted))
    if rules.is_last_before(due, ahead[0].starts, ahead[1].starts if len(ahead) > 1 else None, now):
        points.add(tx, charter.group_id, REVIEW_TEXT, source=f"{REVIEW}{due:%Y-%m-%d}:{ahead[0].id}", person_id=None, now=now)


def _setup(tx: Tx, charter: Charter, ahead: Sequence[Meeting], now: datetime) -> None:
    """One point names what is still open; it is mended as steps are done, and gone with the last one."""
    if charter.begun is None or charter.begun > now - PATIENCE:
        return
    left = unfinished(setup_path.facts(tx, charter.group_id, now), charter)
    here = next((p for p in points.open_of(tx, charter.group_id) if p.source.startswith(SETUP)), None)
    text = f"Still open in our charter: {', '.join(left)} (/mentor setup)" if left else None
    if here and here.text != text:
        points.rewrite(tx, charter.group_id, here.source, text)
    elif text and ahead and not here:
        points.add(tx, charter.group_id, text, source=f"{SETUP}{ahead[0].id}", person_id=None, now=now)


def _ahead(tx: Tx, group_id: int, now: datetime) -> list[Meeting]:
    return [m for m in meeting_rows.between(tx, [group_id], now) if m.is_on and m.starts > now]


def is_open(tx: Tx, group_id: int) -> bool:
    """Whether the yearly question is on the table."""
    return any(p.source.startswith(REVIEW) for p in points.open_of(tx, group_id))


def over(tx: Tx, group: Group, now: datetime) -> None:
    """The group has kept or changed its mission: the year begins anew, and the point is off the table."""
    charter = rows.of(tx, group.id)
    rows.save(tx, replace(charter, reviewed=now))
    points.settle(tx, group.id, [p.id for p in points.open_of(tx, group.id) if p.source.startswith(REVIEW)], "reached")


def in_thread(tx: Tx, group: Group) -> Message | None:
    """For the thread of a meeting that has the question on its agenda: the mission, and both ways on."""
    mission = mission_rows.present(tx, group.id)
    return views.review(group, mission) if mission and is_open(tx, group.id) else None
