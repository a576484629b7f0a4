"""Flags of days: names people say, observed days, what only warns, and what a group enters itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from bot.holidays import countries, country_of, flags, names, subdivisions, usual


@dataclass(frozen=True)
class Own:
    name: str
    first: date
    last: date
    action: str


def flagged(day: date, country: str | None = "US", **about) -> list[tuple[str, bool]]:
    return [(flag.name, flag.free) for flag in flags([day], country=country, **about).get(day, ())]


@pytest.mark.parametrize(("day", "name"), [
    (date(2026, 11, 26), "Thanksgiving Day"), (date(2026, 11, 27), "Friday after Thanksgiving"), (date(2026, 12, 24), "Christmas Eve"),
    (date(2026, 12, 25), "Christmas Day"), (date(2027, 1, 1), "New Year's Day"), (date(2027, 1, 18), "MLK Day"),
    (date(2027, 5, 31), "Memorial Day"), (date(2027, 6, 18), "Juneteenth (observed)"), (date(2027, 7, 5), "July 4th (observed)"),
    (date(2027, 9, 6), "Labor Day"), (date(2027, 12, 31), "New Year's Day (observed)")])
def test_a_day_that_hospitals_close_is_kept_free_under_the_name_people_say(day, name):
    assert (name, True) in flagged(day)


@pytest.mark.parametrize(("day", "name"), [
    (date(2027, 2, 15), "Presidents' Day"),
    (date(2027, 10, 11), "Columbus / Indigenous Peoples' Day"), (date(2027, 11, 11), "Veterans Day"),
    (date(2026, 12, 31), "New Year's Eve"), (date(2027, 3, 15), "Match Week"), (date(2027, 3, 19), "Match Day"),
    (date(2026, 11, 24), "Thanksgiving week"), (date(2027, 7, 1), "new residents start"),
    (date(2027, 7, 14), "new residents' first two weeks"),
    (date(2026, 12, 22), "the turn of the year, thin attendance"), (date(2027, 4, 21), "Passover begins in the evening"),
    (date(2027, 10, 11), "Yom Kippur"), (date(2027, 3, 10), "Eid al-Fitr"), (date(2027, 10, 29), "Diwali")])
def test_other_days_only_warn(day, name):
    assert (name, False) in flagged(day)


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2027, 1, 5), date(2027, 2, 2), date(2027, 4, 6), date(2027, 5, 4)])
def test_first_tuesdays_of_the_half_year_meet_nothing(day):
    assert flagged(day) == []


def test_a_thursday_plan_meets_thanksgiving_and_both_eves():
    thursdays = [date(2026, 11, 26) + timedelta(weeks=n) for n in range(6)]
    found = flags(thursdays, country="US")
    assert {day: each[0].name for day, each in found.items()} == {
        date(2026, 11, 26): "Thanksgiving Day", date(2026, 12, 24): "Christmas Eve", date(2026, 12, 31): "New Year's Eve"}


def test_what_the_group_ticks_decides_what_is_kept_free():
    assert ("Veterans Day", True) in flagged(date(2027, 11, 11), kept=["Veterans Day"])
    assert ("Thanksgiving Day", False) in flagged(date(2026, 11, 26), kept=["Veterans Day"])
    assert ("Juneteenth (observed)", True) in flagged(date(2027, 6, 18), kept=["Juneteenth"])


def test_a_state_has_its_own_days_that_warn():
    assert ("Patriots' Day", False) in flagged(date(2027, 4, 19), subdiv="MA")
    assert flagged(date(2027, 4, 19)) == []


def test_a_group_s_own_days_are_flagged_from_the_first_to_the_last():
    own = (Own("Interview season", date(2027, 1, 11), date(2027, 1, 15), "warn"),
           Own("Retreat", date(2027, 1, 13), date(2027, 1, 13), "free"))
    assert flagged(date(2027, 1, 10), blackouts=own) == flagged(date(2027, 1, 16), blackouts=own) == []
    assert flagged(date(2027, 1, 11), blackouts=own) == flagged(date(2027, 1, 15), blackouts=own) == [("Interview season", False)]
    assert flagged(date(2027, 1, 13), blackouts=own) == [("Retreat", True), ("Interview season", False)]


@pytest.mark.parametrize(("country", "day", "name"), [
    ("GB", date(2027, 12, 28), "Boxing Day (observed)"), ("IN", date(2027, 1, 26), "Republic Day"), ("DE", date(2027, 5, 1), "Labor Day"),
    ("BR", date(2027, 9, 7), "Independence Day"), ("CA", date(2027, 7, 1), "Canada Day")])
def test_other_countries_keep_their_public_holidays_and_know_no_match_week(country, day, name):
    assert (name, True) in flagged(day, country)
    assert flagged(date(2027, 3, 16), country) == []


@pytest.mark.parametrize("country", [None, "ZZ"])
def test_without_a_country_there_are_no_public_holidays(country):
    assert flagged(date(2027, 9, 6), country) == []
    assert names("US", "XX", 2027) == ()


@pytest.mark.parametrize(("tz", "country"), [
    ("America/New_York", "US"), ("US/Eastern", "US"), ("America/Toronto", "CA"), ("Europe/London", "GB"), ("Asia/Kolkata", "IN"),
    ("Asia/Calcutta", "IN"), ("Europe/Berlin", "DE"), ("America/Sao_Paulo", "BR"), ("UTC", None), ("Etc/GMT+5", None)])
def test_the_country_is_that_of_the_zone(tz, country):
    assert country_of(tz) == country


def test_what_may_be_ticked_is_listed_once_and_in_order_and_holds_all_that_is_usual():
    listed = names("US", "", 2027)
    assert listed[0] == "New Year's Day" and listed[-1] == "New Year's Eve" and len(set(listed)) == len(listed)
    assert set(usual("US", "", 2027)) < set(listed) and "Veterans Day" not in usual("US", "", 2027)
    assert "Boxing Day" in usual("GB", "", 2027) and "Christmas Eve" not in usual("GB", "", 2027) and usual(None, "", 2027) == ()


def test_countries_are_offered_by_name_with_their_parts():
    assert ("IN", "India") in countries() and len(countries()) > 200
    assert "MA" in subdivisions("US") and "SCT" in subdivisions("GB") and subdivisions("ZZ") == ()
