"""A small group and short ways to write its threads."""

from datetime import UTC, date, datetime, timedelta

from mentoring.minutes import Due, Line, Minutes, People, Person, Reaction, fold

START = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
GROUP = People((
    Person(id="U1", display="alice", name="Alice Moreau", roles=frozenset({"chairs"})),
    Person(id="U2", display="bob", name="Bob Tanaka"),
    Person(id="U3", display="carol", name="Carol Osei"),
    Person(id="U4", display="sam.k", name="Sam Kim"),
    Person(id="U5", display="sam.r", name="Sam Rossi"),
    Person(id="UB", display="linkbot", name="Link Bot", bot=True),
))


def ts(minutes: float) -> str:
    """Slack's id of a message so many minutes into the meeting."""
    return f"{(START + timedelta(minutes=minutes)).timestamp():.6f}"


def thread(*said: tuple[str, str]) -> list[Line]:
    """A line a minute: who and what."""
    return [Line(ts=ts(minute), author=who, text=text) for minute, (who, text) in enumerate(said)]


def read(*lines: Line, reactions: tuple[Reaction, ...] = (), **more) -> Minutes:
    return fold(lines, reactions, people=GROUP, **more)


def by_friday(text: str, at: datetime, zone: str) -> Due:
    """A reader that knows one phrase."""
    if text.endswith(" by Friday"):
        return Due(text=text.removesuffix(" by Friday"), phrase="by Friday", due=date(2026, 11, 27))
    return Due(text=text)
