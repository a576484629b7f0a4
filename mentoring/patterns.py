"""Regular expressions that are compiled when they are first used: four hundred of them are no part of a start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

Reader = TypeVar("Reader")
_every: list[_Later] = []


def regex(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What ``re.compile`` gives, but compiled at its first use or by `warm`. For what stands in a module, made once."""
    made: Any = _Later(expression, flags)
    _every.append(made)
    return made


def regexes(rows: Iterable[tuple[str, Reader]]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Expressions in the order in which they are tried, each with what reads it."""
    return tuple((regex(expression), reader) for expression, reader in rows)


def warm() -> None:
    """Compile them all, so that nobody's first line waits for it. Safe in any thread, and twice."""
    for each in _every:
        each.compiled   # noqa: B018


class _Later:
    def __init__(self, expression: str, flags: int):
        self.pattern, self.flags = expression, flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:
        """The first use of each method; it stands in the object from then on."""
        if name.startswith("__"):
            raise AttributeError(name)
        found = self.__dict__[name] = getattr(self.compiled, name)
        return found
