"""What a person reads: messages and views as plain text, with names for ids and dates in the reader's zone."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sandbox.inputs import STATE
from sandbox.typed import unescaped

if TYPE_CHECKING:
    from sandbox.records import User
    from sandbox.workspace import Workspace

TOKEN = re.compile(r"<([^<>]*)>")
DATE_TOKEN = re.compile(r"\{(\w+)\}")


class Reader:
    """Renders for one person."""

    def __init__(self, ws: "Workspace", user: "User") -> None:
        self.ws, self.user = ws, user

    def mrkdwn(self, text: str) -> str:
        """Slack's mrkdwn as this person reads it; styling marks stay as they are."""
        return unescaped(TOKEN.sub(lambda match: self._token(match.group(1)), text))

    def _token(self, inner: str) -> str:
        body, _, label = inner.partition("|")
        if body.startswith("@"):
            user = self.ws.users.get(body[1:])
            return f"@{user.real_name}" if user else label or body
        if body.startswith("#"):
            channel = self.ws.channels.get(body[1:])
            return f"#{channel.name}" if channel and self.ws.sees(self.user.id, channel) else "#private"
        if body.startswith("!date^"):
            return self._date(body.split("^"), label)
        if body.startswith("!"):
            return f"@{body[1:].split('^')[0]}"
        return label or body

    def _date(self, parts: list[str], fallback: str) -> str:
        try:
            when = datetime.fromtimestamp(int(parts[1]), ZoneInfo(self.user.tz))
        except (ValueError, IndexError):
            return fallback
        return DATE_TOKEN.sub(lambda match: self.date(match.group(1), when), parts[2])

    def date(self, token: str, when: datetime) -> str:
        """One of Slack's date tokens for an aware moment in the reader's zone."""
        pretty = token.endswith("_pretty")
        token = token.removesuffix("_pretty")
        days = (when.date() - self.ws.now().astimezone(when.tzinfo).date()).days
        if pretty and days in (-1, 0, 1):
            return ("yesterday", "today", "tomorrow")[days + 1]
        suffix = "th" if 11 <= when.day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(when.day % 10, "th")
        clock = f"{when.hour % 12 or 12}:{when:%M}"
        return {
            "date_num": f"{when:%Y-%m-%d}", "date": f"{when:%B} {when.day}{suffix}, {when.year}",
            "date_short": f"{when:%b} {when.day}, {when.year}",
            "date_long": f"{when:%A, %B} {when.day}{suffix}, {when.year}",
            "time": f"{clock} {when:%p}", "time_secs": f"{clock}:{when:%S} {when:%p}",
            "ago": self._ago(self.ws.now() - when),
        }.get(token, f"{{{token}}}")

    def _ago(self, passed: timedelta) -> str:
        minutes = int(abs(passed.total_seconds()) // 60)
        amount = f"{minutes // 1440} days" if minutes >= 1440 else f"{minutes // 60} hours"
        amount = amount if minutes >= 60 else f"{minutes} minutes"
        return f"{amount} ago" if passed > timedelta(0) else f"in {amount}"

    def text(self, value: Any) -> str:
        """A text object."""
        if not isinstance(value, dict):
            return ""
        return self.mrkdwn(value["text"]) if value.get("type") == "mrkdwn" else value.get("text", "")

    def blocks(self, rows: list[dict], values: dict | None = None) -> str:
        """All blocks, one or more lines each; buttons as [Label], inputs as Label: value."""
        lines = [self._block(block, values or {}) for block in rows]
        return "\n".join(line for line in lines if line)

    def message(self, message: dict) -> str:
        """A message: its blocks, or its text when it has none; then its files."""
        shown = self.blocks(message["blocks"]) if message.get("blocks") else self.mrkdwn(message.get("text", ""))
        attached = [
            self.blocks(each["blocks"]) if each.get("blocks") else self.mrkdwn(each.get("text") or "")
            for each in message.get("attachments", [])
        ]
        return "\n".join([shown, *attached, *(f"({each['title']})" for each in message.get("files", []))])

    def _block(self, block: dict, values: dict) -> str:
        kind = block["type"]
        if kind == "section":
            parts = [self.text(block.get("text")), *(self.text(each) for each in block.get("fields") or ())]
            return "\n".join(filter(None, [*parts, self.element(block.get("accessory"), block, values)]))
        if kind in {"actions", "context"}:
            return "  ".join(filter(None, (self.element(each, block, values) for each in block["elements"])))
        if kind == "input":
            hint = f" ({block['hint']['text']})" if block.get("hint") else ""
            return f"{block['label']['text']}: {self.element(block['element'], block, values)}{hint}"
        if kind in {"header", "alert"}:
            return self.text(block["text"])
        if kind == "image":
            return f"({block['alt_text']})"
        if kind == "rich_text":
            return "".join(self.rich(each) for each in block["elements"]).strip("\n")
        if kind in {"table", "data_table"}:
            return "\n".join(" | ".join(self.cell(each) for each in row) for row in block["rows"])
        if kind == "data_visualization":
            return f"({block['title']})"
        return block.get("text", "") if kind == "markdown" else ""

    def cell(self, cell: dict) -> str:
        """A cell of a table."""
        if cell["type"] == "rich_text":
            return "".join(self.rich(each) for each in cell["elements"]).strip("\n")
        return str(cell.get("text") or cell.get("value"))

    def element(self, element: dict | None, block: dict, values: dict) -> str:
        """An element: a button's label in brackets, an input's present value."""
        if not element:
            return ""
        kind = element["type"]
        if kind in {"mrkdwn", "plain_text"}:
            return self.text(element)
        if kind == "button":
            return f"[{element['text']['text']}]"
        if kind == "image":
            return f"({element['alt_text']})"
        if kind == "overflow":
            return "".join(f"[{each['text']['text']}]" for each in element["options"])
        state = (values.get(block.get("block_id")) or {}).get(element.get("action_id")) or {}
        value = state.get(STATE[kind][0], element.get(STATE[kind][1]))
        if value in (None, "", []):
            return f"<{(element.get('placeholder') or {}).get('text', '')}>"
        return ", ".join(self._value(each) for each in (value if isinstance(value, list) else [value]))

    def _value(self, value: Any) -> str:
        if isinstance(value, dict):
            return self.text(value.get("text")) if "text" in value else self._block(value, {})
        user, channel = self.ws.users.get(str(value)), self.ws.channels.get(str(value))
        return f"@{user.real_name}" if user else f"#{channel.name}" if channel else str(value)

    def rich(self, part: dict) -> str:
        """A part of a rich_text block."""
        kind = part["type"]
        if kind == "rich_text_list":
            indent = "  " * part.get("indent", 0)
            marks = ("•" if part["style"] == "bullet" else f"{number}." for number in range(1, 10_000))
            return "".join(f"{indent}{mark} {self.rich(each)}\n" for mark, each in zip(marks, part["elements"], strict=False))
        if kind in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
            text = "".join(self.rich(each) for each in part["elements"])
            return text if kind == "rich_text_section" else f"{text}\n"
        if kind in {"user", "channel"}:
            return self._token(("@" if kind == "user" else "#") + part[f"{kind}_id"])
        if kind == "date":
            return self._date(["", str(part["timestamp"]), part["format"]], part.get("fallback", ""))
        spelled = {"text": "text", "link": "text", "emoji": "name", "broadcast": "range", "color": "value"}
        said = part.get(spelled.get(kind, "text")) or part.get("url", "")
        return f":{said}:" if kind == "emoji" else f"@{said}" if kind == "broadcast" else str(said)
