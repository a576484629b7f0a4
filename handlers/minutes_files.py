"""Files of minutes at the door: ``/mentor minutes export``, and the buttons that choose a form."""

from __future__ import annotations

from bot.services import minutes, minutes_files
from bot.views import minutes_files as views
from bot.views.minutes_files import Ids
from handlers.call import Answer, Call, Route
from mentoring.refused import Refused

_FORMS = {"pdf": "pdf", "html": "html", "htm": "html", "markdown": "md", "md": "md"}
_LISTS = {"actions.csv": "The list of all action items", "history.csv": "The list of meetings",
          "history.md": "The list of meetings", "minutes.html": "The page with all approved minutes"}
_USAGE = ("`/mentor minutes export` takes a number and a form: `/mentor minutes export 4 pdf`; forms are `pdf`, `html`, `markdown` "
          "and `csv`; `all` is every approved one as a page.")


def on_export(call: Call) -> Answer:
    """``minutes export``, ``minutes export 4``, ``minutes export 4 pdf``, ``minutes export csv``."""
    group, number, form = call.need_group(), None, ""
    for word in call.text.lower().split():
        digits = word.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) <= 6 and number is None:
            number = int(digits)
        elif (word in _FORMS or word in ("csv", "all")) and not form:
            form = word
        else:
            raise Refused(_USAGE)
    if form in ("csv", "all"):
        return _listed(call, "actions.csv" if form == "csv" else "minutes.html", str(group.id))
    meeting_id = minutes.of_group(call.deps, call.actor, group, number=number)
    return _sent(call, _FORMS[form], str(meeting_id)) if form else _choice(call, meeting_id)


def _choice(call: Call, meeting_id: int) -> Answer:
    shown = minutes.show(call.deps, call.actor, meeting_id)
    return Answer(message=views.choose(meeting_id, shown.meeting.number, shown.group,
                                       mail=minutes_files.mail(call.deps, call.actor, meeting_id)))


def on_choose(call: Call) -> Answer:
    """As a file."""
    return _choice(call, _number(call.value))


def on_send(call: Call) -> Answer:
    """A form was chosen."""
    return _sent(call, *call.value.partition("|")[::2])


def _sent(call: Call, form: str, meeting: str) -> Answer:
    made = minutes_files.send_minutes(call.deps, call.actor, _number(meeting), form, once=call.once)
    return Answer(message=views.coming(f"Meeting {made.number} as {views.FORM_NAMES[form]}"))


def on_list(call: Call) -> Answer:
    """A list was chosen."""
    return _listed(call, *call.value.partition("|")[::2])


def _listed(call: Call, form: str, group_id: str) -> Answer:
    group = next((g for g in call.actor.groups if str(g.id) == group_id), None)
    if group is None or form not in _LISTS:
        raise Refused("I can't find that list among those of your groups.")
    minutes_files.send_list(call.deps, call.actor, group, form, once=call.once)
    return Answer(message=views.coming(_LISTS[form]))


def _number(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) <= 15):
        raise Refused("I can't find that meeting among those of your groups.")
    return int(said)


COMMANDS = (
    Route(words="minutes export", run=on_export, usage="minutes export [4] [pdf|html|markdown|csv|all]",
          about="the minutes as a file in a direct message; `csv`: all action items, `all`: all minutes"),
)
ACTIONS = {Ids.CHOOSE: on_choose, Ids.SEND: on_send, Ids.LIST: on_list}
FORMS = {}
