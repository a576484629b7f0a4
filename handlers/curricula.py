"""A curriculum at the door: the plan, its changes, and what seniors draft."""

from __future__ import annotations

import re

from bot.services import curricula, curricula_drafts
from bot.services.curricula import Shown
from bot.views import curricula as views
from bot.views.curricula import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.curricula import Curriculum
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused

_PAIR = regex(r"#?(\d{1,3})\s*(?:,|and|with|<->|↔)?\s*#?(\d{1,3})\b[\s:,.-]*(?P<why>.*)$", re.IGNORECASE | re.DOTALL)
_ONE = regex(r"(?:session\s+)?#?(\d{1,3})\b[\s:,.-]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_BEFORE = regex(r"\s+before\s+(?:session\s+)?#?(\d{1,3})\s*$", re.IGNORECASE)


def on_show(call: Call) -> Answer:
    """``curriculum``: the plan."""
    return _plan(curricula.of(call.deps, call.actor, call.need_group()))


def _plan(shown: Shown, said: str = "") -> Answer:
    return Answer(message=views.plan(shown.group, shown.curriculum, shown.when, organiser=shown.organiser, proposed=shown.proposed,
                                     said=said))


def _need(call: Call, group: Group) -> Curriculum:
    """The plan that the group follows, for a form that changes what is ahead."""
    shown = curricula.of(call.deps, call.actor, group)
    if not shown.organiser:
        raise Refused("An organiser changes the plan. What you'd like to talk about, propose: `/mentor topic propose …`.")
    if shown.curriculum is None:
        raise Refused(f"{group.name} follows no plan yet. Begin one with `/mentor curriculum new`.")
    if not shown.curriculum.ahead:
        raise Refused("Everything in the plan is covered. Add a session with `/mentor curriculum add …`.")
    return shown.curriculum


def on_new(call: Call) -> Answer:
    """``curriculum new``, or with the plan on several lines."""
    group, text = call.need_group(), call.text.strip()
    if "\n" in text:
        return _plan(curricula.begin(call.deps, call.actor, group, "", text, once=call.once), "✓ From now on you follow this plan.")
    return Answer(view=views.form(group, nonce=nonce(), text=text))


def on_edit(call: Call) -> Answer:
    """``curriculum edit``: what is ahead, written anew."""
    return _edit(call, call.need_group())


def _edit(call: Call, group: Group) -> Answer:
    shown = curricula.of(call.deps, call.actor, group)
    return Answer(view=views.form(group, nonce=nonce(), curriculum=shown.curriculum))


def on_add(call: Call) -> Answer:
    """``curriculum add Saying no: two ways before 3``."""
    group, text = call.need_group(), call.text.strip()
    if not text:
        return _insert_form(call, group)
    found = _BEFORE.search(text)
    line, place = (text[:found.start()], int(found[1])) if found else (text, None)
    return _plan(curricula.insert(call.deps, call.actor, group, line, place, once=call.once), "✓ Added; all later dates follow.")


def _insert_form(call: Call, group: Group, text: str = "") -> Answer:
    shown = curricula.of(call.deps, call.actor, group)
    if shown.curriculum is None:
        return Answer(view=views.form(group, nonce=nonce(), text=text))
    return Answer(view=views.insert_form(group, shown.curriculum, nonce=nonce(), text=text))


def on_add_form(call: Call) -> Answer:
    """The form with what was typed."""
    return _insert_form(call, call.need_group(), call.text)


def on_swap(call: Call) -> Answer:
    """``curriculum swap 2 5 Bob is away``."""
    group = call.need_group()
    found = _PAIR.match(call.text.strip())
    if not found:
        return Answer(view=views.swap_form(group, _need(call, group), nonce=nonce()))
    return _swapped(curricula.swap(call.deps, call.actor, group, int(found[1]), int(found[2]), found["why"], once=call.once))


def _swapped(shown: Shown) -> Answer:
    return _plan(shown, "✓ Swapped; all dates follow.")


def on_lead(call: Call) -> Answer:
    """``curriculum lead 3 @bob``; without somebody the form."""
    group, found = call.need_group(), _ONE.match(call.text.strip())
    if not found or not call.mentions:
        return Answer(view=views.lead_form(group, _need(call, group), nonce=nonce(), lead=next(iter(call.mentions), None)))
    return _leads(curricula.ask_to_lead(call.deps, call.actor, group, int(found[1]), call.mentions[0], once=call.once))


def _leads(shown: Shown) -> Answer:
    return _plan(shown, "✓ Their name stands with it, and I have asked them.")


def on_drop(call: Call) -> Answer:
    """``curriculum drop 3``."""
    shown = curricula.drop(call.deps, call.actor, call.need_group(), _place(call), once=call.once)
    return _plan(shown, "✓ Dropped; all later ones come earlier.")


def on_covered(call: Call) -> Answer:
    """``curriculum covered 3``."""
    return _plan(curricula.covered(call.deps, call.actor, call.need_group(), _place(call), once=call.once), "✓ Covered.")


def _place(call: Call) -> int:
    found = _ONE.match(call.text.strip())
    if not found:
        raise Refused(f"Which session? Put its number after it, for example `/mentor {call.route.words} 3`. `/mentor curriculum` shows "
                      "the numbers.")
    return int(found[1])


def on_end(call: Call) -> Answer:
    """``curriculum end``."""
    return _ended(call, call.need_group())


def _ended(call: Call, group: Group) -> Answer:
    return _plan(curricula.end(call.deps, call.actor, group, once=call.once), "✓ Ended. Each meeting has a topic of its own now.")


def on_ask(call: Call) -> Answer:
    """``curriculum ask @senior``; without somebody the form."""
    group = call.need_group()
    if not call.mentions:
        return Answer(view=views.ask_form(group, nonce=nonce()))
    return _asked(call, group, call.mentions)


def _asked(call: Call, group: Group, users: tuple[str, ...]) -> Answer:
    curricula_drafts.ask(call.deps, call.actor, group, users, once=call.once)
    return Answer(message=views.drafting(group, curricula_drafts.drafters(call.deps, call.actor, group)))


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(said: object) -> int:
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def on_click_show(call: Call) -> Answer:
    """The plan, from a button."""
    return _plan(curricula.of(call.deps, call.actor, call.actor.group(call.value)))


def on_click_new(call: Call) -> Answer:
    """The form of a new plan."""
    return Answer(view=views.form(call.actor.group(call.value), nonce=nonce()))


def on_click_edit(call: Call) -> Answer:
    """The plan, to be written anew."""
    return _edit(call, call.actor.group(call.value))


def on_click_swap(call: Call) -> Answer:
    """Which two change places."""
    group = call.actor.group(call.value)
    return Answer(view=views.swap_form(group, _need(call, group), nonce=nonce()))


def on_click_insert(call: Call) -> Answer:
    """One more session."""
    return _insert_form(call, call.actor.group(call.value))


def on_click_lead(call: Call) -> Answer:
    """Who leads which."""
    group = call.actor.group(call.value)
    return Answer(view=views.lead_form(group, _need(call, group), nonce=nonce()))


def on_click_covered(call: Call) -> Answer:
    """The next one is covered."""
    group, _, place = call.value.partition("|")
    return _plan(curricula.covered(call.deps, call.actor, call.actor.group(group), _id(place), once=call.once), "✓ Covered.")


def on_click_end(call: Call) -> Answer:
    """The plan has ended."""
    return _ended(call, call.actor.group(call.value))


def on_click_ask(call: Call) -> Answer:
    """Which seniors are asked."""
    return Answer(view=views.ask_form(call.actor.group(call.value), nonce=nonce()))


def on_accept(call: Call) -> Answer:
    """What was proposed is followed."""
    return _plan(curricula.settle(call.deps, call.actor, _id(call.value), True, once=call.once), "✓ From now on you follow this plan.")


def on_refuse(call: Call) -> Answer:
    """What was proposed is not taken."""
    return _plan(curricula.settle(call.deps, call.actor, _id(call.value), False, once=call.once), "Not taken; whoever drafted it hears so.")


def on_cannot(call: Call) -> Answer:
    """Whoever was asked to lead can't."""
    title = curricula.cannot_lead(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=views.told(f"✓ The organisers look for somebody else for “{title}”."))


def on_draft(call: Call) -> Answer:
    """A senior writes a draft."""
    return Answer(view=views.form(curricula_drafts.group_of(call.deps, call.actor, _id(call.value)), nonce=nonce(), draft=True))


# ---- forms -------------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """A plan, new or written anew."""
    group, name, text = call.actor.group(call.meta.get("group")), call.values.get("name") or "", call.values.get("plan") or ""
    if call.meta.get("again"):
        return _plan(curricula.rewrite(call.deps, call.actor, group, name, text, once=call.once), "✓ Saved; all dates follow.")
    return _plan(curricula.begin(call.deps, call.actor, group, name, text, once=call.once), "✓ From now on you follow this plan.")


def on_draft_form(call: Call) -> Answer:
    """A draft, sent to the group."""
    group = curricula_drafts.propose(call.deps, call.actor, _id(call.meta.get("group")), call.values.get("name") or "",
                                     call.values.get("plan") or "", once=call.once)
    return Answer(message=views.draft_sent(group))


def on_swap_form(call: Call) -> Answer:
    """Two change places."""
    group, one, other = call.actor.group(call.meta.get("group")), _id(call.values.get("one")), _id(call.values.get("other"))
    return _swapped(curricula.swap(call.deps, call.actor, group, one, other, call.values.get("why") or "", once=call.once))


def on_insert_form(call: Call) -> Answer:
    """One more, at its place."""
    group, place = call.actor.group(call.meta.get("group")), call.values.get("place")
    return _plan(curricula.insert(call.deps, call.actor, group, call.values.get("plan") or "", None if place == "end" else _id(place),
                                  call.values.get("why") or "", once=call.once), "✓ Added; all later dates follow.")


def on_lead_form(call: Call) -> Answer:
    """Who is asked to lead."""
    group, who = call.actor.group(call.meta.get("group")), next(iter(call.values.get("lead") or ()), "")
    return _leads(curricula.ask_to_lead(call.deps, call.actor, group, _id(call.values.get("place")), who, once=call.once))


def on_ask_form(call: Call) -> Answer:
    """Which seniors are asked."""
    return _asked(call, call.actor.group(call.meta.get("group")), tuple(call.values.get("who") or ()))


COMMANDS = (
    Route(words="curriculum", run=on_show, usage="curriculum", about="the ordered plan of your sessions, with dates and how far you are"),
    Route(words="curriculum new", run=on_new, usage="curriculum new", about="organiser: write a plan, one session a line"),
    Route(words="curriculum edit", run=on_edit, usage="curriculum edit", about="organiser: write what is ahead anew"),
    Route(words="curriculum add", run=on_add, usage="curriculum add [Title: aim before 3]", about="organiser: one more session",
          form=on_add_form),
    Route(words="curriculum swap", run=on_swap, usage="curriculum swap 2 5 [why]", about="organiser: two sessions change places"),
    Route(words="curriculum lead", run=on_lead, usage="curriculum lead 3 @bob", about="organiser: ask a member to lead a session"),
    Route(words="curriculum covered", run=on_covered, usage="curriculum covered 3", about="organiser: that session has been held"),
    Route(words="curriculum drop", run=on_drop, usage="curriculum drop 3", about="organiser: leave a session out"),
    Route(words="curriculum ask", run=on_ask, usage="curriculum ask @senior", about="organiser: ask a senior to draft a plan"),
    Route(words="curriculum end", run=on_end, usage="curriculum end", about="organiser: follow this plan no more"),
)
ACTIONS = {Ids.SHOW: on_click_show, Ids.NEW: on_click_new, Ids.EDIT: on_click_edit, Ids.SWAP: on_click_swap, Ids.INSERT: on_click_insert,
           Ids.LEAD: on_click_lead, Ids.COVERED: on_click_covered, Ids.END: on_click_end, Ids.ASK: on_click_ask, Ids.DRAFT: on_draft,
           Ids.ACCEPT: on_accept, Ids.REFUSE: on_refuse, Ids.CANNOT: on_cannot}
FORMS = {Ids.FORM: on_form, Ids.SWAP_FORM: on_swap_form, Ids.INSERT_FORM: on_insert_form, Ids.LEAD_FORM: on_lead_form,
         Ids.ASK_FORM: on_ask_form, Ids.DRAFT_FORM: on_draft_form}
# A senior who drafts a plan may be a guest of the workspace who is in no group.
STRANGERS = frozenset({str(Ids.DRAFT), str(Ids.DRAFT_FORM)})
