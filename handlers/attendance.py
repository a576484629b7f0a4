"""Coming at the door: RSVP, a word to be read out, keeping the dates free, and who was there."""

from __future__ import annotations

import re

from bot.services import attendance
from bot.services.attendance import Attended
from bot.views import attendance as views
from bot.views.attendance import Ids
from handlers.call import Answer, Call, Route, nonce
from mentoring.meetings import Rsvp
from mentoring.patterns import regex
from mentoring.refused import Refused

_WORDS = {"yes": Rsvp.YES, "y": Rsvp.YES, "coming": Rsvp.YES, "in": Rsvp.YES, "late": Rsvp.LATE, "no": Rsvp.NO, "n": Rsvp.NO,
          "out": Rsvp.NO, "regrets": Rsvp.NO, "can't": Rsvp.NO, "cannot": Rsvp.NO}
_TYPED = regex(r"#?(?P<number>\d{1,6})?\s*(?P<word>[a-z']+)?\s*[:,–—-]?\s*(?P<more>.*)", re.IGNORECASE | re.DOTALL)


def on_rsvp(call: Call) -> Answer:
    """``meeting rsvp 4 late``; without a number the next meeting, without a word who comes."""
    found = _TYPED.fullmatch(call.text.strip())
    word = (found["word"] or "").lower()
    if word and word not in _WORDS:
        raise Refused(f"“{call.text.strip()}”? Say yes, late or no: `/mentor meeting rsvp 4 late`. Without a number I take the next one.")
    one = attendance.by_number(call.deps, call.actor, call.need_group(), int(found["number"]) if found["number"] else None)
    if not word:
        return _who(one)
    after = attendance.answer(call.deps, call.actor, one.meeting.id, _WORDS[word], once=call.once)
    if found["more"].strip():
        after = attendance.send_word(call.deps, call.actor, one.meeting.id, found["more"])
    return _answered(after)


def _answered(one: Attended) -> Answer:
    return Answer(message=views.answered(one.meeting, one.count, one.mine))


def _who(one: Attended) -> Answer:
    return Answer(message=views.who_comes(one.meeting, one.count, one.replies))


def _id(call: Call, said: object) -> int:
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        raise Refused("I can't find that meeting among those of your groups.")
    return int(words)


def on_click_rsvp(call: Call) -> Answer:
    """One of the three buttons."""
    said = Rsvp(call.action.rpartition(".")[2])
    return _answered(attendance.answer(call.deps, call.actor, _id(call, call.value), said, once=call.once))


def on_click_who(call: Call) -> Answer:
    """Who comes."""
    return _who(attendance.of_meeting(call.deps, call.actor, _id(call, call.value)))


def on_click_word(call: Call) -> Answer:
    """The form for a word, with what is there."""
    meeting, _, beside = call.value.partition("|")
    one = attendance.of_meeting(call.deps, call.actor, _id(call, meeting))
    return Answer(view=views.word_form(one.meeting, nonce=nonce(), word=one.mine.word if one.mine else "", beside=bool(beside)))


def on_word(call: Call) -> Answer:
    """The word, submitted."""
    one = attendance.send_word(call.deps, call.actor, _id(call, call.meta.get("meeting")), call.values.get("word") or "", once=call.once)
    return Answer(message=views.word_kept(one.meeting, one.mine.word), refusal=bool(call.meta.get("beside")))


def on_click_keep(call: Call) -> Answer:
    """I keep these dates free."""
    return _kept(call, _id(call, call.value), None)


def _kept(call: Call, series_id: int, conflicts: tuple[int, ...] | None) -> Answer:
    series = attendance.keep_free(call.deps, call.actor, series_id, conflicts, once=call.once)
    group = next(g for g in call.actor.groups if g.id == series.group_id)
    return Answer(message=views.kept(series, group, but=len(conflicts or ())))


def on_click_conflicts(call: Call) -> Answer:
    """Some of the dates don't work: which?"""
    return _conflicts(call, _id(call, call.value))


def on_typed_conflicts(call: Call) -> Answer:
    """``meeting conflicts``: the dates of the group's rhythm, with a box each."""
    return _conflicts(call, attendance.rhythm(call.deps, call.need_group()))


def _conflicts(call: Call, series_id: int) -> Answer:
    series, ahead = attendance.dates_of(call.deps, call.actor, series_id)
    return Answer(view=views.conflicts_form(series, ahead, nonce=nonce()))


def on_conflicts(call: Call) -> Answer:
    """The boxes, submitted."""
    ticked = tuple(_id(call, v) for key, values in call.values.items() if key.startswith("no") for v in values or ())
    return _kept(call, _id(call, call.meta.get("series")), ticked)


def on_click_here(call: Call) -> Answer:
    """I was there."""
    return Answer(message=views.here(attendance.present(call.deps, call.actor, _id(call, call.value), once=call.once).meeting))


def on_attendance(call: Call) -> Answer:
    """``meeting attendance 4``: who was there."""
    words = call.text.strip().removeprefix("#")
    if not words.isascii() or not words.isdigit() or len(words) > 6:
        raise Refused("Which meeting? Say its number: `/mentor meeting attendance 4`.")
    one = attendance.by_number(call.deps, call.actor, call.need_group(), int(words))
    return _was_there(call, one)


def _was_there(call: Call, one: Attended) -> Answer:
    return Answer(message=views.was_there(one.meeting, one.replies, organiser=call.actor.organises(one.group.id)))


def on_click_correct(call: Call) -> Answer:
    """An organiser looks at who was there."""
    one = attendance.of_meeting(call.deps, call.actor, _id(call, call.value))
    return Answer(view=views.correct_form(one.meeting, [r.user for r in one.replies if r.present], nonce=nonce()))


def on_correct(call: Call) -> Answer:
    """Who was there, submitted."""
    one = attendance.correct(call.deps, call.actor, _id(call, call.meta.get("meeting")), call.values.get("there") or (), once=call.once)
    return _was_there(call, one)


COMMANDS = (
    Route(words="meeting rsvp", run=on_rsvp, usage="meeting rsvp 4 yes|late|no", about="say whether you come; without a word, who does"),
    Route(words="meeting conflicts", run=on_typed_conflicts, usage="meeting conflicts", about="name the dates that you cannot make"),
    Route(words="meeting attendance", run=on_attendance, usage="meeting attendance 4", about="who was there"),
)
ACTIONS = {Ids.RSVP: on_click_rsvp, Ids.WORD: on_click_word, Ids.KEEP: on_click_keep, Ids.CONFLICTS: on_click_conflicts,
           Ids.HERE: on_click_here, Ids.WHO: on_click_who, Ids.CORRECT: on_click_correct}
FORMS = {Ids.WORD_FORM: on_word, Ids.CONFLICTS_FORM: on_conflicts, Ids.CORRECT_FORM: on_correct}
