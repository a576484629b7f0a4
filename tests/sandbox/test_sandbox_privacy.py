"""Who sees what: ephemerals, direct messages, private channels, metadata, history by pages."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox import Sandbox, keep
from sandbox.answers import NotAllowed


def refused(call, /, **args):
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return caught.value.response["error"]


def test_an_ephemeral_is_seen_by_one_and_in_no_history(client, room, alice, bob):
    client.chat_postEphemeral(channel=room.id, user=alice.id, text="only you")
    assert alice.sees(room).texts == ["only you"]
    assert alice.sees(room)[0].ephemeral
    assert bob.sees(room) == []
    assert client.conversations_history(channel=room.id)["messages"] == []


def test_an_ephemeral_cannot_be_updated_or_sent_to_somebody_outside(client, room, alice, carol):
    ts = client.chat_postEphemeral(channel=room.id, user=alice.id, text="x")["message_ts"]
    assert refused(client.chat_update, channel=room.id, ts=ts, text="y") == "message_not_found"
    assert refused(client.chat_postEphemeral, channel=room.id, user=carol.id, text="x") == "user_not_in_channel"


def test_an_ephemeral_does_not_outlive_the_process(make, client, box, room, alice, tmp_path):
    client.chat_postEphemeral(channel=room.id, user=alice.id, text="only you")
    client.chat_postMessage(channel=room.id, text="all of us")
    keep.save(box.workspace, tmp_path / "kept.json")
    again: Sandbox = make(kept_in=tmp_path / "kept.json")
    assert again.person("alice").sees(again.channel("peer-mentors")).texts == ["all of us"]


def test_an_answer_to_a_command_is_private_unless_it_says_in_channel(app, room, alice, bob):
    app.answers["slash_commands"] = {"text": "for you"}
    assert alice.types("/mentor", in_=room).texts == ["for you"]
    assert bob.sees(room) == []
    app.answers["slash_commands"] = {"text": "for all", "response_type": "in_channel"}
    alice.types("/mentor goal add Secret", in_=room)
    assert bob.sees(room).texts == ["/mentor goal add Secret", "for all"], "a public answer shows what was typed"


def test_a_private_channel_does_not_exist_for_who_is_not_in_it(box, client, alice, carol):
    hidden = box.channel("hidden", [alice], private=True)
    assert alice.can_see(hidden)
    assert not carol.can_see(hidden)
    with pytest.raises(NotAllowed, match="no such conversation"):
        carol.says("hello?", in_=hidden)
    assert refused(client.conversations_info, channel=hidden.id) == "channel_not_found"
    assert hidden.id not in {each["id"] for each in client.conversations_list(
        types="public_channel,private_channel")["channels"]}


def test_the_direct_message_of_two_people_is_not_the_bots(box, client, alice, bob):
    theirs = alice.direct_with(bob)
    alice.says("between us", in_=theirs)
    assert refused(client.conversations_history, channel=theirs) == "channel_not_found"
    assert refused(client.chat_postMessage, channel=theirs, text="x") == "channel_not_found"


def test_a_guest_sees_only_the_channels_they_are_in(box, alice, room):
    guest = box.person("nora", is_guest=True)
    assert not guest.can_see(room)
    alice.invites(guest, to=room)
    assert guest.can_see(room)


def test_history_is_for_members(box, client, alice):
    outside = box.channel("outside", [alice])
    assert refused(client.conversations_history, channel=outside.id) == "not_in_channel"


def test_history_comes_newest_first_by_pages_and_without_replies(client, room):
    stamps = [client.chat_postMessage(channel=room.id, text=str(each))["ts"] for each in range(5)]
    client.chat_postMessage(channel=room.id, text="reply", thread_ts=stamps[0])
    first = client.conversations_history(channel=room.id, limit=2)
    assert [each["text"] for each in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    rest = client.conversations_history(channel=room.id, limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [each["text"] for each in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"]
    assert rest["messages"][-1]["reply_count"] == 1
    assert rest["messages"][-1]["latest_reply"] > stamps[-1]


def test_history_between_two_moments_leaves_the_ends_out_unless_asked(client, room):
    stamps = [client.chat_postMessage(channel=room.id, text=str(each))["ts"] for each in range(4)]
    window = {"channel": room.id, "oldest": stamps[0], "latest": stamps[2]}
    assert [each["text"] for each in client.conversations_history(**window)["messages"]] == ["1"]
    inclusive = client.conversations_history(**window, inclusive=True)["messages"]
    assert [each["text"] for each in inclusive] == ["2", "1", "0"]


def test_metadata_is_given_only_when_asked_for(client, room):
    ts = client.chat_postMessage(channel=room.id, text="x", metadata={"event_type": "sent",
                                                                      "event_payload": {"nonce": "n1"}})["ts"]
    shown = client.conversations_history(channel=room.id)["messages"][0]
    assert "event_payload" not in shown.get("metadata", {})
    asked = client.conversations_history(channel=room.id, include_all_metadata=True)["messages"][0]
    assert asked["metadata"]["event_payload"] == {"nonce": "n1"}
    replies = client.conversations_replies(channel=room.id, ts=ts, include_all_metadata=True)["messages"]
    assert replies[0]["metadata"]["event_payload"] == {"nonce": "n1"}


def test_replies_come_oldest_first_with_their_parent(client, room):
    top = client.chat_postMessage(channel=room.id, text="top")["ts"]
    for each in ("a", "b"):
        client.chat_postMessage(channel=room.id, text=each, thread_ts=top)
    found = client.conversations_replies(channel=room.id, ts=top)["messages"]
    assert [each["text"] for each in found] == ["top", "a", "b"]
    assert refused(client.conversations_replies, channel=room.id, ts="1.0") == "thread_not_found"


def test_lists_come_by_pages_and_a_wrong_cursor_is_refused(box, client, room):
    for each in range(5):
        box.person(f"p{each}")
    seen, cursor = [], ""
    while True:
        page = client.users_list(limit=3, cursor=cursor)
        seen += [each["name"] for each in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == len(box.workspace.users)
    assert refused(client.conversations_members, channel=room.id, cursor="nonsense") == "invalid_cursor"
    assert refused(client.conversations_list, types="secret_channel") == "invalid_types"
    assert refused(client.conversations_list, limit=1001) == "invalid_limit"


def test_the_members_and_the_facts_of_a_channel(box, client, room, alice, bob):
    assert set(client.conversations_members(channel=room.id)["members"]) == {alice.id, bob.id, box.workspace.bot_user}
    shown = client.conversations_info(channel=room.id, include_num_members=True)["channel"]
    assert (shown["name"], shown["is_private"], shown["is_member"], shown["num_members"]) == (
        "peer-mentors", False, True, 3)
