"""What a group reads for its meetings: every use case that changes it."""

from __future__ import annotations

from bot.deps import Deps
from bot.services import agenda_posts
from mentoring import readings as rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.readings import Reading
from mentoring.refused import NotFound, Refused
from storage import agendas
from storage import meetings as meeting_rows

MOST = 30


def listed(deps: Deps, actor: Actor, group: Group) -> list[tuple[Reading, Meeting | None]]:
    """What a group has read and means to read, newest first, each with its meeting."""
    actor.need(group.id)
    with deps.store.read() as tx:
        found = agendas.all_readings(tx, group.id, MOST)
        return [(r, meeting_rows.by_id(tx, r.meeting_id) if r.meeting_id else None) for r in found]


def may_take_off(actor: Actor, reading: Reading) -> bool:
    """Whoever named it, and organisers."""
    return reading.added_by == actor.person.id or actor.organises(reading.group_id)


def add(deps: Deps, actor: Actor, group: Group, meeting_id: int, *, title: str, link: str, minutes: str,
        once: str | None = None) -> Reading:
    """Something to read for a coming meeting, by any member; it goes into what reminds of the meeting."""
    actor.need(group.id)
    title, link, length = rules.checked(title, link, minutes)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting = meeting_rows.by_id(tx, meeting_id)
        if meeting is None or meeting.group_id != group.id or not meeting.is_on or meeting.ends <= now:
            raise Refused(f"That is no coming meeting of {group.name}. `/mentor meeting list` shows them.", field="link")
        here = agendas.readings_of(tx, [meeting.id]).get(meeting.id, [])
        if any(r.link == link for r in here):
            raise Refused("That is on the list of this meeting already.", field="link")
        if len(here) >= rules.MOST:
            raise Refused(f"{rules.MOST} texts for one meeting is the most. Take one off first: `/mentor reading list`.", field="link")
        reading = Reading(group_id=group.id, meeting_id=meeting.id, title=title, link=link, minutes=length, added_by=actor.person.id,
                          created=now)
        made = agendas.add_reading(tx, reading)
        agenda_posts.follow(tx, group, meeting.id, now)
        return agendas.reading(tx, made)


def drop(deps: Deps, actor: Actor, reading_id: int, *, once: str | None = None) -> Group:
    """It is not to be read: by who named it, or an organiser. Gives its group."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        reading = agendas.reading(tx, reading_id)
        group = next((g for g in actor.groups if reading and g.id == reading.group_id), None)
        if reading is None or group is None:
            raise NotFound("that text", "reading list")
        if not may_take_off(actor, reading):
            raise Refused(f"{reading.by or 'Somebody else'} named it; they or an organiser can take it off.")
        agendas.drop_reading(tx, reading.id)
        if reading.meeting_id:
            agenda_posts.follow(tx, group, reading.meeting_id, now)
        return group
