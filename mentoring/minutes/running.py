"""What the lines of the thread make happen, one after another: items filed and undone, chairs, the agenda, votes, start and end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mentoring.minutes.items import Control, Item, Kind, Line, Point, moment
from mentoring.minutes.marking import Mark
from mentoring.minutes.people import People
from mentoring.minutes.presence import names_in
from mentoring.minutes.reading import topic_of
from mentoring.patterns import regex

_URL = regex(r"<?https?://\S+$", re.I)
_FOR = frozenset(("+1", "1", "yes", "y", "aye", "yea", "for", "in favor", "in favour"))
_AGAINST = frozenset(("-1", "no", "n", "nay", "against"))


@dataclass
class Running:
    """The meeting while its thread is read. ``meetbot``: it was opened by ``#startmeeting``, so that only its chairs set topics and
    decisions by ``#``, as that bot has it; what others mark is kept as proposed and never lost without a word.
    """

    people: People
    leads: Collection[str]
    meetbot: bool
    items: list[Item] = field(default_factory=list)
    proposed: list[Item] = field(default_factory=list)
    undone: set[str] = field(default_factory=set)
    chairs: dict[str, None] = field(default_factory=dict)
    scribes: dict[str, None] = field(default_factory=dict)
    points: list[tuple[Point, bool]] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    current: int = 0
    title: str = ""
    started: datetime | None = None
    ended: datetime | None = None
    motion: tuple[Line, str] | None = None
    votes: dict[str, int] = field(default_factory=dict)

    def file(self, item: Item, *, signed: bool) -> None:
        """An item that was marked; joined with whom it is to be done with, in MeetBot's way."""
        if self.meetbot and signed and item.kind in (Kind.TOPIC, Kind.DECISION) and not self._chairs(item.author):
            self.proposed.append(replace(item, flags=item.flags | {"not_chair"}))
            return
        if self.meetbot and item.kind == Kind.ACTION and item.helpers and re.match(r"works? (?:together )?with\b", item.text, re.I):
            item = replace(item, owners=item.owners + item.helpers, helpers=())
        self.items.append(item)

    def _chairs(self, who: str) -> bool:
        return who in self.chairs or who in self.leads

    def told(self, mark: Mark, line: Line) -> None:
        """A line about the meeting itself."""
        match mark.kind:
            case Control.START:
                self.started = self.started or moment(line.ts)
                self.ended = None
                self.title = self.title or mark.text
                if mark.spelled == "startmeeting":
                    self.chairs.setdefault(line.author)
            case Control.END:
                self.ended = moment(line.ts)
            case Control.UNDO:
                self._undo(line, whole=mark.signed and self.meetbot)
            case Control.CHAIR | Control.UNCHAIR | Control.SCRIBE:
                self._named(mark, line)
            case Control.TITLE:
                self.title = mark.text or self.title
            case Control.AGENDA if mark.text and not _URL.match(mark.text):
                self.points.append((Point(key=f"{line.ts}.{mark.nth}", author=line.author, text=mark.text), mark.spelled.endswith("+")))
            case Control.TAKE_UP:
                self._take_up(mark, line)
            case Control.MOTION | Control.VOTE | Control.CLOSE:
                self._voted(mark, line)

    def _undo(self, line: Line, *, whole: bool) -> None:
        """Takes out the newest item of whoever asks; MeetBot's chair takes out the newest of all."""
        anyone = whole and self._chairs(line.author)
        for item in reversed(self.items):
            if item.key not in self.undone and not item.key.startswith("r:") and (anyone or item.author == line.author):
                self.undone.add(item.key)
                return

    def _named(self, mark: Mark, line: Line) -> None:
        book = self.scribes if mark.kind == Control.SCRIBE else self.chairs
        said = mark.text.removeprefix("-")
        names = names_in(said, line.author, self.people, spaced=True) if said or mark.kind == Control.SCRIBE else []
        for who, name in names:
            if mark.kind == Control.UNCHAIR or mark.spelled.endswith("-"):
                book.pop(who or name, None)
            else:
                book.setdefault(who or name)

    def _take_up(self, mark: Mark, line: Line) -> None:
        """``zakim, take up item 2`` opens that point of ``agenda+`` as a topic."""
        plus = [(at, point) for at, (point, counted) in enumerate(self.points) if counted]
        which = int(mark.text) if mark.text.isdigit() else self.current + 1
        if 0 < which <= len(plus):
            at, point = plus[which - 1]
            self.current = which
            self.taken.add(at)
            self.items.append(topic_of(line, mark, point.text))

    def waiting(self) -> Iterator[Point]:
        """The points that were asked for and not taken up."""
        return (point for at, (point, _) in enumerate(self.points) if at not in self.taken)

    def _voted(self, mark: Mark, line: Line) -> None:
        """One person has one vote, the last they gave; nought is none."""
        if mark.kind == Control.MOTION:
            self.motion, self.votes = (line, mark.text) if mark.text else None, {}
        elif mark.kind == Control.VOTE and self.motion:
            said = mark.text.lower().strip(" .!")
            self.votes[line.author] = 1 if said in _FOR else -1 if said in _AGAINST else 0
        elif self.motion:
            opened, text = self.motion
            total = sum(self.votes.values())
            self.motion = None
            self.file(Item(key=f"{line.ts}.{mark.nth}", kind=Kind.DECISION, text=text, said=text, ts=line.ts, author=opened.author,
                           at=moment(line.ts), spelled="accepted" if total > 0 else "rejected" if total < 0 else "undecided",
                           votes=tuple(sorted(self.votes.items())), marked_by=line.author), signed=False)
