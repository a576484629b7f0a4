"""Questions to experts, between meetings and for their slot, and the answers that come back to the group."""

from __future__ import annotations

from dataclasses import replace

from bot.deps import Deps
from bot.services.experts import Shown, shown, visit_of
from bot.views import experts as views
from mentoring import experts as rules
from mentoring.experts import Question, State
from mentoring.people import Actor
from mentoring.refused import Refused
from storage import experts as rows
from storage import outbox


def ask(deps: Deps, actor: Actor, expert_id: int, text: str, *, once: str | None = None) -> tuple[Shown, Question]:
    """A question between meetings, by any member: they send it, and the answer comes back to the group."""
    return _ask(deps, actor, expert_id, text, None, once)


def collect(deps: Deps, actor: Actor, visit_id: int, text: str, *, once: str | None = None) -> tuple[Shown, Question]:
    """A question for an expert's slot, by any member."""
    return _ask(deps, actor, None, text, visit_id, once)


def _ask(deps: Deps, actor: Actor, expert_id: int | None, text: str, visit_id: int | None, once: str | None) -> tuple[Shown, Question]:
    text, now = rules.question(text), deps.clock.now()
    with deps.store.write(once) as tx:
        if visit_id:
            seen, at = visit_of(tx, actor, visit_id, lock=True)
            if at.visit.state not in (State.INVITED, State.ACCEPTED) or at.meeting.ends <= now:
                raise Refused("That visit is not ahead any more.")
            expert = seen.expert
        else:
            expert = rules.need_sight(actor, rows.by_id(tx, expert_id, lock=True))
        others = rows.for_visit(tx, visit_id) if visit_id else [q for q in rows.between(tx, expert.id) if not q.answered]
        if len(others) >= rules.MOST_QUESTIONS:
            raise Refused(f"{rules.MOST_QUESTIONS} questions wait for {expert.name} already.", field="text")
        asked = Question(expert_id=expert.id, visit_id=visit_id, asked_by=actor.person.id, by=actor.person.name, text=text, asked=now)
        asked = replace(asked, id=rows.ask(tx, asked))
        return shown(tx, actor, expert), asked


def of_question(deps: Deps, actor: Actor, question_id: int) -> tuple[Shown, Question]:
    """A question to an expert of one of the actor's groups; NotFound for all others."""
    with deps.store.read() as tx:
        found = rows.question(tx, question_id)
        return shown(tx, actor, rules.need_sight(actor, rows.by_id(tx, found.expert_id) if found else None)), found


def answer(deps: Deps, actor: Actor, question_id: int, text: str, *, once: str | None = None) -> Shown:
    """What the expert said: into the group's channel, the question first and the answer in its thread, with name and date."""
    text, now = rules.answer(text), deps.clock.now()
    with deps.store.write(once) as tx:
        found = rows.question(tx, question_id)
        expert = rules.need_sight(actor, rows.by_id(tx, found.expert_id, lock=True) if found else None)
        found = rows.question(tx, question_id)
        if found.answered or found.visit_id:
            raise Refused("The answer to that question is in the channel already." if found.answered else "That one is for the slot.")
        rows.change_question(tx, after := replace(found, answer=text, answered=now))
        group = next(g for g in actor.groups if g.id == expert.group_id)
        key = f"expert:question:{found.id}"
        outbox.put(tx, key, "chat.postMessage", now=now, channel=group.channel, body=views.asked_in_channel(expert, found, group).body())
        outbox.put(tx, f"{key}:answer", "chat.postMessage", now=now, channel=group.channel, edits=key,
                   body=views.answered(expert, after, group, by=actor.person.name).body())
        return shown(tx, actor, expert)
