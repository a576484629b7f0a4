"""Calendar files: what goes into them, and bringing one into a conversation or a thread as a letter of the outbox.

The letter's body names meetings and a group, never their words: the file is made when it is sent, from what holds then.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.deps import Deps
from mentoring.meetings import Meeting, MeetingState
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import calendars, outbox
from storage import feeds as feed_rows
from storage import groups as group_rows
from storage import meetings as rows
from storage import people as people_rows
from storage.feeds import Feed
from storage.outbox import Letter
from storage.store import Tx

METHOD = "files.upload"            # our own word in the outbox for Slack's three steps
QUIET = timedelta(minutes=15)      # after the last change, before the new file is brought
_CHANGED = "The dates have changed. Open this file, and your calendar follows: it replaces what the file above put in."
BEHIND = timedelta(days=60)        # how long a feed keeps what is over
_GONE = "I can't find that meeting among those of your groups."
_NO_ADDRESS = ("This Mentor has no address that a calendar could read: whoever runs it can set `MENTOR_PUBLIC_URL` (see the README). "
               "`/mentor meeting calendar` gives you the dates as a file.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStand:
    """How it stands with a person's feed. ``address`` only at the moment when it is made: afterwards nobody knows it."""

    feed: Feed | None
    address: str = ""


# ---- which meetings --------------------------------------------------------------------------------------------

def ahead(deps: Deps, actor: Actor, group: Group) -> list[Meeting]:
    """The coming meetings of one of the actor's groups that are on, by time."""
    if not actor.is_in(group.id):
        raise Refused(_GONE)
    with deps.store.read() as tx:
        return [m for m in rows.between(tx, [group.id], deps.clock.now()) if m.is_on]


def one(deps: Deps, actor: Actor, meeting_id: int) -> tuple[Meeting, Group]:
    """A meeting of one of the actor's groups. Refused: none of theirs."""
    with deps.store.read() as tx:
        meeting = rows.by_id(tx, meeting_id)
    group = next((g for g in actor.groups if meeting and g.id == meeting.group_id), None)
    if group is None:
        raise Refused(_GONE)
    return meeting, group


# ---- letters that carry a file -----------------------------------------------------------------------------------

def attach(tx: Tx, group: Group, *, post: str, now: datetime) -> None:
    """Bring the file of all coming meetings into the thread of the calendar post whose letter has the key ``post``, once."""
    outbox.put(tx, f"{post}:file", METHOD, now=now, channel=group.channel, edits=post, body={"group": group.id})


def attach_again(tx: Tx, group: Group, *, post: str, now: datetime) -> None:
    """The dates have changed: the thread gets their new file, once things have been quiet for a while."""
    held = [(m.id, m.sequence, m.state.value) for m in _ahead(tx, group, now)]
    if not held or outbox.find(tx, f"{post}:file") is None:
        return
    mark = sha256(repr(held).encode()).hexdigest()[:16]
    if outbox.find(tx, f"{post}:file:{mark}") is None:
        calendars.files_replaced(tx, post, now)
        outbox.put(tx, f"{post}:file:{mark}", METHOD, now=now, due=now + QUIET, channel=group.channel, edits=post,
                   body={"group": group.id, "again": True})


def _ahead(tx: Tx, group: Group, now: datetime) -> list[Meeting]:
    return [m for m in rows.between(tx, [group.id], now) if m.state is not MeetingState.SKIPPED]


def send_to_me(deps: Deps, actor: Actor, group: Group, *, meeting: Meeting | None = None, once: str) -> None:
    """Bring the file of one meeting, or of all the coming ones of a group, to the actor in a direct message."""
    body = {"group": group.id, "person": actor.person.id} | ({"meeting": meeting.id} if meeting else {})
    with deps.store.write(once) as tx:
        outbox.put(tx, f"calendar:{once}", METHOD, now=deps.clock.now(), channel=actor.person.dm or actor.person.user, body=body)


def made(deps: Deps, letter: Letter) -> tuple[str, str, str, bytes] | None:
    """Name, title, comment and bytes from what holds now; None when there is nothing, or it is not theirs any more."""
    from bot import ics  # icalendar is loaded when it is first needed

    body, now = letter.body or {}, deps.clock.now()
    with deps.store.read() as tx:
        group = group_rows.by_id(tx, body["group"])
        if group is None or not _may_see(tx, body.get("person"), group.id):
            return None
        if "meeting" in body:
            meetings = [m for m in [rows.by_id(tx, body["meeting"])] if m and m.state is not MeetingState.SKIPPED]
        else:
            meetings = _ahead(tx, group, now)
    if not meetings:
        return None
    entries = [ics.entry(m, group.name) for m in meetings]
    data = ics.calendar(entries, name=group.name, team=deps.workspace.team, tz=group.tz, published=True)
    count = sum(m.is_on for m in meetings)
    title = f"{count} meeting{'s' * (count != 1)} for your calendar"
    said = _CHANGED if body.get("again") else "Open this file to put the meetings into your calendar."
    return ics.file_name(meetings), title, said, data


def _may_see(tx: Tx, person_id: int | None, group_id: int) -> bool:
    return person_id is None or any(p.id == person_id for p, _ in people_rows.members_of(tx, group_id))


# ---- feeds -------------------------------------------------------------------------------------------------------

def feed(deps: Deps, actor: Actor) -> FeedStand:
    """Whether the actor has a feed and when it was last read. Refused when this bot has no address to offer one."""
    _need_address(deps)
    with deps.store.read() as tx:
        return FeedStand(feed=feed_rows.living(tx, actor.person.id))


def new_feed(deps: Deps, actor: Actor, *, once: str) -> FeedStand:
    """A new address for the actor; one they had before stops. 256 bits, of which only the hash is kept (reliability 5.7)."""
    _need_address(deps)
    if not actor.groups:
        raise Refused("You are in no peer-mentorship group, so there is nothing to put into a calendar yet.")
    token = secrets.token_urlsafe(32)
    with deps.store.write(once) as tx:
        feed_rows.add(tx, actor.person.id, hashed(token), deps.clock.now())
        stand = feed_rows.living(tx, actor.person.id)
    return FeedStand(feed=stand, address=f"{deps.settings.public_url}/calendar/{token}.ics")


def end_feed(deps: Deps, actor: Actor, *, once: str) -> bool:
    """The actor's address stops for good; False when there was none."""
    with deps.store.write(once) as tx:
        return feed_rows.revoke(tx, actor.person.id, deps.clock.now())


def hashed(token: str) -> str:
    """What is kept of a token: it is random enough to need no salt."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def read_feed(deps: Deps, token: str) -> tuple[int, bytes] | None:
    """The calendar behind a token and the id of its feed; None when there is none, or its owner is in no group any more.

    All meetings of all the person's groups; titles and times only. What is over stays for sixty days, what was called off
    until its time.
    """
    from bot import ics

    now = deps.clock.now()
    with deps.store.read() as tx:
        found = feed_rows.by_hash(tx, hashed(token))
        who = people_rows.actor(tx, found[1], found[2]) if found else None
        if who is None or not who.groups:
            return None
        meetings = rows.between(tx, [g.id for g in who.groups], now - BEHIND)
    names = {g.id: g.name for g in who.groups}
    entries = [ics.entry(m, names[m.group_id], titles_only=True) for m in meetings if m.is_on or m.starts > now]
    tz = who.person.tz or who.groups[0].tz
    return found[0].id, ics.calendar(entries, name=_feed_name(who.groups), team=deps.workspace.team, tz=tz)


def was_read(deps: Deps, feed_id: int) -> None:
    """Note that a calendar has read the feed just now."""
    with deps.store.write() as tx:
        feed_rows.fetched(tx, feed_id, deps.clock.now())


def _feed_name(groups: Sequence[Group]) -> str:
    return groups[0].name if len(groups) == 1 else "Peer mentorship"


def _need_address(deps: Deps) -> None:
    if not deps.settings.public_url:
        raise Refused(_NO_ADDRESS)
