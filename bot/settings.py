"""Settings, from the environment and a ``.env`` file (the environment wins).

Every problem is told at once: a sentence that says what is wrong, then one that says what to do.
"""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

DEFAULT_API = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite:///data/mentor.db"
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
FEWEST_WORKERS, MOST_WORKERS = 20, 256


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

    slack_bot_token: str = _setting(
        "SLACK_BOT_TOKEN", "the bot token, `xoxb-…`, from *OAuth & Permissions*", secret=True)
    slack_app_token: str = _setting(
        "SLACK_APP_TOKEN", "the app-level token, `xapp-…`, with the scope `connections:write`; with it the bot needs "
        "no open port", secret=True)
    slack_signing_secret: str = _setting(
        "SLACK_SIGNING_SECRET", "the signing secret; only for HTTP (`mentor run --http`)", secret=True)
    slack_api_url: str = _setting("SLACK_API_URL", "the base of Slack's Web API", DEFAULT_API)
    database_url: str = _setting(   # it may hold a password
        "DATABASE_URL", "`sqlite:///path` or `postgresql://user:password@host/name`", DEFAULT_DATABASE, secret=True)
    keys: str = _setting(
        "MENTOR_KEYS", "the file of the keys that reflections are sealed under, or the keys themselves; without it `mentor.keys` beside "
        "the SQLite database, or in `data/`", secret=True)
    timezone: str = _setting("MENTOR_TIMEZONE", "the IANA zone for people whose zone Slack does not tell", "UTC")
    log_format: str = _setting("MENTOR_LOG_FORMAT", "`json` for machines, `text` for people", "json")
    log_level: str = _setting(
        "MENTOR_LOG_LEVEL", "`DEBUG`, `INFO`, `WARNING` or `ERROR`; no level shows what people wrote", "INFO")
    workers: int = _setting("MENTOR_WORKERS", "threads that listen at once, 20 to 256", 64)
    public_url: str = _setting(
        "MENTOR_PUBLIC_URL", "where calendars reach this bot from outside, such as `https://mentor.example.org`; with it members can "
        "subscribe to their meetings")
    feed_port: int = _setting(
        "MENTOR_FEED_PORT", "a port for calendar subscriptions alone, for Socket Mode; a proxy with TLS belongs in front of it", 0)
    commands_per_minute: int = _setting(
        "MENTOR_COMMANDS_PER_MINUTE", "lines one person may type in a minute before Mentor asks for a pause; 0 is no bound", 30)

    @classmethod
    def load(cls, environment: Mapping[str, str], dotenv: Path | None = Path(".env")) -> Settings:
        """The settings in force. BadSettings tells everything that is wrong with them."""
        written, problems = _from_file(dotenv)
        given = {k: v for k, v in environment.items() if v}
        problems += _unknown(written, ("MENTOR_", "SLACK_", "DATABASE_")) + _unknown(given, ("MENTOR_",))
        values, taken = {**written, **given}, {}
        for each in fields(cls):
            value = values.get(each.metadata["name"], "").strip()
            if value:
                taken[each.name] = value
        problems += _wrong(taken)
        if problems:
            raise BadSettings(problems)
        for number in {"workers", "commands_per_minute", "feed_port"} & taken.keys():
            taken[number] = int(taken[number])
        if "public_url" in taken:
            taken["public_url"] = taken["public_url"].rstrip("/")
        if "slack_api_url" in taken:
            taken["slack_api_url"] = taken["slack_api_url"].rstrip("/") + "/"
        return cls(**taken)

    def for_slack(self, *, http: bool) -> list[str]:
        """What is missing to talk to Slack by this door, as sentences with what to do."""
        problems = []
        if not self.slack_bot_token:
            problems.append("SLACK_BOT_TOKEN is missing. Copy it from your app's page, OAuth & Permissions, after "
                            "installing the app.")
        if http and not self.slack_signing_secret:
            problems.append("SLACK_SIGNING_SECRET is missing, and HTTP needs it. Copy it from your app's page, Basic "
                            "Information.")
        if not http and not self.slack_app_token:
            problems.append("SLACK_APP_TOKEN is missing. Make one on your app's page, Basic Information, App-Level "
                            "Tokens, with the scope connections:write; or run with --http PORT and "
                            "SLACK_SIGNING_SECRET.")
        if not http and self.public_url and not self.feed_port:
            problems.append("MENTOR_PUBLIC_URL is set, but in Socket Mode nothing listens there. Set MENTOR_FEED_PORT as well, to the "
                            "port that your proxy passes calendars on to.")
        return problems


def _from_file(dotenv: Path | None) -> tuple[dict[str, str], list[str]]:
    """What the file says, and what is wrong with its form. Values are taken as they stand: a ``$`` is a ``$``."""
    if dotenv is None or not dotenv.exists():
        return {}, []
    try:
        text = dotenv.read_text(encoding="utf-8")
    except OSError as no:
        return {}, [f"{dotenv} cannot be read ({no.strerror}). It must be a text file that this user may read."]
    except UnicodeDecodeError:
        return {}, [f"{dotenv} is not a text file in UTF-8. Save it again as plain text."]
    from dotenv.parser import parse_stream
    values, problems = {}, []
    for line in parse_stream(StringIO(text)):
        if line.error or (line.key and line.value is None):
            problems.append(f"Line {line.original.line} of {dotenv} is not understood. Write NAME=value.")
        elif line.key and line.value:
            values[line.key] = line.value
    return values, problems


def _unknown(values: Mapping[str, str], ours: tuple[str, ...]) -> list[str]:
    known = [f.metadata["name"] for f in fields(Settings)]
    problems = []
    for name in sorted(values):
        if name.startswith(ours) and name not in known:
            problems.append(f"{name} is not a setting. {_nearest(name, known) or 'See the table in the README.'}")
    return problems


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else ""


def _wrong(taken: Mapping[str, str]) -> list[str]:
    return [*_token(taken.get("slack_bot_token"), "SLACK_BOT_TOKEN", "xoxb-"),
            *_token(taken.get("slack_app_token"), "SLACK_APP_TOKEN", "xapp-"), *_addresses(taken), *_our_own(taken)]


def _token(value: str | None, name: str, start: str) -> Iterator[str]:
    if value is None:
        return
    if not value.startswith(start):
        found = value[:5] if value.startswith(("xox", "xapp")) else "something else"
        yield f"{name} should begin with {start} but begins with {found}. Copy the right one from your app's page."
    elif not re.fullmatch(r"[A-Za-z0-9-]+", value):
        yield (f"{name} holds something that is in no token (a blank, a quote, an ellipsis?). Copy it again from your "
               "app's page.")


def _addresses(taken: Mapping[str, str]) -> Iterator[str]:
    if not _is_web_api(taken.get("slack_api_url", DEFAULT_API)):
        yield ("SLACK_API_URL is not an address that begins with https:// and names a host. Leave it out for Slack "
               f"itself ({DEFAULT_API}).")
    if not taken.get("database_url", DEFAULT_DATABASE).startswith(DATABASES):
        yield ("DATABASE_URL is neither SQLite nor PostgreSQL. Write sqlite:///data/mentor.db or "
               "postgresql://user:password@host/database.")
    if (public := taken.get("public_url")) and not (_is_web_api(public) and re.fullmatch(r"https?://[^/?#@]+(/[^?#]*)?", public)):
        yield ("MENTOR_PUBLIC_URL is not an address that begins with https:// and names a host. Write it as a browser shows it, "
               "without ? and #.")
    if taken.get("feed_port") and not taken.get("public_url"):
        yield "MENTOR_FEED_PORT is set, but MENTOR_PUBLIC_URL is missing. Write where that port is reached from outside."


def _is_web_api(address: str) -> bool:
    """Whether a token may go there: over TLS, or no further than this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    here = host in ("127.0.0.1", "localhost", "::1")
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def _our_own(taken: Mapping[str, str]) -> Iterator[str]:
    zone, workers = taken.get("timezone", "UTC"), taken.get("workers", str(FEWEST_WORKERS))
    if zone != "UTC" and zone not in zoneinfo.available_timezones():
        near = _nearest(zone, zoneinfo.available_timezones())
        yield f"MENTOR_TIMEZONE {zone!r} is not a time zone. {near or 'Write one such as America/New_York.'}"
    if taken.get("log_format", "json") not in ("json", "text"):
        yield "MENTOR_LOG_FORMAT is neither json nor text. Write one of the two."
    if taken.get("log_level", "INFO") not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        yield "MENTOR_LOG_LEVEL is not a level. Write DEBUG, INFO, WARNING or ERROR."
    if not (re.fullmatch(r"[0-9]{1,3}", workers) and FEWEST_WORKERS <= int(workers) <= MOST_WORKERS):
        yield f"MENTOR_WORKERS is not a number from {FEWEST_WORKERS} to {MOST_WORKERS}. Leave it out, and it is 64."
    port = taken.get("feed_port", "1")
    if not (re.fullmatch(r"[0-9]{1,5}", port) and 1 <= int(port) <= 65535):
        yield "MENTOR_FEED_PORT is not a port. Write a number from 1 to 65535."
    if not re.fullmatch(r"[0-9]{1,6}", taken.get("commands_per_minute", "30")):
        yield "MENTOR_COMMANDS_PER_MINUTE is not a number from 0 to 999999. Leave it out, and it is 30."


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
