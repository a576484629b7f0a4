"""The flags of days: kept free, or only warned of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.holidays import public, seasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Why a day may be a poor one. ``free``: the group keeps it free; else it is only a warning. ``kind``: ``holiday``, ``season``,
    ``faith`` or ``own``.
    """

    name: str
    free: bool
    kind: str


class Blackout(Protocol):
    """Days that a group names itself; ``action`` is ``free`` or ``warn``, ``last`` is included."""

    @property
    def name(self) -> str: ...
    @property
    def first(self) -> date: ...
    @property
    def last(self) -> date: ...
    @property
    def action(self) -> str: ...


def flags(days: Iterable[date], *, country: str | None, subdiv: str = "", kept: Collection[str] | None = None,
          blackouts: Iterable[Blackout] = ()) -> dict[date, tuple[Flag, ...]]:
    """The flags of those of the days that have any, the ones kept free first.

    ``country`` and ``subdiv`` are ISO 3166 codes ("US", "MA"); without a country there are no public holidays. ``kept``: the names of
    holidays that the group keeps free, as `public.names` gives them; None for the usual ones. Holy days of faiths only ever warn.
    """
    own = tuple(blackouts)
    found = {}
    for day in set(days):
        here = [Flag(name=f"{name} (observed)" if observed else name, kind="holiday",
                     free=public.is_usual(name, country) if kept is None else name in kept)
                for name, observed in public.on(day, country, subdiv)]
        here += [Flag(name=each.name, free=each.action == "free", kind="own") for each in own if each.first <= day <= each.last]
        here += [Flag(name=name, free=False, kind="season") for name in seasons.academic(day, country)]
        here += [Flag(name=name, free=False, kind="faith") for name in seasons.holy(day) if name not in {flag.name for flag in here}]
        if here:
            found[day] = tuple(sorted(here, key=lambda flag: not flag.free))
    return dict(sorted(found.items()))
