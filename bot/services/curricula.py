"""Curricula: every use case that changes the plan a group follows. The posts and the calendar follow it by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.deps import Deps
from bot.services import agenda_posts, curricula_meetings, quiet
from bot.views import curricula as views
from mentoring import curricula as rules
from mentoring.curricula import Curriculum, Done, Session, State
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import Refused
from storage import charter as charter_rows
from storage import curricula as rows
from storage import meetings as meeting_rows
from storage import outbox
from storage import people as people_rows
from storage.store import Tx

TOLD = "curriculum"     # in the group's history of changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The plan of a group as a member sees it. ``when``: by session, the meeting on which it falls or was covered."""

    group: Group
    curriculum: Curriculum | None
    organiser: bool
    when: dict[int, Meeting] = field(default_factory=dict)
    proposed: tuple[Curriculum, ...] = ()


def of(deps: Deps, actor: Actor, group: Group) -> Shown:
    """The plan that a group follows, for its members."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return _shown(tx, deps, actor, group)


def _shown(tx: Tx, deps: Deps, actor: Actor, group: Group) -> Shown:
    plan = rows.active(tx, group.id)
    laid, ahead = curricula_meetings.laid(tx, plan, group.id, deps.clock.now())
    known = {m.id: m for m in ahead}
    when = {s.id: known.get(m) or meeting_rows.by_id(tx, m) for m, s in laid.items()}
    when |= {s.id: meeting_rows.by_id(tx, s.meeting_id) for s in (plan.sessions if plan else ()) if s.meeting_id and s.id not in when}
    return Shown(group=group, curriculum=plan, organiser=actor.organises(group.id), when={k: m for k, m in when.items() if m},
                 proposed=tuple(rows.proposed(tx, group.id)))


# ---- changing --------------------------------------------------------------------------------------------------------------

def begin(deps: Deps, actor: Actor, group: Group, name: str, plan: str, *, once: str | None = None) -> Shown:
    """A plan that the group follows from now on, written by an organiser; one that was followed before has ended."""
    actor.need(group.id)
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} begins a plan. To suggest one, propose its topics: `/mentor topic propose …`.")
    name, sessions = drafted(name, plan)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        _end_present(tx, group, now)
        rows.add(tx, Curriculum(group_id=group.id, name=name, state=State.ACTIVE, by_id=actor.person.id, created=now, sessions=sessions))
        _follow(tx, group, actor, f"begun: {name}, {len(sessions)} sessions", now)
        return _shown(tx, deps, actor, group)


def drafted(name: str, plan: str) -> tuple[str, tuple[Session, ...]]:
    """A name and the sessions as they were written in a form."""
    name = rules.one_line(rules.tidy(name, name="name", longest=rules.LONGEST_NAME, field="name")) or "Our curriculum"
    return name, rules.placed((), [Session(place=0, title=t, aims=a) for t, a in rules.read(plan)])


def _end_present(tx: Tx, group: Group, now: datetime) -> None:
    before = rows.active(tx, group.id)
    if before:
        rows.change(tx, before, replace(before, state=State.ENDED), now)


def _follow(tx: Tx, group: Group, actor: Actor, said: str, now: datetime) -> None:
    charter_rows.log(tx, group.id, TOLD, said, by_id=actor.person.id, now=now)
    agenda_posts.follow_all(tx, group, now)


def _change(deps: Deps, actor: Actor, group: Group, once: str | None,
            step: Callable[[Tx, Curriculum, datetime], tuple[Curriculum, str]]) -> Shown:
    """Read and hold it, ask the rules, write it and what was done, and let the posts follow: the frame of every change."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        before = rows.active(tx, group.id)
        if before is None:
            raise Refused(f"{group.name} follows no plan yet. An organiser begins one with `/mentor curriculum new`.")
        before = rules.need_hand(actor, rows.by_id(tx, before.id, lock=True))
        after, said = step(tx, before, now)
        if not rows.change(tx, before, after, now):
            raise Refused("Somebody changed the plan a moment ago; please look at it again.")
        _follow(tx, group, actor, said, now)
        return _shown(tx, deps, actor, group)


def rewrite(deps: Deps, actor: Actor, group: Group, name: str, plan: str, *, once: str | None = None) -> Shown:
    """What is ahead, written anew; what is covered stays."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        after = replace(before, name=drafted(name, plan)[0], sessions=rules.rewritten(before, rules.read(plan)))
        return after, f"written anew, {len(after.ahead)} sessions ahead"
    return _change(deps, actor, group, once, step)


def swap(deps: Deps, actor: Actor, group: Group, one: int, other: int, note: str = "", *, once: str | None = None) -> Shown:
    """Two sessions change places; all dates follow, and the reason is noted."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        why = rules.why(note)
        return replace(before, sessions=rules.swapped(before, one, other, why)), f"{one} and {other} changed places{': ' * bool(why)}{why}"
    return _change(deps, actor, group, once, step)


def insert(deps: Deps, actor: Actor, group: Group, line: str, before_place: int | None, note: str = "", *,
           once: str | None = None) -> Shown:
    """One more session, before the one with this number, or last."""
    title, aims = rules.session(line)

    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        why = rules.why(note)
        new = Session(curriculum_id=before.id, place=0, title=title, aims=aims, note=why)
        return replace(before, sessions=rules.inserted(before, before_place, new)), f"added: {title}{': ' * bool(why)}{why}"
    return _change(deps, actor, group, once, step)


def drop(deps: Deps, actor: Actor, group: Group, place: int, *, once: str | None = None) -> Shown:
    """A session is dropped; all later ones come earlier."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        return replace(before, sessions=rules.without(before, place)), f"dropped: {rules.need_session(before, place).title}"
    return _change(deps, actor, group, once, step)


def covered(deps: Deps, actor: Actor, group: Group, place: int, *, once: str | None = None) -> Shown:
    """Covered, where the minutes did not say so."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        here = rules.need_session(before, place)
        done = replace(here, done=Done.COVERED, settled=now)
        behind = [s for s in before.sessions if not s.is_ahead]
        return replace(before, sessions=rules.placed([*behind, replace(done, place=before.covered + 1)],
                                                     [s for s in before.ahead if s.id != here.id])), f"covered: {here.title}"
    return _change(deps, actor, group, once, step)


def end(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Shown:
    """The group follows this plan no more."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        return replace(before, state=State.ENDED), f"ended: {before.name}, {before.covered} sessions covered"
    return _change(deps, actor, group, once, step)


# ---- who leads ---------------------------------------------------------------------------------------------------------------

def ask_to_lead(deps: Deps, actor: Actor, group: Group, place: int, user: str, *, once: str | None = None) -> Shown:
    """An organiser asks a member to lead a session; they are told, and may say that they can't. Whoever asks themselves leads."""
    def step(tx: Tx, before: Curriculum, now: datetime) -> tuple[Curriculum, str]:
        here, person = rules.need_session(before, place), _member(tx, group, user)
        after = replace(here, lead_id=person.id)
        if person.id != actor.person.id:
            laid, _ = curricula_meetings.laid(tx, before, group.id, now)
            meeting = next((meeting_rows.by_id(tx, m) for m, s in laid.items() if s.id == here.id), None)
            quiet.write(tx, person, f"session:{here.id}:lead:{before.version}",
                        views.asked_to_lead(group, here, actor.person.name, meeting, tz=person.tz or group.tz), tz=group.tz, now=now)
        sessions = tuple(after if s.id == here.id else s for s in before.sessions)
        return replace(before, sessions=sessions), f"{person.name} leads: {here.title}"
    return _change(deps, actor, group, once, step)


def _member(tx: Tx, group: Group, user: str) -> Person:
    found = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user), None)
    if found is None:
        raise Refused(f"Whoever leads it must be in {group.name}.", field="lead")
    return found


def cannot_lead(deps: Deps, actor: Actor, session_id: int, *, once: str | None = None) -> str:
    """Whoever was asked can't: the organisers hear of it. Gives the session's title."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        plan = rules.need_sight(actor, rows.of_session(tx, session_id))
        here = next(s for s in plan.sessions if s.id == session_id)
        if here.lead_id != actor.person.id:
            raise Refused("You don't lead that session any more; nothing is left to do.")
        group = next(g for g in actor.groups if g.id == plan.group_id)
        rows.change(tx, plan, replace(plan, sessions=tuple(replace(s, lead_id=None) if s.id == here.id else s for s in plan.sessions)), now)
        for person in people_rows.organisers_of(tx, group.id):
            if person.id != actor.person.id:
                quiet.write(tx, person, f"session:{here.id}:cannot:{plan.version}:{person.id}",
                            views.cannot_lead(group, here, actor.person.name), tz=group.tz, now=now)
        agenda_posts.follow_all(tx, group, now)
        return here.title


def letter_key(curriculum_id: int) -> str:
    """The letter with which a plan was proposed."""
    return f"curriculum:{curriculum_id}:proposed"


def settle(deps: Deps, actor: Actor, curriculum_id: int, accept: bool, *, once: str | None = None) -> Shown:
    """What was proposed is followed from now on, or not; by an organiser. Its post says so."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        plan = rules.need_hand(actor, rows.by_id(tx, curriculum_id, lock=True))
        group = next(g for g in actor.groups if g.id == plan.group_id)
        if plan.state is not State.PROPOSED:
            raise Refused("That plan has been answered already. `/mentor curriculum` shows what you follow.")
        if accept:
            _end_present(tx, group, now)
        after = replace(plan, state=State.ACTIVE if accept else State.ENDED)
        rows.change(tx, plan, after, now)
        outbox.put(tx, f"{letter_key(plan.id)}:settled", "chat.update", now=now, channel=group.channel, edits=letter_key(plan.id),
                   body=views.proposed(group, after).body())
        drafter = people_rows.by_id(tx, plan.by_id) if plan.by_id else None
        if drafter and drafter.kind not in (Kind.BOT, Kind.GONE):
            quiet.write(tx, drafter, f"{letter_key(plan.id)}:answered", views.draft_answered(group, after), tz=group.tz, now=now)
        _follow(tx, group, actor, f"{'accepted' if accept else 'not taken'}: {plan.name}, by {plan.by or 'somebody who left'}", now)
        return _shown(tx, deps, actor, group)
