"""Being away at the door: ``/mentor away until 1 April``, and back."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot import dates
from bot.services import absences, people
from bot.views import absences as views
from bot.views.absences import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.typed import corrections
from mentoring.patterns import regex
from mentoring.refused import Refused

_SPAN = regex(r"(?:from )?(?P<first>.+?)(?: (?P<how>to|through|thru|until|till) |\s*[–—]\s*|\s+-\s+)(?P<last>.+)", re.IGNORECASE)
_UNTIL = regex(r"(?:until|till|til|back(?: on)?) (?P<returns>.+)", re.IGNORECASE)
_FOR = regex(r"for (?P<span>.+)", re.IGNORECASE)
_EXAMPLE = "For example: `/mentor away until 1 April`, or `/mentor away 3 June to 20 June`."


def on_away(call: Call) -> Answer:
    """Away until a day, or from one day to another; without words the form."""
    text = " ".join(call.text.split())
    if not text:
        return _form(call)
    if found := _UNTIL.fullmatch(text):
        return _until(call, _day(call, found["returns"]))
    if found := _FOR.fullmatch(text):
        return _until(call, _day(call, f"in {found['span']}"))
    if found := _SPAN.fullmatch(text):
        first, last = _day(call, found["first"]), _day(call, found["last"])
        inclusive = (found["how"] or "to").lower() not in ("until", "till")
        returns = last.date + timedelta(days=1) if inclusive else last.date
        return _gone(call, first.date, returns, read=corrections(first, last))
    return _until(call, _day(call, text))


def _until(call: Call, returns: dates.Reading) -> Answer:
    return _gone(call, people.today(call.deps, call.actor), returns.date, read=corrections(returns))


def _day(call: Call, words: str) -> dates.Reading:
    read = dates.read_when(words, now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    match read:
        case dates.Reading():
            return read
        case dates.Ask():
            choices = " or ".join(c.label for c in read.choices)
            raise Refused(f"“{words}” could mean several days{': ' + choices if choices else ''}. Please name the day. {_EXAMPLE}")
        case dates.No():
            raise Refused(f"“{words}”? {read.reason} {_EXAMPLE}")
    raise Refused(f"“{words}” repeats; I need one day. {_EXAMPLE}")


def _gone(call: Call, first: date, returns: date, *, read: str = "") -> Answer:
    absence = absences.leave(call.deps, call.actor, first, returns, once=call.once)
    return Answer(message=views.away(absence, today=people.today(call.deps, call.actor), read=read))


def _form(call: Call) -> Answer:
    today, ahead = people.today(call.deps, call.actor), absences.ahead(call.deps, call.actor)
    present = ahead[0] if ahead else None
    return Answer(view=views.form(nonce=nonce(), first=present.first if present else today, returns=present.returns if present else None))


def on_open(call: Call) -> Answer:
    """The form, from a button."""
    return _form(call)


def on_form(call: Call) -> Answer:
    """The two days, submitted."""
    return _gone(call, date.fromisoformat(call.values["first"]), date.fromisoformat(call.values["returns"]))


def on_back(call: Call) -> Answer:
    """Here again."""
    return Answer(message=views.back(was_away=absences.back(call.deps, call.actor, once=call.once)))


COMMANDS = (
    Route(words="away", run=on_away, usage="away until 1 April", about="no messages while you are away; back by itself"),
    Route(words="back", run=on_back, usage="back", about="you are here again"),
)
ACTIONS = {Ids.OPEN: on_open, Ids.BACK: on_back}
FORMS = {Ids.FORM: on_form}
