"""Letters of the outbox that carry a file: Slack's three steps, whoever makes the file.

A letter's body names things by id, never their words: the file is made when it is sent, from what holds then.
"""

from __future__ import annotations

from bot.deps import Deps
from bot.services import calendar_files, experts_files, journals, minutes_files, own_data
from bot.services.calendar_files import METHOD
from bot.slack import SlackAnswer, SlackLater, SlackRefused, SlackUnclear
from storage.outbox import Letter

__all__ = ["METHOD", "copies", "upload"]


def _made(deps: Deps, letter: Letter) -> tuple[str, str, str, bytes] | None:
    """Name, title, comment and bytes, made by whom the letter is from; None when there is nothing to bring any more."""
    body = letter.body or {}
    makers = {"portrait": own_data, "journal": journals, "expert": experts_files, "file": minutes_files}
    return next((maker for name, maker in makers.items() if name in body), calendar_files).made(deps, letter)


def upload(deps: Deps, letter: Letter) -> SlackAnswer:
    """Send a letter of the method `METHOD`. Raises as `Slack.call` does; SlackUnclear only when the file may be seen already."""
    made = _made(deps, letter)
    if made is None:
        raise SlackRefused(METHOD, "nothing to attach")
    name, title, comment, data = made
    try:
        ticket = _unseen(deps.slack.call, "files.getUploadURLExternal", filename=name, length=len(data))
        _unseen(deps.slack.put_file, ticket["upload_url"], data)
        done = deps.slack.call("files.completeUploadExternal", files=[{"id": ticket["file_id"], "title": title}],
                               channel_id=_conversation(deps, letter), thread_ts=letter.edits_ts, initial_comment=comment)
    except SlackRefused as no:
        if no.signal == "missing_scope":   # an older manifest: files are missing, and everything else goes on
            no.breaker = False
        raise
    return SlackAnswer(channel=letter.channel, ts=_where(done))


def copies(deps: Deps, letter: Letter, oldest: str) -> list[str]:
    """The ts of every message of ours, from ``oldest`` on, that holds the file of a letter whose call never ended; oldest first.

    A file carries no metadata, so its name is the proof: another of the same name holds the same.
    """
    made = _made(deps, letter)
    if made is None:
        return []
    method = "conversations.replies" if letter.edits_ts else "conversations.history"
    found = deps.slack.pages(method, "messages", channel=_conversation(deps, letter), oldest=oldest, limit=200, ts=letter.edits_ts)
    return sorted((m["ts"] for m in found if m.get("user") == deps.workspace.bot_user
                   and any(f.get("name") == made[0] for f in m.get("files") or ())), key=float)


def _unseen(call, *args, **named):
    """A step after which nothing can be seen yet: when it is unclear, it may simply be done again."""
    try:
        return call(*args, **named)
    except SlackUnclear as no:
        raise SlackLater(no.method, no.signal, 10.0, counts=True) from None


def _conversation(deps: Deps, letter: Letter) -> str:
    """A file goes to a channel's id; a person's id is not enough (files.completeUploadExternal)."""
    channel = letter.edits_channel or letter.channel
    if channel[0] not in "UW":
        return channel
    return _unseen(deps.slack.call, "conversations.open", users=channel)["channel"]["id"]


def _where(done: SlackAnswer) -> str | None:
    """The ts of the message that shares the file, if Slack knows it already."""
    for place in ((done.get("files") or [{}])[0].get("shares") or {}).values():
        for shares in place.values():
            return shares[0].get("ts")
    return None
