"""Where one talks."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.server import Sandbox


class Place:
    """Where one talks: a channel, or the app's Messages tab (which is another conversation for everyone)."""

    def __init__(self, box: "Sandbox", channel_id: str | None) -> None:
        self._box, self._id = box, channel_id

    @property
    def id(self) -> str:
        """The channel's id. ValueError for the app's Messages tab, which needs a person."""
        if self._id is None:
            raise ValueError("the app's Messages tab is another conversation for everyone: use of(person)")
        return self._id

    def of(self, person: "Person") -> str:
        """The conversation's id for this person."""
        ws = self._box.workspace
        return self._id or ws.direct(ws.bot_user, person.id).id

    def __str__(self) -> str:
        return self.id


class Channels(Place):
    """A channel by name."""

    @classmethod
    def named(cls, box: "Sandbox", name: str, members: Iterable["Person"], *, bot: bool = False,
              private: bool = False, **about: Any) -> "Channels":
        """The channel of this name with these people, made when there is none. Nobody is told of it."""
        ws = box.workspace
        with ws.lock:
            ids = [each.id for each in members] + ([ws.bot_user] if bot else [])
            held = next((each for each in ws.channels.values() if each.name == name), None)
            if held is None:
                held = ws.add_channel(name=name, kind="private" if private else "channel", members=ids, **about)
            elif set(ids) - set(held.members):
                ws.change_channel(held.id, members=tuple(dict.fromkeys((*held.members, *ids))))
            return cls(box, held.id)
