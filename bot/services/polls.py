"""Date polls: opening one, answering, closing, and the one message in the channel that always shows how it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import meetings, people
from bot.views import polls as views
from bot.views.polls import Stand
from mentoring import polls as rules
from mentoring.meetings import LONGEST, SHORTEST
from mentoring.people import Actor, Group
from mentoring.planning import Spot
from mentoring.polls import Poll, PollState, Slot, Vote
from mentoring.refused import Refused
from mentoring.text import one_line, tidy
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import outbox
from storage import people as people_rows
from storage import polls as rows

CLOSES_AT = 17   # o'clock in the group's zone, on the day that was chosen
_GONE = "I can't find that poll among those of your groups."


def open_one(deps: Deps, actor: Actor, group: Group, *, question: str, slots: Sequence[Slot], minutes: int, closes: date,
             meeting_id: int | None = None, once: str | None = None) -> Poll:
    """Ask the group when it can meet, in one message of its channel. Any member may ask. Raises Refused at the field."""
    now, zone = deps.clock.now(), ZoneInfo(group.tz)
    if not actor.is_in(group.id):
        raise Refused("You can ask a group that you are a member of.")
    question = one_line(tidy(question, name="question", longest=200, field="question")) or "When can we meet?"
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("A meeting lasts between 5 minutes and 12 hours.", field="minutes")
    offered = [s for s in rules.check_slots(slots) if _begins(s, zone) > now]
    if len(offered) < 2:
        raise Refused("Fewer than two of these times lie ahead. Please begin the poll on a later day.", field="slots")
    until = min(_at_five(closes, zone), _begins(offered[-1], zone))
    if until < now + rules.SHORTEST_POLL:
        raise Refused("Please leave the others until tomorrow at least to answer.", field="closes")
    poll = Poll(group_id=group.id, meeting_id=meeting_id, question=question, minutes=minutes, closes=until, created=now,
                created_by=actor.person.id, slots=tuple(replace(s, slot=n) for n, s in enumerate(offered)))
    with deps.store.write(once) as tx:
        if meeting_id is not None:
            _still_on(tx, group, meeting_id, now)
        poll = replace(poll, id=rows.add(tx, poll))
        body = views.posted(_stand(tx, poll, group)).body()
        outbox.put(tx, f"poll:{poll.id}", "chat.postMessage", now=now, channel=group.channel, body=body)
        return poll


def _begins(slot: Slot, zone: ZoneInfo) -> datetime:
    return datetime.combine(slot.day, time.fromisoformat(slot.time), tzinfo=zone)


def _at_five(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, CLOSES_AT, tzinfo=zone)


def _still_on(tx, group: Group, meeting_id: int, now: datetime) -> None:
    meeting = meeting_rows.by_id(tx, meeting_id)
    if meeting is None or meeting.group_id != group.id or not meeting.is_on or meeting.starts <= now:
        raise Refused("That meeting is over or was called off, so there is nothing to move.")


def stand(deps: Deps, actor: Actor, poll_id: int) -> Stand:
    """How a poll stands, as this person may see it. Refused: none of theirs."""
    with deps.store.read() as tx:
        poll, group = _theirs(tx, actor, poll_id)
        return _stand(tx, poll, group, actor)


def _theirs(tx, actor: Actor, poll_id: int, *, lock: bool = False) -> tuple[Poll, Group]:
    poll = rows.by_id(tx, poll_id, lock=lock)
    group = next((g for g in actor.groups if poll and g.id == poll.group_id), None)
    if group is None:
        raise Refused(_GONE)
    return poll, group


def _stand(tx, poll: Poll, group: Group, actor: Actor | None = None) -> Stand:
    members = [p.user for p, _ in people_rows.members_of(tx, group.id)]
    votes = rows.votes(tx, poll.id)
    said = rules.answered(votes, members)
    return Stand(poll=poll, group=group, tallies=rules.tally(poll, votes, members), answered=said,
                 waiting=[m for m in members if m not in said], mine=_mine(votes, actor),
                 by=people_rows.by_id(tx, poll.created_by).user)


def _mine(votes: Sequence[Vote], actor: Actor | None) -> tuple[int, ...]:
    return tuple(v.slot for v in votes if actor and v.person_id == actor.person.id and v.can)


def answer(deps: Deps, actor: Actor, poll_id: int, can: Collection[int], *, once: str | None = None) -> Stand:
    """What one member can do: these slots and no others. It takes the place of what they said before."""
    with deps.store.write(once) as tx:
        poll, group = _theirs(tx, actor, poll_id, lock=True)
        if not poll.is_open:
            raise Refused("This poll is closed already, so your answer came too late. Its message in the channel says what was chosen.")
        rows.vote(tx, poll.id, actor.person.id, {s.slot: s.slot in can for s in poll.slots})
        return _shown_again(deps, tx, poll, group, actor)


def _shown_again(deps: Deps, tx, poll: Poll, group: Group, actor: Actor | None = None) -> Stand:
    """The message in the channel follows."""
    poll = replace(rows.by_id(tx, poll.id), version=rows.touch(tx, poll.id))
    after = _stand(tx, poll, group, actor)
    outbox.put(tx, f"poll:{poll.id}:{poll.version}", "chat.update", now=deps.clock.now(), channel=group.channel,
               edits=f"poll:{poll.id}", body=views.posted(after).body())
    return after


def close(deps: Deps, actor: Actor, poll_id: int, *, once: str | None = None) -> Stand:
    """Take no more answers. Whoever asked may do it, and the organisers."""
    with deps.store.write(once) as tx:
        poll, group = _theirs(tx, actor, poll_id, lock=True)
        if actor.person.id != poll.created_by and not actor.organises(group.id):
            raise Refused("Whoever opened the poll can close it, and so can an organiser of the group.")
        rows.close(tx, poll.id)
        return _shown_again(deps, tx, poll, group, actor)


def use(deps: Deps, actor: Actor, poll_id: int, slot: int) -> tuple[Stand, meetings.Shown]:
    """Take one of the slots: the poll's meeting moves there, or a new one is added. For organisers; only one slot is taken, once."""
    with deps.store.read() as tx:
        poll, group = _theirs(tx, actor, poll_id)
    taken = next((s for s in poll.slots if s.slot == slot), None)
    if taken is None or poll.chosen not in (None, slot):
        raise Refused("Another time was chosen already. The poll's message shows it." if taken else _GONE)
    spot, key = Spot(day=taken.day, time=taken.time), f"poll:{poll.id}:used"
    if poll.meeting_id is not None:
        shown = meetings.move(deps, actor, poll.meeting_id, spot, reason="by date poll", once=key)
    else:
        shown = meetings.add(deps, actor, group, spot, minutes=poll.minutes, once=key)
    if taken.site:
        shown = meetings.edit(deps, actor, shown.meeting.id, place=taken.site)
    with deps.store.write() as tx:
        rows.choose(tx, poll.id, slot)
        return _shown_again(deps, tx, poll, group, actor), shown


def close_due(deps: Deps) -> int:
    """Polls whose time is up take no more answers, and their messages say so; how many there were."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        over = rows.over(tx, now, 50)
    for poll_id in over:
        with deps.store.write() as tx:
            poll = rows.by_id(tx, poll_id, lock=True)
            if poll and poll.state is PollState.OPEN and rows.close(tx, poll_id):
                _shown_again(deps, tx, poll, group_rows.by_id(tx, poll.group_id))
    return len(over)


def usual_close(deps: Deps, group: Group) -> date:
    """The day that the form offers for the end of a poll."""
    return people.groups_today(deps, group) + timedelta(days=rules.USUAL_DAYS)
