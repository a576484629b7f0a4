"""What a person can do: type, click, submit, open. Each act checks what Slack's client checks, tells the app, and
returns what came of it. Acts run in the caller's thread and never hold the workspace's lock while the app works.
"""

from dataclasses import dataclass, field
from typing import Any

from sandbox import events, hooks, interactions, modals, talk
from sandbox.answers import NotAllowed, SlackError
from sandbox.blocks import elements_of
from sandbox.delivery import Ack, Delivery
from sandbox.inputs import STATE, not_offered, refusals, states
from sandbox.records import Channel, User
from sandbox.typed import as_command, as_message
from sandbox.workspace import Workspace

TROUBLE_CONNECTING = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of an act. `error` is the sentence Slack would show; `problems` are the app's faults."""

    ack: Ack | None = None
    error: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    messages: list[dict] = field(default_factory=list)
    views: list[dict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class Acts:
    """People's acts in a workspace."""

    def __init__(self, ws: Workspace, delivery: Delivery, response_urls: hooks.Hooks) -> None:
        self.ws, self.delivery, self.hooks = ws, delivery, response_urls

    def do(self, user_id: str, what: str, **about: Any) -> Outcome:
        """Do one act for a user. NotAllowed when Slack's client would not let them, with the sentence it shows."""
        user = self._user(user_id)
        act = getattr(self, f"_do_{what}", None) or talk.ACTS.get(what)
        if act is None:
            raise NotAllowed(f"there is no act {what!r}")
        if "user" in about:
            about["whom"] = about.pop("user")
        journal, before = len(self.ws.journal), self._views(user.id)
        calls = self.delivery.traffic.last
        ack, error, errors, problems = None, None, {}, []
        made = talk.ACTS[what](self.ws, user, **about) if what in talk.ACTS else act(user, **about)
        if made:
            ack, error, errors, problems = made
        self.delivery.settle()
        fresh = [
            {"channel": each["channel"], "ts": each["ts"], "text": each["message"].get("text", ""),
             "ephemeral": each["ephemeral"], "visible_to": each["visible_to"], "what": each["what"],
             "message": each["message"]}
            for each in self.ws.journal[journal:]
        ]
        after = self._views(user.id)
        views = [modals.shown(self.ws, self.ws.views[each]) for each in after if before.get(each) != after[each]]
        problems = problems + [each for entry in self.delivery.traffic.since(calls) for each in entry["problems"]]
        return Outcome(ack=ack, error=error, errors=errors, messages=fresh, views=views,
                       problems=list(dict.fromkeys(problems)))

    # what acts need

    def _user(self, user_id: str) -> User:
        user = self.ws.users.get(user_id)
        if user is None or user.deleted:
            raise NotAllowed("there is no such person here")
        return user

    def _views(self, user_id: str) -> dict[str, tuple]:
        with self.ws.lock:
            return {each: (self.ws.views[each]["hash"], str(self.ws.views[each]["errors"]))
                    for each in self.ws.stacks[user_id] if each in self.ws.views}

    def _fail(self, ack: Ack, sentence: str, *, problems: list[str] | None = None) -> tuple:
        return ack, None if ack.status == "ok" else sentence, {}, problems or []

    def _odd(self, name: str, found: list[str]) -> list[str]:
        if found:
            self.delivery.traffic.add("out", "ack", name, status="refused", problems=found)
        return found

    # commands

    def _do_command(self, user: User, *, channel: str, text: str, thread: str | None = None) -> tuple:
        name, rest = (*text.strip().split(None, 1), "", "")[:2]
        if thread:
            raise NotAllowed(f"{name} is not supported in threads. Sorry!")
        declared = self.ws.manifest.commands.get(name)
        if declared is None or not self.ws.manifest.has("commands"):
            raise NotAllowed(f"{name} is not a valid command.")
        where = talk.channel_for(self.ws, user, channel)
        sent = as_command(self.ws, user.id, rest.strip(), should_escape=bool(declared.get("should_escape")))
        url = self.hooks.give(self.ws, "commands", user.id, where.id)
        payload = interactions.command(self.ws, user, where, name, sent, url)
        ack = self.delivery.send("slash_commands", payload, name, accepts=True)
        if ack.status != "ok":
            reason = "operation_timeout" if ack.status == "timeout" and self.delivery.connected() else "dispatch_failed"
            return self._fail(ack, f"{name} failed with the error “{reason}”")
        return ack, None, {}, self._show(name, ack.body, user, where, text)

    def _show(self, name: str, body: Any, user: User, channel: Channel, typed: str) -> list[str]:
        """Show the body of a command's ack; what is wrong with it.

        A public answer makes public what was typed too (docs.slack.dev/interactivity/implementing-slash-commands).
        """
        if isinstance(body, dict) and body.get("response_type") == "in_channel":
            self.ws.post(channel.id, {"user": user.id, "text": as_message(self.ws, user.id, typed)})
        if not body or set(body) == {"response_type"}:
            return []
        hook = {"user": user.id, "channel": channel.id, "source": None, "ephemeral": False}
        try:
            return self._odd(name, hooks.render(self.ws, hook, body))
        except SlackError as refusal:
            found = [f"the answer to {name} was refused: {refusal.error}", *refusal.messages]
            return self._odd(name, found)

    # clicking

    def _do_click(self, user: User, *, source: dict, action_id: str, block_id: str | None = None, **chosen: Any) -> tuple:
        values = chosen.pop("values", None) or chosen.pop("state", None) or {}
        values = values.get("values", values)
        if not self.ws.manifest.interactivity:
            raise NotAllowed("this app is not configured to handle interactive responses")
        with self.ws.lock:
            if source["kind"] == "message":
                payload = self._message_click(user, source, action_id, block_id, chosen, values)
            else:
                payload = self._view_click(user, source, action_id, block_id, chosen, values)
        ack = self.delivery.send("interactive", payload, f"block_actions {action_id}", accepts=False)
        odd = []
        if ack.status == "ok" and ack.body:
            odd = self._odd(action_id, ["a block_actions was acknowledged with a body, which Slack does not read"])
        return self._fail(ack, f"{self.ws.manifest.name} is having trouble responding. Try again.", problems=odd)

    def _message_click(
        self, user: User, source: dict, action_id: str, block_id: str | None, chosen: dict, values: dict
    ) -> dict:
        channel = talk.channel_for(self.ws, user, source["channel"], member=False)
        message = self.ws.messages[channel.id].get(source["ts"]) or next(
            (each for each in self.ws.whispers(channel.id, user.id) if each["ts"] == source["ts"]), None
        )
        if message is None:
            raise NotAllowed("there is no such message")
        made = self._action(message.get("blocks", []), action_id, block_id, chosen)
        url = self.hooks.give(self.ws, "actions", user.id, channel.id, message)
        return interactions.click_on_message(self.ws, user, channel, message, made, values, url)

    def _view_click(
        self, user: User, source: dict, action_id: str, block_id: str | None, chosen: dict, values: dict
    ) -> dict:
        wanted = self.ws.homes.get(user.id) if source["kind"] == "home" else source.get("view_id")
        view = self.ws.views.get(wanted or "")
        if view is None or view["owner"] != user.id:
            raise NotAllowed("that view is not open any more")
        self.type_into(view, values)
        made = self._action(view["content"]["blocks"], action_id, block_id, chosen)
        key = STATE.get(made["type"], (None,))[0]
        if key:
            state = {"type": made["type"], key: made.get(key)}
            view["values"].setdefault(made["block_id"], {})[made["action_id"]] = state
        return interactions.click_in_view(self.ws, user, view, made)

    def _action(self, rows: list[dict], action_id: str, block_id: str | None, chosen: dict) -> dict:
        for block in rows:
            for element in elements_of(block):
                if element["action_id"] == action_id and block_id in (None, "", block["block_id"]):
                    key = STATE.get(element["type"], ("selected_option",))[0]
                    picked = {key: chosen.get(key)} if element["type"] != "button" else {}
                    self._check_choice(block, element, picked)
                    return interactions.action(element, block["block_id"], picked, self.ws.stamp())
        raise NotAllowed(f"there is no {action_id} to click")

    def _check_choice(self, block: dict, element: dict, chosen: dict) -> None:
        if element["type"] in STATE:
            key = STATE[element["type"]][0]
            state = {block["block_id"]: {element["action_id"]: {key: chosen.get(key)}}}
            if not_offered([block], state):
                raise NotAllowed(f"{element['action_id']} does not offer that")
        elif element["type"] == "overflow" and chosen.get("selected_option") not in element["options"]:
            raise NotAllowed(f"{element['action_id']} does not offer that")

    # forms

    def type_into(self, view: dict, values: dict) -> None:
        """Type into an open view, over what was typed before. NotAllowed for what it does not offer."""
        wrong = not_offered(view["content"]["blocks"], values)
        if wrong:
            raise NotAllowed("; ".join(wrong))
        typed = {block_id: dict(kept) for block_id, kept in view["values"].items()}
        for block_id, actions in values.items():
            typed.setdefault(block_id, {}).update(actions)
        view["values"] = states(view["content"]["blocks"], typed)

    def _view(self, user: User, view_id: str) -> dict:
        view = self.ws.views.get(view_id)
        if view is None or view["owner"] != user.id or view["surface"] != "modal":
            raise NotAllowed("that form is not open any more")
        return view

    def _do_submit(self, user: User, *, view_id: str, values: dict | None = None) -> tuple:
        with self.ws.lock:
            view = self._view(user, view_id)
            if self.ws.stacks[user.id][-1:] != [view_id]:
                raise NotAllowed("another form lies on top of this one")
            self.type_into(view, values or {})
            rows = view["content"]["blocks"]
            view["errors"] = refusals(rows, states(rows, view["values"]))
            if view["errors"]:
                return None, None, dict(view["errors"]), []
            payload = interactions.submission(self.ws, user, view)
        callback = view["content"]["callback_id"]
        ack = self.delivery.send("interactive", payload, f"view_submission {callback}", accepts=True)
        if ack.status != "ok":
            return self._fail(ack, TROUBLE_CONNECTING)
        with self.ws.lock:
            trigger = {"user": user.id, "view": view_id, "channel": view["channel"]}
            found = modals.after_submission(self.ws, view, ack.body, trigger)
        return ack, TROUBLE_CONNECTING if found else None, dict(view["errors"]), self._odd(callback, found)

    def _do_close(self, user: User, *, view_id: str) -> tuple | None:
        with self.ws.lock:
            view = self._view(user, view_id)
            gone = [view]
            if view["content"]["clear_on_close"]:
                gone = modals.clear(self.ws, user.id)[::-1]
            else:
                modals.close(self.ws, view)
            told = [
                (each, interactions.closed(self.ws, user, each, cleared=len(gone) > 1))
                for each in gone if each["content"]["notify_on_close"]
            ]
        ack = None
        for each, payload in told:
            ack = self.delivery.send("interactive", payload, f"view_closed {each['content']['callback_id']}", accepts=False)
        return (ack, None, {}, []) if ack else None

    def _do_shortcut(self, user: User, *, callback_id: str, channel: str | None = None, ts: str | None = None) -> tuple:
        declared = self.ws.manifest.shortcut(callback_id)
        if declared is None or not self.ws.manifest.interactivity or not self.ws.manifest.has("commands"):
            raise NotAllowed("this app has no such shortcut")
        with self.ws.lock:
            if declared["type"] == "message":
                where = talk.channel_for(self.ws, user, channel or "", member=False)
                message = self.ws.messages[where.id].get(ts or "")
                if message is None:
                    # An ephemeral message offers no shortcuts.
                    raise NotAllowed("there is no such message")
                url = self.hooks.give(self.ws, "actions", user.id, where.id)
                payload = interactions.message_shortcut(self.ws, user, callback_id, where, message, url)
            else:
                payload = interactions.global_shortcut(self.ws, user, callback_id)
        ack = self.delivery.send("interactive", payload, f"shortcut {callback_id}", accepts=False)
        return self._fail(ack, f"{self.ws.manifest.name} is having trouble responding. Try again.")

    # moving about

    def _do_open_home(self, user: User) -> None:
        if not self.ws.manifest.home_tab:
            raise NotAllowed("this app has no Home tab")
        with self.ws.lock:
            channel = self.ws.direct(self.ws.bot_user, user.id)
            held = self.ws.views.get(self.ws.homes.get(user.id, ""))
            events.app_home_opened(self.ws, user.id, channel, "home", modals.for_app(self.ws, held) if held else None)

    def _do_open_dm(self, user: User) -> None:
        if not self.ws.manifest.messages_tab:
            raise NotAllowed("this app has no Messages tab")
        with self.ws.lock:
            events.app_home_opened(self.ws, user.id, self.ws.direct(self.ws.bot_user, user.id), "messages", None)
