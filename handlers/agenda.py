"""The agenda at the door: what is on the table, how long each item has, what to read first."""

from __future__ import annotations

from bot.services import agenda_table, readings
from bot.services.agenda_table import Table
from bot.views import agenda as views
from bot.views.agenda import Ids
from handlers import coming
from handlers.call import Answer, Call, Route, nonce
from mentoring.meetings import Meeting
from mentoring.people import Group
from mentoring.readings import line, read
from mentoring.refused import Refused


def on_list(call: Call) -> Answer:
    """``agenda``, ``agenda January``: what is on the table."""
    group = call.need_group()
    meeting = coming.meeting(call, group, call.text).id if call.text.strip() else None
    return _listed(call, group, meeting_id=meeting)


def _listed(call: Call, group: Group, said: str = "", meeting_id: int | None = None) -> Answer:
    return _shown(agenda_table.of(call.deps, call.actor, group, meeting_id), said)


def _shown(table: Table, said: str = "") -> Answer:
    return Answer(message=views.listing(table.group, table.meeting, table.items, questions=table.questions, readings=table.readings,
                                        names=table.names, kept_open=table.kept_open, organiser=table.organiser, said=said))


def on_add(call: Call) -> Answer:
    """``agenda add …``; without words the form."""
    group = call.need_group()
    if not call.text:
        return Answer(view=views.form(group, nonce=nonce()))
    agenda_table.add(call.deps, call.actor, group, call.text, once=call.once)
    return _listed(call, group, "✓ It is on the table.")


def on_times(call: Call) -> Answer:
    """``agenda times``: minutes for each item."""
    group = call.need_group()
    meeting = coming.meeting(call, group, call.text)
    return _times(call, group, meeting.id)


def on_open(call: Call) -> Answer:
    """``agenda open [for January]``: nothing is planned for that meeting."""
    return _open(call, True)


def on_planned(call: Call) -> Answer:
    """``agenda planned [for January]``: it is planned as usual."""
    return _open(call, False)


def _open(call: Call, kept_open: bool) -> Answer:
    group = call.need_group()
    meeting = coming.meeting(call, group, call.text)
    return _opened(agenda_table.keep_open(call.deps, call.actor, group, meeting.id, kept_open, once=call.once))


def _opened(table: Table) -> Answer:
    return _shown(table, "✓ Kept open: nothing is planned for it, and I shall ask what is on everybody's mind." if table.kept_open else
                  "✓ It is planned as usual.")


def on_reading(call: Call) -> Answer:
    """``reading https://… How to give feedback, 15 min [for January]``; without a link the form."""
    group, words = call.need_group(), call.text.strip()
    title, link, minutes = read(words)
    rest, when = coming.split(title)
    try:
        meeting, title = coming.meeting(call, group, when), rest if when else title
    except Refused:     # "for" may belong to the title
        meeting = coming.meeting(call, group, "")
    if not link:
        return Answer(view=views.reading_form(group, meeting, nonce=nonce(), title=title, minutes=minutes))
    return _added(call, group, meeting.id, title=title, link=link, minutes=minutes)


def on_reading_form(call: Call) -> Answer:
    """The form with what was typed."""
    group = call.need_group()
    title, link, minutes = read(call.text)
    return Answer(view=views.reading_form(group, coming.meeting(call, group, ""), nonce=nonce(), title=title, link=link, minutes=minutes))


def _added(call: Call, group: Group, meeting_id: int, **said: str) -> Answer:
    made = readings.add(call.deps, call.actor, group, meeting_id, once=call.once, **said)
    return _listed(call, group, f"✓ To be read first: {line(made)}", meeting_id)


def on_readings(call: Call) -> Answer:
    """``reading list``."""
    return _readings(call, call.need_group())


def _readings(call: Call, group: Group) -> Answer:
    found = readings.listed(call.deps, call.actor, group)
    mine = frozenset(r.id for r, _ in found if readings.may_take_off(call.actor, r))
    return Answer(message=views.readings(group, found, mine=mine))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def on_click_list(call: Call) -> Answer:
    """The list, from a button."""
    group_id, _, meeting = call.value.partition("|")
    return _listed(call, call.actor.group(group_id), meeting_id=_number(meeting) if meeting else None)


def on_click_add(call: Call) -> Answer:
    """The form, from a button."""
    return Answer(view=views.form(call.actor.group(call.value), nonce=nonce()))


def _pair(call: Call) -> tuple[Group, int]:
    group_id, _, rest = call.value.partition("|")
    return call.actor.group(group_id), _number(rest.partition("|")[0])


def on_click_times(call: Call) -> Answer:
    """The form, from a button."""
    return _times(call, *_pair(call))


def _times(call: Call, group: Group, meeting_id: int) -> Answer:
    table = agenda_table.of(call.deps, call.actor, group, meeting_id)
    if not table.items:
        return _shown(table)
    return Answer(view=views.times_form(group, table.meeting, table.items, table.fixed, nonce=nonce()))


def on_click_open(call: Call) -> Answer:
    """Nothing is planned for it, or it is planned as usual."""
    group, meeting = _pair(call)
    return _opened(agenda_table.keep_open(call.deps, call.actor, group, meeting, call.value.endswith("|yes"), once=call.once))


def on_click_read(call: Call) -> Answer:
    """The form for something to read."""
    group, meeting = _pair(call)
    return Answer(view=views.reading_form(group, _meeting(call, group, meeting), nonce=nonce()))


def _meeting(call: Call, group: Group, meeting_id: int) -> Meeting:
    return agenda_table.of(call.deps, call.actor, group, meeting_id).meeting


def on_unread(call: Call) -> Answer:
    """It is not to be read."""
    _, _, reading = call.value.partition("|")
    return _readings(call, readings.drop(call.deps, call.actor, _number(reading), once=call.once))


def on_drop(call: Call) -> Answer:
    """A point is off the table."""
    group, point = _pair(call)
    words = agenda_table.drop(call.deps, call.actor, group, point, once=call.once)
    return _listed(call, group, f"✓ Off the table: {words}")


# ---- forms -------------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """A point, submitted."""
    group = call.actor.group(str(call.meta.get("group")))
    agenda_table.add(call.deps, call.actor, group, call.values.get("text") or "", once=call.once)
    return _listed(call, group, "✓ It is on the table.")


def on_times_form(call: Call) -> Answer:
    """The minutes, submitted."""
    group, meeting = call.actor.group(str(call.meta.get("group"))), _number(str(call.meta.get("meeting")))
    said = {ref: str(chosen) for ref, chosen in call.values.items() if chosen}
    return _shown(agenda_table.keep_times(call.deps, call.actor, group, meeting, said, once=call.once), "✓ Kept.")


def on_read_form(call: Call) -> Answer:
    """Something to read, submitted."""
    group, meeting = call.actor.group(str(call.meta.get("group"))), _number(str(call.meta.get("meeting")))
    return _added(call, group, meeting, **{k: call.values.get(k) or "" for k in ("title", "link", "minutes")})


def _number(value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Refused("That is not on the table any more. `/mentor agenda` shows what is.")
    return int(value)


def _form(call: Call) -> Answer:
    return Answer(view=views.form(call.need_group(), nonce=nonce(), text=call.text))


COMMANDS = (
    Route(words="agenda", run=on_list, usage="agenda [January]", about="what is on the table at the next meeting, with minutes for each"),
    Route(words="agenda add", run=on_add, usage="agenda add [point]", about="put something on the table", form=_form),
    Route(words="agenda times", run=on_times, usage="agenda times [January]", about="how many minutes each item has"),
    Route(words="agenda open", run=on_open, usage="agenda open [January]",
          about="organiser: nothing is planned; it begins with what is on your mind"),
    Route(words="agenda planned", run=on_planned, usage="agenda planned [January]", about="organiser: that meeting is planned as usual"),
    Route(words="reading", run=on_reading, usage="reading [https://… title, 15 min] [for January]",
          about="something to read before a meeting", form=on_reading_form),
    Route(words="reading list", run=on_readings, usage="reading list", about="what you have read and mean to read"),
)
ACTIONS = {Ids.SHOW: on_click_list, Ids.ADD: on_click_add, Ids.DROP: on_drop, Ids.TIMES: on_click_times, Ids.OPEN: on_click_open,
           Ids.READ: on_click_read, Ids.UNREAD: on_unread}
FORMS = {Ids.ADD_FORM: on_form, Ids.TIMES_FORM: on_times_form, Ids.READ_FORM: on_read_form}
