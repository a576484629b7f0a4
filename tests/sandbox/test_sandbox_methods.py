"""The front desk of the Web API: tokens, scopes, arguments, and agreement with Slack's recorded reference."""

import json
from pathlib import Path

import pytest
import yaml
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox import api, events, manifest
from sandbox.methods import METHODS

REFERENCE = Path(__file__).parents[3] / "shared" / "slack"


def refusal(client, method, **args):
    with pytest.raises(SlackApiError) as caught:
        client.api_call(method, json=args) if METHODS.get(method) is None or METHODS[method].json else client.api_call(
            method, params=args)
    return caught.value.response.data


def test_every_method_in_the_table_is_built_and_no_other():
    assert set(api.DOERS) == set(METHODS)


def test_the_table_agrees_with_the_recorded_reference():
    """Runs where the reference lies beside the project; elsewhere the table is taken as it is."""
    path = REFERENCE / "methods.json"
    reference = json.loads(path.read_text()) if path.exists() else {}
    for name, method in METHODS.items():
        known = reference.get(name)
        if known is None:
            assert not reference, f"{name} is not in the reference"
            continue
        assert set(method.required) == set(known["required"]), name
        assert set(method.required) | set(method.optional) == set(known["args"]) | set(known["required"]), name
        assert set(method.scopes) == set(known["bot_scopes"] or ()), name
        assert method.json == bool(known["json_input"]), name
        assert f"Tier {method.tier}" in known["rate"] or (method.tier == 0 and known["rate"] == "special"), name


def test_the_events_and_their_scopes_agree_with_the_recorded_reference():
    path = REFERENCE / "events.json"
    reference = {each["name"]: each["scopes"] for each in json.loads(path.read_text())} if path.exists() else {}
    for name, scope, _ in events.MESSAGE_EVENTS.values():
        assert not reference or reference[name] == [scope]


def test_the_projects_own_manifest_is_read_as_it_is():
    path = Path(__file__).parents[2] / "manifest.yml"
    data, read = yaml.safe_load(path.read_text()), manifest.read(path)
    assert list(read.scopes) == data["oauth_config"]["scopes"]["bot"]
    assert read.events == set(data["settings"]["event_subscriptions"]["bot_events"])
    assert "/mentor" in read.commands
    assert (read.home_tab, read.messages_tab, read.socket_mode) == (True, True, True)


def test_a_method_that_is_not_built_is_unknown(client):
    assert refusal(client, "canvases.create")["error"] == "unknown_method"


def test_without_a_token_or_with_a_wrong_one_nothing_is_said(box):
    for token, error in (("", "not_authed"), ("xoxb-wrong", "invalid_auth")):
        stranger = WebClient(token=token, base_url=box.api_url, retry_handlers=[])
        assert refusal(stranger, "auth.test")["error"] == error


def test_each_method_takes_its_own_kind_of_token(box, client):
    assert refusal(client, "apps.connections.open")["error"] == "not_allowed_token_type"
    app_level = WebClient(token=box.app_token, base_url=box.api_url, retry_handlers=[])
    assert app_level.apps_connections_open(app_token=box.app_token)["url"].startswith("ws://127.0.0.1")
    assert refusal(app_level, "chat.postMessage", channel="C", text="x")["error"] == "not_allowed_token_type"


def test_a_scope_the_manifest_does_not_ask_for_is_missing(box, client):
    answer = refusal(client, "team.info")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "team:read")
    assert answer["provided"] == ",".join(box.workspace.manifest.scopes)


def test_every_answer_tells_which_scopes_the_token_has(box, client):
    headers = {key.lower(): value for key, value in client.auth_test().headers.items()}
    assert headers["x-oauth-scopes"] == ",".join(box.workspace.manifest.scopes)
    assert "date" in headers


def test_the_scope_that_counts_is_that_of_the_conversations_own_kind(make, app, alice, bob, room):
    lean = make(deliver=app, manifest={
        "display_information": {"name": "Mentor"}, "oauth_config": {"scopes": {"bot": ["channels:read", "im:write"]}},
    })
    client = WebClient(token=lean.bot_token, base_url=lean.api_url, retry_handlers=[])
    anna = lean.person("anna")
    hidden, dm = lean.channel("hidden", [anna], bot=True, private=True), lean.app.of(anna)
    assert refusal(client, "conversations.info", channel=hidden.id)["needed"] == "groups:read"
    assert refusal(client, "conversations.info", channel=dm)["needed"] == "im:read"
    assert refusal(client, "conversations.list", types="public_channel,private_channel")["needed"] == "groups:read"
    assert client.conversations_open(users=anna.id)["channel"]["id"] == dm
    assert refusal(client, "conversations.open", users=f"{anna.id},{lean.person('ben').id}")["needed"] == "mpim:write"


def test_a_required_argument_that_is_missing_is_named(client):
    answer = refusal(client, "chat.postMessage", text="x")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_an_argument_that_does_not_exist_is_an_error_when_strict_and_a_note_when_not(box, client, room):
    assert refusal(client, "chat.postMessage", channel=room.id, text="x", colour="red")["error"] == "invalid_arguments"
    box.workspace.strict = False
    assert client.api_call("chat.postMessage", json={"channel": room.id, "text": "x", "colour": "red"})["ok"]
    assert "chat.postMessage has no argument colour" in box.truth.problems


def test_a_method_that_takes_no_json_does_not_read_it(box, client, alice):
    with pytest.raises(SlackApiError, match="missing required field: user"):
        client.api_call("users.info", json={"user": alice.id})
    assert client.api_call("users.info", params={"user": alice.id})["user"]["name"] == "alice"


def test_arguments_come_as_form_or_json_and_blocks_as_text_or_list(client, room):
    rows = [{"type": "divider"}]
    for send in ({"json": {"channel": room.id, "text": "x", "blocks": rows}},
                 {"data": {"channel": room.id, "text": "x", "blocks": json.dumps(rows)}},
                 {"json": {"channel": room.id, "text": "x", "blocks": json.dumps(rows)}}):
        assert client.api_call("chat.postMessage", **send)["message"]["blocks"][0]["type"] == "divider"


def test_after_the_app_was_removed_its_token_is_dead_and_it_has_heard_so(box, client, app):
    box.uninstall()
    assert [each["type"] for each in app.events()] == ["tokens_revoked", "app_uninstalled"]
    assert refusal(client, "auth.test")["error"] == "account_inactive"
