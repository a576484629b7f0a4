"""Trigger ids: given with everything a person does, good for one view within 3 seconds."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sandbox.answers import SlackError

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

TRIGGER_LIFE = timedelta(seconds=3)


class Triggers:
    """The trigger ids that were handed out. Old ones are forgotten after a while."""

    def __init__(self) -> None:
        self._given: dict[str, dict[str, Any]] = {}

    def give(self, ws: "Workspace", user_id: str, *, view_id: str | None = None, channel: str | None = None) -> str:
        """A new trigger id for something a person did, perhaps inside a modal."""
        with ws.lock:
            made = f"{ws.seconds()}.{ws.last_id}.{ws.new_id('X').lower()}"
            self._given[made] = {"user": user_id, "at": ws.now(), "view": view_id, "channel": channel, "used": False}
            while len(self._given) > 5_000:
                del self._given[next(iter(self._given))]
            return made

    def use(self, ws: "Workspace", trigger_id: Any) -> dict[str, Any]:
        """Spend a trigger id. SlackError invalid_, expired_ or exchanged_trigger_id when it cannot be."""
        given = self._given.get(str(trigger_id))
        if given is None:
            raise SlackError("invalid_trigger_id")
        if given["used"]:
            raise SlackError("exchanged_trigger_id")
        if ws.now() - given["at"] > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        given["used"] = True
        return given
