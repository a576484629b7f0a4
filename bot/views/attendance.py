"""Who comes: the answer to an RSVP, the form for a word to be read out, the form to keep the dates free, who was there."""

from __future__ import annotations

import json
from collections.abc import Sequence
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
    option,
    rich,
    run,
    section,
    who,
    words_field,
)
from bot.views.days import day
from bot.views.reminders import counts, rsvp, when_words
from mentoring.attendance import Count
from mentoring.meetings import Meeting, Reply, Rsvp, Series
from mentoring.people import Group

MOST_BOXES = 10   # that Slack shows in one group of checkboxes


class Ids(StrEnum):
    """Everything about coming that can be clicked or submitted."""

    RSVP = "meetings.rsvp"
    WORD = "attendance.word"
    WORD_FORM = "attendance.word_form"
    KEEP = "meetings.commit"
    CONFLICTS = "meetings.conflicts"
    CONFLICTS_FORM = "attendance.conflicts_form"
    HERE = "attendance.here"
    WHO = "attendance.who"
    CORRECT = "attendance.correct"
    CORRECT_FORM = "attendance.correct_form"


SAID = {Rsvp.YES: "✓ You are coming", Rsvp.LATE: "✓ You are coming late", Rsvp.NO: "✓ Noted: you cannot come"}


def name(meeting: Meeting) -> str:
    """``meeting 4, Tuesday 1 December 2026, 7:30 AM``, in the group's zone."""
    return f"meeting {meeting.number}, {when_words(meeting)}"


def answered(meeting: Meeting, count: Count, mine: Reply) -> Message:
    """After an RSVP, for the one who gave it."""
    said = f"{SAID[mine.answer]}: {name(meeting)}."
    others = [r for r in (Rsvp.YES, Rsvp.LATE, Rsvp.NO) if r is not mine.answer]
    labels = {Rsvp.YES: "I'm coming", Rsvp.LATE: "I'll be late", Rsvp.NO: "I can't"}
    buttons = [button(labels[r], f"{Ids.RSVP}.{r.value}", str(meeting.id)) for r in others]
    blocks = [section(said), context(counts(count))]
    if mine.answer is not Rsvp.YES:
        word = "Change my word to the group" if mine.word else "Send a word to the group"
        buttons.insert(0, button(word, Ids.WORD, str(meeting.id), style=None if mine.word else "primary"))
        if mine.answer is Rsvp.NO:
            blocks.append(context("A word from you is read out at the meeting: what you would have said, or what you ask."))
    return Message(text=said, blocks=[*blocks, actions(*buttons)])


def word_form(meeting: Meeting, *, nonce: str, word: str = "", beside: bool = False) -> dict:
    """A word from somebody who cannot come. ``beside``: the message it was opened from stays."""
    return modal("A word to the group", Ids.WORD_FORM, [
        section(f"For {name(meeting)}. The group reads it with the meeting's message, and somebody reads it out."),
        asked("word", "What would you have said?", words_field(word, lines=True, longest=1000, focus=True,
                                                               placeholder="My draft is in the folder; comments until Friday, please."),
              optional=True, hint=PRIVACY_LINE),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "meeting": meeting.id, "beside": beside}))


def word_kept(meeting: Meeting, word: str) -> Message:
    """The word is with the meeting, or it has been taken back."""
    said = f"✓ Your word is with {name(meeting)}." if word else f"✓ Taken back. There is no word from you at {name(meeting)}."
    return Message(text=said, blocks=[section(said), *([rich([run(word)])] if word else []),
                                      actions(button("Change it" if word else "Send a word", Ids.WORD, str(meeting.id)))])


def who_comes(meeting: Meeting, count: Count, words: Sequence[Reply]) -> Message:
    """Who comes and who does not, by name, for a member; and the words of those who cannot."""
    lines = []
    for label, users in (("Coming", count.yes), ("Late", count.late), ("Cannot", count.no), ("Away", count.away),
                         ("Not said yet", count.silent)):
        if users:
            lines.append([run(f"{label}: ", bold=True), *_names(users)])
    said = [rich([who(r.user), run(": "), run(r.word)]) for r in words if r.word]
    return Message(text=f"Who comes to {name(meeting)}", blocks=[
        section(f"*Who comes* to {name(meeting)}"), *[rich(line) for line in lines], *said[:20], rsvp(meeting)])


def _names(users: Sequence[str]) -> list[dict]:
    return [r for n, user in enumerate(users) for r in ([run(", ")] if n else []) + [who(user)]]


def kept(series: Series, group: Group, *, but: int = 0) -> Message:
    """A member keeps the dates free."""
    rest = f" You have said no to {but}." if but else ""
    said = f"✓ Thank you. You keep the dates of {escape(group.name)} free, up to {day(series.through)}.{rest}"
    return Message(text=said, blocks=[section(said), actions(button("Some don't work", Ids.CONFLICTS, str(series.id)))])


def conflicts_form(series: Series, ahead: Sequence[tuple[Meeting, Reply | None]], *, nonce: str) -> dict:
    """The dates with a box each: tick those that do not work."""
    chosen = [(m, r is not None and r.answer is Rsvp.NO) for m, r in ahead]
    groups = [chosen[start:start + MOST_BOXES] for start in range(0, len(chosen), MOST_BOXES)]
    return modal("Dates that don't work", Ids.CONFLICTS_FORM, [
        section("Tick the dates that you cannot make; the others count as kept free. You can change each of them at any time."),
        *[asked(f"no{n}", "I can't come on" if n == 0 else "or on", _boxes(part), optional=True) for n, part in enumerate(groups)],
    ], submit="Keep the rest free", meta=json.dumps({"nonce": nonce, "series": series.id}))


def _boxes(part: Sequence[tuple[Meeting, bool]]) -> dict:
    made = [(option(when_words(m), str(m.id)), ticked) for m, ticked in part]
    ticked = [o for o, yes in made if yes]
    return {"type": "checkboxes", "options": [o for o, _ in made], **({"initial_options": ticked} if ticked else {})}


def here(meeting: Meeting) -> Message:
    """Somebody was there."""
    said = f"✓ You were at {name(meeting)}."
    return Message(text=said, blocks=[section(said)])


def correct_form(meeting: Meeting, present: Sequence[str], *, nonce: str) -> dict:
    """For an organiser: who was there."""
    picker = {"type": "multi_users_select", **({"initial_users": list(present)} if present else {})}
    return modal("Who was there?", Ids.CORRECT_FORM, [
        section(f"For {name(meeting)}. Who said yes and was not seen is told only to you and to them; there is no league table."),
        asked("there", "They were there", picker, optional=True),
    ], submit="Save", meta=json.dumps({"nonce": nonce, "meeting": meeting.id}))


def was_there(meeting: Meeting, replies: Sequence[Reply], *, organiser: bool) -> Message:
    """Who was at a meeting; who said yes and was not seen is only for an organiser."""
    present = [r.user for r in replies if r.present]
    missed = [r.user for r in replies if r.present is False and r.answer in (Rsvp.YES, Rsvp.LATE)]
    lines = [rich([run("There: ", bold=True), *(_names(present) or [run("nobody has said so yet")])])]
    if organiser and missed:
        lines.append(rich([run("Said yes, not seen: ", bold=True), *_names(missed)]))
        lines.append(context("Only you and they see this line."))
    buttons = [button("I was there", Ids.HERE, str(meeting.id), style="primary")]
    buttons += [button("Correct", Ids.CORRECT, str(meeting.id))] if organiser else []
    return Message(text=f"Who was at {name(meeting)}", blocks=[section(f"*Who was at* {name(meeting)}"), *lines, actions(*buttons)])
