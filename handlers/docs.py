"""The tables of routes and settings, written into the README, docs/commands.md and the manifest: ``python -m handlers.docs``."""

from __future__ import annotations

import re
from pathlib import Path

from bot import settings
from handlers import table
from mentoring.patterns import regex

ROOT = Path(__file__).parent.parent
_COMMANDS = regex(r"(<!-- commands:start -->\n).*?(<!-- commands:end -->)", re.DOTALL)
_SETTINGS = regex(r"(<!-- settings:start -->\n).*?(<!-- settings:end -->)", re.DOTALL)
_HINT = regex(r'(?m)^( +usage_hint: ).*$')
_INTRO = """# Commands

Type them after `/mentor` anywhere, or without it in a direct message to Mentor, or after `@Mentor` in a channel or thread.
Numbers are accepted with or without `#`; the group's goals are written `g2`.

"""


def pages(root: Path = ROOT) -> dict[Path, str]:
    """Every file that repeats the table of routes, with the text it must have."""
    readme, manifest = root / "README.md", root / "manifest.yml"
    text = _COMMANDS.sub(lambda m: f"{m[1]}{table.reference()}\n{m[2]}", readme.read_text(encoding="utf-8"))
    text = _SETTINGS.sub(lambda m: f"{m[1]}{settings.table()}\n{m[2]}", text)
    return {
        readme: text,
        manifest: _HINT.sub(lambda m: f'{m[1]}"{table.USAGE_HINT}"', manifest.read_text(encoding="utf-8")),
        root / "docs" / "commands.md": f"{_INTRO}{table.reference()}\n",
    }


def main() -> None:
    """Write them."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
