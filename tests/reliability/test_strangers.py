"""Somebody we have never met is acknowledged at once, asked about, and answered."""

from __future__ import annotations

import socket
import threading

import pytest

from bot.slack import SlackError, SlackRefused

ASKED = "/mentor goal add Submit the systematic review"


def whispers(box, person) -> list[str]:
    return [each["message"]["text"] for each in box.workspace.ephemerals if each["user"] == person.id]


def calls(box, name: str) -> int:
    return sum(each["name"] == name for each in box.truth.calls)


def test_a_stranger_is_acknowledged_before_slack_is_asked_and_answered_through_the_response_url(line, bot, box, carol, database_of):
    line.only_acks = True
    answer = carol.types(ASKED)
    assert answer.ack.status == "ok" and not answer.ack.body
    assert calls(box, "users.info") == 0
    bot.later.run()
    assert (calls(box, "users.info"), calls(box, "commands")) == (1, 1)
    assert len(whispers(box, carol)) == 1 and "Written down" in whispers(box, carol)[0]
    assert database_of.run("SELECT tz FROM people WHERE user = ?", carol.id) == [("America/Chicago",)]


def test_the_second_command_is_answered_in_the_acknowledgement(box, bot, carol):
    carol.types(ASKED)
    assert "Written down" in carol.types(ASKED).ack.body["text"]
    assert calls(box, "users.info") == 1


@pytest.mark.parametrize("trouble", [{"status": 429, "retry_after": 5}, {"status": 500}, {"drop": True}, {"cut": True},
                                     {"error": "user_not_found"}, {"error": "token_revoked"}], ids=str)
def test_users_info_failing_does_not_lose_the_answer(box, bot, carol, trouble):
    box.trouble(method="users.info", **trouble)
    carol.types(ASKED)
    assert len(whispers(box, carol)) == 1 and "Written down" in whispers(box, carol)[0]
    box.travel(seconds=60)
    bot.ticks()
    assert "Written down" in (carol.types(ASKED).ack.body or {}).get("text", ""), "the clock has asked again meanwhile"


def test_an_answer_whose_response_url_is_refused_comes_as_a_message_only_they_see(box, bot, carol, room):
    carol.joins(box.channel("common", [carol], bot=True))
    box.trouble(method="response_url", status=404)
    carol.types(ASKED, in_=box.channel("common"))
    assert len(whispers(box, carol)) == 1


def test_an_answer_whose_response_url_broke_off_is_not_said_twice(box, bot, carol):
    common = box.channel("common", [carol], bot=True)
    box.trouble(method="response_url", drop=True)
    carol.types(ASKED, in_=common)
    assert len(whispers(box, carol)) == 1


@pytest.mark.parametrize("about", [{"is_bot": True}, {"deleted": True}])
def test_bots_and_people_who_are_gone_are_acknowledged_and_nothing_is_done(line, box, carol, database_of, about):
    common = box.channel("common", [carol], bot=True)
    line.only_acks = True
    carol.types(ASKED, in_=common)
    carol.says("goal add Something else")
    box.workspace.change_user(carol.id, **about)
    line.only_acks = False
    line.again(*line.heard)
    assert database_of.run("SELECT count(*) FROM goals") == [(0,)]
    assert whispers(box, carol) == []
    assert box.truth.from_app == []
    line.again((line.heard[0][0] | {"trigger_id": "1.1.second"}, *line.heard[0][1:]))
    assert database_of.run("SELECT count(*) FROM goals") == [(0,)]


# ---- response_url ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("url", [
    "https://hooks.slack.com.evil.example/commands/1", "https://evil.example/hooks.slack.com", "https://slack.com@evil.example/",
    "http://hooks.slack.com/commands/1", "file://hooks.slack.com/etc/hostname", "ftp://hooks.slack.com/x", "", "hooks.slack.com", "//x"])
def test_a_response_url_that_is_not_slacks_is_never_called(bot, url):
    with pytest.raises(SlackRefused, match="foreign_host"):
        bot.deps.slack.respond(url, {"text": "secret"})


def test_a_response_url_at_another_port_of_this_machine_is_never_called(line, bot, box, carol):
    common = box.channel("common", [carol], bot=True)
    line.only_acks = True
    carol.types(ASKED, in_=common)
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        url = f"http://127.0.0.1:{other.getsockname()[1]}/hook"
        payload, kind, envelope = line.heard[-1]
        bot.later.waiting.clear()
        line.again((payload | {"response_url": url}, kind, envelope))
        assert whispers(box, carol), "the answer found another way"
        with pytest.raises(BlockingIOError):
            other.accept()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_away_from_slack_is_not_followed(bot, with_slack, status):
    with socket.create_server(("127.0.0.1", 0)) as other, socket.create_server(("127.0.0.1", 0)) as slack:
        other.settimeout(0)
        base = f"http://127.0.0.1:{slack.getsockname()[1]}"
        with_slack(base_url=f"{base}/api/", timeout=1)
        def answer() -> None:
            line, _ = slack.accept()
            with line:
                line.recv(65536)
                line.sendall(f"HTTP/1.1 {status} Elsewhere\r\nLocation: http://127.0.0.1:{other.getsockname()[1]}/\r\n"
                             "Content-Length: 0\r\nConnection: close\r\n\r\n".encode())

        answering = threading.Thread(target=answer)
        answering.start()
        with pytest.raises(SlackError):
            bot.deps.slack.respond(f"{base}/hook/1", {"text": "secret"})
        answering.join()
        with pytest.raises(BlockingIOError):
            other.accept()
