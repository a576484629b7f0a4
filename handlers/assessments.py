"""The needs assessment at the door."""

from __future__ import annotations

from bot.services import assessments
from bot.services.assessments import Stand
from bot.views import assessments as views
from bot.views import topics as topic_views
from bot.views.assessments import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.assessments import FIELDS
from mentoring.people import Group


def on_needs(call: Call) -> Answer:
    """``needs``: the one that is open, or what came of the last."""
    return _shown(call, call.need_group())


def _shown(call: Call, group: Group) -> Answer:
    stand = assessments.latest(call.deps, call.actor, group)
    if stand is None:
        return Answer(message=views.none(group, call.actor.organises(group.id)))
    return Answer(message=_message(stand))


def _message(stand: Stand):
    if stand.round.closed:
        return views.results(stand)
    return views.running(stand.round, stand.group, mine=stand.mine, organiser=stand.organiser)


def on_start(call: Call) -> Answer:
    """``needs start``."""
    return _begun(call, call.need_group())


def _begun(call: Call, group: Group) -> Answer:
    stand = assessments.start(call.deps, call.actor, group, once=call.once)
    return Answer(message=views.begun(stand.round, stand.group))


def on_close(call: Call) -> Answer:
    """``needs close``."""
    return _closed(assessments.close(call.deps, call.actor, call.need_group(), once=call.once))


def _closed(stand: Stand) -> Answer:
    return Answer(message=views.closed() if stand.enough else views.results(stand))


def on_click_start(call: Call) -> Answer:
    """Ask everybody."""
    return _begun(call, call.actor.group(call.value))


def on_click_close(call: Call) -> Answer:
    """Close it now."""
    return _closed(assessments.close(call.deps, call.actor, call.actor.group(call.value), once=call.once))


def on_click_show(call: Call) -> Answer:
    """Needs, from a button."""
    return _shown(call, call.actor.group(call.value))


def on_answer(call: Call) -> Answer:
    """Two minutes: the first page, with what was said already."""
    one, marks = assessments.begun(call.deps, call.actor, _number(call.value))
    return Answer(view=views.page(one, 0, marks, nonce=nonce()))


def on_form(call: Call) -> Answer:
    """A page: kept at once, then the next one; the last sends it off."""
    number = min(max(_number(call.meta.get("page") or 0), 0), len(FIELDS) - 1)
    last = number == len(FIELDS) - 1
    marks = views.read(call.values, number)
    one = assessments.mark(call.deps, call.actor, _number(call.meta.get("round")), marks, whole=last, once=call.once)
    if last:
        return Answer(message=views.thanks(one))
    one, marks = assessments.begun(call.deps, call.actor, one.id)
    return Answer(view=views.page(one, number + 1, marks, nonce=nonce()), update=True)


def on_propose(call: Call) -> Answer:
    """A gap becomes a topic."""
    one, _, key = call.value.partition("|")
    shown = assessments.propose(call.deps, call.actor, _number(one), key, once=call.once)
    said = "✓ Proposed in the channel" + (", with your vote." if shown.topic.mine else ".")
    return Answer(message=topic_views.card(shown.topic, when=shown.when, may_change=shown.may_change, organiser=shown.organiser,
                                           left=shown.votes_left, said=said), refusal=True)


def _number(said: object) -> int:
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


COMMANDS = (
    Route(words="needs", run=on_needs, usage="needs", about="what the group needs: answer, or see what came of it"),
    Route(words="needs start", run=on_start, usage="needs start", about="ask every member, two minutes each; answers are private"),
    Route(words="needs close", run=on_close, usage="needs close", about="close the needs check and show the gaps"),
)
ACTIONS = {Ids.ANSWER: on_answer, Ids.PROPOSE: on_propose, Ids.SHOW: on_click_show, Ids.START: on_click_start, Ids.CLOSE: on_click_close}
FORMS = {Ids.FORM: on_form}
