"""Channels: whether a group's home can be posted to just now, and what changes when that changes."""

from __future__ import annotations

from bot.deps import Deps
from storage import channels as rows
from storage import groups as group_rows
from storage import people as people_rows


def lost(deps: Deps, channel: str, *, archived: bool = False) -> None:
    """The bot can post here no more: it was taken out, or the channel is archived. The Homes of its group say so."""
    with deps.store.write() as tx:
        if rows.close(tx, deps.workspace.team, channel, "archived" if archived else "left", deps.clock.now()):
            _tell_homes(tx, deps, channel)


def found(deps: Deps, channel: str) -> bool:
    """The bot can post here again; False when it could all along."""
    with deps.store.write() as tx:
        again = rows.open_again(tx, deps.workspace.team, channel)
        if again:
            _tell_homes(tx, deps, channel)
        return again


def _tell_homes(tx, deps: Deps, channel: str) -> None:
    group = group_rows.at(tx, deps.workspace.team, channel)
    if group:
        people_rows.homes_stale_in(tx, group.id)
