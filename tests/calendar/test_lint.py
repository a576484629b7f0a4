"""The checks of this folder notice what they are there for: one fault at a time in a good file."""

from __future__ import annotations

import pytest
from ics_lint import wrong_bytes, wrong_meaning
from plans import plan

from bot import ics

GOOD = ics.calendar([ics.entry(m, "Peer mentors") for m in plan("America/New_York", count=10)], name="Peer mentors", team="T1",
                    tz="America/New_York", published=True)


def without(line: bytes) -> bytes:
    start = GOOD.index(b"\r\n" + line) + 2
    return GOOD[:start] + GOOD[GOOD.index(b"\r\n", start) + 2:]


def instead(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new)


FAULTS = {
    "bare LF": instead(b"\r\n", b"\n"), "a BOM": b"\xef\xbb\xbf" + GOOD, "no end": GOOD.removesuffix(b"END:VCALENDAR\r\n"),
    "no last line break": GOOD[:-2], "a long line": instead(b"Peer mentors\\, meeting 1", b"P" * 90),
    "a NUL": instead(b"Peer", b"Pe\x00er"),
    "half a character": instead(b"Peer", b"P\xc3"), "no colon": instead(b"VERSION:2.0", b"VERSION"),
    "crossed parts": instead(b"END:VALARM\r\nEND:VEVENT", b"END:VEVENT\r\nEND:VALARM"),
    "no PRODID": without(b"PRODID"), "no UID": without(b"UID:meeting-1"), "no DTSTAMP": without(b"DTSTAMP"),
    "no DTEND": without(b"DTEND"), "one UID twice": instead(b"UID:meeting-2-", b"UID:meeting-1-"),
    "the end first": instead(b"DTEND;TZID=America/New_York:20261201T0830", b"DTEND;TZID=America/New_York:20261201T0630"),
    "a STATUS of no meaning": instead(b"STATUS:CONFIRMED", b"STATUS:MAYBE"), "SEQUENCE in words": instead(b"SEQUENCE:0", b"SEQUENCE:one"),
    "floating time": instead(b"DTSTART;TZID=America/New_York:2026", b"DTSTART:2026"),
    "a zone that is not defined": instead(b"TZID:America/New_York", b"TZID:America/Chicago"),
    "a wrong offset": instead(b"TZOFFSETTO:-0500", b"TZOFFSETTO:-0600"),
    "a change in the wrong month": instead(b"BYDAY=2SU;BYMONTH=3", b"BYDAY=2SU;BYMONTH=1"),
    "an alarm without a trigger": without(b"TRIGGER"), "an alarm without an action": without(b"ACTION"),
    "PUBLISH of nobody": without(b"ORGANIZER"), "REFRESH-INTERVAL as it comes": instead(b";VALUE=DURATION", b""),
}


def test_the_good_file_is_good():
    assert wrong_bytes(GOOD) + wrong_meaning(GOOD) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault):
    broken = FAULTS[fault]
    assert broken != GOOD
    found = wrong_bytes(broken)
    try:
        found += wrong_meaning(broken)
    except (ValueError, KeyError) as no:
        found.append(f"not read: {no}")
    assert found
