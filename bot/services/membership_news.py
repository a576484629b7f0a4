"""The letters about who comes, written in the transaction of their cause. Whoever is not in the group gets the charter and nothing else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import charter_post, quiet
from bot.views import membership_letters as views
from bot.views.blocks import Message
from mentoring import membership as rules
from mentoring.charter import Charter
from mentoring.membership import Candidacy, Origin, Places, State
from mentoring.people import Actor, Group, Kind, Person, Role
from mentoring.records import ItemKind
from storage import charter as charter_rows
from storage import meetings as meeting_rows
from storage import membership as rows
from storage import minute_items, outbox
from storage import people as people_rows
from storage.store import Tx

MEMBER = Role.MEMBER


def write(tx: Tx, person: Person, key: str, message: Message, now: datetime, *, due: datetime | None = None) -> None:
    """A direct message, once per key, now or at ``due``; not in quiet hours."""
    due = due or quiet.morning(tx, person, "UTC", now)
    outbox.put(tx, key, "chat.postMessage", now=now, channel=person.dm, person_id=person.id, body=message.body(), due=due)


def replaced(tx: Tx, key: str, message: Message, now: datetime) -> None:
    """What stands in the place of a message that asked for something: nobody can click there any more."""
    letter = outbox.find(tx, key)
    if letter is None or outbox.withdraw(tx, key, now=now, reason="answered before it was sent"):
        return
    outbox.put(tx, f"{key}:answered", "chat.update", now=now, channel=letter.channel, person_id=letter.person_id, edits=key,
               body=message.body())


def invitation(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """To whoever is invited."""
    person = people_rows.by_id(tx, one.person_id)
    write(tx, person, f"invitation:{one.id}", views.invitation(one, charter_post.whole(tx, group), person.tz or group.tz), now)


def taken(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """In the place of an invitation that was accepted."""
    replaced(tx, f"invitation:{one.id}", views.answered(f"✓ You are in {group.name}. Welcome!"), now)


def opening(tx: Tx, group: Group, charter: Charter, places: Places, one: Candidacy, now: datetime) -> None:
    """To the channel: a free place, and the agreed steps. Who waits is named to organisers only."""
    outbox.put(tx, f"opening:{one.id}", "chat.postMessage", now=now, channel=group.channel,
               body=views.opening(group, charter, places).body())
    said = f"A place in {group.name} is free; {one.name} was first on the waiting list and is invited."
    tell_lead(tx, group, f"opening:{one.id}", said, now)


def tell_lead(tx: Tx, group: Group, key: str, text: str, now: datetime, *, but: int | None = None) -> None:
    """A line to each organiser, once per key."""
    for organiser in people_rows.organisers_of(tx, group.id):
        if organiser.id != but:
            write(tx, organiser, f"{key}:{organiser.id}", views.told(group, text), now)


def on_the_list(tx: Tx, group: Group, one: Candidacy, place: int, now: datetime) -> None:
    """To somebody who asked: their place."""
    write(tx, people_rows.by_id(tx, one.person_id), f"listed:{one.id}", views.on_the_list(group, place, one.id), now)


def requested(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """To each organiser: somebody asks. Called again, it reaches those who organise since."""
    charter = charter_rows.of(tx, group.id)
    here = rules.places(charter, rows.member_count(tx, group.id), rows.open_of_group(tx, group.id))
    for organiser in people_rows.organisers_of(tx, group.id):
        write(tx, organiser, f"request:{one.id}:{organiser.id}", views.requested(one, group, charter, here), now)


def was_requested(tx: Tx, one: Candidacy, organiser: Person) -> bool:
    """Whether this organiser has been asked about a request."""
    return outbox.find(tx, f"request:{one.id}:{organiser.id}") is not None


def was_asked(tx: Tx, one: Candidacy, member: Person) -> bool:
    """Whether this member has been asked about somebody."""
    return outbox.find(tx, f"vote:{one.id}:{member.id}") is not None


def decided(tx: Tx, group: Group, one: Candidacy, by: Actor, now: datetime) -> None:
    """To the other organisers: it is decided, in the place of the question."""
    said = {State.REFUSED: "told no, kindly", State.VOTING: "put to the vote", State.WAITING: "put on the waiting list",
            State.INVITED: "invited"}[one.state]
    for organiser in people_rows.organisers_of(tx, group.id):
        replaced(tx, f"request:{one.id}:{organiser.id}",
                 views.answered(f"{one.name} asked to join {group.name}: {said} by {by.person.name}."), now)


def refused(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """To somebody who asked: no, kindly. Whoever was nominated never hears of it."""
    if one.origin is Origin.ASKED:
        write(tx, people_rows.by_id(tx, one.person_id), f"refused:{one.id}", views.not_this_time(group), now)


def vote(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """To each member by themselves, never in the channel: the nominee could be in it. Once it is known who that is."""
    if people_rows.by_id(tx, one.person_id).kind is Kind.UNKNOWN:
        return
    for member, _ in people_rows.members_of(tx, group.id):
        write(tx, member, f"vote:{one.id}:{member.id}", views.nominated(one, group, member.tz or group.tz), now)


def inside(tx: Tx, group: Group, was: Candidacy, now: datetime) -> None:
    """An organiser has put them into the group by the settings: whatever asked something about them asks no more."""
    done = views.answered(f"✓ {was.name} is in {group.name} now.")
    taken(tx, group, was, now)
    for member, _ in people_rows.members_of(tx, group.id):
        replaced(tx, f"request:{was.id}:{member.id}", done, now)
        replaced(tx, f"vote:{was.id}:{member.id}", done, now)


def result(tx: Tx, group: Group, one: Candidacy, *, yes: bool, waits: bool, now: datetime) -> None:
    """To each member: the outcome. Questions that nobody answered can be answered no more."""
    members, voted = people_rows.members_of(tx, group.id), rows.voters(tx, one.id)
    for member, _ in members:
        if member.id not in voted:
            replaced(tx, f"vote:{one.id}:{member.id}", views.answered(f"The vote on {one.name} is closed."), now)
        write(tx, member, f"result:{one.id}:{member.id}", views.result(one, group, len(members), yes=yes, waits=waits), now)


def withdrawn(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """The person does not come: whoever invited or has to decide hears it."""
    replaced(tx, f"invitation:{one.id}", views.not_now(group), now)
    said = f"{one.name} cannot join {group.name} now." if one.state is State.INVITED else f"{one.name} has taken the request to join back."
    if one.state is State.ASKED:
        for organiser in people_rows.organisers_of(tx, group.id):
            replaced(tx, f"request:{one.id}:{organiser.id}", views.answered(said), now)
    else:
        tell_lead(tx, group, f"withdrawn:{one.id}", said, now)


def cancelled(tx: Tx, group: Group, was: Candidacy, now: datetime) -> None:
    """An organiser has taken it back: an invitation is closed, who asked is told kindly, a vote is over."""
    if was.state is State.INVITED:
        replaced(tx, f"invitation:{was.id}", views.answered(f"This invitation to {group.name} has been taken back."), now)
    elif was.state is State.VOTING:
        for member, _ in people_rows.members_of(tx, group.id):
            replaced(tx, f"vote:{was.id}:{member.id}", views.answered(f"The vote on {was.name} was called off."), now)
    if was.state is not State.INVITED:
        refused(tx, group, was, now)


def lapsed(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """Seven days without an answer: the invitation can be taken no more, and the organisers know."""
    replaced(tx, f"invitation:{one.id}", views.lapsed(group), now)
    tell_lead(tx, group, f"lapsed:{one.id}", f"{one.name} has not answered the invitation to {group.name}; the place is free again.", now)


def gone(tx: Tx, group: Group, one: Candidacy, now: datetime) -> None:
    """The account turned out to be a bot's, or nobody's any more."""
    said = f"I could not reach {one.name}, who was on the way into {group.name}: no such account can join."
    tell_lead(tx, group, f"gone:{one.id}", said, now)


def joined(tx: Tx, deps: Deps, group: Group, person: Person, one: Candidacy, now: datetime) -> None:
    """To the newcomer the welcome, to the buddy and the organisers a line, to the channel a greeting."""
    day = now.astimezone(ZoneInfo(group.tz)).date()
    members = rows.standing(tx, group.id, day)
    away = frozenset(m.person.id for m in members if m.away)
    mate = rules.buddy(members, rows.buddies_so_far(tx, group.id), person.id, away)
    if mate:
        rows.give_buddy(tx, group.id, person.id, mate.person.id, now)
        write(tx, mate.person, f"buddy:{one.id}", views.buddy_of(group, person.user), now)
    made = [found.text for found in minute_items.search(tx, group.id, kinds=[ItemKind.DECISION], limit=3)]
    ahead = [m for m in meeting_rows.between(tx, [group.id], now) if m.is_on][:3]
    write(tx, person, f"welcome:{one.id}",
          views.welcome(charter_post.whole(tx, group, reader=person.id), ahead=ahead, decisions_made=made,
                        buddy=mate.person.user if mate else None, tz=person.tz or group.tz), now)
    said = f"{one.name} has joined {group.name}. So that they see the channel, type /invite and the name there."
    tell_lead(tx, group, f"joined:{one.id}", said, now)
    outbox.put(tx, f"joined:{one.id}", "chat.postMessage", now=now, channel=group.channel, body=views.joined(group, person.user).body())
