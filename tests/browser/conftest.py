"""A person at the page: a real browser, the pretend Slack, and the real bot over a real WebSocket with a database file.

Nothing here waits by the clock: what should come is waited for as Playwright does, until it is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import needs
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot import wiring
from bot.settings import Settings
from sandbox.clock import Clock
from sandbox.people import Person
from sandbox.server import Sandbox

HERE = Path(__file__).parent
MANIFEST = HERE.parent.parent / "manifest.yml"
ROOM = "peer-mentors"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]
DESK, PHONE = (1280, 800), (390, 844)
PATIENCE = 30_000   # milliseconds, for a machine that does other things, too

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser, so one worker."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.xdist_group("browser"))


class House:
    """The workspace and the bot in it, on files that outlive both."""

    def __init__(self, folder: Path, database: str, clock: Clock):
        self._folder, self._database, self.clock = folder, database, clock
        self.box = Sandbox.start(manifest=MANIFEST, clock=clock, kept_in=folder / "workspace.json", strict=True)
        self.bot_starts()

    def bot_starts(self) -> None:
        """The bot connects, as `mentor run` does."""
        settings = Settings(slack_bot_token=self.box.bot_token, slack_app_token=self.box.app_token, slack_signing_secret="",
                            slack_api_url=self.box.api_url, database_url=self._database, timezone="UTC")
        self.bot = wiring.start(settings, self.clock)
        self.box.until(self.bot.connected)

    def bot_stops(self) -> None:
        """The bot leaves, as at SIGTERM."""
        self.bot.stop()

    def workspace_starts_again(self) -> None:
        """The pretend Slack is stopped and read from its file again, on the same port."""
        port = int(self.box.url.rpartition(":")[2])
        self.box.stop()
        self.box = Sandbox.start(manifest=MANIFEST, clock=self.clock, kept_in=self._folder / "workspace.json", strict=True, port=port)

    def ends(self) -> None:
        """Both stop."""
        self.bot.stop()
        self.box.stop()


class Seat:
    """Somebody at the page, on a desk or with a phone, who reads the screen and uses what is on it."""

    def __init__(self, page: Page, house: House, *, phone: bool):
        self.page, self.house, self.phone = page, house, phone
        self.faults: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))

    def sits_down(self, person: Person) -> None:
        """Open the page as somebody."""
        self.page.goto(f"{self.house.box.url}/#as={person.id}")
        expect(self.page.get_by_role("button", name=f"Acting as {person.user.real_name}")).to_be_visible()

    def becomes(self, name: str) -> None:
        """Act as another member."""
        self.page.get_by_role("button", name="Acting as").click()
        self.page.get_by_role("menuitemradio", name=name).click()
        expect(self.page.get_by_role("button", name=f"Acting as {name}")).to_be_visible()

    def goes_to(self, name: str) -> None:
        """A channel, or the app, by its link; on a phone by way of the list."""
        back = self.page.get_by_role("button", name="Back to the list")
        if self.phone and back.is_visible():
            back.click()
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(rf"^{name}\b")).click()

    def goes_home(self) -> Locator:
        """The app's Home, once the bot has published it."""
        self.goes_to("Mentor")
        self.page.get_by_role("tab", name="Home").click()
        home = self.page.get_by_role("tabpanel")
        expect(home.get_by_role("heading", name="My goals")).to_be_visible()
        return home

    def writes(self, text: str, *, where: str = f"Message #{ROOM}", taken: bool = True) -> None:
        """Type a line and send it with Enter. ``taken``: whether it is sent, or given back to be put right."""
        composer = self.page.get_by_role("textbox", name=where)
        composer.fill(text)
        composer.press("Escape")   # the suggestions, where a name stands at the end
        composer.press("Enter")
        if taken:
            expect(composer).to_have_value("")

    def last(self) -> Locator:
        """The last message of the conversation."""
        return self.page.locator("#main .message").last

    def reads(self, *words: str | re.Pattern) -> Locator:
        """The last message, once it says this."""
        for each in words:
            expect(self.last()).to_contain_text(each)
        return self.last()

    def proposal(self) -> Locator:
        """The message with which somebody proposes, or has proposed, a goal for the group."""
        return self.page.locator("#main .message", has_text=re.compile(r"propose[sd] a goal for the group:"))

    def clicks(self, label: str) -> None:
        """A button of the last message."""
        self.last().get_by_role("button", name=label).click()

    def form(self, title: str) -> Locator:
        """A form, once it is open."""
        dialog = self.page.get_by_role("dialog", name=title, exact=True)
        expect(dialog).to_be_visible()
        return dialog

    def no_form(self) -> None:
        """Every form has closed."""
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def too_wide(self) -> list[str]:
        """What stands out of the screen at the right, where a person on a phone could not reach it."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('body *')].filter(e => e.offsetParent && !e.closest('.grid-box') &&"
            " e.getBoundingClientRect().right > innerWidth + 1).map(e => `${e.tagName}.${e.className} ${e.textContent.slice(0, 40)}`)")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, once for all tests."""
    path = needs.browser()
    assert path, "There is no Chromium: `python tests/needs.py` says how to get one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=["desk", "phone"])
def phone(request: pytest.FixtureRequest) -> bool:
    """Every story is lived at both widths."""
    return request.param == "phone"


@pytest.fixture
def house(tmp_path: Path, database: str, monday: Clock) -> Iterator[House]:
    """Alice organises, Bob is in her channel, Carol is nowhere; nobody has set anything up."""
    made = House(tmp_path, database, monday)
    box = made.box
    alice = box.person("alice", real_name="Alice Moreau", tz="America/New_York")
    bob = box.person("bob", real_name="Bob Lindqvist", tz="Europe/Berlin")
    carol = box.person("carol", real_name="Carol Adeyemi", tz="America/Chicago")
    box.channel("general", [alice, bob, carol], general=True)
    box.channel(ROOM, [alice, bob], bot=True, private=True)
    yield made
    made.ends()


@pytest.fixture
def monday() -> Clock:
    """Ten in the morning of a Monday in New York, from where the clock runs on."""
    return Clock(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))


@pytest.fixture
def group(house: House) -> None:
    """Alice has set up her group."""
    alice = house.box.person("alice")
    alice.types("/mentor setup", in_=house.box.channel(ROOM))
    house.box.until(lambda: alice.modal and "users" in {block.get("block_id") for block in alice.modal.blocks})
    alice.submits()
    house.box.until(lambda: any(not message.ephemeral for message in alice.sees(house.box.channel(ROOM))))


@pytest.fixture
def seat(chromium: Browser, house: House, phone: bool) -> Iterator[Seat]:
    """The page, at one of both widths. A script that stumbles fails the test."""
    width, height = PHONE if phone else DESK
    context = chromium.new_context(viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone, locale="en-US",
                                   reduced_motion="reduce")
    sitting = Seat(context.new_page(), house, phone=phone)
    yield sitting
    context.close()
    assert sitting.faults == []


@pytest.fixture
def at_table(seat: Seat, house: House, group: None) -> Seat:
    """Alice, in the channel of her group."""
    seat.sits_down(house.box.person("alice"))
    seat.goes_to(ROOM)
    return seat
