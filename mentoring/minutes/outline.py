"""Items put under their topics, and what was filed twice made one."""

from __future__ import annotations

import re
from dataclasses import replace

from mentoring.minutes.items import Item, Kind, Topic
from mentoring.minutes.marking import plain
from mentoring.minutes.people import fold

_ARTICLES = frozenset(("the", "a", "an"))


def merged(items: list[Item]) -> list[Item]:
    """Actions of the same owners and nearly the same words, and whatever was typed twice under one topic, as one item.

    The first one stays where it is and keeps its key; the latest due date counts.
    """
    out: list[Item] = []
    index: dict[tuple, list[int]] = {}
    for item in items:
        words = _words_of(item)
        bucket = index.setdefault(_sameness(item, len(words)), [])
        twin = next((at for at in bucket if _near(_words_of(out[at]), words, exact=item.kind != Kind.ACTION)), None)
        if twin is None or item.kind == Kind.TOPIC and twin != _last_topic(out) or not words:
            bucket.append(len(out))
            out.append(item)
        else:
            out[twin] = _one(out[twin], item)
    return out


def _last_topic(items: list[Item]) -> int | None:
    """The last item, when it is a topic nothing stands under."""
    return len(items) - 1 if items and items[-1].kind == Kind.TOPIC else None


def _one(first: Item, again: Item) -> Item:
    due = again if again.due is not None or again.choices else first
    flags = (first.flags - {"no_date", "date_past", "date_unclear"}) | (due.flags & {"no_date", "date_past", "date_unclear"})
    return replace(first, merged=first.merged + again.merged, also=(*first.also, again.key, *again.also), due=due.due,
                   due_text=due.due_text, choices=due.choices, flags=flags)


def _sameness(item: Item, length: int) -> tuple:
    if item.kind == Kind.ACTION:
        owned = (frozenset(item.owners), frozenset(fold(name) for name in item.owner_text), item.owner_role, frozenset(item.candidates))
        return (item.kind, length, owned) if any(owned) else (item.kind, length, owned, item.topic)
    if item.kind == Kind.DECISION:
        return item.kind, length, item.topic, item.spelled
    return (item.kind, length) if item.kind == Kind.TOPIC else (item.kind, length, item.topic)


def _words_of(item: Item) -> tuple[str, ...]:
    return _words(item.text) if item.kind == Kind.ACTION else tuple(item.text.lower().removesuffix(".").split())


def _words(text: str) -> tuple[str, ...]:
    words = [word.strip(".,;:!\"'()") for word in fold(plain(text)).split()]
    kept = tuple(word for word in words if word and word not in _ARTICLES)
    return kept or tuple(words)


def _near(one: tuple[str, ...], other: tuple[str, ...], *, exact: bool) -> bool:
    if one == other:
        return True
    slips = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return not exact and len(slips) == 1 and len(one) >= 3 and _slip(*slips[0])


def _slip(one: str, other: str) -> bool:
    """Whether two words differ by a slip of the finger: letters alone, long enough, one letter more, less or swapped."""
    if min(len(one), len(other)) < 5 or not (one + other).isalpha() or one.rstrip("s") == other.rstrip("s"):
        return False
    if len(one) == len(other):
        return sorted(one) == sorted(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 2
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and bool(re.fullmatch(".?".join(map(re.escape, ("", *short, ""))), long))


def placed(items: list[Item], places: dict[str, str | None]) -> list[Item]:
    """Each item with the key of its topic: where it was put by hand, else the last topic or subtopic before it."""
    keys = {item.key for item in items if item.kind in (Kind.TOPIC, Kind.SUBTOPIC)}
    above: str | None = None
    under: str | None = None
    out = []
    for item in items:
        if item.kind == Kind.TOPIC:
            above = under = item.key
            out.append(item)
            continue
        chosen = places.get(item.key, under if item.kind != Kind.SUBTOPIC else above)
        chosen = chosen if chosen in keys and chosen != item.key else None if item.key in places else under
        out.append(replace(item, topic=chosen if item.kind != Kind.SUBTOPIC or chosen != item.key else above))
        under = item.key if item.kind == Kind.SUBTOPIC else under
    return out


def tree(items: list[Item]) -> tuple[Topic, ...]:
    """The topics with their subtopics and the keys of what stands under each; what has no topic comes first, under None."""
    heads = [item for item in items if item.kind in (Kind.TOPIC, Kind.SUBTOPIC)]
    under: dict[str | None, list[str]] = {}
    for item in items:
        if item.kind not in (Kind.TOPIC, Kind.SUBTOPIC):
            under.setdefault(item.topic, []).append(item.key)
    keys = {head.key for head in heads if head.kind == Kind.TOPIC}

    def made(head: Item) -> Topic:
        return Topic(key=head.key, text=head.text, items=tuple(under.get(head.key, ())))

    tops = []
    for head in heads:
        if head.kind == Kind.TOPIC:
            parts = tuple(made(each) for each in heads if each.kind == Kind.SUBTOPIC and each.topic == head.key)
            tops.append(replace(made(head), subtopics=parts))
        elif head.topic not in keys:   # a subtopic before any topic
            tops.append(made(head))
    return (Topic(key=None, text="", items=tuple(under[None])), *tops) if under.get(None) else tuple(tops)
