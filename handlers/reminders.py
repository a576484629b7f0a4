"""Reminders at the door: what one is told and when, and putting a reminder off."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot import dates
from bot.services import later, people, preferences
from bot.views import later as later_views
from bot.views import preferences as views
from bot.views.reminders import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.typed import corrections
from mentoring.patterns import regex
from mentoring.refused import Refused
from mentoring.reminders import Preferences, kinds

_PAUSE = regex(r"(?:pause|stop|quiet|silence|snooze|mute)(?: (?:until|till|til)| (?P<span>for))? (?P<when>.+)", re.IGNORECASE)
_QUIET = regex(r"(?:quiet|nothing)(?: hours?)?(?: from| after| between)? (?P<begin>.+?)"
                    r"(?: (?:to|until|till|and(?: before)?) |\s*[–—-]\s*)(?P<end>.+)", re.IGNORECASE)
_DAY = regex(r"(?:(?:every|on|each|weekly) )*(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b.*", re.IGNORECASE)
_EVERY, _PLURAL = regex(r"^(?:(?:every|on|each|weekly) )+", re.IGNORECASE), regex(r"^(\w+?day)s\b", re.IGNORECASE)
_MORNING = regex(r"(?<![\d:])(?:[5-9]|1[01])(?::\d\d)?$")   # a message of the week is meant for the morning
_EXAMPLE = "For example: `/mentor reminders pause until 1 April`, `/mentor reminders Friday 7am`, `/mentor reminders quiet 9pm to 6am`."


def on_reminders(call: Call) -> Answer:
    """``reminders`` opens the form; ``off``, ``on``, ``pause until 1 April``, ``Friday 7am`` and ``quiet 9pm to 6am`` are words for it."""
    text = " ".join(call.text.split())
    if not text:
        return on_settings(call)
    if text.lower() in ("off", "stop", "none", "on", "resume", "back on"):
        return _saved(call, preferences.turn(call.deps, call.actor, on=text.lower() in ("on", "resume", "back on"), once=call.once))
    if found := _QUIET.fullmatch(text):
        begin, end = _clock(call, found["begin"], "pm"), _clock(call, found["end"], "am")
        return _changed(call, quiet_from=begin, quiet_to=end)
    if text.lower() == "pause":
        return on_settings(call)
    if found := _PAUSE.fullmatch(text):
        when = _day(call, f"in {found['when']}" if found["span"] else found["when"])
        wishes = preferences.pause(call.deps, call.actor, when.date, once=call.once)
        return _saved(call, wishes, read=corrections(when))
    if _DAY.fullmatch(text):
        when = _day(call, _MORNING.sub(r"\g<0>am", _PLURAL.sub(r"\1", _EVERY.sub("", text))))
        at = {"digest_time": f"{when.at:%H:%M}"} if when.at else {}
        return _changed(call, digest_weekday=when.date.weekday(), **at)
    raise Refused(f"I don't know “{text[:80]}” for reminders. {_EXAMPLE}")


def _changed(call: Call, **values) -> Answer:
    return _saved(call, preferences.save(call.deps, call.actor, replace(preferences.of(call.deps, call.actor), **values), once=call.once))


def _day(call: Call, words: str) -> dates.Reading:
    read = dates.read_when(words, now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    match read:
        case dates.Reading():
            return read
        case dates.Ask():
            choices = " or ".join(c.label for c in read.choices)
            raise Refused(f"“{words}” could mean several days{': ' + choices if choices else ''}. {_EXAMPLE}")
        case dates.No():
            raise Refused(f"“{words}”? {read.reason} {_EXAMPLE}")
    raise Refused(f"“{words}” repeats; I need one day. {_EXAMPLE}")


def _clock(call: Call, words: str, half: str) -> str:
    """A time of day; a bare number is meant as people mean it of their evening and morning."""
    if words.isascii() and words.isdigit() and 0 < int(words) <= 12:
        words = f"{words}{half}"
    read = dates.read_when(f"tomorrow {words}", now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    if isinstance(read, dates.Reading) and read.at:
        return f"{read.at:%H:%M}"
    raise Refused(f"“{words}” is no time of day to me. {_EXAMPLE}")


def on_settings(call: Call) -> Answer:
    """The form."""
    wishes = preferences.of(call.deps, call.actor)
    return Answer(view=views.form(wishes, kinds=preferences.choices(call.actor), a_week=preferences.a_week(call.deps, call.actor, wishes),
                                  nonce=nonce(), today=people.today(call.deps, call.actor)))


def on_form(call: Call) -> Answer:
    """The form, submitted."""
    values, before = call.values, preferences.of(call.deps, call.actor)
    offered = frozenset(preferences.choices(call.actor))
    off = (before.off - offered) | (offered - kinds(values.get("kinds") or ()))
    until = values.get("paused_until")
    wishes = Preferences(
        digest_weekday=int(values.get("weekday") or before.digest_weekday), digest_time=values.get("time") or before.digest_time,
        quiet_from=values.get("quiet_from") or before.quiet_from, quiet_to=values.get("quiet_to") or before.quiet_to, off=off,
        paused_until=date.fromisoformat(until) if until else None, assistant=before.assistant, assistant_mail=before.assistant_mail)
    try:
        return _saved(call, preferences.save(call.deps, call.actor, wishes, once=call.once))
    except Refused as no:
        raise Refused(no.text, field=_FIELDS.get(no.field or "", no.field)) from None


_FIELDS = {"digest_time": "time", "digest_weekday": "weekday"}


def on_on(call: Call) -> Answer:
    """Everything on again, by a button."""
    return _saved(call, preferences.turn(call.deps, call.actor, on=True, once=call.once))


def _saved(call: Call, wishes: Preferences, *, read: str = "") -> Answer:
    """What holds now, beside the reminder from which the form was opened: that one stays."""
    message = views.saved(wishes, a_week=preferences.a_week(call.deps, call.actor, wishes), today=people.today(call.deps, call.actor),
                          read=read)
    return Answer(message=message, refusal=call.origin.kind == "message")


# ---- later ------------------------------------------------------------------------------------------------------

def on_later(call: Call) -> Answer:
    """Put a reminder off: until when?"""
    return Answer(view=later_views.form(call.value, tomorrow=later.tomorrow(call.deps, call.actor), nonce=nonce()))


def on_later_form(call: Call) -> Answer:
    """Tomorrow, the working day after a clinic day, or a day of one's own."""
    how, about = call.values.get("how"), str(call.meta.get("about") or "")
    if how not in (later_views.CLINIC, later_views.DAY):
        return _put_off(call, about, later.tomorrow(call.deps, call.actor))
    if not call.values.get("day"):
        raise Refused("Please choose the day.", field="day")
    day = date.fromisoformat(call.values["day"])
    return _put_off(call, about, later.after_clinic(day) if how == later_views.CLINIC else day)


def _put_off(call: Call, about: str, day: date) -> Answer:
    when = later.put_off(call.deps, call.actor, about, day, once=call.once)
    return Answer(message=later_views.put_off(about, when))


def on_now(call: Call) -> Answer:
    """Show it now after all."""
    return Answer(message=later.now(call.deps, call.actor, call.value))


COMMANDS = (
    Route(words="reminders", run=on_reminders, usage="reminders [off | on | pause until 1 April]",
          about="what I write to you about, and when"),
)
ACTIONS = {Ids.SETTINGS: on_settings, Ids.ON: on_on, Ids.LATER: on_later, Ids.NOW: on_now}
FORMS = {Ids.FORM: on_form, Ids.LATER_FORM: on_later_form}
