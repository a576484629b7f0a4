"""Minutes, action items and the running list as files, brought to the one who asks in a direct message by a letter of the outbox.

The letter's body names a meeting or a group; the file is made when it is sent, from what holds then (`bot.services.uploads`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote
from zoneinfo import ZoneInfo

from bot import csv_rows
from bot.deps import Deps
from bot.minutes_html import archive, html
from bot.minutes_markdown import markdown
from bot.minutes_outline import NO_OWNER, clean, outline
from bot.minutes_pdf import pdf
from bot.services import history, minutes, sittings
from bot.services.calendar_files import METHOD
from bot.views.minutes import Paper
from mentoring.action_items import ActionItem
from mentoring.meetings import Meeting
from mentoring.people import Actor, Group
from mentoring.refused import Refused
from mentoring.sittings import State
from mentoring.words import fold
from storage import action_items, outbox
from storage import groups as group_rows
from storage import meetings as meeting_rows
from storage import people as people_rows
from storage import sittings as rows
from storage.outbox import Letter
from storage.store import Tx

_OF_A_MEETING: dict[str, Callable[[Paper], bytes]] = {
    "pdf": lambda paper: pdf(outline(paper)),
    "html": lambda paper: html(outline(paper)).encode(),
    "md": lambda paper: markdown(outline(paper)).encode(),
}
_OF_A_GROUP = ("actions.csv", "history.csv", "history.md", "minutes.html")
FORMS = (*_OF_A_MEETING, *_OF_A_GROUP)
_ACTION_NAMES = ("number", "action item", "owners", "due", "state", "settled", "meeting", "link")

_LONGEST_LINK = 2_900     # of a link in a message, and what mail programs take
_COMMENT = "What you asked for. Whoever has this file can read it: please share it only with your group."
File = tuple[str, str, str, bytes]


def send_minutes(deps: Deps, actor: Actor, meeting_id: int, form: str, *, once: str) -> Meeting:
    """Bring the minutes of a meeting of one of the actor's groups as ``pdf``, ``html`` or ``md``. Refused: none of theirs, another form."""
    if form not in _OF_A_MEETING:
        raise Refused("I make minutes as PDF, HTML or Markdown.")
    with deps.store.write(once) as tx:
        meeting, group, _ = sittings.theirs(tx, actor, meeting_id)
        _put(tx, deps, actor, group, {"file": form, "meeting": meeting.id}, once)
        return meeting


def send_list(deps: Deps, actor: Actor, group: Group, form: str, *, once: str) -> None:
    """Bring a group's action items (``actions.csv``) or its running list (``history.csv``, ``history.md``) to one of its members."""
    if not actor.is_in(group.id) or form not in _OF_A_GROUP:
        raise Refused("I can't find that list among those of your groups.")
    with deps.store.write(once) as tx:
        _put(tx, deps, actor, group, {"file": form}, once)


def _put(tx: Tx, deps: Deps, actor: Actor, group: Group, body: dict, once: str) -> None:
    outbox.put(tx, f"file:{once}", METHOD, now=deps.clock.now(), channel=actor.person.dm or actor.person.user,
               body=body | {"group": group.id, "person": actor.person.id})


def made(deps: Deps, letter: Letter) -> File | None:
    """Name, title, comment and bytes from what holds now; None when it is gone, or not for this person any more."""
    body = letter.body or {}
    with deps.store.read() as tx:
        group = group_rows.by_id(tx, body["group"])
        if group is None or not any(p.id == body.get("person") for p, _ in people_rows.members_of(tx, group.id)):
            return None
        if body["file"] in _OF_A_GROUP:
            return _list(tx, deps, group, body["file"])
        meeting, sitting = meeting_rows.by_id(tx, body["meeting"]), rows.of_meeting(tx, body["meeting"])
        if meeting is None or sitting is None or meeting.group_id != group.id:
            return None
        paper = minutes.paper_of(tx, deps, meeting, group, sitting)
    version = f"version-{paper.record.version}" if paper.record.version else "draft"
    return (f"{_slug(group)}-minutes-{meeting.number}-{version}.{body['file']}", f"Minutes of meeting {meeting.number}",
            _COMMENT, _OF_A_MEETING[body["file"]](paper))


def _list(tx: Tx, deps: Deps, group: Group, form: str) -> File:
    if form == "actions.csv":
        return f"{_slug(group)}-action-items.csv", "Action items", _COMMENT, _actions(tx, deps, group)
    if form == "minutes.html":
        return f"{_slug(group)}-all-minutes.html", "All minutes", _COMMENT, _archive(tx, deps, group)
    listed = history.listed(tx, deps, group)
    data = history.as_csv(listed) if form == "history.csv" else history.as_markdown(group, listed).encode()
    return f"{_slug(group)}-history.{form.rpartition('.')[2]}", "Meetings and their topics", _COMMENT, data


def _archive(tx: Tx, deps: Deps, group: Group) -> bytes:
    """What was approved, newest first, as one page: for whoever has left Slack, too (features 10.6)."""
    papers = [minutes.paper_of(tx, deps, meeting, group, sitting) for sitting in rows.of_group(tx, group.id, 5000)
              if sitting.state is State.APPROVED and (meeting := meeting_rows.by_id(tx, sitting.meeting_id))]
    return archive(clean(f"Minutes of {group.name}"), [outline(paper) for paper in papers]).encode()


def mail(deps: Deps, actor: Actor, meeting_id: int) -> str:
    """The minutes as a letter that the reader's own mail program opens: a ``mailto:`` address with subject and text."""
    made = outline(minutes.show(deps, actor, meeting_id).paper)
    lines = [made.title, "", *(f"{name}: {words}" for name, words in made.facts)]
    for section in made.sections:
        lines += ["", section.title, *(f"- {''.join(p.text for p in line.pieces)}{f' — {line.tail}' if line.tail else ''}"
                                       for line in section.lines)]
    text = "\n".join(lines)
    while len(address := f"mailto:?subject={quote(made.title)}&body={quote(text)}") > _LONGEST_LINK:
        text = f"{text[:len(text) * 4 // 5].rstrip()} …"
    return address


def _actions(tx: Tx, deps: Deps, group: Group) -> bytes:
    held = {s.meeting_id: s for s in rows.of_group(tx, group.id, 5000)}
    numbers = {m: meeting.number for m in held if (meeting := meeting_rows.by_id(tx, m))}
    return csv_rows.table(_ACTION_NAMES, [_row(item, group, deps, numbers, held) for item in action_items.of_group(tx, group.id)])


def _row(item: ActionItem, group: Group, deps: Deps, numbers: dict, held: dict) -> tuple:
    owners = "; ".join(clean(o.name or o.user) for o in item.owners) or NO_OWNER
    due = f"{item.due} {item.due_time}" if item.due and item.due_time else item.due
    settled = item.settled.astimezone(ZoneInfo(group.tz)).date() if item.settled else None
    sitting = held.get(item.meeting_id)
    link = deps.workspace.permalink(item.channel, item.ts, sitting.ts if sitting else None) if item.channel and item.ts else ""
    return item.number, clean(item.text), owners, due, item.state.value, settled, numbers.get(item.meeting_id), link


def _slug(group: Group) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", fold(group.name)))[:40] or "group"
