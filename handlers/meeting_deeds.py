"""What every door to meetings answers with: the card, the list, the forms, and the deeds that a command and a click share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.services import drafts, meetings, people
from bot.services.meetings import Shown
from bot.views import meeting_forms as forms
from bot.views import meetings as views
from handlers.call import Answer, Call, nonce
from handlers.meeting_typed import Where
from mentoring.meetings import USUAL_MINUTES, Meeting
from mentoring.people import Group
from mentoring.planning import Spot
from mentoring.refused import Refused


def group_of(call: Call, said: object) -> Group:
    """The actor's group with this id. Refused: none of theirs."""
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    if found is None:
        raise Refused("You are not in that group any more.")
    return found


def number_of(said: object) -> int:
    """The id that a button or a form carries; anything else is a meeting that does not exist."""
    words = str(said)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 15 else 0


def card(call: Call, shown: Shown, *, said: str = "") -> Answer:
    """One meeting."""
    return Answer(message=views.card(shown.meeting, shown.group, organiser=shown.organiser, now=call.deps.clock.now(), said=said,
                                     undo=shown.undo, count=shown.count, mine=shown.mine, about=shown.about))


def listed(call: Call, group: Group) -> Answer:
    """The meetings ahead."""
    ahead, lead = meetings.ahead(call.deps, call.actor, group), call.actor.organises(group.id)
    if not ahead.meetings and ahead.series is None:
        return Answer(message=views.none_ahead(group, organiser=lead))
    return Answer(message=views.listing(group, ahead.series, ahead.meetings, organiser=lead))


def to(call: Call, group: Group, meeting: Meeting | None, where: Where) -> Answer:
    """A meeting to where it was typed, or the question what was meant. Without a meeting it is a new one."""
    if where.spot:
        return spotted(call, group, meeting, where.spot, read=where.read)
    meetings.may_change(call.deps, call.actor, group)
    body = {"spots": [[spot.day.isoformat(), spot.time] for _, spot in where.choices], "meeting": meeting.id if meeting else None,
            "group": group.id}
    draft = drafts.keep(call.deps, call.actor, body, once=call.once)
    return Answer(message=views.which_day(meeting, group, where.question, [label for label, _ in where.choices], draft))


def spotted(call: Call, group: Group, meeting: Meeting | None, spot: Spot, *, read: str = "") -> Answer:
    """Move it there, or add it; when something speaks against it, ask first."""
    against = meetings.doubts(call.deps, call.actor, group, spot, but=meeting)
    if not against:
        return placed(call, group, meeting, spot, read=read)
    body = {"spots": [[spot.day.isoformat(), spot.time]], "meeting": meeting.id if meeting else None, "group": group.id}
    draft = drafts.keep(call.deps, call.actor, body, once=call.once)
    return Answer(message=views.sure(meeting, group, spot.day, spot.time, meeting.tz if meeting else group.tz, against, draft,
                                     today=people.groups_today(call.deps, group)))


def placed(call: Call, group: Group, meeting: Meeting | None, spot: Spot, *, reason: str = "", minutes: int | None = None,
           read: str = "") -> Answer:
    """It stands there now."""
    if meeting is None:
        after = meetings.add(call.deps, call.actor, group, spot, minutes=minutes, once=call.once)
        said = f"✓ Added as meeting {after.meeting.number}."
    else:
        after = meetings.move(call.deps, call.actor, meeting.id, spot, reason=reason, once=call.once)
        said = f"✓ Meeting {after.meeting.number} has moved."
    return card(call, after, said=f"{said} {read}".strip())


def chosen(call: Call, draft: str, n: int) -> tuple[Group, Meeting | None, Spot]:
    """What a question about a spot was about, and the spot that was chosen."""
    body = drafts.get(call.deps, call.actor, draft)
    if "spots" not in body or not 0 <= n < len(body["spots"]):
        raise Refused("That question has been answered already, or is too old. Please type it again.")
    day, at = body["spots"][n]
    meeting = meetings.one(call.deps, call.actor, body["meeting"]).meeting if body["meeting"] else None
    return group_of(call, body["group"]), meeting, Spot(day=date.fromisoformat(day), time=at)


def restored(call: Call, meeting_id: int) -> Answer:
    """It is on again."""
    after = meetings.restore(call.deps, call.actor, meeting_id, once=call.once)
    return card(call, after, said=f"✓ Meeting {after.meeting.number} is on again.")


def move_form(call: Call, meeting: Meeting, spot: Spot | None = None, *, reason: str = "", doubts: Sequence[str] = ()) -> Answer:
    """The pickers."""
    shown = meetings.one(call.deps, call.actor, meeting.id)
    meetings.may_change(call.deps, call.actor, shown.group)
    form = forms.move_form(meeting, nonce=nonce(), day=spot.day if spot else None, at=spot.time if spot else "", reason=reason,
                           doubts=doubts)
    return Answer(view=form, update=bool(doubts))


def add_form(call: Call, group: Group, spot: Spot | None = None, *, minutes: int = 0, doubts: Sequence[str] = ()) -> Answer:
    """The pickers for one more."""
    meetings.may_change(call.deps, call.actor, group)
    series = meetings.ahead(call.deps, call.actor, group).series
    spot = spot or Spot(day=people.groups_today(call.deps, group) + timedelta(days=7), time=series.time if series else "07:30")
    length = minutes or (series.minutes if series else USUAL_MINUTES)
    return Answer(view=forms.add_form(group, nonce=nonce(), day=spot.day, at=spot.time, minutes=length, doubts=doubts), update=bool(doubts))


def by_draft(call: Call, draft: str) -> Call:
    """The draft is the key: two quick clicks do one deed."""
    return replace(call, once=f"draft:{draft}")
