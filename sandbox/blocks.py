"""Block Kit validation with Slack's limits and Slack's wording (docs.slack.dev/reference/block-kit/blocks)."""

import copy
from collections.abc import Callable
from typing import Any

from sandbox.answers import SlackError
from sandbox.charts import check_chart, check_data_table, check_table
from sandbox.checks import (
    Findings,
    anything,
    boolean,
    duplicates,
    fields,
    list_of,
    one_of,
    rows_of,
    string,
    text,
)
from sandbox.elements import ELEMENTS, check_element
from sandbox.richtext import check_rich_text

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
# Not documented; Slack refused messages at about this length (bolt-js issue 2509).
LONGEST_MESSAGE = 13_200
LONGEST_MARKDOWN = 12_000
ID = {"block_id": string(255)}


def _section(block: dict, at: str, out: Findings, surface: str) -> None:
    optional = {"text": text(3000), "fields": list_of(text(2000), 10), "expand": boolean, "accessory": anything}
    fields(block, at, out, required={}, optional=optional | ID)
    if block.get("text") is None and block.get("fields") is None:
        out.add(at, "missing required field: text")
    if block.get("accessory") is not None:
        check_element(block["accessory"], f"{at}/accessory", out, place="section", surface=surface)


def _holder(place: str, most: int) -> Callable[[dict, str, Findings, str], None]:
    def check(block: dict, at: str, out: Findings, surface: str) -> None:
        def one(value: Any, where: str, found: Findings) -> None:
            check_element(value, where, found, place=place, surface=surface)

        fields(block, at, out, required={"elements": list_of(one, most)}, optional=ID)

    return check


def _input(block: dict, at: str, out: Findings, surface: str) -> None:
    def element(value: Any, where: str, found: Findings) -> None:
        check_element(value, where, found, place="input", surface=surface)

    optional = {"hint": text(2000, plain=True), "optional": boolean, "dispatch_action": boolean}
    fields(block, at, out, required={"label": text(2000, plain=True), "element": element}, optional=optional | ID)


def _header(block: dict, at: str, out: Findings, surface: str) -> None:
    fields(block, at, out, required={"text": text(150, plain=True)}, optional=ID | {"level": anything})


def _divider(block: dict, at: str, out: Findings, surface: str) -> None:
    fields(block, at, out, required={}, optional=ID)


def _image(block: dict, at: str, out: Findings, surface: str) -> None:
    optional = {"image_url": string(3000), "slack_file": anything, "title": text(2000, plain=True)}
    fields(block, at, out, required={"alt_text": string(2000)}, optional=optional | ID)
    if not (block.get("image_url") or block.get("slack_file")):
        out.add(at, "missing required field: image_url")


def _markdown(block: dict, at: str, out: Findings, surface: str) -> None:
    fields(block, at, out, required={"text": string(LONGEST_MARKDOWN)}, optional=ID)


def _alert(block: dict, at: str, out: Findings, surface: str) -> None:
    levels = one_of("default", "info", "warning", "error", "success")
    fields(block, at, out, required={"text": text(200)}, optional={"level": levels} | ID)


def _rich_text(block: dict, at: str, out: Findings, surface: str) -> None:
    fields(block, at, out, required={"elements": anything}, optional=ID)
    check_rich_text(block, at, out)


# Each block type: the surfaces that show it, and its check.
BLOCKS: dict[str, tuple[str, Callable[[dict, str, Findings, str], None]]] = {
    "section": ("message modal home", _section),
    "actions": ("message modal home", _holder("actions", 25)),
    "context": ("message modal home", _holder("context", 10)),
    "input": ("message modal home", _input),
    "header": ("message modal home", _header),
    "divider": ("message modal home", _divider),
    "image": ("message modal home", _image),
    "rich_text": ("message modal home", _rich_text),
    "markdown": ("message", _markdown),
    "alert": ("modal", _alert),
    "table": ("message", lambda block, at, out, surface: check_table(block, at, out)),
    "data_table": ("message", lambda block, at, out, surface: check_data_table(block, at, out)),
    "data_visualization": ("message", lambda block, at, out, surface: check_chart(block, at, out)),
}


def elements_of(block: dict) -> list[dict]:
    """The interactive elements of a block: its accessory, its input element, or the elements of an actions block."""
    if block.get("type") == "section":
        found = [block.get("accessory")]
    elif block.get("type") == "input":
        found = [block.get("element")]
    else:
        found = rows_of(block, "elements") if block.get("type") == "actions" else []
    acting = {name for name, spec in ELEMENTS.items() if spec.acts}
    return [each for each in found if isinstance(each, dict) and str(each.get("type")) in acting]


def problems(rows: Any, *, surface: str, at: str = "/blocks") -> list[str]:
    """What Slack would complain about in these blocks on a surface (message, modal, home); [] when nothing."""
    out = Findings()
    if not isinstance(rows, list):
        out.add(at, "must provide an array")
        return out.messages
    if len(rows) > MOST_BLOCKS[surface]:
        out.add(at, f"no more than {MOST_BLOCKS[surface]} items allowed")
    for place, block in enumerate(rows):
        where = f"{at}/{place}"
        kind = block.get("type") if isinstance(block, dict) else None
        surfaces, check = BLOCKS.get(kind, ("", None)) if isinstance(kind, str) else ("", None)
        if check is None or surface not in surfaces.split():
            out.add(f"{where}/type", f"unsupported type: {kind}")
            continue
        check(block, where, out, surface)
        named = [(each["action_id"], where) for each in elements_of(block) if isinstance(each.get("action_id"), str)]
        duplicates(named, "action_id", out)
    shaped = [(place, block) for place, block in enumerate(rows) if isinstance(block, dict)]
    duplicates(((block["block_id"], f"{at}/{place}/block_id") for place, block in shaped
                if isinstance(block.get("block_id"), str)), "block_id", out)
    _check_together([block for _, block in shaped], at, out)
    return out.messages


def _check_together(rows: list[dict], at: str, out: Findings) -> None:
    kinds = [block.get("type") for block in rows]
    if kinds.count("table") > 1:
        out.add(at, "only one table is allowed")
    if kinds.count("data_visualization") > 2:
        out.add(at, "no more than 2 data_visualization blocks allowed")
    if sum(len(str(block.get("text") or "")) for block in rows if block.get("type") == "markdown") > LONGEST_MARKDOWN:
        out.add(at, f"markdown blocks must be less than {LONGEST_MARKDOWN + 1} characters together")
    if out.focused > 1:
        out.add(at, "focus_on_load may be set on one element only")


def text_length(rows: list[dict]) -> int:
    """How many characters all text in the blocks has together."""
    if isinstance(rows, dict):
        own = rows.get("text") if isinstance(rows.get("text"), str) else ""
        return len(own) + sum(text_length(each) for each in rows.values() if isinstance(each, (dict, list)))
    return sum(text_length(each) for each in rows if isinstance(each, (dict, list)))


def accept(ws: Any, rows: list, *, surface: str, at: str = "/blocks", error: str = "invalid_blocks") -> list[dict]:
    """The blocks as Slack stores them, with generated block_ids and action_ids.

    Raises SlackError(error) with a message per fault, or msg_blocks_too_long.
    """
    found = problems(rows, surface=surface, at=at)
    if found:
        raise SlackError(error, messages=found)
    if surface == "message" and text_length(rows) > LONGEST_MESSAGE:
        raise SlackError("msg_blocks_too_long")
    stored = copy.deepcopy(rows)
    taken = {block.get("block_id") for block in stored}
    for block in stored:
        if not block.get("block_id"):
            block["block_id"] = next(made for made in iter(lambda: ws.new_id("b")[-5:], "") if made not in taken)
            taken.add(block["block_id"])
        for element in elements_of(block):
            if not element.get("action_id"):
                element["action_id"] = ws.new_id("a")[-5:]
    return stored
