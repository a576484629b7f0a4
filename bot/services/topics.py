"""Topics: every use case that changes one. What is proposed stands in the channel and shows its votes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deps import Deps
from bot.services import agenda_posts
from bot.views import topics as views
from mentoring import starters
from mentoring import topics as rules
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.topics import Field, State, Topic, Wording
from storage import calendars, outbox
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import topics as rows
from storage.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A topic as one person sees it. ``when``: the meeting it is put on; ``votes_left`` of the reader."""

    topic: Topic
    group: Group
    may_change: bool
    organiser: bool
    when: Meeting | None = None
    votes_left: int = 0


# ---- looking ---------------------------------------------------------------------------------------------------------------

def listed(deps: Deps, actor: Actor, group: Group, *, past: bool = False) -> list[Shown]:
    """A group's topics: those on a meeting, then those that wait by votes; or what is behind the group, newest first."""
    actor.need(group.id)
    with deps.store.read() as tx:
        found = rows.of_group(tx, group.id, reader=actor.person.id)
        meetings = {t.meeting_id: meeting_rows.by_id(tx, t.meeting_id) for t in found if t.meeting_id}
        left = rules.MOST_VOTES - rows.open_votes(tx, group.id, actor.person.id)
    if past:
        order = [t for t in reversed(found) if t.state in (State.DONE, State.WITHDRAWN)]
    else:
        on = sorted((t for t in found if t.state is State.SCHEDULED), key=lambda t: (meetings[t.meeting_id].starts, t.number))
        order = [*on, *rules.ranked(t for t in found if t.is_open)]
    return [_shown(actor, t, group, meetings.get(t.meeting_id), left) for t in order]


def _shown(actor: Actor, topic: Topic, group: Group, meeting: Meeting | None, left: int) -> Shown:
    organiser = actor.organises(group.id)
    return Shown(topic=topic, group=group, may_change=organiser or topic.proposed_by == actor.person.id, organiser=organiser, when=meeting,
                 votes_left=left)


def one(deps: Deps, actor: Actor, topic_id: int) -> Shown:
    """A topic of one of the actor's groups; NotFound for all others."""
    with deps.store.read() as tx:
        return shown(tx, actor, rules.need_sight(actor, rows.by_id(tx, topic_id, reader=actor.person.id)))


def resolve(deps: Deps, actor: Actor, group: Group, number: int) -> Shown:
    """The one that a typed number means."""
    with deps.store.read() as tx:
        return shown(tx, actor, rules.need_sight(actor, rows.by_number(tx, group.id, number, reader=actor.person.id), f"#{number}"))


def shown(tx: Tx, actor: Actor, topic: Topic) -> Shown:
    """A topic with what its card needs, within a transaction."""
    group = next(g for g in actor.groups if g.id == topic.group_id)
    meeting = meeting_rows.by_id(tx, topic.meeting_id) if topic.meeting_id else None
    return _shown(actor, topic, group, meeting, rules.MOST_VOTES - rows.open_votes(tx, group.id, actor.person.id))


def user_of(deps: Deps, person_id: int | None) -> str | None:
    """The Slack id of who could lead a topic."""
    with deps.store.read() as tx:
        person = people_rows.by_id(tx, person_id) if person_id else None
    return person.user if person else None


def ideas(deps: Deps, actor: Actor, group: Group) -> tuple[dict[Field, int], dict[Field, list[tuple[int, str]]]]:
    """How the last twelve months are balanced over the fields, and titles to begin with that the group has not had."""
    actor.need(group.id)
    with deps.store.read() as tx:
        found = rows.of_group(tx, group.id)
    return starters.balance(found, deps.clock.now()), starters.offered(found)


def near(deps: Deps, actor: Actor, group: Group, title: str) -> list[Topic]:
    """Topics of a group, open or past, that are nearly this one."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return rules.alike(title, rows.of_group(tx, group.id, reader=actor.person.id))[:3]


# ---- changing --------------------------------------------------------------------------------------------------------------

def propose(deps: Deps, actor: Actor, group: Group, wording: Wording, *, once: str | None = None) -> Shown:
    """Put a topic before the group, with the proposer's own vote where they have one left; its post shows the votes."""
    actor.need(group.id)
    wording, now = rules.check(wording), deps.clock.now()
    with deps.store.write(once) as tx:
        if len(rows.of_group(tx, group.id, states=(State.OPEN,))) >= rules.MOST_OPEN:
            raise Refused(f"{rules.MOST_OPEN} topics wait already. Please choose among them, or withdraw some: `/mentor topic list`.")
        topic = Topic(group_id=group.id, number=rows.next_number(tx, group.id), title=wording.title, why=wording.why, field=wording.field,
                      lead_id=_lead(tx, group, wording.lead), expert=wording.expert, sensitive=wording.sensitive,
                      proposed_by=actor.person.id, created=now)
        topic = replace(topic, id=rows.add(tx, topic))
        if rows.open_votes(tx, group.id, actor.person.id) < rules.MOST_VOTES:
            rows.vote(tx, topic.id, actor.person.id, now)
        topic = rows.by_id(tx, topic.id, reader=actor.person.id)
        outbox.put(tx, key(topic), "chat.postMessage", now=now, channel=group.channel, body=views.proposed(topic).body())
        people_rows.homes_stale_in(tx, group.id)
        return shown(tx, actor, topic)


def key(topic: Topic) -> str:
    """The letter with which a topic was proposed."""
    return f"topic:{topic.id}:proposed"


def _lead(tx: Tx, group: Group, user: str | None) -> int | None:
    if not user:
        return None
    found = next((p for p, _ in people_rows.members_of(tx, group.id) if p.user == user), None)
    if found is None:
        raise Refused(f"Whoever leads it must be in {group.name}.", field="lead")
    return found.id


def _change(deps: Deps, actor: Actor, topic_id: int, once: str | None, step: Callable[[Tx, Group, Topic, datetime], Topic], *,
            allowed=rules.need_hand) -> Shown:
    """Read and hold it, ask the rules, write, and let its post follow: the frame of every change."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        topic = allowed(actor, rows.by_id(tx, topic_id, reader=actor.person.id, lock=True))
        group = next(g for g in actor.groups if g.id == topic.group_id)
        after = step(tx, group, topic, now)
        if after != topic and not rows.change(tx, after, was=topic.version):
            raise Refused("Somebody changed that topic a moment ago; please look at it again.")
        after = rows.by_id(tx, topic.id, reader=actor.person.id)
        follow(tx, group, after, now)
        if topic.meeting_id or after.meeting_id:
            agenda_posts.follow_all(tx, group, now)
        people_rows.homes_stale_in(tx, group.id)
        return shown(tx, actor, after)


def follow(tx: Tx, group: Group, topic: Topic, now: datetime) -> None:
    """Its post in the channel says how it stands now; of several edits that wait only the newest is sent."""
    if outbox.find(tx, key(topic)) is None:
        return
    calendars.edits_replaced(tx, key(topic), now)
    meeting = meeting_rows.by_id(tx, topic.meeting_id) if topic.meeting_id else None
    outbox.put(tx, f"{key(topic)}:{secrets.token_hex(8)}", "chat.update", now=now, channel=group.channel, edits=key(topic),
               body=views.proposed(topic, when=meeting).body())


def vote(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> Shown:
    """Want it. A second time changes nothing; with all votes out it is refused."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        if not topic.is_open:
            raise Refused(f"Topic {topic.ref} does not wait for votes any more: it is {topic.state.value}.")
        if not topic.mine:
            rules.may_vote(rows.open_votes(tx, group.id, actor.person.id))
            rows.vote(tx, topic.id, actor.person.id, now)
        return topic
    return _change(deps, actor, topic_id, once, step, allowed=rules.need_sight)


def unvote(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> Shown:
    """Take the vote back: it is free for another topic."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        rows.unvote(tx, topic.id, actor.person.id)
        return topic
    return _change(deps, actor, topic_id, once, step, allowed=rules.need_sight)


def edit(deps: Deps, actor: Actor, topic_id: int, wording: Wording, *, once: str | None = None) -> Shown:
    """New words, by whoever proposed it or an organiser."""
    wording = rules.check(wording)

    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        return replace(topic, title=wording.title, why=wording.why, field=wording.field, lead_id=_lead(tx, group, wording.lead),
                       expert=wording.expert, sensitive=wording.sensitive)
    return _change(deps, actor, topic_id, once, step)


def put_in(deps: Deps, actor: Actor, topic_id: int, field: Field, *, once: str | None = None) -> Shown:
    """It belongs to this field; by whoever proposed it or an organiser."""
    return _change(deps, actor, topic_id, once, lambda tx, group, topic, now: replace(topic, field=field))


def withdraw(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> Shown:
    """Not before the group any more; its votes are free again."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        if topic.state in (State.DONE, State.WITHDRAWN):
            raise Refused(f"Topic {topic.ref} is {topic.state.value} already.")
        return replace(rules.back(topic), state=State.WITHDRAWN, settled=now)
    return _change(deps, actor, topic_id, once, step)


def done(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> Shown:
    """Talked about; organisers say so where the minutes did not."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        return replace(topic, state=State.DONE, settled=now)
    return _change(deps, actor, topic_id, once, step)


def schedule(deps: Deps, actor: Actor, topic_id: int, meeting_id: int, *, once: str | None = None) -> Shown:
    """Put it on a meeting of its group, by an organiser."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        _need_lead(actor, group)
        meeting = meeting_rows.by_id(tx, meeting_id)
        if meeting is None or meeting.group_id != group.id or not meeting.is_on or meeting.ends <= now:
            raise Refused(f"That is no coming meeting of {group.name}. `/mentor meeting list` shows them.", field="meeting")
        return rules.scheduled(topic, meeting.id)
    return _change(deps, actor, topic_id, once, step, allowed=rules.need_sight)


def unschedule(deps: Deps, actor: Actor, topic_id: int, *, once: str | None = None) -> Shown:
    """Take it off its meeting; it waits again."""
    def step(tx: Tx, group: Group, topic: Topic, now: datetime) -> Topic:
        _need_lead(actor, group)
        return rules.back(topic)
    return _change(deps, actor, topic_id, once, step, allowed=rules.need_sight)


def _need_lead(actor: Actor, group: Group) -> None:
    if not actor.organises(group.id):
        raise Refused(f"An organiser of {group.name} puts topics on meetings. Your vote says which should come next.")


def ahead(deps: Deps, actor: Actor, group: Group) -> Sequence[Meeting]:
    """The coming meetings that a topic could be put on."""
    actor.need(group.id)
    now = deps.clock.now()
    with deps.store.read() as tx:
        return [m for m in meeting_rows.between(tx, [group.id], now) if m.is_on][:24]
