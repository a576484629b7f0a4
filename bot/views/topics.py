"""What a person sees of topics: the proposal in the channel, a card, the list, the form, the suggestion for a meeting."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.views.blocks import (
    PRIVACY_LINE,
    Message,
    actions,
    asked,
    button,
    context,
    divider,
    escape,
    modal,
    one_of_field,
    option,
    plain,
    rich,
    run,
    section,
    words_field,
)
from bot.views.days import day, near_day
from bot.views.reminders import foot, own_time
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.starters import guess
from mentoring.text import clip, one_line
from mentoring.topics import LONGEST_TITLE, LONGEST_WHY, RULE, Field, State, Topic

MOST = 14


class Ids(StrEnum):
    """Everything about topics that can be clicked or submitted."""

    PROPOSE = "topics.propose"
    FORM = "topics.form"
    SUPPORT = "topics.support"      # value: the draft|the topic
    DESPITE = "topics.despite"      # value: the draft
    VOTE = "topics.vote"
    UNVOTE = "topics.unvote"
    SHOW = "topics.show"
    LIST = "topics.list"
    EDIT = "topics.edit"
    WITHDRAW = "topics.withdraw"
    SCHEDULE = "topics.schedule"
    SCHEDULE_FORM = "topics.schedule_form"
    UNSCHEDULE = "topics.unschedule"
    DONE = "topics.done"
    ACCEPT = "topics.accept"        # value: topic|meeting
    FIELD = "topics.field"          # a menu; value: topic|field
    IDEAS = "topics.ideas"          # value: the group
    IDEA = "topics.idea"            # value: group|field|number


FIELDS = {Field.CAREER: "General career", Field.SCHOLARSHIP: "Scholarly productivity",
          Field.COMPLEXITIES: "Complexities of academic medicine", Field.GROWTH: "Professional growth"}
_STATE = {State.DONE: "✓ talked about", State.WITHDRAWN: "withdrawn"}


def votes(topic: Topic) -> str:
    """``3 votes``, in words."""
    return "1 vote" if topic.votes == 1 else f"{topic.votes or 'no'} votes"


def facts(topic: Topic, when: Meeting | None) -> str:
    """The line under a topic: how it stands, its field, who could lead it."""
    stands = _STATE.get(topic.state) or (f"on meeting {when.number}, {near_day(when.day, when.day)}" if when else votes(topic))
    return " · ".join(p for p in (stands, FIELDS.get(topic.field, ""), f"{topic.lead} could lead it" if topic.lead else "",
                                  "an outside expert would help" if topic.expert else "",
                                  "sensitive: minutes keep decisions and action items only" if topic.sensitive else "") if p)


def _title(topic: Topic) -> list[dict]:
    return [run(f"{topic.ref} "), run(clip(one_line(topic.title), LONGEST_TITLE), bold=True)]


def proposed(topic: Topic, *, when: Meeting | None = None) -> Message:
    """In the channel: what somebody would like to talk about, with its votes."""
    why = [run(clip(topic.why, LONGEST_WHY))] if topic.why else []
    buttons = [button("I'd like that", Ids.VOTE, str(topic.id), style="primary", label=f"Vote for topic {topic.ref}"),
               button("All topics", Ids.LIST, str(topic.group_id))] if topic.is_open else []
    return Message(
        text=f"{escape(topic.by or 'Somebody')} proposes a topic: {escape(topic.title)}",
        blocks=[rich([run(f"{topic.by or 'Somebody'} proposes a topic:")]), rich(_title(topic), why, [run(facts(topic, when))]),
                *([actions(*buttons, block_id=f"topic-{topic.id}")] if buttons else [])])


def card(topic: Topic, *, when: Meeting | None, may_change: bool, organiser: bool, left: int, said: str = "") -> Message:
    """One topic with what its reader can do. ``left``: votes that the reader has left."""
    blocks = [section(escape(said))] if said else []
    by = [run(f"proposed by {topic.by}", italic=True)] if topic.by else []
    blocks.append(rich(_title(topic), [run(topic.why)] if topic.why else [], [run(facts(topic, when))], by))
    row = _buttons(topic, may_change=may_change, organiser=organiser)
    if may_change and topic.field is None and topic.state in (State.OPEN, State.SCHEDULED):
        row.append({"type": "static_select", "action_id": str(Ids.FIELD), "placeholder": plain("Which field is it?"),
                    "options": [option(words, f"{topic.id}|{f.value}") for f, words in FIELDS.items()]})
    if row:
        blocks.append(actions(*row, block_id=f"topic-{topic.id}"))
    if topic.is_open:
        blocks.append(context(left_words(left)))
    return Message(text=f"{escape(said)} Topic {topic.ref}: {escape(topic.title)} ({escape(facts(topic, when))}).".strip(), blocks=blocks)


def left_words(left: int) -> str:
    """How many votes somebody has left."""
    return f"You have {left if left > 0 else 'no'} vote{'s' * (left != 1)} left."


def _buttons(topic: Topic, *, may_change: bool, organiser: bool) -> list[dict]:
    value, name = str(topic.id), f"topic {topic.ref}"
    row = []
    if topic.is_open:
        row.append(button("Take my vote back", Ids.UNVOTE, value, label=f"Take my vote for {name} back") if topic.mine else
                   button("I'd like that", Ids.VOTE, value, style="primary", label=f"Vote for {name}"))
    if organiser and topic.is_open:
        row.append(button("Put it on a meeting", Ids.SCHEDULE, value, label=f"Put {name} on a meeting"))
    if organiser and topic.state is State.SCHEDULED:
        row += [button("Take it off", Ids.UNSCHEDULE, value, label=f"Take {name} off its meeting"),
                button("Talked about", Ids.DONE, value, label=f"Talked about: {name}")]
    if may_change and topic.state in (State.OPEN, State.SCHEDULED):
        row += [button("Edit", Ids.EDIT, value, label=f"Edit {name}"), button("Withdraw", Ids.WITHDRAW, value, label=f"Withdraw {name}")]
    return row


def listing(group: Group, shown: Sequence[tuple[Topic, Meeting | None]], *, left: int, past: bool = False,
            balance: Mapping[Field, int] | None = None) -> Message:
    """A group's topics with their votes; the rule for ties is said. ``balance``: how many of each field in the last twelve months."""
    blocks: list[dict] = [section(f"*Topics of {escape(group.name)}*" + (" that are behind you" if past else ""))]
    if balance and any(balance.values()):
        blocks.append(rich([run("In the last twelve months:")], *bar(balance)))
    for topic, when in shown[:MOST]:
        value, name = str(topic.id), f"topic {topic.ref}"
        blocks.append(rich(_title(topic), [run(facts(topic, when))]))
        row = [button("Take back", Ids.UNVOTE, value, label=f"Take my vote for {name} back") if topic.mine else
               button("I'd like that", Ids.VOTE, value, label=f"Vote for {name}")] if topic.is_open else []
        blocks.append(actions(*row, button("Details", Ids.SHOW, value, label=f"Details of {name}"), block_id=f"topic-{topic.id}"))
    if not shown:
        blocks.append(rich([run("Nothing is proposed yet. What would you like to talk about?")]))
    if len(shown) > MOST:
        blocks.append(context(f"And {len(shown) - MOST} more; `/mentor topic show 7` shows each."))
    foot_row = [button("Propose a topic", Ids.PROPOSE, str(group.id), style="primary"), button("Ideas", Ids.IDEAS, str(group.id))]
    foot_row += [] if past else [button("What is behind you", f"{Ids.LIST}.past", f"{group.id}|past"),
                                 button("What we need", "needs.show", str(group.id)),
                                 button("Our curriculum", "curricula.show", str(group.id))]
    blocks += [divider(), *([context(f"{left_words(left)} {RULE}")] if not past else []), actions(*foot_row, block_id="topics-foot")]
    twin = " ".join(f"{t.ref} {escape(one_line(t.title))} ({votes(t)})." for t, _ in shown[:MOST])
    return Message(text=f"Topics of {escape(group.name)}. {twin}", blocks=blocks)


def bar(balance: Mapping[Field, int]) -> list[list[dict]]:
    """How the year's topics are spread over the four fields, a line each."""
    most = max(balance.values(), default=0)
    return [[run(f"{'█' * round(8 * n / most) if most else ''}{'░' * (8 - (round(8 * n / most) if most else 0))} {n}  {FIELDS[f]}")]
            for f, n in balance.items()]


def ideas(group: Group, balance: Mapping[Field, int], offered: Mapping[Field, Sequence[tuple[int, str]]]) -> Message:
    """Titles to begin with, the field first that was talked about least."""
    blocks = [section(f"*Ideas for {escape(group.name)}*"), rich([run("Talked about in the last twelve months:")], *bar(balance))]
    for field in sorted(balance, key=lambda f: balance[f]):
        blocks.append(section(f"*{FIELDS[field]}*"))
        blocks += [section(escape(title), accessory=button("Propose", f"{Ids.IDEA}.{field.value}{n}", f"{group.id}|{field.value}|{n}",
                                                           label=f"Propose: {clip(title, 60)}")) for n, title in offered[field]]
    blocks.append(actions(button("My own words", Ids.PROPOSE, str(group.id), style="primary"),
                          button("All topics", Ids.LIST, str(group.id)), block_id="topics-ideas"))
    return Message(text=f"Ideas for {escape(group.name)}, in four fields.", blocks=blocks)


def near(title: str, found: Sequence[Topic], draft: str) -> Message:
    """Something like it is there already: support that, or propose this one all the same."""
    rows = [button(f"Support {t.ref}", f"{Ids.SUPPORT}.{n}", f"{draft}|{t.id}", label=f"Support topic {t.ref} instead")
            for n, t in enumerate(found) if t.is_open]
    lines = [[*_title(t), run(f" · {_STATE.get(t.state) or votes(t)}")] for t in found]
    return Message(text=f"Something like “{escape(title)}” is there already. Your words are kept until you choose.",
                   blocks=[rich([run("Something like this is there already:")], *lines), rich([run("Yours: "), run(title, bold=True)]),
                           actions(*rows, button("Propose mine all the same", Ids.DESPITE, draft), block_id="topics-near")])


def suggestion(meeting: Meeting, group: Group, best: Sequence[Topic], *, tz: str) -> Message:
    """For an organiser: a meeting without a topic, and what most want."""
    first, *others = best
    rows = [button(f"Take {first.ref}", Ids.ACCEPT, f"{first.id}|{meeting.id}", style="primary",
                   label=f"Put topic {first.ref} on the meeting")]
    rows += [button(f"{t.ref} instead", f"{Ids.ACCEPT}.{n}", f"{t.id}|{meeting.id}", label=f"Put topic {t.ref} on the meeting instead")
             for n, t in enumerate(others)]
    rest = [[*_title(t), run(f" · {votes(t)}")] for t in others]
    when = own_time(meeting, tz)
    return Message(
        text=f"{escape(group.name)} on {when} has no topic yet. Most want: {escape(first.title)}.",
        blocks=[rich([run(f"{group.name} on "), run(when, bold=True), run(" has no topic yet. Most want:")],
                     [*_title(first), run(f" · {votes(first)}")]),
                *([rich([run("Then:")], *rest)] if rest else []), actions(*rows, block_id=f"suggest-{meeting.id}"), context(RULE),
                foot(f"topic:{meeting.id}")])


_DECIDES = {"votes": "Most votes come first.", "organiser": "The organiser decides.", "lead": "Whoever leads decides."}


def closing(meeting: Meeting, group: Group, waiting: Sequence[Topic], decides: str) -> Message:
    """To who proposed what waits, the day before topics have to be in."""
    head = f"Topics for {group.name} on {day(meeting.day)} are in until tomorrow. {_DECIDES.get(decides, '')} Yours:".replace("  ", " ")
    lines = [[*_title(t), run(f" · {votes(t)}")] for t in waiting[:3]]
    row = [button(f"Show {t.ref}", f"{Ids.SHOW}.{n}", str(t.id), label=f"Show topic {t.ref}") for n, t in enumerate(waiting[:3])]
    row.append(button("All topics", Ids.LIST, str(group.id)))
    return Message(text=f"{escape(head)} {escape('; '.join(t.title for t in waiting[:3]))}",
                   blocks=[rich([run(head)], *lines), actions(*row, block_id=f"closing-{meeting.id}")])


# ---- forms ----------------------------------------------------------------------------------------------------------------

def form(group: Group, *, nonce: str, topic: Topic | None = None, title: str = "", lead: str | None = None) -> dict:
    """A new topic, or one that is edited. ``lead``: the Slack id of who could lead it."""
    fields = [option(words, f.value) for f, words in FIELDS.items()]
    marks = [option("An outside expert would help", "expert"),
             option("Sensitive: minutes keep decisions and action items only", "sensitive")]
    ticked = [m for m in marks if topic and getattr(topic, m["value"])]
    return modal(f"Topic {topic.ref}" if topic else "A topic", Ids.FORM, [
        asked("title", "What would you like to talk about?",
              words_field(topic.title if topic else title, longest=LONGEST_TITLE, focus=not topic,
                          placeholder="Negotiating protected time")),
        asked("why", "Why now?", words_field(topic.why if topic else "", lines=True, longest=LONGEST_WHY), optional=True,
              hint=PRIVACY_LINE),
        asked("field", "Field", one_of_field("static_select", fields, _field(topic, title)), optional=True,
              hint="Left open, I take it from the title, or ask."),
        asked("lead", "Who could lead it?", {"type": "multi_users_select", "max_selected_items": 1,
                                             **({"initial_users": [lead]} if lead else {})}, optional=True),
        asked("marks", "About it", {"type": "checkboxes", "options": marks, **({"initial_options": ticked} if ticked else {})},
              optional=True),
    ], submit="Save" if topic else "Propose", meta=json.dumps({"nonce": nonce, "group": group.id, "topic": topic.id if topic else None}))


def _field(topic: Topic | None, title: str) -> str | None:
    known = topic.field if topic else guess(title)
    return known.value if known else None


def schedule_form(topic: Topic, meetings: Sequence[Meeting], *, nonce: str) -> dict:
    """On which meeting?"""
    choices = [option(f"{m.number}. {near_day(m.day, m.day)} {m.day.year}", str(m.id)) for m in meetings]
    return modal("Put it on a meeting", Ids.SCHEDULE_FORM, [
        rich(_title(topic)), asked("meeting", "Which meeting?", one_of_field("static_select", choices, choices[0]["value"]))],
        submit="Put it there", meta=json.dumps({"nonce": nonce, "topic": topic.id}))
