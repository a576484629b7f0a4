"""Hostile, odd and long text: shown exactly as it was typed, never alive, or refused with everything given back."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from bot.services import goals, people
from mentoring.goals import MOST_GOALS, Wording

HOSTILE = ("<!channel> @here @everyone <@U0BAD|x> <https://evil.example|click me> *bold* _it_ ~s~ `code` ```pre``` &lt;!here&gt; "
           "&amp;amp; :tada: =HYPERLINK(\"x\") <#C1|general> {{x}} %s ${y} '; DROP TABLE goals; -- \u202eevil")
ALIVE = re.compile(r"<!(channel|here|everyone|subteam)|<https://evil|<@U0BAD")


def shown_alive(box) -> list[str]:
    """Everything that the bot sent, or answered in an acknowledgement, that Slack would bring to life."""
    sent = [c["body"] for c in box.truth.calls] + [e["answer"] for e in box.truth.envelopes]
    return [m[0] for each in sent for m in ALIVE.finditer(_interpreted(each))]


def _interpreted(value, inside: str = "") -> str:
    """The parts of a payload that Slack reads as mrkdwn: texts of messages, and mrkdwn objects."""
    if isinstance(value, str):
        if inside in ("blocks", "view") and value[:1] in "[{":
            return _interpreted(json.loads(value))
        return value if inside == "text" else ""
    if isinstance(value, list):
        return " ".join(_interpreted(each) for each in value)
    if isinstance(value, dict):
        if value.get("type") in ("plain_text", "rich_text") or value.get("callback_id") == "raw":
            return ""
        return " ".join(_interpreted(each, key) for key, each in value.items())
    return ""


def test_hostile_text_is_dead_at_every_door(bot, box, alice, bob, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what=HOSTILE, measure=HOSTILE, why=HOSTILE, first_step=HOSTILE, whose="own shared")
    alice.submits()
    kept = goals_of(alice)[1].what
    assert "<!channel>" in kept and "DROP TABLE" in kept and "\u202e" not in kept, "only what nobody sees is taken out"
    alice.types(f"/mentor goal update 1 {HOSTILE} 60%", in_=group)
    alice.types(f"/mentor {HOSTILE}", in_=group)
    alice.types(f"/mentor goal show {HOSTILE}", in_=group)
    alice.says(f"goal add {HOSTILE}")
    alice.says(f"@Mentor goal add {HOSTILE} by next Friday", in_=group)
    bob.opens_home()
    bob.types("/mentor goal list group", in_=group)
    assert "<!channel>" in bob.clicks("Details").text
    alice.types(f"/mentor goal done 1 {HOSTILE[:200]}", in_=group)
    alice.clicks("Tell the group")
    bob.types(f"/mentor goal propose {HOSTILE}", in_=group)
    alice.types("/mentor goal adopt g1", in_=group)
    bot.ticks()
    assert shown_alive(box) == []


def test_the_check_above_would_see_something_alive(box):
    assert ALIVE.search(_interpreted({"text": "<!channel>"})) and ALIVE.search(_interpreted({"blocks": json.dumps(
        [{"type": "section", "text": {"type": "mrkdwn", "text": "<!here>"}}])}))


def test_a_groups_hostile_name_is_dead_too(bot, box, alice, bob, room):
    alice.types("/mentor setup", in_=room)
    alice.fills(name="<!channel> *x* <https://evil.example|y>")
    alice.submits()
    bot.ticks()
    alice.types("/mentor goal add Rest", in_=room)
    alice.clicks("Share with the group")
    alice.types("/mentor goal propose Rest together", in_=room)
    alice.types("/mentor goal list group", in_=room)
    bob.opens_home()
    bob.types("/mentor setup", in_=room)
    alice.types("/mentor goal done 1", in_=room)
    alice.clicks("Tell the group")
    assert shown_alive(box) == [] and "<!channel> *x*" in bob.home.text


@pytest.mark.parametrize("words", [
    "👩🏽‍⚕️ Lead the 🏳️‍🌈 network 👨‍👩‍👧‍👦", "להגיש את הסקירה עד הקיץ", "تقديم المراجعة المنهجية", "体系的レビューを提出する",
    "Zażółć gęślą jaźń, naïve café",
    "Σίσυφος \u200cمی\u200cخواهم", "a\u0301\u0308\u0323 combining"])
def test_every_script_and_emoji_comes_back_as_it_went_in(bot, alice, group, goals_of, words):
    assert unicodedata.normalize("NFC", words) in alice.types(f"/mentor goal add {words}", in_=group).text
    assert goals_of(alice)[1].what == unicodedata.normalize("NFC", words)


def test_control_characters_go_and_nothing_else(bot, alice, group, goals_of):
    alice.says("goal add Sub\x00mit\x07 the\u2028 re\u202eview\ufeff now")
    assert goals_of(alice)[1].what.replace("\u2028", "") == "Submit the review now"


def test_forty_line_breaks_are_kept_in_the_card_and_folded_in_lists(bot, alice, group, goals_of):
    words = "\n".join(f"line {n}" for n in range(41))
    alice.types("/mentor goal add", in_=group)
    alice.fills(what=words)
    assert words in alice.submits().text
    assert goals_of(alice)[1].what == words
    assert "line 0 line 1 line 2" in alice.types("/mentor goal list", in_=group).text


def test_sixty_one_lines_are_refused_and_kept(bot, alice, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    words = "\n".join(f"line {n}" for n in range(62))
    alice.fills(what=words)
    assert "more than 60 lines" in alice.submits().errors["what"]
    assert alice.modal.values["what"]["value"]["value"] == words and goals_of(alice) == {}


def test_three_thousand_characters_are_shown_whole(bot, alice, bob, group, goals_of):
    words = "W" * 2990 + " the end."
    for say in (lambda: alice.types(f"/mentor goal add {words}", in_=group), lambda: alice.says(f"goal add {words}")):
        assert words in say().text
    alice.types("/mentor goal edit 1", in_=group)
    alice.fills(measure="M" * 3000, why="Y" * 3000, first_step="F" * 3000)
    alice.submits()
    assert "F" * 3000 in alice.types("/mentor goal show 1", in_=group).text
    alice.types("/mentor goal list", in_=group)
    alice.opens_home()
    alice.clicks("Details")
    assert "Y" * 3000 in alice.modal.text
    bob.types(f"/mentor goal propose {words}", in_=group)
    alice.types("/mentor goal adopt g1", in_=group)
    assert words in bob.sees(group).text


@pytest.mark.parametrize("door", ["slash", "dm", "mention"])
def test_one_character_more_is_refused_and_all_of_it_given_back(bot, alice, group, goals_of, door):
    words = "".join(chr(97 + n % 26) for n in range(3000)) + "!"
    if door == "slash":
        answer = alice.types(f"/mentor goal add {words}", in_=group).text
    elif door == "dm":
        answer = alice.says(f"goal add {words}").text
    else:
        alice.says(f"@Mentor goal add {words}", in_=group)
        answer = alice.sees(group)[-1].text
    assert "That goal is 1 character too long; 3,000 is the most I can keep." in answer
    assert words in answer.replace("\n", "") and goals_of(alice) == {}


def test_a_very_long_message_is_refused_and_the_answer_is_one_that_slack_takes(bot, alice, group, goals_of):
    assert "characters too long" in alice.says("goal add " + "long words " * 3000).text and goals_of(alice) == {}


def test_a_note_a_line_and_a_name_that_are_too_long_are_refused_at_their_field(bot, alice, group):
    alice.types("/mentor goal add Rest", in_=group)
    assert "That note is 1 character too long" in alice.types(f"/mentor goal update 1 {'n' * 3001}", in_=group).text
    answer = alice.types(f"/mentor goal done 1 {'n' * 501}", in_=group)
    assert "That line is 1 character too long" in answer.text and "n" * 501 in answer.text


def test_the_five_hundred_and_first_goal_is_refused_kindly_and_given_back(bot, alice, group):
    actor = people.actor(bot.deps, alice.id)
    for n in range(MOST_GOALS):
        goals.add(bot.deps, actor, Wording(what=f"goal {n}"))
    answer = alice.types("/mentor goal add One more", in_=group)
    assert "as many as I can keep" in answer.text and "goal add One more" in answer.text
    assert "500 open" in alice.types("/mentor goal list", in_=group).text
    alice.opens_home()
    assert "Page 1 of 50" in alice.home.text


def test_nothing_but_spaces_is_no_goal(bot, alice, group, goals_of):
    alice.types("/mentor goal add", in_=group)
    alice.fills(what=" \n ")
    assert "What would you like to achieve?" in alice.submits().errors["what"] and goals_of(alice) == {}
