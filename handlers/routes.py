"""The doors: what Slack sends is read here, served, acknowledged, and answered, in that order.

One shape for all: read and serve (the database only), acknowledge with the answer where Slack takes one, and leave every call
to Slack for after the acknowledgement. Somebody we have never met is acknowledged first, because Slack has to be asked who
they are. Nothing leaves a listener as an exception: Bolt would drop the acknowledgement with it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial

from slack_bolt import App, BoltResponse

from bot.deps import Deps
from bot.services import groups, people
from bot.slack import SlackError
from bot.views import help as help_views
from bot.views.blocks import notice
from handlers import context, deliver, events, serve
from handlers.call import NOTHING, Answer, Call, Door, Origin
from handlers.typed import mentions, readable
from mentoring.people import Actor, Kind

log = logging.getLogger(__name__)
ANY = re.compile(r"\A.*\Z", re.DOTALL)
COMMAND = "/mentor"


def register(app: App, deps: Deps) -> None:
    """Hang every door on a Bolt app."""
    app.command(COMMAND)(partial(_guarded, deps, on_command))
    app.action(ANY)(partial(_guarded, deps, on_click))
    app.view(ANY)(partial(_guarded, deps, on_submit))
    app.view_closed(ANY)(partial(_guarded, deps, on_ignored))
    app.shortcut(ANY)(partial(_guarded, deps, on_shortcut))
    app.options(ANY)(partial(_guarded, deps, on_options))
    app.event(ANY)(partial(on_event, deps))
    app.error(_on_error)


def _guarded(deps: Deps, door: Callable, ack, body: dict) -> None:
    try:
        door(deps, ack, body)
    except Exception as failure:   # the last net; serve.one has caught whatever a handler can do
        try:
            _apologise(deps, ack, body, serve.sorry(door.__name__, failure))
        except Exception as second:
            serve.log_failure("apology", second)
            if ack.response is None:
                ack()


def _apologise(deps: Deps, ack, body: dict, said: str) -> None:
    """Say that it did not work where the person is looking; a form stays open with everything that was typed."""
    blocks = (body.get("view") or {}).get("blocks") or ()
    field = next((b["block_id"] for b in blocks if b.get("type") == "input"), None)
    if body.get("type") == "view_submission" and field and ack.response is None:
        ack(response_action="errors", errors={field: said})
    elif body.get("command") and ack.response is None:
        typed = f"/mentor {readable(body['text'])}" if body.get("text") else ""
        ack(deliver.in_ack(Answer(message=help_views.refused(said, typed))))
    else:
        if ack.response is None:
            ack()
        deps.later.submit(partial(_safely, partial(_tell, deps, body, said)))


def _tell(deps: Deps, body: dict, said: str) -> None:
    if body.get("response_url"):
        deps.slack.respond(body["response_url"], {"response_type": "ephemeral", "replace_original": False, "text": said})
    elif body.get("trigger_id"):
        inside = body.get("type") == "block_actions" and (body.get("view") or {}).get("type") == "modal"
        method = "views.push" if inside else "views.open"
        deps.slack.call(method, trigger_id=body["trigger_id"], view=notice("One moment", said))


def _on_error(error: Exception) -> BoltResponse:
    """An event that could not be written down is not acknowledged, so that Slack sends it again."""
    serve.log_failure("bolt", error)
    return BoltResponse(status=503, body="")


# ---- who is it -------------------------------------------------------------------------------------------------

def _with_actor(deps: Deps, user: str, then: Callable[[Actor], None], ack: Callable[[], object], body: dict) -> None:
    """Call ``then`` with the actor: at once when we know them, else after acknowledging and asking Slack."""
    actor = people.actor(deps, user)
    if actor and actor.person.kind is not Kind.UNKNOWN:
        if actor.person.kind in (Kind.MEMBER, Kind.GUEST):
            then(actor)
        else:
            ack()
        return
    ack()
    _later(deps, body, partial(_meet, deps, user, then))


def _meet(deps: Deps, user: str, then: Callable[[Actor], None]) -> None:
    actor = meet(deps, user)
    if actor.person.kind in (Kind.MEMBER, Kind.GUEST, Kind.UNKNOWN):
        then(actor)


def meet(deps: Deps, user: str) -> Actor:
    """Ask Slack who somebody is and write it down; when Slack cannot say, they are an unknown for now."""
    try:
        return people.met(deps, user, deps.slack.call("users.info", user=user)["user"])
    except SlackError as no:
        log.warning("who is acting could not be looked up: %s", no)
        return people.noticed(deps, user)


def _later(deps: Deps, body: dict, work: Callable[[], None]) -> None:
    """Work for after the acknowledgement; when it fails, the person is told."""
    def run() -> None:
        try:
            work()
        except Exception as failure:
            _safely(partial(_tell, deps, body, serve.sorry("later", failure)))

    deps.later.submit(run)


def _safely(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as failure:
        serve.log_failure("later", failure)


# ---- the slash command -----------------------------------------------------------------------------------------

def on_command(deps: Deps, ack, body: dict) -> None:
    """``/mentor …``: the answer travels in the acknowledgement, and only the person who typed sees it."""
    origin = Origin(channel=body.get("channel_id"), response_url=body.get("response_url"))

    def then(actor: Actor) -> None:
        call = Call(deps=deps, actor=actor, door=Door.SLASH, once=f"trigger:{body['trigger_id']}", channel=body.get("channel_id"),
                    here=groups.at(deps, body.get("channel_id"), actor), trigger=body["trigger_id"], origin=origin)
        answer = serve.line(call, body.get("text") or "")
        late = ack.response is not None
        if not late:
            ack(deliver.in_ack(answer)) if answer.message else ack()
        if answer.view:
            _later(deps, body, partial(deliver.view_of, call, answer))
        elif late and answer.message:
            deliver.privately(call, answer.message, replace=False)

    _with_actor(deps, body["user_id"], then, ack, body)


# ---- clicks and forms ------------------------------------------------------------------------------------------

def on_click(deps: Deps, ack, body: dict) -> None:
    """A button or menu, anywhere. The click is acknowledged once the deed is committed; what it changes on screen follows."""
    action = (body.get("actions") or [{}])[0]
    origin = context.clicked_origin(body)

    def then(actor: Actor) -> None:
        call = Call(deps=deps, actor=actor, door=Door.CLICK, once=f"click:{body.get('trigger_id')}:{action.get('action_ts')}",
                    channel=origin.channel, here=groups.at(deps, origin.channel, actor), trigger=body.get("trigger_id"),
                    action=action.get("action_id", ""), value=context.clicked_value(action), block=action.get("block_id", ""),
                    origin=origin, values=context.filled((body.get("view") or {}).get("state")), meta=context.meta(body.get("view") or {}))
        answer = serve.click(call) if action.get("action_id") else NOTHING
        if ack.response is None:
            ack()
        if answer.view or answer.message:
            _later(deps, body, partial(deliver.after_click, call, answer))

    _with_actor(deps, body["user"]["id"], then, ack, body)


def on_shortcut(deps: Deps, ack, body: dict) -> None:
    """A shortcut from the menu of a message: acknowledged, then its form opens with the words of that message."""
    message, channel = body.get("message") or {}, (body.get("channel") or {}).get("id")
    origin = Origin(channel=channel, thread=message.get("thread_ts"), response_url=body.get("response_url"))

    def then(actor: Actor) -> None:
        raw = message.get("text") or ""
        call = Call(deps=deps, actor=actor, door=Door.CLICK, once=f"trigger:{body.get('trigger_id')}", channel=channel,
                    here=groups.at(deps, channel, actor), trigger=body.get("trigger_id"), origin=origin,
                    values={"text": raw, "ts": message.get("ts") or "", "names": people.names(deps, mentions(raw))})
        answer = serve.shortcut(call, body.get("callback_id") or "")
        if ack.response is None:
            ack()
        if answer.view or answer.message:
            _later(deps, body, partial(deliver.after_click, call, answer))

    _with_actor(deps, body["user"]["id"], then, ack, body)


def on_submit(deps: Deps, ack, body: dict) -> None:
    """A form: it closes when its words are safely stored, and otherwise stays open with everything in it."""
    view = body["view"]
    meta = context.meta(view)
    origin = Origin(**{k: v for k, v in (meta.get("from") or {}).items() if k in Origin.__slots__})
    actor = people.actor(deps, body["user"]["id"]) or people.noticed(deps, body["user"]["id"])
    if actor.person.kind in (Kind.BOT, Kind.GONE):
        ack()
        return
    call = Call(deps=deps, actor=actor, door=Door.FORM, once=f"form:{meta.get('nonce') or view['id']}", channel=origin.channel,
                here=groups.at(deps, origin.channel, actor), trigger=body.get("trigger_id"), values=context.filled(view.get("state")),
                meta=meta, origin=origin)
    answer = serve.form(call, view.get("callback_id", ""))
    if answer.errors:
        ack(response_action="errors", errors=answer.errors)
    elif answer.view and answer.update:
        ack(response_action="update", view=deliver.knowing(answer.view, origin))
    else:
        ack()
        if answer.message:
            _later(deps, body, partial(deliver.after_click, call, answer))


def on_ignored(deps: Deps, ack, body: dict) -> None:
    """Something that asks for nothing: acknowledged."""
    ack()


def on_options(deps: Deps, ack, body: dict) -> None:
    """No menu of ours loads its choices from here."""
    ack(options=[])


# ---- events ----------------------------------------------------------------------------------------------------

def on_event(deps: Deps, body: dict) -> None:
    """An event is written down before Slack hears "received"; a repeat of one that is written down does nothing."""
    if not events.wanted(deps, body):
        return
    if events.keep(deps, body):
        deps.later.submit(partial(_safely, partial(serve_event, deps, body)))


def serve_event(deps: Deps, body: dict) -> None:
    """Do what an event asks for, then say that it is done. Called again for events that a stopped process left behind."""
    events.serve_one(deps, body, meet)
