"""Once a year everybody is asked: stay, take a break, or leave? Nobody is put out silently, and a stop of ours drops nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import membership_leaving, people
from bot.services import membership_news as news
from bot.views import membership_rounds as views
from mentoring import absences as absence_rules
from mentoring import membership_terms as rules
from mentoring.charter import Charter, Silence
from mentoring.membership_terms import Answer, Asked, Round
from mentoring.people import Actor, Group, Person
from mentoring.refused import NotFound, Refused
from mentoring.reminders import NINE, instant
from storage import absences as absence_rows
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import membership_terms as rows
from storage import people as people_rows
from storage.store import Tx


def keep(deps: Deps, stopping: Callable[[], bool] = lambda: False) -> None:
    """Begin the rounds that are due, remind who is silent, close what is over. However late it is done, it is done once."""
    now = deps.clock.now()
    with deps.store.read() as tx:
        charters, clocks = charter_rows.of_workspace(tx, deps.workspace.team), rows.clocks(tx, deps.workspace.team)
        going_on = rows.open_rounds(tx)
    for charter in charters.values():
        month, due, _ = clocks.get(charter.group_id, (None, None, None))
        if stopping() or (month == charter.round_month and (due is None or now < _begins(due))):
            continue
        with deps.store.write() as tx:
            _wind(tx, charter, month, due, now)
    for one in going_on:
        if not stopping() and (now >= one.closes or rules.reminders_due(one, now)):
            with deps.store.write() as tx:
                _look(tx, one.id, now)


def _begins(due: date) -> datetime:
    """A first look, in no zone yet: no group's nine o'clock comes before this."""
    return instant(due - timedelta(days=1), "19:00", "UTC")


def _wind(tx: Tx, charter: Charter, month: int | None, due: date | None, now: datetime) -> None:
    """The charter names another month, or the day has come."""
    group = group_rows.by_id(tx, charter.group_id)
    group_rows.lock(tx, group.id)
    today = now.astimezone(ZoneInfo(group.tz)).date()
    if month != charter.round_month:
        due = rules.next_round(charter.round_month, today) if charter.round_month else None
        rows.set_clock(tx, group.id, month=charter.round_month, round_due=due)
    if due and now >= instant(due, NINE, group.tz):
        rows.set_clock(tx, group.id, month=charter.round_month, round_due=rules.next_round(charter.round_month, today + timedelta(days=1)))
        _open(tx, group, charter, due, now)


def _open(tx: Tx, group: Group, charter: Charter, day: date, now: datetime) -> None:
    one = rows.open_round(tx, group.id, day, charter.silence, opened=now, closes=now + rules.ROUND_LASTS)
    if one:
        for person, _ in people_rows.members_of(tx, group.id):
            _ask(tx, group, one, person, now)


def _ask(tx: Tx, group: Group, one: Round, person: Person, now: datetime, *, again: int = 0) -> None:
    """One message, not before nine in the morning where they are."""
    tz = person.tz or group.tz
    today = now.astimezone(ZoneInfo(tz)).date()
    message = views.question(one.id, group, one.silence, one.closes.astimezone(ZoneInfo(tz)).date(), again=again)
    news.write(tx, person, _key(one.id, person.id, again), message, now, due=max(now, instant(today, NINE, tz)))


def _key(round_id: int, person_id: int, again: int) -> str:
    return f"stay:{round_id}:{person_id}" + (f":{again}" if again else "")


def _look(tx: Tx, round_id: int, now: datetime) -> None:
    """Remind, or close, within the round's lock."""
    one = rows.round_by_id(tx, round_id, lock=True)
    if one.closed:
        return
    group = group_rows.by_id(tx, one.group_id)
    group_rows.lock(tx, group.id)
    members = {p.id: p for p, _ in people_rows.members_of(tx, group.id)}
    asked = [a for a in rows.asked(tx, one.id) if a.answer or a.person_id in members]
    if now >= one.closes:
        _close(tx, group, one, asked, members, now)
        return
    times = rules.reminders_due(one, now)
    for each in asked:
        if each.answer is None and each.reminded < times and not _away(tx, group, each.person_id, now):
            rows.reminded(tx, one.id, each.person_id, times)
            _ask(tx, group, one, members[each.person_id], now, again=times)


def _away(tx: Tx, group: Group, person_id: int, now: datetime) -> bool:
    return absence_rows.away_on(tx, person_id, now.astimezone(ZoneInfo(group.tz)).date()) is not None


def _close(tx: Tx, group: Group, one: Round, asked: list[Asked], members: dict[int, Person], now: datetime) -> None:
    """What silence means is done, and everybody concerned is told. Who is away is left in peace, and a last organiser stays."""
    rows.close_round(tx, one.id, now)
    today, stayed = now.astimezone(ZoneInfo(group.tz)).date(), []
    for each in asked:
        if each.answer is not None:
            continue
        person = members[each.person_id]
        over = views.group_end_decided(group, f"The yearly question of {group.name} is closed.")
        for again in (0, 1, 2):
            news.replaced(tx, _key(one.id, person.id, again), over, now)
        silence = one.silence
        alone = membership_leaving.is_only_organiser(tx, group.id, person.id)
        if _away(tx, group, person.id, now) or (silence is Silence.LEAVE and alone):
            silence = Silence.STAY
            stayed.append(person.name)
        _apply(tx, group, one, person, silence, today, now)
    lines = _lines(asked, members, one, stayed)
    news.tell_lead(tx, group, f"stayed:{one.id}", views.summary(group, lines), now)
    people_rows.homes_stale_in(tx, group.id)


def _apply(tx: Tx, group: Group, one: Round, person: Person, silence: Silence, today: date, now: datetime) -> None:
    back = None
    if silence is Silence.PAUSE:
        back = today + rules.SILENT_BREAK
        absence_rows.add(tx, person.id, today, back - timedelta(days=1), now=now)
        rows.answer(tx, one.id, person.id, None, now, back=back)
    elif silence is Silence.LEAVE:
        people.leave(tx, group.id, [person.id], now)
    news.write(tx, person, f"silent:{one.id}:{person.id}", views.silent(group, silence, back), now)


def _lines(asked: list[Asked], members: dict[int, Person], one: Round, stayed: list[str]) -> list[str]:
    sums = rules.sums(asked)
    said = [f"{sums[Answer.STAY]} stay, {sums[Answer.PAUSE]} take a break, {sums[Answer.LEAVE]} left."]
    silent = [members[a.person_id].name for a in asked if a.answer is None]
    meaning = {Silence.STAY: "stays", Silence.PAUSE: "takes a break of 90 days", Silence.LEAVE: "has left"}[one.silence]
    if silent:
        said.append(f"No answer from {', '.join(silent)}: who does not answer {meaning}, as the charter says.")
    if stayed and one.silence is Silence.LEAVE:
        said.append(f"Left as they are, being away or the only organiser: {', '.join(stayed)}.")
    return said


# ---- answering ---------------------------------------------------------------------------------------------------------------

def theirs(tx: Tx, actor: Actor, round_id: int, *, lock: bool = False) -> tuple[Round, Group, Asked]:
    """A round in which the actor is asked; the same words for one that is not there and one that is not theirs."""
    one = rows.round_by_id(tx, round_id, lock=lock)
    group = next((g for g in actor.groups if one and g.id == one.group_id), None)
    mine = next((a for a in rows.asked(tx, round_id) if a.person_id == actor.person.id), None) if group else None
    if mine is None:
        raise NotFound("that question", "members")
    return one, group, mine


def look(deps: Deps, actor: Actor, round_id: int) -> tuple[Round, Group, Asked]:
    """The same, to show it. Refused when the round is over."""
    with deps.store.read() as tx:
        found = theirs(tx, actor, round_id)
    _need_open(*found[:2])
    return found


def _need_open(one: Round, group: Group) -> None:
    if one.closed:
        raise Refused(f"The yearly question of {group.name} is closed. `/mentor away until 1 April` takes a break, `/mentor leave` leaves.")


def stay(deps: Deps, actor: Actor, round_id: int, *, once: str | None = None) -> Group:
    """They stay; a break that they had chosen a moment before is off."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one, group, mine = theirs(tx, actor, round_id, lock=True)
        _need_open(one, group)
        if mine.answer is Answer.PAUSE:
            absence_rows.back(tx, actor.person.id, people.today(deps, actor), now=now)
        rows.answer(tx, one.id, actor.person.id, Answer.STAY, now)
        _settled(tx, one, actor, views.noted(one.id, group, Answer.STAY), now)
        return group


def pause(deps: Deps, actor: Actor, round_id: int, back: date, *, once: str | None = None) -> tuple[Group, date]:
    """They stay, and are away until a day."""
    now, today = deps.clock.now(), people.today(deps, actor)
    with deps.store.write(once) as tx:
        one, group, _ = theirs(tx, actor, round_id, lock=True)
        _need_open(one, group)
        try:
            first, last = absence_rules.check(today, back, today=today)
        except Refused as no:
            raise Refused(no.text, field="back") from None
        absence_rows.add(tx, actor.person.id, first, last, now=now)
        rows.answer(tx, one.id, actor.person.id, Answer.PAUSE, now, back=back)
        _settled(tx, one, actor, views.noted(one.id, group, Answer.PAUSE, back), now)
        for each in actor.groups:
            people_rows.homes_stale_in(tx, each.id)
        return group, back


def left(tx: Tx, group_id: int, person_id: int, now: datetime) -> None:
    """Somebody leaves while they are asked: that is their answer."""
    for one in rows.open_rounds(tx, group_id):
        rows.answer(tx, one.id, person_id, Answer.LEAVE, now)


def _settled(tx: Tx, one: Round, actor: Actor, message, now: datetime) -> None:
    """Reminders of the same question ask no more."""
    for again in (1, 2):
        news.replaced(tx, _key(one.id, actor.person.id, again), replace(message, blocks=message.blocks[:1]), now)
