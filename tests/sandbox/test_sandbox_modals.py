"""Forms: trigger ids, the stack, hashes, response actions, and what Slack's client checks before it submits."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.answers import NotAllowed
from sandbox.delivery import Ack
from sandbox.results import SlackComplains


def plain(text):
    return {"type": "plain_text", "text": text}


def asks(name, element=None, **more):
    element = {"type": "plain_text_input"} | (element or {}) | {"action_id": name}
    return {"type": "input", "block_id": name, "label": plain(name.title()), "element": element} | more


def form(*rows, **more):
    return {"type": "modal", "callback_id": "form", "title": plain("Goal"), "submit": plain("Save"),
            "blocks": list(rows) or [asks("what")]} | more


def refused(call, /, **args):
    with pytest.raises(SlackApiError) as caught:
        call(**args)
    return caught.value.response["error"]


@pytest.fixture
def opens(app, client, alice, room):
    """Opens a form for Alice by a command; returns the view as the app got it."""

    def open_(view=None):
        held = []

        def on_command(payload):
            held.append(client.views_open(trigger_id=payload["trigger_id"], view=view or form())["view"])

        app.answers["slash_commands"] = on_command
        alice.types("/mentor", in_=room)
        return held[0]

    return open_


def trigger(app, alice, room):
    """A fresh trigger id of a command."""
    app.answers["slash_commands"] = None
    alice.types("/mentor", in_=room)
    return app.payloads[-1]["trigger_id"]


def test_a_trigger_opens_one_form_and_only_one(app, client, alice, room):
    fresh = trigger(app, alice, room)
    client.views_open(trigger_id=fresh, view=form())
    assert refused(client.views_open, trigger_id=fresh, view=form()) == "exchanged_trigger_id"
    assert refused(client.views_open, trigger_id="1.2.x", view=form()) == "invalid_trigger_id"


def test_a_trigger_dies_after_three_seconds(box, app, client, alice, room):
    young, old = trigger(app, alice, room), trigger(app, alice, room)
    box.clock.advance(3)
    assert client.views_open(trigger_id=young, view=form())["ok"]
    box.clock.advance(0.1)
    assert refused(client.views_open, trigger_id=old, view=form()) == "expired_trigger_id"


def test_a_broken_form_is_refused_and_its_trigger_is_spent_all_the_same(app, client, alice, room):
    fresh = trigger(app, alice, room)
    assert refused(client.views_open, trigger_id=fresh, view=form(submit=plain("x" * 25))) == "invalid_arguments"
    assert alice.modal is None
    assert refused(client.views_open, trigger_id=fresh, view=form()) == "exchanged_trigger_id"


def test_what_is_typed_arrives_under_block_and_action(app, alice, opens):
    opens(form(asks("what"), asks("due", {"type": "datepicker"}), asks("who", {"type": "users_select"}),
               asks("how", {"type": "static_select", "options": [
                   {"text": plain("Short"), "value": "s"}, {"text": plain("Long"), "value": "l"}]})))
    alice.fills({"What": "Submit the review"}, due="2027-06-30", who=alice, how="Long")
    assert alice.submits().ack.status == "ok"
    sent = app.payloads[-1]
    assert sent["type"] == "view_submission"
    assert sent["view"]["state"]["values"] == {
        "what": {"what": {"type": "plain_text_input", "value": "Submit the review"}},
        "due": {"due": {"type": "datepicker", "selected_date": "2027-06-30"}},
        "who": {"who": {"type": "users_select", "selected_user": alice.id}},
        "how": {"how": {"type": "static_select", "selected_option": {"text": plain("Long"), "value": "l"}}},
    }
    assert alice.modal is None


def test_what_is_left_empty_is_null_and_what_was_preset_is_there(app, alice, opens):
    opens(form(asks("what", {"initial_value": "old"}), asks("due", {"type": "datepicker"}, optional=True),
               asks("who", {"type": "multi_users_select"}, optional=True)))
    alice.submits()
    values = app.payloads[-1]["view"]["state"]["values"]
    assert values["what"]["what"]["value"] == "old"
    assert values["due"]["due"]["selected_date"] is None
    assert values["who"]["who"]["selected_users"] == []


def test_slacks_client_holds_back_a_form_that_is_not_complete(app, alice, opens):
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}
    opens(form(asks("what", {"min_length": 3, "max_length": 5}), asks("count", number),
               asks("mail", {"type": "email_text_input"}), asks("note", optional=True)))
    before = len(app.payloads)
    assert set(alice.submits().errors) == {"what", "count", "mail"}
    alice.fills(what="xx", count="12", mail="nobody")
    assert set(alice.submits().errors) == {"what", "count", "mail"}
    assert len(app.payloads) == before
    alice.fills(what="xxx", count="7", mail="a@b.org")
    assert alice.submits().errors == {}
    assert alice.modal is None


def test_a_choice_that_is_not_offered_cannot_be_made(box, alice, opens):
    made = opens(form(asks("how", {"type": "static_select", "options": [{"text": plain("Short"), "value": "s"}]})))
    with pytest.raises(ValueError, match="there is no option"):
        alice.fills(how="Forever")
    forged = {"how": {"how": {"type": "static_select", "selected_option": {"text": plain("x"), "value": "forged"}}}}
    with pytest.raises(NotAllowed, match="does not offer"):
        box.acts.do(alice.id, "submit", view_id=made["id"], values=forged)


def test_errors_are_shown_at_their_field_and_what_was_typed_stays(app, alice, opens):
    opens(form(asks("what"), asks("due", {"type": "datepicker"}, optional=True)))
    app.answers["view_submission"] = {"response_action": "errors", "errors": {"due": "That day has passed."}}
    alice.fills(what="Submit the review")
    assert alice.submits().errors == {"due": "That day has passed."}
    assert "That day has passed." in alice.modal.text
    assert "Submit the review" in alice.modal.text
    app.answers["view_submission"] = None
    alice.submits()
    assert alice.modal is None


def test_errors_at_a_field_that_does_not_exist_are_the_apps_fault(app, alice, opens):
    opens()
    alice.fills(what="x")
    app.answers["view_submission"] = {"response_action": "errors", "errors": {"where": "No."}}
    with pytest.raises(SlackComplains, match="where"):
        alice.submits()


def test_an_answer_to_a_form_that_slack_does_not_know_is_the_apps_fault(app, alice, opens):
    opens()
    alice.fills(what="x")
    app.answers["view_submission"] = {"text": "saved"}
    with pytest.raises(SlackComplains, match="does not know"):
        alice.submits()


def test_a_form_can_be_replaced_pushed_and_cleared(app, alice, opens):
    opens()
    alice.fills(what="x")
    app.answers["view_submission"] = {"response_action": "update", "view": form(title=plain("Second"))}
    assert alice.submits().views[0].title == "Second"
    app.answers["view_submission"] = {"response_action": "push", "view": form(title=plain("Third"))}
    alice.submits()
    assert (alice.modal.title, alice.forms) == ("Third", 2)
    alice.fills(what="x")
    app.answers["view_submission"] = None
    alice.submits()
    assert (alice.modal.title, alice.forms) == ("Second", 1)
    app.answers["view_submission"] = {"response_action": "clear"}
    alice.submits()
    assert alice.forms == 0


def test_three_forms_lie_on_each_other_and_no_more(app, client, alice, opens):
    view = form({"type": "actions", "elements": [
        {"type": "button", "text": plain("More"), "action_id": "more"}]}, asks("what"))
    opens(view)
    refusals = []

    def on_click(payload):
        try:
            client.views_push(trigger_id=payload["trigger_id"], view=view)
        except SlackApiError as error:
            refusals.append(error.response["error"])

    app.answers["block_actions"] = on_click
    for _ in range(3):
        alice.clicks("More")
    assert alice.forms == 3
    assert refusals == ["push_limit_reached"]
    alice.closes()
    assert alice.forms == 2


def test_an_old_hash_is_a_conflict(client, opens):
    made = opens()
    fresh = client.views_update(view_id=made["id"], hash=made["hash"], view=form(title=plain("Two")))["view"]
    assert fresh["hash"] != made["hash"]
    assert refused(client.views_update, view_id=made["id"], hash=made["hash"], view=form()) == "hash_conflict"


def test_an_update_keeps_what_was_typed_where_the_field_is_the_same(client, alice, opens):
    made = opens(form(asks("what"), asks("note", optional=True)))
    alice.fills(what="typed", note="gone")
    client.views_update(view_id=made["id"], view=form(asks("what"), asks("why", optional=True)))
    assert alice.modal.values["what"]["what"]["value"] == "typed"
    assert "note" not in alice.modal.values


def test_a_closed_form_cannot_be_updated_and_is_told_of_only_on_request(app, client, alice, opens):
    made = opens(form(notify_on_close=True))
    alice.closes()
    assert (app.payloads[-1]["type"], app.payloads[-1]["is_cleared"]) == ("view_closed", False)
    assert refused(client.views_update, view_id=made["id"], view=form()) == "not_found"
    opens()
    before = len(app.payloads)
    alice.closes()
    assert len(app.payloads) == before


def test_a_click_in_a_form_carries_what_is_typed_and_no_response_url(app, alice, opens):
    opens(form(asks("what"), {"type": "section", "block_id": "s", "text": plain("x"), "accessory": {
        "type": "button", "text": plain("Check"), "action_id": "check", "value": "7"}}))
    alice.fills(what="half done")
    alice.clicks("Check")
    sent = app.payloads[-1]
    assert sent["container"] == {"type": "view", "view_id": alice.modal.view["id"]}
    assert sent["view"]["state"]["values"]["what"]["what"]["value"] == "half done"
    assert (sent["actions"][0]["action_id"], sent["actions"][0]["block_id"], sent["actions"][0]["value"]) == (
        "check", "s", "7")
    assert "response_url" not in sent
    assert alice.modal


def test_an_input_that_dispatches_tells_the_app_at_once(app, alice, opens):
    opens(form(asks("how", {"type": "static_select", "options": [{"text": plain("Short"), "value": "s"}]},
                    dispatch_action=True)))
    alice.fills(how="Short")
    assert app.payloads[-1]["actions"][0]["selected_option"]["value"] == "s"


def test_a_form_that_is_not_answered_stays_open_with_slacks_sentence(app, alice, opens):
    opens()
    alice.fills(what="kept")
    app.answers["view_submission"] = Ack(status="timeout")
    seen = alice.submits()
    assert seen.error == "We had some trouble connecting. Try again?"
    assert "kept" in alice.modal.text


def test_only_the_owner_may_use_a_form(box, alice, bob, opens):
    made = opens()
    with pytest.raises(NotAllowed, match="not open"):
        box.acts.do(bob.id, "submit", view_id=made["id"], values={})


def test_an_external_id_is_unique(app, client, alice, bob, room, opens):
    opens(form(external_id="one"))
    app.answers["slash_commands"] = None
    bob.types("/mentor", in_=room)
    assert refused(client.views_open, trigger_id=app.payloads[-1]["trigger_id"],
                   view=form(external_id="one")) == "duplicate_external_id"
    assert client.views_update(external_id="one", view=form(external_id="one"))["ok"]


def test_the_home_is_each_persons_own_and_has_its_hash(client, app, alice, bob):
    home = {"type": "home", "blocks": [{"type": "section", "text": plain("Alice's goals")}]}
    made = client.views_publish(user_id=alice.id, view=home)["view"]
    assert alice.home.text == "Alice's goals"
    assert bob.home is None
    again = client.views_publish(user_id=alice.id, view=home, hash=made["hash"])["view"]
    assert again["id"] == made["id"]
    assert refused(client.views_publish, user_id=alice.id, view=home, hash=made["hash"]) == "hash_conflict"
    alice.opens_home()
    opened = app.events("app_home_opened")[-1]
    assert (opened["user"], opened["tab"], opened["view"]["id"]) == (alice.id, "home", made["id"])
