"""The checklist of a setup: every step with its button, how far the group is, and what comes next."""

from __future__ import annotations

from enum import StrEnum

from bot.views.blocks import Message, actions, button, context, escape, section
from bot.views.charter import Ids as CharterIds
from bot.views.charter import Whole
from bot.views.expectations import Ids as ExpectationIds
from bot.views.groups import Ids as GroupIds
from bot.views.missions import Ids as MissionIds
from bot.views.planning import Ids as PlanIds
from mentoring import charter as charter_rules
from mentoring.missions import sentences
from mentoring.setup_path import NAMES, Path, Step
from mentoring.text import clip, one_line


class Ids(StrEnum):
    """What only the checklist has."""

    SHOW = "setup_path.show"
    STEP = "setup_path.step"        # value: group|step
    SKIP = "setup_path.skip"        # value: group|step
    BACK = "setup_path.back"        # value: group|step


LABELS = {Step.PEERS: "Who is a peer here?", Step.SIZE: "How many should you be?", Step.JOINING: "How do people join, until when?",
          Step.MISSION: "Why do you exist?", Step.DATES: "When do you meet?", Step.EXPECTATIONS: "What do you expect of each other?",
          Step.ROLES: "Who does what?", Step.INVITE: "Who else should be in it?"}
_HOW = {Step.PEERS: "Six examples to begin with", Step.SIZE: "4 to 12, ideally 7",
        Step.JOINING: "They ask, an organiser says yes", Step.MISSION: "Two sentences",
        Step.DATES: "Six months of dates, looked at before they are fixed", Step.EXPECTATIONS: "The usual choices are filled in",
        Step.ROLES: "They rotate fairly by themselves", Step.INVITE: "You are {members} now"}


def checklist(whole: Whole, path: Path, *, said: str = "", outside: str = "") -> Message:
    """For an organiser. ``said``: what has just been done; ``outside``: a warning in our own words."""
    group, name = str(whole.group.id), escape(whole.group.name)
    done, total = len(path.done), len(Step)
    bar = "█" * done + "░" * (total - done)
    blocks = [section(said)] if said else []
    blocks += [section(outside)] if outside else []
    head = f"*{name}: {done} of {total} decided*  {bar}" if not path.is_whole else f"*{name}: all {total} decided*  {bar}"
    blocks.append(section(head))
    blocks += [_row(step, whole, path) for step in Step]
    after = path.next
    row = [button(f"Next: {NAMES[after]}", Ids.STEP, f"{group}|{after}", style="primary"),
           button("Skip it for now", Ids.SKIP, f"{group}|{after}", label=f"Skip for now: {NAMES[after]}")] if after else []
    row += [button("Change name, zone, members", GroupIds.SETUP, whole.group.channel), button("The charter", CharterIds.SHOW, group)]
    blocks += [actions(*row, block_id="setup-path"), context(_foot(path))]
    left = "" if path.is_whole else f" Next: {NAMES[after]}." if after else ""
    return Message(text=f"{said.replace('*', '')} {outside} {name}: {done} of {total} decided.{left}".strip(), blocks=blocks)


def _foot(path: Path) -> str:
    if path.is_whole:
        return "That is your charter. It is pinned in the channel and follows every change."
    return "In any order, on any day: `/mentor setup` comes back here. What stays open is brought to your next agenda."


def _row(step: Step, whole: Whole, path: Path) -> dict:
    value = f"{whole.group.id}|{step}"
    if step in path.aside:
        return section(f"–  {LABELS[step]}\n_skipped_", accessory=button("Take it up", Ids.BACK, value, label=f"Take up: {NAMES[step]}"))
    if step in path.done:
        return section(f"✓  *{LABELS[step]}*\n{escape(clip(one_line(_answer(step, whole)), 110))}",
                       accessory=button("Look", Ids.STEP, value, label=f"Look again: {NAMES[step]}"))
    how = _HOW[step].format(members=f"{whole.members}")
    return section(f"○  *{LABELS[step]}*\n{how}", accessory=button("Decide", Ids.STEP, value, label=f"Decide: {NAMES[step]}"))


def _answer(step: Step, whole: Whole) -> str:
    charter = whole.charter
    if step is Step.MISSION and whole.mission:
        return sentences(whole.mission.exist, "")[0]
    return {Step.PEERS: " ".join(charter_rules.peer_lines(charter)), Step.SIZE: charter_rules.size_words(charter),
            Step.JOINING: charter_rules.joining_words(charter), Step.DATES: "Your dates are fixed.",
            Step.EXPECTATIONS: f"{whole.expectations.accepted} of {whole.expectations.members} have accepted" if whole.expectations else "",
            Step.ROLES: "They rotate.", Step.INVITE: f"{whole.members} members"}.get(step, "")


# What each step opens. Those of ``ALONE`` belong to features of their own and do not come back to the checklist by themselves.
STEPS = {Step.PEERS: CharterIds.PEERS, Step.SIZE: CharterIds.SIZE, Step.JOINING: CharterIds.JOINING, Step.MISSION: MissionIds.OPEN,
         Step.DATES: PlanIds.FORM, Step.EXPECTATIONS: ExpectationIds.EDIT, Step.ROLES: "roles.overview", Step.INVITE: "members.invite"}
ALONE = frozenset([Step.DATES, Step.ROLES, Step.INVITE])
