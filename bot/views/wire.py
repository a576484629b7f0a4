"""Slack's wire text (``<@U1>``, ``<https://…|label>``, ``&amp;``) made readable, as plain words or as rich text."""

from __future__ import annotations

from collections.abc import Mapping

from bot.views.blocks import run
from mentoring.patterns import regex
from mentoring.text import visible

_MENTION = regex(r"<@([UW][A-Z0-9]+)(?:\|([^>]*))?>")
_CHANNEL = regex(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>")
_SPECIAL = regex(r"<!([^>|]*)(?:\|([^>]*))?>")
_LINK = regex(r"<((?:https?|mailto|tel):[^>|]*)(?:\|([^>]*))?>")


def mentions(raw: str) -> tuple[str, ...]:
    """The ids of the people mentioned, in order, each once."""
    return tuple(dict.fromkeys(m[1] for m in _MENTION.finditer(raw)))


def readable(raw: str, names: Mapping[str, str] | None = None) -> str:
    """Text as the person typed it: Slack's tokens become words, its three escapes become characters.

    ``<@U1|ann>`` → ``@ann``; ``<!channel>`` → ``@channel``, which is only a word from here on; ``&lt;`` → ``<``.
    ``names`` gives names for mentions that come without one.
    """
    text = _LINK.sub(lambda m: m[1] if not m[2] or m[2] in m[1] else f"{m[2]} ({m[1]})", _words(raw, names))
    return _unescaped(text)


def runs(raw: str, names: Mapping[str, str] | None = None, **style: bool) -> list[dict]:
    """The same as rich text: links can be followed, and nobody is called by a mention."""
    made, at, text = [], 0, _words(raw, names)
    for link in _LINK.finditer(text):
        made += [run(_unescaped(text[at:link.start()]), **style)] * (link.start() > at)
        made.append({"type": "link", "url": _unescaped(link[1]), **({"text": _unescaped(link[2])} if link[2] else {})})
        at = link.end()
    return made + [run(_unescaped(text[at:]), **style)] * (at < len(text))


def _words(raw: str, names: Mapping[str, str] | None) -> str:
    names = names or {}
    text = visible(raw.replace("\t", " "))
    text = _MENTION.sub(lambda m: "@" + (m[2] or names.get(m[1]) or m[1]), text)
    text = _CHANNEL.sub(lambda m: "#" + (m[2] or m[1]), text)
    return _SPECIAL.sub(lambda m: m[2] or "@" + m[1].split("^")[0], text)


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
