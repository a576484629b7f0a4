"""The thread of a meeting: every line, edit, deletion and reaction is kept, marks are answered, and what was missed is read back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.deps import Deps
from bot.services import agenda, agenda_posts, doubts, minutes, openings, records, sittings
from bot.services.standing import REACT, UNREACT
from bot.views import sittings as views
from mentoring import minutes as grammar
from mentoring import sittings as rules
from mentoring.meetings import Meeting
from mentoring.minutes import Control, Item, Mark
from mentoring.minutes import Kind as Grammar
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.reminders import Kind
from mentoring.rounds import presenter_at
from mentoring.sittings import Sitting, State
from storage import deliveries, outbox, points
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.sittings import Reacted, Said
from storage.store import Tx

CALLED_BEFORE = timedelta(days=8)   # the call for the agenda stands a week before its meeting
ON_THE_TABLE = "clipboard"
Marks = tuple[tuple[Mark, Item | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message event about a thread: where, and what stands there now."""

    channel: str
    thread: str
    said: Said


def message(event: dict) -> Heard | None:
    """What a message event says about a thread; None when it is about none, or is ours to ignore."""
    inner, gone = event, False
    match event.get("subtype"):
        case "message_changed":
            inner = event.get("message") or {}
            gone = inner.get("subtype") == "tombstone"
        case "message_deleted":
            inner, gone = (event.get("previous_message") or {}) | {"ts": event.get("deleted_ts")}, True
        case None | "thread_broadcast" | "file_share" | "me_message" | "bot_message":
            pass
        case _:
            return None
    thread, user, ts = inner.get("thread_ts"), inner.get("user"), inner.get("ts")
    if not (thread and ts and (user or gone)) or ts == thread:
        return None
    bot = bool(inner.get("bot_id")) or inner.get("subtype") == "bot_message"
    edited = (inner.get("edited") or {}).get("ts") or (event.get("event_ts", "") if event.get("subtype") else "")
    return Heard(channel=event.get("channel", ""), thread=thread,
                 said=Said(ts=ts, user=user or "", text=inner.get("text") or "", edited=edited, gone=gone, bot=bot))


def begins_a_meeting(event: dict) -> bool:
    """Whether a message of a channel says that a meeting starts: ``#startmeeting``, ``meeting starts``."""
    if event.get("subtype") or event.get("thread_ts") or event.get("bot_id") or not event.get("user"):
        return False
    return any(mark.kind is Control.START for mark in grammar.marks(event.get("text") or ""))


def concerns(deps: Deps, channel: str, thread: str) -> bool:
    """Whether this is the thread of a meeting, or of the call for its agenda."""
    with deps.store.read() as tx:
        return openings.of_thread(tx, channel, thread) is not None or _called_for(tx, deps, channel, thread) is not None


def _called_for(tx: Tx, deps: Deps, channel: str, thread: str) -> tuple[Meeting, Group] | None:
    """The meeting whose call for the agenda stands at the head of this thread."""
    now, group = deps.clock.now(), group_rows.at(tx, deps.workspace.team, channel)
    if group is None:
        return None
    for meeting in meeting_rows.between(tx, [group.id], now, now + CALLED_BEFORE):
        letter = outbox.find(tx, deliveries.key(Kind.WEEK_BEFORE, meeting.id, meeting.day.isoformat(), None))
        if letter and letter.ts == thread:
            return meeting, group
    return None


def _on_the_table(tx: Tx, deps: Deps, heard: Heard, now: datetime) -> None:
    """An answer to the call for the agenda is a point; it follows its message."""
    called, said = _called_for(tx, deps, heard.channel, heard.thread), heard.said
    author = people_rows.by_user(tx, deps.workspace.team, said.user) if said.user else None
    if called is None or said.bot:
        return
    text = next((m.text for m in grammar.marks(said.text) if m.kind is Control.AGENDA), said.text).strip()[:agenda.LONGEST]
    if said.gone or not text:
        points.rewrite(tx, called[1].id, _source(said), None)
    elif not points.rewrite(tx, called[1].id, _source(said), text) and author:
        points.add(tx, called[1].id, text, source=_source(said), person_id=author.id, now=now)
        _put_sign(tx, heard.channel, said.ts, ON_THE_TABLE, "", now)
    agenda_posts.follow(tx, called[1], called[0].id, now)


def hears(deps: Deps, heard: Heard) -> None:
    """Keep one line as it stands now and answer its marks."""
    now = deps.clock.now()
    with deps.store.write() as tx:
        found = openings.of_thread(tx, heard.channel, heard.thread)
        if heard.said.user == deps.workspace.bot_user:
            return
        if found is None:
            _on_the_table(tx, deps, heard, now)
            return
        kept(tx, deps, locked(tx, found), heard.said, now)


def locked(tx: Tx, sitting: Sitting) -> Sitting:
    """The sitting as it is now, held until the end of the transaction, with the place of its message if that is known."""
    return openings.placed(tx, rows.of_meeting(tx, sitting.meeting_id, lock=True))


def kept(tx: Tx, deps: Deps, sitting: Sitting, said: Said, now: datetime) -> bool:
    """Write a line down with everything that follows from it; whether it was new or changed."""
    meeting, group = openings.meeting_of(tx, sitting)
    before = rows.line(tx, meeting.id, said)
    if before and (before.gone or (before.text, before.edited, before.gone) == (said.text, said.edited, said.gone)):
        return False
    if said.user and not said.bot and people_rows.by_user(tx, deps.workspace.team, said.user) is None:
        people_rows.meet(tx, deps.workspace.team, said.user)
    if sitting.is_open and not said.gone:
        sitting = replace(sitting, heard=max(sitting.heard or now, min(now, openings.moment(said.ts))))
        rows.change(tx, replace(sitting, look=rules.next_look(sitting, meeting.ends, now)))
        if not said.bot:
            sittings.seen(tx, meeting, sitting, {said.user}, now)
    people, read_due = records.roster(tx, group, sitting), records.reader(tx, group, meeting.ends, but=meeting.id)

    def marks(one: Said | None) -> Marks:
        if one is None or one.gone or one.bot or presenter_at(sitting.round, one.ts) not in (None, one.user):
            return ()   # what others say in somebody's consult round is not read
        return grammar.heard(records.line(one), people=people, read_due=read_due, zone=group.tz)
    old, new = marks(before), marks(said)
    _receipts(tx, sitting, said, old, new, now)
    if old or new:
        _answered(tx, deps, meeting, group, sitting, said, new, {p.id: p.display for p in people.people}, now)
    return True


# ---- receipts ----------------------------------------------------------------------------------------------------------

def _receipts(tx: Tx, sitting: Sitting, said: Said, old: Marks, new: Marks, now: datetime) -> None:
    """Our own reaction per kind, and no longer those of marks that are gone. They wait for nothing."""
    was, is_ = (dict.fromkeys(name for mark, _ in marks for name in grammar.receipt(mark)) for marks in (old, new))
    for name in is_:
        if name not in was:
            _react(tx, sitting, said.ts, name, said.edited, now)
    if not said.gone:   # on a message that is gone there is nothing to take back
        for name in was:
            if name not in is_:
                _react(tx, sitting, said.ts, name, said.edited, now, method=UNREACT)


def _react(tx: Tx, sitting: Sitting, ts: str, name: str, mark: str, now: datetime, *, method: str = REACT) -> None:
    _put_sign(tx, sitting.channel, ts, name, mark, now, method=method)


def _put_sign(tx: Tx, channel: str, ts: str, name: str, mark: str, now: datetime, *, method: str = REACT) -> None:
    # The signs of one message keep their order among themselves and wait behind nothing that is said in the channel.
    outbox.put(tx, f"{method}:{channel}:{ts}:{name}:{mark}", method, now=now, channel=f"sign:{ts}",
               body={"channel": channel, "timestamp": ts, "name": name})


def _answered(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, said: Said, marks: Marks, names: dict[str, str],
              now: datetime) -> None:
    """What a marked line sets in motion beside its receipt. Only the line itself is read: a long thread costs no more."""
    for mark, _ in marks:
        _controlled(tx, deps, meeting, group, sitting, said, mark, now)
    if not any(mark.kind is Control.AGENDA for mark, _ in marks):
        points.rewrite(tx, group.id, _source(said), None)
    if not sitting.is_open:
        _after(tx, deps, meeting, group, rows.of_meeting(tx, meeting.id), said, now)
        return
    for _, item in marks:
        if item and item.kind is Grammar.ACTION:
            doubts.ask(tx, meeting, sitting, item, names, now)


def _source(said: Said) -> str:
    return f"line:{said.ts}"


def _controlled(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, said: Said, mark: Mark, now: datetime) -> None:
    person = people_rows.by_user(tx, deps.workspace.team, said.user)
    actor = people_rows.actor(tx, deps.workspace.team, said.user)
    match mark.kind:
        case Control.AGENDA if mark.text and actor and actor.is_in(group.id):
            if not points.rewrite(tx, group.id, _source(said), mark.text):
                points.add(tx, group.id, mark.text, source=_source(said), person_id=person.id, now=now)
        case Control.END if sitting.is_open and actor and actor.is_in(group.id):
            try:
                minutes.ended(tx, deps, meeting, group, sitting, actor, now)
            except Refused as no:
                openings.say(tx, meeting, sitting, f"no:{said.ts}", views.settled(no.text), now)
        case Control.CHAIR | Control.SCRIBE if mark.text and actor and actor.is_in(group.id):
            _role(tx, group, sitting, mark, now, meeting)


def _role(tx: Tx, group: Group, sitting: Sitting, mark: Mark, now: datetime, meeting: Meeting) -> None:
    found = records.roster(tx, group, sitting).at(mark.text, 0)
    person = next((p for p, _ in people_rows.members_of(tx, group.id) if found and found.ids == (p.user,)), None)
    if person is None:
        return
    which = {"lead_id": person.id} if mark.kind is Control.CHAIR else {"scribe_id": person.id}
    sitting = replace(rows.of_meeting(tx, sitting.meeting_id), **which)
    rows.change(tx, sitting)
    openings.shown_again(tx, meeting, sitting, now)


def _after(tx: Tx, deps: Deps, meeting: Meeting, group: Group, sitting: Sitting, said: Said, now: datetime) -> None:
    """A mark that comes when the meeting is over: the draft takes it in; what is approved asks an organiser."""
    if sitting.state is State.DRAFT:
        minutes.drafted(tx, deps, meeting, group, sitting, now)
    elif sitting.state is State.APPROVED:
        openings.say(tx, meeting, sitting, f"late:{said.ts}:{said.edited}", views.too_late(meeting.id), now)


# ---- reactions ---------------------------------------------------------------------------------------------------------

def reacts(deps: Deps, event: dict) -> None:
    """One of the four marks was put under a line, or taken away."""
    now, item = deps.clock.now(), event.get("item") or {}
    channel, ts, user = item.get("channel", ""), item.get("ts", ""), event.get("user", "")
    if user == deps.workspace.bot_user:
        return
    with deps.store.write() as tx:
        found = rows.of_line(tx, channel, ts)
        if found is None:
            return
        sitting = locked(tx, found)
        gone = event["type"] == "reaction_removed"
        one = Reacted(ts=ts, user=user, name=event.get("reaction", ""), at=event.get("event_ts", ""), gone=gone)
        if rows.reaction(tx, sitting.meeting_id, one):
            marked(tx, deps, sitting, one, now)


def marked(tx: Tx, deps: Deps, sitting: Sitting, one: Reacted, now: datetime) -> None:
    """A reaction that has been kept is answered: our own sign comes, or goes with the last of theirs."""
    meeting, group = openings.meeting_of(tx, sitting)
    if sitting.is_open and not one.gone:
        sittings.seen(tx, meeting, sitting, {one.user}, now)
    said = rows.line_at(tx, meeting.id, one.ts)
    if said is None or one.name not in grammar.SIGNS or presenter_at(sitting.round, one.ts) not in (None, one.user):
        return
    others = [r for r in rows.reactions(tx, meeting.id) if (r.ts, r.name) == (one.ts, one.name)]
    if not one.gone:
        _react(tx, sitting, one.ts, one.name, one.at, now)
    elif not others and one.name not in {n for m in grammar.marks(said.text) for n in grammar.receipt(m)}:
        _react(tx, sitting, one.ts, one.name, one.at, now, method=UNREACT)
    if not sitting.is_open:
        _after(tx, deps, meeting, group, sitting, said, now)
