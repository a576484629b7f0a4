"""The day before topics have to be in, whoever has one waiting hears of it (features 4.10)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services import quiet
from bot.views import topics as views
from mentoring.people import Group, Kind
from mentoring.topics import State, Topic
from storage import agendas
from storage import expectations as expectation_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import topics as rows
from storage.store import Tx

FROM, A_DAY = time(9), timedelta(days=1)


def look(tx: Tx, group: Group, now: datetime) -> None:
    """Remind the proposers of what waits, once for each meeting; nobody where topics may come on the day itself."""
    agreed = expectation_rows.choices(tx, group.id)
    here = now.astimezone(ZoneInfo(group.tz))
    if agreed is None or not agreed.topics_before or here.time() < FROM:
        return
    ahead = A_DAY * (agreed.topics_before + 1)
    closing = [m for m in meeting_rows.between(tx, [group.id], now, now + ahead + A_DAY)
               if m.is_on and m.day - ahead == here.date() and not agendas.of(tx, m.id).kept_open]
    if not closing:
        return
    members = {p.id: p for p, _ in people_rows.members_of(tx, group.id) if p.kind not in (Kind.BOT, Kind.GONE)}
    theirs: dict[int, list[Topic]] = defaultdict(list)
    for topic in rows.of_group(tx, group.id, states=(State.OPEN,)):
        if topic.proposed_by in members:
            theirs[topic.proposed_by].append(topic)
    for meeting in closing[:1]:
        for person_id, waiting in theirs.items():
            quiet.write(tx, members[person_id], f"topics-in:{meeting.id}:{meeting.day}:{person_id}",
                        views.closing(meeting, group, waiting, agreed.agreed.get("decides", "")), tz=group.tz, now=now)
