"""Action items: every use case that changes one. Two who act at once lose no words, and the second sees what the first did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.deps import Deps
from bot.services import action_letters as letters
from bot.services import people
from bot.services.action_adding import add, add_for_everyone, ask, homes, owners_of
from mentoring import action_items as rules
from mentoring.action_items import ActionItem, Consent, Note, State, Wording
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from storage import action_items as rows
from storage import people as people_rows
from storage.store import Tx

__all__ = ["Deed", "Moved", "Newer", "accept", "add", "add_for_everyone", "done", "drop", "drop_with", "due",
           "edit", "give", "note", "reopen", "take"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What became of it. ``first``: what somebody else had done a moment before, to be said to who came second."""

    item: ActionItem
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A change: the item afterwards, the lines of its history, who hears of it, and who is asked."""

    after: ActionItem
    lines: Sequence[Note] = ()
    did: str = ""
    word: str = ""
    tell: Sequence[int] = ()
    first: str = ""


def _change(deps: Deps, actor: Actor, item_id: int, once: str | None, step: Callable[[Tx, Group, ActionItem, datetime], _Step], *,
            allowed=rules.need_hand) -> Deed:
    """Read and hold it, ask the rules, write, keep the history, tell whom it concerns: the frame of every change."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        item = allowed(actor, rows.by_id(tx, item_id, lock=True))
        group = next(g for g in actor.groups if g.id == item.group_id)
        return _written(tx, actor, group, item, step(tx, group, item, now), now)


def _written(tx: Tx, actor: Actor, group: Group, item: ActionItem, done: _Step, now: datetime) -> Deed:
    for line in done.lines:
        rows.note(tx, item.id, actor.person.id, line)
    if done.after != item:
        if not rows.change(tx, done.after, was=item.version):
            raise Refused("Somebody changed that action item a moment ago; please look at it again.")
        if done.after.owners != item.owners:
            rows.own(tx, item.id, done.after.owners)
            ask(tx, group, done.after, item.owners, actor.person, now)
    if done.did:
        letters.tell(tx, group, done.after, done.tell, by=actor.person, did=done.did, word=done.word, now=now)
    homes(tx, group.id, item.owners)
    return Deed(item=replace(done.after, version=item.version + (done.after != item)), first=done.first)


def _others(item: ActionItem) -> list[int]:
    return [o.person_id for o in item.owners]


# ---- what can be done ---------------------------------------------------------------------------------------------------

def done(deps: Deps, actor: Actor, item_id: int, *, note: str = "", once: str | None = None) -> Deed:
    """Done. Where it is settled already, the words are kept as a note."""
    return _settled(deps, actor, item_id, State.DONE, rules.check_word(note), once)


def drop(deps: Deps, actor: Actor, item_id: int, *, reason: str = "", once: str | None = None) -> Deed:
    """Not needed any more. Who did not write it down says why."""
    return _settled(deps, actor, item_id, State.DROPPED, rules.check_word(reason, name="reason", field="reason"), once)


def _settled(deps: Deps, actor: Actor, item_id: int, state: State, word: str, once: str | None) -> Deed:
    return _change(deps, actor, item_id, once, _settling(actor, state, word))


def drop_with(tx: Tx, actor: Actor, group: Group, item_id: int, reason: str, now: datetime) -> None:
    """Dropped, when it is still open, in the transaction of its cause."""
    item = rows.by_id(tx, item_id, lock=True)
    if item and item.is_open:
        _written(tx, actor, group, item, _settling(actor, State.DROPPED, reason)(tx, group, item, now), now)


def _settling(actor: Actor, state: State, word: str) -> Callable[[Tx, Group, ActionItem, datetime], _Step]:
    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        said = [Note(at=now, kind="note", text=word)] if word else []
        if not item.is_open:
            kept = " Your words are kept as a note." if word else ""
            return _Step(after=item, lines=said, first=f"{_settler(tx, item)}{kept}")
        if state is State.DROPPED and not word and item.created_by != actor.person.id:
            raise Refused(f"Why is it not needed any more? For example `/mentor action drop {item.number} the chair does it`.",
                          field="reason")
        after = rules.settle(item, state, by=actor.person.id, reason=word if state is State.DROPPED else "", now=now)
        line = Note(at=now, kind="state", was=item.state.value, text=state.value + (f": {word}" if word else ""))
        return _Step(after=after, lines=[line], did=state.value, word=word, tell=_others(item))
    return step


def _settler(tx: Tx, item: ActionItem) -> str:
    person = people_rows.by_id(tx, item.settled_by) if item.settled_by else None
    what = "marked it done" if item.state is State.DONE else "dropped it"
    return f"{person.name if person and person.name else 'Somebody'} {what} before you."


def reopen(deps: Deps, actor: Actor, item_id: int, *, once: str | None = None) -> Deed:
    """Open again."""
    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        line = Note(at=now, kind="state", was=item.state.value, text="open again")
        return _Step(after=rules.reopen(item), lines=[line], did="open", tell=_others(item))
    return _change(deps, actor, item_id, once, step)


class Moved(Refused):
    """Its day was changed while somebody had a form about it open. ``item`` is how it stands."""

    def __init__(self, item: ActionItem):
        super().__init__("Somebody has changed the date meanwhile. Please look again.", field="due")
        self.item = item


def due(deps: Deps, actor: Actor, item_id: int, day: date | None, *, at: str | None = None, word: str = "", seen: date | None | str = "any",
        once: str | None = None) -> Deed:
    """Another day, or none. An owner who was asked accepts with it. ``seen``: the day that the form showed; another one raises Moved."""
    word, today = rules.check_word(word), people.today(deps, actor)

    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        _need_open(tx, item)
        if seen != "any" and item.due not in (seen, day):
            raise Moved(item)
        mine = item.owner(actor.person.id)
        after = replace(item, due=rules.check_due(day, today=today, was=item.due), due_time=at if day else None)
        after = letters.accepted(after, actor.person.id, now) if mine else after
        lines = [Note(at=now, kind="due", was=str(item.due or ""), text=str(day or "no date"))] if day != item.due else []
        lines += [Note(at=now, kind="accepted")] if mine and mine.state is Consent.ASKED else []
        tell = [*_others(item), *([item.created_by] if mine and mine.state is Consent.ASKED and item.created_by else [])]
        return _Step(after=after, lines=lines + ([Note(at=now, kind="note", text=word)] if word else []), did="due", word=word, tell=tell)
    return _change(deps, actor, item_id, once, step)


def _need_open(tx: Tx, item: ActionItem) -> None:
    if not item.is_open:
        raise Refused(f"{_settler(tx, item)} Reopen action item {item.ref} to change it.")


def accept(deps: Deps, actor: Actor, item_id: int, *, once: str | None = None) -> Deed:
    """An owner takes it on."""
    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        mine = item.owner(actor.person.id)
        if not item.is_open:
            return _Step(after=item, first=_settler(tx, item))
        if mine is None:
            raise Refused(f"Action item {item.ref} is not with you any more. You can take it: `/mentor action take {item.number}`.")
        lines = [Note(at=now, kind="accepted")] if mine.state is Consent.ASKED else []
        return _Step(after=letters.accepted(item, actor.person.id, now), lines=lines)
    return _change(deps, actor, item_id, once, step, allowed=rules.need_sight)


def take(deps: Deps, actor: Actor, item_id: int, *, once: str | None = None) -> Deed:
    """A member takes what nobody has, or joins those who do when they may change it."""
    return give(deps, actor, item_id, actor.person.user, once=once)


def give(deps: Deps, actor: Actor, item_id: int, user: str | None, *, word: str = "", once: str | None = None) -> Deed:
    """It goes to somebody else, who is asked; an owner gives their own part. ``user`` None: passed on, to nobody yet."""
    word = rules.check_word(word)

    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        _need_open(tx, item)
        mine = item.owner(actor.person.id)
        stay = [o for o in item.owners if o.person_id != actor.person.id] if mine else []
        if user is None and mine is None:
            raise Refused("To whom shall it go?", field="to")
        users = [*(o.user for o in stay), *([user] if user else [])]
        after = replace(item, owners=owners_of(tx, actor.person, group, users, now, item.owners))
        names = ", ".join(o.name for o in after.owners) or "nobody yet"
        lines = [Note(at=now, kind="owners", was=", ".join(o.name for o in item.owners), text=names)]
        lines += [Note(at=now, kind="note", text=word)] if word else []
        left = {o.person_id for o in after.owners}
        tell = [o.person_id for o in item.owners if o.person_id not in left]
        if mine and not after.owners:   # somebody has to know that it has no owner now
            tell += [item.created_by] if item.created_by else [p.id for p in people_rows.organisers_of(tx, group.id)]
        did = "passed" if user is None else "given"
        return _Step(after=after, lines=lines, did=did, word=word, tell=[] if after.owners == item.owners else tell)
    return _change(deps, actor, item_id, once, step)


def note(deps: Deps, actor: Actor, item_id: int, text: str, *, once: str | None = None) -> Deed:
    """A member writes something about it, open or not; its owners hear of it."""
    text = rules.check_word(text)
    if not text:
        raise Refused("What moved, or what is in the way? For example `/mentor action note 7 waiting for the ethics form`.", field="note")

    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        return _Step(after=item, lines=[Note(at=now, kind="note", text=text)], did="note", word=text, tell=_others(item))
    return _change(deps, actor, item_id, once, step, allowed=rules.need_sight)


def edit(deps: Deps, actor: Actor, item_id: int, wording: Wording, *, version: int, once: str | None = None) -> Deed:
    """New words, owners, day. ``version`` is what the caller has merged with; a newer one raises `Newer`."""
    today = people.today(deps, actor)

    def step(tx: Tx, group: Group, item: ActionItem, now: datetime) -> _Step:
        if item.version != version:
            raise Newer(item)
        _need_open(tx, item)
        checked = rules.check(wording, today=today, was=item.due)
        after = replace(item, text=checked.text, due=checked.due, due_time=item.due_time if checked.due == item.due else None,
                        owners=owners_of(tx, actor.person, group, checked.owners, now, item.owners))
        lines = [Note(at=now, kind="text", was=item.text, text=after.text)] if after.text != item.text else []
        lines += [Note(at=now, kind="due", was=str(item.due or ""), text=str(after.due or "no date"))] if after.due != item.due else []
        if after.owners != item.owners:
            lines.append(Note(at=now, kind="owners", was=", ".join(o.name for o in item.owners),
                              text=", ".join(o.name for o in after.owners) or "nobody yet"))
        left = [o.person_id for o in item.owners if o not in after.owners]
        did = "given" if left else "text" if after.text != item.text else "due" if after.due != item.due else ""
        return _Step(after=after, lines=lines, did=did, tell=_others(item))
    return _change(deps, actor, item_id, once, step)


class Newer(Refused):
    """It was changed while a form about it was open. ``item`` is how it stands now."""

    def __init__(self, item: ActionItem):
        super().__init__("This action item was changed elsewhere a moment ago. Please look at it again.", field="what")
        self.item = item
