"""People in tests: `alice.types("/mentor goal add …")`, `alice.clicks("Make it SMART")`, `alice.fills(what="…")`.

Every act returns a Result. In a strict sandbox an act raises SlackComplains when Slack would have dropped, refused or
not read something the app sent.
"""

from typing import TYPE_CHECKING, Any

from sandbox import control
from sandbox.answers import NotAllowed
from sandbox.blocks import elements_of
from sandbox.inputs import STATE, with_value
from sandbox.places import Place
from sandbox.records import User
from sandbox.results import Result, Screen, SlackComplains
from sandbox.seen import Seen, SeenView, newest_first

if TYPE_CHECKING:
    from sandbox.server import Sandbox


class Person:
    """A member of the workspace who can act and look."""

    def __init__(self, box: "Sandbox", user_id: str) -> None:
        self.box, self.id = box, user_id
        self._at_home = False

    @classmethod
    def named(cls, box: "Sandbox", name: str, **about: Any) -> "Person":
        """The person of this handle, made when there is none."""
        ws = box.workspace
        with ws.lock:
            held = next((each for each in ws.users.values() if each.name == name), None)
            return cls(box, (held or ws.add_user(name=name, **about)).id)

    @property
    def user(self) -> User:
        """The record of this person."""
        return self.box.workspace.users[self.id]

    @property
    def mention(self) -> str:
        """How a message names this person."""
        return f"<@{self.id}>"

    def _do(self, what: str, **about: Any) -> Result:
        result = Result(self, self.box.acts.do(self.id, what, **about))
        if result.problems and self.box.workspace.strict:
            raise SlackComplains("; ".join(result.problems))
        return result

    def _place(self, place: Any) -> str:
        if isinstance(place, Place):
            return place.of(self)
        return place.direct_with(self) if isinstance(place, Person) else str(place)

    def direct_with(self, other: "Person") -> str:
        """The id of the direct message of two people."""
        return self.box.workspace.direct(self.id, other.id).id

    def may_see(self, entry: dict) -> bool:
        """Whether a journal entry is visible to this person."""
        shown = entry["visible_to"]
        if shown == "channel":
            return self.box.workspace.sees(self.id, self.box.workspace.channels[entry["channel"]])
        return self.id in shown

    # talking

    def types(self, text: str, in_: Any = None, *, thread: Any = None) -> Result:
        """Type a slash command in a channel, or in the app's Messages tab when no place is given."""
        self._at_home = False
        return self._do("command", channel=self._place(in_ or self.box.app), text=text, thread=_ts(thread))

    def says(self, text: str, *, to: Any = None, in_: Any = None, thread: Any = None) -> Result:
        """Send a message; `@Name` becomes a mention."""
        self._at_home = False
        return self._do("say", channel=self._place(to or in_ or self.box.app), text=text, thread=_ts(thread))

    def edits(self, message: "Seen", text: str) -> Result:
        """Edit one's own message."""
        return self._do("edit", channel=message.channel, ts=message.ts, text=text)

    def deletes(self, message: "Seen") -> Result:
        """Delete one's own message."""
        return self._do("delete", channel=message.channel, ts=message.ts)

    def reacts(self, message: "Seen", name: str, *, remove: bool = False) -> Result:
        """Put a reaction on a message, or take it off."""
        return self._do("react", channel=message.channel, ts=message.ts, name=name, remove=remove)

    # clicking

    def clicks(self, label: str, *, within: Any = None) -> Result:
        """Click the newest visible button of this label (or action_id), in `within` when that is given."""
        where, block, element = self._find(within, lambda each: each["type"] == "button" and label in (
            each["text"]["text"], each["action_id"], each.get("accessibility_label")), f"button {label!r}")
        return self._click(where, block, element)

    def chooses(self, name: str, value: Any, *, within: Any = None) -> Result:
        """Choose in a select, picker, overflow or checkbox group outside a form's inputs.

        `name` is its action_id, block_id, placeholder or, for an overflow, "overflow".
        """
        where, block, element = self._find(within, lambda each: each["type"] != "button" and name in (
            each["action_id"], each["type"], (each.get("placeholder") or {}).get("text")), f"choice {name!r}", name)
        if element["type"] == "overflow":
            option = next((each for each in element["options"] if value in (each["text"]["text"], each["value"])), None)
            return self._click(where, block, element, selected_option=option)
        state = with_value(element, value)
        return self._click(where, block, element, **{key: each for key, each in state.items() if key != "type"})

    def _click(self, where: Any, block: dict, element: dict, **chosen: Any) -> Result:
        values = where.view["state"]["values"] if isinstance(where, SeenView) else {}
        return self._do("click", source=where.source, action_id=element["action_id"], block_id=block["block_id"],
                        values=values, **chosen)

    def _find(self, within: Any, fits: Any, what: str, block_id: str | None = None) -> tuple:
        for where in [within] if within is not None else self._visible():
            for block in where.blocks:
                for element in elements_of(block):
                    if fits(element) or (block_id and block["block_id"] == block_id):
                        return where, block, element
        raise AssertionError(f"{self.user.name} sees no {what}")

    def _visible(self) -> list:
        """Where this person could click, nearest first: a form hides all else; then the Home, if open; then messages."""
        form, home = self.modal, self.home
        if form:
            return [form]
        rest = newest_first(self.box, self.user)
        return [*([home] if home and self._at_home else []), *rest, *([home] if home else [])]

    # forms

    def fills(self, given: dict | None = None, **values: Any) -> Result | None:
        """Fill the open form's inputs, named by block_id, action_id or label. Nothing is sent but for inputs that
        dispatch their change; then the last such Result is returned."""
        ws, result = self.box.workspace, None
        for name, value in {**(given or {}), **values}.items():
            form = self.modal
            if form is None:
                raise AssertionError(f"{self.user.name} has no form open")
            block, element = _input(form.view, name)
            state = {block["block_id"]: {element["action_id"]: with_value(element, value)}}
            with ws.lock:
                self.box.acts.type_into(ws.views[form.view["id"]], state)
            if block.get("dispatch_action") or block["type"] != "input":
                result = self._click(self.modal, block, element, **{STATE[element["type"]][0]: state[block["block_id"]][
                    element["action_id"]][STATE[element["type"]][0]]})
        return result

    def submits(self) -> Result:
        """Submit the form on top."""
        form = self.modal
        if form is None:
            raise AssertionError(f"{self.user.name} has no form open")
        return self._do("submit", view_id=form.view["id"])

    def closes(self) -> Result:
        """Close the form on top."""
        form = self.modal
        if form is None:
            raise AssertionError(f"{self.user.name} has no form open")
        return self._do("close", view_id=form.view["id"])

    def uses_shortcut(self, callback_id: str, on: "Seen | None" = None) -> Result:
        """Use a global shortcut, or a message shortcut on a message."""
        place = {"channel": on.channel, "ts": on.ts} if on else {}
        return self._do("shortcut", callback_id=callback_id, **place)

    # moving about

    def opens_home(self) -> Result:
        """Open the app's Home tab."""
        self._at_home = True
        return self._do("open_home")

    def opens_messages(self) -> Result:
        """Open the app's Messages tab."""
        self._at_home = False
        return self._do("open_dm")

    def joins(self, place: Any) -> Result:
        """Join a public channel."""
        return self._do("join", channel=self._place(place))

    def leaves(self, place: Any) -> Result:
        """Leave a channel."""
        return self._do("leave", channel=self._place(place))

    def invites(self, whom: Any, *, to: Any) -> Result:
        """Bring a person, or the app (`sandbox.app`), into a channel."""
        wanted = whom.id if isinstance(whom, Person) else self.box.workspace.bot_user
        return self._do("invite", channel=self._place(to), user=wanted)

    def removes(self, whom: Any, *, from_: Any) -> Result:
        """Take a person, or the app, out of a channel."""
        wanted = whom.id if isinstance(whom, Person) else self.box.workspace.bot_user
        return self._do("kick", channel=self._place(from_), user=wanted)

    def changes_zone(self, tz: str) -> None:
        """Move to another IANA zone; the app hears user_change."""
        self.box.workspace.change_user(self.id, tz=tz)
        self.box.delivery.settle()

    # looking

    def sees(self, place: Any, *, thread: Any = None) -> "Screen":
        """What this person sees in a conversation at present, oldest first."""
        channel = self._place(place)
        rows = control.history(self.box.workspace, self.user, channel, _ts(thread))
        return Screen([Seen(self.box, self.user, channel, each) for each in rows])

    def can_see(self, place: Any) -> bool:
        """Whether the conversation exists for this person."""
        try:
            control.history(self.box.workspace, self.user, self._place(place))
        except NotAllowed:
            return False
        return True

    @property
    def home(self) -> "SeenView | None":
        """The app's Home as this person sees it, or None when nothing was published."""
        view = control.home(self.box.workspace, self.user)
        return SeenView(self.box, self.user, view) if view else None

    @property
    def modal(self) -> "SeenView | None":
        """The form on top, or None."""
        stack = control.stack(self.box.workspace, self.user)
        return SeenView(self.box, self.user, stack[-1]) if stack else None

    @property
    def forms(self) -> int:
        """How many forms lie on each other."""
        return len(self.box.workspace.stacks[self.id])


def _ts(thread: Any) -> str | None:
    return getattr(thread, "ts", thread)


def _input(view: dict, name: str) -> tuple[dict, dict]:
    wanted = name.casefold().replace("_", " ").strip()
    for block in view["blocks"]:
        for element in elements_of(block):
            label = (block.get("label") or {}).get("text", "")
            if element["type"] in STATE and (name in (block["block_id"], element["action_id"]) or wanted in (
                    label.casefold(), block["block_id"].casefold(), element["action_id"].rsplit(".", 1)[-1].casefold())):
                return block, element
    labels = [(block.get("label") or {}).get("text", block["block_id"]) for block in view["blocks"]
              if block["type"] == "input"]
    raise AssertionError(f"the form has no input {name!r}; it has {', '.join(labels)}")
