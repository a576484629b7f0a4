"""What a person sees of action items: a card, a list, what is asked back, the line of an agenda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, escape, moment, option, rich, run, section
from bot.views.days import away, clock, near_day
from mentoring.action_items import ActionItem, Consent, Note, State
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """Everything about action items that can be clicked or submitted."""

    ADD = "actions.add"
    SHOW = "actions.show"
    LIST = "actions.list"
    ACCEPT = "actions.accept"
    PASS = "actions.pass"
    DONE = "actions.done"
    REOPEN = "actions.reopen"
    DROP = "actions.drop"
    DUE = "actions.due"
    GIVE = "actions.give"
    TAKE = "actions.take"
    NOTE = "actions.note"
    EDIT = "actions.edit"
    MORE = "actions.more"
    DAY = "actions.day"
    OWNER = "actions.owner"
    FORM = "actions.form"
    DUE_FORM = "actions.due_form"
    GIVE_FORM = "actions.give_form"
    NOTE_FORM = "actions.note_form"
    DROP_FORM = "actions.drop_form"
    FROM_MESSAGE = "actions.from_message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An action item as one person sees it. ``source`` and ``link``: what it came from, and where that can be read.

    ``dated``: its day is shown as late where it is (minutes.md: lateness is private until the next meeting).
    """

    item: ActionItem
    me: int
    today: date
    may_change: bool = True
    dated: bool = True
    group: str = ""
    source: str = ""
    link: str = ""
    history: Sequence[Note] = ()

    @property
    def mine(self) -> bool:
        """Whether the reader owns it."""
        return self.item.owner(self.me) is not None

    @property
    def asked(self) -> bool:
        """Whether the reader has still to say that they take it."""
        owner = self.item.owner(self.me)
        return owner is not None and owner.state is Consent.ASKED


# ---- one -----------------------------------------------------------------------------------------------------------

def title(item: ActionItem, *, whole: bool = False) -> list[dict]:
    """``#7`` and its words."""
    return [run(f"{item.ref} "), run(item.text if whole else clip(one_line(item.text), 220), bold=True)]


def owners(shown: Shown) -> str:
    """Who has it; who has not said yes yet."""
    said = []
    for owner in shown.item.owners:
        mine = owner.person_id == shown.me
        name = "you" if mine else owner.name or "somebody"
        open_question = owner.state is Consent.ASKED and shown.item.is_open
        said.append(("yours if you accept" if mine else f"{name} (asked)") if open_question else name)
    return " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 2 else said) or "nobody yet"


def due_words(shown: Shown) -> str:
    """``by Friday 27 November (in 4 days)``, ``was due …`` where that may be said, or that there is no date."""
    item = shown.item
    if item.due is None:
        return "no date"
    at = f", {clock(item.due_time)}" if item.due_time else ""
    if not item.is_open or not shown.dated:
        return f"by {near_day(item.due, shown.today)}{at}"
    return f"{'was due' if item.late(shown.today) else 'by'} {near_day(item.due, shown.today)}{at} ({away(item.due, shown.today)})"


def facts(shown: Shown) -> str:
    """The line under it: state, who, by when."""
    state = {State.DONE: "✓ done", State.DROPPED: "dropped"}.get(shown.item.state)
    return " · ".join(p for p in (state, owners(shown), due_words(shown)) if p)


def summary(shown: Shown) -> str:
    """Its plain-text twin, escaped."""
    return escape(f"Action item {shown.item.ref}: {clip(one_line(shown.item.text), 300)} ({facts(shown)}).")


def _origin(shown: Shown) -> list[dict]:
    if not (shown.source or shown.group):
        return []
    link = [run(" "), {"type": "link", "url": shown.link, "text": "↗\ufe0e"}] if shown.link else []
    return [run(" · ".join(p for p in (shown.group, shown.source) if p), italic=True), *link]


def row(shown: Shown) -> dict:
    """An action item in a list."""
    return rich(title(shown.item), [run(facts(shown)), *([run(" · "), *_origin(shown)] if shown.group else [])])


def card(shown: Shown, *, said: str = "", full: bool = False, back: str = "") -> Message:
    """One with its buttons. ``said``: what has just happened; ``full``: with its history; ``back``: the list it was opened from."""
    item = shown.item
    blocks = [section(escape(said))] if said else []
    reason = [run(f"Why: {clip(item.reason, 500)}")] if item.reason and item.state is State.DROPPED else []
    blocks.append(rich(title(item, whole=True), [run(facts(shown))], reason, _origin(shown)))
    if full and shown.history:
        blocks.append(rich([run("History", bold=True)], *[_line(n) for n in shown.history]))
    blocks.append(actions(*buttons(shown), *([button("Back to the list", Ids.LIST, back)] if back else []), block_id=f"action-{item.id}"))
    return Message(text=f"{escape(said)} {summary(shown)}".strip(), blocks=blocks)


_KINDS = {"text": "new words", "due": "date", "owners": "with", "state": "", "accepted": "accepted", "note": ""}


def _line(note: Note) -> list[dict]:
    what = _KINDS[note.kind]
    words = clip(one_line(note.text), 300)
    by = [run("  "), {"type": "user", "user_id": note.user}] if note.user else []
    return [moment(note.at, "{date_short}"), *by, run(f"  {what}{': ' if what and words else ''}{words}")]


def buttons(shown: Shown) -> list[dict]:
    item, value, name = shown.item, str(shown.item.id), f"action item {shown.item.ref}"
    note = button("Add a note", Ids.NOTE, value, label=f"Add a note to {name}")
    if not item.is_open:
        return [button("Reopen", Ids.REOPEN, value, label=f"Reopen {name}"), note] if shown.may_change else [note]
    if shown.asked:
        return [*asked_buttons(shown), note]
    if not item.owners:
        return [button("I'll take it", Ids.TAKE, value, style="primary", label=f"I'll take {name}"),
                button("Give to…", Ids.GIVE, value, label=f"Give {name} to somebody"), more(shown)]
    if not shown.may_change:
        return [note]
    done = button("Done", Ids.DONE, value, style="primary" if shown.mine else None, label=f"Done: {name}")
    return [done, button("Change date", Ids.DUE, value, label=f"Change the date of {name}"), note, more(shown)]


def more(shown: Shown) -> dict:
    """What is needed less often."""
    value = str(shown.item.id)
    give = "Pass on…" if shown.mine else "Give to somebody…"
    return {"type": "overflow", "action_id": Ids.MORE.value,
            "options": [option("Edit", f"edit|{value}"), option(give, f"give|{value}"), option("Drop…", f"drop|{value}")]}


def asked_buttons(shown: Shown, state: str = "") -> list[dict]:
    """Accept, another date, pass on. ``state``: the message that the buttons stand in."""
    value, name = f"{shown.item.id}{state}", f"action item {shown.item.ref}"
    return [button("Accept", Ids.ACCEPT, value, style="primary", label=f"Accept {name}"),
            button("Change date", Ids.DUE, value, label=f"Change the date of {name}"),
            button("Pass on", Ids.PASS, value, label=f"Pass on {name}")]


def taken_out(item: ActionItem, *, hand: str) -> Message:
    """It was dropped; one click brings it back."""
    said = f"Dropped: action item {item.ref}. {hand}".strip()
    return Message(text=escape(said), blocks=[section(escape(said)), rich([run(clip(one_line(item.text), 300), strike=True)]),
                                              actions(button("Reopen", Ids.REOPEN, str(item.id)), block_id=f"action-{item.id}")])


# ---- lists -----------------------------------------------------------------------------------------------------------

def listing(name: str, shown: Sequence[Shown], *, which: str, total: int, page: int, pages: int, empty: str) -> Message:
    """A page of action items. ``which`` names the list for its buttons (``mine``, ``group:5``, ``late:5``, ``of:7:5``)."""
    blocks: list[dict] = [section(f"*{escape(name)}*")]
    for one in shown:
        blocks += [row(one), actions(*_row_buttons(one, f"|{which}|{page}"), block_id=f"action-{one.item.id}")]
    if not shown:
        blocks.append(section(empty))
    if pages > 1:
        turns = [button("◀ Back", f"{Ids.LIST}.back", f"{which}|{page - 1}")] if page > 1 else []
        turns += [button("More ▶", f"{Ids.LIST}.next", f"{which}|{page + 1}")] if page < pages else []
        blocks += [context(f"Page {page} of {pages} · {total} action items"), actions(*turns, block_id=f"pager-{page}")]
    else:
        blocks.append(actions(button("Add an action item", Ids.ADD), block_id="actions-add"))
    return Message(text=f"{escape(name)}. " + (" ".join(summary(s) for s in shown) or empty), blocks=blocks)


def _row_buttons(shown: Shown, back: str) -> list[dict]:
    value, name = f"{shown.item.id}{back}", f"action item {shown.item.ref}"
    show = button("Details", Ids.SHOW, value, label=f"Details of {name}")
    if shown.item.is_open and shown.asked:
        return [button("Accept", Ids.ACCEPT, value, label=f"Accept {name}"), show]
    if shown.item.is_open and shown.mine:
        return [button("Done", Ids.DONE, value, label=f"Done: {name}"), show]
    return [show]


def home(shown: Sequence[Shown], total: int) -> list[dict]:
    """For Home: the reader's open action items, soonest first."""
    blocks = []
    for one in shown:
        blocks += [row(one), actions(*_row_buttons(one, ""), block_id=f"action-{one.item.id}")]
    rest = [button(f"All {total}", Ids.LIST, "mine|1", label="All my action items")] if total > len(shown) else []
    return [*blocks, actions(*rest, button("Add an action item", Ids.ADD), block_id="home-actions")]


# ---- what was typed and is not clear ------------------------------------------------------------------------------------

def which_day(question: str, choices: Sequence[tuple[str, str]], draft: str, what: str) -> Message:
    """A date was not clear: what was typed is kept in the draft while the person chooses."""
    offered = [button(label, f"{Ids.DAY}.{n}", f"{draft}|{value}") for n, (label, value) in enumerate(choices[:5])]
    rest = [button("Another day", f"{Ids.DAY}.other", f"{draft}|other"), button("No date", f"{Ids.DAY}.none", f"{draft}|none")]
    return Message(text=f"{escape(question)} Your action item is kept until you choose.",
                   blocks=[rich([run(clip(what, 600), bold=True)]), section(escape(question)), actions(*offered, *rest)])


def which_owner(question: str, people: Sequence[tuple[str, str]], draft: str, what: str) -> Message:
    """Whose it is was not clear. ``people``: (Slack id, name)."""
    offered = [button(clip(name, 70), f"{Ids.OWNER}.{n}", f"{draft}|{user}") for n, (user, name) in enumerate(people[:8])]
    rest = [button("Mine", f"{Ids.OWNER}.me", f"{draft}|me"), button("Somebody else", f"{Ids.OWNER}.other", f"{draft}|other")]
    return Message(text=f"{escape(question)} Your action item is kept until you choose.",
                   blocks=[rich([run(clip(what, 600), bold=True)]), section(escape(question)), actions(*offered, *rest)])


def split(count: int, group: str) -> Message:
    """One for each member was made."""
    said = f"✓ {count} action items, one for each member of {group}. Each is asked."
    return Message(text=escape(said), blocks=[section(escape(said)), actions(button("See them", Ids.LIST, "group|1"), block_id="made")])


# ---- the agenda ------------------------------------------------------------------------------------------------------------

def one_line_of(item: ActionItem, *, today: date) -> str:
    """In an agenda, in plain words: ``#7 Draft the survey — Bob Lindqvist, was due Friday 27 November``."""
    who = ", ".join(o.name or "somebody" for o in item.owners) or "nobody yet"
    when = f", {'was due' if item.late(today) else 'by'} {near_day(item.due, today)}" if item.due else ""
    return f"{item.ref} {clip(one_line(item.text), 200)} — {who}{when}"
