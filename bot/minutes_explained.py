"""``mentor explain minutes`` and ``mentor explain action``: what the grammar makes of a meeting or a line, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.dates.action_due import closing_time, due_reader
from mentoring.minutes import Control, Item, Kind, Line, Minutes, ReadDue, fold, marks, plain, promise, read_action
from mentoring.minutes.actions import Action
from mentoring.minutes.people import People, Person
from mentoring.minutes.presence import known_names
from mentoring.minutes.reading import confirmed


def explain_actions(lines: Iterable[str], roster: dict) -> Iterator[dict]:
    """For each JSON line of the form of the corpus: ``is_action``, ``owners``, ``text``, ``due`` and what is unclear. A line that
    cannot be read gives an object with ``error``.
    """
    people = people_of(roster)
    for raw in lines:
        if raw.strip():
            yield _explained_line(raw, people, roster)


def people_of(roster: dict) -> People:
    """The roster's people; whoever is ``chair`` has the role of the chairs."""
    return People(tuple(
        Person(id=str(each["id"]), display=str(each.get("name") or each.get("display") or ""), name=str(each.get("real_name") or ""),
               roles=frozenset({"chairs"}) if each.get("chair") else frozenset(), tz=each.get("tz"))
        for each in roster.get("people", [])))


def _explained_line(raw: str, people: People, roster: dict) -> dict:
    try:
        given = json.loads(raw)
        now = datetime.fromisoformat(given.get("now") or roster["now"])
        zone = given.get("tz") or roster.get("tz") or "UTC"
        ZoneInfo(zone)
        line, speaker = str(given["line"]), str(given.get("speaker") or "")
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as wrong:
        return {"error": f"not a line of the corpus's form ({type(wrong).__name__}: {wrong})"}
    if now.tzinfo is None:
        now = now.replace(tzinfo=ZoneInfo(zone))
    following = roster.get("next_meeting")
    read = due_reader(datetime.fromisoformat(following) if following else None)
    name = {"id": given["id"]} if "id" in given else {}
    return {**name, "line": line, **explained_action(line, speaker, now, zone, people, read)}


def explained_action(line: str, speaker: str, now: datetime, zone: str, people: People, read: ReadDue) -> dict:
    """One line as the corpus writes its answers."""
    text = marked_text(line, people)
    if text is None:
        if not promise(line, author=speaker, people=people):
            return {"is_action": False, "owners": [], "text": "", "due": None}
        if line.rstrip().endswith("?"):
            return {"is_action": False, "owners": [], "text": "", "due": None, "suggest": True}
    action = read_action(line if text is None else text, author=speaker, at=now, zone=zone, people=people, read_due=read)
    return {"is_action": text is not None, **_answer(action, now, zone), **({} if text is not None else {"suggest": True})}


def marked_text(line: str, people: People) -> str | None:
    """What stands behind the first action marker of a line, None when it has none."""
    for mark in marks(line):
        if mark.kind == Kind.ACTION and not mark.empty and (not mark.bare or confirmed(mark, "", people)):
            return mark.text
    return None


def _answer(action: Action, now: datetime, zone: str) -> dict:
    owned, due = action.owned, action.due
    answer = {"owners": [who for who in owned.owners if who], "text": plain(action.text), "due": None}
    if due.due is not None:
        answer |= due_fields(due.due, zone, due.phrase)
    if due.phrase:
        answer["due_text"] = plain(due.phrase)
    optional = {"owner_role": owned.role, "unknown_owner": list(owned.unknown), "owner_ambiguous": list(owned.candidates),
                "helpers": list(action.helpers), "needs_confirmation": due.past or bool(due.choices),
                "due_choices": [value.isoformat() for _, value in due.choices],
                "priority": "high" if "urgent" in action.flags else None}
    return answer | {name: value for name, value in optional.items() if value}


def due_fields(due: date | datetime, zone: str, phrase: str | None = None) -> dict:
    """``due`` as a day, and ``due_time`` where an hour or a part of the day was said, in the zone it was said in."""
    if isinstance(due, datetime):
        there = due.astimezone(ZoneInfo(zone))
        return {"due": there.date().isoformat(), "due_time": f"{there:%H:%M}"}
    closing = closing_time(phrase)
    return {"due": due.isoformat(), **({"due_time": f"{closing:%H:%M}"} if closing else {})}


def explain_minutes(meeting: dict) -> dict:
    """The minutes of a meeting in the form of the corpus: ``people``, ``mentioned``, ``bots``, ``tz`` and ``lines`` of ``who``, ``text``
    and ``at``. A line may also bring Slack's ``ts``, ``edited_ts`` and ``deleted``; then lines may come in any order and several times.
    """
    zone = str(meeting.get("tz") or "UTC")
    following = meeting.get("next_meeting")
    lines = thread_of(meeting)
    minutes = fold(lines, people=people_in(meeting, lines), zone=zone,
                   read_due=due_reader(datetime.fromisoformat(following) if following else None))
    return shown(minutes, zone)


def thread_of(meeting: dict) -> list[Line]:
    """The lines as Slack would bring them. Without a ``ts`` of their own the order of the file is kept, whatever their times say."""
    bots = {str(each) for each in meeting.get("bots", [])}
    ids = {str(each) for each in (*meeting.get("people", []), *meeting.get("mentioned", [])) if not isinstance(each, dict)}
    last = datetime.fromtimestamp(0, UTC)
    out = []
    for each in meeting["lines"]:
        ts = each.get("ts")
        if ts is None:
            at = datetime.fromisoformat(each["at"])
            at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(str(meeting.get("tz") or "UTC")))
            last = max(at.astimezone(UTC), last + timedelta(microseconds=1))
            ts = f"{int(last.timestamp())}.{last.microsecond:06}"
        who = str(each["who"])
        out.append(Line(ts=str(ts), author=who, text=wire(str(each["text"]), ids), edited_ts=each.get("edited_ts"),
                        deleted=bool(each.get("deleted")), bot=who in bots))
    return out


def wire(text: str, ids: set[str]) -> str:
    """Plain text as Slack sends it: ``&``, ``<`` and ``>`` escaped, save in mentions."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"&lt;@([\w.-]+)&gt;", lambda found: f"<@{found[1]}>" if found[1] in ids else found[0], escaped)


def people_in(meeting: dict, lines: list[Line]) -> People:
    """Whoever wrote, was mentioned, or was made known by ``#nick`` and ``#chair``."""
    names = [each if isinstance(each, str) else str(each.get("id")) for each in (*meeting.get("people", []), *meeting.get("mentioned", []))]
    names += [line.author for line in lines if not line.bot]
    names += [name for line in lines for mark in marks(line.text) if mark.signed and mark.kind in (Control.KNOWN, Control.CHAIR)
              for name in known_names(plain(mark.text))]
    full = {str(each["id"]): each for each in meeting.get("people", []) if isinstance(each, dict)}
    bots = {str(each) for each in meeting.get("bots", [])}
    return People(tuple(
        Person(id=name, display=str(full.get(name, {}).get("name") or name), name=str(full.get(name, {}).get("real_name") or ""),
               bot=name in bots, roles=frozenset({"chairs"}) if full.get(name, {}).get("chair") else frozenset())
        for name in dict.fromkeys(names)))


def shown(minutes: Minutes, zone: str) -> dict:
    """Minutes as JSON, texts as people typed them."""
    titles = {item.key: plain(item.said) for item in minutes.items if item.kind in (Kind.TOPIC, Kind.SUBTOPIC)}

    def listed(kind: Kind, *spelled: str, other: bool = False) -> list[dict]:
        return [_item(item, titles) for item in minutes.of(kind) if not spelled or (item.spelled in spelled) != other]
    return {
        "title": plain(minutes.title),
        "topics": [plain(item.said) for item in minutes.of(Kind.TOPIC)],
        "subtopics": [{"under": titles.get(item.topic), "text": plain(item.said)} for item in minutes.of(Kind.SUBTOPIC)],
        "decisions": [{**_item(item, titles), "kind": item.spelled, **_votes(item)} for item in minutes.of(Kind.DECISION)],
        "notes": listed(Kind.NOTE, "link", "help", "halp", other=True),
        "links": listed(Kind.NOTE, "link"),
        "help": listed(Kind.NOTE, "help", "halp"),
        "questions": listed(Kind.QUESTION),
        "ideas": listed(Kind.IDEA),
        "actions": [_action(item, titles, zone) for item in minutes.of(Kind.ACTION)],
        "proposed": [{**_item(item, titles), "kind": item.kind.value} for item in minutes.proposed],
        "attendees": [{"who": plain(each.who or each.name), "lines": each.lines} for each in minutes.attendees],
        "regrets": [plain(who) for who in minutes.regrets],
        "chairs": list(minutes.chairs),
        "scribes": list(minutes.scribes),
        "agenda": [{"text": plain(point.text), "by": point.author} for point in minutes.agenda],
    }


def _item(item: Item, titles: dict) -> dict:
    doubled = {"merged": item.merged} if item.merged > 1 else {}
    return {"text": plain(item.said), "by": item.author, "under": titles.get(item.topic), **doubled}


def _votes(item: Item) -> dict:
    if not item.votes:
        return {}
    return {"votes": {"for": [who for who, vote in item.votes if vote > 0], "against": [who for who, vote in item.votes if vote < 0]}}


def _action(item: Item, titles: dict, zone: str) -> dict:
    role = item.owner_role
    if role == "chairs" and re.match(r"(?:the )?co-?chair", item.said, re.I):
        role = "co-chairs"
    optional = {"owner_role": "group" if role == "everyone" else role, "unknown_owner": [plain(name) for name in item.owner_text],
                "owner_ambiguous": list(item.candidates), "due_text": plain(item.due_text or ""),
                "due_choices": [value.isoformat() for _, value in item.choices],
                "flags": sorted(item.flags - {"no_date", "no_owner"})}
    due = due_fields(item.due, zone, item.due_text) if item.due is not None else {"due": None}
    return {**_item(item, titles), "task": plain(item.text), "owners": list(item.owners), **due,
            **{name: value for name, value in optional.items() if value}}
