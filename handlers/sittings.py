"""A meeting that is held, at the door: start, here, add an item, answer what is missing, end."""

from __future__ import annotations

from datetime import date

from bot.services import corrections, minutes, sittings
from bot.views import minutes as minute_views
from bot.views import sittings as views
from bot.views.sittings import Ids
from handlers.call import NOTHING, Answer, Call, Route, nonce
from handlers.typed import mentions, readable
from mentoring.records import ItemKind
from mentoring.refused import Refused


def on_start(call: Call) -> Answer:
    """``meeting start``: begin now, planned or not."""
    meeting, new = sittings.start(call.deps, call.actor, call.need_group(), once=call.once)
    what = ", without a plan" if new else ""
    return Answer(message=views.settled(f"✓ Meeting {meeting.number} begins{what}. Its message is in the channel; its thread is the log."))


def on_begin_here(call: Call, ts: str) -> Answer:
    """``meeting starts`` written in the channel: the meeting begins, and the thread under that message is its log."""
    sittings.start(call.deps, call.actor, call.need_group(), once=call.once, ts=ts)
    return NOTHING


def on_end(call: Call) -> Answer:
    """``meeting close``."""
    return _ended(call, sittings.running(call.deps, call.actor, call.need_group()))


def _ended(call: Call, meeting_id: int) -> Answer:
    meeting = minutes.end(call.deps, call.actor, meeting_id, once=call.once)
    return Answer(message=views.settled(f"✓ Meeting {meeting.number} is over. The draft of its minutes is in the thread, to look at."))


def on_click_end(call: Call) -> Answer:
    """End."""
    return _ended(call, number(call.value))


def on_go_on(call: Call) -> Answer:
    """We are still at it."""
    sittings.go_on(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=views.settled("✓ I wait on."))


def on_here(call: Call) -> Answer:
    """I'm here."""
    meeting = sittings.here(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=views.here(meeting.id, meeting.number))


def on_lead(call: Call) -> Answer:
    """Lead this meeting."""
    meeting = sittings.take_chair(call.deps, call.actor, number(call.value), once=call.once)
    return Answer(message=views.settled(f"✓ You lead meeting {meeting.number}."))


def on_typed_lead(call: Call) -> Answer:
    """``meeting lead``."""
    meeting_id = sittings.running(call.deps, call.actor, call.need_group())
    meeting = sittings.take_chair(call.deps, call.actor, meeting_id, once=call.once)
    return Answer(message=views.settled(f"✓ You lead meeting {meeting.number}."))


def on_sensitive(call: Call) -> Answer:
    """``meeting sensitive``."""
    meeting_id = sittings.running(call.deps, call.actor, call.need_group())
    meeting = sittings.sensitive(call.deps, call.actor, meeting_id, once=call.once)
    return Answer(message=views.settled(f"✓ Meeting {meeting.number} is sensitive: decisions and action items only."))


# ---- items -------------------------------------------------------------------------------------------------------------

def on_add(call: Call) -> Answer:
    """The form for an item."""
    shown = minutes.show(call.deps, call.actor, number(call.value))
    return Answer(view=views.item_form(shown.meeting, nonce=nonce(), topics=topics(shown)))


def topics(shown: minutes.Shown) -> list[tuple[str, str]]:
    """The topics of minutes, for a menu."""
    return [(e.key, e.text) for e in shown.paper.record.of(ItemKind.TOPIC)]


def on_add_form(call: Call) -> Answer:
    """The form, submitted."""
    meeting_id = number(str(call.meta.get("meeting")))
    value = item_values(call)
    key = f"m:{str(call.meta.get('nonce'))[:40]}"
    if source := call.meta.get("source"):
        value["ts"] = str(source)[:32]
    shown, _ = corrections.correct(call.deps, call.actor, meeting_id, key, "add", value, once=call.once)
    return _stands(call, shown, "✓ It is in the minutes.")


def item_values(call: Call) -> dict:
    """What the form says of an item."""
    values = call.values
    kind = values.get("kind") if values.get("kind") in set(ItemKind) else ItemKind.NOTE.value
    topic = values.get("topic")
    due = _day(values.get("due"))
    return {"kind": str(kind), "text": values.get("text") or "", "owners": list(values.get("owners") or ()),
            "due": due.isoformat() if due else None, "topic": topic if topic and topic != "-" else None}


def _day(words: object) -> date | None:
    try:
        return date.fromisoformat(str(words)) if words else None
    except ValueError:
        raise Refused("Please choose a day.", field="due") from None


def _stands(call: Call, shown: minutes.Shown, said: str) -> Answer:
    return Answer(message=minute_views.shown(shown.paper, may_change=shown.may_change, group=shown.group, state=said))


def on_from_message(call: Call) -> Answer:
    """The message shortcut "Add to minutes": the form with the message's words, for the meeting that is going on or was last."""
    group = call.need_group()
    meeting_id = minutes.of_group(call.deps, call.actor, group)
    shown = minutes.show(call.deps, call.actor, meeting_id)
    text = readable(call.values.get("text") or "", call.values.get("names"))
    ts = str(call.values.get("ts") or "") if call.channel == group.channel else ""
    return Answer(view=views.item_form(shown.meeting, nonce=nonce(), topics=topics(shown), kind=ItemKind.NOTE, text=text[:2000],
                                       owners=mentions(call.values.get("text") or ""), source=ts))


# ---- what an action item lacks -------------------------------------------------------------------------------------------

def on_owner(call: Call) -> Answer:
    """Who takes it: a button with a name, or a person picked."""
    meeting_id, key, user = _item(call)
    return _answered(call, meeting_id, key, {"owners": [user]}, f"✓ <@{user}> takes it.")


def on_mine(call: Call) -> Answer:
    """I do."""
    meeting_id, key, _ = _item(call)
    return _answered(call, meeting_id, key, {"owners": [call.actor.person.user]}, "✓ It is yours.")


def on_due(call: Call) -> Answer:
    """By when."""
    meeting_id, key, day = _item(call)
    due = _day(day)
    return _answered(call, meeting_id, key, {"due": due.isoformat()}, f"✓ By {due:%A} {due.day} {due:%B %Y}.")


def on_no_date(call: Call) -> Answer:
    """No date."""
    meeting_id, key, _ = _item(call)
    return _answered(call, meeting_id, key, {"due": None}, "✓ Without a date.")


def on_split(call: Call) -> Answer:
    """For everyone: one for each."""
    meeting_id, key, _ = _item(call)
    count = corrections.split(call.deps, call.actor, meeting_id, key, once=call.once)
    return Answer(message=views.settled(f"✓ {count} action items, one for each."))


def _item(call: Call) -> tuple[int, str, str]:
    """The item that a button or a picker is about: in its value, or in the block's own id."""
    about = call.value if call.value.count("|") else f"{call.block.removeprefix('doubt|')}|{call.value}"
    meeting, _, rest = about.partition("|")
    key, _, chosen = rest.partition("|")
    return number(meeting), key, chosen


def _answered(call: Call, meeting_id: int, key: str, value: dict, said: str) -> Answer:
    corrections.correct(call.deps, call.actor, meeting_id, key, "edit", value, once=call.once)
    return Answer(message=views.settled(said.replace("<@", "").replace(">", "") if "<@" in said else said))


def number(value: str) -> int:
    """A meeting's id, as a button carries it."""
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Refused("I can't find that meeting among those of your groups.")
    return int(value)


COMMANDS = (
    Route(words="meeting start", run=on_start, usage="meeting start", about="begin a meeting now, planned or not"),
    Route(words="meeting close", run=on_end, usage="meeting close", about="close the meeting that is going on"),
    Route(words="meeting sensitive", run=on_sensitive, usage="meeting sensitive", about="minutes of decisions and action items only"),
    Route(words="meeting lead", run=on_typed_lead, usage="meeting lead", about="lead the meeting that is going on"),
)
ACTIONS = {Ids.HERE: on_here, Ids.ADD: on_add, Ids.END: on_click_end, Ids.GO_ON: on_go_on, Ids.LEAD: on_lead, Ids.OWNER: on_owner,
           Ids.MINE: on_mine, Ids.DUE: on_due, Ids.NO_DATE: on_no_date, Ids.SPLIT: on_split}
FORMS = {Ids.ADD_FORM: on_add_form}
STRANGERS = frozenset({str(Ids.END), f"{Ids.END}.now", str(Ids.GO_ON)})   # a guest who facilitates
SHORTCUTS = {Ids.FROM_MESSAGE: on_from_message}
