"""Action items that are written down: by a command, a form, or from a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.deps import Deps
from bot.services import action_letters as letters
from bot.services import drafts, people
from mentoring import action_items as rules
from mentoring.action_items import ActionItem, Consent, Owner, Wording
from mentoring.people import Actor, Group, Person
from mentoring.refused import Refused
from storage import action_items as rows
from storage import people as people_rows
from storage.store import Tx


def add(deps: Deps, actor: Actor, group: Group, wording: Wording, *, due_time: str | None = None, source: tuple[str, str] | None = None,
        draft: str | None = None, once: str | None = None) -> ActionItem:
    """Write one down. Whoever is named by somebody else is asked; who names themselves has accepted. ``source``: (channel, ts). Refused."""
    return _add(deps, actor, group, [wording], due_time, source, draft, once)[0]


def add_for_everyone(deps: Deps, actor: Actor, group: Group, wording: Wording, *, due_time: str | None = None, draft: str | None = None,
                     once: str | None = None) -> list[ActionItem]:
    """One for each member of the group; each is asked."""
    with deps.store.read() as tx:
        users = [p.user for p, _ in people_rows.members_of(tx, group.id)]
    return _add(deps, actor, group, [replace(wording, owners=(user,)) for user in users], due_time, None, draft, once)


def _add(deps: Deps, actor: Actor, group: Group, wordings: Sequence[Wording], due_time: str | None, source: tuple[str, str] | None,
         draft: str | None, once: str | None) -> list[ActionItem]:
    now = deps.clock.now()
    if not actor.is_in(group.id):
        raise Refused("Which group is it for? You can add action items to a group that you are a member of.", field="group")
    with deps.store.write(once) as tx:
        made = [written(tx, deps, actor, group, wording, now, due_time=due_time, source=source) for wording in wordings]
        if draft:
            drafts.drop(tx, actor, draft)
        homes(tx, group.id, ())
    return made


def written(tx: Tx, deps: Deps, actor: Actor, group: Group, wording: Wording, now: datetime, *, due_time: str | None = None,
            source: tuple[str, str] | None = None) -> ActionItem:
    """One action item, in the transaction of its cause; whoever is named by somebody else is asked."""
    wording = rules.check(wording, today=people.groups_today(deps, group))
    channel, ts = source or (None, None)
    item = ActionItem(group_id=group.id, number=rows.next_number(tx, group.id), text=wording.text, due=wording.due,
                      due_time=due_time if wording.due else None, tz=group.tz, channel=channel, ts=ts, created=now,
                      created_by=actor.person.id, owners=owners_of(tx, actor.person, group, wording.owners, now))
    item = replace(item, id=rows.add(tx, item))
    ask(tx, group, item, (), actor.person, now)
    return item


def owners_of(tx: Tx, by: Person, group: Group, users: Sequence[str], now: datetime, have: Sequence[Owner] = ()) -> tuple[Owner, ...]:
    """The members with these Slack ids as owners; who owned it before stays as they were. Refused: somebody is not in the group."""
    members = {p.user: p for p, _ in people_rows.members_of(tx, group.id)}
    strangers = [u for u in users if u not in members]
    if strangers:
        known = [p.name for u in strangers if (p := people_rows.by_user(tx, group.workspace, u)) and p.name]
        raise Refused(f"{', '.join(known) or 'Somebody you chose'} is not in {group.name}; an action item goes to members.", field="owners")
    if len(users) > rules.MOST_OWNERS:
        raise Refused(f"That is more than {rules.MOST_OWNERS} people for one action item. One for each works better.", field="owners")
    kept = {o.user: o for o in have}
    return tuple(kept.get(u) or Owner(person_id=members[u].id, user=u, name=members[u].name, since=now,
                                      state=Consent.ACCEPTED if u == by.user else Consent.ASKED) for u in dict.fromkeys(users))


def ask(tx: Tx, group: Group, item: ActionItem, before: Sequence[Owner], by: Person, now: datetime) -> None:
    """Who owns it now and did not before is asked, unless they took it themselves."""
    had = {o.person_id for o in before}
    for owner in item.owners:
        if owner.person_id not in had and owner.state is Consent.ASKED:
            letters.ask(tx, group, owner.person_id, [item], by=by, now=now)


def homes(tx: Tx, group_id: int, owners: Sequence[Owner]) -> None:
    """The Homes that show it are made anew: the group's, and those of owners who have left it."""
    people_rows.homes_stale_in(tx, group_id)
    for owner in owners:
        people_rows.home_stale(tx, owner.person_id)
