"""The charter at the door: looking at it, changing its parts, its history, and the card that anybody may ask for."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.services import charter, people
from bot.views import charter as views
from bot.views import charter_forms as forms
from bot.views.charter import Ids, Whole
from handlers.call import Answer, Call, Route, nonce
from handlers.setup_path import after_step
from mentoring.charter import STARTS
from mentoring.people import Group
from mentoring.refused import Refused


def on_show(call: Call) -> Answer:
    """``charter``."""
    return _card(call, call.need_group())


def _card(call: Call, group: Group, said: str = "") -> Answer:
    return Answer(message=views.card(charter.of(call.deps, call.actor, group), organiser=call.actor.organises(group.id), said=said))


def on_edit(call: Call) -> Answer:
    """``charter edit``: a button for every part."""
    return _parts(call, call.need_group())


def _parts(call: Call, group: Group) -> Answer:
    return Answer(message=views.parts(charter.to_change(call.deps, call.actor, group)))


def on_history(call: Call) -> Answer:
    """``charter history``: who changed what and when."""
    return _history(call, call.need_group())


def _history(call: Call, group: Group) -> Answer:
    return Answer(message=views.history(group, charter.history(call.deps, call.actor, group), ZoneInfo(group.tz)))


def on_about(call: Call) -> Answer:
    """``groups``, ``about Hospitalists``: for anybody in the workspace."""
    return Answer(message=views.public(charter.cards(call.deps, call.actor, call.text.strip()), join="members.ask"))


# ---- clicks ----------------------------------------------------------------------------------------------------------------

def on_click_show(call: Call) -> Answer:
    """The whole charter."""
    return _card(call, call.actor.group(call.value))


def on_click_parts(call: Call) -> Answer:
    """Change it."""
    return _parts(call, call.actor.group(call.value))


def on_click_history(call: Call) -> Answer:
    """Who changed what."""
    return _history(call, call.actor.group(call.value))


def _theirs(call: Call) -> tuple[Group, Whole, bool]:
    """The group, its charter, and whether the click came from the checklist of the setup."""
    value, _, path = call.value.partition("|")
    group = call.actor.group(value)
    return group, charter.to_change(call.deps, call.actor, group), bool(path)


def on_peers(call: Call) -> Answer:
    """Who is a peer here: the form."""
    group, whole, path = _theirs(call)
    return Answer(view=forms.peers(group, whole.charter, nonce=nonce(), path=path))


def on_example(call: Call) -> Answer:
    """A starting text goes into the form, to be edited there."""
    group = call.actor.group(call.meta.get("group"))
    whole = charter.to_change(call.deps, call.actor, group)
    if call.value not in [str(n) for n in range(len(STARTS))]:
        raise Refused("Please choose one of the examples.")
    return Answer(view=forms.peers(group, whole.charter, nonce=str(call.meta.get("nonce")), example=int(call.value),
                                   path=bool(call.meta.get("path"))), update=True)


def on_size(call: Call) -> Answer:
    """How many: the form."""
    group, whole, path = _theirs(call)
    return Answer(view=forms.size(group, whole.charter, members=whole.members, nonce=nonce(), path=path))


def on_joining(call: Call) -> Answer:
    """How people join, until when: the form."""
    group, whole, path = _theirs(call)
    return Answer(view=forms.joining(group, whole.charter, nonce=nonce(), path=path))


def on_endorsement(call: Call) -> Answer:
    """What the chair says: the form."""
    group, whole, _ = _theirs(call)
    return Answer(view=forms.endorsement(group, whole.charter, today=people.groups_today(call.deps, group), nonce=nonce()))


# ---- forms -----------------------------------------------------------------------------------------------------------------

def _said(call: Call, block: str) -> object:
    """What stands in a field, whether or not a starting text has given the field another name."""
    return next((v for k, v in call.values.items() if k.partition("_")[0] == block), None)


def on_peers_form(call: Call) -> Answer:
    """Who is a peer here, decided."""
    group = call.actor.group(call.meta.get("group"))
    try:
        whole = charter.define_peers(call.deps, call.actor, group, _said(call, "peers"), _said(call, "alike") or (), once=call.once)
    except Refused as no:
        raise Refused(no.text, field=next((k for k in call.values if k.partition("_")[0] == no.field), no.field)) from None
    return _saved(call, whole, "✓ Who is a peer here is decided.")


def on_size_form(call: Call) -> Answer:
    """How many, decided."""
    values, group = call.values, call.actor.group(call.meta.get("group"))
    whole = charter.size(call.deps, call.actor, group, least=values.get("least"), ideal=values.get("ideal"), most=values.get("most"),
                         why=values.get("why"), once=call.once)
    return _saved(call, whole, "✓ How many you should be is decided.")


def on_joining_form(call: Call) -> Answer:
    """How people join and until when, decided."""
    values, group = call.values, call.actor.group(call.meta.get("group"))
    said = str(values.get("month") or "0")
    month = (int(said) or None) if said.isascii() and said.isdigit() and len(said) < 3 else -1
    whole = charter.joining(call.deps, call.actor, group, rule=values.get("joining"), when=values.get("when"), month=month,
                            ends=_day(values.get("ends")), event=values.get("event"), silence=values.get("silence"), once=call.once)
    return _saved(call, whole, "✓ How people join is decided.")


def on_endorsement_form(call: Call) -> Answer:
    """What the chair says."""
    values, group = call.values, call.actor.group(call.meta.get("group"))
    whole = charter.endorse(call.deps, call.actor, group, text=values.get("endorsement"), by=values.get("by"), day=_day(values.get("day")),
                            once=call.once)
    said = "✓ What the chair says is in the charter." if whole.charter.endorsement else "✓ There is no endorsement now."
    return _saved(call, whole, said)


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(str(said)) if said else None
    except ValueError:
        raise Refused("Please choose a day from the calendar.") from None


def _saved(call: Call, whole: Whole, said: str) -> Answer:
    return after_step(call, whole.group, said) if call.meta.get("path") else Answer(message=views.parts(whole, said=said))


COMMANDS = (
    Route(words="charter", run=on_show, usage="charter", about="who peers are, how many, why, what you expect", hint=True),
    Route(words="charter edit", run=on_edit, usage="charter edit", about="organiser: change a part of it"),
    Route(words="charter history", run=on_history, usage="charter history", about="who changed the mission, or another part, and when"),
    Route(words="groups", run=on_about, usage="groups", about="the peer-mentorship groups here, and how to join one", stranger=True),
    Route(words="about", run=on_about, usage="about [name]", about="what anybody may know of a group", stranger=True),
)
ACTIONS = {Ids.SHOW: on_click_show, Ids.PARTS: on_click_parts, Ids.HISTORY: on_click_history, Ids.PEERS: on_peers,
           Ids.EXAMPLE: on_example, Ids.SIZE: on_size, Ids.JOINING: on_joining, Ids.ENDORSEMENT: on_endorsement}
FORMS = {Ids.PEERS_FORM: on_peers_form, Ids.SIZE_FORM: on_size_form, Ids.JOINING_FORM: on_joining_form,
         Ids.ENDORSEMENT_FORM: on_endorsement_form}
