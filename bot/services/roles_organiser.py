"""The organiser: handing over with the other's yes, standing in while all are away, and never a group without one.

The rule is `mentoring.roles.SUCCESSION`, shown by ``/mentor role organiser``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import quiet, roles_letters, roles_plan
from bot.views import roles_letters as views
from bot.views.days import near_day
from mentoring import roles as rules
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import Refused
from mentoring.roles import Ask, Request
from storage import absences as absence_rows
from storage import groups as group_rows
from storage import outbox, role_plans
from storage import people as people_rows
from storage import roles as rows
from storage.deliveries import POST
from storage.role_plans import Term
from storage.store import Tx

AT_ONCE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Who organises a group, and how that came about. ``asked``: somebody has asked whether they still do."""

    group: Group
    names: list[str]
    mine: bool
    history: list[str]
    asked: bool


_WHY = {"handed": "was handed it", "succeeded": "took it on by the rule", "standin": "stood in"}


def shown(deps: Deps, actor: Actor, group: Group) -> Shown:
    """For members."""
    actor.need(group.id)
    with deps.store.read() as tx:
        organisers = people_rows.organisers_of(tx, group.id)
        history = [_said(tx, t) for t in role_plans.terms(tx, group.id, 5)]
        asked = bool(rows.asked(tx, group.id, Ask.STILL))
    return Shown(group=group, names=[p.name for p in organisers], mine=actor.organises(group.id), history=history, asked=asked)


def _said(tx: Tx, term: Term) -> str:
    person, day = people_rows.by_id(tx, term.person_id), term.since.date()
    until = f", until {near_day(term.until.date(), term.until.date())}" if term.until else ""
    return f"{near_day(day, day)}: {person.name if person else 'somebody'} {_WHY.get(term.why, 'took it on')}{until}"


def offer(deps: Deps, actor: Actor, group: Group, user: str, *, once: str | None = None) -> str:
    """Ask a member to organise the group instead of oneself; gives their name. Nothing changes before they say yes."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        if not actor.organises(group.id):
            raise Refused(f"An organiser of {group.name} can hand over.")
        person = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user), None)
        if person is None or person.id == actor.person.id or not _able(person):
            raise Refused(f"Hand over to another member of {group.name} who is a full member of this workspace.", field="who")
        for old in rows.asked(tx, group.id, Ask.ORGANISER):
            rows.answer(tx, old.id, "void", now)
        _ask(tx, group, Request(group_id=group.id, what=Ask.ORGANISER, from_id=actor.person.id, to_id=person.id, at=now), person, now)
        return person.name


def _able(person: Person) -> bool:
    return person.kind not in (Kind.GUEST, Kind.BOT, Kind.GONE)


def _ask(tx: Tx, group: Group, request: Request, person: Person, now: datetime) -> None:
    roles_plan.news(tx, group, person, {"r": rows.ask(tx, request)}, now)


def still(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> list[str]:
    """Ask the organisers whether they still do it; gives their names. Without an answer it passes to somebody else."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        actor.need(group.id)
        if actor.organises(group.id):
            raise Refused("You organise the group: hand over if you would rather not.")
        if rows.asked(tx, group.id, Ask.STILL):
            raise Refused("They have been asked already; within fourteen days of that they answer, or it passes by the rule.")
        organisers = people_rows.organisers_of(tx, group.id)
        for person in organisers:
            _ask(tx, group, Request(group_id=group.id, what=Ask.STILL, from_id=actor.person.id, to_id=person.id, at=now), person, now)
        return [p.name for p in organisers]


def answer(deps: Deps, actor: Actor, request: Request, *, yes: bool, once: str | None = None) -> str:
    """Yes or no to a hand-over, or to "still you?"; what is said of it."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group = group_rows.by_id(tx, request.group_id)
        group_rows.lock(tx, group.id)
        if not rows.answer(tx, request.id, "yes" if yes else "no", now):
            raise Refused("That question has been answered already.")
        asker = people_rows.by_id(tx, request.from_id)
        if request.what is Ask.STILL:
            for other in rows.asked(tx, group.id, Ask.STILL):
                rows.answer(tx, other.id, "void", now)
            return (f"✓ Thank you: you organise {group.name} on." if yes
                    else "Hand over to whom? `/mentor role organiser @name` asks them.")
        if not yes:
            _line(tx, group, asker, f"{actor.person.name} can't organise {group.name} just now. You go on, or ask somebody else.", now,
                  f"r{request.id}")
            return "✓ Nothing changes; they have been told."
        if not actor.is_in(group.id) or not _able(actor.person):
            raise Refused("To organise a group takes a full member of it.")
        if all(p.id != asker.id for p in people_rows.organisers_of(tx, group.id)):
            raise Refused(f"{asker.name} organises {group.name} no longer, so there is nothing to hand over.")
        begins(tx, group, actor.person, "handed", now)
        role_plans.step_down(tx, group.id, asker.id)
        role_plans.ends(tx, group.id, asker.id, now)
        _channel(tx, group, f"{asker.name} has handed over: {actor.person.name} organises {group.name} from now on. Thank you both.", now,
                 f"r{request.id}")
        return f"✓ You organise {group.name} from now on."


def begins(tx: Tx, group: Group, person: Person, why: str, now: datetime) -> None:
    """Somebody organises from now on; it is written down with the reason."""
    if people_rows.make_organiser(tx, group.id, person.id):
        role_plans.begins(tx, group.id, person.id, why, now)
    people_rows.homes_stale_in(tx, group.id)


def _channel(tx: Tx, group: Group, said: str, now: datetime, mark: str) -> None:
    outbox.put(tx, f"organiser:{group.id}:{mark}", POST, now=now, channel=group.channel, body=views.organises(group, said).body())


def _line(tx: Tx, group: Group, person: Person, said: str, now: datetime, mark: str) -> None:
    outbox.put(tx, f"organiser:{group.id}:{mark}:{person.id}", POST, now=now, due=quiet.morning(tx, person, group.tz, now),
               channel=person.dm, person_id=person.id, body=views.line(group, said).body())


# ---- by the clock ------------------------------------------------------------------------------------------------------------------

def keep(deps: Deps) -> int:
    """Stand-ins step back when an organiser is there again; groups whose organisers are all away or gone get one by the rule; how many."""
    now, done = deps.clock.now(), 0
    with deps.store.read() as tx:
        standing = role_plans.standins(tx)
        alone = role_plans.without_organiser(tx, now.date(), AT_ONCE)
        silent = rows.unanswered(tx, Ask.STILL, now - rules.NO_SIGN)
    for term in standing:
        with deps.store.write() as tx:
            done += _back(tx, term, now)
    for group_id in alone:
        with deps.store.write() as tx:
            done += _succeeded(tx, group_rows.by_id(tx, group_id), now)
    for group_id in dict.fromkeys(r.group_id for r in silent):
        with deps.store.write() as tx:
            done += _silent(tx, group_rows.by_id(tx, group_id), now)
    return done


def _here(tx: Tx, group: Group, now: datetime) -> set[int]:
    """The members who are not away today."""
    today = now.astimezone(ZoneInfo(group.tz)).date()
    gone = {a.person_id for a in absence_rows.of_groups(tx, [group.id], today, today)}
    return {p.id for p, _ in people_rows.members_of(tx, group.id)} - gone


def _back(tx: Tx, term: Term, now: datetime) -> bool:
    """The one who stood in is a member again, as soon as another organiser is there. Whoever was made one meanwhile stays."""
    group = group_rows.by_id(tx, term.group_id)
    group_rows.lock(tx, group.id)
    others = [p for p in people_rows.organisers_of(tx, group.id) if p.id != term.person_id]
    if not others:
        return False      # those it stood in for have left: it goes on
    if not {p.id for p in others} & _here(tx, group, now):
        return False
    role_plans.ends(tx, group.id, term.person_id, now)
    if role_plans.step_down(tx, group.id, term.person_id):
        person = people_rows.by_id(tx, term.person_id)
        _channel(tx, group, f"{others[0].name} is back and organises {group.name} again. Thank you, {person.name}.", now, f"back{term.id}")
    people_rows.homes_stale_in(tx, group.id)
    return True


def _heir(tx: Tx, group: Group, now: datetime, but: set[int]) -> Person | None:
    people = {p.id: p for p, _ in people_rows.members_of(tx, group.id) if _able(p)}
    joined = rows.joined(tx, group.id)
    have = roles_plan.standing(tx, group, now)
    lead = next((p for p in people for m in have.meetings[:1] if roles_letters.is_lead(have, m, p)), None)
    found = rules.successor([(p, joined[p]) for p in people], sorted(_here(tx, group, now)), lead, sorted(but))
    return people.get(found)


def _succeeded(tx: Tx, group: Group, now: datetime) -> bool:
    group_rows.lock(tx, group.id)
    organisers = people_rows.organisers_of(tx, group.id)
    today = now.astimezone(ZoneInfo(group.tz)).date()
    if organisers:
        if not _long_away(tx, group, [p.id for p in organisers], today):
            return False
    elif (left := role_plans.last_organised(tx, group.id)) is None or now < left + rules.LEADERLESS:
        return False
    heir = _heir(tx, group, now, {p.id for p in organisers})
    if heir is None:
        return False
    begins(tx, group, heir, "standin" if organisers else "succeeded", now)
    said = (f"{organisers[0].name} is away. {heir.name} stands in as organiser of {group.name} until then." if organisers else
            f"Nobody has answered, so {heir.name} organises {group.name} from now on, and can hand over at any time.")
    _channel(tx, group, said, now, f"{heir.id}:{now:%Y%m%dT%H%M%S}")
    return True


def _long_away(tx: Tx, group: Group, organisers: list[int], today) -> bool:
    """Whether every organiser is away today, for a week or more."""
    gone = {a.person_id for a in absence_rows.of_groups(tx, [group.id], today, today)
            if a.last - a.first >= rules.LONG_AWAY and a.first <= today}
    return set(organisers) <= gone


def _silent(tx: Tx, group: Group, now: datetime) -> bool:
    """Nobody who was asked "still you?" has answered in time: it passes."""
    group_rows.lock(tx, group.id)
    asked = [r for r in rows.asked(tx, group.id, Ask.STILL) if r.at <= now - rules.NO_SIGN]
    if not asked:
        return False
    for each in asked:
        rows.answer(tx, each.id, "void", now)
    quiet = {r.to_id for r in asked}
    if {p.id for p in people_rows.organisers_of(tx, group.id)} - quiet:
        return False
    heir = _heir(tx, group, now, quiet)
    if heir is None:
        return False
    begins(tx, group, heir, "succeeded", now)
    for person_id in quiet:
        role_plans.step_down(tx, group.id, person_id)
        role_plans.ends(tx, group.id, person_id, now)
    _channel(tx, group, f"The organiser has not answered for fourteen days, so {heir.name} organises {group.name} from now on.", now,
             f"silent{asked[0].id}")
    return True
