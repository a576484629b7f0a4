"""Who comes to which meeting: answers, words to be read out, keeping the dates free, and who was there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.deps import Deps
from bot.services import reminders
from mentoring import attendance as rules
from mentoring.attendance import Count
from mentoring.meetings import Meeting, Reply, Rsvp, Series
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import absences as absence_rows
from storage import attendance as rows
from storage import meetings as meeting_rows
from storage import people as people_rows

_UNKNOWN = "I can't find that meeting among those of your groups. `/mentor meeting list` shows them with their numbers."
LONGEST_WORD = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """A meeting with who comes, and what the one who asks has said."""

    meeting: Meeting
    group: Group
    count: Count
    mine: Reply | None
    replies: tuple[Reply, ...]


def of_meeting(deps: Deps, actor: Actor, meeting_id: int) -> Attended:
    """Who comes to a meeting. Refused: it is of none of the actor's groups."""
    with deps.store.read() as tx:
        meeting, group = _theirs(tx, actor, meeting_id)
        return _attended(tx, meeting, group, actor)


def by_number(deps: Deps, actor: Actor, group: Group, number: int | None) -> Attended:
    """The same by the number that the list shows; without one the next meeting that is on."""
    with deps.store.read() as tx:
        if number is not None:
            meeting = meeting_rows.by_number(tx, group.id, number)
        else:
            ahead = meeting_rows.between(tx, [group.id], deps.clock.now())
            meeting = next((m for m in ahead if m.is_on), None)
            if meeting is None:
                raise Refused(f"{group.name} has no meeting ahead. An organiser plans them with `/mentor meeting plan`.")
        meeting, group = _theirs(tx, actor, meeting.id if meeting else 0)
        return _attended(tx, meeting, group, actor)


def _theirs(tx, actor: Actor, meeting_id: int, *, lock: bool = False) -> tuple[Meeting, Group]:
    meeting = meeting_rows.by_id(tx, meeting_id, lock=lock)
    group = next((g for g in actor.groups if meeting and g.id == meeting.group_id), None)
    if group is None:
        raise Refused(_UNKNOWN)
    return meeting, group


def _attended(tx, meeting: Meeting, group: Group, actor: Actor) -> Attended:
    replies = tuple(meeting_rows.replies(tx, meeting.id))
    return Attended(meeting=meeting, group=group, count=counted(tx, meeting, replies), replies=replies,
                    mine=next((r for r in replies if r.person_id == actor.person.id), None))


def counted(tx, meeting: Meeting, replies: Collection[Reply] | None = None) -> Count:
    """Who of the present members comes to a meeting."""
    members = [(p.id, p.user) for p, _ in people_rows.members_of(tx, meeting.group_id)]
    away = {a.person_id for a in absence_rows.of_groups(tx, [meeting.group_id], meeting.day, meeting.day)}
    return rules.count(members, meeting_rows.replies(tx, meeting.id) if replies is None else replies, away)


def answer(deps: Deps, actor: Actor, meeting_id: int, said: Rsvp, *, once: str | None = None) -> Attended:
    """Yes, late or no; the last word counts. The messages that show who comes follow."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group = _theirs(tx, actor, meeting_id)
        rules.may_answer(meeting, now=now)
        rows.answer(tx, meeting.id, actor.person.id, said, now=now)
        return _changed(tx, deps, meeting, group, actor)


def send_word(deps: Deps, actor: Actor, meeting_id: int, text: str, *, once: str | None = None) -> Attended:
    """What somebody who cannot come wants said there; every member can read it. Nothing typed takes it back."""
    text = tidy(text, name="word", longest=LONGEST_WORD, field="word")
    with deps.store.write(once) as tx:
        meeting, group = _theirs(tx, actor, meeting_id)
        rules.may_answer(meeting, now=deps.clock.now())
        rows.word(tx, meeting.id, actor.person.id, text)
        return _changed(tx, deps, meeting, group, actor)


def present(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> Attended:
    """The one who taps was there."""
    with deps.store.write(once) as tx:
        meeting, group = _theirs(tx, actor, meeting_id)
        rules.may_say_present(meeting, now=deps.clock.now())
        rows.present(tx, meeting.id, actor.person.id, True)
        return _changed(tx, deps, meeting, group, actor)


def correct(deps: Deps, actor: Actor, meeting_id: int, there: Collection[str], *, once: str | None = None) -> Attended:
    """An organiser says who was there: ``there`` are Slack ids; the other members were not."""
    with deps.store.write(once) as tx:
        meeting, group = _theirs(tx, actor, meeting_id)
        if not actor.organises(group.id):
            raise Refused("An organiser of the group can correct who was there; for yourself, tap *I was there*.")
        rules.may_say_present(meeting, now=deps.clock.now())
        for person, _ in people_rows.members_of(tx, group.id):
            rows.present(tx, meeting.id, person.id, person.user in there)
        return _changed(tx, deps, meeting, group, actor)


def _changed(tx, deps: Deps, meeting: Meeting, group: Group, actor: Actor) -> Attended:
    people_rows.homes_stale_in(tx, group.id)
    reminders.attendance_changed(tx, meeting, group, now=deps.clock.now())
    return _attended(tx, meeting, group, actor)


def keep_free(deps: Deps, actor: Actor, series_id: int, conflicts: Collection[int] | None = None, *, once: str | None = None) -> Series:
    """A member keeps the dates of their group's rhythm free, all but those of the meetings ``conflicts``, which they decline.

    Without ``conflicts`` what they have declined before stays declined; with them, these and no others are.
    """
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        series, ahead = _dates(tx, actor, series_id, now)
        for meeting, reply in ahead:
            before = reply.answer if reply else None
            if conflicts is not None and meeting.id in conflicts:
                rows.answer(tx, meeting.id, actor.person.id, Rsvp.NO, now=now)
            elif before is None or (before is Rsvp.NO and conflicts is not None):
                rows.answer(tx, meeting.id, actor.person.id, Rsvp.YES, now=now)
        rows.commit(tx, series.id, actor.person.id, series.through, now=now)
        people_rows.homes_stale_in(tx, series.group_id)
        return series


def dates_of(deps: Deps, actor: Actor, series_id: int) -> tuple[Series, list[tuple[Meeting, Reply | None]]]:
    """A rhythm of one of the actor's groups with its meetings ahead, each with what the actor has said about it."""
    with deps.store.read() as tx:
        return _dates(tx, actor, series_id, deps.clock.now())


def rhythm(deps: Deps, group: Group) -> int:
    """The id of the rhythm that holds in a group now. Refused: it has none."""
    with deps.store.read() as tx:
        series = meeting_rows.living_series(tx, group.id)
    if series is None:
        raise Refused(f"{group.name} has planned no dates yet. An organiser plans them with `/mentor meeting plan`.")
    return series.id


def _dates(tx, actor: Actor, series_id: int, now: datetime) -> tuple[Series, list[tuple[Meeting, Reply | None]]]:
    series = next((s for g in actor.groups if (s := meeting_rows.living_series(tx, g.id)) and s.id == series_id), None)
    if series is None:
        raise Refused("Those dates are no longer planned. `/mentor meeting list` shows the present ones.")
    ahead = [m for m in meeting_rows.between(tx, [series.group_id], now) if m.is_on]
    said = rows.of_person(tx, actor.person.id, [m.id for m in ahead])
    return series, [(m, said.get(m.id)) for m in ahead]
