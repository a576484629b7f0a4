"""Tables of patterns. Compiling a hundred of them takes long, and nobody has typed a date yet when the bot starts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic, TypeVar

Reader = TypeVar("Reader")


class Forms(Generic[Reader]):
    """Patterns in the order they are tried, each with what reads it; compiled all together when they are first used, in any thread."""

    def __init__(self, rows: Iterable[tuple[str, Reader]]) -> None:
        self._rows = tuple(rows)

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Reader]]:
        return iter(self._compiled)

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], Reader], ...]:
        return tuple((re.compile(pattern), reader) for pattern, reader in self._rows)
