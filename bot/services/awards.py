"""Awards: put in with their deadline; 45 days before the group is asked who fits; one writes, and the end is kept."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import action_adding, action_items, agenda, exchange, people, quiet
from bot.views import awards as views
from mentoring import awards as rules
from mentoring.action_items import Wording
from mentoring.awards import Award, State
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import Refused
from storage import awards as rows
from storage import outbox, points
from storage import people as people_rows
from storage.store import Tx

SHOWN, NINE = 20, time(9)


def listed(deps: Deps, actor: Actor, group: Group) -> list[Award]:
    """A group's awards: those ahead by deadline, then how others ended."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rows.of_group(tx, group.id, SHOWN)


def one(deps: Deps, actor: Actor, award_id: int) -> tuple[Award, Group]:
    """An award of one of the actor's groups."""
    with deps.store.read() as tx:
        award = rules.need_sight(actor, rows.by_id(tx, award_id))
    return award, next(g for g in actor.groups if g.id == award.group_id)


def add(deps: Deps, actor: Actor, group: Group, *, name: str, link: str = "", note: str = "", deadline: date | None,
        once: str | None = None) -> Award:
    """One more, by any member; the channel is asked who fits 45 days before its deadline, or at once when that is nearer."""
    actor.need(group.id)
    name, link, note, deadline = rules.check(name, link, note, deadline, today=people.groups_today(deps, group))
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        if sum(a.is_ahead for a in rows.of_group(tx, group.id, 1000)) >= rules.MOST_OPEN:
            raise Refused(f"{rules.MOST_OPEN} awards are ahead already. Leave one out first: `/mentor award list`.")
        return _put_in(tx, group, Award(group_id=group.id, name=name, link=link, note=note, deadline=deadline, added_by=actor.person.id,
                                        created=now), now)


def _put_in(tx: Tx, group: Group, award: Award, now: datetime) -> Award:
    award = replace(award, id=rows.add(tx, award))
    outbox.put(tx, _asked_key(award), "chat.postMessage", now=now, due=max(now, _nine(award.deadline - rules.WHO_FITS, group.tz)),
               channel=group.channel, body=views.who_fits(award).body())
    return award


def _asked_key(award: Award) -> str:
    return f"award:{award.id}:who"


def _nine(day: date, tz: str) -> datetime:
    return datetime.combine(day, NINE, ZoneInfo(tz)).astimezone(UTC)


def _held(tx: Tx, actor: Actor, award_id: int) -> tuple[Award, Group]:
    award = rules.need_sight(actor, rows.by_id(tx, award_id, lock=True))
    return award, next(g for g in actor.groups if g.id == award.group_id)


def nominate(deps: Deps, actor: Actor, award_id: int, nominee: str | None, writer: str | None, *, once: str | None = None) -> Award:
    """Who shall have it and who writes it: the writer gets an action item, due a week before the deadline; both are told."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        award, group = _held(tx, actor, award_id)
        if not award.is_ahead:
            raise Refused(f"“{award.name}” is settled. For the next year put it in again: `/mentor award …`.")
        who, by = _member(tx, group, nominee, "nominee"), _member(tx, group, writer, "writer")
        if who.id == by.id:
            raise Refused("Somebody else writes better about them. Choose another writer.", field="writer")
        again = (award.nominee_id, award.writer_id) == (who.id, by.id)
        award = replace(award, state=State.CHOSEN, nominee_id=who.id, nominee=who.name, writer_id=by.id, writer=by.name)
        outbox.withdraw(tx, _asked_key(award), now=now, reason="somebody was chosen")
        if not again:
            _write_no_more(tx, actor, group, award, now, "it is another nomination now")
            due = rules.writes_until(award.deadline, people.groups_today(deps, group))
            wording = Wording(text=f"Write the nomination of {who.name or 'our colleague'} for {award.name}", owners=(by.user,), due=due)
            item = action_adding.written(tx, deps, actor, group, wording, now)
            action_adding.homes(tx, group.id, ())
            if who.id != actor.person.id:
                quiet.write(tx, who, f"award:{award.id}:nominee:{now:%Y%m%d%H%M%S}", views.you_are_nominated(award, group), tz=group.tz,
                            now=now)
            award = replace(award, action_id=item.id)
            outbox.put(tx, exchange.ended_key(award), "chat.postMessage", now=now, channel=by.dm, person_id=by.id,
                       due=_nine(award.deadline + rules.ANSWER_AFTER, by.tz or group.tz), body=views.how_did_it_end(award).body())
            rows.change(tx, award)
        _follow(tx, group, award, now)
        return award


def _write_no_more(tx: Tx, actor: Actor, group: Group, award: Award, now: datetime, why: str) -> None:
    if award.action_id:
        action_items.drop_with(tx, actor, group, award.action_id, why, now)
    outbox.withdraw(tx, exchange.ended_key(award), now=now, reason=why)


def _member(tx: Tx, group: Group, user: str | None, field: str) -> Person:
    found = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user and p.kind not in (Kind.BOT, Kind.GONE)), None)
    if found is None:
        raise Refused(f"Choose somebody who is in {group.name}.", field=field)
    return found


def _follow(tx: Tx, group: Group, award: Award, now: datetime) -> None:
    """The question in the channel, when it was asked, says what became of it."""
    asked = outbox.find(tx, _asked_key(award))
    if asked and asked.state in ("sent", "sending", "claimed"):
        outbox.put(tx, f"{_asked_key(award)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group.channel,
                   edits=_asked_key(award), body=views.who_fits(award).body())


def ended(deps: Deps, actor: Actor, award_id: int, won: bool, *, share: bool = False, once: str | None = None) -> Award:
    """How it ended, said by any member. ``share``: the nominee lets the next meeting celebrate it."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        award, group = _held(tx, actor, award_id)
        if award.state not in (State.CHOSEN, State.WON):
            raise Refused(f"Nobody is nominated for “{award.name}” yet.")
        if share and award.nominee_id != actor.person.id:
            raise Refused(f"{award.nominee or 'Whoever won it'} decides whether it is celebrated.")
        award = replace(award, state=State.WON if won else State.NOT_THIS_TIME, settled=now)
        rows.change(tx, award)
        outbox.withdraw(tx, exchange.ended_key(award), now=now, reason="it is known how it ended")
        if share and won:
            points.add(tx, group.id, f"{award.nominee} has won: {award.name}", source=f"{agenda.JOY}award:{award.id}",
                       person_id=actor.person.id, now=now)
        elif won and award.nominee_id != actor.person.id:
            who = people_rows.by_id(tx, award.nominee_id) if award.nominee_id else None
            if who:
                quiet.write(tx, who, f"award:{award.id}:won", views.you_have_won(award), tz=group.tz, now=now)
        _follow(tx, group, award, now)
        return award


def leave_out(deps: Deps, actor: Actor, award_id: int, *, once: str | None = None) -> Award:
    """Not this year: by who put it in, or an organiser."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        award, group = _held(tx, actor, award_id)
        if award.added_by != actor.person.id and not actor.organises(group.id):
            raise Refused("Who put it in, or an organiser, can leave it out.")
        if award.is_ahead:
            award = replace(award, state=State.LEFT, settled=now)
            rows.change(tx, award)
            outbox.withdraw(tx, _asked_key(award), now=now, reason="left out")
            _write_no_more(tx, actor, group, award, now, "left out this year")
            _follow(tx, group, award, now)
        return award


def again(deps: Deps, actor: Actor, award_id: int, *, once: str | None = None) -> Award:
    """The same award with next year's deadline."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        award, group = _held(tx, actor, award_id)
        deadline = rules.next_year(award)
        if any(a.is_ahead and (a.name, a.deadline) == (award.name, deadline) for a in rows.of_group(tx, group.id, 1000)):
            raise Refused(f"“{award.name}” is in for next year already.")
        if deadline - now.date() > rules.FURTHEST or deadline <= now.date():
            raise Refused(f"Put “{award.name}” in again when its next deadline is known: `/mentor award …`.")
        return _put_in(tx, group, Award(group_id=group.id, name=award.name, link=award.link, note=award.note, deadline=deadline,
                                        added_by=actor.person.id, created=now), now)
