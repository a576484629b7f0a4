"""A lifelike workspace: colleagues of several hospitals, their channels, and a little of what they said.

The app's own data is not made here: it comes in through the front door, by commands typed in this workspace.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.typed import as_message

if TYPE_CHECKING:
    from sandbox.people import Person
    from sandbox.places import Channels
    from sandbox.server import Sandbox

HOSPITALISTS, EDUCATORS, GENERAL = "peer-mentors-hospitalists", "peer-mentors-edu", "general"

# handle, name, zone, profession, in which of the two groups
PEOPLE = (
    ("maya", "Maya Okafor", "America/New_York", "Hospitalist, associate professor", HOSPITALISTS),
    ("daniel", "Daniel Reyes", "America/Chicago", "Hospitalist", HOSPITALISTS),
    ("priya", "Priya Raman", "America/Los_Angeles", "Hospitalist, quality improvement", HOSPITALISTS),
    ("aisha", "Aisha Rahman", "America/New_York", "Clinical pharmacist", HOSPITALISTS),
    ("grace", "Grace Kim", "America/Denver", "Palliative care physician", HOSPITALISTS),
    ("hannah", "Hannah Lindqvist", "Europe/Stockholm", "Nurse educator", EDUCATORS),
    ("samuel", "Samuel Adeyemi", "Europe/London", "Paediatrician, clerkship director", EDUCATORS),
    ("luca", "Luca Moretti", "Europe/Rome", "Simulation lead", EDUCATORS),
    ("mei", "Mei Tanaka", "Asia/Tokyo", "Physical therapist, assistant professor", EDUCATORS),
    ("owen", "Owen Clarke", "America/New_York", "Surgeon", ""),
)
SAID = (
    (GENERAL, "owen", "The library has a new quiet room on the third floor, bookable by the hour."),
    (GENERAL, "maya", "Thanks @Owen Clarke, that is where the next paper gets written."),
    (HOSPITALISTS, "maya", "Welcome all. Five of us, once a month, and nobody has to take minutes by hand."),
    (HOSPITALISTS, "daniel", "Glad to be in. My promotion file is due next spring, so I will bring that."),
    (HOSPITALISTS, "priya", "I would like to hear how others protect writing time."),
    (EDUCATORS, "samuel", "Hello from London. Shall we try the second Tuesday of the month?"),
    (EDUCATORS, "hannah", "Tuesday works from Stockholm, if it is not after six."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The people and places of the lifelike workspace."""

    people: "dict[str, Person]"
    general: "Channels"
    hospitalists: "Channels"
    educators: "Channels"


def fill(box: "Sandbox") -> Scene:
    """Fill a workspace, or find the scene again in one that was kept. The app is in both groups' channels."""
    if any(each.name == GENERAL for each in box.workspace.channels.values()):
        return _found(box)
    people = {
        handle: box.person(handle, real_name=name, tz=tz, title=title, email=f"{handle}@harbour.example")
        for handle, name, tz, title, _ in PEOPLE
    }
    guest = box.person("nora", real_name="Nora Haddad", tz="Europe/Paris", title="Visiting fellow", is_guest=True)
    robot = box.person("rota", real_name="Rota", is_bot=True, bot_id=box.workspace.new_id("B"))
    within = {group: [people[row[0]] for row in PEOPLE if row[4] == group] for group in (HOSPITALISTS, EDUCATORS)}
    everyone = [*people.values(), robot]
    box.channel(GENERAL, everyone, general=True, topic="Everything that concerns all of us")
    box.channel(HOSPITALISTS, within[HOSPITALISTS], bot=True, private=True, topic="Peer mentoring for hospitalists")
    box.channel(EDUCATORS, [*within[EDUCATORS], guest], bot=True, topic="Peer mentoring for educators")
    _chat(box, people)
    return _found(box)


def _found(box: "Sandbox") -> Scene:
    return Scene(
        people={handle: box.person(handle) for handle in (*(row[0] for row in PEOPLE), "nora")},
        general=box.channel(GENERAL), hospitalists=box.channel(HOSPITALISTS), educators=box.channel(EDUCATORS),
    )


def _chat(box: "Sandbox", people: "dict[str, Person]") -> None:
    ws = box.workspace
    for channel, handle, text in SAID:
        user = people[handle]
        ws.post(box.channel(channel).id, {"user": user.id, "text": as_message(ws, user.id, text)})
    for person in people.values():
        for channel in ws.channels.values():
            if person.id in channel.members and ws.messages[channel.id]:
                ws.read_marks[person.id][channel.id] = next(reversed(ws.messages[channel.id]))
