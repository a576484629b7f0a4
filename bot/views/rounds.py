"""What the thread says in a consult round: whose turn it is, for how long, and what the others do."""

from __future__ import annotations

from enum import StrEnum

from bot.views.blocks import Message, actions, button, escape, moment, rich, run
from mentoring.rounds import PHASES, Phase, Round, length


class Ids(StrEnum):
    """What can be clicked."""

    NEXT = "rounds.next"      # value: meeting|round|phase
    STOP = "rounds.stop"      # value: meeting|round


_TITLES = {Phase.PRESENT: "{name} presents", Phase.QUESTIONS: "Questions to {name}", Phase.SILENCE: "Silence",
           Phase.OFFERS: "Offers to {name}", Phase.TAKE_AWAY: "{name} takes away"}
_HOW = {
    Phase.PRESENT: "The case, and the one question you bring. Everybody else listens; no identifying details of patients or students.",
    Phase.QUESTIONS: "Only questions that help to understand; no advice yet. Each of you one, before anybody asks a second.",
    Phase.SILENCE: "Everybody thinks and writes down one offer. Nobody types.",
    Phase.OFFERS: "Each of you one offer: “what I have seen work is …”. {name} listens and does not answer yet.",
    Phase.TAKE_AWAY: "{name}, what do you take with you? Mark what shall be in the minutes: note: …, action: … . Nothing else of this "
                     "round is kept in them.",
}


def phase(meeting_id: int, number: int, one: Round, name: str) -> Message:
    """A phase begins."""
    title = _TITLES[one.phase].format(name=name)
    minutes = length(one.phase, one.minutes).total_seconds() / 60
    lasts = f"{minutes:g} minute{'s' if minutes != 1 else ''}" if minutes == int(minutes) else f"{int(minutes * 60)} seconds" \
        if minutes < 1 else f"{minutes:.1f} minutes"
    value = f"{meeting_id}|{number}"
    last = one.index == len(PHASES) - 1
    blocks = [rich([run(f"⏳ {one.index + 1} of {len(PHASES)}: {title}", bold=True), run(f" · {lasts}, until "),
                    moment(one.due, "{time}", f"{one.due:%H:%M} UTC")], [run(_HOW[one.phase].format(name=name))]),
              actions(button("Done" if last else "Next", Ids.NEXT, f"{value}|{one.index}",
                             label="The round is over" if last else "The next step of the round begins now"),
                      *([] if last else [button("Stop", Ids.STOP, value, label="The round is over")]), block_id=f"round-{meeting_id}")]
    return Message(text=f"Consult round, {one.index + 1} of {len(PHASES)}: {escape(title)}, {lasts}.", blocks=blocks)


def over(name: str) -> Message:
    """The round is over."""
    words = f"✓ The round of {name} is over. The minutes keep what {name} marked, and nothing else of it."
    return Message(text=escape(words), blocks=[rich([run(words)])])


def said(words: str) -> Message:
    """A word to the one who pressed or typed."""
    return Message(text=escape(words), blocks=[rich([run(words)])])
