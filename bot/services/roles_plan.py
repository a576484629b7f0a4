"""The turns of a group: planned for all meetings ahead, kept where they can be kept, given anew where somebody cannot.

Whatever changes (an answer, an absence, a member, a date), the plan is made again from what holds; a turn whose holder was told stays
unless its holder cannot. Below the reminders, which ask it what to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.services.digest import zone_of
from mentoring import reminders as reminder_rules
from mentoring import roles as rules
from mentoring import rotation
from mentoring.meetings import Meeting, Rsvp
from mentoring.people import Group, Kind, Person
from mentoring.roles import Assignment, Key, Role
from storage import absences as absence_rows
from storage import deliveries, role_plans
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import roles as rows
from storage.deliveries import Delivery
from storage.store import Tx

WEEK = timedelta(days=7)
MOST = 40      # meetings that are planned for


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a group's roles stand: who is in it, what is ahead, who has what, and what everybody has done."""

    group: Group
    roles: Sequence[Role]
    people: dict[int, Person]
    meetings: Sequence[Meeting]
    living: Sequence[Assignment]
    tally: rotation.Tally
    joined: dict[int, datetime]
    held: Sequence[datetime]
    optouts: set[tuple[int, int]]

    def at(self, meeting_id: int, role_id: int, seat: int = 1) -> Assignment | None:
        """Who has a role at a meeting."""
        return next((a for a in self.living if (a.meeting_id, a.role_id, a.seat) == (meeting_id, role_id, seat)), None)

    def term(self, role_id: int, day: date) -> Assignment | None:
        """Who has a role for a term that covers this day."""
        return next((a for a in self.living if a.role_id == role_id and a.first and a.first <= day <= a.last), None)

    def name(self, person_id: int | None) -> str:
        """What somebody is called; "" when nobody is meant, or they have left."""
        return self.people[person_id].name if person_id in self.people else ""

    def meetings_of(self, person_id: int) -> int:
        """How many meetings were held since somebody joined."""
        return sum(at >= self.joined[person_id] for at in self.held) if person_id in self.joined else 0

    def why(self, role_id: int, person_id: int) -> str:
        """``twice in 9 meetings``."""
        return rotation.why(self.tally.counts.get((role_id, person_id), 0), self.meetings_of(person_id))


def ensure(tx: Tx, group: Group, now: datetime) -> list[Role]:
    """The group's roles; the first time, those that every group begins with are written down."""
    group_rows.lock(tx, group.id)
    if not rows.of_group(tx, group.id, retired=True):
        for role in rules.always(group.id, now):
            rows.add(tx, role)
    return rows.of_group(tx, group.id)


def standing(tx: Tx, group: Group, now: datetime, *, roles: Sequence[Role] | None = None, meeting: Meeting | None = None) -> Standing:
    """Read how the roles stand. ``meeting``: also this one, which begins now."""
    listed = rows.of_group(tx, group.id) if roles is None else roles
    ahead = [m for m in meeting_rows.between(tx, [group.id], now) if m.is_on][:MOST]
    if meeting is not None and meeting.id not in {m.id for m in ahead}:
        ahead = [meeting, *ahead]
    joined, weights = rows.joined(tx, group.id), {r.id: r.weight for r in listed if r.per_meeting}
    return Standing(group=group, roles=listed, people={p.id: p for p, _ in people_rows.members_of(tx, group.id)}, meetings=ahead,
                    living=rows.living(tx, group.id), joined=joined, held=rows.sittings(tx, group.id), optouts=rows.optouts(tx, group.id),
                    tally=rotation.tally(rows.turns(tx, group.id, listed, now), joined, weights))


def replan(tx: Tx, group: Group, now: datetime, *, meeting: Meeting | None = None) -> set[int]:
    """Give the turns of all meetings ahead; the ids of those meetings at which somebody changed."""
    have = standing(tx, group, now, roles=ensure(tx, group, now), meeting=meeting)
    role_plans.planned(tx, group.id, now)
    if len(have.people) < 2:
        return set()
    can = {m.id: coming(tx, m, have) for m in have.meetings}
    listed = [r for r in have.roles if r.per_meeting]
    changed = _off(tx, have, now)
    for each in have.living:
        if each.seat == 2 and each.meeting_id in can and each.person_id not in can[each.meeting_id]:
            rows.reassign(tx, rules.ended(each, now, by=None, why="cannot"))
            changed.add(each.meeting_id)
    declined = rows.declined(tx, [m.id for m in have.meetings]) if have.meetings else set()
    slots = [_slot(have, m, can[m.id], listed, declined) for m in have.meetings]
    given = rotation.plan(slots, replace_tally(have.tally), {r.id: r.weight for r in listed})
    by_id = {m.id: m for m in have.meetings}
    for (meeting_id, role_id), person in given.items():
        before = have.at(meeting_id, role_id)
        if before is None or before.person_id != person:
            _give(tx, have, by_id[meeting_id], role_id, before, person, now)
            changed.add(meeting_id)
    _keep_terms(tx, have, now)
    return changed


def replace_tally(so_far: rotation.Tally) -> rotation.Tally:
    """A tally of its own, because planning adds to it."""
    return rotation.Tally(counts=dict(so_far.counts), load=dict(so_far.load), last=dict(so_far.last), clock=so_far.clock)


def coming(tx: Tx, meeting: Meeting, have: Standing) -> tuple[int, ...]:
    """The members who may be expected at a meeting: who has not said no, and is not away."""
    no = {r.person_id for r in meeting_rows.replies(tx, meeting.id) if r.answer is Rsvp.NO}
    gone = {a.person_id for a in absence_rows.of_groups(tx, [meeting.group_id], meeting.day, meeting.day)}
    return tuple(sorted(p for p, person in have.people.items() if p not in no | gone and person.kind not in (Kind.BOT, Kind.GONE)))


def _slot(have: Standing, meeting: Meeting, can: tuple[int, ...], listed: Sequence[Role], declined: set) -> rotation.Slot:
    """What the rotation has to know of one meeting. A co-lead's seat is a turn too."""
    barred = {(role, person) for at, role, person in declined if at == meeting.id} | have.optouts
    firm, free, before = [], [], {}
    for role in listed:
        stands = have.at(meeting.id, role.id)
        if stands and stands.firm and stands.person_id in can and (role.id, stands.person_id) not in have.optouts:
            firm.append((role.id, stands.person_id))
            continue
        free.append(role.id)
        if stands and stands.person_id is not None:
            before[role.id] = stands.person_id
    second = [(a.role_id, a.person_id) for a in have.living if a.meeting_id == meeting.id and a.seat == 2 and a.person_id in can]
    return rotation.Slot(meeting=meeting.id, can=can, free=tuple(free), fixed=(*firm, *second), before=before, barred=frozenset(barred))


def _off(tx: Tx, have: Standing, now: datetime) -> set[int]:
    """Turns at meetings that were called off, or of roles that are no more, are over."""
    on, kept = {m.id for m in have.meetings}, {r.id for r in have.roles}
    for each in have.living:
        meeting = meeting_rows.by_id(tx, each.meeting_id) if each.meeting_id and each.meeting_id not in on else None
        if each.role_id not in kept or (meeting and not meeting.is_on and meeting.starts > now):
            rows.reassign(tx, rules.ended(each, now, by=None, why="off"))
    return set()


def _give(tx: Tx, have: Standing, meeting: Meeting, role_id: int, before: Assignment | None, person: int | None, now: datetime) -> None:
    """Somebody else has a turn. What its holder knew of is kept as history; the new one is told at once if the week's notice is past."""
    fresh = Assignment(group_id=have.group.id, role_id=role_id, meeting_id=meeting.id, person_id=person, since=now)
    if before is not None and not before.firm:
        fresh = replace(fresh, id=before.id)
        rows.reassign(tx, fresh)
    else:
        if before is not None:
            rows.reassign(tx, rules.ended(before, now, by=None, why="cannot"))
        fresh = replace(fresh, id=rows.assign(tx, fresh))
    if person is not None and now < meeting.starts < now + WEEK:
        rows.reassign(tx, replace(fresh, firm=True))
        news(tx, have.group, have.people[person], {"what": "yours", "a": fresh.id, "was": have.name(before.person_id) if before else ""},
             now, not_after=meeting.starts)
        if all((a.meeting_id, a.person_id) != (meeting.id, person) for a in have.living):
            _told_already(tx, have, meeting, have.people[person], now)


def _told_already(tx: Tx, have: Standing, meeting: Meeting, person: Person, now: datetime) -> None:
    """Whoever hears of a turn within the week need not hear it again as the week's notice."""
    kind, reason = reminder_rules.Kind.ROLE, "told by the change"
    waits = deliveries.of_subject(tx, meeting.id, [kind], states=("waiting",))
    deliveries.skip(tx, [w for w in waits if w.person_id == person.id], reason, now=now)
    at = reminder_rules.time_of(kind, meeting, zone_of(person, [have.group]))
    deliveries.plan(tx, [Delivery(kind=kind, subject_id=meeting.id, day=meeting.day.isoformat(), nominal=at.nominal, tz=at.tz, due=at.due,
                                  not_after=at.not_after, group_id=have.group.id, person_id=person.id, reason=reason)], now=now)


def _keep_terms(tx: Tx, have: Standing, now: datetime) -> None:
    """Terms: whoever has left has it no more; the next one is known before a term ends, and is whoever has had it least."""
    today = now.astimezone(ZoneInfo(have.group.tz)).date()
    for role in (r for r in have.roles if r.months):
        for each in have.living:
            if each.role_id == role.id and (each.person_id not in have.people or (role.id, each.person_id) in have.optouts):
                rows.reassign(tx, rules.ended(each, now, by=None, why="cannot"))
        terms = [t for t in rows.terms(tx, have.group.id) if t.role_id == role.id and t.ended is None]
        last = terms[-1] if terms else None
        if last is None or last.last < today or last.first > today:
            continue
        if (person := next_for_term(tx, have, role, last.person_id)) is not None:
            first = last.last + timedelta(days=1)
            rows.assign(tx, Assignment(group_id=have.group.id, role_id=role.id, first=first, last=rules.months_after(first, role.months),
                                       person_id=person, since=now))


def next_for_term(tx: Tx, have: Standing, role: Role, now_has: int | None) -> int | None:
    """Who has had a standing role least often, and is not the one who has it."""
    terms = [t for t in rows.terms(tx, have.group.id) if t.role_id == role.id and t.person_id in have.people]
    no = {t.person_id for t in terms if t.ended_why == "declined" and t.first >= (terms[-1].first if terms else t.first)}
    counts = {p: sum(t.person_id == p and t.ended_why != "declined" for t in terms) for p in have.people}
    can = [p for p in have.people if p != now_has and p not in no and (role.id, p) not in have.optouts
           and have.people[p].kind not in (Kind.BOT, Kind.GONE)]
    return min(can, key=lambda p: (counts[p], have.tally.load.get(p, 0), p), default=None)


def for_sitting(tx: Tx, meeting: Meeting, group: Group, now: datetime) -> tuple[int | None, int | None]:
    """Who leads and who checks a meeting that begins: as planned, or for one without a plan by the same rotation."""
    replan(tx, group, now, meeting=meeting)
    have = {r.id: r.key for r in rows.of_group(tx, group.id)}
    held = {have[a.role_id]: a.person_id for a in rows.living(tx, group.id, [meeting.id]) if a.seat == 1 and a.role_id in have}
    return held.get(Key.LEAD), held.get(Key.SCRIBE)


# ---- telling people -----------------------------------------------------------------------------------------------------------

def news(tx: Tx, group: Group, person: Person, body: dict, now: datetime, *, not_after: datetime | None = None) -> None:
    """A direct message about a role: whose words are found when it is sent, never in quiet hours."""
    kind, tz = reminder_rules.Kind.ROLE_TOLD, zone_of(person, [group])
    deliveries.plan(tx, [Delivery(
        kind=kind, subject_id=body.get("a") or body.get("r"), day=deliveries.mark(now), nominal=reminder_rules.wall(now, tz), tz=tz,
        due=now, not_after=not_after or reminder_rules.window(kind, now), group_id=group.id, person_id=person.id, channel=person.dm,
        body=body)], now=now)
