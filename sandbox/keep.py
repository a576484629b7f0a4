"""Keeps the workspace in one JSON file, so that the demo's people and messages survive a restart.

Ephemeral messages, open forms, triggers and response_urls are not kept: at Slack they do not outlive a reload either.
"""

import json
import os
import threading
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.records import Channel, File, User
from sandbox.workspace import Workspace

VERSION = 1
PLAIN = ("team", "app_id", "bot_id", "bot_user", "bot_token", "app_token", "signing_secret", "verification_token",
         "last_id", "scheduled", "homes")


def dump(ws: Workspace) -> dict[str, Any]:
    """The workspace as plain JSON data."""
    with ws.lock:
        homes = {each: ws.views[each] for each in ws.homes.values() if each in ws.views}
        return {
            "version": VERSION, "now": ws.now().isoformat(), "last_stamp": ws.last_stamp,
            **{name: getattr(ws, name) for name in PLAIN},
            "users": [asdict(each) for each in ws.users.values()],
            "channels": [asdict(each) for each in ws.channels.values()],
            "files": [asdict(each) for each in ws.files.values()],
            "messages": {each: list(rows.values()) for each, rows in ws.messages.items()},
            "pins": dict(ws.pins), "read_marks": {each: dict(marks) for each, marks in ws.read_marks.items()},
            "views": homes,
        }


def restore(ws: Workspace, data: dict[str, Any]) -> None:
    """Put what dump() gave into a fresh workspace. ValueError for another version's data."""
    if data.get("version") != VERSION:
        raise ValueError(f"the kept workspace has version {data.get('version')}, this sandbox reads {VERSION}")
    with ws.lock:
        for name in PLAIN:
            setattr(ws, name, data[name])
        ws.last_stamp = data["last_stamp"]
        ws.users = {each["id"]: User(**each) for each in data["users"]}
        rows = [Channel(**(each | {"members": tuple(each["members"])})) for each in data["channels"]]
        ws.channels = {each.id: each for each in rows}
        ws.files = {each["id"]: File(**each) for each in data["files"]}
        ws.messages.clear()
        for channel, messages in data["messages"].items():
            ws.messages[channel] = {each["ts"]: each for each in messages}
        ws.pins.clear()
        ws.pins.update(data["pins"])
        ws.read_marks.clear()
        for user, marks in data["read_marks"].items():
            ws.read_marks[user].update(marks)
        ws.views = data["views"]
        ahead = datetime.fromisoformat(data["now"])
        if hasattr(ws.clock, "travel_to") and ahead > ws.clock.now():
            # Time in the workspace never goes back, also not over a restart.
            ws.clock.travel_to(ahead)


def save(ws: Workspace, path: Path) -> None:
    """Write the workspace to a file, all of it or nothing: a new file is written, flushed and moved into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f"{path.suffix}.{threading.get_ident()}.new")
    with ws.lock:
        text = json.dumps(dump(ws), ensure_ascii=False)
    # The file holds the workspace's tokens: nobody else on this machine needs to read it.
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def load(ws: Workspace, path: Path) -> bool:
    """Read the workspace from a file; False when there is none."""
    if not path.exists():
        return False
    restore(ws, json.loads(path.read_text(encoding="utf-8")))
    return True
