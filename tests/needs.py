"""What the tests need beyond the lock file: a browser. Says which package to install when it is not there."""

from __future__ import annotations

import shutil
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The path of a Chromium, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


if __name__ == "__main__" and browser() is None:
    sys.exit("The browser tests need Chromium. On Debian: apt-get install chromium. On Ubuntu: apt-get install chromium-browser.")
