"""What came of a person's act, and what they see on their screen."""

from typing import TYPE_CHECKING, Any

from sandbox.acts import Outcome
from sandbox.seen import Seen, SeenView

if TYPE_CHECKING:
    from sandbox.people import Person


class SlackComplains(AssertionError):
    """The app sent something that Slack refuses, ignores or does not understand."""


class Result:
    """What came of an act, as the acting person sees it."""

    def __init__(self, person: "Person", outcome: Outcome) -> None:
        self.person, self.outcome = person, outcome
        self.ack, self.error, self.errors, self.problems = (
            outcome.ack, outcome.error, outcome.errors, outcome.problems,
        )
        box = person.box
        self.messages = [Seen(box, person.user, each["channel"], each["message"]) for each in outcome.messages
                         if each["what"] != "deleted" and person.may_see(each)]
        self.everything = outcome.messages
        self.views = [SeenView(box, person.user, each) for each in outcome.views]

    @property
    def texts(self) -> list[str]:
        """The new messages this person sees, rendered."""
        return [each.text for each in self.messages]

    @property
    def text(self) -> str:
        """All new messages this person sees, and the form that opened, rendered."""
        return "\n".join([*self.texts, *(each.text for each in self.views)])

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons in the new messages and views."""
        return [label for each in (*self.messages, *self.views) for label in each.buttons]

    def clicks(self, label: str, **about: Any) -> "Result":
        """Click a button, preferably one of this result's."""
        for each in reversed([*self.messages, *self.views]):
            if label in each.buttons and "within" not in about:
                return self.person.clicks(label, within=each, **about)
        return self.person.clicks(label, **about)

    def fills(self, *positional: Any, **values: Any) -> "Result":
        """Fill the open form; the same as the person's fills."""
        self.person.fills(*positional, **values)
        return self

    def submits(self) -> "Result":
        """Submit the open form."""
        return self.person.submits()


class Screen(list):
    """A conversation as somebody sees it: a list of Seen messages, with their text together."""

    @property
    def text(self) -> str:
        """All messages, rendered."""
        return "\n".join(each.text for each in self)

    @property
    def texts(self) -> list[str]:
        """Each message, rendered."""
        return [each.text for each in self]

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons."""
        return [label for each in self for label in each.buttons]
