"""Ends: of a membership, of a group. Sixty days before, whoever it concerns is asked; nothing ends by itself unless they said so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import charter as charter_service
from bot.services import meetings, membership_leaving, people
from bot.services import membership_news as news
from bot.views import membership_rounds as views
from bot.views.days import day
from mentoring import membership as member_rules
from mentoring import membership_terms as rules
from mentoring.charter import Charter
from mentoring.meetings import MeetingState
from mentoring.membership_terms import Plan, Term
from mentoring.people import Actor, Group, Person
from mentoring.refused import Refused
from mentoring.reminders import NINE, instant
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import membership_terms as rows
from storage import outbox
from storage import people as people_rows
from storage.store import Tx

CLOSING = "the group closes then"


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Ask about ends that are near, and let those go who said that they go."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        near = rows.terms_until(tx, now.date() + rules.ASK_AHEAD)
        ending = [c for c in charter_rows.of_workspace(tx, deps.workspace.team).values() if c.ends and rules.is_near(c.ends, now.date())]
        open_terms = [t for t in near if _open_term(tx, t, now)]
        open_groups = [c for c in ending if _open_group(tx, c, now)]
    for term in open_terms:
        if not stopping():
            with deps.store.write() as tx:
                _look_at_term(tx, term, now)
    for charter in open_groups:
        if not stopping():
            with deps.store.write() as tx:
                _ask_group(tx, charter, now)


def _today(group: Group, now: datetime) -> date:
    """The day it is where a group plans; before nine it is still the day before."""
    local = now.astimezone(ZoneInfo(group.tz))
    return local.date() if now >= instant(local.date(), NINE, group.tz) else date.fromordinal(local.date().toordinal() - 1)


def _term_key(term: Term, over: bool) -> str:
    return f"term:{term.group_id}:{term.person_id}:{term.ends}{':over' if over else ''}"


def _open_term(tx: Tx, term: Term, now: datetime) -> bool:
    """Whether there is anything to do about it now."""
    today = _today(group_rows.by_id(tx, term.group_id), now)
    if not rules.is_near(term.ends, today):
        return False
    over = today >= term.ends
    return (over and term.plan is Plan.LEAVE) or outbox.find(tx, _term_key(term, over)) is None


def _look_at_term(tx: Tx, term: Term, now: datetime) -> None:
    group_rows.lock(tx, term.group_id)
    group, person = group_rows.by_id(tx, term.group_id), people_rows.by_id(tx, term.person_id)
    term = rows.term(tx, term.group_id, term.person_id)
    if term is None or not _open_term(tx, term, now):
        return
    over = _today(group, now) >= term.ends
    if over and term.plan is Plan.LEAVE:
        membership_leaving.hand_on(tx, group, person.id, now)
        people.leave(tx, group.id, [person.id], now)
        news.write(tx, person, f"{_term_key(term, True)}:left", views.group_end_decided(
            group, f"As you decided, your time in {group.name} has ended today. Thank you for being part of it."), now)
        return
    news.write(tx, person, _term_key(term, over), views.ends(group, person, term.ends, over=over), now)
    said = f"{person.name}'s agreed time in {group.name} {'ended' if over else 'ends'} on {day(term.ends)}; I have asked what shall be."
    news.tell_lead(tx, group, f"{_term_key(term, over)}:lead", said, now)


# ---- of a member -----------------------------------------------------------------------------------------------------------

def of_member(deps: Deps, actor: Actor, group_id: int, person_id: int) -> tuple[Group, Person, date | None]:
    """Somebody whose end the actor may decide about: themselves, or as an organiser; the same words for all others."""
    with deps.store.read() as tx:
        group, person = _theirs(tx, actor, group_id, person_id)
        term = rows.term(tx, group.id, person.id)
    return group, person, term.ends if term else None


def by_user(deps: Deps, actor: Actor, group: Group, user: str) -> int:
    """Who is meant, by their Slack id; 0 for nobody in the group."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return next((p.id for p, _ in people_rows.members_of(tx, group.id) if p.user == user), 0)


def _theirs(tx: Tx, actor: Actor, group_id: int, person_id: int) -> tuple[Group, Person]:
    actor.need(group_id)
    group = next(g for g in actor.groups if g.id == group_id)
    person = next((p for p, _ in people_rows.members_of(tx, group_id) if p.id == person_id), None)
    if person is None:
        raise Refused("I can't find that person in the group.")
    if person.id != actor.person.id:
        member_rules.need_lead(actor, group_id, group.name)
    return group, person


def set_end(deps: Deps, actor: Actor, group_id: int, person_id: int, ends: date | None, *, once: str | None = None) -> Person:
    """From now on they are in the group until that day, or for as long as they like."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, person = _theirs(tx, actor, group_id, person_id)
        _put(tx, group, person, rules.check_end(ends, _local(group, now)), actor, now)
        return person


def _local(group: Group, now: datetime) -> date:
    return now.astimezone(ZoneInfo(group.tz)).date()


def _put(tx: Tx, group: Group, person: Person, ends: date | None, actor: Actor, now: datetime, *, plan: Plan = Plan.ASK) -> None:
    before = rows.term(tx, group.id, person.id)
    for over in (False, True):
        if before:
            news.replaced(tx, _term_key(before, over), views.group_end_decided(
                group, f"✓ {person.name} is in {group.name} {_until(ends)}."), now)
    if ends is None:
        rows.drop_term(tx, group.id, person.id)
    else:
        rows.put_term(tx, Term(group_id=group.id, person_id=person.id, ends=ends, plan=plan))
    charter_rows.log(tx, group.id, "members", f"{person.name} is a member {_until(ends)}.", by_id=actor.person.id, now=now)
    people_rows.homes_stale_in(tx, group.id)


def _until(ends: date | None) -> str:
    return f"until {day(ends)}" if ends else "for as long as they like"


def a_year_more(deps: Deps, actor: Actor, group_id: int, person_id: int, *, once: str | None = None) -> tuple[Group, Person, date]:
    """The same day a year later."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, person = _theirs(tx, actor, group_id, person_id)
        term = rows.term(tx, group.id, person.id)
        if term is None:
            raise Refused(f"There is no end any more: {person.name} is in {group.name} for as long as they like.")
        ends = rules.a_year_more(term.ends, _local(group, now))
        _put(tx, group, person, ends, actor, now)
        return group, person, ends


def go_then(deps: Deps, actor: Actor, group_id: int, *, once: str | None = None) -> tuple[Group, date]:
    """The actor goes at the end; by themselves only."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, person = _theirs(tx, actor, group_id, actor.person.id)
        term = rows.term(tx, group.id, person.id)
        if term is None:
            raise Refused(f"There is no end any more. `/mentor leave` leaves {group.name}.")
        rows.put_term(tx, replace(term, plan=Plan.LEAVE))
        said = f"{person.name} leaves {group.name} on {day(term.ends)}."
        news.tell_lead(tx, group, f"going:{group.id}:{person.id}:{term.ends}", said, now, but=person.id)
        return group, term.ends


# ---- of a group --------------------------------------------------------------------------------------------------------------

def _group_key(charter: Charter, over: bool) -> str:
    return f"groupend:{charter.group_id}:{charter.ends}{':over' if over else ''}"


def _open_group(tx: Tx, charter: Charter, now: datetime) -> bool:
    group = group_rows.by_id(tx, charter.group_id)
    today = _today(group, now)
    over = today >= charter.ends
    return (rules.is_near(charter.ends, today) and outbox.find(tx, _group_key(charter, over)) is None
            and not _is_closing(tx, charter))


def _is_closing(tx: Tx, charter: Charter) -> bool:
    return outbox.find(tx, f"closing:{charter.group_id}:{charter.ends}") is not None


def _ask_group(tx: Tx, charter: Charter, now: datetime) -> None:
    group = group_rows.by_id(tx, charter.group_id)
    group_rows.lock(tx, group.id)
    if _open_group(tx, charter, now):
        over = _today(group, now) >= charter.ends
        outbox.put(tx, _group_key(charter, over), "chat.postMessage", now=now, channel=group.channel,
                   body=views.group_ends(group, charter.ends, over=over).body())


def _decided(tx: Tx, group: Group, charter: Charter, said: str, now: datetime) -> None:
    for over in (False, True):
        news.replaced(tx, _group_key(charter, over), views.group_end_decided(group, said), now)


def _lead(tx: Tx, actor: Actor, group_id: int) -> tuple[Group, Charter]:
    actor.need(group_id)
    group = next(g for g in actor.groups if g.id == group_id)
    member_rules.need_lead(actor, group_id, group.name)
    group_rows.lock(tx, group.id)
    charter = charter_rows.of(tx, group.id)
    if charter.ends is None:
        raise Refused(f"{group.name} has no end any more.")
    return group, charter


def group_a_year_more(deps: Deps, actor: Actor, group_id: int, *, once: str | None = None) -> tuple[Group, date]:
    """The group goes on for a year."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, charter = _lead(tx, actor, group_id)
        ends = rules.a_year_more(charter.ends, _local(group, now))
        if not charter_rows.save(tx, replace(charter, ends=ends)):
            raise Refused("Somebody changed the charter a moment ago; please look at it again.")
        charter_rows.log(tx, group.id, "joining", f"The group is until {day(ends)}. Before: until {day(charter.ends)}.",
                         by_id=actor.person.id, now=now)
        _decided(tx, group, charter, f"✓ {group.name} goes on until {day(ends)}. {actor.person.name} has noted it.", now)
        charter_service.changed(tx, group, now)
        return group, ends


def close_then(deps: Deps, actor: Actor, group_id: int, *, once: str | None = None) -> tuple[Group, date, int]:
    """The group closes at its end: meetings after it are called off; how many. Everything that was written stays."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group, charter = _lead(tx, actor, group_id)
        after = [m for m in meeting_rows.between(tx, [group.id], now) if m.is_on and m.day > charter.ends]
        for meeting in after:
            meetings.settle(tx, group, meeting, replace(meeting, state=MeetingState.CANCELLED, reason=CLOSING), by=actor, now=now)
        charter_rows.log(tx, group.id, "joining", f"The group closes on {day(charter.ends)}.", by_id=actor.person.id, now=now)
        said = f"{group.name} closes on {day(charter.ends)}. Thank you for what you have built here; everything that was written stays."
        _decided(tx, group, charter, f"✓ {said}", now)
        at = max(now, instant(charter.ends, NINE, group.tz))
        outbox.put(tx, f"closing:{group.id}:{charter.ends}", "chat.postMessage", now=now, channel=group.channel, due=at,
                   body=views.group_end_decided(group, f"Today {said}".replace(f" on {day(charter.ends)}", "")).body())
        return group, charter.ends, len(after)
