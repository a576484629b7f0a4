"""What the store says when it cannot do what was asked. Each sentence is fit to show."""

from __future__ import annotations


class Busy(Exception):
    """Too many writers wait already; better to say so at once than to answer too late."""

    def __init__(self, why: str = "Too many people are writing at this moment. Please try again in a few seconds."):
        super().__init__(why)


class AlreadyDone(Exception):
    """The ``once`` key has been used: what it stands for is done, and nothing was done now."""

    def __init__(self, key: str):
        super().__init__("This has been done already.")
        self.key = key


class NotSaved(Exception):
    """The transaction that held this work could not be committed; nothing of it was kept."""

    def __init__(self, why: str = "This could not be saved, and nothing of it was kept. Please try again."):
        super().__init__(why)


class TryAgain(Exception):
    """PostgreSQL gave up this transaction for another one's sake. Repeat the whole use case, at most three times."""

    def __init__(self, why: str = "Somebody else changed the same thing at the same moment. Please try again."):
        super().__init__(why)


class Locked(Exception):
    """Another process has this SQLite file."""


class Refuse(Exception):
    """This database cannot be used as it is; the sentence says why and what to do."""
