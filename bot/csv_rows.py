"""Rows as CSV (RFC 4180) that a spreadsheet opens as text: no cell is a formula, accents stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection); an apostrophe in front makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MARK = "\ufeff"     # without it Excel reads UTF-8 as the machine's old code page


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file: a line of names, then one line for each row. None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([cell(value) for value in row] for row in rows)
    return (_MARK + out.getvalue()).encode("utf-8", "replace")


def cell(value: object) -> str:
    """A value as a cell; a number stays a number."""
    if value is None:
        return ""
    words = str(value)
    return f"'{words}" if words.lstrip().startswith(_FORMULA) and not isinstance(value, int) else words
