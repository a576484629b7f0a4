"""``mentor doctor``: every setting, token, scope, the database and the clock; each problem with what to do."""

from __future__ import annotations

import json
import socket
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.settings import BadSettings, Settings, pin_zones

if TYPE_CHECKING:
    from bot.slack import Slack, SlackError

WELL, WRONG, UNUSABLE = 0, 1, 78
SKEW_WARN, SKEW_FAIL = 120, 300   # seconds (reliability 2.9)
REACH_TIMEOUT = 10                # seconds
MANIFEST = Path(__file__).parent.parent / "manifest.yml"
_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``level``: ok, warn or fail; ``fix`` says what to do."""

    name: str
    level: str
    detail: str
    fix: str = ""


def run(environment: Mapping[str, str], clock: Clock, *, as_json: bool, out: TextIO) -> int:
    """Look at everything, print it, and give the exit code of the worst finding."""
    findings = list(examine(environment, clock))
    if as_json:
        print(json.dumps([asdict(f) for f in findings], indent=1), file=out)
    else:
        _print(findings, out)
    failed = {f.name for f in findings if f.level == "fail"}
    return UNUSABLE if "settings" in failed else WRONG if failed else WELL


def _print(findings: list[Finding], out: TextIO) -> None:
    for finding in findings:
        print(f"{_MARKS[finding.level]} {finding.name}: {finding.detail}", file=out)
        if finding.fix and finding.level != "ok":
            print(f"    → {finding.fix}", file=out)
    failed = sum(f.level == "fail" for f in findings)
    print(f"\n{failed} to mend before Mentor can run." if failed else "\nAll well: `mentor run` can start.", file=out)


def examine(environment: Mapping[str, str], clock: Clock) -> Iterator[Finding]:
    """All findings, in the order in which they are worth mending. Nothing is raised and nothing is changed."""
    yield _ok("zone data", f"tzdata {pin_zones()}, from the package")
    try:
        settings = Settings.load(environment)
    except BadSettings as bad:
        yield from map(_problem, bad.problems)
        return
    http = bool(settings.slack_signing_secret) and not settings.slack_app_token
    missing = settings.for_slack(http=http)
    yield from map(_problem, missing)
    if not missing:
        yield _ok("settings", f"complete for {'HTTP' if http else 'Socket Mode'}")
    if settings.log_level == "DEBUG":
        yield _warn("log level", "DEBUG", "Set MENTOR_LOG_LEVEL=INFO for everyday use.")
    yield from _database(settings, clock)
    if settings.slack_bot_token:
        yield from _workspace(settings, clock)
    if settings.slack_app_token:
        yield from _socket_mode(settings, clock)


def _ok(name: str, detail: str) -> Finding:
    return Finding(name=name, level="ok", detail=detail)


def _warn(name: str, detail: str, fix: str) -> Finding:
    return Finding(name=name, level="warn", detail=detail, fix=fix)


def _fail(name: str, detail: str, fix: str) -> Finding:
    return Finding(name=name, level="fail", detail=detail, fix=fix)


def _problem(sentences: str) -> Finding:
    """A problem of the settings: the first sentence says what, the rest what to do."""
    what, _, fix = sentences.partition(". ")
    return _fail("settings", what, fix)


# ---- the database -----------------------------------------------------------------------------------------------

def _database(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from storage import backups
    from storage.check import check
    for found in check(settings.database_url):
        absent = not found.ok and "does not exist yet" in found.detail
        level = "ok" if found.ok else "warn" if absent else "fail"
        yield Finding(name=found.name, level=level, detail=found.detail, fix=found.fix)
        if absent:
            yield _room(Path(settings.database_url.removeprefix("sqlite:///")).absolute())
            return
    yield _keys(settings, clock)
    if (last := backups.newest(settings.database_url)) is not None:
        days = (clock.now() - last[0]).days
        found = _ok("backup", f"{last[1].name}, {days} days old") if days < 3 else _warn(
            "backup", f"the newest is {days} days old", "The bot makes one a day while it runs; look at its log, or run mentor backup.")
        yield found


def _keys(settings: Settings, clock: Clock) -> Finding:
    """Whether the keys are there and somebody keeps a copy: lost keys are lost reflections."""
    from storage import key_marks, keyring, migrate
    from storage.errors import Refuse
    from storage.seals import beside
    from storage.store import open_store
    try:
        usual, _ = beside(settings.database_url)
        ring = keyring.load(settings.keys, usual)
        if ring is None:
            return _ok("keys", "the first start makes one")
        if not migrate.at_head(settings.database_url):
            return _ok("keys", ring.active.name)
        store = open_store(settings.database_url, clock=clock, lock=False)
        try:
            with store.read() as tx:
                marks = key_marks.every(tx)
        finally:
            store.close()
    except Refuse as no:
        what, _, fix = str(no).partition(". ")
        return _fail("keys", what, fix)
    if any((key := ring.by_name(m.name)) is None or key.fingerprint != m.fingerprint for m in marks):
        return _fail("keys", "they are not those of this database", "Put back the copy that you keep of them.")
    if all(m.confirmed for m in marks) and marks:
        return _ok("keys", f"{ring.active.name}, and a copy is kept")
    return _warn("keys", "nobody has said that a copy is kept; lost keys are lost reflections",
                 f"Copy {ring.path or 'MENTOR_KEYS'} to where your other secrets are, then run mentor keys confirm-copy.")


def _room(path: Path) -> Finding:
    """Whether a database that is not there yet could be made. Nothing is left behind."""
    folder = next(each for each in path.parents if each.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            return _ok("database folder", f"{path.name} can be made in {folder}")
    except OSError as no:
        return _fail("database folder", f"nothing can be written in {folder} ({no.strerror})",
                     "Let this user write there, or name another place in DATABASE_URL.")


# ---- Slack ------------------------------------------------------------------------------------------------------

_REACH = "Check that this machine reaches Slack (SLACK_API_URL, proxy, firewall) and try again."
_AGAIN = "On your app's page paste manifest.yml again (App Manifest), then install the app again."
_BOT_TOKEN = {
    "invalid_auth": "Copy the bot token again from your app's page, OAuth & Permissions.",
    "token_revoked": "Install the app into the workspace again and copy the new bot token.",
    "token_expired": "Switch token rotation off (OAuth & Permissions), install the app again and copy the bot token.",
    "account_inactive": "The app was removed, or who installed it was deactivated: install it again and copy the new "
                        "bot token.",
    "not_allowed_token_type": "This is another kind of token; the bot token begins with xoxb-.",
    "ratelimited": "Slack asks for a pause. Wait a minute and try again.",
}
_NEW_APP_TOKEN = "Make the app token again: Basic Information, App-Level Tokens, with the scope connections:write."
_APP_TOKEN = {
    "invalid_auth": _NEW_APP_TOKEN,
    "token_revoked": _NEW_APP_TOKEN,
    "account_inactive": _NEW_APP_TOKEN,
    "missing_scope": _NEW_APP_TOKEN,
    "not_allowed_token_type": "SLACK_APP_TOKEN wants the app-level token; it begins with xapp-.",
    "ratelimited": _BOT_TOKEN["ratelimited"],
}


def _workspace(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from bot.slack import Slack, SlackError
    slack = Slack(token=settings.slack_bot_token, base_url=settings.slack_api_url, clock=clock)
    if slack.client.retry_handlers:
        yield _fail("hidden repeats", "the client repeats by itself, and a message may be posted twice",
                    "This build is not as it should be; install it again from the lock file.")
    try:
        who = slack.call("auth.test")
    except SlackError as no:
        yield _fail("bot token", f"Slack answers {no.signal}", _fix(no, _BOT_TOKEN, _REACH))
        return
    yield _ok("bot token", f"{who.get('team')} as @{who.get('user')}")
    yield _skew(who.headers.get("date"), clock)
    yield from _scopes(who.headers.get("x-oauth-scopes", ""))
    yield _looks("members can be looked up", slack, "users.list", limit=1)
    yield _looks("channels can be looked up", slack, "users.conversations", limit=1,
                 types="public_channel,private_channel")


def _fix(no: SlackError, known: Mapping[str, str], otherwise: str) -> str:
    from bot.slack import SlackRefused
    return known.get(no.signal, otherwise if isinstance(no, SlackRefused) else _REACH)


def _skew(date: str | None, clock: Clock) -> Finding:
    try:
        seconds = abs((parsedate_to_datetime(date or "") - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return _warn("clock", "Slack's answer carried no readable date", "Check the time of this machine by hand.")
    level = "fail" if seconds > SKEW_FAIL else "warn" if seconds > SKEW_WARN else "ok"
    return Finding(name="clock", level=level, detail=f"{seconds:.0f} s apart from Slack",
                   fix="Set this machine's clock by NTP; reminders would be off, and above 300 s Slack's requests "
                       "are refused.")


def _scopes(granted_header: str) -> Iterator[Finding]:
    import yaml
    needed = set(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = {s.strip() for s in granted_header.split(",") if s.strip()}
    if not granted:
        yield _warn("scopes", "Slack did not say which scopes the token has",
                    "Compare OAuth & Permissions with manifest.yml by hand.")
        return
    lacking, spare = sorted(needed - granted), sorted(granted - needed)
    if lacking:
        yield _fail("scopes", f"missing: {', '.join(lacking)}", _AGAIN)
    else:
        yield _ok("scopes", f"all {len(needed)} that manifest.yml asks for")
    if spare:
        yield _warn("spare scopes", ", ".join(spare),
                    "Mentor does not use them; take them away on your app's page if nothing else does.")


def _looks(name: str, slack: Slack, method: str, **args: object) -> Finding:
    from bot.slack import SlackError
    try:
        slack.call(method, **args)
        return _ok(name, "yes")
    except SlackError as no:
        needed = getattr(no, "needed", "")
        return _fail(name, no.signal + (f" (needs {needed})" if needed else ""), _fix(no, {}, _AGAIN))


def _socket_mode(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from bot.slack import Slack, SlackError
    opener = Slack(token=settings.slack_app_token, base_url=settings.slack_api_url, clock=clock)
    try:
        line = opener.call("apps.connections.open", app_token=settings.slack_app_token)
    except SlackError as no:
        yield _fail("Socket Mode", f"Slack answers {no.signal}",
                    _fix(no, _APP_TOKEN, f"Switch Socket Mode on (your app's page, Socket Mode). {_NEW_APP_TOKEN}"))
        return
    yield _ok("Socket Mode", "a connection can be opened")
    yield _reached(line.get("url", ""))


def _reached(address: str) -> Finding:
    """Whether the WebSocket's host answers. No WebSocket is opened: Slack would send it what is meant for the bot."""
    name, parts = "Socket Mode host", urlsplit(address)
    try:
        at = parts.hostname or "", parts.port or (443 if parts.scheme == "wss" else 80)
        with socket.create_connection(at, timeout=REACH_TIMEOUT):
            return _ok(name, f"{parts.hostname} answers")
    except (OSError, ValueError) as no:
        return _fail(name, f"{parts.hostname} is not reached ({type(no).__name__})",
                     "Let this machine connect to Slack's WebSocket hosts, wss-*.slack.com, at port 443.")
