"""What a person is told before they take everything with them, or are forgotten."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.views.blocks import Message, actions, button, confirm, modal, moment, rich, run, section


class Ids(StrEnum):
    """What can be clicked and submitted."""

    EXPORT = "own_data.export"
    EXPORT_SEND = "own_data.export_send"
    FORGET = "own_data.forget"            # in seven days
    NOW = "own_data.now"
    STAY = "own_data.stay"


WARNING = ("The file then lies in Slack, in your direct message with me: your workspace's owners may be able to export it, and you can "
           "delete it there. It holds everything I know about you, your reflections too, readable; and nothing that others wrote for "
           "themselves.")
_GOES = ("*Gone for good:* your reflections and drafts, your own goals, your settings, your calendar address, what I sent you in our "
         "direct message. Even copies of my database cannot be read any more.")
_STAYS = ("*Stays without your name:* what you said in meetings and put into minutes, topics and action items of your groups; there you "
          "are “a former member”. I cannot take back what others quoted, first names that people typed, or files you have saved.")
_LEAVES = "You leave your groups; what you had promised to do is offered to the others."


def export() -> dict:
    """Everything about me: first what that means."""
    return modal("Everything about me", Ids.EXPORT_SEND, [section(WARNING)], submit="Send it to me")


def by_button() -> Message:
    """Where a window cannot open by itself."""
    words = "I can bring you everything I know about you as a file."
    return Message(text=words, blocks=[section(words), actions(button("Everything about me …", Ids.EXPORT), block_id="own-data")])


def comes() -> Message:
    """The file is on its way."""
    return Message(text="✓ Everything about you comes as a file in our direct message in a moment.")


def forget() -> Message:
    """What goes, what stays, and when."""
    return Message(text="What forgetting you means.", blocks=[
        section(_GOES), section(_STAYS), section(_LEAVES),
        actions(button("Forget me in seven days", Ids.FORGET, style="danger"),
                button("Forget me now", Ids.NOW, confirm=confirm("Now?", "This cannot be undone, by nobody.", "Forget me now")),
                button("First give me everything …", Ids.EXPORT), block_id="forget")])


def asked(due: datetime) -> Message:
    """They will be forgotten, and may think again until then."""
    return Message(text="You will be forgotten in seven days.", blocks=[
        rich([run("You will be forgotten on "), moment(due, "{date_long} at {time}", f"{due:%d %B %Y %H:%M} UTC"),
              run(". Until then everything goes on, and one tap keeps you.")]),
        actions(button("Keep me", Ids.STAY, style="primary"), button("Forget me now", Ids.NOW, confirm=confirm(
            "Now?", "This cannot be undone, by nobody.", "Forget me now")), block_id="forget")])


def stays() -> Message:
    """They have thought again."""
    return Message(text="✓ You stay, and everything stays as it is. Good to have you.")


def gone() -> Message:
    """The last word."""
    return Message(text="✓ You are forgotten. What I had sent you disappears from our direct message in the next minutes. "
                        "If you ever type /mentor again, we meet for the first time. All the best.")
