"""What every door to action items answers with: the card, the list, the forms, the message that a button stood in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.services import action_lists, checkins, people
from bot.services.action_items import Deed
from bot.views import action_forms as forms
from bot.views import action_items as views
from bot.views.action_forms import Filled
from bot.views.action_letters import MOST_ASKED
from handlers.call import NOTHING, Answer, Call, nonce
from mentoring import digests
from mentoring.action_items import ActionItem, Wording, need_hand, need_sight
from mentoring.digests import Mark
from mentoring.people import Group
from mentoring.wordings import marks

LETTERS = frozenset({"asked", "minuted", "soon", "due", "was"})


def item_id(call: Call, said: object) -> int:
    """The id that a button or a form carries; anything else is an action item that does not exist."""
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None)
    return int(words)


def made(call: Call, item: ActionItem) -> Answer:
    """A new one. Who else has it is asked."""
    others = [o.name for o in item.owners if o.person_id != call.actor.person.id]
    asked = f" I ask {' and '.join(others)}." if others else " Nobody has it yet." if not item.owners else ""
    return Answer(message=views.card(_shown(call, item), said=f"✓ Action item {item.ref} is written down.{asked}"))


def _shown(call: Call, item: ActionItem) -> views.Shown:
    return action_lists.shown(call.deps, call.actor, item, several=len(call.actor.groups) > 1)


def shown(call: Call, deed: Deed, said: str, *, state: str = "", mark: Mark = Mark.NOTHING) -> Answer:
    """How it stands now: where the button stood if that can be shown again, else as a card. What somebody else did first comes first."""
    if not deed.first and (answer := _in_place(call, deed.item, state, mark)):
        return answer
    words = deed.first or f"✓ Action item {deed.item.ref} {said}"
    back = state if state and state.partition("|")[0] not in (*LETTERS, "week") else ""
    return Answer(message=views.card(_shown(call, deed.item), said=words, back=back))


def _in_place(call: Call, item: ActionItem, state: str, mark: Mark) -> Answer | None:
    """The message of the week, or one about action items, as it stands now. Home shows by itself."""
    if call.origin.kind == "home":
        return NOTHING
    kind, _, rest = state.partition("|")
    if kind == "week":
        items = digests.unpacked(rest) or [digests.Item(kind="a", id=item.id)]
        return Answer(message=checkins.shown(call.deps, call.actor, digests.marked(items, item.id, mark, "a")))
    if kind not in LETTERS:
        return None
    ids = [int(i) for i in rest.split(".")[:MOST_ASKED] if i.isascii() and i.isdigit() and len(i) < 16]
    found = action_lists.letter(call.deps, call.actor, kind, ids)
    return Answer(message=found) if found else None


def done(call: Call, deed: Deed, state: str = "") -> Answer:
    """Well done."""
    return shown(call, deed, "is done. 🎉", state=state, mark=Mark.DONE)


def dropped(call: Call, deed: Deed, state: str = "") -> Answer:
    """Dropped, with the way back."""
    if deed.first or _kept_in_place(state):
        return shown(call, deed, "is dropped.", state=state, mark=Mark.DROPPED)
    return Answer(message=views.taken_out(deed.item, hand="Its owners hear of it." if deed.item.owners else ""))


def _kept_in_place(state: str) -> bool:
    return state.partition("|")[0] in (*LETTERS, "week")


def dated(call: Call, deed: Deed, state: str = "") -> Answer:
    """Another day."""
    return shown(call, deed, "has its new date." if deed.item.due else "has no date now.", state=state, mark=Mark.DATE)


def given(call: Call, deed: Deed, state: str = "") -> Answer:
    """With somebody else, or with nobody."""
    names = " and ".join(o.name for o in deed.item.owners if o.person_id != call.actor.person.id)
    said = f"is with {names} now; I ask them." if names else "waits for an owner; it comes up at the next meeting."
    return shown(call, deed, said, state=state)


def listed(page: action_lists.Page) -> Answer:
    """A page of a list."""
    return Answer(message=views.listing(page.name, page.shown, which=page.which, total=page.total, page=page.page, pages=page.pages,
                                        empty=page.empty))


def which_day(body: dict, draft: str) -> Answer:
    """The day is not clear: ask."""
    question = f"“{body['phrase']}” is behind us. By when?" if body["past"] else f"Which day do you mean by “{body['phrase']}”?"
    return Answer(message=views.which_day(question, [tuple(c) for c in body["choices"]], draft, body["text"]))


# ---- forms -----------------------------------------------------------------------------------------------------------

def blank_form(call: Call) -> Answer:
    """An empty form; it is one's own unless somebody else is chosen."""
    return form(call, Wording(text="", owners=(call.actor.person.user,)))


def form(call: Call, wording: Wording, *, draft: str | None = None, source: tuple[str, str] | None = None, warning: str = "",
         group: Group | None = None) -> Answer:
    """The form of a new action item, holding what was typed."""
    group = group or call.chosen or call.group
    return Answer(view=forms.form(Filled(nonce=nonce(), text=wording.text, owners=wording.owners, due=wording.due, groups=call.actor.groups,
                                         group_id=group.id if group else None, draft=draft, source=source, warning=warning)))


def edit_form(call: Call, item: ActionItem, *, state: str = "") -> Answer:
    """The form of one that is there."""
    item = need_hand(call.actor, item)
    wording = wording_of(item)
    return Answer(view=forms.form(Filled(nonce=nonce(), text=wording.text, owners=wording.owners, due=wording.due, item=item, state=state,
                                         groups=call.actor.groups, group_id=item.group_id, opened=marks(wording))))


def edit_again(call: Call, item: ActionItem, wording: Wording, both: Sequence[str]) -> Answer:
    """The form once more, because somebody else has changed the same: both are shown, nothing is lost."""
    return Answer(update=True, view=forms.form(Filled(
        nonce=nonce(), text=wording.text, owners=wording.owners, due=wording.due, item=item, groups=call.actor.groups,
        group_id=item.group_id, opened=marks(wording_of(item)), changed=both,
        warning="This was changed while you were writing. Your words are below: save again to put them in place, or close to leave it.")))


def wording_of(item: ActionItem) -> Wording:
    """The words of an action item as its form holds them."""
    return Wording(text=item.text, owners=tuple(o.user for o in item.owners), due=item.due)


def due_form(call: Call, item: ActionItem, *, state: str = "") -> Answer:
    """By when?"""
    item = need_hand(call.actor, item)
    first = people.today(call.deps, call.actor) + timedelta(days=7)
    return Answer(view=forms.due_form(item, nonce=nonce(), state=state, first=first))


def give_form(call: Call, item: ActionItem, *, state: str = "") -> Answer:
    """To whom?"""
    item = need_hand(call.actor, item)
    return Answer(view=forms.give_form(item, nonce=nonce(), state=state, mine=item.owner(call.actor.person.id) is not None))


def note_form(call: Call, item: ActionItem) -> Answer:
    """What moved?"""
    return Answer(view=forms.note_form(item, nonce=nonce()))


def drop_form(call: Call, item: ActionItem) -> Answer:
    """Why not?"""
    item = need_hand(call.actor, item)
    return Answer(view=forms.drop_form(item, nonce=nonce(), needs_reason=item.created_by != call.actor.person.id))
