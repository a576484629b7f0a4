"""The mission at the door: looking at it, proposing a wording, voting, saying something, keeping it for another year."""

from __future__ import annotations

from bot.services import missions
from bot.services.missions import Shown
from bot.views import missions as views
from bot.views.missions import Ids
from handlers.call import Answer, Call, Route, nonce
from handlers.setup_path import after_step
from mentoring.missions import Proposal, State, need_open
from mentoring.people import Group


def on_show(call: Call) -> Answer:
    """``mission``."""
    return _card(missions.of(call.deps, call.actor, call.need_group()))


def _card(shown: Shown, said: str = "") -> Answer:
    return Answer(message=views.card(shown.group, shown.mission, shown.proposals, organiser=shown.organiser, review=shown.review,
                                     said=said))


def on_propose(call: Call) -> Answer:
    """``mission propose …``: the form, with what was typed as its first sentence."""
    return _form(call, call.need_group(), exist=call.text.strip())


def _form(call: Call, group: Group, *, exist: str = "", path: bool = False) -> Answer:
    shown = missions.of(call.deps, call.actor, group)
    return Answer(view=views.form(group, nonce=nonce(), mission=shown.mission, holds=shown.organiser and shown.mission is None, exist=exist,
                                  path=path))


# ---- clicks ----------------------------------------------------------------------------------------------------------------

def _id(call: Call, said: object) -> int:
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_open(call.actor, None)
    return int(words)


def on_click_show(call: Call) -> Answer:
    """The mission, from a button."""
    return _card(missions.of(call.deps, call.actor, call.actor.group(call.value)))


def on_open(call: Call) -> Answer:
    """The form."""
    value, _, path = call.value.partition("|")
    return _form(call, call.actor.group(value), path=bool(path))


def on_yes(call: Call) -> Answer:
    """Yes, adopt it."""
    return _voted(call, missions.vote(call.deps, call.actor, _id(call, call.value), "yes", once=call.once))


def on_no(call: Call) -> Answer:
    """No."""
    return _voted(call, missions.vote(call.deps, call.actor, _id(call, call.value), "no", once=call.once))


def _voted(call: Call, proposal: Proposal) -> Answer:
    mine = proposal.by_id == call.actor.person.id or call.actor.organises(proposal.group_id)
    return Answer(message=views.own_vote(proposal, may_withdraw=mine and proposal.state is State.OPEN))


def on_withdraw(call: Call) -> Answer:
    """Take it back."""
    return _voted(call, missions.withdraw(call.deps, call.actor, _id(call, call.value), once=call.once))


def on_comment(call: Call) -> Answer:
    """Say something: the form."""
    return Answer(view=views.comment_form(missions.one(call.deps, call.actor, _id(call, call.value)), nonce=nonce()))


def on_keep(call: Call) -> Answer:
    """We keep it another year."""
    return _card(missions.kept(call.deps, call.actor, call.actor.group(call.value), once=call.once),
                 "✓ Kept: mission and goals come back in a year.")


# ---- forms -----------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """A wording: the organiser's first one holds, every other is proposed."""
    values, group = call.values, call.actor.group(call.meta.get("group"))
    shown, holds = missions.say_first(call.deps, call.actor, group, values.get("exist"), values.get("gain"), values.get("why"),
                                      once=call.once)
    said = "✓ That is your mission now." if holds else "✓ Proposed in the channel, with your yes."
    if call.meta.get("path"):
        return after_step(call, group, said)
    mine = [p for p in shown.proposals if p.by_id == call.actor.person.id]
    return _card(shown, said) if holds or not mine else Answer(message=views.own_vote(mine[-1], may_withdraw=True, said=said))


def on_comment_form(call: Call) -> Answer:
    """A word about a wording."""
    return Answer(message=views.commented(missions.comment(call.deps, call.actor, _id(call, call.meta.get("proposal")),
                                                           call.values.get("text"), once=call.once)))


COMMANDS = (
    Route(words="mission", run=on_show, usage="mission", about="why the group exists and what members gain; what is proposed", hint=True),
    Route(words="mission propose", run=on_propose, usage="mission propose [words]", about="another wording, adopted by vote"),
)
ACTIONS = {Ids.SHOW: on_click_show, Ids.OPEN: on_open, Ids.YES: on_yes, Ids.NO: on_no, Ids.COMMENT: on_comment, Ids.WITHDRAW: on_withdraw,
           Ids.KEEP: on_keep}
FORMS = {Ids.FORM: on_form, Ids.COMMENT_FORM: on_comment_form}
