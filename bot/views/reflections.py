"""What its author sees of a reflection: the form, the journal, one entry. All of it stands in windows, never in a message:
messages are kept, searched and exported by Slack, what stands in a window is not (reliability 5.2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from bot.views.blocks import (
    PRIVACY_LINE,
    Message,
    actions,
    asked,
    button,
    confirm,
    context,
    divider,
    escape,
    modal,
    one_of_field,
    option,
    rich,
    run,
    section,
    words_field,
)
from bot.views.days import near_day
from bot.views.reflection_posts import Ids as PostIds
from bot.views.reflection_posts import shown
from mentoring.people import Group
from mentoring.reflections import LONGEST_PART, PARTS, VALUES, Every, Reflection, Size, Words
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """Everything about one's own reflections that can be clicked or submitted."""

    FORM = "reflections.form"
    TYPED = "reflections.typed"          # while somebody writes
    SIZE = "reflections.size"
    ANOTHER = "reflections.another"
    ANEW = "reflections.anew"            # value: the entry, or 0
    LIST = "reflections.list"            # value: the page
    SHOW = "reflections.show"
    EDIT = "reflections.edit"
    DELETE = "reflections.delete"
    SHARE = "reflections.share"          # value: the entry, or entry|group
    SHARE_FORM = "reflections.share_form"
    UNSHARE = "reflections.unshare"
    RHYTHM = "reflections.rhythm"
    JOURNAL = "reflections.journal"
    JOURNAL_SEND = "reflections.journal_send"
    VALUES = "reflections.values"
    VALUES_FORM = "reflections.values_form"
    UNPROMPT = "reflections.unprompt"    # value: the prompt


SIZES = {Size.LINE: "A line: thirty seconds", Size.PAGE: "A page: a few minutes", Size.LONG: "As long as I like",
         Size.WHAT: "What? So what? Now what?", Size.GIBBS: "Six steps, after Gibbs"}
RHYTHMS: Mapping[Every | None, str] = {Every.WEEK: "Every week", Every.FORTNIGHT: "Every two weeks", Every.MONTH: "Once a month",
                                       None: "Never"}
ENERGIES = ("low", "uneven", "steady", "high")
ONLY_YOU = "🔒 Only you can read this, in this window. It is kept sealed."
WARNING = ("The file then lies in Slack, in your direct message with me: your workspace's owners may be able to export it, and you can "
           "delete it there. It holds your whole journal, readable.")


def form(words: Words, *, target: int, nonce: str, mark: str, today: date, left: datetime | None = None, ref: str = "") -> dict:
    """The window to write in. What is typed is kept while it is typed, so that closing it loses nothing.

    ``mark`` names its fields: with another mark Slack takes the words given here instead of those that stand in the window.
    """
    held = [*words.parts, *("",) * len(PARTS[words.size])][:len(PARTS[words.size])]
    blocks: list[dict] = [rich([run(words.prompt, bold=True)])] if words.prompt else []
    if left:
        blocks.append(context(f"This is where you stopped on {near_day(left.date(), today)}."))
    blocks.append(actions(*_room(words, target, left is not None), block_id="room"))
    for at, (title, text) in enumerate(zip(PARTS[words.size], held, strict=True)):
        field = words_field(text, lines=True, longest=LONGEST_PART, focus=at == 0) | {"action_id": str(Ids.TYPED)}
        field["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
        blocks.append(asked(f"part{at}-{mark}", title, field, optional=at > 0 or len(held) > 1) | {"dispatch_action": True})
    energy = one_of_field("static_select", [option(e.capitalize(), e) for e in ENERGIES], words.energy or None)
    blocks += [asked("energy", "How is your energy?", energy | {"action_id": str(Ids.TYPED)}, optional=True) | {"dispatch_action": True},
               context(ONLY_YOU, PRIVACY_LINE)]
    # The prompt travels with the form; what was written does not, so that nothing of it is anywhere but in its field.
    meta = json.dumps({"nonce": nonce, "target": target, "prompt": words.prompt, "size": words.size.value, "mark": mark, "ref": ref})
    return modal(f"Reflection {ref}".strip() if target else "Reflect", Ids.FORM, blocks, submit="Keep", meta=meta)


def _room(words: Words, target: int, unfinished: bool) -> list[dict]:
    """How much room, another prompt, and away with what was left unfinished."""
    size = one_of_field("static_select", [option(text, s.value) for s, text in SIZES.items()], words.size.value)
    made = [{**size, "action_id": str(Ids.SIZE)}]
    if not target:
        made.append(button("Another prompt", Ids.ANOTHER))
    if unfinished:
        made.append(button("Begin anew", Ids.ANEW, str(target), confirm=confirm(
            "Begin anew?", "What you wrote here and did not keep will be gone.", "Begin anew")))
    return made


def kept(mine: Reflection, *, changed: bool, was_shared: bool = False) -> Message:
    """After it has been kept; not a word of it is here."""
    words = f"✓ {'Changed' if changed else 'Kept, for you alone'}: reflection {mine.ref}."
    if was_shared:
        words += " The copy that your group had is taken back, because it said something else."
    return Message(text=words, blocks=[rich([run(words)]), actions(
        button("My journal", Ids.LIST, "1"), button("Share with my group …", Ids.SHARE, str(mine.id)), block_id=f"kept-{mine.id}")])


def by_button(words: str, prompt: str = "") -> Message:
    """Where a window cannot open by itself: the way to it."""
    return Message(text=words, blocks=[section(words), actions(
        button("Write", PostIds.WRITE, prompt, style="primary"), button("My journal", Ids.LIST, "1"), block_id="reflect")])


def values_form(before: Reflection | None, *, nonce: str) -> dict:
    """The yearly exercise: choose, rank, one line. What one chose last time is shown, not filled in."""
    options = [option(v, v) for v in VALUES]
    last = [context(f"Last time, in {before.created:%Y}: {escape(', '.join(p for p in before.words.parts[:3] if p))}.")] if before else []
    return modal("My values", Ids.VALUES_FORM, [
        section("Which three matter most to you at work just now? Take the first that comes; there is no right one."), *last,
        *(asked(name, label, one_of_field("static_select", options, None), optional=True)
          for name, label in (("first", "First"), ("second", "Second"), ("third", "Third"))),
        asked("own", "Your own word, in place of the first", words_field(longest=60), optional=True),
        asked("line", "What does the first one ask of you this year?", words_field(lines=True, longest=500), optional=True),
        context(ONLY_YOU, PRIVACY_LINE)], submit="Keep", meta=json.dumps({"nonce": nonce}))


# ---- the journal -----------------------------------------------------------------------------------------------------------

def journal(entries: Sequence[tuple[Reflection, date]], *, number: int, pages: int, total: int, today: date, draft: date | None,
            rhythm: Every | None) -> dict:
    """The list of one's own entries, newest first."""
    blocks: list[dict] = [actions(button("Write", PostIds.WRITE, "", style="primary"), button("My values", Ids.VALUES),
                                  button("As a file …", Ids.JOURNAL), block_id="journal-top")]
    if draft:
        blocks.append(context(f"Something you wrote on {near_day(draft, today)} is not kept yet: *Write* opens it again."))
    if not total:
        blocks.append(rich([run("Nothing here yet. One line is enough to begin, and nobody but you will ever see it.")]))
    for mine, day in entries:
        state = " · shared with your group" if mine.shared else ""
        blocks += [rich([run(f"{mine.ref} "), run(near_day(day, today), bold=True), run(state)],
                        [run(clip(one_line(mine.words.prompt), 120), italic=True)], [run(clip(one_line(mine.words.text), 160))]),
                   actions(button("Open", Ids.SHOW, str(mine.id), label=f"Open reflection {mine.ref}"), block_id=f"entry-{mine.id}")]
    if pages > 1:
        around = [(number - 1, "Newer"), (number + 1, "Older")]
        turns = [button(text, f"{Ids.LIST}.{n}", str(n)) for n, text in around if 1 <= n <= pages]
        blocks.append(actions(*turns, block_id="journal-pages"))
        blocks.append(context(f"Page {number} of {pages}"))
    choose = one_of_field("static_select", [option(text, every.value if every else "never") for every, text in RHYTHMS.items()],
                          rhythm.value if rhythm else "never")
    blocks += [divider(), section("How often may my message of the week bring you a prompt?",
                                  accessory={**choose, "action_id": str(Ids.RHYTHM)}),
               context("🔒 Only you can read your journal. It is kept sealed.")]
    return modal("My journal", "window", blocks, submit=None, close="Close")


def one(mine: Reflection, day: date, today: date, *, groups: Sequence[Group], said: str = "") -> dict:
    """One entry, whole."""
    where = [g.name for g in groups if g.id in mine.shared]
    state = f" · shared with {', '.join(where) or 'a group'}" if mine.shared else ""
    energy = f" · energy {mine.words.energy}" if mine.words.energy else ""
    changed = " · changed since" if mine.changed else ""
    value = str(mine.id)
    deeds = [button("Edit", Ids.EDIT, value)] if mine.words.size is not Size.VALUES else []
    if mine.shared:
        deeds.append(button("Take it back", Ids.UNSHARE, value))
    elif groups:
        deeds.append(button("Share …", Ids.SHARE, value))
    warn = " The copy in your group's channel goes, too." if mine.shared else ""
    deeds.append(button("Delete", Ids.DELETE, value, style="danger", confirm=confirm(
        "Delete it?", f"It is gone at once and for good.{warn}", "Delete")))
    return modal(f"Reflection {mine.ref}", "window", [
        *([section(escape(said))] if said else []), rich([run(near_day(day, today), bold=True), run(f"{state}{energy}{changed}")]),
        *shown(mine.words), actions(*deeds, block_id=f"one-{value}"), actions(button("My journal", Ids.LIST, "1"), block_id="back"),
        context(ONLY_YOU if not mine.shared else "Your group reads the copy in its channel; this one stays yours.")],
        submit=None, close="Close")


def which_group(mine: Reflection, groups: Sequence[Group]) -> dict:
    """With whom?"""
    left = [g for g in groups if g.id not in mine.shared]
    buttons = [button(g.name, f"{Ids.SHARE}.{g.id}", f"{mine.id}|{g.id}") for g in left[:20]]
    return modal("Share", "window", [section("With which of your groups?"), actions(*buttons, block_id="share-with")], submit=None,
                 close="Close")


def preview(mine: Reflection, group: Group, *, readers: int, doubts: Sequence[str], nonce: str) -> dict:
    """Exactly what the group will see, before it does."""
    people = f"{readers} {'person' if readers == 1 else 'people'}"
    hint = []
    if doubts:
        hint = [section(f"⚠️ This may identify someone: it looks as if there were {' and '.join(doubts)} in it. Edit it first, or share it "
                        "if you are sure.")]
    return modal("Share this one?", Ids.SHARE_FORM, [
        rich([run(f"This is what {group.name} ({people} beside you) will see in its channel, with your name:")]), divider(),
        *shown(mine.words), divider(), *hint,
        context("Your energy and the rest of your journal stay with you. You can take it back at any time.", PRIVACY_LINE)],
        submit="Share", meta=json.dumps({"nonce": nonce, "reflection": mine.id, "group": group.id}))


def shared(mine: Reflection, group: Group) -> Message:
    """It is on its way to the channel."""
    words = f"✓ Reflection {mine.ref} is shared with {group.name}, in a thread of its own."
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        button("Take it back", Ids.UNSHARE, str(mine.id)), button("My journal", Ids.LIST, "1"), block_id=f"shared-{mine.id}")])


def taken_back(mine: Reflection) -> Message:
    """The group has no copy any more."""
    words = f"✓ Taken back: the post of reflection {mine.ref} is gone. What others answered in its thread is theirs."
    return Message(text=words, blocks=[section(words), actions(button("My journal", Ids.LIST, "1"), block_id="taken-back")])


def round_begins() -> Message:
    """To whoever began a writing round."""
    return Message(text="✓ Five quiet minutes begin, in the meeting's thread.")


def monthly(group: Group, on: bool) -> Message:
    """The reflection of the month, on or off."""
    words = (f"✓ {group.name} gets one question a month, on the first Monday at nine; members open its thread in turn." if on
             else "✓ No more questions of the month.")
    return Message(text=escape(words), blocks=[rich([run(words)])])


def as_file() -> dict:
    """The whole journal as a file: first what that means."""
    return modal("My journal as a file", Ids.JOURNAL_SEND, [section(WARNING)], submit="Send it to me")


def file_comes() -> Message:
    """The file is on its way."""
    words = "✓ Your journal comes as a file in our direct message in a moment. Delete the message there when you have saved it."
    return Message(text=words, blocks=[rich([run(words)])])


def rhythm_set(every: Every | None) -> Message:
    """How often a prompt comes from now on."""
    words = {None: "✓ No more prompts. `/mentor reflect` is there whenever you like.",
             Every.WEEK: "✓ A prompt comes with your message of the week, every week.",
             Every.FORTNIGHT: "✓ A prompt comes with every second message of the week.",
             Every.MONTH: "✓ A prompt comes with the first message of the week of each month."}[every]
    return Message(text=words, blocks=[section(words), actions(button("Write now", PostIds.WRITE, ""), block_id="rhythm-set")])


def prompts(group: Group, own: Sequence[tuple[int, str]], said: str = "") -> Message:
    """A group's own prompts."""
    head = said or (f"{group.name} has {len(own)} prompt{'s' if len(own) != 1 else ''} of its own; they come before those of the bank."
                    if own else f"{group.name} has no prompt of its own yet. Add one: /mentor reflect prompt add What did you let go of?")
    blocks: list[dict] = [rich([run(head)])]
    for number, text in own[:20]:
        blocks += [rich([run(text, italic=True)]), actions(
            button("Write about it", PostIds.WRITE, f"own{number}", label=f"Write about: {clip(text, 50)}"),
            button("Take away", Ids.UNPROMPT, str(number), label=f"Take away: {clip(text, 50)}"), block_id=f"prompt-{number}")]
    return Message(text=escape(head), blocks=blocks)
