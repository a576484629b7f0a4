"""The state of the pretend workspace: who and what is in it, and what has been said. No network in here.

One lock guards everything; whoever holds it does nothing slow. Events that Slack would send are put in `outgoing`
and are delivered by the doors (delivery.py) after the lock is let go.
"""

import itertools
import secrets
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox import events
from sandbox.manifest import Manifest
from sandbox.records import Channel, File, User
from sandbox.triggers import Triggers
from sandbox.trouble import Limits, Trouble

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836")


class Workspace:
    """One team with one app installed. All public methods take the lock themselves."""

    def __init__(self, *, clock: Any, manifest: Manifest, name: str = "Harbour Hospital", domain: str = "harbour"):
        self.clock, self.manifest = clock, manifest
        self.lock = threading.RLock()
        self.last_id, self.last_stamp = 0, 0
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, dict]] = defaultdict(dict)
        self.ephemerals: list[dict] = []
        self.files: dict[str, File] = {}
        self.pins: dict[str, list[dict]] = defaultdict(list)
        self.read_marks: dict[str, dict[str, str]] = defaultdict(dict)
        self.scheduled: dict[str, dict] = {}
        self.views: dict[str, dict] = {}
        self.stacks: dict[str, list[str]] = defaultdict(list)
        self.homes: dict[str, str] = {}
        self.outgoing: deque[dict] = deque()
        self.journal: list[dict] = []
        self.on_change: Callable[[dict], None] = lambda change: None
        self.team = {"id": self.new_id("T"), "name": name, "domain": domain}
        self.app_id, self.bot_id = self.new_id("A"), self.new_id("B")
        self.bot_token = "-".join(("xoxb", secrets.token_hex(6), secrets.token_hex(12)))
        self.app_token = "-".join(("xapp", "1", self.app_id, secrets.token_hex(16)))
        self.signing_secret = secrets.token_hex(16)
        self.verification_token = secrets.token_hex(12)
        self.token_state = "live"
        self.strict, self.origin = False, ""
        self.trouble, self.limits, self.triggers = Trouble(), Limits(), Triggers()
        self.new_socket_url: Callable[[], str] = lambda: ""
        self.bot_user = self.add_user(
            name=manifest.display_name.lower(), real_name=manifest.display_name, tz="UTC", is_bot=True,
            bot_id=self.bot_id,
        ).id

    # ids and time

    def new_id(self, prefix: str) -> str:
        """A fresh id of Slack's look: the prefix, then nine characters."""
        with self.lock:
            self.last_id += 1
            rest, number = "", self.last_id * 7919 + 46_655
            while number:
                number, digit = divmod(number, 36)
                rest = DIGITS[digit] + rest
            return f"{prefix}0{rest:0>8}"

    def now(self) -> datetime:
        """The workspace's now, aware UTC."""
        return self.clock.now()

    def stamp(self) -> str:
        """A new message timestamp: seconds and six digits, larger than every one before."""
        with self.lock:
            self.last_stamp = max(self.last_stamp + 1, int(self.now().timestamp() * 1_000_000))
            return f"{self.last_stamp // 1_000_000}.{self.last_stamp % 1_000_000:06}"

    def seconds(self) -> int:
        """The workspace's now as whole Unix seconds."""
        return int(self.now().timestamp())

    # people

    def add_user(self, *, name: str, real_name: str = "", tz: str = "UTC", **rest: Any) -> User:
        """Add a member and tell the app (team_join). `rest` are further fields of User."""
        with self.lock:
            color = COLORS[len(self.users) % len(COLORS)]
            user = User(
                id=self.new_id("U"), name=name, real_name=real_name or name.title(), tz=tz, color=color,
                updated=self.seconds(), **rest,
            )
            self.users[user.id] = user
            self.change("state")
            return user

    def change_user(self, user_id: str, **fields: Any) -> User:
        """Change fields of a member and tell the app (user_change)."""
        with self.lock:
            user = replace(self.users[user_id], updated=self.seconds(), **fields)
            self.users[user_id] = user
            events.user_change(self, user)
            self.change("state")
            return user

    # conversations

    def add_channel(self, *, name: str, kind: str = "channel", members: Iterable[str] = (), **rest: Any) -> Channel:
        """Create a conversation with these member ids. Nobody is told: this is how a scene is set."""
        with self.lock:
            prefix = {"im": "D", "mpim": "C", "private": "C"}.get(kind, "C")
            channel = Channel(
                id=self.new_id(prefix), name=name, kind=kind, members=tuple(dict.fromkeys(members)),
                created=self.seconds(), **rest,
            )
            self.channels[channel.id] = channel
            self.change("state")
            return channel

    def change_channel(self, channel_id: str, **fields: Any) -> Channel:
        """Replace fields of a conversation."""
        with self.lock:
            self.channels[channel_id] = replace(self.channels[channel_id], **fields)
            self.change("state")
            return self.channels[channel_id]

    def direct(self, one: str, other: str) -> Channel:
        """The direct message of two users, made when they have none."""
        with self.lock:
            for channel in self.channels.values():
                if channel.kind == "im" and set(channel.members) == {one, other}:
                    return channel
            return self.add_channel(name="", kind="im", members=(one, other), creator=one)

    def join(self, channel_id: str, user_id: str, *, inviter: str | None = None) -> None:
        """Put a user into a channel, with Slack's join line and the member_joined_channel event."""
        with self.lock:
            channel = self.channels[channel_id]
            if user_id in channel.members:
                return
            channel = self.change_channel(channel_id, members=(*channel.members, user_id))
            subtype = "group_join" if channel.kind == "private" else "channel_join"
            line = {"subtype": subtype, "text": f"<@{user_id}> has joined the channel"}
            self.post(channel_id, {"user": user_id, **line, **({"inviter": inviter} if inviter else {})})
            events.member_joined(self, channel, user_id, inviter)

    def leave(self, channel_id: str, user_id: str) -> None:
        """Take a user out of a channel. A bot that is taken out hears channel_left, not member_left_channel."""
        with self.lock:
            channel = self.channels[channel_id]
            if user_id not in channel.members:
                return
            rest = tuple(each for each in channel.members if each != user_id)
            channel = self.change_channel(channel_id, members=rest)
            subtype = "group_leave" if channel.kind == "private" else "channel_leave"
            self.post(channel_id, {"user": user_id, "subtype": subtype, "text": f"<@{user_id}> has left the channel"})
            events.member_left(self, channel, user_id)

    def sees(self, user_id: str, channel: Channel) -> bool:
        """Whether the user can see the conversation at all: its members, and for a public one every full member."""
        if user_id in channel.members:
            return True
        user = self.users.get(user_id)
        return channel.kind == "channel" and user is not None and not user.is_guest

    # messages

    def post(self, channel_id: str, message: dict) -> dict:
        """Store a message (its ts is made here), tell the app and the pages, and return it."""
        with self.lock:
            stored = {"type": "message", **message, "ts": self.stamp(), "team": self.team["id"]}
            self.messages[channel_id][stored["ts"]] = stored
            if stored.get("user"):
                self.read_marks[stored["user"]][channel_id] = stored["ts"]
            self.note(channel_id, stored, None)
            events.message(self, self.channels[channel_id], stored)
            return stored

    def whisper(self, channel_id: str, user_id: str, message: dict) -> dict:
        """Store an ephemeral message: for one user, in no history, gone when the process ends."""
        with self.lock:
            stored = {"type": "message", **message, "ts": self.stamp(), "ephemeral": True}
            self.ephemerals.append({"channel": channel_id, "user": user_id, "message": stored})
            self.note(channel_id, stored, user_id)
            return stored

    def edit(self, channel_id: str, ts: str, fields: dict, *, editor: str) -> dict:
        """Replace fields of a stored message (None removes one), mark it as edited, and tell the app."""
        with self.lock:
            before = self.messages[channel_id][ts]
            after = {key: value for key, value in (before | fields).items() if value is not None}
            after["edited"] = {"user": editor, "ts": self.stamp()}
            self.messages[channel_id][ts] = after
            self.note(channel_id, after, None, kind="edited")
            events.message_changed(self, self.channels[channel_id], after, before)
            return after

    def remove(self, channel_id: str, ts: str) -> None:
        """Delete a stored message and tell the app."""
        with self.lock:
            before = self.messages[channel_id].pop(ts)
            self.note(channel_id, before, None, kind="deleted")
            events.message_deleted(self, self.channels[channel_id], before)

    def parent(self, channel_id: str, ts: str | None) -> dict | None:
        """The message that starts the thread of `ts`, or None."""
        message = self.messages[channel_id].get(ts or "")
        if message and message.get("thread_ts", message["ts"]) != message["ts"]:
            return self.messages[channel_id].get(message["thread_ts"])
        return message

    def replies(self, channel_id: str, ts: str) -> list[dict]:
        """The replies of a thread, oldest first, without its parent."""
        return [
            each for each in self.messages[channel_id].values()
            if each.get("thread_ts") == ts and each["ts"] != ts
        ]

    def whispers(self, channel_id: str, user_id: str) -> list[dict]:
        """The ephemeral messages one user has in a conversation, oldest first."""
        return [
            each["message"] for each in self.ephemerals
            if each["channel"] == channel_id and each["user"] == user_id
        ]

    # telling

    def note(self, channel_id: str, message: dict, user_id: str | None, *, kind: str = "posted") -> None:
        """Write a message into the journal that results and tests are read from, and wake the pages."""
        channel = self.channels[channel_id]
        self.journal.append({
            "what": kind, "channel": channel_id, "ts": message["ts"], "message": message,
            "ephemeral": user_id is not None,
            "visible_to": [user_id] if user_id else list(channel.members) if channel.kind != "channel" else "channel",
        })
        self.change("channel", channel=channel_id, user=user_id)

    def change(self, what: str, **about: Any) -> None:
        """Tell whoever watches (the pages, the keeper) that something changed."""
        self.on_change({"what": what, **about})

    def emit(self, event: dict) -> None:
        """Queue an event for the app. Whether the app may hear it was decided in events.py."""
        self.outgoing.append(event)
        self.change("event")

    def take_outgoing(self) -> list[dict]:
        """Take all events that wait for delivery."""
        with self.lock:
            taken = list(itertools.islice(self.outgoing, len(self.outgoing)))
            self.outgoing.clear()
            return taken
