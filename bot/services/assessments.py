"""Needs assessments: begun by an organiser, answered by each for themselves, closed once; gaps become topics by one click."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from bot.deps import Deps
from bot.services import quiet, reflections, topics
from bot.views import assessments as views
from mentoring import assessments as rules
from mentoring.assessments import Gap, Marks, Round
from mentoring.people import Actor, Group, Kind
from mentoring.refused import Refused
from mentoring.topics import Wording
from storage import assessments as rows
from storage import groups as group_rows
from storage import outbox
from storage import people as people_rows
from storage.store import Tx

_NONE = "I can't find that needs check among those of your groups."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A round as a member sees it. ``mine``: they have answered; ``gaps`` at the close; ``enough``: something may be shown."""

    round: Round
    group: Group
    organiser: bool
    mine: bool = False
    enough: bool = False
    gaps: tuple[Gap, ...] = ()


def start(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Stand:
    """An organiser asks the group what it needs: each member gets one message with a button, not in their quiet hours."""
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} begins the needs check. `/mentor needs` shows the last one.")
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        before = rows.of_group(tx, group.id)
        if any(r.closed is None for r in before):
            raise Refused("A needs check is open already. `/mentor needs close` ends it.")
        if not rules.may_ask_again(before[0] if before else None, now):
            raise Refused("The last needs check is less than a year old. Two soon after each other would tell who has changed their mind.")
        members = [p for p, _ in people_rows.members_of(tx, group.id) if p.kind is not Kind.BOT]
        one = Round(group_id=group.id, begun=now, due=now + rules.OPEN_FOR, begun_by=actor.person.id, members=len(members))
        one = rows.by_id(tx, rows.begin(tx, one))
        for person in members:
            due = quiet.morning(tx, person, group.tz, now)
            outbox.put(tx, f"needs:{one.id}:{person.id}", "chat.postMessage", now=now, due=due, channel=person.dm, person_id=person.id,
                       body=views.asked(one, group, person.tz or group.tz).body())
        return Stand(round=one, group=group, organiser=True)


def latest(deps: Deps, actor: Actor, group: Group) -> Stand | None:
    """The round that is open, else the last one; None when there never was one."""
    actor.need(group.id)
    with deps.store.read() as tx:
        every = rows.of_group(tx, group.id)
        return _stand(tx, actor, every[0], every[1:]) if every else None


def _stand(tx: Tx, actor: Actor, one: Round, before: list[Round]) -> Stand:
    group = next(g for g in actor.groups if g.id == one.group_id)
    mine = bool(one.closed is None and any(a.whole for a in rows.answers(tx, one.id, person_id=actor.person.id)))
    last = next((r.results for r in before if r.results and rules.counted(r.answered)), None)
    found = tuple(rules.gaps(one.results, one.answered, last)) if one.results else ()
    return Stand(round=one, group=group, organiser=actor.organises(group.id), mine=mine, enough=one.results is not None, gaps=found)


# ---- answering -----------------------------------------------------------------------------------------------------------------

def begun(deps: Deps, actor: Actor, round_id: int) -> tuple[Round, Marks]:
    """An open round and what the actor has said in it so far. Refused: not theirs, or closed."""
    with deps.store.read() as tx:
        one = _open(actor, rows.by_id(tx, round_id))
        mine = rows.answers(tx, one.id, person_id=actor.person.id)
    return one, _opened(deps, mine[0]) if mine else Marks(important={}, sure={})


def _open(actor: Actor, one: Round | None) -> Round:
    if one is None or not actor.is_in(one.group_id):
        raise Refused(_NONE)
    if one.closed:
        raise Refused("This needs check is closed. `/mentor needs` shows what came of it.")
    return one


def _opened(deps: Deps, answer: rows.Answer) -> Marks:
    body = json.loads(deps.seals.unseal(f"{answer.workspace}|{answer.user}", answer.sealed, f"needs|{answer.seal}"))
    return Marks(important=body["important"], sure=body["sure"], own=tuple(body["own"]))


def mark(deps: Deps, actor: Actor, round_id: int, more: Marks, *, whole: bool, once: str | None = None) -> Round:
    """What the actor says on one page is added to what they have said; ``whole`` sends it off. It may be changed until the close."""
    one, before = begun(deps, actor, round_id)
    marks = Marks(important={**before.important, **more.important}, sure={**before.sure, **more.sure},
                  own=rules.check_own(more.own) if whole else before.own)
    body = json.dumps({"important": marks.important, "sure": marks.sure, "own": marks.own}).encode()
    seal = secrets.token_hex(16)
    sealed = deps.seals.seal(reflections.owner(actor.person), body, f"needs|{seal}")
    with deps.store.write(once) as tx:
        one = _open(actor, rows.by_id(tx, round_id, lock=True))
        was = any(a.whole for a in rows.answers(tx, one.id, person_id=actor.person.id))
        rows.put(tx, one.id, actor.person.id, seal, sealed, whole=whole or was)
    return one


# ---- the close -----------------------------------------------------------------------------------------------------------------

def close(deps: Deps, actor: Actor, group: Group, *, once: str | None = None) -> Stand:
    """An organiser ends it now. Refused: none is open, or not theirs to say."""
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} can close the needs check; else it closes by itself.")
    with deps.store.write(once) as tx:
        one = next((r for r in rows.of_group(tx, group.id) if r.closed is None), None)
        if one is None:
            raise Refused("No needs check is open. `/mentor needs start` begins one.")
        _close(tx, deps, one)
    return latest(deps, actor, group)


def keep(deps: Deps) -> None:
    """What the clock has to do: close what is over."""
    with deps.store.read() as tx:
        over = rows.due(tx, deps.clock.now())
    for one in over:
        with deps.store.write() as tx:
            if (still := rows.by_id(tx, one.id, lock=True)) and still.closed is None:
                _close(tx, deps, still)


def _close(tx: Tx, deps: Deps, one: Round) -> None:
    group, now = group_rows.by_id(tx, one.group_id), deps.clock.now()
    here = {p.id for p, _ in people_rows.members_of(tx, group.id)}
    whole = [a for a in rows.answers(tx, one.id) if a.whole and a.person_id in here]
    enough = rules.enough(len(whole), len(here))
    marks = [_opened(deps, a) for a in whole] if enough else []
    own = [text for m in marks for text in m.own] if rules.counted(len(marks)) else []
    own = own if len(own) >= rules.FEWEST else []
    rows.close(tx, one.id, now, answered=len(whole), members=len(here), results=rules.tally(marks) if enough else None, own=own)
    closed = rows.by_id(tx, one.id)
    last = next((r.results for r in rows.of_group(tx, group.id) if r.id != one.id and r.results and rules.counted(r.answered)), None)
    found = tuple(rules.gaps(closed.results, closed.answered, last)) if closed.results else ()
    stand = Stand(round=closed, group=group, organiser=False, enough=enough, gaps=found)
    outbox.put(tx, f"needs:{one.id}:closed", "chat.postMessage", now=now, channel=group.channel, body=views.results(stand).body())


def propose(deps: Deps, actor: Actor, round_id: int, key: str, *, once: str | None = None) -> topics.Shown:
    """A gap becomes a proposed topic of its field. Refused: not theirs, not closed, or proposed already."""
    subject = rules.BY_KEY.get(key)
    with deps.store.read() as tx:
        one = rows.by_id(tx, round_id)
    if one is None or subject is None or not actor.is_in(one.group_id) or not one.results:
        raise Refused(_NONE)
    group = next(g for g in actor.groups if g.id == one.group_id)
    if topics.near(deps, actor, group, subject.topic):
        raise Refused("Something like it is among the topics already. `/mentor topic list` shows them.")
    return topics.propose(deps, actor, group, Wording(title=subject.topic, why="It came out of the needs check.", field=subject.field),
                          once=once)
