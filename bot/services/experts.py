"""Experts from outside: the directory, invitations with their slot. Questions are in `experts_questions`,
what the clock says in `experts_clock`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deps import Deps
from bot.services import openings, reminders
from bot.services.calendar_files import METHOD
from mentoring import experts as rules
from mentoring.experts import Expert, Need, Question, State, Visit, Wording
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import NotFound, Refused
from mentoring.text import tidy
from storage import action_items, outbox
from storage import experts as rows
from storage import meetings as meeting_rows
from storage import sittings as sitting_rows
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A visit with its meeting, what members want to ask, and the action items of that meeting."""

    visit: Visit
    meeting: Meeting
    questions: Sequence[Question] = ()
    actions: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An expert as one member sees them."""

    expert: Expert
    group: Group
    organiser: bool
    visits: Sequence[Coming] = ()
    questions: Sequence[Question] = ()


# ---- looking ---------------------------------------------------------------------------------------------------------------

def listed(deps: Deps, actor: Actor, group: Group) -> tuple[list[tuple[Expert, int]], list[Need], list[Expert]]:
    """A group's experts with their past visits, its open needs, and experts of others who agreed to be known."""
    actor.need(group.id)
    with deps.store.read() as tx:
        found = rows.of_group(tx, group.id)
        came = [v.expert_id for v in rows.visits_of(tx, [e.id for e in found]) if v.state in (State.CAME, State.THANKED)]
        return [(e, came.count(e.id)) for e in found], rows.needs(tx, group.id), rows.shared_by_others(tx, group.id, group.workspace)


def one(deps: Deps, actor: Actor, expert_id: int) -> Shown:
    """An expert of one of the actor's groups; NotFound for all others."""
    with deps.store.read() as tx:
        return shown(tx, actor, rules.need_sight(actor, rows.by_id(tx, expert_id)))


def resolve(deps: Deps, actor: Actor, group: Group, number: int) -> Shown:
    """The one that a typed number means."""
    with deps.store.read() as tx:
        return shown(tx, actor, rules.need_sight(actor, rows.by_number(tx, group.id, number), f"#{number}"))


def shown(tx: Tx, actor: Actor, expert: Expert) -> Shown:
    """An expert with what their card needs, within a transaction."""
    visits = [Coming(visit=v, meeting=meeting_rows.by_id(tx, v.meeting_id), questions=rows.for_visit(tx, v.id),
                     actions=[f"#{i.number} {i.text}" for i in action_items.of_meeting(tx, v.meeting_id)])
              for v in rows.visits_of(tx, [expert.id])]
    return Shown(expert=expert, group=next(g for g in actor.groups if g.id == expert.group_id), organiser=actor.organises(expert.group_id),
                 visits=visits, questions=rows.between(tx, expert.id))


def coming(deps: Deps, actor: Actor, visit_id: int) -> tuple[Shown, Coming]:
    """A visit of an expert of one of the actor's groups; NotFound for all others."""
    with deps.store.read() as tx:
        return visit_of(tx, actor, visit_id)


def visit_of(tx: Tx, actor: Actor, visit_id: int, *, lock: bool = False) -> tuple[Shown, Coming]:
    """The same within a transaction; ``lock`` holds the expert for a change."""
    found = rows.visit(tx, visit_id)
    expert = rules.need_sight(actor, rows.by_id(tx, found.expert_id, lock=lock) if found else None)
    seen = shown(tx, actor, expert)
    return seen, next(c for c in seen.visits if c.visit.id == visit_id)


# ---- the directory ------------------------------------------------------------------------------------------------------------

def add(deps: Deps, actor: Actor, group: Group, wording: Wording, *, once: str | None = None) -> Shown:
    """One more in a group's directory, by any member."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        return _added(tx, actor, group, rules.check(wording), deps.clock.now())


def _added(tx: Tx, actor: Actor, group: Group, wording: Wording, now: datetime) -> Shown:
    number = rows.next_number(tx, group.id)
    if len(rows.of_group(tx, group.id)) >= rules.MOST:
        raise Refused(f"The directory has its {rules.MOST} people already. Remove one who is not needed any more.")
    expert = Expert(group_id=group.id, number=number, added_by=actor.person.id, created=now, **_words(wording))
    return shown(tx, actor, replace(expert, id=rows.add(tx, expert)))


def _words(wording: Wording) -> dict:
    return {k: getattr(wording, k) for k in ("name", "mail", "user", "field", "note", "shared", "again")}


def adopt(deps: Deps, actor: Actor, group: Group, expert_id: int, *, once: str | None = None) -> Shown:
    """An expert of another group who agreed to be known comes into this group's directory, without that group's note."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        found = next((e for e in rows.shared_by_others(tx, group.id, group.workspace, 1000) if e.id == expert_id), None)
        if found is None:
            raise NotFound("that expert", "expert list")
        wording = Wording(name=found.name, mail=found.mail, user=found.user, field=found.field)
        known = next((e for e in rows.of_group(tx, group.id) if (e.name, e.mail, e.user) == (found.name, found.mail, found.user)), None)
        return shown(tx, actor, known) if known else _added(tx, actor, group, wording, deps.clock.now())


def edit(deps: Deps, actor: Actor, expert_id: int, wording: Wording, *, once: str | None = None) -> Shown:
    """New words: by who added them, or an organiser."""
    wording = rules.check(wording)
    with deps.store.write(once) as tx:
        expert = _theirs(tx, actor, expert_id)
        rows.change(tx, expert := replace(expert, **_words(wording)))
        return shown(tx, actor, expert)


def _theirs(tx: Tx, actor: Actor, expert_id: int) -> Expert:
    expert = rules.need_sight(actor, rows.by_id(tx, expert_id, lock=True))
    if expert.added_by != actor.person.id and not actor.organises(expert.group_id):
        raise Refused("Whoever added somebody, or an organiser, can change that.")
    return expert


def remove(deps: Deps, actor: Actor, expert_id: int, *, once: str | None = None) -> Expert:
    """Out of the directory for good, with visits and questions: by who added them, or an organiser. Agendas ahead follow."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        expert = _theirs(tx, actor, expert_id)
        ahead = [m for v in rows.visits_of(tx, [expert.id]) if (m := meeting_rows.by_id(tx, v.meeting_id)).starts > now]
        rows.remove(tx, expert.id)
        for meeting in ahead:
            _agenda_changed(tx, actor, meeting, now)
        return expert


def need(deps: Deps, actor: Actor, group: Group, text: str, *, once: str | None = None) -> None:
    """What the group needs somebody from outside for, by any member."""
    actor.need(group.id)
    text, now = rules.question(text), deps.clock.now()
    with deps.store.write(once) as tx:
        if len(rows.needs(tx, group.id)) >= rules.MOST_NEEDS:
            raise Refused(f"{rules.MOST_NEEDS} needs are open already. Settle one first: `/mentor expert list`.")
        rows.add_need(tx, Need(group_id=group.id, text=text, said_by=actor.person.id, created=now))


def settle_need(deps: Deps, actor: Actor, group: Group, need_id: int, *, once: str | None = None) -> None:
    """It is not needed any more."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        if not rows.settle_need(tx, group.id, need_id, deps.clock.now()):
            raise Refused("That need is not open any more.")


# ---- invitations ------------------------------------------------------------------------------------------------------------

def ahead(deps: Deps, actor: Actor, group: Group) -> list[Meeting]:
    """The coming meetings that an expert could be invited to."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return [m for m in meeting_rows.between(tx, [group.id], deps.clock.now()) if m.is_on][:24]


def invite(deps: Deps, actor: Actor, expert_id: int, meeting_ids: Sequence[int], *, first: int, minutes: int, brief: str,
           facilitates: bool = False, once: str | None = None) -> Shown:
    """One invitation to one or several meetings, each of which can be declined alone; the organiser sends it."""
    now = deps.clock.now()
    brief = tidy(brief, name="brief", longest=rules.LONGEST_BRIEF, field="brief")
    with deps.store.write(once) as tx:
        expert = rules.need_sight(actor, rows.by_id(tx, expert_id, lock=True))
        rules.need_organiser(actor, expert)
        if not 0 < len(set(meeting_ids)) <= rules.MOST_MEETINGS:
            raise Refused(f"Choose one to {rules.MOST_MEETINGS} meetings.", field="meetings")
        if facilitates and not expert.user:
            raise Refused(f"Only somebody in Slack can end a meeting here; {expert.name}'s Slack account is not known.",
                          field="facilitates")
        before = {v.meeting_id: v for v in rows.visits_of(tx, [expert.id])}
        for meeting_id in dict.fromkeys(meeting_ids):
            meeting = meeting_rows.by_id(tx, meeting_id)
            if meeting is None or meeting.group_id != expert.group_id or not meeting.is_on or meeting.ends <= now:
                raise Refused("That is no coming meeting of the group. `/mentor meeting list` shows them.", field="meetings")
            rules.check_slot(first, minutes, meeting)
            _invited(tx, actor, expert, meeting, before.get(meeting_id), Visit(
                expert_id=expert.id, meeting_id=meeting_id, first=first, minutes=minutes, brief=brief,
                facilitates=facilitates, told=meeting.starts, said={State.INVITED.value: now.isoformat()},
                invited_by=actor.person.id, created=now), now)
        return shown(tx, actor, expert)


def _invited(tx: Tx, actor: Actor, expert: Expert, meeting: Meeting, old: Visit | None, new: Visit, now: datetime) -> None:
    if old is None:
        rows.add_visit(tx, new)
        return
    if old.state not in (State.INVITED, State.ACCEPTED, State.DECLINED):
        raise Refused(f"{expert.name} was at meeting {meeting.number} already.", field="meetings")
    # Who has accepted comes all the same: the slot and the brief are changed, and the organiser tells them.
    state, said = (old.state, old.said) if old.state is State.ACCEPTED else (new.state, new.said)
    rows.change_visit(tx, replace(new, id=old.id, created=old.created, state=state, said={**old.said, **said}))
    _agenda_changed(tx, actor, meeting, now)


def say(deps: Deps, actor: Actor, visit_id: int, state: State, *, once: str | None = None) -> tuple[Shown, Coming]:
    """Accepted, declined, came, did not come, thanked: an organiser says so. The agenda of the meeting follows."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        seen, at = visit_of(tx, actor, visit_id, lock=True)
        rules.need_organiser(actor, seen.expert)
        if state in (State.CAME, State.MISSED) and rules.slot(at.visit, at.meeting)[0] > now:
            raise Refused("That meeting is still ahead.")
        rows.change_visit(tx, rules.moved(at.visit, state, now))
        _agenda_changed(tx, actor, at.meeting, now)
        return visit_of(tx, actor, visit_id)


def _agenda_changed(tx: Tx, actor: Actor, meeting: Meeting, now: datetime) -> None:
    """The posts that show the meeting's agenda follow."""
    sitting = sitting_rows.of_meeting(tx, meeting.id)
    if sitting:
        openings.shown_again(tx, meeting, sitting, now)
    else:
        reminders.attendance_changed(tx, meeting, next(g for g in actor.groups if g.id == meeting.group_id), now=now)


def send_file(deps: Deps, actor: Actor, visit_id: int, form: str, *, once: str) -> None:
    """Bring the calendar file of an expert's slots (``ics``) or the letter for their own file (``html``) to an organiser."""
    with deps.store.write(once) as tx:
        seen, at = visit_of(tx, actor, visit_id, lock=True)
        rules.need_organiser(actor, seen.expert)
        if form == "html" and at.visit.state not in (State.CAME, State.THANKED):
            raise Refused(f"The letter says that {seen.expert.name} came: say so first.")
        outbox.put(tx, f"expert-file:{once}", METHOD, now=deps.clock.now(), channel=actor.person.dm or actor.person.user,
                   body={"expert": form, "visit": visit_id, "person": actor.person.id})
