"""Expectations: agreed by choices, in versions; every member accepts the version that holds, with one button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.deps import Deps
from bot.services import charter, charter_post
from bot.views import expectations as views
from mentoring import charter as charter_rules
from mentoring import expectations as rules
from mentoring.expectations import Expectations
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import calendars, outbox
from storage import charter as charter_rows
from storage import expectations as rows
from storage import groups as group_rows
from storage import people as people_rows
from storage.store import Tx


def of(deps: Deps, actor: Actor, group: Group) -> Expectations | None:
    """What a group expects, for its members; None: nothing is agreed on yet."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rows.present(tx, group.id, reader=actor.person.id)


def change(deps: Deps, actor: Actor, group: Group, agreed: Mapping[str, str | None], shares: Sequence[str], words: str | None, *,
           once: str | None = None) -> tuple[Expectations, bool]:
    """A new version, by an organiser, which counts as accepted by them; all others are asked in the channel. False: nothing has changed."""
    charter_rules.need_lead(actor, group.id, group.name)
    kept, share, text = rules.check(agreed, shares, words)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        group_rows.lock(tx, group.id)
        old = rows.present(tx, group.id, reader=actor.person.id)
        if old and (dict(old.agreed), old.shares, old.words) == (kept, share, text):
            return old, False
        rows.add(tx, group.id, kept, share, text, by_id=actor.person.id, now=now)
        new = rows.present(tx, group.id)
        rows.accept(tx, new.id, actor.person.id, now)
        new = rows.present(tx, group.id, reader=actor.person.id)
        charter_rows.log(tx, group.id, "expectations", _difference(old, new), by_id=actor.person.id, now=now)
        if old:
            outbox.put(tx, key(new), "chat.postMessage", now=now, channel=group.channel, body=views.changed(group, old, new).body())
        charter.changed(tx, group, now)
        return new, True


def key(one: Expectations) -> str:
    """The letter that says that expectations have changed."""
    return f"expectations:{one.id}"


def _difference(old: Expectations | None, new: Expectations) -> str:
    if old is None:
        return f"Version {new.number}: {' '.join(rules.lines(new)) or charter_rules.quoted(new.words)}"
    added, gone = rules.difference(old, new)
    return f"Version {new.number}. New: {' '.join(added) or 'nothing.'} Gone: {' '.join(gone) or 'nothing.'}"


def accept(deps: Deps, actor: Actor, group: Group, number: int, *, once: str | None = None) -> Expectations:
    """A member accepts version ``number``, if it is the one that holds; a second time changes nothing."""
    actor.need(group.id)
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        one = rows.present(tx, group.id, reader=actor.person.id)
        if one is None:
            raise Refused("Nothing is agreed on yet. An organiser begins with `/mentor charter edit`.")
        if one.number != number:
            raise Refused("The expectations have changed meanwhile. `/mentor expectations` shows what holds now.")
        if rows.accept(tx, one.id, actor.person.id, now):
            one = rows.present(tx, group.id, reader=actor.person.id)
            charter_post.follow_if_posted(tx, group, now)
            _follow(tx, group, one, now)
            people_rows.home_stale(tx, actor.person.id)
        return one


def _follow(tx: Tx, group: Group, one: Expectations, now) -> None:
    """The message that told of the change counts on."""
    if outbox.find(tx, key(one)) is None:
        return
    old = rows.numbered(tx, group.id, one.number - 1)
    calendars.edits_replaced(tx, key(one), now)
    outbox.put(tx, f"{key(one)}:{one.accepted}:{now.timestamp()}", "chat.update", now=now, channel=group.channel, edits=key(one),
               body=views.changed(group, old, one).body())
