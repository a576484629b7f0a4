"""response_url: five uses in half an hour, new or in place, to one or to all."""

import pytest
from slack_sdk.webhook import WebhookClient

BUTTON = {"type": "actions", "elements": [
    {"type": "button", "text": {"type": "plain_text", "text": "Save"}, "action_id": "save"}]}


def post(url, **body):
    answer = WebhookClient(url, retry_handlers=[]).send_dict(body)
    return answer.status_code, answer.body


@pytest.fixture
def command_url(app, alice, room):
    alice.types("/mentor", in_=room)
    return app.payloads[-1]["response_url"]


@pytest.fixture
def ephemeral_url(app, alice, room):
    """Alice clicked on a message only she sees."""
    app.answers["slash_commands"] = {"text": "card", "blocks": [BUTTON]}
    alice.types("/mentor", in_=room).clicks("Save")
    return app.payloads[-1]["response_url"]


@pytest.fixture
def public_url(app, client, alice, room):
    """Alice clicked on a message everybody sees."""
    client.chat_postMessage(channel=room.id, text="card", blocks=[BUTTON])
    alice.clicks("Save")
    return app.payloads[-1]["response_url"]


def test_it_serves_five_times_and_then_no_more(command_url, alice, room):
    for each in range(5):
        assert post(command_url, text=str(each))[0] == 200
    status, body = post(command_url, text="six")
    assert (status, "used_url" in body) == (404, True)
    assert alice.sees(room).texts == ["0", "1", "2", "3", "4"]


def test_it_dies_after_half_an_hour(box, command_url):
    box.clock.advance(30 * 60)
    assert post(command_url, text="just in time")[0] == 200
    box.clock.advance(1)
    status, body = post(command_url, text="late")
    assert (status, "expired_url" in body) == (404, True)


def test_it_answers_in_private_unless_it_says_in_channel(command_url, alice, bob, room):
    post(command_url, text="for you")
    assert bob.sees(room) == []
    post(command_url, text="for all", response_type="in_channel")
    assert bob.sees(room).texts == ["for all"]


def test_a_private_message_is_replaced_and_stays_private(ephemeral_url, alice, bob, room):
    post(ephemeral_url, text="done", replace_original=True, response_type="in_channel")
    assert alice.sees(room).texts == ["done"]
    assert bob.sees(room) == []


def test_a_private_message_can_be_taken_away(ephemeral_url, alice, room):
    post(ephemeral_url, delete_original=True)
    assert alice.sees(room) == []


def test_a_channels_message_is_replaced_for_all(public_url, bob, room):
    post(public_url, text="done", replace_original=True)
    assert bob.sees(room).texts == ["done"]


def test_a_new_answer_beside_a_channels_message_is_private(public_url, alice, bob, room):
    post(public_url, text="only you", replace_original=False)
    assert alice.sees(room).texts[-1] == "only you"
    assert len(bob.sees(room)) == 1


@pytest.mark.parametrize(("body", "error"), [
    ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"), ({"text": ""}, "no_text"),
    ({"text": "x", "response_type": "public"}, "invalid_response_type"),
])
def test_a_broken_answer_is_refused_and_noted(box, command_url, alice, room, body, error):
    status, said = post(command_url, **body)
    assert (status, error in said) == (400, True)
    assert any(error in each for each in box.truth.problems)
    assert alice.sees(room) == []


def test_a_command_has_no_message_to_replace_and_a_click_must_say_whether_it_replaces(box, command_url, public_url):
    post(command_url, text="x", replace_original=True)
    post(public_url, text="x")
    assert [each for each in box.truth.problems if "replace_original" in each] != []
    assert len([each for each in box.truth.problems if "replace_original" in each]) == 2
