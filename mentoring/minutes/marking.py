"""Which lines of a message are marked, as what. The grammar of ``topic:``, ``#action``, ``^todo``, ``Present+`` and their spellings.

``[bullet, quote or number]* [# ! ^ .]? WORD [:, - or a dash]? text``. Without a sign in front a separator must follow, save for the
W3C's ``action NAME to …``, which only a roster can tell from talk: it comes as ``bare``. Code is not read, nor what a mail quotes.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

from mentoring.minutes.items import Control, Kind
from mentoring.minutes.lexicon import CONTROLS, HEADINGS, MARKERS, SIGNED, SIGNED_CONTROLS
from mentoring.minutes.slips import misspelling
from mentoring.patterns import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One marked line. ``nth`` counts the marked lines of the message from 1; ``text`` is what follows the marker, wire text.

    ``spelled``: the marker's word. ``signed``: it had a ``#``. ``bare``: ``action NAME to …``, which a roster has to confirm.
    """

    kind: Kind | Control
    text: str
    nth: int
    spelled: str
    signed: bool = False
    misspelt: bool = False
    bare: bool = False

    @property
    def empty(self) -> bool:
        """Nothing stands behind the marker: no item, the receipt hints at it."""
        return not self.text


_BULLET = r"(?:[•◦▪‣·–—-]|[\u2190-\u2bff\U0001f300-\U0001faff]\ufe0f?|\*(?=\s)|&gt;|>|:[a-z0-9_+-]+:|\(?\d{1,2}[.)]|\[[ xX]?\])"
_FRONT = regex(rf"(?:[ \t\u00a0]*{_BULLET}(?=[\s*_#!^&>A-Za-z-]))*[ \t\u00a0]*")
_WORD = regex(r"(?P<open>[*_~]{0,3})(?P<sign>[#!^.]?)(?P<open2>[*_~]{0,3})(?P<word>[^\W\d_][^\W\d_]*(?:[ -][^\W\d_]+){0,2})", re.I)
_SEPARATOR = regex(r"[ \t\u00a0]?[*_~]{0,3}[ \t\u00a0]?(?:[:：]|[–—]|-+(?=\s|$|<@|@))[*_~]{0,3}[ \t\u00a0]*")
_PLUS = regex(r"[ \t\u00a0]?(?P<sign>[+-])[ \t\u00a0]*(?::\s*)?", re.I)
_ASSIGNED = regex(r" ?\((?P<names>[^()]{1,40})\)\s*[:–—-]\s*(?P<rest>\S.*)")
_NUMBERED = regex(r" ?(?:#?\d{1,2}|\([^()]{1,30}\))(?=[*_~]{0,3} ?[:：])")
_COUNTED = frozenset((Control.PRESENT, Control.REGRETS, Control.AGENDA, Control.SCRIBE, Control.CHAIR))
_FENCE = regex(r"```.*?(?:```|$)", re.S)
_URL_ONLY = regex(r"<?(?:https?|ftp|mailto):\S+>?$", re.I)
_BOXED = regex(r"\[(?P<word>[a-z][a-z -]{1,14})\]:?\s+(?=\S)", re.I)
_NOTHING = regex(r"(?:none|nothing|n/?a|no(?: (?:new )?(?:actions?|decisions?|notes?|questions?|ideas?)(?: items?)?)?|nil|[-–—.…?!]*)"
                      r"(?: (?:needed|required|yet|taken|so far|today)| (?:for|from) [\w' ]{1,30})*[.!]?$", re.I)
_START = regex(r"(?:trackbot,? )?(?:start(?: the)? meeting|(?:the )?meeting (?:starts|begins|started|has started|is open)(?: now)?)"
                    r"[.! ]*$", re.I)
_END = regex(r"(?:trackbot,? )?(?:(?:end|close|adjourn)(?: the)? meeting|(?:the )?meeting (?:ends|ended|has ended|is over|is closed|"
                  r"adjourned|is adjourned|closed)(?: now)?|adjourned)[.! ]*$", re.I)
_UNDO = regex(r"undo(?: (?:that|this|last|it|my last))?[.! ]*$", re.I)
_TAKE_UP = regex(r"zakim,? (?:please )?(?:take up|open|move to|next) (?:(?:agendum|item) )?"
                      r"(?P<which>\d+|next item|next agendum|next|item|agendum)\W*$", re.I)
_QUOTES_OTHERS = regex(r"\b(?:wrote|said|writes|says)[ \t]*:[ \t]*$", re.I)
_BARE_ACTION = regex(r"action(?: item)?[ \t]+(?!items?\b)(?:(?:for|on)[ \t]+)?(?P<rest>\S.*)$", re.I)


def marks(text: str) -> tuple[Mark, ...]:
    """The marked lines of a message, in order. Gives nothing for talk; never raises."""
    return _marks(text)


@lru_cache(maxsize=4096)
def _marks(text: str) -> tuple[Mark, ...]:
    found: list[Mark] = []
    heading: Kind | None = None
    others = False
    open_mark = False
    for raw in _without_code(text):
        line = raw.strip("\ufeff\u200b\u200e\u200f")
        quoted = line.lstrip().startswith((">", "&gt;"))
        others = others and (quoted or not line.strip())
        if others:
            continue
        if _QUOTES_OTHERS.search(line):
            others = True
        if open_mark and (more := _continues(line)) is not None:
            last = found[-1]
            found[-1] = _again(last, f"{last.text} {more}".strip())
            continue
        open_mark = False
        if not line.strip():
            continue
        mark = _mark(line, len(found) + 1)
        if mark and mark.empty and mark.spelled in HEADINGS:
            heading = HEADINGS[mark.spelled]
            continue
        if mark is None and heading and (listed := _listed(line)):
            mark = Mark(kind=heading, text=listed, nth=len(found) + 1, spelled=heading.value)
        elif not mark or not _listed(line):
            heading = heading if mark and mark.kind == heading and _listed(line) else None
        if mark:
            if mark.empty and isinstance(mark.kind, Kind) and mark.spelled in MARKERS and mark.spelled not in SIGNED and not mark.signed:
                heading = mark.kind
            found.append(mark)
            open_mark = not mark.bare
    return tuple(found)


def _without_code(text: str) -> list[str]:
    """The lines, those in a code block blank."""
    return _FENCE.sub(lambda block: "\n" * block[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")


def _continues(line: str) -> str | None:
    """What a following line adds to a mark: it begins with ``...`` or is set in; a bullet or a marker is a line of its own."""
    if dotted := re.match(r"\s*(?:\.\.\.|…)[ \t]*(?P<rest>.*)$", line):
        return dotted["rest"].strip()
    if re.match(r"(?: {2,}|\t|\u00a0{2,})\S", line) and not _listed(line) and _mark(line, 1) is None:
        return line.strip()
    return None


def _listed(line: str) -> str:
    """The text of a bulleted line; nothing when it has no bullet."""
    front = _FRONT.match(line)
    return line[front.end():].strip() if front and front[0].strip() else ""


def _again(mark: Mark, text: str) -> Mark:
    return Mark(kind=mark.kind, text=text, nth=mark.nth, spelled=mark.spelled, signed=mark.signed, misspelt=mark.misspelt, bare=mark.bare)


def _mark(line: str, nth: int) -> Mark | None:
    start = _FRONT.match(line).end()
    rest = line[start:].rstrip()
    if rest.startswith(("`", "/")):
        return None
    if whole := _whole(rest, nth):
        return whole
    if (boxed := _BOXED.match(rest)) and boxed["word"].lower() in MARKERS:   # "[action] bob to send it"
        rest = f"{boxed['word']}: {rest[boxed.end():]}"
    head = _WORD.match(rest)
    if not head:
        return None
    return _headed(rest, head, nth) or _bare(rest, nth)


def _whole(rest: str, nth: int) -> Mark | None:
    """Lines that say one thing by themselves: ``end meeting``, ``undo``, ``zakim, take up item 2``."""
    for pattern, kind in ((_START, Control.START), (_END, Control.END), (_UNDO, Control.UNDO)):
        if pattern.match(rest):
            return Mark(kind=kind, text="", nth=nth, spelled=rest.split()[0].lower())
    if taken := _TAKE_UP.match(rest):
        return Mark(kind=Control.TAKE_UP, text=taken["which"].lower(), nth=nth, spelled="take up")
    return None


def _headed(rest: str, head: re.Match, nth: int) -> Mark | None:
    signed = bool(head["sign"])
    words = head["word"]
    for word in dict.fromkeys((words, *_shorter(words))):
        end = head.start("word") + len(word)
        kind, misspelt = _known(word, signed, nth)
        if kind is None:
            continue
        mark = _parted(_unwrapped(rest, head["open"] or head["open2"]), end, word, kind, signed, misspelt, nth)
        if mark:
            return mark
    return None


def _unwrapped(rest: str, opened: str) -> str:
    """The line without the closing sign of ``*action: all of it bold*``."""
    if opened and rest.endswith(opened[::-1]) and rest.count(opened[-1]) == 2 * opened.count(opened[-1]):
        return rest[:-len(opened)]
    return rest


def _shorter(words: str) -> list[str]:
    cuts = [at.start() for at in re.finditer(r"[ -]", words)]
    return [words[:cut] for cut in reversed(cuts)]


def _known(word: str, signed: bool, nth: int) -> tuple[Kind | Control | None, bool]:
    low = re.sub(r"\s+", " ", word.lower())
    if signed and low in SIGNED_CONTROLS:
        return SIGNED_CONTROLS[low], False
    if signed and low in SIGNED:
        return SIGNED[low], False
    for table in (MARKERS, CONTROLS, HEADINGS):
        if low in table:
            return table[low], False
    near = misspelling(low, signed)
    if near:
        return (MARKERS.get(near) or SIGNED_CONTROLS.get(near) or CONTROLS.get(near)), True
    return None, False


def _parted(rest: str, end: int, word: str, kind: Kind | Control, signed: bool, misspelt: bool, nth: int) -> Mark | None:
    low = re.sub(r"\s+", " ", word.lower())
    after = rest[end:]
    plus = _PLUS.match(after) if kind in _COUNTED else None
    if plus and (plus["sign"] == "+" or after.startswith("-")):
        text = after[plus.end():].strip() if plus["sign"] == "+" else "-" + after[plus.end():].strip()
        return Mark(kind=kind, text=text, nth=nth, spelled=low + plus["sign"], signed=signed, misspelt=misspelt)
    if kind == Kind.ACTION and (assigned := _ASSIGNED.match(after)):   # "TODO(bob): write it"
        return Mark(kind=kind, text=f"{assigned['names']}: {assigned['rest'].strip()}", nth=nth, spelled=low, signed=signed)
    numbered = _NUMBERED.match(after) if isinstance(kind, Kind) and low != "q" else None   # "Action 2: …", "Decision (all): …"
    after = after[numbered.end():] if numbered else after
    separator = _SEPARATOR.match(after)
    if separator and isinstance(kind, Control) and not signed and not re.search("[:：]", separator[0]):
        return None
    if separator and low == "q" and ":" not in separator[0]:   # W3C's "q-" takes somebody off the queue
        return None
    if not separator and not (signed and (not after or after[0].isspace())):
        return None
    text = after[separator.end():] if separator else after
    text = _undoubled(text.strip(), kind)
    if low in HEADINGS and low not in MARKERS:
        return Mark(kind=kind, text="", nth=nth, spelled=low, signed=signed) if not text else _in_heading(text, kind, nth, low, signed)
    if isinstance(kind, Kind) and (_NOTHING.match(text) or low.endswith("s") and _URL_ONLY.match(text)):
        text = ""
    return Mark(kind=kind, text=text, nth=nth, spelled=low, signed=signed, misspelt=misspelt)


def _in_heading(text: str, kind: Kind, nth: int, low: str, signed: bool) -> Mark | None:
    """``Actions: bob to send it`` is taken, where a roster knows the name; a link or ``none`` behind a heading is not."""
    if _URL_ONLY.match(text) or _NOTHING.match(text):
        return None
    return Mark(kind=kind, text=text, nth=nth, spelled=low, signed=signed, bare=kind == Kind.ACTION)


def _undoubled(text: str, kind: Kind | Control) -> str:
    """The text behind a marker that was typed twice."""
    while isinstance(kind, Kind) and (head := _WORD.match(text)):
        for word in (head["word"], *_shorter(head["word"])):
            end = head.start("word") + len(word)
            separator = _SEPARATOR.match(text[end:])
            if MARKERS.get(word.lower()) == kind and (separator or head["sign"] and text[end:end + 1] == " "):
                text = text[end + (separator.end() if separator else 0):].strip()
                break
        else:
            return text
    return text


def _bare(rest: str, nth: int) -> Mark | None:
    found = _BARE_ACTION.match(rest)
    head = _WORD.match(found["rest"]) if found else None
    if head and (doubled := _headed(found["rest"], head, nth)) and doubled.kind == Kind.ACTION:
        return doubled
    return Mark(kind=Kind.ACTION, text=found["rest"].strip(), nth=nth, spelled="action", bare=True) if found else None


_RECEIPTS: dict[Kind | Control, str] = {
    Kind.TOPIC: "bookmark_tabs", Kind.SUBTOPIC: "bookmark_tabs", Kind.NOTE: "pushpin", Kind.DECISION: "white_check_mark",
    Kind.ACTION: "point_right", Kind.QUESTION: "question", Kind.IDEA: "bulb", Control.START: "arrow_forward",
    Control.END: "checkered_flag", Control.UNDO: "leftwards_arrow_with_hook", Control.PRESENT: "wave", Control.KNOWN: "wave",
    Control.REGRETS: "palm_tree", Control.SCRIBE: "memo", Control.CHAIR: "speaking_head_in_silhouette",
    Control.UNCHAIR: "speaking_head_in_silhouette", Control.AGENDA: "fast_forward", Control.TAKE_UP: "bookmark_tabs",
    Control.MOTION: "ballot_box_with_ballot", Control.VOTE: "ballot_box_with_ballot", Control.CLOSE: "ballot_box_with_ballot",
    Control.TITLE: "label",
}
HINT, MISSPELT = "grey_question", "pencil2"


def receipt(mark: Mark) -> tuple[str, ...]:
    """The reactions that answer a mark: its kind, or a grey question mark when nothing follows; a pencil when it was misspelt."""
    if mark.empty and isinstance(mark.kind, Kind):
        return (HINT,)
    return (_RECEIPTS[mark.kind], MISSPELT) if mark.misspelt else (_RECEIPTS[mark.kind],)


def plain(text: str) -> str:
    """Wire text with Slack's three escapes undone; mentions and links stay as they are."""
    return html.unescape(text.replace("&nbsp;", " ")) if "&" in text else text
