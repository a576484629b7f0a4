"""The consult round in a meeting's thread: each phase is announced at its time, and the clock is the meeting's own look."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.services import openings, sittings
from bot.views import rounds as views
from mentoring import rounds as rules
from mentoring import sittings as sitting_rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.rounds import Round
from mentoring.sittings import Sitting
from storage import people as people_rows
from storage import sittings as rows
from storage.store import Tx


def start(deps: Deps, actor: Actor, group: Group, presenter: str, minutes: int, *, once: str | None = None) -> str:
    """Begin a round in the meeting of the actor's group that is going on; the presenter's name. Any member may begin one.

    Refused: no meeting, another round is going on, the presenter is not in the group, or the minutes are out of bounds.
    """
    meeting_id, now = sittings.running(deps, actor, group), deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        person = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == presenter), None)
        if person is None:
            raise Refused("I know nobody of that name in this group. Mention whose round it is: `/mentor meeting round @name 20`.")
        if not sitting.is_open:
            raise Refused(f"Meeting {meeting.number} is over.")
        every = _caught_up(sitting, now)
        if every and every[-1].ended is None:
            raise Refused("A round is going on already. Stop it first, or let it end.")
        _keep(tx, meeting, sitting, (*every, rules.begin(presenter, minutes, now)), now)
        return person.name or person.user


def forward(deps: Deps, actor: Actor, meeting_id: int, number: int, index: int, *, once: str | None = None) -> bool:
    """The next phase begins now, if round ``number`` is still in phase ``index``; False when it has moved on already. Any member may."""
    return _press(deps, actor, meeting_id, number, index, once, lambda one, now: rules.forward(one, now))


def stop(deps: Deps, actor: Actor, meeting_id: int, number: int, *, once: str | None = None) -> bool:
    """The round is over now; False when it was."""
    return _press(deps, actor, meeting_id, number, None, once, lambda one, now: replace(one, ended=now))


def _press(deps: Deps, actor: Actor, meeting_id: int, number: int, index: int | None, once: str | None, change) -> bool:
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, _, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        every = list(_caught_up(sitting, now))
        if not (sitting.is_open and number == len(every) and every and every[-1].ended is None):
            return False
        if index is not None and every[-1].index != index:
            return False
        every[-1] = change(every[-1], now)
        _keep(tx, meeting, sitting, tuple(every), now)
        return True


def tick(tx: Tx, meeting: Meeting, sitting: Sitting, now: datetime) -> Sitting:
    """Let the clock bring a round that is going on to where it should be; part of the look at a meeting."""
    due = rules.due(sitting.round)
    if not sitting.is_open or due is None or due > now:
        return sitting
    return _keep(tx, meeting, sitting, _caught_up(sitting, now), now)


def _caught_up(sitting: Sitting, now: datetime) -> tuple[Round, ...]:
    return tuple(rules.caught_up(each, now) for each in rules.of_json(sitting.round))


def _keep(tx: Tx, meeting: Meeting, sitting: Sitting, every: tuple[Round, ...], now: datetime) -> Sitting:
    """Write the rounds down, and say where the last one stands: once for each phase, and only the newest after a pause of ours."""
    sitting = replace(sitting, round=rules.as_json(every))
    sitting = replace(sitting, look=sitting_rules.next_look(sitting, meeting.ends, now))
    rows.change(tx, sitting)
    one, number = every[-1], len(every)
    person = people_rows.by_user(tx, _team(tx, meeting), one.presenter)
    name = person.name if person and person.name else one.presenter
    if one.ended:
        openings.say(tx, meeting, sitting, f"round:{number}:over", views.over(name), now)
    else:
        openings.say(tx, meeting, sitting, f"round:{number}:{one.index}", views.phase(meeting.id, number, one, name), now)
    return sitting


def _team(tx: Tx, meeting: Meeting) -> str:
    return openings.meeting_of(tx, rows.of_meeting(tx, meeting.id))[1].workspace
