"""The charter of a group: who peers are, how many, why; what is expected; every version, and who has accepted or voted."""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import PERSONAL, Id, Instant, metadata, one_of

# One a group; without a row the defaults hold (mentoring.charter). ``alike``: what peers have in common. ``ends``, ``end_event``: a group
# that is for a time. ``silence``: what no answer to the yearly round of ``round_month`` means. ``set_aside``: steps of the setup skipped.
# ``look``: when the clock looks next at what it brings to the agenda (None: at once).
charters = Table(
    "charters",
    metadata,
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("peers", String(600), nullable=False, info=PERSONAL),
    Column("alike", JSON, nullable=False),
    Column("size_min", Integer, nullable=False),
    Column("size_ideal", Integer, nullable=False),
    Column("size_max", Integer, nullable=False),
    Column("size_why", String(300), nullable=False, info=PERSONAL),
    Column("joining", String(9), nullable=False),
    Column("joining_when", String(150), nullable=False, info=PERSONAL),
    Column("ends", Date),
    Column("end_event", String(150), nullable=False, info=PERSONAL),
    Column("round_month", Integer),
    Column("silence", String(5), nullable=False),
    Column("endorsement", String(1000), nullable=False, info=PERSONAL),
    Column("endorser", String(150), nullable=False, info=PERSONAL),
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

# Who changed what of the charter, and when; never erased with the words. ``decided``: how it was decided.
charter_changes = Table(
    "charter_changes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("what", String(20), nullable=False),
    Column("said", String(1000), nullable=False, info=PERSONAL),
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
    Column("exist", String(500), nullable=False, info=PERSONAL),
    Column("gain", String(500), nullable=False, info=PERSONAL),
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
    Column("exist", String(500), nullable=False, info=PERSONAL),
    Column("gain", String(500), nullable=False, info=PERSONAL),
    Column("why", String(500), nullable=False, info=PERSONAL),
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

# ``agreed``: the choices by their names (mentoring.expectations); ``words``: what the group adds in its own.
expectations = Table(
    "expectations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("group_id", Id, ForeignKey("groups.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("agreed", JSON, nullable=False),
    Column("words", String(1000), nullable=False, info=PERSONAL),
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
