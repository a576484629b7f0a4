"""What a person sees of a curriculum: the plan with its dates and how far it has come, its forms, what seniors are asked and propose."""

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
    confirm,
    context,
    divider,
    escape,
    header,
    modal,
    one_of_field,
    option,
    rich,
    run,
    section,
    words_field,
)
from bot.views.days import near_day
from bot.views.reminders import own_time
from mentoring.curricula import LONGEST_NAME, LONGEST_PLAN, LONGEST_REASON, LONGEST_TITLE, Curriculum, Done, Session, State, written
from mentoring.meetings import Meeting
from mentoring.people import Group, Person
from mentoring.text import clip, one_line

MOST = 30


class Ids(StrEnum):
    """Everything about curricula that can be clicked or submitted; values are the group's id where nothing else is said."""

    SHOW = "curricula.show"
    NEW = "curricula.new"
    FORM = "curricula.form"
    EDIT = "curricula.edit"
    SWAP = "curricula.swap"
    SWAP_FORM = "curricula.swap_form"
    INSERT = "curricula.insert"
    INSERT_FORM = "curricula.insert_form"
    LEAD = "curricula.lead"
    LEAD_FORM = "curricula.lead_form"
    COVERED = "curricula.covered"       # value: group|place
    END = "curricula.end"
    ASK = "curricula.ask"
    ASK_FORM = "curricula.ask_form"
    DRAFT = "curricula.draft"           # value: the group; for whoever was asked
    DRAFT_FORM = "curricula.draft_form"
    ACCEPT = "curricula.accept"         # value: the plan
    REFUSE = "curricula.refuse"         # value: the plan
    CANNOT = "curricula.cannot"         # value: the session


def bar(done: int, whole: int) -> str:
    """How far a plan has come, as it reads in a line."""
    full = round(10 * done / whole) if whole else 0
    return f"{'█' * full}{'░' * (10 - full)} {done} of {whole} sessions"


_NONE = ("You follow no plan: each meeting has a topic of its own. A curriculum is an ordered row of sessions over your next months; "
         "both go together.")


def plan(group: Group, curriculum: Curriculum | None, when: Mapping[int, Meeting], *, organiser: bool, proposed: Sequence[Curriculum] = (),
         said: str = "") -> Message:
    """The plan with the date of each session, what was covered, and what the reader can do."""
    blocks = [section(escape(said))] if said else []
    if curriculum is None:
        blocks += [header(f"Curriculum of {group.name}"), rich([run(_NONE)])]
        twin = "No curriculum is followed."
    else:
        kept = [s for s in curriculum.sessions if s.done is not Done.DROPPED]
        blocks += [header(clip(curriculum.name, 150)), rich([run(bar(curriculum.covered, len(kept)))]),
                   *[rich(*_lines(s, when.get(s.id))) for s in kept[:MOST]]]
        twin = f"{escape(curriculum.name)}: {curriculum.covered} of {len(kept)} sessions covered."
        if organiser and curriculum.ahead:
            first = curriculum.ahead[0]
            blocks.append(actions(button(f"Session {first.place} is covered", Ids.COVERED, f"{group.id}|{first.place}"),
                                  block_id="curriculum-next"))
    for one in proposed:
        blocks += [divider(), *_proposal(one, organiser=organiser)]
    blocks.append(actions(*_buttons(group, curriculum, organiser), block_id="curriculum"))
    return Message(text=f"{escape(said)} {twin}".strip(), blocks=blocks[:50])


def _lines(session: Session, meeting: Meeting | None) -> list[list[dict]]:
    done = session.done is Done.COVERED
    at = f"meeting {meeting.number}, {near_day(meeting.day, meeting.day)}" if meeting else "" if done else "no date yet"
    facts = " · ".join(p for p in ("✓ covered" if done else "", at, f"{session.lead} leads" if session.lead else "", session.note) if p)
    return [[run(f"{session.place}. "), run(clip(one_line(session.title), LONGEST_TITLE), bold=True)],
            *([[run(clip(one_line(session.aims), 200), italic=True)]] if session.aims else []), [run(facts)]]


def _buttons(group: Group, curriculum: Curriculum | None, organiser: bool) -> list[dict]:
    value = str(group.id)
    if not organiser:
        return [button("Propose a topic", "topics.propose", value)]
    ask = button("Ask seniors for a draft", Ids.ASK, value)
    if curriculum is None:
        return [button("Write a plan", Ids.NEW, value, style="primary"), ask]
    some = [button("Swap two…", Ids.SWAP, value), button("Who leads…", Ids.LEAD, value)] if curriculum.ahead else []
    sure = confirm("End this plan?", "What was covered stays in your history. Each meeting then has a topic of its own.", "End it")
    ends = button("End this plan", Ids.END, value, confirm=sure)
    return [*some, button("Add one…", Ids.INSERT, value), button("Edit it whole", Ids.EDIT, value), ask, ends]


def _proposal(one: Curriculum, *, organiser: bool) -> list[dict]:
    lines = [[run(f"{s.place}. "), run(clip(one_line(s.title), LONGEST_TITLE), bold=True), run(f"  {clip(one_line(s.aims), 150)}")]
             for s in one.sessions[:MOST]]
    row = [button("Follow this plan", Ids.ACCEPT, str(one.id), style="primary"), button("Not this one", Ids.REFUSE, str(one.id))]
    return [rich([run(f"{one.by or 'Somebody'} proposes: ", bold=True), run(one.name)], *lines)] + (
        [actions(*row, block_id=f"proposal-{one.id}")] if organiser else [])


def proposed(group: Group, one: Curriculum) -> Message:
    """In the channel: the plan that a senior has drafted for the group, and what became of it."""
    said = {State.ACTIVE: "✓ You follow this plan now.", State.ENDED: "This plan was not taken.",
            State.PROPOSED: "What do you think? Say so in the thread; an organiser answers."}[one.state]
    row = [button("Follow this plan", Ids.ACCEPT, str(one.id), style="primary"), button("Not this one", Ids.REFUSE, str(one.id))]
    foot = [actions(*row, block_id=f"proposal-{one.id}")] if one.state is State.PROPOSED else \
        [actions(button("See the plan", Ids.SHOW, str(group.id)), block_id=f"proposal-{one.id}")]
    return Message(text=f"{escape(one.by or 'Somebody')} proposes a curriculum: {escape(one.name)}, {len(one.sessions)} sessions.",
                   blocks=[*_proposal(one, organiser=False), section(said), *foot])


# ---- letters ---------------------------------------------------------------------------------------------------------------

def asked_to_lead(group: Group, session: Session, by: str, meeting: Meeting | None, *, tz: str) -> Message:
    """To whoever shall lead a session."""
    when = own_time(meeting, tz) if meeting else "a date that is not fixed yet"
    text = f"{by} asks you to lead a session of {group.name}: {session.title}, {when}."
    return Message(text=escape(text), blocks=[
        rich([run(f"{by} asks you to lead a session of {group.name}: "), run(session.title, bold=True)], [run(when)],
             *([[run(session.aims, italic=True)]] if session.aims else [])),
        actions(button("See the plan", Ids.SHOW, str(group.id), style="primary"), button("I can't", Ids.CANNOT, str(session.id)),
                block_id=f"session-{session.id}"),
        context("You need not answer: it stands with your name.")])


def cannot_lead(group: Group, session: Session, who: str) -> Message:
    """To the organisers: somebody who was asked can't."""
    text = f"{who} can't lead “{session.title}” in {group.name}. Who could?"
    other = button("Ask somebody else", Ids.LEAD, str(group.id), style="primary")
    return Message(text=escape(text), blocks=[section(escape(text)), actions(other, block_id="session-lead")])


def told(text: str) -> Message:
    """One sentence."""
    return Message(text=escape(text), blocks=[section(escape(text))])


def please_draft(group: Group, by: str) -> Message:
    """To a senior: what is asked, and what they see."""
    text = f"{by} asks you to draft a curriculum for {group.name}, a peer-mentorship group: an ordered row of sessions, one line each."
    return Message(text=escape(text), blocks=[
        section(escape(text)), actions(button("Write a draft", Ids.DRAFT, str(group.id), style="primary"), block_id="draft"),
        context("The group decides whether it follows it. You see nothing else of the group, and need do nothing more.")])


def draft_answered(group: Group, one: Curriculum) -> Message:
    """To whoever drafted it."""
    text = f"{group.name} follows the plan that you drafted. Thank you!" if one.state is State.ACTIVE else \
        f"{group.name} has not taken the plan that you drafted. Thank you all the same; you may write another."
    again = [actions(button("Write another", Ids.DRAFT, str(group.id)), block_id="draft")] if one.state is not State.ACTIVE else []
    return Message(text=escape(text), blocks=[section(escape(text)), *again])


def drafting(group: Group, people: Sequence[Person]) -> Message:
    """To the organiser: who was asked."""
    names = ", ".join(p.name or "somebody" for p in people)
    return told(f"✓ Asked. I wrote to them; their draft comes to the channel of {group.name}. Asked so far: {names}.")


def draft_sent(group: Group) -> Message:
    """To whoever drafted it, at once."""
    return told(f"✓ Sent to {group.name}. I tell you what they say.")


# ---- forms -----------------------------------------------------------------------------------------------------------------

def form(group: Group, *, nonce: str, curriculum: Curriculum | None = None, text: str = "", draft: bool = False) -> dict:
    """A plan, one session a line; new, written anew, or drafted by a senior."""
    return modal("A curriculum", Ids.DRAFT_FORM if draft else Ids.FORM, [
        asked("name", "What is it called?", words_field(curriculum.name if curriculum else "", longest=LONGEST_NAME,
                                                        placeholder="From feedback to promotion"), optional=True),
        asked("plan", "Sessions, one a line", words_field(written(curriculum) if curriculum else text, lines=True, longest=LONGEST_PLAN,
                                                          focus=True, placeholder="Giving feedback: practise two phrasings"),
              hint=f"Title, a colon, and what it is for. They fall on your meetings in this order. {PRIVACY_LINE}")],
        submit="Send it" if draft else "Save", meta=json.dumps({"nonce": nonce, "group": group.id, "again": bool(curriculum)}))


def _choices(curriculum: Curriculum) -> list[dict]:
    return [option(clip(f"{s.place}. {one_line(s.title)}", 75), str(s.place)) for s in curriculum.ahead]


def _why() -> dict:
    return asked("why", "Why?", words_field("", longest=LONGEST_REASON, placeholder="Bob is away in January"), optional=True)


def swap_form(group: Group, curriculum: Curriculum, *, nonce: str) -> dict:
    """Two sessions change places; the next two are chosen."""
    choices = _choices(curriculum)
    return modal("Swap two sessions", Ids.SWAP_FORM, [
        asked("one", "This session", one_of_field("static_select", choices, choices[0]["value"])),
        asked("other", "and this one", one_of_field("static_select", choices, choices[min(1, len(choices) - 1)]["value"])), _why()],
        submit="Swap", meta=json.dumps({"nonce": nonce, "group": group.id}))


def insert_form(group: Group, curriculum: Curriculum, *, nonce: str, text: str = "") -> dict:
    """One more session; all later ones follow."""
    choices = [*_choices(curriculum), option("At the end", "end")]
    return modal("One more session", Ids.INSERT_FORM, [
        asked("plan", "Session", words_field(text, longest=600, focus=True, placeholder="Saying no: two ways that keep the door open"),
              hint="Title, a colon, and what it is for."),
        asked("place", "Before which?", one_of_field("static_select", choices, choices[0]["value"])), _why()],
        submit="Add", meta=json.dumps({"nonce": nonce, "group": group.id}))


def lead_form(group: Group, curriculum: Curriculum, *, nonce: str, place: int | None = None, lead: str | None = None) -> dict:
    """Who is asked to lead which session."""
    choices = _choices(curriculum)
    open_one = next((s.place for s in curriculum.ahead if s.lead_id is None), curriculum.ahead[0].place)
    return modal("Who leads it?", Ids.LEAD_FORM, [
        asked("place", "Session", one_of_field("static_select", choices, str(place or open_one))),
        asked("lead", "Who?", {"type": "multi_users_select", "max_selected_items": 1, **({"initial_users": [lead]} if lead else {})},
              hint="I write to them; they may say that they can't.")],
        submit="Ask", meta=json.dumps({"nonce": nonce, "group": group.id}))


def ask_form(group: Group, *, nonce: str) -> dict:
    """Which seniors are asked for a draft."""
    return modal("Ask seniors", Ids.ASK_FORM, [
        asked("who", "Who could draft it?", {"type": "multi_users_select", "max_selected_items": 3},
              hint=f"They need not be in {group.name}, and see nothing of it but its name.")],
        submit="Ask", meta=json.dumps({"nonce": nonce, "group": group.id}))
