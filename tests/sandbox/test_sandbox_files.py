"""Files: the upload in three steps, the message, the download, the end."""

import urllib.error
import urllib.request

import pytest
from slack_sdk.errors import SlackApiError


def fetch(url, **headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, b""


@pytest.fixture
def shared(client, room):
    return client.files_upload_v2(channel=room.id, content="a,b\n1,2\n", filename="report.csv", title="The report",
                                  initial_comment="Here it is")["file"]


def test_an_uploaded_file_is_a_message_in_the_channel(shared, alice, room):
    assert alice.sees(room).texts == ["Here it is\n(The report)"]
    assert alice.sees(room)[0].message["files"][0]["name"] == "report.csv"


def test_a_file_is_for_the_app_with_its_token_and_for_who_sees_the_channel(box, client, shared, alice, carol):
    hidden = box.channel("hidden", [alice], bot=True, private=True)
    secret = client.files_upload_v2(channel=hidden.id, content="secret", filename="s.txt")["file"]["url_private"]
    assert fetch(secret, Authorization=f"Bearer {box.bot_token}") == (200, b"secret")
    assert fetch(secret)[0] == 403
    assert fetch(f"{secret}?as={alice.id}") == (200, b"secret")
    assert fetch(f"{secret}?as={carol.id}")[0] == 404
    assert fetch(f"{shared['url_private']}?as={carol.id}")[1] == b"a,b\n1,2\n"


def test_slack_knows_where_a_file_is_shared(client, shared, room):
    info = client.files_info(file=shared["id"])["file"]
    assert list(info["shares"]["public"]) == [room.id]
    assert info["mimetype"] == "text/csv"


def test_a_deleted_file_is_gone(box, client, shared, alice, room):
    client.files_delete(file=shared["id"])
    with pytest.raises(SlackApiError, match="file_deleted"):
        client.files_info(file=shared["id"])
    assert fetch(shared["url_private"], Authorization=f"Bearer {box.bot_token}")[0] == 404
    assert alice.sees(room)[0].message["files"] == []


def test_a_file_goes_to_channel_ids_the_bot_is_in(box, client, alice):
    outside = box.channel("outside", [alice])
    for channel, error in ((outside.id, "not_in_channel"), (alice.id, "invalid_channel")):
        with pytest.raises(SlackApiError, match=error):
            client.files_upload_v2(channel=channel, content="x", filename="x.txt")


def test_an_upload_is_as_long_as_was_said_and_not_empty(client):
    made = client.files_getUploadURLExternal(filename="x.txt", length=3)
    request = urllib.request.Request(made["upload_url"], data=b"four")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": made["file_id"], "title": "x"}])
    with pytest.raises(SlackApiError, match="missing_argument"):
        client.files_getUploadURLExternal(filename="x.txt", length=-1)
