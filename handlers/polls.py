"""Date polls at the door: asking the group when it can meet, marking one's times, closing, and using a slot."""

from __future__ import annotations

from datetime import date

from bot import dates
from bot.services import attendance, people, polls
from bot.views import polls as views
from bot.views.polls import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.typed import corrections
from mentoring.meetings import USUAL_MINUTES
from mentoring.people import Group
from mentoring.polls import Slot, spread
from mentoring.refused import Refused
from mentoring.text import one_line


def on_poll(call: Call) -> Answer:
    """``meeting poll``: the form, with the times that were typed already in it."""
    typed = "\n".join(part.strip() for part in call.text.replace(";", "\n").splitlines() if part.strip())
    return _form(call, call.need_group(), slots=typed)


def on_another_date(call: Call) -> Answer:
    """A poll about a meeting that too few can make."""
    one = attendance.of_meeting(call.deps, call.actor, _number(call.value))
    return _form(call, one.group, meeting=one.meeting.id, question=f"Another date for meeting {one.meeting.number}")


def _form(call: Call, group: Group, **more) -> Answer:
    return Answer(view=views.form(nonce=nonce(), group=group, first=people.groups_today(call.deps, group),
                                  closes=polls.usual_close(call.deps, group), **more))


def _number(said: object) -> int:
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        raise Refused("I can't find that poll among those of your groups.")
    return int(words)


def on_form(call: Call) -> Answer:
    """The question is put to the group."""
    values, group = call.values, next((g for g in call.actor.groups if g.id == call.meta.get("group")), None)
    if group is None:
        raise Refused("You are not in that group any more.", field="question")
    first = date.fromisoformat(values.get("first") or people.groups_today(call.deps, group).isoformat())
    slots = spread(first, int(values.get("weeks") or 2), [int(n) for n in values.get("weekdays") or ()], values.get("times") or ())
    typed = [_slot(call, group, line) for line in (values.get("slots") or "").splitlines() if line.strip()]
    read = corrections(*[when for when, _ in typed])
    meeting = call.meta.get("meeting")
    polls.open_one(call.deps, call.actor, group, question=values.get("question") or "", slots=[*slots, *(slot for _, slot in typed)],
                   minutes=int(values.get("minutes") or USUAL_MINUTES), closes=date.fromisoformat(values["closes"]),
                   meeting_id=_number(meeting) if meeting else None, once=call.once)
    return Answer(message=views.asked_group(group, read=read))


def _slot(call: Call, group: Group, line: str) -> tuple[dates.Reading, Slot]:
    """One typed line: a day and a time, and after a comma the site; with how it was read."""
    when, site = _read(call, group, line), ""
    while not isinstance(when, dates.Reading) and "," in line:
        line, _, more = line.rpartition(",")
        site = f"{more.strip()}, {site}".strip(", ")
        when = _read(call, group, line)
    if isinstance(when, dates.Reading) and when.at:
        return when, Slot(slot=0, day=when.at.date(), time=f"{when.at:%H:%M}", site=one_line(site)[:80])
    lack = "has no time of day" if isinstance(when, dates.Reading) else "is not one day and time to me"
    raise Refused(f"“{one_line(line)[:80]}” {lack}. Please write it like this: Tuesday 1 December 7:30am, main campus", field="slots")


def _read(call: Call, group: Group, line: str) -> dates.Outcome:
    return dates.read_when(line.strip(), now=call.deps.clock.now(), tz=group.tz)


def on_mark(call: Call) -> Answer:
    """The form with a box for every slot."""
    stand = polls.stand(call.deps, call.actor, _number(call.value))
    if not stand.poll.is_open:
        raise Refused("This poll is closed already. Its message in the channel says what was chosen.")
    return Answer(view=views.mark_form(stand, nonce=nonce()))


def on_marked(call: Call) -> Answer:
    """The boxes, submitted."""
    can = {int(slot) for slot in call.values.get("can") or ()}
    return Answer(message=views.marked(polls.answer(call.deps, call.actor, _number(call.meta.get("poll")), can, once=call.once)))


def on_see(call: Call) -> Answer:
    """Who can when, for the one who asks."""
    return Answer(message=views.who_can(polls.stand(call.deps, call.actor, _number(call.value))))


def on_close(call: Call) -> Answer:
    """No more answers."""
    polls.close(call.deps, call.actor, _number(call.value), once=call.once)
    return Answer(message=views.closed())


def on_use(call: Call) -> Answer:
    """One of the best times is taken."""
    poll, _, slot = call.value.partition("|")
    _, shown = polls.use(call.deps, call.actor, _number(poll), _number(slot))
    return Answer(message=views.used(shown.meeting))


COMMANDS = (
    Route(words="meeting poll", run=on_poll, usage="meeting poll", about="ask the group when it can meet, and take the best time"),
)
ACTIONS = {Ids.ASK: on_poll, Ids.MARK: on_mark, Ids.SEE: on_see, Ids.CLOSE: on_close, Ids.USE: on_use}
FORMS = {Ids.FORM: on_form, Ids.MARK_FORM: on_marked}
