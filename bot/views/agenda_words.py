"""The agenda of a meeting as it reads everywhere: items with who and how long, and what to read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.views.blocks import rich, run
from bot.views.wire import runs
from mentoring.agenda import Item, Part
from mentoring.readings import Reading
from mentoring.text import clip, one_line

LONGEST, MOST_READINGS = 200, 6


def agenda(items: Sequence[Item], readings: Sequence[Reading] = (), names: Mapping[str, str] | None = None, *, most: int,
           kept_open: bool = False) -> list[dict]:
    """The blocks: items by number with who leads or brought each and its minutes, at most ``most``; then what to read first."""
    shown = items if len(items) <= most else [*items[:most - 1], *(i for i in items[most - 1:] if i.part is Part.CLOSE)]
    lines = [_line(n, item, names) for n, item in enumerate(shown, 1)]
    lines += [[run(f"… and {len(items) - len(shown)} more")]] * (len(items) > len(shown))
    title = [run("Agenda", bold=True)] + [run("  kept open: what is on your mind?")] * kept_open
    blocks = [rich(title, *lines)] if lines or kept_open else []
    return blocks + to_read(readings)


def to_read(readings: Sequence[Reading]) -> list[dict]:
    """The block that says what to read before the meeting; none where there is nothing."""
    return [rich([run("To read first", bold=True)], *[reading(r) for r in readings[:MOST_READINGS]])] if readings else []


def _line(number: int, item: Item, names: Mapping[str, str] | None) -> list[dict]:
    under = [run(f"\n      {clip(one_line(item.under), 160)}", italic=True)] if item.under else []
    return [run(f"{number}. "), *runs(clip(one_line(item.text), LONGEST), names), run(_from(item)), *under]


def _from(item: Item) -> str:
    parts = [item.who] if item.who else []
    if item.carried:
        parts.append("carried over" if item.carried == 1 else f"carried over {item.carried} times")
    return (f" ({', '.join(parts)})" if parts else "") + minutes(item)


def minutes(item: Item) -> str:
    """`` · 20 min``; nothing where nobody has reckoned."""
    return "" if item.minutes is None else f" · {item.minutes} min" if item.minutes else " · if time allows"


def reading(one: Reading) -> list[dict]:
    """A link that can be followed, and how long it takes."""
    return [run("📖 "), {"type": "link", "url": one.link, "text": clip(one.title, 150)},
            run(f" · {one.minutes} min" if one.minutes else "")]


def before(about: Sequence[str], readings: Sequence[Reading], roles: Sequence[str] = ()) -> list[list[dict]]:
    """For one person who is reminded: what they are at a meeting, what it is about, and what to read."""
    said = [("Your role: " if len(roles) == 1 else "Your roles: ", ", ".join(roles)), ("About: ", clip(one_line("; ".join(about)), 300))]
    return [*([run(label, bold=True), run(words)] for label, words in said if words),
            *([run("To read first: ", bold=True), *reading(r)] for r in readings[:3])]
