"""Action items as they are looked at: one with its history, lists by page, and which one a typed number means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.deps import Deps
from bot.services import action_letters, people
from bot.views import action_items as views
from bot.views.action_items import Shown
from bot.views.blocks import Message
from mentoring import action_items as rules
from mentoring.action_items import ActionItem
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import action_items as rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as sitting_rows
from storage.store import Tx

PAGE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list. ``which`` names the list for the buttons that turn the page."""

    name: str
    shown: Sequence[Shown]
    which: str
    total: int
    page: int
    pages: int
    empty: str


def shown(deps: Deps, actor: Actor, item: ActionItem, *, last_meeting: date | None = None, several: bool = True) -> Shown:
    """An action item as this reader sees it. ``last_meeting``: what was late then is known to the group; ``several``: name its group."""
    group = next((g for g in actor.groups if g.id == item.group_id), None)
    mine = item.owner(actor.person.id) is not None
    return Shown(item=item, me=actor.person.id, today=people.today(deps, actor), may_change=rules.may_change(actor, item),
                 dated=mine or rules.known_late(item, last_meeting) or not item.late(people.today(deps, actor)),
                 group=group.name if group and several else "")


def one(deps: Deps, actor: Actor, item_id: int) -> ActionItem:
    """An action item of one of the actor's groups; NotFound for all others."""
    with deps.store.read() as tx:
        return rules.need_sight(actor, rows.by_id(tx, item_id))


def resolve(deps: Deps, actor: Actor, group: Group, number: int) -> ActionItem:
    """The one that a typed number means."""
    with deps.store.read() as tx:
        return rules.need_sight(actor, rows.by_number(tx, group.id, number), f"#{number}")


def details(deps: Deps, actor: Actor, item_id: int) -> Shown:
    """One with everything: where it came from, and its history."""
    with deps.store.read() as tx:
        item = rules.need_sight(actor, rows.by_id(tx, item_id))
        made = shown(deps, actor, item, last_meeting=_last_meeting(tx, item.group_id))
        meeting = meeting_rows.by_id(tx, item.meeting_id) if item.meeting_id else None
        sitting = sitting_rows.of_meeting(tx, meeting.id) if meeting else None
        link = deps.workspace.permalink(item.channel, item.ts, sitting.ts if sitting else None) if item.channel and item.ts else ""
        source = f"from the minutes of meeting {meeting.number}" if meeting else "from a message" if link else ""
        return Shown(item=item, me=made.me, today=made.today, may_change=made.may_change, dated=made.dated, group=made.group,
                     source=source, link=link, history=rows.history(tx, item.id))


def _last_meeting(tx: Tx, group_id: int) -> date | None:
    """The day of the group's last meeting that was held."""
    held = sitting_rows.of_group(tx, group_id, 1)
    meeting = meeting_rows.by_id(tx, held[0].meeting_id) if held else None
    return meeting.day if meeting else None


def letter(deps: Deps, actor: Actor, kind: str, ids: Sequence[int]) -> Message | None:
    """A direct message about action items, as they stand now; None when none of them is left to show."""
    with deps.store.read() as tx:
        return action_letters.again(tx, actor.person, actor.groups, kind, ids, people.today(deps, actor))


def mine(deps: Deps, actor: Actor, page: int) -> Page:
    """What the actor has open, in all groups."""
    ids = [g.id for g in actor.groups]
    with deps.store.read() as tx:
        total = rows.count_of_person(tx, actor.person.id, ids)
        page, pages = _turned(page, total)
        found = rows.of_person(tx, actor.person.id, ids, limit=PAGE, offset=(page - 1) * PAGE)
    several = len(actor.groups) > 1
    return Page(name="Your action items", which="mine", total=total, page=page, pages=pages,
                shown=[shown(deps, actor, i, several=several) for i in found], empty="You have no open action item. Well done.")


def of_group(deps: Deps, actor: Actor, group: Group, page: int) -> Page:
    """What a group has open."""
    _need_member(actor, group)
    with deps.store.read() as tx:
        total = rows.count_open(tx, group.id)
        page, pages = _turned(page, total)
        found = rows.open_of_group(tx, group.id, limit=PAGE, offset=(page - 1) * PAGE)
        last = _last_meeting(tx, group.id)
    return Page(name=f"Open action items of {group.name}", which=f"group:{group.id}", total=total, page=page, pages=pages,
                shown=[shown(deps, actor, i, last_meeting=last, several=False) for i in found],
                empty=f"{group.name} has no open action item.")


def late(deps: Deps, actor: Actor, group: Group, page: int) -> Page:
    """What is late: one's own, and what the group knows from its last meeting to be late."""
    _need_member(actor, group)
    today = people.today(deps, actor)
    with deps.store.read() as tx:
        last = _last_meeting(tx, group.id)
        found = [i for i in rows.open_of_group(tx, group.id)
                 if i.late(today) and (i.owner(actor.person.id) or rules.known_late(i, last))]
    page, pages = _turned(page, len(found))
    return Page(name=f"Late in {group.name}", which=f"late:{group.id}", total=len(found), page=page, pages=pages,
                shown=[shown(deps, actor, i, last_meeting=last, several=False) for i in found[(page - 1) * PAGE:page * PAGE]],
                empty="Nothing of yours is late, and nothing was late at the group's last meeting.")


def of_member(deps: Deps, actor: Actor, group: Group, user: str, page: int) -> Page:
    """What a member has open in a group."""
    _need_member(actor, group)
    with deps.store.read() as tx:
        person = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user), None)
        if person is None:
            raise Refused(f"That person is not in {group.name}.")
        total = rows.count_of_person(tx, person.id, [group.id])
        page, pages = _turned(page, total)
        found = rows.of_person(tx, person.id, [group.id], limit=PAGE, offset=(page - 1) * PAGE)
        last = _last_meeting(tx, group.id)
    return Page(name=f"Action items of {person.name} in {group.name}", which=f"of:{user}:{group.id}", total=total, page=page, pages=pages,
                shown=[shown(deps, actor, i, last_meeting=last, several=False) for i in found],
                empty=f"{person.name} has no open action item in {group.name}.")


def _turned(page: int, total: int) -> tuple[int, int]:
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages


def _need_member(actor: Actor, group: Group) -> None:
    if not actor.is_in(group.id):
        raise Refused("You can see the action items of a group that you are a member of.")


def again(tx: Tx, group: Group, today: date, *, but: int | None = None) -> tuple[list[str], int]:
    """For an agenda: the open action items that are to be looked at, late first, in plain words; and how many are due later."""
    found, later = rules.for_agenda((i for i in rows.open_of_group(tx, group.id) if but is None or i.meeting_id != but), today)
    return [views.one_line_of(i, today=today) for i in found], later
