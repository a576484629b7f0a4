"""The workspace's records: people, channels, files. Messages and views stay Slack's own JSON objects."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

# Slack shows long zone names; CLDR's English names for the zones that the scenes and tests use.
ZONE_NAMES = {
    "America/New_York": "Eastern", "America/Toronto": "Eastern", "America/Detroit": "Eastern",
    "America/Chicago": "Central", "America/Denver": "Mountain", "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska", "America/Halifax": "Atlantic",
}
FIXED_NAMES = {"Asia/Kolkata": "India Standard Time", "Europe/Dublin": "Greenwich Mean Time"}
LONG_NAMES = {
    "GMT": "Greenwich Mean Time", "BST": "British Summer Time", "CET": "Central European Time",
    "CEST": "Central European Summer Time", "EET": "Eastern European Time", "EEST": "Eastern European Summer Time",
    "WET": "Western European Time", "WEST": "Western European Summer Time", "JST": "Japan Standard Time",
    "UTC": "Coordinated Universal Time", "AEST": "Australian Eastern Standard Time",
    "AEDT": "Australian Eastern Daylight Time", "NZST": "New Zealand Standard Time",
    "NZDT": "New Zealand Daylight Time", "SAST": "South Africa Standard Time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A member of the workspace. `tz` is an IANA zone; a guest is Slack's restricted account."""

    id: str
    name: str
    real_name: str
    tz: str
    color: str = "9f69e7"
    title: str = ""
    email: str = ""
    locale: str = "en-US"
    is_bot: bool = False
    is_admin: bool = False
    is_guest: bool = False
    deleted: bool = False
    bot_id: str = ""
    updated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A conversation. `kind` is channel, private, im or mpim."""

    id: str
    name: str
    kind: str
    members: tuple[str, ...] = ()
    creator: str = ""
    created: int = 0
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    general: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An uploaded file; `content` is base64 so that a record is plain JSON. `shares` maps channel to message ts."""

    id: str
    name: str
    title: str
    user: str
    created: int
    length: int
    ticket: str
    content: str = ""
    complete: bool = False
    deleted: bool = False
    alt_txt: str = ""
    shares: dict[str, str] = field(default_factory=dict)


def zone_label(tz: str, now: datetime) -> tuple[str, int]:
    """Slack's `tz_label` and `tz_offset` (seconds) of an IANA zone at an aware instant."""
    local = now.astimezone(ZoneInfo(tz))
    short, offset = local.tzname() or "UTC", int(local.utcoffset().total_seconds())
    if tz in ZONE_NAMES:
        return f"{ZONE_NAMES[tz]} {'Daylight' if local.dst() else 'Standard'} Time", offset
    if tz in FIXED_NAMES and not local.dst():
        return FIXED_NAMES[tz], offset
    if short in LONG_NAMES:
        return LONG_NAMES[short], offset
    hours, minutes = divmod(abs(offset) // 60, 60)
    return f"GMT{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}", offset


def user_object(user: User, *, team: str, now: datetime, email: bool, locale: bool = False) -> dict[str, Any]:
    """Slack's user object as users.info gives it; the address only with users:read.email."""
    profile = {
        "real_name": user.real_name, "real_name_normalized": user.real_name, "display_name": user.name,
        "display_name_normalized": user.name, "title": user.title, "avatar_hash": user.color, "team": team,
        "first_name": user.real_name.split(" ")[0], "last_name": user.real_name.split(" ")[-1],
    }
    if email and user.email:
        profile["email"] = user.email
    if user.bot_id:
        profile["bot_id"] = user.bot_id
    answer: dict[str, Any] = {
        "id": user.id, "team_id": team, "name": user.name, "deleted": user.deleted, "profile": profile,
        "is_bot": user.is_bot, "is_app_user": False, "updated": user.updated,
    }
    if not user.deleted:
        label, offset = zone_label(user.tz, now)
        answer |= {
            "color": user.color, "real_name": user.real_name, "tz": user.tz, "tz_label": label, "tz_offset": offset,
            "is_admin": user.is_admin, "is_owner": False, "is_primary_owner": False, "is_restricted": user.is_guest,
            "is_ultra_restricted": False, "is_email_confirmed": True, "who_can_share_contact_card": "EVERYONE",
        }
    return answer | ({"locale": user.locale} if locale else {})


def channel_object(channel: Channel, *, viewer: str, members: bool = False) -> dict[str, Any]:
    """Slack's conversation object as seen by the user `viewer` (the bot's user id for the Web API)."""
    if channel.kind == "im":
        other = next((each for each in channel.members if each != viewer), viewer)
        return {
            "id": channel.id, "created": channel.created, "is_archived": False, "is_im": True, "is_org_shared": False,
            "user": other, "is_user_deleted": False, "priority": 0, "updated": channel.created * 1000,
        }
    shown = {
        "id": channel.id, "name": channel.name, "name_normalized": channel.name, "created": channel.created,
        "creator": channel.creator, "is_channel": channel.kind == "channel", "is_group": channel.kind == "private",
        "is_im": False, "is_mpim": channel.kind == "mpim", "is_private": channel.kind != "channel",
        "is_archived": channel.archived, "is_general": channel.general, "is_member": viewer in channel.members,
        "is_shared": False, "is_ext_shared": False, "is_org_shared": False, "unlinked": 0, "previous_names": [],
        "topic": {"value": channel.topic, "creator": channel.creator if channel.topic else "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator if channel.purpose else "", "last_set": 0},
    }
    return shown | ({"num_members": len(channel.members)} if members else {})
