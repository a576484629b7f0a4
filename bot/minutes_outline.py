"""Minutes as an outline of plain text: every file format is written from this, so that all of them say the same.

Nothing in an outline is markup: Slack's wire form is read here, control characters and bidirectional overrides are dropped, and
only addresses of web, mail and telephone are links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.views.days import clock, day
from bot.views.minutes import Paper, date_line, name_of
from bot.views.wire import readable, runs
from mentoring.records import Entry, ItemKind, Who
from mentoring.text import one_line, tidy

_ENDLESS = 10_000_000
_URL_SAFE = "!#$&'()*+,/:;=?@[]~%"     # RFC 3986; all else is percent-encoded
_SCHEMES = ("https://", "http://", "mailto:", "tel:")
NO_OWNER = "no owner yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words, and where they lead ("" nowhere)."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An item. ``tail``: owners, day, "added after the meeting"; ``url``: its message; ``depth``: 0, or 1 under the line before."""

    pieces: Sequence[Piece]
    tail: str = ""
    url: str = ""
    depth: int = 0
    strong: bool = False

    @property
    def text(self) -> str:
        """Its words without links and tail."""
        return "".join(p.text for p in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Minutes: a title, facts as (name, words), sections, and the address of the thread ("" unknown)."""

    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    thread: str


def outline(paper: Paper) -> Outline:
    """The outline of a record; every item of it stands in one section, whatever it lacks."""
    record = paper.record
    state = f"approved, version {record.version}" if record.version > 1 else "approved" if record.version else "draft, not approved yet"
    facts = [("When", date_line(record)), ("State", state), ("Led by", _name(record.lead, paper)),
             ("Checked by", _name(record.scribe, paper)),
             ("Present", ", ".join(_name(p.who, paper) for p in record.present) or "nobody was seen"),
             ("Regrets", ", ".join(_name(w, paper) for w in record.regrets))]
    sections = [Section(title=title, lines=[_line(e, paper) for e in record.of(kind)]) for kind, title in (
        (ItemKind.DECISION, "Decisions"), (ItemKind.ACTION, "Action items"), (ItemKind.QUESTION, "Open questions"),
        (ItemKind.IDEA, "Ideas"))]
    sections.append(Section(title="Topics and notes", lines=[_topic(e, paper) for e in record.of(ItemKind.TOPIC, ItemKind.NOTE)]))
    sections.append(Section(title="For next time", lines=[Line(pieces=pieces(t, paper)) for t in record.carried]))
    return Outline(title=clean(f"Minutes of {record.group}, meeting {record.number}"), facts=[(n, clean(v)) for n, v in facts if v],
                   sections=[s for s in sections if s.lines], thread=url(paper.link(record.ts)) if record.ts else "")


def clean(text: str) -> str:
    """One line without control characters, bidirectional overrides and other invisible signs."""
    return one_line(tidy("".join(c for c in one_line(text) if not _is_no_character(ord(c))), longest=_ENDLESS))


def _is_no_character(code: int) -> bool:
    """Code points that no text may hold (Unicode 23.7)."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def pieces(raw: str, paper: Paper) -> list[Piece]:
    """Text in Slack's wire form as words and links; mentions are names."""
    return [Piece(text=_keep(each.get("text") or each.get("url", "")), url=url(each.get("url", "")))
            for each in runs(one_line(raw), paper.names)]


def _keep(text: str) -> str:
    """Like `clean`, with the blanks at its ends."""
    bare = clean(text)
    return " " * text.startswith(" ") + bare + " " * (text.endswith(" ") and bool(bare)) if text.strip() else " " * bool(text)


def url(address: str) -> str:
    """An address that is safe to write into any format, or "" when it is not one of the kinds that are links."""
    address = clean(address)
    return quote(address, safe=_URL_SAFE) if address.lower().startswith(_SCHEMES) else ""


def _name(who: Who | None, paper: Paper) -> str:
    return readable(name_of(who, paper.names)) if who else ""


def tail(entry: Entry, paper: Paper) -> str:
    """Who has it and until when, in words."""
    owners = " and ".join(_name(o, paper) for o in entry.owners)
    parts = [owners or NO_OWNER] if entry.kind is ItemKind.ACTION else [owners] if owners else []
    at = f", {clock(entry.due_time)}" if entry.due_time else ""
    parts += [f"by {day(entry.due)}{at}"] if entry.due else []
    parts += ["added after the meeting"] if entry.after else []
    return clean(", ".join(parts))


def _line(entry: Entry, paper: Paper) -> Line:
    return Line(pieces=pieces(entry.text, paper), tail=tail(entry, paper), url=url(paper.link(entry.ts)) if entry.ts else "")


def _topic(entry: Entry, paper: Paper) -> Line:
    line = _line(entry, paper)
    return Line(pieces=line.pieces, tail=line.tail, url=line.url, depth=1 if entry.topic else 0, strong=entry.kind is ItemKind.TOPIC)
