"""Who an action belongs to: the names that open its text. Names after the verb are never owners.

``alice and bob to draft it`` · ``I'll ask`` · ``everyone: fill it in``. What is unclear is kept and said: two people of one name, a name
nobody has, nobody at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mentoring.minutes.lexicon import NOT_NAMES, VERBS, WORDY_NAMES
from mentoring.minutes.people import Match, People, fold
from mentoring.patterns import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """The text without its owners, and who they are. ``strong``: a "to", a mark or the like stood behind the names."""

    text: str
    owners: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    role: str | None = None
    helpers: tuple[str, ...] = ()
    nobody: bool = False
    strong: bool = False

    @property
    def settled(self) -> bool:
        """Whether the text said anything about an owner."""
        return bool(self.owners or self.unknown or self.candidates or self.role or self.nobody)


_TO = (r"(?:(?:'d|would) like to|(?:can|could|would|will) you(?: please| kindly)?|"
       r"(?:will|shall|should|would|must|can|could|'ll|'d|may|might)(?: (?:also|please|now|still|then|kindly))?|"
       r"(?:also|please|now|still|then|kindly) (?:to|will)|"
       r"(?:is|are|am|'s|'m|'re) (?:going |due |supposed )?to|(?:needs?|has|have|ought|agreed|agrees|offered|offers|volunteers|volunteered|"
       r"promised|promises|wants?|plans?|hopes?|"
       r"intends?|aims?|got|gonna|willing|happy) to|gonna|to)(?: (?:please|also|kindly|now|still))?(?=[\s,])")
_POLITE = r"(?:please|pls|kindly|asap|urgently|urgent|still|also|just)\b(?: to\b)?"
_LINK = regex(rf"\s*(?:\(\?\)|\?)?\s*(?:(?P<mark>[:：]|[–—]|-+(?=\s)|-(?:&gt;|>)|→|=(?:&gt;|>)|,(?=\s))\s*"
                   rf"(?:{_TO}\s*|(?:please|pls|kindly)\b,?\s*)?|"
                   rf"(?P<to>{_TO})\s*|(?P<polite>{_POLITE})[,:]?\s*(?:{_TO}\s*)?)", re.I)
_LABEL = regex(r"(?:owners?|assignees?|assigned to|responsible)\s*[:=–—-]?\s+", re.I)
_ASKED = regex(r"(?:can|could|would|please|pls|kindly|both),?\s+(?=\S)", re.I)
_LINKED = regex(rf"\s*{_TO}", re.I)
_JOIN = regex(r"\s*(?:\(\?\)|\?)?\s*(?:,\s*(?:and\b|&amp;|&)|,|/|&amp;|&|\+|\band\b|\bplus\b|\bor\b)\s*", re.I)
_DOUBTFUL = regex(r"\s*(?:\(\?\)|\?)")
_AUTHOR = regex(r"(?:i|me|myself|mine(?=:))(?=\s|'|[:,–—-]|$|\s*&|/)", re.I)
_NOBODY = regex(r"(?:(?:we |i )?(?:still )?needs? (?:someone|somebody|a volunteer|volunteers)|someone(?: else)?|somebody|anyone|"
                     r"anybody|volunteers?|tbd|tba|tbc|who\?|\?+)(?=\s|:|,|-|$)", re.I)
_EVERYONE = regex(r"(?:<!(?:here|channel|everyone)(?:\|[^>]*)?>|"
                       r"@(?:here|channel|everyone|all|group)\b|everyone|everybody|all of us|"
                       r"(?:the )?(?:whole |entire )?(?:group|team)(?: members)?|"
                       r"all (?:members|participants|attendees|mentors and mentees|present)|"
                       r"(?:each|every) (?:member|person|participant|one)|each of us|let'?s all|"
                       r"let us all|we all|we|us|all|folks|members)(?=[\s:,'–—-]|$)", re.I)
_WEAK_EVERYONE = regex(r"(?:.*\b)?(?:group|team|all|us|members|folks)(?: members)?$", re.I)
_ROLE = regex(r"(?:(?:the|our|both|all|group|meeting) )*(?P<role>co-?chairs?|chairs?(?:person|man|woman)?|co-?leads?|leads?|leaders?|"
                   r"organi[sz]ers?|facilitators?|moderators?|hosts?|scribe|note-?taker|mentors|mentees)(?=[\s:,–—-]|$)", re.I)
_WORD_OF_NAME = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*\w"
_UNKNOWN = regex(rf"(?P<at>@)(?P<handle>[\w.-]*\w)|(?P<name>{_WORD_OF_NAME}(?:[ ](?!(?:And|Or|To)\b){_WORD_OF_NAME})?)")
_PASSIVE = regex(r"(?:to|will|should|shall|must|can|could|needs? to|has to|have to|is to|are to|would|may|might)\s+(?:also\s+)?be\b",
                      re.I)
_OBJECT = regex(r"to\s+(?:the|a|an|our|my|your|his|her|their|all|every|each|this|that|these|those|us|me|him|them|everyone|be)\b",
                     re.I)


MOST_NAMES, DEEPEST = 40, 12


def opening(text: str, author: str, people: People, *, doubled: int = 0) -> Owned:
    """The owners that open ``text``. Without any, the text comes back as it was."""
    if (said := _LABEL.match(text)) and (found := _Opening(text[said.end():], author, people, doubled).read()) and found.strong:
        return found
    asked = _ASKED.match(text)   # "could Mark please send it?"
    if asked and (known := people.at(text, asked.end())) and known.ids and not _LINKED.match(text, known.end):
        found = _Opening(text[asked.end():].rstrip("? "), author, people, doubled).read()
        if found:
            return replace(found, strong=True)
    found = _Opening(text, author, people, doubled).read()
    return found if found else Owned(text=text)


class _Opening:
    """Reads names from the left until something else begins."""

    def __init__(self, text: str, author: str, people: People, doubled: int):
        self.doubled, self.depth = doubled, 0
        self.text, self.folded, self.author, self.people = text, fold(text), author, people
        self.owners: list[str] = []
        self.unknown: list[str] = []
        self.unclear: list[str] = []
        self.role: str | None = None

    def read(self) -> Owned | None:
        nobody = _NOBODY.match(self.text)
        if nobody and not self._known_at(0):
            link = self._link(nobody.end())
            rest = self.text[nobody.end():].strip() if link is None and nobody[0].startswith("?") else link
            if rest:
                return Owned(text=rest, nobody=True, strong=True)
        at = self._name(0, first=True)
        if at is None:
            return None
        alternatives = False
        while (join := _JOIN.match(self.text, at)) and join.end() > at and len(self.owners) + len(self.unknown) < MOST_NAMES:
            further = self._name(join.end(), first=False)
            if further is None:
                break
            alternatives = alternatives or join[0].strip().lower() == "or"
            at = further
        at = self._blank_joined(at)
        helpers, at = self._helpers(at)
        return self._closed(at, helpers, alternatives)

    def _name(self, at: int, *, first: bool) -> int | None:
        """Where the name at ``at`` ends, what it means kept; None when none stands there."""
        known = self._known_at(at)
        if known and (not first or self._is_meant(known, at)):
            (self.unclear if len(known.ids) > 1 else self.owners).extend(known.ids)
            return known.end
        if known and first and not self._is_meant(known, at):
            return None
        if me := _AUTHOR.match(self.folded, at):
            self.owners.append(self.author)
            return me.end()
        all_ = _EVERYONE.match(self.folded, at)
        if all_ and (not _WEAK_EVERYONE.match(all_[0]) or all_[0].startswith("let") or self._told(all_.end())):
            self.role = "everyone"
            return all_.end()
        if (role := _ROLE.match(self.folded, at)) and self._role_is_meant(role):
            self.role = _role_name(role["role"])
            return role.end()
        return self._stranger(at, first=first)

    def _told(self, at: int) -> bool:
        """Whether a "to" or the like follows, so that "group" means the people and not "group photo"."""
        return not self.text[at:].strip() or self._link(at) is not None and not re.match(r"\s*,", self.text[at:])

    def _known_at(self, at: int) -> Match | None:
        return self.people.at(self.text, at, folded=self.folded)

    def _is_meant(self, known: Match, at: int) -> bool:
        """A first name that is also a word ("mark the calendar") needs what shows that a person is meant."""
        typed = known.typed
        if known.at or fold(typed) not in WORDY_NAMES:
            return True
        if self._link(known.end) is not None or _JOIN.match(self.text, known.end) or not self.text[known.end:].strip():
            return True
        following = re.match(r"\s*([\w'-]+)", self.folded[known.end:])
        return bool(following) and is_verb(following[1])

    def _role_is_meant(self, role: re.Match) -> bool:
        link = _LINK.match(self.text, role.end())
        if link and (link["to"] or link["polite"] or link["mark"] != ","):
            rest = self.folded[link.end():]
            return not role["role"].startswith("lead") or bool(link["mark"]) or is_verb((rest.split() or [""])[0].strip(".,;:"))
        following = re.match(r"\s+([\w'-]+)", self.folded[role.end():])
        plural = role["role"].endswith("s") and not role["role"].startswith("lead")
        return bool(following) and plural and is_verb(following[1]) or bool(_JOIN.match(self.text, role.end()) and not link)

    def _stranger(self, at: int, *, first: bool) -> int | None:
        """A capitalised word, or one with ``@``, that is no word of the language and has "to" or a verb behind it."""
        found = _UNKNOWN.match(self.text, at)
        if not found or found["name"] and fold(found["name"].split()[0]) in NOT_NAMES and not self._initials(found["name"]):
            return None
        end = found.end()
        if found["at"]:
            self.unknown.append(found["handle"])
            return end
        if found["name"].endswith(("'s", "’s")) or self.text[end:end + 1] in ("'", "’"):
            return None
        after = self.text[end:].lstrip()
        if not self._followed_as_a_person(after, end):
            return None
        self.unknown.append(found["name"])
        return end

    def _initials(self, name: str) -> bool:
        """``IT to reset it``: two to four capitals in a line that is not all capitals."""
        return name.isupper() and 2 <= len(name) <= 4 and not self.text.isupper()

    def _followed_as_a_person(self, after: str, end: int) -> bool:
        join = _JOIN.match(self.text, end)
        if join and join.end() > end and self.depth < DEEPEST:
            self.depth += 1
            mark = len(self.owners), len(self.unknown), len(self.unclear)
            further = self._name(join.end(), first=False)
            self.depth -= 1
            del self.owners[mark[0]:], self.unknown[mark[1]:], self.unclear[mark[2]:]
            if further is not None and (self._known_at(join.end()) or self._link(further) is not None):
                return True
        link = _LINK.match(self.text, end)
        if link and link["to"]:
            if _PASSIVE.match(after) or _OBJECT.match(after):
                return False
            return self._known_at(link.end()) is None
        if link and link["polite"]:
            return True
        return bool(re.match(r"(?:does|do|goes|has)\b", after)) or _third_person((after.split() or [""])[0])

    def _link(self, at: int) -> str | None:
        """The text behind the "to", "will", ":" or "please" at ``at``; None when none stands there."""
        found = _LINK.match(self.text, at)
        stands = found and found.end() > at and (found["mark"] or found["to"] or found["polite"])
        return self.text[found.end():].strip(" ,") if stands else None

    def _blank_joined(self, at: int) -> int:
        """``alice bob carol to …``: names side by side count when a "to" or a mark follows the last."""
        more: list[Match] = []
        end = at
        while (blank := re.match(r"\s+", self.text[end:])) and (known := self._known_at(end + blank.end())) and len(known.ids) == 1:
            more.append(known)
            end = known.end
        if more and all(each.at for each in more) or more and self._link(end) is not None and not re.match(r"\s*,", self.text[end:]):
            self.owners.extend(known.ids[0] for known in more)
            return end
        return at

    def _helpers(self, at: int) -> tuple[tuple[str, ...], int]:
        """``alice (with bob) to …``: bob helps."""
        found = re.match(r"\s*(\()?\s*with\s+", self.text[at:])
        known = self._known_at(at + found.end()) if found else None
        if not known:
            return (), at
        end = known.end + (1 if found[1] and self.text[known.end:known.end + 1] == ")" else 0)
        return (known.ids, end) if self._link(end) is not None else ((), at)

    def _closed(self, at: int, helpers: tuple[str, ...], alternatives: bool) -> Owned | None:
        at = found.end() if (found := _DOUBTFUL.match(self.text, at)) else at
        bracket = re.match(r"\s*\([^()]{1,40}\)(?=\s)", self.text[at:])
        if bracket and self._link(at + bracket.end()) is not None:
            at += bracket.end()
        link = self._link(at)
        strong = link is not None
        rest = link if strong else self.text[at:].strip()
        if not rest:
            return None if not self.text[:at].strip() else self._made("", strong, helpers, alternatives)
        if self.role == "everyone" and not strong:
            rest = re.sub(r"^(?:need|needs) ", "", rest, flags=re.I)
        return self._made(rest, strong, helpers, alternatives)

    def _made(self, rest: str, strong: bool, helpers: tuple[str, ...], alternatives: bool) -> Owned:
        owners, unclear = tuple(dict.fromkeys(self.owners)), tuple(dict.fromkeys(self.unclear))
        if alternatives:
            owners, unclear = (), owners + unclear
        more = strong and owners and rest and self.doubled < 3
        again = opening(rest, self.author, self.people, doubled=self.doubled + 1) if more else None
        if again and again.owners == owners and again.strong:   # "alice: alice to send it"
            rest = again.text
        return Owned(text=rest, owners=owners, unknown=tuple(dict.fromkeys(self.unknown)), candidates=unclear, role=self.role,
                     helpers=helpers, strong=strong)


def _role_name(said: str) -> str:
    said = said.replace("-", "")
    if said.startswith(("chair", "cochair", "lead", "colead", "organi", "facilitator", "moderator", "host")):
        return "chairs"
    return "scribe" if said.startswith(("scribe", "note")) else said


def is_verb(word: str) -> bool:
    """Whether a task may begin with this word: a verb we know, as it stands or in the third person."""
    return word in VERBS or _third_person(word)


def _third_person(word: str) -> bool:
    word = fold(word).strip(".,;:")
    return len(word) > 3 and word.endswith("s") and (word[:-1] in VERBS or word[:-2] in VERBS or word[:-3] + "y" in VERBS)
