"""Topics at the door: propose, vote, choose, put on a meeting."""

from __future__ import annotations

from bot.services import drafts, topics
from bot.services.topics import Shown
from bot.views import topics as views
from bot.views.topics import Ids
from handlers import coming
from handlers.call import Answer, Call, Route, nonce
from mentoring.patterns import regex
from mentoring.people import Group
from mentoring.refused import Refused
from mentoring.starters import STARTERS, guess
from mentoring.topics import MOST_VOTES, Field, Wording, need_hand, need_sight

_NUMBER = regex(r"#? ?(\d{1,6})\b[:.]?\s*")


def on_propose(call: Call) -> Answer:
    """``topic propose Negotiating protected time``; without words the form."""
    group, title = call.need_group(), call.text.strip()
    if not title:
        return Answer(view=views.form(group, nonce=nonce()))
    return _proposed(call, group, Wording(title=title, field=guess(title)))


def _proposed(call: Call, group: Group, wording: Wording) -> Answer:
    """Proposed, unless something like it is there: then the person chooses, and nothing typed is lost."""
    found = topics.near(call.deps, call.actor, group, wording.title)
    if found:
        body = {"topic": {"title": wording.title, "why": wording.why, "field": wording.field.value if wording.field else None,
                          "lead": wording.lead, "expert": wording.expert, "sensitive": wording.sensitive}, "group": group.id}
        return Answer(message=views.near(wording.title, found, drafts.keep(call.deps, call.actor, body, once=call.once)))
    return _card(topics.propose(call.deps, call.actor, group, wording, once=call.once), "✓ Proposed in the channel, with your vote.")


def _card(shown: Shown, said: str = "") -> Answer:
    topic = shown.topic
    if "with your vote" in said and not topic.mine:
        said = "✓ Proposed in the channel. All your votes are out, so it begins without yours."
    return Answer(message=views.card(topic, when=shown.when, may_change=shown.may_change, organiser=shown.organiser,
                                     left=shown.votes_left, said=said))


def on_propose_form(call: Call) -> Answer:
    """The form with the words of a line that was refused."""
    return Answer(view=views.form(call.need_group(), nonce=nonce(), title=call.text))


def on_list(call: Call) -> Answer:
    """``topic list``, ``topic list past``."""
    return _listed(call, call.need_group(), past=call.text.strip().lower() in ("past", "done", "old"))


def _listed(call: Call, group: Group, *, past: bool = False) -> Answer:
    shown = topics.listed(call.deps, call.actor, group, past=past)
    left = shown[0].votes_left if shown else MOST_VOTES
    balance = topics.ideas(call.deps, call.actor, group)[0] if past else None
    return Answer(message=views.listing(group, [(s.topic, s.when) for s in shown], left=left, past=past, balance=balance))


def on_ideas(call: Call) -> Answer:
    """``topic ideas``: titles to begin with, in the four fields."""
    return _ideas(call, call.need_group())


def _ideas(call: Call, group: Group) -> Answer:
    return Answer(message=views.ideas(group, *topics.ideas(call.deps, call.actor, group)))


def on_show(call: Call) -> Answer:
    """``topic show 3``."""
    return _card(_named(call)[0])


def on_vote(call: Call) -> Answer:
    """``topic vote 3``."""
    return _voted(topics.vote(call.deps, call.actor, _named(call)[0].topic.id, once=call.once))


def _voted(shown: Shown) -> Answer:
    return _card(shown, f"✓ You'd like topic {shown.topic.ref}: {views.votes(shown.topic)} now.")


def on_unvote(call: Call) -> Answer:
    """``topic unvote 3``."""
    return _card(topics.unvote(call.deps, call.actor, _named(call)[0].topic.id, once=call.once), "Your vote is free again.")


def on_edit(call: Call) -> Answer:
    """``topic edit 3`` opens the form."""
    return _edit_form(call, _named(call)[0])


def _edit_form(call: Call, shown: Shown) -> Answer:
    topic = need_hand(call.actor, shown.topic)
    lead = topics.user_of(call.deps, topic.lead_id)
    return Answer(view=views.form(shown.group, nonce=nonce(), topic=topic, lead=lead))


def on_withdraw(call: Call) -> Answer:
    """``topic withdraw 3``."""
    return _card(topics.withdraw(call.deps, call.actor, _named(call)[0].topic.id, once=call.once), "Withdrawn; its votes are free again.")


def on_done(call: Call) -> Answer:
    """``topic done 3``."""
    return _card(topics.done(call.deps, call.actor, _named(call)[0].topic.id, once=call.once), "✓ Talked about.")


def on_schedule(call: Call) -> Answer:
    """``topic schedule 3 for the January meeting``; without a meeting the form."""
    shown, rest = _named(call)
    if not rest:
        return _schedule_form(call, shown)
    return _scheduled(topics.schedule(call.deps, call.actor, shown.topic.id, coming.meeting(call, shown.group, rest).id, once=call.once))


def _scheduled(shown: Shown) -> Answer:
    return _card(shown, f"✓ Topic {shown.topic.ref} is on meeting {shown.when.number}.")


def _schedule_form(call: Call, shown: Shown) -> Answer:
    ahead = topics.ahead(call.deps, call.actor, shown.group)
    if not ahead:
        raise Refused(f"{shown.group.name} has no coming meeting. `/mentor meeting plan` makes some.")
    return Answer(view=views.schedule_form(shown.topic, ahead, nonce=nonce()))


def _named(call: Call) -> tuple[Shown, str]:
    found = _NUMBER.match(call.text.strip())
    if not found:
        words = call.route.words if call.route else "topic show"
        raise Refused(f"Which one? Put its number after it, for example `/mentor {words} 3`. `/mentor topic list` shows the numbers.")
    return topics.resolve(call.deps, call.actor, call.need_group(), int(found[1])), call.text.strip()[found.end():].strip()


# ---- clicks ------------------------------------------------------------------------------------------------------------------

def _id(call: Call, said: object) -> int:
    words = str(said)
    if not words.isascii() or not words.isdigit() or len(words) > 15:
        need_sight(call.actor, None)
    return int(words)


def _group(call: Call, said: object) -> Group:
    found = next((g for g in call.actor.groups if str(g.id) == str(said)), None)
    return found or call.need_group()


def on_click_propose(call: Call) -> Answer:
    """The form."""
    return Answer(view=views.form(_group(call, call.value), nonce=nonce()))


def on_click_list(call: Call) -> Answer:
    """The list, from a button."""
    group_id, _, past = call.value.partition("|")
    return _listed(call, _group(call, group_id), past=bool(past))


def on_click_ideas(call: Call) -> Answer:
    """Ideas, from a button."""
    return _ideas(call, _group(call, call.value))


def on_idea(call: Call) -> Answer:
    """One of our ideas is proposed."""
    group, field, number = [*call.value.split("|"), "", ""][:3]
    titles = STARTERS[Field(field)] if field in set(Field) else ()
    title = next((t for n, t in enumerate(titles) if str(n) == number), None)
    if title is None:
        raise Refused("That idea is not there any more. `/mentor topic ideas` shows others.")
    return _proposed(call, _group(call, group), Wording(title=title, field=Field(field)))


def on_field(call: Call) -> Answer:
    """Which field a topic belongs to."""
    topic, _, field = call.value.partition("|")
    if field not in set(Field):
        raise Refused("Please choose one of the four fields.")
    return _card(topics.put_in(call.deps, call.actor, _id(call, topic), Field(field), once=call.once), "✓ Kept.")


def on_click_vote(call: Call) -> Answer:
    """I'd like that."""
    return _voted(topics.vote(call.deps, call.actor, _id(call, call.value), once=call.once))


def on_click_unvote(call: Call) -> Answer:
    """Take my vote back."""
    return _card(topics.unvote(call.deps, call.actor, _id(call, call.value), once=call.once), "Your vote is free again.")


def on_click_show(call: Call) -> Answer:
    """Details."""
    return _card(topics.one(call.deps, call.actor, _id(call, call.value)))


def on_click_edit(call: Call) -> Answer:
    """The form."""
    return _edit_form(call, topics.one(call.deps, call.actor, _id(call, call.value)))


def on_click_withdraw(call: Call) -> Answer:
    """Withdraw."""
    return _card(topics.withdraw(call.deps, call.actor, _id(call, call.value), once=call.once), "Withdrawn; its votes are free again.")


def on_click_schedule(call: Call) -> Answer:
    """On which meeting: the form."""
    return _schedule_form(call, topics.one(call.deps, call.actor, _id(call, call.value)))


def on_click_unschedule(call: Call) -> Answer:
    """Take it off."""
    return _card(topics.unschedule(call.deps, call.actor, _id(call, call.value), once=call.once), "It waits again.")


def on_click_done(call: Call) -> Answer:
    """Talked about."""
    return _card(topics.done(call.deps, call.actor, _id(call, call.value), once=call.once), "✓ Talked about.")


def on_accept(call: Call) -> Answer:
    """The suggestion for a meeting without a topic."""
    topic, _, meeting = call.value.partition("|")
    return _scheduled(topics.schedule(call.deps, call.actor, _id(call, topic), _id(call, meeting), once=call.once))


def on_support(call: Call) -> Answer:
    """That one instead."""
    draft, _, topic = call.value.partition("|")
    shown = topics.vote(call.deps, call.actor, _id(call, topic), once=f"draft:{draft}")
    return _voted(shown)


def on_despite(call: Call) -> Answer:
    """Mine all the same."""
    body = drafts.get(call.deps, call.actor, call.value)
    kept = body.get("topic") or {}
    wording = Wording(**kept | {"field": Field(kept["field"]) if kept.get("field") else None})
    return _card(topics.propose(call.deps, call.actor, _group(call, body.get("group")), wording, once=f"draft:{call.value}"),
                 "✓ Proposed in the channel, with your vote.")


# ---- forms --------------------------------------------------------------------------------------------------------------------

def on_form(call: Call) -> Answer:
    """A new topic, or one that was edited."""
    values, marks = call.values, call.values.get("marks") or ()
    field = values.get("field")
    title = values.get("title") or ""
    wording = Wording(title=title, why=values.get("why") or "", field=Field(field) if field in set(Field) else guess(title),
                      lead=next(iter(values.get("lead") or ()), None), expert="expert" in marks, sensitive="sensitive" in marks)
    if call.meta.get("topic"):
        return _card(topics.edit(call.deps, call.actor, _id(call, call.meta["topic"]), wording, once=call.once), "✓ Saved.")
    return _proposed(call, _group(call, call.meta.get("group")), wording)


def on_schedule_form(call: Call) -> Answer:
    """The meeting, chosen."""
    topic, meeting = _id(call, call.meta.get("topic")), _id(call, call.values.get("meeting"))
    return _scheduled(topics.schedule(call.deps, call.actor, topic, meeting, once=call.once))


COMMANDS = (
    Route(words="topic propose", run=on_propose, usage="topic propose [title]", about="something you'd like the group to talk about",
          hint=True, form=on_propose_form),
    Route(words="topic list", run=on_list, usage="topic list [past]", about="what is proposed, by votes", hint=True),
    Route(words="topic ideas", run=on_ideas, usage="topic ideas", about="titles to begin with, and how the year is balanced"),
    Route(words="topic show", run=on_show, usage="topic show 3", about="one topic"),
    Route(words="topic vote", run=on_vote, usage="topic vote 3", about="you'd like that one; three votes are yours"),
    Route(words="topic unvote", run=on_unvote, usage="topic unvote 3", about="take your vote back"),
    Route(words="topic edit", run=on_edit, usage="topic edit 3", about="change its words, field or lead"),
    Route(words="topic withdraw", run=on_withdraw, usage="topic withdraw 3", about="not before the group any more"),
    Route(words="topic schedule", run=on_schedule, usage="topic schedule 3 [for January]", about="organiser: put it on a meeting"),
    Route(words="topic done", run=on_done, usage="topic done 3", about="it has been talked about"),
)
ACTIONS = {Ids.PROPOSE: on_click_propose, Ids.LIST: on_click_list, Ids.VOTE: on_click_vote, Ids.UNVOTE: on_click_unvote,
           Ids.SHOW: on_click_show, Ids.EDIT: on_click_edit, Ids.WITHDRAW: on_click_withdraw, Ids.SCHEDULE: on_click_schedule,
           Ids.UNSCHEDULE: on_click_unschedule, Ids.DONE: on_click_done, Ids.ACCEPT: on_accept, Ids.SUPPORT: on_support,
           Ids.DESPITE: on_despite, Ids.FIELD: on_field, Ids.IDEAS: on_click_ideas, Ids.IDEA: on_idea}
FORMS = {Ids.FORM: on_form, Ids.SCHEDULE_FORM: on_schedule_form}
