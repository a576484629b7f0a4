"""Minutes as a PDF: fpdf2 with fonts that come with the program, so that names look right on any machine.

The fonts have Latin, Greek, Cyrillic, Vietnamese and Devanagari letters (Noto Sans), Arabic (Noto Sans Arabic) and Hebrew (Heebo),
shaped and set from right to left. What none of them has (emoji, Chinese) is shown as �, and a line at the end says so.
Loaded when the first PDF is asked for, not at start.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from bot.minutes_outline import Line, Outline

_FONTS = (("noto", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"), ("arabic", "fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
          ("hebrew", "fontpkg_heebo", "Heebo[wght].ttf"))
_GREY, _BLUE, _BLACK = (90, 90, 90), (20, 70, 160), (0, 0, 0)
_MISSING = "Signs that this file has no letters for are shown as �; the Markdown and HTML files have them."


def pdf(outline: Outline) -> bytes:
    """The whole file; A4, numbered pages, links that can be clicked."""
    return _Sheet(outline).made()


class _Sheet:
    def __init__(self, outline: Outline):
        from fpdf import FPDF

        self._outline, self._missing = outline, False
        self._pdf = FPDF(format="A4")
        self._pdf.set_title(outline.title)
        self._pdf.set_lang("en")
        for name, package, file in _FONTS:
            self._pdf.add_font(name, "", Path(find_spec(package).origin).parent / "files" / file)
        self._pdf.set_fallback_fonts([name for name, *_ in _FONTS[1:]])
        self._pdf.set_text_shaping(True)
        self._pdf.set_auto_page_break(True, margin=20)
        self._pdf.set_line_width(0.12)
        self._pdf.footer = self._footer
        self._known = {code for font in self._pdf.fonts.values() for code in font.cmap}

    def made(self) -> bytes:
        """Write everything."""
        self._pdf.set_margins(20, 20)
        self._pdf.add_page()
        self._words(self._outline.title, size=18, bold=True)
        self._pdf.ln(11)
        for name, words in self._outline.facts:
            self._words(f"{name}: ", colour=_GREY)
            self._words(words)
            self._pdf.ln(6)
        if self._outline.thread:
            self._words("Thread: ", colour=_GREY)
            self._words("open in Slack", url=self._outline.thread)
            self._pdf.ln(6)
        for section in self._outline.sections:
            self._section(section.title, section.lines)
        if self._missing:
            self._pdf.ln(6)
            self._words(_MISSING, size=9, colour=_GREY)
        return bytes(self._pdf.output())

    def _footer(self) -> None:
        self._pdf.set_xy(20, -14)
        self._words(f"{self._pdf.page_no()}", size=9, colour=_GREY)

    def _section(self, title: str, lines) -> None:
        if self._pdf.will_page_break(24):
            self._pdf.add_page()
        self._pdf.ln(4)
        self._words(title, size=13, bold=True)
        self._pdf.ln(8)
        for line in lines:
            self._line(line)

    def _line(self, line: Line) -> None:
        left = 20 + 6 * line.depth
        self._pdf.set_left_margin(left)
        self._pdf.set_x(left)
        self._words("• ")
        self._pdf.set_left_margin(left + 4)
        for piece in line.pieces:
            self._words(piece.text, url=piece.url, bold=line.strong)
        if line.tail:
            self._words(f" — {line.tail}", colour=_GREY)
        if line.url:
            self._words(" (message)", url=line.url, size=9)
        self._pdf.set_left_margin(20)
        self._pdf.ln(6.5)

    def _words(self, text: str, *, size: float = 11, bold: bool = False, colour=_BLACK, url: str = "") -> None:
        shown = "".join(c if ord(c) in self._known or c == " " else "�" if c.isprintable() else "" for c in text)
        self._missing = self._missing or "�" in shown
        self._pdf.set_font("noto", "", size)
        self._pdf.set_text_color(*(_BLUE if url else colour))
        # Outlined letters stand for a bold font: to cut one out of the variable font takes seconds.
        self._pdf.text_mode = "FILL_STROKE" if bold else "FILL"
        self._pdf.write(size * 0.5, shown, link=url)
