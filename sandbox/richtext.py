"""rich_text blocks, and the cells of tables that may hold them."""

from typing import Any

from sandbox.checks import (
    Check,
    Findings,
    anything,
    boolean,
    fields,
    one_of,
    rows_of,
    string,
    whole,
)

STYLE: Check = anything
RUNS: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "text": ({"text": string(40_000)}, {"style": STYLE}),
    "emoji": ({"name": string(255)}, {"unicode": string(255), "style": STYLE, "skin_tone": whole(1, 6)}),
    "link": ({"url": string(3000)}, {"text": string(40_000), "style": STYLE, "unsafe": boolean}),
    "user": ({"user_id": string(255)}, {"style": STYLE}),
    "channel": ({"channel_id": string(255)}, {"style": STYLE}),
    "usergroup": ({"usergroup_id": string(255)}, {"style": STYLE}),
    "broadcast": ({"range": one_of("here", "channel", "everyone")}, {"style": STYLE}),
    "date": (
        {"timestamp": whole(0, 9_999_999_999), "format": string(255)},
        {"url": string(3000), "fallback": string(255), "style": STYLE},
    ),
    "color": ({"value": string(20)}, {"style": STYLE}),
}
PARTS: dict[str, dict[str, Check]] = {
    "rich_text_section": {},
    "rich_text_preformatted": {"border": whole(0, 1), "language": string(255)},
    "rich_text_quote": {"border": whole(0, 1)},
}


def check_rich_text(value: dict, at: str, out: Findings) -> None:
    """Check the elements of a rich_text block."""
    elements = value.get("elements")
    if not isinstance(elements, list) or not elements:
        out.add(f"{at}/elements", "must provide an array")
        return
    for place, part in enumerate(elements):
        _check_part(part, f"{at}/elements/{place}", out)


def _check_part(part: Any, at: str, out: Findings) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "rich_text_list":
        extra = {"style": one_of("bullet", "ordered"), "indent": whole(0, 8), "offset": whole(0, 10_000)}
        extra["border"] = whole(0, 1)
        if not isinstance(part.get("elements"), list) or part.get("style") is None:
            out.add(at, "missing required field: elements or style")
            return
        fields(part, at, out, required={"elements": anything, "style": extra.pop("style")}, optional=extra)
        for place, each in enumerate(part["elements"]):
            if not isinstance(each, dict) or each.get("type") != "rich_text_section":
                out.add(f"{at}/elements/{place}", "must be a rich_text_section")
            else:
                _check_part(each, f"{at}/elements/{place}", out)
    elif isinstance(kind, str) and kind in PARTS:
        fields(part, at, out, required={"elements": anything}, optional=PARTS[kind])
        for place, run in enumerate(rows_of(part, "elements")):
            _check_run(run, f"{at}/elements/{place}", out)
    else:
        out.add(f"{at}/type", f"unsupported type: {kind}")


def _check_run(run: Any, at: str, out: Findings) -> None:
    kind = run.get("type") if isinstance(run, dict) else None
    if not isinstance(kind, str) or kind not in RUNS:
        out.add(f"{at}/type", f"unsupported type: {kind}")
        return
    required, optional = RUNS[kind]
    fields(run, at, out, required=required, optional=optional)
    out.text_length += len(run.get("text") or "") if isinstance(run.get("text"), str) else 0


def check_cell(cell: Any, at: str, out: Findings) -> None:
    """Check a cell of a table or data_table: raw_text, raw_number or rich_text, and never empty."""
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        fields(cell, at, out, required={"text": string(20_000)}, optional={})
        out.text_length += len(cell.get("text") or "") if isinstance(cell.get("text"), str) else 0
    elif kind == "raw_number":
        fields(cell, at, out, required={"value": anything}, optional={"text": string(255)})
    elif kind == "rich_text":
        check_rich_text(cell, at, out)
    else:
        out.add(f"{at}/type", f"unsupported type: {kind}")
