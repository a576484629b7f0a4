"""``mentor``: run, demo, doctor, db upgrade, backup, restore, keys, plan, deliveries, explain. No traceback reaches a person.

Exit codes: 0 well; 1 something is wrong; 2 the words are off; 78 the settings or the database cannot be used (sysexits);
130 ended by Ctrl-C before anything ran.
"""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import socket
import sys
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from bot import explain
from bot.clock import SystemClock
from bot.settings import BadSettings, Settings, pin_zones

WELL, WRONG, USAGE, UNUSABLE, INTERRUPTED = 0, 1, 2, 78, 130


def main(words: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):   # a terminal that lacks a letter is no reason to stop
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    given = _parser().parse_args(words)
    pin_zones()
    try:
        return given.run(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BadSettings as bad:
        _tell("The settings are not usable yet:", *[f"  - {problem}" for problem in bad.problems])
        return UNUSABLE
    except BrokenPipeError:
        sys.stderr.close()
        return WRONG
    except Exception as failure:
        return _failed(failure)


def _failed(failure: Exception) -> int:
    from bot.slack import SlackError
    from storage.errors import Locked, NotSaved, Refuse
    if isinstance(failure, Refuse | Locked | NotSaved):
        _tell(str(failure))
        return UNUSABLE
    if isinstance(failure, SlackError):
        _tell(f"Slack could not be used ({failure}). `mentor doctor` says what to do.")
        return WRONG
    trace = failure.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    _tell(f"Something unforeseen happened ({type(failure).__name__} at {where}). `mentor doctor` may know why.")
    return WRONG


def _tell(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mentor", description="A Slack bot that keeps a peer-mentorship group running.")
    parser.add_argument("--version", action="version", version=f"mentor {_version()}")
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="run the bot: Socket Mode, or HTTP with --http")
    run.add_argument("--http", type=_port, metavar="PORT", help="listen for Slack's requests at this port instead of using Socket Mode")
    run.add_argument("--host", type=_host, default="127.0.0.1",
                     help="the address to listen at (default 127.0.0.1: behind a proxy that speaks TLS)")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="a pretend Slack in the browser with the real bot in it; no account needed")
    demo.add_argument("--port", type=_port, help="where the page is served (default 8765, or the next free one)")
    demo.add_argument("--data", type=Path, default=Path("data/demo"), metavar="DIR", help="where the demo is kept (default data/demo)")
    demo.add_argument("--no-browser", action="store_true", help="only print the address")
    demo.add_argument("--reset", action="store_true", help="begin anew")
    demo.set_defaults(run=_demo)

    doctor = commands.add_parser("doctor", help="check every setting, token, scope, the database and the clock")
    doctor.add_argument("--json", action="store_true", help="for machines")
    doctor.set_defaults(run=_doctor)

    db = commands.add_parser("db", help="the database").add_subparsers(required=True, metavar="what")
    db.add_parser("upgrade", help="bring the database to this version; a verified backup is made first").set_defaults(run=_upgrade)

    commands.add_parser("backup", help="a proved copy of the database in backups/ beside it; the bot may run").set_defaults(run=_backup)
    for name, help_, deed in (("verify-backup", "look through a backup", _verify_backup),
                              ("restore", "put a backup in the place of the database, with the bot stopped", _restore)):
        one = commands.add_parser(name, help=help_)
        one.add_argument("file", type=Path)
        one.set_defaults(run=deed)

    keys = commands.add_parser("keys", help="the keys that reflections are sealed under").add_subparsers(required=True, metavar="what")
    for name, help_, deed in (("new", "make the first key; the first start does it by itself", _keys_new),
                              ("rotate", "a new key for everything, with the bot stopped", _keys_rotate),
                              ("confirm-copy", "say that a copy of the keys is kept", _keys_confirm)):
        keys.add_parser(name, help=help_).set_defaults(run=deed)

    plan = commands.add_parser("plan", help="what would be sent, to whom and when, in the group's time")
    plan.add_argument("--days", type=_days, default=14, metavar="N", help="how far to look (default 14; further ahead nothing is planned)")
    plan.add_argument("--json", action="store_true", help="for machines, a line each")
    plan.set_defaults(run=_plan)

    sent = commands.add_parser("deliveries", help="what became of reminders").add_subparsers(required=True, metavar="what")
    listing = sent.add_parser("list", help="the newest first, each with its state and the reason")
    listing.add_argument("--state", choices=("waiting", "claimed", "sending", "sent", "skipped", "dead", "uncertain"))
    listing.add_argument("--group", metavar="NAME", help="a group's name, or its channel's id")
    listing.add_argument("--limit", type=int, default=50, metavar="N", help="at most so many (default 50)")
    listing.add_argument("--json", action="store_true", help="for machines, a line each")
    listing.set_defaults(run=_deliveries)
    for name, help_, deed in (("retry", "send one after all that was given up", _retry), ("skip", "do not send one that waits", _skip)):
        one = sent.add_parser(name, help=help_)
        one.add_argument("id", type=int, help="as `mentor deliveries list` shows it")
        one.set_defaults(run=deed)

    explain.add_to(commands)
    return parser


def _days(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 14:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days from 1 to 14")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")
    return int(text)


def _host(text: str) -> str:
    try:
        socket.getaddrinfo(text, None)
    except OSError:
        raise argparse.ArgumentTypeError(f"{text!r} is no address; 127.0.0.1 is this machine, 0.0.0.0 everybody") from None
    return text


def _version() -> str:
    try:
        return metadata.version("peer-mentor")
    except metadata.PackageNotFoundError:
        return "unknown"


def _run(given: argparse.Namespace) -> int:
    gc.disable()   # what is loaded now stays; the running bot enables it again
    settings = Settings.load(os.environ)
    if problems := settings.for_slack(http=bool(given.http)):
        raise BadSettings(problems)
    from bot.logs import log_to
    log_to(sys.stderr, settings)
    from storage import migrate
    clock = SystemClock()
    if not migrate.at_head(settings.database_url):
        migrate.upgrade(settings.database_url, clock=clock)
    from bot import wiring
    try:
        wiring.run(settings, clock, http_port=given.http, host=given.host)
    except OSError as no:
        if not given.http or no.errno not in _PORT:
            raise
        _tell(f"Nothing can listen at {given.host}, port {given.http}: {_PORT[no.errno]}")
        return WRONG
    return WELL


_PORT = {
    errno.EADDRINUSE: "something else does. Stop that, or choose another port.",
    errno.EADDRNOTAVAIL: "this machine has no such address. Choose another with --host.",
    errno.EACCES: "this user may not. Choose a port above 1023.",
}


def _demo(given: argparse.Namespace) -> int:
    from bot import demo
    return demo.run(port=given.port, data=given.data, browser=not given.no_browser, reset=given.reset)


def _doctor(given: argparse.Namespace) -> int:
    from bot import doctor
    return doctor.run(os.environ, SystemClock(), as_json=given.json, out=sys.stdout)


def _upgrade(given: argparse.Namespace) -> int:
    from storage import migrate
    moved = migrate.upgrade(Settings.load(os.environ).database_url, clock=SystemClock())
    if moved.before == moved.after:
        print(f"The database is at schema {moved.after} already.")
    else:
        print(f"The database went from schema {moved.before} to {moved.after}." + (f" Backup: {moved.backup}" if moved.backup else ""))
    return WELL


def _backup(given: argparse.Namespace) -> int:
    from storage import backups
    print(f"Backup: {backups.take(Settings.load(os.environ).database_url, now=SystemClock().now())}")
    return WELL


def _verify_backup(given: argparse.Namespace) -> int:
    from storage import backups
    found = backups.verify(given.file)
    print(f"{found.path} is whole: schema {found.schema}, {found.groups} groups, {found.people} people, {found.meetings} meetings.")
    return WELL


def _restore(given: argparse.Namespace) -> int:
    from storage import backups
    aside = backups.restore(Settings.load(os.environ).database_url, given.file, now=SystemClock().now())
    print(f"Restored. What stood there before lies in {aside}. Reminders that were due before now are not sent again; "
          "who was forgotten meanwhile is forgotten again at the next start.")
    return WELL


def _keys_new(given: argparse.Namespace) -> int:
    from bot import keys
    print(*keys.new(Settings.load(os.environ)), sep="\n")
    return WELL


def _keys_rotate(given: argparse.Namespace) -> int:
    from bot import keys
    with _ledger(lock=True) as store:
        print(*keys.rotate(store, Settings.load(os.environ), SystemClock().now()), sep="\n")
    return WELL


def _keys_confirm(given: argparse.Namespace) -> int:
    from bot import keys
    with _ledger() as store:
        print(*keys.confirm(store, Settings.load(os.environ), SystemClock().now()), sep="\n")
    return WELL


@contextmanager
def _ledger(*, lock: bool = False):
    """The database, beside a bot that may be running unless ``lock``. Refuse: it is not at this version's schema."""
    from storage import migrate
    from storage.errors import Refuse
    from storage.store import open_store
    url = Settings.load(os.environ).database_url
    if not migrate.at_head(url):
        raise Refuse("The database is not at this version yet. Run `mentor db upgrade`, or start the bot once.")
    store = open_store(url, clock=SystemClock(), lock=lock)
    try:
        yield store
    finally:
        store.close()


def _plan(given: argparse.Namespace) -> int:
    from bot import ledger
    with _ledger() as store:
        ledger.plan(store, sys.stdout, now=SystemClock().now(), days=given.days, as_json=given.json)
    return WELL


def _deliveries(given: argparse.Namespace) -> int:
    from bot import ledger
    with _ledger() as store:
        if ledger.listed(store, sys.stdout, state=given.state, group=given.group, limit=given.limit, as_json=given.json):
            return WELL
    _tell(f"There is no group called {given.group}.")
    return WRONG


def _retry(given: argparse.Namespace) -> int:
    from bot import ledger
    with _ledger() as store:
        done = ledger.retry(store, given.id, SystemClock().now())
        print(f"Delivery {given.id} waits again and goes within a minute.") if done else _tell(ledger.what_it_is(store, given.id))
    return WELL if done else WRONG


def _skip(given: argparse.Namespace) -> int:
    from bot import ledger
    with _ledger() as store:
        done = ledger.skip(store, given.id, SystemClock().now())
        print(f"Delivery {given.id} will not be sent.") if done else _tell(ledger.what_it_is(store, given.id))
    return WELL if done else WRONG


if __name__ == "__main__":
    sys.exit(main())
