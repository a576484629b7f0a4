"""What is ours about a person: given to them as a file, and forgotten when they ask for it. (reliability.md 5.4)

To forget is: out of every group, their key destroyed, their rows deleted, their name taken out of what stays, the log cut off.
"""

from __future__ import annotations

import io
import json
import logging
import secrets
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

from bot.deps import Deps
from bot.services import people, reflections
from bot.services.calendar_files import METHOD
from bot.services.standing import DELETE
from mentoring.people import Actor, Kind, Person
from mentoring.refused import Refused
from storage import farewells as rows
from storage import outbox, own_data
from storage import people as people_rows
from storage.outbox import Letter
from storage.store import Tx

log = logging.getLogger(__name__)
TO_THINK = timedelta(days=7)
_COMMENT = "Everything about you. Only you see this message; delete it when you have saved the file."


# ---- export ----------------------------------------------------------------------------------------------------------------

def send(deps: Deps, actor: Actor, *, once: str) -> None:
    """Bring everything about the actor, as a zip of JSON and Markdown, to their own direct message."""
    me = actor.person
    with deps.store.write(once) as tx:
        outbox.put(tx, f"portrait:{once}", METHOD, now=deps.clock.now(), channel=me.dm or me.user, body={"portrait": True, "person": me.id})


def made(deps: Deps, letter: Letter) -> tuple[str, str, str, bytes] | None:
    """Name, title, comment and bytes, from what holds now; None when the person is gone."""
    with deps.store.read() as tx:
        person = people_rows.by_id(tx, letter.body["person"])
        if person is None or person.kind is Kind.GONE:
            return None
        found = portrait(deps, tx, person)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in (("everything.json", as_json(found)), ("everything.md", as_markdown(found))):
            packed.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), text)
    return "everything-about-me.zip", "Everything about me", _COMMENT, data.getvalue()


def portrait(deps: Deps, tx: Tx, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Every row about somebody, with what they sealed opened for them."""
    found = own_data.portrait(tx, person)
    for name in ("reflections", "reflection_drafts"):
        for row in found.get(name, ()):
            words = reflections.opened(deps, person, row.pop("seal"), row.pop("sealed"))
            row |= {"prompt": words.prompt, "text": words.text, "energy": words.energy}
    for row in found.get("needs_answers", ()):
        row |= json.loads(deps.seals.unseal(reflections.owner(person), row.pop("sealed"), f"needs|{row.pop('seal')}"))
    return found


def as_json(found: dict[str, list[dict[str, Any]]]) -> str:
    """For machines: a list of rows for each table."""
    return json.dumps(found, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def as_markdown(found: dict[str, list[dict[str, Any]]]) -> str:
    """For people: the same rows, each as a short list of what is in it."""
    lines = ["# Everything about me", "", "The same as everything.json, to read. Numbers (…_id) only say what belongs together.", ""]
    for name, entries in found.items():
        lines += [f"## {name.replace('_', ' ').capitalize()} ({len(entries)})", ""]
        for row in entries:
            told = {k: v for k, v in row.items() if v not in (None, "", [], {}) and k not in ("id", "version")}
            lines.append("- " + "; ".join(f"{k.replace('_', ' ')}: {_shown(v)}" for k, v in told.items()))
        lines.append("")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=_plain) if isinstance(value, dict | list) else _plain(value)
    return " / ".join(line for line in text.splitlines() if line.strip())


# ---- forgetting --------------------------------------------------------------------------------------------------------------

def pending(deps: Deps, actor: Actor) -> datetime | None:
    """When the actor will be forgotten; None when they have not asked for it."""
    with deps.store.read() as tx:
        return rows.due(tx, actor.person.id)


def ask(deps: Deps, actor: Actor, *, once: str | None = None) -> datetime:
    """In seven days the actor is forgotten, unless they think again; when that is."""
    now = deps.clock.now()
    with deps.store.write(once) as tx:
        rows.ask(tx, actor.person.id, now, now + TO_THINK)
        return rows.due(tx, actor.person.id)


def think_again(deps: Deps, actor: Actor, *, once: str | None = None) -> None:
    """They stay. Refused: they had not asked to be forgotten."""
    with deps.store.write(once) as tx:
        if not rows.withdraw(tx, actor.person.id):
            raise Refused("You have not asked to be forgotten; everything is as it was.")


def now(deps: Deps, actor: Actor) -> None:
    """Forgotten at once."""
    with deps.store.write() as tx:
        rows.ask(tx, actor.person.id, deps.clock.now(), deps.clock.now())
    forget(deps, actor.person)


def keep(deps: Deps) -> None:
    """What the clock has to do: forget those whose time to think is over."""
    with deps.store.read() as tx:
        due = rows.all_due(tx, deps.clock.now())
    for person in due:
        forget(deps, person)


def forget(deps: Deps, person: Person) -> None:
    """Forget somebody. The key goes first: what an interruption leaves behind is unreadable, and the next round takes it away."""
    when = deps.clock.now()
    deps.seals.destroy(reflections.owner(person), now=when)
    with deps.store.write() as tx:
        actor = people_rows.actor(tx, person.workspace, person.user)
        for group in actor.groups if actor else ():
            people.leave(tx, group.id, [person.id], when)
        places = own_data.letters_to(tx, person)
        own_data.forget(tx, person, alias=f"gone-{secrets.token_hex(6)}")
        for channel, ts in places:
            outbox.put(tx, f"forgotten:{secrets.token_hex(8)}", DELETE, now=when, channel=channel, body={"channel": channel, "ts": ts})
    deps.store.cut()
    log.info("somebody asked to be forgotten, and was")


def replay(deps: Deps) -> None:
    """After a start: who was forgotten after the copy was made from which this database was put back is forgotten again."""
    with deps.store.read() as tx:
        everybody = people_rows.known(tx)
    for person in everybody:
        erased = deps.seals.erased(reflections.owner(person))
        if erased and (person.known is None or person.known <= erased):
            forget(deps, person)
