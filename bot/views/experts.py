"""What a person sees of experts: the directory, a card with its visits, what is drafted, and what the channel and the thread are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views.blocks import Message, actions, button, confirm, context, divider, escape, rich, run, section, who
from bot.views.days import near_day
from bot.views.experts_words import slot_words
from bot.views.topics import FIELDS
from mentoring.experts import Expert, Need, Question, State, Visit
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.text import clip, one_line
from mentoring.topics import Topic

MOST, MOST_VISITS = 12, 6


class Ids(StrEnum):
    """Everything about experts that can be clicked or submitted."""

    ADD = "experts.add"             # value: group
    FORM = "experts.form"
    LIST = "experts.list"
    SHOW = "experts.show"
    EDIT = "experts.edit"
    REMOVE = "experts.remove"
    ADOPT = "experts.adopt"         # value: group|expert
    SETTLE = "experts.settle"       # value: group|need
    INVITE = "experts.invite"
    INVITE_FORM = "experts.invite_form"
    LETTER = "experts.letter"       # value: visit
    SAY = "experts.say"             # value: visit|state
    COLLECT = "experts.collect"     # value: visit
    ASK = "experts.ask"
    ASK_FORM = "experts.ask_form"
    ANSWER = "experts.answer"       # value: question
    ANSWER_FORM = "experts.answer_form"
    THANKS = "experts.thanks"       # value: visit
    FILE = "experts.file"           # value: visit|ics or html
    MAIL = "experts.mail"           # a link
    TEXT_FORM = "experts.text_form"


_STATE = {State.INVITED: "invited, no answer yet", State.ACCEPTED: "✓ accepted", State.DECLINED: "declined", State.CAME: "✓ came",
          State.MISSED: "did not come", State.THANKED: "✓ came, thanked"}


def _facts(expert: Expert, came: int) -> str:
    again = {True: "we would ask again", False: "we would not ask again", None: ""}[expert.again]
    return " · ".join(p for p in (FIELDS.get(expert.field, ""), f"{came} visit{'s' * (came != 1)} so far" if came else "", again,
                                  "agreed to be known to other groups" if expert.shared else "") if p) or "no field said yet"


def _name(expert: Expert) -> list[dict]:
    return [run(f"{expert.ref} "), run(clip(one_line(expert.name), 80), bold=True)]


def _reach(expert: Expert) -> list[list[dict]]:
    found = [*([run(expert.mail)] if expert.mail else []), *([run(" · ")] if expert.mail and expert.user else []),
             *([who(expert.user)] if expert.user else [])]
    return [found] if found else [[run("no address yet", italic=True)]]


def listing(group: Group, found: Sequence[tuple[Expert, int]], needs: Sequence[Need], others: Sequence[Expert], *,
            said: str = "") -> Message:
    """A group's directory, what it needs somebody for, and whom other groups' experts agreed to be known."""
    blocks: list[dict] = [*([section(escape(said))] if said else []), section(f"*Experts of {escape(group.name)}*")]
    for expert, came in found[:MOST]:
        blocks += [rich(_name(expert), [run(_facts(expert, came))]),
                   actions(button("Details", Ids.SHOW, str(expert.id), label=f"Details of expert {expert.ref}"),
                           block_id=f"expert-{expert.id}")]
    if not found:
        blocks.append(rich([run("Nobody is in the directory yet. Whom would you ask about a review, a promotion, a hard talk?")]))
    if len(found) > MOST:
        blocks.append(context(f"And {len(found) - MOST} more; `/mentor expert show 7` shows each."))
    for each in needs[:5]:
        blocks += [rich([run("Needed: "), run(clip(one_line(each.text), 300), bold=True)]),
                   actions(button("Settled", Ids.SETTLE, f"{group.id}|{each.id}", label="It is settled"), block_id=f"need-{each.id}")]
    for expert in others[:5]:
        known = [run("Another group knows "), run(clip(one_line(expert.name), 80), bold=True),
                run(f" · {FIELDS.get(expert.field, 'no field said')} · agreed to be asked")]
        blocks += [rich(known), actions(button("Take into our directory", Ids.ADOPT, f"{group.id}|{expert.id}"),
                                       block_id=f"adopt-{expert.id}")]
    blocks += [divider(), actions(button("Add somebody", Ids.ADD, str(group.id), style="primary"), block_id="experts-foot")]
    twin = " ".join(f"{e.ref} {escape(one_line(e.name))}." for e, _ in found[:MOST])
    needed = " ".join(f"Needed: {escape(clip(one_line(n.text), 100))}." for n in needs[:5])
    return Message(text=f"{escape(said)} Experts of {escape(group.name)}. {twin} {needed}".strip(), blocks=blocks)


def card(expert: Expert, visits: Sequence[tuple[Visit, Meeting]], questions: Sequence[Question], *, organiser: bool, may_edit: bool,
         said: str = "") -> Message:
    """One expert with what the reader can do; of the visits the newest six."""
    came = sum(v.state in (State.CAME, State.THANKED) for v, _ in visits)
    note = [[run(expert.note)]] if expert.note else []
    blocks = [*([section(escape(said))] if said else []), rich(_name(expert), *_reach(expert), [run(_facts(expert, came))], *note)]
    value, name = str(expert.id), f"expert {expert.ref}"
    row = [button("Invite", Ids.INVITE, value, style="primary", label=f"Invite {name}")] if organiser else []
    row.append(button("Ask something", Ids.ASK, value, label=f"Ask {name} something"))
    if may_edit:
        sure = confirm("Remove from the directory?", "Their visits, questions and answers go with them. What stands in the channel and the "
                       "minutes stays.", "Remove", "Keep")
        row += [button("Edit", Ids.EDIT, value, label=f"Edit {name}"),
                button("Remove", Ids.REMOVE, value, label=f"Remove {name}", confirm=sure)]
    blocks.append(actions(*row, block_id=f"expert-{expert.id}"))
    for visit, meeting in visits[-MOST_VISITS:]:
        blocks.append(rich([run(f"Meeting {meeting.number}: "), run(_STATE[visit.state], bold=True),
                            run(f" · {slot_words(visit, meeting)}" + ("" if meeting.is_on else " · the meeting is called off"))]))
        buttons = _visit_buttons(visit, meeting, organiser)
        if buttons:
            blocks.append(actions(*buttons, block_id=f"visit-{visit.id}"))
    for question in [q for q in questions if not q.answered][-3:]:
        blocks += [rich([run(f"{question.by or 'Somebody'} asked: "), run(clip(one_line(question.text), 300), italic=True)]),
                   actions(button("The answer came", Ids.ANSWER, str(question.id)), block_id=f"question-{question.id}")]
    twin = " ".join(f"Meeting {m.number}: {_STATE[v.state]}." for v, m in visits[-MOST_VISITS:])
    return Message(text=f"{escape(said)} Expert {expert.ref}: {escape(expert.name)} ({escape(_facts(expert, came))}). {twin}".strip(),
                   blocks=blocks)


def _visit_buttons(visit: Visit, meeting: Meeting, organiser: bool) -> list[dict]:
    value, at = str(visit.id), f"meeting {meeting.number}"

    def says(words: str, state: State) -> dict:
        return button(words, f"{Ids.SAY}.{state.value}", f"{visit.id}|{state.value}", label=f"{words}: {at}")
    ahead = visit.state in (State.INVITED, State.ACCEPTED)
    row = [button("A question for it", Ids.COLLECT, value, label=f"A question for the slot at {at}")] if ahead else []
    if not organiser:
        return row
    if ahead:
        row.append(button("Invitation", Ids.LETTER, value, label=f"The invitation to {at}"))
    row += {State.INVITED: [says("Accepted", State.ACCEPTED), says("Declined", State.DECLINED)],
            State.ACCEPTED: [says("Came", State.CAME), says("Declined", State.DECLINED)],
            State.DECLINED: [says("Accepted", State.ACCEPTED)], State.MISSED: [says("Came", State.CAME)],
            State.CAME: [button("Thanks", Ids.THANKS, value, style="primary", label=f"The thanks for {at}")]}.get(visit.state, [])
    if visit.state in (State.CAME, State.THANKED):
        row.append(button("Letter for their file", Ids.FILE, f"{visit.id}|html", label=f"Letter for their file: {at}"))
    return row


def text_ready(expert: Expert, title: str, text: str, *, link: str, buttons: Sequence[dict] = ()) -> Message:
    """A text to copy and send: the bot sends nothing to an expert by itself."""
    row = [{**button("Open in your mail", Ids.MAIL), "url": link}] if expert.mail else []
    blocks = [rich([run(title, bold=True)]), {"type": "rich_text", "elements": [
        {"type": "rich_text_preformatted", "elements": [run(text)]}]},
        *([actions(*row, *buttons, block_id=f"text-{expert.id}")] if row or buttons else []),
        context("I send nothing to anybody outside: copy the text or open it in your mail." if expert.mail else
                "I send nothing by myself: copy the text into a message to them.")]
    return Message(text=f"{escape(title)}: copy the text and send it.", blocks=blocks)


def file_button(visit: Visit, form: str) -> dict:
    """The calendar file of the slot, or the letter."""
    return button("Calendar file" if form == "ics" else "Letter for their file", f"{Ids.FILE}.{form}", f"{visit.id}|{form}")


def said_button(visit: Visit, state: State, words: str) -> dict:
    """One state."""
    return button(words, f"{Ids.SAY}.{state.value}", f"{visit.id}|{state.value}")


def answer_button(question: Question) -> dict:
    """The answer came."""
    return button("The answer came", Ids.ANSWER, str(question.id))


# ---- in the channel and to organisers ------------------------------------------------------------------------------------------

def _day(at, group: Group) -> str:
    day = at.astimezone(ZoneInfo(group.tz)).date()
    return f"{near_day(day, day)} {day.year}"


def asked_in_channel(expert: Expert, question: Question, group: Group) -> Message:
    """A question that was answered, with name and date."""
    head = f"{question.by or 'A member'} asked {expert.name} on {_day(question.asked, group)}:"
    return Message(text=f"{escape(head)} {escape(clip(one_line(question.text), 300))}",
                   blocks=[rich([run(head)], [run(question.text, italic=True)])])


def answered(expert: Expert, question: Question, group: Group, *, by: str) -> Message:
    """The answer in the thread, with name and date, and who brought it."""
    head = f"{expert.name} answered; {by or 'a member'} brought it on {_day(question.answered, group)}:"
    return Message(text=f"{escape(head)} {escape(clip(one_line(question.answer or ''), 300))}",
                   blocks=[rich([run(head, bold=True)], [run(question.answer or "")])])


def suggested(topic: Topic) -> Message:
    """In a topic's thread, once: somebody from outside would help."""
    said = "Somebody from outside would help with this, and your directory has nobody for it yet. Do you know whom to ask?"
    return Message(text=said, blocks=[rich([run(said)]), actions(
        button("I know somebody", Ids.ADD, str(topic.group_id), style="primary"), button("The directory", Ids.LIST, str(topic.group_id)),
        block_id=f"need-topic-{topic.id}")])


def slot_soon(expert: Expert, visit: Visit, meeting: Meeting) -> Message:
    """Some minutes before the slot: what the guest will not see."""
    begins = (meeting.starts + timedelta(minutes=visit.first)).astimezone(ZoneInfo(meeting.tz))
    words = (f"{expert.name} joins at {begins:%H:%M}. " + (
        "If you add them to this channel they can read all of it; by call alone they read nothing here." if expert.user else
        "They are not in Slack: nothing that was written here reaches them."))
    return Message(text=escape(words), blocks=[rich([run(words)])])


def slot_begins(expert: Expert, visit: Visit) -> Message:
    """As the slot begins: who can read."""
    reads = (f"If {expert.name} has been added to this channel, they can read all of it" if expert.user else
             f"{expert.name} is not in Slack and cannot read it")
    words = (f"For {visit.minutes} minutes {expert.name} is your guest. Who can read this thread: everybody in this channel. {reads}; "
             "they were given the brief and the questions for this slot, nothing that was written here.")
    if visit.facilitates:
        words += " They facilitate: for this meeting they may press End."
    return Message(text=escape(words), blocks=[rich([run(words)])])


def slot_ends(expert: Expert) -> Message:
    """As the slot ends: who can read."""
    more = " If they were added to the channel for it, this is the moment to take them out." if expert.user else ""
    words = f"{expert.name}'s time with you is over. Who can read this thread: everybody in this channel, as before.{more}"
    return Message(text=escape(words), blocks=[rich([run(words)])])


def called_off(expert: Expert, meeting: Meeting) -> Message:
    """To the organiser: the expert has to hear it."""
    words = f"Meeting {meeting.number} is called off, and {expert.name} was invited to it. Please tell them."
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        button("Show them", Ids.SHOW, str(expert.id), style="primary"), block_id=f"expert-{expert.id}")])


def meeting_moved(expert: Expert, visit: Visit, meeting: Meeting, *, again: bool = False) -> Message:
    """To the organiser: the slot moved with its meeting, or the meeting is on ``again``."""
    what = f"Meeting {meeting.number} takes place after all, with" if again else f"Meeting {meeting.number} was moved, and"
    words = f"{what} {expert.name}'s time{'' if again else ' with it'}: {slot_words(visit, meeting)}. Please tell them."
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        button("The new invitation", Ids.LETTER, str(visit.id), style="primary"),
        said_button(visit, State.DECLINED, "They can't come then"), block_id=f"visit-{visit.id}")])


def how_was_it(expert: Expert, visit: Visit, meeting: Meeting) -> Message:
    """To the organiser, after the meeting."""
    words = f"Did {expert.name} come to meeting {meeting.number}? If so, thanks are drafted."
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        said_button(visit, State.CAME, "Came"), said_button(visit, State.MISSED, "Did not come"), block_id=f"visit-{visit.id}")])


def no_answer(expert: Expert, question: Question) -> Message:
    """To the asker, after seven days."""
    words = f"You asked {expert.name} a week ago, and no answer is here yet: “{clip(one_line(question.text), 200)}”"
    return Message(text=escape(words), blocks=[rich([run(words)]), actions(
        button("The answer came", Ids.ANSWER, str(question.id), style="primary"), button("Show them", Ids.SHOW, str(expert.id)),
        block_id=f"question-{question.id}")])
