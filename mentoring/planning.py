"""A plan of meetings before it is confirmed: the rhythm, and what is decided about single dates. Nothing here knows a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mentoring.meetings import HORIZON_MONTHS, LONGEST, SHORTEST, Meeting
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.text import one_line, tidy

FURTHEST_MONTHS = 18            # dates.md 4.5: the planning horizon of a single date
CLOSE = timedelta(days=6)       # two meetings nearer than this crowd each other (dates.md 9)
MOST = 150                      # meetings in one plan: every weekday of six months
EARLY, LATE = time(6), time(21)
LONGEST_PLACE, LONGEST_LINK, LONGEST_NOTE, LONGEST_REASON = 300, 500, 1000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a meeting stands: a day and a wall time."""

    day: date
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Why a day may be a poor one. ``free``: the group keeps it free; else it is only a warning."""

    name: str
    free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A rhythm that somebody is looking at. ``rrule`` from ``first`` on, or ``dates``; wall time ``time`` in ``tz``.

    ``rolls``: meetings are added so that six months are always ahead, else they end on ``until``. ``moved``, ``skipped`` and ``kept``
    say what was decided about single dates of the rhythm. ``replaces`` is the rhythm that holds now, ``drops`` whether its meetings
    that are not in this plan are called off.
    """

    group_id: int
    phrase: str
    first: date
    time: str
    tz: str
    minutes: int
    rrule: str | None = None
    dates: tuple[date, ...] = ()
    until: date | None = None
    ends: date | None = None    # the end that was said, kept while ``rolls`` puts it aside
    place: str = ""
    link: str = ""
    notes: tuple[str, ...] = ()
    without: frozenset[date] = frozenset()
    skips_holidays: bool = False
    moved: Mapping[date, Spot] = field(default_factory=dict)
    skipped: frozenset[date] = frozenset()
    kept: frozenset[date] = frozenset()
    replaces: int | None = None
    drops: bool = True

    @property
    def rolls(self) -> bool:
        """Whether it goes on by itself."""
        return self.rrule is not None and self.until is None

    def body(self) -> dict[str, Any]:
        """As JSON."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values |= {name: value.isoformat() for name, value in values.items() if isinstance(value, date)}
        values |= {"dates": [d.isoformat() for d in self.dates], "notes": list(self.notes)}
        values |= {name: sorted(d.isoformat() for d in values[name]) for name in ("without", "skipped", "kept")}
        values["moved"] = {day.isoformat(): [spot.day.isoformat(), spot.time] for day, spot in self.moved.items()}
        return values


def plan_of(body: Mapping[str, Any]) -> Plan:
    """The plan that ``body`` was made from."""
    values = {f.name: body[f.name] for f in fields(Plan)}
    values |= {name: date.fromisoformat(values[name]) if values[name] else None for name in ("first", "until", "ends")}
    values |= {"dates": _days(values["dates"]), "notes": tuple(values["notes"])}
    values |= {name: frozenset(_days(values[name])) for name in ("without", "skipped", "kept")}
    values["moved"] = {date.fromisoformat(day): Spot(day=date.fromisoformat(to), time=at) for day, (to, at) in values["moved"].items()}
    return Plan(**values)


def _days(texts: Iterable[str]) -> tuple[date, ...]:
    return tuple(date.fromisoformat(text) for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One date of a plan as the preview shows it.

    ``flags`` are those of where it stands now; ``suggested`` is a better day, when a flag of the kind that is kept free stands open;
    ``there`` the number of a meeting that stands there already; ``why`` the reason a date is left out or moved for.
    """

    nominal: date
    day: date
    time: str
    skipped: bool = False
    decided: bool = False
    flags: tuple[Flag, ...] = ()
    suggested: date | None = None
    there: int | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a day that the group keeps free waits for a decision."""
        return not self.skipped and not self.decided and any(f.free for f in self.flags)

    @property
    def is_moved(self) -> bool:
        """Whether it stands elsewhere than its rhythm says."""
        return self.day != self.nominal


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What a plan means for members in another zone: their Slack ids, and each local time with the days it holds on, most days first."""

    tz: str
    users: tuple[str, ...]
    times: tuple[tuple[str, tuple[date, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A plan as its planner sees it. ``words``: the rhythm in plain English; ``missing`` and ``troubles``: sentences about days that are
    not there and times that are none; ``changes``: the first day after a clock change, and when that was. ``stays`` and ``goes``:
    meetings that are announced already, in the plan or not.
    """

    plan: Plan
    group: Group
    words: str
    slots: tuple[Slot, ...]
    through: date
    today: date
    missing: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    changes: Mapping[date, date] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
    stays: tuple[Meeting, ...] = ()
    goes: tuple[Meeting, ...] = ()

    @property
    def standing(self) -> tuple[Slot, ...]:
        """The dates on which there will be a meeting, by time."""
        return tuple(sorted((s for s in self.slots if not s.skipped), key=lambda s: (s.day, s.time)))

    @property
    def undecided(self) -> tuple[Slot, ...]:
        """The dates that fall on a day which the group keeps free."""
        return tuple(s for s in self.slots if s.is_open)


def slots(plan: Plan, days: Sequence[date], flags: Mapping[date, tuple[Flag, ...]], there: Mapping[Spot, int]) -> tuple[Slot, ...]:
    """The dates of a plan in the order of their rhythm. ``flags`` by day, also of the days around; ``there``: numbers by spot."""
    standing = {plan.moved[d].day if d in plan.moved else d for d in days if not _left_out(plan, d, flags)}
    return tuple(_slot(plan, nominal, flags, standing, there) for nominal in days)


def _left_out(plan: Plan, day: date, flags: Mapping[date, tuple[Flag, ...]]) -> bool:
    if day in plan.kept or day in plan.moved:
        return False
    return day in plan.skipped or day in plan.without or (plan.skips_holidays and any(f.free for f in flags.get(day, ())))


def _slot(plan: Plan, nominal: date, flags: Mapping[date, tuple[Flag, ...]], standing: Collection[date],
          there: Mapping[Spot, int]) -> Slot:
    spot = plan.moved.get(nominal, Spot(day=nominal, time=plan.time))
    slot = Slot(nominal=nominal, day=spot.day, time=spot.time, flags=flags.get(spot.day, ()), there=there.get(spot),
                why=", ".join(f.name for f in flags.get(nominal, ()) if f.free),
                skipped=_left_out(plan, nominal, flags), decided=nominal in plan.kept or nominal in plan.moved)
    return replace(slot, suggested=suggest(nominal, standing, flags)) if slot.is_open else slot


def suggest(day: date, standing: Collection[date], flags: Mapping[date, tuple[Flag, ...]]) -> date | None:
    """Where a meeting could go instead: the same weekday a week later, else a week earlier, else nowhere.

    A day will do that the group does not keep free and that is not within six days of another meeting. (dates.md 9)
    """
    others = [other for other in standing if other != day]
    for better in (day + timedelta(days=7), day - timedelta(days=7)):
        if not any(f.free for f in flags.get(better, ())) and all(abs(better - other) > CLOSE for other in others):
            return better
    return None


def decide(plan: Plan, nominal: date, *, move: Spot | None = None, skip: bool = False, keep: bool = False) -> Plan:
    """The plan with one of its dates moved, left out or kept; with none of these, as the rhythm has it."""
    moved = {day: spot for day, spot in plan.moved.items() if day != nominal} | ({nominal: move} if move else {})
    return replace(plan, moved=moved, skipped=(plan.skipped - {nominal}) | ({nominal} if skip else frozenset()),
                   kept=(plan.kept - {nominal}) | ({nominal} if keep else frozenset()))


def months_on(day: date, months: int = HORIZON_MONTHS) -> date:
    """The same day some months later; the last of its month when there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


# ---- checks ------------------------------------------------------------------------------------------------------

def check_minutes(minutes: int) -> int:
    """A length in minutes, or Refused."""
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused("A meeting lasts between 5 minutes and 12 hours.", field="minutes")
    return minutes


def check_place(text: str) -> str:
    """A place as it is kept: one line."""
    return one_line(tidy(text, name="place", longest=LONGEST_PLACE, field="place"))


def check_note(text: str) -> str:
    """A note for one meeting, which the calendar files carry too."""
    return tidy(text, name="note", longest=LONGEST_NOTE, field="note")


def check_reason(text: str) -> str:
    """Why a meeting is called off or moved: one line."""
    return one_line(tidy(text, name="reason", longest=LONGEST_REASON, field="reason"))


def check_link(text: str) -> str:
    """A web address as it is kept, or "". Slack's own marks around it are taken off."""
    link = one_line(tidy(text, name="link", longest=LONGEST_LINK, field="link")).strip("<>")
    if link and (not link.lower().startswith(("https://", "http://")) or " " in link or len(link) < 11):
        raise Refused("A link begins with https://, for example https://example.zoom.us/j/123.", field="link")
    return link


def check_spot(spot: Spot, tz: str, *, now: datetime) -> None:
    """Refused when a meeting cannot stand there: it is past, or further away than anybody plans."""
    here = now.astimezone(ZoneInfo(tz))
    if datetime.combine(spot.day, time.fromisoformat(spot.time), tzinfo=ZoneInfo(tz)) <= here:
        raise Refused("That time has passed already. Which day ahead shall it be?", field="day")
    if spot.day > months_on(here.date(), FURTHEST_MONTHS):
        raise Refused("That is more than eighteen months away. Please choose a nearer day.", field="day")


def odd(spot: Spot) -> str:
    """What is unusual about a time, in a few words, or ""."""
    if spot.day.weekday() >= 5:
        return f"a {spot.day:%A}"
    return "very early" if time.fromisoformat(spot.time) < EARLY else "late in the evening" if time.fromisoformat(spot.time) >= LATE else ""
