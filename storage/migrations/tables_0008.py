"""The tables that revision 0008 made, as they were then: `storage.schema` moves on, a revision that has been released never does."""

from __future__ import annotations

from importlib import import_module

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

first = import_module("storage.migrations.versions.0001_goals")
Id, Instant, one_of = first.ID, first.INSTANT, first.one_of

metadata = MetaData(naming_convention=first.metadata.naming_convention)

# Only so that references find them; these stand already.
STANDING = [Table(name, metadata, Column("id", Id, primary_key=True)) for name in ("groups", "people", "meetings", "topics")]

charters = Table(
    "charters",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("peers", String(600), nullable=False),
    Column("alike", JSON, nullable=False),
    Column("size_min", Integer, nullable=False),
    Column("size_ideal", Integer, nullable=False),
    Column("size_max", Integer, nullable=False),
    Column("size_why", String(300), nullable=False),
    Column("joining", String(9), nullable=False),
    Column("joining_when", String(150), nullable=False),
    Column("ends", Date),
    Column("end_event", String(150), nullable=False),
    Column("round_month", Integer),
    Column("silence", String(5), nullable=False),
    Column("endorsement", String(1000), nullable=False),
    Column("endorser", String(150), nullable=False),
    Column("endorsed", Date),
    Column("reviewed", Instant),
    Column("set_aside", JSON, nullable=False),
    Column("begun", Instant),
    Column("look", Instant),
    Column("version", Integer, nullable=False),
    one_of("joining", "organiser", "vote", "open"),
    one_of("silence", "stay", "pause", "leave"),
    CheckConstraint("2 <= size_min AND size_min <= size_ideal AND size_ideal <= size_max AND size_max <= 50", name="sizes"),
    CheckConstraint("round_month BETWEEN 1 AND 12", name="round_month"),
    Index("ix_charters_look", "look"),
)

charter_changes = Table(
    "charter_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(20), nullable=False),
    Column("said", String(1000), nullable=False),
    Column("decided", String(150), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("at", Instant, nullable=False),
    Index("ix_charter_changes_group_id", "group_id", "at"),
)

missions = Table(
    "missions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("exist", String(500), nullable=False),
    Column("gain", String(500), nullable=False),
    Column("decided", String(150), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("adopted", Instant, nullable=False),
    UniqueConstraint("group_id", "number"),
)

mission_proposals = Table(
    "mission_proposals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("exist", String(500), nullable=False),
    Column("gain", String(500), nullable=False),
    Column("why", String(500), nullable=False),
    Column("state", String(9), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    one_of("state", "open", "adopted", "declined", "withdrawn"),
    Index("ix_mission_proposals_group_id", "group_id"),
)

mission_votes = Table(
    "mission_votes",
    metadata,
    Column("proposal_id", Id, ForeignKey("mission_proposals.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("choice", String(5), nullable=False),
    Column("since", Instant, nullable=False),
    one_of("choice", "yes", "no"),
    Index("ix_mission_votes_person_id", "person_id"),
)

expectations = Table(
    "expectations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("agreed", JSON, nullable=False),
    Column("words", String(1000), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("created", Instant, nullable=False),
    UniqueConstraint("group_id", "number"),
)

acceptances = Table(
    "acceptances",
    metadata,
    Column("expectations_id", Id, ForeignKey("expectations.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("since", Instant, nullable=False),
    Index("ix_acceptances_person_id", "person_id"),
)

# ---- membership ----------------------------------------------------------------------------------------------------------------

# One row a way towards a group. An open one (``settled`` is null) is unique for a person and a group. ``since``: on the waiting list from
# then on. ``until``: when a vote closes or an invitation lapses. ``yes`` and ``no`` are all that is kept of a vote: a ballot has no choice.
candidacies = Table(
    "candidacies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("origin", String(9), nullable=False),
    Column("state", String(9), nullable=False),
    Column("by_id", Id, ForeignKey("people.id", ondelete="SET NULL")),
    Column("why", String(1000), nullable=False),
    Column("created", Instant, nullable=False),
    Column("since", Instant),
    Column("until", Instant),
    Column("yes", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("settled", Instant),
    Column("version", Integer, nullable=False),
    one_of("origin", "invited", "asked", "nominated"),
    one_of("state", "asked", "voting", "waiting", "invited", "joined", "declined", "refused", "lapsed", "withdrawn"),
)
Index("ix_candidacies_open", candidacies.c.group_id, candidacies.c.person_id, unique=True,
      sqlite_where=candidacies.c.settled.is_(None), postgresql_where=candidacies.c.settled.is_(None))
Index("ix_candidacies_person_id", candidacies.c.person_id)

ballots = Table(
    "ballots",
    metadata,
    Column("candidacy_id", Id, ForeignKey("candidacies.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_ballots_person_id", "person_id"),
)

# Without a row somebody is a member for as long as they like. ``plan``: what was decided about the end when it was asked about.
terms = Table(
    "terms",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("ends", Date, nullable=False),
    Column("plan", String(5), nullable=False),
    one_of("plan", "ask", "leave"),
    Index("ix_terms_person_id", "person_id"),
)

# When members are asked next whether they stay (``month`` as the charter had it then), and when the channel was last read.
membership_clocks = Table(
    "membership_clocks",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("month", Integer),
    Column("round_due", Date),
    Column("read", Instant),
)

stay_rounds = Table(
    "stay_rounds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("silence", String(5), nullable=False),
    Column("opened", Instant, nullable=False),
    Column("closes", Instant, nullable=False),
    Column("closed", Instant),
    UniqueConstraint("group_id", "day"),
    one_of("silence", "stay", "pause", "leave"),
)

# Everybody who is asked has a row; ``answer`` is null until they say something. ``reminded``: how often.
stay_answers = Table(
    "stay_answers",
    metadata,
    Column("round_id", Id, ForeignKey("stay_rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("answer", String(5)),
    Column("back", Date),
    Column("at", Instant),
    Column("reminded", Integer, nullable=False),
    one_of("answer", "stay", "pause", "leave"),
    Index("ix_stay_answers_person_id", "person_id"),
)

# Members who were found not to be in the channel; once they are, the row goes.
outsiders = Table(
    "outsiders",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("noticed", Instant, nullable=False),
    Index("ix_outsiders_person_id", "person_id"),
)

buddies = Table(
    "buddies",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Id, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("buddy_id", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("since", Instant, nullable=False),
    Index("ix_buddies_person_id", "person_id"),
    Index("ix_buddies_buddy_id", "buddy_id"),
)
