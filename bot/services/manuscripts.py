"""Reading each other's manuscripts: asked for, taken, reminded, back. The load is shared by whose turn it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import exchange, people, quiet
from bot.views import manuscripts as views
from mentoring import manuscripts as rules
from mentoring.manuscripts import Manuscript, State
from mentoring.people import Actor, Group, Kind, Person
from mentoring.refused import Refused
from storage import absences as absence_rows
from storage import manuscripts as rows
from storage import outbox
from storage import people as people_rows
from storage.store import Tx

SHOWN, NINE = 15, time(9)


def listed(deps: Deps, actor: Actor, group: Group) -> list[Manuscript]:
    """A group's manuscripts, newest first."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rows.of_group(tx, group.id, SHOWN)


def ask(deps: Deps, actor: Actor, group: Group, *, title: str, link: str, due: date | None, once: str | None = None) -> Manuscript:
    """A member asks for readers: the channel is told whose turn it is, and those are asked if nobody has taken it after two days."""
    actor.need(group.id)
    title, link, due = rules.check(title, link, due, today=people.groups_today(deps, group))
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        if rows.open_of(tx, group.id, actor.person.id) >= rules.MOST_OPEN:
            raise Refused(f"{rules.MOST_OPEN} of yours wait for their readers already. Take one back first: `/mentor manuscript list`.")
        made = rows.add(tx, Manuscript(group_id=group.id, author_id=actor.person.id, title=title, link=link, due=due, created=now))
        one, turn = rows.by_id(tx, made), _whose_turn(tx, group, actor.person.id, now)
        outbox.put(tx, exchange.asked_key(one), "chat.postMessage", now=now, channel=group.channel, body=views.asked(one, turn).body())
        for person in turn:
            due_at = _nine(now + rules.ASKED_AFTER, person.tz or group.tz)
            if due_at.date() < one.due:
                outbox.put(tx, exchange.turn_key(one, person.id), "chat.postMessage", now=now, due=due_at, channel=person.dm,
                           person_id=person.id, body=views.your_turn(one, group).body())
        return one


def _whose_turn(tx: Tx, group: Group, author_id: int, now: datetime) -> list[Person]:
    """The members whose turn it is, but for the author and who is away."""
    today = now.astimezone(ZoneInfo(group.tz)).date()
    gone = {a.person_id for a in absence_rows.of_groups(tx, [group.id], today, today)}
    can = {p.id: p for p, _ in people_rows.members_of(tx, group.id)
           if p.id not in gone and p.id != author_id and p.kind not in (Kind.BOT, Kind.GONE)}
    counts, last = rows.load(tx, group.id, can, now - rules.YEAR)
    return [can[p] for p in rules.turns(can, counts, last, rules.READERS)]


def _nine(after: datetime, tz: str) -> datetime:
    """Nine in the morning in this zone, on the day of ``after`` or, when that is past, the next."""
    local = after.astimezone(ZoneInfo(tz))
    day = local.date() if local.time() <= NINE else local.date() + timedelta(days=1)
    return datetime.combine(day, NINE, ZoneInfo(tz)).astimezone(UTC)


def _held(tx: Tx, actor: Actor, manuscript_id: int) -> tuple[Manuscript, Group]:
    one = rules.need_sight(actor, rows.by_id(tx, manuscript_id, lock=True))
    return one, next(g for g in actor.groups if g.id == one.group_id)


def take(deps: Deps, actor: Actor, manuscript_id: int, *, once: str | None = None) -> Manuscript:
    """A peer takes it; the author hears of it, and the reader is reminded two days before it is due."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _held(tx, actor, manuscript_id)
        rules.may_take(actor, one)
        rows.take(tx, one.id, actor.person.id, now)
        one = rows.by_id(tx, one.id)
        tz = actor.person.tz or group.tz
        due = _nine(datetime.combine(one.due - rules.REMINDED, NINE, ZoneInfo(tz)), tz)
        if due > now:
            reminded = exchange.remind_key(one, actor.person.id, one.reader(actor.person.id).taken)
            outbox.put(tx, reminded, "chat.postMessage", now=now, due=due, channel=actor.person.dm,
                       person_id=actor.person.id, body=views.due_soon(one).body())
        if one.is_full:
            _ask_no_more(tx, one, now)
        author = people_rows.by_id(tx, one.author_id)
        quiet.write(tx, author, f"manuscript:{one.id}:taken:{actor.person.id}:{now:%Y%m%d%H%M%S}",
                    views.taken(one, actor.person.name), tz=group.tz, now=now)
        _follow(tx, group, one, now)
        return one


def _ask_no_more(tx: Tx, one: Manuscript, now: datetime) -> None:
    for person, _ in people_rows.members_of(tx, one.group_id):
        outbox.withdraw(tx, exchange.turn_key(one, person.id), now=now, reason="it has its readers")


def _follow(tx: Tx, group: Group, one: Manuscript, now: datetime) -> None:
    turn = _whose_turn(tx, group, one.author_id, now) if one.is_open and not one.readers else []
    exchange.follow(tx, one, views.asked(one, turn).body(), now)


def give_up(deps: Deps, actor: Actor, manuscript_id: int, *, once: str | None = None) -> Manuscript:
    """A reader can't after all; the place is free again."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _held(tx, actor, manuscript_id)
        mine = one.reader(actor.person.id)
        if mine is None or mine.returned:
            raise Refused("You don't have that manuscript; nothing is left to do.")
        rows.give_up(tx, one.id, actor.person.id)
        outbox.withdraw(tx, exchange.remind_key(one, actor.person.id, mine.taken), now=now, reason="given up")
        after = rows.by_id(tx, one.id)
        author = people_rows.by_id(tx, one.author_id)
        quiet.write(tx, author, f"manuscript:{one.id}:given_up:{actor.person.id}:{now:%Y%m%d%H%M%S}",
                    views.given_up(one, actor.person.name), tz=group.tz, now=now)
        _follow(tx, group, after, now)
        return after


def give_back(deps: Deps, actor: Actor, manuscript_id: int, *, once: str | None = None) -> Manuscript:
    """A reader has sent their comments; with the last one it is settled."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _held(tx, actor, manuscript_id)
        mine = one.reader(actor.person.id)
        if mine is None:
            raise Refused("You don't have that manuscript; nothing is left to do.")
        if mine.returned is None:
            rows.returned(tx, one.id, actor.person.id, now)
            outbox.withdraw(tx, exchange.remind_key(one, actor.person.id, mine.taken), now=now, reason="it is back")
            one = rows.by_id(tx, one.id)
            if one.is_back:
                rows.settle(tx, one.id, State.BACK, now)
                one = rows.by_id(tx, one.id)
            author = people_rows.by_id(tx, one.author_id)
            quiet.write(tx, author, f"manuscript:{one.id}:back:{actor.person.id}", views.back(one, actor.person.name), tz=group.tz, now=now)
            _follow(tx, group, one, now)
        return one


def settle(deps: Deps, actor: Actor, manuscript_id: int, *, once: str | None = None) -> Manuscript:
    """Its author wants no more readers: what came back is enough, or it is not needed."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group = _held(tx, actor, manuscript_id)
        if one.author_id != actor.person.id:
            raise Refused(f"{one.author or 'Its author'} asked for it, and only they can take it back.")
        if one.is_open:
            rows.settle(tx, one.id, State.BACK if any(r.returned for r in one.readers) else State.WITHDRAWN, now)
            _ask_no_more(tx, one, now)
            for reader in one.readers:
                outbox.withdraw(tx, exchange.remind_key(one, reader.person_id, reader.taken), now=now, reason="not wanted any more")
            one = rows.by_id(tx, one.id)
            _follow(tx, group, one, now)
        return one
