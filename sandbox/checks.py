"""Small checks that Block Kit's tables are made of. Each looks at one JSON value and reports into a Findings.

The wording follows Slack's `response_metadata.messages`, which end in a JSON pointer.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Findings:
    """What is wrong with a set of blocks, and the ids seen on the way."""

    messages: list[str] = field(default_factory=list)
    focused: int = 0
    text_length: int = 0

    def add(self, at: str, text: str) -> None:
        """Report a fault at a JSON pointer."""
        self.messages.append(f"{text} [json-pointer:{at}]")


Check = Callable[[Any, str, Findings], None]


def string(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` characters."""

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, str):
            out.add(at, "must provide a string")
        elif len(value) > most:
            out.add(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            out.add(at, f"must be more than {least - 1} characters")

    return check


def boolean(value: Any, at: str, out: Findings) -> None:
    """true or false."""
    if not isinstance(value, bool):
        out.add(at, "must provide a boolean")


def whole(least: int, most: int) -> Check:
    """An integer in a range, both ends included."""

    def check(value: Any, at: str, out: Findings) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            out.add(at, "must provide an integer")
        elif not least <= value <= most:
            out.add(at, f"must be between {least} and {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str, out: Findings) -> None:
        if value not in allowed:
            out.add(at, f"must be a valid enum value ({', '.join(allowed)})")

    return check


def pattern(expression: str, what: str) -> Check:
    """A string that matches a regular expression as a whole."""
    compiled = re.compile(expression)

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            out.add(at, f"must be {what}")

    return check


def list_of(check: Check, most: int, least: int = 1) -> Check:
    """An array of `least` to `most` items, each passing the check."""

    def check_all(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, list):
            out.add(at, "must provide an array")
            return
        if len(value) > most:
            out.add(at, f"no more than {most} items allowed")
        if len(value) < least:
            out.add(at, f"no fewer than {least} items allowed")
        for place, each in enumerate(value):
            check(each, f"{at}/{place}", out)

    return check_all


def anything(value: Any, at: str, out: Findings) -> None:
    """No check: the field is allowed and its content does not matter here."""


def fields(value: Any, at: str, out: Findings, *, required: dict[str, Check], optional: dict[str, Check]) -> bool:
    """Check an object: required fields present, no field that is not known. False when it is no object."""
    if not isinstance(value, dict):
        out.add(at, "must provide an object")
        return False
    for name in required:
        if value.get(name) is None:
            out.add(at, f"missing required field: {name}")
    for name, each in value.items():
        check = required.get(name) or optional.get(name)
        if name == "type":
            continue
        if check is None:
            out.add(at, f"invalid additional property: {name}")
        elif each is not None:
            check(each, f"{at}/{name}", out)
    return True


def rows_of(value: Any, name: str) -> list:
    """The array in a field of what may not even be an object; [] when there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def shape(required: dict[str, Check] | None = None, optional: dict[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, at: str, out: Findings) -> None:
        fields(value, at, out, required=required or {}, optional=optional or {})

    return check


def text(most: int, *, plain: bool = False, least: int = 1) -> Check:
    """A text object (plain_text, or also mrkdwn) of `least` to `most` characters."""

    def check(value: Any, at: str, out: Findings) -> None:
        if not isinstance(value, dict):
            out.add(at, "must provide an object")
            return
        kind = value.get("type")
        if kind not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            out.add(f"{at}/type", "must be plain_text" if plain else "must be a valid enum value (plain_text, mrkdwn)")
        extra = {"emoji": boolean} if kind == "plain_text" else {"verbatim": boolean}
        fields(value, at, out, required={"text": string(most, least)}, optional=extra)
        out.text_length += len(value["text"]) if isinstance(value.get("text"), str) else 0

    return check


def duplicates(values: Iterable[tuple[str, str]], word: str, out: Findings) -> None:
    """Report every (value, pointer) whose value came before."""
    seen: set[str] = set()
    for value, at in values:
        if value in seen:
            out.add(at, f"{word} `{value}` already exists")
        seen.add(value)
