"""What nothing off the shelf notices in a calendar file (dates.md 6): its bytes, its meaning, its history."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

LINE = re.compile(r"[A-Za-z0-9-]+(;[A-Za-z0-9-]+=(\"[^\"]*\"|[^\";:,]*)(,(\"[^\"]*\"|[^\";:,]*))*)*:.*", re.DOTALL)


def unfolded(data: bytes) -> list[str]:
    """The content lines."""
    return data.decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def wrong_bytes(data: bytes) -> list[str]:
    """What RFC 5545, section 3.1, does not allow."""
    wrong = []
    if data.startswith(b"\xef\xbb\xbf"):
        wrong.append("BOM")
    if not data.endswith(b"END:VCALENDAR\r\n"):
        wrong.append("end")
    bare = data.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare:
        wrong.append("bare line break")
    for line in data.split(b"\r\n"):
        if len(line) > 75:
            wrong.append(f"long line: {line[:20]!r}")
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(f"split character: {line[:20]!r}")
    if any(each.startswith("split") for each in wrong):
        return wrong
    open_parts = []
    for line in unfolded(data):
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line):
            wrong.append(f"control character: {line[:20]!r}")
        if not LINE.fullmatch(line):
            wrong.append(f"no content line: {line[:20]!r}")
        if line.startswith("BEGIN:"):
            open_parts.append(line[6:])
        elif line.startswith("END:") and (not open_parts or open_parts.pop() != line[4:]):
            wrong.append(f"nesting: {line}")
    return wrong + [f"never ended: {each}" for each in open_parts]


def wrong_meaning(data: bytes) -> list[str]:
    """What icalendar reads without a word and calendars stumble over."""
    read = Calendar.from_ical(data)
    wrong = [f"{part.name}: {error}" for part in read.walk() for error in part.errors]
    wrong += [f"no {name}" for name in ("PRODID", "VERSION") if name not in read]
    wrong += [f"no VTIMEZONE for {each}" for each in read.get_missing_tzids()]
    used = set(re.findall(r"TZID=([^:;]+):", "\n".join(unfolded(data))))
    wrong += [f"VTIMEZONE for nothing: {z['TZID']}" for z in read.walk("VTIMEZONE") if str(z["TZID"]) not in used]
    if "REFRESH-INTERVAL" in read and read["REFRESH-INTERVAL"].params.get("VALUE") != "DURATION":
        wrong.append("REFRESH-INTERVAL is no DURATION")
    for zone in read.walk("VTIMEZONE"):
        wrong += [f"RDATE in {zone['TZID']}" for part in zone.subcomponents if "RDATE" in part]
    seen = set()
    for event in read.walk("VEVENT"):
        wrong += [f"{name} is not there once" for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "LAST-MODIFIED")
                  if name not in event or isinstance(event[name], list)]
        mark = (str(event["UID"]), str(event.get("RECURRENCE-ID", "")))
        wrong += [f"twice: {mark}"] if mark in seen else []
        seen.add(mark)
        wrong += _wrong_event(event, read)
    return wrong


def _wrong_event(event, read) -> list[str]:
    wrong, begins, ends = [], event["DTSTART"].dt, event["DTEND"].dt
    if begins.tzinfo is None or ends.tzinfo is None:
        return ["floating time"]
    if ends <= begins:
        wrong.append("ends before it begins")
    if event.get("STATUS") not in ("CONFIRMED", "CANCELLED", "TENTATIVE"):
        wrong.append(f"STATUS {event.get('STATUS')}")
    if not isinstance(event["SEQUENCE"], int):
        wrong.append("SEQUENCE is no number")
    if "METHOD" in read and "ORGANIZER" not in event:
        wrong.append("METHOD without ORGANIZER")
    for alarm in event.walk("VALARM"):
        wrong += [f"alarm without {name}" for name in ("ACTION", "TRIGGER", "DESCRIPTION") if name not in alarm]
    for name in ("DTSTART", "DTEND"):
        tzid = event[name].params.get("TZID")
        if tzid is None:
            continue
        zone = next((z for z in read.walk("VTIMEZONE") if str(z["TZID"]) == tzid), None)
        if zone is None:
            wrong.append(f"{tzid} is not defined")
            continue
        own = zone.to_tz(lookup_tzid=False)
        wall = event[name].dt.replace(tzinfo=None)
        if own.utcoffset(wall) != ZoneInfo(tzid).utcoffset(wall):
            wrong.append(f"{tzid} says {own.utcoffset(wall)} at {wall}")
    return wrong


def occurrences(data: bytes, first: datetime, last: datetime) -> list[tuple[str, datetime]]:
    """(UID, beginning in UTC) of everything that is on, expanded by recurring-ical-events."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between(first, last)
    return sorted((str(e["UID"]), e["DTSTART"].dt.astimezone(UTC)) for e in found if e.get("STATUS") != "CANCELLED")


def events(data: bytes) -> dict[str, bytes]:
    """The bytes of every event by its UID."""
    found = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)
    return {re.search(rb"\r\nUID:(.*?)\r\n(?! )", each, re.DOTALL)[1].replace(b"\r\n ", b"").decode(): each for each in found}
