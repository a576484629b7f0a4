"""Reflections at the door: everything about them opens in a window of its author's, and nothing of them stands in a message."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.services import reflection_months, reflection_shares, reflections
from bot.views import reflection_posts as posts
from bot.views import reflections as views
from bot.views.reflections import Ids
from handlers import reflection_clicks as clicks
from handlers import reflection_windows as windows
from handlers.call import Answer, Call, Door, Route
from mentoring.patterns import regex
from mentoring.reflections import Every, Reflection, Size, Words
from mentoring.refused import Refused

_NUMBER = regex(r"#? ?(\d{1,6})\b[:.]?\s*")
_NOT_HERE = ("I keep reflections out of our messages, because Slack keeps messages and may export them. Write it in a window that only you "
             "can read:")


# ---- typed -----------------------------------------------------------------------------------------------------------------

def on_reflect(call: Call) -> Answer:
    """``reflect`` opens the form; with words after it, a line is kept at once."""
    text = call.text.strip()
    if call.door is not Door.SLASH:
        return Answer(message=views.by_button(_NOT_HERE))
    if not text:
        return windows.form(call, reflections.begin(call.deps, call.actor))
    return Answer(message=views.kept(reflections.keep(call.deps, call.actor, 0, Words(size=Size.LINE, parts=(text,)), once=call.once),
                                     changed=False))


def _windowed(call: Call, window: Callable[[], dict]) -> Answer:
    """A window, or where none can open by itself the buttons that open it."""
    if call.door not in (Door.SLASH, Door.CLICK):
        return Answer(message=views.by_button("Your journal opens in a window that only you can read:"))
    return Answer(view=window(), update=True)


def on_list(call: Call) -> Answer:
    """``reflect list``."""
    return _windowed(call, lambda: windows.journal(call, 1))


def on_show(call: Call) -> Answer:
    """``reflect show 4``."""
    return _windowed(call, lambda: windows.one(call, _named(call)))


def on_edit(call: Call) -> Answer:
    """``reflect edit 4``."""
    return _windowed(call, lambda: windows.view(call, reflections.edit(call.deps, call.actor, _named(call).id)))


def on_share(call: Call) -> Answer:
    """``reflect share 4``: first what the group will see."""
    return _windowed(call, lambda: windows.share(call, _named(call)))


def on_unshare(call: Call) -> Answer:
    """``reflect unshare 4``."""
    mine = reflection_shares.unshare(call.deps, call.actor, _named(call).id, once=call.once)
    return Answer(message=views.taken_back(mine))


def on_delete(call: Call) -> Answer:
    """``reflect delete 4`` asks first: the button in its window."""
    return on_show(call)


def on_journal(call: Call) -> Answer:
    """``reflect journal``: the whole of it as a file, after a warning."""
    return _windowed(call, views.as_file)


def on_rhythm(call: Call) -> Answer:
    """``reflect every week``, ``every two weeks``, ``every month``, ``never``."""
    words = " ".join(call.text.lower().replace("-", " ").split())
    found = next((every for sign, every in _RHYTHMS if re.fullmatch(sign, words)), "")
    if found == "":
        raise Refused("How often? `/mentor reflect every week`, `every two weeks`, `every month`, or `/mentor reflect never`.")
    return _rhythm(call, found)


_RHYTHMS = ((r"(?:1 |one )?weeks?|weekly", Every.WEEK),
            (r"(?:2|two|other|second) weeks?|fortnight(?:ly)?|biweekly|bi weekly", Every.FORTNIGHT),
            (r"(?:1 |one )?months?|monthly", Every.MONTH), (r"never|off|none", None))


def on_never(call: Call) -> Answer:
    """``reflect never``, ``reflect off``."""
    return _rhythm(call, None)


def _rhythm(call: Call, every: Every | None) -> Answer:
    reflections.set_rhythm(call.deps, call.actor, every, once=call.once)
    return Answer(message=views.rhythm_set(every))


def on_prompts(call: Call) -> Answer:
    """``reflect prompt list``."""
    group = call.need_group()
    return Answer(message=views.prompts(group, reflections.prompts_of(call.deps, call.actor, group)))


def on_prompt_add(call: Call) -> Answer:
    """``reflect prompt add What did you let go of this month?``"""
    group = call.need_group()
    reflections.add_prompt(call.deps, call.actor, group, call.text, once=call.once)
    return Answer(message=views.prompts(group, reflections.prompts_of(call.deps, call.actor, group), f"✓ A prompt of {group.name} now."))


def on_round(call: Call) -> Answer:
    """``reflect round``: five quiet minutes in the meeting that is going on."""
    group = call.need_group()
    reflection_shares.write_together(call.deps, call.actor, group, call.text, once=call.once)
    return Answer(message=views.round_begins())


def on_values(call: Call) -> Answer:
    """``values``: choose, rank, one line."""
    if call.door not in (Door.SLASH, Door.CLICK):
        return Answer(message=views.by_button("The exercise opens in a window that only you can read; it is in your journal:"))
    return clicks.on_click_values(call)


def on_monthly(call: Call) -> Answer:
    """``reflect monthly``, ``reflect monthly off``."""
    group, on = call.need_group(), call.text.strip().lower() not in ("off", "never", "no")
    reflection_months.set_on(call.deps, call.actor, group, on, once=call.once)
    return Answer(message=views.monthly(group, on))


def _named(call: Call) -> Reflection:
    found = _NUMBER.match(call.text.strip())
    if not found:
        words = call.route.words if call.route else "reflect show"
        raise Refused(f"Which one? Put its number after it, for example `/mentor {words} 3`. `/mentor reflect list` shows them.")
    return reflections.resolve(call.deps, call.actor, int(found[1]))


COMMANDS = (
    Route(words="reflect", private=True, run=on_reflect, usage="reflect [a line]",
          about="write for yourself; nobody else can read it", hint=True),
    Route(words="reflect list", run=on_list, usage="reflect list", about="your journal, in a window only you see"),
    Route(words="reflect show", private=True, run=on_show, usage="reflect show 4", about="one entry; to read, change or delete it"),
    Route(words="reflect edit", private=True, run=on_edit, usage="reflect edit 4", about="change an entry"),
    Route(words="reflect delete", private=True, run=on_delete, usage="reflect delete 4", about="delete an entry, at once and for good"),
    Route(words="reflect share", private=True, run=on_share, usage="reflect share 4",
          about="share one entry, after seeing exactly what the group will see"),
    Route(words="reflect unshare", private=True, run=on_unshare, usage="reflect unshare 4", about="take a shared entry back"),
    Route(words="reflect journal", run=on_journal, usage="reflect journal", about="your whole journal as a file, for you"),
    Route(words="reflect every", run=on_rhythm, usage="reflect every week | two weeks | month",
          about="a prompt with your message of the week; `reflect never` ends it"),
    Route(words="reflect never", run=on_never, usage="reflect never", about="no more prompts"),
    Route(words="reflect prompt list", run=on_prompts, usage="reflect prompt list", about="your group's own prompts"),
    Route(words="reflect prompt add", run=on_prompt_add, usage="reflect prompt add What did you let go of?",
          about="a prompt of your group's own"),
    Route(words="values", private=True, run=on_values, usage="values",
          about="once a year: the three values that matter most to you; nobody else sees them"),
    Route(words="reflect monthly", run=on_monthly, usage="reflect monthly [off]",
          about="a question in the channel each month, which a member opens in turn"),
    Route(words="reflect round", run=on_round, usage="reflect round [the prompt]",
          about="in a meeting: five quiet minutes to write, then whoever wishes shares"),
)
ACTIONS = {
    Ids.TYPED: clicks.on_typed, Ids.SIZE: clicks.on_size, Ids.ANOTHER: clicks.on_another, Ids.ANEW: clicks.on_anew,
    Ids.LIST: clicks.on_click_list, Ids.SHOW: clicks.on_click_show, Ids.EDIT: clicks.on_click_edit, Ids.DELETE: clicks.on_click_delete,
    Ids.SHARE: clicks.on_click_share, Ids.UNSHARE: clicks.on_click_unshare, Ids.RHYTHM: clicks.on_click_rhythm,
    Ids.JOURNAL: clicks.on_click_journal, Ids.UNPROMPT: clicks.on_unprompt, Ids.VALUES: clicks.on_click_values,
    posts.Ids.WRITE: clicks.on_click_write,
    posts.Ids.HEARD: clicks.on_click_answer, posts.Ids.WONDER: clicks.on_click_answer,
}
FORMS = {Ids.FORM: clicks.on_form, Ids.SHARE_FORM: clicks.on_share_form, Ids.JOURNAL_SEND: clicks.on_journal_send,
         Ids.VALUES_FORM: clicks.on_values_form,
         posts.Ids.ANSWER_FORM: clicks.on_answer_form}
