"""Minutes at the door: show them, look at the draft, approve, correct."""

from __future__ import annotations

from datetime import date, timedelta

from bot import dates
from bot.services import approvals, corrections, minutes
from bot.views import minutes as views
from bot.views import sittings as sitting_views
from bot.views.minutes import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.sittings import item_values, number, topics
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused

_NUMBER = regex(r"#?(\d{1,6})")


def on_show(call: Call) -> Answer:
    """``minutes``, ``minutes 4``, ``minutes 1 December``."""
    group, text = call.need_group(), call.text.strip()
    found = _NUMBER.fullmatch(text)
    if found:
        meeting_id = minutes.of_group(call.deps, call.actor, group, number=int(found[1]))
    elif text:
        meeting_id = minutes.of_group(call.deps, call.actor, group, on=_day(call, group, text))
    else:
        meeting_id = minutes.of_group(call.deps, call.actor, group)
    return _shown(minutes.show(call.deps, call.actor, meeting_id))


def _day(call: Call, group: Group, text: str) -> date:
    """A day that is behind us: the last one of that name."""
    now = call.deps.clock.now()
    for since in (now - timedelta(days=364), now):
        read = dates.read_when(text, now=since, tz=group.tz)
        if isinstance(read, dates.Reading):
            return read.date
    raise Refused(f"Which minutes? Say a number or a day: `/mentor minutes 4`, `/mentor minutes 1 December`; “{text}” I can't read.")


def _shown(shown: minutes.Shown, *, page: int = 1, said: str = "") -> Answer:
    return Answer(message=views.shown(shown.paper, may_change=shown.may_change, group=shown.group, page=page, state=said,
                                      versions=shown.versions))


def on_click_show(call: Call) -> Answer:
    """The minutes as they stand; ``value`` may name a page."""
    meeting, _, page = call.value.partition("|")
    return _shown(minutes.show(call.deps, call.actor, number(meeting)), page=number(page) if page else 1)


def on_right(call: Call) -> Answer:
    """Looks right."""
    approved = approvals.looks_right(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=sitting_views.settled("✓ Approved. The minutes are in the channel, and each owner hears of theirs." if approved
                                                else "✓ Thank you. An organiser, or 48 hours without an objection, makes them count."))


def on_check(call: Call) -> Answer:
    """I'll check."""
    approvals.check(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=sitting_views.settled("✓ You check them: is every decision there, and has every action item its owner?"))


def on_change(call: Call) -> Answer:
    """The form for a suggestion."""
    shown = minutes.show(call.deps, call.actor, number(call.value))
    return Answer(view=sitting_views.change_form(shown.meeting.id, shown.meeting.number, nonce=nonce()))


def on_change_form(call: Call) -> Answer:
    """The suggestion, submitted."""
    approvals.suggest(call.deps, call.actor, number(str(call.meta.get("meeting"))), call.values.get("text") or "", once=call.once)
    return Answer(message=sitting_views.settled("✓ It stands under the draft until an organiser has dealt with it."))


def on_settle(call: Call) -> Answer:
    """The changes are settled."""
    approvals.settle(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=sitting_views.settled("✓ Settled."))


def on_take_in(call: Call) -> Answer:
    """Marks that came after the approval make a new version."""
    version = approvals.take_in(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=sitting_views.settled(f"✓ The minutes are version {version} now."))


def on_item(call: Call) -> Answer:
    """An item's menu: edit, remove, put back."""
    deed, _, rest = call.value.partition("|")
    meeting, _, key = rest.partition("|")
    meeting_id = number(meeting)
    if deed == "edit":
        return _edit(call, meeting_id, key)
    if deed not in ("remove", "restore"):
        raise Refused("I don't know that choice.")
    shown, entry = corrections.correct(call.deps, call.actor, meeting_id, key, deed, once=call.once)
    if deed == "remove" and entry:
        return Answer(message=views.removed(shown.paper, entry))
    return _shown(shown, said="✓ It is back.")


def _edit(call: Call, meeting_id: int, key: str) -> Answer:
    shown = minutes.show(call.deps, call.actor, meeting_id)
    entry = next((e for e in shown.paper.record.entries if e.key == key), None)
    if entry is None:
        raise Refused("That item is not in the minutes any more.")
    return Answer(view=sitting_views.item_form(
        shown.meeting, nonce=nonce(), topics=[t for t in topics(shown) if t[0] != key], kind=entry.kind, text=entry.text,
        owners=[o.user for o in entry.owners if o.user], due=entry.due, topic=entry.topic or "", key=key))


def on_edit_form(call: Call) -> Answer:
    """The item, changed."""
    key = str(call.meta.get("key"))
    meeting_id = number(str(call.meta.get("meeting")))
    shown, _ = corrections.correct(call.deps, call.actor, meeting_id, key, "edit", item_values(call), once=call.once)
    return _shown(shown, said="✓ Changed.")


COMMANDS = (
    Route(words="minutes", run=on_show, usage="minutes [4 | 1 December]", about="the minutes: the latest, by number, or by day"),
)
ACTIONS = {Ids.SHOW: on_click_show, Ids.RIGHT: on_right, Ids.CHECK: on_check, Ids.CHANGE: on_change, Ids.SETTLE: on_settle,
           Ids.TAKE_IN: on_take_in, Ids.ITEM: on_item}
FORMS = {Ids.CHANGE_FORM: on_change_form, Ids.EDIT_FORM: on_edit_form}
