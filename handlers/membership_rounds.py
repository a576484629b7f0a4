"""How long at the door: the yearly question, ends of memberships and groups, and who is not in the channel."""

from __future__ import annotations

from datetime import date, timedelta

from bot import dates
from bot.services import membership_goodbye, membership_roster, membership_rounds, membership_terms, people
from bot.views import membership_leaving as leaving_views
from bot.views import membership_letters as letters
from bot.views import membership_rounds as views
from bot.views.days import day
from bot.views.membership_rounds import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.membership_terms import Answer as Said
from mentoring.people import NOT_AMONG_YOURS, Group
from mentoring.refused import Refused

_OPEN = ("open", "open-ended", "none", "no end", "always", "indefinite")


def on_until(call: Call) -> Answer:
    """``until 30 June 2028``, ``until open``; an organiser also ``until @x 30 June 2028``. Without a day the form."""
    group, words = call.need_group(), call.text.strip()
    mine = call.actor.person.id
    if call.mentions:
        mine = membership_terms.by_user(call.deps, call.actor, group, call.mentions[0])
        words = " ".join(call.raw.partition(f"<@{call.mentions[0]}")[2].partition(">")[2].split())
    if not words:
        return _end_form(call, group.id, mine)
    ends = None if words.lower() in _OPEN else _day(call, words)
    return _ended(call, group, mine, ends)


def _day(call: Call, words: str) -> date:
    read = dates.read_when(words, now=call.deps.clock.now(), tz=people.zone(call.deps, call.actor))
    if isinstance(read, dates.Reading):
        return read.date
    raise Refused(f"Which day is “{words}”? For example: `/mentor until 30 June 2028`, or `/mentor until open`.")


def _end_form(call: Call, group_id: int, person_id: int) -> Answer:
    group, person, ends = membership_terms.of_member(call.deps, call.actor, group_id, person_id)
    return Answer(view=views.end_form(group, person.id, person.name, ends, nonce=nonce()))


def _ended(call: Call, group: Group, person_id: int, ends: date | None) -> Answer:
    person = membership_terms.set_end(call.deps, call.actor, group.id, person_id, ends, once=call.once)
    until = f"until {day(ends)}" if ends else "for as long as they like"
    return Answer(message=letters.answered(f"✓ {person.name} is in {group.name} {until}."))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(said: object) -> int:
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def _pair(call: Call) -> tuple[int, int]:
    group, _, person = call.value.partition("|")
    return _id(group), _id(person)


def on_stay(call: Call) -> Answer:
    """They stay."""
    group = membership_rounds.stay(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=views.noted(_id(call.value), group, Said.STAY))


def on_pause(call: Call) -> Answer:
    """Until when? The form."""
    one, group, mine = membership_rounds.look(call.deps, call.actor, _id(call.value))
    back = mine.back or people.today(call.deps, call.actor) + timedelta(days=90)
    return Answer(view=views.pause_form(one.id, group, back=back, nonce=nonce()))


def on_pause_form(call: Call) -> Answer:
    """The day, chosen."""
    back = call.values.get("back")
    if not back:
        raise Refused("Until when? Please choose the day on which you are back.", field="back")
    number = _id(call.meta.get("round"))
    group, returns = membership_rounds.pause(call.deps, call.actor, number, date.fromisoformat(back), once=call.once)
    return Answer(message=views.noted(number, group, Said.PAUSE, returns))


def on_leave(call: Call) -> Answer:
    """Leave: with the same question as `/mentor leave`."""
    _, group, _ = membership_rounds.look(call.deps, call.actor, _id(call.value))
    handed, heirs, heir = membership_goodbye.before(call.deps, call.actor, group)
    return Answer(view=leaving_views.form(group, handed, heirs, heir=heir, nonce=nonce()))


def on_again(call: Call) -> Answer:
    """The question once more."""
    one, group, _ = membership_rounds.look(call.deps, call.actor, _id(call.value))
    return Answer(message=views.question(one.id, group, one.silence, one.closes.date()))


def on_end(call: Call) -> Answer:
    """Another end: the form."""
    return _end_form(call, *_pair(call))


def on_end_form(call: Call) -> Answer:
    """The end, chosen."""
    group, ends = call.actor.group(call.meta.get("group")), call.values.get("ends")
    return _ended(call, group, _id(call.meta.get("person")), date.fromisoformat(ends) if ends else None)


def on_year(call: Call) -> Answer:
    """A year more."""
    group, person, ends = membership_terms.a_year_more(call.deps, call.actor, *_pair(call), once=call.once)
    return Answer(message=letters.answered(f"✓ {person.name} is in {group.name} until {day(ends)}."))


def on_go_then(call: Call) -> Answer:
    """They go at the end; the button is the member's own."""
    group_id, person_id = _pair(call)
    if person_id != call.actor.person.id:
        raise Refused(NOT_AMONG_YOURS)
    group, ends = membership_terms.go_then(call.deps, call.actor, group_id, once=call.once)
    return Answer(message=letters.answered(f"✓ You leave {group.name} on {day(ends)}. Until then everything is as before."))


def on_group_year(call: Call) -> Answer:
    """The group goes on for a year."""
    group, ends = membership_terms.group_a_year_more(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=letters.answered(f"✓ {group.name} goes on until {day(ends)}."))


def on_group_close(call: Call) -> Answer:
    """The group closes at its end."""
    group, ends, off = membership_terms.close_then(call.deps, call.actor, _id(call.value), once=call.once)
    called_off = f" {off} meeting{'s' * (off != 1)} after it {'is' if off == 1 else 'are'} called off." if off else ""
    return Answer(message=letters.answered(f"✓ {group.name} closes on {day(ends)}.{called_off}"))


def on_still(call: Call) -> Answer:
    """They are still with the group."""
    group, person = membership_roster.still(call.deps, call.actor, *_pair(call))
    return Answer(message=letters.answered(f"✓ {person.name} stays in {group.name}. Type /invite and the name in the channel, so that they "
                                           "see what is posted there."))


def on_has_left(call: Call) -> Answer:
    """They have left."""
    group, person = membership_roster.has_left(call.deps, call.actor, *_pair(call), once=call.once)
    return Answer(message=letters.answered(f"✓ {person.name} has left {group.name}. What they had in hand is offered in the channel."))


COMMANDS = (Route(words="until", run=on_until, usage="until [@person] 30 June 2028 | open",
                  about="how long somebody is in the group; open-ended unless you say so"),)
ACTIONS = {Ids.STAY: on_stay, Ids.PAUSE: on_pause, Ids.LEAVE: on_leave, Ids.AGAIN: on_again, Ids.END: on_end, Ids.YEAR: on_year,
           Ids.GO_THEN: on_go_then, Ids.GROUP_YEAR: on_group_year, Ids.GROUP_CLOSE: on_group_close, Ids.STILL: on_still,
           Ids.HAS_LEFT: on_has_left}
FORMS = {Ids.PAUSE_FORM: on_pause_form, Ids.END_FORM: on_end_form}
