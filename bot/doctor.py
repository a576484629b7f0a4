"""``mentor doctor``: every setting, token, scope, the database and the clock; each problem with what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TextIO

from bot.clock import Clock
from bot.settings import BadSettings, Settings, pin_zones

WELL, WRONG, UNUSABLE = 0, 1, 78
SKEW_WARN, SKEW_FAIL = 120, 300    # seconds (reliability 2.9)
MANIFEST = Path(__file__).parent.parent / "manifest.yml"


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
        for finding in findings:
            print(f"{_MARKS[finding.level]} {finding.name}: {finding.detail}", file=out)
            if finding.fix and finding.level != "ok":
                print(f"    → {finding.fix}", file=out)
        failed = sum(f.level == "fail" for f in findings)
        print(f"\n{failed} to mend before Mentor can run." if failed else "\nAll well: `mentor run` can start.", file=out)
    if any(f.level == "fail" and f.name == "settings" for f in findings):
        return UNUSABLE
    return WRONG if any(f.level == "fail" for f in findings) else WELL


_MARKS = {"ok": "✓", "warn": "!", "fail": "✗"}


def examine(environment: Mapping[str, str], clock: Clock) -> Iterator[Finding]:
    """All findings, in the order in which they are worth mending."""
    yield Finding(name="zone data", level="ok", detail=f"tzdata {pin_zones()}, from the package")
    try:
        settings = Settings.load(environment)
    except BadSettings as bad:
        for problem in bad.problems:
            yield Finding(name="settings", level="fail", detail=problem.split(". ")[0], fix=problem)
        return
    http = bool(settings.slack_signing_secret) and not settings.slack_app_token
    missing = settings.for_slack(http=http)
    for problem in missing:
        yield Finding(name="settings", level="fail", detail=problem.split(". ")[0], fix=problem.split(". ", 1)[1])
    if not missing:
        yield Finding(name="settings", level="ok", detail=f"complete for {'HTTP' if http else 'Socket Mode'}; "
                      f"bot token {_prefix(settings.slack_bot_token)}" + ("" if http else f", app token {_prefix(settings.slack_app_token)}"))
    if settings.log_level == "DEBUG":
        yield Finding(name="log level", level="warn", detail="DEBUG", fix="Set MENTOR_LOG_LEVEL=INFO for everyday use.")
    yield from _database(settings)
    if settings.slack_bot_token:
        yield from _slack(settings, clock)


def _prefix(token: str) -> str:
    return f"{token[:5]}…"


def _database(settings: Settings) -> Iterator[Finding]:
    from storage.check import check
    for found in check(settings.database_url):
        absent = not found.ok and "does not exist yet" in found.detail
        yield Finding(name=found.name, level="ok" if found.ok else "warn" if absent else "fail", detail=found.detail, fix=found.fix)


def _slack(settings: Settings, clock: Clock) -> Iterator[Finding]:
    from bot.slack import Slack, SlackError
    slack = Slack(token=settings.slack_bot_token, base_url=settings.slack_api_url, clock=clock)
    yield Finding(name="hidden repeats", level="fail" if slack.client.retry_handlers else "ok",
                  detail="the client repeats by itself" if slack.client.retry_handlers else "off: no message is posted twice by the SDK",
                  fix="This build is not as it should be; install it again from the lock file.")
    try:
        who = slack.call("auth.test")
    except SlackError as no:
        yield Finding(name="bot token", level="fail", detail=f"Slack answers {no.signal}", fix=_FIXES.get(no.signal, _REACH))
        return
    yield Finding(name="bot token", level="ok", detail=f"{who.get('team')} as @{who.get('user')}")
    yield _skew(who.headers.get("date"), clock)
    yield from _scopes(who.headers.get("x-oauth-scopes", ""))
    yield from _reads(slack)
    if settings.slack_app_token:
        yield _socket(settings, clock)


_REACH = "Check that this machine reaches Slack (SLACK_API_URL, proxy, firewall) and try again."
_FIXES = {
    "invalid_auth": "Copy the bot token again from your app's page, OAuth & Permissions.",
    "not_authed": "Set SLACK_BOT_TOKEN.",
    "token_revoked": "Install the app into the workspace again and copy the new bot token.",
    "account_inactive": "The app was removed or its installer deactivated: install it again and copy the new bot token.",
    "not_allowed_token_type": "This is another kind of token; the bot token begins with xoxb-, the app token with xapp-.",
    "missing_scope": "Give the app-level token the scope connections:write (Basic Information, App-Level Tokens).",
}


def _skew(date: str | None, clock: Clock) -> Finding:
    try:
        seconds = abs((parsedate_to_datetime(date or "") - clock.now()).total_seconds())
    except (TypeError, ValueError):
        return Finding(name="clock", level="warn", detail="Slack's answer carried no readable date", fix="Check the time of this machine by hand.")
    level = "fail" if seconds > SKEW_FAIL else "warn" if seconds > SKEW_WARN else "ok"
    return Finding(name="clock", level=level, detail=f"{seconds:.0f} s apart from Slack",
                   fix="Set this machine's clock by NTP; reminders would be off, and above 300 s Slack's requests are refused.")


def _scopes(granted_header: str) -> Iterator[Finding]:
    import yaml
    needed = set(yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"])
    granted = {s.strip() for s in granted_header.split(",") if s.strip()}
    if not granted:
        yield Finding(name="scopes", level="warn", detail="Slack did not say which scopes the token has",
                      fix="Compare OAuth & Permissions with manifest.yml by hand.")
        return
    lacking, spare = sorted(needed - granted), sorted(granted - needed)
    yield Finding(name="scopes", level="fail" if lacking else "ok",
                  detail=f"missing: {', '.join(lacking)}" if lacking else f"all {len(needed)} that manifest.yml asks for",
                  fix="On your app's page paste manifest.yml again (App Manifest), then install the app again.")
    if spare:
        yield Finding(name="spare scopes", level="warn", detail=", ".join(spare),
                      fix="Mentor does not use them; take them away on your app's page if nothing else does.")


def _reads(slack) -> Iterator[Finding]:
    from bot.slack import SlackError
    probes: dict[str, Callable[[], object]] = {
        "members can be looked up": lambda: slack.call("users.list", limit=1),
        "channels can be looked up": lambda: slack.call("users.conversations", limit=1, types="public_channel,private_channel"),
    }
    for name, probe in probes.items():
        try:
            probe()
            yield Finding(name=name, level="ok", detail="yes")
        except SlackError as no:
            needed = getattr(no, "needed", "")
            yield Finding(name=name, level="fail", detail=no.signal + (f" (needs {needed})" if needed else ""),
                          fix="On your app's page paste manifest.yml again (App Manifest), then install the app again.")


def _socket(settings: Settings, clock: Clock) -> Finding:
    from bot.slack import Slack, SlackError
    opener = Slack(token=settings.slack_app_token, base_url=settings.slack_api_url, clock=clock)
    try:
        opener.call("apps.connections.open", app_token=settings.slack_app_token)
        return Finding(name="Socket Mode", level="ok", detail="a connection can be opened")
    except SlackError as no:
        return Finding(name="Socket Mode", level="fail", detail=f"Slack answers {no.signal}",
                       fix=_FIXES.get(no.signal, "Switch Socket Mode on (your app's page, Socket Mode) and use a token with connections:write."))
