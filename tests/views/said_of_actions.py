"""What is said of action items."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import action_forms as forms
from bot.views import action_items as actions
from bot.views import action_letters as letters
from bot.views.action_forms import Filled
from bot.views.action_items import Shown
from mentoring.action_items import ActionItem, Consent, Note, Owner, State
from mentoring.people import Group

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
OTHER = replace(GROUP, id=2, name="<!here>")
HOSTILE = "<!channel> *bold* <https://evil.example|click> & <@U1> `x` =1+1"
BOB = Owner(person_id=2, user="U2", name="Bob Lindqvist", state=Consent.ACCEPTED)
CAROL = Owner(person_id=3, user="U3", name="Carol Adeyemi")
ITEM = ActionItem(id=7, group_id=1, number=7, text="Draft the survey", due=date(2026, 11, 27), tz="America/New_York", created=NOW,
                  created_by=1, owners=(BOB,))
NASTY = replace(ITEM, text=HOSTILE, reason=HOSTILE, owners=(replace(BOB, name="<!here>"),))
LONGEST = replace(ITEM, text="W" * 2000, reason="R" * 1000, owners=tuple(replace(CAROL, person_id=n, name="x" * 80) for n in range(10, 22)))
HISTORY = [Note(at=NOW, kind="note", user="U1", text="waiting for the form"),
           Note(at=NOW, kind="due", user="U2", was="", text="2026-11-27"),
           Note(at=NOW, kind="state", user="U2", text="done: " + HOSTILE), Note(at=NOW, kind="owners", text="an owner has left the group")]


def shown(item: ActionItem = ITEM, **more) -> Shown:
    return Shown(**({"item": item, "me": 2, "today": TODAY} | more))


def listing(item: ActionItem, count: int = 8) -> object:
    return actions.listing("Your action items", [shown(replace(item, id=n, number=n)) for n in range(count)], which="mine", total=200,
                           page=2, pages=25, empty="none")


ASKED = replace(ITEM, owners=(replace(BOB, state=Consent.ASKED), CAROL), due=date(2026, 11, 20), due_time="17:00")
CAROLS = replace(ITEM, id=9, number=9, owners=(CAROL,))
ASKED_TOO = replace(ASKED, id=8, number=8)
MESSAGES = {
    "action": actions.card(shown(), said="✓ Action item #7 is written down. I ask Bob Lindqvist."),
    "action.asked": actions.card(shown(ASKED)), "action.nobody": actions.card(shown(replace(ITEM, owners=()))),
    "action.theirs": actions.card(shown(me=9, may_change=False, dated=False)), "action.given": actions.card(shown(me=1)),
    "action.done": actions.card(shown(replace(ITEM, state=State.DONE))), "action.done.theirs": actions.card(
        shown(replace(ITEM, state=State.DONE), me=9, may_change=False)),
    "action.full": actions.card(shown(source="from the minutes of meeting 3", link="https://x.slack.com/archives/C1/p1", history=HISTORY,
                                      group="Hospitalist peers"), full=True, back="mine|1"),
    "action.hostile": actions.card(shown(replace(NASTY, state=State.DROPPED)), full=True),
    "action.longest": actions.card(shown(LONGEST, history=[replace(HISTORY[0], text="N" * 1000)] * 20), full=True),
    "action.dropped": actions.taken_out(NASTY, hand="Its owners hear of it."),
    "actions": actions.listing("Your action items", [shown(), shown(ASKED_TOO), shown(CAROLS)], which="mine", total=3,
                               page=1, pages=1, empty="none"),
    "actions.longest": listing(LONGEST), "actions.hostile": listing(NASTY), "actions.empty": actions.listing(
        "Late in <!here>", [], which="late:1", total=0, page=1, pages=1, empty="Nothing is late."),
    "actions.asked": letters.letter("asked", [shown(ASKED)], about="asked", by="Alice Moreau"),
    "actions.minuted": letters.letter("minuted", [shown(group="Hospitalist peers"), shown(ASKED_TOO, group="Hospitalist peers"),
                                                  shown(replace(ITEM, id=9, number=9, state=State.DONE))], about="asked"),
    "actions.soon": letters.letter("soon", [shown()], about="action_soon", day="Friday 27 November"),
    "actions.due": letters.letter("due", [shown(group=OTHER.name)], about="action_due"),
    "actions.was": letters.letter("was", [shown(ASKED)], about="action_due", day="Friday 20 November"),
    "actions.many": letters.letter("minuted", [shown(replace(LONGEST, id=10**14 + n)) for n in range(40)], about="asked"),
    "actions.hostile.letter": letters.letter("asked", [shown(NASTY, group=OTHER.name)], about="asked", by="<!here>"),
    "action.told": letters.told(shown(), by="Alice Moreau", did="due", word="The chair is away."),
    "action.told.passed": letters.told(shown(replace(ITEM, owners=()), me=1), by="Bob Lindqvist", did="passed", word=HOSTILE),
    "action.which_day": actions.which_day("Which day do you mean by “<!here>”?", [("Friday 27 November", "2026-11-27")], "1-ab", HOSTILE),
    "action.which_owner": actions.which_owner("Whose is it?", [("U1", "Sam <!here>"), ("U2", "Sam Brown")], "1-ab", HOSTILE),
    "action.split": actions.split(6, "<!here>"),
}
VIEWS = {
    "form.action": forms.form(Filled(nonce="n", owners=("U2",), groups=[GROUP], group_id=1)),
    "form.action.groups": forms.form(Filled(nonce="n", text="W" * 2000, groups=[GROUP, OTHER], group_id=2, source=("C1", "1.1"),
                                            draft="1-a")),
    "form.action.edit": forms.form(Filled(nonce="n", text="Mine", owners=("U2",), due=date(2026, 12, 1), item=NASTY, groups=[GROUP],
                                          opened={"text": "ab"}, changed=("text", "due", "owners"), warning="Changed.")),
    "form.action.due": forms.due_form(LONGEST, nonce="n", state="asked|7", first=TODAY),
    "form.action.give": forms.give_form(NASTY, nonce="n", mine=True),
    "form.action.give.other": forms.give_form(ITEM, nonce="n", mine=False),
    "form.action.note": forms.note_form(ITEM, nonce="n"), "form.action.drop": forms.drop_form(ITEM, nonce="n", needs_reason=True),
}
