"""``mentor demo``: a pretend Slack in the browser with the real bot in it, and a lifelike scene made through the front door."""

from __future__ import annotations

import os
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot import wiring
from bot.doctor import MANIFEST
from bot.logs import log_to
from bot.settings import Settings
from sandbox import scene
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import Sandbox
from storage import migrate
from storage.errors import Locked
from storage.files import Lock

PORT = 8765
WORKSPACE, DATABASE, TOLD, HELD = "workspace.json", "mentor.db", "story-told", "demo.lock"
STORY_BEGAN = timedelta(days=24)   # how long before today the scene's first day is


class TravellingClock(Clock):
    """The demo's clock, shared by the workspace and the bot; the bot looks at its tables when it has been sent ahead."""

    def __init__(self, start: datetime | None = None):
        super().__init__(start)
        self.arrived = threading.Event()

    def advance(self, by: timedelta | float) -> datetime:
        """Go on, and let the bot know."""
        now = super().advance(by)
        self.arrived.set()
        return now


def run(*, port: int | None, data: Path, browser: bool, reset: bool) -> int:
    """Run the demo until Ctrl-C or SIGTERM; everything is kept in ``data`` for the next time. Gives the exit code.

    SystemExit, with a sentence, when the folder or the port cannot be used.
    """
    with _held(data) as folder:
        if reset or not (folder / TOLD).exists():   # a first start that was cut off has told half a story
            _forget(folder)
        first = not (folder / WORKSPACE).exists()
        clock = TravellingClock(_ten_in_new_york() - STORY_BEGAN if first else None)
        box = _workspace(folder / WORKSPACE, clock)
        _serve(box, port)
        try:
            settings = Settings(slack_bot_token=box.bot_token, slack_app_token=box.app_token, slack_api_url=box.api_url,
                                database_url=f"sqlite:///{folder / DATABASE}", log_format="text", log_level="WARNING")
            log_to(sys.stderr, settings)
            migrate.upgrade(settings.database_url, clock=clock)
            running = wiring.start(settings, clock)
            try:
                _live(box, running, clock, told=folder / TOLD, browser=browser)
            finally:
                running.stop()
        finally:
            box.stop()
    return 0


@contextmanager
def _held(data: Path) -> Iterator[Path]:
    """The folder, absolute, made when it is not there, and ours alone as long as the demo runs."""
    folder = data.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = {each.name for each in folder.iterdir()}
        if there and not there & {HELD, WORKSPACE}:   # what somebody else keeps there would be taken for the demo's
            raise SystemExit(f"{data} holds other things than a demo. Give the demo a folder of its own: "
                             "mentor demo --data DIR")
        lock = Lock(folder / HELD.removesuffix(".lock"))
    except Locked:
        raise SystemExit(f"Another demo is using {data}. Stop that one first (Ctrl-C), or give this one a folder of its "
                         "own: mentor demo --data DIR") from None
    except OSError as no:
        raise SystemExit(f"{data} cannot be used for the demo ({no.strerror}). Name another folder: "
                         "mentor demo --data DIR") from None
    try:
        yield folder
    finally:
        lock.release()


def _forget(folder: Path) -> None:
    """Remove what a demo has written, and nothing else."""
    for name in (TOLD, WORKSPACE, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)


def _workspace(kept: Path, clock: TravellingClock) -> Sandbox:
    try:
        return Sandbox(manifest=MANIFEST, clock=clock, kept_in=kept)
    except (OSError, ValueError, LookupError, TypeError) as no:
        raise SystemExit(f"{kept} cannot be read ({type(no).__name__}). `make demo-reset`, or mentor demo --reset, "
                         "begins anew.") from None


def _ten_in_new_york() -> datetime:
    """This morning, when a demo looks like a working day."""
    return Clock().now().replace(hour=15, minute=0, second=0, microsecond=0)


def _serve(box: Sandbox, port: int | None) -> None:
    for candidate in [port] if port else [*range(PORT, PORT + 20), 0]:
        try:
            box.serve(port=candidate)
            return
        except OSError:
            if port:
                raise SystemExit(f"Port {port} is taken. Give another one, or none: then a free one is found.") from None


def _live(box: Sandbox, running: wiring.Running, clock: TravellingClock, *, told: Path, browser: bool) -> None:
    stopping = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: stopping.set())
    box.next_due_hook = running.next_due
    threading.Thread(target=_follow, args=(clock, running, stopping), name="follow", daemon=True).start()
    people = scene.fill(box)
    if not told.exists():
        Story(box, people, clock, running).tell()
        told.touch()
    print(f"\n  Mentor's demo is open at {box.url}\n\n"
          "  Act as anybody (top right), type /mentor in a channel, travel in time with the clock.\n"
          "  Ctrl-C ends it; everything is kept for the next time. `make demo-reset` begins anew.\n", flush=True)
    if browser and _has_screen():
        webbrowser.open(box.url)
    stopping.wait()
    print("\n  Goodbye. Everything is kept.", flush=True)


def _follow(clock: TravellingClock, running: wiring.Running, stopping: threading.Event) -> None:
    while not stopping.is_set():
        clock.arrived.wait()
        clock.arrived.clear()
        if not stopping.is_set():
            running.tick()


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


class Story:
    """The first weeks of two groups, typed and clicked as people would, so that the data is real."""

    def __init__(self, box: Sandbox, people: scene.Scene, clock: TravellingClock, running: wiring.Running):
        self._box, self._scene, self._clock, self._running = box, people, clock, running

    def tell(self) -> None:
        """From the groups' first day to today."""
        here, there, who = self._scene.hospitalists, self._scene.educators, self._scene.people
        maya, daniel, priya, samuel, hannah = (who[n] for n in ("maya", "daniel", "priya", "samuel", "hannah"))
        started = self._clock.now()
        self._found(maya, here, "Hospitalist peers")
        self._found(samuel, there, "Educators across borders")
        self._charter(maya, here)
        maya.types("/mentor goal add Submit the systematic review by 30 June", in_=here)
        maya.types("/mentor goal add long Become associate program director", in_=here)
        daniel.types("/mentor goal add Finish the promotion dossier by the end of March", in_=here)
        daniel.types("/mentor goal share 1", in_=here)
        priya.types("/mentor goal add Protect four hours a week for writing by 15 January", in_=here)
        hannah.types("/mentor goal add Pilot the debriefing checklist with two cohorts by 1 May", in_=there)
        samuel.types("/mentor goal add Draft the clerkship curriculum by the end of February", in_=there)
        priya.types("/mentor goal propose Two conference workshops given together by 30 September", in_=here)
        self._on(started + timedelta(days=6))
        maya.types("/mentor goal adopt g1", in_=here)
        for member in (daniel, priya):
            member.types("/mentor expectations", in_=here).clicks("I accept")
        maya.types("/mentor goal update 1 registered the protocol 20%", in_=here)
        daniel.types("/mentor goal update 1 collected teaching evaluations 40%", in_=here)
        self._on(started + timedelta(days=15))
        maya.types("/mentor goal update 1 screened 412 abstracts with Daniel 45%", in_=here)
        priya.types("/mentor goal update 1 blocked Tuesday mornings until spring 60%", in_=here)
        hannah.types("/mentor goal done 1 both cohorts, two weeks early", in_=there).clicks("Tell the group")
        self._on(started + timedelta(days=21))
        daniel.types("/mentor goal propose Read each other's manuscripts within two weeks by 30 June", in_=here)
        self._fills(priya, "/mentor mission propose", here, exist="help each other become the teachers our residents deserve",
                    gain="honest feedback, and two papers a year written together", why="We teach more than we write.")
        self._plan(maya, here, "first Tuesday of the month at 7:30am for 6 months, 1 hour")
        self._plan(samuel, there, "every other Thursday at 5pm, 45 min")
        maya.types("/mentor meeting place 1 Library, quiet room on the third floor", in_=here)
        daniel.types("/mentor meeting rsvp 1 yes", in_=here)
        priya.types("/mentor meeting rsvp 1 late", in_=here)
        self._on(started + STORY_BEGAN)

    def _on(self, when: datetime) -> None:
        """Go on once everything that was said has been posted."""
        self._running.tick()
        self._clock.travel_to(when)
        self._running.tick()

    def _plan(self, organiser: Person, place, rhythm: str) -> None:
        """Six months of meetings, as an organiser plans them: what is suggested for days that are kept free is taken."""
        preview = organiser.types(f"/mentor meeting plan {rhythm}", in_=place)
        while open_dates := [label for label in preview.buttons if label in ("Use every suggestion",)]:
            preview = preview.clicks(open_dates[0])
        preview.clicks("Looks right, fix these dates")

    def _charter(self, organiser: Person, place) -> None:
        """What the setup's checklist asks for, answered as an organiser would on the first evening."""
        organiser.types("/mentor setup", in_=place)
        for label, filled in (
                ("Decide: who is a peer", {"peers": "Hospitalists of any rank who teach", "alike": ["department", "duty"]}),
                ("Decide: how many", {}), ("Decide: how people join", {"when": "Each January and July", "month": "9"}),
                ("Decide: the mission", {"exist": "help each other teach and write", "gain": "feedback and a reader for every draft"}),
                ("Decide: what we expect of each other", {"shares": ["lead", "read"]})):
            organiser.clicks(label)
            self._box.until(lambda: organiser.modal)
            organiser.fills(**filled)
            organiser.submits()

    def _fills(self, person: Person, line: str, place, **filled: str) -> None:
        person.types(line, in_=place)
        self._box.until(lambda: person.modal)
        person.fills(**filled)
        person.submits()

    def _found(self, organiser: Person, place, name: str) -> None:
        organiser.types("/mentor setup", in_=place)
        self._box.until(lambda: organiser.modal and "users" in {b.get("block_id") for b in organiser.modal.blocks})
        organiser.fills(name=name)
        organiser.submits()
