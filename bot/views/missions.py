"""What people see of a mission: the wording, a proposal with its votes, the yearly question, the form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from bot.views.blocks import Message, actions, asked, button, confirm, context, escape, header, modal, rich, run, section, words_field
from bot.views.charter import Ids as CharterIds
from mentoring.charter import MONTHS
from mentoring.missions import LONGEST, LONGEST_COMMENT, LONGEST_WHY, RULE, Mission, Proposal, State, sentences
from mentoring.people import Group


class Ids(StrEnum):
    """Everything about the mission that can be clicked or submitted."""

    SHOW = "mission.show"
    OPEN = "mission.form_open"
    FORM = "mission.form"
    YES = "mission.yes"
    NO = "mission.no"
    COMMENT = "mission.comment"
    COMMENT_FORM = "mission.comment_form"
    WITHDRAW = "mission.withdraw"
    KEEP = "mission.keep"


def halves(exist: str, gain: str) -> list[list[dict]]:
    """Both sentences, a line each."""
    return [[run("We exist to… ", italic=True), run(exist)], [run("Members gain… ", italic=True), run(gain)]]


def _tally(proposal: Proposal) -> str:
    return f"{proposal.yes} yes, {proposal.no} no, {proposal.members} members; {proposal.needed} yes adopt it."


_SETTLED = {State.ADOPTED: "✓ Adopted: this is our mission now.", State.DECLINED: "Declined: the mission stays as it was.",
            State.WITHDRAWN: "Taken back."}


def proposed(proposal: Proposal) -> Message:
    """In the channel: a wording that somebody proposes, with its votes and the rule."""
    by, settled = proposal.by or "Somebody", _SETTLED.get(proposal.state)
    why = [rich([run(proposal.why)])] if proposal.why else []
    foot = [context(escape(f"{settled} {_tally(proposal).rpartition(';')[0]}."))] if settled else [
        _buttons(proposal), context(escape(f"{_tally(proposal)} {RULE}"))]
    return Message(text=f"{escape(by)} proposes a mission. {escape(' '.join(sentences(proposal.exist, proposal.gain)))}",
                   blocks=[rich([run(f"{by} proposes a mission:", bold=True)]), rich(*halves(proposal.exist, proposal.gain)), *why, *foot])


def _buttons(proposal: Proposal, *extra: dict) -> dict:
    value = str(proposal.id)
    return actions(button("Yes, adopt it", Ids.YES, value, style="primary"), button("No", Ids.NO, value, label="No, not this mission"),
                   button("Say something", Ids.COMMENT, value), *extra, block_id=f"mission-{proposal.id}")


def own_vote(proposal: Proposal, *, may_withdraw: bool, said: str = "") -> Message:
    """To whoever has voted, or has proposed it and so said yes."""
    settled = _SETTLED.get(proposal.state)
    said = settled or said or (f"✓ You said {proposal.mine}." if proposal.mine else "You have not voted yet.")
    more = [button("Take it back", Ids.WITHDRAW, str(proposal.id))] if may_withdraw else []
    foot = [] if settled else [_buttons(proposal, *more)]
    return Message(text=f"{said} {_tally(proposal)}", blocks=[section(said), rich(*halves(proposal.exist, proposal.gain)), *foot,
                                                              context(escape(f"{_tally(proposal)} {RULE}"))])


def comment(name: str, words: str) -> Message:
    """In the thread under a proposal."""
    by = name or "Somebody"
    return Message(text=f"{escape(by)}: {escape(words)}", blocks=[rich([run(f"{by}: ", bold=True), run(words)])])


def commented(proposal: Proposal) -> Message:
    """To whoever has said something."""
    return Message(text="✓ It stands in the thread under the proposal.",
                   blocks=[section("✓ It stands in the thread under the proposal."), _buttons(proposal)])


def card(group: Group, mission: Mission | None, proposals: Sequence[Proposal], *, organiser: bool, review: bool, said: str = "") -> Message:
    """For a member: the mission, what is proposed, and what they can do."""
    value = str(group.id)
    day = f"{mission.adopted.day} {MONTHS[mission.adopted.month - 1]} {mission.adopted.year}" if mission else ""
    blocks = [section(escape(said))] if said else []
    blocks.append(header(f"Mission of {group.name}"))
    blocks.append(rich(*halves(mission.exist, mission.gain)) if mission else
                  rich([run("There is no mission yet. Two sentences are enough: why you exist, and what members gain.")]))
    if mission:
        blocks.append(context(escape(f"Version {mission.number}, {day}, {mission.by or 'somebody who left'}: {mission.decided}.")))
    row = [_keep(value)] if review and organiser and mission else []
    row += [button("Propose another wording" if mission else "Propose a mission", Ids.OPEN, value, style=None if mission else "primary"),
            button("Who changed what", CharterIds.HISTORY, value)]
    blocks.append(actions(*row, block_id="mission-card"))
    for one in proposals:
        mine = f" You said {one.mine}." if one.mine else ""
        blocks += [rich([run(f"{one.by or 'Somebody'} proposes:", bold=True)], *halves(one.exist, one.gain)), _buttons(one),
                   context(escape(f"{_tally(one)}{mine}"))]
    blocks.append(context(escape(RULE)))
    twin = " ".join(sentences(mission.exist, mission.gain)) if mission else "There is no mission yet."
    return Message(text=f"{escape(said)} Mission of {escape(group.name)}. {escape(twin)}".strip(), blocks=blocks)


def _keep(value: str) -> dict:
    ask = confirm("Keep mission and goals?", "The history will say that the group has kept them; they come back in a year.", "We keep them")
    return button("We keep it another year", Ids.KEEP, value, style="primary", confirm=ask)


def review(group: Group, mission: Mission) -> Message:
    """In the thread of the meeting that has the yearly question on its agenda."""
    value = str(group.id)
    return Message(
        text=f"A year on: keep or change the mission of {escape(group.name)}?",
        blocks=[rich([run("A year on: do mission and goals still fit?", bold=True)], *halves(mission.exist, mission.gain)),
                actions(_keep(value), button("Propose another wording", Ids.OPEN, value), block_id="mission-review"),
                context("It comes back at every meeting until you keep it or change it.")])


def form(group: Group, *, nonce: str, mission: Mission | None, holds: bool, exist: str = "", path: bool = False) -> dict:
    """A wording. ``holds``: the first one, by an organiser, needs no vote."""
    small = "You begin: this wording holds at once. Every later one is voted on." if holds else RULE
    return modal("Our mission", Ids.FORM, [
        asked("exist", "We exist to…", words_field(exist or (mission.exist if mission else ""), lines=True, longest=LONGEST,
                                                   placeholder="help each other grow as clinician educators")),
        asked("gain", "Members gain…", words_field(mission.gain if mission else "", lines=True, longest=LONGEST,
                                                   placeholder="honest feedback, and two papers a year written together")),
        *([] if holds else [asked("why", "Why this wording?", words_field(lines=True, longest=LONGEST_WHY), optional=True)]),
        context(escape(small)),
    ], submit="Save" if holds else "Propose", meta=json.dumps({"nonce": nonce, "group": group.id, "path": path}))


def comment_form(proposal: Proposal, *, nonce: str) -> dict:
    """A word about a wording."""
    return modal("Say something", Ids.COMMENT_FORM, [
        rich(*halves(proposal.exist, proposal.gain)),
        asked("text", "What would you like to say?", words_field(lines=True, longest=LONGEST_COMMENT, focus=True),
              hint="It appears in the thread under the proposal, with your name."),
    ], submit="Say it", meta=json.dumps({"nonce": nonce, "proposal": proposal.id}))
