"""Reflections: writing, keeping and finding one's own. Words are sealed before they reach the store and opened for their author alone."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import people, reflection_copies
from mentoring import prompts
from mentoring import reflections as rules
from mentoring.people import Actor, Group, Person
from mentoring.reflections import Every, Reflection, Size, Words
from mentoring.refused import Refused
from mentoring.text import tidy
from storage import people as people_rows
from storage import reflections as rows
from storage.keyring import Unreadable
from storage.reflections import Sealed
from storage.store import Tx

PAGE = 8
Unseal = Callable[[bytes, str], bytes]
_LOST = "That reflection cannot be opened: its key is not here. Your IT desk can put the keys back; nothing else of yours is touched."


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of somebody's journal, newest first. ``draft`` is when something was written and not kept."""

    entries: Sequence[Reflection]
    number: int
    pages: int
    total: int
    draft: datetime | None = None
    rhythm: Every | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form opens with. ``target``: the entry it changes, 0 for a new one; ``left``: when its words were left unfinished."""

    words: Words
    prompt: str = ""
    target: int = 0
    left: datetime | None = None
    ref: str = ""


# ---- sealed and open -----------------------------------------------------------------------------------------------------

def owner(person: Person) -> str:
    """Whose key seals: the person in their workspace."""
    return f"{person.workspace}|{person.user}"


def sealed(deps: Deps, person: Person, seal: str, words: Words) -> bytes:
    """An entry's words for the store; only the row of ``seal`` opens them again."""
    body = {"prompt": words.prompt, "size": words.size.value, "parts": list(words.parts), "energy": words.energy}
    return deps.seals.seal(owner(person), json.dumps(body, ensure_ascii=False).encode(), f"reflections|{seal}")


def opened(deps: Deps, person: Person, seal: str, data: bytes, unseal: Unseal | None = None) -> Words:
    """The words of an entry of this person; ``unseal`` where many are opened. Refused: its key is not here."""
    try:
        body = json.loads((unseal or deps.seals.reader(owner(person)))(data, f"reflections|{seal}"))
    except Unreadable:
        raise Refused(_LOST) from None
    return Words(prompt=body["prompt"], size=Size(body["size"]), parts=tuple(body["parts"]), energy=body["energy"])


def entry(deps: Deps, person: Person, row: Sealed, groups: Sequence[int] = (), unseal: Unseal | None = None) -> Reflection:
    """An entry, opened."""
    return Reflection(id=row.id, person_id=row.person_id, number=row.number, words=opened(deps, person, row.seal, row.sealed, unseal),
                      created=row.created, changed=row.changed, shared=tuple(groups), version=row.version)


# ---- looking -------------------------------------------------------------------------------------------------------------

def journal(deps: Deps, actor: Actor, page: int = 1) -> Page:
    """A page of the actor's own journal."""
    me = actor.person
    with deps.store.read() as tx:
        total = rows.count(tx, me.id)
        pages = max(1, -(-total // PAGE))
        number = min(max(1, page), pages)
        found = rows.own(tx, me.id, limit=PAGE, offset=(number - 1) * PAGE)
        shares = rows.shares(tx, [r.id for r in found])
        draft, rhythm = rows.draft(tx, me.id, 0), rows.rhythm(tx, me.id)
    unseal = deps.seals.reader(owner(me))
    return Page(entries=[entry(deps, me, r, [s.group_id for s in shares.get(r.id, ())], unseal) for r in found], number=number,
                pages=pages, total=total, draft=draft[2] if draft else None, rhythm=rhythm[0] if rhythm else None)


def every(deps: Deps, tx: Tx, person: Person) -> list[Reflection]:
    """The whole journal of somebody, oldest first; for its author alone."""
    unseal = deps.seals.reader(owner(person))
    return [entry(deps, person, r, (), unseal) for r in reversed(rows.own(tx, person.id, limit=rules.MOST))]


def one(deps: Deps, actor: Actor, reflection_id: int) -> Reflection:
    """One of the actor's own, by its id. NotFound: none of theirs."""
    with deps.store.read() as tx:
        return _mine(tx, deps, actor, rows.by_id(tx, reflection_id))


def resolve(deps: Deps, actor: Actor, number: int) -> Reflection:
    """One of the actor's own, by the number they type. NotFound: none of theirs."""
    with deps.store.read() as tx:
        return _mine(tx, deps, actor, rows.by_number(tx, actor.person.id, number), number)


def _mine(tx: Tx, deps: Deps, actor: Actor, row: Sealed | None, number: object = "") -> Reflection:
    row = rules.need(row, actor.person.id, number)
    shares = rows.shares(tx, [row.id]).get(row.id, ())
    return entry(deps, actor.person, row, [s.group_id for s in shares])


# ---- the form ------------------------------------------------------------------------------------------------------------

def begin(deps: Deps, actor: Actor, *, prompt: str = "", anew: bool = False) -> Form:
    """A form for a new entry: what was left unfinished, else the prompt named by its key, else the next one of this person."""
    me, now = actor.person, deps.clock.now()
    with deps.store.write() as tx:
        if anew:
            rows.drop_draft(tx, me.id, 0)
        found = rows.draft(tx, me.id, 0)
        if found and not prompt:
            words = opened(deps, me, found[0], found[1])
            if not words.empty:
                return Form(words=words, prompt=words.prompt, left=found[2])
        key, text = _prompt(tx, actor, prompt, now)
        words = Words(prompt=text)
        if found:   # a prompt was chosen while something was unfinished: the words stay, the prompt is the new one
            words = replace(opened(deps, me, found[0], found[1]), prompt=text)
        return Form(words=words, prompt=key, left=found[2] if found else None)


def _prompt(tx: Tx, actor: Actor, key: str, now: datetime, *, but: str = "") -> tuple[str, str]:
    """A prompt and its key; it counts as given from now on."""
    me, own = actor.person, {f"own{p}": text for p, _, text in rows.prompts_of(tx, [g.id for g in actor.groups])}
    anew = False
    if key not in prompts.PROMPTS and key not in own:
        key, anew = prompts.next_of(me.id, rows.given(tx, me.id), own, but=but)
    rows.give(tx, me.id, key, now, anew=anew)
    return key, own.get(key) or prompts.PROMPTS[key][1]


def another(deps: Deps, actor: Actor, words: Words, *, but: str) -> Words:
    """The words of a form under another prompt."""
    with deps.store.write() as tx:
        return replace(words, prompt=_prompt(tx, actor, "", deps.clock.now(), but=_key_of(tx, actor, but))[1])


def _key_of(tx: Tx, actor: Actor, text: str) -> str:
    own = {text: f"own{p}" for p, _, text in rows.prompts_of(tx, [g.id for g in actor.groups])}
    return own.get(text) or next((k for k, (_, t) in prompts.PROMPTS.items() if t == text), "")


def edit(deps: Deps, actor: Actor, reflection_id: int) -> Form:
    """A form with the words of an entry, or with what was left unfinished of changing it."""
    mine = one(deps, actor, reflection_id)
    with deps.store.read() as tx:
        found = rows.draft(tx, actor.person.id, mine.id)
    if found:
        return Form(words=opened(deps, actor.person, found[0], found[1]), target=mine.id, left=found[2], ref=mine.ref)
    return Form(words=mine.words, target=mine.id, ref=mine.ref)


def jot(deps: Deps, actor: Actor, target: int, words: Words, *, form: str) -> None:
    """What stands in a form at this moment, kept while it is being written. ``form`` is its key: when it is over this does nothing."""
    me, seal = actor.person, secrets.token_hex(16)
    data = sealed(deps, me, seal, words)
    with deps.store.write() as tx:
        if rows.form_is_over(tx, form) or (target and rules.need(rows.by_id(tx, target), me.id) is None):
            return
        rows.put_draft(tx, me.id, target, seal, data, deps.clock.now())


def keep(deps: Deps, actor: Actor, target: int, words: Words, *, mark: str = "", once: str | None = None) -> Reflection:
    """An entry is written, or written anew: what was left unfinished of it is gone. Refused: nothing written, too much, too many.

    ``mark`` is noted as a prompt that was given.
    """
    words, me, now = rules.check(words), actor.person, deps.clock.now()
    if target:
        return _changed(deps, actor, target, words, once, now)
    seal = secrets.token_hex(16)
    data = sealed(deps, me, seal, words)
    with deps.store.write(once) as tx:
        if rows.count(tx, me.id) >= rules.MOST:
            raise Refused(f"Your journal has {rules.MOST:,} entries, which is all it can hold. Delete some first; "
                          "`/mentor reflect journal` gives you all of them as a file.")
        made = rows.add(tx, me.id, seal, data, now)
        rows.drop_draft(tx, me.id, 0)
        if mark:
            rows.give(tx, me.id, mark, now)
        return entry(deps, me, rows.by_id(tx, made))


def _changed(deps: Deps, actor: Actor, target: int, words: Words, once: str | None, now: datetime) -> Reflection:
    with deps.store.read() as tx:
        before = rules.need(rows.by_id(tx, target), actor.person.id)
    data = sealed(deps, actor.person, before.seal, words)
    with deps.store.write(once) as tx:
        if not rows.change(tx, target, data, was=before.version, now=now):
            raise Refused("You changed this reflection in another window a moment ago. Copy what you wrote here, then open it again.",
                          field="part0")
        rows.drop_draft(tx, actor.person.id, target)
        after = _mine(tx, deps, actor, rows.by_id(tx, target))
        reflection_copies.follow(tx, after.id, now)
        return replace(after, shared=())


def forget_draft(deps: Deps, actor: Actor, target: int = 0) -> None:
    """Throw away what was left unfinished."""
    with deps.store.write() as tx:
        rows.drop_draft(tx, actor.person.id, target)


def delete(deps: Deps, actor: Actor, reflection_id: int, *, once: str | None = None) -> Reflection:
    """Gone at once and for good, with every copy in a group's channel."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        mine = _mine(tx, deps, actor, rows.by_id(tx, reflection_id, lock=True))
        reflection_copies.follow(tx, mine.id, now)
        rows.drop_draft(tx, actor.person.id, mine.id)
        rows.remove(tx, mine.id)
        return mine


# ---- prompts and rhythm ------------------------------------------------------------------------------------------------------

def set_rhythm(deps: Deps, actor: Actor, every: Every | None, *, once: str | None = None) -> None:
    """How often the message of the week brings a prompt; None: never."""
    with deps.store.write(once) as tx:
        rows.set_rhythm(tx, actor.person.id, every, people.today(deps, actor))
        people_rows.home_stale(tx, actor.person.id)


def add_prompt(deps: Deps, actor: Actor, group: Group, text: str, *, once: str | None = None) -> str:
    """A prompt of the group's own. Refused: not a member, empty, too long, or too many."""
    actor.need(group.id)
    with deps.store.write(once) as tx:
        return _add_prompt(tx, actor, group, text, deps.clock.now())[1]


def _add_prompt(tx: Tx, actor: Actor, group: Group, text: str, now: datetime) -> tuple[str, str]:
    text = " ".join(tidy(text, name="prompt", longest=rules.LONGEST_PROMPT).split())
    if not text:
        raise Refused("What is the question? For example `/mentor reflect prompt add What did you let go of this month?`")
    have = rows.prompts_of(tx, [group.id])
    known = next((p for p, _, t in have if t == text), None)
    if known is None and len(have) >= rules.MOST_GROUP_PROMPTS:
        raise Refused(f"{group.name} has {len(have)} prompts of its own already. `/mentor reflect prompt list` shows them; "
                      "take one away first.")
    return f"own{known or rows.add_prompt(tx, group.id, text, actor.person.id, now)}", text


def prompt_for(tx: Tx, actor: Actor, group: Group, number: int, text: str, now: datetime) -> tuple[str, str]:
    """The prompt of a round in meeting ``number``, with its key: what was typed, which the group keeps, or one of the bank."""
    if text.strip():
        return _add_prompt(tx, actor, group, text, now)
    key = prompts.of_round(group.id, number)
    return key, prompts.PROMPTS[key][1]


def prompts_of(deps: Deps, actor: Actor, group: Group) -> list[tuple[int, str]]:
    """A group's own prompts."""
    actor.need(group.id)
    with deps.store.read() as tx:
        return [(p, text) for p, _, text in rows.prompts_of(tx, [group.id])]


def remove_prompt(deps: Deps, actor: Actor, prompt_id: int, *, once: str | None = None) -> None:
    """Take a prompt of one of the actor's groups away; one that is gone stays gone."""
    with deps.store.write(once) as tx:
        for group in actor.groups:
            rows.remove_prompt(tx, group.id, prompt_id)


def local(deps: Deps, actor: Actor, at: datetime) -> date:
    """The day of an instant where this person is."""
    return at.astimezone(ZoneInfo(people.zone(deps, actor))).date()
