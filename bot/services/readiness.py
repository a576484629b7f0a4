"""The last look before a planned delivery is sent: is it still to be said, to this person, now; and what are its words.

Everything is read anew in the transaction that marks the letter as being sent (reliability.md 2.4 step 3). What comes out is
words, or a reason why not, or a later time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import digest
from bot.services.scenes import WORDS, Scene, as_before
from mentoring import reminders as rules
from mentoring.meetings import Meeting, Reply, Rsvp
from mentoring.people import Kind as Account
from mentoring.reminders import Kind, Preferences
from storage import absences as absence_rows
from storage import action_items as action_rows
from storage import attendance as attendance_rows
from storage import channels as channel_rows
from storage import deliveries
from storage import expectations as expectation_rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import preferences as preference_rows
from storage.deliveries import POST
from storage.outbox import Letter
from storage.store import Tx

CLOSED_FOR = timedelta(minutes=15)   # then a closed channel is looked at again: no event says that one was unarchived
WITH_A_MEETING = frozenset({*rules.OF_A_MEETING, Kind.CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """It is to be sent, with these arguments."""

    body: dict


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """It need not be sent any more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Not now, but at ``until``."""

    until: datetime
    reason: str


Verdict = Ready | Skip | Wait


def ready(tx: Tx, deps: Deps, letter: Letter, now: datetime) -> Verdict:
    """What is to become of a planned delivery that is due."""
    if letter.not_after and now > letter.not_after:
        return Skip(reason="too late")
    scene = _scene(tx, deps, letter, now)
    for look in (_is_true, _in_the_channel, _to_the_person, _at_its_time, _undisturbed):
        if (verdict := look(scene, deps)) is not None:
            return verdict
    message = WORDS[scene.kind](scene)
    return Ready(body=message.body()) if message else Skip(reason="nothing to say")


def _scene(tx: Tx, deps: Deps, letter: Letter, now: datetime) -> Scene:
    kind = Kind(letter.kind)
    person = people_rows.by_id(tx, letter.person_id) if letter.person_id else None
    actor = people_rows.actor(tx, deps.workspace.team, person.user) if person else None
    groups = actor.groups if actor else ()
    meeting = meeting_rows.by_id(tx, letter.subject_id) if kind in WITH_A_MEETING and letter.subject_id else None
    group = group_rows.by_id(tx, letter.group_id) if letter.group_id else None
    wishes = preference_rows.get(tx, person.id) if person else Preferences()
    tz = digest.zone_of(person, groups) if person else (group.tz if group else "UTC")
    return Scene(tx=tx, letter=letter, kind=kind, now=now, group=group, meeting=meeting, person=person, groups=groups, wishes=wishes,
                 tz=tz, due=_due(kind, letter, meeting, wishes, tz))


def _due(kind: Kind, letter: Letter, meeting: Meeting | None, wishes: Preferences, tz: str) -> datetime:
    """Reckoned from what holds now: the row's own time is a cache, and has moved if it was put off."""
    if letter.method != POST:
        return letter.created
    if kind is Kind.DIGEST:
        return rules.digest_time(wishes, tz, rules.monday_of(letter.nominal)).due
    if kind is Kind.START:   # somebody may have begun early, and has put the row forward
        return letter.due
    if kind in rules.OF_AN_ACTION:
        return rules.action_time(kind, date.fromisoformat(letter.key.split("|")[2]), tz).due
    if kind in rules.OF_A_MEETING and meeting:
        return rules.time_of(kind, meeting, tz if letter.person_id else meeting.tz).due
    return letter.due


def _is_true(scene: Scene, deps: Deps) -> Verdict | None:
    """The meeting is still on, and on that day."""
    if scene.kind not in WITH_A_MEETING:
        return None
    if scene.meeting is None or scene.group is None:
        return Skip(reason="the meeting is gone")
    if scene.kind is Kind.CHANGED:
        return Skip(reason="as it was before") if as_before(scene) else None
    if not scene.meeting.is_on and scene.letter.method == POST:
        return Skip(reason="cancelled")
    if scene.meeting.day.isoformat() != scene.day and scene.letter.method == POST:
        return Skip(reason="moved")
    return None


def _in_the_channel(scene: Scene, deps: Deps) -> Verdict | None:
    """The channel can be posted to, and somebody is there."""
    state = channel_rows.closed(scene.tx, deps.workspace.team, [scene.letter.channel]).get(scene.letter.channel)
    if scene.person:
        return Skip(reason="cannot be reached") if state else None
    if scene.group is None or not people_rows.members_of(scene.tx, scene.group.id):
        return Skip(reason="nobody is in the group")
    return Wait(until=scene.now + CLOSED_FOR, reason=deliveries.PAUSED) if state else None


def _to_the_person(scene: Scene, deps: Deps) -> Verdict | None:
    """Still a member, here, and willing to hear it."""
    person, letter = scene.person, scene.letter
    if person is None:
        return None
    if person.kind in (Account.GONE, Account.BOT):
        return Skip(reason="deactivated")
    if not scene.groups or (letter.group_id and all(g.id != letter.group_id for g in scene.groups)):
        return Skip(reason="not a member")
    if absence_rows.away_on(scene.tx, person.id, scene.today):
        return Skip(reason="away")
    if scene.wishes.paused_on(scene.today):
        return Skip(reason="paused")
    if not scene.wishes.wants(scene.kind):
        return Skip(reason="muted")
    if scene.kind is Kind.DAY_BEFORE and (reply := _reply(scene)) and reply.answer is Rsvp.NO:
        return Skip(reason="declined")
    return Skip(reason="folded") if scene.kind in rules.FOLDED and _folded(scene) else None


def _at_its_time(scene: Scene, deps: Deps) -> Verdict | None:
    """A zone, a wish or a meeting has changed, and it is due later than the row says."""
    return Wait(until=scene.due, reason="due later") if scene.due > scene.now + timedelta(seconds=1) else None


def _undisturbed(scene: Scene, deps: Deps) -> Verdict | None:
    """Not in quiet hours; and late messages to one person come ten minutes apart (reliability 2.8)."""
    if scene.person is None:
        return None
    until, why = rules.quiet_until(scene.now, _agreed(scene), scene.tz), "quiet hours"
    if until is None and scene.late:
        last = deliveries.last_sent(scene.tx, scene.person.id, scene.now - rules.SPACING)
        until, why = (last + rules.SPACING, "one at a time") if last else (None, "")
    if until is None:
        return None
    last = scene.letter.not_after
    return Skip(reason=why) if last and until > last else Wait(until=until, reason=why)


def _agreed(scene: Scene) -> Preferences:
    """Own quiet hours; for whoever has left them as they are, the ones that their groups have agreed on, the longest (features 4.9)."""
    usual, wishes = Preferences(), scene.wishes
    if (wishes.quiet_from, wishes.quiet_to) != (usual.quiet_from, usual.quiet_to):
        return wishes
    about = [scene.letter.group_id] if scene.letter.group_id else [g.id for g in scene.groups]
    hours = [one.quiet_hours for one in expectation_rows.chosen(scene.tx, about).values() if one.quiet_hours]
    return replace(wishes, quiet_from=min(hours)[0], quiet_to=min(hours)[1]) if hours else wishes


def _folded(scene: Scene) -> bool:
    """Whether this day's weekly message says it, or said it: it has gone out, or is due and goes first (features, fifteen things 1)."""
    zone = ZoneInfo(scene.tz)
    begin = datetime.combine(scene.today, datetime.min.time(), zone).astimezone(UTC)
    rows = deliveries.of_person(scene.tx, scene.person.id, since=begin - rules.LASTS[Kind.DIGEST], until=scene.now + timedelta(seconds=1),
                                states=("sent", "waiting", "claimed", "sending"))
    weekly = [w for w in rows if w.kind == Kind.DIGEST and (w.settled >= begin if w.settled else _will_go(scene, w))]
    if not weekly:
        return False
    if scene.kind is Kind.DAY_BEFORE:
        said = digest.meetings_said(scene.tx, scene.person, scene.groups, day=scene.today, now=scene.now)
        return any(m.id == scene.meeting.id for m in said)
    mine = action_rows.due_on(scene.tx, scene.person.id, date.fromisoformat(scene.day))
    return {i.id for i in mine} <= digest.actions_said(scene.tx, scene.person, scene.groups, now=scene.now)


def _will_go(scene: Scene, weekly: Letter) -> bool:
    """Whether a weekly message that waits is still to be sent: what is folded into one that is skipped would be told by nobody."""
    return scene.wishes.wants(Kind.DIGEST) and (weekly.not_after is None or scene.now <= weekly.not_after)


def _reply(scene: Scene) -> Reply | None:
    return attendance_rows.of_person(scene.tx, scene.person.id, [scene.meeting.id]).get(scene.meeting.id)
