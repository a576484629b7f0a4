"""What people do and what the app hears of it: commands, clicks, mentions, comings and goings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.answers import NotAllowed
from sandbox.clock import Clock
from sandbox.delivery import Ack
from sandbox.manifest import read
from sandbox.results import SlackComplains
from sandbox.typed import as_command, as_message, unescaped
from sandbox.workspace import Workspace


def plain(text):
    return {"type": "plain_text", "text": text}


def card(*elements):
    return {"text": "card", "blocks": [{"type": "actions", "block_id": "row", "elements": list(elements)}]}


def button(label, **more):
    return {"type": "button", "text": plain(label), "action_id": label.lower()} | more


def test_a_command_arrives_as_slacks_form_fields(box, app, alice, room):
    alice.types("/mentor goal add Rest & write", in_=room)
    sent = app.payloads[-1]
    assert {key: sent[key] for key in ("command", "text", "channel_id", "channel_name", "user_id", "user_name")} == {
        "command": "/mentor", "text": "goal add Rest &amp; write", "channel_id": room.id,
        "channel_name": "peer-mentors", "user_id": alice.id, "user_name": "alice",
    }
    assert all(isinstance(each, str) for each in sent.values())
    assert sent["response_url"].startswith(f"{box.url}/hook/commands/")
    assert app.envelopes[-1]["accepts_response_payload"] is True


def test_a_private_channel_and_a_direct_message_do_not_tell_their_name(box, app, alice):
    alice.types("/mentor", in_=box.channel("hidden", [alice], private=True))
    assert app.payloads[-1]["channel_name"] == "privategroup"
    alice.types("/mentor")
    assert app.payloads[-1]["channel_name"] == "directmessage"


def test_people_channels_and_broadcasts_arrive_escaped(box, app, alice, bob, room):
    hidden = box.channel("hidden", [alice], private=True)
    alice.types(f"/mentor ask @Bob Brown and <@{bob.id}> in #peer-mentors #hidden @here <!channel> a<b", in_=room)
    assert app.payloads[-1]["text"] == (
        f"ask <@{bob.id}|bob> and <@{bob.id}|bob> in <#{room.id}|peer-mentors> <#{hidden.id}|> <!here> "
        "&lt;!channel&gt; a&lt;b")


def test_without_should_escape_the_app_gets_what_was_typed(make, app):
    box = make(deliver=app, manifest={
        "display_information": {"name": "Mentor"}, "oauth_config": {"scopes": {"bot": ["commands"]}},
        "features": {"slash_commands": [{"command": "/mentor"}]}})
    anna = box.person("anna")
    anna.types("/mentor a < b @anna", in_=box.channel("x", [anna]))
    assert app.payloads[-1]["text"] == "a < b @anna"


@pytest.mark.parametrize(("text", "thread", "sentence"), [
    ("/mentor x", True, "/mentor is not supported in threads. Sorry!"),
    ("/other x", False, "/other is not a valid command."),
])
def test_where_a_command_does_not_work_slack_says_so(app, alice, room, text, thread, sentence):
    top = alice.says("top", in_=room).messages[0]
    with pytest.raises(NotAllowed, match=sentence):
        alice.types(text, in_=room, thread=top if thread else None)
    assert app.payloads == []


def test_a_command_that_is_not_acknowledged_shows_slacks_error(app, alice, room):
    app.answers["slash_commands"] = Ack(status="timeout")
    assert "operation_timeout" in alice.types("/mentor", in_=room).error
    app.answers["slash_commands"] = Ack(status="failed")
    assert "dispatch_failed" in alice.types("/mentor", in_=room).error


def test_a_broken_answer_to_a_command_is_the_apps_fault_and_shows_nothing(box, app, alice, room):
    app.answers["slash_commands"] = {"text": "x", "blocks": [{"type": "section"}]}
    with pytest.raises(SlackComplains, match="invalid_blocks"):
        alice.types("/mentor", in_=room)
    assert alice.sees(room) == []
    box.workspace.strict = False
    assert any("json-pointer:/blocks/0" in each for each in alice.types("/mentor", in_=room).problems)


def test_an_answer_without_plain_text_is_the_apps_fault(app, alice, room):
    app.answers["slash_commands"] = {"blocks": [{"type": "divider"}]}
    with pytest.raises(SlackComplains, match="top-level text"):
        alice.types("/mentor", in_=room)


def test_a_click_on_a_channels_message_carries_the_message(app, client, alice, room):
    client.chat_postMessage(channel=room.id, **card(button("Save", value="7")))
    alice.clicks("Save")
    sent = app.payloads[-1]
    assert (sent["type"], sent["container"]["is_ephemeral"], sent["message"]["text"]) == ("block_actions", False, "card")
    assert sent["channel"] == {"id": room.id, "name": "peer-mentors"}
    action = sent["actions"][0]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == ("button", "save", "row", "7")
    assert app.envelopes[-1]["accepts_response_payload"] is False


def test_a_click_on_an_ephemeral_carries_no_message(app, alice, room):
    app.answers["slash_commands"] = card(button("Save"))
    alice.types("/mentor", in_=room).clicks("Save")
    sent = app.payloads[-1]
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    assert sent["response_url"]


def test_anothers_ephemeral_cannot_be_clicked(box, app, alice, bob, room):
    app.answers["slash_commands"] = card(button("Save"))
    shown = alice.types("/mentor", in_=room).messages[0]
    with pytest.raises(NotAllowed, match="no such message"):
        box.acts.do(bob.id, "click", source=shown.source, action_id="save")


def test_a_body_in_the_ack_of_a_click_is_not_read(app, alice, client, room):
    client.chat_postMessage(channel=room.id, **card(button("Save")))
    app.answers["block_actions"] = {"text": "saved"}
    with pytest.raises(SlackComplains, match="does not read"):
        alice.clicks("Save")


def test_selects_pickers_and_menus_send_what_was_chosen(app, client, alice, bob, room):
    options = [{"text": plain("One"), "value": "1"}, {"text": plain("Two"), "value": "2"}]
    client.chat_postMessage(channel=room.id, **card(
        {"type": "static_select", "action_id": "pick", "options": options},
        {"type": "overflow", "action_id": "menu", "options": options},
        {"type": "datepicker", "action_id": "day"}, {"type": "users_select", "action_id": "who"},
        {"type": "checkboxes", "action_id": "boxes", "options": options}))
    alice.chooses("pick", "Two")
    assert app.payloads[-1]["actions"][0]["selected_option"] == options[1]
    alice.chooses("overflow", "One")
    assert app.payloads[-1]["actions"][0]["selected_option"] == options[0]
    alice.chooses("day", "2027-01-05")
    assert app.payloads[-1]["actions"][0]["selected_date"] == "2027-01-05"
    alice.chooses("who", bob)
    assert app.payloads[-1]["actions"][0]["selected_user"] == bob.id
    alice.chooses("boxes", ["1", "2"])
    assert app.payloads[-1]["actions"][0]["selected_options"] == options


def test_shortcuts_are_those_of_the_manifest(app, client, alice, room):
    alice.uses_shortcut("goals.new")
    assert (app.payloads[-1]["type"], app.payloads[-1]["callback_id"]) == ("shortcut", "goals.new")
    message = alice.says("let us talk about this", in_=room).messages[0]
    alice.uses_shortcut("topics.from", on=message)
    assert (app.payloads[-1]["type"], app.payloads[-1]["message"]["text"]) == (
        "message_action", "let us talk about this")
    with pytest.raises(NotAllowed, match="no such shortcut"):
        alice.uses_shortcut("other")


def test_a_message_to_the_app_and_a_mention_are_heard_and_other_talk_is_not(box, app, alice, room):
    alice.says("goal list")
    assert [(each["type"], each["channel_type"], each["text"]) for each in app.events()] == [
        ("message", "im", "goal list")]
    alice.says("just talking", in_=room)
    assert len(app.events()) == 1
    alice.says("@Mentor goal list", in_=room)
    assert (app.events()[-1]["type"], app.events()[-1]["text"]) == (
        "app_mention", f"<@{box.workspace.bot_user}> goal list")


def test_an_event_comes_in_slacks_wrapping_and_its_id_is_its_own(box, app, alice):
    alice.says("one")
    alice.says("two")
    first, second = app.payloads
    assert first["event_id"] != second["event_id"]
    assert (first["type"], first["team_id"], first["api_app_id"]) == (
        "event_callback", box.workspace.team["id"], box.workspace.app_id)
    assert first["authorizations"][0]["user_id"] == box.workspace.bot_user


def test_edits_and_deletions_in_the_apps_tab_come_as_subtypes(app, alice):
    message = alice.says("one").messages[0]
    alice.edits(message, "two")
    alice.deletes(message)
    assert [each.get("subtype") for each in app.events()] == [None, "message_changed", "message_deleted"]
    assert app.events()[1]["message"]["text"] == "two"
    assert app.events()[1]["previous_message"]["text"] == "one"


def test_the_bots_own_message_in_its_tab_is_an_event_too(box, app, client, alice):
    client.chat_postMessage(channel=alice.id, text="hello")
    box.settle()
    assert app.events()[-1]["bot_id"] == box.workspace.bot_id


def test_who_comes_and_goes_is_heard_where_the_bot_is(box, app, alice, carol, room):
    elsewhere = box.channel("elsewhere", [alice])
    alice.invites(carol, to=elsewhere)
    assert app.events() == []
    alice.invites(carol, to=room)
    joined = app.events()[-1]
    assert (joined["type"], joined["user"], joined["inviter"], joined["channel"]) == (
        "member_joined_channel", carol.id, alice.id, room.id)
    carol.leaves(room)
    assert (app.events()[-1]["type"], app.events()[-1]["user"]) == ("member_left_channel", carol.id)


def test_the_bot_hears_of_its_own_coming_but_not_of_its_own_going(box, app, alice):
    place = box.channel("new", [alice], private=True)
    alice.invites(box.app, to=place)
    joined = app.events("member_joined_channel")
    assert [(each["user"], each["inviter"], each["channel_type"]) for each in joined] == [
        (box.workspace.bot_user, alice.id, "G")]
    alice.removes(box.app, from_=place)
    assert app.events("member_left_channel") == []


def test_a_bot_that_is_taken_out_hears_group_left_when_it_asked_to(make, app):
    box = make(deliver=app, manifest={
        "display_information": {"name": "Mentor"}, "oauth_config": {"scopes": {"bot": ["groups:read"]}},
        "settings": {"event_subscriptions": {"bot_events": ["group_left", "member_left_channel"]}}})
    anna = box.person("anna")
    place = box.channel("hidden", [anna], bot=True, private=True)
    anna.removes(box.app, from_=place)
    assert [(each["type"], each["channel"]) for each in app.events()] == [("group_left", place.id)]


def test_a_move_to_another_zone_is_heard(app, client, alice):
    alice.changes_zone("Europe/London")
    changed = app.events("user_change")[-1]["user"]
    assert (changed["id"], changed["tz"], changed["tz_label"], changed["tz_offset"]) == (
        alice.id, "Europe/London", "Greenwich Mean Time", 0)
    assert client.users_info(user=alice.id)["user"]["tz"] == "Europe/London"


def test_an_event_that_is_not_subscribed_is_not_sent(make, app):
    box = make(deliver=app, manifest={
        "display_information": {"name": "Mentor"},
        "features": {"app_home": {"messages_tab_enabled": True, "home_tab_enabled": True}},
        "oauth_config": {"scopes": {"bot": ["chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.im"]}}})
    anna = box.person("anna")
    anna.opens_home()
    anna.says("hello")
    assert app.payloads == [], "the subscription alone is not enough: message.im needs im:history"


def test_an_event_that_fails_is_repeated_at_once_after_a_minute_and_after_five(box, app, alice):
    app.answers["event_callback"] = Ack(status="timeout")
    alice.says("hello")
    assert [each["retry_attempt"] for each in app.envelopes] == [0, 1]
    box.travel(seconds=59)
    assert len(app.envelopes) == 2
    box.travel(seconds=1)
    box.travel(seconds=300)
    box.travel(seconds=3600)
    assert [(each["retry_attempt"], each["retry_reason"]) for each in app.envelopes] == [
        (0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({each["event_id"] for each in app.payloads}) == 1


def test_an_event_can_come_twice_and_out_of_order(box, app, alice):
    box.trouble(duplicate_next=1)
    alice.says("one")
    assert [each["text"] for each in app.events()] == ["one", "one"]
    box.trouble(hold_next=1)
    alice.says("two")
    alice.says("three")
    assert [each["text"] for each in app.events()][2:] == ["three", "two"]


@given(st.text())
def test_typed_text_survives_its_escaping_and_never_becomes_a_broadcast(text):
    ws = Workspace(clock=Clock(), manifest=read({"display_information": {"name": "Mentor"}}))
    user = ws.add_user(name="zz-typist")
    typed = text.replace("@", "").replace("http", "")
    assert unescaped(as_message(ws, user.id, typed)) == typed
    assert "<!" not in as_message(ws, user.id, typed)
    assert unescaped(as_command(ws, user.id, typed, should_escape=True)) == typed
