"""The last look before a planned delivery is sent: is it still to be said, to this person, now; and what are its words.

Everything is read anew in the transaction that marks the letter as being sent (reliability.md 2.4 step 3). What comes out is
words, or a reason why not, or a later time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import digest, later, openings
from bot.views import reminders as views
from bot.views.blocks import Message
from mentoring import attendance as attendance_rules
from mentoring import reminders as rules
from mentoring.meetings import Meeting, MeetingState, Reply, Rsvp
from mentoring.people import Group, Person
from mentoring.people import Kind as Account
from mentoring.reminders import Kind, Preferences
from storage import absences as absence_rows
from storage import attendance as attendance_rows
from storage import channels as channel_rows
from storage import deliveries
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import preferences as preference_rows
from storage.deliveries import POST
from storage.outbox import Letter
from storage.store import Tx

CLOSED_FOR = timedelta(hours=1)   # a closed channel is looked at again; that it is open again comes as an event
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that the last look leans on, as it is now. ``due`` is when it was to be sent, before any waiting."""

    tx: Tx
    letter: Letter
    kind: Kind
    now: datetime
    due: datetime
    group: Group | None
    meeting: Meeting | None
    person: Person | None
    groups: tuple[Group, ...]
    wishes: Preferences
    tz: str

    @property
    def today(self) -> date:
        """The day it is for whom it is for."""
        return self.now.astimezone(ZoneInfo(self.tz)).date()

    @property
    def day(self) -> str:
        """The nominal date, or week, of the key."""
        return self.letter.key.split("|")[2]

    @property
    def late(self) -> bool:
        """Whether it comes so late that it has to be said."""
        return self.now - self.due > rules.LATE


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
        return Skip(reason="as it was before") if _as_before(scene) else None
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
    return Skip(reason="folded") if scene.kind is Kind.DAY_BEFORE and _folded(scene) else None


def _at_its_time(scene: Scene, deps: Deps) -> Verdict | None:
    """A zone, a wish or a meeting has changed, and it is due later than the row says."""
    return Wait(until=scene.due, reason="due later") if scene.due > scene.now + timedelta(seconds=1) else None


def _undisturbed(scene: Scene, deps: Deps) -> Verdict | None:
    """Not in quiet hours; and late messages to one person come ten minutes apart (reliability 2.8)."""
    if scene.person is None:
        return None
    until, why = rules.quiet_until(scene.now, scene.wishes, scene.tz), "quiet hours"
    if until is None and scene.late:
        last = deliveries.last_sent(scene.tx, scene.person.id, scene.now - rules.SPACING)
        until, why = (last + rules.SPACING, "one at a time") if last else (None, "")
    if until is None:
        return None
    last = scene.letter.not_after
    return Skip(reason=why) if last and until > last else Wait(until=until, reason=why)


def _folded(scene: Scene) -> bool:
    """Whether this day's weekly message says it, or said it: it has gone out, or is due and goes first (features, fifteen things 1)."""
    zone = ZoneInfo(scene.tz)
    begin = datetime.combine(scene.today, datetime.min.time(), zone).astimezone(UTC)
    rows = deliveries.of_person(scene.tx, scene.person.id, since=begin - rules.LASTS[Kind.DIGEST], until=scene.now + timedelta(seconds=1),
                                states=("sent", "waiting", "claimed", "sending"))
    weekly = [w for w in rows if w.kind == Kind.DIGEST and (w.settled is None or w.settled >= begin)]
    said = digest.meetings_said(scene.tx, scene.person, scene.groups, day=scene.today, now=scene.now) if weekly else []
    return any(m.id == scene.meeting.id for m in said)


def _reply(scene: Scene) -> Reply | None:
    return attendance_rows.of_person(scene.tx, scene.person.id, [scene.meeting.id]).get(scene.meeting.id)


# ---- words -------------------------------------------------------------------------------------------------------

def _count(scene: Scene) -> attendance_rules.Count:
    meeting = scene.meeting
    members = [(p.id, p.user) for p, _ in people_rows.members_of(scene.tx, meeting.group_id)]
    away = {a.person_id for a in absence_rows.of_groups(scene.tx, [meeting.group_id], meeting.day, meeting.day)}
    return attendance_rules.count(members, meeting_rows.replies(scene.tx, meeting.id), away)


def _abroad(scene: Scene) -> bool:
    """Whether some of the group read its times in another zone."""
    return any(p.tz not in (None, scene.meeting.tz) for p, _ in people_rows.members_of(scene.tx, scene.meeting.group_id))


def _week_before(scene: Scene) -> Message:
    return _other_than_said(scene) or views.week_before(scene.meeting, scene.group, _count(scene), today=scene.today,
                                                              abroad=_abroad(scene))


def _hour_before(scene: Scene) -> Message:
    replies = meeting_rows.replies(scene.tx, scene.meeting.id)
    return _other_than_said(scene) or views.hour_before(scene.meeting, scene.group, _count(scene), replies, now=scene.now,
                                                              abroad=_abroad(scene))


def _other_than_said(scene: Scene) -> Message | None:
    """What an earlier post becomes when its meeting was moved to another day or called off."""
    there = scene.meeting.is_on and scene.meeting.day.isoformat() == scene.day
    return None if there else views.changed(scene.meeting, scene.group, abroad=_abroad(scene))


def _digest(scene: Scene) -> Message | None:
    day = scene.due.astimezone(ZoneInfo(scene.tz)).date()
    return digest.compose(scene.tx, scene.person, scene.groups, day=day, now=scene.now, late=scene.late)


def _about(scene: Scene, about: str) -> Message | None:
    return later.again(scene.tx, scene.person, scene.groups, about, now=scene.now)


def _of_subject(scene: Scene) -> Message | None:
    return _about(scene, f"{scene.kind.value}:{scene.letter.subject_id}")


def _put_off(scene: Scene) -> Message | None:
    return _about(scene, str((scene.letter.body or {}).get("about", "")))


def _changed(scene: Scene) -> Message:
    return views.changed(scene.meeting, scene.group, was=_was(scene), tz=scene.tz if scene.person else None, abroad=_abroad(scene))


def _comeback(scene: Scene) -> Message | None:
    return digest.compose(scene.tx, scene.person, scene.groups, day=scene.today, now=scene.now)


def was(meeting: Meeting) -> dict:
    """How a meeting stands, as the facts that a message about its change will need."""
    return {"day": meeting.day.isoformat(), "time": meeting.time, "tz": meeting.tz, "starts": meeting.starts.isoformat(),
            "state": meeting.state.value}


def _was(scene: Scene) -> Meeting:
    facts = scene.letter.body or {}
    return replace(scene.meeting, day=date.fromisoformat(facts["day"]), time=facts["time"], tz=facts["tz"],
                   starts=datetime.fromisoformat(facts["starts"]), state=MeetingState(facts["state"]))


def _as_before(scene: Scene) -> bool:
    before = _was(scene)
    return before.starts == scene.meeting.starts and before.is_on == scene.meeting.is_on


WORDS: dict[Kind, Callable[[Scene], Message | None]] = {
    Kind.WEEK_BEFORE: _week_before,
    Kind.HOUR_BEFORE: _hour_before,
    Kind.START: lambda scene: openings.begins(scene.tx, scene.meeting, scene.group, now=scene.now),
    Kind.DAY_BEFORE: _of_subject,
    Kind.QUORUM: _of_subject,
    Kind.COMMIT: _of_subject,
    Kind.DIGEST: _digest,
    Kind.CHANGED: _changed,
    Kind.COMEBACK: _comeback,
    Kind.LATER: _put_off,
}
