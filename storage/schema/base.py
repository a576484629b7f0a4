"""What every table is made of: names of constraints, instants, ids."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, Index, Integer, MetaData, String

PERSONAL = {"personal": True}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(sa.types.TypeDecorator):
    """An aware instant in UTC; a naive one is refused. SQLite keeps sortable ISO text, PostgreSQL timestamptz."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect):
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(32))
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        value = value.astimezone(UTC)
        # Four of these in every command: isoformat costs a seventh of strftime.
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z" if dialect.name == "sqlite" else value

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(UTC)


Id = sa.BigInteger().with_variant(Integer, "sqlite")


def one_of(name: str, *values: str) -> CheckConstraint:
    """A CHECK that a column holds one of these words (the words come from our enums, never from users)."""
    return CheckConstraint(f"{name} IN ({', '.join(repr(str(v)) for v in values)})", name=name)


def partial(name: str, *columns, where: sa.ColumnElement[bool], unique: bool = False) -> Index:
    """An index of the rows for which ``where`` holds.

    Tables are made by migrations, never from here, so PostgreSQL's part is only noted: to name it would load that dialect, a tenth
    of a start's CPU.
    """
    return Index(name, *columns, unique=unique, sqlite_where=where, info={"where": where})
