"""The windows in which somebody's reflections stand, made from what holds now."""

from __future__ import annotations

import secrets
from functools import partial

from bot.services import people, reflection_shares, reflections
from bot.services.reflections import Form
from bot.views import reflections as views
from handlers.call import Answer, Call, nonce
from mentoring.people import Group
from mentoring.reflections import Reflection
from mentoring.refused import Refused


def form(call: Call, form: Form) -> Answer:
    """The form, in a window of its own or in the place of the one that was clicked."""
    return Answer(view=view(call, form), update=True)


def view(call: Call, form: Form) -> dict:
    """The form."""
    return views.form(form.words, target=form.target, nonce=nonce(), mark=secrets.token_hex(3), left=form.left, ref=form.ref,
                      today=people.today(call.deps, call.actor))


def journal(call: Call, page: int) -> dict:
    """A page of the journal."""
    shown = reflections.journal(call.deps, call.actor, page)
    day = partial(reflections.local, call.deps, call.actor)
    return views.journal([(e, day(e.created)) for e in shown.entries], number=shown.number, pages=shown.pages, total=shown.total,
                         today=people.today(call.deps, call.actor), draft=day(shown.draft) if shown.draft else None, rhythm=shown.rhythm)


def one(call: Call, mine: Reflection, said: str = "") -> dict:
    """One entry."""
    return views.one(mine, reflections.local(call.deps, call.actor, mine.created), people.today(call.deps, call.actor),
                     groups=call.actor.groups, said=said)


def share(call: Call, mine: Reflection, group: Group | None = None) -> dict:
    """With whom, or what they will see. Refused: in no group, or shared already."""
    left = [g for g in call.actor.groups if g.id not in mine.shared]
    if not call.actor.groups:
        raise Refused("You are in no group to share it with. It stays with you.")
    if not left:
        raise Refused(f"Reflection {mine.ref} is shared already. `/mentor reflect unshare {mine.number}` takes it back.")
    group = group or (call.here if call.here in left else None) or (left[0] if len(left) == 1 else None)
    if group is None:
        return views.which_group(mine, left)
    shown = reflection_shares.preview(call.deps, call.actor, mine.id, group)
    return views.preview(shown.reflection, group, readers=shown.readers, doubts=shown.doubts, nonce=nonce())
