"""auth.*, team.*, bots.*, users.*: who and where."""

from sandbox.answering import KIND_WORD, flag, missing, page
from sandbox.answers import SlackError
from sandbox.records import channel_object, user_object
from sandbox.workspace import Workspace

TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}


def auth_test(ws: Workspace, args: dict) -> dict:
    """auth.test."""
    return {
        "ok": True, "url": f"https://{ws.team['domain']}.slack.com/", "team": ws.team["name"],
        "user": ws.users[ws.bot_user].name, "team_id": ws.team["id"], "user_id": ws.bot_user, "bot_id": ws.bot_id,
        "is_enterprise_install": False,
    }


def team_info(ws: Workspace, args: dict) -> dict:
    """team.info."""
    return {"ok": True, "team": ws.team | {"email_domain": "", "icon": {}}}


def bots_info(ws: Workspace, args: dict) -> dict:
    """bots.info."""
    wanted = args.get("bot") or ws.bot_id
    user = next((each for each in ws.users.values() if each.bot_id == wanted), None)
    if user is None:
        raise SlackError("bot_not_found")
    return {"ok": True, "bot": {
        "id": user.bot_id, "deleted": user.deleted, "name": user.real_name, "user_id": user.id, "updated": user.updated,
        "app_id": ws.app_id if user.bot_id == ws.bot_id else "", "icons": {},
    }}


def _object(ws: Workspace, user: object, args: dict) -> dict:
    email, locale = ws.manifest.has("users:read.email"), flag(args, "include_locale")
    return user_object(user, team=ws.team["id"], now=ws.now(), email=email, locale=locale)


def users_info(ws: Workspace, args: dict) -> dict:
    """users.info."""
    user = ws.users.get(str(args.get("user")))
    if user is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": _object(ws, user, args)}


def users_list(ws: Workspace, args: dict) -> dict:
    """users.list."""
    shown, cursor = page(list(ws.users.values()), args, default=1000)
    members = [_object(ws, each, args) for each in shown]
    return {
        "ok": True, "members": members, "cache_ts": ws.seconds(), "response_metadata": {"next_cursor": cursor},
    }


def wanted_kinds(ws: Workspace, args: dict) -> list[str]:
    """The kinds of conversation asked for by `types`, each with its read scope."""
    words = [each.strip() for each in str(args.get("types") or "public_channel").split(",") if each.strip()]
    if any(word not in TYPES for word in words):
        raise SlackError("invalid_types")
    lacking = [f"{KIND_WORD[TYPES[word]]}:read" for word in words if not ws.manifest.has(f"{KIND_WORD[TYPES[word]]}:read")]
    if lacking:
        raise missing(ws, tuple(lacking))
    return [TYPES[word] for word in words]


def users_conversations(ws: Workspace, args: dict) -> dict:
    """users.conversations: those of the bot, or of another user as far as the bot sees them too."""
    kinds, user_id = wanted_kinds(ws, args), str(args.get("user") or ws.bot_user)
    if user_id not in ws.users:
        raise SlackError("user_not_found")
    found = [
        each for each in ws.channels.values()
        if each.kind in kinds and user_id in each.members and ws.sees(ws.bot_user, each)
        and not (flag(args, "exclude_archived") and each.archived)
    ]
    shown, cursor = page(found, args)
    rows = [channel_object(each, viewer=ws.bot_user) for each in shown]
    return {"ok": True, "channels": rows, "response_metadata": {"next_cursor": cursor}}


METHODS = {
    "auth.test": auth_test, "team.info": team_info, "bots.info": bots_info, "users.info": users_info,
    "users.list": users_list, "users.conversations": users_conversations,
}
