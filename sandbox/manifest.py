"""What the app's manifest allows. A scope, event, command or shortcut that is not in it does not work here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The parts of an app manifest that change how Slack behaves."""

    name: str
    display_name: str
    description: str = ""
    background_color: str = "#4a154b"
    scopes: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    commands: Mapping[str, dict] = field(default_factory=dict)
    shortcuts: tuple[dict, ...] = ()
    home_tab: bool = False
    messages_tab: bool = False
    messages_read_only: bool = False
    interactivity: bool = False
    socket_mode: bool = False
    command_url: str | None = None
    interactivity_url: str | None = None
    events_url: str | None = None

    def has(self, scope: str) -> bool:
        """Whether the bot token carries the scope."""
        return scope in self.scopes

    def shortcut(self, callback_id: str) -> dict | None:
        """The declared shortcut with this callback_id, or None."""
        return next((each for each in self.shortcuts if each.get("callback_id") == callback_id), None)


def read(source: "str | Path | Mapping[str, Any]") -> Manifest:
    """Read a manifest from a YAML or JSON file, or from an already parsed mapping.

    Raises ValueError when display_information.name is missing: Slack would not take such a manifest.
    """
    data = source if isinstance(source, Mapping) else yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    name = (data.get("display_information") or {}).get("name")
    if not name:
        raise ValueError("the manifest has no display_information.name")
    features, settings = data.get("features") or {}, data.get("settings") or {}
    home, interactivity = features.get("app_home") or {}, settings.get("interactivity") or {}
    subscriptions = settings.get("event_subscriptions") or {}
    commands = {each["command"]: dict(each) for each in features.get("slash_commands") or ()}
    scopes = ((data.get("oauth_config") or {}).get("scopes") or {}).get("bot") or ()
    return Manifest(
        name=name,
        display_name=(features.get("bot_user") or {}).get("display_name", name),
        description=data["display_information"].get("description", ""),
        background_color=data["display_information"].get("background_color", "#4a154b"),
        scopes=tuple(scopes),
        events=frozenset(subscriptions.get("bot_events") or ()),
        commands=commands,
        shortcuts=tuple(dict(each) for each in features.get("shortcuts") or ()),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled")),
        interactivity=bool(interactivity.get("is_enabled")),
        socket_mode=bool(settings.get("socket_mode_enabled")),
        command_url=next((each["url"] for each in commands.values() if each.get("url")), None),
        interactivity_url=interactivity.get("request_url"),
        events_url=subscriptions.get("request_url"),
    )
