"""table, data_table and data_visualization: the blocks with rows and series.

Limits from the platform fact sheet 1.2: where two sources disagree the stricter one holds.
"""

from typing import Any

from sandbox.checks import (
    Findings,
    anything,
    fields,
    list_of,
    one_of,
    rows_of,
    shape,
    string,
    whole,
)
from sandbox.richtext import check_cell

COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": anything})


def check_table(value: dict, at: str, out: Findings) -> None:
    """A table block: at most 100 rows of 20 cells."""
    optional = {"block_id": string(255), "column_settings": list_of(COLUMN, 20, 0)}
    fields(value, at, out, required={"rows": anything}, optional=optional)
    _check_rows(value.get("rows"), f"{at}/rows", out, least=1, most=100, even=False)


def check_data_table(value: dict, at: str, out: Findings) -> None:
    """A data_table block: 2 to 101 rows of equal length, a caption, at most 20,000 characters."""
    optional = {"block_id": string(255), "page_size": whole(1, 100), "row_header_column_index": whole(0, 19)}
    fields(value, at, out, required={"rows": anything, "caption": string(255)}, optional=optional)
    before = out.text_length
    _check_rows(value.get("rows"), f"{at}/rows", out, least=2, most=101, even=True)
    if out.text_length - before > 20_000:
        out.add(f"{at}/rows", "must be less than 20001 characters in all cells")


def _check_rows(rows: Any, at: str, out: Findings, *, least: int, most: int, even: bool) -> None:
    if not isinstance(rows, list):
        out.add(at, "must provide an array")
        return
    if not least <= len(rows) <= most:
        out.add(at, f"must have between {least} and {most} rows")
    for place, row in enumerate(rows):
        list_of(check_cell, 20)(row, f"{at}/{place}", out)
    if even and len({len(row) for row in rows if isinstance(row, list)}) > 1:
        out.add(at, "all rows must have the same number of cells")


POINT = shape({"label": string(20), "value": anything})
SERIES = shape({"name": string(50), "data": list_of(POINT, 20)})
AXES = shape({"categories": list_of(string(20), 20)}, {"x_label": string(50), "y_label": string(50)})


def check_chart(value: dict, at: str, out: Findings) -> None:
    """A data_visualization block: a title and one pie, bar, area or line chart."""
    fields(value, at, out, required={"title": string(50), "chart": anything}, optional={"block_id": string(255)})
    chart, at = value.get("chart"), f"{at}/chart"
    kind = chart.get("type") if isinstance(chart, dict) else None
    if kind == "pie":
        fields(chart, at, out, required={"segments": list_of(POINT, 6)}, optional={})
        for place, each in enumerate(rows_of(chart, "segments")):
            number = each.get("value") if isinstance(each, dict) else None
            if not isinstance(number, (int, float)) or number <= 0:
                out.add(f"{at}/segments/{place}/value", "must be more than 0")
    elif kind in {"bar", "area", "line"}:
        fields(chart, at, out, required={"series": list_of(SERIES, 6), "axis_config": AXES}, optional={})
        categories = rows_of(chart.get("axis_config"), "categories")
        for place, series in enumerate(rows_of(chart, "series")):
            labels = [each.get("label") for each in rows_of(series, "data") if isinstance(each, dict)]
            if labels != categories:
                out.add(f"{at}/series/{place}/data", "must have one point per category")
    else:
        out.add(f"{at}/type", f"unsupported type: {kind}")
