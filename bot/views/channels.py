"""What organisers are told when a channel, or a person, cannot be written to."""

from __future__ import annotations

from bot.views.blocks import Message, escape, rich, run, who
from mentoring.people import Group


def paused(group: Group, *, archived: bool) -> Message:
    """The bot cannot post in a group's home any more."""
    why = "it is archived" if archived else "I am not in it any more, or may not write there"
    mend = "Unarchive it" if archived else "Invite me again with /invite"
    said = f"I cannot post in the channel of {group.name}: {why}. Reminders for it wait. {mend}, and they go on by themselves."
    return Message(text=escape(said), blocks=[rich([run(said)])])


def unreachable(group: Group, user: str) -> Message:
    """A member cannot be written to."""
    said = ": Slack does not let me write to them. I try again in a week; until then please tell them yourself what matters."
    return Message(text=f"A member of {escape(group.name)} cannot be reached{escape(said)}",
                   blocks=[rich([run(f"A member of {group.name} cannot be reached, "), who(user), run(said)])])
