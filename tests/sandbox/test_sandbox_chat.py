"""chat.*, reactions and pins, with slack_sdk's own client."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

ROWS = [{"type": "section", "block_id": "one", "text": {"type": "mrkdwn", "text": "hello"}}]


def refused(call, /, **args):
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return caught.value.response["error"]


def test_a_message_comes_back_with_its_time_and_its_author(box, client, room, alice):
    answer = client.chat_postMessage(channel=room.id, text="Hello")
    assert answer["message"]["bot_id"] == box.workspace.bot_id
    assert float(answer["ts"]) == box.clock.now().timestamp()
    assert alice.sees(room).texts == ["Hello"]


def test_times_are_unique_and_grow_also_when_the_clock_stands_still(client, room):
    stamps = [client.chat_postMessage(channel=room.id, text="x")["ts"] for _ in range(5)]
    assert len(set(stamps)) == 5
    assert stamps == sorted(stamps)


def test_where_the_bot_may_not_post_it_is_told_why(box, client, room, alice, carol):
    outside = box.channel("outside", [alice])
    hidden = box.channel("hidden", [carol], private=True)
    assert refused(client.chat_postMessage, channel=outside.id, text="x") == "not_in_channel"
    assert refused(client.chat_postMessage, channel=hidden.id, text="x") == "channel_not_found"
    assert refused(client.chat_postMessage, channel="CNOWHERE", text="x") == "channel_not_found"
    box.acts.do(alice.id, "archive", channel=room.id)
    assert refused(client.chat_postMessage, channel=room.id, text="x") == "is_archived"


def test_a_user_id_opens_the_direct_message(box, client, alice, bob):
    answer = client.chat_postMessage(channel=alice.id, text="psst")
    assert answer["channel"] == box.app.of(alice)
    assert alice.sees(box.app).texts == ["psst"]
    assert bob.sees(box.app).texts == []
    box.workspace.change_user(bob.id, deleted=True)
    assert refused(client.chat_postMessage, channel=bob.id, text="psst") == "user_disabled"


def test_a_message_of_nothing_is_refused(client, room):
    for text in ("", " "):
        nothing = {"channel": room.id, "text": text}
        assert refused(client.api_call, api_method="chat.postMessage", json=nothing) == "no_text"


def test_broken_blocks_are_refused_with_a_pointer(client, room):
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=room.id, text="x", blocks=[{"type": "section"}])
    assert caught.value.response["error"] == "invalid_blocks"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] missing required field: text [json-pointer:/blocks/0]"
    ]
    assert refused(client.chat_postMessage, channel=room.id, text="x", blocks="[") == "invalid_blocks_format"


def test_a_missing_plain_text_twin_is_noted(box, client, room):
    with pytest.warns(UserWarning, match="text"):
        assert client.chat_postMessage(channel=room.id, blocks=ROWS)["warning"] == "missing_text_in_message"
    assert any("top-level text" in each for each in box.truth.problems)


def test_markdown_text_goes_alone(client, room):
    assert client.api_call("chat.postMessage", json={"channel": room.id, "markdown_text": "**x**"})["ok"]
    assert refused(client.api_call, api_method="chat.postMessage", json={
        "channel": room.id, "markdown_text": "**x**", "text": "x"}) == "markdown_text_conflict"


def test_only_the_apps_own_messages_can_be_changed(client, room, alice):
    theirs = alice.says("mine", in_=room).messages[0]
    assert refused(client.chat_update, channel=room.id, ts=theirs.ts, text="x") == "cant_update_message"
    assert refused(client.chat_delete, channel=room.id, ts=theirs.ts) == "cant_delete_message"
    assert refused(client.chat_update, channel=room.id, ts="1.000000", text="x") == "message_not_found"


def test_an_update_keeps_the_blocks_that_are_not_given_and_an_empty_list_takes_them_away(client, room, alice):
    ts = client.chat_postMessage(channel=room.id, text="one", blocks=ROWS)["ts"]
    assert client.chat_update(channel=room.id, ts=ts, text="two")["message"]["blocks"]
    assert alice.sees(room).texts == ["hello"]
    assert "blocks" not in client.chat_update(channel=room.id, ts=ts, text="three", blocks=[])["message"]
    assert alice.sees(room).texts == ["three"]
    assert alice.sees(room)[0].message["edited"]


def test_an_update_is_shorter_than_a_post(client, room):
    ts = client.chat_postMessage(channel=room.id, text="x" * 4001)["ts"]
    assert client.chat_update(channel=room.id, ts=ts, text="x" * 4000)["ok"]
    assert refused(client.chat_update, channel=room.id, ts=ts, text="x" * 4001) == "msg_too_long"


def test_a_deleted_message_is_gone(client, room, alice):
    ts = client.chat_postMessage(channel=room.id, text="x")["ts"]
    client.chat_delete(channel=room.id, ts=ts)
    assert alice.sees(room) == []


def test_a_thread_needs_a_message_that_is_there(client, room, alice):
    ts = client.chat_postMessage(channel=room.id, text="top")["ts"]
    reply = client.chat_postMessage(channel=room.id, text="below", thread_ts=ts)["message"]
    assert reply["thread_ts"] == ts
    assert alice.sees(room).texts == ["top"]
    assert alice.sees(room, thread=ts).texts == ["top", "below"]
    assert refused(client.chat_postMessage, channel=room.id, text="x", thread_ts="1.0") == "cannot_reply_to_message"


def test_metadata_needs_its_two_parts(client, room):
    for broken in ({"event_type": "x"}, {"event_payload": {}}, "["):
        assert refused(client.chat_postMessage, channel=room.id, text="x", metadata=broken) == "invalid_metadata_format"
    nested = {"event_type": "x", "event_payload": {"a": {"b": 1}}}
    assert refused(client.chat_postMessage, channel=room.id, text="x", metadata=nested) == "invalid_metadata_schema"


def test_a_permalink_leads_to_the_message(client, room):
    ts = client.chat_postMessage(channel=room.id, text="x")["ts"]
    assert client.chat_getPermalink(channel=room.id, message_ts=ts)["permalink"].endswith(
        f"/archives/{room.id}/p{ts.replace('.', '')}")


def test_one_message_a_second_in_a_channel_when_that_is_switched_on(box, client, room, alice):
    box.workspace.limits.on = True
    client.chat_postMessage(channel=room.id, text="one")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=room.id, text="two")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    client.chat_postMessage(channel=alice.id, text="elsewhere")
    box.clock.advance(1)
    client.chat_postMessage(channel=room.id, text="two")


def test_a_methods_tier_is_counted_by_the_minute_when_that_is_switched_on(box, client, alice):
    box.workspace.limits.on = True
    for _ in range(20):
        client.users_list()
    box.clock.advance(20)
    with pytest.raises(SlackApiError) as caught:
        client.users_list()
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "40")
    assert client.users_info(user=alice.id)["ok"], "other methods stay free"
    box.clock.advance(40)
    assert client.users_list()["ok"]


def test_a_scheduled_message_posts_when_its_time_has_come(box, client, room, alice):
    now = int(box.clock.now().timestamp())
    made = client.chat_scheduleMessage(channel=room.id, text="later", post_at=now + 3600)
    listed = client.chat_scheduledMessages_list(channel=room.id)["scheduled_messages"]
    assert [each["id"] for each in listed] == [made["scheduled_message_id"]]
    assert box.next_due().timestamp() == now + 3600
    box.travel(seconds=3599)
    assert alice.sees(room) == []
    box.travel(seconds=1)
    assert alice.sees(room).texts == ["later"]
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_scheduled_message_can_be_taken_back_until_its_last_minute(box, client, room, alice):
    now = int(box.clock.now().timestamp())
    ids = [client.chat_scheduleMessage(channel=room.id, text=text, post_at=now + 300)["scheduled_message_id"]
           for text in ("one", "two")]
    client.chat_deleteScheduledMessage(channel=room.id, scheduled_message_id=ids[0])
    box.travel(seconds=250)
    assert refused(client.chat_deleteScheduledMessage, channel=room.id,
                   scheduled_message_id=ids[1]) == "invalid_scheduled_message_id"
    box.travel(seconds=60)
    assert alice.sees(room).texts == ["two"]


def test_what_is_scheduled_lies_ahead_but_not_too_far_and_not_too_dense(box, client, room):
    now = int(box.clock.now().timestamp())
    far = now + int(timedelta(days=120).total_seconds())
    assert refused(client.chat_scheduleMessage, channel=room.id, text="x", post_at=now) == "time_in_past"
    assert refused(client.chat_scheduleMessage, channel=room.id, text="x", post_at=far + 1) == "time_too_far"
    for _ in range(30):
        client.chat_scheduleMessage(channel=room.id, text="x", post_at=far)
    assert refused(client.chat_scheduleMessage, channel=room.id, text="x", post_at=far) == "restricted_too_many"


def test_a_scheduled_message_with_metadata_never_posts(box, client, room, alice):
    """Slack's page for chat.scheduleMessage carries this as a known bug."""
    now = int(box.clock.now().timestamp())
    client.chat_scheduleMessage(channel=room.id, text="x", post_at=now + 60,
                                metadata={"event_type": "x", "event_payload": {}})
    box.travel(seconds=120)
    assert alice.sees(room) == []


def test_reactions_come_and_go_once(client, room, alice):
    ts = alice.says("well done", in_=room).messages[0].ts
    client.reactions_add(channel=room.id, timestamp=ts, name="tada")
    assert refused(client.reactions_add, channel=room.id, timestamp=ts, name="tada") == "already_reacted"
    alice.reacts(alice.sees(room)[0], "tada")
    assert client.reactions_get(channel=room.id, timestamp=ts)["message"]["reactions"][0]["count"] == 2
    client.reactions_remove(channel=room.id, timestamp=ts, name="tada")
    assert refused(client.reactions_remove, channel=room.id, timestamp=ts, name="tada") == "no_reaction"


def test_pins_come_and_go_once(client, room, alice):
    ts = alice.says("keep this", in_=room).messages[0].ts
    client.pins_add(channel=room.id, timestamp=ts)
    assert refused(client.pins_add, channel=room.id, timestamp=ts) == "already_pinned"
    assert client.pins_list(channel=room.id)["items"][0]["message"]["text"] == "keep this"
    client.pins_remove(channel=room.id, timestamp=ts)
    assert refused(client.pins_remove, channel=room.id, timestamp=ts) == "no_pin"
