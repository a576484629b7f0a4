"""Getting meetings into calendars: links that add one, the file, the feed, and a text for whoever keeps somebody's schedule.

The links' parameters are documented by nobody; they are those of dates.md 7. Each adds one event and never changes it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from bot.views.blocks import Message, actions, button, confirm, context, escape, moment, rich, run, section
from bot.views.days import clock, day
from mentoring.meetings import Meeting
from mentoring.people import Group, Person
from mentoring.text import clip, one_line

SHOWN = 6            # meetings with links in one message; the file has all of them
ROOM = 8000          # characters of links in one message, of the 13,000 that Slack takes
LONGEST_LINK = 2000  # characters; more is cut off by some browsers and mail programs
MORNING = 10         # o'clock; a meeting before it takes the place of the first patient (roadmap step 4)


class Ids(StrEnum):
    """Everything about calendars that can be clicked."""

    ALL = "calendar.all"       # value: the group's id
    ONE = "calendar.one"       # value: the meeting's id
    FEED = "calendar.feed"
    FEED_NEW = "calendar.feed_new"
    FEED_OFF = "calendar.feed_off"


def add_all(group_id: int) -> dict:
    """The calendar post's button."""
    return button("Add to my calendar", Ids.ALL, str(group_id), label="Add all meetings to my calendar")


def add_one(meeting: Meeting) -> dict:
    """A meeting card's button."""
    return button("Add to my calendar", Ids.ONE, str(meeting.id), label=f"Add meeting {meeting.number} to my calendar")


# ---- links -----------------------------------------------------------------------------------------------------

def google(meeting: Meeting, group: Group) -> str:
    """Google's form with this meeting in it. In UTC, so that no zone has to be understood."""
    span = "/".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (meeting.starts, meeting.ends))
    asked = {"action": "TEMPLATE", "text": _title(meeting, group), "dates": span, "location": _where(meeting)}
    return _link("https://calendar.google.com/calendar/render", asked)


def outlook(meeting: Meeting, group: Group, *, work: bool) -> str:
    """Outlook's form on the web, of Microsoft 365 (``work``) or of outlook.com. Without an offset it would be hours off."""
    host = "outlook.office.com" if work else "outlook.live.com"
    zone = ZoneInfo(meeting.tz)
    asked = {"path": "/calendar/action/compose", "rru": "addevent", "subject": _title(meeting, group),
             "startdt": _iso(meeting.starts, zone), "enddt": _iso(meeting.ends, zone), "location": _where(meeting)}
    return _link(f"https://{host}/calendar/0/deeplink/compose", asked)


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).replace(microsecond=0).isoformat()


def _title(meeting: Meeting, group: Group) -> str:
    return f"{group.name}, meeting {meeting.number}"


def _where(meeting: Meeting) -> str:
    return ", ".join(each for each in (one_line(meeting.place), one_line(meeting.link)) if each)


def _link(base: str, asked: dict[str, str]) -> str:
    """The address; what does not fit is left out from the end (the place first)."""
    full = f"{base}?{urlencode({k: v for k, v in asked.items() if v}, quote_via=quote, safe='/')}"
    return full if len(full) <= LONGEST_LINK else _link(base, dict(list(asked.items())[:-1]))


def subscriptions(address: str) -> list[tuple[str, str]]:
    """Where each calendar takes the address of a feed: (its name, a link)."""
    webcal = f"webcal://{address.partition('://')[2]}"
    escaped = quote(address, safe="")
    return [("Google", f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"),
            ("Outlook (work)", f"https://outlook.office.com/calendar/0/addfromweb?url={escaped}&name=Peer%20mentorship"),
            ("Outlook.com", f"https://outlook.live.com/calendar/0/addfromweb?url={escaped}&name=Peer%20mentorship")]


# ---- answers -----------------------------------------------------------------------------------------------------

def nothing_ahead() -> Message:
    """No coming meeting."""
    said = "No meetings are planned yet, so there is nothing to put into a calendar."
    return Message(text=said, blocks=[section(said), context("An organiser plans them with `/mentor meeting plan`.")])


def all_of(meetings: Sequence[Meeting], group: Group, *, subscribe: bool) -> Message:
    """The file is on its way; links for the next few, and the way to a feed where there is one."""
    count, lines = len(meetings), _lines(meetings, group)
    said = (f"✓ The file with {'the meeting' if count == 1 else f'all {count} meetings'} of {escape(group.name)} is coming to you as a "
            "direct message: open it on your phone or computer, and your calendar takes it.")
    rest = f"The next {len(lines)} by link; the file has all of them. " if count > len(lines) else ""
    blocks = [section(said), *lines, *_subscribe(subscribe),
              context(f"{rest}A link or a file adds what holds today. When a meeting moves, I tell you here; a new file then "
                      "changes the same entries.")]
    return Message(text=said, blocks=blocks)


def one_of(meeting: Meeting, group: Group) -> Message:
    """One meeting: links, and its file is on its way."""
    said = f"✓ Meeting {meeting.number} of {escape(group.name)}: its file is coming to you as a direct message. Or by link:"
    return Message(text=said, blocks=[section(said), _line(meeting, group)])


def _lines(meetings: Sequence[Meeting], group: Group) -> list[dict]:
    """As many of the next meetings as fit, at least one."""
    lines: list[dict] = []
    for meeting in meetings[:SHOWN]:
        line = _line(meeting, group)
        if lines and sum(len(str(each)) for each in [*lines, line]) > ROOM:
            break
        lines.append(line)
    return lines


def _line(meeting: Meeting, group: Group) -> dict:
    links = [("Google", google(meeting, group)), ("Outlook (work)", outlook(meeting, group, work=True)),
             ("Outlook.com", outlook(meeting, group, work=False))]
    runs = [r for n, (name, url) in enumerate(links) for r in ([run(" · ")] if n else []) + [_to(name, url)]]
    return rich([run(f"{day(meeting.day)}, {clock(meeting.time)}", bold=True)], runs)


def _to(name: str, url: str) -> dict:
    return {"type": "link", "url": url, "text": name}


def _subscribe(offered: bool) -> list[dict]:
    if not offered:
        return []
    return [actions(button("Subscribe instead", Ids.FEED)),
            context("A subscription follows every change by itself, though a calendar may take a day to look.")]


# ---- the feed ------------------------------------------------------------------------------------------------------

def no_feed() -> Message:
    """The person has none; one click makes it."""
    said = ("A subscription shows all meetings of your groups in your own calendar and follows every change, though a calendar may "
            "take a day to look. Its address is secret: whoever has it can read when you meet (nothing else).")
    return Message(text=said, blocks=[section(said), actions(button("Make my address", Ids.FEED_NEW, style="primary"))])


def has_feed(created: datetime, fetched: datetime | None) -> Message:
    """The person has one: since when, and when a calendar last read it. The address itself nobody knows any more."""
    read = [run("A calendar last read it on "), moment(fetched, "{date_long} at {time}"), run(".")] if fetched else [
        run("No calendar has read it yet.")]
    made = [run("You have a secret calendar address, made on "), moment(created, "{date_long}"), run(". "), *read]
    return Message(text="You have a secret calendar address.", blocks=[
        rich(made), actions(_again(), _off()),
        context("For your safety I keep no copy of it, so I cannot show it again. A new one ends the old one.")])


def new_feed(address: str) -> Message:
    """The address, shown this once."""
    links = subscriptions(address)
    runs = [r for n, (name, url) in enumerate(links) for r in ([run(" · ")] if n else []) + [_to(name, url)]]
    return Message(text="✓ Your secret calendar address is made. It is shown only this once.", blocks=[
        rich([run("✓ This is your own secret calendar address. I show it only this once; do not pass it on.")],
             [run(address, code=True)]),
        rich([run("Add it to "), *runs],
             [run("Apple Calendar and others: copy the address, then “Add calendar subscription”.")]),
        actions(_off()),
        context("It shows titles and times of all your groups' meetings. `/mentor meeting feed` tells when a calendar last read it.")])


def feed_off(was_on: bool) -> Message:
    """The address has stopped."""
    said = ("✓ Your calendar address has stopped for good. Calendars keep what they have read; remove the subscription there."
            if was_on else "You had no calendar address.")
    return Message(text=said, blocks=[section(said), actions(button("Make a new address", Ids.FEED_NEW))])


def _again() -> dict:
    return button("New address", Ids.FEED_NEW, confirm=confirm(
        "A new address?", "The old one stops at once, and calendars that read it see nothing new.", "New address"))


def _off() -> dict:
    return button("Turn off", Ids.FEED_OFF, confirm=confirm("Turn the subscription off?", "The address stops for good.", "Turn off"))


# ---- for whoever keeps the schedule ------------------------------------------------------------------------------

def scheduling_text(meetings: Sequence[Meeting], person: Person) -> str:
    """Ready to send to an assistant or a scheduling office: the times to keep free, and when patients may begin (features 4.7).

    In the person's own zone, where their clinic is. Nothing of the group is in it.
    """
    begins = [m.starts.astimezone(ZoneInfo(person.tz or m.tz)) for m in meetings]
    lines = [f"Please keep these times free for {one_line(person.name) or 'me'}:", ""]
    lines += [f"- {_span(m, person.tz or m.tz)}" for m in meetings]
    if any(at.hour < MORNING for at in begins):
        lines += ["", "On these mornings, please book the first patient an hour later than usual."]
    return "\n".join([*lines, "", "I will tell you when one of them moves. Thank you!"])


def mail_link(meetings: Sequence[Meeting], person: Person, address: str = "") -> str:
    """A mailto link with the text in it, at most 2,000 characters: later dates are left out, and the text says so."""
    for count in range(len(meetings), -1, -1):
        left = len(meetings) - count
        body = scheduling_text(meetings[:count], person) + (f"\n\n(And {left} more later; the calendar file has them.)" if left else "")
        asked = urlencode({"subject": "Times to keep free", "body": body.replace("\n", "\r\n")}, quote_via=quote)
        link = f"mailto:{quote(address, safe='@+')}?{asked}"
        if len(link) <= LONGEST_LINK:
            return link
    return f"mailto:{quote(address, safe='@+')}?subject=Times%20to%20keep%20free"


def _span(meeting: Meeting, tz: str) -> str:
    zone = ZoneInfo(tz)
    begins, ends = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
    first: date = begins.date()
    until = "" if ends.date() == first else f"{day(ends.date())}, "
    return f"{day(first)}, {clock(f'{begins:%H:%M}')} to {until}{clock(f'{ends:%H:%M}')} ({clip(begins.tzname() or tz, 12)})"
