"""Events: what Slack tells without being asked. Each is in the inbox before it is acknowledged, and leaves it when it is served."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.deps import Deps
from bot.services import channels, groups, membership_roster, people, threads
from bot.views import groups as group_views
from bot.views.blocks import Message
from handlers import context, deliver, home, serve, sittings, table
from handlers.call import NOTHING, Answer, Call, Door, Origin
from mentoring.people import Actor, Kind
from storage import inbox, outbox

log = logging.getLogger(__name__)
UNATTENDED = timedelta(seconds=60)
INTERRUPTED = Message(text="That is done; I was interrupted before I could say so. `/mentor goal list` shows how things stand.")


def key(body: dict) -> str:
    """What makes an event this event, however often Slack sends it."""
    return f"event:{body.get('event_id')}"


def wanted(deps: Deps, body: dict) -> bool:
    """Whether an event asks for anything: our own messages, other bots, edits and joins of other people do not."""
    event = body.get("event") or {}
    kind = event.get("type")
    if kind == "message" and event.get("channel_type") != "im":
        return _of_a_meeting(deps, event)
    if kind in ("reaction_added", "reaction_removed"):
        return event.get("user") != deps.workspace.bot_user and (event.get("item") or {}).get("type") == "message"
    if kind == "message":
        return event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id") and bool(event.get("user"))
    if kind == "app_mention":
        return not event.get("bot_id") and bool(event.get("user"))
    if kind == "app_home_opened":
        return event.get("tab", "home") == "home"
    if kind == "member_joined_channel":
        return event.get("user") == deps.workspace.bot_user
    if kind == "member_left_channel":
        return groups.at(deps, event.get("channel")) is not None
    return kind in ("user_change", "channel_left", "group_left", "tokens_revoked", "app_uninstalled")


def _of_a_meeting(deps: Deps, event: dict) -> bool:
    """Whether a message of a channel stands in a meeting's thread, or begins a meeting."""
    heard = threads.message(event)
    if heard is None:
        return threads.begins_a_meeting(event)
    return heard.said.user != deps.workspace.bot_user and threads.concerns(deps, heard.channel, heard.thread)


def keep(deps: Deps, body: dict) -> bool:
    """Write an event down; False when it has been written down before. The work starts at once; the row is the safety net."""
    now, sealed = deps.clock.now(), deps.seals.put_by(body, key(body))
    with deps.store.write() as tx:
        return inbox.put(tx, key(body), body["event"]["type"], sealed, now=now, next_try=now + UNATTENDED)


def serve_one(deps: Deps, body: dict, meet: Callable[[Deps, str], Actor]) -> None:
    """Serve one event from the inbox. What it answers is written in the same transaction that marks it done."""
    try:
        letter, call = _served(deps, body, meet)
        with deps.store.write() as tx:
            if letter:
                method, text = letter
                outbox.put(tx, f"answer:{key(body)}", method, now=deps.clock.now(), channel=call.channel, body=text)
            inbox.done(tx, key(body), now=deps.clock.now())
    except Exception as failure:
        serve.log_failure(f"event {body['event'].get('type')}", failure)
        with deps.store.write() as tx:
            inbox.again(tx, key(body), at=deps.clock.now() + UNATTENDED)


def _served(deps: Deps, body: dict, meet: Callable[[Deps, str], Actor]) -> tuple[tuple[str, dict] | None, Call | None]:
    event = body["event"]
    kind = event["type"]
    if kind in ("reaction_added", "reaction_removed"):
        threads.reacts(deps, event)
        return None, None
    if kind == "message" and event.get("channel_type") != "im":
        return _in_a_channel(deps, body, meet)
    if kind == "user_change":
        _changed(deps, event["user"])
        return None, None
    if kind in ("tokens_revoked", "app_uninstalled"):
        log.error("Slack says %s: nothing can be sent until the app is installed again; nothing is lost meanwhile", kind)
        return None, None
    if kind in ("channel_left", "group_left"):
        channels.lost(deps, event["channel"])
        return None, None
    if kind == "member_left_channel":
        membership_roster.gone(deps, event["channel"], event["user"])
        return None, None
    if kind == "member_joined_channel":
        channels.found(deps, event["channel"])
    user = event.get("inviter") if kind == "member_joined_channel" else event["user"]
    if not user:   # the bot came by itself, or by the workspace's own rules: nobody to greet
        return None, None
    actor = people.actor(deps, user)
    if actor is None or actor.person.kind is Kind.UNKNOWN:
        actor = meet(deps, user)
    if actor.person.kind in (Kind.BOT, Kind.GONE):
        return None, None
    call = _call(deps, body, actor)
    answer = _answer(deps, event, call)
    return deliver.as_letter(call, answer), call


def _in_a_channel(deps: Deps, body: dict, meet: Callable[[Deps, str], Actor]) -> tuple[tuple[str, dict] | None, Call | None]:
    """A line of a meeting's thread, or the words that begin a meeting under themselves."""
    event = body["event"]
    if heard := threads.message(event):
        threads.hears(deps, heard)
        return None, None
    actor = people.actor(deps, event["user"]) or meet(deps, event["user"])
    call = _call(deps, body, actor)
    if call.here is None or not actor.is_in(call.here.id):
        return None, None
    answer = serve.one(call, lambda c: sittings.on_begin_here(c, event["ts"]))
    return deliver.as_letter(call, answer), call


def _answer(deps: Deps, event: dict, call: Call) -> Answer:
    match event["type"]:
        case "app_home_opened":
            return serve.one(call, home.on_opened, stranger=True)
        case "member_joined_channel":
            home_of = groups.at(deps, call.channel)
            return Answer(message=group_views.back_again(home_of) if home_of else group_views.hello(call.channel))
    whole, after = context.without_mention(event.get("text") or "", deps.workspace.bot_user)
    raw = whole if table.find(whole) or not table.find(after) else after   # "Hey @Mentor, goal list" is about the list
    answer = serve.line(call, raw)
    if answer.view:
        return serve.open_by_button(replace(call, raw=raw))
    return Answer(message=INTERRUPTED) if answer == NOTHING else answer


def _call(deps: Deps, body: dict, actor: Actor) -> Call:
    event = body["event"]
    channel = event.get("channel")
    door = Door.DM if event["type"] == "message" else Door.MENTION
    return Call(deps=deps, actor=actor, door=door, once=key(body), channel=channel, here=groups.at(deps, channel),
                origin=Origin(channel=channel, thread=event.get("thread_ts")))


def _changed(deps: Deps, info: dict) -> None:
    """Somebody's name, zone or kind of account has changed; people we have never met stay unmet."""
    if people.actor(deps, info.get("id", "")):
        people.met(deps, info["id"], info)
