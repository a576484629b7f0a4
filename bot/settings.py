"""Settings, from the environment and a ``.env`` file (the environment wins). Every problem is told at once, with what to do."""

from __future__ import annotations

import difflib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

DEFAULT_API = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite:///data/mentor.db"
FEWEST_WORKERS = 20


class BadSettings(Exception):
    """Settings that cannot be used. ``problems`` are sentences fit to show, each with what to do."""

    def __init__(self, problems: list[str]):
        super().__init__("\n".join(problems))
        self.problems = problems


def _setting(name: str, about: str, default: str | int = "", *, secret: bool = False):
    return field(default=default, repr=not secret, metadata={"name": name, "about": about, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set. The README's table is made from this class."""

    slack_bot_token: str = _setting("SLACK_BOT_TOKEN", "the bot token, `xoxb-…`, from *OAuth & Permissions*", secret=True)
    slack_app_token: str = _setting(
        "SLACK_APP_TOKEN", "the app-level token, `xapp-…`, with the scope `connections:write`; with it the bot needs no open port", secret=True)
    slack_signing_secret: str = _setting("SLACK_SIGNING_SECRET", "the signing secret; only for HTTP (`mentor run --http`)", secret=True)
    slack_api_url: str = _setting("SLACK_API_URL", "the base of Slack's Web API", DEFAULT_API)
    database_url: str = _setting("DATABASE_URL", "`sqlite:///path` or `postgresql://user:password@host/name`", DEFAULT_DATABASE)
    timezone: str = _setting("MENTOR_TIMEZONE", "the IANA zone for people whose zone Slack does not tell", "UTC")
    log_format: str = _setting("MENTOR_LOG_FORMAT", "`json` for machines, `text` for people", "json")
    log_level: str = _setting("MENTOR_LOG_LEVEL", "`DEBUG`, `INFO`, `WARNING` or `ERROR`; no level shows what people wrote", "INFO")
    workers: int = _setting("MENTOR_WORKERS", "threads that listen at once, 20 to 256", 64)

    @classmethod
    def load(cls, environment: Mapping[str, str], dotenv: Path | None = Path(".env")) -> Settings:
        """The settings in force. BadSettings tells everything that is wrong with them."""
        values = {**_from_file(dotenv), **{k: v for k, v in environment.items() if v}}
        problems, taken = _unknown(values), {}
        for each in fields(cls):
            value = values.get(each.metadata["name"], "").strip()
            if value:
                taken[each.name] = value
        problems += _wrong(taken)
        if problems:
            raise BadSettings(problems)
        if "workers" in taken:
            taken["workers"] = int(taken["workers"])
        if "slack_api_url" in taken:
            taken["slack_api_url"] = taken["slack_api_url"].rstrip("/") + "/"
        return cls(**taken)

    def for_slack(self, *, http: bool) -> list[str]:
        """What is missing to talk to Slack by this door, as sentences with what to do."""
        problems = []
        if not self.slack_bot_token:
            problems.append("SLACK_BOT_TOKEN is missing. Copy it from your app's page, OAuth & Permissions, after installing the app.")
        if http and not self.slack_signing_secret:
            problems.append("SLACK_SIGNING_SECRET is missing, and HTTP needs it. Copy it from your app's page, Basic Information.")
        if not http and not self.slack_app_token:
            problems.append("SLACK_APP_TOKEN is missing. Make one on your app's page, Basic Information, App-Level Tokens, with the "
                            "scope connections:write; or run with --http PORT and SLACK_SIGNING_SECRET.")
        return problems


def _from_file(dotenv: Path | None) -> dict[str, str]:
    if dotenv is None or not dotenv.is_file():
        return {}
    from dotenv import dotenv_values
    return {k: v for k, v in dotenv_values(dotenv).items() if v}


def _unknown(values: Mapping[str, str]) -> list[str]:
    known = [f.metadata["name"] for f in fields(Settings)]
    problems = []
    for name in sorted(values):
        if name.startswith("MENTOR_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            problems.append(f"{name} is not a setting." + (f" Did you mean {near[0]}?" if near else " See the table in the README."))
    return problems


def _wrong(taken: Mapping[str, str]) -> list[str]:
    problems = []
    for name, start, label in (("slack_bot_token", "xoxb-", "SLACK_BOT_TOKEN"), ("slack_app_token", "xapp-", "SLACK_APP_TOKEN")):
        if name in taken and not taken[name].startswith(start):
            found = taken[name][:5] if taken[name].startswith(("xox", "xapp")) else "something else"
            problems.append(f"{label} should begin with {start} but begins with {found}. Copy the right one from your app's page.")
    if not taken.get("slack_api_url", DEFAULT_API).startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        problems.append(f"SLACK_API_URL must begin with https:// (it is {DEFAULT_API} for Slack itself).")
    if not taken.get("database_url", DEFAULT_DATABASE).startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        problems.append("DATABASE_URL is neither SQLite nor PostgreSQL. Write sqlite:///data/mentor.db or "
                        "postgresql://user:password@host/database.")
    if "timezone" in taken and taken["timezone"] not in zoneinfo.available_timezones():
        near = difflib.get_close_matches(taken["timezone"], zoneinfo.available_timezones(), n=1)
        problems.append(f"MENTOR_TIMEZONE {taken['timezone']!r} is not a time zone." + (f" Did you mean {near[0]}?" if near else
                        " Write one such as America/New_York."))
    if taken.get("log_format", "json") not in ("json", "text"):
        problems.append("MENTOR_LOG_FORMAT must be json or text.")
    if taken.get("log_level", "INFO") not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append("MENTOR_LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR.")
    workers = taken.get("workers", "64")
    if not (workers.isascii() and workers.isdigit() and FEWEST_WORKERS <= int(workers) <= 256):
        problems.append(f"MENTOR_WORKERS must be a number from {FEWEST_WORKERS} to 256.")
    return problems


def pin_zones() -> str:
    """Make zoneinfo use the pinned tzdata package, so that every machine knows the same zones; its version.

    zoneinfo prefers the system's files, which on many servers are years older (dates.md 8.8).
    """
    import tzdata
    zoneinfo.reset_tzpath(to=())
    return tzdata.__version__


def table() -> str:
    """The settings as a Markdown table, for the README."""
    rows = []
    for each in fields(Settings):
        shown = f"`{each.default}`" if each.default != "" else ""
        rows.append(f"| `{each.metadata['name']}` | {each.metadata['about']} | {shown} |")
    return "\n".join(["| setting | what it is | default |", "|---|---|---|", *rows])
