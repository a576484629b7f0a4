"""A person's whole journal as a file, made when it is sent: nothing of it waits anywhere."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.deps import Deps
from bot.services import reflections
from bot.services.calendar_files import METHOD
from bot.views.days import near_day
from mentoring.people import Actor, Person
from mentoring.reflections import Reflection
from mentoring.refused import Refused
from storage import outbox
from storage import people as people_rows
from storage import reflections as rows
from storage.outbox import Letter

_COMMENT = "Your journal. Only you see this message; delete it when you have saved the file."


def send(deps: Deps, actor: Actor, *, once: str) -> None:
    """Bring the actor's journal to their own direct message. Refused: there is nothing in it."""
    me = actor.person
    with deps.store.write(once) as tx:
        if not rows.count(tx, me.id):
            raise Refused("Your journal is empty.")
        outbox.put(tx, f"journal:{once}", METHOD, now=deps.clock.now(), channel=me.dm or me.user, body={"journal": True, "person": me.id})


def made(deps: Deps, letter: Letter) -> tuple[str, str, str, bytes] | None:
    """Name, title, comment and bytes; None when there is nothing left of it."""
    with deps.store.read() as tx:
        person = people_rows.by_id(tx, letter.body["person"])
        entries = reflections.every(deps, tx, person) if person else []
    if not entries:
        return None
    return "my-journal.md", "My journal", _COMMENT, markdown(entries, person).encode()


def markdown(entries: list[Reflection], person: Person) -> str:
    """The journal, oldest first; what was written stands in it as it was written."""
    zone = ZoneInfo(person.tz or "UTC")
    lines = ["# My journal", ""]
    for mine in entries:
        day = mine.created.astimezone(zone).date()
        lines += [f"## {mine.ref}, {near_day(day, day)}", ""]
        lines += [f"*{mine.words.prompt}*", ""] if mine.words.prompt else []
        lines += [f"Energy: {mine.words.energy}", ""] if mine.words.energy else []
        for title, text in mine.words.pieces:
            lines += ([f"### {title}", ""] if title else []) + [text, ""]
    return "\n".join(lines)
