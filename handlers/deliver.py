"""Bringing an answer to the person, after Slack has its acknowledgement. Everything here runs outside any transaction."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict

from bot.slack import SlackError, SlackRefused, SlackUnclear
from bot.views.blocks import Message, window
from handlers.call import Answer, Call, Door, Origin

log = logging.getLogger(__name__)
EXPIRED = frozenset({"expired_trigger_id", "trigger_expired"})
REPEATED = frozenset({"exchanged_trigger_id", "trigger_exchanged"})   # the first of two equal clicks has opened the form
TOO_LATE = Message(text="Slack lets me open a form only within three seconds of your click, and this took longer. Please try again.")


def in_ack(answer: Answer) -> dict:
    """The message of an answer as the body of a slash command's acknowledgement: seen by the person who typed, and by nobody else."""
    return {"response_type": "ephemeral", **answer.message.body()} if answer.message else {}


def view_of(call: Call, answer: Answer) -> None:
    """Open the answer's form, then fill it if it needs to look something up."""
    slack = call.deps.slack
    try:
        method = "views.push" if call.origin.kind == "modal" else "views.open"
        opened = slack.call(method, trigger_id=call.trigger, view=knowing(answer.view, call.origin))
        if answer.fill:
            view = opened["view"]
            slack.call("views.update", view_id=view["id"], hash=view.get("hash"), view=knowing(answer.fill(slack), call.origin))
    except SlackRefused as no:
        if no.signal in EXPIRED:
            privately(call, TOO_LATE, replace=False)
        elif no.signal not in REPEATED:
            failed(call, no)
    except SlackError as no:
        failed(call, no)


def knowing(view: dict, origin: Origin) -> dict:
    """The form, knowing where it was opened from, so that its answer can be shown there."""
    meta = json.loads(view.get("private_metadata") or "{}")
    place = {k: v for k, v in asdict(origin).items() if v and k != "view_hash"}
    return view | {"private_metadata": json.dumps(meta | {"from": place})}


def after_click(call: Call, answer: Answer) -> None:
    """The answer to a click or a form: it takes the place of what was clicked, unless others see that too.

    A form opened from Home needs no answer: Home itself shows what has changed.
    """
    if answer.view and answer.update and call.origin.kind == "modal":
        _in_place(call, answer.view)
    elif answer.view:
        view_of(call, answer)
    elif answer.message and call.origin.kind == "modal":
        _in_window(call, answer.message)
    elif answer.message and call.origin.kind == "home":
        if call.door is Door.CLICK:
            view_of(call, Answer(view=window(answer.message)))
    elif answer.message:
        mine = call.origin.kind == "ephemeral" or (call.origin.kind == "message" and (call.origin.channel or "").startswith("D"))
        privately(call, answer.message, replace=mine and not answer.refusal)


def _in_window(call: Call, message: Message) -> None:
    """The window that was clicked, or that a form was opened from, shows how things stand now."""
    try:
        call.deps.slack.call("views.update", view_id=call.origin.view_id, view=knowing(window(message), Origin()))
    except SlackError as no:
        failed(call, no)


def _in_place(call: Call, view: dict) -> None:
    """Another window in the place of the one that was clicked; it still knows where the first one was opened from."""
    place = {k: v for k, v in (call.meta.get("from") or {}).items() if k in Origin.__slots__}
    try:
        call.deps.slack.call("views.update", view_id=call.origin.view_id, view=knowing(view, Origin(**place)))
    except SlackError as no:
        failed(call, no)


def privately(call: Call, message: Message, *, replace: bool) -> None:
    """Say something to the person alone, by the first way that is open: an edit, the response_url, a message only they see.

    """
    for way in (_by_edit if replace else None, _by_url, _by_message):
        try:
            if way and way(call, message, replace):
                return
        except SlackError as no:
            failed(call, no)
            if isinstance(no, SlackUnclear) and way is not _by_edit:   # it may stand there already
                return


def _by_edit(call: Call, message: Message, replace: bool) -> bool:
    origin = call.origin
    if origin.kind != "message" or not origin.ts:
        return False
    call.deps.slack.call("chat.update", channel=origin.channel, ts=origin.ts, **message.body())
    return True


def _by_url(call: Call, message: Message, replace: bool) -> bool:
    if not call.origin.response_url:
        return False
    answer = {"response_type": "ephemeral", "replace_original": replace, **message.body()}
    if call.origin.thread and not replace:
        answer["thread_ts"] = call.origin.thread
    call.deps.slack.respond(call.origin.response_url, answer)
    return True


def _by_message(call: Call, message: Message, replace: bool) -> bool:
    channel, thread = call.channel or call.origin.channel, call.origin.thread
    if not channel:
        return False
    if channel.startswith("D"):
        call.deps.slack.call("chat.postMessage", channel=channel, thread_ts=thread, **message.body())
    else:
        call.deps.slack.call("chat.postEphemeral", channel=channel, user=call.actor.person.user, thread_ts=thread, **message.body())
    return True


def failed(call: Call, no: SlackError) -> None:
    """An answer that could not be brought. The deed itself is kept; only its echo is missing."""
    detail = "; ".join(no.detail[:3]) if isinstance(no, SlackRefused) else ""
    log.warning("answer at door %s not delivered: %s %s", call.door, no, detail)


def as_letter(call: Call, answer: Answer) -> tuple[str, dict] | None:
    """The answer to a direct message or a mention, as a letter for the outbox: (method, body), or None when there is nothing to say."""
    if not answer.message:
        return None
    if call.door is Door.DM:
        return "chat.postMessage", answer.message.body() | ({"thread_ts": call.origin.thread} if call.origin.thread else {})
    body = answer.message.body() | {"user": call.actor.person.user}
    return "chat.postEphemeral", body | ({"thread_ts": call.origin.thread} if call.origin.thread else {})
