"""What people see of groups: the setup form, the welcome, and the question which group is meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from bot.views.blocks import (
    Message,
    actions,
    asked,
    button,
    confirm,
    context,
    escape,
    header,
    modal,
    one_of_field,
    option,
    rich,
    run,
    section,
    who,
    words_field,
)
from bot.views.goals import Ids as GoalIds
from mentoring.groups import size_hint
from mentoring.people import Group
from mentoring.text import clip


class Ids(StrEnum):
    """Everything about groups that can be clicked or submitted."""

    SETUP = "groups.setup"
    SETUP_FORM = "groups.setup_form"
    CHOOSE = "groups.choose"
    SWITCH = "groups.switch"
    LEAD = "groups.lead"


AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_groups(zones: Sequence[str]) -> list[dict]:
    """IANA zones as option groups of at most 100: by area, America in several parts."""
    made: list[dict] = []
    for area in AREAS:
        names = sorted(z for z in zones if z.startswith(area + "/"))
        for start in range(0, len(names), 100):
            part = names[start:start + 100]
            label = area if len(names) <= 100 else f"{area}: {_place(part[0])} to {_place(part[-1])}"
            made.append({"label": {"type": "plain_text", "text": clip(label, 75)}, "options": [option(_zone_label(z), z) for z in part]})
    made.append({"label": {"type": "plain_text", "text": "Other"}, "options": [option("UTC", "UTC")]})
    return made


def _place(zone: str) -> str:
    return zone.split("/", 1)[1].replace("_", " ")


def _zone_label(zone: str) -> str:
    return f"{_place(zone).rsplit('/', 1)[-1]} ({zone})"


def opening(channel: str) -> dict:
    """Shown at once, while the channel's members are being read."""
    return modal("Set up a group", "groups.opening", [section(f"One moment: reading who is in <#{channel}> …")], submit=None)


def setup_form(*, nonce: str, channel: str, name: str, tz: str, users: Sequence[str], zones: Sequence[str],
               group: Group | None = None) -> dict:
    """The one form a group starts with; for a group that exists, the same form changes it."""
    groups = zone_groups(zones)
    chosen = next((o for g in groups for o in g["options"] if o["value"] == tz), None)
    tz_field = {"type": "static_select", "option_groups": groups, **({"initial_option": chosen} if chosen else {})}
    people = {"type": "multi_users_select", **({"initial_users": list(users)} if users else {})}
    intro = "This channel becomes the group's home." if group is None else "Change the group here."
    return modal("Set up a group" if group is None else "The group", Ids.SETUP_FORM, [
        section(f"{intro} Channel: <#{channel}>"),
        asked("name", "What is the group called?", words_field(name, longest=80)),
        asked("tz", "In which time zone does it plan?", tz_field, hint="Everybody sees times in their own zone."),
        asked("users", "Who is in it?", people, hint="Peer groups usually have 4 to 12 people. You are in it yourself."),
    ], submit="Save group", meta=json.dumps({"nonce": nonce}))


def welcome(group: Group, *, organiser: str, users: Sequence[str]) -> Message:
    """In the channel, once: what the bot will do and when, with the next steps as buttons."""
    others = [user for user in users if user != organiser]
    names = [r for n, user in enumerate(others) for r in ([run(", ")] if n else []) + [who(user)]]
    with_them = [run(" With "), *names, run(".")] if names else [run(" So far nobody else is in it.")]
    hint = size_hint(len(users))
    return Message(
        text=f"Welcome to {escape(group.name)}. I keep this peer-mentorship group running; `/mentor help` shows what I can do.",
        blocks=[
            header(group.name),
            rich([who(organiser), run(" has made this channel the home of your peer-mentorship group."), *with_them]),
            section("*What I do*\nI keep your goals, private unless you share them, and the goals of the group. "
                    "I post here only what concerns all of you: a goal proposed for the group, and a success somebody wants to "
                    "celebrate.\n*When I write*\nIn this channel a week and an hour before you meet. To each of you one message on "
                    "Mondays, and only when something is due; `/mentor reminders` changes that."),
            section("*Try it*\n`/mentor goal add Submit the systematic review by 30 June`"),
            actions(button("Add my first goal", GoalIds.ADD, style="primary"), button("Propose a goal for the group", GoalIds.PROPOSE),
                    button("What else?", "help.show", "")),
            *([context(hint)] if hint else []),
            context(f"Plans are made in {_zone_label(group.tz)} time. I read only what is addressed to me."),
        ])


def saved(group: Group, *, new: bool, absent: Sequence[str] = ()) -> Message:
    """For whoever filled in the form. ``absent``: members who are not in the channel."""
    said, missing = saved_line(group, new=new), outside(group, absent)
    return Message(text=said.replace("*", ""), blocks=[section(said), *([section(missing)] if missing else []), actions(
        button("Add my first goal" if new else "Add a goal", GoalIds.ADD, style="primary"), button("What else?", "help.show", ""))])


def saved_line(group: Group, *, new: bool) -> str:
    """What the form has done."""
    name = escape(group.name)
    return f"✓ *{name}* is set up. I have said hello in <#{group.channel}>." if new else f"✓ *{name}* is changed."


def outside(group: Group, users: Sequence[str]) -> str:
    """Members who are not in the channel, and what to do; empty when all are."""
    if not users:
        return ""
    names, one = ", ".join(f"<@{user}>" for user in users), len(users) == 1
    return (f":warning: {names} {'is' if one else 'are'} in the group but not in <#{group.channel}>, and will not see what I post there. "
            f"Type `/invite` and {'the name' if one else 'their names'} in the channel.")


def which(groups: Sequence[Group], draft: str) -> Message:
    """Asked once, when somebody is in several groups and the place does not tell; then remembered."""
    options = [option(g.name, f"{draft}|{g.id}") for g in groups[:100]]
    menu = {"type": "static_select", "action_id": str(Ids.CHOOSE), "placeholder": {"type": "plain_text", "text": "Choose a group"},
            "options": options}
    return Message(text="Which group do you mean? " + ", ".join(escape(g.name) for g in groups),
                   blocks=[section("*Which group do you mean?* I will remember it; in a group's channel I know anyway."),
                           actions(menu, block_id="which-group")])


def switch(groups: Sequence[Group], present: int | None) -> dict:
    """For Home: which group commands mean outside a group's channel."""
    return one_of_field("static_select", [option(g.name, str(g.id)) for g in groups[:100]], str(present)) | {
        "action_id": str(Ids.SWITCH), "placeholder": {"type": "plain_text", "text": "Choose a group"}}


def invite_me(channel: str) -> dict:
    """The form cannot open: the bot is not in the channel."""
    return modal("Set up a group", "notice", [section(
        f"I am not in <#{channel}> yet, so I could not write there. Type `/invite @Mentor` in it, then `/mentor setup` again.")],
        submit=None, close="Close")


def back_again(group: Group) -> Message:
    """To the person who has invited the bot back into a group's home."""
    return Message(text=f"Thanks, I am back in the home of {escape(group.name)} and go on where I stopped.")


def hello(channel: str) -> Message:
    """To the person who has just invited the bot into a channel, and to nobody else."""
    return Message(text="Thanks for inviting me. Set up a peer-mentorship group here?",
                   blocks=[section(f"Thanks for inviting me to <#{channel}>. Shall this channel be the home of a peer-mentorship group? "
                                   "I will ask for a name, a time zone and who is in it, then say hello to everybody here."),
                           actions(button("Set up a group here", Ids.SETUP, channel, style="primary"),
                                   button("What can you do?", "help.show", ""))])


def leaderless(group: Group, mark: str) -> Message:
    """In the channel, when the last organiser has gone; ``mark`` tells this question from an earlier one."""
    said = (f"{escape(group.name)} has no organiser any more. Everything that was planned goes on: dates, reminders and goals. "
            "Only the settings and new dates need somebody.")
    ask = confirm("Organise the group?", "You can change its members, dates and settings then, and hand over again at any time.",
                  "I'll do it")
    return Message(text=f"{said} Who leads on?",
                   blocks=[section(f"{said}\n*Who leads on?*"),
                           actions(button("I'll do it", Ids.LEAD, f"{group.id}|{mark}", style="primary", confirm=ask))])


def led(group: Group, *, by: str) -> Message:
    """The same message, once somebody does."""
    return Message(text=f"{escape(group.name)} has an organiser again.",
                   blocks=[rich([run("✓ "), who(by), run(f" organises {group.name} from now on. Thank you.")])])


def leads(group: Group) -> Message:
    """To the new organiser."""
    said = f"✓ You organise *{escape(group.name)}* from now on."
    return Message(text=said.replace("*", ""), blocks=[section(said), actions(button("Look at the settings", Ids.SETUP, group.channel),
                                                                            button("What else?", "help.show", ""))])
