"""Going out of a group: what is handed over, and what the others are told. `bot.services.people.leave` is the one door that calls this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.services import membership_news as news
from bot.views import membership_leaving as views
from mentoring import membership as rules
from mentoring.action_items import ActionItem
from mentoring.membership import Member, State
from mentoring.people import Group, Kind, Person
from mentoring.topics import State as TopicState
from mentoring.topics import Topic
from storage import action_items as action_rows
from storage import charter as charter_rows
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import membership as rows
from storage import outbox
from storage import people as people_rows
from storage import roles as role_rows
from storage import topics as topic_rows
from storage.store import Tx

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What somebody leaves behind in a group: action items that nobody else has, topics that wait or are scheduled, coming roles."""

    person: Person
    items: Sequence[ActionItem]
    topics: Sequence[Topic]
    roles: Sequence[str] = ()


def left_behind(tx: Tx, group_id: int, person_id: int, now: datetime) -> Handed:
    """What would be without anybody, were this person to go."""
    person = people_rows.by_id(tx, person_id)
    items = action_rows.of_person(tx, person_id, [group_id], limit=MOST)
    topics = topic_rows.of_group(tx, group_id, states=(TopicState.OPEN, TopicState.SCHEDULED))
    return Handed(person=person, items=[i for i in items if len(i.owners) == 1],
                  topics=[t for t in topics if person_id in (t.lead_id, t.proposed_by)][:MOST],
                  roles=_roles(tx, group_id, person_id, now))


def _roles(tx: Tx, group_id: int, person_id: int, now: datetime) -> list[str]:
    """The roles somebody has from here on, each once, with how many turns."""
    names = {r.id: r.name for r in role_rows.of_group(tx, group_id)}
    ahead = {m.id for m in meeting_rows.between(tx, [group_id], now)}
    theirs = [a for a in role_rows.living(tx, group_id) if a.person_id == person_id and a.role_id in names
              and (a.meeting_id in ahead if a.meeting_id else a.last is None or a.last >= now.date())]
    turns = Counter(names[a.role_id] for a in theirs)
    return [name if count == 1 else f"{name}, {count} times" for name, count in sorted(turns.items())]


def gathered(tx: Tx, group_id: int, person_ids: Sequence[int], now: datetime) -> list[Handed]:
    """The same for several, before they go."""
    return [left_behind(tx, group_id, p, now) for p in person_ids]


def offered(tx: Tx, group_id: int, gone: Sequence[Handed], now: datetime) -> None:
    """They have gone: one list to the others of all that can be taken over, with the place that is free and how it is filled."""
    group = group_rows.by_id(tx, group_id)
    rows.forget(tx, group_id, [h.person.id for h in gone])
    members = rows.member_count(tx, group_id)
    charter = charter_rows.of(tx, group_id)
    here = rules.places(charter, members, rows.open_of_group(tx, group_id))
    for each in gone:
        for topic in each.topics:
            if topic.lead_id == each.person.id:
                topic_rows.change(tx, replace(topic, lead_id=None), was=topic.version)
        charter_rows.log(tx, group_id, "members", "Is no longer a member.", by_id=each.person.id, now=now)
        if members and each.person.kind is not Kind.BOT:
            body = views.gone(group, each, charter, here).body()
            outbox.put(tx, f"left:{group_id}:{each.person.id}:{now:%Y%m%dT%H%M%S}", "chat.postMessage", now=now, channel=group.channel,
                       body=body)


def is_only_organiser(tx: Tx, group_id: int, person_id: int) -> bool:
    """Whether nobody else organises the group."""
    return [p.id for p in people_rows.organisers_of(tx, group_id)] == [person_id]


def successor(tx: Tx, group: Group, person_id: int, now: datetime) -> Member | None:
    """Who takes over when the last organiser goes: None when another one stays, or nobody could."""
    if not is_only_organiser(tx, group.id, person_id):
        return None
    members = rows.standing(tx, group.id, now.astimezone(ZoneInfo(group.tz)).date())
    return rules.successor(members, person_id, frozenset(m.person.id for m in members if m.away))


def hand_on(tx: Tx, group: Group, person_id: int, now: datetime, *, chosen: int | None = None) -> Person | None:
    """Before the last organiser goes, the group has another one: the chosen one, else by the rule. They are told."""
    found = successor(tx, group, person_id, now)
    if found is None:
        return None
    able = (p for p, _ in people_rows.members_of(tx, group.id) if p.id != person_id and p.kind is not Kind.GUEST)
    heir = next((p for p in able if p.id == chosen), found.person)
    leaver = people_rows.by_id(tx, person_id)
    people_rows.make_organiser(tx, group.id, heir.id)
    charter_rows.log(tx, group.id, "organiser", "Organises the group from here on.", by_id=heir.id, now=now)
    news.write(tx, heir, f"heir:{group.id}:{heir.id}:{now:%Y%m%dT%H%M%S}", views.heir(group, leaver, by_choice=heir.id == chosen), now)
    return heir


def unreachable(tx: Tx, person_id: int, now: datetime) -> None:
    """An account is a bot's, or gone: it is on the way into no group any more, and its places are free."""
    for one in rows.open_of_person(tx, person_id):
        group_rows.lock(tx, one.group_id)
        rows.change(tx, rules.settled(one, State.WITHDRAWN, now))
        news.gone(tx, group_rows.by_id(tx, one.group_id), one, now)
