"""The thread's lines as they stand: one version each, in order, with W3C's ``s/old/new/`` and ``i/where/what/`` carried out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from mentoring.minutes.items import Line, order
from mentoring.patterns import regex

_NO_TALK = frozenset({"channel_join", "channel_leave", "group_join", "group_leave", "channel_topic", "channel_purpose", "channel_name",
                      "reminder_add", "tombstone", "bot_message", "message_deleted", "pinned_item", "bot_add", "bot_remove"})
_EDIT = regex(r"(?P<what>[si])(?P<cut>[/|])(?P<old>(?:\\.|(?!(?P=cut)).)+)(?P=cut)(?P<new>(?:\\.|(?!(?P=cut)).)*)"
                   r"(?:(?P=cut)(?P<flag>[gG]?))?\s*$")


def standing(lines: Iterable[Line]) -> list[Line]:
    """One line for each ``ts``: the last edit, or gone when any version says so. Sorted as the thread is; doubles do not matter."""
    newest: dict[str, Line] = {}
    for line in lines:
        kept = newest.get(line.ts)
        if kept is None or _rank(line) > _rank(kept):
            newest[line.ts] = line
    return sorted((line for line in newest.values() if not line.deleted), key=lambda line: (order(line.ts), line.ts))


def _rank(line: Line) -> tuple:
    return line.deleted, order(line.edited_ts), line.edited_ts or "", line.text, line.author, line.bot, line.subtype or ""


def is_talk(line: Line) -> bool:
    """Whether a person wrote it: no join notice and no bot."""
    return not line.bot and line.subtype not in _NO_TALK


def amended(lines: list[Line], *, trusted: Collection[str] | None) -> list[Line]:
    """The lines with the edit lines carried out: each on the nearest earlier line that has the words, ``g`` on all earlier ones, ``G``
    on all. One may edit one's own lines; ``trusted`` people everybody's; with None everybody may. An inserted line stands before
    the one it names, keeps its own ``ts`` and author, and takes the place of the line that asked for it.
    """
    out = list(lines)
    for asked in lines:
        found = _EDIT.match(asked.text.strip()) if asked.text.lstrip()[:2] in ("s/", "i/", "s|", "i|") else None
        at = out.index(asked) if found and asked in out else -1
        if at < 0:
            continue
        old, new = (re.sub(r"\\(.)", r"\1", found[part]) for part in ("old", "new"))
        if found["what"] == "i":
            _insert(out, at, old, new)
        else:
            _substitute(out, at, old, new, found["flag"] or "", trusted)
    return out


def _substitute(out: list[Line], at: int, old: str, new: str, flag: str, trusted: Collection[str] | None) -> None:
    asked = out[at]
    places = range(len(out)) if flag == "G" else range(at - 1, -1, -1)
    for place in places:
        line = out[place]
        if place == at or old not in line.text or line.bot or _EDIT.match(line.text.strip()):
            continue
        if trusted is not None and asked.author != line.author and asked.author not in trusted:
            continue
        out[place] = replace(line, text=line.text.replace(old, new) if flag else line.text.replace(old, new, 1))
        if not flag:
            return


def _insert(out: list[Line], at: int, where: str, what: str) -> None:
    asked = out[at]
    for place in range(at - 1, -1, -1):
        if where in out[place].text and not _EDIT.match(out[place].text.strip()):
            out.insert(place, replace(out.pop(at), text=what))
            return
    out[at] = replace(asked, text=what)
