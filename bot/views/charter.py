"""What people see of a charter: the pinned post, one's own look at it, its history, and the card that anybody may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, divider, escape, header, moment, rich, run, section
from mentoring import charter as rules
from mentoring import expectations as expected
from mentoring.charter import Change, Charter
from mentoring.expectations import Expectations
from mentoring.missions import Mission, sentences
from mentoring.people import Group
from mentoring.text import clip

SHOWN = 20


class Ids(StrEnum):
    """Everything about the charter that can be clicked or submitted."""

    SHOW = "charter.show"
    PARTS = "charter.parts"
    HISTORY = "charter.history"
    PEERS = "charter.peers"
    PEERS_FORM = "charter.peers_form"
    EXAMPLE = "charter.example"
    SIZE = "charter.size"
    SIZE_FORM = "charter.size_form"
    JOINING = "charter.joining"
    JOINING_FORM = "charter.joining_form"
    ENDORSEMENT = "charter.endorsement"
    ENDORSEMENT_FORM = "charter.endorsement_form"


class Beside(StrEnum):
    """Clicks that live beside the charter, in the features of mission and expectations."""

    MISSION = "mission.form_open"
    MISSIONS = "mission.show"
    CHECKLIST = "setup_path.show"
    EXPECTATIONS = "expectations.edit"
    ACCEPT = "expectations.accept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A charter with its mission and expectations, as it stands."""

    group: Group
    charter: Charter
    mission: Mission | None = None
    expectations: Expectations | None = None
    members: int = 0


def body(whole: Whole) -> list[dict]:
    """The charter's text: mission, peers, size, how one joins, expectations, endorsement."""
    charter, mission, one = whole.charter, whole.mission, whole.expectations
    blocks = []
    if mission:
        blocks.append(rich([run("Mission", bold=True)], *([run(s)] for s in sentences(mission.exist, mission.gain))))
    if charter.knows_peers:
        blocks.append(rich([run("Who is a peer here", bold=True)], *([run(line)] for line in rules.peer_lines(charter))))
    term = [[run(line)] for line in rules.term_words(charter)]
    blocks.append(rich([run("Members", bold=True)], [run(f"{rules.size_words(charter)}; {whole.members} now.")],
                       [run(rules.joining_words(charter))], *term))
    if one:
        said = [[run(f"• {line}")] for line in expected.lines(one)]
        share = expected.share_words(one)
        said += [[run(f"• Each half-year everybody tries to {share}.")]] if share else []
        blocks.append(rich([run("What we expect of each other", bold=True)], *said))
        if one.words:
            blocks.append(rich([run(one.words)]))
    if charter.endorsement:
        by = ", ".join(p for p in (charter.endorser, _day(charter.endorsed)) if p)
        blocks.append(rich([run("Endorsed", bold=True), run(f" · {by}" if by else "")], [run(f"“{charter.endorsement}”", italic=True)]))
    return blocks


def _day(day) -> str:
    return f"{day.day} {rules.MONTHS[day.month - 1]} {day.year}" if day else ""


def accepted_words(one: Expectations) -> str:
    """How many have accepted; nobody is named."""
    return f"{one.accepted} of {one.members} have accepted the expectations (version {one.number})."


def post(whole: Whole) -> Message:
    """In the channel, pinned, and kept true by editing it."""
    group = str(whole.group.id)
    row = [button("I accept the expectations", Beside.ACCEPT, f"{group}|{whole.expectations.number}", style="primary")] \
        if whole.expectations else []
    row += [button("The mission", Beside.MISSIONS, group), button("Who changed what", Ids.HISTORY, group)]
    return Message(text=f"The charter of {escape(whole.group.name)}. {_twin(whole)}",
                   blocks=[header(f"Charter of {whole.group.name}"), *body(whole), actions(*row, block_id="charter-post"),
                           *([context(accepted_words(whole.expectations))] if whole.expectations else [])])


def _twin(whole: Whole) -> str:
    mission = sentences(whole.mission.exist, "")[0] if whole.mission else ""
    return escape(clip(f"{mission} {' '.join(rules.peer_lines(whole.charter))} {rules.size_words(whole.charter)}.".strip(), 2500))


def card(whole: Whole, *, organiser: bool, said: str = "") -> Message:
    """For a member: the whole charter, and what they can do with it."""
    one, group = whole.expectations, str(whole.group.id)
    row = [button("I accept the expectations", Beside.ACCEPT, f"{group}|{one.number}", style="primary")] if one and not one.mine else []
    row += [button("Change it", Ids.PARTS, group)] if organiser else []
    row += [button("The mission", Beside.MISSIONS, group),
            button("Who changed what", Ids.HISTORY, group)]
    mine = "✓ You have accepted the expectations. " if one and one.mine else ""
    small = [context(escape(f"{mine}{accepted_words(one)}"))] if one else [
        context("Nothing is agreed on yet about what you expect of each other.")]
    return Message(text=f"{escape(said)} The charter of {escape(whole.group.name)}. {_twin(whole)}".strip(),
                   blocks=[*([section(escape(said))] if said else []), header(f"Charter of {whole.group.name}"), *body(whole), *small,
                           actions(*row, block_id="charter-card")])


def parts(whole: Whole, *, said: str = "") -> Message:
    """For an organiser: what can be changed, a button each."""
    group, charter = str(whole.group.id), whole.charter
    lines = [
        ("Who is a peer here", " ".join(rules.peer_lines(charter)), Ids.PEERS),
        ("How many", rules.size_words(charter), Ids.SIZE),
        ("How people join, until when", " ".join([rules.joining_words(charter), *rules.term_words(charter)]), Ids.JOINING),
        ("Mission", whole.mission.exist if whole.mission else "", Beside.MISSION),
        ("What we expect of each other", f"version {whole.expectations.number}" if whole.expectations else "", Beside.EXPECTATIONS),
        ("What the chair says", charter.endorsement, Ids.ENDORSEMENT)]
    rows = [section(f"*{label}*\n{escape(clip(text, 120)) or '_open_'}",
                    accessory=button("Change" if text else "Write it", ident, group, label=f"Change: {label}"))
            for label, text, ident in lines]
    return Message(text=f"{escape(said)} The charter of {escape(whole.group.name)}: what shall change?".strip(),
                   blocks=[*([section(escape(said))] if said else []), section(f"*Charter of {escape(whole.group.name)}*"), *rows,
                           context("Every change is kept with its day and who made it; the pinned charter follows at once."),
                           actions(button("The whole charter", Ids.SHOW, group), button("Who changed what", Ids.HISTORY, group),
                                   button("The setup's checklist", Beside.CHECKLIST, group), block_id="charter-parts")])


_WHAT = {"peers": "who is a peer", "size": "the size", "joining": "how people join", "mission": "the mission", "expectations":
         "the expectations", "endorsement": "the endorsement", "review": "the yearly review"}


def history(group: Group, changes: Sequence[Change], zone: tzinfo) -> Message:
    """Who changed what and when, newest first."""
    shown = changes[:SHOWN]
    lines = [rich([run(_WHAT.get(c.what, c.what).capitalize(), bold=True), run(" · "), moment(c.at, "{date_short_pretty}"),
                   run(f" · {c.by or 'somebody who left'}" + (f" · {c.decided}" if c.decided else ""))], [run(clip(c.said, 400))])
             for c in shown]
    more = [context(f"And {len(changes) - SHOWN} earlier ones.")] if len(changes) > SHOWN else []
    twin = " ".join(f"{_WHAT.get(c.what, c.what)}: {_day(c.at.astimezone(zone).date())}, {c.by or 'somebody who left'}." for c in shown)
    return Message(text=f"Who changed the charter of {escape(group.name)}. {escape(twin)}",
                   blocks=[section(f"*Who changed what in the charter of {escape(group.name)}*"), *lines, *more,
                           *([] if shown else [rich([run("Nothing has been changed yet.")])]),
                           actions(button("The charter", Ids.SHOW, str(group.id)), block_id="charter-history")])


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What anybody in the workspace may know of a group: purpose, size, how and when to join."""

    group_id: int
    name: str
    charter: Charter
    exist: str = ""
    full: bool = False
    mine: bool = False


def paragraph(one: Card) -> str:
    """The card, as one paragraph."""
    purpose = sentences(one.exist, "")[0] if one.exist else ""
    peers = one.charter.peers or " ".join(rules.peer_lines(one.charter))
    full = "All places are taken; there is a waiting list." if one.full else "There is room."
    said = [_stop(purpose), _stop(peers), _stop(rules.size_words(one.charter)), full, _stop(rules.joining_words(one.charter)),
            *rules.term_words(one.charter)[:1 if one.charter.is_for_a_time else 0]]
    return " ".join(s for s in said if s)


def _stop(text: str) -> str:
    return text if not text or text[-1] in ".!?…" else f"{text}."


def public(cards: Sequence[Card], join: str | None = None) -> Message:
    """For anybody: the groups of this workspace that say who they are. ``join``: the click that asks to join."""
    blocks: list[dict] = []
    for one in cards[:SHOWN]:
        blocks.append(rich([run(one.name, bold=True), run(" · you are in it" if one.mine else "")], [run(paragraph(one))]))
        if join and not one.mine:
            blocks.append(actions(button("Get on the waiting list" if one.full else "Ask to join", join, str(one.group_id),
                                         label=f"Ask to join {clip(one.name, 40)}"), block_id=f"about-{one.group_id}"))
    if len(cards) > SHOWN:
        blocks.append(context(f"And {len(cards) - SHOWN} more: `/mentor about` and a part of the name finds them."))
    if not cards:
        blocks.append(section("No peer-mentorship group here has written its charter yet. `/mentor setup` in a channel begins one."))
    return Message(text="Peer-mentorship groups here. " + escape(" ".join(f"{c.name}: {paragraph(c)}" for c in cards[:SHOWN])),
                   blocks=[section("*Peer-mentorship groups here*"), *blocks, divider(),
                           context("This is all that anybody outside sees of a group.")])
