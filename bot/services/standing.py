"""Letters that bring something to a state: a pin, a reaction, a message that is gone. Doing them twice is doing them once."""

from __future__ import annotations

from bot.deps import Deps
from bot.slack import SlackAnswer, SlackRefused
from storage.outbox import Letter

PIN, UNPIN, REACT, UNREACT, DELETE = "pins.add", "pins.remove", "reactions.add", "reactions.remove", "chat.delete"
# What Slack says when it stands already as wished, or when there is nothing left on which it could stand.
_DONE = {PIN: ("already_pinned",), UNPIN: ("no_pin",), REACT: ("already_reacted", "message_not_found", "too_many_reactions",
                                                               "too_many_emoji", "not_reactable"),
         UNREACT: ("no_reaction", "message_not_found"), DELETE: ("message_not_found", "thread_not_found")}
METHODS = frozenset(_DONE)


def bring(deps: Deps, letter: Letter) -> SlackAnswer:
    """Send a letter of one of `METHODS`. What stands already is no failure; a missing scope stops nothing else.

    A pin is put on the message that the letter edits, and that message is what is deleted; a reaction names channel, message and
    sign in its body.
    """
    place = {"channel": letter.edits_channel, ("ts" if letter.method == DELETE else "timestamp"): letter.edits_ts}
    about = letter.body or place
    try:
        return deps.slack.call(letter.method, **about)
    except SlackRefused as no:
        if no.signal in _DONE[letter.method]:
            return SlackAnswer(channel=about["channel"])
        if no.signal == "missing_scope":
            no.breaker = False
        raise
