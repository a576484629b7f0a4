"""How the house says no: one exception, with a sentence fit to show to the person who asked."""

from __future__ import annotations


class Refused(Exception):
    """A rule said no.

    ``text`` is shown to the person as it stands; ``field`` names the form field it belongs to, when there is one.
    What was typed is never in here: the door that caught the refusal still holds it and gives it back.
    """

    def __init__(self, text: str, *, field: str | None = None):
        super().__init__(text)
        self.text = text
        self.field = field


class NotFound(Refused):
    """It does not exist, or it is not yours: the same words for both, so that nobody can probe (reliability 5.1)."""

    def __init__(self, what: str, listed: str = "goal list"):
        super().__init__(f"I can't find {what} among what you can see. `/mentor {listed}` shows them with their numbers.")
