"""Minutes as people read them in Slack: the draft in the thread, the post in the channel, and what stands so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.views.blocks import Message, actions, button, context, escape, header, moment, option, plain, rich, run
from bot.views.days import clock, near_day
from bot.views.wire import readable, runs
from mentoring.people import Group
from mentoring.records import Entry, ItemKind, Record, Who
from mentoring.text import clip, one_line

MOST_LINES = 20      # of one section in a message; the file has all of them
MOST_MENUS = 30      # items that can be changed from one message
LONGEST_LINE = 500
AS_FILE = "minutes_files.choose"     # value: the meeting


class Ids(StrEnum):
    """Everything about minutes that can be clicked or submitted."""

    SHOW = "minutes.show"               # value: the meeting
    RIGHT = "minutes.right"
    APPROVE = "minutes.approve"
    CHANGE = "minutes.change"
    CHANGE_FORM = "minutes.change_form"
    SETTLE = "minutes.settle"           # value: the meeting
    CHECK = "minutes.check"             # I'll check them
    ITEM = "minutes.item"               # an item's menu; value: deed|meeting|key
    EDIT_FORM = "minutes.edit_form"
    TAKE_IN = "minutes.take_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A record with what is needed to show it: names by Slack id, where a message stands, and the day it is for the group."""

    record: Record
    meeting_id: int
    names: Mapping[str, str]
    link: Callable[[str], str]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version that was approved: when, by whom ("": by silence), and what it changed."""

    version: int
    at: datetime
    by: str = ""
    why: str = ""


MOST_VERSIONS = 10
SIGNS = {ItemKind.TOPIC: "📑", ItemKind.NOTE: "📌", ItemKind.DECISION: "✅", ItemKind.ACTION: "👉", ItemKind.QUESTION: "❓",
         ItemKind.IDEA: "💡"}
_SECTIONS = ((ItemKind.DECISION, "Decisions"), (ItemKind.ACTION, "Action items"), (ItemKind.QUESTION, "Open questions"),
             (ItemKind.IDEA, "Ideas"))


def name_of(one: Who, names: Mapping[str, str]) -> str:
    """How a person is called in minutes."""
    return (names.get(one.user) if one.user else None) or one.name or one.user or "somebody"


def date_line(record: Record) -> str:
    """``Tuesday 1 December 2026, 7:30 AM – 8:31 AM``: when it was, in the group's zone."""
    zone = ZoneInfo(record.tz)
    begins = record.starts.astimezone(zone)
    first, last = clock(f"{begins:%H:%M}"), clock(f"{record.ends.astimezone(zone):%H:%M}") if record.ends else ""
    ends = f" – {last}" if last not in ("", first) else ""
    return f"{begins:%A} {begins.day} {begins:%B %Y}, {first}{ends}"


def line(paper: Paper, entry: Entry, *, sign: bool = False) -> list[dict]:
    """One item as runs: what it says, who has it and until when, and the way to its message."""
    front = [run(f"{SIGNS[entry.kind]} ")] if sign else []
    return [*front, *runs(clip(one_line(entry.text), LONGEST_LINE), paper.names), *_owner_and_date(paper, entry), *_added(entry),
            *_link(paper, entry)]


def _owner_and_date(paper: Paper, entry: Entry) -> list[dict]:
    if entry.kind is not ItemKind.ACTION:
        return []
    owners = ", ".join(name_of(o, paper.names) for o in entry.owners) or "nobody yet"
    return [run(" — "), run(owners, bold=True), *([run(f", by {due_words(entry, paper.today)}")] if entry.due else [])]


def due_words(entry: Entry, today: date) -> str:
    """``Friday 27 November``, with a time where one was said."""
    return near_day(entry.due, today) + (f", {clock(entry.due_time)}" if entry.due_time else "")


def _added(entry: Entry) -> list[dict]:
    return [run(" (added after the meeting)", italic=True)] if entry.after else []


def _link(paper: Paper, entry: Entry) -> list[dict]:
    url = paper.link(entry.ts) if entry.ts else ""
    return [run(" "), {"type": "link", "url": url, "text": "↗\ufe0e"}] if url else []


def plain_line(paper: Paper, entry: Entry) -> str:
    """One item as plain words."""
    owner = "".join(r.get("text", "") for r in _owner_and_date(paper, entry))
    return readable(one_line(entry.text), paper.names) + owner


def present(paper: Paper) -> list[dict]:
    """Who was there, and who sent regrets; nobody is ranked."""
    record = paper.record
    there = ", ".join(name_of(p.who, paper.names) for p in record.present)
    sorry = ", ".join(name_of(w, paper.names) for w in record.regrets)
    return [run("Present: ", bold=True), run(there or "nobody was seen"), *([run(f" · regrets: {sorry}")] if sorry else [])]


def body(paper: Paper, *, whole: bool) -> list[dict]:
    """The blocks of minutes: decisions, actions, questions, ideas; ``whole`` with the topics and their notes."""
    record, blocks = paper.record, []
    for kind, title in _SECTIONS:
        if whole or kind in (ItemKind.DECISION, ItemKind.ACTION):
            entries = record.of(kind)
            by_owner = not whole and kind is ItemKind.ACTION
            blocks += _section(paper, title, sorted(entries, key=_first_owner) if by_owner else entries)
    if whole:
        blocks += _topics(paper)
    if not record.of(ItemKind.DECISION, ItemKind.ACTION) and not whole:
        blocks.append(rich([run("No decision and no action item was marked.")]))
    return [*blocks, rich(present(paper))]


def _first_owner(entry: Entry) -> tuple[bool, str]:
    """For the post: what one person has stands together, what nobody has at the end."""
    return not entry.owners, (entry.owners[0].name or entry.owners[0].user or "") if entry.owners else ""


def _section(paper: Paper, title: str, entries: Sequence[Entry]) -> list[dict]:
    if not entries:
        return []
    lines = [[run("• "), *line(paper, e)] for e in entries[:MOST_LINES]]
    more = [[run(f"… and {len(entries) - MOST_LINES} more", italic=True)]] * (len(entries) > MOST_LINES)
    return [rich([run(title, bold=True)], *lines, *more)]


def _topics(paper: Paper) -> list[dict]:
    lines = []
    for entry in paper.record.of(ItemKind.TOPIC, ItemKind.NOTE):
        topic = entry.kind is ItemKind.TOPIC
        front = run("    " * bool(entry.topic) + "📑 ") if topic else run("    • " if entry.topic else "• ")
        lines.append([front, *runs(clip(one_line(entry.text), LONGEST_LINE), paper.names, **({"bold": True} if topic else {})),
                      *_added(entry), *_link(paper, entry)])
    more = [[run(f"… and {len(lines) - 2 * MOST_LINES} more", italic=True)]] * (len(lines) > 2 * MOST_LINES)
    return [rich([run("Topics and notes", bold=True)], *lines[:2 * MOST_LINES], *more)] if lines else []


# ---- the draft -------------------------------------------------------------------------------------------------------

def draft(paper: Paper, *, checker: str | None, right: int, wishes: Sequence[tuple[str, str]], until: str,
          approved: bool = False) -> Message:
    """The draft in the thread. ``right``: how many said so; ``wishes``: (who, what) asked for a change; ``until``: then it counts."""
    value = str(paper.meeting_id)
    if approved:
        return _minuted(paper)
    turn = f"{checker} has the two-minute check today. " if checker else ""
    agreed = f"{right} say it looks right. " if right > 1 else "One says it looks right. " if right else ""
    rule = "A change was asked for: it waits for an organiser." if wishes else f"Without an objection it is approved on {until}."
    blocks = [header(f"Draft minutes: meeting {paper.record.number}"), *body(paper, whole=True),
              *[rich([run(f"{by} asks: ", bold=True), run(clip(one_line(text), 500))]) for by, text in wishes[:5]],
              context(f"{escape(turn)}{agreed}{rule}"),
              actions(button("Looks right", Ids.RIGHT, value, style="primary"), button("Suggest a change", Ids.CHANGE, value),
                      button("Add missing", "sittings.add", value), button("Change items", Ids.SHOW, value),
                      button("I'll check", Ids.CHECK, value, label="I take over the two-minute check"), block_id=f"draft-{value}")]
    if wishes:
        blocks.append(actions(button("The changes are settled", Ids.SETTLE, value), block_id=f"wishes-{value}"))
    return Message(text=f"Draft minutes of meeting {paper.record.number} of {escape(paper.record.group)}: please look for two minutes.",
                   blocks=blocks)


def _minuted(paper: Paper) -> Message:
    """The draft once it is approved: the whole minutes in the thread."""
    record, value = paper.record, str(paper.meeting_id)
    version = f", version {record.version}" if record.version > 1 else ""
    return Message(text=f"Minutes of meeting {record.number} of {escape(record.group)}, approved.",
                   blocks=[header(f"Minutes: meeting {record.number}"), rich([run(f"Approved{version}.", italic=True)]),
                           *body(paper, whole=True),
                           actions(button("Correct an item", Ids.SHOW, value), button("As a file", AS_FILE, value),
                                   block_id=f"minuted-{value}")])


def approved(paper: Paper, *, changed: str = "") -> Message:
    """The one compact post in the channel; ``changed`` says what a later version corrected."""
    record, value = paper.record, str(paper.meeting_id)
    version = f" (version {record.version}: {changed})" if record.version > 1 else ""
    carried = [rich([run("For next time: ", bold=True), run("; ".join(clip(readable(one_line(t)), 100) for t in record.carried[:6]))])]
    return Message(
        text=f"Minutes of meeting {record.number} of {escape(record.group)}.",
        blocks=[header(f"Minutes: meeting {record.number}"), rich([run(date_line(record) + version)]),
                *([rich([run("Topics: ", bold=True), run(clip(readable(record.title), 500))])] if record.title else []),
                *body(paper, whole=False), *(carried if record.carried else []),
                actions(button("Whole minutes", Ids.SHOW, value), button("As a file", AS_FILE, value), block_id=f"minutes-{value}")])


def shown(paper: Paper, *, may_change: bool, group: Group, page: int = 1, state: str = "", versions: Sequence[Kept] = ()) -> Message:
    """The minutes as they stand, seen by one person, with a menu on each item for those who may change it. ``versions``: their history."""
    record, value = paper.record, str(paper.meeting_id)
    menus = record.entries[(page - 1) * MOST_MENUS:page * MOST_MENUS]
    blocks = [header(f"{'Minutes' if record.version else 'Minutes so far'}: meeting {record.number}"),
              rich([run(date_line(record))], [run(state, italic=True)])]
    if may_change and menus:
        blocks += [_with_menu(paper, e) for e in menus] + [rich(present(paper))]
    else:
        blocks += body(paper, whole=True) if record.entries else [
            rich([run("Nothing is marked yet. Start a line in the thread with "), run("decision:", code=True), run(" or "),
                  run("action: @name …", code=True), run(", and it stands here.")]), rich(present(paper))]
    if len(versions) > 1:
        blocks.append(rich([run("Versions", bold=True)], *[_kept(v) for v in versions[-MOST_VERSIONS:]]))
    pages = -(-len(record.entries) // MOST_MENUS)
    turn = [button("More items", f"{Ids.SHOW}.next", f"{value}|{page + 1}")] if may_change and page < pages else []
    foot = [button("Add item", "sittings.add", value), *turn]
    return Message(text=f"Minutes of meeting {record.number} of {escape(group.name)}",
                   blocks=[*blocks[:48], actions(*foot, block_id=f"shown-{value}")])


def _kept(kept: Kept) -> list[dict]:
    by = f"approved by {kept.by}" if kept.by else "approved, nobody objected"
    return [run(f"{kept.version}. "), moment(kept.at, "{date_short_pretty}"), run(f"  {clip(one_line(kept.why), 200) or by}"),
            run(f" ({kept.by})" if kept.why and kept.by else "")]


def _with_menu(paper: Paper, entry: Entry) -> dict:
    words = f"{SIGNS[entry.kind]} {clip(plain_line(paper, entry), 600)}"
    value = f"{paper.meeting_id}|{entry.key}"
    options = [option("Edit", f"edit|{value}"), option("Remove", f"remove|{value}")]
    return {"type": "section", "text": plain(words), "accessory": {"type": "overflow", "action_id": Ids.ITEM.value, "options": options}}


def removed(paper: Paper, entry: Entry) -> Message:
    """An item was taken out; one click brings it back, for seven days."""
    value = f"restore|{paper.meeting_id}|{entry.key}"
    return Message(text="Taken out of the minutes.",
                   blocks=[rich([run("Taken out: "), *runs(clip(one_line(entry.text), LONGEST_LINE), paper.names, strike=True)]),
                           actions(button("Put it back", f"{Ids.ITEM}.back", value),
                                   button("Minutes so far", Ids.SHOW, str(paper.meeting_id)), block_id="removed")])


def listing(group: Group, rows: Sequence[tuple[int, Record | None, str]]) -> Message:
    """A group's meetings with minutes, newest first: (meeting id, its record, state)."""
    lines = [[run(f"{r.number}. ", bold=True), run(date_line(r)), run(f" · {clip(readable(r.title), 80)}" if r.title else ""),
              run(f" · {state}")] for _, r, state in rows if r]
    pick = [actions(*[button(f"Meeting {r.number}", f"{Ids.SHOW}.{i}", str(m)) for i, (m, r, _) in enumerate(rows[:5]) if r],
                    block_id="minutes-list")]
    return Message(text=f"Minutes of {escape(group.name)}", blocks=[header("Minutes"), rich(*lines[:30]), *pick])

