"""Owners that stand at the end of an action: in brackets, behind a dash, after ``owner:``, or spoken to."""

from __future__ import annotations

import re
from dataclasses import replace

from mentoring.minutes.lexicon import NOT_NAMES, VERBS
from mentoring.minutes.owning import Owned
from mentoring.minutes.people import People, fold
from mentoring.patterns import regex
from mentoring.text import without_end

_TRAILING = (
    regex(r"[\s,;(\[–—-]*[(\[]?\b(?:owners?|assignees?|assigned to|responsible|who|lead|by whom)\s*[:=–—-]?\s+"
               r"(?P<names>[^()\[\]]+?)[)\]]?"
               r"[\s.]*$", re.I),
    regex(r"\s*[(\[](?P<names>[^()\[\]]{1,80})[)\]][\s.]*$"),
    regex(r"\s+(?:[-=](?:&gt;|>)|-+|–|—|→|//?|\|)\s*(?P<names>[^()]{1,80}?)[\s.]*$"),
)
_LED = regex(r"\((?P<names>[^()]{1,60})\)[:,]?\s+(?=\S)")
_ONE_AT = r"(?:<@[^>]+>|@[\w.-]*\w)"
_TAIL_AT = regex(rf"(?P<before>\S+)\s+(?P<names>{_ONE_AT}(?:(?:\s*(?:,|&amp;|&|\band\b)\s*|\s+){_ONE_AT})*)[\s.]*$")
_GOVERNS = frozenset([
    "to", "with", "for", "from", "by", "and", "or", "about", "at", "of", "on", "via", "cc", "via:", "into", "through", "like", "as",
    "than", "between", "against", "under", "after", "before",
])
_NAME_SPLIT = regex(r"\s*(?:,\s*(?:and\b|&amp;|&)|,|;|/|&amp;|&|\+|\band\b)\s*", re.I)


def trailing(text: str, author: str, people: People) -> Owned:
    """The owners that stand at the end: ``(bob)``, ``- @carol``, ``owner: dave``, ``… the notes @erin``, ``…, frank``."""
    for number, pattern in enumerate(_TRAILING):
        found = pattern.search(text)
        if found and found.start() > 0:
            owned = _all_names(found["names"], author, people, strangers=number == 0)
            if owned:
                return replace(owned, text=without_end(text[:found.start()], " ,;"))
    tail = _TAIL_AT.search(text)
    if tail and fold(tail["before"]).strip(",") not in _GOVERNS | VERBS:
        owned = _all_names(re.sub(r"(?<=[>\w])\s+(?=[<@])", ", ", tail["names"]), author, people, strangers=True)
        if owned:
            return replace(owned, text=without_end(text[:tail.start("names")], " ,;-–—"))
    return _called(text, author, people)


def _called(text: str, author: str, people: People) -> Owned:
    """``fix the link, bob`` and ``[bob] fix the link``: somebody is spoken to."""
    before, comma, name = text.rpartition(",")
    if comma and before.strip() and "," not in before and (owned := _all_names(name.strip(" .!"), author, people, strangers=False)):
        last = re.search(r"[\w.'-]+$", before.rstrip())
        if not (last and people.named(last[0])):
            return replace(owned, text=before.strip())
    led = _LED.match(text)
    if led and (owned := _all_names(led["names"], author, people, strangers=False)):
        return replace(owned, text=text[led.end():].strip())
    whole = fold(text)
    for found in re.finditer(r"(?<!\S)\[", text):   # also a nick that has the bracket in it
        known = people.at(text, found.start(), folded=whole) or people.at(text, found.end(), folded=whole)
        if known and len(known.ids) == 1:
            after = text[known.end:].removeprefix("]")
            return Owned(text=f"{text[:found.start()].strip()} {after.strip()}".strip(), owners=known.ids, strong=True)
    return Owned(text=text)


def _all_names(said: str, author: str, people: People, *, strangers: bool) -> Owned | None:
    """Who the names in ``said`` are, when it holds nothing but names."""
    owners: list[str] = []
    unknown: list[str] = []
    unclear: list[str] = []
    role = None
    for part in _NAME_SPLIT.split(said.strip()):
        name = part.strip(" .?!")
        ids = people.named(name)
        if len(ids) == 1:
            owners.extend(ids)
        elif ids:
            unclear.extend(ids)
        elif re.fullmatch(r"me|myself|mine|i", fold(name)):
            owners.append(author)
        elif re.fullmatch(r"all|everyone|everybody|(?:the )?(?:group|team|whole group)|all of us|we", fold(name)):
            role = "everyone"
        elif re.fullmatch(r"(?:the |both )?(?:co-?)?(?:chairs?|leads?|organi[sz]ers?)", fold(name)):
            role = "chairs"
        elif strangers and re.fullmatch(r"@?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?", name) and fold(name.lstrip("@")) not in NOT_NAMES:
            unknown.append(name.lstrip("@"))
        else:
            return None
    if not owners and not unclear and not role and not unknown:
        return None
    return Owned(text="", owners=tuple(dict.fromkeys(owners)), unknown=tuple(unknown), candidates=tuple(unclear), role=role,
                 strong=True)
