"""Setting a group up: what a group needs before it can begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentoring.people import Actor, Kind
from mentoring.refused import Refused
from mentoring.text import one_line, tidy

LONGEST_NAME = 80
FEWEST, MOST = 4, 12   # the literature's range, roadmap step 2: a hint, never a wall
HARD_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """A group as it was asked for, checked."""

    channel: str
    name: str
    tz: str
    users: tuple[str, ...]


def check_setup(*, actor: Actor, channel: str, name: str, tz: str, users: Sequence[str], zones: frozenset[str]) -> Setup:
    """The checked request, or ``Refused`` at the field that needs another look.

    ``users`` are Slack ids; whoever sets a group up is in it. ``zones`` are the IANA names that exist.
    """
    may_set_up(actor)
    name = one_line(tidy(name, name="name", longest=LONGEST_NAME, field="name"))
    if not name:
        raise Refused("A group needs a name; a few words will do.", field="name")
    if tz not in zones:
        raise Refused("Please choose a time zone from the list.", field="tz")
    everyone = tuple(dict.fromkeys([actor.person.user, *users]))
    if len(everyone) > HARD_MOST:
        raise Refused(f"A group can hold at most {HARD_MOST} people; most peer groups work best with {FEWEST} to {MOST}.",
                      field="users")
    return Setup(channel=channel, name=name, tz=tz, users=everyone)


def may_set_up(actor: Actor) -> None:
    """Raise ``Refused`` when this account cannot found a group."""
    if actor.person.kind is Kind.GUEST:
        raise Refused("Guests can join a group, but a full member of this workspace has to set it up. "
                      "Please ask one of them to type `/mentor setup`.")


def size_hint(count: int) -> str | None:
    """A kind remark when the size is outside what groups in the literature have, else None."""
    if count < FEWEST:
        return (f"{count} {'person is' if count == 1 else 'people are'} in so far. Peer groups usually have {FEWEST} to {MOST}; "
                "add people with `/mentor setup` whenever you like.")
    if count > MOST:
        return f"{count} people is a large group: most have {FEWEST} to {MOST}, so that everybody gets to speak."
    return None
