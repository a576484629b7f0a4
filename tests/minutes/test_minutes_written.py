"""Minutes as files: what people typed is text in each format, as another library reads it; nothing is lost, nothing alive."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from bot import csv_rows
from bot.minutes_html import html
from bot.minutes_markdown import markdown
from bot.minutes_outline import clean, outline
from bot.minutes_pdf import pdf
from bot.views.minutes import Paper
from mentoring.records import Entry, ItemKind, Present, Record, Who

STARTS = datetime(2026, 12, 1, 12, 30, tzinfo=UTC)
ALICE, BOB = Who(user="U1", name="Alice Moreau"), Who(user="U2", name="Bob Lindqvist")
NAMES = {"U1": "Alice Moreau", "U2": "Bob Lindqvist", "U3": "Carol & Söhne <b>"}
ENTRIES = (
    Entry(key="1", kind=ItemKind.TOPIC, text="Protected time", ts="1.1"),
    Entry(key="2", kind=ItemKind.NOTE, text="The chair agrees", topic="1", ts="1.2"),
    Entry(key="3", kind=ItemKind.DECISION, text="We ask <@U3> for half a day, see <https://example.org/a?b=1&amp;c=2|the form>", ts="1.3"),
    Entry(key="4", kind=ItemKind.ACTION, text="Draft the letter", owners=(BOB,), due=date(2026, 12, 11), due_time="17:00", ts="1.4"),
    Entry(key="5", kind=ItemKind.QUESTION, text="Who signs?", ts="1.5"), Entry(key="6", kind=ItemKind.IDEA, text="A template", after=True))
RECORD = Record(group="Peers", number=4, starts=STARTS, ends=None, tz="America/New_York", channel="C1", ts="1.0", lead=ALICE, scribe=BOB,
                present=(Present(who=ALICE), Present(who=BOB)), regrets=(Who(user="U3", name=""),), entries=ENTRIES,
                carried=("The survey",), version=2)
PAPER = Paper(record=RECORD, meeting_id=4, names=NAMES,
              link=lambda ts: f"https://peers.slack.com/archives/C1/p{ts}", today=date(2026, 12, 1))
SIGNS = ["<!channel>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>", "*b* _i_ ~s~ `c`", "=1+1", "# not a heading",
         "1. not a list", "- not an item", "> not a quote", "![i](https://evil.example/x.png)", "[x](javascript:alert(1))",
         "<javascript:alert(1)|click>", "a | b | c", "$x^2$", "&amp;lt;b&amp;gt; &copy;",
         "\u202ereversed\u202c", "nul\x00bell\x07esc\x1b[31m",
         "``` fence", "<img src=x onerror=alert(1)>", "<https://evil.example/\"onmouseover=\"x|hi>",
         "back\\slash\\", "***", "+ plus", "= =", "@SUM(A1)",
         "https://evil.example www.evil.example me@evil.example", "</li></ul><h1>x",
         "--- dashes", "::: x", "\u2028line\u2029sep", "<!-- c -->"]


def of(text: str) -> Paper:
    """Minutes in which everything that can be typed says this."""
    entries = tuple(replace(e, text=text, owners=(Who(user=None, name=text),)) for e in ENTRIES)
    return replace(PAPER, record=replace(RECORD, group=text, entries=entries, carried=(text,), lead=Who(user=None, name=text)))


def shown(paper: Paper) -> list[str]:
    """The texts that have to be readable in every format."""
    made = outline(paper)
    return [made.title, *(words for _, words in made.facts), *(line.text.strip() for s in made.sections for line in s.lines),
            *(line.tail for s in made.sections for line in s.lines)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def tree(text: str):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True)
    return parser.parse(text)


def tags(element) -> list[str]:
    return [e.tag for e in element.iter() if isinstance(e.tag, str)]


def structure(element) -> list:
    """Tags and classes in order, without links that people typed."""
    return [(e.tag, e.get("class")) for e in element.iter() if isinstance(e.tag, str) and not (e.tag == "a" and e.get("class") is None)]


def words_of(element) -> str:
    return squeezed("".join(element.itertext()))


EVERY = [*SIGNS, "Résumé Łódź Ελλάδα Привет", "مرحبا بالعالم", "שלום עולם", "会议 😀", ""]


@pytest.mark.parametrize("text", EVERY)
def test_in_html_what_was_typed_is_text_and_nothing_else(text):
    paper = of(text or "x")
    page = tree(html(outline(paper)))
    body = page.find("body")
    assert all(squeezed(words) in words_of(body) for words in shown(paper))
    assert structure(body) == structure(tree(html(outline(of("x")))).find("body"))
    assert not {"script", "img", "iframe", "object", "link", "form"} & set(tags(page))
    for a in page.iter("a"):
        assert a.get("href").startswith(("https://", "http://", "mailto:", "tel:"))
        assert set(a.keys()) <= {"href", "rel", "class", "aria-label"}


@pytest.mark.parametrize("text", EVERY)
def test_in_markdown_what_was_typed_is_text_and_nothing_else(text):
    paper = of(text or "x")
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    page = tree(f"<!DOCTYPE html><title>x</title>{reader.render(markdown(outline(paper)))}")
    plain = tree(f"<!DOCTYPE html><title>x</title>{reader.render(markdown(outline(of('x'))))}")
    assert all(squeezed(words) in words_of(page.find("body")) for words in shown(paper))
    assert [t for t in tags(page) if t != "a"] == [t for t in tags(plain) if t != "a"]
    assert all(a.get("href").startswith(("https://", "http://", "mailto:", "tel:")) for a in page.iter("a"))


@pytest.mark.parametrize("text", [t for t in EVERY if not any(0x590 <= ord(c) < 0x800 for c in t)])
def test_in_pdf_what_was_typed_is_text_and_nothing_else(text):
    paper = of(text or "x")
    reader = PdfReader(io.BytesIO(pdf(outline(paper))))
    words = squeezed("".join(page.extract_text() for page in reader.pages))
    lost = {c for c in text if ord(c) > 0x2fff}
    for each in shown(paper):
        assert squeezed("".join("\ufffd" if c in lost else c for c in each)) in words
    catalog = reader.trailer["/Root"]
    assert isinstance(catalog.get("/OpenAction", []), list), "a place to look at, not something to do"
    assert "/AA" not in catalog and "/Names" not in catalog
    assert ("has no letters for" in "".join(p.extract_text() for p in reader.pages)) == bool(lost)


def test_arabic_and_hebrew_stand_in_a_pdf_and_have_letters():
    reader = PdfReader(io.BytesIO(pdf(outline(of("مرحبا שלום")))))
    words = "".join(page.extract_text() for page in reader.pages)
    assert "has no letters for" not in words and "שלום" in words and "مرح" in words


def test_links_lead_to_the_messages_in_every_format():
    made = outline(PAPER)
    wanted = {f"https://peers.slack.com/archives/C1/p1.{n}" for n in range(6)} | {"https://example.org/a?b=1&c=2"}
    reader = PdfReader(io.BytesIO(pdf(made)))
    in_pdf = {a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", ())}
    in_html = {a.get("href") for a in tree(html(made)).iter("a")}
    in_markdown = {a.get("href") for a in tree(f"<!DOCTYPE html><title>x</title>{MarkdownIt().render(markdown(made))}").iter("a")}
    assert in_pdf == in_html == in_markdown == wanted


@pytest.mark.parametrize("write", [markdown, html, lambda o: "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf(o))).pages)])
def test_a_single_action_without_an_owner_is_visible_and_mentions_are_names(write):
    alone = replace(PAPER, record=replace(RECORD, entries=(Entry(key="1", kind=ItemKind.ACTION, text="book the room for <@U2>"),)))
    words = write(outline(alone))
    assert "Action items" in words and "book the room for" in words and "Bob Lindqvist" in words and "no owner yet" in words


def test_an_outline_leaves_no_item_out_and_says_how_the_minutes_stand():
    made = outline(PAPER)
    assert sum(len(s.lines) for s in made.sections) == len(ENTRIES) + 1
    facts = dict(made.facts)
    assert facts["State"] == "approved, version 2" and facts["Regrets"] == "Carol & Söhne <b>"
    assert dict(outline(replace(PAPER, record=replace(RECORD, version=0))).facts)["State"] == "draft, not approved yet"
    action = next(s for s in made.sections if s.title == "Action items").lines[0]
    assert action.tail == "Bob Lindqvist, by Friday 11 December 2026, 5:00 PM"


def test_html_and_pdf_of_a_year_of_lines_fit_and_pages_are_numbered():
    long = replace(PAPER, record=replace(RECORD, entries=tuple(replace(ENTRIES[2], key=str(n), text=f"Decision {n} " + "word " * 80)
                                                             for n in range(60))))
    reader = PdfReader(io.BytesIO(pdf(outline(long))))
    assert len(reader.pages) > 3 and reader.pages[1].extract_text().rstrip().endswith("2")
    whole = "".join(p.extract_text() for p in reader.pages)
    assert all(f"Decision {n} " in whole for n in range(60))


@pytest.mark.parametrize("text", [*SIGNS, "-5", "  =1", "＝1+1", 'quote " and, comma', "two\nlines"])
def test_in_a_table_no_cell_is_a_formula_and_every_cell_comes_back(text):
    made = csv_rows.table(["a", "b"], [[text, 7], [None, text]])
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["a", "b"] and rows[1][1] == "7" and rows[2][0] == ""
    assert rows[1][0] == rows[2][1] and rows[1][0].lstrip("'") == text.lstrip("'")
    assert not rows[1][0].lstrip().startswith(("=", "+", "-", "@", "＝"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_text_in_markdown_and_html(text):
    paper = of(f"x{text}x")
    body = tree(html(outline(paper))).find("body")
    rendered = tree(f"<!DOCTYPE html><title>x</title>{MarkdownIt('commonmark').render(markdown(outline(paper)))}")
    for each in shown(paper):
        assert squeezed(each) in words_of(body) and squeezed(each) in words_of(rendered)


@given(st.text())
def test_what_is_clean_is_one_line_without_invisible_signs(text):
    assert clean(text) == clean(clean(text)) and not set(clean(text)) & set("\n\r\t\x00\x1b\u202e\u2066")
