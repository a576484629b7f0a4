"""Minutes as one HTML page: nothing is loaded from anywhere, no script can run, and it prints well."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from bot.minutes_outline import Line, Outline, Piece

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; } h2 { font-size: 1.15rem; margin: 1.6rem 0 .4rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { opacity: .75; } dd { margin: 0; }
ul { padding-left: 1.3rem; margin: 0; } li { margin: .3rem 0; } li.under { margin-left: 1.3rem; }
.tail { opacity: .75; } a.message { text-decoration: none; padding: 0 .3rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@media print { body { font-size: 11pt; max-width: none; margin: 0; color: #000; background: #fff; } h2, li { break-inside: avoid; }
  h2 { break-after: avoid; } a { color: inherit; } .tail, dt { opacity: 1; } @page { margin: 18mm; } }
"""
_HEAD = ('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, '
         'initial-scale=1">\n<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
         '<meta name="referrer" content="no-referrer">\n')


def html(outline: Outline) -> str:
    """The whole page."""
    return archive(outline.title, [outline])


def archive(title: str, outlines: Sequence[Outline]) -> str:
    """Several minutes as one page."""
    top = f"{_HEAD}<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    return "\n".join([top, *(line for outline in outlines for line in _minutes(outline)), "</main>", "</body>", "</html>", ""])


def _minutes(outline: Outline) -> list[str]:
    made = [f'<h1 dir="auto">{escape(outline.title)}</h1>', "<dl>",
            *(f'<dt>{escape(name)}</dt><dd dir="auto">{escape(words)}</dd>' for name, words in outline.facts)]
    made += [f"<dt>Thread</dt><dd>{_link(outline.thread, 'open in Slack')}</dd>"] if outline.thread else []
    made.append("</dl>")
    for section in outline.sections:
        made += [f"<h2>{escape(section.title)}</h2>", "<ul>", *(_line(line) for line in section.lines), "</ul>"]
    return made


def _line(line: Line) -> str:
    words = "".join(_piece(p) for p in line.pieces).strip() or "–"
    words = f"<strong>{words}</strong>" if line.strong else words
    tail = f' <span class="tail">— {escape(line.tail)}</span>' if line.tail else ""
    link = _link(line.url, "↗\ufe0e", ' class="message" aria-label="the message in Slack"') if line.url else ""
    return f'<li dir="auto"{" class=" + chr(34) + "under" + chr(34) if line.depth else ""}>{words}{tail}{link}</li>'


def _piece(piece: Piece) -> str:
    return _link(piece.url, piece.text) if piece.url else escape(piece.text)


def _link(url: str, words: str, more: str = "") -> str:
    return f'<a href="{escape(url)}" rel="noopener noreferrer nofollow"{more}>{escape(words)}</a>'
