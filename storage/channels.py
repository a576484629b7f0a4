"""Channels that cannot be posted to just now: the bot was taken out of them, or they are archived. No row means open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from storage.once import insert_once
from storage.schema import channels

_HERE = sa.and_(channels.c.workspace == bindparam("workspace"), channels.c.channel == bindparam("of"))


def close(tx: Connection, workspace: str, channel: str, state: str, now: datetime) -> bool:
    """From now on this channel cannot be posted to; ``state`` is ``left`` or ``archived``. False when that was known."""
    if insert_once(tx, channels, workspace=workspace, channel=channel, state=state, since=now):
        return True
    return tx.execute(sa.update(channels).where(_HERE, channels.c.state != bindparam("present")).values(state=bindparam("present")),
                      {"workspace": workspace, "of": channel, "present": state}).rowcount > 0


def open_again(tx: Connection, workspace: str, channel: str) -> bool:
    """It can be posted to again; False when it could all along."""
    return tx.execute(sa.delete(channels).where(_HERE), {"workspace": workspace, "of": channel}).rowcount > 0


def open_people_again(tx: Connection, before: datetime) -> int:
    """Direct-message channels that were refused before this instant are tried again; how many."""
    return tx.execute(sa.delete(channels).where(channels.c.channel.startswith("D"), channels.c.since < before)).rowcount


_CLOSED = sa.select(channels.c.channel, channels.c.state).where(channels.c.workspace == bindparam("workspace"),
                                                               channels.c.channel.in_(bindparam("among", expanding=True)))


def closed(tx: Connection, workspace: str, among: Iterable[str]) -> dict[str, str]:
    """Which of these channels cannot be posted to, each with its state."""
    return dict(tuple(r) for r in tx.execute(_CLOSED, {"workspace": workspace, "among": list(among)}))
