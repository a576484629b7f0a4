"""What is said of membership."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from said_of_topics import MEETING, NASTY_GROUP
from said_of_topics import NASTY as NASTY_TOPIC
from said_of_topics import TOPIC as LEFT_TOPIC

from bot.services.membership_leaving import Handed
from bot.views import membership as views
from bot.views import membership_leaving as leaving
from bot.views import membership_letters as letters
from bot.views.charter import Card, Whole
from bot.views.membership import Shown
from mentoring.action_items import ActionItem, Owner
from mentoring.charter import Charter, Joining
from mentoring.membership import Candidacy, Member, Origin, Places, State
from mentoring.people import Group, Kind, Person, Role

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NY = "America/New_York"
GROUP = Group(id=1, workspace="T1", channel="C1", name="Hospitalist peers", tz=NY)
CHARTER = Charter(group_id=1, peers="Hospitalists who teach", joining_when="each January")
WHOLE, NASTY_WHOLE = Whole(group=GROUP, charter=CHARTER, members=7), Whole(
    group=NASTY_GROUP, charter=replace(CHARTER, peers="<!channel>", joining_when="<!here>"), members=7)
EVIL = "<!channel> *b* <https://evil.example|x> =1+1"


def member(number: int, name: str, **more) -> Member:
    return Member(person=Person(id=number, workspace="T1", user=f"U{number}", name=name, kind=Kind.MEMBER), joined=NOW,
                  **({"role": Role.MEMBER} | more))


MEMBERS = [member(1, "Alice Moreau", role=Role.ORGANISER), member(2, "Bob Lindqvist", until=date(2027, 6, 30)),
           member(3, "Carol Adeyemi", away=date(2027, 4, 1))]
PLACES = Places(members=3, invited=1, waiting=1, most=7)
ASKED = Candidacy(id=3, group_id=1, person_id=9, user="U9", name="Dave Okafor", origin=Origin.ASKED, state=State.ASKED, by_id=9,
                  why="I direct the clerkship.", created=NOW)
INVITED = replace(ASKED, id=4, origin=Origin.INVITED, state=State.INVITED, by="Alice Moreau", until=NOW + timedelta(days=7))
VOTING = replace(INVITED, id=5, origin=Origin.NOMINATED, state=State.VOTING, yes=4, no=1)
WAITING = replace(ASKED, id=6, state=State.WAITING, since=NOW)
NASTY = replace(INVITED, name=EVIL, why="<!here>", by="<!everyone>")
SHOWN = Shown(group=GROUP, charter=CHARTER, members=MEMBERS, places=PLACES, today=TODAY)
LEAD = replace(SHOWN, open=[ASKED, VOTING, INVITED, WAITING], organiser=True, may_invite=True)
CROWD = replace(LEAD, members=[member(n, "W" * 80, until=TODAY, away=TODAY) for n in range(50)],
                open=[replace(NASTY, id=n, name="x" * 200) for n in range(60)])
CARD = Card(group_id=1, name="Hospitalist peers", charter=CHARTER)
OWN = [(INVITED, GROUP, None), (WAITING, GROUP, 2), (ASKED, GROUP, None)]
ITEM = ActionItem(id=7, group_id=1, number=7, text="Ask the dean about space", tz=NY, created=NOW,
                  owners=(Owner(person_id=2, user="U2", name="Bob Lindqvist", since=NOW),))
HANDED = Handed(person=MEMBERS[1].person, items=[ITEM], topics=[LEFT_TOPIC], roles=["Discussion lead", "Scribe, 2 times"])
NOTHING = replace(HANDED, items=[], topics=[], roles=[])
BAD = replace(HANDED, person=replace(MEMBERS[1].person, name=EVIL), items=[replace(ITEM, text=EVIL)], topics=[NASTY_TOPIC], roles=[EVIL])
MUCH = replace(HANDED, items=[replace(ITEM, id=n, text="W" * 500) for n in range(20)],
               topics=[replace(LEFT_TOPIC, id=n, title="W" * 150) for n in range(20)])
LINE = {"ahead": [MEETING], "decisions_made": ["We meet at 7:30.", "<!here>"], "buddy": "U2", "tz": "Europe/Berlin"}

MESSAGES = {
    "members": views.members(SHOWN), "members.organiser": views.members(LEAD, said="✓ Dave Okafor is invited."),
    "members.vote": views.members(replace(LEAD, charter=replace(CHARTER, joining=Joining.VOTE), may_invite=False)),
    "members.hostile": views.members(replace(LEAD, group=NASTY_GROUP, members=[member(1, EVIL)], open=[NASTY]), said="<!here>"),
    "members.crowd": views.members(CROWD),
    "members.full": views.full(GROUP, "U9", "Hospitalist peers is full: 7 of at most 7 places are taken."),
    "members.full.hostile": views.full(NASTY_GROUP, "U9", "<!here> is full"),
    "join": views.groups([CARD, replace(CARD, group_id=2, name="Writers", full=True)], OWN[:1], TODAY),
    "join.own": views.groups([], OWN, TODAY, said="✓ Asked."), "join.empty": views.groups([], [], TODAY),
    "join.hostile": views.groups([replace(CARD, group_id=5, name="<!here>", charter=replace(CHARTER, peers=EVIL))],
                                 [(WAITING, NASTY_GROUP, 1)], TODAY, said="<!here>"),
    "join.crowd": views.groups([replace(CARD, group_id=n, name="W" * 80) for n in range(60)],
                               [(replace(ASKED, id=n), GROUP, None) for n in range(30)], TODAY),
    "invitation": letters.invitation(INVITED, WHOLE, NY), "invitation.nominated": letters.invitation(
        replace(VOTING, state=State.INVITED), WHOLE, NY),
    "invitation.asked": letters.invitation(replace(INVITED, origin=Origin.ASKED), WHOLE, NY),
    "invitation.hostile": letters.invitation(NASTY, NASTY_WHOLE, NY), "invitation.lapsed": letters.lapsed(GROUP),
    "invitation.answered": letters.answered("✓ You are in Hospitalist peers. Welcome!"), "invitation.not_now": letters.not_now(NASTY_GROUP),
    "request": letters.requested(ASKED, GROUP, CHARTER, PLACES),
    "request.vote": letters.requested(ASKED, GROUP, replace(CHARTER, joining=Joining.VOTE), PLACES),
    "request.hostile": letters.requested(replace(NASTY, state=State.ASKED), NASTY_GROUP, CHARTER, PLACES),
    "request.declined": letters.not_this_time(GROUP), "request.declined.hostile": letters.not_this_time(NASTY_GROUP),
    "request.listed": letters.on_the_list(GROUP, 2, 6), "request.listed.hostile": letters.on_the_list(NASTY_GROUP, 2, 6),
    "nomination": letters.nominated(VOTING, GROUP, NY),
    "nomination.request": letters.nominated(replace(VOTING, origin=Origin.ASKED), GROUP, NY),
    "nomination.hostile": letters.nominated(replace(NASTY, origin=Origin.NOMINATED), NASTY_GROUP, NY),
    "nomination.voted": letters.voted(VOTING, GROUP, NY), "nomination.yes": letters.result(VOTING, GROUP, 6, yes=True, waits=False),
    "nomination.waits": letters.result(VOTING, GROUP, 6, yes=True, waits=True),
    "nomination.no.hostile": letters.result(NASTY, NASTY_GROUP, 6, yes=False, waits=False),
    "opening": letters.opening(GROUP, CHARTER, PLACES), "opening.hostile": letters.opening(NASTY_GROUP, CHARTER, PLACES),
    "newcomer.channel": letters.joined(GROUP, "U9"), "newcomer.channel.hostile": letters.joined(NASTY_GROUP, "U9"),
    "newcomer.welcome": letters.welcome(WHOLE, **LINE), "newcomer.welcome.bare": letters.welcome(
        NASTY_WHOLE, ahead=[], decisions_made=[], buddy=None, tz=NY),
    "newcomer.buddy": letters.buddy_of(GROUP, "U9"), "newcomer.buddy.hostile": letters.buddy_of(NASTY_GROUP, "U9"),
    "newcomer.told": letters.told(GROUP, "Dave Okafor has joined."), "newcomer.told.hostile": letters.told(NASTY_GROUP, EVIL),
    "leaving": leaving.gone(GROUP, HANDED, CHARTER, PLACES), "leaving.nothing": leaving.gone(GROUP, NOTHING, CHARTER, PLACES),
    "leaving.hostile": leaving.gone(NASTY_GROUP, BAD, replace(CHARTER, joining_when="<!here>"), PLACES),
    "leaving.longest": leaving.gone(GROUP, MUCH, CHARTER, PLACES), "leaving.left": leaving.left(NASTY_GROUP),
    "leaving.heir": leaving.heir(GROUP, MEMBERS[1].person, by_choice=True),
    "leaving.heir.hostile": leaving.heir(NASTY_GROUP, BAD.person, by_choice=False),
}
VIEWS = {
    "form.ask_to_join": views.ask_form(GROUP, "Hospitalists who teach.", nonce="n"),
    "form.invite": views.invite_form(GROUP, PLACES, nonce="n"),
    "form.invite.chosen": views.invite_form(GROUP, PLACES, nonce="n", user="U9"),
    "form.nominate": views.nominate_form(GROUP, nonce="n"), "form.nominate.hostile": views.nominate_form(
        NASTY_GROUP, nonce="n", user="U9", why=EVIL),
    "form.leave": leaving.form(GROUP, HANDED, MEMBERS[1:], heir=2, nonce="n"),
    "form.leave.nothing": leaving.form(GROUP, NOTHING, [], heir=None, nonce="n"),
    "form.leave.hostile": leaving.form(NASTY_GROUP, BAD, [member(4, EVIL)], heir=4, nonce="n"),
    "form.leave.longest": leaving.form(GROUP, MUCH, [member(n, "W" * 80) for n in range(1, 50)], heir=None, nonce="n"),
}
