"""The forms of a charter: who peers are, how many, how one joins and until when, what the chair says."""

from __future__ import annotations

import json
from datetime import date

from bot.views.blocks import asked, context, day_field, modal, one_of_field, option, section, words_field
from bot.views.charter import Ids
from mentoring.charter import (
    ALIKE,
    LONGEST_ENDORSEMENT,
    LONGEST_LINE,
    LONGEST_PEERS,
    LONGEST_WHY,
    MONTHS,
    STARTS,
    Charter,
    Joining,
    Silence,
)
from mentoring.groups import FEWEST, MOST
from mentoring.people import Group

TRADE_OFF = ("Few know each other well and everybody speaks; many bring more views and survive busy weeks. A narrow goal does with few, "
             "a mixed group needs more.")


def peers(group: Group, charter: Charter, *, nonce: str, example: int | None = None, path: bool = False) -> dict:
    """Who are peers here? ``example``: a starting text was chosen; its fields have names of their own, so that Slack shows the text."""
    start = STARTS[example] if example is not None else None
    words, alike = (start[1], start[2]) if start else (charter.peers, charter.alike)
    mark = "" if example is None else f"_{example}"
    starts = [option(title, str(n)) for n, (title, _, _) in enumerate(STARTS)]
    menu = one_of_field("static_select", starts, None if example is None else str(example)) | {
        "action_id": str(Ids.EXAMPLE), "placeholder": {"type": "plain_text", "text": "Choose an example"}}
    options = [option(text.capitalize(), a.value) for a, text in ALIKE.items()]
    chosen = [o for o in options if o["value"] in set(alike)]
    return modal("Who is a peer here?", Ids.PEERS_FORM, [
        section("Peers share what makes advice useful. Begin with an example from other groups, or with your own words.", accessory=menu),
        asked(f"peers{mark}", "In a sentence", words_field(words, lines=True, longest=LONGEST_PEERS,
                                                           placeholder="Clinician educators of the department, any rank"), optional=True),
        asked(f"alike{mark}", "What do you have in common?", {"type": "multi_static_select", "options": options, **(
            {"initial_options": chosen} if chosen else {})}, optional=True, hint="Any mix. Everybody who is invited sees this."),
    ], submit="Save", meta=_meta(group, nonce, path, example=example))


def size(group: Group, charter: Charter, *, members: int, nonce: str, path: bool = False) -> dict:
    """How many?"""
    now = f"You are {members} now." if members > 1 else "You are alone so far."
    return modal("How many?", Ids.SIZE_FORM, [
        section(f"*How many should you be, for who you are and what you want?*\n{TRADE_OFF} {now}"),
        asked("ideal", "Ideally", words_field(str(charter.size_ideal), longest=2)),
        asked("least", "At least", words_field(str(charter.size_min), longest=2)),
        asked("most", "At most", words_field(str(charter.size_max), longest=2),
              hint=f"Groups in the literature have {FEWEST} to {MOST}, most of them 5 to 9."),
        asked("why", "Why this size?", words_field(charter.size_why, longest=LONGEST_WHY), optional=True,
              hint=f"Needed outside {FEWEST} to {MOST}; the charter shows it."),
    ], submit="Save", meta=_meta(group, nonce, path))


def joining(group: Group, charter: Charter, *, nonce: str, path: bool = False) -> dict:
    """How does one join, until when is the group, and who is asked each year?"""
    ways = [option("They ask, an organiser says yes", Joining.ORGANISER), option("They ask or are nominated, members vote", Joining.VOTE),
            option("The next free place goes to who waited longest", Joining.OPEN)]
    months = [option("Never", "0"), *(option(f"Each {m}", str(n)) for n, m in enumerate(MONTHS, 1))]
    silence = [option("They stay", Silence.STAY), option("They take a break", Silence.PAUSE), option("They leave", Silence.LEAVE)]
    return modal("Joining and staying", Ids.JOINING_FORM, [
        asked("joining", "How is a place filled?", one_of_field("radio_buttons", ways, charter.joining)),
        asked("when", "When can people join?", words_field(charter.joining_when, longest=LONGEST_LINE,
                                                           placeholder="At any time while there is room"), optional=True),
        asked("month", "Ask everybody once a year whether they stay?",
              one_of_field("static_select", months, str(charter.round_month or 0))),
        asked("silence", "And who does not answer?", one_of_field("radio_buttons", silence, charter.silence)),
        asked("ends", "Last day of the group", day_field(charter.ends), optional=True, hint="Empty: it goes on as long as you like."),
        asked("event", "Or what ends it", words_field(charter.end_event, longest=LONGEST_LINE, placeholder="The last of us is promoted"),
              optional=True),
    ], submit="Save", meta=_meta(group, nonce, path))


def endorsement(group: Group, charter: Charter, *, today: date, nonce: str) -> dict:
    """What the chair says of the group."""
    return modal("What the chair says", Ids.ENDORSEMENT_FORM, [
        section("A sentence from the chair shows everybody that the department wants this group. Newcomers see it."),
        asked("endorsement", "The chair's words", words_field(charter.endorsement, lines=True, longest=LONGEST_ENDORSEMENT,
                                                              placeholder="Time in this group is time well spent for the department."),
              optional=True, hint="Left empty, there is none."),
        asked("by", "Who said it?", words_field(charter.endorser, longest=LONGEST_LINE, placeholder="Dr. N. N., chair of medicine"),
              optional=True),
        asked("day", "On which day?", day_field(charter.endorsed or today), optional=True),
        context("Only what was really said, please: it may be shown to the department."),
    ], submit="Save", meta=_meta(group, nonce, False))


def _meta(group: Group, nonce: str, path: bool, **more) -> str:
    return json.dumps({"nonce": nonce, "group": group.id, "path": path, **more})
