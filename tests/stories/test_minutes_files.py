"""Minutes as files: whoever may read them gets them in a direct message, made from what holds when they are sent."""

from __future__ import annotations

import base64
import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pypdf import PdfReader

from storage import groups as group_rows
from storage import people as people_rows


@pytest.fixture
def held(bot, box, alice, bob, group):
    """A meeting that is over, with its draft; gives its message."""
    alice.types("/mentor meeting start", in_=group)
    settle(bot, box)
    top = next(m for m in alice.sees(group) if "I'm here" in m.buttons)
    for person, words in ((alice, "topic: Protected time"), (bob, "decision: half a day, <!channel> &amp; *more*"),
                          (bob, "action: Bob to draft the letter by 4 December"), (alice, "action: =cmd() to run")):
        person.says(words, in_=group, thread=top)
    alice.clicks("End", within=top)
    settle(bot, box)
    return top


def settle(bot, box):
    box.clock.advance(timedelta(seconds=5))
    bot.ticks()


@pytest.fixture
def files(bot, box):
    """The files in somebody's direct messages from the bot: (name, bytes), oldest first."""
    def read(person):
        bot.ticks()
        direct = [c.id for c in box.workspace.channels.values() if c.kind == "im" and person.id in c.members]
        kept = [f for c in direct for m in box.workspace.messages[c].values() for f in m.get("files") or ()]
        return [(f["name"], base64.b64decode(box.workspace.files[f["id"]].content)) for f in kept]
    return read


@pytest.mark.parametrize(("button", "ending"), [("PDF", "pdf"), ("HTML", "html"), ("Markdown", "md")])
def test_the_buttons_bring_a_file_in_a_direct_message(bot, bob, group, held, files, button, ending):
    choice = bob.types("/mentor minutes export", in_=group)
    assert choice.buttons == ["PDF", "HTML", "Markdown", "All action items as CSV", "All minutes as one page"]
    assert f"Meeting 1 as {button} is coming to you" in choice.clicks(button).text
    [(name, data)] = files(bob)
    assert name == f"peer-mentors-minutes-1-draft.{ending}"
    words = PdfReader(io.BytesIO(data)).pages[0].extract_text() if ending == "pdf" else data.decode()
    assert "Protected time" in words and "draft the letter" in words and "Bob Lindqvist" in words and "draft, not approved yet" in words


def test_a_form_and_a_number_can_be_typed_and_what_cannot_be_read_is_said(bot, bob, group, held, files):
    assert "is coming to you" in bob.types("/mentor minutes export #1 markdown", in_=group).text
    assert [name for name, _ in files(bob)] == ["peer-mentors-minutes-1-draft.md"]
    assert "takes a number and a form" in bob.types("/mentor minutes export as a poem", in_=group).text
    assert "no minutes of meeting 9" in bob.types("/mentor minutes export 9 pdf", in_=group).text


def test_approved_minutes_and_their_post_offer_the_file(bot, box, alice, bob, group, held, files):
    alice.clicks("Looks right", within=next(m for m in alice.sees(group, thread=held) if "Draft minutes" in m.text))
    settle(bot, box)
    post = next(m for m in bob.sees(group) if "Whole minutes" in m.buttons)
    thread = next(m for m in bob.sees(group, thread=held) if "Correct an item" in m.buttons)
    assert "As a file" in post.buttons and "As a file" in thread.buttons
    bob.clicks("As a file", within=post).clicks("HTML")
    [(name, data)] = files(bob)
    assert name == "peer-mentors-minutes-1-version-1.html" and b"no owner yet" in data
    assert b"half a day, &lt;!channel&gt; &amp;amp; *more*" in data


def test_action_items_come_as_a_table_in_which_nothing_is_a_formula(bot, bob, group, held, files):
    bob.types("/mentor minutes export csv", in_=group)
    bob.types("/mentor action done 1", in_=group)
    [(name, data)] = files(bob)
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert name == "peer-mentors-action-items.csv" and [r["number"] for r in rows] == ["1", "2"]
    assert rows[0]["owners"] == "Bob Lindqvist" and rows[0]["due"] == "2026-12-04" and rows[0]["meeting"] == "1"
    assert "/archives/" in rows[0]["link"] and not rows[1]["action item"].startswith("=")


def test_a_repeated_click_brings_one_file(bot, box, bob, group, held, files):
    choice = bob.types("/mentor minutes export", in_=group)
    box.trouble(duplicate_next=1)
    choice.clicks("Markdown")
    assert len(files(bob)) == 1


def test_a_failure_on_the_way_loses_no_file(bot, box, bob, group, held, files):
    box.trouble(method="files.getUploadURLExternal", status=503)
    bob.types("/mentor minutes export 1 md", in_=group)
    for _ in range(8):
        box.clock.advance(timedelta(seconds=30))
        bot.ticks()
    assert [name for name, _ in files(bob)] == ["peer-mentors-minutes-1-draft.md"]


def test_nobody_else_gets_it_not_even_with_a_button_that_was_tampered_with(bot, box, bob, carol, erin, group, held, found, forge, files):
    writers = found("writers", erin, carol)
    carol.types("/mentor minutes export csv", in_=writers)
    assert len(files(carol)) == 1
    erin.types("/mentor meeting start", in_=writers)
    settle(bot, box)
    carol.types("/mentor minutes export", in_=writers).clicks("PDF")
    before = len(files(carol))
    for value in ("pdf|1", "exe|2", "pdf|x", "", "actions.csv|1", "history.csv|1", "pdf"):
        def change(payload, value=value):
            payload["actions"][0]["value"] = value
        forge("block_actions", change)
    assert len(files(carol)) == before


def test_who_has_left_the_group_gets_no_file_that_was_on_its_way(bot, box, alice, bob, group, held, files):
    box.trouble(method="files.getUploadURLExternal", status=503)
    bob.types("/mentor minutes export 1 md", in_=group)
    with bot.store.write() as tx:
        whose = people_rows.by_user(tx, bot.deps.workspace.team, bob.id)
        people_rows.leave(tx, group_rows.at(tx, bot.deps.workspace.team, group.id).id, [whose.id], bot.deps.clock.now())
    for _ in range(8):
        box.clock.advance(timedelta(seconds=30))
        bot.ticks()
    assert files(bob) == []


def test_all_approved_minutes_are_one_page_that_can_be_mailed_to_whoever_has_left_slack(bot, box, alice, bob, group, held, files):
    alice.clicks("Looks right", within=next(m for m in reversed(alice.sees(group, thread=held)) if "Draft minutes" in m.text))
    alice.types("/mentor meeting start", in_=group)
    settle(bot, box)
    bob.types("/mentor minutes export all", in_=group)
    [(name, data)] = files(bob)
    assert name == "peer-mentors-all-minutes.html" and data.decode().count("<h1") == 1, "what is not approved is not in it"
    assert "half a day, &lt;!channel&gt;" in data.decode() and "*more*" in data.decode()


def test_the_minutes_open_as_a_letter_in_ones_own_mail_program(bot, bob, group, held):
    bob.types("/mentor minutes export", in_=group)
    shown = bob.sees(group)[-1]
    link = next(e["url"] for b in shown.blocks for s in b.get("elements", ()) for e in s.get("elements", ()) if e.get("type") == "link")
    parts = urlsplit(link)
    said = parse_qs(parts.query)
    assert parts.scheme == "mailto" and said["subject"] == ["Minutes of Peer mentors, meeting 1"]
    assert "- draft the letter — Bob Lindqvist" in said["body"][0] and "*more*" in said["body"][0] and len(link) <= 3000
