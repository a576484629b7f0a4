"""Who is who: a person in a workspace, their memberships, and the actor that every deed is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mentoring.refused import Refused

NOT_AMONG_YOURS = "I can't find that group among yours."


class Kind(StrEnum):
    """What Slack says an account is. ``UNKNOWN`` until Slack has been asked."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    GONE = "gone"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a person is in a group."""

    MEMBER = "member"
    ORGANISER = "organiser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the workspace. ``user`` is Slack's id; ``group_id`` the group they last chose to act in."""

    id: int
    workspace: str
    user: str
    name: str = ""
    tz: str | None = None
    kind: Kind = Kind.UNKNOWN
    dm: str | None = None
    group_id: int | None = None
    home_opened: datetime | None = None
    home_page: int = 0
    known: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A peer-mentorship group; its home is one Slack channel, its plans are made in ``tz``."""

    id: int
    workspace: str
    channel: str
    name: str
    tz: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """One group of a person, and what they are in it."""

    group: Group
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who acts, with the groups they belong to at this moment."""

    person: Person
    belongings: tuple[Belonging, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups the actor is a member of, in the order of their names."""
        return tuple(b.group for b in self.belongings)

    def is_in(self, group_id: int | None) -> bool:
        """Whether the actor is a member of this group now."""
        return any(b.group.id == group_id for b in self.belongings)

    def need(self, group_id: int | None) -> None:
        """Refused: not a member of this group now, in the same words as for a group that is not there."""
        if not self.is_in(group_id):
            raise Refused(NOT_AMONG_YOURS)

    def group(self, said: object) -> Group:
        """The actor's group whose id a button or a form says. Refused as by `need`."""
        for one in self.groups:
            if str(one.id) == str(said):
                return one
        raise Refused(NOT_AMONG_YOURS)

    def organises(self, group_id: int | None) -> bool:
        """Whether the actor is an organiser of this group now."""
        return any(b.group.id == group_id and b.role is Role.ORGANISER for b in self.belongings)
