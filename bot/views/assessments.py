"""What is said of a needs assessment: the question to each, the four short pages, what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views.blocks import Message, actions, button, context, escape, header, modal, one_of_field, option, rich, run, words_field
from bot.views.blocks import asked as ask
from bot.views.days import near_day
from bot.views.topics import FIELDS
from mentoring import assessments as rules
from mentoring.assessments import Gap, Marks, Round
from mentoring.people import Group
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """What can be clicked and submitted."""

    ANSWER = "needs.answer"          # value: the round
    FORM = "needs.form"
    PROPOSE = "needs.propose"        # value: round|subject
    SHOW = "needs.show"              # value: the group
    START = "needs.start"            # value: the group
    CLOSE = "needs.close"            # value: the group


_IMPORTANT = ("Not now", "Somewhat", "Very")
_SURE = ("Not yet", "Fairly", "Yes")
_PRIVATE = ("🔒 Nobody sees what you say, not even an organiser: it is sealed until the close, then only counts are left and the answers "
            "are gone.")


def asked(one: Round, group: Group, tz: str) -> Message:
    """To each member."""
    until = one.due.astimezone(ZoneInfo(tz)).date()
    words = f"What should {group.name} talk about? Two minutes, until {near_day(until, until)}."
    return Message(text=escape(words), blocks=[
        rich([run(words)]), actions(button("Two minutes", Ids.ANSWER, str(one.id), style="primary", label="Answer the needs check"),
                                    block_id=f"needs-{one.id}"), context(_PRIVATE)])


def page(one: Round, number: int, marks: Marks, *, nonce: str) -> dict:
    """One field of the four: how much each of its subjects matters, and how sure one is of it."""
    field, last = rules.FIELDS[number], number == len(rules.FIELDS) - 1
    blocks: list[dict] = [header(FIELDS[field]), context(f"{number + 1} of {len(rules.FIELDS)}. Leave out what you like.")]
    for subject in (s for s in rules.SUBJECTS if s.field is field):
        blocks.append(rich([run(subject.title, bold=True)]))
        blocks.append(ask(f"i-{subject.key}", "Does it matter to you just now?", _scale(_IMPORTANT, marks.important.get(subject.key)),
                          optional=True))
        blocks.append(ask(f"s-{subject.key}", "Are you sure of it?", _scale(_SURE, marks.sure.get(subject.key)), optional=True))
    if last:
        blocks.append(ask("own", "Anything else? One subject a line", words_field("\n".join(marks.own), lines=True, longest=320),
                          optional=True, hint="Shown to the group without your name, if there are five or more."))
    blocks.append(context(_PRIVATE))
    return modal("What do you need?", Ids.FORM, blocks, submit="Send" if last else "Next",
                 meta=json.dumps({"nonce": nonce, "round": one.id, "page": number}))


def _scale(words: tuple[str, str, str], chosen: int | None) -> dict:
    return one_of_field("radio_buttons", [option(w, str(n)) for n, w in enumerate(words)], None if chosen is None else str(chosen))


def thanks(one: Round) -> Message:
    """It is sent off; it may be changed until the close."""
    words = "✓ Thank you. You can change it until the check closes; then the group sees counts, and the answers are gone."
    change = button("Change it", Ids.ANSWER, str(one.id))
    return Message(text=words, blocks=[rich([run(words)]), actions(change, block_id=f"needs-{one.id}")])


def none(group: Group, organiser: bool) -> Message:
    """There never was one."""
    words = (f"{group.name} has not asked yet what its members need. Two minutes each, answers are private, and the gaps become topics.")
    start = [actions(button("Ask everybody", Ids.START, str(group.id), style="primary"), block_id="needs")] if organiser else []
    return Message(text=escape(words), blocks=[rich([run(words)]), *start])


def begun(one: Round, group: Group) -> Message:
    """To the organiser who has asked."""
    until = one.due.astimezone(ZoneInfo(group.tz)).date()
    words = f"✓ Each of the {one.members} members is asked now, outside their quiet hours. It closes on {near_day(until, until)}."
    return Message(text=words, blocks=[rich([run(words)]), actions(button("My own answers", Ids.ANSWER, str(one.id), style="primary"),
                                                                   button("Close it now", Ids.CLOSE, str(group.id)), block_id="needs")])


def running(one: Round, group: Group, *, mine: bool, organiser: bool) -> Message:
    """It is open: how many have answered is told to nobody."""
    until = one.due.astimezone(ZoneInfo(group.tz)).date()
    words = f"The needs check of {group.name} is open until {near_day(until, until)}. " + ("You have answered." if mine else "Two minutes?")
    close = [button("Close it now", Ids.CLOSE, str(group.id))] if organiser else []
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        button("Change my answers" if mine else "Two minutes", Ids.ANSWER, str(one.id), **({} if mine else {"style": "primary"})), *close,
        block_id="needs"), context(_PRIVATE)])


def closed() -> Message:
    """To who has closed it: the channel has what came of it."""
    words = "✓ Closed. What came of it stands in the channel, and the answers are gone."
    return Message(text=words, blocks=[rich([run(words)])])


def results(stand) -> Message:
    """What came of it, once: the widest gaps first, each with the way to a topic. Without enough answers only that."""
    one, group = stand.round, stand.group
    head = f"What {group.name} needs"
    if not stand.enough:
        why = (f"Fewer than {rules.FEWEST} have answered, so nothing is shown and everything is gone." if one.members >= rules.FEWEST else
               "In so small a group something is shown only when everybody has answered. Everything is gone.")
        again = [actions(button("Ask again", Ids.START, str(group.id)), block_id="needs")] if stand.organiser else []
        return Message(text=escape(f"{head}: {why}"), blocks=[header(head), rich([run(why)]), *again])
    blocks: list[dict] = [header(head)]
    if not rules.counted(one.answered):
        blocks.append(context("So few of you could be told apart by counts: here is only the order."))
    for gap in stand.gaps[:rules.SHOWN]:
        subject = rules.BY_KEY[gap.key]
        blocks += [rich([run(subject.title, bold=True)], [run(f"{FIELDS[subject.field]}{_counts(gap)}")]),
                   actions(button("Propose as a topic", f"{Ids.PROPOSE}.{gap.key}", f"{one.id}|{gap.key}",
                                  label=f"Propose as a topic: {clip(subject.topic, 50)}"), block_id=f"gap-{gap.key}")]
    if not stand.gaps:
        blocks.append(rich([run("Nothing stands out: what matters to you, you feel sure of. A good moment to look outside.")]))
    if one.own:
        blocks.append(rich([run("Also named: ", bold=True), run("; ".join(clip(one_line(t), rules.LONGEST_OWN) for t in one.own[:12]))]))
    said = "; ".join(rules.BY_KEY[g.key].title for g in stand.gaps[:3])
    return Message(text=escape(f"{head}: {said or 'nothing stands out'}."), blocks=blocks)


def _counts(gap: Gap) -> str:
    than = "" if gap.before in (None, gap.share) else f", {'more' if gap.share > gap.before else 'fewer'} than a year ago"
    if gap.most:
        return f" · nearly all of you want it and do not feel sure yet{than}"
    if gap.want is None:
        return ""
    return f" · {gap.want} of {gap.said} want it and do not feel sure yet{than}"


def read(values: Mapping[str, object], number: int) -> Marks:
    """What was chosen on a page."""
    def chosen(prefix: str) -> dict[str, int]:
        known = {key[2:]: str(v) for key, v in values.items() if key.startswith(prefix) and key[2:] in rules.BY_KEY}
        return {key: int(v) for key, v in known.items() if v in ("0", "1", "2")}
    own = str(values.get("own") or "").splitlines() if number == len(rules.FIELDS) - 1 else ()
    return Marks(important=chosen("i-"), sure=chosen("s-"), own=tuple(own))
