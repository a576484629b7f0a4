"""Minutes as Markdown (CommonMark 0.31, and as GitHub reads it): what people typed is text, whatever signs are in it."""

from __future__ import annotations

from bot.minutes_outline import Line, Outline, Piece
from mentoring.patterns import regex

# CommonMark 2.4: a backslash makes any ASCII punctuation mean itself. These begin something anywhere in a line …
_ANYWHERE = regex(r"([\\`*_\[\]<>&~|$])")
# … these where a line, or an item of a list, begins …
_FIRST = regex(r"^(\s*)([#+=:-]|\d+(?=[.)]))")
# … and these make GitHub link an address or call a person.
_AUTOLINK = regex(r"(?i)(?<![a-z])(https?|ftp|mailto|xmpp):|(www)\.|@(?=\w)")


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = _ANYWHERE.sub(r"\\\1", text)
    text = _AUTOLINK.sub(lambda m: f"{m[1]}\\:" if m[1] else f"{m[2]}\\." if m[2] else "\\@", text)
    first = _FIRST.match(text)
    if not first:
        return text
    sign = f"\\{first[2]}" if not first[2].isdigit() else first[2]
    rest = text[first.end():]
    return first[1] + sign + (f"\\{rest}" if first[2].isdigit() else rest)


def markdown(outline: Outline) -> str:
    """The whole file."""
    made = [f"# {escaped(outline.title)}", "", *(f"- **{name}:** {escaped(words)}" for name, words in outline.facts)]
    made += [f"- **Thread:** [open in Slack](<{outline.thread}>)"] if outline.thread else []
    for section in outline.sections:
        made += ["", f"## {escaped(section.title)}", "", *(_line(line) for line in section.lines)]
    return "\n".join(made) + "\n"


def _line(line: Line) -> str:
    words = "".join(_piece(p, n == 0) for n, p in enumerate(line.pieces)).strip() or "\\-"
    words = f"**{words}**" if line.strong else words
    tail = f" — {escaped(line.tail)}" if line.tail else ""
    link = f" [↗](<{line.url}>)" if line.url else ""
    return f"{'  ' * line.depth}- {words}{tail}{link}"


def _piece(piece: Piece, first: bool) -> str:
    words = escaped(piece.text) if first else escaped(f"x{piece.text}")[1:]
    return f"[{words}](<{piece.url}>)" if piece.url else words
