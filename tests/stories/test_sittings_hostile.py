"""Text that would be markup, a mention, or unreadable stays text in "Minutes so far", in the draft and in the post to the channel."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

HOSTILE = [
    "<!channel> and <!here|here> come at once",
    "*bold* _slanted_ ~struck~ `code`",
    "<b>loud</b><script>alert(1)</script> &amp; &lt;i&gt;",
    "<https://evil.example|our bank> pays <mailto:a@b.c|Bob>",
    "\u202egnp.exe\u202c \u2066hidden\u2069 \x07bell \x1b[31mred \x00nought",
    "> quoted * list # head 1. one",
    ":tada: :+1: @channel @here #general",
    "=HYPERLINK(1) +1 -1 @SUM(A1)",
]
LONG = "long " * 600
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def leaves(blocks):
    """The text objects and rich text elements of blocks, whatever they stand in."""
    if isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            yield blocks
        elif blocks.get("type") == "link":   # a bare address is its own text
            yield {"type": "link", "text": blocks["url"]}
        for each in blocks.values():
            yield from leaves(each)
    elif isinstance(blocks, list):
        for each in blocks:
            yield from leaves(each)


@pytest.fixture
def begun(bot, box, alice, group):
    alice.types("/mentor meeting start", in_=group)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    return next(m for m in alice.sees(group) if "Peer mentors: meeting 1" in m.text)


def check(blocks) -> str:
    """No text object holds what Slack would obey; gives what they say together. Markup shows in mrkdwn alone, so that holds none."""
    said = []
    for leaf in leaves(blocks):
        text = leaf["text"]
        assert not CONTROLS.search(text), ascii(text)
        assert len(text) <= 3000
        if leaf.get("type") == "mrkdwn":
            assert not re.search(r"<!(?!date\^)", text), text
            assert not any(mark in text for mark in ("loud", "bold", "bank", "pays", "quoted", "SUM")), text
        said.append(text)
    return "".join(said)


def visible(text: str) -> str:
    """What of the text is to be read: without invisible signs, blanks as one."""
    return " ".join(CONTROLS.sub("", text).split())


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words_in_minutes_so_far_the_draft_and_the_post(bot, box, alice, bob, group, begun, words):
    bob.says(f"decision: {words}", in_=group, thread=begun)
    bob.says(f"action: bob to say {words}", in_=group, thread=begun)
    so_far = alice.clicks("Minutes so far", within=begun)
    draft, post = ended(bot, box, alice, group, begun)
    for message in (so_far.messages[-1], draft, post):
        assert visible(words) in visible(check(message.message["blocks"]))
    for message in (draft, post):
        assert "<!" not in message.message["text"] and not CONTROLS.search(message.message["text"])


def ended(bot, box, alice, group, begun):
    """End the meeting and approve its minutes: the draft and the post in the channel."""
    alice.clicks("End", within=begun)
    draft = next(m for m in reversed(alice.sees(group, thread=begun)) if "Draft minutes" in m.text)
    alice.clicks("Looks right", within=draft)
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()
    return draft, next(m for m in alice.sees(group) if "Minutes: meeting 1" in m.text)


@pytest.mark.parametrize("wire", ["<!channel> come", "<!here|here> come", "<!subteam^S1|@nurses> come", "<!everyone> come"])
def test_a_call_to_everybody_inside_a_line_calls_nobody_when_the_bot_says_it_again(bot, box, alice, bob, group, begun, forge, wire):
    bob.says("decision: come", in_=group, thread=begun)
    bob.says("note: come", in_=group, thread=begun)

    def calls(payload):
        payload["event"]["text"] = f"decision: {wire}"
        payload["event_id"] = "EvCalls"
    forge("event_callback", calls)
    draft, post = ended(bot, box, alice, group, begun)
    for message in (draft, post):
        check(message.message["blocks"])
        assert not re.search(r"<!(?:channel|here|everyone|subteam)", str(message.message["blocks"]) + message.message["text"])


def test_a_line_of_three_thousand_signs_is_kept_and_every_message_stays_within_slacks_bounds(bot, box, alice, bob, group, begun):
    bob.says(f"decision: {LONG}", in_=group, thread=begun)
    bob.says(f"action: bob to {LONG}by Friday", in_=group, thread=begun)
    bob.says("note: a short one", in_=group, thread=begun)
    assert "a short one" in alice.clicks("Minutes so far", within=begun).text
    draft, post = ended(bot, box, alice, group, begun)
    for message in (draft, post):
        assert "long long long" in check(message.message["blocks"])
        assert len(message.message["blocks"]) <= 50 and len(message.message["text"]) <= 4000
