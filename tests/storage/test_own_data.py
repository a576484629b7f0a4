"""No table can be forgotten: each that holds something about people says what is exported of it and what goes with its person."""

from __future__ import annotations

from storage import own_data
from storage.schema import metadata, people

NOBODYS = {"channels", "seen", "key_marks"}   # ids of places and of deeds; nothing about anybody


def test_every_table_is_exported_or_says_why_not():
    for table in metadata.sorted_tables:
        mine = table is people or own_data.own(table) or own_data.authored(table) or "user" in table.columns or own_data.hangs_on(table)
        assert mine or table.name in {*own_data.NOT_EXPORTED, *own_data.GROUPS, *NOBODYS} or not names_people(table), table.name


def names_people(table) -> bool:
    return any(c.info.get("personal") for c in table.columns)


def test_every_personal_column_is_somebodys_own_or_the_groups_and_says_why():
    for table in metadata.sorted_tables:
        personal = [c.name for c in table.columns if c.info.get("personal")]
        if not personal or table is people:
            continue
        known = own_data.own(table) or own_data.authored(table) or table.name in own_data.GROUPS
        assert known, f"{table.name}: say whose {personal} are (a column to people, or a line in storage/own_data.py)"


def test_own_rows_with_words_go_or_their_words_do():
    for table in metadata.sorted_tables:
        personal = {c.name for c in table.columns if c.info.get("personal")}
        if personal and own_data.own(table) and table.name in own_data.KEPT:
            cleared = set(own_data.CLEARED.get(table.name, ()))
            assert personal <= cleared or table.name == "goal_progress", f"{table.name} is kept with {personal - cleared}"


def test_what_is_said_of_tables_is_said_of_tables_that_there_are():
    for named in (own_data.KEPT, own_data.CLEARED, own_data.ONLY, own_data.GROUPS, own_data.NOT_EXPORTED):
        assert set(named) <= set(metadata.tables)
    assert set(own_data.KEPT) <= {t.name for t in metadata.sorted_tables if own_data.own(t)}
    assert not NOBODYS & {t.name for t in metadata.sorted_tables if own_data.own(t) or own_data.authored(t)}
