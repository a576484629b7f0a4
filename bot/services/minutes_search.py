"""Looking for something in the minutes of one's own group."""

from __future__ import annotations

from bot.deps import Deps
from bot.services.minutes_query import Query, hits, read
from bot.views.minutes_search import Hit, Page
from bot.views.wire import readable
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.text import one_line
from storage import meetings as meeting_rows
from storage import minute_items as rows
from storage import people as people_rows
from storage.minute_items import Found
from storage.store import Tx

PAGE = 8
LAST_PAGE = 200


def search(deps: Deps, actor: Actor, group: Group, text: str, page: int = 1) -> Page:
    """A page of what a line (Slack's wire form) finds in the minutes of one of the actor's groups, newest first.

    Refused: not their group, or the line cannot be read. Only the group's own rows are read.
    """
    if not actor.is_in(group.id):
        raise Refused("I can't find minutes of that group among yours.")
    page = min(max(page, 1), LAST_PAGE)
    with deps.store.read() as tx:
        names = {p.user: p.name for p, _ in people_rows.members_of(tx, group.id) if p.name}
        query = read(text, members=names, me=actor.person.user, now=deps.clock.now(), tz=group.tz)
        found = rows.search(tx, group.id, query.words, kinds=query.kinds, owners=query.owners, is_open=query.is_open, since=query.since,
                            until=query.until, limit=PAGE + 1, offset=(page - 1) * PAGE)
        numbers = _numbers(tx, found)
    shown = tuple(_hit(deps, each, numbers[each.meeting_id], names, query) for each in found[:PAGE])
    return Page(group=group, text=text, hits=shown, said=query.said, page=page, more=len(found) > PAGE and page < LAST_PAGE,
                words=readable(text, names), names=names)


def _numbers(tx: Tx, found: list[Found]) -> dict[int, int]:
    meetings = [meeting_rows.by_id(tx, m) for m in dict.fromkeys(f.meeting_id for f in found)]
    return {m.id: m.number for m in meetings if m}


def _hit(deps: Deps, found: Found, number: int, names: dict[str, str], query: Query) -> Hit:
    text = one_line(readable(found.text, names))
    stands = found.ts or found.thread
    return Hit(kind=found.kind, text=text, spans=tuple(hits(text, query.words)), owners=found.owners, due=found.due, state=found.state,
               at=found.at, meeting_id=found.meeting_id, number=number,
               link=deps.workspace.permalink(found.channel, stands, found.thread) if stands else "")
