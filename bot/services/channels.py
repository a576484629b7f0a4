"""Channels: whether a group's home can be posted to just now, and what changes when that changes."""

from __future__ import annotations

from bot.deps import Deps
from bot.views import channels as views
from bot.views.blocks import Message
from mentoring.people import Group
from storage import channels as rows
from storage import deliveries, outbox
from storage import groups as group_rows
from storage import people as people_rows
from storage.store import Tx


def lost(deps: Deps, channel: str, *, archived: bool = False) -> None:
    """The bot can post here no more: it was taken out, or the channel is archived. The Homes of its group say so."""
    with deps.store.write() as tx:
        if rows.close(tx, deps.workspace.team, channel, "archived" if archived else "left", deps.clock.now()):
            _tell_homes(tx, deps, channel)
            if group := group_rows.at(tx, deps.workspace.team, channel):
                _tell_organisers(tx, deps, group, channel, views.paused(group, archived=archived))


def closed(deps: Deps, channel: str | None, signal: str) -> bool:
    """Slack refused a message to this channel. True: it is a group's home, so its messages wait and its organisers know."""
    with deps.store.read() as tx:
        home = channel and group_rows.at(tx, deps.workspace.team, channel)
    if home:
        lost(deps, channel, archived=signal == "is_archived")
    return bool(home)


def unreachable(deps: Deps, person_id: int, channel: str | None, signal: str) -> None:
    """A direct message was refused: none is tried for a week, and the organisers of the person's groups hear of it once."""
    with deps.store.write() as tx:
        person = people_rows.by_id(tx, person_id)
        if not channel or not rows.close(tx, deps.workspace.team, channel, "left", deps.clock.now()):
            return
        for group in people_rows.actor(tx, person.workspace, person.user).groups:
            _tell_organisers(tx, deps, group, channel, views.unreachable(group, person.user), about=person_id)


def _tell_organisers(tx: Tx, deps: Deps, group: Group, channel: str, message: Message, *, about: int = 0) -> None:
    now = deps.clock.now()
    for organiser in people_rows.organisers_of(tx, group.id):
        if organiser.id != about:
            outbox.put(tx, f"closed:{group.id}:{channel}:{now:%Y%m%dT%H%M%S}:{organiser.id}", "chat.postMessage", now=now,
                       channel=organiser.dm, person_id=organiser.id, body=message.body())


def found(deps: Deps, channel: str) -> bool:
    """The bot can post here again; False when it could all along."""
    with deps.store.write() as tx:
        again = rows.open_again(tx, deps.workspace.team, channel)
        if again:
            deliveries.resume(tx, channel, deps.clock.now())
            _tell_homes(tx, deps, channel)
        return again


def _tell_homes(tx, deps: Deps, channel: str) -> None:
    group = group_rows.at(tx, deps.workspace.team, channel)
    if group:
        people_rows.homes_stale_in(tx, group.id)
