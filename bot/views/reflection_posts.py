"""What a group sees of a reflection that its author shares, and what the thread of a meeting says while people write."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.views.blocks import (
    PRIVACY_LINE,
    Message,
    actions,
    asked,
    button,
    context,
    escape,
    modal,
    moment,
    plain,
    rich,
    run,
    who,
    words_field,
)
from mentoring.reflections import Reflection, Words
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """What can be clicked and submitted in a group's channel."""

    HEARD = "reflections.heard"        # value: reflection|group
    WONDER = "reflections.wonder"
    ANSWER_FORM = "reflections.answer_form"
    WRITE = "reflections.write"        # value: the prompt's key, or nothing


HEARD, WONDER = "heard", "wonder"
_SAID = {HEARD: "What I heard", WONDER: "What I wonder"}


def _pieces(words: Words) -> list[dict]:
    """The words as they were written; Slack interprets nothing in them."""
    blocks = []
    for title, text in words.pieces:
        blocks += ([rich([run(title, bold=True)])] if title else []) + [{"type": "section", "text": plain(text, 3000)}]
    return blocks


def shown(words: Words) -> list[dict]:
    """A reflection as its reader sees it: the prompt, then the words."""
    return [*([rich([run(words.prompt, italic=True)])] if words.prompt else []), *_pieces(words)]


def posts(mine: Reflection, user: str) -> list[Message]:
    """The post in the channel, and what is too long for it as messages of its thread; each within what Slack takes."""
    blocks = shown(mine.words)
    lots, size = [[]], 0
    for block in blocks:
        length = len(str(block))
        if lots[-1] and size + length > 3500:
            lots.append([])
            size = 0
        lots[-1].append(block)
        size += length
    head = rich([run("🪞 "), who(user), run(" shares a reflection", bold=True)])
    more = [context("It goes on in the thread.")] if len(lots) > 1 else []
    text = "A reflection was shared with the group."
    return [Message(text=text, blocks=[head, *lots[0], *more]), *(Message(text=text, blocks=lot) for lot in lots[1:])]


def invitation(reflection_id: int, group_id: int) -> Message:
    """Under the post: how to answer."""
    value = f"{reflection_id}|{group_id}"
    words = "Answer with a question more than with advice: say what you heard, or what you wonder. Or simply write here."
    return Message(text=words, blocks=[rich([run(words)]), actions(
        button(_SAID[HEARD], Ids.HEARD, value), button(_SAID[WONDER], Ids.WONDER, value), block_id=f"answer-{reflection_id}-{group_id}")])


def answer_form(value: str, kind: str, nonce: str) -> dict:
    """The form of an answer."""
    hints = {HEARD: "For example: “I heard how much the first year mattered to you.”",
             WONDER: "For example: “I wonder what you would have needed from us that day.”"}
    return modal(_SAID[kind], Ids.ANSWER_FORM, [
        asked("text", _SAID[kind], words_field(lines=True, longest=2000, focus=True), hint=hints[kind]), context(PRIVACY_LINE)],
        submit="Post in the thread", meta=f'{{"nonce": "{nonce}", "value": "{value}", "kind": "{kind}"}}')


def answered(user: str, kind: str, text: str) -> Message:
    """An answer in the thread, by name."""
    return Message(text=f"{_SAID[kind]}: {escape(clip(one_line(text), 200))}", blocks=[
        rich([who(user), run(f" · {_SAID[kind].lower()}", italic=True)]), {"type": "section", "text": plain(text, 3000)}])


def quiet(prompt: str, key: str, until: datetime) -> Message:
    """Five quiet minutes begin."""
    words = "Five quiet minutes. Everybody writes for themselves; nobody sees it."
    return Message(text=f"{words} {escape(prompt)}", blocks=[
        rich([run(f"🪞 {words} Until ", bold=True), moment(until, "{time}", f"{until:%H:%M} UTC"), run(".")], [run(prompt, italic=True)]),
        actions(button("Write", Ids.WRITE, key, style="primary", label="Write a reflection, only for you"), block_id="writing")])


def of_the_month(prompt: str, key: str, opener: str | None) -> Message:
    """The question of the month in the channel, and who opens its thread."""
    turn = [[who(opener), run(" opens the thread: one thing you noticed, one thing you wonder. The others follow with as little as they "
                              "like.")]] if opener else []
    return Message(text=f"The reflection of the month: {escape(prompt)}", blocks=[
        rich([run("🪞 The reflection of the month", bold=True)], [run(prompt, italic=True)], *turn),
        actions(button("Write for myself", Ids.WRITE, key, label="Write a reflection, only for you"), block_id="month")])


def time_is_up() -> Message:
    """The five minutes are over."""
    words = "Time. Whoever wishes shares: open your reflection and press Share. To keep it for yourself is just as good."
    return Message(text=words, blocks=[rich([run(words)]), actions(button("My journal", "reflections.list", "1"), block_id="written")])
