"""When an action item is due: the due phrase of its text, read on top of `bot.dates.due` for the grammar of the minutes.

A goal's line keeps its words when in doubt. Behind an owner and a verb a time at the end is nearly always when it shall be done, so "next
week", "tonight", "within 48 hours" and a bare "Friday" are taken too, with the day a week or a month ends on (minutes: "Due").
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.dates.due import LONGEST_PHRASE, split_due
from bot.dates.normal import MONTH, WEEKDAY
from bot.dates.outcomes import Ask, No, Outcome, Reading, Recurrence, Split
from bot.dates.reading import read_when
from mentoring.minutes import Due, ReadDue
from mentoring.minutes.lexicon import VERBS
from mentoring.minutes.people import fold as fold_name
from mentoring.patterns import regex
from mentoring.text import without_end

_NEXT_MEETING = regex(r"[\s,(]*\b(?:(?P<by>by|before|at|for|until|in time for|on|due)\s+(?:the |our )?)?"
                           r"next (?:meeting|session|call|(?(by)time|call))\b[\s.)]*$", re.I)
_TAKES_A_MEETING = VERBS | {"the", "our", "a", "of", "about", "to", "with", "and", "or", "from", "in", "after", "since", "this"}

SATURDAY = 5
_EDGE = " ,;:-–—(|[=>→"
_N = r"(?:\d+|an?|one|two|three|four|five|six|seven|ten|couple of|a couple of|few|a few)"
_UNIT = r"(?:hours?|days?|weeks?|months?|fortnights?|hrs?|wks?|business days|working days|minutes|mins)"
_NAMED = rf"(?:{WEEKDAY}|mon|tues?|weds?|thu(?:rs?)?|fri)"
_DAY = rf"(?:(?:{_NAMED} or )?(?:this |next |on |coming )*(?:{_NAMED}|today|tomorrow|tmrw|tmw)(?: week| after next)?)"
_PART = r"(?:first thing|(?:early |late )?(?:morning|afternoon|evening|night)|at noon|noon|lunch(?:time)?|eod|cob|end of (?:the )?day)"
_SPAN = (r"(?:(?:later )?(?:this|next|the coming|coming|the following) (?:week|month|quarter|year|weekend)|the weekend|"
         rf"the week (?:of|after next)[\w ]*|{MONTH})")
_TIME = (rf"{_DAY}(?:,? {_PART})?|first thing (?:in the morning|{_DAY}|next week)|tonight|this (?:morning|afternoon|evening)|"
         rf"eod|cob|eow|eom|eoy|eoq|(?:early|late|mid|the beginning of|the start of|the end of|end of|the middle of|middle of)[ -](?:the )?"
         rf"(?:{_SPAN}|week|month|quarter|year|day|q[1-4])|(?:in )?q[1-4](?: 20\d\d)?|{_SPAN}|"
         rf"(?:within|in|over) (?:the )?(?:next |coming )?(?:{_N}\s?(?:-|–|to|or)\s?)?{_N} {_UNIT}(?: time)?|within the hour|"
         rf"over the (?:weekend|holidays)|"
         rf"(?:a|one|two|\d) weeks? (?:from|after) {_DAY}|{_N} {_UNIT} from (?:now|today)|"
         rf"(?:noon|midday|lunch(?:time)?|midnight|close of business|\d{{1,2}}(?::\d\d)? ?[ap]\.?m\.?)(?: (?:on )?{_DAY})?")
_SECOND_DEED = regex(r"\b(?:to|if|whether|can|could|who|about|for|of)\b", re.I)
_AT_THE_LATEST = regex(r"[\s,]+(?:at the (?:very )?latest|latest)[\s.!]*$", re.I)
_MONTH_ALONE = regex(MONTH, re.I)
_WORD = regex(r"(?<!\S)\S")
_HOUR = regex(r"noon|midday|lunch|midnight|close of business|\d+(?::\d\d)? ?[ap]", re.I)
_BY = (r"(?:for|(?:to be done |due |done |ready |latest |at the latest )?(?:no later than|not later than|on or before|by|before|until|till|"
       r"til|due|deadline|sometime|some time|during|latest))")
_ENDING = regex(rf"(?:(?P<by>{_BY})[: ]+)?(?:the )?(?P<time>{_TIME})(?: (?:at the )?latest| please| pls)?", re.I)
_BY_A_SPAN = regex(rf"[\s,]+(?:by|before|due|on)\s+(?:{_SPAN}|{_DAY})[\s,(]*$", re.I)
_RANGE = regex(rf"{_N}\s?(?:-|–|to|or)\s?(\d+|an?|one|two|three|four|five|six|seven|ten)(?= {_UNIT})", re.I)
# Behind these a time belongs to the words before it: "the plan of next week", "move it to Friday", "results from this year".
_GOVERNS = frozenset(("of", "from", "since", "to", "and", "or", "than", "about", "between", "at", "the", "a", "an", "vs", "versus", "after",
                      "in", "for", "our", "if", "whether", "that", "every", "each", "last", "past", "with", "is", "are", "was"))
_EVENT = (r"(?:meetings?|calls?|sessions?|conferences?|workshops?|retreats?|clinics?|dinners?|talks?|visits?|rotations?|exams?|"
          r"webinars?|events?|class|seminars?|deadline|presentations?|interviews?|review|summit|symposium|lunch|party|hearing|agenda|"
          r"schedule)")
_ABOUT_AN_EVENT = regex(r"\b(?:for|at|of|about|during|from|in|before|after) (?:(?:the|our|a|an|my|his|her|their|this) )?"
                             rf"(?:[\w'’-]+ ){{0,2}}?{_EVENT}$", re.I)
_CLOSING_TIMES = (
    (r"\b(?:eod|end of (?:the )?day|tonight|night|midnight)\b", time(23, 59)), (r"\bmorning\b|\bfirst thing\b", time(12)),
    (r"\blunch(?:time)?\b", time(12)), (r"\bafternoon\b|\b(?:cob|close of business)\b", time(17)), (r"\bevening\b", time(21)))


def due_reader(next_meeting: datetime | None = None) -> ReadDue:
    """A reader of due phrases on top of `bot.dates`. ``next_meeting`` is when the group meets next."""
    def read(text: str, at: datetime, zone: str) -> Due:
        found = _NEXT_MEETING.search(text) if next_meeting else None
        if found and (before := fold_name(text[:found.start()]).split()) and (found["by"] or before[-1] not in _TAKES_A_MEETING):
            day = next_meeting.astimezone(ZoneInfo(zone)).date()
            return Due(text=without_end(text[:found.start()], _EDGE), phrase=found[0].strip(" ,.()"), due=day)
        latest = _AT_THE_LATEST.search(text)
        due = _taken(text[:latest.start()] if latest else text, at.astimezone(ZoneInfo(zone)), zone)
        return due if due.phrase or not latest else Due(text=text)
    return read


def _taken(text: str, now: datetime, zone: str) -> Due:
    split = split_due(text, now=now, tz=zone)
    if split.when is None:
        split = _at_the_end(text, now, zone) or split
    elif doubled := _BY_A_SPAN.search(split.text):   # "by next week Jan 30": the day says it more exactly
        split = Split(text=without_end(split.text[:doubled.start()], _EDGE), when=split.when, phrase=split.phrase)
    match split.when:
        case Reading(at=None, date=day):
            return Due(text=split.text, phrase=split.phrase, due=day)
        case Reading(at=instant):
            return Due(text=split.text, phrase=split.phrase, due=instant)
        case No(code="past"):
            return Due(text=split.text, phrase=split.phrase, past=True)
        case Ask(choices=choices):
            return _likeliest(split.text, split.phrase, tuple((each.label, each.value) for each in choices))
        case Recurrence(first=first):
            return Due(text=split.text, phrase=split.phrase, due=first)
    return Due(text=split.text, phrase=split.phrase)


def _at_the_end(text: str, now: datetime, zone: str) -> Split | None:
    """The longest time that ends the text, unless it belongs to the words before it: "the agenda for the meeting next week"."""
    line = text.rstrip(" .!;)]")
    for word in _WORD.finditer(line, max(0, len(line) - LONGEST_PHRASE)):
        before, tail = line[:word.start()].rstrip(), line[word.start():].lstrip("([-–— ")
        found = _ENDING.fullmatch(tail)
        rest = without_end(before, _EDGE)
        if not found or not rest:
            continue
        if _MONTH_ALONE.fullmatch(found["time"]):
            rest = re.sub(r"\s+in$", "", rest)
        if not _is_free(before, found):
            return None
        if found["time"].lower() == "within the hour":
            return Split(text=rest, when=Reading(kind="instant", date=now.date(), at=now + timedelta(hours=1)), phrase=tail)
        phrase = re.sub(rf"^(?:later |{_NAMED} or )", "", found["time"], flags=re.I)
        phrase = _RANGE.sub(r"\1", re.sub(r"^(?:within|in|over) (?:the )?(?:next|coming) ", "in ", phrase, flags=re.I))
        when = read_when(phrase, now=now, tz=zone)
        if (outcome := _closing_day(when, phrase)) is not None:
            return Split(text=rest, when=outcome, phrase=tail)
    return None


def _is_free(before: str, found: re.Match[str]) -> bool:
    """Whether the time says when the deed is done."""
    if (found["by"] or "").lower() == "for":
        return bool(re.search(r"\b(?:ready|done|finished|complete|completed|in time)$", before, re.I))
    if found["by"] or re.search(r"[-–—|:,(\[]$", before):
        return True
    if _HOUR.match(found["time"]):   # "host the lunch"
        return False
    last = fold_name(before).split()[-1:]
    if _MONTH_ALONE.fullmatch(found["time"]):   # "host a dinner in January", but not "ask Priya to host one in January"
        return last == ["in"] and not _SECOND_DEED.search(before)
    return not (last and last[0] in _GOVERNS) and not _ABOUT_AN_EVENT.search(before[-LONGEST_PHRASE:])


def _closing_day(when: Outcome, phrase: str) -> Outcome | None:
    """Of a span its last day: a week's Friday, a month's last day; of its early or middle part the day asked about for that. An hour that
    is only near is left out.
    """
    if isinstance(when, Reading) or isinstance(when, No) and when.code == "past":
        return when
    if not isinstance(when, Ask) or not when.choices:
        return None
    days = sorted(each.value.date() if isinstance(each.value, datetime) else each.value for each in when.choices)
    workdays = [day for day in days if day.weekday() < SATURDAY] or days
    return Reading(kind="date", date=workdays[_part_of_span(phrase, len(workdays))])


def _part_of_span(phrase: str | None, days: int) -> int:
    """Which of a span's days is meant: the first of "early March", the middle of "mid-March", else the last."""
    if re.match(r"(?:early|the (?:start|beginning)|start|beginning)\b", phrase or "", re.I):
        return 0
    return days // 2 if re.match(r"(?:the )?mid", phrase or "", re.I) else days - 1


def closing_time(phrase: str | None) -> time | None:
    """The hour a part of the day ends at: "EOD" and "tonight" 23:59, "tomorrow morning" 12:00."""
    for pattern, hour in _CLOSING_TIMES:
        if re.search(pattern, phrase or "", re.I):
            return hour
    return None


def _likeliest(text: str, phrase: str | None, choices: tuple[tuple[str, date | datetime], ...]) -> Due:
    """An action's date that could mean several days is taken as the likeliest and shown so that it can be put right: the later one for
    "next Friday" (the Friday of the coming week), the middle one for "mid-March", else the first.
    """
    days = sorted(choices, key=lambda each: each[1].isoformat())
    whole = re.sub(r"^(?:by|on|before)\s+", "", phrase or "", flags=re.I)
    parted = re.match(r"next\b|(?:the )?(?:mid|late|early|end|start|beginning)", whole, re.I)
    likely = days[_part_of_span(whole, len(days))] if parted and days else choices[0] if choices else None
    return Due(text=text, phrase=phrase, due=likely[1] if likely else None, choices=choices)
