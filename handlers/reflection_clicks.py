"""Reflections, while somebody writes and clicks."""

from __future__ import annotations

import secrets

from bot.services import journals, people, reflection_shares, reflection_values, reflections
from bot.views import reflection_posts as posts
from bot.views import reflections as views
from handlers import reflection_windows as windows
from handlers.call import NOTHING, Answer, Call, nonce
from mentoring import reflections as rules
from mentoring.reflections import Every, Reflection, Size, Words
from mentoring.refused import Refused

# ---- while somebody writes ----------------------------------------------------------------------------------------------------

def _words(call: Call) -> Words:
    """What stands in the form."""
    parts = [str(v or "") for _, v in sorted((k, v) for k, v in call.values.items() if k.startswith("part"))]
    size = str(call.meta.get("size") or "")
    return Words(prompt=str(call.meta.get("prompt") or ""), size=Size(size) if size in set(Size) else Size.PAGE, parts=tuple(parts),
                 energy=str(call.values.get("energy") or ""))


def _target(call: Call) -> int:
    return int(call.meta.get("target") or 0)


def on_typed(call: Call) -> Answer:
    """A letter more: what stands in the window is kept beside it, sealed, until it is submitted."""
    reflections.jot(call.deps, call.actor, _target(call), _words(call), form=f"form:{call.meta.get('nonce')}")
    return NOTHING


def _again(call: Call, words: Words, mark: str) -> Answer:
    ref = str(call.meta.get("ref") or "")
    view = views.form(words, target=_target(call), nonce=str(call.meta.get("nonce") or nonce()), mark=mark, ref=ref,
                      today=people.today(call.deps, call.actor))
    return Answer(view=view, update=True)


def on_size(call: Call) -> Answer:
    """Another amount of room, with everything that is written."""
    words = rules.resized(_words(call), Size(call.value) if call.value in set(Size) else Size.PAGE)
    reflections.jot(call.deps, call.actor, _target(call), words, form=f"form:{call.meta.get('nonce')}")
    return _again(call, words, secrets.token_hex(3))


def on_another(call: Call) -> Answer:
    """Another prompt; what is written stays."""
    before = _words(call)
    return _again(call, reflections.another(call.deps, call.actor, before, but=before.prompt), str(call.meta.get("mark") or ""))


def on_anew(call: Call) -> Answer:
    """What was left unfinished is thrown away."""
    if target := _id(call.value or 0):
        reflections.forget_draft(call.deps, call.actor, target)
        return windows.form(call, reflections.edit(call.deps, call.actor, target))
    return windows.form(call, reflections.begin(call.deps, call.actor, anew=True))


def on_form(call: Call) -> Answer:
    """Kept."""
    try:
        target = _target(call)
        shared = bool(target and reflections.one(call.deps, call.actor, target).shared)
        mine = reflections.keep(call.deps, call.actor, target, _words(call), once=call.once)
    except Refused as no:
        raise Refused(no.text, field=next((k for k in call.values if no.field and k.startswith(f"{no.field}-")), no.field)) from None
    return Answer(message=views.kept(mine, changed=bool(target), was_shared=shared))


# ---- clicks --------------------------------------------------------------------------------------------------------------------

def _id(said: object) -> int:
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def _mine(call: Call, said: object) -> Reflection:
    return reflections.one(call.deps, call.actor, _id(said))


def on_click_write(call: Call) -> Answer:
    """Write."""
    return windows.form(call, reflections.begin(call.deps, call.actor, prompt=call.value))


def on_click_list(call: Call) -> Answer:
    """My journal."""
    return Answer(view=windows.journal(call, _id(call.value) or 1), update=True)


def on_click_show(call: Call) -> Answer:
    """Open."""
    return Answer(view=windows.one(call, _mine(call, call.value)), update=True)


def on_click_edit(call: Call) -> Answer:
    """Edit."""
    return windows.form(call, reflections.edit(call.deps, call.actor, _mine(call, call.value).id))


def on_click_delete(call: Call) -> Answer:
    """Delete, after the question."""
    reflections.delete(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(view=windows.journal(call, 1), update=True)


def on_click_share(call: Call) -> Answer:
    """Share: which group, then what it will see."""
    said, _, group_id = call.value.partition("|")
    group = next((g for g in call.actor.groups if str(g.id) == group_id), None)
    return Answer(view=windows.share(call, _mine(call, said), group), update=True)


def on_share_form(call: Call) -> Answer:
    """Share, after having looked."""
    which, whom = _id(call.meta.get("reflection")), _id(call.meta.get("group"))
    mine, group = reflection_shares.share(call.deps, call.actor, which, whom, once=call.once)
    return Answer(message=views.shared(mine, group))


def on_click_unshare(call: Call) -> Answer:
    """Take it back."""
    mine = reflection_shares.unshare(call.deps, call.actor, _id(call.value), once=call.once)
    if call.origin.kind == "modal":
        return Answer(view=windows.one(call, mine, "✓ Taken back: the post is gone."), update=True)
    return Answer(message=views.taken_back(mine))


def on_click_rhythm(call: Call) -> Answer:
    """How often a prompt comes, chosen in the journal."""
    every = Every(call.value) if call.value in set(Every) else None
    reflections.set_rhythm(call.deps, call.actor, every, once=call.once)
    return Answer(view=windows.journal(call, 1), update=True)


def on_click_journal(call: Call) -> Answer:
    """As a file: first the warning."""
    return Answer(view=views.as_file(), update=True)


def on_journal_send(call: Call) -> Answer:
    """Send it to me."""
    journals.send(call.deps, call.actor, once=call.once)
    return Answer(message=views.file_comes())


def on_click_values(call: Call) -> Answer:
    """The yearly exercise."""
    return Answer(view=views.values_form(reflection_values.last(call.deps, call.actor), nonce=nonce()), update=True)


def on_values_form(call: Call) -> Answer:
    """Chosen and ranked."""
    said = {k: str(call.values.get(k) or "") for k in ("first", "second", "third", "own", "line")}
    ranked = [said["own"] or said["first"], said["second"], said["third"]]
    return Answer(message=views.kept(reflection_values.choose(call.deps, call.actor, ranked, said["line"], once=call.once), changed=False))


def on_unprompt(call: Call) -> Answer:
    """Take a prompt of the group away."""
    group = call.need_group()
    reflections.remove_prompt(call.deps, call.actor, _id(call.value), once=call.once)
    return Answer(message=views.prompts(group, reflections.prompts_of(call.deps, call.actor, group), "✓ Taken away."))


def on_click_answer(call: Call) -> Answer:
    """What I heard, what I wonder: a form."""
    kind = posts.HEARD if call.action == posts.Ids.HEARD else posts.WONDER
    said, _, group_id = call.value.partition("|")
    if not call.actor.is_in(_id(group_id)):
        raise Refused("Only members of this group answer here.")
    return Answer(view=posts.answer_form(f"{_id(said)}|{_id(group_id)}", kind, nonce()))


def on_answer_form(call: Call) -> Answer:
    """The answer, into the thread."""
    said, _, group_id = str(call.meta.get("value") or "").partition("|")
    kind = posts.WONDER if call.meta.get("kind") == posts.WONDER else posts.HEARD
    reflection_shares.answer(call.deps, call.actor, _id(said), _id(group_id), kind, str(call.values.get("text") or ""), once=call.once)
    return NOTHING
