"""Sharing one reflection: what a group sees, its thread, and taking it back. The rest of a journal never leaves it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.deps import Deps
from bot.services import openings, reflection_copies, reflections, sittings
from bot.views import reflection_posts as views
from mentoring import reflections as rules
from mentoring.identifying import identifying
from mentoring.people import Actor, Group
from mentoring.reflections import Reflection
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import groups as group_rows
from storage import outbox
from storage import people as people_rows
from storage import reflections as rows

QUIET = timedelta(minutes=5)
LONGEST_REPLY = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a group would see, how many people that is, and what in it may tell who somebody is."""

    reflection: Reflection
    group: Group
    readers: int
    doubts: tuple[str, ...]


def preview(deps: Deps, actor: Actor, reflection_id: int, group: Group) -> Preview:
    """Look before sharing. Refused: not one's own, not one's group, or shared there already."""
    mine = reflections.one(deps, actor, reflection_id)
    _may(actor, mine, group.id)
    with deps.store.read() as tx:
        readers = len(people_rows.members_of(tx, group.id)) - 1
    return Preview(reflection=mine, group=group, readers=readers, doubts=tuple(identifying(mine.words.text)))


def _may(actor: Actor, mine: Reflection, group_id: int) -> None:
    actor.need(group_id)
    if group_id in mine.shared:
        raise Refused(f"Reflection {mine.ref} is shared there already. `/mentor reflect unshare {mine.number}` takes it back.")


def share(deps: Deps, actor: Actor, reflection_id: int, group_id: int, *, once: str | None = None) -> tuple[Reflection, Group]:
    """One entry, as it is now, to one group: a post in its channel, with a thread of its own."""
    now = deps.clock.now()
    mine = reflections.one(deps, actor, reflection_id)
    with deps.store.write(once) as tx:
        row = rules.need(rows.by_id(tx, reflection_id, lock=True), actor.person.id)
        _may(actor, mine, group_id)
        group = group_rows.by_id(tx, group_id)
        key = f"reflection:{row.id}:{group.id}:{secrets.token_hex(4)}"
        if not rows.share(tx, row.id, group.id, key, now):
            _may(actor, _shared_now(mine, group.id), group.id)
        first, *rest = views.posts(mine, actor.person.user)
        outbox.put(tx, key, "chat.postMessage", now=now, channel=group.channel, body=first.body())
        for number, message in enumerate([*rest, views.invitation(mine.id, group.id)], 1):
            outbox.put(tx, f"{key}:{number}", "chat.postMessage", now=now, channel=group.channel, edits=key, body=message.body())
        return _shared_now(mine, group.id), group


def _shared_now(mine: Reflection, group_id: int) -> Reflection:
    return Reflection(id=mine.id, person_id=mine.person_id, number=mine.number, words=mine.words, created=mine.created,
                      changed=mine.changed, shared=(*mine.shared, group_id), version=mine.version)


def unshare(deps: Deps, actor: Actor, reflection_id: int, *, once: str | None = None) -> Reflection:
    """Take every copy back: the posts go. What others answered in the threads is theirs and stays."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        row = rules.need(rows.by_id(tx, reflection_id, lock=True), actor.person.id)
        copies = rows.shares(tx, [row.id]).get(row.id, ())
        if not copies:
            raise Refused(f"Reflection #{row.number} is shared with nobody.")
        for copy in copies:
            reflection_copies.take_back(tx, copy, now)
    return reflections.one(deps, actor, reflection_id)


# ---- answering ---------------------------------------------------------------------------------------------------------------

def answer(deps: Deps, actor: Actor, reflection_id: int, group_id: int, kind: str, text: str, *, once: str | None = None) -> None:
    """Say in its thread what one heard in a shared reflection, or what one wonders (features 8.8)."""
    text = tidy(text, name="answer", longest=LONGEST_REPLY, field="text")
    if not text:
        raise Refused("A few words are enough.", field="text")
    with deps.store.write(once) as tx:
        copy = next((c for c in rows.shares(tx, [reflection_id]).get(reflection_id, ()) if c.group_id == group_id), None)
        if copy is None or not actor.is_in(group_id):
            raise Refused("That reflection is not shared any more.", field="text")
        outbox.put(tx, f"{copy.letter}:answer:{secrets.token_hex(6)}", "chat.postMessage", now=deps.clock.now(),
                   channel=group_rows.by_id(tx, group_id).channel, edits=copy.letter,
                   body=views.answered(actor.person.user, kind, text).body())


# ---- the writing round ---------------------------------------------------------------------------------------------------------

def write_together(deps: Deps, actor: Actor, group: Group, prompt: str, *, once: str | None = None) -> str:
    """Five quiet minutes in the meeting that is going on: everybody gets the same prompt; those who wish share. Gives the prompt."""
    meeting_id, now = sittings.running(deps, actor, group), deps.clock.now()
    with deps.store.write(once) as tx:
        meeting, group, sitting = sittings.theirs(tx, actor, meeting_id, lock=True)
        if not sitting.is_open:
            raise Refused(f"Meeting {meeting.number} is over.")
        key, text = reflections.prompt_for(tx, actor, group, meeting.number, prompt, now)
        mark, until = secrets.token_hex(4), now + QUIET
        openings.say(tx, meeting, sitting, f"writing:{mark}", views.quiet(text, key, until), now)
        openings.say(tx, meeting, sitting, f"written:{mark}", views.time_is_up(), now, due=until)
        return text
