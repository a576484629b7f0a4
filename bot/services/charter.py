"""The charter: looking at it, and every change of it, with its line in the history. Organisers change it; every member sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot.deps import Deps
from bot.services import charter_post, people
from bot.views.charter import Card, Whole
from mentoring import charter as rules
from mentoring.charter import Change, Charter
from mentoring.membership import places
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import charter as rows
from storage import groups as group_rows
from storage import membership as membership_rows
from storage import missions as mission_rows
from storage import people as people_rows
from storage.store import Tx

MOST_LISTED = 200


# ---- looking ---------------------------------------------------------------------------------------------------------------

def of(deps: Deps, actor: Actor, group: Group) -> Whole:
    """A group's charter, for its members."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return charter_post.whole(tx, group, reader=actor.person.id)


def to_change(deps: Deps, actor: Actor, group: Group) -> Whole:
    """The same, for its organisers."""
    rules.need_lead(actor, group.id, group.name)
    return of(deps, actor, group)


def history(deps: Deps, actor: Actor, group: Group) -> list[Change]:
    """Who changed what and when, newest first."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rows.changes(tx, group.id)


def cards(deps: Deps, actor: Actor, words: str = "") -> list[Card]:
    """What anybody in the workspace may know: one card for each group that says who it is, by name; ``words`` of the name narrow it."""
    with deps.store.read() as tx:
        charters, missions = rows.of_workspace(tx, deps.workspace.team), mission_rows.of_workspace(tx, deps.workspace.team)
        found = []
        for group, count in group_rows.with_sizes(tx, deps.workspace.team, MOST_LISTED):
            charter = charters.get(group.id) or Charter(group_id=group.id)
            if (charter.knows_peers or group.id in missions) and words.casefold() in group.name.casefold():
                taken = places(charter, count, membership_rows.open_of_group(tx, group.id))
                found.append(Card(group_id=group.id, name=group.name, charter=charter, exist=missions.get(group.id, ("", ""))[0],
                                  full=not taken.free, mine=actor.is_in(group.id)))
    return found


# ---- changing --------------------------------------------------------------------------------------------------------------

def _change(deps: Deps, actor: Actor, group: Group, what: str, once: str | None, step: Callable[[Charter], Charter],
            said: Callable[[Charter], str]) -> Whole:
    """Read, ask the rules, write, log, and let the pinned post follow: the frame of every change."""
    rules.need_lead(actor, group.id, group.name)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        before = rows.of(tx, group.id)
        after = step(before)
        if not rows.save(tx, after):
            raise Refused("Somebody changed the charter a moment ago; please look at it again.")
        is_said, was_said = said(after), said(before)
        first = not any(c.what == what for c in rows.changes(tx, group.id, what=what, limit=1))
        if is_said != was_said or first:
            rows.log(tx, group.id, what, is_said + ("" if first or is_said == was_said else f" Before: {was_said}"),
                     by_id=actor.person.id, now=now)
        changed(tx, group, now)
        return charter_post.whole(tx, group, reader=actor.person.id)


def changed(tx: Tx, group: Group, now) -> None:
    """Everything that shows a charter follows."""
    charter_post.follow(tx, group, now)
    people_rows.homes_stale_in(tx, group.id)


def define_peers(deps: Deps, actor: Actor, group: Group, words: str | None, alike: Sequence[str], *, once: str | None = None) -> Whole:
    """Who peers are."""
    return _change(deps, actor, group, "peers", once, lambda c: rules.with_peers(c, words, alike),
                   lambda c: " ".join(rules.peer_lines(c)) or "nothing.")


def size(deps: Deps, actor: Actor, group: Group, *, least: str | None, ideal: str | None, most: str | None, why: str | None,
         once: str | None = None) -> Whole:
    """How many."""
    return _change(deps, actor, group, "size", once, lambda c: rules.with_size(c, least, ideal, most, why),
                   lambda c: f"{rules.size_words(c)}.")


def joining(deps: Deps, actor: Actor, group: Group, *, rule: str | None, when: str | None, ends: date | None, event: str | None,
            month: int | None, silence: str | None, once: str | None = None) -> Whole:
    """How one joins, until when the group is, and whether everybody is asked each year."""
    today = people.groups_today(deps, group)

    def step(charter: Charter) -> Charter:
        return rules.with_term(rules.with_joining(charter, rule, when), ends, event, month, silence, today=today)
    return _change(deps, actor, group, "joining", once, step, lambda c: " ".join([rules.joining_words(c), *rules.term_words(c)]))


def endorse(deps: Deps, actor: Actor, group: Group, *, text: str | None, by: str | None, day: date | None,
            once: str | None = None) -> Whole:
    """What the chair says."""
    today = people.groups_today(deps, group)
    return _change(deps, actor, group, "endorsement", once, lambda c: rules.with_endorsement(c, text, by, day, today=today),
                   lambda c: rules.quoted(c.endorsement) + (f" {c.endorser}" if c.endorser else ""))
