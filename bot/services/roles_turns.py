"""Turns that people change themselves: take, leave, swap, cover, co-lead; and the questions they ask each other for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import reminders, roles, roles_letters, roles_plan
from bot.views.roles import Turn
from mentoring import roles as rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import NotFound, Refused
from mentoring.roles import Ask, Assignment, Key, Request, Role
from storage import meetings as meeting_rows
from storage import outbox
from storage import people as people_rows
from storage import roles as rows
from storage.deliveries import POST
from storage.store import Tx

_GONE = "That turn is somebody else's by now. `/mentor role plan` shows how it stands."


def _held(tx: Tx, actor: Actor, assignment_id: int, now: datetime) -> tuple[Assignment, Role, Group, Meeting | None]:
    """A turn of one of the actor's groups that can still change; the group is held."""
    one = rows.assignment(tx, assignment_id)
    group = next((g for g in actor.groups if one and g.id == one.group_id), None)
    if group is None:
        raise NotFound("that turn", "role plan")
    roles_plan.ensure(tx, group, now)
    one = rows.assignment(tx, assignment_id)
    meeting = meeting_rows.by_id(tx, one.meeting_id) if one.meeting_id else None
    if one.ended:
        raise Refused(_GONE)
    if meeting and (meeting.starts <= now or not meeting.is_on):
        raise Refused("That meeting has begun, is over, or was called off. While it runs, `/mentor meeting lead` takes the chair.")
    return one, rows.by_id(tx, one.role_id), group, meeting


def _mine(actor: Actor, one: Assignment) -> None:
    if one.person_id != actor.person.id:
        raise Refused(_GONE)


def _hand(tx: Tx, group: Group, one: Assignment, person_id: int | None, now: datetime, *, by: int, why: str, gone: str) -> Assignment:
    """The turn is somebody else's from now on: what stood is history, with who changed it and why."""
    rows.reassign(tx, rules.ended(one, now, by=by, why=gone))
    fresh = replace(one, id=0, person_id=person_id, firm=person_id is not None, done=(), since=now, by_id=by, why=why, ended=None,
                    ended_by=None, ended_why="")
    return replace(fresh, id=rows.assign(tx, fresh))


def follow(tx: Tx, group: Group, meeting: Meeting | None, now: datetime) -> None:
    """What shows a meeting's turns is made anew."""
    if meeting:
        reminders.attendance_changed(tx, meeting, group, now=now)
    people_rows.homes_stale_in(tx, group.id)


def tick(deps: Deps, actor: Actor, assignment_id: int, number: int, *, once: str | None = None) -> Assignment:
    """A duty is done, or not after all; by its holder."""
    with deps.store.write(once) as tx:
        one = rows.assignment(tx, assignment_id)
        if one is None or not actor.is_in(one.group_id):
            raise NotFound("that turn", "role plan")
        role = rows.by_id(tx, one.role_id)
        _mine(actor, one)
        if one.ended or not 0 <= number < len(role.duties):
            raise Refused(_GONE)
        after = replace(one, done=tuple(sorted(set(one.done) ^ {number})), firm=True)
        rows.reassign(tx, after)
        return after


def letter(deps: Deps, actor: Actor, one: Assignment):
    """The message with one's duties as it stands now, or None."""
    with deps.store.write() as tx:
        if one.meeting_id is None:
            return roles_letters.told(tx, actor.person, actor.groups, {"what": "term", "a": one.id}, deps.clock.now())
        return roles_letters.yours(tx, actor.person, actor.groups, meeting_rows.by_id(tx, one.meeting_id), deps.clock.now())


def accept(deps: Deps, actor: Actor, assignment_id: int, *, once: str | None = None) -> Assignment:
    """I'll do it: it stays, whatever else changes."""
    with deps.store.write(once) as tx:
        one, _, _, _ = _held(tx, actor, assignment_id, deps.clock.now())
        _mine(actor, one)
        after = replace(one, firm=True, why="accepted", by_id=actor.person.id)
        rows.reassign(tx, after)
        return after


def decline(deps: Deps, actor: Actor, assignment_id: int, *, once: str | None = None) -> tuple[str, str]:
    """I can't: it goes to whoever is next, who is told; where nobody is left the channel is asked. Gives what it was, and who has it."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, role, group, meeting = _held(tx, actor, assignment_id, now)
        _mine(actor, one)
        what = roles_letters.place(tx, one.id)
        if one.seat == 2 or meeting is None:
            rows.reassign(tx, rules.ended(one, now, by=actor.person.id, why="declined"))
            following = _next_term(tx, group, role, one, now) if meeting is None else None
        else:
            _hand(tx, group, one, None, now, by=actor.person.id, why="rotation", gone="declined")
            empty = next(a for a in rows.living(tx, group.id, [meeting.id]) if (a.role_id, a.seat) == (role.id, 1))
            rows.reassign(tx, replace(empty, firm=False, by_id=None))
            roles.replanned(tx, group, now)
            following = next(a for a in rows.living(tx, group.id, [meeting.id]) if (a.role_id, a.seat) == (role.id, 1))
            if following.person_id is None and meeting.starts < now + roles_plan.WEEK:
                _ask_channel(tx, group, meeting, following, now)
        follow(tx, group, meeting, now)
        after = people_rows.by_id(tx, following.person_id) if following and following.person_id else None
        return what, after.name if after else ""


def _next_term(tx: Tx, group: Group, role: Role, one: Assignment, now: datetime) -> Assignment | None:
    """A standing role that was given back goes to the next, for what is left of the term."""
    have = roles_plan.standing(tx, group, now)
    person = roles_plan.next_for_term(tx, have, role, one.person_id)
    if person is None:
        return None
    today = now.astimezone(ZoneInfo(group.tz)).date()
    fresh = replace(one, id=0, person_id=person, first=max(one.first, today), done=(), firm=True, since=now, by_id=None, why="rotation")
    fresh = replace(fresh, id=rows.assign(tx, fresh))
    roles_plan.news(tx, group, have.people[person], {"what": "term", "a": fresh.id}, now)
    return fresh


def _ask_channel(tx: Tx, group: Group, meeting: Meeting, one: Assignment, now: datetime) -> None:
    message = roles_letters.unclaimed(tx, meeting, group, now)
    if message:
        outbox.put(tx, f"role:open:{one.id}", POST, now=now, channel=group.channel, body=message.body())


def take(deps: Deps, actor: Actor, assignment_id: int, *, once: str | None = None) -> tuple[str, str]:
    """I'll do it. Gives what, and whose yes is waited for: "" where nobody has it, or the lead steps in, who tells them."""
    now, me = deps.clock.now(), actor.person
    with deps.store.write(once) as tx:
        one, role, group, meeting = _held(tx, actor, assignment_id, now)
        what = roles_letters.place(tx, one.id)
        if one.person_id == me.id:
            raise Refused(f"{what} is yours already.")
        holder = people_rows.by_id(tx, one.person_id) if one.person_id else None
        have = roles_plan.standing(tx, group, now)
        leads = actor.organises(group.id) or (meeting is not None and roles_letters.is_lead(have, meeting, me.id))
        if holder and holder.id in have.people and not leads:
            _ask(tx, group, Request(group_id=group.id, what=Ask.TAKE, from_id=me.id, to_id=holder.id, take=one.id, at=now), now)
            return what, holder.name
        fresh = _hand(tx, group, one, me.id, now, by=me.id, why="covered" if holder else "took", gone="covered" if holder else "off")
        if holder:
            _tell(tx, group, holder.id, fresh, f"{me.name} steps in for you: {what}. You need do nothing.", now)
        roles.replanned(tx, group, now)
        follow(tx, group, meeting, now)
        return what, ""


def _tell(tx: Tx, group: Group, person_id: int, one: Assignment, said: str, now: datetime) -> None:
    roles_plan.news(tx, group, people_rows.by_id(tx, person_id), {"what": "said", "a": one.id, "said": said}, now)


def _ask(tx: Tx, group: Group, request: Request, now: datetime) -> None:
    """Ask somebody; the same question is not asked twice."""
    for old in rows.asked(tx, group.id, request.what):
        if (old.from_id, old.to_id, old.take) == (request.from_id, request.to_id, request.take):
            raise Refused("They have been asked already; I tell you as soon as they answer.")
    number = rows.ask(tx, request)
    roles_plan.news(tx, group, people_rows.by_id(tx, request.to_id), {"r": number}, now)


def colead(deps: Deps, actor: Actor, meeting_id: int, *, once: str | None = None) -> str:
    """Lead a meeting together with whoever leads it, who is told."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        meeting = meeting_rows.by_id(tx, meeting_id)
        group = next((g for g in actor.groups if meeting and g.id == meeting.group_id), None)
        if group is None:
            raise NotFound("that meeting", "meeting list")
        lead = next((r for r in roles_plan.ensure(tx, group, now) if r.key is Key.LEAD), None)
        have = roles_plan.standing(tx, group, now)
        first = have.at(meeting.id, lead.id) if lead else None
        if first is None or first.person_id is None or meeting.starts <= now:
            raise Refused("Nobody leads that meeting yet: lead it yourself. `/mentor role plan` has the button.")
        if first.person_id == actor.person.id or have.at(meeting.id, lead.id, 2):
            raise Refused("That meeting has its co-lead already." if have.at(meeting.id, lead.id, 2) else "You lead it already.")
        made = Assignment(group_id=group.id, role_id=lead.id, meeting_id=meeting.id, seat=2, person_id=actor.person.id, firm=True,
                          since=now, by_id=actor.person.id, why="colead")
        made = replace(made, id=rows.assign(tx, made))
        what = roles_letters.place(tx, made.id)
        _tell(tx, group, first.person_id, made, f"{actor.person.name} leads with you: {what}.", now)
        follow(tx, group, meeting, now)
        return what


# ---- swapping ------------------------------------------------------------------------------------------------------------------

def swap_choices(deps: Deps, actor: Actor, assignment_id: int) -> tuple[tuple[Turn, Meeting], list[tuple[Turn, Meeting]]]:
    """One's turn, and the turns of the same role that others have ahead."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        one, role, group, meeting = _held(tx, actor, assignment_id, now)
        _mine(actor, one)
        if meeting is None:
            raise Refused("A term is not swapped. “I can't go on” gives it to whoever is next.")
        have = roles_plan.standing(tx, group, now)
    others = [(roles_letters.turn(have, role, a), m) for m in have.meetings
              if (a := have.at(m.id, role.id)) and a.person_id in have.people and a.person_id != actor.person.id]
    return (roles_letters.turn(have, role, one, reader=actor.person.id), meeting), others


def swap(deps: Deps, actor: Actor, mine: int, theirs: int, *, once: str | None = None) -> str:
    """Ask somebody to swap turns of the same role; gives their name."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, _, group, meeting = _held(tx, actor, mine, now)
        other, _, their_group, _ = _held(tx, actor, theirs, now)
        _mine(actor, one)
        if (other.role_id, their_group.id) != (one.role_id, group.id) or meeting is None or other.person_id in (None, actor.person.id):
            raise Refused(_GONE)
        _ask(tx, group, Request(group_id=group.id, what=Ask.SWAP, from_id=actor.person.id, to_id=other.person_id, give=one.id,
                                take=other.id, at=now), now)
        return people_rows.by_id(tx, other.person_id).name


def answer(deps: Deps, actor: Actor, request_id: int, *, yes: bool, once: str | None = None) -> tuple[Request, str]:
    """Yes or no to a swap or a take-over, by the one who was asked; gives the request and what was said of it."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        asked = need_request(tx, actor, request_id)
        group = next(g for g in actor.groups if g.id == asked.group_id)
        rows.answer(tx, asked.id, "yes" if yes else "no", now)
        if not yes:
            one = rows.assignment(tx, asked.take)
            _tell(tx, group, asked.from_id, one, f"{actor.person.name} keeps it: {roles_letters.place(tx, asked.take)}.", now)
            return asked, "✓ It stays yours."
        other, role, _, meeting = _held(tx, actor, asked.take, now)
        _mine(actor, other)
        _still_in(tx, group, asked.from_id)
        if asked.what is Ask.SWAP:
            mine, _, _, when = _held(tx, actor, asked.give, now)
            if mine.person_id != asked.from_id:
                raise Refused(_GONE)
            _hand(tx, group, mine, actor.person.id, now, by=actor.person.id, why="swapped", gone="swapped")
            follow(tx, group, when, now)
        fresh = _hand(tx, group, other, asked.from_id, now, by=actor.person.id, why="swapped" if asked.give else "asked",
                      gone="swapped" if asked.give else "covered")
        roles.replanned(tx, group, now)
        follow(tx, group, meeting, now)
        did = "swapped" if asked.give else "said yes"
        _tell(tx, group, asked.from_id, fresh, f"{actor.person.name} {did}: you are {roles_letters.place(tx, fresh.id)}.", now)
        swapped = f" You are {roles_letters.place(tx, asked.give)}." if asked.give else ""
        return asked, f"✓ Done.{swapped}"


def need_request(tx: Tx, actor: Actor, request_id: int) -> Request:
    """A question that the actor was asked and has not answered."""
    asked = rows.request(tx, request_id)
    if asked is None or asked.to_id != actor.person.id or not actor.is_in(asked.group_id):
        raise NotFound("that question", "role")
    if asked.state != "asked":
        raise Refused("That question has been answered already.")
    return asked


def _still_in(tx: Tx, group: Group, person_id: int) -> None:
    if all(p.id != person_id for p, _ in people_rows.members_of(tx, group.id)):
        raise Refused("They are not in the group any more.")
