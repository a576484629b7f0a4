"""What is said about reflections: the window to write in, the journal, what a group sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.views import reflection_posts as posts
from bot.views import reflections as views
from mentoring.people import Group
from mentoring.reflections import PARTS, Every, Reflection, Size, Words

GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz="America/New_York")
OTHER = replace(GROUP, id=2, name="<!here>")
AT, DAY, TODAY = datetime(2026, 12, 1, 12, 30, tzinfo=UTC), date(2026, 12, 1), date(2026, 12, 7)
HOSTILE = "<!channel> *b* <b> @U9 https://evil.example =1+1"
WORDS = Words(prompt="What small thing went right today?", size=Size.PAGE, parts=("The handover took four minutes.",), energy="steady")
FRAMED = Words(prompt="Now what?", size=Size.WHAT, parts=("It rained.", "", "An umbrella."))
FULL = Words(prompt="W" * 300, size=Size.GIBBS, parts=("w" * 2000,) * 6, energy="low")
MINE = Reflection(id=4, person_id=1, number=3, words=WORDS, created=AT)
NASTY = replace(MINE, words=replace(WORDS, prompt=HOSTILE, parts=(HOSTILE,)))


def form(words, **more):
    return views.form(words, **({"target": 0, "nonce": "n", "mark": "a1b2c3", "today": TODAY} | more))


def journal(*entries, **more):
    return views.journal([(e, DAY) for e in entries], **({"number": 1, "pages": 1, "total": len(entries), "today": TODAY, "draft": None,
                                                          "rhythm": None} | more))


def values(*parts):
    return replace(MINE, words=replace(WORDS, size=Size.VALUES, parts=(*parts, *("",) * (4 - len(parts)))))


POSTS = posts.posts(MINE, "U1")
LONG = posts.posts(replace(MINE, words=FULL), "U1")
MESSAGES = {
    "reflection.kept": views.kept(MINE, changed=False), "reflection.changed": views.kept(MINE, changed=True, was_shared=True),
    "reflection.by_button": views.by_button("Your journal opens in a window that only you can read:"),
    "reflection.shared": views.shared(MINE, GROUP), "reflection.shared.hostile": views.shared(MINE, OTHER),
    "reflection.back": views.taken_back(MINE), "reflection.round": views.round_begins(), "reflection.file": views.file_comes(),
    **{f"reflection.rhythm.{every}": views.rhythm_set(every) for every in (*Every, None)},
    "reflection.prompts": views.prompts(GROUP, [(3, "What did you let go of?")]),
    "reflection.prompts.none": views.prompts(GROUP, []), "reflection.prompts.hostile": views.prompts(OTHER, [(3, HOSTILE)]),
    "reflection.prompts.longest": views.prompts(GROUP, [(n, "W" * 300) for n in range(50)]),
    "reflection.post": POSTS[0], "reflection.post.framed": posts.posts(replace(MINE, words=FRAMED), "U1")[0],
    "reflection.post.hostile": posts.posts(NASTY, "U1")[0],
    **{f"reflection.post.longest.{n}": m for n, m in enumerate(LONG)},
    "reflection.invitation": posts.invitation(4, 1), "reflection.answer.hostile": posts.answered("U2", posts.HEARD, HOSTILE),
    "reflection.answer": posts.answered("U2", posts.WONDER, "I wonder what you would have needed."),
    "reflection.quiet": posts.quiet("What did you let go of?", "own3", AT), "reflection.quiet.hostile": posts.quiet(HOSTILE, "own3", AT),
    "reflection.month": posts.of_the_month("What did you let go of?", "event1", "U1"),
    "reflection.month.nobody": posts.of_the_month("What did you let go of?", "event1", None),
    "reflection.monthly": views.monthly(GROUP, True), "reflection.monthly.hostile": views.monthly(OTHER, True),
    "reflection.monthly.off": views.monthly(GROUP, False),
    "reflection.time": posts.time_is_up(),
}
VIEWS = {
    "form.reflection": form(Words(prompt=WORDS.prompt)), "form.reflection.left": form(WORDS, left=AT),
    "form.reflection.edit": form(FRAMED, target=4, ref="#3"), "form.reflection.longest": form(FULL, left=AT),
    **{f"form.reflection.{size}": form(Words(prompt="Now what?", size=size, parts=("",) * len(PARTS[size]))) for size in views.SIZES},
    "form.reflection.hostile": form(NASTY.words),
    "journal": journal(MINE, replace(MINE, id=5, number=2, words=FRAMED, shared=(1,)), draft=DAY, rhythm=Every.FORTNIGHT),
    "journal.empty": journal(), "journal.hostile": journal(NASTY),
    "journal.longest": journal(*[replace(MINE, id=n, number=n, words=FULL) for n in range(8)], number=2, pages=9, total=70),
    "journal.one": views.one(MINE, DAY, TODAY, groups=[GROUP]), "journal.one.hostile": views.one(NASTY, DAY, TODAY, groups=[OTHER]),
    "journal.one.shared": views.one(replace(MINE, shared=(1,), changed=AT), DAY, TODAY, groups=[GROUP], said="✓ Done."),
    "journal.one.longest": views.one(replace(MINE, words=FULL), DAY, TODAY, groups=[GROUP]),
    "form.values": views.values_form(None, nonce="n"),
    "form.values.again": views.values_form(values("Candour", "Time"), nonce="n"),
    "form.values.hostile": views.values_form(values(HOSTILE), nonce="n"),
    "reflection.which": views.which_group(MINE, [GROUP, OTHER]),
    "reflection.preview": views.preview(MINE, GROUP, readers=7, doubts=["a record number", "somebody's name"], nonce="n"),
    "reflection.preview.hostile": views.preview(NASTY, OTHER, readers=1, doubts=[], nonce="n"),
    "reflection.preview.longest": views.preview(replace(MINE, words=FULL), GROUP, readers=11, doubts=["a long number"], nonce="n"),
    "reflection.as_file": views.as_file(), "reflection.answer_form": posts.answer_form("4|1", posts.HEARD, "n"),
}
