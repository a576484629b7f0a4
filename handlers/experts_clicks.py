"""Experts at the door: buttons and forms."""

from __future__ import annotations

from bot.services import experts, experts_questions
from bot.services.experts import Coming, Shown
from bot.views import experts as views
from bot.views import experts_forms as forms
from bot.views import experts_words as words
from bot.views.experts import Ids
from handlers import experts as experts_door
from handlers.call import Answer, Call, nonce
from mentoring.experts import LONGEST_LETTER, State, Wording, need_organiser, need_sight
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.topics import Field

COMMANDS = ()


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(call: Call, said: object) -> int:
    number = str(said)
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        need_sight(call.actor, None)
    return int(number)


def _group(call: Call, said: object) -> Group:
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    return found or call.need_group()


def _pair(call: Call) -> tuple[str, str]:
    one, _, other = call.value.partition("|")
    return one, other


def on_click_add(call: Call) -> Answer:
    """The form."""
    return Answer(view=forms.form(_group(call, call.value), nonce=nonce()))


def on_click_list(call: Call) -> Answer:
    """The directory."""
    return experts_door.listed(call, _group(call, call.value))


def on_click_show(call: Call) -> Answer:
    """Details."""
    return experts_door.card(call, experts.one(call.deps, call.actor, _id(call, call.value)))


def on_click_edit(call: Call) -> Answer:
    """The form."""
    shown = experts.one(call.deps, call.actor, _id(call, call.value))
    return Answer(view=forms.form(shown.group, nonce=nonce(), expert=shown.expert))


def on_click_remove(call: Call) -> Answer:
    """Out of the directory."""
    return experts_door.removed(call, _id(call, call.value))


def on_click_adopt(call: Call) -> Answer:
    """Take somebody who agreed into our directory."""
    group, expert = _pair(call)
    shown = experts.adopt(call.deps, call.actor, _group(call, group), _id(call, expert), once=call.once)
    return experts_door.card(call, shown, "✓ In your directory.")


def on_click_settle(call: Call) -> Answer:
    """A need is settled."""
    group, need = _pair(call)
    experts.settle_need(call.deps, call.actor, _group(call, group), _id(call, need), once=call.once)
    return experts_door.listed(call, _group(call, group))


def on_click_invite(call: Call) -> Answer:
    """The form."""
    return experts_door.invite_form(call, experts.one(call.deps, call.actor, _id(call, call.value)), [])


def on_click_say(call: Call) -> Answer:
    """Accepted, declined, came, did not come, thanked."""
    visit, state = _pair(call)
    if state not in set(State):
        need_sight(call.actor, None)
    return experts_door.moved(call, _id(call, visit), State(state))


def on_click_ask(call: Call) -> Answer:
    """A question between meetings: the form."""
    return Answer(view=forms.ask_form(experts.one(call.deps, call.actor, _id(call, call.value)).expert, nonce=nonce()))


def on_click_collect(call: Call) -> Answer:
    """A question for the slot: the form."""
    shown, at = experts.coming(call.deps, call.actor, _id(call, call.value))
    return Answer(view=forms.ask_form(shown.expert, nonce=nonce(), visit=at.visit))


def on_click_answer(call: Call) -> Answer:
    """The answer came: the form."""
    shown, question = experts_questions.of_question(call.deps, call.actor, _id(call, call.value))
    return Answer(view=forms.answer_form(shown.expert, question, nonce=nonce()))


def _led(call: Call, said: object) -> tuple[Shown, Coming]:
    shown, at = experts.coming(call.deps, call.actor, _id(call, said))
    need_organiser(call.actor, shown.expert)
    return shown, at


def on_click_letter(call: Call) -> Answer:
    """The drafted invitation, to edit: all dates that are open, with the questions so far."""
    shown, at = _led(call, call.value)
    dates = [c for c in shown.visits if c.visit.state in (State.INVITED, State.ACCEPTED) and c.meeting.is_on
             and c.meeting.ends > call.deps.clock.now()] or [at]
    text = words.invitation(shown.expert, shown.group, [(c.visit, c.meeting, c.questions) for c in dates], call.actor.person.name)
    return Answer(view=forms.text_form("The invitation", text, kind="invite", visit=at.visit, nonce=nonce()))


def on_click_thanks(call: Call) -> Answer:
    """The drafted thanks, to edit."""
    shown, at = _led(call, call.value)
    text = words.thanks(shown.expert, shown.group, at.visit, at.meeting, at.actions, call.actor.person.name)
    return Answer(view=forms.text_form("Thanks", text, kind="thanks", visit=at.visit, nonce=nonce()))


def on_click_file(call: Call) -> Answer:
    """The calendar file or the letter, in a direct message."""
    visit, form = _pair(call)
    shown, _ = _led(call, visit)
    experts.send_file(call.deps, call.actor, _id(call, visit), "html" if form == "html" else "ics", once=call.once)
    return experts_door.card(call, shown, "The file comes to you in a direct message.")


def on_mail(call: Call) -> Answer:
    """The link was followed; Slack says so, and there is nothing to do."""
    return Answer()


# ---- forms --------------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """Somebody new, or one who was edited."""
    values, field = call.values, call.values.get("field")
    wording = Wording(name=values.get("name") or "", mail=values.get("mail") or "", user=next(iter(values.get("user") or ()), None),
                      field=Field(field) if field in set(Field) else None, note=values.get("note") or "",
                      shared="shared" in (values.get("shared") or ()), again={"yes": True, "no": False}.get(values.get("again") or ""))
    if call.meta.get("expert"):
        shown = experts.edit(call.deps, call.actor, _id(call, call.meta["expert"]), wording, once=call.once)
        return experts_door.card(call, shown, "✓ Saved.")
    return experts_door.card(call, experts.add(call.deps, call.actor, _group(call, call.meta.get("group")), wording, once=call.once),
                 "✓ In the directory.")


def on_invite_form(call: Call) -> Answer:
    """One invitation, several dates."""
    values = call.values
    first, minutes = (_minute(values, name) for name in ("first", "minutes"))
    shown = experts.invite(call.deps, call.actor, _id(call, call.meta.get("expert")), [_id(call, m) for m in values.get("meetings") or ()],
                           first=first, minutes=minutes, brief=values.get("brief") or "",
                           facilitates="yes" in (values.get("facilitates") or ()), once=call.once)
    return experts_door.card(call, shown, "✓ Drafted: press “Invitation” for the text, and send it.")


def _minute(values: dict, name: str) -> int:
    said = str(values.get(name) or "").strip()
    if not said.isascii() or not said.isdigit() or len(said) > 3:
        raise Refused("Minutes, as a number, please.", field=name)
    return int(said)


def on_ask_form(call: Call) -> Answer:
    """A question between meetings, or for a slot."""
    text = call.values.get("text") or ""
    if call.meta.get("visit"):
        shown, _ = experts_questions.collect(call.deps, call.actor, _id(call, call.meta["visit"]), text, once=call.once)
        return experts_door.card(call, shown, "✓ Kept for their time with you.")
    return experts_door.asked(call, _id(call, call.meta.get("expert")), text)


def on_answer_form(call: Call) -> Answer:
    """What the expert said."""
    shown = experts_questions.answer(call.deps, call.actor, _id(call, call.meta.get("question")), call.values.get("text") or "",
                                      once=call.once)
    return experts_door.card(call, shown, "✓ It is in the channel.")


def on_text_form(call: Call) -> Answer:
    """The text as it was edited, to copy."""
    shown, at = _led(call, call.meta.get("visit"))
    text, thanks = (call.values.get("text") or "")[:LONGEST_LETTER], call.meta.get("kind") == "thanks"
    title = f"Thanks to {shown.expert.name}" if thanks else f"Invitation of {shown.expert.name}"
    buttons = [views.said_button(at.visit, State.THANKED, "I have sent it"), views.file_button(at.visit, "html")] if thanks else [
        views.file_button(at.visit, "ics"), views.said_button(at.visit, State.ACCEPTED, "They accepted")]
    subject = "Thank you" if thanks else f"An invitation from {shown.group.name}"
    return Answer(message=views.text_ready(shown.expert, title, text, link=words.mail_link(shown.expert, subject, text), buttons=buttons))


ACTIONS = {Ids.ADD: on_click_add, Ids.LIST: on_click_list, Ids.SHOW: on_click_show, Ids.EDIT: on_click_edit, Ids.REMOVE: on_click_remove,
           Ids.ADOPT: on_click_adopt,
           Ids.SETTLE: on_click_settle, Ids.INVITE: on_click_invite, Ids.LETTER: on_click_letter, Ids.SAY: on_click_say,
           Ids.COLLECT: on_click_collect, Ids.ASK: on_click_ask, Ids.ANSWER: on_click_answer, Ids.THANKS: on_click_thanks,
           Ids.FILE: on_click_file, Ids.MAIL: on_mail}
FORMS = {Ids.FORM: on_form, Ids.INVITE_FORM: on_invite_form, Ids.ASK_FORM: on_ask_form, Ids.ANSWER_FORM: on_answer_form,
         Ids.TEXT_FORM: on_text_form}
