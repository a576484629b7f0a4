"""What a person sees of roles: the overview, the plan of six months, one meeting's turns, one role, the load, and the forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.views.blocks import (
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
    plain,
    rich,
    run,
    section,
    words_field,
)
from bot.views.days import near_day
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.roles import LONGEST_NAME, SUCCESSION, TERMS, Assignment, Key, Role

MOST_MEETINGS, MOST_LOAD = 20, 40
NOBODY = "nobody yet"
RULE = "Next is whoever has done it least often of those who come; then who has carried least."


class Ids(StrEnum):
    """Everything about roles that can be clicked or submitted."""

    OVERVIEW = "roles.overview"     # value: the group
    PLAN = "roles.plan"
    LOAD = "roles.load"
    ADD = "roles.add"
    FORM = "roles.form"
    SHOW = "roles.show"             # value: the role
    EDIT = "roles.edit"
    REMOVE = "roles.remove"
    NEVER = "roles.never"
    AGAIN = "roles.again"
    HOLD = "roles.hold"             # take a standing role
    GIVE = "roles.give"
    GIVE_FORM = "roles.give_form"
    MEETING = "roles.meeting"       # value: the meeting
    COLEAD = "roles.colead"
    TAKE = "roles.take"             # value: the assignment
    ACCEPT = "roles.accept"
    DECLINE = "roles.decline"
    SWAP = "roles.swap"
    SWAP_WITH = "roles.swap_with"   # value: mine|theirs
    TICK = "roles.tick"             # value: the assignment|the duty
    YES = "roles.yes"               # value: the request
    NO = "roles.no"
    ORGANISER = "roles.organiser"   # value: the group
    HAND = "roles.hand"
    HAND_FORM = "roles.hand_form"
    STILL = "roles.still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One role at one meeting, or of a term: who has it, why them, and what its reader may do. ``name`` "" when nobody has it."""

    role: Role
    one: Assignment | None
    name: str = ""
    why: str = ""
    mine: bool = False
    covers: bool = False
    co: str = ""


def term_words(role: Role) -> str:
    """How long somebody has a role."""
    if role.months is None:
        return "for each meeting"
    return "for a month at a time" if role.months == 1 else f"for {role.months} months at a time"


def _when(meeting: Meeting) -> str:
    return f"{near_day(meeting.day, meeting.day)} {meeting.day.year}"


def _holder(turn: Turn) -> list[dict]:
    also = [run(f" with {turn.co}")] if turn.co else []
    return [run(turn.name or NOBODY, bold=bool(turn.name), italic=not turn.name), *also]


def _line(turn: Turn) -> list[dict]:
    return [run(f"{turn.role.name}: "), *_holder(turn)]


def _twin(turns: Sequence[Turn]) -> str:
    return ", ".join(f"{escape(t.role.name)}: {escape(t.name or NOBODY)}" for t in turns)


def overview(group: Group, next_up: tuple[Meeting, Sequence[Turn]] | None, standing: Sequence[Turn], mine: Sequence[tuple[str, date]], *,
             organisers: Sequence[str], said: str = "") -> Message:
    """The group's roles: who has them now, and what is the reader's own."""
    blocks: list[dict] = [section(escape(said))] if said else []
    blocks.append(section(f"*Roles of {escape(group.name)}*"))
    if mine:
        blocks.append(rich([run("Yours: "), run("; ".join(f"{name}, {near_day(day, day)}" for name, day in mine[:3]), bold=True)]))
    if next_up:
        meeting, turns = next_up
        blocks += [rich([run(f"Next meeting, {_when(meeting)}")], *[_line(t) for t in turns]),
                   actions(button("Change it", Ids.MEETING, str(meeting.id), label=f"Change who does what on {_when(meeting)}"),
                           button("Six months", Ids.PLAN, str(group.id)), button("Who did what", Ids.LOAD, str(group.id)))]
    lasting = [_line(t) + ([run(f", until {near_day(t.one.last, t.one.last)}")] if t.one and t.name else []) for t in standing]
    blocks.append(rich([run("For longer")], [run("Organiser: "), run(", ".join(organisers) or NOBODY, bold=bool(organisers))], *lasting))
    roles = [*(t.role for t in (next_up[1] if next_up else ())), *(t.role for t in standing)]
    named = [button(r.name, f"{Ids.SHOW}.{n}", str(r.id), label=f"Duties of the role {r.name}") for n, r in enumerate(roles[:16])]
    blocks.append(actions(button("Organiser", Ids.ORGANISER, str(group.id)), *named, button("Add a role", Ids.ADD, str(group.id)),
                          button("My hours", "hours.show", str(group.id)),
                          block_id="roles-all"))
    twin = f"{_when(next_up[0])}: {_twin(next_up[1])}." if next_up else "No meeting is ahead."
    return Message(text=f"Roles of {escape(group.name)}. {twin}", blocks=blocks)


def six_months(group: Group, rows: Sequence[tuple[Meeting, Sequence[Turn]]]) -> Message:
    """Everything that is planned."""
    blocks: list[dict] = [section(f"*Who does what in {escape(group.name)}*")]
    for meeting, turns in rows[:MOST_MEETINGS]:
        blocks += [rich([run(f"{meeting.number}. {_when(meeting)}", bold=True)],
                        [r for n, t in enumerate(turns) for r in ([run(" · ")] * bool(n) + _line(t))]),
                   actions(button("Change it", Ids.MEETING, str(meeting.id), label=f"Change who does what on {_when(meeting)}"),
                           block_id=f"turns-{meeting.id}")]
    if not rows:
        blocks.append(rich([run("No meeting is ahead. Turns are planned as soon as there are dates.")]))
    if len(rows) > MOST_MEETINGS:
        blocks.append(context(f"And {len(rows) - MOST_MEETINGS} more after that."))
    blocks.append(context(RULE))
    twin = " ".join(f"{_when(m)}: {_twin(turns)}." for m, turns in rows[:MOST_MEETINGS])
    return Message(text=f"Who does what in {escape(group.name)}. {twin}".strip(), blocks=blocks)


def load(group: Group, roles: Sequence[Role], people: Sequence[tuple[str, Sequence[int], int]]) -> Message:
    """What everybody has done so far, by name and never by rank: (name, turns by role, meetings since they joined)."""
    lines = [[run(name, bold=True), run(": " + " · ".join(f"{r.name} {n}" for r, n in zip(roles, counts, strict=True))
                                        + f" · in {held} meeting{'s' * (held != 1)}")] for name, counts, held in people[:MOST_LOAD]]
    twin = " ".join(f"{escape(name)}: " + ", ".join(f"{escape(r.name)} {n}" for r, n in zip(roles, counts, strict=True)) + "."
                    for name, counts, _ in people[:MOST_LOAD])
    note = "Whoever joined later began where the one with the fewest turns stood."
    return Message(text=f"Who did what in {escape(group.name)}. {twin}",
                   blocks=[section(f"*Who did what in {escape(group.name)}*"), rich(*lines), context(f"{RULE} {note}")])


def meeting(one: Meeting, turns: Sequence[Turn], *, said: str = "") -> Message:
    """One meeting's turns, each with what its reader can do about it."""
    blocks: list[dict] = [section(escape(said))] if said else []
    blocks.append(rich([run(f"Meeting {one.number}, {_when(one)}", bold=True)]))
    for turn in turns:
        blocks.append(rich(_line(turn), [run(f"{turn.name}: {turn.why}", italic=True)] if turn.name and turn.why else []))
        blocks.append(actions(*buttons(turn, one), block_id=f"turn-{turn.one.id if turn.one else turn.role.id}"))
    return Message(text=f"{escape(said)} Meeting {one.number}, {_when(one)}. {_twin(turns)}.".strip(), blocks=blocks)


def buttons(turn: Turn, when: Meeting | None) -> list[dict]:
    """What somebody can do about a turn."""
    role, name = turn.role.name, f"{turn.role.name}{f', {_when(when)}' if when else ''}"
    row = []
    if turn.one and turn.mine:
        row = [button("I can't", Ids.DECLINE, str(turn.one.id), label=f"I can't: {name}")]
        row += [button("Swap", Ids.SWAP, str(turn.one.id), label=f"Swap: {name}")] if when else []
    elif turn.one and not turn.name:
        row = [button("I'll do it", Ids.TAKE, str(turn.one.id), style="primary", label=f"I'll do it: {name}")]
    elif turn.one and turn.covers:
        row = [button("Cover", Ids.TAKE, str(turn.one.id), label=f"Cover: {name}")]
    elif turn.one:
        row = [button("Ask to do it", Ids.TAKE, str(turn.one.id), label=f"Ask to do it instead: {name}")]
    if when and turn.role.key is Key.LEAD and turn.name and not turn.mine and not turn.co:
        row.append(button("Co-lead", Ids.COLEAD, str(when.id), label=f"Co-lead on {_when(when)}"))
    return [*row, button("Duties", Ids.SHOW, str(turn.role.id), label=f"Duties of the role {role}")]


def duties(turn: Turn) -> list[dict]:
    """The duties with a button for each; those that are done are marked."""
    made = []
    for n, duty in enumerate(turn.role.duties):
        done = bool(turn.one and n in turn.one.done)
        tick = button("Undo" if done else "Done", f"{Ids.TICK}.{n}", f"{turn.one.id}|{n}",
                      label=f"{'Not done after all' if done else 'Done'}: {duty}") if turn.one and turn.mine else None
        made.append({"type": "section", "text": plain(f"{'✓' if done else '•'} {duty}"), **({"accessory": tick} if tick else {})})
    return made


def card(turn: Turn, group: Group, *, may_change: bool, never: bool, history: Sequence[str], said: str = "") -> Message:
    """One role: its duties, how it is given, who has it, and what has changed."""
    role = turn.role
    how = f"Given {term_words(role)}. {RULE if role.per_meeting else 'Whoever has had it least is next.'}"
    blocks: list[dict] = [section(escape(said))] if said else []
    blocks += [rich([run(role.name, bold=True), run(f" of {group.name}")]), *duties(turn), context(escape(how))]
    if not role.per_meeting:
        until = [run(f", until {near_day(turn.one.last, turn.one.last)}")] if turn.one and turn.name else []
        blocks.append(rich([run("Now: "), *_holder(turn), *until]))
    row = []
    if not role.per_meeting and turn.mine:
        row.append(button("I can't go on", Ids.DECLINE, str(turn.one.id), label=f"I can't go on as {role.name}"))
    elif not role.per_meeting and not turn.name:
        row.append(button("I'll do it", Ids.HOLD, str(role.id), style="primary", label=f"I'll do it: {role.name}"))
    if not role.per_meeting and may_change:
        row.append(button("Give it to…", Ids.GIVE, str(role.id), label=f"Give {role.name} to somebody"))
    row.append(button("Count me in again", Ids.AGAIN, str(role.id)) if never else
               button("Never me", Ids.NEVER, str(role.id), label=f"Never me as {role.name}"))
    if may_change:
        sure = confirm("Remove this role?", "Nobody will have it from now on. What was done stays counted.", "Remove it")
        row += [button("Edit", Ids.EDIT, str(role.id), label=f"Edit the role {role.name}"),
                button("Remove", Ids.REMOVE, str(role.id), confirm=sure, label=f"Remove the role {role.name}")]
    blocks.append(actions(*row, block_id=f"role-{role.id}"))
    if history:
        blocks += [divider(), rich([run("What changed lately")], *[[run(h)] for h in history])]
    return Message(text=f"{escape(said)} {escape(role.name)}: {escape('; '.join(role.duties)) or 'no duties written down'}.".strip(),
                   blocks=blocks)


def swap_choices(mine: tuple[Turn, Meeting], others: Sequence[tuple[Turn, Meeting]]) -> Message:
    """With whom? The next turns of the same role that others have."""
    turn, when = mine
    rows = [button(f"{t.name}, {near_day(m.day, m.day)}", f"{Ids.SWAP_WITH}.{n}", f"{turn.one.id}|{t.one.id}")
            for n, (t, m) in enumerate(others[:10])]
    if not rows:
        said = "Nobody else has this role ahead. “I can't” gives it to whoever is next."
        return Message(text=said, blocks=[section(said), actions(button("I can't", Ids.DECLINE, str(turn.one.id)))])
    return Message(text=f"Swap {escape(turn.role.name)} with whom?",
                   blocks=[rich([run(f"{turn.role.name} on {_when(when)}: swap with whom?")]), actions(*rows, block_id="swap")])


def settled(said: str, *, back: dict | None = None) -> Message:
    """What was done, in one line."""
    return Message(text=escape(said), blocks=[rich([run(said)]), *([actions(back)] if back else [])])


def organiser(group: Group, names: Sequence[str], history: Sequence[str], duties_: Sequence[str], *, mine: bool, said: str = "",
              asked_already: bool = False) -> Message:
    """Who organises, what that means, and how it goes on when they are away."""
    blocks: list[dict] = [section(escape(said))] if said else []
    blocks += [rich([run("Organiser", bold=True), run(f" of {group.name}: "), run(", ".join(names) or NOBODY, bold=True)],
                    *[[run(f"• {d}")] for d in duties_]), context(SUCCESSION)]
    row = [button("Hand over…", Ids.HAND, str(group.id))] if mine else [] if asked_already or not names else [
        button("Still you?", Ids.STILL, str(group.id), label="Ask the organiser whether they still do it")]
    blocks += [actions(*row)] if row else []
    blocks += [rich([run("What changed lately")], *[[run(h)] for h in history])] if history else []
    return Message(text=f"{escape(said)} Organiser of {escape(group.name)}: {escape(', '.join(names)) or NOBODY}.".strip(), blocks=blocks)


# ---- forms -------------------------------------------------------------------------------------------------------------------

def form(group: Group, *, nonce: str, role: Role | None = None, name: str = "", duties: str = "") -> dict:
    """A new role of the group's own, or one that is edited."""
    terms = [option("Anew for each meeting", "meeting"), *(option("One month" if t == 1 else f"{t} months", str(t)) for t in TERMS)]
    listed = "\n".join(role.duties) if role else duties
    asks = [asked("name", "What is it called?", words_field(role.name if role else name, longest=LONGEST_NAME, focus=not role,
                                                            placeholder="Snacks")),
            asked("duties", "What does whoever has it do?", words_field(listed, lines=True, longest=700),
                  hint="One duty a line, five at most.", optional=True)]
    if role is None or role.key is Key.OWN:
        present = str(role.months or "meeting") if role else "meeting"
        asks.append(asked("months", "How long?", one_of_field("static_select", terms, present)))
    return modal("A role" if role is None else "Edit a role", Ids.FORM, asks, submit="Save" if role else "Add",
                 meta=json.dumps({"nonce": nonce, "group": group.id, "role": role.id if role else None}))


def person_form(title: str, callback: Ids, about: int, *, nonce: str, hint: str) -> dict:
    """Who?"""
    return modal(title, callback, [asked("who", "Who?", {"type": "multi_users_select", "max_selected_items": 1}, hint=hint)],
                 submit="Ask them", meta=json.dumps({"nonce": nonce, "about": about}))
