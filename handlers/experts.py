"""Experts at the door: what is typed. Clicks and forms are in `experts_clicks`."""

from __future__ import annotations

import re

from bot.services import experts, experts_questions
from bot.services.experts import Shown
from bot.views import experts as views
from bot.views import experts_forms as forms
from bot.views import experts_words as words
from handlers import coming
from handlers.call import Answer, Call, Route, nonce
from mentoring.experts import State, need_organiser, read_line
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused

_NUMBER = regex(r"#? ?(\d{1,6})\b[:.]?\s*")
_TO = regex(r"^(?:to|for|at|on)\s+(?:the\s+)?", re.IGNORECASE)
_AND = regex(r"\s*(?:,|&|\band\b)\s*", re.IGNORECASE)


def card(call: Call, shown: Shown, said: str = "") -> Answer:
    """The card of an expert, with what the actor can do."""
    may_edit = shown.organiser or shown.expert.added_by == call.actor.person.id
    return Answer(message=views.card(shown.expert, [(c.visit, c.meeting) for c in shown.visits], shown.questions,
                                     organiser=shown.organiser, may_edit=may_edit, said=said))


def listed(call: Call, group: Group, said: str = "") -> Answer:
    """The directory."""
    return Answer(message=views.listing(group, *experts.listed(call.deps, call.actor, group), said=said))


def removed(call: Call, expert_id: int) -> Answer:
    """Out of the directory, and what is left of it."""
    gone = experts.remove(call.deps, call.actor, expert_id, once=call.once)
    return listed(call, next(g for g in call.actor.groups if g.id == gone.group_id), f"✓ {gone.name} is out of the directory.")


def _named(call: Call) -> tuple[Shown, str]:
    found = _NUMBER.match(call.text.strip())
    if not found:
        route = call.route.words if call.route else "expert show"
        raise Refused(f"Which one? Put the number after it, for example `/mentor {route} 2`. `/mentor expert list` shows the numbers.")
    return experts.resolve(call.deps, call.actor, call.need_group(), int(found[1])), call.text.strip()[found.end():].strip()


def on_add(call: Call) -> Answer:
    """``expert add Dr Vera Lang vera@example.org``; without words the form."""
    group = call.need_group()
    if not call.text.strip():
        return Answer(view=forms.form(group, nonce=nonce()))
    return card(call, experts.add(call.deps, call.actor, group, read_line(call.text), once=call.once), "✓ In the directory.")


def on_add_form(call: Call) -> Answer:
    """The form with the words of a line that was refused."""
    return Answer(view=forms.form(call.need_group(), nonce=nonce(), said=read_line(call.text)))


def on_list(call: Call) -> Answer:
    """``expert list``."""
    return listed(call, call.need_group())


def on_show(call: Call) -> Answer:
    """``expert show 2``."""
    return card(call, _named(call)[0])


def on_edit(call: Call) -> Answer:
    """``expert edit 2`` opens the form."""
    shown = _named(call)[0]
    return Answer(view=forms.form(shown.group, nonce=nonce(), expert=shown.expert))


def on_remove(call: Call) -> Answer:
    """``expert remove 2``."""
    return removed(call, _named(call)[0].expert.id)


def on_need(call: Call) -> Answer:
    """``expert need Somebody from the promotions committee``."""
    group = call.need_group()
    if not call.text.strip():
        raise Refused("What do you need somebody for? For example `/mentor expert need Somebody from the promotions committee`.")
    experts.need(call.deps, call.actor, group, call.text, once=call.once)
    return listed(call, group)


def on_invite(call: Call) -> Answer:
    """``expert invite 2 to the March meeting``: the form, with the meetings chosen that were named."""
    shown, rest = _named(call)
    chosen = [coming.meeting(call, shown.group, m).id for m in _AND.split(_TO.sub("", rest)) if m] if rest else []
    return invite_form(call, shown, chosen)


def invite_form(call: Call, shown: Shown, chosen: list[int]) -> Answer:
    """The form of an invitation, with these meetings chosen."""
    need_organiser(call.actor, shown.expert)
    ahead = experts.ahead(call.deps, call.actor, shown.group)
    if not ahead:
        raise Refused(f"{shown.group.name} has no coming meeting. `/mentor meeting plan` makes some.")
    return Answer(view=forms.invite_form(shown.expert, ahead, nonce=nonce(), chosen=chosen))


def _said(state: State):
    def run(call: Call) -> Answer:
        shown, _ = _named(call)
        order = list(reversed(shown.visits)) if state in (State.CAME, State.MISSED, State.THANKED) else list(shown.visits)
        now, found = call.deps.clock.now(), None
        for each in order:
            past = each.meeting.starts <= now
            if each.visit.state in _BEFORE[state] and (past or state in (State.ACCEPTED, State.DECLINED)):
                found = each
                break
        if found is None:
            raise Refused(f"{shown.expert.name} has no visit that could be “{state.value}” now.")
        return moved(call, found.visit.id, state)
    return run


_BEFORE = {State.ACCEPTED: {State.INVITED, State.DECLINED}, State.DECLINED: {State.INVITED, State.ACCEPTED}, State.CAME: {State.ACCEPTED},
           State.THANKED: {State.CAME}}
on_accepted, on_declined, on_came, on_thanked = _said(State.ACCEPTED), _said(State.DECLINED), _said(State.CAME), _said(State.THANKED)


def moved(call: Call, visit_id: int, state: State) -> Answer:
    """A visit in another state, and its card."""
    shown, at = experts.say(call.deps, call.actor, visit_id, state, once=call.once)
    said = {State.ACCEPTED: f"✓ {shown.expert.name} comes to meeting {at.meeting.number}; the agenda shows it.",
            State.DECLINED: "Noted: they can't come to that one.", State.MISSED: "Noted: they did not come.",
            State.CAME: "✓ Came. Thanks are drafted: press “Thanks”.", State.THANKED: "✓ Thanked."}.get(state, "✓ Noted.")
    return card(call, shown, said)


def on_ask(call: Call) -> Answer:
    """``expert ask 2 How does the committee read a CV?``; without words the form."""
    shown, rest = _named(call)
    if not rest:
        return Answer(view=forms.ask_form(shown.expert, nonce=nonce()))
    return asked(call, shown.expert.id, rest)


def asked(call: Call, expert_id: int, text: str) -> Answer:
    """A question, and its text to send."""
    shown, question = experts_questions.ask(call.deps, call.actor, expert_id, text, once=call.once)
    draft = words.question(shown.expert, shown.group, question)
    return Answer(message=views.text_ready(shown.expert, f"Your question to {shown.expert.name}", draft,
                                           link=words.mail_link(shown.expert, f"A question from {shown.group.name}", draft),
                                           buttons=[views.answer_button(question)]))


def on_answer(call: Call) -> Answer:
    """``expert answer 2 They read the last five years``: to the oldest open question; without words the form."""
    shown, rest = _named(call)
    waiting = [q for q in shown.questions if not q.answered]
    if not waiting:
        raise Refused(f"No question to {shown.expert.name} waits for an answer.")
    if not rest:
        return Answer(view=forms.answer_form(shown.expert, waiting[0], nonce=nonce()))
    return card(call, experts_questions.answer(call.deps, call.actor, waiting[0].id, rest, once=call.once), "✓ It is in the channel.")


COMMANDS = (
    Route(words="expert add", run=on_add, usage="expert add [name] [mail]", about="somebody from outside who could help", form=on_add_form),
    Route(words="expert list", run=on_list, usage="expert list", about="the group's directory of experts, and what it needs"),
    Route(words="expert show", run=on_show, usage="expert show 2", about="one expert, with visits and questions"),
    Route(words="expert edit", run=on_edit, usage="expert edit 2", about="name, address, field, note, would you ask again"),
    Route(words="expert remove", run=on_remove, usage="expert remove 2", about="out of the directory, with visits and questions"),
    Route(words="expert need", run=on_need, usage="expert need Somebody who …", about="note that somebody from outside would help"),
    Route(words="expert invite", run=on_invite, usage="expert invite 2 [to the March meeting]", about="organiser: draft an invitation"),
    Route(words="expert accepted", run=on_accepted, usage="expert accepted 2", about="organiser: they come"),
    Route(words="expert declined", run=on_declined, usage="expert declined 2", about="organiser: they can't"),
    Route(words="expert came", run=on_came, usage="expert came 2", about="organiser: they were there"),
    Route(words="expert thanked", run=on_thanked, usage="expert thanked 2", about="organiser: the thanks are sent"),
    Route(words="expert ask", run=on_ask, usage="expert ask 2 [question]", about="a question between meetings"),
    Route(words="expert answer", run=on_answer, usage="expert answer 2 [text]", about="the answer came: into the channel"),
)
ACTIONS: dict = {}
FORMS: dict = {}
