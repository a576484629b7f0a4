"""What a planned delivery says: everything it leans on, as it is at the moment of sending, and the words for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.services import action_letters, agenda_items, digest, later, openings, roles_letters
from bot.views import reminders as views
from bot.views.blocks import Message
from mentoring import attendance as attendance_rules
from mentoring import reminders as rules
from mentoring.meetings import Meeting, MeetingState
from mentoring.people import Group, Person
from mentoring.reminders import Kind, Preferences
from storage import absences as absence_rows
from storage import agendas
from storage import expectations as expectation_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage.outbox import Letter
from storage.store import Tx


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


def _count(scene: Scene) -> attendance_rules.Count:
    meeting = scene.meeting
    members = [(p.id, p.user) for p, _ in people_rows.members_of(scene.tx, meeting.group_id)]
    away = {a.person_id for a in absence_rows.of_groups(scene.tx, [meeting.group_id], meeting.day, meeting.day)}
    return attendance_rules.count(members, meeting_rows.replies(scene.tx, meeting.id), away)


def _abroad(scene: Scene) -> bool:
    """Whether some of the group read its times in another zone."""
    return any(p.tz not in (None, scene.meeting.tz) for p, _ in people_rows.members_of(scene.tx, scene.meeting.group_id))


def _week_before(scene: Scene) -> Message:
    agreed = expectation_rows.choices(scene.tx, scene.group.id)
    return _other_than_said(scene) or views.week_before(
        scene.meeting, scene.group, _count(scene), today=scene.today, abroad=_abroad(scene),
        topics_before=agreed.topics_before if agreed else None, agenda=agenda_items.shown(scene.tx, scene.meeting, scene.group, scene.now),
        turns=roles_letters.week_before(scene.tx, scene.meeting, scene.group, scene.now),
        kept_open=agendas.of(scene.tx, scene.meeting.id).kept_open)


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
    return _of_subject(scene) or digest.compose(scene.tx, scene.person, scene.groups, day=scene.today, now=scene.now)


def _asked(scene: Scene) -> Message | None:
    return action_letters.asked(scene.tx, scene.person, scene.groups, scene.letter.body or {}, scene.today)


def _told(scene: Scene) -> Message | None:
    return action_letters.told(scene.tx, scene.person, scene.groups, scene.letter.subject_id, scene.letter.body or {}, scene.today)


def _actions_due(scene: Scene) -> Message | None:
    return action_letters.due(scene.tx, scene.person, scene.groups, date.fromisoformat(scene.day), scene.today)


def was(meeting: Meeting) -> dict:
    """How a meeting stands, as the facts that a message about its change will need."""
    return {"day": meeting.day.isoformat(), "time": meeting.time, "tz": meeting.tz, "starts": meeting.starts.isoformat(),
            "state": meeting.state.value}


def _was(scene: Scene) -> Meeting:
    facts = scene.letter.body or {}
    return replace(scene.meeting, day=date.fromisoformat(facts["day"]), time=facts["time"], tz=facts["tz"],
                   starts=datetime.fromisoformat(facts["starts"]), state=MeetingState(facts["state"]))


def as_before(scene: Scene) -> bool:
    """Whether the meeting stands as it did before the change that is to be told."""
    before = _was(scene)
    return before.starts == scene.meeting.starts and before.is_on == scene.meeting.is_on


WORDS: dict[Kind, Callable[[Scene], Message | None]] = {
    Kind.WEEK_BEFORE: _week_before,
    Kind.HOUR_BEFORE: _hour_before,
    Kind.START: lambda scene: openings.begins(scene.tx, scene.meeting, scene.group, now=scene.now),
    Kind.DAY_BEFORE: _of_subject,
    Kind.QUORUM: _of_subject,
    Kind.TOPIC: _of_subject,
    Kind.ROLE: _of_subject,
    Kind.ROLE_OPEN: lambda scene: roles_letters.unclaimed(scene.tx, scene.meeting, scene.group, scene.now),
    Kind.ROLE_TOLD: lambda scene: roles_letters.told(scene.tx, scene.person, scene.groups, scene.letter.body or {}, scene.now),
    Kind.COMMIT: _of_subject,
    Kind.DIGEST: _digest,
    Kind.CHANGED: _changed,
    Kind.COMEBACK: _comeback,
    Kind.LATER: _put_off,
    Kind.ASKED: _asked,
    Kind.TOLD: _told,
    Kind.ACTION_SOON: _actions_due,
    Kind.ACTION_DUE: _actions_due,
}
