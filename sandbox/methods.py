"""The Web API methods that exist here, with the arguments and scopes that Slack's method pages give them.

Source: docs.slack.dev/reference/methods (August 2026). tests/sandbox/test_methods.py holds the table against the
recorded reference. Everything else answers unknown_method.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method: its required and optional arguments, the scopes of which one is needed, its token, and its rate tier (0 for a
    special one)."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    scopes: tuple[str, ...]
    json: bool
    token: str
    tier: int


def _method(
    name: str, *, required: str = "", optional: str = "", scopes: str = "", json: bool = False, token: str = "bot",
    tier: int = 0,
) -> Method:
    return Method(
        name=name,
        required=tuple(required.split()),
        optional=tuple(optional.split()),
        scopes=tuple(scopes.split()),
        json=json,
        token=token,
        tier=tier,
    )


_TABLE = (
    _method("auth.test", json=True),
    _method("apps.connections.open", json=True, token="app", tier=3),
    _method("team.info", optional="domain team", scopes="team:read", json=True, tier=3),
    _method("bots.info", optional="bot team_id", scopes="users:read", tier=3),
    _method(
        "chat.postMessage",
        required="channel",
        optional=(
            "as_user attachments blocks current_draft_last_updated_ts icon_emoji icon_url link_names "
            "markdown_text metadata mrkdwn parse reply_broadcast text thread_ts unfurl_links unfurl_media "
            "username"
        ),
        scopes="chat:write",
        json=True,
    ),
    _method(
        "chat.postEphemeral",
        required="user channel",
        optional=(
            "as_user attachments blocks icon_emoji icon_url link_names markdown_text metadata parse text "
            "thread_ts username"
        ),
        scopes="chat:write",
        json=True,
        tier=4,
    ),
    _method(
        "chat.update",
        required="ts channel",
        optional=(
            "as_user attachments unfurled_attachments blocks markdown_text metadata link_names parse text "
            "reply_broadcast file_ids"
        ),
        scopes="chat:write",
        json=True,
        tier=3,
    ),
    _method("chat.delete", required="ts channel", optional="as_user", scopes="chat:write", json=True, tier=3),
    _method("chat.getPermalink", required="channel message_ts"),
    _method(
        "chat.scheduleMessage",
        required="channel post_at",
        optional=(
            "as_user attachments blocks link_names markdown_text parse reply_broadcast text thread_ts "
            "unfurl_links unfurl_media metadata"
        ),
        scopes="chat:write",
        json=True,
        tier=3,
    ),
    _method(
        "chat.deleteScheduledMessage",
        required="scheduled_message_id channel",
        optional="as_user",
        scopes="chat:write",
        json=True,
        tier=3,
    ),
    _method("chat.scheduledMessages.list", optional="channel cursor latest limit oldest team_id", json=True, tier=3),
    _method("views.open", required="view", optional="trigger_id interactivity_pointer", json=True, tier=4),
    _method("views.push", required="view", optional="trigger_id interactivity_pointer", json=True, tier=4),
    _method("views.update", required="view", optional="view_id external_id hash", json=True, tier=4),
    _method("views.publish", required="user_id view", optional="hash interactivity_pointer", json=True, tier=4),
    _method("users.info", required="user", optional="include_locale", scopes="users:read", tier=4),
    _method("users.list", optional="cursor include_locale limit team_id", scopes="users:read", tier=2),
    _method(
        "users.conversations",
        optional="cursor exclude_archived exclude_muted limit team_id types user",
        scopes="groups:read im:read mpim:read channels:read",
        tier=3,
    ),
    _method(
        "conversations.info",
        required="channel",
        optional="include_locale include_num_members",
        scopes="groups:read im:read mpim:read channels:read",
        tier=3,
    ),
    _method(
        "conversations.list",
        optional="cursor exclude_archived limit team_id types",
        scopes="groups:read im:read mpim:read channels:read",
        tier=2,
    ),
    _method(
        "conversations.members",
        required="channel",
        optional="cursor limit",
        scopes="groups:read im:read mpim:read channels:read",
        tier=4,
    ),
    _method(
        "conversations.open",
        optional="channel return_im users prevent_creation",
        scopes="channels:manage groups:write im:write mpim:write",
        json=True,
        tier=3,
    ),
    _method(
        "conversations.history",
        required="channel",
        optional="cursor include_all_metadata inclusive latest limit oldest",
        scopes="groups:history im:history mpim:history channels:history",
        json=True,
        tier=3,
    ),
    _method(
        "conversations.replies",
        required="channel ts",
        optional="cursor include_all_metadata inclusive latest limit oldest",
        scopes="groups:history im:history mpim:history channels:history",
        tier=3,
    ),
    _method("conversations.join", required="channel", scopes="channels:join", json=True, tier=3),
    _method("reactions.add", required="name timestamp channel", scopes="reactions:write", json=True, tier=3),
    _method(
        "reactions.remove",
        required="name",
        optional="file file_comment channel timestamp",
        scopes="reactions:write",
        json=True,
        tier=2,
    ),
    _method("reactions.get", optional="channel file file_comment full timestamp", scopes="reactions:read", tier=3),
    _method("pins.add", required="channel", optional="timestamp", scopes="pins:write", json=True, tier=2),
    _method("pins.remove", required="channel", optional="timestamp", scopes="pins:write", json=True, tier=2),
    _method("pins.list", required="channel", scopes="pins:read", tier=2),
    _method(
        "files.getUploadURLExternal",
        required="length filename",
        optional="snippet_type alt_txt",
        scopes="files:write",
        tier=4,
    ),
    _method(
        "files.completeUploadExternal",
        required="files",
        optional="channel_id thread_ts channels initial_comment blocks username icon_url icon_emoji",
        scopes="files:write",
        json=True,
        tier=4,
    ),
    _method("files.info", required="file", optional="count cursor limit page", scopes="files:read", tier=4),
    _method("files.delete", required="file", scopes="files:write", json=True, tier=3),
)

METHODS = {method.name: method for method in _TABLE}
