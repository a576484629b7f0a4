"""Block Kit's limits, one by one: what just fits is taken, one more is refused with a pointer to it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from sandbox import blocks, viewcheck
from sandbox.elements import ELEMENTS


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def section(**more):
    return {"type": "section", "text": mrkdwn("hello")} | more


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def asks(element, **more):
    return {"type": "input", "label": plain("What"), "element": element} | more


def button(label="Save", **more):
    return {"type": "button", "text": plain(label), "action_id": "a"} | more


def option(label="One", value="1", **more):
    return {"text": plain(label), "value": value} | more


def options(count):
    return [option(str(each), str(each)) for each in range(count)]


def select(kind="static_select", count=2, **more):
    return {"type": kind, "action_id": "a", "options": options(count)} | more


def modal(*rows, **more):
    return {"type": "modal", "title": plain("Goal"), "submit": plain("Save"), "blocks": list(rows)} | more


# (what, a builder that takes a size, the largest size, where the complaint points)
LIMITS = [
    ("blocks in a message", lambda n: [{"type": "divider"}] * n, 50, "/blocks"),
    ("section text", lambda n: [{"type": "section", "text": mrkdwn("x" * n)}], 3000, "/blocks/0/text/text"),
    ("section fields", lambda n: [{"type": "section", "fields": [mrkdwn("x")] * n}], 10, "/blocks/0/fields"),
    ("a field", lambda n: [{"type": "section", "fields": [mrkdwn("x" * n)]}], 2000, "/blocks/0/fields/0/text"),
    ("header", lambda n: [{"type": "header", "text": plain("x" * n)}], 150, "/blocks/0/text/text"),
    ("block_id", lambda n: [section(block_id="x" * n)], 255, "/blocks/0/block_id"),
    ("context elements", lambda n: [{"type": "context", "elements": [mrkdwn("x")] * n}], 10, "/blocks/0/elements"),
    ("actions elements", lambda n: [actions(*(button(action_id=f"a{i}") for i in range(n)))], 25,
     "/blocks/0/elements"),
    ("button text", lambda n: [actions(button("x" * n))], 75, "/blocks/0/elements/0/text/text"),
    ("button value", lambda n: [actions(button(value="x" * n))], 2000, "/blocks/0/elements/0/value"),
    ("button url", lambda n: [actions(button(url="x" * n))], 3000, "/blocks/0/elements/0/url"),
    ("accessibility_label", lambda n: [actions(button(accessibility_label="x" * n))], 75,
     "/blocks/0/elements/0/accessibility_label"),
    ("action_id", lambda n: [actions(button(action_id="x" * n))], 255, "/blocks/0/elements/0/action_id"),
    ("select options", lambda n: [actions(select(count=n))], 100, "/blocks/0/elements/0/options"),
    ("option text", lambda n: [actions(select() | {"options": [option("x" * n)]})], 75,
     "/blocks/0/elements/0/options/0/text/text"),
    ("option value", lambda n: [actions(select() | {"options": [option(value="x" * n)]})], 75,
     "/blocks/0/elements/0/options/0/value"),
    ("option description", lambda n: [actions(select() | {"options": [option(description=plain("x" * n))]})], 75,
     "/blocks/0/elements/0/options/0/description/text"),
    ("placeholder", lambda n: [actions(select(placeholder=plain("x" * n)))], 150,
     "/blocks/0/elements/0/placeholder/text"),
    ("overflow options", lambda n: [actions(select("overflow", n))], 5, "/blocks/0/elements/0/options"),
    ("checkboxes", lambda n: [actions(select("checkboxes", n))], 10, "/blocks/0/elements/0/options"),
    ("radio buttons", lambda n: [actions(select("radio_buttons", n))], 10, "/blocks/0/elements/0/options"),
    ("input label", lambda n: [asks({"type": "plain_text_input"}, label=plain("x" * n))], 2000,
     "/blocks/0/label/text"),
    ("input hint", lambda n: [asks({"type": "plain_text_input"}, hint=plain("x" * n))], 2000, "/blocks/0/hint/text"),
    ("max_length", lambda n: [asks({"type": "plain_text_input", "max_length": n})], 3000,
     "/blocks/0/element/max_length"),
    ("image alt_text", lambda n: [{"type": "image", "image_url": "u", "alt_text": "x" * n}], 2000,
     "/blocks/0/alt_text"),
    ("confirm title", lambda n: [actions(button(confirm={
        "title": plain("x" * n), "text": plain("x"), "confirm": plain("Yes"), "deny": plain("No")}))], 100,
     "/blocks/0/elements/0/confirm/title/text"),
    ("table rows", lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}], 100,
     "/blocks/0/rows"),
    ("table columns", lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}], 20,
     "/blocks/0/rows/0"),
    ("data_table rows", lambda n: [{"type": "data_table", "caption": "c",
                                    "rows": [[{"type": "raw_text", "text": "x"}]] * n}], 101, "/blocks/0/rows"),
    ("pie segments", lambda n: [{"type": "data_visualization", "title": "t", "chart": {
        "type": "pie", "segments": [{"label": "a", "value": 1}] * n}}], 6, "/blocks/0/chart/segments"),
    ("charts in a message", lambda n: [{"type": "data_visualization", "title": "t", "chart": {
        "type": "pie", "segments": [{"label": "a", "value": 1}]}}] * n, 2, "/blocks"),
    ("tables in a message", lambda n: [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * n, 1,
     "/blocks"),
]


@pytest.mark.parametrize(("build", "most", "where"), [row[1:] for row in LIMITS], ids=[row[0] for row in LIMITS])
def test_what_just_fits_is_taken_and_one_more_is_refused_where_it_stands(build, most, where):
    assert blocks.problems(build(most), surface="message") == []
    refused = blocks.problems(build(most + 1), surface="message")
    assert any(each.endswith(f"[json-pointer:{where}]") for each in refused), refused


WRONG = [
    ("an empty text", [{"type": "section", "text": mrkdwn("")}], "/blocks/0/text/text"),
    ("a section of nothing", [{"type": "section"}], "/blocks/0"),
    ("an unknown block", [{"type": "banner"}], "/blocks/0/type"),
    ("a block that is no object", ["hello"], "/blocks/0/type"),
    ("a field that does not exist", [section(colour="red")], "/blocks/0"),
    ("mrkdwn in a header", [{"type": "header", "text": mrkdwn("x")}], "/blocks/0/text/type"),
    ("mrkdwn on a button", [actions({"type": "button", "text": mrkdwn("x")})], "/blocks/0/elements/0/text/type"),
    ("emoji on mrkdwn", [section(text=mrkdwn("x") | {"emoji": True})], "/blocks/0/text"),
    ("an unknown style", [actions(button(style="loud"))], "/blocks/0/elements/0/style"),
    ("an input element in actions", [actions({"type": "plain_text_input"})], "/blocks/0/elements/0/type"),
    ("a button in an input", [asks(button())], "/blocks/0/element/type"),
    ("a datetimepicker beside a section", [section(accessory={"type": "datetimepicker"})], "/blocks/0/accessory/type"),
    ("a multi select in actions", [actions(select("multi_static_select"))], "/blocks/0/elements/0/type"),
    ("a select without options", [actions({"type": "static_select"})], "/blocks/0/elements/0"),
    ("an initial option that is not offered", [actions(select(initial_option=option("Nine", "9")))],
     "/blocks/0/elements/0/initial_option"),
    ("a date in words", [actions({"type": "datepicker", "initial_date": "tomorrow"})],
     "/blocks/0/elements/0/initial_date"),
    ("a time of 25 hours", [actions({"type": "timepicker", "initial_time": "25:00"})],
     "/blocks/0/elements/0/initial_time"),
    ("an image without alt_text", [{"type": "image", "image_url": "u"}], "/blocks/0"),
    ("an empty cell", [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}], "/blocks/0/rows/0/0/text"),
    ("a pie of nothing", [{"type": "data_visualization", "title": "t", "chart": {
        "type": "pie", "segments": [{"label": "a", "value": 0}]}}], "/blocks/0/chart/segments/0/value"),
    ("a series without a point per category", [{"type": "data_visualization", "title": "t", "chart": {
        "type": "bar", "series": [{"name": "s", "data": [{"label": "a", "value": 1}]}],
        "axis_config": {"categories": ["a", "b"]}}}], "/blocks/0/chart/series/0/data"),
    ("an unknown run in rich_text", [{"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "shout", "text": "x"}]}]}],
     "/blocks/0/elements/0/elements/0/type"),
    ("two blocks of one id", [section(block_id="b"), section(block_id="b")], "/blocks/1/block_id"),
    ("two buttons of one action_id in a block", [actions(button(), button())], "/blocks/0"),
    ("an alert in a message", [{"type": "alert", "text": plain("x")}], "/blocks/0/type"),
    ("an email input in a message", [asks({"type": "email_text_input"})], "/blocks/0/element/type"),
]


@pytest.mark.parametrize(("rows", "where"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_refused_where_it_stands(rows, where):
    refused = blocks.problems(rows, surface="message")
    assert any(each.endswith(f"[json-pointer:{where}]") for each in refused), refused


SURFACES = [
    ({"type": "markdown", "text": "x"}, {"message"}), ({"type": "alert", "text": plain("x")}, {"modal"}),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}, {"message"}),
    ({"type": "divider"}, {"message", "modal", "home"}),
    (asks({"type": "number_input", "is_decimal_allowed": False}), {"modal"}),
    (asks({"type": "url_text_input"}), {"modal"}), (asks({"type": "rich_text_input"}), {"modal", "home"}),
    (asks({"type": "datetimepicker"}), {"modal", "message"}),
    (asks({"type": "plain_text_input"}), {"modal", "message", "home"}),
]


@pytest.mark.parametrize(("block", "surfaces"), SURFACES, ids=[str(row[0].get("element", row[0])["type"]) for row in SURFACES])
def test_a_block_stands_only_where_slack_shows_it(block, surfaces):
    shown = {each for each in ("message", "modal", "home") if not blocks.problems([block], surface=each)}
    assert shown == surfaces


def test_a_modal_and_a_home_hold_a_hundred_blocks():
    for surface in ("modal", "home"):
        assert blocks.problems([{"type": "divider"}] * 100, surface=surface) == []
        assert blocks.problems([{"type": "divider"}] * 101, surface=surface) != []


VIEWS = [
    ("a title of 25", modal(section(), title=plain("x" * 25)), "/view/title/text"),
    ("a submit of 25", modal(section(), submit=plain("x" * 25)), "/view/submit/text"),
    ("a close of 25", modal(section(), close=plain("x" * 25)), "/view/close/text"),
    ("no title", {"type": "modal", "blocks": []}, "/view"),
    ("an input without submit", {"type": "modal", "title": plain("x"), "blocks": [asks({"type": "plain_text_input"})]},
     "/view"),
    ("private_metadata of 3001", modal(section(), private_metadata="x" * 3001), "/view/private_metadata"),
    ("callback_id of 256", modal(section(), callback_id="x" * 256), "/view/callback_id"),
    ("external_id of 256", modal(section(), external_id="x" * 256), "/view/external_id"),
    ("a field that does not exist", modal(section(), footer="x"), "/view"),
    ("a home where a modal is due", {"type": "home", "blocks": []}, "/view/type"),
    ("two inputs with focus", modal(asks({"type": "plain_text_input", "focus_on_load": True}),
                                    asks({"type": "plain_text_input", "focus_on_load": True})), "/view/blocks"),
    ("a broken block", modal({"type": "section"}), "/view/blocks/0"),
]


@pytest.mark.parametrize(("view", "where"), [row[1:] for row in VIEWS], ids=[row[0] for row in VIEWS])
def test_a_view_with_a_fault_is_refused_where_it_stands(view, where):
    refused = viewcheck.problems(view, kind="modal")
    assert any(each.endswith(f"[json-pointer:{where}]") for each in refused), refused


def test_a_home_needs_no_title_and_takes_no_submit():
    assert viewcheck.problems({"type": "home", "blocks": [section()]}, kind="home") == []
    assert viewcheck.problems({"type": "home", "blocks": [], "submit": plain("x")}, kind="home") != []


def test_ids_that_are_left_out_are_made_and_differ(box, client, room):
    rows = [section(accessory={"type": "button", "text": plain("x")}), section(), actions({"type": "datepicker"})]
    stored = client.chat_postMessage(channel=room.id, text="x", blocks=rows)["message"]["blocks"]
    assert len({each["block_id"] for each in stored}) == 3
    assert stored[0]["accessory"]["action_id"]
    assert stored[2]["elements"][0]["action_id"]
    assert "block_id" not in rows[0]


def test_a_message_whose_text_is_too_long_altogether_is_refused(box, client, room):
    rows = [{"type": "section", "text": mrkdwn("x" * 3000)}] * 4
    assert client.chat_postMessage(channel=room.id, text="x", blocks=rows)["ok"]
    with pytest.raises(SlackApiError, match="msg_blocks_too_long"):
        client.chat_postMessage(channel=room.id, text="x", blocks=[*rows, section(text=mrkdwn("x" * 2000))])


KEYS = (
    "text", "elements", "element", "accessory", "options", "option_groups", "fields", "rows", "chart", "series",
    "segments", "axis_config", "data", "label", "value", "block_id", "action_id", "style", "confirm", "initial_option",
    "initial_options", "min_length", "max_length", "title", "placeholder", "caption", "indent", "categories",
)
TYPES = (
    *blocks.BLOCKS, *ELEMENTS, "plain_text", "mrkdwn", "rich_text_section", "rich_text_list", "rich_text_quote", "link",
    "raw_text", "raw_number", "pie", "bar",
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.fixed_dictionaries(
        {"type": st.sampled_from(TYPES) | inner}, optional={key: inner for key in KEYS}), max_leaves=12)


@given(JSON)
@settings(max_examples=500)
def test_no_json_whatever_makes_the_validation_itself_fail(value):
    for surface in ("message", "modal", "home"):
        assert isinstance(blocks.problems(value, surface=surface), list)
        assert isinstance(blocks.problems([value], surface=surface), list)
    assert isinstance(viewcheck.problems(value, kind="modal"), list)
